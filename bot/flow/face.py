"""The cards of a picture as SVG: what stands in one, how much room that takes, and how it is drawn."""

from dataclasses import dataclass
from html import escape

from bot.flow.layout import Room
from bot.flow.letters import BOLD, width, wrapped
from bot.flow.picture import LIST, NUMBERS, PEOPLE, RISK, STARTS, Card, Picture, Stroke
from bot.flow.places import Box

PAD = 10
CARD = 206
"""Inner width of a card at most: two stand beside each other on a page, and one fills a phone."""
LEAST = 96
TITLE, WORDS, SMALL = 14, 12, 11
LINE = 16
"""From one line of text to the next."""
STUB = 26
"""The least length of a short arrow."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line inside a card: text, marks or a short arrow; `top` from the card's upper edge."""

    top: int
    kind: str
    text: str = ""
    stroke: Stroke | None = None
    left: int = 0


@dataclass(frozen=True, slots=True)
class Face:
    card: Card
    pieces: tuple[Piece, ...]
    box: Box


def safe(text: str) -> str:
    return escape("".join(one if one >= " " else " " for one in text))


def text_at(x: int, y: int, text: str, kind: str = "") -> str:
    look = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{look}>{safe(text)}</text>'


def told_on(stroke: Stroke) -> str:
    return " · ".join(dict.fromkeys(one.text for one in stroke.reasons if one.text))


def lines_on(stroke: Stroke, room: float) -> list[str]:
    """Every reason whole on its line where it fits, several on one line where they fit together."""
    lines: list[str] = []
    for text in dict.fromkeys(one.text for one in stroke.reasons if one.text):
        if lines and width(f"{lines[-1]} · {text}", WORDS) <= room:
            lines[-1] = f"{lines[-1]} · {text}"
        else:
            lines += wrapped(text, WORDS, room)
    return lines


def dash(stroke: Stroke) -> str:
    kinds = {one.kind for one in stroke.reasons}
    return " dot" if kinds <= {"silence"} else " dash" if kinds <= {"silence", "unclear", "call", "planned"} else ""


def marks_of(card: Card, picture: Picture) -> tuple[str, ...]:
    return (STARTS, *card.marks) if card.name == picture.start and STARTS not in card.marks else card.marks


def face_of(card: Card, picture: Picture) -> Face:
    """What stands in a card and how much room it takes."""
    pieces, needs = _top(card, marks_of(card, picture))
    y = max(piece.top + (20 if piece.kind == "mark" else 8) for piece in pieces)
    for kind, text in [("words", card.words), *(("note", note) for note in card.notes)]:
        size = WORDS if kind == "words" else SMALL
        for line in wrapped(text, size, CARD, most=3):
            y += LINE if kind == "words" else LINE - 1
            pieces.append(Piece(y, kind, line))
            needs.append(width(line, size))
    for stroke in picture.strokes:
        if stroke.short and stroke.source == card.name:
            y, need = _stub(pieces, stroke, y + 6)
            needs.append(need)
    inner = min(CARD, max(int(max(needs)) + 1, LEAST)) if picture.name else CARD
    bare = pieces[-1].kind in ("title", "mark")
    return Face(card, tuple(pieces), Box(inner + 2 * PAD, y + (4 if bare else 12)))


def _top(card: Card, marks: tuple[str, ...]) -> tuple[list[Piece], list[float]]:
    """The name, and its marks beside it or below; with the widths they need."""
    names = wrapped(card.title, TITLE * BOLD, CARD) or [""]
    pieces = [Piece(18 + (LINE + 2) * number, "title", name) for number, name in enumerate(names)]
    needs = [width(name, TITLE, bold=True) for name in names]
    y, left = pieces[-1].top - 12, int(needs[-1]) + 5
    for mark in marks:
        if left + mark_width(mark) > CARD:
            left, y = 0, y + 20
        pieces.append(Piece(y, "mark", mark, left=left))
        left += mark_width(mark) + 5
        needs.append(left - 5)
    return pieces, needs


def _stub(pieces: list[Piece], stroke: Stroke, y: int) -> tuple[int, float]:
    """The lines of a short arrow: its label, then an arrow to a pill. Gives the y below and the width it needs."""
    lines = lines_on(stroke, CARD) or [""]
    pill = _pill_width(stroke)
    last = width(lines[-1], WORDS) + 6 + STUB + pill
    if last > CARD:
        lines.append("")
    for number, line in enumerate(lines):
        y += LINE + 2
        if line:
            pieces.append(Piece(y, "reason", line))
        if number == len(lines) - 1:
            pieces.append(Piece(y, "stub", line, stroke))
    needs = [width(line, WORDS) for line in lines]
    return y, max(*needs, needs[-1] + 6 + STUB + pill)


def _shown(stroke: Stroke) -> str:
    return "".join(wrapped(stroke.target, SMALL, CARD - STUB - 20, most=1))


def _pill_width(stroke: Stroke) -> int:
    return int(width(_shown(stroke), SMALL)) + 15


def mark_width(mark: str) -> int:
    return int(width(mark, SMALL)) + 11


def mark_at(x: int, y: int, mark: str) -> str:
    tone = {RISK: "risk", PEOPLE: "people", STARTS: "start", LIST: "wa", NUMBERS: "wa"}.get(mark, "")
    on = " on" if tone in ("risk", "people", "start") else ""
    box = f'<rect class="mark {tone}" x="{x}" y="{y}" width="{mark_width(mark)}" height="16" rx="4"/>'
    return box.replace('mark "', 'mark"') + text_at(x + 5, y + 12, mark, f"s{on}")


def card_at(face: Face, room: Room, *, links: bool) -> str:
    card, box = face.card, face.box
    spot = room.spots[card.name]
    rounded = 16 if card.kind in ("end", "silent") else 6
    found = [
        f'<g class="state" data-name="{safe(card.name)}" transform="translate({spot.x - box.width // 2} {spot.y})">'
    ]
    look = "people" if PEOPLE in card.marks and card.kind == "flow" else card.kind
    found.append(f'<rect class="card {look}" width="{box.width}" height="{box.height}" rx="{rounded}"/>')
    if card.risky:
        found.append(f'<rect class="bar" x="0" y="8" width="5" height="{box.height - 16}"/>')
    for piece in face.pieces:
        found.append(_piece(piece, box.width, card, links=links))
    return "".join([*found, "</g>"])


def _piece(piece: Piece, wide: int, card: Card, *, links: bool) -> str:
    match piece.kind:
        case "mark":
            return mark_at(PAD + piece.left, piece.top, piece.text)
        case "stub" if piece.stroke:
            return _short(piece.stroke, piece.top, wide, width(piece.text, WORDS), links=links)
        case "title":
            return _linked(text_at(PAD, piece.top, piece.text, "t"), card.link, links=links)
    return text_at(PAD, piece.top, piece.text, {"note": "s q"}.get(piece.kind, ""))


def _linked(drawn: str, flow: str, *, links: bool) -> str:
    return f'<a href="{safe(file_name(flow))}">{drawn}</a>' if flow and links else drawn


def file_name(flow: str) -> str:
    """The file of a flow's picture: anak/perundungan is anak-perundungan.svg."""
    return f"{flow.replace('/', '-') or 'semua'}.svg"


def _short(stroke: Stroke, y: int, wide: int, label: float, *, links: bool) -> str:
    pill = _pill_width(stroke)
    left = PAD + int(label) + (5 if label else 0)
    right = wide - PAD - pill if told_on(stroke) else PAD + STUB
    line = f'<path class="line{dash(stroke)}" marker-end="url(#tip)" d="M{left} {y - 4}H{right - 2}"/>'
    box = f'<rect class="pill {stroke.tone}" x="{right}" y="{y - 13}" width="{pill}" height="17" rx="8"/>'
    name = _linked(text_at(right + 7, y, _shown(stroke), "s"), stroke.link, links=links)
    return group(stroke, line + box + name)


def group(stroke: Stroke, drawn: str) -> str:
    return f'<g class="arrow" data-from="{safe(stroke.source)}" data-to="{safe(stroke.target)}">{drawn}</g>'
