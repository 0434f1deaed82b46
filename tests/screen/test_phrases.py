"""Phrases of whole words: ways, groups and gaps."""

import time

import pytest

from bot.screen.listening import Listening, Net
from bot.screen.normalise import words_of
from bot.screen.phrases import Vocabulary

GROUPS = {"siapa": ["bapak+ku", "orang tua", "Om"], "semua": ["@siapa", "teman"], "bulat": ["@bulat"]}
WAYS = {"gak": "tidak"}


def said(phrase: str, text: str) -> str:
    """The part of the text that the phrase stands on."""
    vocabulary = Vocabulary(GROUPS, WAYS, ["mata", "banget", "ini", "itu", "sana", "sini", "kata", "lain"])
    phrases = list(vocabulary.phrases("rule", phrase))
    words = words_of(text, vocabulary.lexicon())
    for hit in Net(phrases).hits(Listening(words)):
        start, end = words.span(hit.first, hit.last)
        return text[start:end]
    return ""


@pytest.mark.parametrize(
    ("phrase", "text", "place"),
    [
        ("takut pulang", "aku takut pulang ya", "takut pulang"),
        ("takut pulang", "aku takut kepulangan", ""),
        ("takut pulang", "takut banget pulang", ""),
        ("takut .. pulang", "takut banget pulang", "takut banget pulang"),
        ("takut .. pulang", "takut pulang", "takut pulang"),
        ("takut .. pulang", "takut ini itu sana pulang", "takut ini itu sana pulang"),
        ("takut .. pulang", "takut ini itu sana sini pulang", ""),
        ("takut/ngeri pulang", "ngeri pulang", "ngeri pulang"),
        ("takut @siapa", "takut orang tua", "takut orang tua"),
        ("@siapa marah", "OM marah", "OM marah"),
        ("dipukul @siapa/guru", "dipukul guru", "dipukul guru"),
        ("gak pulang", "tidak pulang", "tidak pulang"),
        ("babba'", "babba’", "babba"),
        ("mati", "simpati", ""),
    ],
)
def test_a_phrase_is_found_as_whole_words(phrase: str, text: str, place: str) -> None:
    assert said(phrase, text) == place


@pytest.mark.parametrize(
    ("phrase", "text", "place"),
    [
        (
            "takut ... pulang",
            "takut ini itu sana sini ini itu sana sini pulang",
            "takut ini itu sana sini ini itu sana sini pulang",
        ),
        ("takut sekali? pulang", "takut pulang", "takut pulang"),
        ("takut sekali? pulang", "takut sekali pulang", "takut sekali pulang"),
        ("takut & @siapa", "bapakku ada, aku takut", "bapakku ada, aku takut"),
        ("takut & @siapa", "bapakku ada " + "kata lain " * 7 + "takut", ""),
        ("@semua marah", "orang tua marah", "orang tua marah"),
        ("@siapa me+pukul", "bapaknya mukulin", "bapaknya mukulin"),
        ("@siapa me+pukul", "bapak dipukul", ""),
        ("di+pukul @siapa", "kepukul om", "kepukul om"),
        ("ku+pukul", "kupukulin", "kupukulin"),
        ("@siapa .. me+pukul", "om tidak pernah mukul", ""),
        ("@siapa .. me+pukul", "om tidak berhenti mukul", "om tidak berhenti mukul"),
        ("@siapa .. me+pukul", "om tidak, ini mukul", "om tidak, ini mukul"),
        ("@siapa tidak pulang", "om tidak pulang", "om tidak pulang"),
    ],
)
def test_gaps_ways_and_affixes(phrase: str, text: str, place: str) -> None:
    assert said(phrase, text) == place


@pytest.mark.parametrize(
    "phrase", ["", ".. mati", "mati ..", "@tidak_ada mati", "a/ b", "!", "@bulat", "& mati", "x+mati"]
)
def test_a_phrase_that_can_never_be_heard_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"R10\d"):
        list(Vocabulary(GROUPS, WAYS, ()).phrases("rule", phrase))


def test_a_text_without_the_rarest_part_tries_no_phrase() -> None:
    vocabulary = Vocabulary(GROUPS, WAYS, ())
    net = Net([*vocabulary.phrases("a", "aku takut"), *vocabulary.phrases("b", "aku marah")])
    assert [hit.rule for hit in net.hits(Listening(words_of("aku marah", vocabulary.lexicon())))] == ["b"]


def test_names_of_several_words_that_stand_everywhere_cost_no_more_each() -> None:
    vocabulary = Vocabulary(GROUPS, WAYS, ())
    net = Net([*vocabulary.phrases("rule", "takut .. @siapa lari")])
    lexicon = vocabulary.lexicon()

    def least(times: int) -> float:
        words, found = words_of("takut lari orang tua " * times, lexicon), []
        for _ in range(3):
            begun = time.process_time()
            assert net.hits(Listening(words)) == []
            found.append(time.process_time() - begun)
        return min(found)

    assert least(4_000) <= 3 * least(2_000) + 0.02
