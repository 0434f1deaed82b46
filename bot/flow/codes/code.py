"""One code: a sort of mistake in a file, in both languages. A code is never renamed and never given to another sort."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Both(NamedTuple):
    """A text in both languages, in the order of bot/words.py."""

    indonesian: str
    english: str


@dataclass(frozen=True, slots=True)
class Code:
    """`text` says what is wrong, with blanks; `fix` what to do about it. Both are read by an editor, not by a
    programmer. A `warning` stops nothing."""

    code: str
    text: Both
    fix: Both
    severity: str = "error"


def error(code: str, text: tuple[str, str], fix: tuple[str, str]) -> Code:
    return Code(code, Both(*text), Both(*fix))


def warning(code: str, text: tuple[str, str], fix: tuple[str, str]) -> Code:
    return Code(code, Both(*text), Both(*fix), "warning")


def filled(text: Both, blanks: Mapping[str, object]) -> Both:
    """Blanks filled in both languages: a blank may differ by language, and a list is read with commas."""
    read = {name: _shown(value) for name, value in blanks.items()}
    return Both(
        text.indonesian.format_map({name: value.indonesian for name, value in read.items()}),
        text.english.format_map({name: value.english for name, value in read.items()}),
    )


def _shown(value: object) -> Both:
    if isinstance(value, Both):
        return value
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else str(value)
    return Both(text, text)
