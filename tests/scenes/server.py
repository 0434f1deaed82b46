"""The service as a process of its own, for what only a process can do: die."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.scenes.house import ROOT, furnish

KILLED = 137
STARTED_S = 20.0


@dataclass
class Server:
    """A running `puspaga serve`."""

    folder: Path
    process: asyncio.subprocess.Process
    url: str
    said: str

    async def dies(self) -> int:
        """Wait for the end; the exit code."""
        async with asyncio.timeout(STARTED_S):
            return await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM, as an operator stops it."""
        if self.process.returncode is None:
            self.process.terminate()
        return await self.dies()

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Read the database beside the server, or after its death."""
        with sqlite3.connect(f"file:{self.folder / 'var' / 'puspaga.db'}?mode=ro", uri=True) as db:
            return db.execute(sql).fetchall()


@asynccontextmanager
async def serving(folder: Path, settings: Mapping[str, str] | None = None, *, fault: str = "") -> AsyncIterator[Server]:
    """Start it on `folder` (furnished when it is empty), wait until it is ready; stopped at the end. `fault` names the
    point at which it dies as if by kill -9."""
    if not (folder / "config.yaml").exists():
        furnish(folder)
    environ = {**os.environ, "PUSPAGA__SERVER__PORT": "0", "PUSPAGA_FAULT": fault, **(settings or {})}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "--config", str(folder / "config.yaml"), "serve"),
        cwd=ROOT,
        env=environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(STARTED_S):
            first = (await process.stdout.readline()).decode()
            said = first + (await process.stdout.readline()).decode()
        one = Server(folder, process, first.rpartition(": ")[2].strip().removesuffix("/chat"), said)
        async with httpx.AsyncClient(base_url=one.url) as client:
            assert (await client.get("/readyz")).status_code == 200
        yield one
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
