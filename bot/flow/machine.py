"""Each flow compiles to ONE shared machine; nothing is kept per contact.

An arrow is named `state>target`. Targets outside the flow are no arrows of its machine: a hop to another flow starts
there. `machine.events[arrow].trigger(walk)` moves any light object with an attribute `state`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from transitions import Event, Machine, MachineError

from bot.flow.book import Ask, Call, State, Then


class ArrowEvent(Event):
    """An arrow has one source and neither conditions nor callbacks: to walk it is to stand elsewhere. What an event of
    `transitions` does beside that (its data, its callbacks, its log lines) took 5–6 µs, a quarter of a turn."""

    def trigger(self, model: Any, *_: Any, **__: Any) -> bool:
        """Raises MachineError for a model that stands elsewhere, as every event does."""
        found = self.transitions.get(model.state)
        if not found:
            raise MachineError(f"arrow {self.name!r} does not lead on from {model.state!r}")
        model.state = found[0].dest
        return True


class FlowMachine(Machine):
    event_cls = ArrowEvent


def targets(state: State) -> Iterable[str]:
    """Every target a state names, its timeout's, handoff's and plan's too."""
    match state.exit:
        case Ask() as ask:
            yield from (choice.go for choice in ask.choices)
            yield from (one for one in (ask.go, ask.give_up) if one)
        case Then(branches) | Call(branches=branches):
            yield from (branch.go for branch in branches)
        case other:
            back = getattr(other, "back", "")
            if back:
                yield back
    if state.timeout:
        yield state.timeout.go
    if state.planning:
        yield from (one for one in (state.planning.go, state.planning.late) if one)


def compile_machine(states: Mapping[str, State], start: str) -> Any:
    """The machine of one flow. No auto transitions: building stays linear (performance facts)."""
    machine = FlowMachine(model=None, states=list(states), initial=start, auto_transitions=False)
    for name, state in states.items():
        for target in dict.fromkeys(targets(state)):
            if target in states:
                machine.add_transition(f"{name}>{target}", name, target)
    return machine
