"""What one batch writes: arrivals, identities, conversations, messages, outbox, tickets, timers and effects."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.errors import StaleWrite
from bot.model.conversation import Conversation
from bot.model.message import (
    FROM_CONTACT,
    ArrivalId,
    Author,
    Button,
    Card,
    Channel,
    Claimed,
    ConversationId,
    Edited,
    Inbound,
    Left,
    Location,
    Media,
    Press,
    Returned,
    Said,
    Silence,
    Waited,
)
from bot.model.turn import KeepWords, Release, Unlink, Wait, Withdraw
from bot.ports import Delivery, Done, OutboxRow
from bot.store.rows import conversation_row, insert_of, ms, ticket_row
from bot.vault.envelope import Place, Vault

if TYPE_CHECKING:
    from bot.store.sqlite import Connection

ARRIVAL = insert_of(
    "arrival", ("id", "conversation_id", "channel", "kind", "received_at", "state", "because", "sealed_raw")
)
MESSAGE = insert_of(
    "message",
    (
        "id",
        "conversation_id",
        "turn",
        "n",
        "author",
        "at",
        "alarm",
        "span_from",
        "span_to",
        "sealed_text",
        "sealed_buttons",
    ),
)
OUTBOX = insert_of(
    "outbox",
    (
        "id",
        "conversation_id",
        "turn",
        "n",
        "channel",
        "author",
        "state",
        "created_at",
        "due_at",
        "attempts",
        "sent_at",
        "external_id",
        "because",
        "released",
        "finished",
    ),
)
TIMER = (
    insert_of("timer", ("conversation_id", "kind", "wait", "after_ms", "outbox_id", "due_at"))
    + " on conflict (conversation_id, kind) do update set wait = excluded.wait, after_ms = excluded.after_ms,"
    + " outbox_id = excluded.outbox_id, due_at = excluded.due_at"
)


async def write(db: "Connection", vault: Vault, keys: dict[ConversationId, bytes], done: Sequence[Done]) -> None:
    """Everything the batch led to. Conversations of one batch come in order; the last state of each is kept.
    Raises StaleWrite when a conversation grew since it was read."""
    await _contacts(db, vault, done)
    await _conversations(db, vault, keys, done)
    arrivals = [
        (
            one.arrival.id,
            one.turn.conversation.id,
            one.arrival.channel.value,
            type(one.arrival.inbound).__name__,
            ms(one.arrival.inbound.at),
            one.state,
            one.because,
            None,
        )
        for one in done
    ]
    await db.many(ARRIVAL, arrivals)
    for one in done:
        await _effects_before(db, vault, one)
    await db.many(MESSAGE, [row for one in done for row in _messages(vault, keys, one)])
    await db.many(OUTBOX, [_outbox(row) for one in done for row in one.rows])
    await db.many(TIMER, [row for one in done for row in _timers(one)])


async def park(db: "Connection", vault: Vault, arrival: ArrivalId, channel: Channel, raw: str, at: datetime) -> None:
    """Keep what could not be read, under the house key."""
    sealed = vault.seal(raw, Place("arrival", "sealed_raw", arrival))
    await db.many(ARRIVAL, [(arrival, None, channel.value, "unread", ms(at), "parked", "unread", sealed)])


async def _contacts(db: "Connection", vault: Vault, done: Sequence[Done]) -> None:
    for one in done:
        if not one.link:
            continue
        contact, at = one.turn.conversation.contact, ms(one.arrival.inbound.at)
        await db.run("new_contact", contact, at)
        for address in one.link:
            lookup = vault.lookup(address.kind, address.value)
            place = Place("identity", "sealed_value", f"{address.channel.value}.{address.kind}.{contact}")
            sealed = vault.seal(address.value, place)
            await db.run("link", address.channel.value, address.kind, lookup, contact, sealed, at)


async def _conversations(
    db: "Connection", vault: Vault, keys: dict[ConversationId, bytes], done: Sequence[Done]
) -> None:
    first: dict[ConversationId, Conversation] = {}
    last: dict[ConversationId, Done] = {}
    for one in done:
        first.setdefault(one.turn.conversation.id, one.turn.conversation)
        last[one.turn.conversation.id] = one
    for name, one in last.items():
        now = one.turn.conversation
        if name not in keys:
            keys[name] = vault.new_key(name)
        row = conversation_row(vault, now, keys[name])
        row["version"] = now.version + 1
        await _store(db, row, was=first[name].version)
        if now.ticket is not None:
            ticket = ticket_row(vault, now.ticket, name, keys[name])
            await db.many(insert_of("ticket", tuple(ticket), upsert="id"), [tuple(ticket.values())])


async def _store(db: "Connection", row: dict[str, Any], *, was: int) -> None:
    """Insert at version 0, else update where the version is still the one that was read."""
    if was == 0:
        await db.many(insert_of("conversation", tuple(row)), [tuple(row.values())])
        return
    names = [name for name in row if name != "id"]
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(names, start=1))
    sql = f"update conversation set {sets} where id = ${len(names) + 1} and version = ${len(names) + 2}"  # noqa: S608  names are ours
    values = [row[name] for name in names] + [row["id"], was]
    bound = {str(number): value for number, value in enumerate(values, start=1)}
    async with db.db.execute(sql, bound) as cursor:
        if cursor.rowcount != 1:
            raise StaleWrite("a conversation grew since it was read")


async def _effects_before(db: "Connection", vault: Vault, one: Done) -> None:
    """What a turn does to rows of earlier turns. Its own rows come after."""
    now, inbound = one.turn.conversation, one.arrival.inbound
    if isinstance(inbound, (*FROM_CONTACT, Claimed, Returned, Left)):
        await db.run("clear_timers", now.id, now.wait)
    elif isinstance(inbound, Silence | Waited):
        kind = "silence" if isinstance(inbound, Silence) else "offer"
        await db.run("clear_timer", now.id, kind, inbound.wait)
    for effect in one.turn.effects:
        match effect:
            case Withdraw():
                await db.run("withdraw", now.id, now.turn)
            case Release():
                await db.run("release", now.id)
            case Unlink():
                await db.run("unlink", now.contact)
            case KeepWords(words):
                await db.run("forget_words", now.contact)
                lookup = vault.lookup("words", words)
                sealed = vault.seal(words, Place("identity", "sealed_value", f"web.words.{now.contact}"))
                await db.run("link", "web", "words", lookup, now.contact, sealed, ms(inbound.at))


def words_of(inbound: Inbound) -> str | None:
    """What the desk shows of an inbound; None when the contact did nothing visible."""
    match inbound:
        case Said(text=text) | Edited(text=text):
            return text
        case Press(data=data):
            return f"[tombol: {data.split('.')[1] if data.count('.') == 2 else '?'}]"
        case Media(what=what, caption=caption):
            return f"[{what}] {caption}".strip()
        case Location():
            return "[lokasi]"
        case Card():
            return "[kartu kontak]"
    return None


def _messages(vault: Vault, keys: dict[ConversationId, bytes], one: Done) -> list[tuple[Any, ...]]:
    now = one.turn.conversation
    key, rows = keys[now.id], []
    text = words_of(one.arrival.inbound)
    if text is not None:
        name = f"{now.id}/{now.turn}/0"
        alarm = one.turn.alarm
        span = alarm.span if alarm else (None, None)
        sealed = vault.seal(text, Place("message", "sealed_text", name, now.id), key)
        rule = alarm.rule if alarm else ""
        at = ms(one.arrival.inbound.at)
        rows.append((name, now.id, now.turn, 0, Author.CONTACT.value, at, rule, *span, sealed, None))
    for row in one.rows:
        turn, n = _order(row)
        sealed = vault.seal(row.text, Place("message", "sealed_text", row.id, now.id), key)
        buttons = json.dumps([[button.data, button.label] for button in row.buttons])
        shut = vault.seal(buttons, Place("message", "sealed_buttons", row.id, now.id), key) if row.buttons else None
        rows.append((row.id, now.id, turn, n, row.author.value, ms(row.created_at), "", None, None, sealed, shut))
    return rows


def buttons_of(vault: Vault, blob: bytes | None, row: str, conversation: str, key: bytes) -> tuple[Button, ...]:
    if blob is None:
        return ()
    text = vault.open(blob, Place("message", "sealed_buttons", row, conversation), key)
    return tuple(Button(data, label) for data, label in json.loads(text))


def _order(row: OutboxRow) -> tuple[int, int]:
    _, turn, n = row.id.rsplit("/", 2)
    return int(turn), int(n)


def _outbox(row: OutboxRow) -> tuple[Any, ...]:
    turn, n = _order(row)
    finished = row.state in (Delivery.SENT, Delivery.REFUSED, Delivery.WITHDRAWN, Delivery.HELD)
    return (
        row.id,
        row.conversation,
        turn,
        n,
        row.channel.value,
        row.author.value,
        row.state.value,
        ms(row.created_at),
        ms(row.due_at),
        row.attempts,
        ms(row.sent_at),
        row.external_id,
        row.because,
        int(row.released),
        int(finished),
    )


def _timers(one: Done) -> list[tuple[Any, ...]]:
    """A timer starts when the turn's last row is sent; at once when it says nothing or says so."""
    rows = []
    for effect in one.turn.effects:
        if not isinstance(effect, Wait):
            continue
        after = int(effect.after.total_seconds() * 1000)
        waits_for = one.rows[-1].id if one.rows and effect.starts == "sent" else None
        due = None if waits_for else (ms(one.arrival.inbound.at) or 0) + after
        rows.append((one.turn.conversation.id, effect.kind, effect.wait, after, waits_for, due))
    return rows
