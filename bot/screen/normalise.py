"""A text as the ear compares it: words, each with its place in the original (code points), which is never changed.

Laws
1. Marks nobody sees (zero-width, right-to-left, combining) and stars inside a word do not split it.
2. Letters with spaces between them ("b u n d i r") are one word; so are "di pukul" and "anak ku" where a rule knows the
   whole word.
3. A word said twice in a row ("pegang-pegang", "pegang2", "tolong tolong") is heard once.
"""

import re
from collections.abc import Iterator

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


class Words:
    """A text as it is heard. `heard` are the words; `fresh` are the numbers of words that begin a sentence or a part of
    one. Where each word stands in the original is worked out when it is asked: of most texts it never is."""

    __slots__ = ("_low", "_on", "_spans", "fresh", "heard")

    def __init__(self, low: str, heard: list[Word], on: list[tuple[int, int]], fresh: set[int]) -> None:
        """`on`: the first and the last piece of the text on which each word stands."""
        self.heard = heard
        self.fresh = fresh
        self._low = low
        self._on = on
        self._spans: list[tuple[int, int]] | None = None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word stands in the original, in code points."""
        if self._spans is None:
            pieces = [span for _, span in _pieces(self._low)]
            self._spans = [(pieces[first][0], pieces[last][1]) for first, last in self._on]
        return self._spans

    @property
    def said(self) -> list[str]:
        """What each of them most likely says."""
        return [one.says for one in self.heard]

    def inside(self, span: tuple[int, int]) -> list[int]:
        """The numbers of the words that stand in a part of the original."""
        return [number for number, (start, end) in enumerate(self.spans) if span[0] <= start and end <= span[1]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From the word numbered `first` to the one numbered `last`, in the original."""
        return self.spans[first][0], self.spans[last][1]


def words_of(text: str, lexicon: Lexicon) -> Words:
    """Linear in the length of the text."""
    heard: list[Word] = []
    on: list[tuple[int, int]] = []
    fresh: set[int] = set()
    known, cut, before = lexicon.known, True, ""
    low = _lower(text)
    for number, raw in enumerate(_raw(low)):
        if not raw:
            cut = True
            continue
        words = known.get(raw) or lexicon.read(raw)
        if before and not cut:
            if raw == before or (len(words) == 1 and words[0] is heard[-1] and words[0].names):
                if raw.isalpha():
                    on[-1] = (on[-1][0], number)
                    continue
            elif (before in _BEGINNINGS or raw in _ENDINGS) and (whole := lexicon.whole(before + raw)):
                heard[-1], on[-1], before = whole, (on[-1][0], number), before + raw
                continue
        if cut and words:
            fresh.add(len(heard))
            cut = False
        for word in words:
            heard.append(word)
            on.append((number, number))
        before = raw if words else ""
    return Words(low, heard, on, fresh)


def _raw(low: str) -> list[str]:
    """The pieces of a text without their places."""
    found: list[str] = _PARTS.findall(low)
    if "." in low and any("." in raw for raw in found):
        return [raw for raw, _ in _pieces(low)]
    return found


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
