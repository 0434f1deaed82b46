"""What an arrow is: every way on from a state and every way into a flow that a file names, each with its place.

1. Two choices are two arrows, also when both lead to one place; so are two branches.
2. An arrow is written "FLOW/STATE NAME" for a way on and "FLOW NAME" for a way in; the same words stand in turn.Hop.
"""

from collections.abc import Iterable, Mapping

from bot.flow.book import Arrow, Ask, Branch, Call, Handoff, State, Then
from bot.flow.names import ENTRY, FAULT, LIKELY, LISTEN, NEAR, RETURN, TOPIC, WELCOME
from bot.flow.paged import FLOWS, PAGED, arrow_of, is_topic
from bot.flow.schema import FlowIn
from bot.flow.source import Path, Source
from bot.model.turn import Hop

ENTRANCES = ("words", "about", "alarm", "first word", "long silence", "fault")
"""Names of the ways into a flow; every other name is a way on from a state."""
PLANNED = ("planned ", "late ")
"""How the names of ways in begin that a planned message takes, in its time or after it; behind it stands the state."""


def arrows_of(flow: str, shaped: FlowIn, states: Mapping[str, State], source: Source) -> tuple[Arrow, ...]:
    """Every arrow of a flow, the ways in first, then in the order of the file."""
    ways = [*_into(flow, shaped), *_planned(states), *(one for state in states.values() for one in _onward(state))]
    return tuple(Arrow(flow, state, name, target, source.where(path, key=True)) for path, state, name, target in ways)


def walked(hop: Hop) -> str:
    """The name of the arrow that a hop walked; "" when no file names it."""
    if not hop.arrow:
        return ""
    into = hop.arrow in ENTRANCES or hop.arrow.startswith(PLANNED)
    return f"{hop.target.rpartition('/')[0] if into else hop.source} {hop.arrow}"


Way = tuple[Path, str, str, str]
"""Place in the file, state, name, target."""


def _into(flow: str, shaped: FlowIn) -> Iterable[Way]:
    if shaped.words:
        yield ("words",), "", "words", shaped.start
    if shaped.about or flow in (*FLOWS, NEAR, LIKELY, LISTEN):
        yield ("about",), "", "about", shaped.start
    if flow in ENTRY.values():
        yield ("start",), "", "alarm", shaped.start
    if flow == WELCOME:
        yield ("start",), "", "first word", shaped.start
    if flow == RETURN:
        yield ("start",), "", "long silence", shaped.start
    if flow == FAULT:
        yield ("start",), "", "fault", shaped.start


def _planned(states: Mapping[str, State]) -> Iterable[Way]:
    """One way in for each place that a planned message comes to, wherever it was asked for."""
    found: dict[str, Way] = {}
    for state in states.values():
        if plan := state.planning:
            for key, word, target in (("go", "planned", plan.go), ("late", "late", plan.late)):
                name = f"{word} {target}"
                found.setdefault(name, (("states", state.name, "plan", key), "", name, target))
    return [one for one in found.values() if one[3]]


def _onward(state: State) -> Iterable[Way]:
    here: Path = ("states", state.name)
    match state.exit:
        case Ask() as ask:
            for one in ask.choices:
                if not is_topic(ask, one):
                    yield (*here, "ask", "choices", one.key), state.name, arrow_of(ask, one), one.go
            if ask.near:
                yield (*here, "ask", "near"), state.name, PAGED, TOPIC
            for flow in dict.fromkeys(one.go for one in ask.choices if is_topic(ask, one)):
                yield (*here, "ask", "topics"), state.name, PAGED, flow
            if ask.go:
                yield (*here, "ask", "go"), state.name, "go", ask.go
            if ask.give_up:
                yield (*here, "ask", "give_up"), state.name, "give_up", ask.give_up
        case Call(flow, branches):
            yield (*here, "call"), state.name, "call", flow
            yield from _branches(state.name, branches)
        case Then(branches):
            yield from _branches(state.name, branches)
        case Handoff(back=back) if back:
            yield (*here, "handoff", "back"), state.name, "back", back
    if state.timeout:
        yield (*here, "timeout"), state.name, "timeout", state.timeout.go


def _branches(state: str, branches: Iterable[Branch]) -> Iterable[Way]:
    """What is taken after a call is its way back."""
    for number, branch in enumerate(branches):
        yield ("states", state, "then", number), state, f"then {number + 1}", branch.go
