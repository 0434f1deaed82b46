"""Branches and the variables they ask about: a condition that can never hold, a name that nobody saves."""

import re
from collections.abc import Iterable, Mapping

from bot.flow.known import BANDS, CALENDAR, DAYTIME, DISTRICTS, HOURS, NOW, Known, lacks, near_to
from bot.flow.names import OWN_WORDS
from bot.flow.pieces import pieces_in
from bot.flow.schema import AskIn, BranchIn, FlowIn
from bot.flow.source import Path, Source

Values = Mapping[str, frozenset[str] | None]
"""What a name can hold anywhere in the book; None: any text. A name that is not in it is never saved."""
KINDS: Mapping[str, tuple[str, ...]] = {"age": BANDS, "district": DISTRICTS}
"""What an answer of a narrow kind is kept as."""
LEARNED: Mapping[str, tuple[str, ...]] = {"reader": ("child", "parent"), "age_band": BANDS, "office": DISTRICTS}
"""What the engine reads from any message, by the field that a variable sets."""
_BLANK = re.compile(r"\{([^{}]*)\}")


def values_of(known: Known) -> Values:
    """Every value that an ask, a call or a message of the book can give a variable."""
    found: dict[str, set[str] | None] = {name: set(values) for name, values in NOW.items()}
    for language in known.languages:
        _add(found, "kini.bahasa", [language])
    for name, variable in (known.variables or {}).items():
        if variable.sets in LEARNED:
            _add(found, name, LEARNED[variable.sets])
    for flow in known.flows.values():
        for state in flow.states.values():
            if state.ask and state.ask.save:
                _add(found, state.ask.save, _answers(state.ask))
            if state.plan:
                _add(found, state.plan.name, ["tidak"])  # where it cannot be planned
    _pass_on(found, known)
    return {name: None if values is None else frozenset(values) for name, values in found.items()}


def _pass_on(found: dict[str, set[str] | None], known: Known) -> None:
    """What calls give: a value, or all that another variable can be; until nothing more is added."""
    calls = [state.call for flow in known.flows.values() for state in flow.states.values() if state.call]
    given = [(name, value) for call in calls for name, value in call.given.items()]
    for _ in given:
        before = dict(found)
        for name, value in given:
            _add(found, name, found.get(value[1:-1], set()) if "{" in value else [value])
        if found == before:
            return


def _answers(ask: AskIn) -> Iterable[str] | None:
    return ask.choices or KINDS.get(ask.kind)


def _add(found: dict[str, set[str] | None], name: str, values: Iterable[str] | None) -> None:
    before = found.setdefault(name, set())
    found[name] = None if values is None or before is None else before | set(values)


def check_when(name: str, flow: FlowIn, source: Source, known: Known, values: Values) -> None:
    """Notes every problem in `source.problems`."""
    for key, state in flow.states.items():
        if state.plan:
            _check_hour(("states", key, "plan", "at"), state.plan.at, source, known, values)
        if state.then is not None:
            _check_branches(("states", key, "then"), state.then, source, known, values=values)
    declared = all(one in NOW or not lacks(known.variables, one) for one in values)  # else F131 says what is wrong
    for path, read, blank in _reads(name, flow, source):
        if read in NOW or (blank and read in CALENDAR):
            continue
        if lacks(known.variables, read):
            source.problem(path, "F131", name=read, near=near_to(read, [*(known.variables or ()), *NOW]))
        elif declared and read not in values and read not in OWN_WORDS and known.whole:
            source.problem(path, "F144", name=read)


def _check_hour(path: Path, said: str, source: Source, known: Known, values: Values) -> None:
    """The number of an hour, or a variable that can hold nothing else."""
    if not said.isdecimal() and not known.whole:
        return
    hours = {said} if said.isdecimal() else values.get(said) or {""}
    if not hours <= {*HOURS, *map(str, DAYTIME)}:
        source.problem(path, "F153", said=said, known=[*HOURS, f"{DAYTIME[0]}–{DAYTIME[-1]}"])


def _reads(name: str, flow: FlowIn, source: Source) -> Iterable[tuple[Path, str, bool]]:
    """Every place where a variable is read; whether it is a blank of a text."""
    for key, state in flow.states.items():
        where: Path = ("states", key)
        for number, branch in enumerate(state.then or ()):
            yield from (((*where, "then", number), one, False) for one in branch.when)
        if state.handoff:
            yield from (((*where, "handoff", "note"), one, False) for one in state.handoff.note)
        if state.plan and state.plan.before:
            yield (*where, "plan", "before"), state.plan.before, False
    for piece in pieces_in(name, flow, source):
        yield from ((piece.path, blank, True) for blank in _BLANK.findall(piece.text))


def _check_branches(where: Path, branches: list[BranchIn], source: Source, known: Known, *, values: Values) -> None:
    if not branches or branches[-1].when:
        source.problem(where, "F140")
    for number, branch in enumerate(branches):
        if number < len(branches) - 1 and not branch.when:
            source.problem((*where, number), "F141")
        for name, wanted in branch.when.items():
            can = values.get(name)
            if can is None or not known.whole:
                continue
            for value in wanted:
                if value not in can:
                    place = (*where, number, "when", name)
                    source.problem(place, "F142", name=name, value=value, known=sorted(can), near=near_to(value, can))
        if branch.when and any(_covers(earlier, branch) for earlier in branches[:number] if earlier.when):
            source.problem((*where, number), "F143")


def _covers(earlier: BranchIn, later: BranchIn) -> bool:
    """Is the earlier one taken wherever the later one would fit?"""
    return all(name in later.when and set(later.when[name]) <= set(values) for name, values in earlier.when.items())
