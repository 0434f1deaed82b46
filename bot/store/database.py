"""What the rooms of the store ask of a database, whichever it is: named queries, and rows for many turns at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Row = Mapping[str, Any]
"""One row by column name: the database edge."""
Values = Sequence[Any]
"""Of one row, in the order of its columns."""


@dataclass(frozen=True, slots=True)
class Into:
    """Rows to insert. What stands in `upsert` decides that a row is there already: then its other columns are
    updated."""

    table: str
    columns: tuple[str, ...]
    upsert: tuple[str, ...] = ()

    @property
    def conflict(self) -> str:
        """The end of the statement."""
        if not self.upsert:
            return ""
        sets = ", ".join(f"{name} = excluded.{name}" for name in self.columns if name not in self.upsert)
        return f" on conflict ({', '.join(self.upsert)}) do update set {sets}"


@dataclass(frozen=True, slots=True)
class Change:
    """Columns of rows to update, where others are still what they were: a row has the values of `columns`, then those
    of `where`."""

    table: str
    columns: tuple[str, ...]
    where: tuple[str, ...]


class Reads(Protocol):
    """For who changes nothing. Every method may raise StoreDown. A list among the values travels as one parameter."""

    async def all(self, name: str, *values: Any) -> list[Row]: ...

    async def one(self, name: str, *values: Any) -> Row | None: ...


class Database(Reads, Protocol):
    """Inside one transaction."""

    async def run(self, name: str, *values: Any) -> int:
        """Rows changed."""
        ...

    async def each(self, name: str, rows: Collection[Values]) -> None:
        """One named query for all of these values, in their order."""
        ...

    async def insert(self, into: Into, rows: Collection[Values]) -> None: ...

    async def update(self, change: Change, rows: Collection[Values]) -> int:
        """Rows changed."""
        ...

    async def alone(self, talks: Collection[str]) -> None:
        """Until the transaction ends nobody else writes these conversations, nor what hangs on them."""
        ...

    async def tell(self, keys: Collection[str]) -> None:
        """Once the transaction has ended well, every process hears that these changed."""
        ...
