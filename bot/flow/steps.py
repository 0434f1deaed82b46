"""One turn on paper: from an arrow on to wherever somebody is waited for, along every branch that may be taken."""

from dataclasses import dataclass, replace
from functools import cached_property

from bot.flow.book import Ask, Book, Branch, Call, End, Handoff, Then
from bot.flow.facts import LEVEL, READER, SETS, TICKET, Facts, ground_of
from bot.flow.graph import Graph, Place
from bot.flow.names import ENTRY, MOST_CALLS, PERSON
from bot.model.conversation import Reader
from bot.model.message import Level


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, and the states whose calls led here, the innermost last."""

    place: Place
    calls: tuple[Place, ...] = ()

    def __str__(self) -> str:
        return str(self.place)


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a turn ends. `how`: ask, handoff, endless (it never ends), a reserved word, or the `how` of an End.

    `passed` are the places whose words are said, in order; `flows` those that the turn went through, `called` the
    states that called one. `asked`: names that branches on the way asked about. `consent`: one of them told that the
    consent text had been answered.
    """

    how: str
    spot: Spot
    facts: Facts
    passed: tuple[Place, ...]
    flows: tuple[str, ...]
    called: tuple[Place, ...] = ()
    asked: frozenset[str] = frozenset()
    consent: bool = False

    @property
    def person(self) -> bool:
        """Is a ticket open after it?"""
        return self.how == "handoff" or PERSON in self.flows


@dataclass(frozen=True, slots=True)
class _Way:
    """A turn under way."""

    spot: Spot
    facts: Facts
    passed: tuple[Place, ...] = ()
    flows: tuple[str, ...] = ()
    called: tuple[Place, ...] = ()
    asked: frozenset[str] = frozenset()
    consent: bool = False


class Steps:
    """Every turn of a book, each computed once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.graph = Graph(book)
        self.ground = ground_of(book)
        self._known: dict[tuple[str, Spot | str, Facts], tuple[Stop, ...]] = {}

    @cached_property
    def consents(self) -> frozenset[str]:
        """Variables that hold the answer to the consent text."""
        return frozenset(name for name, one in self.book.variables.items() if one.consent)

    def go(self, spot: Spot, target: str, facts: Facts) -> tuple[Stop, ...]:
        """Along an arrow from a spot. A jump into another flow forgets the calls; one inside the flow keeps them."""
        key = (target, spot, facts)
        if key not in self._known:
            end = self.graph.end(spot.place.flow, target)
            self._known[key] = tuple(self._run(spot, end, facts))
        return self._known[key]

    def into(self, place: Place, facts: Facts) -> tuple[Stop, ...]:
        """Through an entrance."""
        key = (str(place), "", facts)
        if key not in self._known:
            self._known[key] = tuple(self._run(Spot(place), place, facts))
        return self._known[key]

    # ---- one turn

    def _run(self, spot: Spot, end: Place | str, facts: Facts) -> list[Stop]:
        """Depth first, so that a spot which is met again while it is open is a circle; a way that is like one before in
        all that counts is walked once, so that diamonds cost nothing."""
        found: list[Stop] = []
        known: set[_Way] = set()
        opened: set[Spot] = set()
        todo: list[_Way | Spot] = [*self._led(_Way(spot, facts), end, found)]
        while todo:
            way = todo.pop()
            if isinstance(way, Spot):
                opened.discard(way)
            elif way.spot in opened:
                found.append(self._stop("endless", way))
            elif way not in known:
                known.add(way)
                opened.add(way.spot)
                todo += [way.spot, *reversed(self._through(way, found))]
        return found

    @staticmethod
    def _stop(how: str, way: _Way) -> Stop:
        return Stop(how, way.spot, way.facts, way.passed, way.flows, way.called, way.asked, way.consent)

    def _led(self, way: _Way, end: Place | str, found: list[Stop]) -> list[_Way]:
        """The way at the end of an arrow; one that a reserved word ends is found."""
        if isinstance(end, str):
            found.append(self._stop(end, way))
            return []
        calls = way.spot.calls if end.flow == way.spot.place.flow else ()
        return [self._moved(way, Spot(end, calls))]

    def _moved(self, way: _Way, spot: Spot) -> _Way:
        facts = way.facts
        if self.graph.flow(spot.place).reader is Reader.CHILD:
            values = self.ground.of(facts, READER) - {Reader.UNKNOWN.value} | {Reader.CHILD.value}
            if Reader.UNKNOWN.value in self.ground.of(facts, READER):
                facts = self.ground.put(facts, READER, values)
        gravest = spot.place.flow == ENTRY[Level.IMMINENT]
        if gravest:
            facts = self.ground.put(facts, LEVEL, [Level.IMMINENT.name.lower()])
        if gravest or spot.place.flow == PERSON:
            facts = self.ground.put(facts, TICKET, ["ada"])
        flows = way.flows if spot.place.flow in way.flows else (*way.flows, spot.place.flow)
        return replace(way, spot=spot, facts=facts, flows=flows)

    def _through(self, way: _Way, found: list[Stop]) -> list[_Way]:
        """Past one state: where it waits or ends is found, the rest goes on."""
        spot, state = way.spot, self.graph.state(way.spot.place)
        for name in (*state.forget, *((state.planning.name,) if state.planning else ())):
            way = replace(way, facts=self.free(way.facts, name))
        said = replace(way, passed=(*way.passed, spot.place)) if state.say else way
        match state.exit:
            case Ask() as ask:
                found.append(self._stop("ask", said))
                return self._skipped(way, ask, found) if ask.skip_known else []
            case Then(branches):
                return self._branched(said, branches, found)
            case Call() as call:
                start = Spot(self.graph.start(call.flow), (*spot.calls, spot.place))
                if len(start.calls) > MOST_CALLS or spot.place in spot.calls:
                    found.append(self._stop("endless", said))
                    return []
                given = self._given(replace(said, called=(*said.called, spot.place)), call)
                return [self._moved(given, start)]
            case Handoff():
                facts = self.ground.put(way.facts, TICKET, ["ada"])
                found.append(self._stop("handoff", replace(said, facts=facts)))
                return []
            case End(how="rest") if spot.calls:
                return self._returned(said, found)
            case End(how=how):
                found.append(self._stop(how, said))
        return []

    def _given(self, way: _Way, call: Call) -> _Way:
        """The arguments of a call: a plain value is known, one that comes from a blank may be anything."""
        facts = way.facts
        for name, value in call.given.items():
            facts = self.free(facts, name) if value.startswith("{") else self.saved(facts, name, [value])
        return replace(way, facts=facts)

    def _returned(self, way: _Way, found: list[Stop]) -> list[_Way]:
        """Back from a called flow; its arguments have their old values again, which we do not know any more."""
        *calls, caller = way.spot.calls
        exit_ = self.graph.state(caller).exit
        facts = way.facts
        for name in self.graph.flow(way.spot.place).arguments:
            facts = self.free(facts, name)
        back = replace(way, spot=Spot(caller, tuple(calls)), facts=facts)
        return self._branched(back, exit_.branches, found) if isinstance(exit_, Call) else []

    def _branched(self, way: _Way, branches: tuple[Branch, ...], found: list[Stop]) -> list[_Way]:
        """Every branch that may be taken, in order."""
        ways: list[_Way] = []
        facts: Facts | None = way.facts
        for branch in branches:
            if facts is None:
                break
            way = replace(way, asked=way.asked.union(branch.when))
            if (taken := self.ground.taken(facts, branch)) is not None:
                consent = way.consent or bool(self.consents & branch.when.keys())
                one = replace(way, facts=taken, consent=consent)
                ways += self._led(one, self.graph.end(way.spot.place.flow, branch.go), found)
            facts = self.ground.passed(facts, branch)
        return ways

    def _skipped(self, way: _Way, ask: Ask, found: list[Stop]) -> list[_Way]:
        """A question that is not asked, because its answer is known: on to where any answer leads."""
        ends = dict.fromkeys([*(one.go for one in ask.choices), *([ask.go] if ask.go else [])])
        flow = way.spot.place.flow
        return [one for target in ends for one in self._led(way, self.graph.end(flow, target), found)]

    # ---- answers

    def saved(self, facts: Facts, name: str, values: list[str]) -> Facts:
        """An answer is kept, and copied to where its variable says."""
        facts = self.ground.put(facts, name, values)
        variable = self.book.variables.get(name)
        if variable and variable.sets in SETS:
            known = [one for one in values if variable.sets != "reader" or one in set(Reader)]
            facts = self.ground.put(facts, SETS[variable.sets], known) if known else facts
        return facts

    def free(self, facts: Facts, name: str) -> Facts:
        """The same for an answer that may be anything."""
        variable = self.book.variables.get(name)
        for one in (name, SETS.get(variable.sets, "") if variable else ""):
            if one in self.ground.names:
                facts = self.ground.put(facts, one, self.ground.of(self.ground.top, one))
        return facts
