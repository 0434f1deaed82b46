"""The topic finder: which topics or flows a text is about, best first, and whether one of them is certain.

Laws
1. Only what is for this reader. Of somebody unknown who writes "aku" we do not guess that they are a parent: what is
   for parents may be offered to them, and is never taken for certain.
2. A wrong tip is worse than a question: a topic is certain when its words weigh enough, when they are enough of what
   was said, and when no other weighs nearly as much; or when all that was written is one
   of its phrases and no other's, or is its title.
3. What is likely is right three times out of five, or oftener (tests/finder): its tip is told at once, with the others
   to press; of what is delicate nothing is told on a guess.
4. The words of a book are weighed once (topic_words.py); a turn adds up. Same book, same text, same answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from bot.engine.spelling import plain
from bot.engine.stems import once, pieces
from bot.engine.topic_words import LONGEST, Index, Lead, Weights, index_of, pairs, read, spelt
from bot.flow.book import Book
from bot.model.conversation import Reader

MOST_WORDS = 60
"""Words of a text that are weighed: what a message is about stands in its first lines."""
MOST, MOST_NEAR = 5, 3
"""How many are told when somebody asks what a text may be about; how many are offered."""
CERTAIN, COVERS, CLEAR = 4.0, 0.4, 1.25
"""What a topic weighs that is certain, times the part of what was said that it holds; that part, at the least; and how
many times as much as the next it weighs."""
FOR_WHOM = 1.5
"""The same of what is for a parent beside what is for a child, while nothing tells who writes."""
CALLED, BY_A_WORD = 0.75, 1.05
"""How many times as much as any other a topic weighs that is certain because all that was said is how it is called; and
by a single word."""
LIKELY, HOLDS, LIKELIER = 2.5, 0.2, 1.1
"""The same three as of a certain one, of what is likely."""
DELICATE = (
    "missing.", "sexuality.", "violence.", "safety.", "health.pregnancy", "health.reproductive", "mental.attempt",
    "mental.selfharm", "mental.suicidal",
)  # fmt: skip
PLAIN = "violence.bullying"
"""Codes of what is not told on a guess (content/categories.yaml), beside every topic of danger; and one that is."""
NEAR, NEARLY, BESIDE = 1.5, 0.3, 0.6
"""The same of a topic that is offered; and what part of the best one's weight those beside it have."""

_FIRST_PERSON = re.compile(r"\b(?:aku|ak|aq|gue|gw|gua|ku|(?!buku|suku|paku|kaku|beku|saku|siku|pelaku)[a-z]{2,}ku)\b")
"""Somebody who speaks of themselves the way friends do: more often a child than not."""
_TOO_YOUNG = ("0-1", "2-3", "4-6")
_OF_A_CHILD = frozenset({
    "anak", "ank", "anaknya", "anake", "anak2", "bayi", "bayinya", "balita", "cucu", "bujang", "putra", "putri",
})  # fmt: skip
"""Words for a child that children seldom use of themselves."""


class Found(NamedTuple):
    """A lead, what it weighs, and the words of the text that say so."""

    lead: Lead
    score: float
    words: tuple[str, ...]


def topic_in(book: Book, text: str, reader: Reader, age_band: str = "") -> Found | None:
    """What a text is about, where it is certain."""
    return topic_of(book, plain(text), reader, age_band)


def topic_of(book: Book, said: str, reader: Reader, age_band: str = "") -> Found | None:
    """The same, of a plain text."""
    weighed = _weighed(book, said, reader, age_band)
    if (called := weighed.titled()) is not None or (called := weighed.called()) is not None:
        return weighed.found(*called)
    return weighed.found(*weighed.best[0]) if weighed.clear() else None


def ranked(book: Book, text: str, reader: Reader, age_band: str = "") -> list[Found]:
    """What a text may be about, best first."""
    weighed = _weighed(book, plain(text), reader, age_band)
    return [weighed.found(*one) for one in weighed.best]


def near_in(book: Book, text: str, reader: Reader, age_band: str = "") -> list[Found]:
    """The few that a text may be about, best first, where none is certain; or none at all."""
    return _near(_weighed(book, plain(text), reader, age_band))


def likely_in(book: Book, text: str, reader: Reader, age_band: str = "") -> tuple[list[Found], bool]:
    """The same, and is the first of them likely enough to be told at once?"""
    weighed = _weighed(book, plain(text), reader, age_band)
    found = _near(weighed)
    return found, bool(found) and weighed.likely() and not _delicate(book, found[0].lead)


def _near(weighed: "_Weighed") -> list[Found]:
    if not weighed.holds(NEAR, NEARLY):
        return []
    least = weighed.best[0][0] * BESIDE
    return [weighed.found(*one) for one in weighed.best[:MOST_NEAR] if one[0] >= least]


def _delicate(book: Book, lead: Lead) -> bool:
    topic, flow = book.topics.get(lead.topic), book.flows[lead.flow]
    if topic is not None and topic.grave:
        return True
    category = topic.category if topic else flow.category
    return category.startswith(DELICATE) and category != PLAIN


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What was said. `guess`: whom it would be a guess to take the reader for; `scores`: what each entry weighs;
    `best`: what those weigh that weigh most, and their numbers."""

    index: Index
    said: str
    stems: tuple[str, ...]
    words: tuple[str, ...]
    guess: Reader | None
    scores: tuple[float, ...]
    best: tuple[tuple[float, int], ...]

    def called(self) -> tuple[float, int] | None:
        """The one that is called so, or says so of itself, by all that was said; None where two are, or where others
        weigh too much for it."""
        named = [one for one in self.index.called.get(self.words, ()) if self._may_be(one)]
        if len(named) != 1:
            return None
        score = self.scores[named[0]]
        others = max((other for other, number in self.best if number != named[0]), default=0.0)
        wanted = others * CALLED if len(self.words) > 1 else max(others * BY_A_WORD, CERTAIN)
        return (score, named[0]) if score >= wanted else None

    def titled(self) -> tuple[float, int] | None:
        """The one whose title is all that was said, whoever says so; None where two have it."""
        named = [one for one in self.index.titled.get(self.said, ()) if self.scores[one] > 0]
        return (self.scores[named[0]], named[0]) if len(named) == 1 else None

    def clear(self) -> bool:
        """Is the best one certain by its weight?"""
        return self._first(CLEAR, FOR_WHOM) and self.holds(CERTAIN, COVERS)

    def likely(self) -> bool:
        """Is it the best one more often than not?"""
        return self._first(LIKELIER, CLEAR) and self.holds(LIKELY, HOLDS)

    def _first(self, times: float, for_whom: float) -> bool:
        """Is the best one for this reader, and does it weigh so many times as much as any other? `for_whom`: as one for
        the child beside one for the parent, where somebody unknown may be either."""
        if not self.best or not self._may_be(self.best[0][1]):
            return False
        (first, number), *others = self.best
        return all(first >= score * (for_whom if self._apart(number, other) else times) for score, other in others)

    def _apart(self, number: int, other: int) -> bool:
        """Is one for a parent and the other for a child, and nothing tells who writes?"""
        readers = {self.index.entries[number].reader, self.index.entries[other].reader}
        return readers == {Reader.PARENT, Reader.CHILD} and self.guess is None

    def _may_be(self, number: int) -> bool:
        """Is it for this reader, as far as we know them (law 1)?"""
        return self.scores[number] > 0 and (self.guess is None or self.index.entries[number].reader is not self.guess)

    def holds(self, least: float, part: float) -> bool:
        """Does the best one weigh so much for what it holds of what was said, and hold so large a part of it? A long
        text has a word of any topic by chance."""
        if not self.best:
            return False
        (score, number), index = self.best[0], self.index
        held, mine, all_ = index.holds[number], 0.0, 0.0
        for one in dict.fromkeys(self.stems):
            rare = index.rare.get(one, index.unheard)
            all_ += rare
            mine += rare if one in held else 0.0
        return mine > 0 and mine >= part * all_ and score * mine >= least * all_

    def found(self, score: float, number: int) -> Found:
        """With the words that led there."""
        held = self.index.holds[number]
        words = (raw for raw in pieces(self.said)[:MOST_WORDS] if not held.isdisjoint(read(self.index, raw)))
        return Found(self.index.entries[number].lead, score, tuple(dict.fromkeys(words)))


def _weighed(book: Book, said: str, reader: Reader, age_band: str) -> _Weighed:
    index = index_of(book)
    stems, words = tuple(_stems(index, said)), spelt(index, said)
    weighed = [0.0] * len(index.entries)
    for weights in _weights(index, stems, words):
        for number, weight in weights:
            weighed[number] += weight
    guess = _guess(said, age_band) if reader is Reader.UNKNOWN else None
    scores = tuple(map(mul, weighed, index.suits[reader, guess, age_band]))
    left = list(scores)
    best: list[tuple[float, int]] = []
    while len(best) < MOST and (top := max(left, default=0.0)) > 0:
        number = left.index(top)
        best.append((top, number))
        left[number] = 0.0
    return _Weighed(index, said, stems, words, guess, scores, tuple(best))


def _guess(said: str, age_band: str) -> Reader | None:
    """Whom it would be a guess to take somebody for who did not say who they are. Nobody writes at four."""
    if age_band in _TOO_YOUNG:
        return Reader.CHILD
    if _FIRST_PERSON.search(said):
        return Reader.PARENT
    return Reader.CHILD if not _OF_A_CHILD.isdisjoint(said.split()) else None


def _stems(index: Index, said: str) -> Iterator[str]:
    """The stems of a plain text in order."""
    known = index.known
    return once(one for raw in pieces(said)[:MOST_WORDS] for one in (known[raw] if raw in known else read(index, raw)))


def _weights(index: Index, stems: Sequence[str], words: Sequence[str]) -> Iterator[Weights]:
    """What each stem weighs, once; each two that stand near one another; and each phrase that is there as a whole."""
    for one in dict.fromkeys(stems):
        if weights := index.alone.get(one):
            yield weights
    for two in dict.fromkeys(pairs(stems)):
        if weights := index.pairs.get(two):
            yield weights
    for run in dict.fromkeys(_runs(words)):
        if weights := index.whole.get(run):
            yield weights


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Words in a row."""
    for length in range(1, LONGEST + 1):
        for start in range(len(words) - length + 1):
            yield tuple(words[start : start + length])
