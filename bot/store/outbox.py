"""The sender's and the timers' side of the store."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.errors import KeysMissing
from bot.model.conversation import Conversation
from bot.model.message import Address, Author, Channel, ContactId, ConversationId, MessageId
from bot.ports import Delivery, Due, Mark, OutboxRow, Ready
from bot.store.database import Database, Reads, Row, Values
from bot.store.finding import talks
from bot.store.identities import address_of
from bot.store.messages import FINISHED, buttons_of, name_of, place_of
from bot.store.rows import ms, sure, when
from bot.vault.envelope import Place, Vault

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

log = logging.getLogger(__name__)

SENDS = timedelta(seconds=30)
"""How long the process that wrote or took a row is alone with it (architecture.md, many processes)."""
SHUT = "sealed"
"""Why a row is refused that the ring does not open."""


class OutboxRows:
    """Mixed into the store."""

    vault: Vault
    process: str
    """The name under which this process sends; '' where there is no other."""

    def sends(self, now: datetime) -> tuple[str, int]:
        """Of a row written or taken now: by whom it is sent, and until when by nobody else."""
        return self.process, (ms(now + SENDS) or 0) if self.process else 0

    if TYPE_CHECKING:

        @property
        def reader(self) -> Reads: ...

        def writing(self) -> "AbstractAsyncContextManager[Database]": ...

    async def ready(self, now: datetime, limit: int, channels: Collection[Channel]) -> list[Ready]:
        rows: list[Row] = []
        for channel in channels:  # one at a time, or no index has their order
            rows += await self.reader.all("ready", ms(now), limit, channel.value, self.process)
        rows = sorted(rows, key=itemgetter("created_at", "turn", "n"))[:limit]
        try:
            return await self._opened(rows)
        except KeysMissing:
            return await self._opened_each(rows, now)

    async def _opened_each(self, rows: Sequence[Row], now: datetime) -> list[Ready]:
        """One that does not open is refused, and keeps no other from leaving."""
        found: list[Ready] = []
        for row in rows:
            try:
                found += await self._opened([row])
            except KeysMissing:
                log.error("A row on its way out does not open", extra={"conversation": row["conversation_id"]})
                await self.mark([Mark(name_of(row), Delivery.REFUSED, now, because=SHUT)])
        return found

    async def _opened(self, rows: Sequence[Row]) -> list[Ready]:
        if not rows:
            return []
        keyed = {row["id"]: row for row in await self.reader.all("conversations", [r["conversation_id"] for r in rows])}
        found = {one.id: one for one in await talks(self.reader, self.vault, list(keyed.values()))}
        to = await self._addresses(found.values())
        return [
            Ready(self._row(row, keyed[talk.id]["key"]), talk, to[talk.id])
            for row in rows
            if (talk := found.get(row["conversation_id"]))
        ]

    def _row(self, row: Row, key: bytes) -> OutboxRow:
        talk, name = row["conversation_id"], name_of(row)
        return OutboxRow(
            id=name,
            conversation=ConversationId(talk),
            channel=Channel(row["channel"]),
            author=Author(row["author"]),
            text=self.vault.open(row["sealed_text"], Place("message", "sealed_text", name, talk), key),
            buttons=buttons_of(self.vault, row["sealed_buttons"], name, talk, key),
            created_at=sure(row["created_at"]),
            state=Delivery(row["state"]),
            due_at=when(row["due_at"]),
            attempts=row["attempts"],
            external_id=row["external_id"],
            because=row["because"],
            sent_at=when(row["sent_at"]),
            released=bool(row["released"]),
            answers=bool(row["answers"]),
            planned=row["planned"],
        )

    async def _addresses(self, held: Collection[Conversation]) -> dict[ConversationId, Address]:
        """A phone before a BSUID; the newest first. An unlinked web visit needs no address to be stored for."""
        rows = await self.reader.all("addresses", [one.contact for one in held])
        known: dict[ContactId, list[Address]] = {}
        for row in rows:
            known.setdefault(ContactId(row["contact_id"]), []).append(address_of(self.vault, row))
        return {one.id: _first(known.get(one.contact, []), one.channel) for one in held}

    async def take(
        self,
        ids: Sequence[MessageId],
        now: datetime,
        versions: Mapping[ConversationId, int] | None = None,
        marks: Sequence[Mark] = (),
    ) -> frozenset[MessageId]:
        names, talks = list(ids), sorted({place_of(one)[0] for one in ids})
        judged = [f"{talk}/{version}" for talk, version in (versions or {}).items()]
        async with self.writing() as db:
            await db.alone([*talks, *_talks(marks)])
            await self._mark(db, marks)
            taken = await db.all("take", talks, names, *self.sends(now), ms(now), judged, len(judged))
        return frozenset(MessageId(row["id"]) for row in taken)

    async def mark(self, marks: Sequence[Mark]) -> None:
        async with self.writing() as db:
            await db.alone(_talks(marks))
            await self._mark(db, marks)

    async def _mark(self, db: Database, marks: Sequence[Mark]) -> None:
        await db.each("mark", [(*_marked(one), self.process) for one in marks])
        begun = [one for one in marks if _ends(one) or one.state is Delivery.UNKNOWN]
        await db.each("start_timers", [(*place_of(one.id), one.state.value, ms(one.at)) for one in begun])
        await db.tell(_talks(marks))

    async def recover(self, now: datetime, flying: Collection[MessageId] = ()) -> int:
        known = (ms(now), list(flying))
        lost = await self.reader.all("in_flight_too_long", *known)
        if not lost:
            return 0
        async with self.writing() as db:
            await db.alone([row["conversation_id"] for row in lost])
            rows = await db.all("recover", *known)
            places = [(row["conversation_id"], row["turn"], row["n"]) for row in rows]
            await db.each("start_timers", [(*one, Delivery.UNKNOWN.value, ms(now)) for one in places])
        return len(rows)

    async def external_ids(self, names: Sequence[str]) -> frozenset[str]:
        rows = await self.reader.all("external_ids", list(names)) if names else []
        return frozenset(row["external_id"] for row in rows)

    async def due(self, now: datetime, limit: int) -> list[Due]:
        if not self.process:
            rows = await self.reader.all("due_timers", ms(now), limit)
        else:
            async with self.writing() as db:
                rows = await db.all("claim_timers", ms(now), limit, *self.sends(now))
            rows.sort(key=lambda row: (row["due_at"], row["kind"]))
        return [Due(ConversationId(r["conversation_id"]), Channel(r["channel"]), r["wait"], r["kind"]) for r in rows]

    async def next_due(self, channels: Collection[Channel] = ()) -> datetime | None:
        row = await self.reader.one("next_due", [one.value for one in channels])
        return when(next(iter(row.values()))) if row else None


def _first(known: Sequence[Address], channel: Channel) -> Address:
    mine = sorted((one for one in known if one.channel is channel), key=lambda one: one.kind != "phone")
    return mine[0] if mine else Address(channel, "none", "")


def _talks(marks: Sequence[Mark]) -> frozenset[str]:
    return frozenset(place_of(one.id)[0] for one in marks)


def _ends(one: Mark) -> bool:
    """Is nothing more tried?"""
    return one.state in FINISHED or (one.state is Delivery.UNKNOWN and one.due_at is None)


def _marked(one: Mark) -> Values:
    sent = ms(one.at) if one.state is Delivery.SENT else None
    what = (one.state.value, int(_ends(one)), sent, one.external_id, one.because, ms(one.due_at), one.version)
    return *place_of(one.id), *what
