"""What is arranged for later: messages that are asked for, and the classes of content/kegiatan.yaml."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Planning:
    """A message is asked for, in the variable `name`, while that says `ya`: at the next hour `at` (its number, or the
    variable that holds it), or at that hour of the evening before the day in `before`. `go` says it; `late`, when they
    write again, that it could not be said. Both are states of the same flow (engine/planning.py)."""

    name: str
    at: str
    go: str
    late: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One class. `hour` as it is read, 09.00, in East Kalimantan; `seats` and `attended` are counted by an editor."""

    id: str
    title: str
    office: str
    place: str
    day: date
    hour: str
    seats: int | None = None
    attended: int | None = None


@dataclass(frozen=True, slots=True)
class SayEvents:
    """The next classes, those of the office of the talk and of the province, numbered."""
