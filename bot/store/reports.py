"""What a platform told of our messages: ranked, and never taken back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.model.message import MessageId
from bot.model.report import Report
from bot.ports import Delivery
from bot.store.database import Database
from bot.store.messages import place_of
from bot.store.rows import ms

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager


class ReportRows:
    """Mixed into the store."""

    if TYPE_CHECKING:

        def writing(self) -> "AbstractAsyncContextManager[Database]": ...

    async def report(self, reports: Sequence[Report]) -> frozenset[MessageId]:
        changed: set[MessageId] = set()
        async with self.writing() as db:
            await db.alone([place_of(one.id)[0] for one in reports])
            for one in sorted(reports, key=lambda told: told.id):
                place, at = place_of(one.id), ms(one.at)
                settled = await db.run("settle", *place, one.external_id, at)
                if settled:
                    await db.run("start_timers", *place, Delivery.SENT.value, at)
                if await db.run("report", *place, int(one.rank)) or settled:
                    changed.add(one.id)
            await db.tell({place_of(one)[0] for one in changed})
        return frozenset(changed)
