"""A tip: a head of settings between two lines of ---, then parts by age, each of one or two short paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.flow.book import Text, Tip
from bot.flow.codes import Both
from bot.flow.compile import READERS, Overlay, text_of
from bot.flow.known import BANDS
from bot.flow.pieces import TIP, Piece
from bot.flow.schema import TipIn, shaped
from bot.flow.source import Source, read

ALL = "all"
"""The part for every age that has none of its own."""
MOST_BUBBLES = 2
_FRONT = re.compile(r"\A---\n(.*?)\n---(?:\n|\Z)", re.DOTALL)


def read_tip(name: str, path: str, raw: bytes) -> tuple[Source, Tip | None, list[Piece]]:
    """The tip, or None with all its problems in the source; and its texts."""
    source = Source(path)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        source.problem((), "F100", why=type(error).__name__)
        return source, None, []
    front = _FRONT.match(text)
    if not front:
        source.problem((), "F170", what=Both("kepala di antara dua baris ---", "head between two lines of ---"))
        return source, None, []
    source = read(path, f"\n{front.group(1)}")  # the line of --- keeps its number
    head = shaped(source, TipIn) if source.data is not None else None
    parts = dict(_parts(text, front.end(), source))
    if ALL not in parts:
        source.problem((), "F170", what=f"'## {ALL}'")
    reader = head.reader if head else "anyone"
    pieces = [
        Piece(f"tips/{name}/{band}/{number}", one, source, ("##", band), TIP, reader, frozenset((band,)))
        for band, bubbles in parts.items()
        for number, one in enumerate(bubbles)
    ]
    if head is None or source.problems:
        return source, None, pieces
    texts = {
        band: tuple(Text(f"tips/{name}/{band}/{number}", {"id": one}) for number, one in enumerate(bubbles))
        for band, bubbles in parts.items()
    }
    return source, Tip(name, head.title, READERS[head.reader], texts, head.source), pieces


def translated(tip: Tip, overlay: Overlay) -> Tip:
    """The tip with its translations."""
    parts = {band: tuple(text_of(one.id, one.by["id"], overlay) for one in texts) for band, texts in tip.parts.items()}
    return replace(tip, parts=parts)


def _parts(text: str, start: int, source: Source) -> Iterator[tuple[str, list[str]]]:
    """`## all` and `## 2-3`: one paragraph, one bubble. Problems stand at the line of the heading."""
    place: tuple[str | int, ...]
    for found in re.finditer(r"^## (.*)\n?((?:(?!## ).*\n?)*)", text[start:], re.MULTILINE):
        band = found.group(1).strip()
        place = ("##", band)
        source.marks[place] = (text.count("\n", 0, start + found.start()) + 1, 1)
        bubbles = [" ".join(one.split()) for one in re.split(r"\n\s*\n", found.group(2)) if one.strip()]
        if band not in (ALL, *BANDS):
            source.problem(place, "F174", band=band, known=(ALL, *BANDS))
        if not 1 <= len(bubbles) <= MOST_BUBBLES:
            source.problem(place, "F171", band=band, count=len(bubbles))
        yield band, bubbles
