"""When a person reads."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """At one moment, for one office. `until` is set while open; `next_open` while closed, and None when the
    calendar ends before the next opening (then we say that we do not know)."""

    open: bool
    until: datetime | None = None
    next_open: datetime | None = None
