"""One connection to SQLite: named queries, and its troubles in our words.

WAL and `synchronous=FULL`: a commit that returned survives a power loss (performance facts, limits).
"""

import asyncio
import json
import re
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.errors import StoreDown
from bot.store.database import Change, Into, Row, Values
from bot.store.queries import queries

T = TypeVar("T")
MEMORY = ":memory:"
BUSY_MS = 5_000
"""How long a write waits for another process's (contract.md: 5 s)."""
CHECKPOINT_PAGES = 8_000
"""32 MB of log between two checkpoints: a page that many turns touched is written back once (performance facts,
growth)."""
WRITING = (
    f"pragma busy_timeout = {BUSY_MS}",
    "pragma journal_mode = wal",
    "pragma synchronous = full",
    "pragma foreign_keys = on",
    "pragma secure_delete = on",
    f"pragma wal_autocheckpoint = {CHECKPOINT_PAGES}",
)
BLOCKS = (64, 16, 4, 1)
"""Rows of one statement."""
STATEMENTS = 512
"""Prepared and kept: named queries, and inserts and updates by size of block."""
_PLACE = re.compile(r"\$(\d+)")
_LIST = re.compile(r"\{in (\$\d+)\}")
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


@dataclass(frozen=True, slots=True)
class Statement:
    """One that changes rows; `values` are of one row, or of many for `each`."""

    sql: str
    values: Sequence[Any] = ()
    each: bool = False


class Connection:
    """See database.Database. What only changes rows waits, and is done in one visit to SQLite's thread: with the next
    that wants an answer, or with the commit. On a busy loop every visit costs a round of everything else."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self.db = db
        self.others = 0
        self._later: list[Statement] = []

    async def begin(self) -> None:
        """`others` is a number that grows with what other connections commit."""
        self._later.clear()
        with answers():
            self.others = await self._visit(_begun)

    async def commit(self) -> None:
        await self._do(Statement("commit"))

    async def rollback(self) -> None:
        self._later.clear()
        with answers():
            await self.db.rollback()

    async def empty_log(self) -> None:
        """Waits for nobody: readers go on meanwhile."""
        with answers():
            await self._visit(_emptied)

    async def all(self, name: str, *values: Any) -> list[Row]:
        if self._later:
            await self._do()
        with answers():
            return [dict(row) for row in await self.db.execute_fetchall(spoken()[name], bound(values))]

    async def one(self, name: str, *values: Any) -> Row | None:
        found = await self.all(name, *values)
        return found[0] if found else None

    async def run(self, name: str, *values: Any) -> int:
        return (await self._do(Statement(spoken()[name], bound(values))))[-1]

    async def each(self, name: str, rows: Collection[Values]) -> None:
        if rows:
            self._later.append(Statement(spoken()[name], list(rows), each=True))

    async def insert(self, into: Into, rows: Collection[Values]) -> None:
        for block in blocks(rows):
            self._later.append(Statement(inserting(into, len(block)), list(chain.from_iterable(block))))

    async def update(self, change: Change, rows: Collection[Values]) -> int:
        several = [Statement(changing(change, len(one)), list(chain.from_iterable(one))) for one in blocks(rows)]
        return sum((await self._do(*several))[-len(several) :]) if several else 0

    async def alone(self, talks: Collection[str]) -> None:
        """The one writer is alone with all of them."""

    async def tell(self, keys: Collection[str]) -> None:
        """There is no other process."""

    async def _do(self, *more: Statement) -> list[int]:
        """Rows changed by each of what waited and of these."""
        statements, self._later = [*self._later, *more], []
        with answers():
            return await self._visit(_done, statements)

    async def _visit(self, work: Callable[..., T], *values: Any) -> T:
        """Several statements in one visit: aiosqlite has no public way for that."""
        visit: Callable[..., Awaitable[T]] = self.db._execute
        return await visit(work, self.db._conn, *values)


def _begun(db: sqlite3.Connection) -> int:
    db.execute("begin immediate")
    return int(db.execute("pragma data_version").fetchone()[0])


def _emptied(db: sqlite3.Connection) -> None:
    db.execute("pragma busy_timeout = 0")
    try:
        db.execute("pragma wal_checkpoint(truncate)").fetchall()
    finally:
        db.execute(f"pragma busy_timeout = {BUSY_MS}")


def _done(db: sqlite3.Connection, statements: Sequence[Statement]) -> list[int]:
    return [(db.executemany if one.each else db.execute)(one.sql, one.values).rowcount for one in statements]


def blocks(rows: Collection[Values]) -> Iterator[Sequence[Values]]:
    """In their order, in blocks of few sizes: a statement for a whole block is one step of SQLite, which gives Python's
    lock away once and not for every row (performance facts, the GIL convoy)."""
    left = list(rows)
    for size in BLOCKS:
        while len(left) >= size:
            yield left[:size]
            left = left[size:]


@cache
def spoken() -> Mapping[str, str]:
    """The named queries as SQLite takes them: numbered places, a list as one JSON text."""
    return {
        name: _PLACE.sub(r"?\1", _LIST.sub(r"in (select value from json_each(\1))", text))
        for name, text in queries("sqlite").items()
    }


@cache
def inserting(into: Into, rows: int) -> str:
    names, row = ", ".join(into.columns), f"({', '.join('?' * len(into.columns))})"
    return f"insert into {into.table} ({names}) values {', '.join([row] * rows)}{into.conflict}"  # noqa: S608  names are ours, values are bound


@cache
def changing(change: Change, rows: int) -> str:
    """`column1…` are the names SQLite gives to bare values."""
    names = (*change.columns, *change.where)
    place = {name: f"new.column{number}" for number, name in enumerate(change.columns, start=1)}
    old = [f"new.column{number}" for number in range(len(change.columns) + 1, len(names) + 1)]
    sets = ", ".join(f"{name} = {place[name]}" for name in change.columns)
    same = " and ".join(f"t.{name} = {value}" for name, value in zip(change.where, old, strict=True))
    values = ", ".join([f"({', '.join('?' * len(names))})"] * rows)
    return f"update {change.table} as t set {sets} from (values {values}) as new where {same}"  # noqa: S608  as above


def bound(values: Values) -> Values:
    """A list as one JSON text."""
    return [json.dumps(one) if isinstance(one, list) else one for one in values]


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
        db = await aiosqlite.connect(address, isolation_level=None, uri=reading, cached_statements=STATEMENTS)
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
