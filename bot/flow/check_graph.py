"""Where a talk can go: unreachable states, circles without a wait, calls that never come back, silence that speaks."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from bot.flow.check_shape import targets_in
from bot.flow.known import Known
from bot.flow.names import RESERVED
from bot.flow.schema import SayIn, StateIn
from bot.flow.source import Source

MOST_BUBBLES = 3
"""Two, and the question (flow-language.md, Words)."""
Place = tuple[str, str]
"""Flow and state."""


def check_graphs(sources: Mapping[str, Source], graph: "Graph") -> None:
    """Notes every problem in the source of its flow."""
    for name, source in sources.items():
        graph.check_reach(name, source)
        graph.check_circles(name, source)
        graph.check_silence(name, source)
        graph.check_calls(name, source)
    graph.check_length(sources)


class Graph:
    """The flows of one reading, looked up by place."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.flows = known.flows

    def state(self, place: Place) -> StateIn:
        return self.flows[place[0]].states[place[1]]

    def ends(self, flow: str, targets: Iterable[str]) -> set[Place]:
        return {place for target in targets if (place := self.known.flow_of(target, flow))}

    def start(self, flow: str) -> set[Place]:
        one = self.flows.get(flow)
        return {(flow, one.start)} if one and one.start in one.states else set()

    @cached_property
    def onward(self) -> Mapping[Place, set[Place]]:
        """Where a talk goes on at once: along `then`, and into the flow that is called; past the call when that may
        come back at once."""
        found: dict[Place, set[Place]] = {}
        for name, flow in self.flows.items():
            for key, state in flow.states.items():
                ways = self.after((name, key))
                if state.call:
                    ways = self.start(state.call.flow) | (ways if self._quick(state.call.flow, frozenset()) else set())
                found[name, key] = ways
        return found

    def after(self, place: Place) -> set[Place]:
        """The ends of the branches of a state."""
        return self.ends(place[0], [branch.go for branch in self.state(place).then or ()])

    def _quick(self, flow: str, above: frozenset[str]) -> bool:
        """May a called flow come back without a wait?"""
        if flow in above:
            return False  # F139 says so

        def onward(place: Place) -> set[Place]:
            call = self.state(place).call
            stays = {one for one in self.after(place) if one[0] == flow}
            return stays if call is None or self._quick(call.flow, above | {flow}) else set()

        return any(self.state(place).end == "true" for place in _closure(self.start(flow), onward))

    # ---- within a flow

    def check_reach(self, name: str, source: Source) -> None:
        """States that nothing leads to, orphan circles too."""
        flow = self.flows[name]
        if flow.start not in flow.states or not self._leads(name):
            return  # F113 and F121 say so
        entries = {flow.start} | {state for other, state in self._entered if other == name}
        reached = _closure(entries, lambda key: self._inside(name, key))
        for key in flow.states:
            if key not in reached:
                source.problem(("states", key), "F130", name=key)

    def _leads(self, name: str) -> bool:
        """Does every target of the flow exist?"""
        targets = [one for state in self.flows[name].states.values() for _, one in targets_in(state, ())]
        return all(one in RESERVED or self.known.flow_of(one, name) for one in targets)

    @cached_property
    def _entered(self) -> set[Place]:
        """Places that other flows lead to."""
        found: set[Place] = set()
        for name, flow in self.flows.items():
            for state in flow.states.values():
                found |= {one for one in self.ends(name, (go for _, go in targets_in(state, ()))) if one[0] != name}
        return found

    def _inside(self, name: str, key: str) -> set[str]:
        states = self.flows[name].states
        return {target for _, target in targets_in(states[key], ()) if target in states}

    def check_circles(self, name: str, source: Source) -> None:
        """States that lead back to themselves, and nobody is waited for; over other flows too."""
        for key in self.flows[name].states:
            place = (name, key)
            if place in _closure(self.onward[place], lambda one: self.onward[one]):
                source.problem(("states", key), "F132", name=key)

    # ---- silence

    def check_silence(self, name: str, source: Source) -> None:
        """Nobody who did not just write is written to: what a timeout leads to says nothing."""
        flow = self.flows[name]
        if flow.reader == "parent":
            return
        for key, state in flow.states.items():
            if state.timeout and (said := self._speaks(name, state.timeout.go)):
                source.problem(("states", key, "timeout"), "F150", name=said)

    def _speaks(self, flow: str, target: str) -> str:
        """The first place on the way that says something; on the web chat it may."""
        if target in RESERVED:
            return target
        found = self.known.flow_of(target, flow)
        todo, seen = [found] if found else [], set()
        while todo:
            place = todo.pop()
            if place in seen:
                continue
            seen.add(place)
            state = self.state(place)
            if state.say:
                return "/".join(place)
            if state.call:
                todo += self.start(state.call.flow)
                if not self._quick(state.call.flow, frozenset()):
                    continue
            for branch in state.then or ():
                if branch.when.get("kini.kanal") == ["web"]:
                    continue
                if branch.go in RESERVED:
                    return branch.go
                todo += self.ends(place[0], [branch.go])
        return ""

    # ---- calls

    def check_calls(self, name: str, source: Source) -> None:
        for key, state in self.flows[name].states.items():
            if state.call is None or state.call.flow not in self.flows:
                continue
            called = state.call.flow
            if name in _closure({called}, lambda one: self._called.get(one, set())):
                source.problem(("states", key, "call"), "F139", flow=called)
            elif not self._returns(called):
                source.problem(("states", key, "call"), "F138", flow=called)

    @cached_property
    def _called(self) -> Mapping[str, set[str]]:
        """The flows that a flow calls."""
        return {
            name: {state.call.flow for state in flow.states.values() if state.call and state.call.flow in self.flows}
            for name, flow in self.flows.items()
        }

    def _returns(self, name: str) -> bool:
        """Is there a way from the start to `end: true` inside the flow?"""
        flow = self.flows[name]
        if flow.start not in flow.states:
            return True  # F113 says so
        reached = _closure({flow.start}, lambda key: self._inside(name, key))
        return any(flow.states[key].end == "true" for key in reached)

    # ---- what one turn says

    def check_length(self, sources: Mapping[str, Source]) -> None:
        """More bubbles than a turn has before anybody is waited for."""
        most = self.heaviest(lambda place: sum(self._bubbles(item) for item in self.state(place).say))
        for place, count in most.items():
            if count > MOST_BUBBLES and self.state(place).say and place[0] in sources:
                sources[place[0]].problem(("states", place[1]), "F133", count=count, most=MOST_BUBBLES)

    def _bubbles(self, item: str | SayIn) -> int:
        if isinstance(item, SayIn) and item.tip in self.known.tips:
            return max(len(part) for part in self.known.tips[item.tip].parts.values())
        return 1

    def heaviest(self, weight: Callable[[Place], int]) -> Mapping[Place, int]:
        """The most that can be said from each place until somebody is waited for; nothing where there is a circle."""
        try:
            order = list(TopologicalSorter(self.onward).static_order())  # what comes after stands before
        except CycleError:
            return {}  # F132 says so
        most: dict[Place, int] = {}
        back: dict[Place, int] = {}  # up to an `end: true`, where there is a way without a wait
        for place in order:
            self._weigh(place, weight(place), most, back)
        return most

    def _weigh(self, place: Place, here: int, most: dict[Place, int], back: dict[Place, int]) -> None:
        state = self.state(place)
        most[place] = here
        if state.end == "true":
            back[place] = here
        if state.call:
            called = self.start(state.call.flow)
            most[place] = here + max((most[one] for one in called), default=0)
            ways = [back[one] for one in called if one in back]
            if not ways:
                return  # it waits before it comes back
            here += ways[0]
        after = self.after(place)
        most[place] = max(most[place], here + max((most[one] for one in after), default=0))
        if rest := [back[one] for one in after if one in back and one[0] == place[0]]:
            back[place] = here + max(rest)


Node = TypeVar("Node", bound=Hashable)


def _closure(start: Iterable[Node], onward: Callable[[Node], Iterable[Node]]) -> set[Node]:
    found: set[Node] = set()
    todo = list(start)
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo += onward(key)
    return found
