"""A point on the map leads to the office that is nearest, or honestly to none."""

from dataclasses import fields

import pytest

from bot.engine.nearest import SEATS, nearest
from bot.model.message import ELSEWHERE, Location


@pytest.mark.parametrize("district", SEATS)
def test_the_seat_of_a_district_is_its_own(district: str) -> None:
    latitude, longitude = SEATS[district]
    assert nearest(latitude, longitude) == district
    assert nearest(f"{latitude + 0.02:.6f}", f"{longitude - 0.02:.6f}") == district


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "district"),
    [
        ("Sepinggan", -1.268, 116.894, "balikpapan"),
        ("Loa Janan", -0.585, 117.093, "samarinda"),
        ("Melak", -0.26, 115.81, "kubar"),
        ("Maratua", 2.20, 118.60, "berau"),
        ("Long Apari", 1.20, 114.20, "mahulu"),
        ("Sandaran", 1.00, 118.80, "kutim"),
    ],
)
def test_a_place_leads_to_the_office_nearest_to_it(
    place: str, latitude: float, longitude: float, district: str
) -> None:
    assert nearest(latitude, longitude) == district


@pytest.mark.parametrize(
    ("place", "latitude", "longitude"),
    [("Jakarta", -6.2, 106.85), ("Banjarmasin", -3.32, 114.59), ("Palu", -0.89, 119.85), ("London", 51.5, -0.13)],
)
def test_far_from_all_of_them_none_is_named(place: str, latitude: float, longitude: float) -> None:
    assert nearest(latitude, longitude) == ELSEWHERE


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(None, None), ("", ""), ("di rumah", "117"), ("nan", "117"), ("inf", "117"), (91, 117), (0, 181), ("9" * 5000, 1)],
)
def test_what_is_no_point_on_the_earth_is_none(latitude: object, longitude: object) -> None:
    assert nearest(latitude, longitude) == ""


def test_of_a_point_nothing_but_the_nearest_district_enters_the_house() -> None:
    assert [field.name for field in fields(Location)] == ["at", "near"]
