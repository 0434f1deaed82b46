"""The raw limit on PostgreSQL: the rows of a round of ours written again by one asyncpg connection, as arrays, in the
same batches, into twins of the same tables on the same server, as durably, with no application."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import asyncpg

TABLES = ("arrival", "conversation", "message", "outbox", "timer")
NEW = ("arrival", "message", "outbox")
TIMER_KEY = ("conversation_id", "kind")
PINNED = {
    "synchronous_commit": "on",
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "jit": "off",
}
"""As the store's own connections: without it the planner reads whole young tables."""
TYPES = """
select attname, format_type(atttypid, atttypmod) as type from pg_attribute
where attrelid = $1::text::regclass and attnum > 0 and not attisdropped order by attnum
"""
READ = {
    "arrival": "select * from arrival where id = any($1)",
    "conversation": """select c.* from conversation c
        join arrival a on a.conversation_id = c.id where a.id = any($1)""",
    **{
        name: f"""select m.* from {name} m join conversation c on c.id = m.conversation_id and m.turn = c.turn
        join arrival a on a.conversation_id = c.id where a.id = any($1)"""  # noqa: S608  names are ours
        for name in ("message", "outbox")
    },
    "timer": "select t.* from timer t join arrival a on a.conversation_id = t.conversation_id where a.id = any($1)",
}

Columns = Sequence[Sequence[Any]]


@dataclass(slots=True)
class Written:
    """One batch, by table, column by column."""

    tables: dict[str, Columns] = field(default_factory=dict)


class Arrays:
    """See limit.Limit."""

    def __init__(self, db: "asyncpg.Connection[Any]", sql: dict[str, str]) -> None:
        self._db, self._sql = db, sql

    async def read(self, arrivals: Sequence[str], size: int) -> list[Written]:
        """What ours wrote for these arrivals (at most one of a conversation), in batches of `size`."""
        return [await self._batch(arrivals[first : first + size]) for first in range(0, len(arrivals), size)]

    async def _batch(self, arrivals: Sequence[str]) -> Written:
        one = Written()
        for name, sql in READ.items():
            rows = await self._db.fetch(sql, arrivals)
            if rows:
                one.tables[name] = list(zip(*(tuple(row.values()) for row in rows), strict=True))
        return one

    async def write(self, batches: Sequence[Written]) -> float:
        """Seconds it took: one transaction a batch, one statement a table."""
        statements = {name: await self._db.prepare(sql) for name, sql in self._sql.items()}
        began = perf_counter()
        for one in batches:
            async with self._db.transaction():
                for name, columns in one.tables.items():
                    await statements[name].fetch(*columns)
        return perf_counter() - began


@asynccontextmanager
async def arrays(url: str) -> AsyncIterator[Arrays]:
    """Twins beside our tables, with what stands in ours now."""
    db = await asyncpg.connect(url, server_settings=PINNED)
    try:
        await db.execute("create schema twin")
        sql: dict[str, str] = {}
        for name in TABLES:
            await db.execute(f"create table twin.{name} (like public.{name} including all)")
            await db.execute(f"insert into twin.{name} select * from public.{name}")  # noqa: S608  names are ours
            types = {row["attname"]: row["type"] for row in await db.fetch(TYPES, f"public.{name}")}
            sql[name] = _update(name, types) if name == "conversation" else _insert(name, types)
        await db.execute("analyze")
        yield Arrays(db, sql)
    finally:
        await db.close()


def _unnest(types: dict[str, str]) -> str:
    return f"unnest({', '.join(f'${number}::{kind}[]' for number, kind in enumerate(types.values(), start=1))})"


def _insert(table: str, types: dict[str, str]) -> str:
    sets = ", ".join(f"{name} = excluded.{name}" for name in types if name not in TIMER_KEY)
    conflict = f" on conflict ({', '.join(TIMER_KEY)}) do update set {sets}" if table == "timer" else ""
    return f"insert into twin.{table} ({', '.join(types)}) select * from {_unnest(types)}{conflict}"  # noqa: S608  names are ours


def _update(table: str, types: dict[str, str]) -> str:
    sets = ", ".join(f"{name} = new.{name}" for name in types if name != "id")
    names = ", ".join(types)
    return f"update twin.{table} t set {sets} from {_unnest(types)} as new({names}) where t.id = new.id"  # noqa: S608  as above
