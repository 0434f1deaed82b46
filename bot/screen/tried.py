"""The messages of each rule, tried on it: what it must hear, and what it must leave alone."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.flow.codes import problem
from bot.screen.ear import Ear
from bot.screen.rules import Rule
from bot.screen.scene import Scene

ENOUGH = 2
"""Messages of each sort that a rule needs."""


def untrue(ear: Ear) -> Iterator[Problem]:
    """Messages that do not come true, and rules that have too few of them."""
    for rule in ear.rules:
        scene = _scene(rule)
        if min(len(rule.catches), len(rule.spares)) < ENOUGH:
            yield problem(rule.where, "R112", name=rule.name)
        for text, where in rule.catches:
            if rule.name not in ear.fired(text, scene):
                yield problem(where, "R110", name=rule.name)
        for text, where in rule.spares:
            if rule.name in ear.fired(text, scene):
                yield problem(where, "R111", name=rule.name)


def _scene(rule: Rule) -> Scene:
    """One in which the rule listens."""
    return Scene(
        question=min(rule.asked, default=""), age_band=min(rule.ages, default=""), speaker=rule.speaker or "unknown"
    )
