"""What words stand for (content/risk/makna.yaml): the same in every language, so that a word which was never met in a
message counts like its neighbours.

Laws
1. A text is heard as the concepts in it: each, each two of them, and each two whose words follow one another.
2. A word with everyday affixes stands for what its root does, where it is not named itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

MOST = 256
"""Concepts: the place of two of them is a number of two bytes."""
ROOM = 2 * MOST * MOST
"""Places: of concepts and of two in any order; behind them of two in a row."""
Ids = tuple[int, ...]
"""Numbers of concepts, in order."""
_ENDINGS = ("nya", "ku", "mu", "kan", "in", "an", "lah", "e", "ne", "na", "i", "s", "ing", "ed")
_BEGINNINGS = ("di", "ke", "ter", "ber", "nge", "ng", "me", "ku", "se", "ka", "pa")
_ROOT = 4
"""Letters that a root has at least."""


class Concepts:
    """Immutable after it is made. `names`: in the order of their numbers; a concept that is not among them is unknown
    to the scorer until it is made again."""

    def __init__(self, names: Sequence[str], words: Mapping[str, Sequence[str]]) -> None:
        numbers = {name: number for number, name in enumerate(names)}
        self._words: dict[str, Ids] = {
            word: tuple(sorted({numbers[name] for name in told if name in numbers})) for word, told in words.items()
        }

    def of(self, word: str) -> Ids:
        found = self._words.get(word)
        if found is not None:
            return found
        return next((self._words[root] for root in _roots(word) if root in self._words), ())


def _roots(word: str) -> Iterator[str]:
    bare: list[str] = []
    if word.endswith(_ENDINGS):
        bare = [word[: -len(one)] for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= _ROOT]
        yield from bare
    if word.startswith(_BEGINNINGS):
        for whole in (word, *bare):
            for one in _BEGINNINGS:
                if whole.startswith(one) and len(whole) - len(one) >= _ROOT:
                    yield whole[len(one) :]


def present(meant: Sequence[Ids]) -> list[int]:
    """The concepts of a text."""
    found: set[int] = set()
    return sorted(found.union(*meant))


def rows_of(meant: Sequence[Ids]) -> set[int]:
    """The places of two concepts whose words follow one another, words that stand for nothing left out."""
    told = [ids for ids in meant if ids]
    return {(MOST + one) * MOST + other for first, then in pairwise(told) for one in first for other in then}


def places(meant: Sequence[Ids]) -> list[int]:
    """Every place of a text."""
    there = present(meant)
    both = [one * MOST + other for number, one in enumerate(there) for other in there[number:]]
    return [*both, *sorted(rows_of(meant))]
