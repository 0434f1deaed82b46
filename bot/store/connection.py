"""One connection to SQLite: named queries, and its troubles in our words.

WAL and `synchronous=FULL`: a commit that returned survives a power loss (performance facts, limits).
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors import StoreDown
from bot.store.queries import queries
from bot.store.rows import Row

MEMORY = ":memory:"
BUSY_MS = 5_000
"""How long a write waits for another process's (contract.md: 5 s)."""
WRITING = (
    f"pragma busy_timeout = {BUSY_MS}",
    "pragma journal_mode = wal",
    "pragma synchronous = full",
    "pragma foreign_keys = on",
    "pragma secure_delete = on",
)
READING = (f"pragma busy_timeout = {BUSY_MS}", "pragma query_only = on")


@contextmanager
def answers() -> Iterator[None]:
    """Whatever SQLite cannot do now is StoreDown. A row that breaks a rule of the schema stays what it is: a mistake
    of ours, which another try would only repeat."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise StoreDown("the database does not answer") from error


class Connection:
    """Named queries over one connection."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self.db = db

    async def all(self, name: str, *values: Any) -> list[Row]:
        with answers():
            return [dict(row) for row in await self.db.execute_fetchall(queries()[name], numbered(values))]

    async def one(self, name: str, *values: Any) -> Row | None:
        found = await self.all(name, *values)
        return found[0] if found else None

    async def run(self, name: str, *values: Any) -> int:
        """Rows changed."""
        return await self.change(queries()[name], values)

    async def change(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Rows changed by a statement that was put together here."""
        with answers():
            async with self.db.execute(sql, numbered(values)) as cursor:
                return cursor.rowcount

    async def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> int:
        """Rows changed by one statement for all of these values, in their order and in one hop to the thread."""
        if not rows:
            return 0
        with answers():
            cursor = await self.db.executemany(sql, [numbered(row) for row in rows])
            return cursor.rowcount

    async def each(self, name: str, rows: Sequence[Sequence[Any]]) -> int:
        """`many` with a named query."""
        return await self.many(queries()[name], rows)


class Beside(Connection):
    """A reader that has to share the writer's connection (a database in memory has no other): it waits for the open
    transaction, so that nobody acts on what may yet be rolled back."""

    def __init__(self, db: aiosqlite.Connection, lock: asyncio.Lock) -> None:
        super().__init__(db)
        self._lock = lock

    async def all(self, name: str, *values: Any) -> list[Row]:
        async with self._lock:
            return await super().all(name, *values)


async def connect(path: str, *, reading: bool = False) -> aiosqlite.Connection:
    """`reading`: the database has to be there, and this connection cannot change it. Raises StoreDown."""
    address = _existing(path) if reading else _made(path)
    with answers():
        db = await aiosqlite.connect(address, isolation_level=None, uri=reading)
    try:
        db.row_factory = aiosqlite.Row
        with answers():
            for setting in READING if reading else WRITING:
                await db.execute(setting)
            await db.create_function("unhex", 1, bytes.fromhex, deterministic=True)  # built in from SQLite 3.41 on
    except BaseException:
        await db.close()
        raise
    return db


def _made(path: str) -> str:
    """The file is its owner's alone (SQLite gives -wal and -shm the same mode): who waits where is nobody else's."""
    if path == MEMORY:
        return path
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).touch(mode=0o600)
    except OSError as error:
        raise StoreDown("the database cannot be made where it should stand") from error
    return path


def _existing(path: str) -> str:
    """An address under which SQLite makes no file."""
    if not Path(path).is_file():
        raise StoreDown("there is no database yet; the first start makes it")
    return f"{Path(path).absolute().as_uri()}?mode=rw"


def numbered(values: Iterable[Any]) -> dict[str, Any]:
    """Positional values for `$1, $2 …`."""
    return {str(number): value for number, value in enumerate(values, start=1)}
