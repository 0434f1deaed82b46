"""A text as the ear compares it: the words, and where each stands in what was written."""

import pytest

from bot.screen.normalise import Spelling, plain_word, words_of

PLAIN = Spelling()
SPELLING = Spelling({"gak": "tidak", "gamau": "tidak mau", "bundir": "bunuh diri", "b*nuh": "bunuh"})


def heard(text: str, spelling: Spelling = PLAIN) -> list[str]:
    return list(words_of(text, spelling).heard)


def places(text: str, spelling: Spelling = PLAIN) -> list[str]:
    """What stands in the original where each word was heard."""
    words = words_of(text, spelling)
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
        ("pegang2in", "pegangin"),
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
        ("b*n*h", "bnh"),
    ],
)
def test_one_word_written_oddly_is_the_word(written: str, word: str) -> None:
    assert heard(written) == [word]


def test_single_letters_and_short_runs_stay_apart() -> None:
    assert heard("a b c") == ["a", "b", "c"]
    assert heard("p") == ["p"]


def test_a_word_said_twice_is_heard_once_with_both_in_its_place() -> None:
    assert heard("om pegang-pegang aku") == ["om", "pegang", "aku"]
    assert places("om pegang-pegang aku") == ["om", "pegang-pegang", "aku"]
    assert heard("tolong tolong TOLONG!!") == ["tolong"]


def test_the_same_word_in_two_sentences_is_two_words() -> None:
    assert heard("aku takut. takut pulang") == ["aku", "takut", "takut", "pulang"]


def test_spelling_may_make_two_words_of_one_in_the_same_place() -> None:
    assert heard("gamau", SPELLING) == ["tidak", "mau"]
    assert places("pengen bundir ya", SPELLING) == ["pengen", "bundir", "bundir", "ya"]


def test_stars_are_looked_up_before_they_are_dropped() -> None:
    assert heard("b*nuh", SPELLING) == ["bunuh"]


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
    number = words.heard.index(word)
    start, end = words.span(number, number)
    assert text[start:end] == place


def test_split_words_are_joined_only_where_a_rule_knows_the_whole() -> None:
    known = Spelling({}, frozenset(["dipukul", "anakku"]))
    assert heard("aku di pukul", known) == ["aku", "dipukul"]
    assert places("aku di  pukul", known) == ["aku", "di  pukul"]
    assert heard("anak ku di rumah", known) == ["anakku", "di", "rumah"]
    assert heard("taruh di. pukul 7", known) == ["taruh", "di", "pukul", "7"]


def test_a_place_in_the_joined_words_leads_back_to_its_word() -> None:
    words = words_of("aku takut pulang", PLAIN)
    assert words.joined == " aku takut pulang "
    assert [words.number_at(start) for start in words.starts] == [0, 1, 2]
    assert words.number_at(words.joined.index("lang")) == 2


def test_a_comma_begins_a_part_and_a_clock_does_not() -> None:
    assert words_of("tidak, dipukul", PLAIN).fresh == {0, 1}
    assert words_of("pukul 09.00 ya", PLAIN).fresh == {0}


@pytest.mark.parametrize("text", ["", "   ", "...", "😭", "\u200b\u200b", "***", "___", "\x00", "\ud800"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert heard(text) == []


def test_a_word_that_vanishes_when_folded_is_no_word() -> None:
    assert plain_word("\u0301", {}) == ""
