"""What is wrong with a flow that has the right shape: its exits, its graph, its words."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from bot.flow.book import RESERVED, Tip
from bot.flow.codes import Both
from bot.flow.schema import AskIn, FlowIn, SayIn, StateIn
from bot.flow.source import Path, Source

BUILTIN = (
    "kini.jam",
    "kini.kanal",
    "kini.tingkat",
    "kini.bahasa",
    "kini.pembaca",
    "kini.wilayah",
    "kini.umur",
    "kini.tiket",
)
CALENDAR = ("kini.baca", "kini.nomor")
LONGEST_BUBBLE = 240
"""Letters of one bubble (flow-language.md, Words)."""
LONGEST_LABEL = 24
"""A WhatsApp list row (channel facts B4)."""
LONGEST_KEY = 40
"""ASCII letters of a choice key, so that 64 bytes of a button hold."""
MOST_BUBBLES = 3
HIDDEN = 40
"""Letters of a bubble that a lock screen shows."""
ORDERS = Both("ini memerintah; katakan apa yang membantu", "it orders; say what helps")
BLAMES = Both("ini menyalahkan", "it blames")
SPEED = Both("kami tidak tahu secepat apa", "we do not know how fast")
PROMISES = Both("kami tidak bisa menjanjikannya", "we cannot promise it")
PENALTY = Both("tidak ada hukuman di teks untuk keluarga", "no penalties in what families read")
FORBIDDEN = {
    "harus": ORDERS,
    "wajib": ORDERS,
    "seharusnya": BLAMES,
    "segera": SPEED,
    "sebentar lagi": SPEED,
    "dijamin": PROMISES,
    "rahasia aman": PROMISES,
    "terverifikasi": Both("belum ada yang menelepon nomor itu", "nobody has called yet"),
    "dosa": Both("agama bukan alasan di sini", "religion is no argument"),
    "penjara": PENALTY,
    "denda": PENALTY,
    "anda": Both("dingin di saat genting; pakai kamu atau Bapak/Ibu", "cold in a crisis; kamu or Bapak/Ibu"),
}
_BLANK = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class Known:
    """What the other files define. None: the file itself is broken, so that nothing that leans on it is judged;
    `broken` are flows and tips ("tips/NAME") of which the same is true."""

    flows: Mapping[str, FlowIn] = field(default_factory=dict)
    tips: Mapping[str, Tip] = field(default_factory=dict)
    contacts: frozenset[str] | None = None
    variables: frozenset[str] | None = None
    categories: frozenset[str] | None = None
    giveaway: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()


def check_flow(name: str, flow: FlowIn, source: Source, known: Known) -> None:
    """Notes every problem in `source.problems`."""
    if flow.flow != name.rsplit("/", 1)[-1] and flow.flow != name:
        source.problem(("flow",), "F110", name=name, said=flow.flow)
    if _lacks(known.categories, flow.category):
        source.problem(("category",), "F111", name=flow.category, near=near_to(flow.category, known.categories))
    if flow.words and not name.startswith("perintah/"):
        source.problem(("words",), "F112")
    if flow.start not in flow.states:
        source.problem(("start",), "F113", name=flow.start, near=near_to(flow.start, flow.states))
    for key, state in flow.states.items():
        _check_state(key, state, flow, source, known)
    _check_graph(flow, source)
    _check_length(flow, source, known)


def _lacks(known: Collection[str] | None, name: str) -> bool:
    return known is not None and name not in known


def near_to(word: str, known: Iterable[str] | None) -> str:
    """The known word that was probably meant."""
    return next(iter(get_close_matches(word, list(known or ()), 1)), "")


def exits(state: StateIn) -> list[str]:
    return [name for name in ("ask", "then", "handoff", "end") if getattr(state, name) is not None]


def _check_state(key: str, state: StateIn, flow: FlowIn, source: Source, known: Known) -> None:
    where: Path = ("states", key)
    found = exits(state)
    if not found:
        source.problem(where, "F129", name=key)
    elif len(found) > 1:
        source.problem(where, "F120", name=key, found=found)
    for path, target in targets_in(state, where):
        _check_target(path, target, flow, source, known)
    if state.then is not None:
        _check_branches(where, state, source, known)
    if state.ask:
        _check_ask(where, state.ask, source, known)
    for name in state.handoff.note if state.handoff else ():
        if _lacks(known.variables, name):
            source.problem((*where, "handoff", "note"), "F131", name=name, near=near_to(name, known.variables))
    for path, text in texts_in(state, where):
        _check_text(path, text, flow, source, known)
    for number, item in enumerate(state.say):
        if isinstance(item, SayIn):
            _check_say((*where, "say", number), item, source, known)
    if state.timeout and flow.reader != "parent":
        silent = flow.states.get(state.timeout.go)
        if silent is not None and silent.say:
            source.problem((*where, "timeout"), "F150")


def targets_in(state: StateIn, where: Path) -> Iterable[tuple[Path, str]]:
    """Every target with its place in the file."""
    if state.ask:
        for key, choice in state.ask.choices.items():
            yield (*where, "ask", "choices", key, "go"), choice.go
        for name in ("go", "give_up"):
            if target := getattr(state.ask, name):
                yield (*where, "ask", name), target
    for number, branch in enumerate(state.then or ()):
        yield (*where, "then", number, "go"), branch.go
    if state.handoff:
        yield (*where, "handoff", "back"), state.handoff.back
    if state.timeout:
        yield (*where, "timeout", "go"), state.timeout.go


def texts_in(state: StateIn, where: Path) -> Iterable[tuple[Path, str]]:
    """Every text a person sees, with its place."""
    for number, item in enumerate(state.say):
        if isinstance(item, str):
            yield (*where, "say", number), item
    if state.ask:
        for key, choice in state.ask.choices.items():
            yield (*where, "ask", "choices", key, "label"), choice.label
        if isinstance(unclear := state.ask.unclear, str):
            yield from [((*where, "ask", "unclear"), unclear)] if unclear else []
        else:
            yield (*where, "ask", "unclear", "text"), unclear.text


def _check_target(path: Path, target: str, flow: FlowIn, source: Source, known: Known) -> None:
    if target in flow.states or target in known.flows or target in RESERVED:
        return
    name, _, state = target.rpartition("/")
    if target in known.broken or name in known.broken:
        return
    if name in known.flows and state in known.flows[name].states:
        return
    states = [f"{name}/{one}" for one in known.flows[name].states] if name in known.flows else []
    near = near_to(target, [*flow.states, *known.flows, *states, *RESERVED])
    source.problem(path, "F121", name=target, near=near)


def _check_branches(where: Path, state: StateIn, source: Source, known: Known) -> None:
    branches = state.then or []
    if not branches or branches[-1].when:
        source.problem((*where, "then"), "F140")
    for number, branch in enumerate(branches):
        if number < len(branches) - 1 and not branch.when:
            source.problem((*where, "then", number), "F141")
        for name in branch.when:
            if name not in BUILTIN and _lacks(known.variables, name):
                near = near_to(name, [*(known.variables or ()), *BUILTIN])
                source.problem((*where, "then", number), "F131", name=name, near=near)


def _check_ask(where: Path, ask: AskIn, source: Source, known: Known) -> None:
    path = (*where, "ask")
    if ask.save and _lacks(known.variables, ask.save):
        source.problem((*path, "save"), "F131", name=ask.save, near=near_to(ask.save, known.variables))
    if bool(ask.choices) == bool(ask.go):
        source.problem(path, "F122")
    labels: dict[str, str] = {}
    for key, choice in ask.choices.items():
        label = choice.label.casefold()
        if label in labels:
            source.problem((*path, "choices", key), "F123", key=labels[label])
        labels[label] = key
        if len(choice.label) > LONGEST_LABEL:
            source.problem((*path, "choices", key, "label"), "F124", most=LONGEST_LABEL)
        if not key.isascii() or len(key) > LONGEST_KEY or "." in key:
            source.problem((*path, "choices", key), "F125")


def _check_say(path: Path, item: SayIn, source: Source, known: Known) -> None:
    if [bool(item.text), bool(item.tip), bool(item.contact), bool(item.media), bool(item.route)].count(True) != 1:
        source.problem(path, "F126")
    if item.tip and item.tip not in known.tips and f"tips/{item.tip}" not in known.broken:
        source.problem(path, "F127", name=item.tip, near=near_to(item.tip, known.tips))
    if item.contact and _lacks(known.contacts, item.contact):
        source.problem(path, "F128", name=item.contact, near=near_to(item.contact, known.contacts))


def check_words(path: Path, text: str, source: Source, known: Known, *, hide: bool) -> None:
    """What no text for families may hold; `hide`: its first letters may not tell a lock screen what it is about."""
    if not text.strip():
        source.problem(path, "F160")
    if len(text) > LONGEST_BUBBLE:
        source.problem(path, "F161", most=LONGEST_BUBBLE, count=len(text))
    padded = f" {' '.join(_WORD.findall(text.casefold()))} "
    for word, why in FORBIDDEN.items():
        if f" {word} " in padded:
            source.problem(path, "F162", word=word, why=why)
    if hide:
        first = set(_WORD.findall(text[:HIDDEN].casefold()))
        for word in sorted(first & known.giveaway):
            source.problem(path, "F163", word=word, most=HIDDEN)
    for blank in _BLANK.findall(text):
        if blank not in (*BUILTIN, *CALENDAR) and _lacks(known.variables, blank):
            source.problem(path, "F131", name=blank, near=near_to(blank, known.variables))


def _check_text(path: Path, text: str, flow: FlowIn, source: Source, known: Known) -> None:
    if path[:-1] in source.inline or path in source.inline or _inside(path, source):
        source.problem(path, "F164")
    check_words(path, text, source, known, hide=flow.reader != "parent" and path[-2] == "say")


def _inside(path: Path, source: Source) -> bool:
    return any(path[:size] in source.inline for size in range(len(path)))


def _next(flow: FlowIn, key: str) -> set[str]:
    return {target for _, target in targets_in(flow.states[key], ()) if target in flow.states}


def _check_graph(flow: FlowIn, source: Source) -> None:
    """Unreachable states, orphan circles too; circles in which nobody is waited for."""
    reached = _closure(flow.start, lambda key: _next(flow, key)) if flow.start in flow.states else set(flow.states)
    for key in flow.states:
        if key not in reached:
            source.problem(("states", key), "F130", name=key)

    def onward(key: str) -> set[str]:
        return {branch.go for branch in flow.states[key].then or () if branch.go in flow.states}

    for key in flow.states:
        if key in {one for target in onward(key) for one in _closure(target, onward)}:
            source.problem(("states", key), "F132", name=key)


def _closure(start: str, onward: Callable[[str], set[str]]) -> set[str]:
    found, todo = set(), [start]
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo += onward(key)
    return found


def _check_length(flow: FlowIn, source: Source, known: Known) -> None:
    """More than three bubbles before anybody is waited for, within the flow."""
    onward = {key: {b.go for b in state.then or () if b.go in flow.states} for key, state in flow.states.items()}
    try:
        order = list(TopologicalSorter(onward).static_order())  # what comes after stands before
    except CycleError:
        return  # F132 says so
    most: dict[str, int] = {}
    for key in order:
        here = sum(_bubbles(item, known) for item in flow.states[key].say)
        most[key] = here + max((most[way] for way in onward[key]), default=0)
    for key in flow.states:
        if most[key] > MOST_BUBBLES:
            source.problem(("states", key), "F133", count=most[key], most=MOST_BUBBLES)


def _bubbles(item: str | SayIn, known: Known) -> int:
    if isinstance(item, SayIn) and item.tip in known.tips:
        return max(len(part) for part in known.tips[item.tip].parts.values())
    return 1
