"""When a person reads: weekly hours, public holidays, and the honesty to say that we do not know.

Holidays: the `holidays` package (Indonesia, public) plus the extra dates of the config; Islamic dates there are
estimates, so an office adds or overrides its own. Without a week for an office the answer is closed, next unknown.
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


@dataclass(frozen=True, slots=True)
class Week:
    """Periods by weekday, 0 = Monday; `closed` are extra dates, `open_until` the last day the roster covers."""

    periods: Mapping[int, tuple[Period, ...]]
    closed: frozenset[date] = frozenset()
    open_until: date | None = None


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

    def _periods(self, week: Week, day: date) -> tuple[Period, ...]:
        if week.open_until and day > week.open_until:
            return ()
        if day in week.closed or day in self._holidays(day.year):
            return ()
        return week.periods.get(day.weekday(), ())

    def _holidays(self, year: int) -> frozenset[date]:
        if year not in self._years:
            self._years[year] = frozenset(holidays.country_holidays("ID", years=year))
        return self._years[year]


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=LOCAL)
