"""Turns written as the intake writes them, without an engine, for tests of the store."""

import secrets
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.model.conversation import Conversation, Ticket, TicketState
from bot.model.desk import Reading, TalkLine
from bot.model.message import (
    FROM_CONTACT,
    Address,
    Alarm,
    Arrival,
    ArrivalId,
    Author,
    Button,
    Channel,
    ContactId,
    ConversationId,
    CounselorId,
    Inbound,
    Level,
    MessageId,
    Office,
    Outbound,
    TicketId,
)
from bot.model.turn import Effect, Turn
from bot.ports import Delivery, Done, Mark, OutboxRow, Store
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from bot.vault.envelope import Vault
from bot.vault.ring import Ring

S = TypeVar("S", SqliteStore, PostgresStore)
START = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
ALL = tuple(Channel)
PHONE = Address(Channel.WHATSAPP, "phone", "whatsapp:+6281234567890")
BSUID = Address(Channel.WHATSAPP, "bsuid", "whatsapp:ID.4711")
CHAT = Address(Channel.TELEGRAM, "user", "777000111")
COOKIE = Address(Channel.WEB, "cookie", "a-cookie-of-a-browser")


def new_vault() -> Vault:
    return Vault(Ring(1, {1: secrets.token_bytes(32)}, secrets.token_bytes(32)))


@asynccontextmanager
async def opened(store: S) -> AsyncIterator[S]:
    """Closed in any case: the threads of an open connection outlive a test that failed."""
    try:
        await store.open()
        yield store
    finally:
        await store.close()


def at(seconds: float = 0) -> datetime:
    return START + timedelta(seconds=seconds)


def talk(name: str = "c1", channel: Channel = Channel.TELEGRAM, contact: str = "") -> Conversation:
    """A conversation that nobody has said anything in."""
    return Conversation(ConversationId(name), ContactId(contact or f"of-{name}"), channel, opened_at=at())


def arrival(
    name: str,
    inbound: Inbound,
    channel: Channel = Channel.TELEGRAM,
    address: Address | None = None,
    aliases: tuple[Address, ...] = (),
) -> Arrival:
    return Arrival(ArrivalId(name), channel, inbound, address, aliases=aliases)


def done(
    before: Conversation,
    inbound: Inbound,
    *says: str | Outbound,
    effects: tuple[Effect, ...] = (),
    link: tuple[Address, ...] = (),
    alarm: Alarm | None = None,
    author: Author = Author.BOT,
    **changes: object,
) -> Done:
    """One turn on `before`. A new contact is linked to one address that is theirs alone."""
    changes = {"turn": before.turn + 1, "wait": before.wait + 1, **changes}
    if isinstance(inbound, FROM_CONTACT):
        changes = {"last_in_at": inbound.at, **changes}
    now = before.grown(**changes)
    bubbles = tuple(one if isinstance(one, Outbound) else Outbound(one, author=author) for one in says)
    turn = Turn(now, bubbles, effects, alarm=alarm)
    if before.version == 0 and not link:
        link = (Address(before.channel, "user", f"address-of-{before.contact}"),)
    name = ArrivalId(f"{before.channel}:{now.id}/{now.turn}/{type(inbound).__name__}")
    return Done(Arrival(name, before.channel, inbound, conversation=now.id), turn, _rows(turn, inbound.at), link)


def _rows(turn: Turn, moment: datetime) -> tuple[OutboxRow, ...]:
    now = turn.conversation
    return tuple(
        OutboxRow(
            id=MessageId(f"{now.id}/{now.turn}/{n}"),
            conversation=now.id,
            channel=now.channel,
            author=one.author,
            text=one.text,
            buttons=one.buttons,
            created_at=moment,
        )
        for n, one in enumerate(turn.says, start=1)
    )


def after(one: Done) -> Conversation:
    """What the next turn starts from."""
    now = one.turn.conversation
    return replace(now, version=now.version + 1)


async def write(store: Store, *all_done: Done) -> Conversation:
    """One batch; the conversation of its last turn, as the next turn finds it."""
    async with store.batch() as batch:
        await batch.write(all_done)
    return after(all_done[-1])


def ticket(name: str = "t1", **changes: object) -> Ticket:
    one = Ticket(TicketId(name), Office("kukar"), "anak", Level.HIGH, frozenset(), at())
    return replace(one, **changes)  # type: ignore[arg-type]  # field names are checked by the dataclass


def claimed(name: str = "t1", **changes: object) -> Ticket:
    return ticket(name, state=TicketState.CLAIMED, claimed_by=CounselorId("k-rani"), **changes)


def question(*labels: str, wait: int = 1) -> Outbound:
    return Outbound("Yang mana?", tuple(Button(f"{wait}.{label}.abcd", label.title()) for label in labels))


async def ready_ids(
    store: Store, now: datetime | None = None, limit: int = 32, channels: Collection[Channel] = ALL
) -> list[str]:
    return [one.row.id for one in await store.ready(now or at(), limit, channels)]


async def send(store: Store, name: str, state: Delivery = Delivery.SENT, now: datetime | None = None) -> None:
    """Take one row and say what became of it."""
    assert await store.take([MessageId(name)], now or at()) == {name}
    await mark(store, name, state, now)


async def mark(store: Store, name: str, state: Delivery, now: datetime | None = None, **more: object) -> None:
    await store.mark([Mark(MessageId(name), state, now or at(), **more)])  # type: ignore[arg-type]  # as above


async def lines(store: Store, name: str = "c1") -> dict[str, TalkLine]:
    """The talk by message id."""
    reading = Reading(at(), CounselorId("k-rani"), ConversationId(name), "test")
    return {one.id: one for one in await store.read_talk(reading)}


async def states(store: Store, name: str = "c1") -> dict[str, str]:
    """What became of each row that we wrote."""
    return {one: line.state for one, line in (await lines(store, name)).items() if line.state}


async def select(store: Store, sql: str) -> list[tuple[object, ...]]:
    """What stands in the tables."""
    if isinstance(store, PostgresStore):
        async with store.writing() as db:
            return [tuple(row) for row in await db.db.fetch(sql)]
    assert isinstance(store, SqliteStore)
    async with store.reader.db.execute(sql) as rows:
        return [tuple(row) for row in await rows.fetchall()]
