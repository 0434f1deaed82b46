"""What follows danger: by kind, reader, level, district and hour of a week a first line, and one contact or two."""

from datetime import datetime, timedelta
from functools import cache
from itertools import product

import pytest

from bot.clock import LOCAL
from bot.flow.contacts import MOST_CONTACTS, named, route_for, showable
from bot.model.conversation import Reader
from bot.model.message import Kind, Level, Office
from tests.engine.minds import mind

DISTRICTS = (
    "balikpapan", "samarinda", "bontang", "kukar", "kutim", "kubar", "berau", "paser", "ppu", "mahulu",
)  # fmt: skip
LEVELS = (Level.CONCERN, Level.HIGH, Level.IMMINENT)
MONDAY = datetime(2026, 3, 2, tzinfo=LOCAL)
HOURS = [MONDAY + timedelta(hours=hour) for hour in range(7 * 24)]


@cache
def open_at(district: str) -> tuple[bool, ...]:
    """Of the district's office, or the province's, in each hour of a week."""
    office = Office("provinsi" if district == "mahulu" else district)
    return tuple(mind().calendar.at(office, hour).open for hour in HOURS)


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_whoever_is_in_danger_reads_one_contact_or_two_at_any_hour(kind: Kind) -> None:
    book, wrong = mind().book, []
    for reader, district, level in product(Reader, DISTRICTS, LEVELS):
        route = route_for(book, {kind.value}, reader, level)
        for hour, open_now in zip(HOURS, open_at(district), strict=True):
            shown = named(book, route, reader, district, open_now=open_now)
            fits = all(showable(one, reader, district, open_now=open_now) for one in shown)
            if not (1 <= len(shown) <= MOST_CONTACTS and fits and route.line("id")):
                wrong.append((reader, district, level, hour))
    assert wrong == []


def test_the_table_is_the_whole_week_in_every_district() -> None:
    assert len(HOURS) == 168
    assert len(set(DISTRICTS)) == 10
    assert {True, False} == {one for district in DISTRICTS for one in open_at(district)}


def test_an_office_is_named_only_while_it_is_open() -> None:
    closed = [one for one in mind().book.directory.values() if one.hours == "office"]
    assert closed
    for one in closed:
        place = one.districts[0] if one.districts else "balikpapan"
        assert not showable(one, Reader.PARENT, place, open_now=False)
        assert showable(one, Reader.PARENT, place, open_now=True) == (one.confidence == "H")


@pytest.mark.parametrize(("hour", "shown"), [(10, True), (22, False)])
def test_a_parent_in_balikpapan_reads_of_puspaga_in_its_hours(hour: int, shown: bool) -> None:
    route = route_for(mind().book, {"parent_control"}, Reader.PARENT, Level.HIGH)
    open_now = mind().calendar.at(Office("balikpapan"), MONDAY + timedelta(hours=hour)).open
    names = [one.id for one in named(mind().book, route, Reader.PARENT, "balikpapan", open_now=open_now)]
    assert ("puspaga_balikpapan" in names) is shown
