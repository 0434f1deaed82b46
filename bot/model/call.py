"""What came of it when somebody called a contact of the directory for us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Result(StrEnum):
    """Whoever was meant answered; nobody did; or the number is somebody else's, or nobody's."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Call:
    """`number` is the one that was called: when the directory gets another, what was found no longer counts. `by` is
    who called."""

    contact: str
    number: str
    at: datetime
    by: str
    result: Result


Calls = Mapping[str, Sequence[Call]]
"""All that were made, by contact, the earliest first."""
