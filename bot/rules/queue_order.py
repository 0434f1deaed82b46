"""Who is next: the order in which a counselor sees the people waiting, with the reason for each place.

Laws
1. Whoever nobody holds stands before whoever somebody holds; a claim whose lease lapsed holds nothing. Among those that
   are held, who needs another counselor stands first.
2. Among these a higher level always stands before a lower one; waiting never changes that.
3. Within a level the one who came first stands first. What else counts is a fixed number of minutes by which somebody
   counts as having come earlier or later, so nobody is overtaken for ever and time alone changes no order: whoever
   waits longer than another by more than these together goes first.
4. Who said that it is not so counts as a day later: below whoever did not, of the same level, and still not forgotten;
   for another hand may have pressed that.
5. To whom a ticket came from another office it counts from when it was their turn; a language they do not speak counts
   as ten minutes later. Nothing is hidden by it.
6. The order is total: equal cases are ordered by ticket id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.conversation import Reader, Ticket
from bot.model.desk import Waiting
from bot.model.message import Level, Office
from bot.model.offices import PROVINCE
from bot.rules.offices import REACH, Reach

HEAD_START = timedelta(minutes=5)
"""A child's ticket counts as this much older (who is smaller goes first when both just came)."""
SMALLER = timedelta(minutes=3)
"""So much more for a child of up to twelve."""
ALONE = timedelta(minutes=3)
"""So much more for a child whose screen nobody else can see: it can write now, and nobody there helps."""
AGAIN = timedelta(minutes=3)
"""Who came back after a talk was closed: what was done did not hold."""
DISPUTED = timedelta(days=1)
"""Later: law 4."""
FIT = timedelta(minutes=10)
"""Later, for a counselor who does not speak the language: time for one who does."""
FURTHEST = HEAD_START + SMALLER + ALONE + AGAIN + DISPUTED + FIT
"""Nobody counts as more than this apart from another who came at the same moment, within one office."""
SMALL = frozenset({"0-1", "2-3", "4-6", "7-9", "10-12"})
"""Age bands (contract.md)."""
NAMES = {
    Level.IMMINENT: "bahaya sekarang",
    Level.HIGH: "bahaya hari ini",
    Level.CONCERN: "perlu didengar",
    Level.NONE: "ingin bicara",
}
LANGUAGES = {"id": "bahasa Indonesia", "en": "bahasa Inggris"}
SCREEN = {
    "tidak_ada": "tidak ada orang lain yang melihat layarnya",
    "ada": "ada orang lain yang bisa melihat layarnya",
}
"""What was answered when they were asked who else can see the screen (flow aman/tinggi)."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the order looks at. `screen`: as in SCREEN, "" unknown."""

    ticket: Ticket
    reader: str
    age_band: str = ""
    screen: str = ""
    returning: bool = False
    language: str = "id"
    relief: bool = False

    @property
    def child(self) -> bool:
        return self.reader == Reader.CHILD.value


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whom the order is: where they sit, and in which languages they can help."""

    office: Office
    languages: frozenset[str] = frozenset({"id"})
    reach: Reach = REACH


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in line and why, in words a counselor reads."""

    place: Place
    because: tuple[str, ...]


def place_of(one: Waiting) -> Place:
    return Place(
        one.ticket,
        one.reader,
        age_band=one.age_band,
        screen=one.ticket.note.get("layar", ""),
        returning=one.returning,
        language=one.language,
        relief=one.relief,
    )


def order(places: Iterable[Place], now: datetime, viewer: Viewer | None = None) -> Sequence[Ranked]:
    """Pure: the same places, hour and viewer give the same order."""
    ranked = sorted(places, key=lambda one: _rank(one, now, viewer))
    return [Ranked(one, _because(one, now, viewer)) for one in ranked]


def held(ticket: Ticket, now: datetime) -> bool:
    """Does a counselor hold it now? A lapsed lease holds nothing."""
    if not ticket.owned:
        return False
    return ticket.lease_until is None or ticket.lease_until >= now


def _rank(one: Place, now: datetime, viewer: Viewer | None) -> tuple[bool, bool, int, datetime, str]:
    busy = held(one.ticket, now)
    return (busy, busy and not one.relief, -int(one.ticket.level), _since(one, viewer), one.ticket.id)


def _since(one: Place, viewer: Viewer | None) -> datetime:
    """When they count as having come: the same at every hour."""
    since = one.ticket.opened_at
    if one.child:
        since -= HEAD_START
        since -= SMALLER if one.age_band in SMALL else timedelta()
        since -= ALONE if one.screen == "tidak_ada" else timedelta()
    if one.returning:
        since -= AGAIN
    if one.ticket.disputed:
        since += DISPUTED
    return since + _later(one, viewer) if viewer else since


def _later(one: Place, viewer: Viewer) -> timedelta:
    """Law 5."""
    turn = viewer.reach.turn(one.ticket.office, one.ticket.level, viewer.office) or timedelta()
    return turn + (timedelta() if _fits(one, viewer) else FIT)


def _fits(one: Place, viewer: Viewer) -> bool:
    return one.language in viewer.languages


def _because(one: Place, now: datetime, viewer: Viewer | None) -> tuple[str, ...]:
    minutes = int((now - one.ticket.opened_at).total_seconds() // 60)
    said = [NAMES[one.ticket.level]]
    if one.child:
        said.append("anak")
        said += ["belum 13 tahun"] if one.age_band in SMALL else []
    said += [SCREEN[one.screen]] if one.screen in SCREEN else []
    said += ["kembali setelah obrolannya ditutup"] if one.returning else []
    said.append(f"menunggu {minutes} menit" if minutes < 120 else f"menunggu {minutes // 60} jam")
    if one.ticket.disputed:
        said.append("dia bilang bukan begitu")
    said += _spoken(one, viewer)
    if one.ticket.owned:
        said.append("sedang dipegang" if held(one.ticket, now) else "dipegang, tetapi lewat waktunya")
        said += ["konselornya minta diganti"] if one.relief and held(one.ticket, now) else []
    return tuple(said)


def _spoken(one: Place, viewer: Viewer | None) -> list[str]:
    """Which language it is, and whether that is this counselor's."""
    spoken = [f"memakai {LANGUAGES.get(one.language, one.language)}"] if one.language != "id" else []
    apart = viewer is not None and not _fits(one, viewer)
    return [*spoken, *(["mungkin lebih cocok dengan rekan lain"] if apart else [])]


def turn_of(one: Place, now: datetime, viewer: Viewer) -> str:
    """Why a ticket of another office stands here, "" for one's own: how long it waits, and for the province when it is
    due. The caller names the office."""
    if one.ticket.office == viewer.office:
        return ""
    waited = now - one.ticket.opened_at
    turn = viewer.reach.turn(one.ticket.office, one.ticket.level, viewer.office)
    if viewer.office == PROVINCE and turn is not None and waited < turn:
        return f"giliran provinsi {minutes_of(turn - waited)} menit lagi"
    return f"menunggu {minutes_of(waited)} menit"


def minutes_of(span: timedelta) -> int:
    return max(0, int(span.total_seconds() // 60))
