"""The half of the scorer that hears how words stand to one another."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.screen.attention import EACH, LONGEST, ROW, WIDE, Attention, Weights, bags, unpacked
from bot.screen.rules import SCORER, read_rules
from bot.screen.scorer import Scorer, read_table

RULES = Path(__file__).parents[2] / "content" / "risk"


@pytest.fixture(scope="module")
def weights() -> Weights:
    found = read_table(RULES / SCORER).attention
    assert found
    return found


def test_the_same_words_in_another_order_are_another_text(weights: Weights) -> None:
    attention = Attention(weights)
    said = ["dia", "pulang", "mabuk", "lalu", "aku", "sembunyi", "di", "kamar"]
    rows = attention.vectors([(word, ()) for word in said])
    assert attention.of(rows) != pytest.approx(attention.of(rows[::-1]), abs=0.01)


def test_many_words_are_made_as_each_one_is(weights: Weights) -> None:
    attention = Attention(weights)
    words = [("pulang", (3, 7)), ("a", ()), ("kamarku", (1,))]
    assert attention.vectors(words) == pytest.approx(np.array([attention.vector(*one) for one in words]), abs=1e-5)
    assert attention.vectors([]).shape == (0, ROW)


def unfolded(of: Mapping[str, NDArray[np.float32]], heard: NDArray[np.float64]) -> float:
    """The same network as it is written in books."""

    def normal(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        centred = rows - rows.mean(1, keepdims=True)
        return cast(NDArray[np.float64], centred / np.sqrt((centred**2).mean(1, keepdims=True) + 1e-5))

    def shares(rows: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
        powers = np.exp(rows - rows.max(axis, keepdims=True))
        return cast(NDArray[np.float64], powers / powers.sum(axis, keepdims=True))

    heard = heard + of["places"][: len(heard)]
    asks, answers, values = np.split(normal(heard) @ of["keys"] + of["keys_shift"], 3, 1)
    each = [slice(start, start + EACH) for start in range(0, WIDE, EACH)]
    taken = [shares(asks[:, one] @ answers[:, one].T, 1) @ values[:, one] for one in each]
    heard = heard + np.hstack(taken) @ of["values"] + of["values_shift"]
    heard = heard + np.maximum(normal(heard) @ of["wide"] + of["wide_shift"], 0) @ of["narrow"] + of["narrow_shift"]
    looks = shares(heard @ of["looks"], 0)
    told = np.hstack([(looks.T @ heard).ravel(), heard.max(0)]) @ of["join"] + of["join_shift"]
    return float(np.maximum(told, 0) @ of["danger"] + of["danger_shift"][0])


@pytest.mark.parametrize("steeper", [1, 30], ids=["as it was made", "with shares that need their largest taken away"])
def test_what_is_folded_into_the_weights_changes_nothing(weights: Weights, steeper: int) -> None:
    arrays = {**weights.arrays, "keys": weights.arrays["keys"] * np.float32(steeper)}
    attention = Attention(Weights(arrays))
    for said in ("aku", "dia pulang mabuk lalu aku sembunyi di kamar", "malam " * LONGEST):
        words = said.split()
        rows = attention.vectors([(word, (3,)) for word in words])
        plain = [arrays["pieces"][bags(word)].mean(0) + arrays["meanings"][3] for word in words]
        assert attention.of(rows) == pytest.approx(unfolded(arrays, np.array(plain, np.float64)), abs=1e-4)


def test_what_is_packed_is_read_again(weights: Weights) -> None:
    again = unpacked(weights.packed())
    for name, array in weights.arrays.items():
        assert again.arrays[name] == pytest.approx(array, abs=float(np.abs(array).max()) / 100)


@pytest.mark.parametrize("name", ["pieces", "keys", "danger_shift"])
def test_a_missing_or_short_table_is_told(weights: Weights, name: str) -> None:
    short = {**weights.arrays, name: weights.arrays[name][:0]}
    with pytest.raises(ValueError, match=name):
        Weights(short)
    with pytest.raises(ValueError, match=name):
        Weights({key: array for key, array in weights.arrays.items() if key != name})


def test_it_is_asked_only_where_the_linear_score_is_in_doubt() -> None:
    rules = read_rules(RULES)
    linear = Scorer(replace(rules.table, attention=None), rules.concepts)
    both = Scorer(rules.table, rules.concepts)
    always = Scorer(replace(rules.table, doubt=(-inf, inf)), rules.concepts)
    low, top = rules.table.doubt
    texts = (
        "ibu masak sayur bayam",
        "kata om jangan bilang siapa siapa",
        "aku dipukul bapak pakai kayu sampai lebam",
        "apa artinya itu",
        "dia marah lagi tadi malam",
    )
    said = [text.split() for text in texts]
    doubts = [low <= linear.of(one) <= top for one in said]
    assert set(doubts) == {True, False}
    for one, doubt in zip(said, doubts, strict=True):
        assert both.of(one) == (always if doubt else linear).of(one)


def test_a_word_is_its_pieces_and_itself() -> None:
    assert len(bags("kamar")) == 4 + 1
    assert len(bags("ku")) == 1 + 1
    assert len(bags("a")) == 1
