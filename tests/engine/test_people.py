"""What happens between the bot, the contact and a counselor: one voice at a time, and nobody lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.engine.floor import LEASE
from bot.engine.people import HONEST_EVERY, go_back
from bot.engine.rehearsal import Rehearsal
from bot.engine.walk import Walk
from bot.flow.book import Handoff
from bot.model.conversation import QUIET, Reach, Reader, TicketState, Voice
from bot.model.message import (
    Author,
    Blocked,
    Channel,
    Claimed,
    CounselorId,
    Failed,
    Left,
    Level,
    MessageId,
    Office,
    Replied,
    Returned,
)
from bot.model.turn import Lost, Release, Unlink, Withdraw
from tests.engine.minds import mind, rehearsal

RANI, SARI = CounselorId("rani"), CounselorId("sari")


def waiting(channel: Channel = Channel.TELEGRAM) -> Rehearsal:
    """A child who asked for a person and waits."""
    one = rehearsal(channel=channel)
    one.user("aku dipukul bapak tiap malam")
    one.press("tidak_ada")
    one.press("orang")
    one.press("boleh")
    return one


def claim(one: Rehearsal, who: CounselorId = RANI) -> str:
    return one.take(Claimed(one.at, who, "Kak Rani", Office("provinsi"))).refused


def claimed(channel: Channel = Channel.TELEGRAM) -> Rehearsal:
    one = waiting(channel)
    assert claim(one) == ""
    return one


def texts(one: Rehearsal) -> list[str]:
    return [bubble.text for bubble in one.said]


def reasons(one: Rehearsal) -> list[str]:
    """Why a ticket is open; empty when none is."""
    ticket = one.conversation.ticket
    return [reason.rule for reason in ticket.reasons] if ticket and ticket.open else []


def test_a_wish_for_a_person_opens_the_ticket_before_any_question_is_answered() -> None:
    one = rehearsal()
    one.user("mau bicara dengan konselor")
    ticket = one.conversation.ticket
    assert ticket is not None
    assert (ticket.state, [reason.rule for reason in ticket.reasons]) == (TicketState.WAITING, ["asked"])
    one.after(timedelta(days=2))
    assert one.conversation.ticket is not None
    assert one.conversation.ticket.open
    assert one.said == []


def test_a_claim_gives_the_floor_and_withdraws_what_the_bot_had_not_sent() -> None:
    one = waiting()
    turn = one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    assert turn.conversation.voice is Voice.COUNSELOR
    assert Withdraw() in turn.effects
    assert turn.says == ()


def test_nobody_else_can_claim_and_the_holder_may_claim_again() -> None:
    one = claimed()
    assert claim(one, SARI) == "taken"
    assert claim(one) == ""
    assert one.conversation.ticket is not None
    assert one.conversation.ticket.claimed_by == RANI


def test_the_first_human_bubble_says_who_which_office_and_that_it_is_a_human() -> None:
    one = claimed()
    one.send(Replied(one.at, RANI, "Aku sudah baca ceritamu."))
    assert texts(one) == [
        "Halo, saya Kak Rani dari Puspaga Kalimantan Timur. Saya manusia, konselor di sini, bukan robot.",
        "Aku sudah baca ceritamu.",
    ]
    assert {bubble.author for bubble in one.said} == {Author.COUNSELOR}
    one.send(Replied(one.at, RANI, "Pelan-pelan saja."))
    assert texts(one) == ["Pelan-pelan saja."]


def test_who_does_not_hold_the_ticket_can_neither_reply_nor_close() -> None:
    one = claimed()
    assert one.take(Replied(one.at, SARI, "halo")).refused == "not_yours"
    assert one.take(Returned(one.at, SARI, "selesai")).refused == "not_yours"


def test_the_bot_is_silent_while_a_counselor_has_the_floor_and_still_hears() -> None:
    one = claimed()
    for text in ("halo kak", "menu", "NOMOR", "1"):
        one.user(text)
        assert one.said == []
    one.user("aku mau bunuh diri malam ini")
    assert one.said == []
    assert one.conversation.level is Level.IMMINENT
    assert one.conversation.ticket is not None
    assert "ingin_mati" in [reason.rule for reason in one.conversation.ticket.reasons]


def test_after_the_close_the_bot_has_the_floor_again() -> None:
    one = claimed()
    one.send(Returned(one.at, RANI, "selesai"))
    assert "Robot kembali di sini" in texts(one)[0]
    ticket = one.conversation.ticket
    assert ticket is not None
    assert (ticket.state, ticket.outcome) == (TicketState.CLOSED, "selesai")
    one.user("menu")
    assert one.said != []
    assert one.take(Replied(one.at, RANI, "eh satu lagi")).refused == "closed"
    assert claim(one) == "closed"


def test_after_the_close_the_talk_stands_where_its_own_handoff_says() -> None:
    one = rehearsal()
    one.user("anakku tantrum")
    one.user("keluhan")
    one.user("jawabannya tidak membantu")
    assert claim(one) == ""
    one.send(Returned(one.at, RANI, "selesai"))
    now = one.conversation
    assert now.position is not None
    assert (now.position.flow, now.position.state) == ("perintah/keluhan", "selesai")
    assert len(one.said) == 1
    hop = one.turns[-1].hops[0]
    assert (hop.source, hop.target, hop.arrow) == ("perintah/keluhan/terima", "perintah/keluhan/selesai", "back")
    one.user("lanjut")
    assert one.said != []


def test_a_question_that_a_handoff_goes_back_to_is_asked_with_the_close() -> None:
    one = claimed()
    walk = Walk(mind(), one.conversation, one.at)
    go_back(walk, walk.now.position or pytest.fail("nowhere"), Handoff("anak", back="jangkau"))
    turn = walk.turn()
    assert turn.hops[0].target == "serah/jangkau"
    assert turn.says[-1].buttons[0].label == "Boleh"


def test_a_lapsed_lease_lets_the_bot_answer_and_another_counselor_claim() -> None:
    one = claimed()
    one.after(LEASE - QUIET / 2)
    one.user("kak?")
    before = one.conversation.voice
    one.after(timedelta(minutes=6))
    one.user("kak masih di sana?")
    assert one.said != []
    assert (before, one.conversation.voice) == (Voice.COUNSELOR, Voice.WAITING)
    assert one.conversation.ticket is not None
    assert one.conversation.ticket.state is TicketState.WAITING
    assert claim(one, SARI) == ""


def test_who_waits_hears_the_honest_line_at_most_once_in_five_minutes() -> None:
    one = waiting()
    one.user("halo?")
    assert texts(one) == ["Pesanmu tersimpan."]
    one.after(HONEST_EVERY)
    one.user("halo?")
    assert "110" in texts(one)[0]
    one.user("halo?")
    assert texts(one) == ["Pesanmu tersimpan."]


def test_lanjut_while_waiting_opens_what_was_held_and_what_comes_in_this_visit() -> None:
    one = waiting()
    one.user("LANJUT")
    assert Release() in one.turns[-1].effects
    assert "hadir" in one.conversation.variables
    one.after(timedelta(minutes=11))
    one.user("halo")
    assert "hadir" not in one.conversation.variables


def test_an_offer_that_stays_unanswered_ten_minutes_opens_the_ticket_without_a_word() -> None:
    one = rehearsal()
    one.user("aku dipukul bapak tiap malam")
    assert reasons(one) == []
    one.after(timedelta(minutes=11))
    assert one.said == []
    assert reasons(one) == ["offer_unanswered"]


def test_after_a_close_an_unanswered_tip_opens_no_ticket_again() -> None:
    one = claimed()
    one.send(Returned(one.at, RANI, "selesai"))
    one.user("menu")
    one.after(timedelta(hours=1))
    assert one.conversation.ticket is not None
    assert not one.conversation.ticket.open


@pytest.mark.parametrize("how", ["word", "button"])
def test_a_quick_exit_while_waiting_keeps_the_ticket_and_shows_nothing_to_who_looks_next(how: str) -> None:
    one = waiting()
    if how == "word":
        one.user("keluar")
    else:
        one.send(Left(one.at))
    now = one.conversation
    assert {Withdraw(), Unlink()} <= set(one.turns[-1].effects)
    assert (now.ended_at, now.ended_because) == (None, "keluar")
    assert now.ticket is not None
    assert now.ticket.open
    one.user("halo")
    assert texts(one) == ["Halo. Lanjut yang kemarin, atau mulai baru?"]
    assert one.conversation.ended_because == ""
    one.press("lanjut")
    assert one.conversation.voice is Voice.WAITING


def test_a_quick_exit_beside_a_counselor_says_nothing_and_leaves_the_floor_where_it_is() -> None:
    one = claimed()
    one.user("keluar")
    assert one.said == []
    assert one.conversation.voice is Voice.COUNSELOR
    assert one.conversation.ended_because == "keluar"
    one.user("halo")
    assert texts(one) == ["Halo. Lanjut yang kemarin, atau mulai baru?"]
    assert one.conversation.voice is Voice.COUNSELOR
    one.press("lanjut")
    assert Release() in one.turns[-1].effects
    assert one.said == []


def test_a_quick_exit_without_a_ticket_ends_the_talk() -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    one.user("keluar")
    assert one.conversation.ended_at == one.at
    assert Unlink() in one.turns[-1].effects


def test_after_a_long_silence_a_counselors_contact_is_greeted_neutrally_first() -> None:
    one = claimed()
    one.after(timedelta(minutes=20))
    one.user("kak")
    assert texts(one) == ["Halo. Lanjut yang kemarin, atau mulai baru?"]
    one.user("siapa ya")
    assert "Lanjut" in texts(one)[0]
    one.user("lanjut")
    assert one.said == []
    assert Release() in one.turns[-1].effects


def test_a_contact_who_blocked_us_keeps_the_ticket_and_loses_what_waits() -> None:
    one = waiting()
    one.send(Blocked(one.at))
    assert one.turns[-1].effects == (Withdraw(),)
    assert (one.conversation.ended_because, one.conversation.ended_at) == ("blocked", None)
    one.user("halo, sudah kubuka lagi")
    assert one.conversation.ended_because == ""
    assert one.said != []


def test_a_contact_who_blocked_us_without_a_ticket_ends_the_talk() -> None:
    one = rehearsal()
    one.user("anakku tantrum")
    one.send(Blocked(one.at))
    assert one.conversation.ended_at == one.at


def test_a_failed_delivery_changes_nothing_but_its_row() -> None:
    one = waiting()
    before = one.conversation
    turn = one.take(Failed(one.at, MessageId("latihan/1/1"), "63016"))
    assert turn.effects == (Lost(MessageId("latihan/1/1"), "63016"),)
    assert turn.says == ()
    assert turn.conversation == before.grown(turn=before.turn + 1)


def test_what_was_answered_about_this_phone_is_remembered() -> None:
    one = waiting()
    assert one.conversation.reach is Reach.YES
    assert one.conversation.reader is Reader.CHILD
    assert not one.conversation.own_phone


def test_on_a_shared_phone_the_web_is_offered_where_there_is_one() -> None:
    for site, told in (("https://puspaga.example", True), ("", False)):
        talk = rehearsal(Channel.WHATSAPP)
        talk.mind = replace(talk.mind, site=site)
        talk.user("halo")
        for key in ("parent", "orang", "boleh", "tidak"):
            assert talk.press(key), key
        said = "\n".join(one.text for one in talk.said)
        assert ("https://puspaga.example/chat" in said) is told
        assert not any(one.text.endswith(" ") for one in talk.said)
