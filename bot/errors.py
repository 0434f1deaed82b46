"""Everything the house raises.

HouseError
├── Broken            flows, content or config have problems; carries all of them
├── Misuse            a command was called wrongly
├── KeysMissing       a key the database needs is not in the ring
├── StoreDown         the store did not answer
├── LeaseLost         another process does this work now; nothing of this transaction is written
├── IntakeFull        no room for one more arrival now
└── ChannelError      a send did not succeed, with what that means for the row
    ├── Refused       for good (blocked, bad address …)
    ├── Later         try again at or after `after`
    │   └── Busy      this chat was written to too fast; the platform is well
    └── Unknown       it may or may not have been delivered
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake in a file, made by bot/flow/codes. `str()` is `file:line:col CODE text; hint`, in English."""

    path: str
    line: int
    column: int
    code: str
    text: str
    hint: str = ""
    severity: str = "error"
    indonesian: tuple[str, str] = ("", "")  # text and hint
    talk: tuple[str, ...] = ()  # the shortest that breaks a rule, as an example writes it

    def __str__(self) -> str:
        return self.told(english=True)

    def told(self, *, english: bool) -> str:
        text, hint = (self.text, self.hint) if english else self.indonesian
        tail = f"; {hint}" if hint else ""
        return f"{self.path}:{self.line}:{self.column} {self.code} {text}{tail}"


class HouseError(Exception):
    """Root of the tree."""


class Broken(HouseError):
    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = tuple(problems)


class Misuse(HouseError):
    pass


class KeysMissing(HouseError):
    pass


class StoreDown(HouseError):
    pass


class StaleWrite(HouseError):
    pass


class LeaseLost(HouseError):
    """`str()` is the name of the lease."""


class IntakeFull(HouseError):
    pass


class ChannelError(HouseError):
    """`because` is a short code for the outbox row, never text a person wrote."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


class Refused(ChannelError):
    """`unreachable`: the contact as a whole, not only this message, can no longer be written to."""

    def __init__(self, because: str, *, unreachable: bool = False) -> None:
        super().__init__(because)
        self.unreachable = unreachable


class Later(ChannelError):
    def __init__(self, because: str, after: timedelta) -> None:
        super().__init__(because)
        self.after = after


class Busy(Later):
    pass


class Unknown(ChannelError):
    pass
