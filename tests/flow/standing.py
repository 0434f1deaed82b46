"""How somebody gets to every place of the book where a talk can stand, found with the engine itself: words, presses and
silence, nearest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from bot.engine.fault import fault
from bot.engine.outside import key_of
from bot.engine.rehearsal import Rehearsal
from bot.flow.book import Ask, End, Handoff
from bot.flow.graph import Place
from bot.model.conversation import Conversation, Reader
from bot.model.message import Channel, Said
from bot.seen import Seen
from tests.engine.minds import mind, rehearsal

READERS = (Reader.CHILD, Reader.PARENT, Reader.UNKNOWN)
DANGER = ("tolong", "aku dipukul bapak tiap malam", "aku mau bunuh diri malam ini")
"""One for each level of an alarm."""
FREE = ("zzz", "rasanya sepi sekali dan bingung", "payung", "payung hijau")
"""Words that choose nothing: nonsense, a story, one word, two words."""
BETWEEN = timedelta(seconds=40)
"""From one step to the next: two messages at once would be one story."""
SILENCES = ("11m", "721m")
"""Past a child's timeouts, and past those of a parent."""


@dataclass(frozen=True, slots=True)
class Step:
    """`what`: user, press or after; closed (a counselor took the talk and closed it), fault (a turn could not be
    computed) or returned (to a web talk by its two words)."""

    what: str
    value: str = ""


Steps = tuple[Step, ...]
Start = tuple[Reader, Steps]
"""Who writes, as far as we know, and what they do."""
BY_HEART = ("siap", "ada", "ada", "cerita", "sudah")
_MEET = (Step("user", "janji"), Step("press", "ke_kantor"), Step("press", "anak"), Step("user", "berau"))
ROUND = (
    _MEET,
    (*_MEET, Step("user", "lusa")),
    (*_MEET, Step("user", "lusa"), Step("press", "10"), Step("user", "janji")),
    (Step("user", "kegiatan"), Step("press", "ikut"), Step("user", "1")),
    (
        Step("user", "halo"),
        Step("after", "721m"),
        Step("user", "halo"),
        Step("press", "parent"),
        Step("user", "kegiatan"),
    ),
    (Step("user", "kata aman"), Step("press", "aman"), Step("user", "payung"), Step("user", "payung")),
    (Step("user", "kantor"), Step("user", "berau")),
    (Step("user", "halo"), Step("fault")),
    (Step("user", "halo"), Step("fault"), Step("closed")),
    (
        Step("user", "konselor"),
        Step("press", "jangan"),
        Step("user", "payung hijau"),
        Step("after", "11m"),
        Step("returned"),
    ),
    (Step("user", "anakku susah makan"), Step("user", "teruskan")),
    (Step("user", "mau curhat"),),
    (Step("user", "mau curhat"), Step("user", "zzz"), Step("user", "qqq")),
    (Step("user", "hafal nomor"), *(Step("press", key) for key in BY_HEART), Step("user", "192")),
)
"""Ways that are longer than the search goes."""


def stand(channel: Channel, start: Start) -> Rehearsal:
    """Somebody on this channel, after these steps, with the real wires and all that decides in front of the sender."""
    reader, steps = start
    one = rehearsal(channel)
    one.outside = Seen(mind().book)
    one.begin(reader, "id", {})
    for step in steps:
        do(one, step)
        one.after(BETWEEN)
    return one


def do(one: Rehearsal, step: Step) -> None:
    match step.what:
        case "user":
            one.user(step.value)
        case "press":
            one.press(step.value)
        case "after":
            one.after(timedelta(minutes=int(step.value.rstrip("m"))))
        case "closed":
            one.claim("Kak")
            one.close("selesai")
        case "fault":
            one.conversation = fault(mind(), one.conversation, Said(one.at, "halo")).conversation
        case "returned":
            one.come_back("")


def place_of(conversation: Conversation) -> Place | None:
    here = conversation.position
    return Place(here.flow, here.state) if here and not conversation.ended_at else None


def standing() -> set[Place]:
    """Every place of the book where a talk can stand. Where a flow that is only ever called ends, it goes back."""
    alone = gone_to()
    return {
        Place(flow.name, state.name)
        for flow in mind().book.flows.values()
        for state in flow.states.values()
        if isinstance(state.exit, Ask | Handoff) or (state.exit == End("rest") and flow.name in alone)
    }


def gone_to() -> set[str]:
    """Flows that something leads to without a call."""
    flows = mind().book.flows
    found = {flow.name for flow in flows.values() if any(not arrow.state for arrow in flow.arrows)}
    for arrow in (one for flow in flows.values() for one in flow.arrows if one.name != "call"):
        if arrow.target not in flows[arrow.flow].states:
            found |= {arrow.target, arrow.target.rpartition("/")[0]} & flows.keys()
    return found


@cache
def ways(channel: Channel, readers: tuple[Reader, ...] = READERS) -> dict[Place, Start]:
    """The nearest way to every place where a talk can stand on this channel, on a phone that nobody calls their own;
    `readers`: as whom they may begin."""
    found: dict[Place, Start] = {}
    seen: set[tuple[Place, tuple[tuple[str, str], ...], Reader]] = set()
    todo: list[Start] = [(reader, (step,)) for step in _first() for reader in readers]
    todo += [(reader, steps) for steps in ROUND for reader in readers]
    for start in todo:  # grows
        one = stand(channel, start)
        place, now = place_of(one.conversation), one.conversation
        back = tuple((frame.flow, frame.state) for frame in now.position.calls) if now.position else ()
        if place and (place, back, now.reader) not in seen and not now.own_phone:
            seen.add((place, back, now.reader))
            found.setdefault(place, start)
            todo += [(start[0], (*start[1], step)) for step in _next(one)]
    return found


def _first() -> Iterator[Step]:
    book = mind().book
    yield Step("user", "halo")
    yield from (Step("user", words) for words in DANGER)
    yield from (Step("user", flow.about[0]) for flow in book.flows.values() if flow.about)
    yield from (Step("user", flow.words[0]) for flow in book.flows.values() if flow.words)


def _next(one: Rehearsal) -> Iterator[Step]:
    yield from (Step("press", key_of(button)) for button in one.visible)
    yield from (Step("user", words) for words in FREE)
    yield from (Step("after", span) for span in SILENCES)
    yield Step("closed")
