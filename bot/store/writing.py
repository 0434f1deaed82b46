"""What one batch writes: arrivals, identities, conversations, messages, outbox, tickets, timers and effects.

Laws
1. What is the same for every turn is written for all of them at once.
2. A turn that acts on earlier rows of its conversation finds them, also when they came in the same batch.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    Lapsed,
    Left,
    Planned,
    Returned,
    Silence,
    TicketId,
    Waited,
)
from bot.model.turn import (
    PLANS,
    TERMS,
    Erase,
    KeepWords,
    Lost,
    Note,
    Plan,
    Release,
    Term,
    Unlink,
    Unplan,
    Unterm,
    Wait,
    Withdraw,
)
from bot.ports import Delivery, Done
from bot.store import audit, identities, tallies
from bot.store.database import Change, Database, Into, Values
from bot.store.finding import Keys
from bot.store.messages import MESSAGE, OUTBOX, message_rows, outbox_row, place_of
from bot.store.rows import conversation_row, ms, ticket_row
from bot.vault.envelope import Place, Vault

ARRIVAL = Into("arrival", ("id", "conversation_id", "channel", "kind", "received_at", "state", "because", "sealed_raw"))
TIMER = Into(
    "timer",
    ("conversation_id", "kind", "wait", "after_ms", "turn", "n", "due_at", "claimed_by", "claimed_until"),
    upsert=("conversation_id", "kind"),
)
FOR_LIFE = ("id", "contact_id", "channel", "opened_at", "key")
"""Of a conversation: what no turn changes. Written once, so that its indices stay untouched."""


Columns = dict[str, Any]
"""One row to be written, by column name."""
Timers = dict[tuple[ConversationId, str], Values]
"""By conversation and kind: at most one of each runs."""
Sends = Callable[[datetime], tuple[str, int]]
"""Of a row written at this moment: which process sends it, and until when nobody else does."""


async def write(db: Database, vault: Vault, keys: Keys, sends: Sends, done: Sequence[Done]) -> None:
    """Everything the batch led to. Turns of one conversation come in order; the last state of each is kept.
    Raises StaleWrite when a conversation grew since it was read."""
    await _contacts(db, vault, done)
    await _conversations(db, vault, keys, done)
    await db.insert(ARRIVAL, [_arrival(one) for one in done])
    timers = await _clear_timers(db, done)
    unwritten: list[Done] = []
    for one in done:
        if _looks_back(one, unwritten):
            await _settle(db, vault, keys, sends, unwritten)
            unwritten = []
        unwritten.append(one)
    await _settle(db, vault, keys, sends, unwritten)
    await db.insert(TIMER, list(timers.values()))
    await tallies.count(db, done)
    await audit.record(db, vault, audit.of_turns(done))
    await db.tell({one.turn.conversation.id for one in done})


async def park(db: Database, vault: Vault, arrival: ArrivalId, channel: Channel, raw: str, at: datetime) -> None:
    """Keep what could not be read, under the house key."""
    sealed = vault.seal(raw, Place("arrival", "sealed_raw", arrival))
    await db.insert(ARRIVAL, [(arrival, None, channel.value, "unread", ms(at), "parked", "unread", sealed)])


def _arrival(one: Done) -> Values:
    inbound, talk = one.arrival.inbound, one.turn.conversation.id
    kind, at = type(inbound).__name__, ms(inbound.at)
    return one.arrival.id, talk, one.arrival.channel.value, kind, at, one.state, one.because, None


async def _contacts(db: Database, vault: Vault, done: Sequence[Done]) -> None:
    new = [one for one in done if one.link]
    await db.each("new_contact", [(one.turn.conversation.contact, ms(one.arrival.inbound.at)) for one in new])
    links = [(to, one.turn.conversation.contact, one.arrival.inbound.at) for one in new for to in one.link]
    await db.each("link", [identities.link_row(vault, *link) for link in links])


async def _conversations(db: Database, vault: Vault, keys: Keys, done: Sequence[Done]) -> None:
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
    new = [row for row in rows if first[row["id"]].version == 0]
    await insert(db, "conversation", new)
    await _grow(db, [(row, first[row["id"]].version) for row in rows if first[row["id"]].version > 0])
    lines = [ticket_row(vault, ticket, name, keys[name]) for ticket, name in tickets.values()]
    await insert(db, "ticket", lines, upsert=("id",))  # one that was closed comes before the one opened after it


async def insert(db: Database, table: str, rows: Sequence[Columns], *, upsert: tuple[str, ...] = ()) -> None:
    """Whole rows, which all have the same columns."""
    if rows:
        await db.insert(Into(table, tuple(rows[0]), upsert), [tuple(row.values()) for row in rows])


async def _grow(db: Database, rows: Sequence[tuple[Columns, int]]) -> None:
    """Update each where its version is still the one that was read."""
    if not rows:
        return
    names = tuple(name for name in rows[0][0] if name not in FOR_LIFE)
    values = [(*(row[name] for name in names), row["id"], was) for row, was in rows]
    if await db.update(Change("conversation", names, ("id", "version")), values) != len(rows):
        raise StaleWrite("a conversation grew since it was read")


async def _find_keys(db: Database, vault: Vault, keys: Keys, first: Mapping[ConversationId, Conversation]) -> None:
    """A new talk gets a key of its own; one that is there keeps its key for life, or its words were lost."""
    strange = {name: talk for name, talk in first.items() if name not in keys}
    keys.update({name: vault.new_key(name) for name, talk in strange.items() if talk.version == 0})
    there = [name for name in strange if name not in keys]
    if there:
        keys.update({row["id"]: bytes(row["key"]) for row in await db.all("conversations", there)})
    if any(name not in keys for name in there):
        raise StaleWrite("a conversation is gone since it was read")


async def _settle(db: Database, vault: Vault, keys: Keys, sends: Sends, done: Sequence[Done]) -> None:
    """What these turns do to earlier turns and to identities, then their own rows."""
    for name, deeds in groupby((deed for one in done for deed in _deeds(vault, keys, one)), key=itemgetter(0)):
        await db.each(name, [values for _, values in deeds])
    await db.insert(MESSAGE, [row for one in done for row in message_rows(vault, keys, one)])
    await db.insert(OUTBOX, [outbox_row(row, *sends(row.created_at)) for one in done for row in one.rows])


def _looks_back(one: Done, unwritten: Sequence[Done]) -> bool:
    """Does this turn act on rows of its conversation that are not written yet?"""
    acts = any(isinstance(effect, Withdraw | Release | Lost) for effect in one.turn.effects)
    talk = one.turn.conversation.id
    return acts and any(earlier.rows and earlier.turn.conversation.id == talk for earlier in unwritten)


async def _clear_timers(db: Database, done: Sequence[Done]) -> Timers:
    """Whoever ends a wait ends its timers; the open question keeps them (an unanswered message of a flood leaves it
    open), and what is planned does not depend on it. One that ran out is gone with the arrival it became. Returns those
    that the batch starts and does not end."""
    ended: dict[ConversationId, int] = {}
    ran_out: list[tuple[ConversationId, str, int]] = []
    dropped: list[tuple[ConversationId, str]] = []
    timers: Timers = {}
    for one in done:
        now, inbound = one.turn.conversation, one.arrival.inbound
        if isinstance(inbound, (*FROM_CONTACT, Claimed, Returned, Left)):
            ended[now.id] = max(now.wait, ended.get(now.id, 0))
            for key in [key for key, timer in timers.items() if key[0] == now.id and timer[2] < now.wait]:
                if not key[1].startswith((PLANS, TERMS)):
                    del timers[key]
        elif isinstance(inbound, Silence | Waited):
            ran_out.append((now.id, "silence" if isinstance(inbound, Silence) else "offer", inbound.wait))
        elif isinstance(inbound, Planned):
            ran_out.append((now.id, PLANS + inbound.name, inbound.number))
        elif isinstance(inbound, Lapsed):
            ran_out.append((now.id, TERMS + inbound.what, inbound.number))
        for effect in one.turn.effects:
            if isinstance(effect, Unplan | Unterm):
                kind = PLANS + effect.name if isinstance(effect, Unplan) else TERMS + effect.what
                timers.pop((now.id, kind), None)
                dropped.append((now.id, kind))
        timers.update(_timers(one))
    if ended:
        await db.each("clear_timers", [(json.dumps(list(ended.items())),)])
    await db.each("clear_timer", ran_out)
    await db.each("drop_plan", dropped)
    return timers


def _deeds(vault: Vault, keys: Keys, one: Done) -> Iterator[tuple[str, Values]]:
    """The named queries of its effects, in their order, with their values."""
    now, at = one.turn.conversation, one.arrival.inbound.at
    for effect in one.turn.effects:
        match effect:
            case Withdraw():
                yield "withdraw", (now.id, now.turn)
            case Release():
                yield "release", (now.id,)
            case Lost(message, because, external):
                talk, turn, n = place_of(message)
                if talk == now.id:
                    yield "lose", (talk, turn, n, because, external)
                    yield "start_timers", (talk, turn, n, Delivery.REFUSED.value, ms(at))
            case Unlink():
                yield "unlink", (now.contact,)
            case Note(kind, counselor, parts):
                place = Place("note", "sealed_parts", f"{now.id}/{now.turn}", now.id)
                sealed = vault.seal(json.dumps(parts), place, keys[now.id])
                yield "keep_note", (now.id, now.turn, kind, counselor, ms(at), sealed)
            case Erase():
                yield "ask_erase", (now.id, ms(at))
            case KeepWords(words):
                row = identities.link_row(vault, Address(Channel.WEB, "words", words), now.contact, at)
                yield "forget_words", (now.contact, row[2])
                yield "link", row


def _timers(one: Done) -> Timers:
    """A timer starts when the turn's last row is sent; at once when it says nothing or says so."""
    timers: Timers = {}
    talk = one.turn.conversation.id
    for effect in one.turn.effects:
        if isinstance(effect, Plan):
            kind = PLANS + effect.name
            timers[talk, kind] = (talk, kind, effect.number, 0, None, None, ms(effect.at), "", 0)
        if isinstance(effect, Term):
            kind = TERMS + effect.what
            timers[talk, kind] = (talk, kind, effect.number, 0, None, None, ms(effect.at), "", 0)
        if not isinstance(effect, Wait):
            continue
        after = int(effect.after.total_seconds() * 1000)
        waits = bool(one.rows) and effect.starts == "sent"
        row = place_of(one.rows[-1].id)[1:] if waits else (None, None)
        due = None if waits else (ms(one.arrival.inbound.at) or 0) + after
        timers[talk, effect.kind] = (talk, effect.kind, effect.wait, after, *row, due, "", 0)
    return timers
