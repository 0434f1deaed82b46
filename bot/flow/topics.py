"""A topic: one worry and what helps, content/topics/FOLDER/NAME.md, which an editor writes without writing a flow.

A head of settings between two lines of ---, then three parts (`# now`, `# tip`, `# next`), each with a text for every
age (`## all`) and others for some (`## 2-3`, `## 13-15, 16-17`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.flow.book import Text, Topic
from bot.flow.codes import Both
from bot.flow.compile import READERS
from bot.flow.known import BANDS
from bot.flow.names import CHOSEN
from bot.flow.pieces import LABEL, TIP, TITLE, Piece
from bot.flow.schema import AskIn, ChoiceIn, FlowIn, StateIn, TopicIn, TopicsIn, shaped
from bot.flow.source import Source, read

PARTS = ("now", "tip", "next")
"""One thing to do within a minute; the advice; a step for tomorrow."""
CARD = "card"
"""The advice under its title, to hand on: it tells nothing of the talk."""
ALL = "all"
PAGE = 9
"""Topics on one page of a menu: a list on WhatsApp has ten rows, and one more choice stands there too."""
_FRONT = re.compile(r"\A---\n(.*?)\n---(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^(##?) (.*)\n?((?:(?!#).*\n?)*)", re.MULTILINE)


def read_topic(folder: str, name: str, path: str, raw: bytes) -> tuple[Source, Topic | None, list[Piece]]:
    """The topic, or None with all its problems in the source; and its texts."""
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
    head = shaped(source, TopicIn) if source.data is not None else None
    parts = _parts(text, front.end(), source)
    for part in PARTS:
        if ALL not in parts.get(part, {}):
            source.problem((), "F170", what=f"'# {part}' … '## {ALL}'")
    ages = _ages(head, source) if head else ()
    pieces = list(_pieces(name, head, parts, ages, source))
    if head is None or source.problems:
        return source, None, pieces
    texts = {
        part: {band: Text(f"topics/{name}/{part}/{band}", {"id": one}) for band, one in bands.items()}
        for part, bands in parts.items()
    }
    reader, about = READERS[head.reader], tuple(head.about)
    topic = Topic(
        name, folder, head.title, head.label, reader, ages, head.category, about, head.danger, texts, head.source
    )
    return source, topic, pieces


def _ages(head: TopicIn, source: Source) -> tuple[str, ...]:
    """Age bands of a topic; none for all."""
    for number, band in enumerate(head.ages):
        if band not in (ALL, *BANDS):
            source.problem(("ages", number), "F174", band=band, known=(ALL, *BANDS))
    return () if ALL in head.ages else tuple(head.ages)


def _parts(text: str, start: int, source: Source) -> dict[str, dict[str, str]]:
    """Part → age band → text. Problems stand at the line of the heading."""
    found: dict[str, dict[str, str]] = {}
    part = ""
    for one in _HEADING.finditer(text, start):
        sign, heading, body = one.group(1), one.group(2).strip(), " ".join(one.group(3).split())
        place = (sign, part if sign == "##" else "", heading)
        source.marks[place] = (text.count("\n", 0, one.start()) + 1, 1)
        if sign == "#":
            part = heading
            found.setdefault(part, {})
            if part not in PARTS or body:
                source.problem(place, "F176", part=part, known=PARTS)
            continue
        for band in re.split(r",\s*", heading):
            source.marks["##", part, band] = source.marks[place]
            if band not in (ALL, *BANDS):
                source.problem(place, "F174", band=band, known=(ALL, *BANDS))
            found.setdefault(part, {})[band] = body
    return found


def _pieces(
    name: str, head: TopicIn | None, parts: Mapping[str, Mapping[str, str]], ages: Sequence[str], source: Source
) -> Iterator[Piece]:
    """Its texts; the traits of each are the ages that read it."""
    reader = head.reader if head else "anyone"
    if head:
        yield Piece(f"topics/{name}/title", head.title, source, ("title",), TITLE, reader)
        yield Piece(f"topics/{name}/label", head.label, source, ("label",), LABEL, reader)
    for part, bands in parts.items():
        readers = {band: {band} for band in bands} | {ALL: set(ages or BANDS) - set(bands)}
        together: dict[str, set[str]] = {}
        for band, one in bands.items():
            together.setdefault(one, set()).update(readers[band])
        for band, one in bands.items():
            if traits := together.pop(one, None):
                yield Piece(
                    f"topics/{name}/{part}/{band}", one, source, ("##", part, band), TIP, reader, frozenset(traits)
                )


def on_page(topics: Iterable[Topic], page: TopicsIn) -> list[Topic]:
    """The topics of a page of a menu, in the order of their labels."""
    fits = [
        one
        for one in topics
        if one.reader is READERS[page.reader]
        and (not page.folder or one.folder == page.folder)
        and (not page.ages or (page.ages in one.ages if page.ages != ALL else not one.ages))
    ]
    return sorted(fits, key=lambda one: one.label)[PAGE * (page.page - 1) : PAGE * page.page]


def with_topics(flow: FlowIn, topics: Mapping[str, Topic]) -> FlowIn:
    """The flow, in which every page of topics stands as choices before those that are written out."""
    states = {name: _with_topics(state, topics) for name, state in flow.states.items()}
    return flow.model_copy(update={"states": states}) if any(_asks(one) for one in flow.states.values()) else flow


def _asks(state: StateIn) -> TopicsIn | None:
    return state.ask.topics if state.ask else None


def _with_topics(state: StateIn, topics: Mapping[str, Topic]) -> StateIn:
    if state.ask is None or state.ask.topics is None:
        return state
    choices = {one.name: ChoiceIn(label=one.label, go=one.flow) for one in on_page(topics.values(), state.ask.topics)}
    ask: AskIn = state.ask.model_copy(update={"choices": choices | state.ask.choices, "save": CHOSEN})
    return state.model_copy(update={"ask": ask})


def in_no_menu(flows: Iterable[FlowIn], topics: Mapping[str, Topic]) -> list[str]:
    """The names of topics that stand on no page."""
    pages = [asked for flow in flows for state in flow.states.values() if (asked := _asks(state))]
    shown = {one.name for page in pages for one in on_page(topics.values(), page)}
    return [name for name in topics if name not in shown]
