"""What a waiting ticket is to the ladder, and what was alerted of it: never content, kinds, names or who writes."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.model.message import Level, Office, TicketId


class Rung(IntEnum):
    """Whom an alert calls; each calls more than the one before."""

    OFFICE = 1
    SECOND = 2  # another counselor or office
    SUPERVISOR = 3  # and the province
    DUTY = 4  # the duty phone: people ring it, we do not


NOBODY = "nobody"
"""The way of a rung that had none: it was skipped."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One open ticket. `held`: a counselor has it now."""

    ticket: TicketId
    office: Office
    level: Level
    opened_at: datetime
    held: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """One rung of one ticket by one way. `level`: what it was then; `tries` of sending, `open_tries` of these of which
    nobody knows what became; `again_at`: not tried before. `held_at`: a counselor had it afterwards; `seen_at`: one
    said that they look at it."""

    ticket: TicketId
    level: Level
    rung: Rung
    way: str
    at: datetime
    again_at: datetime
    tries: int = 0
    open_tries: int = 0
    sent_at: datetime | None = None
    held_at: datetime | None = None
    seen_at: datetime | None = None
