"""An answer that a counselor promised for an hour: said, noted, kept or seen to be late."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.floor import LEASE
from bot.engine.promises import FARTHEST, SOONER
from bot.engine.rehearsal import Rehearsal
from bot.model.conversation import Promise, TicketState
from bot.model.message import Accepted, Author, Lapsed, Promised, Released, Replied, Returned
from bot.model.turn import Term, Unterm
from tests.engine.test_floor import AWAY, RANI, SARI, does, held, offers, said, ticket

TOMORROW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
"""Four in the afternoon in East Kalimantan, the day after."""


def promised(due: datetime = TOMORROW) -> Rehearsal:
    one = held()
    assert does(one, Promised(one.at, RANI, due)) == ""
    return one


def test_a_promise_is_said_in_the_counselors_voice_and_noted_with_its_owner() -> None:
    one = promised()
    assert [(bubble.text, bubble.author) for bubble in one.turns[-1].says] == [
        ("Saya balas lagi hari Rabu, sekitar jam 16.00 WITA.", Author.COUNSELOR)
    ]
    assert ticket(one).promise == Promise(TOMORROW, RANI, "Kak Rani")
    assert Term("promise", one.conversation.turn, TOMORROW) in one.turns[-1].effects


def test_who_promises_first_is_introduced_first() -> None:
    one = held(spoke=False)
    does(one, Promised(one.at, RANI, TOMORROW))
    assert len(said(one)) == 2
    assert said(one)[0].startswith("Halo, saya Kak Rani")


def test_only_who_holds_the_talk_promises_and_only_what_is_to_come() -> None:
    one = held()
    assert does(one, Promised(one.at, SARI, TOMORROW)) == "not_yours"
    for due in (one.at, one.at + FARTHEST + timedelta(seconds=1)):
        assert does(one, Promised(one.at, RANI, due)) == "when"
    assert ticket(one).promise is None


@pytest.mark.parametrize("way", ["lease", "release"])
def test_who_was_promised_an_answer_is_not_told_that_the_counselor_is_gone(way: str) -> None:
    one = promised()
    one.at += LEASE if way == "lease" else timedelta()
    does(one, Lapsed(one.at, "lease", 0) if way == "lease" else Released(one.at, RANI))
    assert said(one) == []
    assert ticket(one).state is TicketState.WAITING
    assert ticket(one).promise is not None


def test_a_reply_near_its_hour_keeps_it_and_an_earlier_one_does_not() -> None:
    one = promised()
    one.at = TOMORROW - SOONER - timedelta(seconds=1)
    does(one, Replied(one.at, RANI, "Belum, ya."))
    assert ticket(one).promise is not None
    one.at = TOMORROW - SOONER
    does(one, Replied(one.at, RANI, "Ini jawabannya."))
    assert ticket(one).promise is None
    assert Unterm("promise") in one.turns[-1].effects


def test_a_promise_whose_hour_came_is_a_reason_and_nothing_is_said() -> None:
    one = promised()
    does(one, Released(one.at, RANI))
    does(one, Lapsed(one.at, "promise", 0))
    assert one.turns[-1].effects == (Term("promise", one.conversation.turn, TOMORROW),)
    one.at = TOMORROW
    does(one, Lapsed(one.at, "promise", 0))
    assert said(one) == []
    assert ticket(one).reasons[-1].rule == "promise"
    assert ticket(one).promise is not None


def test_who_accepts_the_talk_takes_its_promise_over() -> None:
    one = promised()
    offers(one)
    does(one, Accepted(one.at, SARI, "Kak Sari", AWAY))
    assert ticket(one).promise == Promise(TOMORROW, SARI, "Kak Sari")


def test_a_talk_that_is_closed_owes_nothing() -> None:
    one = promised()
    does(one, Returned(one.at, RANI, "selesai"))
    assert ticket(one).promise is None
    assert Unterm("promise") in one.turns[-1].effects
    does(one, Lapsed(TOMORROW, "promise", 0))
    assert said(one) == []
