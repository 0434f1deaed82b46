"""Single words that were worked out lately, so that a word that nobody listed is not worked out at each of its uses.

Why that is harmless: of a text nothing else is remembered, and of a word neither who wrote it, when, nor beside what.
Each has the place that its hash gives it, another one in every process, so that no two words of a text stand together;
the next word that falls there takes it. Only short words of plain letters are kept, so no number and no address. A name
may be among them, and says no more than that somebody wrote it. They stay in the memory of the process and end with it.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

PLACES = 1 << 12
LONGEST = 24
"""Letters of a word that is kept."""

Made = TypeVar("Made")


class Lately(Generic[Made]):
    """What `make` makes of a word, which has to be the same each time. It may be shared by threads: a place is read and
    written at once."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        self._make = make
        self._kept: list[tuple[str, Made] | None] = [None] * PLACES

    def of(self, word: str) -> Made:
        place = hash(word) % PLACES
        kept = self._kept[place]
        if kept is not None and kept[0] == word:
            return kept[1]
        made = self._make(word)
        if len(word) <= LONGEST and word.isascii() and word.isalpha():
            self._kept[place] = (word, made)
        return made
