"""Numbered migrations: only added, run once, in order, each in one transaction, checked against their checksum."""

import hashlib
from importlib import resources

import aiosqlite

from bot.errors import StoreDown

SQLITE = {"{BLOB}": "blob", "{ID}": "integer primary key autoincrement"}
"""The tokens in which the databases differ."""
LEDGER = "create table if not exists migration (number bigint primary key, name text not null, checksum text not null)"


def migrations() -> list[tuple[int, str, str]]:
    """(number, name, text) of every file under sql/migrations, in order."""
    folder = resources.files("bot.store") / "sql" / "migrations"
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".sql")), key=lambda one: one.name)
    return [(int(one.name[:4]), one.name, one.read_text(encoding="utf-8")) for one in files]


async def migrate(db: aiosqlite.Connection) -> None:
    """Bring the schema up to date. Raises StoreDown when a migration that ran was changed, or is newer than we are."""
    await db.execute(LEDGER)
    async with db.execute("select number, checksum from migration") as rows:
        done = {int(row[0]): str(row[1]) async for row in rows}
    known = migrations()
    if set(done) - {number for number, _, _ in known}:
        raise StoreDown("the database was made by a newer version")
    for number, name, text in known:
        checksum = hashlib.sha256(text.encode()).hexdigest()
        if number in done:
            if done[number] != checksum:
                raise StoreDown(f"migration {name} was changed after it ran")
            continue
        await _run(db, text)
        await db.execute("insert into migration values (?, ?, ?)", (number, name, checksum))
        await db.execute("commit")


async def _run(db: aiosqlite.Connection, text: str) -> None:
    for token, word in SQLITE.items():
        text = text.replace(token, word)
    plain = "\n".join(line.split("--")[0] for line in text.splitlines())
    await db.execute("begin immediate")
    for statement in plain.split(";"):
        if statement.strip():
            await db.execute(statement)
