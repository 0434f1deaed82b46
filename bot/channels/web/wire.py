"""The dialect of the web chat: forms in, arrivals out. Pure.

Laws
1. The same form sent twice with the same words is one arrival; with other words it is a new one.
2. Nothing that cannot be stored or screened gets past here: zero bytes and lone surrogates are replaced first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.engine.understand import two_words
from bot.errors import Later
from bot.model.message import (
    LONGEST_TEXT,
    Address,
    Arrival,
    ArrivalId,
    Button,
    Channel,
    Inbound,
    Left,
    Opened,
    Press,
    Said,
    storable,
)
from bot.ports import OutboxRow

Key = Callable[[str, str], bytes]
"""A keyed hash of (purpose, value): Vault.lookup."""

LONGEST_DATA = 64
"""Bytes of a button (model.message.Button)."""
LOOK_AGAIN = timedelta(seconds=15)
"""For a row whose visit is closed; the cap of the outbox's back-off (contract.md)."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the page posted. `name` is the form's id, made when the page was drawn."""

    name: str = ""
    text: str = ""
    press: str = ""
    scripted: bool = False

    def inbound(self, at: datetime) -> Inbound:
        return Press(at, self.press) if self.press else Said(at, self.text)


def read_form(fields: Mapping[str, object]) -> Form:
    """Whatever was posted, as something that can be kept. Never raises."""
    return Form(
        name=_text(fields, "id")[:200],
        text=_text(fields, "text")[:LONGEST_TEXT],
        press=_text(fields, "press")[:LONGEST_DATA],
        scripted=_text(fields, "js") == "1",
    )


def read_words(fields: Mapping[str, object]) -> str:
    """The two words of the way back, as they were kept; "" for what cannot have been kept."""
    return two_words(_text(fields, "kata"))


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    return storable(value).replace("\r\n", "\n") if isinstance(value, str) else ""


def label_of(number: int, one: Button) -> str:
    """What stands on a button of the page: its number may be typed as well."""
    return f"{number}. {one.label}"


def cookie_address(token: str) -> Address:
    return Address(Channel.WEB, "cookie", token)


def words_address(words: str) -> Address:
    return Address(Channel.WEB, "words", words)


def arrival_of(token: str, form: Form, at: datetime, key: Key) -> Arrival:
    """One word or press. The id is a keyed hash, so that it tells nothing about the words."""
    kind = "press" if form.press else "text"
    return _arrival(token, form.inbound(at), f"{form.name}\0{kind}\0{form.press or form.text}", key)


def opened(token: str, at: datetime, key: Key) -> Arrival:
    return _arrival(token, Opened(at), "opened", key)


def left(token: str, at: datetime, key: Key) -> Arrival:
    """Each time a new one: leaving twice does no harm, being kept once too often would."""
    return _arrival(token, Left(at), f"left\0{at.isoformat()}", key)


def _arrival(token: str, inbound: Inbound, what: str, key: Key) -> Arrival:
    name = key("web arrival", f"{token}\0{what}").hex()
    return Arrival(ArrivalId(f"web:{name}"), Channel.WEB, inbound, cookie_address(token))


def new_form_id(nonce: str, key: Key) -> str:
    """An id that only we can have made, for the cookie of a first word."""
    return f"{nonce}.{key('web form', nonce).hex()}"


def first_token(form_id: str, key: Key) -> str | None:
    """The cookie that a first word on this form opens: always the same one, so that a form sent twice at once, before
    the first cookie came back, is one talk. None when the id is not one of ours."""
    nonce, _, proof = form_id.partition(".")
    if not nonce or proof != key("web form", nonce).hex():
        return None
    return key("web cookie", nonce).hex()


class WebAdapter:
    """Sending is keeping: a row marked sent is what the page shows, and the bell wakes the stream. While no visit is
    open (the contact left), nobody would see it: it waits until can_send holds it or the two words open the talk."""

    channel = Channel.WEB
    joins = False
    longest = LONGEST_TEXT

    async def send(self, to: Address, row: OutboxRow) -> str:
        """Raises Later while no cookie opens the talk."""
        if to.kind != "cookie":
            raise Later("closed", LOOK_AGAIN)
        return row.id

    async def close(self) -> None:
        """Nothing is held."""
