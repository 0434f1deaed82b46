"""What stands in the bubbles: blanks filled, tips by age, contacts that may be shown, words from the calendar."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.clock import LOCAL
from bot.engine import agenda, office
from bot.engine.mind import Mind
from bot.flow import contacts as shelf
from bot.flow.agenda import SayEvents
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
    SayTopic,
    State,
    Text,
    Tip,
    Topic,
)
from bot.flow.names import ABOUT, CHOSEN, COMMANDS, OTHERS, TIPS
from bot.flow.topics import CARD
from bot.model.conversation import Conversation, Reader
from bot.model.message import ELSEWHERE, Channel

ITS_TIP = "tip"
"""The part of a topic that a tip has too."""
MEDIA = "/media/"
"""The route of content/media; on the web the page makes a link of it."""
CALLED = {shelf.Trust.CHECKED: "contact_checked", shelf.Trust.SILENT: "contact_silent"}
"""Replies that tell what our calls found; of a contact that nobody called it is told where it was seen."""
_BLANK = re.compile(r"\{([a-z0-9_.]+)\}")
_DAY = re.compile(r"\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])")


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
    one = mind.book.replies[key]
    text = one(conversation.language, traits_of(conversation) if one.variants else frozenset())
    return fill(mind, conversation, text, at, blanks)


def office_name(mind: Mind, conversation: Conversation, office: str) -> str:
    """As a counselor who works there says it."""
    named = mind.book.replies.get(f"kantor.{office}")
    return named(conversation.language) if named else office


def fill(mind: Mind, conversation: Conversation, text: str, at: datetime, blanks: dict[str, str] | None = None) -> str:
    """Fill `{name}` from blanks given, the calendar, the directory or the conversation's variables."""

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        if blanks and name in blanks:
            return blanks[name]
        if name == "kini.baca":
            return reading_hours(mind, conversation, at)
        if name == "kini.nomor":
            return numbers(mind, conversation, district(conversation))
        if name == "kini.web":
            return web_offer(mind, conversation, at)
        if name == "kini.angka":
            return " · ".join(one.number for one in everyones(mind, conversation, district(conversation)))
        if name == "kini.kantor":
            return puspaga(mind, conversation, district(conversation), at)
        return spoken(mind, conversation, known(mind, conversation, name, at), at)

    return _BLANK.sub(value, text).rstrip() if "{" in text else text


def spoken(mind: Mind, conversation: Conversation, value: str, at: datetime) -> str:
    """What a variable holds, as it is said: a day as the weekday and its number."""
    if not _DAY.fullmatch(value):
        return value
    day = date.fromisoformat(value)
    weekday = mind.book.replies[f"hari.{day.weekday()}"](conversation.language)
    return reply(mind, conversation, "tanggal", at, hari=weekday, tanggal=str(day.day))


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
        case "kini.kartu":
            return "ada" if handed_on(mind, conversation) else "tidak ada"
        case "kini.topik":
            return "ada" if topic_of(mind, conversation) else "tidak ada"
        case "kini.kunci":
            return "tertutup" if conversation.locked else "terbuka"
        case "kini.kegiatan":
            return "ada" if agenda.upcoming(mind, conversation, at) else "tidak ada"
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


def web_offer(mind: Mind, conversation: Conversation, at: datetime) -> str:
    """Where the same can be asked with fewer traces on a phone that others hold; "" where there is no such place."""
    if not mind.site or conversation.channel is Channel.WEB:
        return ""
    return reply(mind, conversation, "kini.web", at, alamat=f"{mind.site}/chat")


def clock_of(at: datetime) -> str:
    """08.00, as a clock is read in East Kalimantan."""
    local = at.astimezone(LOCAL)
    return f"{local.hour:02}.{local.minute:02}"


def numbers(mind: Mind, conversation: Conversation, place: str) -> str:
    """The emergency numbers everyone may see in a district, in one line."""
    return " · ".join(f"{one.number} {one.name}" for one in everyones(mind, conversation, place))


def everyones(mind: Mind, conversation: Conversation, place: str) -> Sequence[Contact]:
    """Whom everyone may call in a district."""
    return shelf.everyones(mind.book, conversation.reader, place)


def nearest(mind: Mind, conversation: Conversation, place: str, at: datetime) -> str:
    """The Puspaga of the district that is nearest to a point."""
    near = puspaga(mind, conversation, place, at)
    return reply(mind, conversation, "location.near", at, **{"kini.kantor": near})


def elsewhere(mind: Mind, conversation: Conversation, at: datetime) -> str:
    """What is said to a point that is far from all offices of ours: only numbers of the whole country."""
    return reply(mind, conversation, "location.far", at, **{"kini.nomor": numbers(mind, conversation, ELSEWHERE)})


def puspaga(mind: Mind, conversation: Conversation, place: str, at: datetime) -> str:
    """The Puspaga of a district, as this reader is told of it. Who reads a closed talk may be anybody."""

    def tell(key: str, **blanks: str) -> str:
        return reply(mind, conversation, key, at, **{"kini.nomor": numbers(mind, conversation, place)}, **blanks)

    return office.told(
        mind.book,
        place,
        Reader.UNKNOWN if conversation.locked else conversation.reader,
        tell=tell,
        line=lambda contact: contact_line(mind, conversation, contact, at),
        stands=mind.stands(at),
    )


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
    """What a variant may ask for: age band, channel, reader. On a closed talk a command reads as it does for anybody:
    whoever holds the phone now does not learn from it who wrote before."""
    here, channel = conversation.position, conversation.channel.value
    if conversation.locked and here and here.flow.startswith(COMMANDS):
        return frozenset((channel,))
    return frozenset((conversation.age_band, channel, conversation.reader.value))


def _item(mind: Mind, conversation: Conversation, item: SayItem, at: datetime) -> Iterable[str]:
    match item:
        case SayText(text):
            yield varied(mind, conversation, text, at)
        case SayTip(name):
            yield from (text(conversation.language) for text in part_of(mind.book.tips[name], conversation.age_band))
        case SayTopic(part) if part == CARD:
            yield card(mind, conversation, at)
        case SayTopic(part):
            yield from topic_part(mind, conversation, part)
        case SayContact(name):
            contact = mind.book.directory[name]
            place, open_now = district(conversation), is_open(mind, conversation, at)
            stands = mind.stands(at)(contact)
            if shelf.showable(contact, conversation.reader, place, open_now=open_now, stands=stands):
                yield contact_line(mind, conversation, contact, at)
        case SayMedia(name):
            yield media(mind, conversation, mind.book.media[name], at)
        case SayEvents():
            yield events(mind, conversation, at)
        case SayRoute("line"):
            yield varied(mind, conversation, route_of(mind, conversation).line, at)
        case SayRoute():
            yield contacts(mind, conversation, at)


def events(mind: Mind, conversation: Conversation, at: datetime) -> str:
    """The next classes for this reader, numbered; "" when there are none."""
    lines = [
        reply(
            mind,
            conversation,
            "event_line",
            at,
            nomor=str(number),
            hari=mind.book.replies[f"hari.{one.day.weekday()}"](conversation.language),
            tanggal=f"{one.day.day}/{one.day.month}",
            jam=one.hour,
            judul=one.title,
            lokasi=one.place,
        )
        for number, one in enumerate(agenda.upcoming(mind, conversation, at), start=1)
    ]
    return "\n".join(lines)


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


def topic_part(mind: Mind, conversation: Conversation, part: str) -> Iterable[str]:
    """A part of the topic that is talked about; nothing when it is gone from the book. A tip is its own."""
    chosen, language = conversation.variables.get(CHOSEN, ""), conversation.language
    if topic := topic_of(mind, conversation):
        yield topic.told(part, conversation.age_band)(language)
    elif part == ITS_TIP and (tip := mind.book.tips.get(chosen.removeprefix(TIPS))) and chosen.startswith(TIPS):
        yield from (text(language) for text in part_of(tip, conversation.age_band))


def topic_of(mind: Mind, conversation: Conversation) -> Topic | None:
    """The topic that is talked about."""
    return mind.book.topics.get(conversation.variables.get(CHOSEN, ""))


def card(mind: Mind, conversation: Conversation, at: datetime) -> str:
    """The advice under its title, to hand on; "" where there is none. A neutral line stands first: a title may tell
    what the talk is about, and a lock screen shows the first letters of a bubble."""
    found = handed_on(mind, conversation)
    return "\n\n".join((reply(mind, conversation, "card_first", at), *found)) if found else ""


def handed_on(mind: Mind, conversation: Conversation) -> tuple[str, ...]:
    """Title and advice of the topic or tip that was talked about last. Nothing on a closed talk, whose topic is
    nobody's to see; and nothing of danger but to a parent: who hands on such a card tells of themselves."""
    name, language, band = conversation.variables.get(CHOSEN, ""), conversation.language, conversation.age_band
    if conversation.locked:
        return ()
    if tip := mind.book.tips.get(name.removeprefix(TIPS)) if name.startswith(TIPS) else None:
        return tip.title, *(text(language) for text in part_of(tip, band))
    topic = mind.book.topics.get(name)
    if topic is None or (topic.grave and topic.reader is not Reader.PARENT):
        return ()
    return topic.title, topic.told("tip", band)(language)


def contact_line(mind: Mind, conversation: Conversation, contact: Contact, at: datetime) -> str:
    """One contact as the reader sees it: a number that we called says when; one that nobody has called, or that nobody
    answered, says where it comes from."""
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
    stands = mind.stands(at)(contact)
    key = CALLED.get(stands.trust, "contact_press")
    month = month_of(stands.at) if stands.at and stands.trust is shelf.Trust.CHECKED else contact.seen
    return f"{line} ({reply(mind, conversation, key, at, bulan=month)})"


def month_of(at: datetime) -> str:
    """Nov 2026, as the directory writes months."""
    local = at.astimezone(LOCAL)
    return f"{shelf.MONTHS[local.month - 1]} {local.year}"


def contacts(mind: Mind, conversation: Conversation, at: datetime) -> str:
    """At most two fitting contacts, one line each, in the order of the route. A neutral line stands first: names
    of contacts tell what the talk is about, and a lock screen shows the first letters of a bubble."""
    route, place = route_of(mind, conversation), district(conversation)
    open_now, stands = is_open(mind, conversation, at), mind.stands(at)
    named = shelf.named(mind.book, route, conversation.reader, place, open_now=open_now, stands=stands)
    lines = [contact_line(mind, conversation, one, at) for one in named]
    return "\n".join([reply(mind, conversation, "contacts_first", at), *lines]) if lines else ""


def route_of(mind: Mind, conversation: Conversation) -> Route:
    """The route that the danger of a conversation takes."""
    kinds = {kind.value for kind in conversation.kinds}
    others = conversation.variables.get(ABOUT) == OTHERS
    return shelf.route_for(mind.book, kinds, conversation.reader, conversation.level, others=others)
