"""What a change of the flows does to the people in them: pure, from two books and counts of positions.

Laws
1. A place that is in the book is that place, whatever else claims its name.
2. Else it is where `was:` says it went, state by state and flow by flow.
3. Who stands at a place that is in neither is stranded: nobody knows what to ask them next. A way back that is gone
   leads to the start of its flow, or to the menu; that strands nobody.
4. A question that reads or leads differently than when it was asked is asked again; one that nobody is asked
   (the talk rests, or a person has the floor) is kept. Where nothing is asked any more the talk goes to the menu.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot.flow.book import Ask, Book, End, Flow, Handoff, State
from bot.flow.names import MENU
from bot.model.conversation import Position, Voice
from bot.model.stand import Stand, Way


class Fate(StrEnum):
    """What becomes of those who hold a place; the worst last."""

    KEPT = "kept"
    ASKED = "asked again"
    MOVED = "moved"
    START = "start"  # of their flow
    MENU = "menu"
    STRANDED = "stranded"


SAID: Mapping[Fate, tuple[str, str]] = {
    Fate.KEPT: ("tetap", "kept"),
    Fate.ASKED: ("ditanya lagi", "asked again"),
    Fate.MOVED: ("pindah", "moved"),
    Fate.START: ("ke awal alur", "to the start of the flow"),
    Fate.MENU: ("ke menu", "to the menu"),
    Fate.STRANDED: ("tersesat", "stranded"),
}
"""In Indonesian and English."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to add to a file so that nobody is stranded: below `line` of `path`."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.text}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens to those of one stand. `to` is where they are then; `again`: the question there is asked anew, since
    it is not the one they were asked. `add` would save the stranded."""

    stand: Stand
    fate: Fate
    to: str = ""
    again: bool = False
    add: Line | None = None

    @property
    def strands(self) -> bool:
        return self.fate is Fate.STRANDED and self.stand.people > 0


@dataclass(frozen=True, slots=True)
class Plan:
    """`idle`: old names that are in the book still, so that nobody moves by them."""

    outcomes: tuple[Outcome, ...]
    idle: tuple[Line, ...] = ()

    @property
    def stranded(self) -> int:
        """How many would be."""
        return sum(one.stand.people for one in self.outcomes if one.strands)

    def people(self, fate: Fate) -> int:
        """How many who stand somewhere meet this fate; ways back are not counted."""
        return sum(one.stand.people for one in self.outcomes if one.fate is fate and one.stand.way is Way.HERE)

    @property
    def changes(self) -> tuple[Outcome, ...]:
        """The places at which something changes, the worst first."""
        worst = tuple(Fate)
        changed = (one for one in self.outcomes if one.fate is not Fate.KEPT)
        return tuple(sorted(changed, key=lambda one: (-worst.index(one.fate), -one.stand.people, one.stand)))


def plan(book: Book, stands: Iterable[Stand], before: Book | None = None) -> Plan:
    """What taking `book` does to the people who stand there. `before`, the book in use, tells of changed places where
    nobody stands."""
    known = list(stands)
    taken = {(one.flow, one.state) for one in known if one.way is Way.HERE}
    empty = [
        Stand(flow.name, state.name, state.fingerprint, _voice(state), people=0)
        for flow in (before.flows.values() if before else ())
        for state in flow.states.values()
        if (flow.name, state.name) not in taken and isinstance(state.exit, Ask | Handoff)
    ]
    return Plan(tuple(outcome(book, one) for one in sorted([*known, *empty])), tuple(_idle(book)))


def _voice(state: State) -> Voice:
    """Who has the floor where a talk stands."""
    return Voice.WAITING if isinstance(state.exit, Handoff) else Voice.BOT


def outcome(book: Book, stand: Stand) -> Outcome:
    """What happens to those of one stand."""
    place = successor(book, Position(stand.flow, stand.state))
    if stand.way is Way.BACK:
        return _back(book, stand, place)
    if not stand.fingerprint:
        return Outcome(stand, Fate.KEPT)
    if place is None:
        return Outcome(stand, Fate.STRANDED, add=_line(book, stand))
    state = book.flows[place.flow].states[place.state]
    again = state.fingerprint != stand.fingerprint and stand.voice is Voice.BOT
    to = f"{place.flow}/{place.state}"
    if again and isinstance(state.exit, End | Handoff):
        return Outcome(stand, Fate.MENU, MENU)
    if (place.flow, place.state) != (stand.flow, stand.state):
        return Outcome(stand, Fate.MOVED, to, again)
    return Outcome(stand, Fate.ASKED if again else Fate.KEPT, to, again)


def _back(book: Book, stand: Stand, place: Position | None) -> Outcome:
    if place is None:
        flow = successor_flow(book, stand.flow)
        return Outcome(stand, Fate.START, flow.name) if flow else Outcome(stand, Fate.MENU, MENU)
    same = (place.flow, place.state) == (stand.flow, stand.state)
    return Outcome(stand, Fate.KEPT if same else Fate.MOVED, f"{place.flow}/{place.state}")


def _idle(book: Book) -> Iterator[Line]:
    """Old names that say nothing: whoever stands there stands there (law 1)."""
    for flow in book.flows.values():
        states = list(flow.states.values())
        yield from (Line(states[0].path, 1, f"was: {old}") for old in flow.was if old in book.flows)
        for state in states:
            for old in state.was:
                name, _, place = old.rpartition("/")
                if place in (book.flows[name or flow.name].states if (name or flow.name) in book.flows else ()):
                    yield Line(state.path, state.line, f"was: {old}")


# ---- where a place went


def successor(book: Book, place: Position) -> Position | None:
    """Where a place of an earlier book is in this one, by the same calls; None when nobody says."""
    flow = book.flows.get(place.flow)
    if flow and place.state in flow.states:
        return place
    for other in book.flows.values():
        heir = place.flow in other.was or other.name == place.flow
        names = {f"{place.flow}/{place.state}", *([place.state] if heir else [])}
        for state in other.states.values():
            if not names.isdisjoint(state.was):
                return Position(other.name, state.name, place.calls)
    heir_flow = successor_flow(book, place.flow)
    if heir_flow and place.state in heir_flow.states:
        return Position(heir_flow.name, place.state, place.calls)
    return None


def successor_flow(book: Book, name: str) -> Flow | None:
    """A flow of an earlier book in this one: of the same name, or the one that declares `was:`."""
    return book.flows.get(name) or next((one for one in book.flows.values() if name in one.was), None)


def _line(book: Book, stand: Stand) -> Line | None:
    """What an editor would most likely add: to the state that asks the very same question, else to the one of the
    nearest name, else to the first of the flow."""
    flow = successor_flow(book, stand.flow)
    if flow is None:
        return _flow_line(book, stand)
    same = [one for one in flow.states.values() if one.fingerprint == stand.fingerprint]
    near = get_close_matches(stand.state, list(flow.states), 1, 0.5)
    heir = same[0] if same else flow.states[near[0] if near else flow.start]
    old = stand.state if flow.name == stand.flow else f"{stand.flow}/{stand.state}"
    return _under(heir, old)


def _flow_line(book: Book, stand: Stand) -> Line | None:
    """The flow is gone: the flow that asks the same question was it, or the one with the nearest name."""
    for flow in book.flows.values():
        for state in flow.states.values():
            if state.fingerprint == stand.fingerprint:
                whole = state.name == stand.state
                return Line(state.path, 1, f"was: {stand.flow}") if whole else _under(state, _full(stand))
    near = get_close_matches(stand.flow, list(book.flows), 1)
    heir = book.flows.get(near[0] if near else MENU)
    return _under(heir.states[heir.start], _full(stand)) if heir else None


def _full(stand: Stand) -> str:
    return f"{stand.flow}/{stand.state}"


def _under(state: State, old: str) -> Line:
    names = [*state.was, old]
    return Line(state.path, state.line, f"was: {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}")
