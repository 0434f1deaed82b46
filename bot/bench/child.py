"""A process that a benchmark starts, speaks with by lines, and ends."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.errors import HouseError

PATIENCE_S = 120.0
"""For a line of its own; a round of the slowest peer takes about twenty seconds."""
LONGEST_LINE = 1 << 20
"""Bytes."""


class Child:
    """`name` is for the error of a child that says nothing."""

    def __init__(self, name: str, process: Process) -> None:
        self.name = name
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    def say(self, line: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(f"{line}\n".encode())

    async def heard(self) -> str:
        """The next line it says. Raises HouseError when it says none."""
        line = b""
        if self._process.stdout is not None:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    line = await self._process.stdout.readline()
            except TimeoutError:
                raise HouseError(f"{self.name} did not answer for {PATIENCE_S:.0f} s") from None
        if not line:
            raise HouseError(f"{self.name} ended before its time")
        return line.decode("utf-8", "replace").rstrip()

    async def stop(self) -> None:
        """As an operator stops it; whatever it still says is dropped."""
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.communicate()


@asynccontextmanager
async def started(
    name: str,
    command: Sequence[str],
    folder: Path,
    environ: Mapping[str, str] | None = None,
    *,
    silent: bool = False,
) -> AsyncIterator[Child]:
    """In `folder`; ended with the block. `silent`: what it complains about is nobody's matter."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL if silent else None,
        cwd=folder,
        env=environ,
        limit=LONGEST_LINE,
    )
    child = Child(name, process)
    try:
        yield child
    finally:
        await child.stop()
