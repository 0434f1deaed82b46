"""A picture as Mermaid: a flowchart that the present version of Mermaid takes, whatever the texts hold."""

import re
from collections.abc import Iterable

from bot.flow.picture import PEOPLE, RISK, Card, Picture, Stroke

CLASSES = {
    "state": "fill:#f2f8ff,stroke:#0550ae,color:#1f2328",
    "calm": "fill:#ffffff,stroke:#57606a,color:#1f2328",
    "people": "fill:#e9dcff,stroke:#6639ba,color:#1f2328",
    "final": "fill:#eef1f4,stroke:#57606a,color:#1f2328",
    "silent": "fill:#ffffff,stroke:#57606a,color:#1f2328,stroke-dasharray:4 3",
    "away": "fill:#e6e9ed,stroke:#57606a,color:#1f2328",
    "risk": "fill:#ffdfdb,stroke:#b3261e,color:#1f2328,stroke-width:3px",
}
_OURS = re.compile(r"[A-Za-z0-9 .,!?()/=·…–-]")
"""Letters that mean nothing to Mermaid between quotes."""
_BEGINS = re.compile(r"[0-9]+[.)]|[-–]")
"""The beginning of a list in Markdown, which Mermaid does not draw."""
_IN_NAME = re.compile(r"[^A-Za-z0-9]")


def mermaid(picture: Picture) -> str:
    """One flowchart, from top to bottom."""
    names = _names(picture)
    lines = ["flowchart TD", f"  accTitle: {_line(picture.title)}", f"  accDescr: {_line(' '.join(picture.about))}"]
    for number, band in enumerate(picture.bands):
        if band.title and not picture.name:
            lines.append(f'  subgraph band{number}["{_text(band.title)}"]')
        lines += [f"    {_node(card, names[card.name])}" for card in band.cards]
        if band.title and not picture.name:
            lines.append("  end")
    lines += [f"    {line}" for line in _away(picture, names)]
    lines += [f"  {_arrow(one, names)}" for one in picture.strokes]
    if picture.start:
        lines.append(f"  mulai((mulai)) --> {names[picture.start]}")
    lines += [f"  classDef {name} {look}" for name, look in CLASSES.items()]
    return "\n".join(lines) + "\n"


def _names(picture: Picture) -> dict[str, str]:
    """A name of plain letters for every card and every target: s_ before it, for `end` is a word of Mermaid's."""
    found: dict[str, str] = {}
    for name in (*(card.name for card in picture.cards), *(one.target for one in picture.strokes)):
        plain = f"s_{_IN_NAME.sub('_', name)}"
        if name not in found:
            found[name] = plain if plain not in found.values() else f"{plain}_{len(found)}"
    return found


def _node(card: Card, name: str) -> str:
    rows = [card.title, *([f"({', '.join(card.marks)})"] if card.marks else []), card.words, *card.notes]
    text = "<br/>".join(_text(one) for one in rows if one)
    opens, closes = {"end": ("([", "])"), "silent": ("([", "])"), "then": ("{{", "}}")}.get(card.kind, ("[", "]"))
    return f'{name}{opens}"{text}"{closes}:::{_class(card)}'


def _class(card: Card) -> str:
    if RISK in card.marks:
        return "risk"
    if PEOPLE in card.marks:
        return "people"
    return {"end": "final", "silent": "silent", "then": "calm", "flow": "calm"}.get(card.kind, "state")


def _away(picture: Picture, names: dict[str, str]) -> Iterable[str]:
    """What stands in no card: other flows, and places that only the talk knows."""
    here = {card.name for card in picture.cards}
    tones = {one.target: one.tone for one in picture.strokes if one.target not in here}
    for target, tone in tones.items():
        yield f'{names[target]}[["{_text(target)}"]]:::{tone if tone in ("risk", "people") else "away"}'


def _arrow(stroke: Stroke, names: dict[str, str]) -> str:
    text = _text(" · ".join(dict.fromkeys(one.text for one in stroke.reasons if one.text)))
    shaft = "-.->" if {one.kind for one in stroke.reasons} <= {"silence", "unclear", "planned"} else "-->"
    label = f'|"{text}"|' if text else ""
    return f"{names[stroke.source]} {shaft}{label} {names[stroke.target]}"


def _text(text: str) -> str:
    """Safe inside quotes: what Mermaid or Markdown might read as their own becomes a letter's number."""
    text = " ".join(text.split())
    begins = _BEGINS.match(text)
    mark = begins.end() - 1 if begins else -1
    return "".join(
        f"#{ord(one)};" if number == mark or _OURS.match(one) is None else one for number, one in enumerate(text)
    )


def _line(text: str) -> str:
    """What may stand unquoted to the end of a line."""
    return re.sub(r"[^\w .,()/-]", " ", " ".join(text.split())).strip() or "-"
