"""One question back, by the undo log: as if it had not been answered, but for what nobody may take back."""

from datetime import timedelta

import pytest

from bot.engine.undo import DEPTH
from bot.model.conversation import Reach, Reader
from bot.model.message import Level, Said
from tests.engine.minds import rehearsal, through_a_row


def state(one: object) -> str:
    here = one.conversation.position  # type: ignore[attr-defined]  # a Rehearsal
    return f"{here.flow}/{here.state}" if here else ""


def test_back_takes_the_answer_and_what_it_set() -> None:
    one = rehearsal(keep=through_a_row)
    one.user("halo")
    before = one.conversation
    one.press("parent")
    assert one.conversation.reader is Reader.PARENT
    one.user("kembali")
    assert state(one) == "sambut/halo"
    assert (one.conversation.reader, one.conversation.variables) == (Reader.UNKNOWN, before.variables)
    assert [button.label for button in one.said[-1].buttons] == [
        "Orang tua / pengasuh", "Anak / remaja", "Yang lain", "Bicara dengan orang",
    ]  # fmt: skip


def test_back_goes_as_many_questions_as_were_answered() -> None:
    one = rehearsal(keep=through_a_row)
    one.user("halo")
    one.press("child")
    one.press("cemas")
    one.press("ya")
    places = []
    for _ in range(4):
        one.user("kembali")
        places.append(state(one))
    assert places == ["anak/cemas/tips", "sambut/topik_anak", "sambut/halo", "sambut/halo"]
    assert "pertanyaan pertama" in one.said[0].text


def test_what_makes_writing_safe_is_never_undone() -> None:
    one = rehearsal()
    one.user("konselor")
    one.press("jangan")
    assert one.conversation.reach is Reach.ON_RETURN
    ticket = one.conversation.ticket
    one.user("kembali")
    assert one.conversation.reach is Reach.ON_RETURN
    assert one.conversation.variables["jangkauan"] == "jangan"
    assert one.conversation.ticket is not None
    assert one.conversation.ticket.open
    assert ticket is not None
    assert one.conversation.ticket.id == ticket.id


def test_risk_is_never_undone() -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    one.user("aku dipukul bapak tiap malam")
    level = one.conversation.level
    one.user("kembali")
    assert one.conversation.level is level is Level.HIGH


def test_after_an_alarm_back_leads_to_the_question_it_interrupted() -> None:
    one = rehearsal()
    one.user("aku diejek di kelas")
    one.press("sekolah")
    one.user("aku dipukul bapak tiap malam")
    assert state(one) == "aman/tinggi/percaya"
    one.user("kembali")
    assert state(one) == "anak/perundungan/tips"


@pytest.mark.parametrize("word", ["halo", "kembali"])
def test_whoever_holds_the_phone_after_a_long_silence_goes_back_to_nothing_of_before(word: str) -> None:
    one = rehearsal(keep=through_a_row)
    one.user("aku diejek di kelas")
    one.press("sekolah")
    one.after(timedelta(minutes=12))
    one.user(word)
    one.press("baru")
    one.user("kembali")
    one.user("kembali")
    assert not any("Kejadiannya" in turn_text.text for turn in one.turns[-3:] for turn_text in turn.says)


def test_the_log_has_an_end() -> None:
    one = rehearsal()
    one.user("halo")
    for _ in range(DEPTH):
        one.press("child")
        one.user("menu")
        one.press("ejek")
        one.user("menu")
    assert len(one.conversation.past) == DEPTH


def test_back_right_after_a_label_that_names_an_age_learns_nothing_from_it() -> None:
    one = rehearsal(keep=through_a_row)
    for text in ("halo", "1", "semua topik"):
        one.user(text)
    label = next(button.label for button in one.said[-1].buttons if "2–3" in button.label)
    before = one.conversation
    one.send(Said(one.at, label))
    one.send(Said(one.at, "kembali"))
    assert (state(one), one.conversation.age_band) == ("pilih/ortu/mulai", "")
    assert one.conversation.variables == before.variables
