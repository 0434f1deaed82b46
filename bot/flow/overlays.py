"""Translations: content/LANGUAGE/NAME.yaml gives texts of another file in another language, by their ids.

`of` holds the fingerprint of the text that was translated: when the source is changed, the translation is stale.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.flow.known import near_to
from bot.flow.pieces import Piece
from bot.flow.schema import OverlayIn
from bot.flow.source import Source

MOST_NAMED = 3
"""Texts without a translation that are named; the others are counted."""


def mark_of(text: str) -> str:
    """Six hex digits of a text: what a translation remembers of its source."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:6]


def check_overlay(language: str, source: Source, one: OverlayIn, originals: Mapping[str, Piece]) -> Iterable[Piece]:
    """Notes what is wrong with the ids and marks of one file, and gives its texts."""
    for key, text in one.texts.items():
        if key not in originals:
            source.problem(("texts", key), "F172", name=key, near=near_to(key, originals))
            continue
        original = originals[key]
        if key not in one.of:
            source.problem(("texts", key), "F312", name=key)
        elif one.of[key] != mark_of(original.text):
            source.problem(("texts", key), "F311", name=key, said=original.text)
        yield original.translated(text, source, language)
    for key in one.of:
        if key not in one.texts:
            source.problem(("of", key), "F172", name=key, near=near_to(key, one.texts))
    missing = [name for name in originals if name not in one.texts]
    if missing and set(one.texts) <= set(originals):
        lacking(language, source, missing, source.path)


def lacking(language: str, source: Source, missing: Sequence[str], file: str) -> None:
    """Notes in the source that texts are not translated, which belongs into `file`."""
    shown = missing[:MOST_NAMED]
    source.problem((), "F310", language=language, count=len(missing), names=shown, file=file)


def refreshed(text: str, one: OverlayIn, originals: Mapping[str, Piece]) -> str:
    """The file with the marks of today's sources: whoever asks for it has read every text again."""
    kept = text.split("\nof:", 1)[0].rstrip("\n")
    marks = [f"  {key}: {mark_of(originals[key].text)!r}" for key in one.texts if key in originals]
    return "\n".join([kept, "of:", *(mark.replace("'", '"') for mark in marks), ""])


def languages_in(content: Path) -> list[Path]:
    """The folders of translations: content/en."""
    return sorted(one for one in content.glob("??") if one.is_dir())
