"""Named leases: one process at a time does some work, and whoever was paused meanwhile writes nothing.

The hour is the database's own, since those of two machines differ. An epoch grows whenever the holder changes.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import LeaseLost
from bot.ports import Lease
from bot.store.database import Database

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager


LIFE = timedelta(seconds=15)
"""A process that has not been heard of for so long no longer counts: three of the sender's looks."""


class LeaseRows:
    """Mixed into the store."""

    process: str

    if TYPE_CHECKING:

        def writing(self) -> "AbstractAsyncContextManager[Database]": ...

    async def hold(self, name: str, holder: str, span: timedelta) -> Lease | None:
        async with self.writing() as db:
            row = await db.one("hold", name, holder, span // timedelta(milliseconds=1))
        return Lease(name, row["epoch"]) if row else None

    async def alive(self) -> int:
        if not self.process:
            return 1
        async with self.writing() as db:
            name, life = f"process {self.process}", LIFE // timedelta(milliseconds=1)
            await db.one("hold", name, self.process, life)
            await db.run("bury", name, life)
            row = await db.one("alive", name, life)
        return int(row["living"]) if row else 1

    async def let_go(self, lease: Lease) -> None:
        async with self.writing() as db:
            await db.run("let_go", lease.name, lease.epoch)


async def under(db: Database, leases: Collection[Lease]) -> None:
    """On PostgreSQL the rows stay locked until the transaction ends: nobody takes over between this look and the
    commit."""
    for one in sorted(leases, key=lambda one: one.name):
        if not await db.all("still_held", one.name, one.epoch):
            raise LeaseLost(one.name)
