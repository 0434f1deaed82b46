"""What somebody writes leads to a tip: for certain, on a guess that costs nothing, or by a question."""

import pytest

from bot.engine import understand
from bot.flow.names import CHOSEN, LIKELY, NEAR, WELCOME
from bot.model.conversation import Reader
from bot.model.message import Level
from tests.engine.minds import mind, rehearsal

GUESSED = "anakku 5 th takut masuk tk"
"""A worry that is likely about getting ready for school."""
UNHEARD = "anakku umur 4 ora gelem mangan"
HIT = "suami saya mukul saya tadi malam"


def flow_of(*texts: str) -> str:
    one = rehearsal()
    for text in texts:
        one.user(text)
    here = one.conversation.position
    return here.flow if here else ""


def test_a_likely_tip_comes_with_what_was_understood_and_the_others_to_press() -> None:
    one = rehearsal()
    one.user(GUESSED)
    here = one.conversation.position
    assert here is not None
    assert here.flow == LIKELY
    assert "(Mungkin soal: " in one.turns[-1].says[0].text
    one.press("tidak_mau_sekolah")
    assert one.conversation.variables[CHOSEN] == "tidak_mau_sekolah"


def test_after_danger_was_heard_nothing_is_told_on_a_guess() -> None:
    one = rehearsal()
    one.user(HIT)
    one.press("bukan")
    one.user(GUESSED)
    here = one.conversation.position
    assert one.conversation.level is Level.HIGH
    assert here is not None
    assert here.flow != LIKELY


def test_nothing_delicate_is_told_on_a_guess() -> None:
    book = mind().book
    delicate = ("missing.", "sexuality.", "violence.", "safety.", "health.pregnancy", "mental.s")
    for topic in book.topics.values():
        for text in topic.about[::9]:
            leads, told = understand.likely(book, f"{text} terus", Reader.UNKNOWN)
            found = book.topics.get(leads[0].topic) if leads and told else None
            assert not (found and (found.grave or found.category.startswith(delicate))) or (
                found.category == "violence.bullying"
            )


def test_who_is_not_sure_is_asked_and_a_bigger_piece_of_the_story_is_looked_at_again() -> None:
    assert flow_of("capek") == NEAR
    assert flow_of("capek", "zzz") == NEAR


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (UNHEARD, "susah_makan"),
        ("anakku saben bengi nangis ora gelem turu umur 1 taun", "tidur_bayi"),
        ("ulun rancak dipoyoki kakawanan di sakulahan", "anak/perundungan"),
        ("my daughter is 4 and has tantrums in the market", "ortu/tantrum"),
        ("mama bapakku diem2an terus tiap hari", "anak/bertengkar"),
    ],
)
def test_everyday_words_of_other_languages_are_understood(text: str, name: str) -> None:
    told = understand.told_of(text, Reader.UNKNOWN)
    names = [one.lead.name for one in understand.ranked(mind().book, text, told.reader, told.age_band)]
    assert name in names[:2]


def test_a_story_before_they_said_who_they_are_is_answered_when_they_do() -> None:
    one = rehearsal()
    one.user("ku tak ngerti soal disiplin blabla huhu wkwk")
    here = one.conversation.position
    assert here is not None
    assert here.flow == WELCOME
    one.press("parent")
    there = one.conversation.position
    assert there is not None
    assert there.flow in (NEAR, LIKELY)


def test_another_worry_after_a_tip_is_answered_too() -> None:
    one = rehearsal()
    for text, name in (("anakku 3 th susah makan", "susah_makan"), ("dia juga takut gelap", "malam_dan_ngompol")):
        one.user(text)
        assert one.conversation.variables[CHOSEN] == name


def test_a_greeting_before_it_leads_to_the_list() -> None:
    one = rehearsal()
    one.user("halo")
    one.press("parent")
    here = one.conversation.position
    assert here is not None
    assert (here.flow, here.state) == ("sambut", "topik_ortu")


def test_a_parent_at_the_welcome_is_not_taken_for_the_child_they_tell_of() -> None:
    one = rehearsal()
    one.user("halo")
    one.user("anak saya susah bangun pagi")
    assert one.conversation.reader is Reader.PARENT


def test_who_was_hit_and_disputes_it_is_not_told_what_helps_those_who_hit() -> None:
    one = rehearsal()
    one.user(HIT)
    one.press("bukan")
    assert CHOSEN not in one.conversation.variables


@pytest.mark.parametrize("text", ["minta nomor darurat", "tolong nomor bantuan", "butuh nomor"])
def test_the_numbers_may_be_asked_for(text: str) -> None:
    flow = understand.command(mind().book, text)
    assert flow is not None
    assert flow.name == "perintah/nomor"


def test_a_title_finds_its_topic_whoever_types_it() -> None:
    book = mind().book
    for topic in book.topics.values():
        found = understand.topic(book, topic.title, topic.reader)
        assert found is not None
        assert found.topic == topic.name


@pytest.mark.parametrize("first", ["belum", "iya", "1", "halo", "kak", "makasih", "zzz"])
@pytest.mark.parametrize("then", ["1", "2", "3", "orang tua", "anak"])
def test_whoever_says_who_they_are_is_answered_whatever_they_wrote_first(first: str, then: str) -> None:
    one = rehearsal()
    one.user(first)
    one.user(then)
    assert one.said
