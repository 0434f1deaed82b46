"""The long-running tasks of the service, started and stopped together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

log = logging.getLogger(__name__)


class Loops:
    """Named coroutines that should never end while the service lives."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, loops: Mapping[str, Callable[[], Awaitable[None]]]) -> None:
        for name, run in loops.items():
            self._tasks[name] = asyncio.create_task(self._kept(name, run), name=name)

    async def _kept(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        try:
            await run()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.exception("A loop ended", extra={"loop": name, "error": type(error).__name__})
            raise

    def stopped(self) -> list[str]:
        """Names of loops that are not running; empty when all is well."""
        return [name for name, task in self._tasks.items() if task.done()]

    async def stop(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        for task in self._tasks.values():
            with suppress(asyncio.CancelledError, Exception):
                await task
        self._tasks.clear()
