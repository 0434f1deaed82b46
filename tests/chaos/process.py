"""A process that can be killed with all it started, and started again."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.scenes.house import ROOT

STARTED_S = 120.0


class Process:
    """`command` in a process group of its own, life after life. It is ready when it says `ready`."""

    def __init__(
        self, name: str, command: Sequence[str], ready: str, folder: Path, settings: Mapping[str, str]
    ) -> None:
        self.name, self._command, self._ready, self._folder = name, command, ready, folder
        self.settings = dict(settings)
        self.lives = 0
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *more: str, **settings: str) -> None:
        """Begins a life; `ready` waits for it."""
        self.lives += 1
        with (self._folder / f"{self.name}.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                *more,
                cwd=ROOT,
                env={**os.environ, **self.settings, **settings},
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )

    @property
    def dead(self) -> bool:
        return self.alive.returncode is not None

    @property
    def alive(self) -> asyncio.subprocess.Process:
        assert self._process, f"{self.name} was never started"
        return self._process

    async def ready(self) -> bool:
        """False when it died before it was."""
        async with asyncio.timeout(STARTED_S):
            while line := await self.says():
                if self._ready in line:
                    return True
        return False

    async def says(self) -> str:
        """Its next line; "" when it is dead."""
        assert self.alive.stdout
        return (await self.alive.stdout.readline()).decode()

    async def dies_within(self, seconds: float) -> bool:
        """Did it end by itself?"""
        try:
            async with asyncio.timeout(seconds):
                await self.alive.wait()
        except TimeoutError:
            return False
        return True

    def sends(self, what: signal.Signals) -> None:
        self.alive.send_signal(what)

    async def killed(self) -> None:
        """kill -9 of the whole group."""
        if not self.dead:
            with suppress(ProcessLookupError):  # it has just ended by itself
                os.killpg(self.alive.pid, signal.SIGKILL)
        await self.alive.wait()

    async def stopped(self) -> int:
        """As an operator stops it; the exit code."""
        self.sends(signal.SIGTERM)
        async with asyncio.timeout(STARTED_S):
            return await self.alive.wait()
