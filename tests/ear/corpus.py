"""The messages to make and to measure the ear by (README.md here)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
TUNED, UNTOUCHED = HERE / "tuned.csv", HERE / "untouched.csv"


class Message(NamedTuple):
    level: str
    kind: str
    speaker: str
    language: str
    text: str


def read(path: Path) -> list[Message]:
    return list(_rows(path))


def _rows(path: Path) -> Iterator[Message]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from (Message(**row) for row in csv.DictReader(file))
