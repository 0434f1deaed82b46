"""The rules of the ear, read from content/risk/*.yaml."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zlib import error

from bot.errors import Broken, Problem
from bot.flow.codes import Wrong, problem
from bot.flow.kept import shown
from bot.flow.schema import Strict, shaped
from bot.flow.source import Source, read
from bot.flow.values import Words, YesNo
from bot.model.message import Kind, Level
from bot.screen.lexicon import Lexicon
from bot.screen.phrases import Phrase, Vocabulary
from bot.screen.scorer import BLANK, Table, read_table

LEVELS = {
    "plain": Level.NONE,
    "sign": Level.NONE,
    "concern": Level.CONCERN,
    "high": Level.HIGH,
    "imminent": Level.IMMINENT,
}
SCORER = "scorer.json"


class RuleIn(Strict):
    level: Literal["plain", "sign", "concern", "high", "imminent"]
    kinds: list[Kind] = []  # noqa: RUF012  pydantic copies it
    phrases: Words
    unless: Words = []  # noqa: RUF012  pydantic copies it
    alone: YesNo = False
    firm: YesNo = False
    sure: YesNo = False
    negated: Literal["none", "concern", "same"] = "none"
    speaker: Literal["", "child", "parent"] = ""
    ages: Words = []  # noqa: RUF012  pydantic copies it
    asked: Words = []  # noqa: RUF012  pydantic copies it
    why: str = ""
    source: str = ""
    reviewer: str = ""
    catches: Words = []  # noqa: RUF012  pydantic copies it
    spares: Words = []  # noqa: RUF012  pydantic copies it


class FrameIn(Strict):
    phrases: Words
    strong: YesNo = False
    kinds: list[Kind] = []  # noqa: RUF012  pydantic copies it
    why: str = ""


class RiskIn(Strict):
    kinds: list[Kind] = []  # noqa: RUF012  pydantic copies it
    source: str = ""
    reviewer: str = ""
    groups: dict[str, Words] = {}  # noqa: RUF012  pydantic copies it
    rules: dict[str, RuleIn] = {}  # noqa: RUF012  pydantic copies it
    frames: dict[str, FrameIn] = {}  # noqa: RUF012  pydantic copies it
    spelling: dict[str, str] = {}  # noqa: RUF012  pydantic copies it
    ordinary: Words = []  # noqa: RUF012  pydantic copies it
    concepts: dict[str, Words] = {}  # noqa: RUF012  pydantic copies it
    vocabulary: Words = []  # noqa: RUF012  pydantic copies it


Place = tuple[str, int, int]
"""File, line and column."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of level NONE is a sign: it raises nothing, but says of what sort the danger is that the scorer hears;
    where it is `plain`, it says that its words are an everyday worry, which the scorer does not weigh. One that is not
    `sure` is believed when the scorer hears some danger too.
    `unless` excuses a phrase that it overlaps; `alone`: only as the whole message; `firm`: no frame excuses it;
    `negated`: what is left when a negation stands before it; `speaker`, `ages`, `asked`: only in such a scene."""

    name: str
    level: Level
    kinds: frozenset[Kind]
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...] = ()
    alone: bool = False
    firm: bool = False
    sure: bool = False
    plain: bool = False
    negated: str = "none"
    speaker: str = ""
    ages: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    why: str = ""
    source: str = ""
    reviewer: str = ""
    where: Place = ("", 1, 1)
    catches: tuple[tuple[str, Place], ...] = ()
    spares: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Talk about something else (a film, the news, a task): what is said near it is no disclosure. A strong one excuses
    also what is said of oneself."""

    name: str
    phrases: tuple[Phrase, ...]
    strong: bool
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class Rules:
    rules: tuple[Rule, ...]
    frames: tuple[Frame, ...]
    lexicon: Lexicon
    me: frozenset[str]
    table: Table
    concepts: Mapping[str, Sequence[str]]  # of each word


def read_rules(folder: Path, table: Table | None = None) -> Rules:
    """Every file of the folder; `table` stands in for the one of the scorer's file. Raises Broken with all problems at
    once."""
    files = [_file(path) for path in sorted(folder.glob("*.yaml"))]
    if not files:
        raise Broken([problem((shown(folder), 1, 1), "R100")])
    groups: dict[str, Sequence[str]] = {}
    ways: dict[str, str] = {}
    table, problems = (table, []) if table else _table(folder / SCORER)
    ordinary = list(table.words)
    readable = [(source, one) for source, one in files if one]
    for source, one in readable:
        for name, words in one.groups.items():
            if name in groups:
                source.problem(("groups", name), "R108", name=name)
            groups[name] = words
        ways |= {key.casefold(): value for key, value in one.spelling.items()}
        ordinary += _words(one.ordinary)
        ordinary += [word for lines in one.concepts.values() for word in _words(lines)]
    vocabulary = Vocabulary(groups, ways, ordinary, [word for _, one in readable for word in _words(one.vocabulary)])
    rules: dict[str, Rule] = {}
    frames: dict[str, Frame] = {}
    for source, one in readable:
        for name, rule in one.rules.items():
            if name in rules:
                source.problem(("rules", name), "R101", name=name)
            rules[name] = _rule(name, rule, one, _Reader(source, vocabulary, ("rules", name)))
        for name, frame in one.frames.items():
            reader = _Reader(source, vocabulary, ("frames", name))
            frames[name] = Frame(name, reader.phrases("phrases", frame.phrases), frame.strong, frozenset(frame.kinds))
    problems += [one for source, _ in files for one in source.problems]
    if problems:
        raise Broken(sorted(problems))
    me = frozenset(name[0] for name in vocabulary.members("@me")) if "me" in groups else frozenset(("aku",))
    lexicon = vocabulary.lexicon()
    concepts = _concepts(readable, lexicon)
    return Rules(tuple(rules.values()), tuple(frames.values()), lexicon, me, table, concepts)


def _words(lines: Iterable[str]) -> list[str]:
    return [word for line in lines for word in line.split()]


def _concepts(readable: Iterable[tuple[Source, RiskIn]], lexicon: Lexicon) -> Mapping[str, Sequence[str]]:
    """What each word stands for: as it is written there, and as the ear reads it."""
    found: dict[str, list[str]] = {}
    told = ((name, line) for _, file in readable for name, lines in file.concepts.items() for line in lines)
    named = ((name, word) for name, line in told for word in line.split())
    for name, word in named:
        for way in {word, *(one.says for one in lexicon.known.get(word, ())[:1])}:
            found.setdefault(way, []).append(name)
    return found


def _table(path: Path) -> tuple[Table, list[Problem]]:
    try:
        return read_table(path), []
    except (OSError, ValueError, KeyError, TypeError, error) as wrong:
        return BLANK, [problem((shown(path), 1, 1), "R109", why=type(wrong).__name__)]


def _file(path: Path) -> tuple[Source, RiskIn | None]:
    try:
        source = read(shown(path), path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        source = Source(shown(path))
        source.problem((), "R104", why=type(error).__name__)
    return source, shaped(source, RiskIn) if source.data is not None else None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the phrases under one name, and says where one is wrong."""

    source: Source
    vocabulary: Vocabulary
    at: tuple[str, str]

    def phrases(self, key: str, written: Sequence[str]) -> tuple[Phrase, ...]:
        found: list[Phrase] = []
        for number, one in enumerate(written):
            try:
                found += self.vocabulary.phrases(self.at[1], one)
            except Wrong as wrong:
                self.source.problem((*self.at, key, number), wrong.code, **wrong.blanks)
        return tuple(found)

    def placed(self, key: str, texts: Sequence[str]) -> tuple[tuple[str, Place], ...]:
        """Each text with its place."""
        return tuple((text, self.source.where((*self.at, key, number))) for number, text in enumerate(texts))


def _rule(name: str, rule: RuleIn, file: RiskIn, reader: _Reader) -> Rule:
    kinds = rule.kinds or file.kinds
    if not kinds or not rule.phrases:
        reader.source.problem(reader.at, "R102", name=name)
    return Rule(
        name=name,
        level=LEVELS[rule.level],
        kinds=frozenset(kinds),
        phrases=reader.phrases("phrases", rule.phrases),
        unless=reader.phrases("unless", rule.unless),
        alone=rule.alone,
        firm=rule.firm,
        sure=rule.sure or rule.level == "concern",
        plain=rule.level == "plain",
        negated=rule.negated,
        speaker=rule.speaker,
        ages=frozenset(rule.ages),
        asked=frozenset(rule.asked),
        why=rule.why,
        source=rule.source or file.source,
        reviewer=rule.reviewer or file.reviewer,
        where=reader.source.where(reader.at, key=True),
        catches=reader.placed("catches", rule.catches),
        spares=reader.placed("spares", rule.spares),
    )
