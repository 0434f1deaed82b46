"""The store on SQLite: one writer, readers that cannot write, everything that has words in it sealed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.errors import StoreDown
from bot.store.connection import MEMORY, Beside, Connection, answers, connect
from bot.store.migrations import check, migrate
from bot.store.whole import WholeStore
from bot.vault.envelope import Vault


class SqliteStore(WholeStore):
    """All of ports.Store. `path` is a file, or ":memory:" for one process and one life. `reading`: for a command
    beside a running server; nothing is made, migrated or written."""

    def __init__(self, path: Path | str, vault: Vault, *, reading: bool = False) -> None:
        super().__init__(vault)
        self.path = str(path)
        self._reading = reading
        self._lock = asyncio.Lock()
        self._writer: Connection | None = None
        self._reader: Connection | None = None

    async def open(self) -> None:
        """Connects, migrates and proves the keys. Raises StoreDown or KeysMissing."""
        if self._reading:
            return await self._open_reading()
        self._writer = Connection(await connect(self.path))
        await migrate(self._writer.db)
        if self.path == MEMORY:
            self._reader = Beside(self._writer.db, self._lock)
        else:
            self._reader = Connection(await connect(self.path, reading=True))
        await self.prove_keys()
        return await self.leave_canary()

    async def _open_reading(self) -> None:
        self._reader = Connection(await connect(self.path, reading=True))
        await check(self._reader.db)
        await self.prove_keys()

    async def close(self) -> None:
        """Waits for the transaction that is open."""
        async with self._lock:
            for db in {one.db for one in (self._writer, self._reader) if one is not None}:
                await db.close()
            self._writer = self._reader = None

    @property
    def reader(self) -> Connection:
        if self._reader is None:
            raise StoreDown("the store is closed")
        return self._reader

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """Whoever waits here may be cancelled between asking SQLite and hearing from it, so the rollback covers begin
        and commit too."""
        async with self._lock:
            if self._writer is None:
                raise StoreDown("the store is closed, or open for reading only")
            db = self._writer.db
            try:
                with answers():
                    await db.execute("begin immediate")
                yield self._writer
                with answers():
                    await db.execute("commit")
            except BaseException:
                with answers():
                    await db.rollback()
                raise
