"""The store whole, on whichever database: all of ports.Store but how it is opened, read and written."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bot.errors import KeysMissing
from bot.model.message import ArrivalId
from bot.ports import Batch
from bot.store.alerts import AlertRows
from bot.store.audit import AuditRows
from bot.store.batch import OFFSET, WriteBatch
from bot.store.database import Database, Reads
from bot.store.desk import DeskRows
from bot.store.duty import DutyRows
from bot.store.erasing import ErasingRows
from bot.store.figures import FigureRows
from bot.store.leases import LeaseRows
from bot.store.outbox import OutboxRows
from bot.store.reports import ReportRows
from bot.store.tallies import TallyRows
from bot.store.visits import VisitRows
from bot.vault.envelope import Place, Vault

CANARY = "the ring opens this"


class WholeStore(
    OutboxRows,
    ReportRows,
    DeskRows,
    AuditRows,
    DutyRows,
    AlertRows,
    LeaseRows,
    VisitRows,
    ErasingRows,
    TallyRows,
    FigureRows,
    ABC,
):
    """`process` is the name under which this process sends, where there may be others."""

    def __init__(self, vault: Vault, process: str = "") -> None:
        self.vault = vault
        self.process = process

    @property
    @abstractmethod
    def reader(self) -> Reads:
        """For what changes nothing. Raises StoreDown when the store is closed."""

    @abstractmethod
    def writing(self) -> AbstractAsyncContextManager[Database]:
        """One write transaction; commits when the block ends well, leaves nothing in any other case."""

    async def ping(self) -> None:
        await self.reader.all("canaries")

    async def prove_keys(self) -> None:
        """Every key the database was sealed with is in the ring, and opens. Raises KeysMissing."""
        for row in await self.reader.all("canaries"):
            if row["key_id"] not in self.vault.key_ids:
                raise KeysMissing(f"key {row['key_id']} is used in the database and missing from the ring")
            self.vault.open(row["sealed_value"], _canary(row["key_id"]))

    async def leave_canary(self) -> None:
        """So that the next start can prove the active key; ours too, when another process was first to leave one."""
        async with self.writing() as db:
            if self.vault.active not in {row["key_id"] for row in await db.all("canaries")}:
                name = self.vault.active
                await db.run("keep_canary", name, self.vault.seal(CANARY, _canary(name)))
        await self.prove_keys()

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[Batch]:
        async with self.writing() as db:
            yield WriteBatch(db, self.vault, self.sends)

    async def known(self, ids: Sequence[ArrivalId]) -> frozenset[ArrivalId]:
        rows = await self.reader.all("known_arrivals", list(ids)) if ids else []
        return frozenset(ArrivalId(row["id"]) for row in rows)

    async def call(self, key: str) -> None:
        """Let every process hear this key; where there is only one, nobody."""
        async with self.writing() as db:
            await db.tell([key])

    async def offset(self) -> int:
        row = await self.reader.one("place", OFFSET)
        return int(row["value"]) if row else 0


def _canary(key: int) -> Place:
    return Place("key_canary", "sealed_value", str(key))
