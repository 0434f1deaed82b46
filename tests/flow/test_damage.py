"""Files damaged at random, as by a slip of the hand or a half-copied file: problems or a book, never a traceback."""

import random
from pathlib import Path

from bot.errors import Broken
from bot.flow import library
from bot.flow.book import Book
from tests.flow.shelf import FLOW, TIP, written

FILES = 500
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


def damaged(dice: random.Random, text: str) -> str:
    """One to four slips."""
    for _ in range(dice.randint(1, 4)):
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


def test_damaged_files_give_problems_or_a_book(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    flows, content = written(tmp_path)
    seen = {"book": 0, "problems": 0}
    for number in range(FILES):
        tip = number % 5 == 0
        path = content / "tips" / "napas.md" if tip else flows / "main.yaml"
        good = TIP if tip else FLOW
        path.write_text(damaged(dice, good), encoding="utf-8")
        seen[outcome(flows, content)] += 1
        path.write_text(good, encoding="utf-8")
    assert sum(seen.values()) == FILES
    assert min(seen.values()) > FILES // 20


def test_bytes_of_any_kind_give_problems(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    flows, content = written(tmp_path)
    for _ in range(50):
        (flows / "main.yaml").write_bytes(dice.randbytes(dice.randint(1, 400)))
        assert outcome(flows, content) == "problems"
