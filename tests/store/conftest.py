"""All stores under one suite: what holds for one holds for the others."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Store
from bot.store.memory import memory_store
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from tests.postgres import fresh
from tests.store.telling import new_vault, opened


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    vault = new_vault()
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_url")
        async with fresh(server, migrated) as url, opened(PostgresStore(url, vault)) as shared:
            yield shared
        return
    one = memory_store(vault) if request.param == "memory" else SqliteStore(tmp_path / "test.db", vault)
    async with opened(one):
        yield one


async def migrated(url: str) -> None:
    """A database that each test gets a copy of, with keys of its own."""
    async with opened(PostgresStore(url, new_vault())) as one, one.writing() as db:
        await db.db.execute("delete from key_canary")
