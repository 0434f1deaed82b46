"""How well the topic finder finds: `python -m tests.finder.report`. Only sums are printed.

phrasings.csv holds first messages as people write them, with who writes and the topic or flow that fits. They are kept
apart: nobody reads them while they change the finder or the words in `about`, or the sums would mean nothing.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.engine import understand
from bot.flow.book import Book
from bot.model.conversation import Reader
from tests.engine.minds import mind

APART = Path(__file__).with_name("phrasings.csv")
READERS = {"child": Reader.CHILD, "parent": Reader.PARENT, "anyone": Reader.UNKNOWN}
FIRST, SHOWN = "first", "in three"


@dataclass(frozen=True, slots=True)
class Opening:
    """A first message, who writes it, and the name of what fits."""

    text: str
    reader: str
    topic: str


@dataclass(frozen=True, slots=True)
class Sums:
    """How often, of all and by reader: the best was right, one of three was, one was taken for certain, and rightly;
    one that was not was likely enough to be told, and right."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def share(self, what: str, of: str, reader: str = "") -> float:
        return self.counts[what, reader] / max(1, self.counts[of, reader])


def openings(path: Path = APART) -> list[Opening]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Opening(row["text"], row["reader"], row["topic"]) for row in csv.DictReader(file)]


def measured(book: Book, rows: Iterable[Opening], *, known: bool) -> Sums:
    """`known`: it is known who writes, as after the first question; else their words must tell it."""
    sums = Sums()
    for row in rows:
        reader = READERS[row.reader] if known else Reader.UNKNOWN
        for what in ("all", *_outcome(book, row, reader)):
            sums.counts.update([(what, ""), (what, row.reader)])
    return sums


def _outcome(book: Book, row: Opening, reader: Reader) -> Iterator[str]:
    profile = understand.told_of(row.text, reader)
    names = [one.lead.name for one in understand.ranked(book, row.text, profile.reader, profile.age_band)]
    if row.topic in names[:1]:
        yield FIRST
    if row.topic in names[:3]:
        yield SHOWN
    if certain := understand.topic(book, row.text, profile.reader, profile.age_band):
        yield "certain"
        if certain.name == row.topic:
            yield "rightly"
    elif understand.likely(book, row.text, profile.reader, profile.age_band)[1]:
        yield "likely"
        if row.topic in names[:1]:
            yield "likely right"


def lines(sums: Sums) -> Iterator[str]:
    for reader in ("", *READERS):
        told = {
            "first": sums.share(FIRST, "all", reader),
            "in three": sums.share(SHOWN, "all", reader),
            "certain": sums.share("certain", "all", reader),
            "of these right": sums.share("rightly", "certain", reader),
            "told as likely": sums.share("likely", "all", reader),
            "right": sums.share("likely right", "likely", reader),
        }
        count = sums.counts["all", reader]
        yield f"  {reader or 'all':7} {count:4}  " + "  ".join(f"{name} {part:6.1%}" for name, part in told.items())


def main() -> None:
    for known, title in ((True, "who writes is known"), (False, "who writes is not known")):
        print(title)
        print("\n".join(lines(measured(mind().book, openings(), known=known))))


if __name__ == "__main__":
    main()
