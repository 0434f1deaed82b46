"""Answers as people write them: every line of answers.yaml is taken for what stands above it."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.engine import numbers, understand
from bot.engine.ages import age_answered
from bot.engine.answer import Answer
from bot.engine.dates import when
from bot.engine.places import place_in
from bot.engine.spelling import plain
from bot.engine.yes_no import Meant, meaning, signs_read
from bot.flow.book import Choice, Text
from bot.model.conversation import Reader
from tests.engine.minds import mind

HERE = Path(__file__).parent
SAYS = {Meant.YES: "ya", Meant.AGREED: "ya", Meant.NO: "tidak", Meant.REFUSED: "tidak"}
NOW = datetime.fromisoformat("2026-11-24T10:00+08:00")
"""A Tuesday."""
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


def yes_no_cases(name: str = "answers") -> Iterator[tuple[str, str]]:
    for value, languages in table(name).get("yes_no", {}).items():
        yield from ((value, text) for texts in languages.values() for text in texts)


def cases(kind: str, name: str = "answers") -> list[tuple[str, str]]:
    """Expected value and text, of one kind."""
    return [(value, text) for value, texts in table(name).get(kind, {}).items() for text in texts]


def choice_cases(name: str = "answers") -> list[tuple[str, str, str]]:
    return [
        (question, value, text)
        for question, values in table(name).get("choices", {}).items()
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


@pytest.mark.parametrize(("value", "text"), list(yes_no_cases()), ids=named(list(yes_no_cases())))
def test_a_yes_and_a_no_are_heard_and_nothing_else_is_one(value: str, text: str) -> None:
    assert yes_no(text) == value


@pytest.mark.parametrize(("value", "text"), cases("numbers"), ids=named(cases("numbers")))
def test_a_number_is_read(value: str, text: str) -> None:
    assert told(numbers.number(text)) == value


@pytest.mark.parametrize(("question", "value", "text"), choice_cases(), ids=named(choice_cases()))
def test_a_choice_is_understood(question: str, value: str, text: str) -> None:
    assert told(understand.choose(choices(question), text)) == value


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
