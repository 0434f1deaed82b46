"""How much a text sounds like danger by how its words stand to one another: a small transformer, one block wide.

The linear score (scorer.py) adds words up; this weighs each word by the others ("he comes at night" is no "he comes
home at night, tired"). It is asked only where the linear score is in doubt, and takes some 45 µs for twenty words.
Made by `python -m tests.ear.train`; only that needs PyTorch.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Final, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.screen.concepts import MOST, Ids

Numbers = NDArray[np.float32]

WIDE: Final = 48
"""Numbers that a word is."""
ROW: Final = WIDE + 1
HEADS: Final = 4
EACH: Final = WIDE // HEADS
LONGEST: Final = 48
"""Words that are heard together."""
ROWS: Final = 1 << 13
"""Rows for the pieces of words, and as many for words."""
PIECE: Final = 4
"""Letters in a piece of a word; a word begins and ends with a space."""
_STEPS = 127
_SHAPES: Mapping[str, tuple[int, ...]] = {
    "pieces": (2 * ROWS, WIDE),
    "meanings": (MOST, WIDE),
    "places": (LONGEST, WIDE),
    "keys": (WIDE, 3 * WIDE),
    "keys_shift": (3 * WIDE,),
    "values": (WIDE, WIDE),
    "values_shift": (WIDE,),
    "wide": (WIDE, 2 * WIDE),
    "wide_shift": (2 * WIDE,),
    "narrow": (2 * WIDE, WIDE),
    "narrow_shift": (WIDE,),
    "looks": (WIDE, HEADS),
    "join": (WIDE * (HEADS + 1), WIDE),
    "join_shift": (WIDE,),
    "danger": (WIDE,),
    "danger_shift": (1,),
}
_NEVER_ZERO = np.float32(WIDE * 1e-5)
_NONE = np.float32(0)
_FLAT = 80.0
"""Up to here a 32-bit float holds e to the power of a number, so that shares need no largest one taken away."""


class Weights:
    """The arrays of _SHAPES by name, as 32-bit floats."""

    def __init__(self, arrays: Mapping[str, Numbers]) -> None:
        """Raises ValueError."""
        for name, shape in _SHAPES.items():
            if name not in arrays or arrays[name].shape != shape:
                raise ValueError(f"the array {name} is missing or has another shape")
        self.arrays = arrays

    def packed(self) -> dict[str, str]:
        """As text: the tables in signed bytes with a step for each row, all else in 16-bit floats."""
        found: dict[str, str] = {}
        for name in _SHAPES:
            array = self.arrays[name]
            if name in ("pieces", "meanings"):
                steps = np.maximum(np.abs(array).max(1), 1e-6) / _STEPS
                found[name] = _text(np.round(array / steps[:, None]).astype(np.int8))
                found[f"{name}_steps"] = _text(steps.astype(np.float16))
            else:
                found[name] = _text(array.astype(np.float16))
        return found


def unpacked(kept: Mapping[str, str]) -> Weights:
    """Raises ValueError, KeyError, TypeError."""
    arrays: dict[str, Numbers] = {}
    for name, shape in _SHAPES.items():
        if name in ("pieces", "meanings"):
            steps = np.frombuffer(b64decode(kept[f"{name}_steps"]), np.float16).astype(np.float32)
            table = np.frombuffer(b64decode(kept[name]), np.int8).reshape(shape)
            arrays[name] = table.astype(np.float32) * steps[:, None]
        else:
            arrays[name] = np.frombuffer(b64decode(kept[name]), np.float16).astype(np.float32).reshape(shape)
    return Weights(arrays)


def _text(array: NDArray[np.generic]) -> str:
    return b64encode(array.tobytes()).decode()


class Attention:
    """Immutable after it is made; shared by all. A row is what a word is less the mean of its numbers, and that mean:
    so no mean is taken while a text is heard, and whatever else can be worked out once is folded into the weights."""

    def __init__(self, weights: Weights) -> None:
        of = weights.arrays
        self._pieces, self._meanings, self._places = (_row(of[name]) for name in ("pieces", "meanings", "places"))
        self._keys = _keys(of["keys"], of["keys_shift"])
        self._steep = _steepest(self._keys) > _FLAT
        self._values, self._values_shift = _row(of["values"]), _row(of["values_shift"])
        self._wide = _asked(of["wide"], of["wide_shift"])
        self._narrow, self._looks = _row(of["narrow"]), of["looks"]
        shift = of["join_shift"] + np.tile(of["narrow_shift"], HEADS + 1) @ of["join"]  # of any words it is the same
        self._join = np.concatenate((of["join"], shift[None]))
        self._danger, self._danger_shift = of["danger"], float(of["danger_shift"][0])

    def vector(self, word: str, meant: Ids) -> Numbers:
        """The row of a word, by its pieces, itself and what it stands for."""
        rows = bags(word)
        found: Numbers = np.add.reduce(self._pieces.take(rows, 0), 0) / np.float32(len(rows))
        return found + np.add.reduce(self._meanings.take(meant, 0), 0) if meant else found

    def vectors(self, words: Sequence[tuple[str, Ids]]) -> Numbers:
        """The row of each."""
        if not words:
            return np.zeros((0, ROW), np.float32)
        several = [bags(word) for word, _ in words]
        long = [len(one) for one in several]
        starts = np.cumsum([0, *long[:-1]])
        sums = np.add.reduceat(self._pieces[np.concatenate(several)], starts, 0)
        found = cast(Numbers, sums / np.array(long, np.float32)[:, None])
        for number, (_, meant) in enumerate(words):
            if meant:
                found[number] += self._meanings[list(meant)].sum(0)
        return found

    def of(self, rows: Numbers) -> float:
        """The log-odds of danger of a text by the rows of its words, one to LONGEST of them."""
        heard = rows + self._places[: len(rows)]
        unit = np.empty_like(heard)  # each row of `heard` with length 1, and a 1 behind it, for what is always added
        unit[:, WIDE] = 1
        centred, normal = heard[:, :WIDE], unit[:, :WIDE]
        np.divide(centred, _long(centred), out=normal)
        heard += self._beside(unit).dot(self._values)
        heard += self._values_shift
        np.divide(centred, _long(centred), out=normal)
        wide = unit.dot(self._wide)
        heard += np.maximum(wide, _NONE, out=wide).dot(self._narrow)
        np.add(centred, heard[:, WIDE:], out=normal)  # what each word is now, and the 1
        told = self._looked(unit).dot(self._join)
        return float(np.maximum(told, _NONE, out=told).dot(self._danger)) + self._danger_shift

    def _beside(self, unit: Numbers) -> Numbers:
        """What each word takes from the others."""
        long = len(unit)
        keys = unit.dot(self._keys)
        asks, answers = keys[:, : 2 * WIDE].reshape(long, 2, HEADS, EACH).transpose(1, 2, 0, 3)
        near = asks @ answers.transpose(0, 2, 1)
        if self._steep:
            near -= near.max(-1, keepdims=True)
        taken = np.exp(near, out=near) @ keys[:, 2 * WIDE :].reshape(long, HEADS, EACH + 1).transpose(1, 0, 2)
        found = np.empty((long, HEADS, EACH), np.float32)
        np.divide(taken[:, :, :EACH], taken[:, :, EACH:], out=found.transpose(1, 0, 2))
        return found.reshape(long, WIDE)

    def _looked(self, whole: Numbers) -> Numbers:
        """What is seen of the whole text: for each head its words by their shares; the most of each number; a 1."""
        looks = whole[:, :WIDE].dot(self._looks)
        looks -= np.maximum.reduce(looks, 0)
        seen = np.exp(looks, out=looks).T.dot(whole)
        seen /= seen[:, WIDE:]
        return np.concatenate((seen[:, :WIDE].ravel(), np.maximum.reduce(whole, 0)))


def _row(numbers: Numbers) -> Numbers:
    """Less their mean, and the mean."""
    mean = numbers.mean(-1, keepdims=True, dtype=np.float64)
    return np.concatenate((numbers - mean, mean), -1).astype(np.float32)


def _long(centred: Numbers) -> Numbers:
    """The length of each row, never 0."""
    square = np.vecdot(centred, centred)
    square += _NEVER_ZERO
    return cast(Numbers, np.sqrt(square, out=square)[:, None])


def _asked(weights: Numbers, shift: Numbers) -> Numbers:
    """The weights for rows of length 1 with a 1 behind them: they are made for rows whose numbers are 1 on average."""
    return np.concatenate((weights * np.float32(WIDE**0.5), shift[None]))


def _keys(weights: Numbers, shift: Numbers) -> Numbers:
    """What is asked, what answers, and for each head the values with a 1 behind them: beside the shares of all words
    it becomes their sum."""
    keys = _asked(weights, shift)
    values = np.zeros((ROW, HEADS, EACH + 1), np.float32)
    values[:, :, :EACH] = keys[:, 2 * WIDE :].reshape(ROW, HEADS, EACH)
    values[WIDE, :, EACH] = 1
    return np.concatenate((keys[:, : 2 * WIDE], values.reshape(ROW, -1)), 1)


def _steepest(keys: Numbers) -> float:
    """No word can ask more of another: both are rows of length 1 with a 1 behind them, so their squares add up to 2."""
    asks, answers = keys[:, : 2 * WIDE].reshape(ROW, 2, HEADS, EACH).transpose(1, 2, 0, 3)
    return 2 * max(float(np.linalg.norm(one @ other.T, 2)) for one, other in zip(asks, answers, strict=True))


def bags(word: str) -> list[int]:
    """The rows of a word's pieces and of the word itself."""
    whole = f" {word} ".encode()
    pieces = [crc32(whole[start : start + PIECE]) % ROWS for start in range(len(whole) - PIECE + 1)]
    return [*pieces, ROWS + crc32(word.encode()) % ROWS]
