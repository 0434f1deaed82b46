"""The rules of the ear, read from content/risk/*.yaml: phrases of whole words, `a/b` for one of them, `..` for up to
three words between. A phrase has no other magic."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import Broken, Problem
from bot.flow.schema import Strict, Words, YesNo, shaped
from bot.flow.source import Source, read
from bot.model.message import Kind, Level

GAP = r"(?:[^ ]+ ){0,3}"
LEVELS = {"concern": Level.CONCERN, "high": Level.HIGH, "imminent": Level.IMMINENT}


class RuleIn(Strict):
    level: Literal["concern", "high", "imminent"]
    kinds: list[Kind]
    phrases: Words
    unless: Words = []  # noqa: RUF012  pydantic copies it
    alone: YesNo = False
    negated: Literal["none", "concern"] = "none"


class RiskIn(Strict):
    rules: dict[str, RuleIn] = {}  # noqa: RUF012  pydantic copies it
    spelling: dict[str, str] = {}  # noqa: RUF012  pydantic copies it


@dataclass(frozen=True, slots=True)
class Rule:
    """`found` matches in the joined words; `unless` anywhere silences it; `alone`: only as the whole message."""

    name: str
    level: Level
    kinds: frozenset[Kind]
    found: re.Pattern[str]
    unless: re.Pattern[str] | None
    negated: str


def pattern(phrases: Sequence[str], *, alone: bool = False) -> re.Pattern[str]:
    """One alternation over all phrases; linear, since every gap is bounded."""
    ways = "|".join(_one(phrase) for phrase in phrases)
    return re.compile(rf"^ (?:{ways})$" if alone else rf"(?<= )(?:{ways})")


def _one(phrase: str) -> str:
    parts = []
    for word in phrase.split():
        if word == "..":
            parts.append(GAP)
            continue
        ways = "|".join(re.escape(way) for way in word.split("/"))
        parts.append(rf"(?:{ways}) ")
    return "".join(parts)


def read_rules(folder: Path) -> tuple[tuple[Rule, ...], Mapping[str, str]]:
    """Every file of the folder. Raises Broken with all problems at once."""
    rules: dict[str, Rule] = {}
    spelling: dict[str, str] = {}
    problems: list[Problem] = []
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise Broken([Problem(str(folder), 1, 1, "R100", "there are no rules of the ear here")])
    for path in paths:
        source = read(path.as_posix(), path.read_text(encoding="utf-8"))
        one = shaped(source, RiskIn) if source.data is not None else None
        for name, rule in one.rules.items() if one else ():
            if name in rules:
                source.problem(("rules", name), "R101", f"rule {name!r} stands in another file too")
            rules[name] = _rule(name, rule, source)
        spelling |= {key.casefold(): value for key, value in one.spelling.items()} if one else {}
        problems += source.problems
    if problems:
        raise Broken(sorted(problems))
    return tuple(sorted(rules.values(), key=lambda rule: -rule.level)), spelling


def _rule(name: str, rule: RuleIn, source: Source) -> Rule:
    if not rule.kinds or not rule.phrases:
        source.problem(("rules", name), "R102", f"rule {name!r} needs kinds and phrases")
    return Rule(
        name=name,
        level=LEVELS[rule.level],
        kinds=frozenset(rule.kinds),
        found=pattern(rule.phrases, alone=rule.alone),
        unless=pattern(rule.unless) if rule.unless else None,
        negated=rule.negated,
    )
