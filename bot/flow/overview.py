"""The picture of the whole book: flows as cards, jumps and calls as arrows."""

from collections.abc import Iterable, Mapping

from bot.flow.book import Ask, Book, Flow, Handoff
from bot.flow.names import COMMANDS, PERSON, WELCOME
from bot.flow.picture import (
    FIRST_WORDS,
    PEOPLE,
    READERS,
    RISK,
    STARTS,
    Band,
    Card,
    Picture,
    Reason,
    Stroke,
    outside,
    risky,
    shortened,
    tone_of,
    ways_in,
)

HUB = 2
"""A flow that more than so many others lead to is named where it is left for, instead of drawing every line to it."""


def of_book(book: Book) -> Picture:
    """Flows as cards, jumps and calls as arrows."""
    leads: dict[tuple[str, str], list[Reason]] = {}
    for flow in book.flows.values():
        for one in outside(book, flow):
            target = one.link or one.target
            if target != flow.name:
                leads.setdefault((flow.name, target), []).extend(one.reasons)
    into = {target: sum(1 for _, other in leads if other == target) for _, target in leads}
    bands = tuple(_bands(book, into))
    band = {card.name: number for number, one in enumerate(bands) for card in one.cards}
    strokes = []
    for (source, target), why in leads.items():
        short = band[source] != band.get(target, -1) or into[target] > HUB
        kinds = dict.fromkeys("call" if one.kind == "call" else "jump" for one in why)
        called = tuple(Reason(kind, "memanggil" if kind == "call" else "") for kind in kinds)
        tone = tone_of(book.flows.get(target))
        strokes.append(Stroke(source, target, called, short, tone, target if target in book.flows else ""))
    about = (f"{len(book.flows)} alur", "Anak panah pendek menyebut alur yang dituju.")
    return Picture("", "Semua alur", about, bands, tuple(strokes), WELCOME)


def _bands(book: Book, into: Mapping[str, int]) -> Iterable[Band]:
    names = ("Sambutan dan topik", "Bahaya", "Menuju orang", "Perintah, dari mana saja")
    rooms: dict[str, list[Card]] = {name: [] for name in names}
    talk, danger, people, command = rooms.values()
    for flow in sorted(book.flows.values(), key=lambda one: one.name != WELCOME):
        commanded = command if flow.name.startswith(COMMANDS) else talk
        room = danger if risky(flow) else people if flow.name == PERSON else commanded
        room.append(_flow_card(flow, into.get(flow.name, 0)))
    yield from (Band(title, tuple(cards)) for title, cards in rooms.items() if cards)


def _flow_card(flow: Flow, into: int) -> Card:
    marks = [RISK] if risky(flow) else []
    if flow.name == PERSON or any(isinstance(one.exit, Handoff) for one in flow.states.values()):
        marks.append(PEOPLE)
    if flow.name == WELCOME:
        marks.append(STARTS)
    asked = sum(isinstance(one.exit, Ask) for one in flow.states.values())
    counted = f"{asked} pertanyaan" if asked else "tidak bertanya"
    hub = [f"dituju dari {into} alur"] if into > HUB else []
    return Card(
        flow.name,
        flow.name,
        "flow",
        flow.title,
        tuple(marks),
        (f"untuk {READERS[flow.reader]} · {counted}", *(shortened(one, FIRST_WORDS) for one in ways_in(flow)), *hub),
        flow.name,
    )
