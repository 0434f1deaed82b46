"""Work that exactly one of many processes does at a time.

Laws
1. The work runs only while this process holds the lease; what cannot be renewed in time is cancelled.
2. The work is given its lease and has each of its commits check it (ports.Batch.under): a process that was paused wakes
   to find that it may write nothing.
3. Who stops in order gives the lease back, so that another goes on at once.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from bot.errors import LeaseLost, StoreDown
from bot.ports import Lease, Store
from bot.rules.leases import TERMS, Terms

log = logging.getLogger(__name__)

Work = Callable[[Lease], Coroutine[Any, Any, None]]
LONG_AGO = float("-inf")
LAND_S = 1.0
"""How long a stop waits for the lease to be given back; without that it runs out by itself."""


class Holder:
    """One process's side of one named lease. `holder` is the name of the process, which no other has."""

    def __init__(self, store: Store, name: str, holder: str, terms: Terms = TERMS) -> None:
        self._store, self._name, self._holder, self._terms = store, name, holder, terms

    async def run(self, work: Work) -> None:
        """Until cancelled: wait for the lease, do the work, begin again when it was lost."""
        while True:
            asked_at = _now()
            try:
                lease = await self._hold()
            except StoreDown:
                lease = None
            if lease is not None:
                log.info("Took a lease", extra={"lease": lease.name, "epoch": lease.epoch})
                await self._while_held(lease, asked_at, work)
                log.warning("Lost a lease", extra={"lease": lease.name, "epoch": lease.epoch})
            await asyncio.sleep(self._terms.ask.total_seconds())

    async def _while_held(self, lease: Lease, asked_at: float, work: Work) -> None:
        """What the work raises is raised, but for LeaseLost."""
        task = asyncio.create_task(work(lease), name=lease.name)
        try:
            while (rest := self._terms.next_renewal(asked_at, _now())) > 0:
                await asyncio.wait([task], timeout=rest)
                if task.done():
                    with suppress(LeaseLost):
                        task.result()
                    return
                asked_at = await self._renewed(lease, asked_at)
        finally:
            await _ended(task)
            await self._give_back(lease)

    async def _renewed(self, lease: Lease, asked_at: float) -> float:
        """When the lease that we hold was asked for; long ago when it is another's."""
        now = _now()
        try:
            async with asyncio.timeout(self._terms.left(asked_at, now)):
                again = await self._hold()
        except (StoreDown, TimeoutError):
            return asked_at
        return now if again == lease else LONG_AGO

    def _hold(self) -> Coroutine[Any, Any, Lease | None]:
        return self._store.hold(self._name, self._holder, self._terms.span)

    async def _give_back(self, lease: Lease) -> None:
        """Changes nothing once it is another's."""
        with suppress(StoreDown, TimeoutError):
            async with asyncio.timeout(LAND_S):
                await self._store.let_go(lease)


async def _ended(task: "asyncio.Task[None]") -> None:
    """Whatever it raised was raised already, or is the end of what we gave up."""
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.exception()


def _now() -> float:
    """Of a clock that nobody sets."""
    return asyncio.get_running_loop().time()
