"""The wish to be erased: the same words whether or not there is a case, and never while a person is due."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.engine.rehearsal import Rehearsal
from bot.model.conversation import QUIET, TicketState, Voice
from bot.model.message import Claimed, CounselorId, Level, Office, Replied, Returned
from bot.model.turn import Erase, Unlink
from bot.rules.can_send import Go, can_send
from tests.engine.minds import rehearsal

RANI = CounselorId("rani")
LONG = QUIET + timedelta(minutes=1)


def quiet() -> Rehearsal:
    """Nothing was heard, and nobody is due."""
    one = rehearsal()
    one.user("anakku tantrum")
    return one


def worried() -> Rehearsal:
    """Something was heard; no person was wanted."""
    one = rehearsal()
    one.user("aku dipukul bapak tiap malam")
    assert one.press("tidak_ada")
    assert one.press("nanti")
    assert one.conversation.level >= Level.HIGH
    return one


def waiting() -> Rehearsal:
    """A child who asked for a person and waits."""
    one = rehearsal()
    one.user("aku dipukul bapak tiap malam")
    assert one.press("tidak_ada")
    assert one.press("orang")
    assert one.press("boleh")
    return one


def claimed() -> Rehearsal:
    one = waiting()
    one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    return one


def away(begin: Callable[[], Rehearsal]) -> Rehearsal:
    """Somebody holds the phone after a long silence, and has been greeted."""
    one = begin()
    one.after(LONG)
    one.user("halo")
    assert one.conversation.locked
    return one


def texts(one: Rehearsal) -> list[str]:
    return [bubble.text for bubble in one.said]


def asks(one: Rehearsal, *answers: str) -> list[list[str]]:
    """All that is read from the command on; what can_send would not let through is not read."""
    read = []
    for word in ("hapus", *answers):
        one.user(word)
        read.append(texts(one))
        assert go(one)
    return read


def go(one: Rehearsal) -> bool:
    """May all that was said now leave?"""
    now, says = one.turns[-1].conversation, one.turns[-1].says
    return all(isinstance(can_send(now, said.author, one.at, written=one.at, answers=True), Go) for said in says)


def close(one: Rehearsal, who: CounselorId = RANI) -> None:
    one.hush()
    one.take(Returned(one.at, who, "selesai"))


def effects(one: Rehearsal) -> list[type]:
    return [type(effect) for effect in one.turns[-1].effects]


def wishes(one: Rehearsal) -> list[str]:
    ticket = one.conversation.ticket
    return [reason.rule for reason in ticket.reasons if reason.rule == "hapus"] if ticket else []


def test_a_talk_without_a_case_ends_to_be_erased() -> None:
    one = quiet()
    asks(one, "1")
    assert (one.conversation.ended_because, one.conversation.ticket) == ("hapus", None)
    assert one.conversation.ended_at == one.at
    assert Erase in effects(one)
    assert Unlink not in effects(one), "the farewell is still read on the page"


@pytest.mark.parametrize("begin", [worried, waiting], ids=["heard", "waiting"])
@pytest.mark.parametrize("answer", ["1", "hapus saja", "ya"])
def test_what_is_read_is_the_same_with_and_without_a_case(begin: Callable[[], Rehearsal], answer: str) -> None:
    assert asks(begin(), answer) == asks(quiet(), answer)


@pytest.mark.parametrize("begin", [worried, waiting, claimed], ids=["heard", "waiting", "claimed"])
@pytest.mark.parametrize("answers", [("1",), ("2",), ("entahlah", "1"), ("entahlah", "entahlah")])
def test_who_may_be_somebody_else_reads_the_same_too(begin: Callable[[], Rehearsal], answers: tuple[str, ...]) -> None:
    assert asks(away(begin), *answers) == asks(away(quiet), *answers)


@pytest.mark.parametrize("begin", [worried, waiting, claimed], ids=["heard", "waiting", "claimed"])
def test_what_is_kept_is_told_the_same_to_whoever_may_be_somebody_else(begin: Callable[[], Rehearsal]) -> None:
    told = []
    for one in (away(quiet), away(begin)):
        one.user("apa yang disimpan")
        assert go(one)
        told.append(texts(one))
    assert told[0] == told[1]
    assert "Tulis HAPUS" in told[0][1]


def test_with_a_person_due_the_wish_is_a_reason_that_a_counselor_sees() -> None:
    one = waiting()
    asks(one, "1")
    now = one.conversation
    assert now.ticket
    assert (now.ticket.state, now.voice, now.locked) == (TicketState.WAITING, Voice.WAITING, True)
    assert (now.ended_at, now.ended_because, wishes(one)) == (None, "hapus", ["hapus"])


def test_who_asks_twice_is_noted_once() -> None:
    one = waiting()
    asks(one, "1")
    one.user("halo")
    asks(one, "1")
    assert wishes(one) == ["hapus"]


def test_the_close_fulfils_it_and_nothing_more_is_said_on_that_phone() -> None:
    one = waiting()
    asks(one, "1")
    one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    close(one)
    now = one.conversation
    assert (now.ended_because, now.ended_at, texts(one)) == ("hapus", one.at, [])
    assert now.ticket
    assert now.ticket.state is TicketState.CLOSED
    assert Erase in effects(one)


def test_the_wish_lives_on_when_the_contact_writes_again_before_the_close() -> None:
    one = waiting()
    asks(one, "1")
    one.user("halo")
    one.user("lanjut")
    one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    one.take(Replied(one.at, RANI, "Kami di sini."))
    close(one)
    assert one.conversation.ended_because == "hapus"


def test_a_close_without_a_wish_ends_nothing() -> None:
    one = claimed()
    close(one)
    assert one.conversation.ended_at is None
    assert Erase not in effects(one)


def test_while_claimed_who_may_be_somebody_else_can_ask_and_the_counselor_keeps_the_floor() -> None:
    one = away(claimed)
    asks(one, "1")
    now = one.conversation
    assert now.ticket
    assert (now.ticket.state, now.voice, wishes(one)) == (TicketState.CLAIMED, Voice.COUNSELOR, ["hapus"])
    assert now.ended_at is None


def test_while_a_counselor_talks_with_them_the_bot_stays_silent_and_nothing_is_noted() -> None:
    one = claimed()
    one.take(Replied(one.at, RANI, "Fotonya sudah dihapus?"))
    one.user("hapus")
    assert texts(one) == []
    assert wishes(one) == []


def test_where_something_was_heard_a_person_looks_before_somebody_else_erases_it() -> None:
    one = away(worried)
    assert one.conversation.ticket is None
    asks(one, "1")
    now = one.conversation
    assert now.ticket
    assert (now.ticket.state, now.voice, wishes(one)) == (TicketState.WAITING, Voice.WAITING, ["hapus"])
    assert (now.ended_at, now.locked) == (None, True)


def test_who_told_it_erases_it_themselves_at_once() -> None:
    one = worried()
    asks(one, "1")
    assert one.conversation.ended_because == "hapus"
    assert one.conversation.ended_at


def test_where_nothing_was_heard_it_is_erased_also_after_a_long_silence() -> None:
    one = away(quiet)
    asks(one, "1")
    assert one.conversation.ended_at


def test_an_offer_at_high_that_was_not_answered_is_waited_for() -> None:
    one = rehearsal()
    one.user("aku dipukul bapak tiap malam")
    asks(one, "1")
    ticket = one.conversation.ticket
    assert ticket
    assert [reason.rule for reason in ticket.reasons] == ["offer_unanswered", "hapus"]


@pytest.mark.parametrize("begin", [worried, waiting], ids=["heard", "waiting"])
def test_the_next_word_is_welcomed_like_anybodys(begin: Callable[[], Rehearsal]) -> None:
    read = []
    for one in (away(quiet), away(begin)):
        asks(one, "1")
        one.after(timedelta(minutes=1))
        one.user("halo")
        read.append(texts(one))
    assert read[0] == read[1]
    assert "Siapa yang menulis?" in read[0][-1]
