"""Both stores under one suite: what holds for one holds for the other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Store
from bot.store.memory import memory_store
from bot.store.sqlite import SqliteStore
from tests.store.telling import new_vault, opened


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    vault = new_vault()
    one = memory_store(vault) if request.param == "memory" else SqliteStore(tmp_path / "test.db", vault)
    async with opened(one):
        yield one
