"""A text as the ear compares it: words without case, accents, stretched letters and common misspellings, each with its
place in the original (code points). The original is never changed.

Laws
1. Marks nobody sees (zero-width, right-to-left, combining) and stars inside a word do not split it.
2. Letters with spaces between them ("b u n d i r") are one word; so are "di pukul" and "anak ku" where a rule knows the
   whole word.
3. A word said twice in a row ("pegang-pegang", "pegang2", "tolong tolong") is heard once.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_UNSEEN = "\u00ad\u0300-\u036f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_SPACED = r"(?<![^\W_])[^\W\d_](?:[ .\-*][^\W\d_](?![^\W_])){3,}"
_WORD = re.compile(rf"{_SPACED}|[^\W_](?:[^\W_]|[{_UNSEEN}]|['’`*](?=[^\W_]))*")
_NO_LETTER = re.compile(r"[^\w*]|_")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_LAST_TWICE = re.compile(r"([^\W\d_])\1+$")
_TWICE = re.compile(r"^([^\W\d_]{3,})2([^\W\d_]*)$")
_LEET = str.maketrans("014357", "oiaest")
_SENTENCE = frozenset(".,!?;:\n")
"""Marks over which a negation does not reach."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """`ways` maps how a word is written to how the rules write it; `whole` are words that people often split."""

    ways: Mapping[str, str] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """`joined` is every word with one space on either side; `starts` tells where each stands in it, `spans` where in
    the original; `fresh` are the numbers of words that begin a sentence or a part of one."""

    heard: tuple[str, ...]
    joined: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    fresh: frozenset[int]

    def number_at(self, place: int) -> int:
        """The number of the word that holds a place in `joined`."""
        return bisect_right(self.starts, place) - 1

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From the word numbered `first` to the one numbered `last`, in the original."""
        return self.spans[first][0], self.spans[last][1]


def words_of(text: str, spelling: Spelling) -> Words:
    """Linear in the length of the text."""
    heard: list[str] = []
    spans: list[tuple[int, int]] = []
    fresh: list[int] = []
    for word, span in _plain_words(text, spelling.ways):
        cut = bool(spans) and _cut(heard[-1], text[spans[-1][1] : span[0]], word)
        if heard and not cut and (whole := _whole(heard[-1], word, spelling.whole)):
            heard[-1], spans[-1] = whole, (spans[-1][0], span[1])
            continue
        if cut or not heard:
            fresh.append(len(heard))
        heard.append(word)
        spans.append(span)
    starts, place = [], 1
    for word in heard:
        starts.append(place)
        place += len(word) + 1
    return Words(tuple(heard), f" {' '.join(heard)} ", tuple(starts), tuple(spans), frozenset(fresh))


def _cut(before: str, between: str, word: str) -> bool:
    """A sentence or a part of one begins; not inside 09.00 or 7,5."""
    return not _SENTENCE.isdisjoint(between) and not (before.isdigit() and word.isdigit())


def _plain_words(text: str, ways: Mapping[str, str]) -> Iterator[tuple[str, tuple[int, int]]]:
    known: dict[str, list[str]] = {}
    for found in _WORD.finditer(text):
        raw = found.group()
        if raw not in known:
            known[raw] = plain_word(raw, ways).split()
        for part in known[raw]:
            yield part, found.span()


def _whole(before: str, word: str, known: frozenset[str]) -> str:
    """The one word that two are, or nothing."""
    if before == word and word.isalpha():
        return word
    if before in ("di", "ku") or word == "ku":
        both = before + word
        return both if both in known else ""
    return ""


def plain_word(word: str, ways: Mapping[str, str]) -> str:
    """One word: folded, unstretched, digits read as letters inside words, spelled as the rules spell. May be several
    words ("gamau"), or none."""
    folded = _folded(word)
    if known := ways.get(folded):
        return known
    short = folded.replace("*", "")
    if len(set(short)) < len(short) - 1:  # or no letter stands three times
        short = _STRETCHED.sub(r"\1", short)
    if not short.isalpha():
        short = _digits_read(short)
    if known := ways.get(short):
        return known
    if short[-1:] == short[-2:-1]:
        short = _LAST_TWICE.sub(r"\1", short)
    return ways.get(short, short)


def _digits_read(word: str) -> str:
    """A word with something that is no letter in it: "pegang2" is said twice, "b0doh" is spelled with a digit."""
    if twice := _TWICE.match(word):
        word = twice.group(1) + twice.group(2)
    if any(letter.isdigit() for letter in word) and any(letter.isalpha() for letter in word):
        word = word.translate(_LEET)
    return word


def _folded(word: str) -> str:
    """Small letters, digits and stars; no accents, no marks, no apostrophes."""
    if not word.isascii():
        word = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))
    word = word.casefold()
    return word if word.isalnum() else _NO_LETTER.sub("", word)
