"""What a process notices when PostgreSQL ends its connections, as a restart does and as it does to who was paused."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from bot.errors import StoreDown
from bot.store.postgres import PostgresStore
from tests.store.telling import new_vault, opened

OTHERS = "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() and datname = $1"


@pytest.fixture
async def store(database: str) -> AsyncIterator[PostgresStore]:
    async with opened(PostgresStore(database, new_vault())) as one:
        yield one


async def end_connections(url: str) -> None:
    db = await asyncpg.connect(url)
    try:
        assert await db.fetchval(OTHERS, await db.fetchval("select current_database()"))
    finally:
        await db.close()


async def cut_off(store: PostgresStore, database: str, mistake: Exception | None = None) -> None:
    """A transaction whose connection ends in the middle."""
    async with store.batch() as batch:
        await batch.keep_offset(7)
        await end_connections(database)
        if mistake:
            raise mistake
        await batch.keep_offset(8)


async def test_a_transaction_cut_off_in_the_middle_is_a_store_that_does_not_answer(
    store: PostgresStore, database: str
) -> None:
    with pytest.raises(StoreDown):
        await cut_off(store, database)
    assert await store.offset() == 0
    async with store.batch() as batch:
        await batch.keep_offset(9)
    assert await store.offset() == 9


async def test_a_mistake_of_ours_stays_what_it_is_when_the_connection_ended_too(
    store: PostgresStore, database: str
) -> None:
    with pytest.raises(LookupError):
        await cut_off(store, database, LookupError("planted"))
    assert await store.offset() == 0


ENDS_ON_RELEASE = """
create schema late;
create function late.pg_advisory_unlock_all() returns void language sql
    as 'select pg_terminate_backend(pg_backend_pid())';
set search_path = late, pg_catalog, public
"""
"""What the pool says to a connection that it gets back ends that connection."""


async def test_what_was_committed_stands_when_the_connection_ends_right_after(
    store: PostgresStore, database: str
) -> None:
    """Whoever wrote it is not told anything else, and no loop ends of it."""
    async with store.writing() as db:
        await db.db.execute(ENDS_ON_RELEASE)
        await db.run("keep_place", "telegram.offset", 7)
    assert await store.offset() == 7
