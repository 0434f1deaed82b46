"""The ladder as a pure rule: what is due, once each, calmly; and an alert that has no room for content."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.alert import Raised, Rung, Standing
from bot.model.message import Level, Office, TicketId
from bot.rules.ladder import APART, MINUTES, MOST_NAMED, Alert, Case, alert, case_number, due, gathered

START = datetime(2026, 12, 1, 2, tzinfo=UTC)
WAITS = Standing(TicketId("a1b2c3d4.4"), Office("berau"), Level.IMMINENT, START)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def raised(rung: Rung, minutes: float, level: Level = Level.IMMINENT, way: str = "telegram") -> Raised:
    return Raised(WAITS.ticket, level, rung, way, at(minutes), at(minutes))


def climbed(one: Standing, moments: Sequence[float], *, is_open: bool = True) -> list[tuple[float, Rung]]:
    """What is raised when somebody looks at these minutes."""
    done: list[Raised] = []
    told: list[tuple[float, Rung]] = []
    for minute in moments:
        if rung := due(one, done, at(minute), is_open=is_open):
            done.append(raised(rung, minute, one.level))
            told.append((minute, rung))
    return told


@pytest.mark.parametrize("level", [Level.IMMINENT, Level.HIGH])
def test_a_danger_climbs_by_its_minutes_also_at_night(level: Level) -> None:
    told = climbed(replace(WAITS, level=level), range(120), is_open=False)
    assert told == [(minute, Rung(n)) for n, minute in enumerate(MINUTES[level], start=1)]


@pytest.mark.parametrize("level", [Level.CONCERN, Level.NONE])
def test_others_are_told_once_and_in_office_hours(level: Level) -> None:
    one = replace(WAITS, level=level)
    assert climbed(one, range(600), is_open=False) == []
    assert climbed(one, range(600)) == [(0, Rung.OFFICE)]


def test_after_a_standstill_one_rung_at_a_time_is_raised() -> None:
    assert climbed(WAITS, [60, 60, 61, 62, 63, 65, 66, 67, 68]) == [
        (60, Rung.OFFICE),
        (62, Rung.SECOND),
        (65, Rung.SUPERVISOR),
        (68, Rung.DUTY),
    ]


def test_a_level_that_rises_is_told_at_once_from_its_first_rung_and_a_lower_one_tells_nothing_again() -> None:
    before = [raised(Rung.OFFICE, 0, Level.CONCERN)]
    assert due(replace(WAITS, level=Level.HIGH), before, at(1), is_open=False) is Rung.OFFICE
    higher = [*before, raised(Rung.OFFICE, 1), raised(Rung.SECOND, 3)]
    assert due(replace(WAITS, level=Level.HIGH), higher, at(5), is_open=True) is None
    assert due(replace(WAITS, level=Level.CONCERN), higher, at(90), is_open=True) is None


def test_who_waits_again_is_told_by_the_next_rung_at_once() -> None:
    held = replace(raised(Rung.OFFICE, 0), seen_at=at(1), held_at=at(1))
    assert due(WAITS, [held], at(1), is_open=True) is Rung.SECOND
    assert due(replace(WAITS, held=True), [held], at(1), is_open=True) is None
    on = [held, raised(Rung.SECOND, 1)]
    assert due(WAITS, on, at(3), is_open=True) is None
    assert due(WAITS, on, at(5), is_open=True) is Rung.SUPERVISOR


def test_seen_waits_for_whoever_saw_it_until_the_level_rises() -> None:
    seen = [replace(raised(Rung.OFFICE, 0, Level.HIGH), seen_at=at(14))]
    assert due(replace(WAITS, level=Level.HIGH), seen, at(28), is_open=True) is None
    assert due(WAITS, seen, at(15), is_open=True) is Rung.OFFICE


@pytest.mark.parametrize(("level", "lasts"), [(Level.IMMINENT, 5), (Level.HIGH, 15)])
def test_seen_and_not_taken_calls_the_next_one(level: Level, lasts: int) -> None:
    one, seen = replace(WAITS, level=level), [replace(raised(Rung.OFFICE, 0, level), seen_at=at(14))]
    assert due(one, seen, at(14 + lasts) - timedelta(seconds=1), is_open=True) is None
    assert due(one, seen, at(14 + lasts), is_open=True) is Rung.SECOND


levels = st.sampled_from(Level)
minutes = st.lists(st.integers(0, 400), max_size=60).map(sorted)
rungs = st.lists(
    st.builds(
        raised, st.sampled_from(Rung), st.integers(0, 400), levels, st.sampled_from(["telegram", "email", "nobody"])
    ),
    max_size=6,
)


@given(st.lists(st.tuples(st.integers(0, 400), levels, st.booleans(), st.booleans()), max_size=60))
def test_never_two_alerts_of_one_rung(steps: list[tuple[int, Level, bool, bool]]) -> None:
    done: list[Raised] = []
    for minute, level, held, is_open in sorted(steps, key=lambda one: one[0]):
        if held:
            done = [replace(one, held_at=one.held_at or at(minute)) for one in done]
        if rung := due(replace(WAITS, level=level, held=held), done, at(minute), is_open=is_open):
            done.append(raised(rung, minute, level))
    keys = [(one.level, one.rung) for one in done]
    assert len(keys) == len(set(keys))


@given(rungs, levels, st.integers(0, 500), st.booleans())
def test_who_is_held_or_was_seen_is_not_alerted(done: list[Raised], level: Level, minute: int, is_open: bool) -> None:
    one = replace(WAITS, level=level)
    assert due(replace(one, held=True), done, at(minute), is_open=is_open) is None
    seen = [replace(was, seen_at=at(minute), level=level) for was in done]
    assert not seen or due(one, seen, at(minute), is_open=is_open) is None


@given(rungs, levels, st.integers(0, 500), st.integers(0, 500), st.booleans())
def test_time_only_makes_more_due(done: list[Raised], level: Level, minute: int, later: int, is_open: bool) -> None:
    one = replace(WAITS, level=level)
    first = due(one, done, at(minute), is_open=is_open)
    assert first is None or due(one, done, at(minute + later), is_open=is_open) is first


@given(st.lists(levels, min_size=1, max_size=20), st.integers(0, 200))
def test_what_is_due_together_is_one_message_and_two_have_a_minute_between_them(found: list[Level], s: int) -> None:
    all_due = [(replace(WAITS, level=level), Rung.OFFICE) for level in found]
    now = START + timedelta(seconds=s)
    assert gathered(all_due, None, now) == all_due
    told = gathered(all_due, START, now)
    assert list(told) in ([], all_due)
    assert bool(told) == (Level.IMMINENT in found or timedelta(seconds=s) >= APART)


def test_many_are_told_in_one_text() -> None:
    many = [replace(WAITS, ticket=TicketId(f"abcde{n}xyz.1"), level=Level.HIGH) for n in range(6)]
    line = [*many, WAITS, replace(WAITS, held=True)]
    told = alert([(one, Rung.OFFICE) for one in line[:7]], line, "https://puspaga.test/desk")
    assert told.text.splitlines() == [
        "7 menunggu, 1 bahaya sekarang.",
        "Kasus A1B2C3, bahaya sekarang, Berau",
        *(f"Kasus ABCDE{n}, bahaya hari ini, Berau" for n in range(MOST_NAMED - 1)),
        "dan 2 lagi",
        "Buka meja: https://puspaga.test/desk",
    ]
    quiet = alert([(many[0], Rung.SECOND)], many[:1], "")
    assert quiet.text == "1 menunggu.\nKasus ABCDE0, bahaya hari ini, Berau (belum ada yang mengambil)\nBuka meja."


def test_an_alert_has_no_room_for_content() -> None:
    """Whoever adds a field to what leaves the house meets this test."""
    assert {one.name for one in fields(Alert)} == {"waiting", "imminent", "cases", "link"}
    assert {one.name for one in fields(Case)} == {"number", "level", "office", "rung"}
    assert case_number(TicketId("kenari12345.7")) == "KENARI"
    odd = Case("A", Level.HIGH, Office("aku dipukul bapak"), Rung.OFFICE)
    assert "Provinsi" in Alert(1, 0, (odd,)).text
    assert "dipukul" not in Alert(1, 0, (odd,)).text
