"""Phrases of whole words: ways, groups and gaps."""

import pytest

from bot.screen.normalise import Spelling, words_of
from bot.screen.phrases import Net, phrase_of

GROUPS = {"siapa": ["bapak", "orang tua", "Om"]}


def said(phrase: str, text: str) -> str:
    """The part of the text that the phrase stands on."""
    words = words_of(text, Spelling({"gak": "tidak"}))
    for hit in Net({"rule": [phrase_of(phrase, GROUPS, {"gak": "tidak"})]}).hits(words):
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


def test_what_a_phrase_holds_is_no_pattern() -> None:
    assert said("a.c", "abc") == ""
    assert said("(x", "x") == "x"


@pytest.mark.parametrize("phrase", ["", ".. mati", "mati ..", "@tidak_ada mati", "a/ b", "😭"])
def test_a_phrase_that_can_never_be_heard_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"R10\d"):
        phrase_of(phrase, GROUPS, {})
