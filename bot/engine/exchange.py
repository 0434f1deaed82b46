"""Other flows for those in use, while people talk: what would be taken, and whether it may be."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.engine.difference import Difference
from bot.engine.mind import Mind
from bot.errors import Problem
from bot.flow.plan import Plan


class Refusal(StrEnum):
    """Why the flows in use stay."""

    NONE = ""
    SAME = "same"  # the files are those in use
    PROBLEMS = "problems"
    STRANDED = "stranded"  # somebody would stand where nothing is left
    CHANGED = "changed"  # the files are no longer those that were looked at
    DOWN = "down"  # the store did not say where people stand


@dataclass(frozen=True, slots=True)
class Draft:
    """The files as they stand, beside what is in use. `mark` names their content; `mind` is None when they have
    problems; `refusal`: why they are not taken; `talks`: those that would read otherwise."""

    mark: str
    mind: Mind | None = None
    problems: tuple[Problem, ...] = ()
    plan: Plan = Plan(())
    refusal: Refusal = Refusal.NONE
    talks: tuple[Difference, ...] = ()


def exchanged(old: Mind, new: Mind) -> Mind:
    """`new`, which still knows the questions of `old` that it asks otherwise or not at all: an answer to one of them
    may be under way. What our calls found is not in the files of the flows: it stays."""
    asked = {
        (flow.name, state.name, state.fingerprint): state
        for flow in old.book.flows.values()
        for state in flow.states.values()
    }
    known = {
        (flow.name, state.name, state.fingerprint) for flow in new.book.flows.values() for state in flow.states.values()
    }
    earlier = {key: one for key, one in {**old.earlier, **asked}.items() if key not in known}
    return replace(new, earlier=earlier, calls=old.calls)
