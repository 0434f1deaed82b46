"""The whole book as one graph: every state a place, every arrow with what makes it, commands and alarms too.

1. A place is a flow and a state. Where an arrow leads to a reserved word (RESUME, DISPUTE, BACK) its end is that word:
   it leads to a place where the talk has been before.
2. Commands, alarms, topics, the first word and the greeting after a long silence lead into a flow from anywhere; they
   are entrances, not arrows of a state.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.flow.arrows import PLANNED
from bot.flow.book import Arrow, Ask, Book, Call, Flow, State
from bot.flow.names import ENTRY, LIKELY, LISTEN, NEAR, OWN_WORDS, RESERVED, RETURN, WELCOME
from bot.model.message import Level

ASKED_FOR = "(pesan yang diminta)"
"""How a talk tells that a planned message came."""
OWN_WORD = "own word"
"""Why a flow is entered by a word that the contact chose themselves."""


class Place(NamedTuple):
    flow: str
    state: str

    def __str__(self) -> str:
        return f"{self.flow}/{self.state}"


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way into a flow that is open from anywhere. `lines`: how a talk tells it; `level`: of an alarm."""

    place: Place
    why: str
    lines: tuple[str, ...]
    level: Level | None = None


class Graph:
    """Looks places and arrows of a book up."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.arrows: Mapping[Place, tuple[Arrow, ...]] = {
            Place(flow.name, name): tuple(one for one in flow.arrows if one.state == name)
            for flow in book.flows.values()
            for name in flow.states
        }

    def __iter__(self) -> Iterator[Place]:
        return iter(self.arrows)

    def state(self, place: Place) -> State:
        return self.book.flows[place.flow].states[place.state]

    def flow(self, place: Place) -> Flow:
        return self.book.flows[place.flow]

    def ask(self, place: Place) -> Ask | None:
        """The question of a place where somebody is waited for."""
        one = self.state(place).exit
        return one if isinstance(one, Ask) else None

    def end(self, flow: str, target: str) -> Place | str:
        """Where an arrow of a flow leads: a place, or a reserved word."""
        if target in RESERVED:
            return target
        flows = self.book.flows
        if flow in flows and target in flows[flow].states:
            return Place(flow, target)
        return self.start(target) if target in flows else Place(*target.rpartition("/")[::2])

    def start(self, flow: str) -> Place:
        return Place(flow, self.book.flows[flow].start)

    def arrow(self, place: Place, name: str) -> Arrow | None:
        return next((one for one in self.arrows[place] if one.name == name), None)

    def mark(self, place: Place) -> tuple[str, int, int]:
        """File, line and column of a state."""
        state = self.state(place)
        return state.path, state.line, STATE_COLUMN

    def onward(self, place: Place) -> Iterable[Place | str]:
        """The end of every arrow of a place; the flow that it calls, too."""
        exit_ = self.state(place).exit
        if isinstance(exit_, Call):
            yield self.start(exit_.flow)
        for one in self.arrows[place]:
            yield self.end(place.flow, one.target)

    @cached_property
    def commands(self) -> tuple[Flow, ...]:
        return tuple(flow for flow in self.book.flows.values() if flow.words)

    @cached_property
    def entrances(self) -> tuple[Entrance, ...]:
        """The shortest to tell first."""
        flows = self.book.flows
        found = [Entrance(self.start(WELCOME), "first word", ("user: halo",))]
        found += [
            Entrance(self.start(one.name), "topic", (f"user: {one.about[0]}",)) for one in flows.values() if one.about
        ]
        found += [
            Entrance(self.start(one.flow), "topic", (f"user: {one.about[0]}",))
            for one in {one.flow: one for one in reversed([*self.book.topics.values()])}.values()
        ]
        found += [
            Entrance(self.start(name), "topic", (f"user: {said}",))
            for name, said in ((NEAR, "(…)"), (LIKELY, "(…)"), (LISTEN, "mau curhat"))
            if name in flows
        ]
        found += [
            Entrance(self.start(one.name), "command", (f"user: {one.words[0].upper()}",)) for one in self.commands
        ]
        found += [
            Entrance(self.start(flow), "alarm", (f"user: ({level.name.lower()})",), level)
            for level, flow in ENTRY.items()
        ]
        found += [
            Entrance(self.start(flow), OWN_WORD, (f"user: ({name})",))
            for name, flow in OWN_WORDS.items()
            if flow in flows
        ]
        found += [
            Entrance(Place(flow.name, one.target), "planned", (ASKED_FOR,))
            for flow in flows.values()
            for one in flow.arrows
            if one.name.startswith(PLANNED)
        ]
        found.append(Entrance(self.start(RETURN), "long silence", ("user: halo", "after: 25h", "user: halo")))
        found += [Entrance(self.start(name), "", (f"({name})",)) for name in self._apart({one.place for one in found})]
        return tuple(found)

    def _apart(self, entered: set[Place]) -> list[str]:
        """Flows that nothing in the book leads to: of a fault, and those that are only being written."""
        led = {one.flow for one in entered}
        for place in self:
            led |= {end.flow for end in self.onward(place) if isinstance(end, Place) and end.flow != place.flow}
        return [name for name in self.book.flows if name not in led]


STATE_COLUMN = 3
"""Keys of states stand two spaces in."""
