"""The dialect of Twilio's WhatsApp webhooks: forms in, messages out. Pure.

Laws
1. Text is cleaned before anything else looks at it.
2. A number is not a person: the sender has a phone, a business-scoped id, or both, and all of them lead to one contact.
3. Choices are numbered lines; the number, the word or a press all answer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.letters import Unreadable, clean, cut, units
from bot.engine.nearest import nearest
from bot.model.message import (
    Address,
    Arrival,
    ArrivalId,
    Blocked,
    Card,
    Channel,
    ConversationId,
    Failed,
    Inbound,
    Location,
    Media,
    MessageId,
    Press,
    Said,
)
from bot.model.report import Rank, Report
from bot.ports import OutboxRow

LONGEST = 1600
"""Of a message (channel facts B5), counted in UTF-16 units to be safe."""
LONGEST_DATA = 64
ANSWER = "Balas dengan angka."
PREFIX = "whatsapp:"
PHONE = re.compile(r"whatsapp:\+\d{5,16}")
SCOPED = re.compile(r"whatsapp:[A-Z]{2}(\.ENT)?\.[A-Za-z0-9]{1,128}")
"""Business-scoped user id (channel facts B1)."""
ROW = re.compile(r"([^/]{1,200})/\d{1,9}/\d{1,9}")
"""The name of an outbox row (model.message.MessageId)."""
LOST = frozenset(["failed", "undelivered"])
GONE = frozenset(["21610", "63014", "63033"])
"""The contact asked not to be written to, or blocked us (channel facts B7)."""
RANKS = {
    **dict.fromkeys(("accepted", "queued", "sending", "sent"), Rank.ACCEPTED),
    "delivered": Rank.DELIVERED,
    "read": Rank.READ,
}
MEDIA = {
    "image": "photo",
    "audio": "voice",
    "video": "video",
    "sticker": "sticker",
    "document": "document",
    "application": "document",
}
"""MessageType, or the first half of the content type → how the house calls it."""
CARDS = frozenset(["text/vcard", "text/x-vcard"])


def read(form: Mapping[str, str], at: datetime) -> Arrival:
    """One inbound webhook as an arrival. Raises Unreadable."""
    name = clean(form.get("MessageSid"))[:64]
    if not name:
        raise Unreadable("no MessageSid")
    addresses = _addresses(form)
    if not addresses:
        raise Unreadable("no sender")
    arrival = ArrivalId(f"whatsapp:{name}")
    return Arrival(arrival, Channel.WHATSAPP, _inbound(form, at), addresses[0], aliases=addresses[1:])


@dataclass(frozen=True, slots=True)
class Listed:
    """A message to us as Twilio's list of messages has it: less than its webhook tells, a press only by its title."""

    sid: str
    at: datetime
    sender: str
    body: str
    media: str

    @property
    def name(self) -> ArrivalId:
        """As `read` names it."""
        return ArrivalId(f"whatsapp:{clean(self.sid)[:64]}")


def read_listed(one: Listed) -> Arrival:
    """As its webhook would have been read, but late. Raises Unreadable."""
    form = {"MessageSid": one.sid, "From": one.sender, "Body": one.body, "NumMedia": one.media}
    arrival = read(form, one.at)
    inbound = arrival.inbound
    return replace(arrival, inbound=replace(inbound, late=True)) if isinstance(inbound, Said | Media) else arrival


def _addresses(form: Mapping[str, str]) -> tuple[Address, ...]:
    """Phone first. `From` may hold either; `ExternalUserId` is the scoped id on every webhook (channel facts B1)."""
    found: dict[str, Address] = {}
    for value in (form.get("From", ""), form.get("ExternalUserId", "")):
        if PHONE.fullmatch(value):
            found[value] = Address(Channel.WHATSAPP, "phone", value)
        elif SCOPED.fullmatch(value):
            found[value] = Address(Channel.WHATSAPP, "bsuid", value)
    return tuple(found.values())


def _inbound(form: Mapping[str, str], at: datetime) -> Inbound:
    text = clean(form.get("Body"))
    if data := clean(form.get("ButtonPayload"))[:LONGEST_DATA]:
        return Press(at, data)
    if form.get("Latitude"):
        return Location(at, nearest(form["Latitude"], form.get("Longitude")))
    if form.get("MediaContentType0", "").lower() in CARDS or form.get("MessageType") == "contacts":
        return Card(at)
    if form.get("NumMedia", "0") not in ("", "0"):
        return Media(at, _what(form), text)
    if not text and form.get("MessageType", "text") not in ("", "text"):
        return Media(at, _what(form))
    return Said(at, text)


def _what(form: Mapping[str, str]) -> str:
    kind = form.get("MediaContentType0", "").partition("/")[0]
    return MEDIA.get(form.get("MessageType", "")) or MEDIA.get(kind) or "other"


def read_report(form: Mapping[str, str], out: str, at: datetime) -> Report | None:
    """What was told of our row `out` that did not fail; None when that says nothing or the row is not one of ours."""
    rank = RANKS.get(form.get("MessageStatus", ""))
    if rank is None or ROW.fullmatch(out) is None:
        return None
    return Report(MessageId(out), rank, at, clean(form.get("MessageSid"))[:64])


def read_status(form: Mapping[str, str], out: str, at: datetime) -> Arrival | None:
    """A delivery report on our row `out`; None when nothing was lost or the row is not one of ours."""
    status, row = form.get("MessageStatus", ""), ROW.fullmatch(out)
    if status not in LOST or row is None:
        return None
    because = clean(form.get("ErrorCode"))[:16] or status
    sid = clean(form.get("MessageSid"))[:64]
    name = ArrivalId(f"whatsapp-status:{sid}:{status}")
    talk = ConversationId(row.group(1))
    return Arrival(name, Channel.WHATSAPP, Failed(at, MessageId(out), because, sid), conversation=talk)


def read_blocked(failed: Arrival) -> Arrival | None:
    """What a failure tells of the contact as a whole; None when it is only about that message."""
    lost = failed.inbound
    if not isinstance(lost, Failed) or lost.because not in GONE:
        return None
    name = ArrivalId(f"blocked:{lost.message}")
    return Arrival(name, Channel.WHATSAPP, Blocked(lost.at), conversation=failed.conversation)


def render(row: OutboxRow) -> str:
    """The text with its choices as numbered lines. When it is too long the text gives way, never a choice."""
    if not row.buttons:
        return cut(row.text, LONGEST)
    lines = [f"{number}. {one.label}" for number, one in enumerate(row.buttons, start=1)]
    choices = "\n".join(["", "", *lines, "", ANSWER])
    return cut(row.text, LONGEST - units(choices)) + choices
