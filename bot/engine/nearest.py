"""The district whose seat is nearest to a point on the map.

A point is looked at once, by the wire that read it, and goes no further: what enters the house is a district's code.
"""

import math

from bot.model.message import ELSEWHERE

SEATS = {
    "balikpapan": (-1.27, 116.83),
    "samarinda": (-0.50, 117.15),
    "bontang": (0.13, 117.50),
    "kukar": (-0.41, 116.99),  # Tenggarong
    "kutim": (0.50, 117.55),  # Sangatta
    "kubar": (-0.23, 115.69),  # Sendawar
    "berau": (2.15, 117.49),  # Tanjung Redeb
    "paser": (-1.91, 116.20),  # Tana Paser
    "ppu": (-1.30, 116.74),  # Penajam
    "mahulu": (0.50, 115.28),  # Ujoh Bilang
}
"""Latitude and longitude of where each district is governed from, in degrees, to about a kilometre."""
FARTHEST = 200
"""Kilometres. Long Apari, at the border, is that far from the seat of its own district; Banjarmasin and Palu are
farther from all of them."""
EARTH = 6_371
"""Its radius in kilometres."""


def nearest(latitude: object, longitude: object) -> str:
    """A district's code, ELSEWHERE, or "" for what is no point on the earth. As a platform gives them: numbers, or
    texts."""
    try:
        point = float(str(latitude)), float(str(longitude))
    except ValueError:
        return ""
    if not (abs(point[0]) <= 90 and abs(point[1]) <= 180):
        return ""
    district = min(SEATS, key=lambda code: _apart(point, SEATS[code]))
    return district if _apart(point, SEATS[district]) <= FARTHEST else ELSEWHERE


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres along the ground."""
    (south, west), (north, east) = ([math.radians(degrees) for degrees in place] for place in (one, other))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))
