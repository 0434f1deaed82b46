"""The sender's and the timers' side of the store."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.model.conversation import Conversation
from bot.model.message import Address, Author, Channel, ContactId, ConversationId, MessageId
from bot.ports import Delivery, Due, Mark, OutboxRow, Ready
from bot.store.connection import Connection
from bot.store.finding import talks
from bot.store.identities import address_of
from bot.store.messages import FINISHED, buttons_of
from bot.store.rows import Row, ms, sure, when
from bot.vault.envelope import Place, Vault

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager


class OutboxRows:
    """Mixed into the store."""

    vault: Vault

    if TYPE_CHECKING:

        @property
        def reader(self) -> Connection: ...

        def writing(self) -> "AbstractAsyncContextManager[Connection]": ...

    async def ready(self, now: datetime, limit: int, channels: Collection[Channel]) -> list[Ready]:
        rows = await self.reader.all("ready", ms(now), limit, json.dumps(list(channels)))
        names = json.dumps([row["conversation_id"] for row in rows])
        keyed = {row["id"]: row for row in await self.reader.all("conversations", names)}
        found = {one.id: one for one in await talks(self.reader, self.vault, list(keyed.values()))}
        messages = {
            row["id"]: row for row in await self.reader.all("messages", json.dumps([row["id"] for row in rows]))
        }
        to = await self._addresses(found.values())
        return [
            Ready(self._row(row, messages[row["id"]], keyed[talk.id]["key"]), talk, to[talk.id])
            for row in rows
            if row["id"] in messages and (talk := found.get(row["conversation_id"]))
        ]

    def _row(self, row: Row, message: Row, key: bytes) -> OutboxRow:
        name, talk = row["id"], row["conversation_id"]
        return OutboxRow(
            id=MessageId(name),
            conversation=ConversationId(talk),
            channel=Channel(row["channel"]),
            author=Author(row["author"]),
            text=self.vault.open(message["sealed_text"], Place("message", "sealed_text", name, talk), key),
            buttons=buttons_of(self.vault, message["sealed_buttons"], name, talk, key),
            created_at=sure(row["created_at"]),
            state=Delivery(row["state"]),
            due_at=when(row["due_at"]),
            attempts=row["attempts"],
            external_id=row["external_id"],
            because=row["because"],
            sent_at=when(row["sent_at"]),
            released=bool(row["released"]),
            answers=bool(row["answers"]),
        )

    async def _addresses(self, held: Collection[Conversation]) -> dict[ConversationId, Address]:
        """A phone before a BSUID; the newest first. An unlinked web visit needs no address to be stored for."""
        rows = await self.reader.all("addresses", json.dumps([one.contact for one in held]))
        known: dict[ContactId, list[Address]] = {}
        for row in rows:
            known.setdefault(ContactId(row["contact_id"]), []).append(address_of(self.vault, row))
        return {one.id: _first(known.get(one.contact, []), one.channel) for one in held}

    async def take(self, ids: Sequence[MessageId], now: datetime) -> frozenset[MessageId]:  # noqa: ARG002  the port's shape
        async with self.writing() as db:
            return frozenset([one for one in ids if await db.run("take", one)])

    async def mark(self, marks: Sequence[Mark]) -> None:
        async with self.writing() as db:
            for one in marks:
                final = one.state in FINISHED or (one.state is Delivery.UNKNOWN and one.due_at is None)
                sent = ms(one.at) if one.state is Delivery.SENT else None
                why = (one.external_id, one.because, ms(one.due_at), one.version)
                known = await db.run("mark", one.id, one.state.value, int(final), sent, *why)
                if known and (final or one.state is Delivery.UNKNOWN):
                    await db.run("start_timers", one.id, ms(one.at))

    async def recover(self, now: datetime) -> int:
        async with self.writing() as db:
            await db.run("start_timers_in_flight", ms(now))
            return await db.run("recover")

    async def due(self, now: datetime, limit: int) -> list[Due]:
        rows = await self.reader.all("due_timers", ms(now), limit)
        return [Due(ConversationId(r["conversation_id"]), Channel(r["channel"]), r["wait"], r["kind"]) for r in rows]

    async def next_due(self, channels: Collection[Channel] = ()) -> datetime | None:
        row = await self.reader.one("next_due", json.dumps(list(channels)))
        return when(next(iter(row.values()))) if row else None


def _first(known: Sequence[Address], channel: Channel) -> Address:
    mine = sorted((one for one in known if one.channel is channel), key=lambda one: one.kind != "phone")
    return mine[0] if mine else Address(channel, "none", "")
