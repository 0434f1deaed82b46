"""Lines fit whatever they hold."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.flow.letters import width, wrapped

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=120)


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.integers(20, 300))
@example("/000", 20)
def test_no_line_is_wider_than_its_room_and_no_word_is_lost(text: str, room: int) -> None:
    lines = wrapped(text, 12, room)
    assert all(width(line, 12) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.integers(30, 300), st.integers(1, 4))
def test_what_is_cut_off_ends_in_three_dots(text: str, room: int, most: int) -> None:
    whole, cut = wrapped(text, 12, room), wrapped(text, 12, room, most=most)
    assert cut == whole if len(whole) <= most else len(cut) == most and cut[-1].endswith("…")
    assert all(width(line, 12) <= room for line in cut)


def test_a_long_name_is_broken_after_a_mark_inside_it() -> None:
    assert wrapped("perintah/nama_yang_panjang", 12, 90) == ["perintah/", "nama_yang_", "panjang"]


def test_a_name_without_end_takes_no_time() -> None:
    assert len(wrapped("m" * 100_000, 12, 120)) == 10_000
