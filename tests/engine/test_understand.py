"""Answers as people write them: every line of answers.yaml is taken for what stands above it."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import numbers, understand
from bot.engine.ages import age_answered
from bot.engine.answer import Answer
from bot.engine.choices import index_of
from bot.engine.dates import when
from bot.engine.places import place_in
from bot.engine.spelling import plain
from bot.engine.yes_no import Meant, meaning, signs_read
from bot.flow.book import Choice, Text
from bot.model.conversation import Reader
from tests.engine.minds import mind

HERE = Path(__file__).parent
TABLES = ("answers", "answers_more", "answers_last")
SAYS = {Meant.YES: "ya", Meant.AGREED: "ya", Meant.NO: "tidak", Meant.REFUSED: "tidak"}
NOW = datetime.fromisoformat("2026-11-24T10:00+08:00")
"""A Tuesday."""
WORDS = (
    "ya", "iya", "tidak", "gak", "bukan", "mau", "nolak", "2", "dua", "puluh", "kelas", "sd", "smp", "umur", "tahun",
    "bulan", "lalu", "sejak", "senin", "minggu", "malam", "tanggal", "31", "februari", "anak", "saya", "aku", "lahir",
    "2019", "di", "kutai", "timur", "balik", "papan", "setengah", "koma", "sampai", "tk", "ke", "-", "/", "👍", "besok",
)  # fmt: skip
LEAST = 20
"""Spellings of yes and of no in each language (issue of the flow language)."""


@cache
def table(name: str) -> Any:
    """A file of cases; every value is a plain text, so that `no` stays the word no."""
    return yaml.load((HERE / f"{name}.yaml").read_text(), Loader=yaml.BaseLoader)  # plain texts only


def told(answer: Answer | None) -> str:
    """The value, and never one without a reason."""
    assert answer is None or answer.because
    return answer.value if answer else "none"


def choices(question: str, name: str = "answers") -> tuple[Choice, ...]:
    return tuple(
        Choice(
            one["key"],
            Text("", {language: one[key] for language, key in (("id", "label"), ("en", "en")) if key in one}),
            "pamit",
            tuple(one.get("also", ())),
        )
        for one in table(name)["questions"][question]
    )


def yes_no_cases(*names: str) -> list[tuple[str, str]]:
    return [
        (value, text)
        for name in names or TABLES
        for value, languages in table(name)["yes_no"].items()
        for texts in languages.values()
        for text in texts
    ]


def cases(kind: str, *names: str) -> list[tuple[str, str]]:
    """Expected value and text, of one kind."""
    return [
        (value, text)
        for name in names or TABLES
        for value, texts in table(name).get(kind, {}).items()
        for text in texts
    ]


def choice_cases(*names: str) -> list[tuple[str, str, str, str]]:
    """The table, the question in it, the key that is meant, and the text."""
    return [
        (name, question, value, text)
        for name in names or TABLES
        for question, values in table(name)["choices"].items()
        for value, texts in values.items()
        for text in texts
    ]


def yes_no(text: str) -> str:
    meant = meaning(plain(signs_read(text)))
    return SAYS[meant] if meant else "bukan_keduanya"


def age(text: str) -> str:
    found = age_answered(text, NOW)
    assert found is None or found.because
    if found is None:
        return "none"
    return found.band if found.years is None else f"{found.band} {found.years}"


def day(text: str) -> str:
    found = when(text, NOW)
    assert found is None or found.because
    return found.iso if found else "none"


def first(text: str) -> str:
    """What a free first message tells, in one line."""
    found = understand.told(mind().book, text, Reader.UNKNOWN)
    parts = (found.age_band, found.district, found.topic)
    assert len(found.because) == sum(map(bool, parts)) + (found.reader is not Reader.UNKNOWN)
    return " ".join([found.reader.value, *(part or "-" for part in parts)])


def named(cases: list[Any]) -> list[str]:
    return [" ".join(map(str, case)) for case in cases]


@pytest.mark.parametrize(("value", "text"), yes_no_cases(), ids=named(yes_no_cases()))
def test_a_yes_and_a_no_are_heard_and_nothing_else_is_one(value: str, text: str) -> None:
    assert yes_no(text) == value


@pytest.mark.parametrize(("value", "text"), cases("numbers"), ids=named(cases("numbers")))
def test_a_number_is_read(value: str, text: str) -> None:
    assert told(numbers.number(text)) == value


@pytest.mark.parametrize(("name", "question", "value", "text"), choice_cases(), ids=named(choice_cases()))
def test_a_choice_is_understood(name: str, question: str, value: str, text: str) -> None:
    assert told(understand.choose(choices(question, name), text)) == value


@pytest.mark.parametrize(("value", "text"), cases("ages"), ids=named(cases("ages")))
def test_an_age_is_read(value: str, text: str) -> None:
    assert age(text) == value


@pytest.mark.parametrize(("value", "text"), cases("dates"), ids=named(cases("dates")))
def test_a_day_is_read_as_exact_as_it_is_told_and_no_more(value: str, text: str) -> None:
    assert day(text) == value


@pytest.mark.parametrize(("value", "text"), cases("districts"), ids=named(cases("districts")))
def test_a_district_is_read(value: str, text: str) -> None:
    assert told(place_in(text)) == value


@pytest.mark.parametrize(("value", "text"), cases("speakers"), ids=named(cases("speakers")))
def test_who_writes_is_read(value: str, text: str) -> None:
    assert understand.speaker(text).value == value


@pytest.mark.parametrize(("value", "text"), cases("told"), ids=named(cases("told")))
def test_a_first_message_tells_what_need_not_be_asked(value: str, text: str) -> None:
    assert first(text) == value


@pytest.mark.parametrize(("value", "text"), cases("commands"), ids=named(cases("commands")))
def test_a_command_is_a_whole_message(value: str, text: str) -> None:
    found = understand.command(mind().book, text)
    assert (found.name if found else "none") == value


def test_yes_and_no_stand_in_twenty_spellings_in_each_of_four_languages() -> None:
    for value in ("ya", "tidak"):
        spellings = {language: len(set(texts)) for language, texts in table("answers")["yes_no"][value].items()}
        assert len(spellings) == 4
        assert min(spellings.values()) >= LEAST, spellings


def test_a_choice_says_why_it_was_taken() -> None:
    because = {
        text: answer.because
        for text in ("2", "Di sekolah", "kelas", "At school", "disekolah", "kejadiannya di kelas")
        if (answer := understand.choose(choices("mana"), text))
    }
    assert because == {
        "2": "number",
        "Di sekolah": "label",
        "kelas": "synonym",
        "At school": "label",
        "disekolah": "typo",
        "kejadiannya di kelas": "contained",
    }
    assert understand.choose(choices("mau"), "iya kak") == Answer("ya", "yes")
    assert understand.choose(choices("mau"), "gak usah") == Answer("tidak", "no")


def test_each_thing_told_has_its_reason() -> None:
    found = understand.told(mind().book, "anak sy 4 thn di bpp tantrum terus", Reader.UNKNOWN)
    assert found.because == ("speaker: anak sy", "age: 4 thn", "district: place bpp", "topic: tantrum")


def test_the_reason_is_the_same_in_every_process() -> None:
    """Not one of a set, whose order changes with each start: the first word of a kind, those of a topic in order."""
    texts = ("mama sama guruku", "anakku dan cucuku tantrum dan ngamuk")
    because = [understand.told(mind().book, text, Reader.UNKNOWN).because for text in texts]
    assert because == [("speaker: mama",), ("speaker: anakku", "topic: tantrum, ngamuk")]


def test_who_is_known_to_write_is_not_guessed_again() -> None:
    """A child who quotes a parent stays a child, and the age of a parent's child is not theirs."""
    found = understand.told(mind().book, "kata mama anakku bandel, aku 12 tahun cemas dan gelisah", Reader.CHILD)
    assert (found.reader, found.age_band, found.topic) == (Reader.CHILD, "10-12", "anak/cemas")
    assert not any(one.startswith("speaker") for one in found.because)
    assert understand.told(mind().book, "saya 35 tahun tantrum", Reader.PARENT).age_band == ""


def test_a_year_of_birth_is_an_age_only_where_today_is_known() -> None:
    assert understand.told(mind().book, "anakku lahir 2019", Reader.UNKNOWN).age_band == ""
    assert understand.told(mind().book, "anakku lahir 2019", Reader.UNKNOWN, NOW).age_band == "7-9"
    assert understand.age_band("anakku lahir 2019") == ""


def test_early_in_a_year_who_was_born_in_it_has_mostly_not_had_a_birthday() -> None:
    found = age_answered("lahir 2019", datetime.fromisoformat("2026-02-01T10:00+08:00"))
    assert found is not None
    assert found.years == 6


def test_a_day_is_the_day_of_east_kalimantan() -> None:
    """At half past four in the afternoon in London it is already tomorrow here."""
    at = datetime.fromisoformat("2026-11-24T16:30+00:00")
    assert understand.value("date", "hari ini", at) == Answer("2026-11-25", "day hari ini")


def test_since_a_grade_is_reckoned_from_the_grade_of_now() -> None:
    assert when("sejak kelas 4", NOW) is None
    found = when("sejak kelas 4", NOW, grade=6)
    assert found is not None
    assert (found.iso, str(found.day), found.because) == ("2024", "2024-07-01", "since kelas 4")
    spring = when("sejak kelas 4", datetime.fromisoformat("2027-03-01T10:00+08:00"), grade=6)
    assert spring is not None
    assert str(spring.day) == "2024-07-01"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  dia marah  ", "dia marah"),
        ("text", " \n ", "none"),
        ("two_words", "Payung, hijau!", "payung hijau"),
        ("two_words", "payung payung", "none"),
        ("two_words", "mama hijau", "none"),
        ("one_word", "Pelangi!", "pelangi"),
        ("one_word", "ya", "none"),
        ("one_word", "boleh", "none"),
        ("one_word", "bapak", "none"),
        ("one_word", "tiga", "none"),
        ("one_word", "dua kata", "none"),
        ("one_word", "ab", "none"),
        ("age", "4 thn", "4-6"),
        ("age", "kelas 3 SD", "7-9"),
        ("age", "gatau", "none"),
        ("district", "bpp kak", "balikpapan"),
        ("number", "dua aja", "2"),
        ("digits", "129", "129"),
        ("digits", " 1-2-9 kak", "129"),
        ("digits", "nomor satu dua sembilan", "129"),
        ("digits", "１１２", "112"),
        ("digits", "12", "none"),
        ("digits", "081234567890", "none"),
        ("digits", "sepuluh sembilan", "none"),
        ("digits", "lupa", "none"),
        ("digits", "129 atau 110", "none"),
        ("date", "bulan lalu", "2026-10"),
    ],
)
def test_an_answer_without_choices_is_read_by_its_kind(kind: str, text: str, value: str) -> None:
    assert told(understand.value(kind, text, NOW)) == value


def test_the_words_of_a_question_and_of_a_book_are_made_ready_once() -> None:
    question = choices("mana")
    assert index_of(question) is index_of(question)
    book = mind().book
    assert understand.index_of(book) is understand.index_of(book)
    assert understand.choose(list(question), "di skolah") == understand.choose(question, "di skolah")


def test_a_reloaded_book_has_words_of_its_own() -> None:
    book = mind().book
    menu = replace(book.flows["perintah/menu"], words=("daftar",))
    changed = replace(book, flows={**book.flows, menu.name: menu})
    assert understand.command(book, "menu") == book.flows["perintah/menu"]
    assert understand.command(changed, "menu") is None
    assert understand.command(changed, "daftar") == menu


@given(st.text(max_size=120) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_whatever_is_written_is_an_answer_with_a_reason_or_none(text: str) -> None:
    for kind in ("text", "two_words", "one_word", "age", "district", "number", "digits", "date"):
        told(understand.value(kind, text, NOW))
    for question in table("answers")["questions"]:
        answer = understand.choose(choices(question), text)
        assert answer is None or answer.value in {choice.key for choice in choices(question)}
        told(answer)
    found = understand.told(mind().book, text, Reader.UNKNOWN, NOW)
    assert found == understand.told(mind().book, text, Reader.UNKNOWN, NOW)


def test_no_case_stands_twice_with_two_meanings() -> None:
    for kind in ("numbers", "ages", "dates", "districts", "speakers", "told", "commands"):
        meant = set(cases(kind))
        assert len({text for _, text in meant}) == len(meant), kind


def test_a_text_tells_the_same_by_the_way_as_first_message_but_for_its_topic() -> None:
    for _, text in cases("told"):
        whole = understand.told(mind().book, text, Reader.UNKNOWN, NOW)
        aside = understand.told_of(text, Reader.UNKNOWN, NOW)
        assert replace(whole, topic="", because=aside.because) == aside
