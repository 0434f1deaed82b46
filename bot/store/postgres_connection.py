"""One connection to PostgreSQL: named queries, rows for many turns as arrays, and its troubles in our words.

`synchronous_commit=on`: a commit that returned survives a power loss. Plans are pinned: on young tables the planner
reads a whole table where an index is due (performance facts, PostgreSQL traps).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import asyncpg

from bot.errors import StoreDown
from bot.store.database import Change, Into, Row, Values
from bot.store.queries import queries

ANSWERS_S = 15.0
"""A statement that takes longer is given up, and with it its transaction."""
SETTINGS = {
    "application_name": "puspaga",
    "synchronous_commit": "on",
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "jit": "off",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "10s",  # a process that was stopped in the middle keeps nobody waiting
}
READING = {**SETTINGS, "default_transaction_read_only": "on"}
CHANNEL = "puspaga"
"""Where processes tell each other what changed: ids, never content."""
MOST_TOLD = 200
"""Ids in one notice; PostgreSQL takes at most 8,000 bytes."""
CANNOT = (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""The last is how asyncpg puts it when a connection was ended by the server between two statements."""
_LIST = re.compile(r"\{in (\$\d+)\}")

Types = Mapping[str, Mapping[str, str]]
"""Table → column → type."""


@contextmanager
def answers() -> Iterator[None]:
    """Whatever PostgreSQL cannot do now is StoreDown. A row that breaks a rule of the schema stays what it is."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError:
        raise
    except CANNOT as error:
        raise StoreDown("the database does not answer") from error


class PostgresConnection:
    """See database.Database. `types` are the schema's."""

    def __init__(self, db: "asyncpg.pool.PoolConnectionProxy[Any]", types: Types) -> None:
        self.db = db
        self._types = types

    async def all(self, name: str, *values: Any) -> list[Row]:
        with answers():
            return list(await self.db.fetch(spoken()[name], *values))

    async def one(self, name: str, *values: Any) -> Row | None:
        found = await self.all(name, *values)
        return found[0] if found else None

    async def run(self, name: str, *values: Any) -> int:
        with answers():
            return counted(await self.db.execute(spoken()[name], *values))

    async def each(self, name: str, rows: Collection[Values]) -> None:
        if rows:
            with answers():
                await self.db.executemany(spoken()[name], rows)

    async def insert(self, into: Into, rows: Collection[Values]) -> None:
        if not rows:
            return
        names = ", ".join(into.columns)
        sql = (
            f"insert into {into.table} ({names}) select * from {self._arrays(into.table, into.columns)}{into.conflict}"  # noqa: S608  names are ours
        )
        with answers():
            await self.db.execute(sql, *zip(*rows, strict=True))

    async def update(self, change: Change, rows: Collection[Values]) -> int:
        if not rows:
            return 0
        sets = ", ".join(f"{name} = new.{name}" for name in change.columns)
        old = [f"old_{name}" for name in change.where]
        same = " and ".join(f"t.{name} = new.old_{name}" for name in change.where)
        arrays = self._arrays(change.table, (*change.columns, *change.where))
        names = ", ".join((*change.columns, *old))
        sql = f"update {change.table} t set {sets} from {arrays} as new({names}) where {same}"  # noqa: S608  as above
        with answers():
            return counted(await self.db.execute(sql, *zip(*rows, strict=True)))

    async def alone(self, talks: Collection[str]) -> None:
        """By the rows of their contacts, in order: who locks in order never meets another in a deadlock."""
        if talks:
            await self.all("alone", sorted(set(talks)))

    async def tell(self, keys: Collection[str]) -> None:
        told = sorted(keys)
        for first in range(0, len(told), MOST_TOLD):
            await self.all("tell", " ".join(told[first : first + MOST_TOLD]))

    def _arrays(self, table: str, columns: tuple[str, ...]) -> str:
        """`unnest($1::text[], …)`."""
        types = self._types[table]
        places = (f"${number}::{types[name]}[]" for number, name in enumerate(columns, start=1))
        return f"unnest({', '.join(places)})"


def counted(status: str) -> int:
    """Rows of a command tag: `UPDATE 3`."""
    last = status.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0


@cache
def spoken() -> Mapping[str, str]:
    """The named queries as PostgreSQL takes them: a list is an array."""
    return {name: _LIST.sub(r"= any(\1)", text) for name, text in queries("postgres").items()}
