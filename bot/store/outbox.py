"""The sender's and the timers' side of the store."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.model.message import Address, Author, Channel, ContactId, ConversationId, MessageId
from bot.ports import Delivery, Due, Mark, OutboxRow, Ready
from bot.store.connection import Connection
from bot.store.identities import address_of
from bot.store.messages import FINISHED, buttons_of
from bot.store.rows import Row, conversation_of, ms, sure, ticket_of, when
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
        found = []
        for row in await self.reader.all("ready", ms(now), limit, json.dumps(list(channels))):
            talk = await self.reader.one("conversation", row["conversation_id"])
            message = await self.reader.one("message", row["id"])
            if talk is None or message is None:
                continue
            ticket = await self.reader.one("latest_ticket", talk["id"])
            key = talk["key"]
            conversation = conversation_of(self.vault, talk, ticket_of(self.vault, ticket, key) if ticket else None)
            to = await self._address(conversation.contact, conversation.channel)
            found.append(Ready(self._row(row, message, key), conversation, to))
        return found

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

    async def _address(self, contact: ContactId, channel: Channel) -> Address:
        """A phone before a BSUID; the newest first. An unlinked web visit needs no address to be stored for."""
        known = [address_of(self.vault, row) for row in await self.reader.all("addresses", contact, channel.value)]
        known.sort(key=lambda one: one.kind != "phone")
        return known[0] if known else Address(channel, "none", "")

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
