"""What a supervisor sees: counts and times."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.conversation import Ticket, TicketState
from bot.model.duty import Handled
from bot.model.message import CounselorId, Level, Office, TicketId
from bot.rules.board import WITHIN, Kept, day_begins, kept, outcomes, waits

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PASER = Office("paser")
TIMES = {PASER: {level: timedelta(minutes=minutes) for level, minutes in WITHIN.items()}}


def ticket(level: Level, minutes: float, *, held: bool = False) -> Ticket:
    state = TicketState.CLAIMED if held else TicketState.WAITING
    at = NOW - timedelta(minutes=minutes)
    return Ticket(TicketId("t"), PASER, "anak", level, frozenset(), at, state, claimed_by=CounselorId("k"))


def handled(level: Level, opened: int, claimed: int | None = None, closed: int | None = None, how: str = "") -> Handled:
    def ago(minutes: int | None) -> datetime | None:
        return None if minutes is None else NOW - timedelta(minutes=minutes)

    return Handled(PASER, level, NOW - timedelta(minutes=opened), ago(claimed), ago(closed), how)


def test_who_waits_is_counted_by_level_and_age_of_the_wait() -> None:
    queue = [ticket(Level.HIGH, minutes) for minutes in (0, 4.9, 5, 15, 60, 600)]
    queue += [ticket(Level.HIGH, 3, held=True), ticket(Level.NONE, 1)]
    found = {one.level: one.counts for one in waits(queue, NOW)}
    assert found == {
        Level.IMMINENT: (0, 0, 0, 0),
        Level.HIGH: (2, 1, 1, 2),
        Level.CONCERN: (0, 0, 0, 0),
        Level.NONE: (1, 0, 0, 0),
    }


@given(st.lists(st.builds(ticket, st.sampled_from(Level), st.integers(0, 5_000))))
def test_everybody_who_waits_is_counted_once(queue: list[Ticket]) -> None:
    assert sum(one.all for one in waits(queue, NOW)) == len(queue)


def test_a_claim_is_in_time_or_not_and_nobody_is_judged_before_their_time_is_up() -> None:
    day = [
        handled(Level.IMMINENT, 60, 58),
        handled(Level.IMMINENT, 60, 57),
        handled(Level.IMMINENT, 1),
        handled(Level.IMMINENT, 3),
        handled(Level.HIGH, 9),
        handled(Level.CONCERN, 90, None, 80),
    ]
    assert kept(day, TIMES, NOW) == [Kept(Level.IMMINENT, 1, 3)]


def test_outcomes_are_those_of_today_the_most_frequent_first() -> None:
    midnight = day_begins(NOW)
    assert midnight.isoformat() == "2026-11-24T00:00:00+08:00"
    day = [handled(Level.NONE, 900, 890, minutes, how) for minutes, how in ((10, "a"), (5, "b"), (4, "b"), (800, "c"))]
    assert outcomes([*day, handled(Level.NONE, 5)], midnight) == {"b": 2, "a": 1}
