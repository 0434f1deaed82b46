"""The store on SQLite: one writer, readers that cannot write, everything that has words in it sealed.

WAL and `synchronous=FULL`: a commit that returned survives a power loss (performance facts, limits).
"""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors import KeysMissing, StoreDown
from bot.model.conversation import Conversation
from bot.model.message import Address, Arrival, ArrivalId, Channel, ConversationId
from bot.ports import Done, Found
from bot.store import writing
from bot.store.desk import DeskRows
from bot.store.migrations import migrate
from bot.store.outbox import OutboxRows
from bot.store.queries import queries
from bot.store.rows import Row, conversation_of, ticket_of
from bot.store.visits import VisitRows
from bot.vault.envelope import Place, Vault

log = logging.getLogger(__name__)

BUSY_MS = 5_000
"""How long a write waits for another process's (contract.md: 5 s)."""
CANARY = "the ring opens this"
SETTINGS = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",
    "pragma foreign_keys = on",
    "pragma secure_delete = on",
    f"pragma busy_timeout = {BUSY_MS}",
)


def numbered(values: Iterable[Any]) -> dict[str, Any]:
    """Positional values for `$1, $2 …`."""
    return {str(number): value for number, value in enumerate(values, start=1)}


class Connection:
    """Named queries over one connection."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self.db = db

    async def all(self, name: str, *values: Any) -> list[Row]:
        async with self.db.execute(queries()[name], numbered(values)) as rows:
            return [dict(row) for row in await rows.fetchall()]

    async def one(self, name: str, *values: Any) -> Row | None:
        found = await self.all(name, *values)
        return found[0] if found else None

    async def run(self, name: str, *values: Any) -> int:
        """Rows changed."""
        async with self.db.execute(queries()[name], numbered(values)) as cursor:
            return cursor.rowcount

    async def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            await self.db.executemany(sql, [numbered(row) for row in rows])


class SqliteStore(OutboxRows, DeskRows, VisitRows):
    """All of ports.Store. `path` is a file, or ":memory:" for one process and one life."""

    def __init__(self, path: Path | str, vault: Vault) -> None:
        self.path = str(path)
        self.vault = vault
        self._lock = asyncio.Lock()
        self._writer: Connection | None = None
        self._reader: Connection | None = None

    async def open(self) -> None:
        """Connects, migrates and proves the keys. Raises StoreDown or KeysMissing."""
        if self.path != ":memory:":
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        self._writer = Connection(await self._connect())
        await migrate(self._writer.db)
        if self.path == ":memory:":
            self._reader = self._writer
        else:
            self._reader = Connection(await self._connect())
            await self._reader.db.execute("pragma query_only = on")
        await self.prove_keys()

    async def _connect(self) -> aiosqlite.Connection:
        try:
            db = await aiosqlite.connect(self.path, isolation_level=None)
        except sqlite3.Error as error:
            raise StoreDown("the database could not be opened") from error
        db.row_factory = aiosqlite.Row
        for setting in SETTINGS:
            await db.execute(setting)
        return db

    async def close(self) -> None:
        for one in {self._writer, self._reader} - {None}:
            if one is not None:
                await one.db.close()
        self._writer = self._reader = None

    @property
    def reader(self) -> Connection:
        if self._reader is None:
            raise StoreDown("the store is closed")
        return self._reader

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """One write transaction; commits when the block ends well."""
        async with self._lock:
            if self._writer is None:
                raise StoreDown("the store is closed")
            db = self._writer.db
            try:
                await db.execute("begin immediate")
            except sqlite3.OperationalError as error:
                raise StoreDown("the database is busy or gone") from error
            try:
                yield self._writer
            except BaseException:
                await db.execute("rollback")
                raise
            try:
                await db.execute("commit")
            except sqlite3.OperationalError as error:
                await db.execute("rollback")
                raise StoreDown("a commit failed") from error

    async def ping(self) -> None:
        try:
            await self.reader.all("canaries")
        except (sqlite3.Error, ValueError) as error:
            raise StoreDown("the database does not answer") from error

    async def prove_keys(self) -> None:
        """Every key the database was sealed with is in the ring, and opens. Raises KeysMissing."""
        async with self.writing() as db:
            known = {row["key_id"]: row["sealed_value"] for row in await db.all("canaries")}
            for name, blob in known.items():
                if name not in self.vault.key_ids:
                    raise KeysMissing(f"key {name} is used in the database and missing from the ring")
                self.vault.open(blob, Place("key_canary", "sealed_value", "canary"))
            if not known:
                sealed = self.vault.seal(CANARY, Place("key_canary", "sealed_value", "canary"))
                await db.run("keep_canary", sealed[1], sealed)

    @asynccontextmanager
    async def batch(self) -> AsyncIterator["SqliteBatch"]:
        async with self.writing() as db:
            yield SqliteBatch(db, self.vault)

    async def offset(self) -> int:
        row = await self.reader.one("place", "telegram.offset")
        return int(row["value"]) if row else 0


class SqliteBatch:
    """One transaction of the writer; see ports.Batch."""

    def __init__(self, db: Connection, vault: Vault) -> None:
        self.db = db
        self.vault = vault
        self._keys: dict[ConversationId, bytes] = {}

    async def known(self, ids: Sequence[ArrivalId]) -> frozenset[ArrivalId]:
        rows = await self.db.all("known_arrivals", json.dumps(list(ids)))
        return frozenset(ArrivalId(row["id"]) for row in rows)

    async def find(self, arrivals: Sequence[Arrival]) -> Mapping[ArrivalId, Found]:
        return {one.id: await self._find(one) for one in arrivals}

    async def _find(self, arrival: Arrival) -> Found:
        if arrival.conversation is not None:
            row = await self.db.one("conversation", arrival.conversation)
            return Found(*(await self._loaded(row))) if row else Found()
        addresses = [one for one in (arrival.address, *arrival.aliases) if one is not None]
        owners = {one: await self._owner(one) for one in addresses}
        unknown = tuple(one for one, owner in owners.items() if owner is None)
        contact = next((owner for owner in owners.values() if owner is not None), None)
        if contact is None:
            return Found(unknown=unknown)
        row = await self.db.one("latest_conversation", contact)
        found = Found(*(await self._loaded(row))) if row else Found(contact=contact)
        return Found(found.contact, found.conversation, unknown)

    async def _owner(self, address: Address) -> Any:
        lookup = self.vault.lookup(address.kind, address.value)
        row = await self.db.one("identity", address.channel.value, address.kind, lookup)
        return row["contact_id"] if row else None

    async def _loaded(self, row: Row) -> tuple[Any, Conversation]:
        self._keys[row["id"]] = row["key"]
        ticket = await self.db.one("latest_ticket", row["id"])
        held = ticket_of(self.vault, ticket, row["key"]) if ticket else None
        one = conversation_of(self.vault, row, held)
        return one.contact, one

    async def write(self, done: Sequence[Done]) -> None:
        await writing.write(self.db, self.vault, self._keys, done)

    async def keep_offset(self, offset: int) -> None:
        await self.db.run("keep_place", "telegram.offset", offset)

    async def park(self, arrival: ArrivalId, channel: Channel, raw: str, at: datetime) -> None:
        await writing.park(self.db, self.vault, arrival, channel, raw, at)
