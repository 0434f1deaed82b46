"""A picture as SVG: text that can be read and found, no script, no font from elsewhere, light and dark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from bot.flow.layout import Line, Room, Way, lay
from bot.flow.letters import width, wrapped
from bot.flow.picture import (
    ENDS,
    LIST,
    NUMBERS,
    PEOPLE,
    RISK,
    SILENT,
    STARTS,
    Band,
    Card,
    Picture,
    Stroke,
)
from bot.flow.places import Box

MADE = "<!-- puspaga draw -->"
"""By which a file is known as ours, to be written again or to go."""
MARGIN, PAD = 16, 10
CARD = 206
"""Inner width of a card at most: three stand beside each other on a page, and one fills a phone."""
WIDE = {2: 2 * (CARD + 2 * PAD) + 24 + 8, 3: 3 * (CARD + 2 * PAD) + 2 * 24}
"""Of so many cards beside each other."""
LABEL = 118
"""Width of an arrow's label at most."""
LEAST = 360
TITLE, WORDS, SMALL = 14, 12, 11
LINE = 16
"""From one line of text to the next."""
STUB = 26
"""The least length of a short stroke."""
MEANS = {
    STARTS: "di sini alur mulai",
    RISK: "alur keselamatan, untuk keadaan bahaya",
    PEOPLE: "seorang konselor ditunggu",
    ENDS: "obrolan beristirahat",
    SILENT: "hanya dicapai dengan diam; tidak ada yang dikirim",
    LIST: "pilihan tidak muat sebagai tombol WhatsApp: menjadi daftar",
    NUMBERS: "pilihan tidak muat sebagai daftar WhatsApp: menjadi angka",
}
STYLE = """\
text{font-family:Arial,Helvetica,Roboto,"DejaVu Sans",sans-serif;font-size:12px;fill:#1f2328}
.t{font-weight:bold;font-size:14px}.h{font-weight:bold;font-size:18px}.s{font-size:11px}.q{fill:#57606a}
.ground{fill:#fff}.card{fill:#fff;stroke:#57606a}.ask{stroke:#0550ae;fill:#f2f8ff}.people{stroke:#6639ba;fill:#f5efff}
.end{fill:#eef1f4}.silent{fill:#fff;stroke-dasharray:4 3}.bar{fill:#b3261e}
.line{fill:none;stroke:#57606a;stroke-width:1.4}.dash{stroke-dasharray:5 4}.dot{stroke-dasharray:2 3}.tip{fill:#57606a}
.label{fill:#fff}.pill{fill:#e6e9ed;stroke:none}.pill.risk{fill:#ffdfdb}.pill.people{fill:#e9dcff}
.pill.silent{fill:#fff;stroke:#57606a}.mark{fill:#e6e9ed}.mark.risk{fill:#b3261e}.mark.people{fill:#6639ba}
.mark.start{fill:#116329}.mark.wa{fill:#ffe8b0}text.on{fill:#fff}a text{text-decoration:underline}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.q{fill:#a7b1bc}.ground,.label{fill:#0d1117}
.card{fill:#161b22;stroke:#8b949e}.ask{fill:#10203a;stroke:#79b8ff}.people{fill:#251a3d;stroke:#c297ff}.end{fill:#2a3038}
.silent{fill:#0d1117}.bar{fill:#ff8a80}.line{stroke:#a7b1bc}.tip{fill:#a7b1bc}.pill{fill:#343b44}.pill.risk{fill:#6b1f1a}
.pill.people{fill:#4b3482}.pill.silent{fill:#0d1117;stroke:#8b949e}.mark{fill:#343b44}.mark.risk{fill:#b3261e}
.mark.people{fill:#7a4fd0}.mark.start{fill:#1a7f37}.mark.wa{fill:#5c4300}}
"""


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
    marks: tuple[str, ...]
    pieces: tuple[Piece, ...]
    box: Box


def svg(picture: Picture, *, links: bool = False) -> str:
    """The picture; with `links` every named flow leads to the picture beside this one."""
    faces = {card.name: _face(card, picture) for card in picture.cards}
    rooms = [_laid(band, faces, picture) for band in picture.bands]
    wide = max([LEAST, *(room.width + 2 * MARGIN for room, _ in rooms)])
    body: list[str] = []
    y = _head(body, picture, wide)
    for band, (room, lines) in zip(picture.bands, rooms, strict=True):
        if band.title:
            body.append(_text(MARGIN, y + 14, band.title, "t q"))
            y += 28
        left = (wide - room.width) // 2
        body.append(f'<g transform="translate({left} {y})">')
        body += [_way(stroke, way) for stroke, way in zip(lines, room.ways, strict=True)]
        body += [_label(stroke, way) for stroke, way in zip(lines, room.ways, strict=True) if _told(stroke)]
        body += [_card(faces[card.name], room, links=links) for card in band.cards]
        body.append("</g>")
        y += room.height + 26
    y = _legend(body, picture, wide, y)
    return _frame(picture, wide, y, body)


def _frame(picture: Picture, wide: int, high: int, body: Iterable[str]) -> str:
    name = f"Alur {picture.name}: {picture.title}" if picture.name else picture.title
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'role="img" aria-labelledby="title desc" lang="id">\n{MADE}\n'
        f'<title id="title">{_safe(name)}</title>\n'
        f'<desc id="desc">{_safe(told(picture))}</desc>\n'
        f"<style>\n{STYLE}</style>\n"
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="tip" d="M0 0L8 4L0 8Z"/></marker></defs>\n'
        f'<rect class="ground" width="{wide}" height="{high}"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def told(picture: Picture) -> str:
    """The picture in words, for who does not see it."""
    found = []
    for card in picture.cards:
        marks = f" ({', '.join(card.marks)})" if card.marks else ""
        ways = [f"{_told(one)} ke {one.target}".strip() for one in picture.strokes if one.source == card.name]
        found.append(f"{card.title}{marks}" + (f": {'; '.join(ways)}." if ways else "."))
    return " ".join(found)


def _safe(text: str) -> str:
    return escape("".join(one if one >= " " else " " for one in text))


def _text(x: int, y: int, text: str, kind: str = "") -> str:
    look = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{look}>{_safe(text)}</text>'


def _told(stroke: Stroke) -> str:
    return " · ".join(dict.fromkeys(one.text for one in stroke.reasons if one.text))


def _head(body: list[str], picture: Picture, wide: int) -> int:
    """Title and what is to be known first. Gives the y below."""
    body.append(_text(MARGIN, 32, picture.title, "h"))
    y = 52
    for line in [line for about in (picture.name, *picture.about) for line in wrapped(about, WORDS, wide - 2 * MARGIN)]:
        body.append(_text(MARGIN, y, line, "q"))
        y += LINE
    return y + 6


def _legend(body: list[str], picture: Picture, wide: int, y: int) -> int:
    used = {mark for card in picture.cards for mark in _marks(card, picture)}
    for mark, means in MEANS.items():
        if mark in used:
            size = _mark_width(mark)
            body.append(_mark(MARGIN, y, mark))
            for line in wrapped(means, SMALL, wide - 2 * MARGIN - size - 8):
                body.append(_text(MARGIN + size + 8, y + 12, line, "s q"))
                y += LINE
            y += 4
    return y + MARGIN - 4


# ---- cards


def _marks(card: Card, picture: Picture) -> tuple[str, ...]:
    return (STARTS, *card.marks) if card.name == picture.start and STARTS not in card.marks else card.marks


def _face(card: Card, picture: Picture) -> Face:
    """What stands in a card and how much room it takes."""
    pieces: list[Piece] = []
    needs = [width(card.title, TITLE, bold=True)]
    marks, y = _marks(card, picture), 26
    pieces.append(Piece(18, "title", card.title))
    beside = needs[0] + sum(_mark_width(mark) + 5 for mark in marks)
    left = int(needs[0]) + 5 if beside <= CARD else 0
    if marks and not left:
        y += 20
    for mark in marks:
        if left + _mark_width(mark) > CARD:
            left, y = 0, y + 20
        pieces.append(Piece(y - 20, "mark", mark, left=left))
        left += _mark_width(mark) + 5
        needs.append(left - 5)
    for kind, text, most in [("words", card.words, 3), *(("note", note, 3) for note in card.notes)]:
        for line in wrapped(text, WORDS if kind == "words" else SMALL, CARD, most=most):
            y += LINE if kind == "words" else LINE - 1
            pieces.append(Piece(y, kind, line))
            needs.append(width(line, WORDS if kind == "words" else SMALL))
    for stroke in picture.strokes:
        if stroke.short and stroke.source == card.name:
            y, need = _stub(pieces, stroke, y + 6)
            needs.append(need)
    inner = min(CARD, max(int(max(needs)) + 1, 96)) if picture.name else CARD
    return Face(card, marks, tuple(pieces), Box(inner + 2 * PAD, y + 12))


def _stub(pieces: list[Piece], stroke: Stroke, y: int) -> tuple[int, float]:
    """The lines of a short arrow: its label, then an arrow to a pill. Gives the y below and the width it needs."""
    lines = _label_lines(stroke, CARD) or [""]
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
    return wrapped(stroke.target, SMALL, CARD - STUB - 20, most=1)[0]


def _pill_width(stroke: Stroke) -> int:
    return int(width(_shown(stroke), SMALL)) + 15


def _mark_width(mark: str) -> int:
    return int(width(mark, SMALL)) + 11


def _mark(x: int, y: int, mark: str) -> str:
    tone = {RISK: "risk", PEOPLE: "people", STARTS: "start", LIST: "wa", NUMBERS: "wa"}.get(mark, "")
    on = " on" if tone in ("risk", "people", "start") else ""
    box = f'<rect class="mark {tone}" x="{x}" y="{y}" width="{_mark_width(mark)}" height="16" rx="4"/>'
    return box.replace('mark "', 'mark"') + _text(x + 5, y + 12, mark, f"s{on}")


def _card(face: Face, room: Room, *, links: bool) -> str:
    card, box = face.card, face.box
    spot = room.spots[card.name]
    rounded = 16 if card.kind in ("end", "silent") else 6
    found = [
        f'<g class="state" data-name="{_safe(card.name)}" transform="translate({spot.x - box.width // 2} {spot.y})">'
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
            return _mark(PAD + piece.left, piece.top, piece.text)
        case "stub" if piece.stroke:
            return _short(piece.stroke, piece.top, wide, width(piece.text, WORDS), links=links)
        case "title":
            return _linked(_text(PAD, piece.top, piece.text, "t"), card.link, links=links)
    return _text(PAD, piece.top, piece.text, {"note": "s q"}.get(piece.kind, ""))


def _linked(drawn: str, flow: str, *, links: bool) -> str:
    return f'<a href="{_safe(file_name(flow))}">{drawn}</a>' if flow and links else drawn


def file_name(flow: str) -> str:
    """The file of a flow's picture: anak/perundungan is anak-perundungan.svg."""
    return f"{flow.replace('/', '-') or 'semua'}.svg"


def _short(stroke: Stroke, y: int, wide: int, label: float, *, links: bool) -> str:
    pill = _pill_width(stroke)
    left = PAD + int(label) + (5 if label else 0)
    right = wide - PAD - pill if _told(stroke) else PAD + STUB
    line = f'<path class="line{_dash(stroke)}" marker-end="url(#tip)" d="M{left} {y - 4}H{right - 2}"/>'
    box = f'<rect class="pill {stroke.tone}" x="{right}" y="{y - 13}" width="{pill}" height="17" rx="8"/>'
    name = _linked(_text(right + 7, y, _shown(stroke), "s"), stroke.link, links=links)
    return _group(stroke, line + box + name)


def _group(stroke: Stroke, drawn: str) -> str:
    return f'<g class="arrow" data-from="{_safe(stroke.source)}" data-to="{_safe(stroke.target)}">{drawn}</g>'


# ---- strokes


def _dash(stroke: Stroke) -> str:
    kinds = {one.kind for one in stroke.reasons}
    return " dot" if kinds <= {"silence"} else " dash" if kinds <= {"silence", "unclear", "call"} else ""


def _laid(band: Band, faces: Mapping[str, Face], picture: Picture) -> tuple[Room, list[Stroke]]:
    """The cards of a band in their places, and the long strokes between them."""
    here = {card.name: faces[card.name].box for card in band.cards}
    long = [one for one in picture.strokes if not one.short and one.source in here and one.target in here]
    room = lay(
        here, [Line(one.source, one.target, _label_box(one)) for one in long], wide=WIDE[3 if picture.name else 2]
    )
    return room, long


def _label_lines(stroke: Stroke, room: float = LABEL) -> list[str]:
    """Every reason whole on its line where it fits, several on one line where they fit together."""
    lines: list[str] = []
    for text in dict.fromkeys(one.text for one in stroke.reasons if one.text):
        if lines and width(f"{lines[-1]} · {text}", WORDS) <= room:
            lines[-1] = f"{lines[-1]} · {text}"
        else:
            lines += wrapped(text, WORDS, room)
    return lines


def _label_box(stroke: Stroke) -> Box:
    lines = _label_lines(stroke)
    return Box(max(int(width(line, WORDS)) + 9 for line in lines), len(lines) * 15 + 3) if lines else Box(0, 0)


def _way(stroke: Stroke, way: Way) -> str:
    (x, start, down), *rest = way.points
    path = f"M{x} {start}V{down}" if start != down else f"M{x} {start}"
    y = down
    for there, top, bottom in rest:
        middle = (y + top) // 2
        path += f"V{top}" if there == x else f"C{x} {middle} {there} {middle} {there} {top}"
        path += f"V{bottom}" if bottom != top else ""
        x, y = there, bottom
    return _group(stroke, f'<path class="line{_dash(stroke)}" marker-end="url(#tip)" d="{path}"/>')


def _label(stroke: Stroke, way: Way) -> str:
    lines, box = _label_lines(stroke), _label_box(stroke)
    left, top = way.label.x - box.width // 2, way.label.y
    found = [f'<rect class="label" x="{left}" y="{top}" width="{box.width}" height="{box.height}"/>']
    for number, line in enumerate(lines):
        found.append(f'<text x="{way.label.x}" y="{top + 13 + 15 * number}" text-anchor="middle">{_safe(line)}</text>')
    return "".join(found)
