"""The store on SQLite: one writer, readers that cannot write, everything that has words in it sealed."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.errors import KeysMissing, StoreDown
from bot.model.message import Address, Arrival, ArrivalId, Channel, ContactId, ConversationId
from bot.ports import Done, Found
from bot.store import identities, writing
from bot.store.connection import MEMORY, Beside, Connection, answers, connect
from bot.store.desk import DeskRows
from bot.store.finding import find
from bot.store.migrations import check, migrate
from bot.store.outbox import OutboxRows
from bot.store.visits import VisitRows
from bot.vault.envelope import Place, Vault

CANARY = "the ring opens this"
OFFSET = "telegram.offset"


class SqliteStore(OutboxRows, DeskRows, VisitRows):
    """All of ports.Store. `path` is a file, or ":memory:" for one process and one life. `reading`: for a command
    beside a running server; nothing is made, migrated or written."""

    def __init__(self, path: Path | str, vault: Vault, *, reading: bool = False) -> None:
        self.path = str(path)
        self.vault = vault
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
        async with self.writing() as db:
            if self.vault.active not in {row["key_id"] for row in await db.all("canaries")}:
                name = self.vault.active
                await db.run("keep_canary", name, self.vault.seal(CANARY, _canary(name)))
        return None

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
        """One write transaction; commits when the block ends well, leaves nothing in any other case. Whoever waits
        here may be cancelled between asking SQLite and hearing from it, so the rollback covers begin and commit too."""
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

    async def ping(self) -> None:
        await self.reader.all("canaries")

    async def prove_keys(self) -> None:
        """Every key the database was sealed with is in the ring, and opens. Raises KeysMissing."""
        for row in await self.reader.all("canaries"):
            if row["key_id"] not in self.vault.key_ids:
                raise KeysMissing(f"key {row['key_id']} is used in the database and missing from the ring")
            self.vault.open(row["sealed_value"], _canary(row["key_id"]))

    @asynccontextmanager
    async def batch(self) -> AsyncIterator["SqliteBatch"]:
        async with self.writing() as db:
            yield SqliteBatch(db, self.vault)

    async def offset(self) -> int:
        row = await self.reader.one("place", OFFSET)
        return int(row["value"]) if row else 0


def _canary(key: int) -> Place:
    return Place("key_canary", "sealed_value", str(key))


class SqliteBatch:
    """One transaction of the writer; see ports.Batch."""

    def __init__(self, db: Connection, vault: Vault) -> None:
        self.db = db
        self.vault = vault
        self._keys: dict[ConversationId, bytes] = {}
        self._asked_words: dict[str, ContactId] = {}

    async def known(self, ids: Sequence[ArrivalId]) -> frozenset[ArrivalId]:
        rows = await self.db.all("known_arrivals", json.dumps(list(ids)))
        return frozenset(ArrivalId(row["id"]) for row in rows)

    async def find(self, arrivals: Sequence[Arrival]) -> Mapping[ArrivalId, Found]:
        return await find(self.db, self.vault, self._keys, arrivals)

    async def write(self, done: Sequence[Done]) -> None:
        await writing.write(self.db, self.vault, self._keys, done)

    async def words_taken(self, words: str, contact: ContactId) -> bool:
        """Who asks first in this batch has them: two who chose the same words at the same moment are not both told
        that they may."""
        found = await identities.owner(self.db, self.vault, Address(Channel.WEB, "words", words))
        return (found or self._asked_words.setdefault(words, contact)) != contact

    async def keep_offset(self, offset: int) -> None:
        await self.db.run("keep_place", OFFSET, offset)

    async def park(self, arrival: ArrivalId, channel: Channel, raw: str, at: datetime) -> None:
        await writing.park(self.db, self.vault, arrival, channel, raw, at)
