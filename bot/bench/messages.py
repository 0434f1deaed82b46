"""Labelled messages to measure the ear by (tests/ear)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

UNTOUCHED = Path("tests/ear/untouched.csv")
"""From the folder of the project: the messages that nothing was tuned on."""


class Message(NamedTuple):
    """`level`: none, concern, high or imminent; `speaker`: child, teen, parent or other; `language`: id, bjn, jv, su,
    bug, en or mix."""

    level: str
    kind: str
    speaker: str
    language: str
    text: str


def read(path: Path) -> list[Message]:
    """Raises OSError."""
    return list(_rows(path))


def _rows(path: Path) -> Iterator[Message]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from (Message(**row) for row in csv.DictReader(file))
