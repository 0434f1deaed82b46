"""Single words that were worked out lately."""

import gc
from pathlib import Path

import pytest

from bot.screen.ear import load_rules
from bot.screen.lately import LONGEST, PLACES, Lately
from bot.screen.scene import Scene


class Making:
    """Makes a word loud, and knows which it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def loud(self, word: str) -> str:
        self.asked.append(word)
        return word.upper()


def test_a_word_is_worked_out_once() -> None:
    making = Making()
    lately = Lately(making.loud)
    assert [lately.of("pulang"), lately.of("pulang"), lately.of("takut")] == ["PULANG", "PULANG", "TAKUT"]
    assert making.asked == ["pulang", "takut"]


@pytest.mark.parametrize("word", ["081234", "jl7", "a@b", "é", "a" * (LONGEST + 1), ""])
def test_no_number_address_or_long_word_is_kept(word: str) -> None:
    making = Making()
    lately = Lately(making.loud)
    assert [lately.of(word), lately.of(word)] == [word.upper()] * 2
    assert making.asked == [word, word]


def test_however_many_words_it_keeps_as_few_as_it_has_places() -> None:
    lately = Lately(str.upper)
    letters = "abcdefghijklmnopqrst"
    words = [one + two + three + four for one in letters for two in letters for three in letters for four in "ab"]
    assert len(words) > 3 * PLACES
    assert [lately.of(word) for word in words] == [word.upper() for word in words]
    kept = [one for one in gc.get_referents(lately._kept) if isinstance(one, tuple)]
    assert len(kept) <= PLACES


def test_a_text_is_heard_the_same_whatever_was_heard_before() -> None:
    rules = Path(__file__).parents[2] / "content" / "risk"
    one, other = load_rules(rules), load_rules(rules)
    texts = ["aku takut pulaang karna dipukuul bapakkuu", "dpukulin trs sma bpk tirikuh", "zzyzx qwrtp takuut sekaleh"]
    for text in texts:
        one.hear(text, Scene())
    assert [one.explain(text, Scene()) for text in texts] == [other.explain(text, Scene()) for text in texts]
