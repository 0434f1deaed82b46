"""What platforms tell of our messages, on its way into the store.

Laws
1. Reports waiting at this moment are one transaction, and each returns after it: three come for every message sent.
2. Whoever waits for a row hears of it: the sender, and the page that shows the talk.
"""

import asyncio
from dataclasses import dataclass, field

from bot.errors import IntakeFull, StoreDown
from bot.model.report import Report
from bot.ports import Bell, Store

MOST_WAITING = 2_000
"""Beyond that the webhook answers 503 and is asked again."""


@dataclass(slots=True)
class Group:
    """Reports of one transaction."""

    reports: list[Report] = field(default_factory=list)
    kept: bool = False


class Reports:
    def __init__(self, store: Store, bell: Bell) -> None:
        self._store, self._bell = store, bell
        self._lock = asyncio.Lock()
        self._next = Group()

    async def take(self, report: Report) -> None:
        """Returns after the commit. Raises StoreDown or IntakeFull."""
        mine = self._next
        if len(mine.reports) >= MOST_WAITING:
            raise IntakeFull("no room for one more report")
        mine.reports.append(report)
        async with self._lock:
            if self._next is mine:  # nobody of this group was here before: write for all
                self._next = Group()
                await self._keep(mine)
        if not mine.kept:
            raise StoreDown("the reports could not be stored")

    async def _keep(self, group: Group) -> None:
        changed = await self._store.report(group.reports)
        group.kept = True
        for one in changed:
            self._bell.ring(one.rsplit("/", 2)[0])
        if changed:
            self._bell.ring("outbox")
            self._bell.ring("queue")
