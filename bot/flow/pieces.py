"""Every text that somebody reads, with its place in a file and what it is read as: each is judged by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.flow.compile import variant_id
from bot.flow.schema import FlowIn, SayIn, StateIn, VariedIn
from bot.flow.source import Path, Source

SAY, LABEL, UNCLEAR, REASON, LINE, REPLY, TIP = "say", "label", "unclear", "reason", "line", "reply", "tip"
TITLE = "title"
BUBBLES = (SAY, UNCLEAR, REASON, LINE, REPLY, TIP)
"""What stands in a bubble; a label stands on a button, a title above what is handed on."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`reader` is child, parent or anyone; `traits` are those of the variant, or the age band of a tip."""

    id: str
    text: str
    source: Source
    path: Path
    role: str
    reader: str
    traits: frozenset[str] = frozenset()
    language: str = "id"

    def translated(self, text: str, source: Source, language: str) -> "Piece":
        """The same in another language."""
        return replace(self, text=text, source=source, path=("texts", self.id), language=language)


def pieces_in(name: str, flow: FlowIn, source: Source) -> Iterable[Piece]:
    """The texts of a flow, in the order of the file."""
    for key, state in flow.states.items():
        for one in _of_state(f"{name}/{key}", state, ("states", key)):
            place, text, path, role = one
            traits = frozenset(place.partition("@")[2].split())
            yield Piece(place, text, source, path, role, flow.reader, traits)


Found = tuple[str, str, Path, str]
"""Id, text, place and role."""


def _of_state(name: str, state: StateIn, where: Path) -> Iterable[Found]:
    for number, item in enumerate(state.say):
        yield from _varied(f"{name}/say/{number}", item, (*where, "say", number), SAY)
    if state.ask is None:
        return
    for key, choice in state.ask.choices.items():
        yield f"{name}/choice/{key}", choice.label, (*where, "ask", "choices", key, "label"), LABEL
    for role, said in ((UNCLEAR, state.ask.unclear), (REASON, state.ask.reason)):
        if said:
            yield from _varied(f"{name}/{role}", said, (*where, "ask", role), role)


def pieces_of(
    name: str, item: str | VariedIn, source: Source, where: Path, *, role: str, reader: str
) -> Iterable[Piece]:
    """A text that stands in no flow, and its variants."""
    for place, text, path, _ in _varied(name, item, where, role):
        yield Piece(place, text, source, path, role, reader, frozenset(place.partition("@")[2].split()))


def _varied(name: str, item: str | SayIn | VariedIn, where: Path, role: str) -> Iterable[Found]:
    if isinstance(item, str):
        yield name, item, where, role
    elif item.text:
        yield name, item.text, (*where, "text"), role
        for key, text in item.variants.items():
            yield variant_id(name, key), text, (*where, "variants", key), role


def by_id(pieces: Iterable[Piece]) -> Mapping[str, Piece]:
    return {one.id: one for one in pieces}
