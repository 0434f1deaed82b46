"""How wide a text is: what a picture reckons with, for no font is asked.

The widths are those of DejaVu Sans, the widest of the fonts that a picture names: in any other there is room to spare.
"""

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


SOFT = "/_-,"
"""Marks after which a long name may be broken."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels, on the safe side."""
    total = sum(_OF.get(one) or (_LATIN if one < "\u0250" or "\u2010" <= one < "\u2026" else _OTHER) for one in text)
    return total * size / 100 * (BOLD if bold else 1)


def wrapped(text: str, size: float, room: float, *, most: int = 0) -> list[str]:
    """Lines that fit in `room` pixels, at most `most` (0: as many as it takes); what is cut off ends in three dots."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines += _pieces(word, size, room)
    if not most or len(lines) <= most:
        return lines
    return [*lines[: most - 1], _dotted(lines[most - 1], size, room)]


def _pieces(word: str, size: float, room: float) -> list[str]:
    """A word, broken where it is wider than the line: after a mark inside it if it can be."""
    pieces: list[str] = []
    begin, soft, used = 0, 0, 0.0
    for at, letter in enumerate(word):
        used += width(letter, size)
        while used > room and at > begin:
            end = soft if soft > begin else at
            pieces.append(word[begin:end])
            begin, used = end, width(word[end : at + 1], size)
        if letter in SOFT:
            soft = at + 1
    return [*pieces, word[begin:]]


def _dotted(text: str, size: float, room: float) -> str:
    while width(f"{text}…", size) > room and text:
        text = text[:-1]
    return f"{text.rstrip(' ,.;:')}…"
