"""What a supervisor sees of an office at a glance: counts and times, no content and nobody's name.

Laws
1. Everything is counted from open tickets, shifts and what was opened or closed since local midnight.
2. A ticket nobody has claimed yet counts as late once its time is over, and not at all before.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.clock import LOCAL
from bot.model.conversation import Ticket
from bot.model.duty import Handled
from bot.model.message import Level, Office
from bot.rules.queue_order import held

WITHIN: Mapping[Level, int] = {Level.IMMINENT: 2, Level.HIGH: 10, Level.CONCERN: 60, Level.NONE: 240}
"""Minutes in which a ticket of each level should be claimed; `offices.X.claim_within` says otherwise."""
BANDS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
"""Ends of the first three ages of a wait; what is older is the fourth."""
LEVELS = tuple(sorted(Level, reverse=True))


@dataclass(frozen=True, slots=True)
class Waits:
    """Who waits, at one level, by the age of the wait: as BANDS, and older."""

    level: Level
    counts: tuple[int, ...]

    @property
    def all(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Kept:
    """Claimed in time, of all whose time was up or who were claimed."""

    level: Level
    kept: int
    all: int


def waits(tickets: Iterable[Ticket], now: datetime) -> Sequence[Waits]:
    """The highest level first; those whom somebody holds do not wait."""
    found = {level: [0] * (len(BANDS) + 1) for level in LEVELS}
    for one in tickets:
        if not held(one, now):
            found[one.level][_band(now - one.opened_at)] += 1
    return [Waits(level, tuple(counts)) for level, counts in found.items()]


def _band(waited: timedelta) -> int:
    return sum(waited >= end for end in BANDS)


def kept(handled: Collection[Handled], within: Mapping[Office, Mapping[Level, timedelta]], now: datetime) -> list[Kept]:
    """The highest level first, only levels of which there was one."""
    found = []
    for level in LEVELS:
        judged = [_in_time(one, within[one.office][level], now) for one in handled if one.level is level]
        known = [one for one in judged if one is not None]
        if known:
            found.append(Kept(level, sum(known), len(known)))
    return found


def _in_time(one: Handled, within: timedelta, now: datetime) -> bool | None:
    """None while nobody can say yet."""
    if one.claimed_at is not None:
        return one.claimed_at - one.opened_at <= within
    ended = one.closed_at or now
    return False if ended - one.opened_at > within else None


def outcomes(handled: Iterable[Handled], since: datetime) -> Mapping[str, int]:
    """How often each outcome was chosen since then, the most frequent first."""
    found: dict[str, int] = {}
    for one in handled:
        if one.closed_at is not None and one.closed_at >= since:
            found[one.outcome] = found.get(one.outcome, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def day_begins(now: datetime) -> datetime:
    """Local midnight."""
    return datetime.combine(now.astimezone(LOCAL).date(), time(0), tzinfo=LOCAL)
