"""Which contacts somebody is shown, and how danger is answered first: by kind, reader, level, district and hour.

Laws
1. Before anyone called them: 110, 119 and 129 to everyone, 112 in its districts, others of confidence H to adults, an
   office only while it is open (issue of the first talk; content facts §1). A contact without a number to nobody.
2. A call that was answered shows a contact to adults for 180 days; one that found a wrong number hides it at once; that
   nobody answered changes nothing. 110, 112, 119 and 129 stay whatever a call found: `red` tells the operator instead.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.flow.book import Book, Contact, Route
from bot.model.call import Calls, Result
from bot.model.conversation import Reader
from bot.model.message import Level

MOST_CONTACTS = 2
"""At most two contacts at once (flow-language.md, the ear)."""
HOLDS = timedelta(days=180)
"""So long an answered call is believed (content facts §1.3, before go-live)."""
PUSPAGA = "puspaga"
"""Contact.office of a Puspaga."""
EVERYONES_HOLD = timedelta(days=365)
"""The same of a number that everybody may see (issue of the directory)."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
"""As `seen` of a contact names them, and as families read them."""


class Trust(StrEnum):
    """What our calls tell of a contact."""

    UNCALLED = "uncalled"
    SILENT = "silent"  # called, and never answered
    CHECKED = "checked"
    OLD = "old"  # checked too long ago
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Standing:
    """`at`: when it was found so; None where nobody has called."""

    trust: Trust = Trust.UNCALLED
    at: datetime | None = None


Stands = Callable[[Contact], Standing]
"""Of each contact, just now."""
UNCALLED = Standing()


def uncalled(_: Contact) -> Standing:
    """Nobody has called anyone."""
    return UNCALLED


def standing(contact: Contact, calls: Calls, now: datetime) -> Standing:
    """What the last call that found something out tells of the number as it is now."""
    made = [one for one in calls.get(contact.id, ()) if one.number == contact.number]
    for one in reversed(made):
        if one.result is Result.WRONG:
            return Standing(Trust.WRONG, one.at)
        if one.result is Result.ANSWERED:
            old = now - one.at > holds(contact)
            return Standing(Trust.OLD if old else Trust.CHECKED, one.at)
    return Standing(Trust.SILENT, made[-1].at) if made else UNCALLED


def holds(contact: Contact) -> timedelta:
    """How long an answered call is believed."""
    return EVERYONES_HOLD if contact.everyone else HOLDS


def showable(
    contact: Contact, reader: Reader, district: str, *, open_now: bool = False, stands: Standing = UNCALLED
) -> bool:
    """May this reader in this district be shown the contact? `open_now`: is the office of the talk open?"""
    if not contact.number or (contact.districts and district not in contact.districts):
        return False
    if contact.hours == "office" and not open_now:
        return False
    if contact.everyone:
        return True
    if stands.trust in (Trust.OLD, Trust.WRONG):
        return False
    return reader is Reader.PARENT and (contact.confidence == "H" or stands.trust is Trust.CHECKED)


def everyones(book: Book, reader: Reader, district: str) -> list[Contact]:
    """The emergency numbers that stand for `{kini.nomor}`."""
    return [one for one in book.directory.values() if one.everyone and showable(one, reader, district)]


def route_for(book: Book, kinds: Collection[str], reader: Reader, level: Level, *, others: bool = False) -> Route:
    """The first route that fits the kinds, reader and level, and whose child it is about; the last of the file fits
    everyone."""
    named = Level(max(level, Level.CONCERN)).name.lower()
    for route in book.routes:
        if route.others and not others:
            continue
        if route.kinds and route.kinds.isdisjoint(kinds):
            continue
        if route.readers and reader.value not in route.readers:
            continue
        if route.levels and named not in route.levels:
            continue
        return route
    return book.routes[-1]


def named(
    book: Book, route: Route, reader: Reader, district: str, *, open_now: bool = False, stands: Stands = uncalled
) -> list[Contact]:
    """The first contacts of a route that may be shown, in its order."""
    known = (book.directory[name] for name in route.contacts)
    shown = (one for one in known if showable(one, reader, district, open_now=open_now, stands=stands(one)))
    return list(shown)[:MOST_CONTACTS]


def office_of(book: Book, district: str) -> Contact | None:
    """The Puspaga of a district; where it has none, the province's, which serves it."""
    offices = [one for one in book.directory.values() if one.office == PUSPAGA]
    own = (one for one in offices if district in one.districts)
    return next(own, next((one for one in offices if not one.districts), None))
