"""The rungs of the escalation ladder that were raised, and what became of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.model.alert import Raised, Rung, Standing
from bot.model.conversation import TicketState
from bot.model.message import CounselorId, Level, Office, TicketId
from bot.rules.leases import Lease
from bot.store.database import Database, Reads, Row
from bot.store.duty import QUEUE
from bot.store.leases import under
from bot.store.rows import ms, sure, when

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

OWNED = (TicketState.CLAIMED.value, TicketState.OFFERED.value)


class AlertRows:
    """Mixed into the store."""

    if TYPE_CHECKING:

        @property
        def reader(self) -> Reads: ...

        def writing(self) -> "AbstractAsyncContextManager[Database]": ...

    async def standing(self, now: datetime) -> list[Standing]:
        return [_standing(row, now) for row in await self.reader.all("standing")]

    async def alerted(self) -> list[Raised]:
        return [_raised(row) for row in await self.reader.all("alerted")]

    async def raise_alerts(
        self, fresh: Sequence[Raised], held: Collection[TicketId], now: datetime, lease: Lease | None = None
    ) -> None:
        if not fresh and not held:
            return
        async with self.writing() as db:
            await under(db, [lease] if lease else [])
            if held:
                await db.run("held_alerts", sorted(held), ms(now))
            for one in fresh:
                await db.run("raise_alert", *_key(one), ms(one.at))
            await db.tell([QUEUE])

    async def take_alerts(
        self, ones: Sequence[Raised], now: datetime, again_at: datetime, lease: Lease | None = None
    ) -> list[Raised]:
        async with self.writing() as db:
            await under(db, [lease] if lease else [])
            return [one for one in ones if await db.run("take_alert", *_key(one), ms(now), ms(again_at))]

    async def mark_alerts(
        self, ones: Sequence[Raised], now: datetime, again_at: datetime | None = None, *, sure: bool = True
    ) -> None:
        async with self.writing() as db:
            for one in ones:
                if again_at is None:
                    await db.run("sent_alert", *_key(one), ms(now))
                else:
                    await db.run("failed_alert", *_key(one), ms(again_at), int(sure))
            await db.tell([QUEUE])

    async def see_alerts(self, ticket: TicketId, counselor: CounselorId, now: datetime) -> None:
        async with self.writing() as db:
            await db.run("see_alerts", ticket, ms(now), counselor)
            await db.tell([QUEUE])


def _key(one: Raised) -> tuple[str, int, int, str]:
    return one.ticket, int(one.level), int(one.rung), one.way


def _standing(row: Row, now: datetime) -> Standing:
    until = when(row["lease_until"])
    held = row["state"] in OWNED and (until is None or until >= now)
    return Standing(TicketId(row["id"]), Office(row["office"]), Level(row["level"]), sure(row["opened_at"]), held)


def _raised(row: Row) -> Raised:
    return Raised(
        ticket=TicketId(row["ticket_id"]),
        level=Level(row["level"]),
        rung=Rung(row["rung"]),
        way=row["way"],
        at=sure(row["at"]),
        again_at=sure(row["again_at"]),
        tries=row["tries"],
        open_tries=row["open_tries"],
        sent_at=when(row["sent_at"]),
        held_at=when(row["held_at"]),
        seen_at=when(row["seen_at"]),
    )
