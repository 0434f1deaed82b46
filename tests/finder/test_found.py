"""How well topics are found, on phrasings that nobody tuned to: the floor below which it may not fall."""

from functools import cache

import pytest

from tests.engine.minds import mind
from tests.finder.report import FIRST, SHOWN, Sums, measured, openings

KNOWN = {FIRST: 0.78, SHOWN: 0.92, "certain": 0.68}
"""Shares of phrasings.csv where it is known who writes (issue: nine in ten among the first three)."""
RIGHTLY, LIKELY_RIGHT = 0.93, 0.59
"""Of those that are taken for certain, and of those that are told with others to press beside them."""


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


def test_what_is_told_as_likely_is_right_three_times_out_of_five() -> None:
    unknown = measured(mind().book, openings(), known=False)
    assert min(one.share("likely right", "likely") for one in (sums(), unknown)) >= LIKELY_RIGHT


def test_what_is_taken_for_certain_is_right() -> None:
    assert sums().share("rightly", "certain") >= RIGHTLY
