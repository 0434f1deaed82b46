"""The work behind `draw`: reads the flows, gives or writes their pictures, and the list of all texts."""

from collections.abc import Iterable
from pathlib import Path

from bot.config import Config
from bot.engine import ticket_life
from bot.errors import Broken
from bot.flow import inventory
from bot.flow.book import Book
from bot.flow.draw import drawn, page, pictures
from bot.flow.shelf import Shelf
from bot.flow.svg import MADE

FOLDER = "flows"
"""Of the pictures, beside the page that shows them."""
PAGE = "pictures.md"
TEXTS = "content.md"
"""Every text that families read, as a table."""
LIFE = "ticket-life.md"
"""The life of a ticket, drawn from its machine."""


def book_of(config: Config) -> Book:
    """The flows as they are written, also where a path in them is not safe: whoever mends it needs to see it. Raises
    Broken with every problem that leaves nothing to draw."""
    shelf = Shelf(config.folder / config.flows, config.folder / config.content)
    book = shelf.book()
    if book is None:
        raise Broken(sorted(one for source in shelf.sources for one in source.problems if one.severity == "error"))
    return book


def draw(config: Config, flow: str, form: str) -> str:
    """One flow, or the whole book for "". Raises Misuse for a flow that is not there."""
    return drawn(book_of(config), flow, form)


def renew(config: Config, docs: Path) -> Iterable[str]:
    """Write every picture, the page that shows them, and the list of texts; names what changed. A picture
    of a flow that is gone goes."""
    wanted = gallery(book_of(config), docs)
    for path in sorted((docs / FOLDER).glob("*.svg")):
        if path not in wanted and MADE in path.read_text(encoding="utf-8"):
            path.unlink()
            yield f"- {path}"
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            yield f"{path}"


def gallery(book: Book, docs: Path) -> dict[Path, str]:
    """Every file that `renew` writes, with what stands in it."""
    shown = docs / PAGE
    head = shown.read_text(encoding="utf-8") if shown.exists() else "# Pictures of the flows\n\n"
    return {
        shown: page(book, head, FOLDER),
        docs / TEXTS: inventory.page(book),
        docs / LIFE: ticket_life.page(),
        **{docs / FOLDER / name: text for name, text in pictures(book).items()},
    }
