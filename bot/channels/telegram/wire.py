"""The dialect of the Telegram Bot API: updates in, messages out. Pure; the plain objects of the API, no client.

Laws
1. Text is cleaned before anything else looks at it.
2. Only private chats are ours; groups and channels are passed over.
3. A message of a sort we do not know is still a message: it is answered.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.channels.letters import Unreadable, clean, cut
from bot.engine.nearest import nearest
from bot.model.message import (
    Address,
    Arrival,
    ArrivalId,
    Blocked,
    Card,
    Channel,
    Edited,
    Inbound,
    Location,
    Media,
    Press,
    Said,
)
from bot.ports import OutboxRow

LONGEST = 4096
"""Of a message (channel facts A3), counted in UTF-16 units to be safe."""
LONGEST_DATA = 64
"""Bytes of a button (channel facts A3)."""
LONGEST_LABEL = 64
"""Letters of a button that still fit a small screen."""
LARGEST_ID = 2**52
"""Telegram's numbers have at most 52 significant bits (core.telegram.org/bots/api, Chat and User)."""
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""Named in every request: the server remembers the last list it was given (channel facts A1)."""
MEDIA = {
    "sticker": "sticker",
    "photo": "photo",
    "voice": "voice",
    "audio": "audio",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "document": "document",
}
"""Field of a message → how the house calls it. An animation also fills `document`: the first that fits counts."""
SERVICE = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "chat_background_set",
    "connected_website",
    "forum_topic_created",
)
"""Notes of the platform in a private chat: nobody said anything."""
START = "/start"


def update_id(raw: object) -> int | None:
    """The number of an update; None when it has none."""
    number = _number(raw.get("update_id")) if isinstance(raw, Mapping) else None
    return number if number is not None and number >= 0 else None


def _number(value: object) -> int | None:
    """A whole number of Telegram's; what is larger fits no column of the store."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST_ID:
        return value
    return None


def read(raw: Mapping[str, Any], at: datetime) -> Arrival | None:
    """One update as an arrival; None when it is not for us. Raises Unreadable."""
    number = update_id(raw)
    if number is None:
        raise Unreadable("no update_id")
    found = _found(raw, at)
    if found is None:
        return None
    chat, inbound = found
    address = Address(Channel.TELEGRAM, "user", str(chat))
    return Arrival(ArrivalId(f"telegram:{number}"), Channel.TELEGRAM, inbound, address)


def _found(raw: Mapping[str, Any], at: datetime) -> tuple[int, Inbound] | None:
    """The private chat and what happened in it."""
    if "message" in raw:
        return _in_chat(_part(raw, "message"), _message(_part(raw, "message"), at))
    if "edited_message" in raw:
        edited = _part(raw, "edited_message")
        text = clean(edited.get("text")) or clean(edited.get("caption"))
        return _in_chat(edited, Edited(at, text) if text else None)
    if "callback_query" in raw:
        return _pressed(_part(raw, "callback_query"), at)
    if "my_chat_member" in raw:
        member = _part(raw, "my_chat_member")
        gone = _part(member, "new_chat_member").get("status") == "kicked"
        return _in_chat(member, Blocked(at) if gone else None)
    return None


def _part(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = raw.get(name)
    if not isinstance(part, Mapping):
        raise Unreadable(f"{name} is no object")
    return part


def _in_chat(raw: Mapping[str, Any], inbound: Inbound | None) -> tuple[int, Inbound] | None:
    chat = _part(raw, "chat")
    number = _number(chat.get("id"))
    if number is None:
        raise Unreadable("a chat without id")
    if inbound is None or chat.get("type") != "private":
        return None
    return number, inbound


def _message(raw: Mapping[str, Any], at: datetime) -> Inbound | None:
    """What a message says. Of several fields the most telling one counts."""
    if "text" in raw:
        text = clean(raw["text"])
        return Said(at, START if text.startswith(f"{START} ") else text)
    if "location" in raw or "venue" in raw:
        point = _inside(raw, "location")
        return Location(at, nearest(point.get("latitude"), point.get("longitude")))
    if "contact" in raw:
        return Card(at)
    if any(name in raw for name in SERVICE):
        return None
    what = next((name for field, name in MEDIA.items() if field in raw), "other")
    return Media(at, what, clean(raw.get("caption")))


def _pressed(raw: Mapping[str, Any], at: datetime) -> tuple[int, Inbound] | None:
    """The data of a button is what any client chose to send: it is only ever compared, never trusted."""
    data = clean(raw.get("data"))[:LONGEST_DATA]
    inbound = Press(at, data) if data else None
    if "message" in raw:
        return _in_chat(_part(raw, "message"), inbound)
    who = _number(_part(raw, "from").get("id"))
    if who is None:
        raise Unreadable("a press of nobody")
    return (who, inbound) if inbound else None


def press_of(raw: Mapping[str, Any]) -> str:
    """The id of the press that waits to be acknowledged; "" for any other update."""
    name = _inside(raw, "callback_query").get("id")
    return name if isinstance(name, str) else ""


def pressed_message(raw: Mapping[str, Any]) -> tuple[int, int] | None:
    """Chat and number of the message that was pressed; None for any other update, and for one too old to be shown."""
    message = _inside(_inside(raw, "callback_query"), "message")
    chat, number = _number(_inside(message, "chat").get("id")), _number(message.get("message_id"))
    return (chat, number) if chat is not None and number is not None else None


def _inside(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = raw.get(name)
    return part if isinstance(part, Mapping) else {}


def render(row: OutboxRow) -> dict[str, Any]:
    """The fields of sendMessage beside the chat: plain text, one button a row."""
    fields: dict[str, Any] = {"text": cut(row.text, LONGEST)}
    if row.buttons:
        keyboard = [[{"text": cut(one.label, LONGEST_LABEL), "callback_data": one.data}] for one in row.buttons]
        fields["reply_markup"] = {"inline_keyboard": keyboard}
    return fields
