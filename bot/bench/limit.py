"""The raw limit: the rows that a round of ours left behind, written again by plain sqlite3 in the same batches into a
copy of the same database, as durably, with no application: nothing is read, understood, sealed or checked."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

SETTINGS = ("pragma journal_mode = wal", "pragma synchronous = full")
ONE = "select * from arrival where id = ?"
OF_TURN = {name: f"select * from {name} where conversation_id = ? and turn = ?" for name in ("message", "outbox")}  # noqa: S608  names are ours
TALK = "select * from conversation where id = ?"
TIMERS = "select * from timer where conversation_id = ?"

Rows = list[tuple[Any, ...]]


@dataclass(slots=True)
class Written:
    """One batch as rows: by table, in the order in which they were written."""

    new: dict[str, Rows] = field(default_factory=lambda: {"arrival": [], "message": [], "outbox": []})
    talks: Rows = field(default_factory=list)
    timers: Rows = field(default_factory=list)


class Limit:
    """A twin of our database, and what plain sqlite3 does with our rows. `path` is ours; a twin stands beside it."""

    def __init__(self, path: Path) -> None:
        self._ours = sqlite3.connect(path, isolation_level=None)
        self._twin = sqlite3.connect(path.with_suffix(".twin"), isolation_level=None)
        self._ours.backup(self._twin)
        for one in SETTINGS:
            self._twin.execute(one)
        self._columns = {
            name: self._columns_of(name) for name in ("arrival", "conversation", "message", "outbox", "timer")
        }

    def close(self) -> None:
        self._ours.close()
        self._twin.close()

    def _columns_of(self, table: str) -> list[str]:
        return [row[1] for row in self._twin.execute(f"pragma table_info({table})")]

    async def read(self, arrivals: Sequence[str], size: int) -> list[Written]:
        """What ours wrote for these arrivals (at most one of a conversation), in batches of `size`."""
        return [self._batch(arrivals[first : first + size]) for first in range(0, len(arrivals), size)]

    def _batch(self, arrivals: Sequence[str]) -> Written:
        one = Written()
        talk_at = self._columns["arrival"].index("conversation_id")
        turn_at = self._columns["conversation"].index("turn")
        for name in arrivals:
            arrival = self._ours.execute(ONE, (name,)).fetchone()
            talk = self._ours.execute(TALK, (arrival[talk_at],)).fetchone()
            one.new["arrival"].append(arrival)
            one.talks.append((*talk, talk[0]))
            for table, sql in OF_TURN.items():
                one.new[table] += self._ours.execute(sql, (talk[0], talk[turn_at])).fetchall()
            one.timers += self._ours.execute(TIMERS, (talk[0],)).fetchall()
        return one

    async def write(self, batches: Sequence[Written]) -> float:
        """Seconds it took: one transaction a batch, one statement a table."""
        inserts = {name: self._insert(name) for name in ("arrival", "message", "outbox")}
        timers = self._insert("timer").replace("insert", "insert or replace")
        names = ", ".join(f"{name} = ?" for name in self._columns["conversation"])
        update = f"update conversation set {names} where id = ?"  # noqa: S608  names are ours
        began = perf_counter()
        for one in batches:
            self._twin.execute("begin immediate")
            self._twin.executemany(update, one.talks)
            for table, rows in one.new.items():
                self._twin.executemany(inserts[table], rows)
            self._twin.executemany(timers, one.timers)
            self._twin.execute("commit")
        return perf_counter() - began

    def _insert(self, table: str) -> str:
        places = ", ".join("?" * len(self._columns[table]))
        return f"insert into {table} values ({places})"  # noqa: S608  names are ours
