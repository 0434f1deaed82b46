"""One more example in a flow file, and nothing else changed: comments, order, indentation and line ends stay.

Laws
1. Only text is put in, at one place, below the last example; no line that was there is written again but an empty list.
2. What comes out is read again: it holds what it held before, and the example; else nothing comes out.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import Broken, Misuse
from bot.flow.schema import FlowIn, shaped
from bot.flow.source import Source, read

_LINE = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|[^\n\r\x85\u2028\u2029]+$")
"""A line as YAML counts them (YAML 1.1, chapter 5.4), with its end."""
_EMPTY = re.compile(r"(\s*examples\s*:)\s*\[\s*\](\s*(?:#.*)?)", re.DOTALL)
_PLAIN = re.compile(r"[^\W\d_](?:[\w ,.?!'()/+-]*[\w.?!')])?")
"""Text that means itself without quotes."""
_NAME = re.compile(r"[a-z][\w/-]*")
_WORDS_OF_YAML = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
"""Words that other readers of YAML take for something else."""
_ODD = re.compile("[\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Letters that YAML does not hold, takes for the end of a line, or that nobody sees."""
TALK_IN, BASE = 2, 2
"""How far a talk stands in from its key, and an example from the edge, where the file shows no other way."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An example: its name, its other head lines, and its talk, each line as YAML."""

    name: str
    head: Mapping[str, str]
    lines: Sequence[str]

    def block(self, dash: int, key: int, talk: int) -> list[str]:
        """Its lines; the dashes of the example and of its talk, and its keys, stand so far in."""
        first, *rest = [f"name: {scalar(self.name)}", *(f"{name}: {value}" for name, value in self.head.items())]
        lead = " " * dash + "-" + " " * (key - dash - 1)
        body = [*(f"{' ' * key}{line}" for line in (*rest, "talk:")), *(f"{' ' * talk}- {line}" for line in self.lines)]
        return [lead + first, *body]

    def named(self, taken: Sequence[str]) -> "Entry":
        """With a name of its own."""
        name, number = self.name, 2
        while name in taken:
            name, number = f"{self.name} ({number})", number + 1
        return Entry(name, self.head, self.lines)


def scalar(text: str) -> str:
    """A text as YAML writes it: in quotes only where it needs them."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS_OF_YAML:
        return text
    return _ODD.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def inline(text: str) -> str:
    """The same inside of { }."""
    return text if _NAME.fullmatch(text) else json.dumps(text)


def appended(path: str, text: str, entry: Entry) -> str:
    """The file `text` with one more example. Raises Broken for a file that is broken, Misuse for one of which the
    examples are written in a way that nothing can be put below them."""
    before = _parsed(path, text)
    examples = before.data.get("examples", [])
    entry = entry.named([str(one.get("name")) for one in examples if isinstance(one, dict)])
    lines = _LINE.findall(text)
    end = "\r\n" if "\r\n" in text else "\n"
    if examples:
        at, block = _below(before, lines, entry)
    else:
        at, block = _first(before, lines, entry)
    if lines and not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += end
    lines[at:at] = [f"{line}{end}" for line in block]
    result = "".join(lines)
    after = _parsed(path, result)
    if after.data != {**before.data, "examples": [*examples, _data(entry)]}:
        raise _no_place(path)
    return result


def bare(entry: Entry) -> str:
    """A file that holds this example and nothing else."""
    return "\n".join(["examples:", *entry.block(BASE, BASE + 2, BASE + 2 + TALK_IN), ""])


def _data(entry: Entry) -> Any:
    return read("", bare(entry)).data["examples"][0]


def _no_place(path: str) -> Misuse:
    return Misuse(f"{path}: no example can be put below the others; write each of them on lines of its own")


def _parsed(path: str, text: str) -> Source:
    """Raises Broken, or Misuse for what holds no examples."""
    source = read(path, text)
    if source.problems:
        raise Broken(source.problems)
    if (
        not isinstance(source.data, dict)
        or () in source.inline
        or not isinstance(source.data.get("examples", []), list)
    ):
        raise _no_place(path)
    if "flow" in source.data and shaped(source, FlowIn) is None:
        raise Broken(source.problems)
    return source


def _first(source: Source, lines: list[str], entry: Entry) -> tuple[int, list[str]]:
    """Where there is none yet: at the end, or in the place of an empty list."""
    edge = min((column for path, (_, column) in source.keys.items() if len(path) == 1), default=1) - 1
    block = entry.block(edge + BASE, edge + BASE + 2, edge + BASE + 2 + TALK_IN)
    if "examples" not in source.data:
        gap = [""] if lines and lines[-1].strip() else []
        return len(lines), [*gap, f"{' ' * edge}examples:", *block]
    row = source.keys[("examples",)][0]
    found = _EMPTY.fullmatch(lines[row - 1])
    if not found:
        raise _no_place(source.path)
    lines[row - 1] = found.group(1) + found.group(2)
    return row, block


def _below(source: Source, lines: list[str], entry: Entry) -> tuple[int, list[str]]:
    """Below the last one, which ends with the last line that stands further in than its dash."""
    if ("examples",) in source.inline:
        raise _no_place(source.path)
    number = len(source.data["examples"]) - 1
    row, key = source.marks["examples", number]
    dash = _dash(lines[row - 1], key)
    bound = min((place[0] for path, place in source.keys.items() if len(path) == 1 and place[0] > row), default=None)
    body = range(row, len(lines) if bound is None else bound - 1)
    last = max((at for at in body if _indent(lines[at]) > dash), default=row - 1)
    block = entry.block(dash, key - 1, _talk_dash(source, lines, key - 1))
    if number and not lines[row - 2].strip():
        block.insert(0, "")
    return last + 1, block


def _dash(line: str, column: int) -> int:
    """How far in the dash stands in front of what begins at `column`."""
    found = line.rfind("-", 0, column - 1)
    return found if found >= 0 else max(0, column - 3)


def _indent(line: str) -> int:
    """-1 for an empty line."""
    return len(line) - len(line.lstrip(" ")) if line.strip() else -1


def _talk_dash(source: Source, lines: list[str], key: int) -> int:
    """As in the last example that has its talk on lines of its own."""
    for number in reversed(range(len(source.data["examples"]))):
        path = ("examples", number, "talk")
        if (*path, 0) in source.marks and path not in source.inline and ("examples", number) not in source.inline:
            row, column = source.marks[*path, 0]
            return _dash(lines[row - 1], column)
    return key + TALK_IN
