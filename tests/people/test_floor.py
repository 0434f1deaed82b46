"""What people meet who write to us, on the openings beside this file: the floor below which nothing may fall."""

import asyncio
import json
from collections import Counter
from functools import cache

import pytest

from bot import app
from bot.bench import people
from bot.bench.figures import Figures
from bot.bench.openings import OPENINGS, SOMEBODY, Opening, openings
from bot.bench.people import ASKED
from bot.config import load as load_config
from bot.model.message import Level
from tests.people import paper
from tests.people.paper import row
from tests.scenes.house import ROOT

pytestmark = pytest.mark.timeout(180)
"""The whole is measured once, in the first of these tests: some twelve seconds of one core."""
FLOOR: dict[str, float] = json.loads(paper.FLOOR.read_text(encoding="utf-8"))
"""What was measured when texts and topics were last mended, by what is asked (docs/benchmarks.md)."""
CHANNELS = 3


@cache
def figures() -> Figures:
    return asyncio.run(people.measure(load_config(ROOT / "config.yaml", {})))


@cache
def written() -> list[Opening]:
    return openings(ROOT / OPENINGS)


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.what)
def test_no_figure_is_worse_than_it_was(one: people.Asked) -> None:
    value = one.of(figures())
    if one.what not in FLOOR:
        assert value is None, "a figure that is measured has a floor"
        return
    assert value is not None
    assert value <= FLOOR[one.what] if one.lower else value >= FLOOR[one.what]


def test_there_are_as_many_openings_as_are_asked_for_and_all_are_played_on_every_channel() -> None:
    groups = Counter(one.group for one in written())
    assert groups["parents"] >= 100
    assert groups["children"] >= 100
    assert groups["danger"] >= 60
    assert groups["odd"] >= 40
    assert figures()["openings"] == groups.total()
    assert figures()["plays"] == CHANNELS * groups.total()


def test_every_opening_says_what_would_be_fitting() -> None:
    book = app.mind_of(load_config(ROOT / "config.yaml", {})).book
    known = {*book.flows, *book.topics, SOMEBODY}
    assert [f"{one.line} {name}" for one in written() for name in one.fits - known] == []
    assert [one.line for one in written() if one.group != "odd" and not (one.fits or one.level)] == []
    assert [one.line for one in written() if (one.level > Level.NONE) != (one.group == "danger")] == []


def test_nobody_writes_the_same_twice() -> None:
    told = Counter(str(one) for one in written())
    assert [text for text, times in told.items() if times > 1] == []


def test_children_of_every_age_write_and_people_write_at_night() -> None:
    ages = {one.age for one in written() if one.who == "child"}
    assert ages >= {"7-9", "10-12", "13-15", "16-17"}
    assert sum(not 6 <= one.at.hour < 20 for one in written()) >= len(written()) // 8


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.what)
def test_the_table_of_the_docs_says_what_the_floor_says(one: people.Asked) -> None:
    assert row(one, FLOOR.get(one.what)) in paper.PAGE.read_text(encoding="utf-8")
