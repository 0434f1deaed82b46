"""Whoever picks up the phone after a long silence, and may be the one who is feared: nothing of before, and no way to
undo what was told."""

from datetime import timedelta

import pytest

from bot.engine.rehearsal import Rehearsal
from bot.model.conversation import TicketState, Voice
from bot.model.message import Claimed, CounselorId, Level, Office, Returned
from tests.engine.minds import rehearsal

RANI = CounselorId("rani")
GREETING = "Halo. Lanjut yang kemarin, atau mulai baru?"
BEFORE = ("Kejadiannya di mana?", "Diledek teman", "Rumah ribut", "Di sekolah")


def picked_up(*before: str, after: timedelta = timedelta(hours=2)) -> Rehearsal:
    """A talk that was silent so long that somebody else may hold the phone."""
    one = rehearsal()
    for text in before:
        one.user(text)
    one.after(after)
    return one


def shown(one: Rehearsal) -> str:
    """All that is read on the screen now, buttons included."""
    return "\n".join(part for bubble in one.bubbles for part in (bubble.text, *(each.label for each in bubble.buttons)))


def state(one: Rehearsal) -> str:
    here = one.conversation.position
    return f"{here.flow}/{here.state}" if here else ""


def queue(one: Rehearsal) -> str:
    ticket = one.conversation.ticket
    return ticket.queue if ticket and ticket.open else ""


@pytest.mark.parametrize("after", [timedelta(minutes=11), timedelta(hours=2), timedelta(days=1)], ids=str)
@pytest.mark.parametrize(
    "words",
    [
        ("keluhan", "jelek sekali", "ulang"),
        ("keluhan", "jelek sekali", "kembali"),
        ("aku mau bunuh diri", "bukan begitu"),
        ("aku mau bunuh diri", "bukan begitu", "ulang"),
        ("konselor", "ulang"),
    ],
    ids=" ".join,
)
def test_what_opens_a_ticket_after_a_long_silence_opens_nothing_of_before(
    words: tuple[str, ...], after: timedelta
) -> None:
    one = picked_up("aku diejek di kelas", after=after)
    one.user("halo")
    for text in words:
        one.user(text)
        assert shown(one)
        assert BEFORE[0] not in shown(one)


@pytest.mark.parametrize(
    "words", [("keluhan", "jelek sekali", "menu"), ("keluhan", "jelek sekali", "ulang")], ids=" ".join
)
def test_what_a_complaint_opens_does_not_tell_who_wrote_before(words: tuple[str, ...]) -> None:
    one, stranger = picked_up("aku diejek di kelas"), rehearsal()
    one.user("halo")
    for text in words:
        one.user(text)
        stranger.user(text)
        assert shown(one) == shown(stranger)


def test_after_the_close_of_a_ticket_of_another_visit_the_old_question_stays_closed() -> None:
    one = picked_up("aku diejek di kelas")
    for text in ("halo", "konselor", "boleh"):
        one.user(text)
    one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    one.send(Returned(one.at, RANI, "selesai"))
    one.user("ulang")
    assert BEFORE[0] not in shown(one)


@pytest.mark.parametrize("before", ["aku diejek di kelas", "aku dipukul bapak tiap malam", "anakku tantrum"])
@pytest.mark.parametrize("word", ["menu", "start", "topik"])
def test_the_menu_of_a_closed_talk_does_not_tell_who_wrote_in_it(before: str, word: str) -> None:
    one, stranger = picked_up(before), rehearsal()
    one.user("halo")
    one.user(word)
    stranger.user(word)
    assert shown(one) == shown(stranger)


def test_a_parent_who_picks_up_the_phone_of_a_child_is_understood_as_anybody() -> None:
    one, stranger = picked_up("aku diejek di kelas"), rehearsal()
    one.user("halo")
    for who in (one, stranger):
        who.user("anakku tantrum")
    assert shown(one) == shown(stranger)


def test_a_ticket_for_a_child_never_moves_to_a_line_of_adults_or_of_complaints() -> None:
    one = rehearsal()
    for text in ("aku dipukul bapak tiap malam", "konselor", "boleh"):
        one.user(text)
    assert queue(one) == "anak"
    one.user("keluhan")
    one.user("lama sekali")
    assert queue(one) == "anak"
    one.after(timedelta(hours=2))
    one.user("halo")
    one.press("baru")
    one.press("parent")
    one.user("konselor")
    assert queue(one) == "anak"


def test_a_complaint_becomes_a_ticket_for_a_person_when_a_person_is_asked_for() -> None:
    one = rehearsal()
    one.user("keluhan")
    one.user("lama sekali")
    assert queue(one) == "keluhan"
    one.user("konselor")
    one.press("boleh")
    assert queue(one) == "keluarga"


@pytest.mark.parametrize("after", [timedelta(minutes=11), timedelta(hours=2), timedelta(days=1)], ids=str)
def test_the_own_word_brings_numbers_and_a_person_also_first_after_a_long_silence(after: timedelta) -> None:
    one = rehearsal()
    for text in ("aku diejek di kelas", "kata sendiri"):
        one.user(text)
    one.press("aman")
    one.user("payung")
    one.after(after)
    one.user("Payung")
    assert shown(one) == "Oke. Angka hari ini: 110 · 119 · 129."
    assert (queue(one), one.conversation.voice) == ("anak", Voice.WAITING)
    one.user("ulang")
    assert BEFORE[0] not in shown(one)


def test_the_own_exit_word_closes_also_as_the_first_word_after_a_long_silence() -> None:
    one = rehearsal()
    for text in ("aku diejek di kelas", "kata sendiri"):
        one.user(text)
    one.press("menutup")
    one.user("payung")
    one.after(timedelta(hours=2))
    one.user("payung")
    assert shown(one) == "Oke."
    assert one.conversation.ended_because == "keluar"


@pytest.mark.parametrize("before", ["", "aku diejek di kelas", "aku dipukul bapak tiap malam", "konselor"])
def test_the_numbers_are_one_word_away_also_after_a_long_silence(before: str) -> None:
    one = picked_up(*([before] if before else []))
    one.user("nomor")
    assert "129" in shown(one)
    assert BEFORE[0] not in shown(one)


@pytest.mark.parametrize("before", ["aku diejek di kelas", "aku dipukul bapak tiap malam", "konselor"])
@pytest.mark.parametrize("word", ["konselor", "kakak", "mau bicara dengan konselor", "talk to a person"])
def test_a_person_is_one_word_away_also_after_a_long_silence(before: str, word: str) -> None:
    one = picked_up(before)
    one.user(word)
    assert queue(one) in ("anak", "keluarga")
    assert state(one).startswith("serah/")
    assert BEFORE[0] not in shown(one)


def test_the_exit_leaves_also_as_the_first_word_after_a_long_silence() -> None:
    one = picked_up("aku dipukul bapak tiap malam")
    one.user("keluar")
    assert shown(one) == "Oke."
    assert one.conversation.ended_because == "keluar"
    assert queue(one) == "anak"


def test_the_way_back_never_leads_to_the_question_whether_to_erase() -> None:
    one = rehearsal()
    for text in ("aku diejek di kelas", "sekolah"):
        one.user(text)
    here = state(one)
    one.user("hapus")
    one.press("tidak")
    assert state(one) == here
    one.user("kembali")
    assert state(one) == "anak/perundungan/di_mana"


def test_the_way_back_in_a_command_is_one_question_of_the_command() -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    one.user("kata sendiri")
    one.press("menutup")
    one.user("kembali")
    assert state(one) == "perintah/kata/tanya"
    one.press("tidak")
    assert state(one) == "anak/perundungan/di_mana"


WORDS = ("halo", "nomor", "menu", "ulang", "siapa", "simpan", "kembali", "hapus", "bahasa", "zzz", "keluhan")


@pytest.mark.parametrize("second", [*WORDS, "lanjut", "anakku tantrum"])
@pytest.mark.parametrize("first", WORDS)
def test_after_hapus_every_word_is_answered_as_if_nothing_had_been(first: str, second: str) -> None:
    waits, none = rehearsal(), rehearsal()
    for text in ("aku dipukul bapak tiap malam", "konselor", "boleh"):
        waits.user(text)
    none.user("halo")
    for one in (waits, none):
        one.user("hapus")
        one.press("ya")
    for word in (first, second):
        waits.user(word)
        none.user(word)
        assert shown(waits) == shown(none)


def test_beside_a_counselor_the_own_word_is_a_reason_that_they_see() -> None:
    one = rehearsal()
    for text in ("aku diejek di kelas", "kata sendiri"):
        one.user(text)
    one.press("aman")
    for text in ("payung", "konselor", "boleh"):
        one.user(text)
    one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    one.user("payung")
    ticket = one.conversation.ticket
    assert ticket is not None
    assert ticket.reasons[-1].turn == one.conversation.turn
    assert shown(one) == ""
    assert (ticket.state, one.conversation.voice) == (TicketState.CLAIMED, Voice.COUNSELOR)


@pytest.mark.parametrize("told", ["aku dipukul bapak tiap malam", "aku mau bunuh diri malam ini"])
def test_the_numbers_of_a_closed_talk_are_everybodys_also_beside_a_counselor(told: str) -> None:
    one, stranger = rehearsal(), rehearsal()
    for text in (told, "konselor", "boleh"):
        one.user(text)
    one.take(Claimed(one.at, RANI, "Kak Rani", Office("provinsi")))
    one.after(timedelta(minutes=20))
    one.user("halo")
    one.user("nomor")
    stranger.user("nomor")
    assert one.bubbles[0].text == stranger.bubbles[0].text
    assert GREETING in shown(one)


def test_a_phone_on_which_a_child_waits_is_nobodys_own() -> None:
    one = rehearsal()
    for text in ("aku dipukul bapak tiap malam", "konselor"):
        one.user(text)
    one.after(timedelta(hours=2))
    one.user("halo")
    for press in ("baru", "parent"):
        one.press(press)
    one.user("konselor")
    one.press("boleh")
    assert state(one) == "serah/hp"
    one.press("ya")
    assert not one.conversation.own_phone
    assert one.conversation.quiet_after == timedelta(minutes=10)


@pytest.mark.parametrize(
    "words",
    [("nomor",), ("siapa",), ("ulang",), ("hapus", "jangan"), ("bahasa", "1"), ("gak ada", "kembali"), ("gak ada",)],
    ids=" ".join,
)
def test_not_like_that_leads_to_their_own_question_also_after_a_command(words: tuple[str, ...]) -> None:
    one = rehearsal()
    for text in ("aku diejek di kelas", "sekolah", "aku dipukul bapak tiap malam", *words):
        one.user(text)
    assert state(one).startswith("aman/tinggi/")
    one.press("bukan")
    assert state(one) == "anak/perundungan/tips"
    assert one.conversation.level is Level.HIGH


@pytest.mark.parametrize("word", ["nomor", "siapa", "ulang"])
def test_a_command_keeps_the_topic_that_a_first_word_of_danger_told(word: str) -> None:
    one = rehearsal()
    for text in ("aku diejek teman di kelas, dipukul kakak kelas", word):
        one.user(text)
    before = state(one)
    one.press("bukan")
    assert (before, state(one)) == ("aman/tinggi/percaya", "anak/perundungan/di_mana")


BEFORE_IT = {
    "diejek": ("aku diejek di kelas",),
    "kekerasan": ("aku dipukul bapak tiap malam",),
    "bahaya": ("aku mau bunuh diri malam ini",),
    "menunggu": ("aku dipukul bapak tiap malam", "konselor", "boleh"),
    "keluhan": ("anakku tantrum", "keluhan", "jelek sekali"),
    "hapus batal": ("aku dipukul bapak tiap malam", "hapus", "jangan"),
    "keluar": ("aku dipukul bapak tiap malam", "konselor", "keluar"),
}
ACTS = (*WORDS, "english", "kata sendiri", "anakku tantrum", "bukan begitu", "kenapa", "undo", "2")


@pytest.mark.parametrize("first", ACTS)
@pytest.mark.parametrize("before", BEFORE_IT)
def test_whatever_was_told_before_the_one_who_picks_up_the_phone_reads_the_same(before: str, first: str) -> None:
    """Two words after the greeting; but for "Lanjut", and for asking for a person, who then knows what was answered."""
    for second in ("ulang", "menu", "nomor", "kembali", "hapus", "zzz"):
        one, other = picked_up(*BEFORE_IT[before]), picked_up("halo")
        for word in ("halo", first, second):
            one.user(word)
            other.user(word)
            assert shown(one) == shown(other)
            assert shown(one)


@pytest.mark.parametrize(
    ("word", "where"),
    [
        ("delete", "perintah/hapus/tanya"),
        ("erase", "perintah/hapus/tanya"),
        ("who can read this", "anak/perundungan/di_mana"),
        ("what do you keep", "anak/perundungan/di_mana"),
        ("repeat", "anak/perundungan/di_mana"),
        ("complaint", "perintah/keluhan/tanya"),
        ("talk to a person", "serah/jangkau"),
        ("numbers", "anak/perundungan/di_mana"),
    ],
)
def test_a_command_is_one_in_english_too(word: str, where: str) -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    one.user(word)
    assert state(one) == where
    assert one.conversation.tries == 0
