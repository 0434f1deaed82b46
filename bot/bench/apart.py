"""How often the topic finder names the right topic among its first three, on phrasings that nobody tuned to."""

import csv
from pathlib import Path

from bot.bench.tally import Tally
from bot.engine import understand
from bot.flow.book import Book
from bot.model.conversation import Reader

PHRASINGS = Path("tests/finder/phrasings.csv")
"""From the folder of the project: text, reader, topic."""
SHOWN = 3
READERS = {"child": Reader.CHILD, "parent": Reader.PARENT, "anyone": Reader.UNKNOWN}


def found(book: Book, path: Path) -> Tally | None:
    """None where the phrasings are not at hand."""
    if not path.is_file():
        return None
    tally = Tally()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told = understand.told_of(row["text"], READERS[row["reader"]])
            names = [one.lead.name for one in understand.ranked(book, row["text"], told.reader, told.age_band)[:SHOWN]]
            tally.count(row["topic"], right=row["topic"] in names, got=", ".join(names))
    return tally
