"""`puspaga directory`: the contacts as they may be shown today, the sheet of calls to make, and what a call found.

What the directory itself says is Indonesian; only the words around it follow the locale.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from bot.called import call_book
from bot.clock import LOCAL
from bot.config import Config
from bot.errors import Misuse
from bot.flow import library
from bot.flow.book import Contact
from bot.flow.contacts import MONTHS, Standing, Trust, holds, showable, standing
from bot.model.call import Call, Result
from bot.model.conversation import Reader
from bot.model.message import storable
from bot.rules.call_sheet import Due, Why, due, red
from bot.words import DIRECTORY

LONGEST_NAME = 60
"""Letters of the name of who called."""
SITE = "Situs web"
"""Contact.how of what is opened, not called."""


def arguments(one: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    """What the command takes."""
    one.add_argument("what", choices=["list", "due", "verify"])
    one.add_argument("contact", nargs="?", default="", metavar="ID", help=said("contact"))
    one.add_argument("--by", metavar="NAME", default="", help=said("caller"))
    one.add_argument("--result", choices=list(Result), default="", help=said("result"))


def told(config: Config, now: datetime, given: argparse.Namespace, spoken: int) -> Iterable[str]:
    """What it prints. Raises Broken or Misuse."""
    call = (given.contact, given.by, given.result)
    if given.what != "verify":
        if any(call):
            raise Misuse(f"directory {given.what} takes no contact")
        return (table if given.what == "list" else sheet)(config, now, spoken)
    if not all(call):
        raise Misuse("directory verify needs an ID, --by and --result")
    return [verify(config, now, call, spoken)]


def contacts_of(config: Config) -> Mapping[str, Contact]:
    """The directory alone: flows need not be whole. Raises Broken."""
    return library.contacts(config.folder / config.content)


# ---- list


def table(config: Config, now: datetime, spoken: int) -> Iterator[str]:
    """One line a contact, under a head. Raises Broken or Misuse."""
    calls = call_book(config).read()
    rows = [tuple(_said(key, spoken) for key in ("id", "name", "number", "districts", "confidence", "shown"))]
    for one in contacts_of(config).values():
        shown = showing(one, standing(one, calls, now), spoken)
        number = f"{one.how} {one.number}" if one.number else "-"
        districts = " ".join(one.districts) or _said("province", spoken)
        rows.append((one.id, one.name, number, districts, one.confidence, shown))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def showing(one: Contact, stands: Standing, spoken: int) -> str:
    """To whom a contact may be shown today, and why; or why to nobody."""
    when = _day(stands.at) if stands.at else ""
    blanks = {"day": when, "month": one.seen, "days": str(holds(one).days), "confidence": one.confidence}
    because = _said(_because(one, stands), spoken).format(**blanks)
    if stands.trust is Trust.SILENT:
        because = f"{because}; {_said('silent', spoken).format(**blanks)}"
    district = next(iter(one.districts), "")
    if not showable(one, Reader.PARENT, district, open_now=True, stands=stands):
        return f"{_said('nobody', spoken)}: {because}"
    who = _said("everyone" if one.everyone else "adults", spoken)
    only = f" ({_said('office_hours', spoken)})" if one.hours == "office" else ""
    return f"{who}{only}: {because}"


def _because(one: Contact, stands: Standing) -> str:
    if not one.number:
        return "no_number"
    match stands.trust:
        case Trust.WRONG | Trust.OLD | Trust.CHECKED:
            return stands.trust.value
    return "seen" if one.everyone or one.confidence == "H" else "unsure"


# ---- due


def sheet(config: Config, now: datetime, spoken: int) -> Iterator[str]:
    """To print: whom to call, when, what to ask. Raises Broken or Misuse."""
    known, calls = contacts_of(config), call_book(config).read()
    found = due(known, calls, now)
    yield _said("sheet", spoken).format(day=_day(now), count=len(found))
    yield from (f"! {warning(one, spoken)}" for one in red(known.values(), calls, now))
    yield from (_said(key, spoken) for key in ("rules", "note") if found)
    for why, group in groupby(found, key=lambda one: one.why):
        yield ""
        yield _said(f"why_{why.name.lower()}", spoken).upper()
        for one in group:
            yield ""
            yield from _entry(one, spoken)


def warning(one: Due, spoken: int) -> str:
    """A number that everybody sees and that cannot be relied on."""
    text = _said(f"red_{one.why.name.lower()}", spoken)
    when = _day(one.stands.at) if one.stands.at else ""
    return text.format(number=one.contact.number, id=one.contact.id, day=when)


def _entry(one: Due, spoken: int) -> Iterator[str]:
    contact = one.contact
    yield f"[ ] {contact.name} ({contact.id})"
    if contact.number:
        yield f"    {contact.how} {contact.number}"
    if one.stands.at:
        yield f"    {_said('last', spoken).format(day=_day(one.stands.at))}"
    lines = {
        "when": contact.open or _said("any_hour" if contact.hours == "always" else "office_hours", spoken),
        "place": contact.place and f"{contact.place} ({contact.place_confidence})",
        "known": contact.answers,
        "source": f"{contact.source} ({contact.confidence})",
        "ask": _said(_question(one), spoken),
    }
    yield from (f"    {_said(key, spoken)}: {text}" for key, text in lines.items() if text)
    if contact.number:
        yield f"    puspaga directory verify {contact.id} --by … --result {'|'.join(Result)}"


def _question(one: Due) -> str:
    if one.why in (Why.NO_NUMBER, Why.WRONG):
        return "ask_number"
    if one.contact.how == SITE:
        return "ask_site"
    if one.contact.everyone:
        return "ask_emergency"
    return f"ask_{one.contact.office}" if one.contact.office else "ask_other"


# ---- verify


def verify(config: Config, now: datetime, call: Sequence[str], spoken: int) -> str:
    """Note that somebody called: `call` is the contact's id, who called, and the result. What it leads to, in a line.
    Raises Broken or Misuse."""
    name, by, result = call
    known = contacts_of(config)
    if name not in known:
        raise Misuse(f"no contact {name!r}; `directory list` names them")
    contact, caller = known[name], " ".join(storable(by).split())
    if not contact.number:
        raise Misuse(f"{name} has no number yet; it is written into content/directory.yaml first")
    if not caller or len(caller) > LONGEST_NAME or not caller.isprintable():
        raise Misuse(f"--by is the name of who called, at most {LONGEST_NAME} letters")
    book = call_book(config)
    book.add(Call(name, contact.number, now, caller, Result(result)))
    return f"{name}: {showing(contact, standing(contact, book.read(), now), spoken)}"


# ---- words


def _said(key: str, spoken: int) -> str:
    return DIRECTORY[key][spoken]


def _day(at: datetime) -> str:
    """25 Nov 2026, where the office is."""
    local = at.astimezone(LOCAL)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"
