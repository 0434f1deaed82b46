"""How much a text sounds like those in which somebody tells of danger, also where it names no act.

A linear score over the letters inside the words, the words and each two in a row, and what they stand for
(concepts.py); where that is in doubt, how the words stand to one another (attention.py). What it knows stands in one
small file, made by `python -m tests.ear.train` from the messages of tests/ear.

Laws
1. It never lowers what a rule heard, and alone never raises to imminent (ear.py).
2. A common word's part in the score is a constant, worked out once; so most words cost one look-up.
3. It says which parts of the text moved it: of the linear score each word's part.
4. A long story is heard in windows that overlap by half, and scores little less than the one that sounds most like
   danger: a sentence about danger is not drowned by what is told around it.
"""

import json
from array import array
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from math import inf, sqrt
from pathlib import Path
from zlib import compress, crc32, decompress

import numpy as np
from numpy.typing import NDArray

from bot.screen.attention import LONGEST, Attention, Weights, unpacked
from bot.screen.concepts import MOST, ROOM, Concepts, Ids, present, rows_of
from bot.screen.lately import Lately

_BEGINS = crc32(b"^")
_ENDS = b" $"
"""The marks with which the pairs of a text begin and end."""
PIECE = 4
"""Letters in a piece of a word; a word begins and ends with a space."""
SHORT = (1000.0, 600.0, 30.0)
"""Added to the squares of letters, words and concepts: some six words' worth, so that one word alone says little."""
WINDOW = 24
"""Words of a story that are heard together, where it has more than LONGEST."""
LESS = 0.4
"""So much less does a story score than its window: of many windows one sounds like danger sooner."""
FEW = 8
"""Concepts that are sooner added one by one than taken from the table."""
FINE = 20
"""Steps of a rarity in one unit, as the file keeps it."""
BOTH = 1 << 48
"""One number holds two, so that one addition adds both up: this times what a piece is worth, in whole steps, and the
square of its rarity, which is less than this however many are added. `divmod` takes them apart."""


@dataclass(slots=True, eq=False)
class Score:
    """What a word brings: worth and square of its letters, and its own, each two in one number (BOTH); the checksum
    with which a pair begins, and the bytes with which one ends; its concepts; its row in the table of vectors, or 0;
    how much it weighs by its own letters and itself, whatever stands beside it."""

    letters: int
    word: int
    begins: int
    ends: bytes
    means: Ids
    row: int
    alone: float


@dataclass(frozen=True, slots=True)
class Table:
    """Weights in `unit`s (signed bytes) and rarities in 1/FINE (bytes), both by the hash of a piece; `meanings`:
    weights of the places of concepts; `high` and `concern`: from which score on; `seconds`: from which score on a rule
    that is not sure is believed; `doubt`: between which linear scores attention is asked, and `mix` and `shift`: how
    much of it is added, and what beside it."""

    weights: Sequence[int]
    rarities: Sequence[int]
    meanings: Sequence[int]
    unit: float
    bias: float
    high: float
    seconds: float
    concern: float
    words: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    made_from: str = ""
    attention: Weights | None = None
    doubt: tuple[float, float] = (0.0, 0.0)
    mix: float = 0.0
    shift: float = 0.0


BLANK = Table(bytes(1), bytes([FINE]), bytes(ROOM), 1.0, -9.0, high=1.0, seconds=-99.0, concern=1.0)
"""A scorer that hears nothing and believes every rule, for rules that are tried alone."""


class Scorer:
    """Shared by all; after it is made nothing changes what it says."""

    def __init__(self, table: Table, concepts: Mapping[str, Sequence[str]]) -> None:
        self.table = table
        self._concepts = Concepts(table.concepts, concepts)
        self._twos = _twos(table)
        self._mask = len(table.weights) - 1
        both = [rarity * (one * BOTH + rarity) for one, rarity in zip(table.weights, table.rarities, strict=True)]
        self._both = array("q", both)
        self._step = table.unit / FINE
        self._meanings = array("b", [*table.meanings])
        self._known = {word: self._score(word, row) for row, word in enumerate(table.words, 1)}
        self._lately = Lately(self._score)
        self._attention = attention = Attention(table.attention) if table.attention else None
        if attention:
            self._vectors = attention.vectors([("", ()), *((word, one.means) for word, one in self._known.items())])
            self._vector = Lately(lambda word: attention.vector(word, self._concepts.of(word)))

    def of(self, said: Sequence[str]) -> float:
        """The log-odds of a text by its words: 0 where danger is as likely as not. Without words it is -inf."""
        if not said:
            return -inf
        if len(said) > LONGEST:
            return max(self.of(said[first:last]) for first, last in _windows(len(said))) - LESS
        known, lately, both, mask = self._known, self._lately.of, self._both, self._mask
        scores = {one: known.get(one) or lately(one) for one in said}
        told = [scores[one] for one in said]
        begins = [_BEGINS, *[one.begins for one in told]]
        joints = set(map(crc32, [*[one.ends for one in told], _ENDS], begins))
        letters = sum([one.letters for one in scores.values()])
        words = sum([one.word for one in scores.values()]) + sum([both[joint & mask] for joint in joints])
        linear = self._share(letters, SHORT[0]) + self._share(words, SHORT[1]) + self.table.bias
        linear += self._meant([one.means for one in told])
        return linear + self._beside(said, scores) if self._doubts(linear) else linear

    def _share(self, both: int, short: float) -> float:
        """What some pieces bring together: the more there are, the less each."""
        worth, square = divmod(both, BOTH)
        return worth * self._step / sqrt(short + square / FINE**2)

    def _part(self, one: int, both: int, short: float) -> float:
        """What one piece brings beside others."""
        return one // BOTH * self._step / sqrt(short + both % BOTH / FINE**2)

    def _doubts(self, linear: float) -> bool:
        return self._attention is not None and self.table.doubt[0] <= linear <= self.table.doubt[1]

    def _beside(self, said: Sequence[str], scores: Mapping[str, Score]) -> float:
        """What attention adds to the linear score of a text in doubt."""
        if self._attention is None:
            return 0.0
        rows = [scores[one].row for one in said]
        vectors = self._vectors.take(rows, 0)
        for number, row in enumerate(rows):
            if not row:
                vectors[number] = self._vector.of(said[number])
        return self.table.mix * self._attention.of(vectors) + self.table.shift

    def beside(self, said: Sequence[str]) -> float | None:
        """What attention adds to the score of a text; None where it is not asked."""
        first, last = self._loudest(said)
        loud = said[first:last]
        scores = {one: self._score_of(one) for one in loud}
        return self._beside(loud, scores) if loud and self._doubts(sum(self.moved(loud)) + self.table.bias) else None

    def _loudest(self, said: Sequence[str]) -> tuple[int, int]:
        """The window that scores most."""
        return max(_windows(len(said)), key=lambda one: self.of(said[one[0] : one[1]]))

    def _meant(self, meant: Sequence[Ids]) -> float:
        """What the concepts bring."""
        there = set[int]().union(*meant)
        if not there:
            return 0.0
        follow = rows_of(meant)
        brought = self._in_twos(there) + sum([self._meanings[at] for at in follow])
        count = len(there) * (len(there) + 1) / 2 + len(follow)
        return self.table.unit * brought / sqrt(SHORT[2] + count)

    def _in_twos(self, there: Set[int]) -> int:
        """What any two of these concepts bring, and each alone, in units."""
        if len(there) < FEW:
            meanings, few = self._meanings, sorted(there)
            return sum([meanings[one * MOST + other] for at, one in enumerate(few) for other in few[at:]])
        ids = np.fromiter(there, np.intp, len(there))
        return int(np.add.reduce(self._twos.take(ids, 0).take(ids, 1), None)) // 2

    def weights(self, said: Sequence[str]) -> list[float]:
        """How much each word weighs by its own letters and itself, whatever stands beside it."""
        return [self._score_of(one).alone for one in said]

    def moved(self, said: Sequence[str]) -> list[float]:
        """How much each place of a text brings to its linear score, in the same units; of a long one, in the window
        that scores most."""
        if len(said) > LONGEST:
            start, end = self._loudest(said)
            return [*[0.0] * start, *self.moved(said[start:end]), *[0.0] * (len(said) - end)]
        first = {one: number for number, one in reversed([*enumerate(said)])}
        scores = {one: self._score_of(one) for one in first}
        joints = {pair: number for number, pair in reversed([*enumerate(pairs(said))])}
        several = [self._both[self.at(pair)] for pair in joints]
        letters = sum([one.letters for one in scores.values()])
        words = sum([one.word for one in scores.values()]) + sum(several)
        found = [0.0] * len(said)
        for one, number in first.items():
            found[number] += self._part(scores[one].letters, letters, SHORT[0])
            found[number] += self._part(scores[one].word, words, SHORT[1])
        for both, number in zip(several, joints.values(), strict=True):
            for place in (max(number - 1, 0), min(number, len(said) - 1)):
                found[place] += self._part(both, words, SHORT[1]) / 2
        for number, part in enumerate(self._meaning([scores[one].means for one in said])):
            found[number] += part
        return found

    def _meaning(self, meant: Sequence[Ids]) -> list[float]:
        """What the concepts at each place bring: of two of them each place has half, and so have the places at which
        one stands that stands at several."""
        there, follow, found = present(meant), rows_of(meant), [0.0] * len(meant)
        if not there:
            return found
        length = sqrt(SHORT[2] + len(there) * (len(there) + 1) / 2 + len(follow))
        often = Counter(one for ids in meant for one in ids)
        unit = self.table.unit / length
        twos = self._twos.take(there, 0).take(there, 1).sum(1).tolist()
        brings = {one: unit * two / 2 / often[one] for one, two in zip(there, twos, strict=True)}
        for number, ids in enumerate(meant):
            found[number] = sum([brings[one] for one in ids])
        told = [number for number, ids in enumerate(meant) if ids]
        for before, then in pairwise(told):
            for one in meant[before]:
                for other in meant[then]:
                    place = (MOST + one) * MOST + other
                    if place in follow:
                        follow.discard(place)
                        half = unit * self.table.meanings[place] / 2
                        found[before] += half
                        found[then] += half
        return found

    def at(self, piece: bytes) -> int:
        """The number of a piece."""
        return crc32(piece) & self._mask

    def _score_of(self, word: str) -> Score:
        return self._known.get(word) or self._lately.of(word)

    def _score(self, word: str, row: int = 0) -> Score:
        both, mask = self._both, self._mask
        plain = word.encode()
        whole = crc32(plain)
        letters, own = sum([both[crc32(piece) & mask] for piece in pieces(word)]), both[whole & mask]
        alone = self._share(letters, SHORT[0]) + self._share(own, SHORT[1])
        return Score(letters, own, whole, b" " + plain, self._concepts.of(word), row, alone)


def _windows(long: int) -> list[tuple[int, int]]:
    """From a word up to a word, for a text of so many words."""
    if long <= LONGEST:
        return [(0, long)]
    return [(first, min(first + WINDOW, long)) for first in range(0, long - WINDOW // 2, WINDOW // 2)]


def _twos(table: Table) -> NDArray[np.int16]:
    """For each concept what it brings beside each other, in units, and alone twice that: in a text any two stand twice
    in it, and each with itself once."""
    upper = np.triu(np.fromiter(table.meanings, np.int16, MOST * MOST).reshape(MOST, MOST))
    return upper + upper.T


def run_of(moved: Sequence[float]) -> tuple[int, int]:
    """The places in a row that moved a score most, the first and the last."""
    best, first, last, since, total = 0.0, 0, len(moved) - 1, 0, 0.0
    for number, weight in enumerate(moved):
        if total <= 0:
            since, total = number, 0.0
        total += weight
        if total > best:
            best, first, last = total, since, number
    return first, last


def pieces(word: str) -> list[bytes]:
    """Every run of so many letters of a word between two spaces."""
    whole = f" {word} ".encode()
    return [whole[start : start + PIECE] for start in range(len(whole) - PIECE + 1)]


def pairs(said: Sequence[str]) -> Iterator[bytes]:
    """Every two words in a row; the text begins and ends with a mark."""
    before = "^"
    for one in said:
        yield f"{before} {one}".encode()
        before = one
    yield f"{before} $".encode()


def read_table(path: Path) -> Table:
    """Raises OSError, ValueError."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    weights = memoryview(decompress(b64decode(kept["weights"]))).cast("b")
    rarities = decompress(b64decode(kept["rarities"]))
    meanings = memoryview(decompress(b64decode(kept["meanings"]))).cast("b")
    concepts = tuple(kept["concepts"].split())
    if len(weights) != len(rarities) or len(weights) & (len(weights) - 1):
        raise ValueError("the tables are not as long as each other, or no power of two")
    if len(meanings) != ROOM or len(concepts) > MOST:
        raise ValueError("the table of concepts is not as long as it has to be")
    return Table(
        weights,
        rarities,
        meanings,
        kept["unit"],
        kept["bias"],
        kept["high"],
        kept["seconds"],
        kept["concern"],
        tuple(kept["words"].split()),
        concepts,
        kept["made_from"],
        unpacked(kept["attention"]) if "attention" in kept else None,
        (kept["doubt"][0], kept["doubt"][1]),
        kept["mix"],
        kept["shift"],
    )


def write_table(path: Path, table: Table) -> None:
    def packed(numbers: bytes) -> str:
        return b64encode(compress(numbers, 9)).decode()

    kept = {
        "made_from": table.made_from,
        "unit": table.unit,
        "bias": table.bias,
        "high": table.high,
        "seconds": table.seconds,
        "concern": table.concern,
        "doubt": table.doubt,
        "mix": table.mix,
        "shift": table.shift,
        "concepts": " ".join(table.concepts),
        "words": " ".join(table.words),
        "meanings": packed(bytes(one & 0xFF for one in table.meanings)),
        "rarities": packed(bytes(table.rarities)),
        "weights": packed(bytes(one & 0xFF for one in table.weights)),
    }
    if table.attention:
        kept["attention"] = table.attention.packed()
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
