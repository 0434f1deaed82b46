"""Who is at the desk, and how the day went: counts and times, never content."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.message import CounselorId, Level, Office


@dataclass(frozen=True, slots=True)
class Shift:
    """One time at the desk, from check-in to check-out, `until` at the latest. `paused_at`: on a break since."""

    counselor: CounselorId
    office: Office
    began_at: datetime
    until: datetime
    capacity: int
    paused_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A talk that a counselor closed."""

    counselor: CounselorId
    level: Level
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Handled:
    """One ticket of the board: what became of it. `claimed_at`: by the first who took it."""

    office: Office
    level: Level
    opened_at: datetime
    claimed_at: datetime | None
    closed_at: datetime | None
    outcome: str
