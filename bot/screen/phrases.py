"""Phrases of whole words, found in one walk over a text.

A phrase is words; `a/b` is one of them, `@group` one of a group's, `..` up to three words between. It has no other
magic. Phrases are kept by their first word, so that a walk costs one look-up a word and stays linear.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.flow.codes import Wrong
from bot.screen.normalise import Spelling, Words, words_of

GAP = ".."
_ANY = r"(?:[^ ]+ ){0,3}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a rule, from the word numbered `first` to the one numbered `last`."""

    rule: str
    first: int
    last: int


class Net:
    """Every phrase of every rule. Immutable after it is made."""

    def __init__(self, phrases: Mapping[str, Sequence["Phrase"]]) -> None:
        kept: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for rule, several in phrases.items():
            for phrase in several:
                for word in phrase.first:
                    kept.setdefault(word, []).append((phrase.found, rule))
        self._kept = {word: tuple(found) for word, found in kept.items()}

    def hits(self, words: Words) -> Iterator[Hit]:
        """In the order of their first words."""
        for number, word in enumerate(words.heard):
            for pattern, rule in self._kept.get(word, ()):
                found = pattern.match(words.joined, words.starts[number])
                if found:
                    yield Hit(rule, number, words.number_at(found.end() - 2))


@dataclass(frozen=True, slots=True)
class Phrase:
    """`found` matches in the joined words at the start of a word; `first` are the words it can begin with."""

    found: re.Pattern[str]
    first: frozenset[str]


def phrase_of(written: str, groups: Mapping[str, Sequence[str]], spelling: Mapping[str, str]) -> Phrase:
    """Evened out like a text, so that a phrase is written as people write. Raises Wrong."""
    parts = written.split()
    if not parts or parts[0] == GAP or parts[-1] == GAP:
        raise Wrong("R103")
    ways = [() if part == GAP else _ways(part, groups, spelling) for part in parts]
    pattern = "".join(rf"(?:{'|'.join(map(re.escape, way))}) " if way else _ANY for way in ways)
    return Phrase(re.compile(pattern), frozenset(way.split()[0] for way in ways[0]))


def _ways(part: str, groups: Mapping[str, Sequence[str]], spelling: Mapping[str, str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in part.split("/"):
        if one.startswith("@") and one[1:] not in groups:
            raise Wrong("R105", name=one)
        for word in groups[one[1:]] if one.startswith("@") else [one]:
            plain = " ".join(words_of(word, Spelling(spelling)).heard)
            if not plain:
                raise Wrong("R106", word=word)
            found[plain] = None
    return tuple(sorted(found, key=lambda way: (-len(way), way)))
