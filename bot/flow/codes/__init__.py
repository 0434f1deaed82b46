"""The registry of problems: every code that a file of this house can earn, and what is said about it.

1. A Problem is made here and nowhere else, from a place, a code and facts: both languages come from one sentence.
2. A code has an entry of its own in docs/problems.md, a section of the guide that teaches what it guards, and a broken
   example in tests/flow/broken.
"""

from typing import Any

from bot.errors import Problem
from bot.flow.codes import ear, fit, graph, safety, settings, shape, talks, words
from bot.flow.codes.code import Both, Code, filled
from bot.flow.codes.guide import guide

__all__ = ["ALL", "Both", "Code", "Wrong", "docs", "guide", "problem"]

PAGE = "docs/problems.md"
GUESS = Both("mungkin maksudnya '{near}'?", "did you mean '{near}'?")
ALL: dict[str, Code] = {
    one.code: one for room in (shape, graph, safety, words, fit, settings, ear, talks) for one in room.CODES
}


class Wrong(ValueError):
    """What a value of a file is found to be by whoever reads it: a code and its facts. pydantic carries it."""

    def __init__(self, code: str, **blanks: object) -> None:
        super().__init__(code)
        self.code = code
        self.blanks: dict[str, Any] = blanks


def problem(where: tuple[str, int, int], code: str, *, near: str = "", **blanks: object) -> Problem:
    """`where` is file, line and column; `near` the word that was probably meant, which is then told instead of the
    fix. A blank is a text, a number, a list, or `Both`."""
    one = ALL[code]
    text = filled(one.text, blanks)
    hint = filled(GUESS, {"near": near}) if near else filled(one.fix, blanks)
    return Problem(*where, code, text.english, hint.english, one.severity, (text.indonesian, hint.indonesian))


def docs(code: str) -> str:
    """The entry of a code."""
    return f"{PAGE}#{code.lower()}"
