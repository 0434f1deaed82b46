"""How well topics are found, on phrasings that nobody tuned to: the floor below which it may not fall."""

from functools import cache

import pytest

from tests.engine.minds import mind
from tests.finder.report import FIRST, SHOWN, Sums, measured, openings

KNOWN = {FIRST: 0.76, SHOWN: 0.90, "certain": 0.62}
"""Shares of phrasings.csv where it is known who writes (issue: nine in ten among the first three)."""
RIGHTLY = 0.90
"""Of those that are taken for certain."""


@cache
def sums() -> Sums:
    return measured(mind().book, openings(), known=True)


def test_there_are_enough_phrasings_and_each_names_what_is_there() -> None:
    book = mind().book
    assert len(openings()) >= 300
    assert {one.topic for one in openings()} <= set(book.topics) | set(book.flows)


@pytest.mark.parametrize("what", KNOWN)
def test_what_people_write_is_found(what: str) -> None:
    assert sums().share(what, "all") >= KNOWN[what]


def test_what_is_taken_for_certain_is_right() -> None:
    assert sums().share("rightly", "certain") >= RIGHTLY
