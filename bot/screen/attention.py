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
HEADS: Final = 4
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
_EVEN = np.full((WIDE, 1), 1 / WIDE, np.float32)
_NEVER_ZERO = np.float32(1e-5)


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
    """Immutable after it is made; shared by all."""

    def __init__(self, weights: Weights) -> None:
        self._of = weights.arrays

    def vector(self, word: str, meant: Ids) -> Numbers:
        """What a word is, by its pieces, itself and what it stands for."""
        rows = bags(word)
        found: Numbers = np.add.reduce(self._of["pieces"].take(rows, 0), 0) / np.float32(len(rows))
        return found + np.add.reduce(self._of["meanings"].take(meant, 0), 0) if meant else found

    def vectors(self, words: Sequence[tuple[str, Ids]]) -> Numbers:
        """One row a word."""
        if not words:
            return np.zeros((0, WIDE), np.float32)
        several = [bags(word) for word, _ in words]
        long = [len(one) for one in several]
        starts = np.cumsum([0, *long[:-1]])
        sums = np.add.reduceat(self._of["pieces"][np.concatenate(several)], starts, 0)
        found = cast(Numbers, sums / np.array(long, np.float32)[:, None])
        for number, (_, meant) in enumerate(words):
            if meant:
                found[number] += self._of["meanings"][list(meant)].sum(0)
        return found

    def of(self, vectors: Numbers) -> float:
        """The log-odds of danger of a text by the vectors of its words, one to LONGEST of them."""
        of = self._of
        long = len(vectors)
        heard: Numbers = vectors + of["places"][:long]
        keys = _normal(heard) @ of["keys"]
        keys += of["keys_shift"]
        asks, answers, values = keys.reshape(long, 3, HEADS, WIDE // HEADS).transpose(1, 2, 0, 3)
        near = _shares(asks @ answers.transpose(0, 2, 1), -1)
        heard += (near @ values).transpose(1, 0, 2).reshape(long, WIDE) @ of["values"]
        heard += of["values_shift"]
        wide = _normal(heard) @ of["wide"]
        wide += of["wide_shift"]
        heard += np.maximum(wide, 0, out=wide) @ of["narrow"]
        heard += of["narrow_shift"]
        looks = _shares(heard @ of["looks"], 0)
        told = np.concatenate(((looks.T @ heard).ravel(), heard.max(0))) @ of["join"]
        told += of["join_shift"]
        return float(np.maximum(told, 0, out=told) @ of["danger"] + of["danger_shift"][0])


def _normal(rows: Numbers) -> Numbers:
    """Each row with mean 0 and length 1 on average."""
    centred = rows - rows @ _EVEN
    return cast(Numbers, centred / np.sqrt((centred * centred) @ _EVEN + _NEVER_ZERO))


def _shares(numbers: Numbers, axis: int) -> Numbers:
    """Softmax."""
    numbers -= numbers.max(axis, keepdims=True)
    np.exp(numbers, out=numbers)
    numbers /= numbers.sum(axis, keepdims=True)
    return numbers


def bags(word: str) -> list[int]:
    """The rows of a word's pieces and of the word itself."""
    whole = f" {word} ".encode()
    pieces = [crc32(whole[start : start + PIECE]) % ROWS for start in range(len(whole) - PIECE + 1)]
    return [*pieces, ROWS + crc32(word.encode()) % ROWS]
