"""The files of one reading: each is opened once, and what was read of them becomes a book."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bot.flow import approvals
from bot.flow.agenda import Event
from bot.flow.book import Book, Contact, Media, Route, Text, Tip, Topic, Variable
from bot.flow.check import check_fit, check_flows
from bot.flow.check_shape import check_variants
from bot.flow.check_talks import check_talks
from bot.flow.check_words import check_piece
from bot.flow.codes import problem
from bot.flow.compile import Overlay, flow_of, text_of, varied
from bot.flow.kept import shown
from bot.flow.known import REPLIES, Known, lacks, near_to
from bot.flow.overlays import check_overlay, lacking, languages_in
from bot.flow.pieces import LINE, REPLY, Piece, by_id, pieces_in, pieces_of
from bot.flow.schema import (
    ApprovalsIn,
    CategoriesIn,
    ContactIn,
    DirectoryIn,
    EventIn,
    EventsIn,
    FlowIn,
    MediaIn,
    OverlayIn,
    RepliesIn,
    RouteIn,
    RoutesIn,
    VariablesIn,
    VariedIn,
    WordsIn,
    shaped,
)
from bot.flow.source import Path as Where
from bot.flow.source import Source, read
from bot.flow.tips import read_tip, translated
from bot.flow.topics import in_no_menu, read_topic, with_topics

Model = TypeVar("Model", bound=BaseModel)
NEEDED = (
    "sambut",
    "serah",
    "perintah/menu",
    "perintah/lanjut",
    "perintah/keluar",
    "aman/segera",
    "aman/tinggi",
    "aman/dicek",
    "aman/orang",
)
"""Flows the engine enters by name."""
EVERYWHERE = (
    "replies",
    "media",
    "aman/rute",
    *(f"flows/{one}" for one in ("sambut", "serah", "aman/", "bersama/", "perintah/")),
)
"""What has to speak every language of the book: the entrance, safety, rights and commands. Topics and tips are read in
Indonesian until somebody translates them."""


class Shelf:
    """The files of one reading."""

    def __init__(self, flows: Path, content: Path, today: date | None = None) -> None:
        self.flows, self.content, self.today = flows, content, today
        self.sources: list[Source] = []
        self.overlays: set[Path] = set()
        """Translations that nothing has asked for yet."""
        self.pieces: list[Piece] = []
        """Every text that was read."""
        self.approvals = ApprovalsIn()
        """What people decided about them."""

    def _open(self, path: Path) -> Source:
        """The file as a source; one that is absent is a problem of its own."""
        try:
            source = read(shown(path), path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            source = Source(shown(path))
            source.problem((), "F100", why=type(error).__name__)
        self.sources.append(source)
        return source

    def shaped(self, path: Path, model: type[Model]) -> tuple[Source, Model | None]:
        source = self._open(path)
        return source, shaped(source, model) if source.data is not None else None

    def _overlay(self, name: str, pieces: Iterable[Piece]) -> Overlay:
        """Translations of one file, by language: content/en/NAME.yaml."""
        originals = by_id(pieces)
        self.pieces += originals.values()
        found: dict[str, Mapping[str, str]] = {}
        for folder in languages_in(self.content):
            path = folder / f"{name}.yaml"
            if path not in self.overlays:
                if (
                    not path.exists()
                    and name.startswith(EVERYWHERE)
                    and (first := next(iter(originals.values()), None))
                ):
                    lacking(folder.name, first.source, list(originals), shown(path))
                continue
            self.overlays.discard(path)
            source, one = self.shaped(path, OverlayIn)
            if one is not None:
                found[folder.name] = one.texts
                self.pieces += check_overlay(folder.name, source, one, originals)
        return found

    def book(self) -> Book | None:
        """Read everything; None when a file has no shape that could be a book."""
        _, variables = self.shaped(self.flows / "variables.yaml", VariablesIn)
        _, categories = self.shaped(self.content / "categories.yaml", CategoriesIn)
        _, directory = self.shaped(self.content / "directory.yaml", DirectoryIn)
        _, giveaway = self.shaped(self.content / "giveaway.yaml", WordsIn)
        self.overlays = {path for folder in languages_in(self.content) for path in folder.rglob("*.yaml")}
        tips = dict(self._tips())
        replies, media = self._replies(), self._media()
        events, samples = self._events()
        topics = self._topics(categories.categories if categories else None)
        shapes = self._flows(topics)
        known = Known(
            flows={name: one for name, (_, one) in shapes.items()},
            tips=tips,
            topics=topics,
            contacts=frozenset(directory.contacts) if directory else None,
            variables=variables.variables if variables else None,
            categories=frozenset(categories.categories) if categories else None,
            media=frozenset(media) if media is not None else None,
            giveaway=frozenset(" ".join(word.casefold().split()) for word in giveaway.words)
            if giveaway
            else frozenset(),
            broken=frozenset(self._names()) - frozenset(shapes) - frozenset(f"tips/{name}" for name in tips),
            languages=tuple(folder.name for folder in languages_in(self.content)),
        )
        check_flows(shapes, known)
        self._check_menus(known)
        for name, (source, one) in shapes.items():
            check_talks(name, one, source, known)
        routes = self._routes(known)
        overlays = {
            name: self._overlay(f"flows/{name}", pieces_in(name, one, source)) for name, (source, one) in shapes.items()
        }
        self._check_overlays()
        originals = approvals.own(self.pieces)
        self._read_approvals(originals)
        whole = not self._errors()  # what only reads badly is a book all the same, of which more can be told
        for piece in self.pieces:
            check_piece(piece, known)
        check_fit(shapes, known, self.pieces, directory.contacts if directory else {})
        if not (variables and categories and directory and whole):
            return None
        return Book(
            flows={name: flow_of(name, one, source, overlays[name]) for name, (source, one) in shapes.items()},
            variables={
                name: Variable(name, one.privacy, one.keep, one.sets, one.consent, one.counted)
                for name, one in variables.variables.items()
            },
            tips=tips,
            directory={name: contact_of(name, one) for name, one in directory.contacts.items()},
            routes=routes,
            replies=replies,
            categories=categories.categories,
            groups=categories.groups,
            scheme=categories.version,
            problems=tuple(one for source in self.sources for one in source.problems),
            media=media or {},
            topics=topics,
            written=tuple(approvals.written(originals, self.approvals, self.today)),
            events=events,
            samples=samples,
            giveaway=known.giveaway,
        )

    def _read_approvals(self, originals: Mapping[str, Piece]) -> None:
        """There need not be any. Where a file of texts is broken, nobody is told of what is missing."""
        path = self.content / approvals.FILE
        if not path.exists() or not any(line.partition("#")[0].strip() for line in _lines(path)):
            return
        source, one = self.shaped(path, ApprovalsIn)
        if one is not None:
            self.approvals = one
            if not self._errors():
                approvals.check_approvals(source, one, originals, self.today)

    def _check_menus(self, known: Known) -> None:
        """Every topic is found by browsing, too."""
        sources = {source.path: source for source in self.sources}
        for name in in_no_menu(known.flows.values(), known.topics) if known.whole else ():
            sources[shown(self._topic_file(known.topics[name]))].problem((), "F178", name=name)

    def _topic_file(self, topic: Topic) -> Path:
        return self.content / "topics" / topic.folder / f"{topic.name}.md"

    def _errors(self) -> bool:
        return any(one.severity == "error" for source in self.sources for one in source.problems)

    def _names(self) -> Iterable[str]:
        """Every flow and tip that has a file."""
        yield from (path.relative_to(self.flows).with_suffix("").as_posix() for path in self.flows.rglob("*.yaml"))
        yield from (f"tips/{path.stem}" for path in (self.content / "tips").glob("*.md"))

    def _check_overlays(self) -> None:
        """A translation that no file asked for is a name written wrong; one of a broken file is left alone."""
        read_flows = {source.path for source in self.sources if source.data is not None}
        for path in sorted(self.overlays):
            source = Source(shown(path))
            name = path.relative_to(self.content).as_posix().split("/", 1)[1]
            own = self.flows / name.removeprefix("flows/")
            if not own.exists() or shown(own) in read_flows:
                source.problem((), "F173")
            self.sources.append(source)

    def _flows(self, topics: Mapping[str, Topic]) -> dict[str, tuple[Source, FlowIn]]:
        found: dict[str, tuple[Source, FlowIn]] = {}
        for path in sorted(self.flows.rglob("*.yaml")):
            name = path.relative_to(self.flows).with_suffix("").as_posix()
            if name == "variables":
                continue
            source, one = self.shaped(path, FlowIn)
            if one is not None:
                found[name] = (source, with_topics(one, topics))
        needed = (*NEEDED, *sorted({one.flow for one in topics.values()}))
        missing = [name for name in needed if name not in found and not (self.flows / f"{name}.yaml").exists()]
        if missing and self.sources:
            self.sources[0].problems += [problem((shown(self.flows), 1, 1), "F114", name=name) for name in missing]
        return found

    def _replies(self) -> dict[str, Text]:
        found: dict[str, str | VariedIn] = {}
        pieces: list[Piece] = []
        whole = True
        paths = sorted((self.content / "replies").glob("*.yaml"))
        for path in paths:
            source, one = self.shaped(path, RepliesIn)
            whole = whole and one is not None
            for key, text in one.replies.items() if one else ():
                if key in found:
                    source.problem(("replies", key), "F116", name=key)
                found[key] = text
                pieces += _pieces(key, text, source, ("replies", key), role=REPLY, reader="anyone")
        if whole:
            place = (shown(paths[0] if paths else self.content), 1, 1)
            self.sources[0].problems += [problem(place, "F118", name=key) for key in REPLIES if key not in found]
        overlay = self._overlay("replies", pieces)
        return {key: varied(key, one, overlay) for key, one in found.items()}

    def _media(self) -> dict[str, Media] | None:
        """Pictures and sounds, which there need not be any of; None when their file is broken."""
        path = self.content / "media.yaml"
        if not path.exists():
            return {}
        source, one = self.shaped(path, MediaIn)
        if one is None:
            return None
        for name, item in one.media.items():
            if not (self.content / "media" / item.file).is_file():
                source.problem(("media", name, "file"), "F149", name=item.file)
        pieces = [
            Piece(f"media/{name}", item.text, source, ("media", name, "text"), REPLY, "anyone")
            for name, item in one.media.items()
        ]
        overlay = self._overlay("media", pieces)
        texts = {piece.id: text_of(piece.id, piece.text, overlay) for piece in pieces}
        return {name: Media(name, item.file, texts[f"media/{name}"]) for name, item in one.media.items()}

    def _events(self) -> tuple[Mapping[str, Event], Mapping[str, Event]]:
        """Classes, and those of which examples tell; there need not be any."""
        path = self.content / "kegiatan.yaml"
        source, one = self.shaped(path, EventsIn) if path.exists() else (None, None)
        if source is None or one is None:
            return {}, {}
        for name, event in one.events.items():
            if self.today and event.day < self.today:
                source.problem(("events", name), "F155", name=name)
            for key in ("title", "place"):
                where = ("events", name, key)
                self.pieces.append(Piece(f"events/{name}/{key}", getattr(event, key), source, where, REPLY, "parent"))
        return _events_of(one.events), _events_of(one.examples)

    def _routes(self, known: Known) -> tuple[Route, ...]:
        source, one = self.shaped(self.content / "aman" / "rute.yaml", RoutesIn)
        routes = one.routes if one else []
        pieces = [
            piece
            for number, route in enumerate(routes)
            for piece in _pieces(
                f"aman/rute/{number}",
                route.line,
                source,
                ("routes", number, "line"),
                role=LINE,
                reader=_read_by(route.readers),
            )
        ]
        overlay = self._overlay("aman/rute", pieces)
        for number, route in enumerate(routes):
            for contact in route.contacts:
                if lacks(known.contacts, contact):
                    place = ("routes", number, "contacts")
                    source.problem(place, "F128", name=contact, near=near_to(contact, known.contacts))
        if one is not None and (not routes or _narrow(routes[-1])):
            source.problem(("routes",), "F117")
        return tuple(
            Route(
                frozenset(route.kinds),
                frozenset(route.readers),
                frozenset(route.levels),
                route.others,
                varied(f"aman/rute/{number}", route.line, overlay),
                tuple(route.contacts),
                tuple(route.advice),
            )
            for number, route in enumerate(routes)
        )

    def _tips(self) -> Iterable[tuple[str, Tip]]:
        for path in sorted((self.content / "tips").glob("*.md")):
            source, tip, pieces = read_tip(path.stem, shown(path), path.read_bytes())
            self.sources.append(source)
            if tip:
                yield path.stem, translated(tip, self._overlay(f"tips/{path.stem}", pieces))
                continue
            self.pieces += pieces
            self.overlays -= {folder / "tips" / f"{path.stem}.yaml" for folder in languages_in(self.content)}

    def _topics(self, categories: Collection[str] | None) -> dict[str, Topic]:
        """By their names, of which there is one each in all folders."""
        found: dict[str, Topic] = {}
        for path in sorted((self.content / "topics").glob("*/*.md")):
            source, topic, pieces = read_topic(path.parent.name, path.stem, shown(path), path.read_bytes())
            self.sources.append(source)
            self.pieces += pieces
            if topic and topic.name in found:
                source.problem((), "F177", name=topic.name, folder=found[topic.name].folder)
            elif topic:
                found[topic.name] = topic
                if lacks(categories, topic.category):
                    source.problem(("category",), "F111", name=topic.category, near=near_to(topic.category, categories))
        return found


def _pieces(name: str, one: str | VariedIn, source: Source, path: Where, *, role: str, reader: str) -> Iterable[Piece]:
    """A text that stands in no flow, its variants, and what is wrong with them."""
    if isinstance(one, VariedIn):
        check_variants(path, one, source)
    return pieces_of(name, one, source, path, role=role, reader=reader)


def _narrow(route: RouteIn) -> bool:
    return bool(route.kinds or route.readers or route.levels or route.others)


def _read_by(readers: Collection[str]) -> str:
    return "parent" if set(readers) == {"parent"} else "anyone"


def contact_of(name: str, one: ContactIn) -> Contact:
    return Contact(id=name, **{**one.model_dump(), "districts": tuple(one.districts)})


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def _events_of(found: Mapping[str, EventIn]) -> Mapping[str, Event]:
    return {name: Event(name, **one.model_dump()) for name, one in found.items()}
