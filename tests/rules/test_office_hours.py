"""When a person reads, from weeks, holidays and the roster; and not knowing is said."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import LOCAL
from bot.model.hours import Hours
from bot.model.message import Office
from bot.rules.office_hours import WARNING, Calendar, Ending, Season, Week

DAY = ((time(8), time(12)), (time(13), time(16)))
FRIDAY = ((time(8), time(11, 30)), (time(13, 30), time(16)))
PERIODS = {0: DAY, 1: DAY, 2: DAY, 3: DAY, 4: FRIDAY}
HERE = Office("balikpapan")
LAST = date(2027, 6, 30)


def local(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """2026; 27 November is a Friday."""
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL)


def hours(at: datetime, week: Week | None = None) -> Hours:
    return Calendar({HERE: week or Week(PERIODS, open_until=LAST)}).at(HERE, at)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (local(24, 8), local(24, 12)),
        (local(24, 11, 59), local(24, 12)),
        (local(24, 13), local(24, 16)),
        (local(27, 11, 29), local(27, 11, 30)),
        (local(27, 14), local(27, 16)),
    ],
)
def test_it_is_open_until_the_end_of_the_period(at: datetime, until: datetime) -> None:
    assert hours(at) == Hours(open=True, until=until)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (local(24, 7, 59), local(24, 8)),
        (local(24, 12), local(24, 13)),
        (local(24, 16), local(25, 8)),
        (local(27, 11, 30), local(27, 13, 30)),
        (local(27, 12, 45), local(27, 13, 30)),
        (local(27, 16), local(30, 8)),
        (local(29, 23), local(30, 8)),
    ],
)
def test_it_is_closed_until_the_next_period_the_friday_prayer_and_the_weekend_too(
    at: datetime, opens: datetime
) -> None:
    assert hours(at) == Hours(open=False, next_open=opens)


def test_the_hour_is_that_of_east_kalimantan_wherever_it_was_read() -> None:
    from datetime import UTC

    assert hours(datetime(2026, 11, 24, 0, 0, tzinfo=UTC)) == hours(local(24, 8))
    assert hours(datetime(2026, 11, 23, 23, 59, tzinfo=UTC)).open is False


def test_a_public_holiday_is_closed() -> None:
    assert hours(local(17, 10, month=8)) == Hours(open=False, next_open=local(18, 8, month=8))
    assert hours(local(25, 10, month=12)).open is False


def test_a_day_the_office_closed_itself_is_closed() -> None:
    week = Week(PERIODS, closed=frozenset([date(2026, 11, 24), date(2026, 11, 25)]), open_until=LAST)
    assert hours(local(24, 10), week) == Hours(open=False, next_open=local(26, 8))


def test_new_year_is_looked_up_in_its_own_year() -> None:
    assert hours(local(31, 17, month=12)).next_open == datetime(2027, 1, 4, 8, tzinfo=LOCAL)


def test_after_the_roster_ends_nobody_knows() -> None:
    week = Week(PERIODS, open_until=date(2026, 11, 24))
    assert hours(local(24, 10), week).open
    assert hours(local(24, 16), week) == Hours(open=False, next_open=None)
    assert hours(local(26, 10), week) == Hours(open=False, next_open=None)


def test_an_office_without_hours_goes_by_the_province_and_without_any_nobody_knows() -> None:
    province = Calendar({Office("provinsi"): Week(PERIODS, open_until=LAST)})
    assert province.at(Office("mahulu"), local(24, 10)).open
    assert Calendar({}).at(HERE, local(24, 10)) == Hours(open=False)
    assert hours(local(24, 10), Week({}, open_until=LAST)) == Hours(open=False)


def test_joint_leave_of_the_government_is_closed_too() -> None:
    assert hours(datetime(2027, 3, 9, 10, tzinfo=LOCAL)).open is False
    assert hours(datetime(2027, 3, 15, 10, tzinfo=LOCAL)).open is False
    assert hours(datetime(2027, 3, 16, 10, tzinfo=LOCAL)).open


def test_in_ramadan_its_own_hours_count_and_the_usual_ones_again_after_it() -> None:
    fast = ((time(8), time(12)), (time(12, 30), time(15)))
    week = Week(
        PERIODS,
        open_until=LAST,
        seasons=(Season(date(2027, 2, 8), date(2027, 3, 9), {0: fast, 1: fast, 2: fast, 3: fast}),),
    )

    def at(month: int, day: int, hour: int, minute: int = 0) -> Hours:
        return hours(datetime(2027, month, day, hour, minute, tzinfo=LOCAL), week)

    assert at(2, 4, 15, 30).open, "the Thursday before"
    assert at(2, 8, 12, 30).until == datetime(2027, 2, 8, 15, tzinfo=LOCAL)
    assert not at(2, 8, 15, 30).open
    assert not at(2, 12, 9).open, "a day that the season does not name"
    assert at(3, 16, 15, 30).open, "after it, and after the holidays"


@pytest.mark.parametrize("until", [None, date(2026, 11, 23)])
def test_without_a_last_day_or_after_it_nobody_is_said_to_be_there(until: date | None) -> None:
    assert hours(local(24, 10), Week(PERIODS, open_until=until)) == Hours(open=False, next_open=None)


def test_where_nobody_knows_the_holidays_nobody_is_said_to_be_there() -> None:
    far = Week(PERIODS, open_until=date(9999, 12, 31))
    assert hours(datetime(2101, 1, 3, 10, tzinfo=LOCAL), far) == Hours(open=False, next_open=None)


@given(
    st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    st.integers(0, 23),
    st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2030, 12, 31))),
    st.sets(st.integers(0, 6)),
)
def test_it_is_never_open_on_a_day_that_no_calendar_covers(
    day: date, hour: int, until: date | None, weekdays: set[int]
) -> None:
    week = Week(dict.fromkeys(weekdays, DAY), open_until=until)
    found = hours(datetime.combine(day, time(hour), tzinfo=LOCAL), week)
    if until is None or day > until or day.weekday() not in weekdays:
        assert not found.open
    if found.next_open:
        assert until is not None
        assert found.next_open.date() <= until


def test_a_calendar_that_ends_within_sixty_days_is_told_and_one_that_is_missing_or_over_too() -> None:
    today = date(2026, 12, 1)
    weeks = {
        Office("berau"): Week(PERIODS, open_until=today + WARNING),
        Office("kubar"): Week(PERIODS, open_until=today + WARNING + timedelta(days=1)),
        Office("paser"): Week(PERIODS, open_until=today),
        Office("ppu"): Week(PERIODS, open_until=today - timedelta(days=1)),
        Office("provinsi"): Week(PERIODS),
    }
    assert Calendar(weeks).endings(today) == (
        Ending(Office("berau"), today + WARNING, over=False),
        Ending(Office("paser"), today, over=False),
        Ending(Office("ppu"), today - timedelta(days=1), over=True),
        Ending(Office("provinsi"), None, over=True),
    )
    assert Calendar({}).endings(today) == (Ending(Office("provinsi"), None, over=True),)
