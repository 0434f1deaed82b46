"""A picture as SVG: text that can be read and found, no script, no font from elsewhere, light and dark."""

from collections.abc import Iterable, Mapping

from bot.flow.check_fit import MOST_BUTTONS, MOST_ROWS
from bot.flow.face import (
    CARD,
    LINE,
    PAD,
    SMALL,
    WORDS,
    Face,
    card_at,
    dash,
    face_of,
    group,
    lines_on,
    mark_at,
    mark_width,
    marks_of,
    safe,
    text_at,
    told_on,
)
from bot.flow.layout import Line, Room, Way, lay
from bot.flow.letters import BOLD, width, wrapped
from bot.flow.picture import (
    ENDS,
    LIST,
    NUMBERS,
    PEOPLE,
    RISK,
    SILENT,
    STARTS,
    Band,
    Picture,
    Stroke,
)
from bot.flow.places import Box

MADE = "<!-- puspaga draw -->"
"""By which a file is known as ours, to be written again or to go."""
MARGIN, HEADING = 16, 18
WIDE = 2 * (CARD + 2 * PAD) + 32
"""Two cards beside each other, and an arrow that passes between them: what a phone still shows."""
LEAST = 360
LABEL = 130
"""Width of an arrow's label at most."""
MEANS = {
    STARTS: "di sini alur mulai",
    RISK: "alur keselamatan, untuk keadaan bahaya",
    PEOPLE: "seorang konselor ditunggu",
    ENDS: "obrolan beristirahat",
    SILENT: "hanya dicapai dengan diam; tidak ada yang dikirim",
    LIST: f"pilihan tidak muat di {MOST_BUTTONS} tombol WhatsApp: perlu daftar atau angka",
    NUMBERS: f"pilihan tidak muat di daftar WhatsApp, {MOST_ROWS} baris: perlu angka",
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


def svg(picture: Picture, *, links: bool = False) -> str:
    """The picture; with `links` every named flow leads to the picture beside this one."""
    faces = {card.name: face_of(card, picture) for card in picture.cards}
    rooms = [_laid(band, faces, picture) for band in picture.bands]
    wide = max([LEAST, *(room.width + 2 * MARGIN for room, _ in rooms)])
    body: list[str] = []
    y = _head(body, picture, wide)
    for band, (room, lines) in zip(picture.bands, rooms, strict=True):
        if band.title:
            body.append(text_at(MARGIN, y + 14, band.title, "t q"))
            y += 28
        left = (wide - room.width) // 2
        body.append(f'<g transform="translate({left} {y})">')
        body += [_way(stroke, way) for stroke, way in zip(lines, room.ways, strict=True)]
        body += [_label(stroke, way) for stroke, way in zip(lines, room.ways, strict=True) if told_on(stroke)]
        body += [card_at(faces[card.name], room, links=links) for card in band.cards]
        body.append("</g>")
        y += room.height + 26
    y = _legend(body, picture, wide, y)
    return _frame(picture, wide, y, body)


def _frame(picture: Picture, wide: int, high: int, body: Iterable[str]) -> str:
    name = f"Alur {picture.name}: {picture.title}" if picture.name else picture.title
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'role="img" aria-labelledby="title desc" lang="id">\n{MADE}\n'
        f'<title id="title">{safe(name)}</title>\n'
        f'<desc id="desc">{safe(told(picture))}</desc>\n'
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
        ways = [f"{told_on(one)} ke {one.target}".strip() for one in picture.strokes if one.source == card.name]
        found.append(f"{card.title}{marks}" + (f": {'; '.join(ways)}." if ways else "."))
    return " ".join(found)


def _head(body: list[str], picture: Picture, wide: int) -> int:
    """Title and what is to be known first. Gives the y below."""
    y = 32
    for line in wrapped(picture.title, HEADING * BOLD, wide - 2 * MARGIN):
        body.append(text_at(MARGIN, y, line, "h"))
        y += 20
    for line in [line for about in (picture.name, *picture.about) for line in wrapped(about, WORDS, wide - 2 * MARGIN)]:
        body.append(text_at(MARGIN, y, line, "q"))
        y += LINE
    return y + 6


def _legend(body: list[str], picture: Picture, wide: int, y: int) -> int:
    used = {mark for card in picture.cards for mark in marks_of(card, picture)}
    for mark, means in MEANS.items():
        if mark in used:
            size = mark_width(mark)
            body.append(mark_at(MARGIN, y, mark))
            for line in wrapped(means, SMALL, wide - 2 * MARGIN - size - 8):
                body.append(text_at(MARGIN + size + 8, y + 12, line, "s q"))
                y += LINE
            y += 4
    return y + MARGIN - 4


# ---- arrows


def _laid(band: Band, faces: Mapping[str, Face], picture: Picture) -> tuple[Room, list[Stroke]]:
    """The cards of a band in their places, and the long strokes between them."""
    here = {card.name: faces[card.name].box for card in band.cards}
    long = [one for one in picture.strokes if not one.short and one.source in here and one.target in here]
    room = lay(here, [Line(one.source, one.target, _label_box(one)) for one in long], wide=WIDE)
    return room, long


def _label_box(stroke: Stroke) -> Box:
    lines = lines_on(stroke, LABEL)
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
    return group(stroke, f'<path class="line{dash(stroke)}" marker-end="url(#tip)" d="{path}"/>')


def _label(stroke: Stroke, way: Way) -> str:
    lines, box = lines_on(stroke, LABEL), _label_box(stroke)
    left, top = way.label.x - box.width // 2, way.label.y
    found = [f'<rect class="label" x="{left}" y="{top}" width="{box.width}" height="{box.height}"/>']
    for number, line in enumerate(lines):
        found.append(f'<text x="{way.label.x}" y="{top + 13 + 15 * number}" text-anchor="middle">{safe(line)}</text>')
    return "".join(found)
