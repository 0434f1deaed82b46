"""Numbered migrations: only added, run once and in order, checked against their checksum. A start runs all that are
missing in one transaction, so that a schema is never half new."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import aiosqlite

from bot.errors import StoreDown
from bot.store.connection import answers

TOKENS = {
    "sqlite": {
        "{BLOB}": "blob",
        "{ID}": "integer primary key autoincrement",
        "{CLUSTERED}": "without rowid",
        "{NOTHING}": "x''",
    },
    "postgres": {
        "{BLOB}": "bytea",
        "{ID}": "bigint generated always as identity primary key",
        "{CLUSTERED}": "",
        "{NOTHING}": "''::bytea",
    },
}
"""In which the databases differ."""
LEDGER = "create table if not exists migration (number bigint primary key, name text not null, checksum text not null)"
DONE = "select number, checksum from migration"
OLDER = "the database is older than this version; the next start or `migrate` brings it up to date"


@dataclass(frozen=True, slots=True)
class Migration:
    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def statements(self, database: str) -> list[str]:
        """For `sqlite` or `postgres`, without comments."""
        text = self.text
        for token, word in TOKENS[database].items():
            text = text.replace(token, word)
        plain = "\n".join(line.split("--")[0] for line in text.splitlines())
        return [one.strip() for one in plain.split(";") if one.strip()]


def migrations() -> list[Migration]:
    """Every file under sql/migrations, in order."""
    folder = resources.files("bot.store") / "sql" / "migrations"
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".sql")), key=lambda one: one.name)
    return [Migration(int(one.name[:4]), one.name, one.read_text(encoding="utf-8")) for one in files]


async def migrate(db: aiosqlite.Connection, known: Sequence[Migration] | None = None) -> None:
    """Bring the schema up to date. Raises StoreDown when a migration that ran was changed, or is newer than we are."""
    with answers():
        await db.execute("begin immediate")  # before looking: another process may be doing the same
        try:
            await db.execute(LEDGER)
            for one in await _missing(db, migrations() if known is None else known):
                for statement in one.statements("sqlite"):
                    await db.execute(statement)
                await db.execute("insert into migration values (?, ?, ?)", (one.number, one.name, one.checksum))
            await db.commit()
        except BaseException:
            await db.rollback()
            raise


async def check(db: aiosqlite.Connection, known: Sequence[Migration] | None = None) -> None:
    """For who only reads: the schema is exactly ours. Raises StoreDown."""
    with answers():
        async with db.execute("select 1 from sqlite_master where type = 'table' and name = 'migration'") as rows:
            begun = await rows.fetchone()
        if not begun or await _missing(db, migrations() if known is None else known):
            raise StoreDown(OLDER)


async def _missing(db: aiosqlite.Connection, known: Sequence[Migration]) -> list[Migration]:
    async with db.execute(DONE) as rows:
        return missing({int(row[0]): str(row[1]) async for row in rows}, known)


def missing(done: Mapping[int, str], known: Sequence[Migration]) -> list[Migration]:
    """Those of the known that did not run yet. `done`: checksums by number. Raises StoreDown."""
    if set(done) - {one.number for one in known}:
        raise StoreDown("the database was made by a newer version")
    for one in known:
        if done.get(one.number, one.checksum) != one.checksum:
            raise StoreDown(f"migration {one.name} was changed after it ran")
    left = [one for one in known if one.number not in done]
    if done and left and left[0].number < max(done):
        raise StoreDown(f"migration {left[0].name} was put before one that ran")
    return left
