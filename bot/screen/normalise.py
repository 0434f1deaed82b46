"""A text as the ear compares it: words, each with its place in the original (code points), which is never changed.

Laws
1. Marks nobody sees (zero-width, right-to-left, combining) and stars inside a word do not split it.
2. Letters with spaces between them ("b u n d i r") are one word; so are "di pukul" and "anak ku" where a rule knows the
   whole word.
3. A word said twice in a row ("pegang-pegang", "pegang2", "tolong tolong") is heard once.
"""

import re
from collections.abc import Iterator, Sequence

from bot.screen.lexicon import Lexicon, Word

_UNSEEN = "\u00ad\u0300-\u036f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_SPACED = r"(?<![^\W_])[^\W\d_](?:[ .\-*_][^\W\d_](?![^\W_])){2,}"
_SIGNS = "*'’`@$#"
"""What may stand for a letter in a word."""


def _word(signs: str) -> str:
    return rf"[^\W_]+(?:(?:[{_UNSEEN}]|[{signs}](?=[^\W_]))[^\W_]*)*"


PICTURE = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]")
_PARTS = re.compile(rf"({_SPACED}|{_word(_SIGNS + '_.')}|{PICTURE.pattern})|[.,!?;:\n]+")
_UNDOTTED = re.compile(_word(_SIGNS))
_MARK = ","
"""What stands for marks that end a part of a sentence."""
_ASCII = [chr(one) for one in range(128)]
_BARE = str.maketrans({one: _MARK if one in ".,!?;:\n" else " " for one in _ASCII if not one.isalnum()})
_SHAPE = str.maketrans({one: "a" if one.isalnum() else "." if one in _SIGNS + "_." else " " for one in _ASCII})
"""A letter or digit, what may join two of them, and all else."""
_BEGINNINGS = frozenset(["di", "ku", "ke", "nge", "me", "ng", "ter"])
"""What people write apart from its word: "di pukul", "ku banting"."""
_ENDINGS = frozenset(["ku", "nya", "in", "kan", "mu", "an"])


class Words:
    """A text as it is heard. `heard` are the words, and `said` what each most likely says; `fresh` are the numbers of
    words that begin a sentence or a part of one. Where each word stands in the original is worked out when it is asked:
    of most texts it never is."""

    __slots__ = ("_low", "_on", "_places", "_raws", "fresh", "heard", "said")

    def __init__(
        self, low: str, raws: Sequence[str], heard: list[Word], on: list[tuple[int, int]], fresh: set[int]
    ) -> None:
        """`on`: the first and the last of the pieces on which each word stands."""
        self.heard = heard
        self.said = [one.says for one in heard]
        self.fresh = fresh
        self._low = low
        self._raws = raws
        self._on = on
        self._places: list[tuple[int, int]] = []

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word stands in the original, in code points."""
        places = self._places_to(len(self._raws) - 1)
        return [(places[first][0], places[last][1]) for first, last in self._on]

    def _places_to(self, last: int) -> list[tuple[int, int]]:
        """Where the pieces stand, at least up to one of them: all that is between two is no letter, so that the next
        is the nearest."""
        places, low = self._places, self._low
        at = places[-1][1] if places else 0
        for raw in self._raws[len(places) : last + 1]:
            start = at if raw == _MARK else low.index(raw, at)
            at = start if raw == _MARK else start + len(raw)
            places.append((start, at))
        return places

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From the word numbered `first` to the one numbered `last`, in the original."""
        start, end = self._on[first][0], self._on[last][1]
        places = self._places_to(end)
        return places[start][0], places[end][1]

    def around(self, first: int, last: int) -> range:
        """The numbers of the words from one to another, and of those that were written as one with them."""
        on = self._on
        while first and on[first - 1][0] == on[first][0]:
            first -= 1
        while last + 1 < len(on) and on[last + 1][1] == on[last][1]:
            last += 1
        return range(first, last + 1)


def words_of(text: str, lexicon: Lexicon) -> Words:
    """Linear in the length of the text."""
    heard: list[Word] = []
    on: list[tuple[int, int]] = []
    fresh: set[int] = set()
    known, cut, before = lexicon.known, True, ""
    low = _lower(text)
    raws = _raws(low)
    for number, raw in enumerate(raws):
        if raw == _MARK:
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
    return Words(low, raws, heard, on, fresh)


def _raws(low: str) -> list[str]:
    """Words as they are written, and _MARK for each row of marks that ends a part of a sentence."""
    if low.isascii():  # most are, and need no expression
        shape = f" {low} ".translate(_SHAPE)
        if "a.a" not in shape and " a a a " not in shape.replace(".", " "):
            return low.translate(_BARE).replace(_MARK, f" {_MARK} ").split()
    found: list[str] = [raw or _MARK for raw in _PARTS.findall(low)]
    if "." in low and any("." in raw for raw in found):
        return [part for raw in found for part in _undotted(raw)]
    return found


def _is_spelled(raw: str) -> bool:
    """Letter by letter, or with a dot where a letter was: "b.u.n.u.h", "b.nuh"; "malam.aku" is two words."""
    parts = raw.split(".")
    return max(map(len, parts)) == 1 or (len(parts) == 2 and min(map(len, parts)) == 1)


def _undotted(raw: str) -> Iterator[str]:
    """The words of what has dots in it."""
    if "." not in raw or _is_spelled(raw):
        yield raw
        return
    before = ""
    for part in _UNDOTTED.findall(raw):
        if before and not (before.isdigit() and part.isdigit()):
            yield _MARK
        before = part
        yield part


def _lower(text: str) -> str:
    """Small letters, each in the place of its own: a letter that would become two stays as it is."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := one.lower()) == 1 else one for one in text)
