"""The offices of config.yaml: their hours, their neighbours, and what they grant their counselors."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from bot.flow.codes import Wrong
from bot.flow.schema import Strict
from bot.flow.source import Path, Source
from bot.flow.values import Number
from bot.model.message import Level, Office
from bot.model.offices import OFFICES, PROVINCE
from bot.rules.board import WITHIN
from bot.rules.office_hours import Calendar, Season, Week
from bot.rules.offices import Reach
from bot.rules.presence import FEWEST, MOST, Care

DayName = Literal["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]
DAYS = get_args(DayName)
LevelName = Literal["imminent", "high", "concern", "none"]
LEVELS = {one.name.lower(): one for one in Level}
_PERIOD = re.compile(r"^(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})$")


def periods(value: Any) -> tuple[tuple[time, time], ...]:
    """`08.00-11.30, 13.30-16.00`."""
    found: list[tuple[time, time]] = []
    for part in str(value).split(","):
        one = _PERIOD.match(part.strip())
        if not one:
            raise Wrong("C140", said=part.strip())
        numbers = [int(number) for number in one.groups()]
        try:
            first, last = time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
        except ValueError:
            raise Wrong("C141") from None
        if first >= last or (found and first < found[-1][1]):
            raise Wrong("C142")
        found.append((first, last))
    return tuple(found)


def day(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Wrong("C143", said=value) from None


Day = Annotated[date, BeforeValidator(day)]
WeekIn = dict[DayName, Annotated[tuple[tuple[time, time], ...], BeforeValidator(periods)]]
Minutes = Annotated[Number, Field(ge=0, le=10_080)]
"""At most a week."""
ByLevel = dict[LevelName, Minutes]


class SeasonIn(Strict):
    first: Day = Field(alias="from")
    last: Day = Field(alias="until")
    week: WeekIn


class OfficeIn(Strict):
    week: WeekIn
    closed: list[Day] = Field(default_factory=list)
    open_until: Day | None = None
    ramadan: list[SeasonIn] = Field(default_factory=list)
    neighbours: list[Literal[tuple(OFFICES)]] | None = None  # type: ignore[valid-type]  # the offices are a constant
    overflow: ByLevel = Field(default_factory=dict)
    claim_within: ByLevel = Field(default_factory=dict)
    capacity: Annotated[Number, Field(ge=FEWEST, le=MOST)] | None = None
    rest: Minutes | None = None
    heavy: Annotated[Number, Field(ge=1, le=100)] | None = None


Days = Mapping[int, tuple[tuple[time, time], ...]]


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What is None, or not in a map, is as the rules have it. Minutes by level."""

    week: Days
    closed: tuple[date, ...] = ()
    open_until: date | None = None
    ramadan: tuple[Season, ...] = ()
    neighbours: tuple[Office, ...] | None = None
    overflow: Mapping[Level, int] = field(default_factory=dict)
    claim_within: Mapping[Level, int] = field(default_factory=dict)
    capacity: int | None = None
    rest: int | None = None
    heavy: int | None = None


def wrong(source: Source, offices: Mapping[str, OfficeIn]) -> None:
    """What has to fit together."""
    for name, office in offices.items():
        for number, season in enumerate(office.ramadan):
            if season.first > season.last:
                source.problem(_place(source, ("offices", name, "ramadan", number)), "C144")


def _place(source: Source, place: Path) -> Path:
    """Where a map of YAML has no mark of its own it is told at its first day."""
    return place if place in source.marks else (*place, "from")


def settings(one: OfficeIn) -> OfficeSettings:
    return OfficeSettings(
        week=_days(one.week),
        closed=tuple(one.closed),
        open_until=one.open_until,
        ramadan=tuple(Season(season.first, season.last, _days(season.week)) for season in one.ramadan),
        neighbours=None if one.neighbours is None else tuple(Office(name) for name in one.neighbours),
        overflow=_levels(one.overflow),
        claim_within=_levels(one.claim_within),
        capacity=one.capacity,
        rest=one.rest,
        heavy=one.heavy,
    )


def _days(week: WeekIn) -> Days:
    return {DAYS.index(name): said for name, said in week.items()}


def _levels(minutes: ByLevel) -> Mapping[Level, int]:
    return {LEVELS[name]: said for name, said in minutes.items()}


@dataclass(frozen=True, slots=True)
class Roster:
    """The offices as the rules take them. What an office does not say is as the province says it, and after that as the
    rules have it."""

    offices: Mapping[str, OfficeSettings] = field(default_factory=dict)

    def calendar(self) -> Calendar:
        return Calendar(
            {
                Office(name): Week(one.week, frozenset(one.closed), one.open_until, one.ramadan)
                for name, one in self.offices.items()
            }
        )

    def reach(self) -> Reach:
        near = {Office(name): one.neighbours for name, one in self.offices.items() if one.neighbours is not None}
        common = self._of(PROVINCE).overflow
        own = {Office(name): {**common, **self._of(Office(name)).overflow} for name in OFFICES}
        return Reach(near, {name: minutes for name, minutes in own.items() if minutes})

    def care(self, office: Office) -> Care:
        """What a counselor of this office is granted."""
        own, common, usual = self._of(office), self._of(PROVINCE), Care()
        rest = _first(own.rest, common.rest)
        return Care(
            capacity=_first(own.capacity, common.capacity) or usual.capacity,
            rest=usual.rest if rest is None else timedelta(minutes=rest),
            quota=_first(own.heavy, common.heavy) or usual.quota,
        )

    def within(self, office: Office) -> Mapping[Level, timedelta]:
        """In which time a ticket should be claimed."""
        said = {**WITHIN, **self._of(PROVINCE).claim_within, **self._of(office).claim_within}
        return {level: timedelta(minutes=minutes) for level, minutes in said.items()}

    def _of(self, office: Office) -> OfficeSettings:
        return self.offices.get(office, OfficeSettings({}))


def _first(*said: int | None) -> int | None:
    return next((one for one in said if one is not None), None)
