"""What one batch writes: arrivals, identities, conversations, messages, outbox, tickets, timers and effects.

Laws
1. What is the same for every turn is written for all of them at once.
2. A turn that acts on earlier rows of its conversation finds them, also when they came in the same batch.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from bot.errors import StaleWrite
from bot.model.conversation import Conversation, Ticket
from bot.model.message import (
    FROM_CONTACT,
    Address,
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
from bot.store.finding import Keys
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


Columns = dict[str, Any]
"""One row to be written, by column name."""
Timers = dict[tuple[ConversationId, str], tuple[Any, ...]]
"""By conversation and kind: at most one of each runs."""


async def write(db: Connection, vault: Vault, keys: Keys, done: Sequence[Done]) -> None:
    """Everything the batch led to. Turns of one conversation come in order; the last state of each is kept.
    Raises StaleWrite when a conversation grew since it was read."""
    await _contacts(db, vault, done)
    await _conversations(db, vault, keys, done)
    await db.many(ARRIVAL, [_arrival(one) for one in done])
    timers = await _clear_timers(db, done)
    unwritten: list[Done] = []
    for one in done:
        if _looks_back(one, unwritten):
            await _settle(db, vault, keys, unwritten)
            unwritten = []
        unwritten.append(one)
    await _settle(db, vault, keys, unwritten)
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
    new = [one for one in done if one.link]
    await db.each("new_contact", [(one.turn.conversation.contact, ms(one.arrival.inbound.at)) for one in new])
    links = [(to, one.turn.conversation.contact, one.arrival.inbound.at) for one in new for to in one.link]
    await db.each("link", [identities.link_row(vault, *link) for link in links])


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
    await _find_keys(db, vault, keys, first)
    rows = [{**conversation_row(vault, now, keys[name]), "version": now.version + 1} for name, now in last.items()]
    await _insert(db, "conversation", [row for row in rows if first[row["id"]].version == 0])
    await _grow(db, [(row, first[row["id"]].version) for row in rows if first[row["id"]].version > 0])
    lines = [ticket_row(vault, ticket, name, keys[name]) for ticket, name in tickets.values()]
    await _insert(db, "ticket", lines, upsert="id")  # one that was closed comes before the one opened after it


async def _insert(db: Connection, table: str, rows: Sequence[Columns], *, upsert: str = "") -> None:
    if rows:
        await db.many(insert_of(table, tuple(rows[0]), upsert=upsert), [tuple(row.values()) for row in rows])


async def _grow(db: Connection, rows: Sequence[tuple[Columns, int]]) -> None:
    """Update each where its version is still the one that was read."""
    if not rows:
        return
    names = [name for name in rows[0][0] if name not in ("id", "key")]
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(names, start=1))
    sql = f"update conversation set {sets} where id = ${len(names) + 1} and version = ${len(names) + 2}"  # noqa: S608  names are ours
    values = [(*(row[name] for name in names), row["id"], was) for row, was in rows]
    if await db.many(sql, values) != len(rows):
        raise StaleWrite("a conversation grew since it was read")


async def _find_keys(db: Connection, vault: Vault, keys: Keys, first: Mapping[ConversationId, Conversation]) -> None:
    """A new talk gets a key of its own; one that is there keeps its key for life, or its words were lost."""
    strange = {name: talk for name, talk in first.items() if name not in keys}
    keys.update({name: vault.new_key(name) for name, talk in strange.items() if talk.version == 0})
    there = [name for name in strange if name not in keys]
    if there:
        keys.update({row["id"]: bytes(row["key"]) for row in await db.all("conversations", json.dumps(there))})
    if any(name not in keys for name in there):
        raise StaleWrite("a conversation is gone since it was read")


async def _settle(db: Connection, vault: Vault, keys: Keys, done: Sequence[Done]) -> None:
    """What these turns do to earlier turns and to identities, then their own rows."""
    for name, deeds in groupby((deed for one in done for deed in _deeds(vault, one)), key=itemgetter(0)):
        await db.each(name, [values for _, values in deeds])
    await db.many(MESSAGE, [row for one in done for row in message_rows(vault, keys, one)])
    await db.many(OUTBOX, [outbox_row(row) for one in done for row in one.rows])


def _looks_back(one: Done, unwritten: Sequence[Done]) -> bool:
    """Does this turn act on rows of its conversation that are not written yet?"""
    acts = any(isinstance(effect, Withdraw | Release | Lost) for effect in one.turn.effects)
    talk = one.turn.conversation.id
    return acts and any(earlier.rows and earlier.turn.conversation.id == talk for earlier in unwritten)


async def _clear_timers(db: Connection, done: Sequence[Done]) -> Timers:
    """Whoever ends a wait ends its timers; the open question keeps them (an unanswered message of a flood leaves it
    open). One that ran out is gone with the arrival it became. Returns those that the batch starts and does not end."""
    ended: dict[ConversationId, int] = {}
    ran_out: list[tuple[ConversationId, str, int]] = []
    timers: Timers = {}
    for one in done:
        now, inbound = one.turn.conversation, one.arrival.inbound
        if isinstance(inbound, (*FROM_CONTACT, Claimed, Returned, Left)):
            ended[now.id] = max(now.wait, ended.get(now.id, 0))
            for key in [key for key, timer in timers.items() if key[0] == now.id and timer[2] < now.wait]:
                del timers[key]
        elif isinstance(inbound, Silence | Waited):
            ran_out.append((now.id, "silence" if isinstance(inbound, Silence) else "offer", inbound.wait))
        timers.update(_timers(one))
    await db.each("clear_timers", list(ended.items()))
    await db.each("clear_timer", ran_out)
    return timers


def _deeds(vault: Vault, one: Done) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The named queries of its effects, in their order, with their values."""
    now, at = one.turn.conversation, one.arrival.inbound.at
    for effect in one.turn.effects:
        match effect:
            case Withdraw():
                yield "withdraw", (now.id, now.turn)
            case Release():
                yield "release", (now.id,)
            case Lost(message, because):
                yield "lose", (message, now.id, because)
                yield "start_timers_of_lost", (message, ms(at), now.id)
            case Unlink():
                yield "unlink", (now.contact,)
            case KeepWords(words):
                row = identities.link_row(vault, Address(Channel.WEB, "words", words), now.contact, at)
                yield "forget_words", (now.contact, row[2])
                yield "link", row


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
