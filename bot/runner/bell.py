"""In-process news that something changed. Keys only, no content; what changed is read from the store."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Ear:
    """One listener's side."""

    def __init__(self) -> None:
        self._rang = asyncio.Event()

    def ring(self) -> None:
        self._rang.set()

    async def wait(self, seconds: float) -> bool:
        """True when it rang since the last wait, False after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._rang.wait()
        except TimeoutError:
            return False
        self._rang.clear()
        return True


class Bell:
    """See ports.Bell."""

    def __init__(self) -> None:
        self._ears: dict[str, set[Ear]] = {}

    def ring(self, key: str) -> None:
        for ear in self._ears.get(key, ()):
            ear.ring()

    def heard(self, key: str) -> bool:
        """Does anybody listen?"""
        return key in self._ears

    @asynccontextmanager
    async def listen(self, key: str) -> AsyncIterator[Ear]:
        ear = Ear()
        self._ears.setdefault(key, set()).add(ear)
        try:
            yield ear
        finally:
            self._ears[key].discard(ear)
            if not self._ears[key]:
                del self._ears[key]
