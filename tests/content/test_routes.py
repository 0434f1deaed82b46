"""What follows danger: by kind, reader, level, district and hour of a week a first line, and one contact or two,
whatever our calls to the contacts found."""

from datetime import datetime, timedelta
from functools import cache
from itertools import product

import pytest

from bot.clock import LOCAL
from bot.flow.book import Contact
from bot.flow.contacts import MOST_CONTACTS, Standing, Stands, named, route_for, showable, standing, uncalled
from bot.flow.kinds import kinds_of
from bot.model.call import Call, Result
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


def found(result: Result, ago: timedelta, *, everyones: bool = True) -> Stands:
    """So every call ended that was made; `everyones`: to the numbers that everybody sees, too."""

    def stands(one: Contact) -> Standing:
        if one.everyone and not everyones:
            return uncalled(one)
        call = Call(one.id, one.number, MONDAY - ago, "Sari", result)
        return standing(one, {one.id: [call]}, MONDAY)

    return stands


YEAR = timedelta(days=400)
CALLS = {
    "nobody called": uncalled,
    "all answered yesterday": found(Result.ANSWERED, timedelta(days=1)),
    "all answered 200 days ago": found(Result.ANSWERED, timedelta(days=200)),
    "all answered long ago": found(Result.ANSWERED, YEAR),
    "nobody answered": found(Result.NO_ANSWER, timedelta(days=1)),
    "all wrong but those of everyone": found(Result.WRONG, timedelta(days=1), everyones=False),
    "all wrong": found(Result.WRONG, timedelta(days=1)),
}


@pytest.mark.parametrize("stands", CALLS.values(), ids=CALLS)
def test_whoever_is_in_danger_reads_one_contact_or_two_at_any_hour(stands: Stands) -> None:
    book, wrong = mind().book, []
    for kind, reader, district, level in product(Kind, Reader, DISTRICTS, LEVELS):
        route = route_for(book, {kind.value}, reader, level)
        fits = {}
        for open_now in (False, True):
            shown = named(book, route, reader, district, open_now=open_now, stands=stands)
            may = all(showable(one, reader, district, open_now=open_now, stands=stands(one)) for one in shown)
            fits[open_now] = 1 <= len(shown) <= MOST_CONTACTS and may and route.line("id") != ""
        hours = zip(HOURS, open_at(district), strict=True)
        wrong += [(kind, reader, district, level, hour) for hour, open_now in hours if not fits[open_now]]
    assert wrong == []


@pytest.mark.parametrize("name", ["all answered 200 days ago", "all answered long ago", "all wrong"])
def test_without_a_call_that_is_believed_only_the_numbers_of_everyone_are_named(name: str) -> None:
    book = mind().book
    for route, reader, district in product(book.routes, Reader, DISTRICTS):
        shown = named(book, route, reader, district, open_now=True, stands=CALLS[name])
        assert {one.number for one in shown} <= {"110", "112", "119", "129"}


def test_the_table_is_the_whole_week_in_every_district() -> None:
    assert len(HOURS) == 168
    assert len(set(DISTRICTS)) == 10
    assert {True, False} == {one for district in DISTRICTS for one in open_at(district)}


def test_an_office_is_named_only_while_it_is_open() -> None:
    closed = [one for one in mind().book.directory.values() if one.hours == "office" and one.number]
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


@pytest.mark.parametrize(
    ("topic", "first"), [("ibu_sedih", ["medis119", "sejiwa119"]), ("lepas_kendali", ["sapa129", "puspaga_balikpapan"])]
)
def test_who_needs_care_is_not_sent_to_the_police(topic: str, first: list[str]) -> None:
    book = mind().book
    kinds = {kind.value for kind in kinds_of(book.topics[topic].category)}
    for level, district in product(LEVELS, DISTRICTS):
        route = route_for(book, kinds, Reader.PARENT, level)
        shown = [one.id for one in named(book, route, Reader.PARENT, district, open_now=True)]
        assert shown[0] == first[0]
        assert "polisi110" not in shown
        if district == "balikpapan" and level is not Level.IMMINENT:
            assert shown == first
