"""PostgreSQL to measure on: a given server, or one of our own from the system's binaries, as durable as it is meant to
run; and a database of our own on it, gone afterwards."""

import asyncio
import os
import pwd
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from bot.errors import HouseError, Misuse
from bot.vault.envelope import new_id

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
ABSENT = "PostgreSQL is absent: install it (Debian: postgresql), or give one with --postgres URL"
DEBIAN = Path("/usr/lib/postgresql")
READY_S = 30.0
LOOK_S = 0.05


def binaries() -> Path | None:
    """The system's newest: where initdb and postgres stand."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(DEBIAN.glob("*/bin"), key=lambda one: int(one.parent.name), reverse=True)
    return next((one for one in found if (one / "initdb").exists() and (one / "postgres").exists()), None)


@asynccontextmanager
async def server(given: str = "") -> AsyncIterator[str]:
    """The address of a durable server: the given one, or one of our own. Raises Misuse when there is none, or when the
    given one may lose what it said was written."""
    if given:
        await _prove(given)
        yield given
        return
    found = binaries()
    if found is None:
        raise Misuse(ABSENT)
    async with own(found) as url:
        yield url


async def _prove(url: str) -> None:
    db = await _connected(url)
    try:
        for name, value in DURABLE.items():
            if await db.fetchval(f"show {name}") != value:
                raise Misuse(f"that PostgreSQL runs with {name} off: it is no measurement")
    finally:
        await db.close()


async def _connected(url: str) -> "asyncpg.Connection[Any]":
    try:
        return await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Misuse(f"that PostgreSQL does not answer: {type(error).__name__}") from None


@asynccontextmanager
async def own(programs: Path) -> AsyncIterator[str]:
    """On a socket in a folder with a short name (a socket's has at most 107 letters). PostgreSQL never runs as root, so
    then it is nobody's."""
    folder = Path(tempfile.mkdtemp(prefix="ppg-", dir="/tmp"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    url = f"postgresql://postgres@/postgres?host={folder}"
    try:
        data = folder / "data"
        await _run([str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"], who)
        settings = {**DURABLE, "listen_addresses": "", "unix_socket_directories": str(folder)}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        process = await asyncio.create_subprocess_exec(
            str(programs / "postgres"), "-D", str(data), *words, stderr=asyncio.subprocess.DEVNULL, **who
        )
        try:
            await _ready(url, process)
            yield url
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)  # fast shutdown
            await process.wait()
    finally:
        shutil.rmtree(folder)


async def _run(command: list[str], who: dict[str, Any]) -> None:
    null = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdout=null, stderr=null, cwd="/", **who)
    if await process.wait():
        raise HouseError("PostgreSQL could not be made")


async def _ready(url: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(READY_S):
        while process.returncode is None:
            try:
                await (await asyncpg.connect(url)).close()
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(LOOK_S)
            else:
                return
    raise HouseError("PostgreSQL did not start")


@asynccontextmanager
async def database(url: str) -> AsyncIterator[str]:
    """An empty one on that server. Its address."""
    name = f"puspaga_bench_{new_id().replace('-', '_').lower()}"
    await _told(url, f'create database "{name}"')
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        await _told(url, f'drop database "{name}" with (force)')


async def _told(url: str, sql: str) -> None:
    db = await _connected(url)
    try:
        await db.execute(sql)
    finally:
        await db.close()
