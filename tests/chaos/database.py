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
PARENT = 1
"""Of the fields behind the name in /proc/PID/stat."""


class Database:
    """A server that runs on after this; like a Process."""

    name = "postgres"

    def __init__(self, server: Postgres, dice: Random) -> None:
        self._server, self._dice = server, dice
        self.dead = False

    async def start(self) -> None:
        if self.dead:
            await asyncio.to_thread(self._server.start)
            self.dead = False

    async def ready(self) -> bool:
        """Once it takes connections again."""
        rest = Stage()
        async with asyncio.timeout(STARTED_S):
            while True:
                with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    await (await asyncpg.connect(self._server.url)).close()
                    return True
                await rest.pause(AGAIN_S)

    async def killed(self) -> None:
        """kill -9 of its first process, or of any other; then it ends all the rest itself and recovers."""
        if self.dead:
            return
        self.dead = self._dice.random() < 0.5
        struck = self._server.pid if self.dead else self._dice.choice(children(self._server.pid))
        with suppress(ProcessLookupError):  # it was a connection, and has just ended
            os.kill(struck, signal.SIGKILL)


def children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[PARENT]) == parent:
                found.append(int(path.parent.name))
    return sorted(found)


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
