"""Danger said twice, said on return, said where nobody expects it: never a menu, never "I do not understand"."""

from datetime import timedelta

import pytest

from bot.engine.fault import fault
from bot.engine.rehearsal import Rehearsal
from bot.flow.names import RETURN
from bot.model.conversation import Reader, TicketState, Voice
from bot.model.message import Channel, Claimed, CounselorId, Left, Level, Office, Returned, Said
from bot.model.turn import Release, Withdraw
from tests.engine.minds import mind, rehearsal

RANI = CounselorId("rani")
AGAIN = "Aku baca itu. Makasih sudah bilang."


def texts(one: Rehearsal) -> list[str]:
    return [bubble.text for bubble in one.said]


def state(one: Rehearsal) -> str:
    here = one.conversation.position
    return f"{here.flow}/{here.state}" if here else ""


def numbers_shown(one: Rehearsal) -> bool:
    return any("119" in text or "129" in text for text in texts(one))


@pytest.mark.parametrize("again", ["aku sudah minum racun", "beneran, aku mau bunuh diri", "aku mau gantung diri"])
def test_a_life_at_risk_said_again_is_thanked_for_with_numbers_and_the_question_stays(again: str) -> None:
    one = rehearsal()
    one.user("aku mau bunuh diri malam ini")
    before = state(one)
    one.user(again)
    assert texts(one)[0] == AGAIN
    assert numbers_shown(one)
    assert state(one) == before
    assert one.said[-1].buttons
    assert Withdraw() not in one.turns[-1].effects, "the care that is on its way still arrives"


def test_after_bukan_begitu_danger_is_believed_again() -> None:
    one = rehearsal()
    one.user("anakku tantrum")
    one.user("rasanya aku mau bunuh diri")
    one.press("bukan")
    one.user("aku beneran mau bunuh diri")
    assert state(one) == "aman/segera/tolong"
    assert numbers_shown(one)
    one.press("bukan")
    assert state(one) == "ortu/tantrum/tips", "and leads back to the own question again"


@pytest.mark.parametrize("before", [(), ("halo",), ("halo", "anak"), ("makasih",)])
def test_a_first_word_that_was_no_danger_is_answered_after_bukan_begitu(before: tuple[str, ...]) -> None:
    one = rehearsal()
    for text in before:
        one.user(text)
    one.user("aku diejek teman di kelas, dipukul kakak kelas")
    assert state(one) == "aman/tinggi/percaya"
    one.press("bukan")
    assert state(one) == "anak/perundungan/di_mana"
    assert len(texts(one)) > 2, "the tip, which nobody has read yet, and not its last question alone"


def test_a_tip_that_was_read_is_not_told_again_after_bukan_begitu() -> None:
    one = rehearsal()
    one.user("anakku ngamuk terus")
    one.user("suami mukul saya tadi malam")
    one.press("bukan")
    assert state(one) == "ortu/tantrum/tips"
    assert len(texts(one)) == 2


def test_danger_after_tidak_dulu_meets_no_menu() -> None:
    one = rehearsal()
    one.user("aku dipukul bapak tiap malam")
    one.press("tidak_ada")
    one.press("nanti")
    one.user("aku ditampar lagi barusan")
    assert state(one) == "aman/tinggi/percaya"
    assert "Aku percaya kamu" in texts(one)[0]


@pytest.mark.parametrize("minutes", [11, 60 * 25])
def test_danger_on_return_is_answered_with_care_and_not_with_the_greeting(minutes: int) -> None:
    one = rehearsal()
    one.user("aku mau bunuh diri malam ini")
    one.after(timedelta(minutes=minutes))
    one.user("aku udah minum obat banyak")
    assert numbers_shown(one)
    assert one.conversation.locked, "whoever holds the phone has not said go on"


def test_danger_at_the_greeting_is_answered_with_care() -> None:
    one = rehearsal()
    one.user("aku mau bunuh diri malam ini")
    one.after(timedelta(hours=25))
    one.user("halo")
    assert state(one) == f"{RETURN}/tanya"
    one.user("aku udah minum obat banyak")
    assert numbers_shown(one)
    assert state(one) == "aman/segera/tolong"


def test_danger_while_waiting_for_a_person_gets_numbers_and_the_truth() -> None:
    one = rehearsal()
    one.user("aku mau bunuh diri malam ini")
    one.press("orang")
    one.press("boleh")
    assert one.conversation.voice is Voice.WAITING
    one.user("aku mau bunuh diri sekarang")
    assert texts(one)[0] == AGAIN
    assert numbers_shown(one)
    assert one.conversation.voice is Voice.WAITING


def test_who_comes_back_to_a_counselor_in_danger_gets_numbers_beside_the_greeting() -> None:
    one = rehearsal()
    one.user("aku mau bunuh diri malam ini")
    one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    one.after(timedelta(minutes=20))
    one.user("aku mau bunuh diri sekarang")
    assert numbers_shown(one)
    assert "Lanjut" in texts(one)[-1]


def test_a_turn_that_raises_is_heard_all_the_same() -> None:
    turn = fault(mind(), rehearsal().conversation, Said(rehearsal().at, "aku mau bunuh diri sekarang"))
    assert turn.conversation.level is Level.IMMINENT
    ticket = turn.conversation.ticket
    assert ticket is not None
    assert (ticket.level, {reason.rule for reason in ticket.reasons}) == (Level.IMMINENT, {"ingin_mati", "fault"})


# ---- locked until "Lanjut"


@pytest.mark.parametrize("word", ["baru", "nomor", "ulang", "siapa yang tahu", "menu", "zzz"])
def test_no_word_but_lanjut_unlocks_and_none_shows_the_old_question(word: str) -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    one.after(timedelta(minutes=12))
    one.user("halo")
    one.user(word)
    assert one.conversation.locked
    assert not any("Kejadiannya" in text for text in texts(one))
    one.user("lanjut")
    assert Release() in one.turns[-1].effects or state(one).startswith("sambut")


def test_lanjut_unlocks_and_leads_to_the_place_they_left() -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    one.after(timedelta(minutes=12))
    one.user("halo")
    one.user("lanjut")
    assert not one.conversation.locked
    assert state(one) == "anak/perundungan/di_mana"


def test_at_the_greeting_a_new_worry_is_answered_and_not_called_unclear() -> None:
    one = rehearsal()
    one.user("anakku 2 th tantrum")
    one.after(timedelta(hours=25))
    one.user("pagi")
    one.user("anakku kecanduan hp")
    assert state(one) == "ortu/layar/tips"
    assert one.conversation.locked


def test_the_greeting_is_not_asked_for_ever() -> None:
    one = rehearsal()
    one.user("anakku tantrum")
    one.after(timedelta(hours=25))
    for text in ("p", "q", "r", "s"):
        one.user(text)
    assert state(one) == "sambut/halo"


def test_berhenti_while_waiting_locks_what_a_counselor_writes() -> None:
    one = rehearsal()
    one.user("konselor")
    one.press("boleh")
    one.user("berhenti")
    assert (one.conversation.locked, one.conversation.ended_because) == (True, "berhenti")
    one.user("halo")
    assert "Lanjut" in texts(one)[0]


# ---- leaving an offer


@pytest.mark.parametrize("how", ["button", "keluar", "berhenti"])
def test_who_leaves_an_offer_at_high_is_waited_for(how: str) -> None:
    one = rehearsal(channel=Channel.WEB)
    one.user("aku dipukul bapak tiap malam")
    if how == "button":
        one.send(Left(one.at))
    else:
        one.user(how)
    ticket = one.conversation.ticket
    assert ticket is not None
    assert [reason.rule for reason in ticket.reasons] == ["offer_unanswered"]
    assert one.conversation.ended_at is None


def test_who_declined_the_offer_may_leave_without_a_ticket() -> None:
    one = rehearsal()
    one.user("aku dipukul bapak tiap malam")
    one.press("tidak_ada")
    one.press("nanti")
    one.user("keluar")
    assert one.conversation.ticket is None


def test_after_a_close_no_question_of_danger_is_open() -> None:
    one = rehearsal()
    one.user("aku mau bunuh diri malam ini")
    one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    one.send(Returned(one.at, RANI, "selesai"))
    assert state(one) == "serah/pamit"
    one.user("terima kasih kak")
    assert not any("diteruskan" in text or "Balas" in text for text in texts(one))
    assert one.conversation.ticket is not None
    assert one.conversation.ticket.state is TicketState.CLOSED


# ---- who writes, and is the screen safe


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("anakku dipukul temannya", Reader.PARENT),
        ("anak perempuan saya dipukul gurunya", Reader.PARENT),
        ("anak saya umur 8 tahun main hp terus", Reader.PARENT),
        ("selamat malam bapak/ibu, anak saya ngamuk", Reader.PARENT),
        ("bapak mukul aku, dia bilang aku bukan anak saya", Reader.UNKNOWN),
        ("aku 14 tahun, mau bicara", Reader.CHILD),
        ("saya baru 12 tahun", Reader.CHILD),
        ("aku 30 tahun", Reader.UNKNOWN),
        ("aku kecanduan game gimana", Reader.UNKNOWN),
        ("hpku disita", Reader.UNKNOWN),
        ("aku emosian terus", Reader.UNKNOWN),
        ("adikku ngamuk terus", Reader.CHILD),
        ("aku anak bungsu aku takut", Reader.UNKNOWN),
        ("aku 14 thn dan anakku 1 thn", Reader.CHILD),
        ("aku umur 15 dipaksa nikah, suamiku mukul", Reader.CHILD),
        ("saya anak pertama, saya sering dimarahi ibu", Reader.UNKNOWN),
        ("mama papa berantem", Reader.CHILD),
        ("tantrum itu gimana ya", Reader.UNKNOWN),
    ],
)
def test_nobody_is_taken_for_a_parent_who_did_not_say_so(text: str, reader: Reader) -> None:
    one = rehearsal()
    one.user(text)
    assert one.conversation.reader is reader
    assert not one.conversation.own_phone


def test_a_topic_of_parents_is_still_answered_at_once_for_who_did_not_say_who_they_are() -> None:
    one = rehearsal()
    one.user("tantrum itu gimana ya")
    assert state(one) == "ortu/tantrum/tips"


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("1", "bantuan"),
        ("tidak ada", "bantuan"),
        *((one, "bantuan") for one in ("gak ada kak", "tidak ada kak", "enggak ada kak", "ga ada orang")),
        *((one, "bantuan") for one in ("gak ada siapa siapa", "sendirian", "sendirian kak")),
        *((one, "hati_hati") for one in ("ada kak", "iya ada kak", "ada ibu", "ada orang")),
        ("ya", "hati_hati"),
        ("iya", "hati_hati"),
        ("ada", "hati_hati"),
        ("2", "hati_hati"),
        ("kurang aman", "percaya"),
        ("tak aman", "percaya"),
        ("ngak aman", "percaya"),
        ("tidk aman", "percaya"),
        ("kagak aman", "percaya"),
        ("aman?", "percaya"),
        ("aman", "percaya"),
    ],
)
def test_an_unsafe_screen_is_not_read_as_safe(said: str, where: str) -> None:
    one = rehearsal()
    one.user("aku dipukul bapak tiap malam")
    one.user(said)
    assert state(one) == f"aman/tinggi/{where}"
    if where != "bantuan":
        assert not numbers_shown(one), "no number appears on a screen that may be watched"


def test_parents_are_spoken_to_as_parents() -> None:
    for text in ("anakku mau bunuh diri", "anakku diperkosa tetangga"):
        one = rehearsal()
        one.user(text)
        assert texts(one)[0].startswith("Terima kasih sudah menulis.")
        assert not any("bukan salahmu" in said or "kamu" in said.split() for said in texts(one))


# ---- a person wanted in this visit


def test_who_starts_anew_and_asks_for_a_person_is_not_locked_out_of_the_answer() -> None:
    one = rehearsal()
    one.user("halo")
    one.after(timedelta(minutes=15))
    one.user("halo lagi")
    one.press("baru")
    assert one.conversation.locked
    one.press("orang")
    ticket = one.conversation.ticket
    assert ticket is not None
    assert not one.conversation.locked


def test_a_disclosure_after_a_silence_leads_to_a_person_and_not_to_the_old_question() -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    one.after(timedelta(minutes=15))
    one.user("aku mau bunuh diri sekarang")
    assert not one.conversation.locked
    one.press("bukan")
    assert not any("Kejadiannya" in text for text in texts(one))


def test_while_locked_beside_a_counselor_a_word_meets_the_greeting_and_never_silence() -> None:
    one = rehearsal()
    one.user("konselor")
    one.press("boleh")
    one.after(timedelta(minutes=15))
    one.user("halo")
    one.user("menu")
    assert one.conversation.locked
    one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    one.user("kak kok diam")
    assert "Lanjut" in texts(one)[-1]
    one.user("nomor")
    assert numbers_shown(one)
    one.user("keluar")
    assert one.conversation.ended_because == "keluar"


def test_an_unsafe_screen_and_two_unclear_words_lead_to_a_person() -> None:
    one = rehearsal()
    one.user("aku dipukul bapak tiap malam")
    one.press("ada")
    one.user("aku takut kak")
    one.user("gimana dong")
    assert state(one) == "serah/jangkau"
    assert one.conversation.ticket is not None


def test_menu_does_not_lose_an_offer_at_high() -> None:
    one = rehearsal()
    one.user("aku dipukul bapak tiap malam")
    one.user("nomor")
    assert one.conversation.level is Level.HIGH
    one.user("menu")
    ticket = one.conversation.ticket
    assert ticket is not None
    assert [reason.rule for reason in ticket.reasons] == ["offer_unanswered"]


def test_berhenti_after_a_close_keeps_the_talk_in_which_words_may_be_held() -> None:
    one = rehearsal()
    one.user("konselor")
    one.press("boleh")
    one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    one.take(Returned(one.at, RANI, "selesai"))
    one.user("berhenti")
    assert one.conversation.ended_at is None
    assert one.conversation.locked


def test_danger_told_as_an_answer_goes_on_and_does_not_start_over() -> None:
    one = rehearsal()
    one.user("aku mau bunuh diri malam ini")
    one.press("bisa")
    one.user("bapakku yang pukul aku")
    assert state(one) == "aman/segera/setelah_cerita"
    assert texts(one)[0] == AGAIN


def test_who_keeps_telling_of_danger_is_led_to_a_person() -> None:
    one = rehearsal()
    one.user("aku mau bunuh diri malam ini")
    for _ in range(3):
        one.user("aku mau bunuh diri")
    assert state(one) == "serah/jangkau"


@pytest.mark.parametrize("said", ["tolong", "aku dipukul bapak tiap malam"])
@pytest.mark.parametrize("how", ["press", "words"])
def test_who_says_that_it_is_an_emergency_is_believed(said: str, how: str) -> None:
    one = rehearsal()
    one.user(said)
    before = one.conversation.level
    assert before < Level.IMMINENT
    if how == "press":
        one.press("darurat")
    else:
        one.user("darurat")
    ticket = one.conversation.ticket
    assert state(one) == "aman/segera/tolong"
    assert one.conversation.level is Level.IMMINENT
    assert ticket
    assert ticket.open
    assert ticket.level is Level.IMMINENT, "what the bot says of a counselor is true"
    assert "emergency" in [reason.rule for reason in ticket.reasons]
    assert numbers_shown(one)


def test_an_alarm_at_the_gravest_gives_its_own_reason_only() -> None:
    one = rehearsal()
    one.user("aku mau bunuh diri malam ini")
    assert one.conversation.ticket
    assert "emergency" not in [reason.rule for reason in one.conversation.ticket.reasons]
