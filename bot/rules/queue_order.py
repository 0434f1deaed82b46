"""Who is next: the order in which a counselor sees the people waiting, with the reason for each place.

Laws
1. Whoever nobody holds stands before whoever somebody holds; a claim whose lease lapsed holds nothing.
2. Among these a higher level always stands before a lower one; waiting never changes that.
3. Within a level the one who waits longest stands first; a child goes before an adult who came within five minutes.
4. The order is total: equal cases are ordered by ticket id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.conversation import Reader, Ticket, TicketState
from bot.model.message import Level

HEAD_START = timedelta(minutes=5)
"""A child's ticket counts as this much older (who is smaller goes first when both just came)."""
NAMES = {
    Level.IMMINENT: "bahaya sekarang",
    Level.HIGH: "bahaya hari ini",
    Level.CONCERN: "perlu didengar",
    Level.NONE: "ingin bicara",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What the order looks at."""

    ticket: Ticket
    reader: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in line and why, in words a counselor reads."""

    place: Place
    because: tuple[str, ...]


def order(places: Iterable[Place], now: datetime) -> Sequence[Ranked]:
    """Pure: the same places and hour give the same order."""
    return [Ranked(one, _because(one, now)) for one in sorted(places, key=lambda one: _rank(one, now))]


def held(ticket: Ticket, now: datetime) -> bool:
    """Does a counselor hold it now? A lapsed lease holds nothing."""
    if ticket.state is not TicketState.CLAIMED:
        return False
    return ticket.lease_until is None or ticket.lease_until >= now


def _rank(one: Place, now: datetime) -> tuple[bool, int, datetime, str]:
    child = one.reader == Reader.CHILD.value
    since = one.ticket.opened_at - (HEAD_START if child else timedelta())
    return (held(one.ticket, now), -int(one.ticket.level), since, one.ticket.id)


def _because(one: Place, now: datetime) -> tuple[str, ...]:
    minutes = int((now - one.ticket.opened_at).total_seconds() // 60)
    said = [NAMES[one.ticket.level]]
    if one.reader == Reader.CHILD.value:
        said.append("anak")
    said.append(f"menunggu {minutes} menit" if minutes < 120 else f"menunggu {minutes // 60} jam")
    if one.ticket.disputed:
        said.append("dia bilang bukan begitu")
    if one.ticket.state is TicketState.CLAIMED:
        said.append("sedang dipegang" if held(one.ticket, now) else "dipegang, tetapi lewat waktunya")
    return tuple(said)
