"""kill -9 at random moments, over real sockets: nothing acknowledged is lost, halved, swapped or silently doubled."""

import secrets
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.chaos.database import Database, Postgresql
from tests.chaos.place import Place
from tests.chaos.reading import sqlite
from tests.chaos.storm import Run, Storm, shown
from tests.postgres import DURABLE, binaries, running

ON_SQLITE, ON_POSTGRES = 20, 10
"""Kills in every run of the tests; a calm on PostgreSQL takes half a minute."""
LONG_KILLS = 500
"""Of each of the two kinds of storm."""
ROUND = 100
"""Of a storm in a long run, which is several, each with people, a folder and a seed of its own."""

MOST_TOLD = 30


def told(one: Storm) -> str:
    """Its figures, and the smallest facts of what was wrong; no words."""
    return "\n".join([str(one), *(f"{wrong.law}: {wrong.where}" for wrong in one.wrong[:MOST_TOLD])])


def rounds(config: pytest.Config, short: int) -> list[tuple[int, int]]:
    """Seed and kills of each storm."""
    long = bool(config.getoption("--long"))
    kills = int(config.getoption("--kills") or (LONG_KILLS if long else short))
    seed = int(config.getoption("--seed") or secrets.randbelow(1 << 30))
    sizes = [min(ROUND, kills - done) for done in range(0, kills, ROUND)]
    return [(seed + number, size) for number, size in enumerate(sizes)]


def report(storms: list[Storm], one: Storm, capsys: pytest.CaptureFixture[str]) -> None:
    """Its figures, and those of all so far."""
    storms.append(one)
    figures = Counter[str]()
    for each in storms:
        figures.update(each.figures)
    with capsys.disabled():
        print(f"\n{told(one)}\n{len(storms)} so far: {shown(figures)}", flush=True)


def hold(storms: list[Storm]) -> None:
    assert not any(one.wrong for one in storms), "\n".join(told(one) for one in storms if one.wrong)
    assert all(one.facts.bubbles for one in storms), "people were answered"


@pytest.mark.timeout(4 * 60 * 60)
async def test_a_service_on_sqlite_that_is_killed_again_and_again_loses_nothing(
    tmp_path: Path, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    storms: list[Storm] = []
    for seed, kills in rounds(pytestconfig, ON_SQLITE):
        folder = tmp_path / str(seed)
        report(storms, await Run(Place(folder, seed), kills, sqlite(folder)).run(), capsys)
    hold(storms)


@pytest.mark.timeout(4 * 60 * 60)
async def test_two_services_on_one_postgresql_that_are_all_killed_again_and_again_lose_nothing(
    tmp_path: Path, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    storms: list[Storm] = []
    for seed, kills in rounds(pytestconfig, ON_POSTGRES):
        with running(binaries(), DURABLE) as server:
            place = Place(tmp_path / str(seed), seed, services=2, database=server.url)
            database = Database(server, Random(f"{seed} postgres"))
            report(storms, await Run(place, kills, Postgresql(server.url), (database,)).run(), capsys)
    hold(storms)
