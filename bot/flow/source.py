"""YAML as plain data with its marks. Nothing is constructed: every scalar stays the text it was written as, so that
`no` is the word no, and 12:30 is not 750. Duplicate keys, anchors, aliases and tags are problems."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.errors import Problem
from bot.flow.codes import Both, problem

Path = tuple[str | int, ...]
"""Keys and indexes from the top of the file."""
DEEPEST = 40
"""Nesting beyond this is a mistake, and would exhaust the stack."""
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that no YAML holds (YAML 1.1, chapter 5.1)."""
SLIPS = {
    "mapping values are not allowed": "ada titik dua di dalam teks, atau jarak dari tepi tidak sama",
    "could not find expected ':'": "titik dua belum ada, atau baris ini kurang menjorok",
    "did not find expected key": "jarak dari tepi tidak sama dengan baris di atasnya",
    "did not find expected '-'": "baris ini bukan bagian dari daftar di atasnya",
    "did not find expected ',' or": "kurung belum ditutup, atau koma belum ada",
    "did not find expected node content": "ada kurung atau koma yang berlebih",
    "unexpected end of stream": "tanda kutip belum ditutup",
    "cannot start any token": "teks ini mulai dengan tanda yang perlu diberi kutip",
    "block sequence entries are not allowed": "tanda '-' tidak boleh ada di sini",
    "did not find expected <document start>": "baris ini tidak menjorok seperti yang lain",
}
"""What libyaml says of the usual slips, and the same in Indonesian."""

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML without its C half reads the same, slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


@dataclass(slots=True)
class Source:
    """One file: plain data (dicts, lists, strings), where each part stands, and what was wrong with it."""

    path: str
    data: Any = None
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    inline: set[Path] = field(default_factory=set)  # parts that stand inside { } or [ ]
    problems: list[Problem] = field(default_factory=list)
    elsewhere: dict[Path, str] = field(default_factory=dict)  # parts that were told outside of the file, and by what

    def at(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Line and column of a part, or of the nearest part that exists above it."""
        here = tuple(path)
        while here and here not in self.marks:
            here = here[:-1]
        return self.marks.get(here, (1, 1))

    def where(self, path: Sequence[str | int], *, key: bool = False) -> tuple[str, int, int]:
        """File, line and column of a part (of its key: not of its value), or the name of what told it elsewhere."""
        here = tuple(path)
        while here and here not in self.elsewhere and here not in self.marks:
            here = here[:-1]
        if here in self.elsewhere:
            return self.elsewhere[here], 1, 1
        return self.path, *((self.keys.get(here) if key else None) or self.at(path))

    def problem(self, path: Sequence[str | int], code: str, *, near: str = "", **blanks: object) -> None:
        self.problems.append(problem(self.where(path), code, near=near, **blanks))


def read(path: str, text: str) -> Source:
    """Compose one YAML text. Never raises for what stands in it."""
    source = Source(path)
    if found := _UNREADABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        letter = f"U+{ord(found.group()):04X}"
        source.problems.append(problem((path, line, column), "F008", letter=letter))
        return source
    try:
        source.problems += _magic(path, text)
        node = None if source.problems else yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        source.problems.append(problem((path, *place), "F001", said=_said(str(error.problem or error.context))))
        return source
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        source.problems.append(problem((path, 1, 1), "F001", said=type(error).__name__))
        return source
    if source.problems:
        return source
    if node is None:
        source.problems.append(problem((path, 1, 1), "F007"))
        return source
    source.data = _plain(source, node, ())
    return source


def _said(told: str) -> Both:
    """What the parser says, in both languages where it is one of the usual slips."""
    return Both(next((own for said, own in SLIPS.items() if said in told), told), told)


def _magic(path: str, text: str) -> Iterable[Problem]:
    """Anchors, aliases and tags, found before anything is composed: a few lines of aliases can stand for gigabytes."""
    for event in yaml.parse(text, Loader=Loader):
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield problem((path, *place), "F006")
        elif getattr(event, "tag", None):
            yield problem((path, *place), "F003")


def _plain(source: Source, node: yaml.Node, path: Path) -> Any:
    source.marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if len(path) > DEEPEST:
        source.problem(path, "F002")
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(source, node, path)
    if isinstance(node, yaml.SequenceNode):
        if node.flow_style:
            source.inline.add(path)
        return [_plain(source, one, (*path, number)) for number, one in enumerate(node.value)]
    return str(node.value)


def _mapping(source: Source, node: yaml.MappingNode, path: Path) -> Mapping[str, Any]:
    if node.flow_style:
        source.inline.add(path)
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            source.problem(path, "F004")
            continue
        key = str(key_node.value)
        place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if key in found:
            source.problems.append(problem((source.path, *place), "F005", key=key))
            continue
        source.keys[(*path, key)] = place
        found[key] = _plain(source, value_node, (*path, key))
        if not isinstance(value_node, yaml.ScalarNode):
            source.marks[(*path, key)] = place  # a whole part is named by its key, not by its first line
    return found
