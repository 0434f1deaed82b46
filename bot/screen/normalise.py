"""A text as the ear compares it: words, each with its place in the original (code points), which is never changed.

Laws
1. Marks nobody sees (zero-width, right-to-left, combining) and stars inside a word do not split it.
2. Letters with spaces between them ("b u n d i r") are one word; so are "di pukul" and "anak ku" where a rule knows the
   whole word.
3. A word said twice in a row ("pegang-pegang", "pegang2", "tolong tolong") is heard once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.screen.lexicon import Lexicon, Word

_UNSEEN = "\u00ad\u0300-\u036f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_SPACED = r"(?<![^\W_])[^\W\d_](?:[ .\-*_][^\W\d_](?![^\W_])){2,}"
_SIGNS = "*'’`@$#"
"""What may stand for a letter in a word."""


def _word(signs: str) -> str:
    return rf"[^\W_](?:[^\W_]|[{_UNSEEN}]|[{signs}](?=[^\W_]))*"


PICTURE = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]")
_PARTS = re.compile(rf"({_SPACED}|{_word(_SIGNS + '_.')}|{PICTURE.pattern})|[.,!?;:\n]+")
_UNDOTTED = re.compile(_word(_SIGNS))
_BEGINNINGS = frozenset(["di", "ku", "ke", "nge", "me", "ng", "ter"])
"""What people write apart from its word: "di pukul", "ku banting"."""
_ENDINGS = frozenset(["ku", "nya", "in", "kan", "mu", "an"])


@dataclass(frozen=True, slots=True)
class Words:
    """`heard` are the words, `spans` where each stands in the original; `fresh` are the numbers of words that begin a
    sentence or a part of one."""

    heard: tuple[Word, ...]
    spans: tuple[tuple[int, int], ...]
    fresh: frozenset[int]

    @property
    def said(self) -> tuple[str, ...]:
        """What each of them most likely says."""
        return tuple([one.says for one in self.heard])

    def inside(self, span: tuple[int, int]) -> list[int]:
        """The numbers of the words that stand in a part of the original."""
        return [number for number, (start, end) in enumerate(self.spans) if span[0] <= start and end <= span[1]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From the word numbered `first` to the one numbered `last`, in the original."""
        return self.spans[first][0], self.spans[last][1]


def words_of(text: str, lexicon: Lexicon) -> Words:
    """Linear in the length of the text."""
    heard: list[Word] = []
    spans: list[tuple[int, int]] = []
    fresh: list[int] = []
    known, cut, before = lexicon.known, True, ""
    for raw, span in _pieces(_lower(text)):
        if not raw:
            cut = True
            continue
        words = known.get(raw) or lexicon.read(raw)
        if before and not cut:
            if raw.isalpha() and (raw == before or (len(words) == 1 and words[0].names and words[0] is heard[-1])):
                spans[-1] = (spans[-1][0], span[1])
                continue
            if (before in _BEGINNINGS or raw in _ENDINGS) and (whole := lexicon.whole(before + raw)):
                heard[-1], spans[-1], before = whole, (spans[-1][0], span[1]), before + raw
                continue
        if cut and words:
            fresh.append(len(heard))
            cut = False
        for word in words:
            heard.append(word)
            spans.append(span)
        before = raw if words else ""
    return Words(tuple(heard), tuple(spans), frozenset(fresh))


def _pieces(low: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Words as they are written, and "" for a mark that ends a part of a sentence."""
    for found in _PARTS.finditer(low):
        raw = found.group(1)
        if raw is None:
            yield "", found.span()
        elif "." in raw and not _is_spelled(raw):
            yield from _undotted(raw, found.start())
        else:
            yield raw, found.span()


def _is_spelled(raw: str) -> bool:
    """Letter by letter, or with a dot where a letter was: "b.u.n.u.h", "b.nuh"; "malam.aku" is two words."""
    parts = raw.split(".")
    return max(map(len, parts)) == 1 or (len(parts) == 2 and min(map(len, parts)) == 1)


def _undotted(raw: str, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
    before = ""
    for part in _UNDOTTED.finditer(raw):
        if before and not (before.isdigit() and part.group().isdigit()):
            yield "", (start + part.start() - 1, start + part.start())
        before = part.group()
        yield part.group(), (start + part.start(), start + part.end())


def _lower(text: str) -> str:
    """Small letters, each in the place of its own: a letter that would become two stays as it is."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := one.lower()) == 1 else one for one in text)
