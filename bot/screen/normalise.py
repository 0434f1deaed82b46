"""A text as the ear compares it: words without case, stretched letters and common misspellings, each with its place in
the original (code points). The original is never changed."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|2(?=\b)")
_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"^(.+?)2$")
_LEET = str.maketrans("014357", "oiaest")


@dataclass(frozen=True, slots=True)
class Words:
    """`joined` is every word with one space on either side; `starts` tells where each stands in it; `spans` in the
    original."""

    joined: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From a place in `joined` to one in the original."""
        first = bisect_right(self.starts, start) - 1 if start in self.starts else bisect_right(self.starts, start)
        last = bisect_right(self.starts, end - 1) - 1
        return self.spans[min(max(first, 0), last)][0], self.spans[last][1]

    def word_at(self, start: int) -> int:
        """The number of the first word at or after a place in `joined`."""
        number = bisect_right(self.starts, start) - 1
        return number if number >= 0 and self.starts[number] == start else number + 1


def words_of(text: str, spelling: Mapping[str, str]) -> Words:
    """Linear in the length of the text."""
    joined, starts, spans = [" "], [], []
    place = 1
    for found in _WORD.finditer(text):
        word = plain_word(found.group(), spelling)
        for part in word.split():
            starts.append(place)
            spans.append(found.span())
            joined.append(part + " ")
            place += len(part) + 1
    return Words("".join(joined), tuple(starts), tuple(spans))


def plain_word(word: str, spelling: Mapping[str, str]) -> str:
    """One word: folded, unstretched, digits read as letters inside words, spelled as the rules spell."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    if known := spelling.get(folded):
        return known
    short = _STRETCHED.sub(r"\1", folded)
    if doubled := _DOUBLED.match(short):
        short = doubled.group(1) if doubled.group(1).isalpha() else short
    if not short.isdigit() and any(letter.isdigit() for letter in short) and any(letter.isalpha() for letter in short):
        short = short.translate(_LEET)
    return spelling.get(short, short)
