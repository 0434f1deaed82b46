"""Our own PostgreSQL for tests: it starts wherever its binaries come from, and nothing of it stays."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from tests import postgres
from tests.keeper import unprivileged
from tests.postgres import (
    DURABLE,
    FAST,
    GIVEN,
    Postgres,
    binaries,
    fresh,
    named,
    running,
    serving,
    system_binaries,
    wheel_binaries,
)

ROOT = Path(__file__).parents[1]
PRESENT = {
    name: found for name, found in (("system", system_binaries()), ("wheel", wheel_binaries())) if found is not None
}
TIED = """
import sys
from pathlib import Path
from tests.postgres import FAST, Postgres
one = Postgres(Path(sys.argv[1]), FAST)
one.start()
print(one.pid, one.folder, flush=True)
sys.stdin.read()
"""
"""A session that holds a server until it is killed."""


def lives(pid: int) -> bool:
    """Of one who has ended and was not asked for yet, only the name is left."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def owner(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def soon(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.01)


def test_the_wheel_of_the_dev_lock_brings_binaries() -> None:
    assert "wheel" in PRESENT


@pytest.mark.parametrize("origin", PRESENT)
@pytest.mark.parametrize("profile", [FAST, DURABLE], ids=["fast", "durable"])
async def test_it_starts_answers_as_it_was_set_and_leaves_nothing(origin: str, profile: dict[str, str]) -> None:
    with running(PRESENT[origin], profile) as server:
        db = await asyncpg.connect(server.url)
        assert {name: await db.fetchval(f"show {name}") for name in profile} == profile
        assert await db.fetchval("show listen_addresses") == ""
        assert await db.fetchval("show data_directory") == str(server.folder / "data")
        assert owner(server.pid) == unprivileged().get("user", os.getuid())
        await db.close()
    assert not lives(server.pid)
    assert not server.folder.exists()


def test_it_ends_also_when_the_session_is_killed() -> None:
    command = [sys.executable, "-c", TIED, str(binaries())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as session:
        assert session.stdout
        pid, folder = session.stdout.readline().split()
        assert lives(int(pid))
        session.kill()
    soon(lambda: not lives(int(pid)) and not Path(folder).exists())


def test_its_keeper_stops_it_also_when_it_is_asked_to_end() -> None:
    server = Postgres(binaries(), FAST)
    server.start()
    server._keeper.send_signal(signal.SIGTERM)
    soon(lambda: not lives(server.pid) and not server.folder.exists())
    server.stop()


async def test_killed_it_starts_again_with_all_that_it_had_promised() -> None:
    with running(binaries(), DURABLE) as server:
        first = server.pid
        db = await asyncpg.connect(server.url)
        await db.execute("create table kept (n int); insert into kept values (1)")
        os.kill(first, signal.SIGKILL)
        server.start()
        assert server.pid != first
        again = await asyncpg.connect(server.url)
        assert await again.fetchval("select n from kept") == 1
        await again.close()
        db.terminate()


def test_binaries_that_only_we_may_reach_are_run_all_the_same(tmp_path: Path) -> None:
    place = PRESENT["wheel"]
    site, package = place.parents[2], place.parents[1].name
    shutil.copytree(place.parent, tmp_path / place.parent.relative_to(site), symlinks=True)
    shutil.copytree(site / f"{package}.libs", tmp_path / f"{package}.libs")
    tmp_path.chmod(0o700)
    with running(tmp_path / place.relative_to(site), FAST) as server:
        assert lives(server.pid)


async def test_each_test_has_a_database_of_its_own(postgres_url: str, database: str) -> None:
    db = await asyncpg.connect(database)
    await db.execute("create table mine (n int)")
    await db.close()
    async with fresh(postgres_url) as other:
        db = await asyncpg.connect(other)
        assert await db.fetchval("select to_regclass('mine')") is None
        name = await db.fetchval("select current_database()")
        await db.close()
    db = await asyncpg.connect(postgres_url)
    assert await db.fetchval("select count(*) from pg_database where datname = $1", name) == 0
    await db.close()


async def test_a_template_is_filled_once_and_copied_for_each(postgres_url: str) -> None:
    filled: list[str] = []

    async def fill(address: str) -> None:
        filled.append(address)
        db = await asyncpg.connect(address)
        await db.execute("create table kept as select 7 as n")
        await db.close()

    for _ in range(2):
        async with fresh(postgres_url, fill) as address:
            db = await asyncpg.connect(address)
            assert await db.fetchval("update kept set n = n + 1 returning n") == 8
            await db.close()
    assert len(filled) == 1


@pytest.mark.parametrize(
    ("server", "wanted"),
    [
        ("postgresql://postgres@/postgres?host=/tmp/x", "postgresql://postgres@/one?host=/tmp/x"),
        ("postgresql:///postgres?host=/tmp/x", "postgresql:///one?host=/tmp/x"),
        ("postgresql://me:pw@db.test:5432/all", "postgresql://me:pw@db.test:5432/one"),
        ("postgresql://db.test", "postgresql://db.test/one"),
    ],
)
def test_another_database_of_a_server_has_the_same_address_but_for_its_name(server: str, wanted: str) -> None:
    assert named(server, "one") == wanted


async def fill_nothing(address: str) -> None:
    """A template that is empty."""


async def names(server: str) -> set[str]:
    db = await asyncpg.connect(server)
    try:
        return {row["datname"] for row in await db.fetch("select datname from pg_database")}
    finally:
        await db.close()


def test_a_given_server_is_used_as_it_is_and_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    async def use(server: str) -> set[str]:
        async with fresh(server, fill_nothing):
            return await names(server)

    with running(binaries(), FAST) as server:
        monkeypatch.setenv(GIVEN, server.url)
        before = asyncio.run(names(server.url))
        with serving() as address:
            assert address == server.url
            assert len(asyncio.run(use(address)) - before) == 2
        assert asyncio.run(names(server.url)) == before


@pytest.mark.parametrize(("ci", "wanted"), [("true", AssertionError), ("", pytest.skip.Exception)])
def test_without_any_binaries_a_test_fails_in_ci_and_is_named_elsewhere(
    monkeypatch: pytest.MonkeyPatch, ci: str, wanted: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    for name in ("system_binaries", "wheel_binaries"):
        monkeypatch.setattr(postgres, name, lambda: None)
    with pytest.raises(wanted, match=postgres.ABSENT):
        binaries()
