"""The rules of the ear, read from content/risk/*.yaml."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import Broken
from bot.flow.codes import Wrong, problem
from bot.flow.schema import Strict, shaped
from bot.flow.source import Source, read
from bot.flow.values import Words, YesNo
from bot.model.message import Kind, Level
from bot.screen.normalise import Spelling
from bot.screen.phrases import Phrase, phrase_of

LEVELS = {"concern": Level.CONCERN, "high": Level.HIGH, "imminent": Level.IMMINENT}
SPLIT = ("di", "ku")
"""Beginnings that people write apart: "di pukul", "ku banting"."""


class RuleIn(Strict):
    level: Literal["concern", "high", "imminent"]
    kinds: list[Kind]
    phrases: Words
    unless: Words = []  # noqa: RUF012  pydantic copies it
    alone: YesNo = False
    negated: Literal["none", "concern"] = "none"


class RiskIn(Strict):
    groups: dict[str, Words] = {}  # noqa: RUF012  pydantic copies it
    rules: dict[str, RuleIn] = {}  # noqa: RUF012  pydantic copies it
    spelling: dict[str, str] = {}  # noqa: RUF012  pydantic copies it


@dataclass(frozen=True, slots=True)
class Rule:
    """`unless` excuses a phrase that it overlaps; `alone`: only as the whole message; `negated`: what is left when a
    negation stands before it."""

    name: str
    level: Level
    kinds: frozenset[Kind]
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...] = ()
    alone: bool = False
    negated: str = "none"


def read_rules(folder: Path) -> tuple[tuple[Rule, ...], Spelling]:
    """Every file of the folder. Raises Broken with all problems at once."""
    files = [_file(path) for path in sorted(folder.glob("*.yaml"))]
    if not files:
        raise Broken([problem((folder.as_posix(), 1, 1), "R100")])
    groups: dict[str, Sequence[str]] = {}
    ways: dict[str, str] = {}
    for _, one in files:
        groups |= one.groups if one else {}
        ways |= {key.casefold(): value for key, value in one.spelling.items()} if one else {}
    rules: dict[str, Rule] = {}
    for source, one in files:
        for name, rule in one.rules.items() if one else ():
            if name in rules:
                source.problem(("rules", name), "R101", name=name)
            rules[name] = _rule(name, rule, source, groups, ways)
    if problems := [one for source, _ in files for one in source.problems]:
        raise Broken(sorted(problems))
    return tuple(rules.values()), Spelling(ways, _split(rules.values()))


def _file(path: Path) -> tuple[Source, RiskIn | None]:
    try:
        source = read(path.as_posix(), path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        source = Source(path.as_posix())
        source.problem((), "R104", why=type(error).__name__)
    return source, shaped(source, RiskIn) if source.data is not None else None


def _rule(
    name: str, rule: RuleIn, source: Source, groups: Mapping[str, Sequence[str]], ways: Mapping[str, str]
) -> Rule:
    if not rule.kinds or not rule.phrases:
        source.problem(("rules", name), "R102", name=name)

    def phrases(key: str, written: Sequence[str]) -> Iterable[Phrase]:
        for number, one in enumerate(written):
            try:
                yield phrase_of(one, groups, ways)
            except Wrong as wrong:
                source.problem(("rules", name, key, number), wrong.code, **wrong.blanks)

    return Rule(
        name=name,
        level=LEVELS[rule.level],
        kinds=frozenset(rule.kinds),
        phrases=tuple(phrases("phrases", rule.phrases)),
        unless=tuple(phrases("unless", rule.unless)),
        alone=rule.alone,
        negated=rule.negated,
    )


def _split(rules: Iterable[Rule]) -> frozenset[str]:
    """Words of the rules that people write apart."""
    first = {word for rule in rules for phrase in rule.phrases for word in phrase.first}
    return frozenset(word for word in first if word.startswith(SPLIT) or word.endswith("ku"))
