"""Classes of the offices: what is over is not shown, nobody but a parent is shown any, and the file invents none."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.engine import agenda
from bot.engine.mind import Mind
from bot.flow import library
from bot.flow.agenda import Event
from bot.model.conversation import Conversation, Reader
from bot.model.message import Channel, ContactId, ConversationId, Office
from tests.engine.minds import mind
from tests.flow.shelf import written

KEPT = """\
events:
  lama:
    title: Bincang pagi
    office: berau
    place: Aula
    day: 2027-03-06
    hour: "09.00"
    seats: 30
    attended: 24
"""
NOON = datetime.fromisoformat("2027-03-06T12:00+08:00")


def event(name: str, day: int, hour: str = "09.00", office: str = "provinsi") -> Event:
    return Event(name, name.title(), office, "Aula", date(2027, 3, day), hour)


def shown(*events: Event, reader: Reader = Reader.PARENT, office: str = "provinsi") -> list[str]:
    one = Mind(mind().book, mind().ear, mind().calendar, events={event.id: event for event in events})
    talk = Conversation(ConversationId("c"), ContactId("k"), Channel.TELEGRAM, opened_at=NOON)
    return [found.id for found in agenda.upcoming(one, talk.grown(reader=reader, office=Office(office)), NOON)]


def test_the_file_of_the_project_holds_no_invented_class() -> None:
    assert mind().book.events == {}


def test_the_classes_of_examples_are_shown_to_nobody() -> None:
    talk = Conversation(ConversationId("c"), ContactId("k"), Channel.WEB, opened_at=NOON, reader=Reader.PARENT)
    early = datetime.fromisoformat("2026-11-24T10:00+08:00")
    assert mind().book.samples
    assert agenda.upcoming(replace(mind(), events=None), talk, early) == ()
    assert agenda.upcoming(mind(), talk, early) != (), "but where a talk is rehearsed"


@pytest.mark.parametrize(("today", "told"), [("2027-03-06", []), ("2027-03-07", ["F155"]), (None, [])])
def test_a_class_that_is_over_is_told_of(tmp_path: Path, today: str | None, told: list[str]) -> None:
    folders = written(tmp_path, {"content/kegiatan.yaml": KEPT})
    book, found = library.read_all(*folders, date.fromisoformat(today) if today else None)
    assert book
    assert book.events["lama"].attended == 24
    assert [one.code for one in found] == told


def test_the_nearest_three_are_shown_until_they_begin() -> None:
    events = event("c", 8), event("a", 7), event("over", 6, "11.30"), event("d", 9), event("b", 7, "13.00")
    assert shown(*events) == ["a", "b", "c"]
    assert shown(event("now", 6, "12.00")) == []
    assert shown(event("soon", 6, "12.01")) == ["soon"]


def test_an_office_shows_its_own_and_those_of_the_province() -> None:
    events = event("own", 7, office="berau"), event("all", 8), event("other", 7, office="paser")
    assert shown(*events, office="berau") == ["own", "all"]
    assert shown(*events) == ["other", "own", "all"]


@pytest.mark.parametrize("reader", [Reader.CHILD, Reader.UNKNOWN])
def test_nobody_but_a_parent_is_shown_any(reader: Reader) -> None:
    assert shown(event("a", 7), reader=reader) == []


@pytest.mark.parametrize(
    ("said", "found"), [("2", "b"), ("nomor 1", "a"), ("3", None), ("0", None), ("yang itu", None)]
)
def test_the_number_that_was_shown_is_the_class(said: str, found: str | None) -> None:
    one = replace(mind(), events={event.id: event for event in (event("a", 7), event("b", 8))})
    talk = Conversation(ConversationId("c"), ContactId("k"), Channel.TELEGRAM, opened_at=NOON, reader=Reader.PARENT)
    answer = agenda.chosen(one, talk, said, NOON)
    assert (answer.value if answer else None) == found
