"""Who of the counselors has the floor, and what the family reads when that changes."""

from datetime import timedelta

import pytest

from bot.engine.fault import fault
from bot.engine.floor import LEASE, OFFER
from bot.engine.rehearsal import Rehearsal
from bot.model.conversation import Ticket, TicketState, Voice
from bot.model.message import (
    Accepted,
    Author,
    Channel,
    Claimed,
    CounselorId,
    Declined,
    Inbound,
    Lapsed,
    Noted,
    Offered,
    Office,
    Recalled,
    Released,
    Replied,
    Returned,
    Worked,
)
from bot.model.turn import Note, Term, Unterm
from bot.rules.can_send import Go, Held, can_send
from tests.engine.minds import rehearsal, through_a_row

RANI, SARI, BUDI = CounselorId("rani"), CounselorId("sari"), CounselorId("budi")
HOME, AWAY = Office("provinsi"), Office("berau")
PARTS = (("siapa", "anak 12 tahun"),)
GONE = "Kak Rani tidak bisa melanjutkan sekarang. Obrolan ini tetap ada di antrean."


def held(*, spoke: bool = True) -> Rehearsal:
    """A child who asked for a person, and Kak Rani who has their talk."""
    one = rehearsal(Channel.TELEGRAM, through_a_row)
    one.user("aku dipukul bapak tiap malam")
    one.press("tidak_ada")
    one.press("orang")
    one.press("boleh")
    does(one, Claimed(one.at, RANI, "Kak Rani", HOME))
    if spoke:
        does(one, Replied(one.at, RANI, "Aku di sini."))
    return one


def does(one: Rehearsal, inbound: Inbound) -> str:
    one.send(inbound)
    return one.turns[-1].refused


def ticket(one: Rehearsal) -> Ticket:
    found = one.conversation.ticket
    assert found is not None
    return found


def said(one: Rehearsal) -> list[str]:
    return [bubble.text for bubble in one.turns[-1].says]


def offers(one: Rehearsal, to: CounselorId | None = SARI, office: Office = AWAY) -> str:
    return does(one, Offered(one.at, RANI, office, PARTS, to, "Kak Sari" if to else ""))


@pytest.mark.parametrize("way", ["lease", "release", "offer"])
def test_who_knew_the_counselor_reads_that_they_are_gone_and_where_the_numbers_are(way: str) -> None:
    one = held()
    if way == "offer":
        offers(one)
    one.at += {"lease": LEASE, "offer": OFFER, "release": timedelta()}[way]
    does(one, Released(one.at, RANI) if way == "release" else Lapsed(one.at, way, 0))
    (text,) = said(one)
    assert text.startswith(GONE)
    assert "Tulis NOMOR" in text
    assert one.turns[-1].says[0].author is Author.BOT
    assert (ticket(one).state, ticket(one).back, ticket(one).was_with) == (TicketState.WAITING, way, RANI)
    assert one.conversation.voice is Voice.WAITING
    one.user("NOMOR")
    assert any("119" in bubble.text for bubble in one.said)


def test_who_never_heard_of_the_counselor_is_not_told_of_one() -> None:
    one = held(spoke=False)
    does(one, Released(one.at, RANI))
    assert said(one) == []


def test_who_wrote_into_the_silence_of_a_counselor_hears_what_who_waits_hears() -> None:
    one = held(spoke=False)
    one.at += timedelta(minutes=1)
    one.user("kak?")
    assert one.said == []
    does(one, Released(one.at, RANI))
    (text,) = said(one)
    assert text.startswith("Pesanmu tersimpan")


def test_a_word_that_finds_the_counselor_gone_is_answered_with_that_and_once() -> None:
    one = held()
    one.at += LEASE
    one.conversation = one.conversation.grown(last_in_at=one.at)
    one.user("aku masih di sini")
    assert [text.startswith(GONE) for text in said(one)] == [True]
    one.user("halo lagi")
    assert said(one) == ["Pesanmu tersimpan."]
    does(one, Lapsed(one.at, "lease", 0))
    assert said(one) == []


def test_what_is_said_of_a_counselor_who_is_gone_obeys_the_laws_of_a_counselors_words() -> None:
    one = held()
    does(one, Released(one.at, RANI))
    now, written = one.conversation, one.at
    assert can_send(now, Author.BOT, one.at, written=written) == Go()
    later = one.at + timedelta(minutes=11)
    assert can_send(now, Author.BOT, later, written=written) == Held("unsafe")


@pytest.mark.parametrize("work", [Worked, Noted, Replied, Offered, Recalled], ids=lambda one: one.__name__)
def test_every_kind_of_work_begins_the_lease_anew(work: type) -> None:
    one = held()
    if work is Recalled:
        offers(one)
    one.at += LEASE / 6
    deeds: dict[type, Inbound] = {
        Worked: Worked(one.at, RANI),
        Noted: Noted(one.at, RANI, "Pelan."),
        Replied: Replied(one.at, RANI, "Halo."),
        Offered: Offered(one.at, RANI, AWAY, PARTS),
        Recalled: Recalled(one.at, RANI),
    }
    assert does(one, deeds[work]) == ""
    assert ticket(one).lease_until == one.at + LEASE
    assert Term("lease", one.conversation.turn, one.at + LEASE) in one.turns[-1].effects
    one.at += timedelta(minutes=1)
    assert does(one, Declined(one.at, SARI, AWAY)) in ("", "not_offered")
    assert ticket(one).lease_until == one.at - timedelta(minutes=1) + LEASE


def test_time_that_passes_ends_a_claim_by_itself() -> None:
    one = held()
    one.after(LEASE - timedelta(seconds=1))
    assert ticket(one).state is TicketState.CLAIMED
    one.after(timedelta(seconds=1))
    assert (ticket(one).state, one.conversation.voice) == (TicketState.WAITING, Voice.WAITING)
    assert [bubble.text.startswith(GONE) for bubble in one.said] == [True]
    one.after(LEASE)
    assert one.said == []


def test_a_timer_that_comes_too_early_is_set_again_and_takes_nobody_the_floor() -> None:
    one = held()
    until = one.at + LEASE
    does(one, Lapsed(one.at, "lease", 0))
    assert (ticket(one).state, said(one)) == (TicketState.CLAIMED, [])
    assert one.turns[-1].effects == (Term("lease", one.conversation.turn, until),)


def test_a_colleague_who_accepts_is_introduced_once_from_their_own_office() -> None:
    one = held()
    assert offers(one) == ""
    assert said(one) == []
    assert Note("handover", RANI, PARTS) in one.turns[-1].effects
    assert (ticket(one).state, ticket(one).claimed_by) == (TicketState.OFFERED, RANI)
    assert does(one, Replied(one.at, RANI, "Sebentar.")) == ""
    assert does(one, Accepted(one.at, SARI, "Kak Sari", AWAY)) == ""
    (bubble,) = one.turns[-1].says
    assert bubble.text == (
        "Halo, saya Kak Sari dari Puspaga Berau. Saya manusia, konselor di sini. "
        "Saya melanjutkan obrolan dengan Kak Rani."
    )
    assert bubble.author is Author.COUNSELOR
    assert Unterm("offer") in one.turns[-1].effects
    assert does(one, Replied(one.at, SARI, "Aku baca dulu.")) == ""
    assert said(one) == ["Aku baca dulu."]
    assert does(one, Replied(one.at, RANI, "Eh.")) == "not_yours"
    assert (ticket(one).office, ticket(one).offer, one.conversation.voice) == (HOME, None, Voice.COUNSELOR)


def test_who_accepts_before_anybody_spoke_is_introduced_like_the_first() -> None:
    one = held(spoke=False)
    offers(one)
    does(one, Accepted(one.at, SARI, "Kak Sari", AWAY))
    assert said(one) == []
    does(one, Replied(one.at, SARI, "Halo."))
    assert said(one)[0].startswith("Halo, saya Kak Sari dari Puspaga Berau.")


def test_an_office_that_accepts_has_the_ticket_from_then_on() -> None:
    one = held()
    offers(one, None)
    assert does(one, Accepted(one.at, BUDI, "Kak Budi", HOME)) == "not_offered"
    assert does(one, Accepted(one.at, SARI, "Kak Sari", AWAY)) == ""
    does(one, Released(one.at, SARI))
    assert ticket(one).office == AWAY


def test_only_who_is_asked_may_accept_or_refuse_and_only_in_time() -> None:
    one = held()
    assert does(one, Accepted(one.at, SARI, "Kak Sari", AWAY)) == "not_offered"
    offers(one)
    for who, office in ((BUDI, AWAY), (RANI, AWAY)):
        assert does(one, Accepted(one.at, who, "Kak", office)) == "not_offered"
        assert does(one, Declined(one.at, who, office)) == "not_offered"
    assert does(one, Claimed(one.at, SARI, "Kak Sari", AWAY)) == "taken"
    one.at += OFFER
    assert does(one, Accepted(one.at, SARI, "Kak Sari", AWAY)) == "not_offered"


def test_nobody_holds_a_talk_out_twice_or_to_themselves_or_what_they_do_not_hold() -> None:
    one = held()
    assert offers(one, RANI) == "yourself"
    assert does(one, Offered(one.at, SARI, AWAY, PARTS, BUDI)) == "not_yours"
    assert does(one, Recalled(one.at, RANI)) == "not_offered"
    assert offers(one) == ""
    assert offers(one, BUDI) == "offered"
    assert does(one, Declined(one.at, SARI, AWAY)) == ""
    assert (ticket(one).state, ticket(one).back, ticket(one).claimed_by) == (TicketState.CLAIMED, "declined", RANI)
    assert does(one, Returned(one.at, RANI, "selesai")) == ""
    for late in (Released(one.at, RANI), Worked(one.at, RANI), Recalled(one.at, RANI), Declined(one.at, SARI, AWAY)):
        assert does(one, late) == "closed"


def test_a_talk_that_is_held_out_may_be_closed_and_its_times_end() -> None:
    one = held()
    offers(one)
    assert does(one, Returned(one.at, RANI, "selesai")) == ""
    assert (ticket(one).state, ticket(one).offer) == (TicketState.CLOSED, None)
    assert {Unterm("lease"), Unterm("offer")} <= set(one.turns[-1].effects)


@pytest.mark.parametrize(("what", "span"), [("lease", LEASE), ("offer", OFFER)])
def test_a_time_that_ends_while_something_is_broken_frees_the_talk_all_the_same(what: str, span: timedelta) -> None:
    one = held()
    offers(one)
    one.hush()
    early = fault(one.mind, one.conversation, Lapsed(one.at, what, 0))
    assert early.conversation.voice is Voice.COUNSELOR
    late = fault(one.mind, one.conversation, Lapsed(one.at + span, what, 0))
    assert late.conversation.ticket is not None
    assert (late.conversation.ticket.state, late.conversation.voice) == (TicketState.WAITING, Voice.WAITING)
    assert {Unterm("lease"), Unterm("offer")} <= set(late.effects)


def test_danger_that_finds_the_counselor_gone_is_answered_as_danger() -> None:
    one = held()
    one.at += LEASE
    one.conversation = one.conversation.grown(last_in_at=one.at)
    one.user("aku mau bunuh diri malam ini")
    assert any("119" in text for text in said(one))
    assert ticket(one).state is TicketState.WAITING
