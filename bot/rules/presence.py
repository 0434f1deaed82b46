"""Who is at the desk, and what the queue offers them. Care for counselors is a rule, not a wish.

Laws
1. On duty is who checked in, until they check out or the shift is over; no socket and no open page says it (on a phone
   the browser sleeps, its counselor does not).
2. A heavy talk (high or imminent) counts double. Whoever holds nothing may hold any one talk, whatever their capacity.
3. After a heavy talk was closed no heavy one is offered for a while (masa layu-layu), nor after the quota of a shift.
4. On a break, or with the hands full, nothing is offered.
5. What is not offered may still be claimed when a life is in danger and nobody else on duty can take it, or nobody took
   it in its time; that is said. Everything else waits for the next moment: a colleague, a neighbour office, the end of
   the rest.
6. Who has not checked in is offered everything: claiming checks them in.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.conversation import Ticket
from bot.model.duty import Finished, Shift
from bot.model.message import CounselorId, Level, Office
from bot.rules.queue_order import held

HEAVY = Level.HIGH
LONGEST = timedelta(hours=12)
"""A shift of whoever forgot to check out ends then, as the sign-in does."""
UNTAKEN = timedelta(minutes=2)
"""A life in danger that whoever is on duty has not taken by then is for everybody (as PATIENCE of offices.py)."""
FEWEST, MOST = 1, 3
"""Talks at once (desk facts, section 1: capacity)."""


@dataclass(frozen=True, slots=True)
class Care:
    """What an office grants: talks at once, minutes of rest after a heavy one, heavy ones in a shift."""

    capacity: int = MOST
    rest: timedelta = timedelta(minutes=20)
    quota: int = 4


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody carries now and has carried in this shift. `heavy_done`: heavy talks closed in it, `last_heavy`:
    when the last of them was."""

    light: int = 0
    heavy: int = 0
    heavy_done: int = 0
    last_heavy: datetime | None = None

    @property
    def weight(self) -> int:
        return self.light + 2 * self.heavy

    @property
    def heavy_in_shift(self) -> int:
        return self.heavy + self.heavy_done


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who is on duty."""

    shift: Shift
    load: Load
    care: Care


def heavy(level: Level) -> bool:
    return level >= HEAVY


def on(shift: Shift | None, now: datetime) -> bool:
    return shift is not None and shift.ended_at is None and now < shift.until


def rests_until(load: Load, care: Care, now: datetime) -> datetime | None:
    """The end of the masa layu-layu, while it lasts."""
    ends = load.last_heavy + care.rest if load.last_heavy else None
    return ends if ends and now < ends else None


def withheld(one: Colleague, level: Level, now: datetime) -> str:
    """Why a talk of this level is not offered now: break, full, rest, quota, or "" when it is."""
    if not on(one.shift, now):
        return ""
    if one.shift.paused_at is not None:
        return "break"
    if one.load.weight and one.load.weight + (2 if heavy(level) else 1) > one.shift.capacity:
        return "full"
    if heavy(level) and rests_until(one.load, one.care, now):
        return "rest"
    if heavy(level) and one.load.heavy_in_shift >= one.care.quota:
        return "quota"
    return ""


def can_take(one: Colleague, level: Level, now: datetime) -> bool:
    """Is on duty, and would be offered it."""
    return on(one.shift, now) and not withheld(one, level, now)


@dataclass(frozen=True, slots=True)
class Offer:
    """`withheld` as above; `claim`: may be claimed; `only`: all the same, because nobody else does."""

    withheld: str = ""
    claim: bool = True
    only: bool = False


def offer(me: Colleague | None, others: Collection[Colleague], ticket: Ticket, now: datetime) -> Offer:
    """`me` is None before the first check-in. `others`: colleagues who may see and claim this ticket."""
    level = ticket.level
    why = withheld(me, level, now) if me else ""
    if not why:
        return Offer()
    late = now - ticket.opened_at >= UNTAKEN
    alone = level is Level.IMMINENT and (late or not any(can_take(one, level, now) for one in others))
    return Offer(why, claim=alone, only=alone)


def colleagues(
    shifts: Iterable[Shift],
    tickets: Collection[Ticket],
    done: Collection[Finished],
    care: Callable[[Office], Care],
    now: datetime,
) -> Mapping[CounselorId, Colleague]:
    """Everybody on duty with what they carry. `tickets`: the open ones; `done`: heavy talks that were closed."""
    return {one.counselor: Colleague(one, _load(one, tickets, done, now), care(one.office)) for one in shifts}


def _load(shift: Shift, tickets: Iterable[Ticket], done: Iterable[Finished], now: datetime) -> Load:
    mine = [one for one in tickets if one.claimed_by == shift.counselor and held(one, now)]
    closed = [one.closed_at for one in done if one.counselor == shift.counselor and one.closed_at >= shift.began_at]
    hard = sum(heavy(one.level) for one in mine)
    return Load(len(mine) - hard, hard, len(closed), max(closed, default=None))
