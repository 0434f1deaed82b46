"""Whatever a contact sends is answered, from any state, with the ear in front."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.advance import advance
from bot.engine.draft import MOST_BUBBLES
from bot.engine.fault import LAST_WORDS, fault
from bot.engine.rehearsal import Rehearsal
from bot.model.conversation import Reader, Voice
from bot.model.message import (
    Card,
    Channel,
    Edited,
    Inbound,
    Kind,
    Left,
    Level,
    Location,
    Media,
    Opened,
    Press,
    Said,
    Silence,
    Waited,
)
from bot.model.turn import KeepWords, Turn, Withdraw
from tests.engine.minds import mind, rehearsal, through_a_row

NOW = rehearsal().at


def texts(one: Rehearsal) -> list[str]:
    return [bubble.text for bubble in one.said]


@pytest.mark.parametrize(
    "inbound",
    [
        Said(NOW, ""),
        Said(NOW, "   \n"),
        Said(NOW, "x" * 4096),
        Said(NOW, "\u202e\u202dhalo\u202c"),
        Said(NOW, "\ufffd\ufffd"),
        Said(NOW, "你好"),
        Said(NOW, "😭😭😭"),
        Press(NOW, "17.sekolah.a3f9"),
        Press(NOW, "omong kosong"),
        Media(NOW, "sticker"),
        Media(NOW, "voice"),
        Media(NOW, "hologram"),
        Location(NOW),
        Card(NOW),
        Edited(NOW, "eh salah ketik"),
        Opened(NOW),
    ],
    ids=lambda one: f"{type(one).__name__} {getattr(one, 'what', '')}",
)
@pytest.mark.parametrize("before", ["", "aku diejek di kelas", "aku dipukul bapak tiap malam", "konselor"])
def test_everything_is_answered_first_and_in_the_middle(inbound: Inbound, before: str) -> None:
    one = rehearsal()
    if before:
        one.user(before)
    one.send(inbound)
    assert 1 <= len(one.said) <= MOST_BUBBLES
    assert all(bubble.text for bubble in one.said)


def test_a_picture_that_carries_words_is_heard() -> None:
    one = rehearsal()
    one.send(Media(NOW, "photo", "aku dipukul bapak"))
    assert one.conversation.level is Level.HIGH
    assert "percaya" in texts(one)[0]


def test_a_press_on_a_finished_question_is_recognised_and_the_open_one_asked_again() -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    old = one.buttons[0]
    one.press("sekolah")
    state = one.conversation.position
    one.send(Press(one.at, old.data))
    assert texts(one)[0] == "Pertanyaan itu sudah lewat."
    assert one.conversation.position == state
    assert one.said[-1].buttons


def test_a_long_story_where_a_choice_was_asked_is_thanked_for_and_not_called_unclear() -> None:
    one = rehearsal()
    one.user("aku diejek")
    one.user("jadi gini kak waktu itu aku lagi makan terus mereka datang dan ketawa ketawa lihat bekalku")
    assert texts(one)[0] == "Makasih sudah cerita. Tulisanmu tersimpan."
    assert one.said[-1].buttons


def test_an_alarm_interrupts_only_above_the_present_level_or_with_a_new_kind_at_high() -> None:
    one = rehearsal()
    one.user("aku dipukul bapak")
    one.press("tidak_ada")
    state = one.conversation.position
    one.user("iya aku ditampar juga")
    assert one.conversation.position == state
    one.user("om suka pegang kemaluanku")
    assert one.conversation.position is not None
    assert one.conversation.position.state == "percaya"
    assert {Kind.PHYSICAL, Kind.SEXUAL} <= one.conversation.kinds


def test_an_imminent_alarm_opens_the_ticket_in_the_same_turn_and_withdraws_what_was_on_its_way() -> None:
    one = rehearsal()
    one.user("anakku tantrum")
    one.user("aku mau bunuh diri sekarang")
    assert Withdraw() in one.turns[-1].effects
    assert one.conversation.ticket is not None
    assert one.conversation.ticket.level is Level.IMMINENT
    assert any("119" in text for text in texts(one))


def test_only_a_person_lowers_the_level() -> None:
    one = rehearsal()
    one.user("aku mau bunuh diri")
    for text in ("1", "bukan begitu", "menu", "halo", "berhenti"):
        one.user(text)
    assert one.conversation.level is Level.IMMINENT


def test_bukan_begitu_leads_back_to_the_own_question_in_one_turn_and_the_ticket_stays_disputed() -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    one.user("mau mati aku kalau ketahuan, aku mau bunuh diri")
    one.press("bukan")
    here = one.conversation.position
    assert here is not None
    assert (here.flow, here.state) == ("anak/perundungan", "di_mana")
    assert one.conversation.ticket is not None
    assert one.conversation.ticket.disputed


def test_a_silence_whose_question_is_closed_leads_to_nothing() -> None:
    one = rehearsal()
    one.user("aku diejek")
    turn = advance(mind(), one.conversation, Silence(one.at, one.conversation.wait - 1))
    assert turn == Turn(one.conversation)
    turn = advance(mind(), one.conversation, Waited(one.at, one.conversation.wait - 1))
    assert turn == Turn(one.conversation)


def test_thirty_days_of_silence_are_not_broken_by_us_from_any_state_a_child_can_stand_in() -> None:
    for flow in mind().book.flows.values():
        if flow.reader is Reader.PARENT:
            continue
        for state in flow.states:
            one = rehearsal()
            one.user("halo")
            now = one.conversation.grown(reader=Reader.CHILD)
            one.conversation = now
            one.take(Said(one.at, "menu"))
            assert one.conversation.position is not None
            one.conversation = one.conversation.grown(
                position=replace(one.conversation.position, flow=flow.name, state=state)
            )
            one.after(timedelta(days=30))
            assert texts(one) == [], f"{flow.name}/{state}"


def test_words_that_open_another_talk_already_are_asked_for_again_and_not_kept() -> None:
    one = rehearsal(channel=Channel.WEB)
    one.user("konselor")
    one.press("jangan")
    one.send(Said(one.at, "payung hijau", taken=True))
    assert "Pilih dua kata lain" in texts(one)[0]
    assert not [effect for effect in one.turns[-1].effects if isinstance(effect, KeepWords)]
    one.user("Kucing  PANCI!")
    assert KeepWords("kucing panci") in one.turns[-1].effects


def test_slash_commands_work_with_a_bots_name_and_a_payload() -> None:
    for text in ("/start", "/start abc", "/menu@puspaga_bot"):
        one = rehearsal()
        one.user(text)
        assert "robot Puspaga" in texts(one)[0]


def test_ya_counts_only_where_it_was_asked() -> None:
    one = rehearsal()
    one.user("ya")
    assert one.conversation.position is not None
    assert one.conversation.position.flow == "sambut"
    assert one.conversation.ticket is None


def test_a_fault_opens_a_ticket_and_answers_from_the_calendar() -> None:
    one = rehearsal()
    one.user("aku diejek")
    turn = fault(mind(), one.conversation, Said(one.at, "meledak"))
    assert turn.conversation.ticket is not None
    assert [reason.rule for reason in turn.conversation.ticket.reasons] == ["fault"]
    assert turn.conversation.voice is Voice.WAITING
    assert "Konselor membaca pesan hari ini" in turn.says[-1].text


def test_a_fault_is_answered_even_when_its_own_words_are_broken() -> None:
    broken = replace(mind(), book=replace(mind().book, replies={}))
    turn = fault(broken, rehearsal().conversation, Said(NOW, "x"))
    assert turn.says[0].text == LAST_WORDS


def test_at_a_first_word_nobody_has_to_say_who_they_are() -> None:
    one = rehearsal()
    one.user("anakku 2 th tantrum trs gmn")
    assert (one.conversation.reader, one.conversation.age_band) == (Reader.PARENT, "2-3")
    assert "meminjam tenangnya kita" in texts(one)[0]


def inbounds() -> st.SearchStrategy[tuple[str, str]]:
    said = st.sampled_from([
        "halo", "1", "2", "3", "4", "ya", "tidak", "menu", "keluar", "berhenti", "NOMOR", "siapa yang tahu", "ulang",
        "konselor", "lanjut", "anakku 2 th tantrum", "aku diejek di kelas", "aku dipukul bapak tiap malam", "",
        "aku mau bunuh diri", "anakku mau kubanting", "tolong", "bukan begitu", "kucing panci", "zzz",
        "aku di samarinda umurku 14", "mama papa berantem",
    ])  # fmt: skip
    return st.one_of(
        st.tuples(st.just("said"), said),
        st.tuples(st.just("said"), st.text(max_size=30)),
        st.tuples(st.just("press"), st.sampled_from("0123")),
        st.tuples(st.just("stale"), st.just("")),
        st.tuples(st.just("sticker"), st.just("")),
        st.tuples(st.just("after"), st.sampled_from(["1", "11", "1500", "50000"])),
        st.tuples(st.just("left"), st.just("")),
    )


@given(st.sampled_from(list(Channel)), st.lists(inbounds(), max_size=14))
def test_no_sequence_of_words_presses_and_silences_breaks_a_talk(
    channel: Channel, moves: list[tuple[str, str]]
) -> None:
    """Answered with one to three bubbles, the last question's buttons on the last bubble, silence never broken,
    the level never falling; written to a row and read back between any two turns."""
    one = rehearsal(channel=channel, keep=through_a_row)
    for what, value in moves:
        level = one.conversation.level
        ended = one.conversation.ended_at is not None
        before = len(one.turns)
        match what:
            case "said":
                one.user(value)
            case "press":
                one.send(Press(one.at, one.buttons[int(value) % len(one.buttons)].data if one.buttons else "x"))
            case "stale":
                one.send(Press(one.at, "1.lama.0000"))
            case "sticker":
                one.send(Media(one.at, "sticker"))
            case "after":
                one.after(timedelta(minutes=int(value)))
            case "left":
                one.send(Left(one.at))
        if what == "after":
            assert one.conversation.own_phone or one.said == []
        elif what != "left":
            assert 1 <= len(one.said) <= MOST_BUBBLES
            assert len(one.turns) - before in (1, 2)  # two: a gather, and the answer to it
        assert all(not bubble.buttons for bubble in one.said[:-1])
        assert ended or one.conversation.level >= level
        assert one.conversation.ended_at is None or not (one.conversation.ticket and one.conversation.ticket.open)


def test_the_same_arguments_give_the_same_turn() -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    first = advance(mind(), one.conversation, Said(one.at, "aku dipukul juga"))
    assert advance(mind(), one.conversation, Said(one.at, "aku dipukul juga")) == first
