"""Shifts, and what a day at the desk was like: counts and times."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.model.duty import Finished, Handled, Shift
from bot.model.message import CounselorId, Level, Office, TicketId
from bot.store.database import Database, Into, Reads, Row
from bot.store.rows import ms, sure, when

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

QUEUE = "queue"
"""What every process hears when somebody comes or goes (ports.Bell)."""
SHIFT = Into("shift", ("counselor_id", "began_at", "office", "until", "capacity", "paused_at", "ended_at"))


class DutyRows:
    """Mixed into the store."""

    if TYPE_CHECKING:

        @property
        def reader(self) -> Reads: ...

        def writing(self) -> "AbstractAsyncContextManager[Database]": ...

    async def on_duty(self, now: datetime) -> list[Shift]:
        return [_shift(row) for row in await self.reader.all("on_duty", ms(now))]

    async def shift(self, counselor: CounselorId, now: datetime) -> Shift | None:
        row = await self.reader.one("shift", counselor, ms(now))
        return _shift(row) if row else None

    async def begin_shift(self, shift: Shift) -> Shift:
        async with self.writing() as db:
            row = await db.one("shift", shift.counselor, ms(shift.began_at))
            if row:
                return _shift(row)
            await db.run("end_shifts", shift.counselor, ms(shift.began_at))
            values = (shift.counselor, ms(shift.began_at), shift.office, ms(shift.until), shift.capacity, None, None)
            await db.insert(SHIFT, [values])
            await db.tell([QUEUE])
            return shift

    async def change_shift(self, shift: Shift) -> None:
        async with self.writing() as db:
            await db.run("change_shift", shift.counselor, shift.capacity, ms(shift.paused_at))
            await db.tell([QUEUE])

    async def end_shift(self, counselor: CounselorId, now: datetime) -> None:
        async with self.writing() as db:
            await db.run("end_shifts", counselor, ms(now))
            await db.tell([QUEUE])

    async def finished(self, counselors: Sequence[CounselorId], since: datetime, level: Level) -> list[Finished]:
        if not counselors:
            return []
        rows = await self.reader.all("heavy_done", list(counselors), ms(since), int(level))
        return [Finished(CounselorId(row["claimed_by"]), Level(row["level"]), sure(row["closed_at"])) for row in rows]

    async def ask_relief(self, ticket: TicketId, counselor: CounselorId, now: datetime) -> None:
        async with self.writing() as db:
            await db.run("ask_relief", ticket, counselor, ms(now))
            await db.tell([QUEUE])

    async def drop_relief(self, ticket: TicketId) -> None:
        async with self.writing() as db:
            await db.run("drop_relief", ticket)
            await db.tell([QUEUE])

    async def handled(self, since: datetime) -> list[Handled]:
        return [_handled(row) for row in await self.reader.all("handled", ms(since))]


def _shift(row: Row) -> Shift:
    return Shift(
        counselor=CounselorId(row["counselor_id"]),
        office=Office(row["office"]),
        began_at=sure(row["began_at"]),
        until=sure(row["until"]),
        capacity=row["capacity"],
        paused_at=when(row["paused_at"]),
        ended_at=when(row["ended_at"]),
    )


def _handled(row: Row) -> Handled:
    return Handled(
        office=Office(row["office"]),
        level=Level(row["level"]),
        opened_at=sure(row["opened_at"]),
        claimed_at=when(row["first_claim"]),
        closed_at=when(row["closed_at"]),
        outcome=row["outcome"],
    )
