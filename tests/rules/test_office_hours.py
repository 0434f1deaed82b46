"""When a person reads, from weeks, holidays and the roster; and not knowing is said."""

from datetime import date, datetime, time

import pytest

from bot.clock import LOCAL
from bot.model.hours import Hours
from bot.model.message import Office
from bot.rules.office_hours import Calendar, Week

DAY = ((time(8), time(12)), (time(13), time(16)))
FRIDAY = ((time(8), time(11, 30)), (time(13, 30), time(16)))
PERIODS = {0: DAY, 1: DAY, 2: DAY, 3: DAY, 4: FRIDAY}
HERE = Office("balikpapan")


def local(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """2026; 27 November is a Friday."""
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL)


def hours(at: datetime, week: Week | None = None) -> Hours:
    return Calendar({HERE: week or Week(PERIODS)}).at(HERE, at)


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
    week = Week(PERIODS, closed=frozenset([date(2026, 11, 24), date(2026, 11, 25)]))
    assert hours(local(24, 10), week) == Hours(open=False, next_open=local(26, 8))


def test_new_year_is_looked_up_in_its_own_year() -> None:
    assert hours(local(31, 17, month=12)).next_open == datetime(2027, 1, 4, 8, tzinfo=LOCAL)


def test_after_the_roster_ends_nobody_knows() -> None:
    week = Week(PERIODS, open_until=date(2026, 11, 24))
    assert hours(local(24, 10), week).open
    assert hours(local(24, 16), week) == Hours(open=False, next_open=None)
    assert hours(local(26, 10), week) == Hours(open=False, next_open=None)


def test_an_office_without_hours_goes_by_the_province_and_without_any_nobody_knows() -> None:
    province = Calendar({Office("provinsi"): Week(PERIODS)})
    assert province.at(Office("mahulu"), local(24, 10)).open
    assert Calendar({}).at(HERE, local(24, 10)) == Hours(open=False)
    assert hours(local(24, 10), Week({})) == Hours(open=False)
