"""What stands around the box a counselor writes in: the second look at a draft, what a lock screen would show of it,
and what is put into it with one tap.

Laws
1. A card is the line that the bot itself would show to this reader in this district; a contact that the bot hides is
   neither offered nor let through.
2. A tap puts words into the draft, and sends nothing.
3. The draft is looked at and forgotten: it stands on no page but the writer's own, and in no log.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import day_of
from bot.desk.frame import Desk
from bot.engine import say, topics
from bot.engine.mind import Mind
from bot.flow import contacts as shelf
from bot.flow.book import Contact, Topic
from bot.model.conversation import Conversation, Reader
from bot.model.counselor import Counselor
from bot.model.desk import TalkLine, Waiting
from bot.model.message import Author, Channel, ContactId
from bot.model.tally import DRAFTS, Tally
from bot.rules.composer import NAMES, Finding, findings, marked
from bot.rules.lockscreen import NEUTRAL, screen

CARD, TIP, REPLY, OPENING = "kartu/", "tip/", "balas/", "awal"
"""What a tap names."""
CANNED = "konselor."
"""Replies of content/replies that counselors are offered."""
MOST_CARDS, MOST_TIPS = 8, 4
LISTENED = 3
"""The last messages by which a topic is found."""
STOPPED = "Belum dikirim. Ubah bagian yang ditandai, lalu kirim lagi."
ASKED = "Belum dikirim. Baca lagi bagian yang ditandai. Kalau memang perlu begitu, kirim apa adanya."
ON_SCREEN = {
    Channel.TELEGRAM: "Di layar kunci, di bawah nama bot",
    Channel.WHATSAPP: "Di layar kunci, di bawah nama layanan",
}


@dataclass(frozen=True, slots=True)
class Tap:
    """`text` goes into the draft; the button shows `label`."""

    name: str
    label: str
    text: str


def as_told(waiting: Waiting) -> Conversation:
    """The reader of a talk, as far as the words said to them depend on it."""
    ticket = waiting.ticket
    place = ticket.note.get("wilayah", "")
    return Conversation(
        waiting.conversation,
        ContactId(""),
        waiting.channel,
        ticket.opened_at,
        level=ticket.level,
        kinds=ticket.kinds,
        reader=Reader(waiting.reader),
        age_band=waiting.age_band,
        office=ticket.office,
        language=waiting.language,
        variables={"wilayah": place} if place else {},
    )


# ---- the second look


def look(desk: Desk, waiting: Waiting, draft: str) -> tuple[Finding, ...]:
    """What of a draft needs a second look before it goes to this reader."""
    if desk.flows is None:
        return findings(draft)
    mind, told = desk.flows.mind, as_told(waiting)
    known = {one.number for one in _showable(mind, told, desk.clock.now(), asked=True)}
    found = findings(draft, known | ({mind.site} if mind.site else set()))
    ours = list(_ours(mind, told, draft)) if found else []
    return tuple(one for one in found if not any(start <= one.start and one.end <= end for start, end in ours))


def _ours(mind: Mind, told: Conversation, draft: str) -> Iterator[tuple[int, int]]:
    """Where a tip stands as the book says it: it is reviewed there, and may warn of what is stopped here."""
    for topic in mind.book.topics.values():
        text = _tip(told, topic).text
        if _fits(topic, told) and (at := draft.find(text)) >= 0:
            yield at, at + len(text)


def stays(found: Sequence[Finding], read: str) -> bool:
    """Is the draft not sent? `read`: the kinds that its writer has seen marked, and wants to send."""
    return any(one.stops or one.code not in read.split() for one in found)


async def count(desk: Desk, waiting: Waiting, found: Sequence[Finding]) -> None:
    """That a draft was not sent, and why: not whose, and no word of it."""
    day = day_of(desk.clock.now()).isoformat()
    await desk.store.tally([Tally(day, DRAFTS, code, waiting.reader) for code in sorted({one.code for one in found})])


async def counted(desk: Desk) -> list[tuple[str, int]]:
    """How often in this month, by reason, the most frequent first."""
    today = day_of(desk.clock.now())
    sums: Counter[str] = Counter()
    for one in await desk.store.tallies(today.replace(day=1), today):
        if one.what == DRAFTS:
            sums[NAMES.get(one.answer, one.answer)] += one.count
    return sums.most_common()


def seen(draft: str, found: Sequence[Finding]) -> dict[str, Any]:
    """What the page says about a draft that came back."""
    if not found:
        return {"temuan": [], "potongan": [], "pesan_temuan": "", "yakin": ""}
    stopped = any(one.stops for one in found)
    return {
        "temuan": list(dict.fromkeys(one.why for one in found)),
        "potongan": marked(draft, found),
        "pesan_temuan": STOPPED if stopped else ASKED,
        "yakin": "" if stopped else " ".join(sorted({one.code for one in found})),
    }


# ---- the lock screen


def lock(desk: Desk, actor: Counselor, waiting: Waiting, draft: str) -> dict[str, Any]:
    """What the page says of the lock screen; the script says the same while they type."""
    giveaway = desk.flows.mind.book.giveaway if desk.flows else frozenset()
    shown = screen(draft, waiting.channel, giveaway)
    return {
        "di_layar": ON_SCREEN.get(waiting.channel, ""),
        "layar": shown.shown,
        "membuka": ", ".join(shown.telling),
        "perkenalan": _introduction(desk, actor, waiting),
        "kata": "|".join(sorted(giveaway)) if waiting.channel in ON_SCREEN else "",
    }


def _introduction(desk: Desk, actor: Counselor, waiting: Waiting) -> str:
    """What shows of the line that goes before the first answer of a counselor; "" where that was said."""
    if desk.flows is None or waiting.ticket.introduced:
        return ""
    mind, told, now = desk.flows.mind, as_told(waiting), desk.clock.now()
    said = say.reply(mind, told, "human.first", now, nama=actor.shown, kantor=say.office_name(mind, told, actor.office))
    return screen(said, waiting.channel, ()).shown


# ---- with one tap


def taps(desk: Desk, actor: Counselor, waiting: Waiting, lines: Sequence[TalkLine]) -> dict[str, list[Tap]]:
    """What is offered beside the box."""
    if desk.flows is None:
        return {"kartu": [], "tips": [], "balasan": []}
    mind, told, now = desk.flows.mind, as_told(waiting), desk.clock.now()
    return {
        "kartu": list(_cards(mind, told, now)),
        "tips": [_tip(told, one) for one in _near(mind, told, lines)],
        "balasan": list(_canned(mind, told, now, actor)),
    }


def put(desk: Desk, actor: Counselor, waiting: Waiting, *, draft: str, tap: str) -> str:
    """The draft, with what was tapped; as it was when that is not there any more."""
    if desk.flows is None:
        return draft
    if tap == OPENING:
        return f"{NEUTRAL}{draft}"
    mind, told, now = desk.flows.mind, as_told(waiting), desk.clock.now()
    topic = mind.book.topics.get(tap.removeprefix(TIP))
    offered = [*_cards(mind, told, now), *_canned(mind, told, now, actor)]
    if topic and tap.startswith(TIP) and _fits(topic, told):
        offered.append(_tip(told, topic))
    text = next((one.text for one in offered if one.name == tap), "")
    return "\n".join(part for part in (draft, text) if part)


def _showable(mind: Mind, told: Conversation, at: datetime, *, asked: bool = False) -> list[Contact]:
    """`asked`: also an office that is closed just now, of which the bot tells whoever asks (engine/office.py)."""
    open_now, stands = asked or say.is_open(mind, told, at), mind.stands(at)
    place = say.district(told)
    return [
        one
        for one in mind.book.directory.values()
        if shelf.showable(one, told.reader, place, open_now=open_now, stands=stands(one))
    ]


def _cards(mind: Mind, told: Conversation, at: datetime) -> Iterator[Tap]:
    """The contacts of the route first, then the office, then the others that may be shown."""
    showable = _showable(mind, told, at)
    office = shelf.office_of(mind.book, say.district(told))
    first = [*say.route_of(mind, told).contacts, office.id if office else ""]
    rank = {name: number for number, name in enumerate(first)}
    for one in sorted(showable, key=lambda one: (rank.get(one.id, len(first)), not one.everyone))[:MOST_CARDS]:
        yield Tap(f"{CARD}{one.id}", one.name, say.contact_line(mind, told, one, at))


def _near(mind: Mind, told: Conversation, lines: Sequence[TalkLine]) -> list[Topic]:
    """The topic that they write about, and the nearest to it."""
    said = " ".join([one.text for one in lines if one.author is Author.CONTACT][-LISTENED:])
    found = topics.ranked(mind.book, said, told.reader, told.age_band) if said else []
    names = dict.fromkeys(one.lead.topic for one in found if one.lead.topic)
    fitting = [mind.book.topics[one] for one in names if _fits(mind.book.topics[one], told)]
    return fitting[:MOST_TIPS]


def _fits(topic: Topic, told: Conversation) -> bool:
    return topic.reader in (told.reader, Reader.UNKNOWN)


def _tip(told: Conversation, topic: Topic) -> Tap:
    return Tap(f"{TIP}{topic.name}", topic.title, topic.told("tip", told.age_band)(told.language))


def _canned(mind: Mind, told: Conversation, at: datetime, actor: Counselor) -> Iterator[Tap]:
    office = say.office_name(mind, told, actor.office)
    for key in mind.book.replies:
        if key.startswith(CANNED):
            text = say.reply(mind, told, key, at, nama=actor.shown, kantor=office)
            yield Tap(f"{REPLY}{key.removeprefix(CANNED)}", text, text)
