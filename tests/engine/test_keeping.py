"""How long an answer is kept: for the talk, for a visit, for a span; and what fell away comes back by no way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.engine import keeping
from bot.engine.rehearsal import Rehearsal
from bot.engine.walk import Walk
from bot.flow.book import Talk, Variable
from bot.model.conversation import QUIET, Conversation, Frame, Past, Position, Reach
from bot.model.message import Channel, ContactId, ConversationId, Left
from tests.engine.minds import mind

AT = datetime.fromisoformat(Talk("", ()).at)
WEEK, SECOND = timedelta(days=7), timedelta(seconds=1)
KNOWN = {
    "cerita": Variable("cerita", "sensitive", "7d"),
    "layar": Variable("layar", "none", "visit"),
    "umur": Variable("umur", "indirect", "talk", "age_band"),
}


def talker(**keep: str) -> Rehearsal:
    """A talk of the project's own book, whose variables are kept so long."""
    book = mind().book
    known = {name: replace(one, keep=keep.get(name, "talk")) for name, one in book.variables.items()}
    return Rehearsal(replace(mind(), book=replace(book, variables=known)), AT)


def bullied(**keep: str) -> Rehearsal:
    one = talker(**keep)
    one.user("aku diejek terus di kelas")
    one.press("sekolah")
    return one


def values(one: Rehearsal) -> Mapping[str, str]:
    return one.conversation.variables


def walk(**changes: object) -> Walk:
    book = replace(mind().book, variables={**mind().book.variables, **KNOWN})
    talk = Conversation(ConversationId("c"), ContactId("k"), Channel.TELEGRAM, AT)
    return Walk(replace(mind(), book=book), talk.grown(**changes), AT)


def test_what_is_kept_for_the_talk_is_there_a_month_later() -> None:
    one = bullied()
    one.after(timedelta(days=29))
    one.user("halo")
    assert values(one)["tempat"] == "sekolah"


def test_a_span_is_over_when_it_is_over_and_not_a_moment_before() -> None:
    told = keeping.saved(KNOWN, {}, "cerita", "x", AT)
    assert keeping.over(KNOWN, told, AT + WEEK) == []
    assert keeping.over(KNOWN, told, AT + WEEK + SECOND) == ["cerita"]


def test_what_was_told_again_is_kept_from_then_on() -> None:
    told = keeping.saved(KNOWN, {}, "cerita", "x", AT)
    again = keeping.saved(KNOWN, told, "cerita", "y", AT + WEEK)
    assert keeping.over(KNOWN, again, AT + WEEK + WEEK) == []


def test_a_value_of_which_nobody_knows_when_it_was_told_has_fallen_away() -> None:
    assert keeping.over(KNOWN, {"cerita": "x", "umur": "7-9", "layar": "aman"}, AT) == ["cerita"]


def test_only_what_has_a_span_is_dated() -> None:
    assert keeping.saved(KNOWN, {}, "umur", "7-9", AT) == {"umur": "7-9"}
    assert keeping.saved(KNOWN, {}, "unheard of", "x", AT) == {"unheard of": "x"}


def test_after_its_span_an_answer_is_gone_before_anything_reads_it() -> None:
    one = bullied(tempat="7d")
    one.after(WEEK - timedelta(hours=1))
    one.user("halo")
    assert values(one)["tempat"] == "sekolah"
    one.after(timedelta(hours=2))
    one.user("lanjut")
    assert not {name for name in values(one) if name.startswith("tempat")}


@pytest.mark.parametrize("leaves", ["silence", "exit"])
def test_what_is_kept_for_a_visit_is_gone_once_nobody_is_known_to_be_there(leaves: str) -> None:
    one = bullied(tempat="visit")
    one.user("sebentar ya, mau minum dulu")
    assert values(one)["tempat"] == "sekolah"
    if leaves == "exit":
        one.take(Left(one.at))
        assert one.conversation.ended_at
    else:
        one.after(QUIET + SECOND)
        one.user("halo")
        assert one.conversation.locked
    assert "tempat" not in values(one)


def test_a_question_that_is_undone_gives_an_older_answer_back_with_its_own_age() -> None:
    one = walk(variables=keeping.saved(KNOWN, {}, "cerita", "lama", AT - WEEK))
    names = keeping.with_moments(KNOWN, ["cerita"])
    undo = {name: one.now.variables.get(name) for name in names}
    one.save("cerita", "baru")
    one.put_back(undo)
    assert one.now.variables["cerita"] == "lama"
    one.at += SECOND
    one.forget_old()
    assert one.now.variables == {}


def test_what_fell_away_comes_back_by_no_undone_question() -> None:
    one = walk(variables=keeping.saved(KNOWN, {}, "cerita", "lama", AT - WEEK))
    undo = {name: one.now.variables.get(name) for name in keeping.with_moments(KNOWN, ["cerita"])}
    one.save("cerita", "baru")
    one.at += SECOND
    one.put_back(undo)
    assert one.now.variables == {}


def test_what_was_told_for_a_visit_comes_back_by_no_call_and_by_no_undone_question() -> None:
    frames = (Frame("ortu/layar", "tanya", {"layar": "aman", "umur": "7-9"}),)
    place = Position("anak/perundungan", "di_mana", frames)
    one = walk(variables={"layar": "tidak"}, position=place, resume=place, past=(Past(place, {"layar": "aman"}),))
    one.lock()
    kept = (Frame("ortu/layar", "tanya", {"layar": None, "umur": "7-9"}),)
    assert (one.now.position, one.now.resume) == (replace(place, calls=kept), replace(place, calls=kept))
    assert (one.now.variables, one.now.past) == ({}, ())


def test_what_an_answer_set_falls_away_with_it_but_never_the_care_that_was_asked_for() -> None:
    one = walk()
    for name, value in (("hp_sendiri", "ya"), ("umur", "7-9"), ("jangkauan", "jangan")):
        one.save(name, value)
    assert (one.now.own_phone, one.now.age_band, one.now.reach) == (True, "7-9", Reach.ON_RETURN)
    for name in ("hp_sendiri", "umur", "jangkauan"):
        one.put(name, None)
    assert (one.now.own_phone, one.now.age_band, one.now.reach) == (False, "", Reach.ON_RETURN)
    assert one.now.variables == {}
