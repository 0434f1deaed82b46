"""Which contacts somebody should call for us, and why; and what is not ready for families.

Laws
1. A number is called again when half of the time for which it is believed is over: a contact never disappears by
   surprise.
2. What nobody has called comes first, what was seen last before the rest; then numbers that were wrong or silent; then
   those to be called again, the oldest first; at the end numbers that nobody has found yet.
3. A number that everybody sees stays shown whatever a call found. That it is wrong, or that the last answered call is a
   year ago, is red.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.flow.book import Contact
from bot.flow.contacts import MONTHS, Standing, Trust, holds, standing
from bot.model.call import Calls


class Why(IntEnum):
    """Why somebody should call, in the order of the sheet."""

    NEVER = 0
    WRONG = 1  # find the right number
    SILENT = 2
    AGAIN = 3
    NO_NUMBER = 4  # nobody has found one yet


@dataclass(frozen=True, slots=True)
class Due:
    contact: Contact
    why: Why
    stands: Standing


def due(directory: Mapping[str, Contact], calls: Calls, now: datetime) -> list[Due]:
    """The call sheet."""
    found = [one for contact in directory.values() if (one := _due(contact, standing(contact, calls, now), now))]
    return sorted(found, key=_place)


def _due(contact: Contact, stands: Standing, now: datetime) -> Due | None:
    if not contact.number:
        return Due(contact, Why.NO_NUMBER, stands)
    match stands.trust:
        case Trust.UNCALLED:
            return Due(contact, Why.NEVER, stands)
        case Trust.WRONG:
            return Due(contact, Why.WRONG, stands)
        case Trust.SILENT:
            return Due(contact, Why.SILENT, stands)
    again = stands.at is not None and now - stands.at >= holds(contact) / 2
    return Due(contact, Why.AGAIN, stands) if again else None


def _place(one: Due) -> tuple[int, float, int]:
    called = one.stands.at.timestamp() if one.stands.at else 0.0
    return one.why, called, -seen_month(one.contact)


def seen_month(contact: Contact) -> int:
    """Months since the year 0; 0 where a source has no date."""
    month, _, year = contact.seen.partition(" ")
    return int(year) * 12 + MONTHS.index(month) if month in MONTHS and year.isdecimal() else 0


def red(directory: Iterable[Contact], calls: Calls, now: datetime) -> list[Due]:
    """Numbers that everybody sees and that cannot be relied on: never called, wrong, or checked a year ago."""
    why = {Trust.UNCALLED: Why.NEVER, Trust.SILENT: Why.SILENT, Trust.WRONG: Why.WRONG, Trust.OLD: Why.AGAIN}
    stands = [(one, standing(one, calls, now)) for one in directory if one.everyone]
    return [Due(one, why[found.trust], found) for one, found in stands if found.trust in why]
