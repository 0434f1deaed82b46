"""The one door to what people wrote. Each opening leaves a row that says who, which talk, when and why; a page that
follows a talk it opened leaves one a minute.

Laws
1. Only the counselor who holds the ticket reads its talk and its notes. A supervisor sees waits, levels and outcomes,
   never content. Who is offered a talk reads the note of that offer and the level, and nothing else until they accept.
2. "Not yours" and "does not exist" are the same answer.
3. A child's ticket is only for who has profession, KHA training and background check on record. Who has not said
   whether they are a child counts as one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.conversation import Reader
from bot.model.counselor import Counselor
from bot.model.desk import DeskNote, Reading, TalkLine, Waiting
from bot.model.message import TicketId
from bot.ports import Store
from bot.rules.offices import REACH, Reach
from bot.rules.queue_order import held

FOLLOWS = timedelta(minutes=1)
"""A live talk is fetched with each of its messages; a row of each would bury the openings."""
RECORDS = "konselor dengan data profesi, pelatihan KHA, dan pemeriksaan latar belakang."
CHILDS = f"Obrolan anak hanya untuk {RECORDS}"
MAYBE = f"Belum diketahui apakah ia anak. Karena mungkin anak, obrolan ini hanya untuk {RECORDS}"


@dataclass(frozen=True, slots=True)
class Talk:
    """An opened talk."""

    waiting: Waiting
    lines: tuple[TalkLine, ...]
    notes: tuple[DeskNote, ...] = ()


async def access_conversation(
    store: Store, actor: Counselor, ticket: TicketId, *, purpose: str, now: datetime
) -> Talk | None:
    """The talk behind a ticket, or None when it is not this counselor's to read. Writes the read-audit row in the
    transaction that reads. `purpose`: counsel, when a page is opened; follow, when it looks for news by itself."""
    waiting = await store.ticket(ticket)
    if waiting is None or not may_read(actor, waiting, now):
        return None
    again = FOLLOWS if purpose == "follow" else timedelta()
    lines = await store.read_talk(Reading(now, actor.id, waiting.conversation, purpose, again, waiting.ticket.id))
    return Talk(waiting, tuple(lines), tuple(await store.read_notes(waiting.conversation)))


async def access_offer(
    store: Store, actor: Counselor, ticket: TicketId, *, now: datetime
) -> tuple[Waiting, DeskNote] | None:
    """The note of a talk that is held out to this counselor, or None when it is not theirs to read. Writes the
    read-audit row in the transaction that reads."""
    waiting = await store.ticket(ticket)
    if waiting is None or not is_offered(actor, waiting, now) or waiting.ticket.offer is None:
        return None
    reading = Reading(now, actor.id, waiting.conversation, "offer", ticket=waiting.ticket.id)
    notes = await store.read_notes(waiting.conversation, waiting.ticket.offer.note, reading=reading)
    return (waiting, notes[0]) if notes else None


def is_offered(actor: Counselor, waiting: Waiting, now: datetime) -> bool:
    """Is the talk held out to this counselor, or to whoever of their office, and may they have it?"""
    offer = waiting.ticket.offer
    if offer is None or offer.until <= now or waiting.ticket.claimed_by == actor.id or may_claim(actor, waiting):
        return False
    return offer.to == actor.id if offer.to else offer.office == actor.office


def may_read(actor: Counselor, waiting: Waiting, now: datetime) -> bool:
    """Holds it now: a lapsed lease holds nothing."""
    return "counselor" in actor.roles and waiting.ticket.claimed_by == actor.id and held(waiting.ticket, now)


def may_see(actor: Counselor, waiting: Waiting, waited: timedelta = timedelta(), reach: Reach = REACH) -> bool:
    """The row in the queue, without content: the own office's, and a neighbour's that `waited` for long enough; the
    province sees all."""
    watches = not actor.roles.isdisjoint(("counselor", "supervisor"))
    return watches and reach.sees(waiting.ticket.office, waiting.ticket.level, actor.office, waited)


def may_claim(actor: Counselor, waiting: Waiting) -> str:
    """Why not, in words the counselor reads, or ""."""
    if "counselor" not in actor.roles:
        return "Peran Anda tidak menerima obrolan."
    if not may_be_childs(waiting) or actor.may_meet_children:
        return ""
    return CHILDS if is_childs(waiting) else MAYBE


def is_childs(waiting: Waiting) -> bool:
    """By who writes, or by the line the handoff chose."""
    return waiting.reader == Reader.CHILD.value or waiting.ticket.queue == "anak"


def may_be_childs(waiting: Waiting) -> bool:
    """Nobody is taken for an adult who has not shown it."""
    return is_childs(waiting) or waiting.reader != Reader.PARENT.value
