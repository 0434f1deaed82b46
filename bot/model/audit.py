"""The audit: who did what with which talk or with whose record, never what was said."""

from dataclasses import dataclass
from datetime import datetime

BY_COMMAND = ""
"""The actor of what was done on the command line."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One thing that was done. `actor` is a counselor id; `action` and `purpose` are
    codes; `ticket`: the case, where there is one."""

    at: datetime
    actor: str
    action: str
    conversation: str = ""
    ticket: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One link as it stands in the store; `n` is its number."""

    n: int
    done: Audited


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk along the whole chain. `broken`: the number of the first row at which it does not hold, and `because`
    why, a code; 0 when it holds. `mark`: the number and the beginning of the hash of the last row, to be written down
    elsewhere: a chain that was set back whole does not hold it any more."""

    rows: int
    older: int
    broken: int = 0
    because: str = ""
    mark: str = ""
