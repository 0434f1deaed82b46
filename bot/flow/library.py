"""All files of flows/ and content/ become one Book; or all their problems at once."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.errors import Broken, Problem
from bot.flow.book import Book, Contact
from bot.flow.kept import Kept, shown, undisturbed
from bot.flow.overlays import refreshed
from bot.flow.proof import prove
from bot.flow.schema import (
    DirectoryIn,
    OverlayIn,
)
from bot.flow.shelf import Shelf, contact_of


def load(flows: Path, content: Path, today: date | None = None) -> Book:
    """The book; with a day, no decision of a later one counts. Raises Broken with every problem of every file."""
    return _BOOKS.get((flows, content), lambda: _loaded(flows, content, today), today)


_BOOKS: Kept[Book] = Kept()


def _loaded(flows: Path, content: Path, today: date | None) -> Book:
    book, found = read_all(flows, content, today)
    errors = [one for one in found if one.severity == "error"]
    if errors or book is None:
        raise Broken(errors)
    return book


def problems(flows: Path, content: Path) -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful, without raising."""
    return read_all(flows, content)[1]


def read_all(flows: Path, content: Path, today: date | None = None) -> tuple[Book | None, tuple[Problem, ...]]:
    """The book, None where no book can be made, and everything that is wrong or doubtful. A book with an error among
    its problems is not for use."""
    with undisturbed():
        shelf = Shelf(flows, content, today)
        book = shelf.book()
        found = [one for source in shelf.sources for one in source.problems]
        return book, tuple(sorted([*found, *(prove(book, shown(content)) if book else ())]))


def contacts(content: Path) -> Mapping[str, Contact]:
    """The directory alone. Raises Broken with every problem of its file."""
    source, one = Shelf(content, content).shaped(content / "directory.yaml", DirectoryIn)
    if one is None:
        raise Broken(sorted(source.problems))
    return {name: contact_of(name, contact) for name, contact in one.contacts.items()}


def read_again(flows: Path, content: Path, path: Path) -> str:
    """The text of a translation, with the marks of today's sources: somebody has read it again. Raises Broken when it
    is no translation, or when what it translates cannot be read: its marks would be lost."""
    shelf = Shelf(flows, content)
    shelf.book()
    source, one = shelf.shaped(path, OverlayIn)
    if one is None:
        raise Broken(source.problems)
    originals = {piece.id: piece for piece in shelf.pieces if piece.language == "id"}
    unread = [it for other in shelf.sources for it in other.problems if it.severity == "error"]
    if one.of.keys() - originals.keys() and (wrong := [it for it in unread if it.path != shown(path)]):
        raise Broken(wrong)
    return refreshed(path.read_text(encoding="utf-8"), one, originals)
