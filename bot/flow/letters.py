"""How wide a text is: what a picture reckons with, for no font is asked.

The widths are those of DejaVu Sans, the widest of the fonts that a picture names: in any other there is room to spare.
"""

from itertools import pairwise

_WIDTHS = {
    29: "'IJijl",
    36: " ,-./:;\\f|",
    41: "!()[]rt",
    53: '"*?_`sz',
    59: "FLckvxy",
    64: "$0123456789EPSTYabdeghnopqu{}",
    70: "ABCKRVXZ",
    79: "&DGHNOQU",
    87: "#+<=>M^w~",
    100: "%@Wm",
}
"""Hundredths of the size, and the letters that take at most so much."""
_OF = {letter: size for size, letters in _WIDTHS.items() for letter in letters}
_LATIN = 70
_OTHER = 105
"""What is not in the table: a letter with a mark, or a sign as wide as it is high."""
BOLD = 1.14
"""A bold letter beside a plain one."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels, on the safe side."""
    total = sum(_OF.get(one) or (_LATIN if one < "\u0250" or "\u2010" <= one < "\u2026" else _OTHER) for one in text)
    return total * size / 100 * (BOLD if bold else 1)


def wrapped(text: str, size: float, room: float, *, most: int = 99) -> list[str]:
    """Lines that fit in `room` pixels, at most `most`; what is cut off ends in three dots."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines += _pieces(word, size, room)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _dotted(" ".join(lines[most - 1 :]), size, room)]


def _pieces(word: str, size: float, room: float) -> list[str]:
    """A word, broken where it is wider than the line: after a slash or a line if it can be."""
    if width(word, size) <= room:
        return [word]
    fits = max(1, sum(width(word[:end], size) <= room for end in range(1, len(word) + 1)))
    softly = [end for end, (one, _) in enumerate(pairwise(word[: fits + 1]), start=1) if one in "/_-,"]
    end = softly[-1] if softly else fits
    return [word[:end], *_pieces(word[end:], size, room)]


def _dotted(text: str, size: float, room: float) -> str:
    while width(f"{text}…", size) > room and text:
        text = text[:-1]
    return f"{text.rstrip(' ,.;:')}…"
