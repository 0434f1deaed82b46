"""What a picture shows, before it is Mermaid or SVG: cards, arrows and their reasons, read from the compiled machine.

Laws
1. Inside a flow the arrows are those of its `transitions` machine and no others; what leaves the flow comes from the
   exits of its states.
2. A picture holds words of flow files only; it never sees a conversation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain

from bot.flow.agenda import SayEvents
from bot.flow.book import (
    Ask,
    Book,
    Branch,
    Call,
    Choice,
    End,
    Flow,
    Handoff,
    SayContact,
    SayItem,
    SayMedia,
    SayRoute,
    SayText,
    SayTip,
    SayTopic,
    State,
    Then,
)
from bot.flow.check_fit import LONGEST_BUTTON, LONGEST_ROW, MOST_BUTTONS, MOST_ROWS
from bot.flow.names import DANGER, ENTRY, FAULT, LIKELY, LISTEN, NEAR, OWN_WORDS, PERSON, RETURN, TOPIC, WELCOME
from bot.flow.paged import is_topic
from bot.model.conversation import Reader
from bot.model.message import Level

RISK = "bahaya"
PEOPLE = "orang"
ENDS = "selesai"
SILENT = "hanya diam"
LIST = "WA: daftar"
NUMBERS = "WA: angka"
STARTS = "mulai"
FIRST_WORDS = 76
"""Letters of what a state says that its card shows."""
READERS = {Reader.CHILD: "anak", Reader.PARENT: "orang tua", Reader.UNKNOWN: "siapa saja"}
HEARD = {Level.CONCERN: "khawatir", Level.HIGH: "tinggi", Level.IMMINENT: "segera"}
ENDINGS = {"rest": ENDS, "berhenti": "berhenti", "keluar": "keluar", "hapus": "hapus"}
ANSWERS = {
    "text": "tulisan bebas",
    "two_words": "dua kata",
    "one_word": "satu kata",
    "age": "umur",
    "district": "wilayah",
    "number": "angka",
    "digits": "nomor pendek",
    "date": "tanggal",
    "day": "hari nanti",
    "event": "nomor kegiatan",
}
"""What is written in answer to a question without choices."""
SECONDS = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an arrow is walked. `kind` is choice, answer, unclear, branch, then, silence, planned, back, call or
    jump."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """All arrows from one place to another, drawn as one. `short`: a stub that names its target, because that stands in
    another picture, is a place that only the talk knows, or would draw a line to it from everywhere. `tone` is what
    waits there: risk, people, silent or plain. `link` is the flow whose picture shows the target."""

    source: str
    target: str
    reasons: tuple[Reason, ...]
    short: bool = False
    tone: str = "plain"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """`kind` is what leaves it: ask, then, call, people, end or silent; in the picture of the book: flow."""

    name: str
    title: str
    kind: str
    words: str = ""
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    link: str = ""

    @property
    def risky(self) -> bool:
        return RISK in self.marks


@dataclass(frozen=True, slots=True)
class Band:
    """Cards that are laid out together, under a heading; arrows between bands are short."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    name: str  # "anak/perundungan"; "" for the whole book
    title: str
    about: tuple[str, ...]
    bands: tuple[Band, ...]
    strokes: tuple[Stroke, ...]
    start: str = ""

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(card for band in self.bands for card in band.cards)


def risky(flow: Flow) -> bool:
    """A flow that a disclosure leads to."""
    return flow.name.startswith(DANGER) or flow.category.startswith("safety.")


def whatsapp(choices: tuple[Choice, ...]) -> str:
    """What the choices of a question become on WhatsApp when they do not fit its buttons, in any language."""
    longest = max((len(text) for one in choices for text in one.label.by.values()), default=0)
    if len(choices) <= MOST_BUTTONS and longest <= LONGEST_BUTTON:
        return ""
    return LIST if len(choices) <= MOST_ROWS and longest <= LONGEST_ROW else NUMBERS


def span(time: timedelta) -> str:
    """As an editor writes it: 10m, 12h."""
    seconds = int(time.total_seconds())
    size, unit = next(one for one in SECONDS if seconds % one[0] == 0)
    return f"{seconds // size}{unit}"


def reasons(state: State) -> Iterable[tuple[str, Reason]]:
    """Every way out of a state: the target and why."""
    match state.exit:
        case Ask() as ask:
            yield from _chosen(ask)
            if ask.go:
                yield ask.go, Reason("answer", ANSWERS.get(ask.kind, ask.kind))
            if ask.give_up:
                yield ask.give_up, Reason("unclear", "tidak paham")
        case Call(flow, branches):
            yield flow, Reason("call", "memanggil")
            yield from _branches(branches, "sesudah kembali")
        case Then(branches):
            yield from _branches(branches)
        case Handoff(back=back) if back:
            yield back, Reason("back", "tiket ditutup")
    if state.timeout:
        yield state.timeout.go, Reason("silence", f"diam {span(state.timeout.after)}")
    yield from _planned(state)


def _chosen(ask: Ask) -> Iterable[tuple[str, Reason]]:
    """Choices one by one; all topics of a page together."""
    for one in ask.choices:
        if not is_topic(ask, one):
            yield one.go, Reason("choice", one.label("id"))
    for flow in dict.fromkeys(one.go for one in ask.choices if is_topic(ask, one)):
        yield flow, Reason("choice", "topik")
    if ask.near:
        yield TOPIC, Reason("choice", "topik")


def _planned(state: State) -> Iterable[tuple[str, Reason]]:
    """Where a message leads that was asked for here."""
    if plan := state.planning:
        yield plan.go, Reason("planned", f"pada {plan.at}" if not plan.before else f"malam sebelum {plan.before}")
        if plan.late:
            yield plan.late, Reason("planned", "kalau tertahan")


def _branches(branches: tuple[Branch, ...], alone: str = "") -> Iterable[tuple[str, Reason]]:
    for branch in branches:
        when = ", ".join(f"{name} = {'/'.join(values)}" for name, values in branch.when.items())
        other = Reason("then", "selain itu" if len(branches) > 1 else alone)
        yield branch.go, Reason("branch", f"kalau {when}") if when else other


# ---- one flow


def of_flow(book: Book, name: str) -> Picture:
    """The picture of one flow."""
    flow = book.flows[name]
    order = {target: number for number, target in enumerate(_in_order(flow))}
    strokes = sorted([*_inside(flow), *outside(book, flow)], key=lambda one: order[one.source, one.target])
    silent = {state for state in flow.states if _only_silence(state, flow, strokes)}
    strokes = [replace(one, short=True, tone="silent") if one.target in silent else one for one in strokes]
    entered = _entered(book, name)
    cards = [_card(flow, state, state.name in silent, entered.get(state.name, ())) for state in flow.states.values()]
    bands = [Band("", tuple(one for one in cards if one.name not in silent))]
    if silent:
        bands.append(Band("Sesudah diam", tuple(one for one in cards if one.name in silent)))
    return Picture(name, flow.title, _about(book, flow, entered), tuple(bands), tuple(strokes), flow.start)


def _in_order(flow: Flow) -> Iterable[tuple[str, str]]:
    """Source and target of every arrow as the file names them; those that silence alone walks come last."""
    for name, state in flow.states.items():
        ways = list(reasons(state))
        spoken = {target: None for target, reason in ways if reason.kind != "silence"}
        yield from ((name, target) for target in spoken | {target: None for target, _ in ways})


def _inside(flow: Flow) -> Iterable[Stroke]:
    """The arrows of the machine, each with all its reasons; one that leads back to its own state is short."""
    for event in flow.machine.events.values():
        for one in chain.from_iterable(event.transitions.values()):
            ways = reasons(flow.states[one.source])
            why = tuple(reason for target, reason in ways if target == one.dest and reason.kind != "call")
            yield Stroke(one.source, one.dest, why, short=one.source == one.dest)


def outside(book: Book, flow: Flow) -> Iterable[Stroke]:
    """What leaves the flow."""
    for name, state in flow.states.items():
        found: dict[str, list[Reason]] = {}
        for target, reason in reasons(state):
            if target not in flow.machine.states or reason.kind == "call":
                found.setdefault(target, []).append(reason)
        for target, why in found.items():
            other = _flow_of(book, target)
            yield Stroke(name, target, tuple(why), short=True, tone=tone_of(other), link=other.name if other else "")


def _flow_of(book: Book, target: str) -> Flow | None:
    """The flow of a target outside; None for RESUME and the like."""
    return book.flows.get(target) or book.flows.get(target.rpartition("/")[0])


def tone_of(flow: Flow | None) -> str:
    if flow is None:
        return "plain"
    return "people" if flow.name == PERSON else "risk" if risky(flow) else "plain"


def _only_silence(name: str, flow: Flow, strokes: Iterable[Stroke]) -> bool:
    """A state that says nothing, ends, and is reached by silence alone."""
    state = flow.states[name]
    into = [reason for one in strokes if one.target == name for reason in one.reasons]
    silent = bool(into) and all(reason.kind == "silence" for reason in into)
    return silent and not state.say and isinstance(state.exit, End)


def _entered(book: Book, name: str) -> dict[str, tuple[str, ...]]:
    """State → the places outside that lead to it."""
    found: dict[str, list[str]] = {}
    for flow in book.flows.values():
        for state in flow.states.values() if flow.name != name else ():
            for target, reason in reasons(state):
                outside = target not in flow.states or reason.kind == "call"
                if outside and (other := _flow_of(book, target)) and other.name == name:
                    here = other.start if target == name else target.rpartition("/")[2]
                    found.setdefault(here, []).append(f"{flow.name}/{state.name}")
    return {state: tuple(dict.fromkeys(places)) for state, places in found.items()}


def _card(flow: Flow, state: State, silent: bool, entered: tuple[str, ...]) -> Card:
    marks = [RISK] if risky(flow) else []
    notes = []
    match state.exit:
        case Ask() as ask:
            kind = "ask"
            if ask.choices and (mark := whatsapp(ask.choices)):
                marks.append(mark)
            if ask.save:
                notes.append(f"disimpan: {ask.save}" + (", tidak ditanya kalau sudah tahu" if ask.skip_known else ""))
        case Then():
            kind = "then"
        case Call(given=given):
            kind = "call"
            notes += [f"diberi: {name} = {value}" for name, value in given.items()]
        case Handoff() as handoff:
            kind = "people"
            marks.append(PEOPLE)
            notes.append(f"antrean: {handoff.queue}")
        case End(how):
            kind = "end"
            marks.append(ENDINGS.get(how, how))
    if silent:
        kind = "silent"
        marks[-1:] = [SILENT]
    if versions := sum(len(one.text.variants) for one in state.say if isinstance(one, SayText)):
        notes.append(f"{versions} versi lain")
    if entered and state.name != flow.start:
        notes.append(f"dari {', '.join(sorted({one.rpartition('/')[0] for one in entered}))}")
    return Card(state.name, state.name, kind, said(state.say), tuple(marks), tuple(notes))


def said(items: tuple[SayItem, ...]) -> str:
    """The first words of what a state says."""
    found = []
    for item in items:
        match item:
            case SayText(text=text):
                found.append(" ".join(text("id").split()))
            case SayTip(tip):
                found.append(f"[tip {tip}]")
            case SayTopic(part):
                found.append(f"[topik: {part}]")
            case SayContact(contact):
                found.append(f"[kontak {contact}]")
            case SayEvents():
                found.append("[kegiatan]")
            case SayMedia(media):
                found.append(f"[gambar {media}]")
            case SayRoute(part):
                found.append("[kalimat menurut bahaya]" if part == "line" else "[nomor menurut bahaya]")
    return shortened(" ".join(found), FIRST_WORDS)


def shortened(text: str, longest: int) -> str:
    """`text`, or its first words and three dots."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rpartition(" ")[0].rstrip(" ,.;:") + "…"


def _about(book: Book, flow: Flow, entered: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Who it is for and how people come here."""
    ways = list(ways_in(flow))
    places = {one.rpartition("/")[0] for one in entered.get(flow.start, ())}
    if places:
        ways.append(f"dari {', '.join(sorted(places))}")
    found = [f"untuk {READERS[flow.reader]} · {book.categories.get(flow.category, flow.category)}"]
    if flow.arguments:
        found.append(f"diberi saat dipanggil: {', '.join(flow.arguments)}")
    if ways:
        found.append(f"masuk: {'; '.join(ways)}")
    return tuple(found)


def ways_in(flow: Flow) -> Iterable[str]:
    """How people come to a flow without an arrow."""
    for level, name in ENTRY.items():
        if name == flow.name:
            yield f"telinga mendengar bahaya ({HEARD[level]})"
    if flow.name == WELCOME:
        yield "kata pertama"
    if flow.name == RETURN:
        yield "kembali sesudah lama diam"
    if flow.name == FAULT:
        yield "ada yang salah di sisi kami"
    if variables := [name for name, opened in OWN_WORDS.items() if opened == flow.name]:
        yield f"kata yang dipilih sendiri ({', '.join(variables)})"
    if flow.name == NEAR:
        yield "kata pertama yang belum pasti tentang apa"
    if flow.name == LIKELY:
        yield "kata pertama yang kira-kira sudah jelas tentang apa"
    if flow.name == LISTEN:
        yield "kata pertama yang hanya minta didengar"
    if flow.about:
        yield f"kata pertama seperti {_some(flow.about)}"
    if flow.words:
        yield f"perintah {_some(flow.words)}"


def _some(words: tuple[str, ...]) -> str:
    return ", ".join(words[:3]) + (" …" if len(words) > 3 else "")
