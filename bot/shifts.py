"""What is asked of the store in counts and times: who is at the desk, how a day went, how a month was."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.model.duty import Finished, Handled, Shift
from bot.model.figures import Served, Talks
from bot.model.message import CounselorId, Level, TicketId
from bot.model.tally import Tally


class ShiftStore(Protocol):
    """Part of ports.Store. Counts and times of counselors; of those who write to us nothing but levels and offices."""

    async def on_duty(self, now: datetime) -> list[Shift]:
        """Shifts that are neither ended nor over."""
        ...

    async def shift(self, counselor: CounselorId, now: datetime) -> Shift | None: ...

    async def begin_shift(self, shift: Shift) -> Shift:
        """The shift that is running already, or this one, begun; one that was forgotten ends with its `until`."""
        ...

    async def change_shift(self, shift: Shift) -> None:
        """Capacity and break of the running one."""
        ...

    async def end_shift(self, counselor: CounselorId, now: datetime) -> None: ...

    async def finished(self, counselors: Sequence[CounselorId], since: datetime, level: Level) -> list[Finished]:
        """Talks of at least this level that these closed since then."""
        ...

    async def ask_relief(self, ticket: TicketId, counselor: CounselorId, now: datetime) -> None:
        """Waiting.relief from now on, as long as this counselor holds it."""
        ...

    async def drop_relief(self, ticket: TicketId) -> None: ...

    async def handled(self, since: datetime) -> list[Handled]:
        """Tickets opened or closed since then."""
        ...


class FigureStore(Protocol):
    """Part of ports.Store: the monthly report. Nothing sealed."""

    async def tallies(self, first: date, last: date) -> list[Tally]: ...

    async def tally(self, rows: Sequence[Tally]) -> None:
        """Adds what is no answer of a turn, in one order (store/tallies.py, law 3)."""
        ...

    async def talks_begun(self, since: datetime, until: datetime) -> list[Talks]: ...
    async def tickets_opened(self, since: datetime, until: datetime) -> list[Served]: ...
