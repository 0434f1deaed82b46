"""The eraser: what contacts asked to be erased is erased once nothing of it is on its way any more.

Laws
1. An id is on the list beside the keys before its key is deleted: a death between the two repeats both, and a restored
   backup never brings back what somebody was told is gone.
2. A wish lives in the store until it is done: a list that cannot be written and a store that does not answer delay it.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

from bot.errors import StoreDown
from bot.model.message import ConversationId
from bot.ports import Bell, Clock, Store
from bot.runner.fault_points import reached

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Talks erased in one round."""
IDLE_S = 2.0
"""The slow look; nothing rings for a moment that has come."""
TROUBLED_S = 30.0
"""The same when something did not work: each time it is said in the log."""

Note = Callable[[Sequence[ConversationId]], None]
"""Write these ids to the list, on the disk when it returns. Raises OSError."""


class Eraser:
    """Every process has one: erasing twice is erasing once."""

    def __init__(self, store: Store, clock: Clock, bell: Bell, note: Note) -> None:
        self._store, self._clock, self._bell, self._note = store, clock, bell, note

    async def run(self) -> None:
        """Until cancelled."""
        async with self._bell.listen("erasing") as ear:
            while True:
                pause = TROUBLED_S
                try:
                    pause = 0.0 if await self.step() == AT_ONCE else IDLE_S
                except StoreDown:
                    log.warning("Erasing waited for the store")
                except OSError as error:
                    log.error("Could not write the list of what is erased", extra={"error": type(error).__name__})
                except Exception:
                    log.exception("Failed a round of erasing")
                await ear.wait(pause)

    async def step(self) -> int:
        """One round; how many talks were due."""
        now = self._clock.now()
        for one in await self._store.close_pages(now):
            self._bell.ring(one)
        due = await self._store.to_erase(now, AT_ONCE)
        if due:
            await asyncio.to_thread(self._note, due)
            reached("after_note")
            gone = await self._store.erase(due, now)
            for one in gone:
                self._bell.ring(one)
            log.info("Erased talks", extra={"count": len(gone)})
        return len(due)
