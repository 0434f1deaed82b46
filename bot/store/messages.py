"""Messages and their way out, as rows: what was said, by whom, and what could be pressed."""

import json
import re

from bot.model.message import (
    Author,
    Button,
    Card,
    ConversationId,
    Edited,
    Inbound,
    Location,
    Media,
    MessageId,
    Press,
    Said,
    text_of,
)
from bot.ports import Delivery, Done, OutboxRow
from bot.store.database import Into, Row, Values
from bot.store.rows import ms
from bot.vault.envelope import Place, Vault

FINISHED = frozenset([Delivery.SENT, Delivery.REFUSED, Delivery.WITHDRAWN, Delivery.HELD])
"""Nothing more is tried; such a row blocks nobody. (UNKNOWN without a moment to try again is finished too.)"""
MESSAGE = Into(
    "message",
    (
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
OUTBOX = Into(
    "outbox",
    (
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
        "answers",
        "planned",
        "finished",
        "sender",
        "sends_until",
    ),
)

PRESSED = re.compile(r"\[tombol: ([a-z0-9_]+)\]")


def shown_of(inbound: Inbound) -> str | None:
    """What the desk shows of an inbound; None when the contact did nothing visible."""
    match inbound:
        case Said() | Edited():
            return text_of(inbound)
        case Press(data=data):
            return f"[tombol: {choice_of(data)}]"
        case Media(what=what):
            return f"[{what}] {text_of(inbound)}".strip()
        case Location():
            return "[lokasi]"
        case Card():
            return "[kartu kontak]"
    return None


def choice_of(data: str) -> str:
    """The choice that a button's data names (model.message.Press); "?" where it is not ours."""
    return data.split(".")[1] if data.count(".") == 2 else "?"


def pressed(text: str) -> str:
    """The choice of what `shown_of` wrote of a press; "" of anything else."""
    found = PRESSED.fullmatch(text)
    return found[1] if found else ""


def _shifted(span: tuple[int, int], inbound: Inbound) -> tuple[int, int]:
    """The ear hears a caption alone; the desk shows it behind the name of the medium."""
    shift = len(f"[{inbound.what}] ") if isinstance(inbound, Media) else 0
    return span[0] + shift, span[1] + shift


def message_rows(vault: Vault, keys: dict[ConversationId, bytes], one: Done) -> list[Values]:
    now = one.turn.conversation
    key = keys[now.id]
    rows: list[Values] = []
    text = shown_of(one.arrival.inbound)
    if text is not None:
        name = f"{now.id}/{now.turn}/0"
        alarm = one.turn.alarm
        span = _shifted(alarm.span, one.arrival.inbound) if alarm else (None, None)
        sealed = vault.seal(text, Place("message", "sealed_text", name, now.id), key)
        rule = alarm.rule if alarm else ""
        at = ms(one.arrival.inbound.at)
        rows.append((now.id, now.turn, 0, Author.CONTACT.value, at, rule, *span, sealed, None))
    for row in one.rows:
        place = place_of(row.id)
        sealed = vault.seal(row.text, Place("message", "sealed_text", row.id, now.id), key)
        buttons = json.dumps([[button.data, button.label] for button in row.buttons])
        shut = vault.seal(buttons, Place("message", "sealed_buttons", row.id, now.id), key) if row.buttons else None
        rows.append((*place, row.author.value, ms(row.created_at), "", None, None, sealed, shut))
    return rows


def buttons_of(vault: Vault, blob: bytes | None, row: str, conversation: str, key: bytes) -> tuple[Button, ...]:
    if blob is None:
        return ()
    text = vault.open(blob, Place("message", "sealed_buttons", row, conversation), key)
    return tuple(Button(data, label) for data, label in json.loads(text))


def place_of(message: MessageId) -> tuple[str, int, int]:
    """Conversation, turn and n: how its rows are found."""
    talk, turn, n = message.rsplit("/", 2)
    return talk, int(turn), int(n)


def name_of(row: Row) -> MessageId:
    """The id of a message whose row this is, or of the row on its way out."""
    return MessageId(f"{row['conversation_id']}/{row['turn']}/{row['n']}")


def outbox_row(row: OutboxRow, sender: str, until: int) -> Values:
    """`sender` is the process that sends it, unless it has not until then."""
    return (
        *place_of(row.id),
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
        int(row.answers),
        row.planned,
        int(row.state in FINISHED),
        sender,
        until,
    )
