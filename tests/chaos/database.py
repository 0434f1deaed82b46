"""PostgreSQL as somebody who can be killed: the whole server, or one of its processes, after which it recovers."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import asyncpg

from tests.chaos.people import Stage
from tests.chaos.process import STARTED_S
from tests.postgres import Postgres

AGAIN_S = 0.05
STATE, PARENT = 0, 1
"""Of the fields behind the name in /proc/PID/stat."""


class Database:
    """A server that runs on after this; like a Process."""

    name = "postgres"

    def __init__(self, server: Postgres, dice: Random) -> None:
        self._server, self._dice = server, dice

    @property
    def dead(self) -> bool:
        """Its first process is gone. It ends by itself when another one is killed while it recovers."""
        found = stat(self._server.pid)
        return not found or found[STATE] == "Z"

    async def start(self) -> None:
        if self.dead:
            await asyncio.to_thread(self._server.start)

    async def ready(self) -> bool:
        """Once it takes connections again."""
        rest = Stage()
        async with asyncio.timeout(STARTED_S):
            while True:
                await self.start()
                with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    await (await asyncpg.connect(self._server.url)).close()
                    return True
                await rest.pause(AGAIN_S)

    async def killed(self) -> None:
        """kill -9 of its first process, or of any other; then it ends all the rest itself and recovers."""
        rest, whole = Stage(), self._dice.random() < 0.5
        others = children(self._server.pid)
        struck = self._server.pid if whole or not others else self._dice.choice(others)
        with suppress(ProcessLookupError):  # it was a connection, and has just ended
            os.kill(struck, signal.SIGKILL)
        while struck == self._server.pid and not self.dead:
            await rest.pause(AGAIN_S)


def stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def children(parent: int) -> list[int]:
    pids = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
    return sorted(pid for pid in pids if (found := stat(pid)) and int(found[PARENT]) == parent)


class Postgresql:
    """Reads what stands in it (reading.Select)."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def __call__(self, sql: str) -> Sequence[Mapping[str, Any]]:
        db = await asyncpg.connect(self._url)
        try:
            return [dict(row) for row in await db.fetch(sql)]
        finally:
            await db.close()
