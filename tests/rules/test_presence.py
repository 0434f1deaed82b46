"""Who is on duty, and what the queue offers them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.conversation import Ticket
from bot.model.duty import Shift
from bot.model.message import CounselorId, Level, Office, TicketId
from bot.rules.offices import PATIENCE
from bot.rules.presence import UNTAKEN, Care, Colleague, Load, Offer, can_take, heavy, offer, on, rests_until, withheld

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CARE = Care(capacity=3, rest=20 * MINUTE, quota=3)


def shift(capacity: int = 3, *, paused: bool = False, ended: bool = False, until: timedelta = 60 * MINUTE) -> Shift:
    return Shift(
        CounselorId("k1"),
        Office("paser"),
        NOW - timedelta(hours=1),
        NOW + until,
        capacity,
        NOW if paused else None,
        NOW if ended else None,
    )


def ticket(level: Level, waited: timedelta = MINUTE) -> Ticket:
    return Ticket(TicketId("t"), Office("paser"), "anak", level, frozenset(), NOW - waited)


def colleague(load: Load | None = None, capacity: int = 3, *, paused: bool = False, ended: bool = False) -> Colleague:
    return Colleague(shift(capacity, paused=paused, ended=ended), load or Load(), CARE)


loads = st.builds(
    Load,
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 5),
    st.none() | st.timedeltas(timedelta(), timedelta(hours=3)).map(lambda ago: NOW - ago),
)
people = st.builds(
    lambda load, capacity, paused, ended: colleague(load, capacity, paused=paused, ended=ended),
    loads,
    st.integers(1, 3),
    st.booleans(),
    st.booleans(),
)


def test_who_forgot_to_check_out_is_not_here_for_ever() -> None:
    assert on(shift(), NOW)
    assert not on(shift(until=timedelta()), NOW)
    assert not on(shift(ended=True), NOW)
    assert not on(None, NOW)


@pytest.mark.parametrize(
    ("load", "capacity", "level", "why"),
    [
        (Load(), 1, Level.HIGH, ""),
        (Load(light=1), 1, Level.NONE, "full"),
        (Load(light=1), 2, Level.NONE, ""),
        (Load(light=1), 2, Level.HIGH, "full"),
        (Load(light=1), 3, Level.IMMINENT, ""),
        (Load(heavy=1), 3, Level.CONCERN, ""),
        (Load(heavy=1), 2, Level.CONCERN, "full"),
        (Load(heavy=1), 3, Level.HIGH, "full"),
    ],
)
def test_a_heavy_talk_counts_double_and_one_talk_always_fits(load: Load, capacity: int, level: Level, why: str) -> None:
    assert withheld(colleague(load, capacity), level, NOW) == why


def test_after_a_heavy_talk_no_heavy_one_is_offered_for_a_while_and_light_ones_are() -> None:
    tired = Load(heavy_done=1, last_heavy=NOW - 19 * MINUTE)
    assert withheld(colleague(tired), Level.HIGH, NOW) == "rest"
    assert withheld(colleague(tired), Level.CONCERN, NOW) == ""
    assert withheld(colleague(tired), Level.HIGH, NOW + MINUTE) == ""
    assert rests_until(tired, CARE, NOW) == NOW + MINUTE
    assert rests_until(tired, CARE, NOW + MINUTE) is None


def test_the_quota_of_a_shift_counts_those_that_are_open_too() -> None:
    assert withheld(colleague(Load(heavy_done=2)), Level.HIGH, NOW) == ""
    assert withheld(colleague(Load(heavy_done=3)), Level.HIGH, NOW) == "quota"
    assert withheld(colleague(Load(heavy_done=3)), Level.CONCERN, NOW) == ""


def test_on_a_break_nothing_is_offered_and_before_the_first_check_in_everything() -> None:
    assert withheld(colleague(paused=True), Level.NONE, NOW) == "break"
    assert offer(None, [], ticket(Level.IMMINENT), NOW) == Offer()
    assert offer(colleague(Load(heavy_done=9), ended=True), [], ticket(Level.IMMINENT), NOW) == Offer()


def test_only_a_life_in_danger_that_nobody_else_can_take_is_claimed_all_the_same() -> None:
    me = colleague(Load(heavy_done=1, last_heavy=NOW))
    assert offer(me, [], ticket(Level.IMMINENT), NOW) == Offer("rest", claim=True, only=True)
    assert offer(me, [colleague(paused=True)], ticket(Level.IMMINENT), NOW) == Offer("rest", claim=True, only=True)
    assert offer(me, [colleague()], ticket(Level.IMMINENT), NOW) == Offer("rest", claim=False)
    assert offer(me, [], ticket(Level.HIGH), NOW) == Offer("rest", claim=False)


def test_a_life_in_danger_that_nobody_took_in_its_time_is_for_everybody() -> None:
    me = colleague(Load(heavy_done=1, last_heavy=NOW))
    assert offer(me, [colleague()], ticket(Level.IMMINENT, UNTAKEN), NOW) == Offer("rest", claim=True, only=True)
    assert not offer(me, [colleague()], ticket(Level.HIGH, 99 * UNTAKEN), NOW).claim
    assert timedelta(minutes=PATIENCE[Level.IMMINENT]) == UNTAKEN


@given(people, st.lists(people, max_size=4), st.sampled_from(Level))
def test_somebody_may_always_claim_a_life_in_danger(me: Colleague, others: list[Colleague], level: Level) -> None:
    found = offer(me, others, ticket(level), NOW)
    assert found.claim or found.withheld
    if level is Level.IMMINENT and not found.claim:
        assert any(can_take(one, level, NOW) for one in others)
    if found.withheld and level is not Level.IMMINENT:
        assert not found.claim


@given(people, st.sampled_from(Level))
def test_a_lighter_talk_is_offered_wherever_a_heavier_one_is(me: Colleague, level: Level) -> None:
    if not withheld(me, Level.IMMINENT, NOW):
        assert not withheld(me, level, NOW)
    assert heavy(level) == (level >= Level.HIGH)
