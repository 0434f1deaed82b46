"""What text has to be before it is kept, and how it is cut."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.letters import MORE, clean, cut, units
from bot.model.message import LONGEST_TEXT, storable

ANY_TEXT = st.text(st.characters(codec=None))
"""Lone surrogates and zero bytes too."""


@given(ANY_TEXT)
def test_whatever_is_kept_can_be_written_and_has_the_same_length(text: str) -> None:
    kept = storable(text)
    assert len(kept) == len(text)
    assert "\x00" not in kept
    assert kept.encode("utf-8").decode("utf-8") == kept


def test_right_to_left_marks_emoji_and_joiners_are_kept_as_they_are() -> None:
    text = "\u200f\u202eabc\u202c \u2066x\u2069 👨‍👩‍👧 é"
    assert storable(text) == text


def test_what_is_no_text_is_empty_and_a_flood_of_letters_is_cut() -> None:
    assert [clean(one) for one in (None, 7, True, ["a"], {"a": 1}, b"a")] == [""] * 6
    assert len(clean("a" * (LONGEST_TEXT + 1))) == LONGEST_TEXT


@given(ANY_TEXT, st.integers(1, 40))
def test_a_cut_fits_in_utf_16_units_and_halves_no_letter(text: str, most: int) -> None:
    text = storable(text)
    kept = cut(text, most)
    assert len(kept.encode("utf-16-le")) // 2 <= most
    assert kept == text or (kept.endswith(MORE) and text.startswith(kept.removesuffix(MORE)))


def test_an_emoji_counts_twice_as_the_platforms_count() -> None:
    assert units("a😭") == 3
    assert cut("😭😭", 3) == "😭…"
    assert cut("😭😭", 4) == "😭😭"
