"""A text as the ear compares it: the words, and where each stands in what was written."""

import re

import pytest

from bot.screen.lexicon import Lexicon
from bot.screen.normalise import words_of
from bot.screen.phrases import Vocabulary


def lexicon(rules: str, ways: dict[str, str] | None = None, ordinary: str = "") -> Lexicon:
    """Of the words of one rule, the spelling of some, and ordinary words."""
    vocabulary = Vocabulary({}, ways or {}, ordinary.split())
    for word in rules.split():
        list(vocabulary.phrases("rule", word))
    return vocabulary.lexicon()


PLAIN = lexicon("dipukul takut pegang bundir bunuh aku mati")
SPELLING = lexicon("mau bunuh diri aku pengen", {"gak": "tidak", "gamau": "tidak mau", "bundir": "bunuh diri"})


def heard(text: str, known: Lexicon = PLAIN) -> list[str]:
    return [min(word.names, default="-") for word in words_of(text, known).heard]


def places(text: str, known: Lexicon = PLAIN) -> list[str]:
    """What stands in the original where each word was heard."""
    words = words_of(text, known)
    return [text[start:end] for start, end in words.spans]


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("DIPUKUL", "dipukul"),
        ("takuuuut", "takut"),
        ("matii", "mati"),
        ("tolonggg", "tolong"),
        ("4ku", "aku"),
        ("d1pukul", "dipukul"),
        ("pegang2", "pegang"),
        ("100", "100"),
        ("2000", "2000"),
        ("jum'at", "jumat"),
        ("jum’at", "jumat"),
        ("dipukúl", "dipukul"),
        ("dipuku\u0301l", "dipukul"),
        ("ｄｉｐｕｋｕｌ", "dipukul"),
        ("di\u200bpukul", "dipukul"),
        ("di\u200dpu\ufeffkul", "dipukul"),
        ("\u202edipukul\u202c", "dipukul"),
        ("di\u200fpu\u2066kul", "dipukul"),
        ("di\u00adpukul", "dipukul"),
        ("b u n d i r", "bundir"),
        ("b.u.n.d.i.r", "bundir"),
        ("b-u-n-u-h", "bunuh"),
        ("b*n*h", "bunuh"),
        ("d*pukul", "dipukul"),
        ("di*ukul", "dipukul"),
        ("b.nuh", "bunuh"),
        ("dpukul", "dipukul"),
        ("dpkl", "dipukul"),
        ("dipulul", "dipukul"),
        ("dipuklu", "dipukul"),
        ("dippukul", "dipukul"),
        ("bnuh", "bunuh"),
    ],
)
def test_one_word_written_oddly_is_the_word(written: str, word: str) -> None:
    assert heard(written) == [word]


def test_single_letters_and_short_runs_stay_apart() -> None:
    assert heard("a b") == ["a", "b"]
    assert heard("p") == ["p"]


@pytest.mark.parametrize(
    "text", ["ke b u n d i r", "b u n d i r.", "#b u n d i r", "(b u n d i r@", ",b u n d i r_ ya", "é b u n d i r"]
)
def test_spaced_letters_are_one_word_wherever_they_stand(text: str) -> None:
    assert "bundir" in heard(text)


@pytest.mark.parametrize(
    "text", ["aku, takut: mati", "malam.aku takut mati", "aku *takut* 'mati'", "aku takut... mati"]
)
def test_each_word_stands_where_it_was_written(text: str) -> None:
    assert places(text) == re.findall(r"[a-z]+", text)


def test_a_word_said_twice_is_heard_once_with_both_in_its_place() -> None:
    assert heard("om pegang-pegang aku") == ["om", "pegang", "aku"]
    assert places("om pegang-pegang aku") == ["om", "pegang-pegang", "aku"]
    assert heard("tolong tolong TOLONG!!") == ["tolong"]


def test_the_same_word_in_two_sentences_is_two_words() -> None:
    assert heard("aku takut. takut pulang") == ["aku", "takut", "takut", "pulang"]


def test_spelling_may_make_two_words_of_one_in_the_same_place() -> None:
    assert heard("gamau", SPELLING) == ["tidak", "mau"]
    assert places("pengen bundir ya", SPELLING) == ["pengen", "bundir", "bundir", "ya"]


@pytest.mark.parametrize(("written", "words"), [("anak 4th", "4 th"), ("bayi 8bln", "8 bln"), ("kls5", "kls 5")])
def test_a_number_glued_to_its_unit_is_a_number(written: str, words: str) -> None:
    assert [one.says for one in words_of(written, PLAIN).heard][-2:] == words.split()


def test_words_glued_together_are_taken_apart_where_a_rule_knows_one() -> None:
    known = lexicon("dipukul ayah aku", ordinary="kemarin")
    assert heard("akudipukulayah", known) == ["aku", "dipukul", "ayah"]
    assert heard("kemarindipukul", known) == ["-", "dipukul"]
    assert heard("kemarinkemarin", known) == ["kemarinkemarin"]


def test_an_ordinary_word_is_never_guessed_at() -> None:
    assert heard("dipukau", lexicon("dipukul", ordinary="dipukau")) == ["-"]
    assert heard("kemati", lexicon("mati", ordinary="kemati")) == ["-"]


def test_a_guess_may_have_two_readings() -> None:
    words = words_of("bcak", lexicon("bacak becak"))
    assert words.heard[0].names == {"bacak", "becak"}


@pytest.mark.parametrize("written", ["pukau", "mata", "ati", "ikut"])
def test_a_short_word_one_letter_away_is_another_word(written: str) -> None:
    assert heard(written) == [written]


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("😭😭 dipukul", "dipukul", "dipukul"),
        ("👨‍👩‍👧 aku dipukul 😭", "dipukul", "dipukul"),
        ("aku di\u200bpukul ya", "dipukul", "di\u200bpukul"),
        ("aku dipuku\u0301l ya", "dipukul", "dipuku\u0301l"),
        ("é\u0301é dipukuuuul!", "dipukul", "dipukuuuul"),
        ("ke b u n d i r ya", "bundir", "b u n d i r"),
        ("𝒂𝒌𝒖 dipukul", "aku", "𝒂𝒌𝒖"),
    ],
)
def test_a_span_counts_code_points_of_the_original(text: str, word: str, place: str) -> None:
    words = words_of(text, PLAIN)
    number = next(place for place, one in enumerate(words.heard) if word in one.names)
    start, end = words.span(number, number)
    assert text[start:end] == place


def test_split_words_are_joined_only_where_a_rule_knows_the_whole() -> None:
    known = lexicon("dipukul anakku")
    assert heard("aku di pukul", known) == ["aku", "dipukul"]
    assert places("aku di  pukul", known) == ["aku", "di  pukul"]
    assert heard("anak ku di rumah", known) == ["anakku", "di", "rumah"]
    assert heard("taruh di. pukul 7", known)[:2] == ["taruh", "di"]


def test_a_comma_begins_a_part_and_a_clock_does_not() -> None:
    assert words_of("tidak, dipukul", PLAIN).fresh == {0, 1}
    assert words_of("pukul 09.00 ya", PLAIN).fresh == {0}


@pytest.mark.parametrize("text", ["", "   ", "...", "\u200b\u200b", "***", "___", "\x00", "\ud800"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert heard(text) == []


def test_a_picture_is_a_word() -> None:
    assert heard("😭🔪", lexicon("🔪")) == ["🔪"]
