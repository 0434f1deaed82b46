"""What one batch writes: arrivals, identities, conversations, messages, outbox, tickets, timers and effects.

Laws
1. What is the same for every turn is written for all of them at once.
2. A turn that acts on earlier rows of its conversation finds them, also when they came in the same batch.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.errors import StaleWrite
from bot.model.conversation import Conversation, Ticket
from bot.model.message import (
    FROM_CONTACT,
    ArrivalId,
    Channel,
    Claimed,
    ConversationId,
    Left,
    Returned,
    Silence,
    TicketId,
    Waited,
)
from bot.model.turn import KeepWords, Lost, Release, Unlink, Wait, Withdraw
from bot.ports import Done
from bot.store import identities
from bot.store.connection import Connection
from bot.store.messages import MESSAGE, OUTBOX, message_rows, outbox_row
from bot.store.rows import conversation_row, insert_of, ms, ticket_row
from bot.vault.envelope import Place, Vault

ARRIVAL = insert_of(
    "arrival", ("id", "conversation_id", "channel", "kind", "received_at", "state", "because", "sealed_raw")
)
TIMER = (
    insert_of("timer", ("conversation_id", "kind", "wait", "after_ms", "outbox_id", "due_at"))
    + " on conflict (conversation_id, kind) do update set wait = excluded.wait, after_ms = excluded.after_ms,"
    + " outbox_id = excluded.outbox_id, due_at = excluded.due_at"
)


Keys = dict[ConversationId, bytes]
"""Wrapped data keys of the conversations that were read."""
Timers = dict[tuple[ConversationId, str], tuple[Any, ...]]
"""By conversation and kind: at most one of each runs."""


async def write(db: Connection, vault: Vault, keys: Keys, done: Sequence[Done]) -> None:
    """Everything the batch led to. Turns of one conversation come in order; the last state of each is kept.
    Raises StaleWrite when a conversation grew since it was read."""
    await _contacts(db, vault, done)
    await _conversations(db, vault, keys, done)
    await db.many(ARRIVAL, [_arrival(one) for one in done])
    unwritten: list[Done] = []
    timers: Timers = {}
    for one in done:
        if _looks_back(one, unwritten):
            await _messages(db, vault, keys, unwritten)
            unwritten = []
        await _clear_timers(db, timers, one)
        await _effects(db, vault, one)
        timers.update(_timers(one))
        unwritten.append(one)
    await _messages(db, vault, keys, unwritten)
    await db.many(TIMER, list(timers.values()))


async def park(db: Connection, vault: Vault, arrival: ArrivalId, channel: Channel, raw: str, at: datetime) -> None:
    """Keep what could not be read, under the house key."""
    sealed = vault.seal(raw, Place("arrival", "sealed_raw", arrival))
    await db.many(ARRIVAL, [(arrival, None, channel.value, "unread", ms(at), "parked", "unread", sealed)])


def _arrival(one: Done) -> tuple[Any, ...]:
    inbound, talk = one.arrival.inbound, one.turn.conversation.id
    kind, at = type(inbound).__name__, ms(inbound.at)
    return one.arrival.id, talk, one.arrival.channel.value, kind, at, one.state, one.because, None


async def _contacts(db: Connection, vault: Vault, done: Sequence[Done]) -> None:
    for one in done:
        if not one.link:
            continue
        contact, at = one.turn.conversation.contact, one.arrival.inbound.at
        await db.run("new_contact", contact, ms(at))
        for address in one.link:
            await identities.link(db, vault, address, contact, at)


async def _conversations(db: Connection, vault: Vault, keys: Keys, done: Sequence[Done]) -> None:
    first: dict[ConversationId, Conversation] = {}
    last: dict[ConversationId, Conversation] = {}
    tickets: dict[TicketId, tuple[Ticket, ConversationId]] = {}
    for one in done:
        now = one.turn.conversation
        first.setdefault(now.id, now)
        last[now.id] = now
        if now.ticket is not None:
            tickets[now.ticket.id] = (now.ticket, now.id)
    for name, now in last.items():
        if name not in keys:
            keys[name] = await _key(db, vault, first[name])
        row = conversation_row(vault, now, keys[name])
        row["version"] = now.version + 1
        await _store(db, row, was=first[name].version)
    for ticket, name in tickets.values():  # one that was closed comes before the one that was opened after it
        row = ticket_row(vault, ticket, name, keys[name])
        await db.many(insert_of("ticket", tuple(row), upsert="id"), [tuple(row.values())])


async def _key(db: Connection, vault: Vault, talk: Conversation) -> bytes:
    """A new talk gets a key of its own; one that is there keeps its key for life, or its words were lost."""
    if talk.version == 0:
        return vault.new_key(talk.id)
    row = await db.one("conversation", talk.id)
    if row is None:
        raise StaleWrite("a conversation is gone since it was read")
    return bytes(row["key"])


async def _store(db: "Connection", row: dict[str, Any], *, was: int) -> None:
    """Insert at version 0, else update where the version is still the one that was read."""
    if was == 0:
        await db.many(insert_of("conversation", tuple(row)), [tuple(row.values())])
        return
    names = [name for name in row if name not in ("id", "key")]
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(names, start=1))
    sql = f"update conversation set {sets} where id = ${len(names) + 1} and version = ${len(names) + 2}"  # noqa: S608  names are ours
    values = [row[name] for name in names] + [row["id"], was]
    if await db.change(sql, values) != 1:
        raise StaleWrite("a conversation grew since it was read")


async def _messages(db: Connection, vault: Vault, keys: Keys, done: Sequence[Done]) -> None:
    await db.many(MESSAGE, [row for one in done for row in message_rows(vault, keys, one)])
    await db.many(OUTBOX, [outbox_row(row) for one in done for row in one.rows])


def _looks_back(one: Done, unwritten: Sequence[Done]) -> bool:
    """Does this turn act on rows of its conversation that are not written yet?"""
    acts = any(isinstance(effect, Withdraw | Release | Lost) for effect in one.turn.effects)
    talk = one.turn.conversation.id
    return acts and any(earlier.rows and earlier.turn.conversation.id == talk for earlier in unwritten)


async def _clear_timers(db: Connection, timers: Timers, one: Done) -> None:
    """Whoever ends a wait ends its timers; the open question keeps them (an unanswered message of a flood leaves it
    open). One that ran out is gone with the arrival it became."""
    now, inbound = one.turn.conversation, one.arrival.inbound
    if isinstance(inbound, (*FROM_CONTACT, Claimed, Returned, Left)):
        await db.run("clear_timers", now.id, now.wait)
        for key in [key for key, timer in timers.items() if key[0] == now.id and timer[2] < now.wait]:
            del timers[key]
    elif isinstance(inbound, Silence | Waited):
        kind = "silence" if isinstance(inbound, Silence) else "offer"
        await db.run("clear_timer", now.id, kind, inbound.wait)


async def _effects(db: Connection, vault: Vault, one: Done) -> None:
    """What a turn does to earlier turns and to identities. Its own rows come after."""
    now, at = one.turn.conversation, one.arrival.inbound.at
    for effect in one.turn.effects:
        match effect:
            case Withdraw():
                await db.run("withdraw", now.id, now.turn)
            case Release():
                await db.run("release", now.id)
            case Lost(message, because):
                if await db.run("lose", message, now.id, because):
                    await db.run("start_timers", message, ms(at))
            case Unlink():
                await db.run("unlink", now.contact)
            case KeepWords(words):
                await identities.keep_words(db, vault, words, now.contact, at)


def _timers(one: Done) -> Timers:
    """A timer starts when the turn's last row is sent; at once when it says nothing or says so."""
    timers: Timers = {}
    talk = one.turn.conversation.id
    for effect in one.turn.effects:
        if not isinstance(effect, Wait):
            continue
        after = int(effect.after.total_seconds() * 1000)
        waits_for = one.rows[-1].id if one.rows and effect.starts == "sent" else None
        due = None if waits_for else (ms(one.arrival.inbound.at) or 0) + after
        timers[talk, effect.kind] = (talk, effect.kind, effect.wait, after, waits_for, due)
    return timers
