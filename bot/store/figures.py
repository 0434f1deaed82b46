"""What the monthly report is counted from, by columns that may be read; nothing sealed is opened for it."""

from datetime import datetime

from bot.model.conversation import Reader
from bot.model.figures import Served, Talks
from bot.model.message import Channel, Level, Office
from bot.store.database import Row
from bot.store.rows import kinds_of, ms, sure, when
from bot.store.stands import StandRows


class FigureRows(StandRows):
    """Mixed into the store. Both read every row of their table, aside: when asked, never for a turn."""

    async def talks_begun(self, since: datetime, until: datetime) -> list[Talks]:
        async with self.aside() as reads:
            rows = await reads.all("talks_begun", ms(since), ms(until))
        return [_talks(row) for row in rows]

    async def tickets_opened(self, since: datetime, until: datetime) -> list[Served]:
        async with self.aside() as reads:
            rows = await reads.all("tickets_opened", ms(since), ms(until))
        return [_served(row) for row in rows]


def _talks(row: Row) -> Talks:
    return Talks(
        channel=Channel(row["channel"]),
        reader=Reader(row["reader"]),
        age_band=row["age_band"],
        office=Office(row["office"]),
        level=Level(row["level"]),
        count=row["people"],
    )


def _served(row: Row) -> Served:
    return Served(
        office=Office(row["office"]),
        queue=row["queue"],
        level=Level(row["level"]),
        kinds=kinds_of(row["kinds"]),
        opened_at=sure(row["opened_at"]),
        answered_at=when(row["answered_at"]),
        outcome=row["outcome"],
        category=row["category"] if row["scheme"] else "",
    )
