"""What is a fitting answer to an opening, where in the book it stands, and how many presses lead there."""

from collections import deque
from collections.abc import Iterable, Mapping

from bot.bench.openings import SOMEBODY, Opening
from bot.flow.book import Ask, Book, Call, Choice, SayContact, SayRoute, SayTip, SayTopic, State, Then
from bot.flow.names import GRAVE_TOPIC, LIKELY, PERSON, TIPS, TOPIC
from bot.model.message import Level

FARTHEST = 6
"""Presses that somebody looks ahead."""
TOPICS = (TOPIC, GRAVE_TOPIC, LIKELY)

Place = tuple[str, str]
"""A flow and one of its states."""


class Paths:
    """Of one book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._tips = {name for name, flow in book.flows.items() if any(map(_tells, flow.states.values()))}
        self._ways = {place: tuple(self._targets(place[0], state)) for place, state in _places(book)}
        self._goals: dict[tuple[frozenset[str], bool], frozenset[Place]] = {}

    def helps(self, opening: Opening, flow: str, state: State, chosen: str) -> str:
        """What of this state is a fitting answer: a tip, a contact or a person; "" when nothing is. `chosen`: the topic
        that is talked about."""
        grave = opening.level > Level.NONE
        if flow == PERSON:
            return PERSON if grave or SOMEBODY in opening.fits else ""
        if grave and any(isinstance(one, SayContact) or one == SayRoute("contacts") for one in state.say):
            return "contact"
        if flow in TOPICS:
            here = any(isinstance(one, SayTopic) for one in state.say)
            return next((one for one in self._named(chosen) if here and one in opening.fits), "")
        return flow if flow in opening.fits and (_tells(state) or flow not in self._tips) else ""

    def _named(self, chosen: str) -> Iterable[str]:
        """The topic that is talked about, or the flows that tell the tip that is."""
        if not chosen.startswith(TIPS):
            return (chosen,)
        tip, flows = chosen.removeprefix(TIPS), self.book.flows.values()
        return (one.name for one in flows if any(state.tip == tip for state in one.states.values()))

    def presses(self, opening: Opening, flow: str, ask: Ask, choice: Choice) -> int:
        """How far behind this choice the nearest fitting answer stands; FARTHEST when none is near."""
        if (ask.topics or ask.near) and choice.key in opening.fits:
            return 0
        return self._far(self._wanted(opening), self._place_of(flow, choice.go))

    def _far(self, wanted: frozenset[Place], start: Place | None) -> int:
        waiting, seen = deque([(start, 1)] if start else []), {start}
        while waiting:
            here, far = waiting.popleft()
            if here in wanted:
                return far
            for there in self._ways.get(here, ()) if far < FARTHEST else ():
                if there not in seen:
                    seen.add(there)
                    waiting.append((there, far + 1))
        return FARTHEST

    def _wanted(self, opening: Opening) -> frozenset[Place]:
        """Where a fitting answer stands, or a menu with a fitting topic."""
        key = (opening.fits, opening.level > Level.NONE)
        if key not in self._goals:
            self._goals[key] = frozenset(
                place
                for place, state in _places(self.book)
                if (place[0] not in TOPICS and self.helps(opening, place[0], state, "")) or _lists(state, opening.fits)
            )
        return self._goals[key]

    def _targets(self, flow: str, state: State) -> Iterable[Place]:
        match state.exit:
            case Ask(choices=choices, go=go):
                names = [*(one.go for one in choices), go]
            case Then(branches):
                names = [one.go for one in branches]
            case Call(flow=called, branches=branches):
                names = [called, *(one.go for one in branches)]
            case _:
                names = []
        return [place for one in names if (place := self._place_of(flow, one))]

    def _place_of(self, flow: str, target: str) -> Place | None:
        """Flow and state of a target, seen from a flow; None for a reserved word."""
        flows: Mapping[str, object] = self.book.flows
        if target in self.book.flows[flow].states:
            return flow, target
        if target in flows:
            return target, self.book.flows[target].start
        name, _, state = target.rpartition("/")
        return (name, state) if name in flows else None


def _places(book: Book) -> Iterable[tuple[Place, State]]:
    return (((flow.name, name), state) for flow in book.flows.values() for name, state in flow.states.items())


def _tells(state: State) -> bool:
    return any(isinstance(one, SayTip) for one in state.say)


def _lists(state: State, topics: frozenset[str]) -> bool:
    """Does it offer one of these topics?"""
    asked = state.exit
    return isinstance(asked, Ask) and asked.topics and any(one.key in topics for one in asked.choices)
