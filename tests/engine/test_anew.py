"""Beginning anew on a phone that several share: who wrote before is neither shown nor overwritten."""

from datetime import timedelta

import pytest

from bot.engine.rehearsal import Rehearsal
from bot.model.conversation import Reader
from tests.engine.minds import rehearsal, through_a_row

DAY = timedelta(hours=25)


def back(text: str = "aku 8 tahun diejek di kelas") -> Rehearsal:
    """A child wrote; a day later somebody holds the phone."""
    one = rehearsal(keep=through_a_row)
    one.user(text)
    one.after(DAY)
    one.user("halo")
    return one


def said(one: Rehearsal) -> str:
    return " ".join(bubble.text for bubble in one.turns[-1].says)


def test_who_begins_anew_is_greeted_as_anybody_is() -> None:
    one, stranger = back(), rehearsal(keep=through_a_row)
    one.press("baru")
    stranger.user("halo")
    assert said(one) == said(stranger)
    assert (one.conversation.reader, one.conversation.age_band) == (Reader.UNKNOWN, "")


def test_who_begins_anew_is_spoken_to_as_they_say() -> None:
    one = back()
    one.press("baru")
    one.press("parent")
    assert one.conversation.reader is Reader.PARENT
    assert one.conversation.locked


def test_who_goes_on_where_nobody_else_was_named_is_who_wrote_before() -> None:
    one = back()
    one.press("baru")
    one.user("lanjut")
    assert (one.conversation.reader, one.conversation.age_band) == (Reader.CHILD, "7-9")
    assert not one.conversation.locked


@pytest.mark.parametrize("other", ["parent", "dewasa"])
def test_who_goes_on_after_somebody_else_is_nobody_that_we_know(other: str) -> None:
    one = back()
    one.press("baru")
    one.press(other)
    one.after(DAY)
    one.user("halo")
    one.press("lanjut")
    assert (one.conversation.reader, one.conversation.age_band) == (Reader.UNKNOWN, "")
    assert "semula" not in one.conversation.variables


@pytest.mark.parametrize("times", [1, 2])
def test_the_same_once_more_stays_who_they_are(times: int) -> None:
    one = back("aku diejek di kelas")
    for _ in range(times):
        one.press("baru")
        one.press("child")
        one.after(DAY)
        one.user("halo")
    one.press("lanjut")
    assert one.conversation.reader is Reader.CHILD


def test_the_menu_of_a_closed_talk_is_anybodys_too() -> None:
    one, stranger = back(), rehearsal(keep=through_a_row)
    one.user("menu")
    stranger.user("halo")
    assert said(one) == said(stranger)
