"""The Puspaga of a district, as somebody is told of it who asks where it is.

Laws
1. An adult reads its number when it may be shown, at any hour: they asked for it, and are told to try in office hours.
   Where it may not, another contact stands in for it, and the counselor here.
2. Anybody else reads that it is there, how a person is reached here, and the numbers that everyone may see.
3. At most two contacts by name. A place is told only where the sheet of facts is sure of it, with its month.
"""

from collections.abc import Iterator
from typing import Protocol

from bot.flow import contacts as shelf
from bot.flow.book import Book, Contact
from bot.model.conversation import Reader

SURE = ("H", "M-H")
"""Confidence with which a place is told."""
PROVINCE = "provinsi"


class Tell(Protocol):
    """One text of content/replies, its blanks filled."""

    def __call__(self, key: str, **blanks: str) -> str: ...


class Line(Protocol):
    """A contact as the reader sees it."""

    def __call__(self, contact: Contact) -> str: ...


def told(book: Book, district: str, reader: Reader, *, tell: Tell, line: Line, stands: shelf.Stands) -> str:
    """In one paragraph. `district`: a code, or PROVINCE."""
    office = shelf.office_of(book, district)
    parts: list[str] = []
    if office and district not in (*office.districts, PROVINCE):
        parts.append(tell("office.none"))
    if office and reader is Reader.PARENT:
        parts += _number(book, office, district, tell=tell, line=line, stands=stands)
    elif office:
        parts.append(tell("office.there", nama=office.name))
    parts.append(tell("office.person" if reader is Reader.PARENT else "office.numbers"))
    return " ".join(parts)


def _number(
    book: Book, office: Contact, district: str, *, tell: Tell, line: Line, stands: shelf.Stands
) -> Iterator[str]:
    """Its number, or what stands in for it; and where it is."""

    def shown(one: Contact) -> bool:
        return shelf.showable(one, Reader.PARENT, district, open_now=True, stands=stands(one))

    known = shown(office)
    if not known:
        yield tell("office.unknown", nama=office.name)
    elif office.hours == "office":
        yield f"{line(office)}. {tell('office.hours')}"
    else:
        yield f"{line(office)}."
    if office.place and office.place_confidence in SURE:
        yield tell("office.place", tempat=office.place, bulan=office.seen)
    if not known:
        names = book.routes[-1].contacts  # of the route that fits everyone
        instead = [shelf.office_of(book, PROVINCE), *(book.directory[name] for name in names)]
        other = next((one for one in instead if one and shown(one)), None)
        yield from (tell("office.instead", kontak=line(other)),) if other else ()
