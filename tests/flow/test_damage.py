"""Files damaged at random, as by a slip of the hand or a half-copied file: problems or a book, never a traceback."""

import random
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import Broken
from bot.flow import library
from bot.flow.book import Book
from tests.flow.shelf import files, written

FILES = 2_000
SEED = 20_261_124
PIECES = (
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "\t",
    "\n",
    "  ",
    "&a ",
    "*a",
    "!x ",
    "#",
    "|",
    ">",
    "\x00",
    "😭",
    "??",
    "...",
)


MAIN = ("flows/main.yaml",)
DAMAGED = (
    *(MAIN, ("content/tips/napas.md", "content/aman/rute.yaml")),
    *(MAIN, ("content/replies/umum.yaml", "flows/variables.yaml")),
    *(MAIN, ("content/directory.yaml", "flows/aman/segera.yaml")),
    *(MAIN, ("content/categories.yaml", "content/giveaway.yaml")),
)
"""Files that are damaged together, in turn; the flow alone, and most often."""
PARTS: tuple[Any, ...] = ("", [], {}, ["a"], {"a": "b"}, [{"go": "x"}], 7, -1, "ya", None, [[]], {"text": ["a"]})
"""What stands where something else belongs."""


def parts(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a file: what holds it, and its key or number there."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [place for key in keys for place in ((value, key), *parts(value[key]))]


def disordered(dice: random.Random, text: str) -> str:
    """One or two parts that are another sort of thing, renamed, gone, or elsewhere."""
    data = yaml.load(text, yaml.BaseLoader)
    for _ in range(dice.choice((1, 1, 2))):
        found = parts(data)
        if not found:
            break
        holder, key = dice.choice(found)
        match dice.randrange(4):
            case 0:
                holder[key] = dice.choice(PARTS)
            case 1 if isinstance(holder, dict):
                holder[f"{key}{dice.choice(('', 's', ' ', '/', '.'))}"[dice.randrange(2) :]] = holder.pop(key)
            case 2:
                moved = holder.pop(key)
                if places := parts(data):
                    other, place = dice.choice(places)
                    other[place] = moved
            case _:
                del holder[key]
    return yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False)


class Dumper(yaml.SafeDumper):
    """Writes a part that stands in two places twice: an anchor is told before anything else is looked at."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def damaged(dice: random.Random, text: str) -> str:
    """One to four slips."""
    for _ in range(dice.choice((1, 1, 2, 4))):
        place = dice.randrange(len(text) + 1)
        lines = text.splitlines(keepends=True) or [""]
        line = dice.randrange(len(lines))
        match dice.randrange(7):
            case 0:
                text = text[:place] + text[place + dice.randint(1, 8) :]
            case 1:
                text = text[:place] + dice.choice(PIECES) + text[place:]
            case 2:
                text = "".join(lines[:line] + lines[line + 1 :])
            case 3:
                text = "".join([*lines[:line], lines[line], *lines[line:]])
            case 4:
                text = "".join([*lines[:line], "  " + lines[line], *lines[line + 1 :]])
            case 5:
                text = "".join([*lines[:line], lines[line].lstrip(" "), *lines[line + 1 :]])
            case _:
                dice.shuffle(lines)
                text = "".join(lines) if dice.random() < 0.2 else text[:place]
    return text


def outcome(flows: Path, content: Path) -> str:
    try:
        return "book" if isinstance(library.load(flows, content), Book) else "nothing"
    except Broken as broken:
        for one in broken.problems:
            assert one.line >= 1
            assert one.column >= 1
            assert one.code[0] == "F"
            assert "pydantic" not in str(one)
        return "problems" if broken.problems else "nothing"


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
def test_damaged_files_give_problems_or_a_book(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    folders = written(tmp_path)
    good = files()
    seen = {"book": 0, "problems": 0}
    count = 0
    for names in cycle(DAMAGED):
        for name in names:
            hurt = damaged if name.endswith(".md") or dice.random() < 0.5 else disordered
            (tmp_path / name).write_text(hurt(dice, good[name]), encoding="utf-8")
        seen[outcome(*folders)] += 1
        for name in names:
            (tmp_path / name).write_text(good[name], encoding="utf-8")
        count += len(names)
        if count >= FILES // 2:
            break
    assert min(seen.values()) > FILES // 80


def test_bytes_of_any_kind_give_problems(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    flows, content = written(tmp_path)
    for _ in range(50):
        (flows / "main.yaml").write_bytes(dice.randbytes(dice.randint(1, 400)))
        assert outcome(flows, content) == "problems"
