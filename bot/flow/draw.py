"""`puspaga draw`: pictures of the flows, made from their machines, for docs/ and for whoever edits."""

from collections.abc import Mapping
from difflib import get_close_matches

from bot.errors import Misuse
from bot.flow.book import Book
from bot.flow.face import file_name
from bot.flow.mermaid import mermaid
from bot.flow.overview import of_book
from bot.flow.picture import Picture, of_flow
from bot.flow.svg import svg

BEGIN = "<!-- From here on written by `./run draw --docs`; change what stands above, or the flows. -->\n"


def drawn(book: Book, name: str, form: str) -> str:
    """One flow, or the whole book for "", as `mermaid` or `svg`. Raises Misuse for a flow that is not there."""
    picture = picture_of(book, name)
    return svg(picture) if form == "svg" else mermaid(picture)


def picture_of(book: Book, name: str) -> Picture:
    if not name:
        return of_book(book)
    if name not in book.flows:
        near = get_close_matches(name, [*book.flows, *(one.rpartition("/")[2] for one in book.flows)], 1)
        hint = f"; did you mean {_whole(book, near[0])!r}?" if near else ""
        raise Misuse(f"there is no flow {name!r}{hint}")
    return of_flow(book, name)


def _whole(book: Book, name: str) -> str:
    return next(one for one in book.flows if name in (one, one.rpartition("/")[2]))


def pictures(book: Book) -> Mapping[str, str]:
    """Every picture of docs/ as SVG by its file's name; they lead to each other."""
    return {file_name(name): svg(picture_of(book, name), links=True) for name in ("", *book.flows)}


def page(book: Book, head: str, folder: str) -> str:
    """docs/pictures.md: what people wrote above the mark, then every picture, with Mermaid's text of the whole book.

    `folder` is where the pictures lie as seen from the page.
    """
    parts = [head.partition(BEGIN)[0] + BEGIN]
    for name in ("", *sorted(book.flows)):
        picture = picture_of(book, name)
        title = f"`{name}`: {picture.title}" if name else picture.title
        parts.append(f"\n## {title}\n\n![{_alt(picture)}]({folder}/{file_name(name)})\n")
    return "".join(parts)


def _alt(picture: Picture) -> str:
    """What the picture is, for who does not see it; the SVG itself tells all of it in words."""
    what = f"{len(picture.cards)} keadaan" if picture.name else f"{len(picture.cards)} alur"
    return f"Gambar alur {picture.name or 'semua'}: {what}".replace("[", "(").replace("]", ")")
