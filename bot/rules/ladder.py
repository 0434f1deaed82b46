"""The escalation ladder: which alerts are due for a ticket that nobody holds, and what they say.

Laws
1. A rung of a level is raised once for a ticket. What was raised at a higher level counts for the lower ones.
2. A level that rises has a ladder of its own, which begins at once.
3. One rung at a time, and never sooner after the one before than their minutes are apart: who comes back from a
   standstill does not page everybody at once.
4. Held by a counselor the ladder stops; seen by one, it waits for SEEN_LASTS, and goes on if nobody took the talk. Held
   and waiting again, the next rung is due at once; there is no second time for the first ones.
5. Below HIGH there is one alert, in office hours.
6. What is due together is one message. But for a life in danger there is a minute between two messages.
7. An alert is made of numbers, a level and an office; it has no room for anything else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.alert import Raised, Rung, Standing
from bot.model.message import Level, Office, TicketId
from bot.model.offices import OFFICES
from bot.rules.queue_order import NAMES

MINUTES: Mapping[Level, tuple[int, ...]] = {
    Level.IMMINENT: (0, 2, 5, 8),
    Level.HIGH: (0, 15, 30),
    Level.CONCERN: (0,),
    Level.NONE: (0,),
}
"""Waiting, until each rung (issue 7; desk facts, idea 8): for a life in danger a second person while the first may be
on the way to the phone, and a call before ten minutes are over. HIGH is today, not now."""
APART = timedelta(minutes=1)
"""Law 6: a group chat on Telegram takes 20 messages a minute, and people stop reading long before."""
SEEN_LASTS: Mapping[Level, timedelta] = {Level.IMMINENT: timedelta(minutes=5), Level.HIGH: timedelta(minutes=15)}
"""Who says that they saw an alert has this long to take the talk: a child in danger is not "seen" and left."""
FOREVER = timedelta(days=365)
"""A ticket of other levels has no later rung."""
MOST_NAMED = 5
"""Cases in one message; who wants more opens the desk."""
MOST_OPEN = 2
"""Tries of which nobody knows what became: after the second one it may have come, and is not sent again."""
AT_NIGHT_TOO = frozenset({Level.IMMINENT, Level.HIGH})
CALLED = {
    Rung.OFFICE: "",
    Rung.SECOND: "belum ada yang mengambil",
    Rung.SUPERVISOR: "belum ada yang mengambil; pengawas dan provinsi dipanggil",
    Rung.DUTY: "belum ada yang mengambil; telepon jaga sekarang, nomornya di meja",
}
CASE_LETTERS = 6


def due(one: Standing, raised: Iterable[Raised], now: datetime, *, is_open: bool) -> Rung | None:
    """The rung that is due now. `raised`: of this ticket; `is_open`: its office, now."""
    if one.held or (one.level not in AT_NIGHT_TOO and not is_open):
        return None
    minutes = MINUTES[one.level]
    counted = [done for done in raised if done.level >= one.level]
    if not counted:
        return Rung.OFFICE
    last = max(counted, key=lambda done: (done.rung, done.at))
    if last.rung >= len(minutes):
        return None
    if not _again(counted, last) and now < _due_at(one, last, minutes):
        return None
    if _seen(counted, last, now - SEEN_LASTS.get(one.level, FOREVER)):
        return None
    return Rung(last.rung + 1)


def _again(counted: Sequence[Raised], last: Raised) -> bool:
    """Somebody held it since the last rung, and does no more."""
    return any(done.held_at for done in counted if done.rung == last.rung)


def _seen(counted: Sequence[Raised], last: Raised, since: datetime) -> bool:
    """Somebody saw the last rung later than `since`, and has not held it and given it up."""
    seen = (done.seen_at for done in counted if done.rung == last.rung)
    return any(at is not None and at > since for at in seen) and not _again(counted, last)


def _due_at(one: Standing, last: Raised, minutes: Sequence[int]) -> datetime:
    then, before = minutes[last.rung], minutes[last.rung - 1]
    return max(one.opened_at + timedelta(minutes=then), last.at + timedelta(minutes=then - before))


def gathered(
    found: Sequence[tuple[Standing, Rung]], last_at: datetime | None, now: datetime
) -> Sequence[tuple[Standing, Rung]]:
    """What is raised now of all that is due; `last_at`: when something was raised last."""
    calm = last_at is not None and now - last_at < APART
    if calm and all(one.level < Level.IMMINENT for one, _ in found):
        return ()
    return found


@dataclass(frozen=True, slots=True)
class Case:
    number: str
    level: Level
    office: Office
    rung: Rung


@dataclass(frozen=True, slots=True)
class Alert:
    """All that leaves the house: law 7. `waiting` counts everyone whom nobody holds, `imminent` those of them whose
    life is in danger; `cases`: what is new, the worst first; `link` leads to the desk, to no talk."""

    waiting: int
    imminent: int
    cases: tuple[Case, ...]
    link: str = ""

    @property
    def title(self) -> str:
        now = f", {self.imminent} {NAMES[Level.IMMINENT]}" if self.imminent else ""
        return f"{self.waiting} menunggu{now}"

    @property
    def text(self) -> str:
        named = [_line(one) for one in self.cases[:MOST_NAMED]]
        more = len(self.cases) - len(named)
        rest = [f"dan {more} lagi"] if more > 0 else []
        return "\n".join([f"{self.title}.", *named, *rest, f"Buka meja: {self.link}" if self.link else "Buka meja."])


def alert(fresh: Iterable[tuple[Standing, Rung]], standing: Iterable[Standing], link: str) -> Alert:
    """The message of these rungs, of all who stand in line."""
    waiting = [one for one in standing if not one.held]
    worst = sorted(fresh, key=lambda one: (-one[0].level, one[0].opened_at, one[0].ticket))
    return Alert(
        waiting=len(waiting),
        imminent=sum(one.level is Level.IMMINENT for one in waiting),
        cases=tuple(Case(case_number(one.ticket), one.level, one.office, rung) for one, rung in worst),
        link=link,
    )


def case_number(ticket: TicketId) -> str:
    """What colleagues call a ticket: the beginning of its id, which is random and leads to nobody."""
    return ticket[:CASE_LETTERS].upper()


def _line(one: Case) -> str:
    called = f" ({CALLED[one.rung]})" if CALLED[one.rung] else ""
    return f"Kasus {one.number}, {NAMES[one.level]}, {OFFICES.get(one.office, OFFICES['provinsi'])}{called}"
