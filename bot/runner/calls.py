"""What calls to our contacts found, as the service knows it: looked for again and again, while people talk.

A number that was found wrong is hidden within seconds, in every process that reads the same file; nobody restarts.
"""

import asyncio
import logging
from collections.abc import Callable

from bot.errors import HouseError
from bot.model.call import Calls

log = logging.getLogger(__name__)

LOOKS_S = 3.0


class CallsOnFile:
    """`mark` names what stands in the file, `read` reads it and raises HouseError, `take` puts it in use."""

    def __init__(
        self, mark: Callable[[], object], read: Callable[[], Calls], take: Callable[[Calls], None], seen: object
    ) -> None:
        self._mark, self._read, self._take, self._seen = mark, read, take, seen

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(LOOKS_S)
            await self.look()

    async def look(self) -> None:
        """Take what is new. A file that cannot be read leaves what is in use, and is told once."""
        mark = await asyncio.to_thread(self._mark)
        if mark == self._seen:
            return
        self._seen = mark
        try:
            calls = await asyncio.to_thread(self._read)
        except HouseError as error:
            log.warning("Kept the calls in use", extra={"error": type(error).__name__})
            return
        self._take(calls)
        log.info("Took other calls", extra={"count": sum(map(len, calls.values()))})
