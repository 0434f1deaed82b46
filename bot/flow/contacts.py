"""Which contacts somebody is shown, and how danger is answered first: by kind, reader, level, district and hour."""

from collections.abc import Collection

from bot.flow.book import Book, Contact, Route
from bot.model.conversation import Reader
from bot.model.message import Level

MOST_CONTACTS = 2
"""At most two contacts at once (flow-language.md, the ear)."""


def showable(contact: Contact, reader: Reader, district: str, *, open_now: bool = False) -> bool:
    """Before anyone called them: 110, 119 and 129 to everyone, 112 in its districts, others of confidence H to
    adults (issue of the first talk; content facts §1), an office only while it is open."""
    if contact.districts and district not in contact.districts:
        return False
    if contact.hours == "office" and not open_now:
        return False
    return contact.everyone or (contact.confidence == "H" and reader is Reader.PARENT)


def everyones(book: Book, reader: Reader, district: str) -> list[Contact]:
    """The emergency numbers that stand for `{kini.nomor}`."""
    return [one for one in book.directory.values() if one.everyone and showable(one, reader, district)]


def route_for(book: Book, kinds: Collection[str], reader: Reader, level: Level) -> Route:
    """The first route that fits the kinds, reader and level; the last of the file fits everyone."""
    named = Level(max(level, Level.CONCERN)).name.lower()
    for route in book.routes:
        if route.kinds and route.kinds.isdisjoint(kinds):
            continue
        if route.readers and reader.value not in route.readers:
            continue
        if route.levels and named not in route.levels:
            continue
        return route
    return book.routes[-1]


def named(book: Book, route: Route, reader: Reader, district: str, *, open_now: bool = False) -> list[Contact]:
    """The first contacts of a route that may be shown, in its order."""
    known = (book.directory[name] for name in route.contacts)
    return [one for one in known if showable(one, reader, district, open_now=open_now)][:MOST_CONTACTS]
