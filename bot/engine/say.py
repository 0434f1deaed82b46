"""What stands in the bubbles: blanks filled, tips by age, contacts that may be shown, words from the calendar."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.clock import LOCAL
from bot.engine.mind import Mind
from bot.flow import contacts as shelf
from bot.flow.book import (
    Contact,
    Media,
    Route,
    SayContact,
    SayItem,
    SayMedia,
    SayRoute,
    SayText,
    SayTip,
    State,
    Text,
    Tip,
)
from bot.model.conversation import Conversation
from bot.model.message import Channel

MEDIA = "/media/"
"""The route of content/media; on the web the page makes a link of it."""
_BLANK = re.compile(r"\{([a-z0-9_.]+)\}")


def bubbles(mind: Mind, conversation: Conversation, state: State, at: datetime) -> Sequence[str]:
    """The texts of one state, in order. Empty ones fall away."""
    if fixed := state.fixed:
        return fixed.get(conversation.language) or fixed["id"]
    texts: list[str] = []
    for item in state.say:
        if isinstance(item, SayText):  # most are
            texts.append(varied(mind, conversation, item.text, at))
        else:
            texts += _item(mind, conversation, item, at)
    return [text for text in texts if text]


def reply(mind: Mind, conversation: Conversation, key: str, at: datetime, **blanks: str) -> str:
    """One text of content/replies, its blanks filled."""
    text = mind.book.replies[key](conversation.language)
    return fill(mind, conversation, text, at, blanks)


def fill(mind: Mind, conversation: Conversation, text: str, at: datetime, blanks: dict[str, str] | None = None) -> str:
    """Fill `{name}` from blanks given, the calendar, the directory or the conversation's variables."""

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        if blanks and name in blanks:
            return blanks[name]
        if name == "kini.baca":
            return reading_hours(mind, conversation, at)
        if name == "kini.nomor":
            return numbers(mind, conversation)
        return known(mind, conversation, name, at)

    return _BLANK.sub(value, text) if "{" in text else text


def known(mind: Mind, conversation: Conversation, name: str, at: datetime) -> str:
    """What a flow may branch on or say: a variable, or one of the read-only names (flow-language.md); "" for a variable
    without a value."""
    match name:
        case "kini.jam":
            return "buka" if mind.calendar.at(conversation.office, at).open else "tutup"
        case "kini.kanal":
            return conversation.channel.value
        case "kini.tingkat":
            return conversation.level.name.lower()
        case "kini.bahasa":
            return conversation.language
        case "kini.pembaca":
            return conversation.reader.value
        case "kini.wilayah":
            return district(conversation)
        case "kini.umur":
            return conversation.age_band
        case "kini.tiket":
            return "ada" if conversation.ticket and conversation.ticket.open else "tidak ada"
    return conversation.variables.get(name, "")


def reading_hours(mind: Mind, conversation: Conversation, at: datetime) -> str:
    """When a person reads, from the calendar and nothing else (law 12)."""
    hours = mind.calendar.at(conversation.office, at)
    if hours.open and hours.until:
        return reply(mind, conversation, "kini.baca_buka", at, sampai=clock_of(hours.until))
    if hours.next_open is None:
        return reply(mind, conversation, "kini.baca_takpasti", at)
    local = hours.next_open.astimezone(LOCAL)
    day = mind.book.replies[f"hari.{local.weekday()}"](conversation.language)
    return reply(mind, conversation, "kini.baca_tutup", at, hari=day, jam=clock_of(hours.next_open))


def clock_of(at: datetime) -> str:
    """08.00, as a clock is read in East Kalimantan."""
    local = at.astimezone(LOCAL)
    return f"{local.hour:02}.{local.minute:02}"


def numbers(mind: Mind, conversation: Conversation) -> str:
    """The emergency numbers everyone may see, in one line."""
    shown = shelf.everyones(mind.book, conversation.reader, district(conversation))
    return " · ".join(f"{one.number} {one.name}" for one in shown)


def is_open(mind: Mind, conversation: Conversation, at: datetime) -> bool:
    """Does a person read just now?"""
    return mind.calendar.at(conversation.office, at).open


def district(conversation: Conversation) -> str:
    """Where the contacts of a conversation are looked for."""
    return conversation.variables.get("wilayah", conversation.office)


def varied(mind: Mind, conversation: Conversation, text: Text, at: datetime) -> str:
    """A text of the book as this reader is told it, its blanks filled."""
    traits = traits_of(conversation) if text.variants else frozenset()
    return fill(mind, conversation, text(conversation.language, traits), at)


def traits_of(conversation: Conversation) -> frozenset[str]:
    """What a variant may ask for: age band, channel, reader."""
    return frozenset((conversation.age_band, conversation.channel.value, conversation.reader.value))


def _item(mind: Mind, conversation: Conversation, item: SayItem, at: datetime) -> Iterable[str]:
    match item:
        case SayText(text):
            yield varied(mind, conversation, text, at)
        case SayTip(name):
            yield from (text(conversation.language) for text in part_of(mind.book.tips[name], conversation.age_band))
        case SayContact(name):
            contact = mind.book.directory[name]
            place, open_now = district(conversation), is_open(mind, conversation, at)
            if shelf.showable(contact, conversation.reader, place, open_now=open_now):
                yield contact_line(mind, conversation, contact, at)
        case SayMedia(name):
            yield media(mind, conversation, mind.book.media[name], at)
        case SayRoute("line"):
            yield fill(mind, conversation, route_of(mind, conversation).line(conversation.language), at)
        case SayRoute():
            yield contacts(mind, conversation, at)


def media(mind: Mind, conversation: Conversation, one: Media, at: datetime) -> str:
    """What a picture or sound shows, in words, and where it can be opened: nobody pays for data they did not ask for,
    and every channel shows the same."""
    text = varied(mind, conversation, one.text, at)
    if conversation.channel is not Channel.WEB and not mind.site:
        return text
    return f"{text}\n{'' if conversation.channel is Channel.WEB else mind.site}{MEDIA}{one.file}"


def part_of(tip: Tip, band: str) -> tuple[Text, ...]:
    """The part for an age band; else the one for all; else the first."""
    return tip.parts.get(band) or tip.parts.get("all") or next(iter(tip.parts.values()))


def contact_line(mind: Mind, conversation: Conversation, contact: Contact, at: datetime) -> str:
    """One contact as the reader sees it; a number nobody has called yet says where it comes from."""
    line = reply(
        mind,
        conversation,
        "contact_line",
        at,
        nama=contact.name,
        cara=contact.how,
        nomor=contact.number,
        catatan=contact.note,
    ).strip()
    if contact.everyone:
        return line
    return f"{line} ({reply(mind, conversation, 'contact_press', at, bulan=contact.seen)})"


def contacts(mind: Mind, conversation: Conversation, at: datetime) -> str:
    """At most two fitting contacts, one line each, in the order of the route. A neutral line stands first: names
    of contacts tell what the talk is about, and a lock screen shows the first letters of a bubble."""
    route, place = route_of(mind, conversation), district(conversation)
    named = shelf.named(mind.book, route, conversation.reader, place, open_now=is_open(mind, conversation, at))
    lines = [contact_line(mind, conversation, one, at) for one in named]
    return "\n".join([reply(mind, conversation, "contacts_first", at), *lines]) if lines else ""


def route_of(mind: Mind, conversation: Conversation) -> Route:
    """The route that the danger of a conversation takes."""
    kinds = {kind.value for kind in conversation.kinds}
    return shelf.route_for(mind.book, kinds, conversation.reader, conversation.level)
