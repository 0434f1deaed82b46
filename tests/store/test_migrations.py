"""The schema grows from the first migration to the last, and says no to what it does not know."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import aiosqlite
import pytest

from bot.errors import StoreDown
from bot.store.migrations import Migration, check, migrate, migrations

MORE = Migration(9_998, "9998_more.sql", "create table more (id {ID}, -- one; two\n sealed {BLOB});\n")
LAST = Migration(9_999, "9999_last.sql", "alter table more add column n bigint;\ncreate index more_n on more(n);")


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(tmp_path / "test.db", isolation_level=None) as one:
        yield one


async def schema(db: aiosqlite.Connection) -> list[str]:
    async with db.execute("select sql from sqlite_master where sql is not null order by name") as rows:
        return [str(row[0]) async for row in rows]


async def ledger(db: aiosqlite.Connection) -> list[int]:
    async with db.execute("select number from migration order by number") as rows:
        return [int(row[0]) async for row in rows]


def test_the_files_are_numbered_from_one_without_a_gap() -> None:
    found = migrations()
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert all(one.name.startswith(f"{one.number:04}_") for one in found)


async def test_all_run_from_first_to_last_and_a_second_run_does_nothing(db: aiosqlite.Connection) -> None:
    known = [*migrations(), MORE, LAST]
    await migrate(db, known)
    assert await ledger(db) == [one.number for one in known]
    before = await schema(db)
    await migrate(db, known)
    await check(db, known)
    assert (await schema(db), await ledger(db)) == (before, [one.number for one in known])


async def test_one_after_the_other_leads_to_the_same_schema_as_all_at_once(
    db: aiosqlite.Connection, tmp_path: Path
) -> None:
    known = [*migrations(), MORE, LAST]
    for number in range(1, len(known) + 1):
        await migrate(db, known[:number])
    async with aiosqlite.connect(tmp_path / "other.db", isolation_level=None) as other:
        await migrate(other, known)
        assert await schema(db) == await schema(other)


async def test_a_migration_that_was_changed_after_it_ran_is_refused(db: aiosqlite.Connection) -> None:
    await migrate(db)
    changed = [replace(migrations()[0], text=migrations()[0].text + "-- a better comment\n"), *migrations()[1:]]
    for refuse in (migrate, check):
        with pytest.raises(StoreDown, match="was changed"):
            await refuse(db, changed)


async def test_a_database_of_a_newer_version_is_refused(db: aiosqlite.Connection) -> None:
    await migrate(db, [*migrations(), MORE])
    for refuse in (migrate, check):
        with pytest.raises(StoreDown, match="newer"):
            await refuse(db)


async def test_a_migration_put_before_one_that_ran_is_refused(db: aiosqlite.Connection) -> None:
    await migrate(db, [*migrations(), replace(LAST, text="create table late (n bigint)")])
    with pytest.raises(StoreDown, match="before"):
        await migrate(db, [*migrations(), MORE, replace(LAST, text="create table late (n bigint)")])


@pytest.mark.parametrize("before", [[], migrations()], ids=["empty", "first"])
async def test_who_only_reads_is_told_that_the_database_is_older(
    db: aiosqlite.Connection, before: Sequence[Migration]
) -> None:
    if before:
        await migrate(db, before)
    with pytest.raises(StoreDown, match="older"):
        await check(db, [*migrations(), MORE])
    assert (await schema(db) == []) is (not before)


async def test_a_migration_that_fails_leaves_the_schema_as_it_was(db: aiosqlite.Connection) -> None:
    await migrate(db)
    before = await schema(db)
    broken = replace(LAST, text="create table half (n bigint);\ncreate table half (n bigint);")
    with pytest.raises(StoreDown):
        await migrate(db, [*migrations(), MORE, broken])
    assert await schema(db) == before
    await migrate(db, [*migrations(), MORE, LAST])


async def test_a_writer_of_another_process_is_waited_for(db: aiosqlite.Connection, tmp_path: Path) -> None:
    await db.execute("pragma busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(StoreDown):
        await migrate(db)
    other.execute("rollback")
    await migrate(db)
    other.close()


OLD = """
insert into contact values ('p1', 1);
insert into conversation (id, contact_id, channel, opened_at, version, wait, turn, fingerprint, tries, level, kinds,
    voice, reader, age_band, office, language, own_phone, reach, ended_because, key, sealed_more)
    values ('c1', 'p1', 'web', 1, 1, 1, 1, '', 0, 0, '', 'bot', 'child', '', 'kukar', 'id', 0, '', '', x'01', x'02');
insert into arrival values ('web:1', 'c1', 'web', 'Said', 1, 'done', '', null);
insert into message values ('c1/1/0', 'c1', 1, 0, 'contact', 1, '', null, null, x'03', null);
insert into message values ('c1/1/1', 'c1', 1, 1, 'bot', 1, '', null, null, x'04', x'05');
insert into outbox (id, conversation_id, turn, n, channel, author, state, created_at, attempts, external_id, because,
    released, finished) values ('c1/1/1', 'c1', 1, 1, 'web', 'bot', 'waiting', 1, 0, '', '', 0, 0);
insert into timer values ('c1', 'silence', 1, 600, 'c1/1/1', null);
insert into timer values ('c1', 'offer', 1, 600, null, 700);
"""


async def test_what_was_said_before_the_rows_were_clustered_is_still_there(db: aiosqlite.Connection) -> None:
    await migrate(db, migrations()[:4])
    await db.executescript(OLD)
    await migrate(db, migrations()[:5])
    found = {}
    for table in ("arrival", "message", "outbox", "timer"):
        async with db.execute(f"select * from {table}") as rows:
            found[table] = [tuple(row) for row in await rows.fetchall()]
    assert found == {
        "arrival": [("web:1", "c1", "web", "Said", 1, "done", "", None)],
        "message": [
            ("c1", 1, 0, "contact", 1, "", None, None, b"\3", None),
            ("c1", 1, 1, "bot", 1, "", None, None, b"\4", b"\5"),
        ],
        "outbox": [("c1", 1, 1, "web", "bot", "waiting", 1, None, 0, None, "", "", 0, 0, 0, "", 0)],
        "timer": [("c1", "offer", 1, 600, None, None, 700, "", 0), ("c1", "silence", 1, 600, 1, 1, None, "", 0)],
    }
