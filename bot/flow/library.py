"""All files of flows/ and content/ become one Book; or all their problems at once."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bot.errors import Broken, Problem
from bot.flow.book import Book, Contact, Route, Text, Tip, Variable
from bot.flow.check import Known, check_flow, check_words
from bot.flow.compile import READERS, Overlay, flow_of, text_of
from bot.flow.schema import (
    CategoriesIn,
    DirectoryIn,
    FlowIn,
    OverlayIn,
    RepliesIn,
    RoutesIn,
    TipIn,
    VariablesIn,
    WordsIn,
    shaped,
)
from bot.flow.source import Source, read

Model = TypeVar("Model", bound=BaseModel)
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
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


def load(flows: Path, content: Path) -> Book:
    """The book. Raises Broken with every problem of every file."""
    book, found = _read(flows, content)
    errors = [one for one in found if one.severity == "error"]
    if errors or book is None:
        raise Broken(sorted(errors))
    return book


def problems(flows: Path, content: Path) -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful, without raising."""
    return tuple(sorted(_read(flows, content)[1]))


def _read(flows: Path, content: Path) -> tuple[Book | None, list[Problem]]:
    shelf = Shelf(flows, content)
    book = shelf.book()
    return book, [one for source in shelf.sources for one in source.problems]


class Shelf:
    """The files of one reading."""

    def __init__(self, flows: Path, content: Path) -> None:
        self.flows, self.content = flows, content
        self.sources: list[Source] = []

    def _open(self, path: Path) -> Source:
        """The file as a source; one that is absent is a problem of its own."""
        try:
            source = read(_shown(path), path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            source = Source(_shown(path))
            source.problems.append(Problem(_shown(path), 1, 1, "F100", f"cannot be read: {type(error).__name__}"))
        self.sources.append(source)
        return source

    def _shaped(self, path: Path, model: type[Model]) -> tuple[Source, Model | None]:
        source = self._open(path)
        return source, shaped(source, model) if source.data is not None else None

    def _overlay(self, name: str) -> Overlay:
        """Translations of one file, by language: content/en/NAME.yaml."""
        found: dict[str, Mapping[str, str]] = {}
        for folder in sorted(one for one in self.content.glob("??") if one.is_dir()):
            path = folder / f"{name}.yaml"
            if path.exists():
                _, one = self._shaped(path, OverlayIn)
                found[folder.name] = one.texts if one else {}
        return found

    def book(self) -> Book | None:
        """Read everything; None when a file lacks its shape."""
        _, variables = self._shaped(self.flows / "variables.yaml", VariablesIn)
        _, categories = self._shaped(self.content / "categories.yaml", CategoriesIn)
        giveaway_file = self.content / "giveaway.yaml"
        giveaway = self._shaped(giveaway_file, WordsIn)[1] if giveaway_file.exists() else None
        _, directory = self._shaped(self.content / "directory.yaml", DirectoryIn)
        tips = dict(self._tips())
        replies = self._replies()
        shapes = self._flows()
        known = Known(
            flows={name: one for name, (_, one) in shapes.items()},
            tips=tips,
            contacts=frozenset(directory.contacts) if directory else frozenset(),
            variables=frozenset(variables.variables) if variables else frozenset(),
            categories=frozenset(categories.categories) if categories else frozenset(),
            giveaway=frozenset(word.casefold() for word in giveaway.words) if giveaway else frozenset(),
        )
        for name, (source, one) in shapes.items():
            check_flow(name, one, source, known)
        self._check_commands(shapes)
        routes = self._routes(known)
        if not (variables and categories and directory) or any(one.problems for one in self.sources):
            return None
        return Book(
            flows={
                name: flow_of(name, one, src, self._overlay(f"flows/{name}")) for name, (src, one) in shapes.items()
            },
            variables={
                name: Variable(name, one.privacy, one.keep, one.sets) for name, one in variables.variables.items()
            },
            tips=tips,
            directory={name: _contact(name, one) for name, one in directory.contacts.items()},
            routes=routes,
            replies=replies,
            categories=categories.categories,
        )

    def _flows(self) -> dict[str, tuple[Source, FlowIn]]:
        found: dict[str, tuple[Source, FlowIn]] = {}
        for path in sorted(self.flows.rglob("*.yaml")):
            name = path.relative_to(self.flows).with_suffix("").as_posix()
            if name == "variables":
                continue
            source, one = self._shaped(path, FlowIn)
            if one is not None:
                found[name] = (source, one)
        missing = [name for name in NEEDED if name not in found and not (self.flows / f"{name}.yaml").exists()]
        if missing and self.sources:
            where = self.sources[0]
            where.problems += [
                Problem(_shown(self.flows), 1, 1, "F114", f"flow {name!r} is missing") for name in missing
            ]
        return found

    def _check_commands(self, shapes: Mapping[str, tuple[Source, FlowIn]]) -> None:
        seen: dict[str, str] = {}
        for name, (source, one) in shapes.items():
            for word in one.words:
                if word.casefold() in seen:
                    source.problem(("words",), "F115", f"{word!r} is already a command of {seen[word.casefold()]!r}")
                seen[word.casefold()] = name

    def _replies(self) -> dict[str, Text]:
        found: dict[str, Text] = {}
        overlay = self._overlay("replies")
        for path in sorted((self.content / "replies").glob("*.yaml")):
            source, one = self._shaped(path, RepliesIn)
            for key, text in one.replies.items() if one else ():
                if key in found:
                    source.problem(("replies", key), "F116", f"reply {key!r} stands in another file too")
                found[key] = text_of(key, text, overlay)
        return found

    def _routes(self, known: Known) -> tuple[Route, ...]:
        source, one = self._shaped(self.content / "aman" / "rute.yaml", RoutesIn)
        found = []
        for number, route in enumerate(one.routes if one else ()):
            for contact in route.contacts:
                if contact not in known.contacts:
                    source.problem(("routes", number, "contacts"), "F128", f"there is no contact {contact!r}")
            check_words(("routes", number, "line"), route.line, source, known, hide=True)
            line = text_of(f"aman/rute/{number}", route.line, self._overlay("aman/rute"))
            parts = (frozenset(route.kinds), frozenset(route.readers), frozenset(route.levels))
            found.append(Route(*parts, line, tuple(route.contacts)))
        if one is not None and (
            not one.routes or one.routes[-1].kinds or one.routes[-1].readers or one.routes[-1].levels
        ):
            source.problem(("routes",), "F117", "the last route fits everyone: no kinds, readers or levels")
        return tuple(found)

    def _tips(self) -> Iterable[tuple[str, Tip]]:
        for path in sorted((self.content / "tips").glob("*.md")):
            source = Source(_shown(path))
            self.sources.append(source)
            text = path.read_text(encoding="utf-8")
            front = _FRONT.match(text)
            if not front:
                source.problem((), "F170", "a tip begins with --- title, for, source, draft ---")
                continue
            head = read(source.path, front.group(1))
            source.problems += head.problems
            head.problems = source.problems
            one = shaped(head, TipIn)
            if one is None:
                continue
            parts = _parts(path.stem, text[front.end() :], source)
            yield path.stem, Tip(path.stem, one.title, READERS[one.reader], parts, one.source, one.draft)


def _parts(name: str, text: str, source: Source) -> dict[str, tuple[Text, ...]]:
    """`## all` and `## 2-3`: one paragraph, one bubble."""
    parts: dict[str, tuple[Text, ...]] = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        band, _, body = section.partition("\n")
        bubbles = [" ".join(one.split()) for one in body.split("\n\n") if one.strip()]
        if any(len(one) > 240 for one in bubbles) or not 1 <= len(bubbles) <= 2:
            source.problem((), "F171", f"part {band.strip()!r}: one or two paragraphs of at most 240 letters")
        known = Known({}, {}, frozenset(), frozenset(), frozenset(), frozenset())
        for one in bubbles:
            check_words((), one, source, known, hide=False)
        parts[band.strip()] = tuple(
            Text(f"tips/{name}/{band.strip()}/{n}", {"id": one}) for n, one in enumerate(bubbles)
        )
    if not parts:
        source.problem((), "F170", "a tip has at least one part, for example '## all'")
    return parts


def _contact(name: str, one: object) -> Contact:
    fields = {key: getattr(one, key) for key in ("name", "how", "number", "confidence", "source", "seen", "note")}
    return Contact(id=name, everyone=one.everyone, districts=tuple(one.districts), **fields)  # type: ignore[attr-defined]  # a ContactIn


def _shown(path: Path) -> str:
    """As a person would type it: relative to where they stand."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
