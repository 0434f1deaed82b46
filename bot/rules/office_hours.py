"""When a person reads: weekly hours, weeks that are otherwise, holidays; and the honesty to say that we do not know.

Laws
1. Nobody is told that it is open unless a calendar says so: without a week, without the last day it covers, after that
   day, and in a year whose holidays nobody knows, the answer is closed, next unknown.
2. Holidays close by themselves: public ones and the joint leave of the government (package `holidays`, Indonesia). The
   Islamic dates in it are estimates until a decree; an office adds what was decreed to its `closed` days.
3. A fast of Ramadan, or any other time with other hours, is a season: from its first to its last day its week counts
   instead of the usual one. A day that it does not name is closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import holidays

from bot.clock import LOCAL
from bot.model.hours import Hours
from bot.model.message import Office

Period = tuple[time, time]
"""Local, from inclusive, to exclusive, within one day."""
LOOK_AHEAD = 30
"""Days in which the next opening is looked for."""
WARNING = timedelta(days=60)
"""So long before a calendar ends somebody is told: time for a letter, a decision and a new roster (desk facts, 0.6)."""
KINDS_OF_DAY = ("public", "government")
"""National holidays, and the joint leave (cuti bersama) on which government offices stay closed."""


@dataclass(frozen=True, slots=True)
class Season:
    """Other hours from `first` to `last`, both inclusive; the periods of these days by weekday."""

    first: date
    last: date
    periods: Mapping[int, tuple[Period, ...]]


@dataclass(frozen=True, slots=True)
class Week:
    """Periods by weekday, 0 = Monday; `closed` are extra dates, `open_until` the last day the roster covers: without it
    nobody knows whether anybody sits there. Of two seasons on one day the first counts."""

    periods: Mapping[int, tuple[Period, ...]]
    closed: frozenset[date] = frozenset()
    open_until: date | None = None
    seasons: tuple[Season, ...] = ()

    def on(self, day: date) -> tuple[Period, ...]:
        """The periods of a day, holidays apart."""
        if self.open_until is None or day > self.open_until or day in self.closed:
            return ()
        periods = next((one.periods for one in self.seasons if one.first <= day <= one.last), self.periods)
        return periods.get(day.weekday(), ())


@dataclass(frozen=True, slots=True)
class Ending:
    """An office whose calendar is over, or soon will be; `until` is None where it has no last day at all."""

    office: Office
    until: date | None
    over: bool


MOST_KNOWN = 256
"""Minutes whose answer is kept: one an office, and some for examples and tests that move the clock."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """`weeks` by office; an office without one uses `provinsi`."""

    weeks: Mapping[Office, Week]
    _years: dict[int, frozenset[date]] = field(default_factory=dict, compare=False)
    _known: dict[tuple[Office, int], Hours] = field(default_factory=dict, compare=False)

    def at(self, office: Office, now: datetime) -> Hours:
        """Open or closed at `now`, and until or from when. Hours begin and end with a minute, so within one minute the
        answer is the same for everybody."""
        minute = (office, int(now.timestamp()) // 60)
        found = self._known.get(minute)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[minute] = self._at(office, now)
        return found

    def _at(self, office: Office, now: datetime) -> Hours:
        week = self.weeks.get(office) or self.weeks.get(Office("provinsi"))
        if week is None:
            return Hours(open=False)
        local = now.astimezone(LOCAL)
        for first, last in self._periods(week, local.date()):
            if first <= local.time() < last:
                return Hours(open=True, until=_at(local.date(), last))
        return Hours(open=False, next_open=self._next(week, local))

    def _next(self, week: Week, local: datetime) -> datetime | None:
        for ahead in range(LOOK_AHEAD):
            day = local.date() + timedelta(days=ahead)
            for first, _ in self._periods(week, day):
                if ahead or first > local.time():
                    return _at(day, first)
        return None

    def endings(self, today: date) -> tuple[Ending, ...]:
        """Calendars that are missing or over, and those that end within WARNING; the province, whose week others use,
        also when it has none."""
        weeks = {Office("provinsi"): Week({}), **self.weeks}
        found = (_ending(office, week, today) for office, week in sorted(weeks.items()))
        return tuple(one for one in found if one)

    def _periods(self, week: Week, day: date) -> tuple[Period, ...]:
        free = self._holidays(day.year)
        return () if not free or day in free else week.on(day)

    def _holidays(self, year: int) -> frozenset[date]:
        """None where nobody knows them."""
        if year not in self._years:
            self._years[year] = frozenset(holidays.country_holidays("ID", years=year, categories=KINDS_OF_DAY))
        return self._years[year]


def _ending(office: Office, week: Week, today: date) -> Ending | None:
    until = week.open_until
    if until is None or until < today:
        return Ending(office, until, over=True)
    return Ending(office, until, over=False) if until - today <= WARNING else None


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=LOCAL)
