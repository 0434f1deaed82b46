"""Answers that the report counts: once a visit, the last one, and nobody's words."""

from datetime import timedelta

from bot.engine.rehearsal import Rehearsal
from bot.model.turn import Count
from tests.engine.minds import rehearsal, through_a_row


def asked(*before: str) -> Rehearsal:
    one = rehearsal(keep=through_a_row)
    for text in (*before, "nilai layanan ini"):
        one.user(text)
    return one


def counted(one: Rehearsal) -> list[Count]:
    return [effect for turn in one.turns for effect in turn.effects if isinstance(effect, Count)]


def test_an_answer_is_counted_when_it_is_given() -> None:
    one = asked()
    assert counted(one) == []
    one.press("lebih_baik")
    assert counted(one) == [Count("nilai", "lebih_baik")]


def test_other_answers_and_free_words_are_not_counted() -> None:
    one = asked("halo")
    for key in ("sama", "tulis"):
        one.press(key)
    one.user("kakaknya baik")
    one.press("tidak")
    assert counted(one) == [Count("nilai", "sama")]


def test_who_goes_back_and_answers_otherwise_is_counted_once() -> None:
    one = asked()
    one.press("lebih_berat")
    one.user("kembali")
    one.press("sama")
    assert counted(one) == [Count("nilai", "lebih_berat"), Count("nilai", "sama", instead="lebih_berat")]


def test_the_same_answer_again_counts_no_more() -> None:
    one = asked()
    one.press("sama")
    one.press("tidak")
    one.user("nilai layanan ini")
    one.press("sama")
    assert counted(one) == [Count("nilai", "sama")]


def test_another_visit_is_another_voice() -> None:
    one = asked()
    one.press("sama")
    one.after(timedelta(hours=2))
    for text in ("halo", "2", "nilai layanan ini"):
        one.user(text)
    one.press("lebih_baik")
    assert counted(one) == [Count("nilai", "sama"), Count("nilai", "lebih_baik")]


def test_a_topic_is_counted_by_the_month_when_somebody_comes_to_it() -> None:
    one = rehearsal(keep=through_a_row)
    one.user("anakku susah makan")
    one.press("langkah")
    one.press("tidak")
    (topic,) = counted(one)
    assert (topic.what, topic.monthly) == ("topik", True)
    assert topic.answer in one.mind.book.topics
    one.user("anakku tantrum")
    one.user("nomor")
    one.user("anakku susah makan")
    found = [one.answer for one in counted(one)]
    assert found[:2] == [topic.answer, "ortu/tantrum"]
    assert set(found) == {topic.answer, "ortu/tantrum"}
