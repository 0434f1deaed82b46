"""Which office sees a ticket, and from when."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.message import Level, Office
from bot.model.offices import OFFICES, PROVINCE, office_of
from bot.rules.offices import NEAR, PATIENCE, REACH, Reach

names = st.sampled_from([Office(one) for one in OFFICES])
waits = st.timedeltas(timedelta(), timedelta(days=3))


@pytest.mark.parametrize(("district", "office"), [("paser", "paser"), ("mahulu", "provinsi"), ("", "provinsi")])
def test_a_district_has_its_office_or_the_province(district: str, office: str) -> None:
    assert office_of(district) == office


@given(names, st.sampled_from(Level), names, waits, waits)
def test_waiting_only_adds_offices(
    office: Office, level: Level, viewer: Office, waited: timedelta, more: timedelta
) -> None:
    if REACH.sees(office, level, viewer, waited):
        assert REACH.sees(office, level, viewer, waited + more)


@given(names, st.sampled_from(Level))
def test_its_own_office_sees_it_at_once_and_the_province_is_due_last(office: Office, level: Level) -> None:
    assert REACH.turn(office, level, office) == timedelta()
    turns = {one: REACH.turn(office, level, Office(one)) for one in OFFICES}
    known = [turn for turn in turns.values() if turn is not None]
    if office != PROVINCE:
        assert turns[PROVINCE] == max(known)
        assert known.count(max(known)) == 1


def test_neighbours_are_asked_one_after_the_other_the_sooner_the_graver() -> None:
    def seen(level: Level, minutes: int) -> set[str]:
        return {
            one for one in OFFICES if REACH.sees(Office("paser"), level, Office(one), timedelta(minutes=minutes))
        } - {PROVINCE}

    assert seen(Level.IMMINENT, 1) == {"paser"}
    assert seen(Level.IMMINENT, 2) == {"paser", "ppu"}
    assert seen(Level.IMMINENT, 4) == {"paser", "ppu", "balikpapan"}
    assert seen(Level.HIGH, 9) == {"paser"}
    assert seen(Level.HIGH, 10) == {"paser", "ppu"}
    assert list(PATIENCE.values()) == sorted(PATIENCE.values())


def test_an_office_chooses_its_neighbours_and_minutes() -> None:
    reach = Reach({Office("berau"): (Office("bontang"), PROVINCE)}, {Office("berau"): {Level.HIGH: 3}})
    assert reach.turn(Office("berau"), Level.HIGH, Office("bontang")) == timedelta(minutes=3)
    assert reach.turn(Office("berau"), Level.HIGH, PROVINCE) == timedelta(minutes=6)
    assert reach.turn(Office("berau"), Level.HIGH, Office("kutim")) is None
    assert reach.turn(Office("berau"), Level.NONE, PROVINCE) == timedelta(minutes=240)


def test_every_office_has_neighbours_that_exist() -> None:
    assert set(NEAR) == set(OFFICES)
    assert all(set(near) <= set(OFFICES) - {office} for office, near in NEAR.items())
