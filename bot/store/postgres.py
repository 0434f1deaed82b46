"""The store on PostgreSQL: as many identical processes as you like; none holds anything that cannot be lost.

Laws
1. Who writes a conversation has locked the row of its contact, in the order of ids; nothing is cached between
   transactions. So any process takes any arrival, none is computed on stale state, and none waits in a circle.
2. Of two processes that hear from a new address at once, the second waits for the first and finds its contact.
3. A row on its way out belongs for half a minute to the process that wrote it; after that to whoever takes it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from bot.errors import StoreDown
from bot.ports import Batch
from bot.store.database import Row
from bot.store.migrations import DONE, LEDGER, OLDER, Migration, migrations, missing
from bot.store.postgres_batch import PostgresBatch
from bot.store.postgres_connection import ANSWERS_S, CHANNEL, READING, SETTINGS, PostgresConnection, Types, answers
from bot.store.whole import WholeStore
from bot.vault.envelope import Vault, new_id

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 6
"""Of one process: the intake's batch, the sender's marks, readers. More gain nothing (performance facts, limits)."""
MIGRATING = 5_821_773
"""The advisory lock of who migrates: any number that nobody else uses in this database."""
AGAIN_S = 2.0
"""Between two tries to listen."""
TYPES = """
select table_name, column_name, data_type from information_schema.columns where table_schema = current_schema()
"""


class PostgresStore(WholeStore):
    """All of ports.Store. `url`: postgresql://…. `reading`: for a command; nothing is migrated or written."""

    def __init__(self, url: str, vault: Vault, *, reading: bool = False) -> None:
        super().__init__(vault, process=new_id()[:8])
        self._url = url
        self._reading = reading
        self._pool: asyncpg.Pool[Any] | None = None
        self._types: Types = {}

    async def open(self) -> None:
        """Connects, migrates and proves the keys. Raises StoreDown or KeysMissing."""
        with answers():
            pool = self._pool = await asyncpg.create_pool(
                self._url,
                min_size=1,
                max_size=MOST_CONNECTIONS,
                command_timeout=ANSWERS_S,
                server_settings=READING if self._reading else SETTINGS,
            )
            async with pool.acquire() as db:
                await (check(db) if self._reading else migrate(db))
                self._types = types_of([dict(row) for row in await db.fetch(TYPES)])
        await self.prove_keys()
        if not self._reading:
            await self.leave_canary()

    async def close(self) -> None:
        """Waits for what is under way. What this process would have sent is anybody's at once."""
        if self._pool is not None and not self._reading:
            with suppress(StoreDown):
                async with self.writing() as db:
                    await db.run("leave", self.process)
                    await db.run("no_longer_alive", self.process)
        pool, self._pool = self._pool, None
        if pool is not None:
            try:
                async with asyncio.timeout(ANSWERS_S):
                    await pool.close()
            except TimeoutError:
                pool.terminate()

    @property
    def reader(self) -> "Reader":
        return Reader(self._open_pool(), self._types)

    def _open_pool(self) -> "asyncpg.Pool[Any]":
        if self._pool is None:
            raise StoreDown("the store is closed")
        return self._pool

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[PostgresConnection]:
        if self._reading:
            raise StoreDown("the store is open for reading only")
        pool = self._open_pool()
        with answers():
            db = await pool.acquire(timeout=ANSWERS_S)
        try:
            transaction = db.transaction()
            with answers():
                await transaction.start()
            try:
                yield PostgresConnection(db, self._types)
                with answers():
                    await transaction.commit()
            except BaseException:
                with suppress(StoreDown), answers():  # a connection that ended has rolled back already
                    await transaction.rollback()
                raise
        finally:
            with suppress(StoreDown), answers():  # the pool drops what it cannot keep; what was committed stands
                await pool.release(db)

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[Batch]:
        async with self.writing() as db:
            yield PostgresBatch(db, self.vault, self.sends)

    async def hear(self, ring: Callable[[str], None]) -> None:
        """Until cancelled: let this process's bell ring for what other processes changed."""
        while True:
            try:
                await self._hear(ring)
            except StoreDown:
                log.warning("Waited for news of the store")
            await asyncio.sleep(AGAIN_S)

    async def _hear(self, ring: Callable[[str], None]) -> None:
        """One connection's life."""
        gone = asyncio.Event()
        with answers():
            db = await asyncpg.connect(self._url, command_timeout=ANSWERS_S, server_settings=SETTINGS)
        try:
            db.add_termination_listener(lambda _: gone.set())
            with answers():
                await db.add_listener(CHANNEL, lambda _db, _pid, _channel, keys: rung(ring, str(keys)))
            rung(ring, "")  # whatever was told while nobody listened
            await gone.wait()
        finally:
            db.terminate()


def rung(ring: Callable[[str], None], keys: str) -> None:
    for one in (*keys.split(), "outbox", "queue"):
        ring(one)


class Reader:
    """For what changes nothing: each query on whichever connection is free."""

    def __init__(self, pool: "asyncpg.Pool[Any]", types: Types) -> None:
        self._pool = pool
        self._types = types

    async def all(self, name: str, *values: Any) -> list[Row]:
        with answers():
            async with self._pool.acquire(timeout=ANSWERS_S) as db:
                return await PostgresConnection(db, self._types).all(name, *values)

    async def one(self, name: str, *values: Any) -> Row | None:
        found = await self.all(name, *values)
        return found[0] if found else None


def types_of(rows: Sequence[Row]) -> Types:
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row["table_name"], {})[row["column_name"]] = row["data_type"]
    return found


async def migrate(db: "asyncpg.pool.PoolConnectionProxy[Any]", known: Sequence[Migration] | None = None) -> None:
    """Bring the schema up to date; of several processes that start at once, one does. Raises StoreDown."""
    with answers():
        async with db.transaction():
            await db.execute("select pg_advisory_xact_lock($1)", MIGRATING)
            await db.execute(LEDGER)
            for one in await _missing(db, migrations() if known is None else known):
                for statement in one.statements("postgres"):
                    await db.execute(statement)
                await db.execute("insert into migration values ($1, $2, $3)", one.number, one.name, one.checksum)


async def check(db: "asyncpg.pool.PoolConnectionProxy[Any]", known: Sequence[Migration] | None = None) -> None:
    """For who only reads: the schema is exactly ours. Raises StoreDown."""
    with answers():
        begun = await db.fetchval("select to_regclass('migration') is not null")
        if not begun or await _missing(db, migrations() if known is None else known):
            raise StoreDown(OLDER)


async def _missing(db: "asyncpg.pool.PoolConnectionProxy[Any]", known: Sequence[Migration]) -> list[Migration]:
    return missing({row["number"]: row["checksum"] for row in await db.fetch(DONE)}, known)


async def begun(url: str) -> bool:
    """Is anything sealed there yet? Raises StoreDown."""
    with answers():
        db = await asyncpg.connect(url, command_timeout=ANSWERS_S)
        try:
            made = await db.fetchval("select to_regclass('key_canary') is not null")
            return bool(made and await db.fetchval("select exists (select 1 from key_canary)"))
        finally:
            db.terminate()
