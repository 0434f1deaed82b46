"""The store on SQLite: one writer, readers that cannot write, everything that has words in it sealed."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.errors import StoreDown
from bot.model.message import Arrival, ArrivalId, ConversationId
from bot.ports import Batch, Done, Found
from bot.store.batch import WriteBatch
from bot.store.connection import MEMORY, Beside, Connection, connect
from bot.store.database import Reads
from bot.store.hot import Hot
from bot.store.migrations import check, migrate
from bot.store.whole import WholeStore
from bot.store.writing import Sends
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
        self._hot = Hot()
        self._seen = 0

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
    async def aside(self) -> AsyncIterator[Reads]:
        """A connection of its own, where there is a file to open again."""
        if self.path == MEMORY:
            yield self.reader
            return
        db = await connect(self.path, reading=True)
        try:
            yield Connection(db)
        finally:
            await db.close()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """Whoever waits here may be cancelled between asking SQLite and hearing from it, so the rollback covers begin
        and commit too."""
        async with self._lock:
            if self._writer is None:
                raise StoreDown("the store is closed, or open for reading only")
            db = self._writer
            try:
                await db.begin()
                yield db
                await db.commit()
            except BaseException:
                await db.rollback()
                raise

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[Batch]:
        """Who writes now is not read again; after any trouble everyone is."""
        try:
            async with self.writing() as db:
                self._look_elsewhere(db)
                one = HotBatch(db, self.vault, self.sends, self._hot)
                yield one
        except BaseException:
            self._hot.clear()
            raise
        self._hot.keep(one.done, one.keys)

    def _look_elsewhere(self, db: Connection) -> None:
        """A command beside the server may have changed anything."""
        if db.others != self._seen:
            self._hot.clear()
        self._seen = db.others

    async def unlink_idle(self, before: datetime) -> int:
        gone = await super().unlink_idle(before)
        if gone:
            self._hot.clear()
        return gone

    async def close_pages(self, now: datetime) -> frozenset[ConversationId]:
        closed = await super().close_pages(now)
        if closed:
            self._hot.clear()
        return closed

    async def erase(self, talks: Sequence[ConversationId], now: datetime) -> frozenset[ConversationId]:
        gone = await super().erase(talks, now)
        if gone:
            self._hot.clear()
            await self._empty_log()
        return gone

    async def _empty_log(self) -> None:
        """The page where a key stood is in the write-ahead log still, until that is begun anew. While somebody reads it
        stays; then a later erasing, 32 MB or the next stop begins it."""
        async with self._lock:
            if self._writer is not None:
                await self._writer.empty_log()


class HotBatch(WriteBatch):
    """Reads only who has not written lately."""

    def __init__(self, db: Connection, vault: Vault, sends: Sends, hot: Hot) -> None:
        super().__init__(db, vault, sends)
        self._hot = hot
        self.done: list[Done] = []

    async def find(self, arrivals: Sequence[Arrival]) -> Mapping[ArrivalId, Found]:
        known = {one.id: found for one in arrivals if (found := self._hot.found(one, self.keys))}
        unknown = [one for one in arrivals if one.id not in known]
        return {**known, **(await super().find(unknown) if unknown else {})}

    async def write(self, done: Sequence[Done]) -> None:
        await super().write(done)
        self.done += done
