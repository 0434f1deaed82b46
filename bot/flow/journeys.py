"""The shortest talk to every place of the book, found turn by turn from every entrance.

1. A turn is one thing that a person does: words, a press, or silence. What is reached with the fewest is told.
2. Where somebody stands is a spot, what lasts of the facts, and whether the consent text has been shown. An entrance is
   open from anywhere, so it is entered with nothing known and nothing shown; that covers every way of interrupting.
3. RESUME, DISPUTE and BACK lead to where the talk has been, with no less shown than there; they find nothing new.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import count

from bot.flow.agenda import SayEvents
from bot.flow.book import Ask, Handoff, SayContact, SayItem, SayMedia, SayRoute, SayText, SayTip, SayTopic
from bot.flow.facts import LEVEL, Facts
from bot.flow.graph import Entrance, Place
from bot.flow.names import RESERVED
from bot.flow.steps import Spot, Steps, Stop

UNSAID = ("timeout", "back")
"""Arrows on which nothing is said: nobody asked for it."""
SHOWN = 72
"""Letters of a bubble that a talk tells."""
NONSENSE = "zzz"
"""What a talk writes to be not understood."""
CLOSED = "(konselor menutup obrolan)"


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody stands here. `arrow`: what they did last by its name, `lines`: as a talk tells it; `stop`: how that turn
    went; `said`: whose words were said in it; `facts`: what is still true when they write again."""

    spot: Spot
    facts: Facts
    consent: bool
    arrow: str
    lines: tuple[str, ...]
    stop: Stop
    said: tuple[Place, ...]
    before: "Node | None" = None

    @property
    def place(self) -> Place:
        return self.spot.place

    @property
    def how(self) -> str:
        return self.stop.how


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may happen at a node, and all that may come of it. `name` is the arrow's."""

    name: str
    lines: tuple[str, ...]
    stops: tuple[Stop, ...]


class Apart:
    """Which facts are known of each spot."""

    def __init__(self) -> None:
        self._known: dict[tuple[Spot, str, bool], list[Facts]] = {}

    def new(self, node: Node) -> bool:
        """False when more is known to be possible here already."""
        known = self._known.setdefault((node.spot, node.how, node.consent), [])
        if any(covers(one, node.facts) for one in known):
            return False
        known.append(node.facts)
        return True


class Journeys:
    """Every node that can be reached, the nearest first."""

    def __init__(self, steps: Steps) -> None:
        self.steps, self.graph, self.ground = steps, steps.graph, steps.ground
        self.nodes = list(self._explore())

    @cached_property
    def waiting(self) -> list[Node]:
        return [one for one in self.nodes if one.how == "ask"]

    # ---- exploring

    def _explore(self) -> Iterator[Node]:
        return (node for node, new in self._walk(self._begun(), self._after) if new)

    def tour(self, stages: Iterable[Callable[[Node], bool]]) -> Node | None:
        """The nearest node that is as the last stage wants, after one as the stage before wants it, and so on."""
        begin: Iterable[Node] = self._begun()
        found: Node | None = None
        for stage in stages:
            found = next((node for node, _ in self._walk(begin, self._anywhere) if stage(node)), None)
            if found is None:
                return None
            begin = (found,)
        return found

    @staticmethod
    def _walk(begin: Iterable[Node], onward: Callable[[Node], Iterable[Node]]) -> Iterator[tuple[Node, bool]]:
        """The nearest first: as many lines as the person has in the talk so far. False: more is known to be possible
        here, and it was walked on from there."""
        apart, number = Apart(), count()
        todo = [(len(node.lines), next(number), node) for node in begin]
        heapify(todo)
        while todo:
            far, _, node = heappop(todo)
            new = apart.new(node)
            yield node, new
            for one in onward(node) if new else ():
                heappush(todo, (far + len(one.lines), next(number), one))

    def _anywhere(self, node: Node) -> Iterator[Node]:
        """Along arrows and through entrances."""
        yield from self._after(node)
        yield from self._begun(node)

    def _begun(self, before: Node | None = None) -> Iterator[Node]:
        """Through every entrance."""
        for entrance in self.graph.entrances:
            for stop in self.enter(entrance):
                yield from self._stood(stop, entrance.why, entrance.lines, before)

    def _after(self, node: Node) -> Iterator[Node]:
        for act in self.acts(node):
            for stop in act.stops:
                yield from self._stood(stop, act.name, act.lines, node)

    def enter(self, entrance: Entrance, facts: Facts | None = None) -> tuple[Stop, ...]:
        """The turns through an entrance, whatever is true then, or where `facts` are."""
        facts = facts or self.ground.top
        if entrance.level is not None:
            facts = self.ground.put(facts, LEVEL, [entrance.level.name.lower()])
        return self.steps.into(entrance.place, facts)

    def _stood(self, stop: Stop, arrow: str, lines: tuple[str, ...], before: Node | None) -> Iterator[Node]:
        """The node where a turn ends. A turn that never ends is a problem of its own; a reserved word leads to a node
        that is known."""
        if stop.how in RESERVED or stop.how == "endless":
            return
        said = () if arrow in UNSAID else stop.passed
        shown = stop.consent or (before is not None and before.consent) or any(map(self.tells_consent, said))
        yield Node(stop.spot, self.ground.later(stop.facts), shown, arrow, lines, stop, said, before)

    def tells_consent(self, place: Place) -> bool:
        """Is the consent text said here?"""
        state = self.graph.state(place)
        return state.consent or (isinstance(state.exit, Ask) and state.exit.save in self.steps.consents)

    # ---- what may be done at a node

    def acts(self, node: Node) -> Iterable[Act]:
        """Along the arrows of the file; what can be done anywhere is an entrance."""
        state = self.graph.state(node.place)
        match state.exit:
            case Ask() as ask:
                yield from self._answers(node, ask)
            case Handoff(back=back) if node.how == "handoff" and back:
                yield Act("back", (CLOSED,), self.steps.go(node.spot, back, node.facts))
        if state.timeout and node.how == "ask":
            after = int(state.timeout.after.total_seconds())
            span = f"{after // 3600}h" if after % 3600 == 0 else f"{after // 60}m"
            spot = replace(node.spot, calls=())  # an end that a silence leads to rests; it goes back to no caller
            yield Act("timeout", (f"after: {span}",), self.steps.go(spot, state.timeout.go, node.facts))

    def _answers(self, node: Node, ask: Ask) -> Iterable[Act]:
        for one in ask.choices:
            facts = self.steps.saved(node.facts, ask.save, [one.key]) if ask.save else node.facts
            yield Act(f"choice {one.key}", (f"press: {one.key}",), self.steps.go(node.spot, one.go, facts))
        if ask.go:
            facts = self.steps.free(node.facts, ask.save) if ask.save else node.facts
            yield Act("go", ("user: …",), self.steps.go(node.spot, ask.go, facts))
        if ask.give_up:
            nonsense = tuple(f"user: {NONSENSE}" for _ in range(ask.tries))
            yield Act("give_up", nonsense, self.steps.go(node.spot, ask.give_up, node.facts))

    # ---- telling

    def talk(self, node: Node | None, *more: str) -> tuple[str, ...]:
        """The whole talk to a node, as an example writes it, and `more` after it; before it, in brackets, what has to
        be true."""
        turns: list[Node] = []
        while node is not None:
            turns.append(node)
            node = node.before
        turns.reverse()
        lines = [line for one in turns for line in (*one.lines, *self.said(one.said))]
        given = self._given(turns)
        return (*([given] if given else []), *lines, *more)

    def _given(self, turns: Iterable[Node]) -> str:
        """`(kini.pembaca: child)`: what a branch asked about and no answer of its own turn told."""
        known: dict[str, str] = {}
        for one in turns:
            answered = self.graph.ask(one.before.place) if one.before else None
            for name, values in self.ground.narrowed(one.stop.facts).items():
                if name in one.stop.asked and not (answered and answered.save == name):
                    known[name] = values
        return f"({', '.join(f'{name}: {values}' for name, values in known.items())})" if known else ""

    def said(self, passed: Iterable[Place]) -> list[str]:
        """What the bot says at these places."""
        return [f"bot: {text}" for place in passed for item in self.graph.state(place).say for text in self._said(item)]

    def _said(self, item: SayItem) -> Iterable[str]:
        match item:
            case SayText(text):
                yield short(text.by["id"])
            case SayTip(name):
                parts = self.graph.book.tips[name].parts
                yield short((parts.get("all") or next(iter(parts.values())))[0].by["id"])
            case SayTopic(part):
                yield f"(topik: {part})"
            case SayContact(name):
                yield short(self.graph.book.directory[name].number)
            case SayEvents():
                yield "(kegiatan)"
            case SayMedia(name):
                yield f"(media: {name})"
            case SayRoute(part):
                yield f"(route: {part})"


def covers(wide: Facts, narrow: Facts) -> bool:
    return all(one <= other for one, other in zip(narrow, wide, strict=True))


def short(text: str) -> str:
    """The beginning of a text, whole words."""
    if len(text) <= SHOWN:
        return text
    return text[: SHOWN + 1].rsplit(" ", 1)[0]
