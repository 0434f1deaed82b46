"""The store on a file: crashes, commands beside a running server, keys, and what SQLite cannot do."""

import secrets
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import KeysMissing, StoreDown
from bot.model.conversation import Conversation
from bot.model.message import Channel, Said
from bot.ports import Delivery, Store
from bot.store.sqlite import SqliteStore
from bot.vault.envelope import Vault
from bot.vault.ring import Ring, load_ring, new_ring
from tests.store.telling import at, done, mark, new_vault, opened, ready_ids, states, talk, ticket, write

HELLO = Said(at(), "halo")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "test.db"


@pytest.fixture
def vault() -> Vault:
    return new_vault()


@pytest.fixture
async def store(path: Path, vault: Vault) -> AsyncIterator[SqliteStore]:
    async with opened(SqliteStore(path, vault)) as one:
        yield one


def put(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)


def size(path: Path) -> int:
    return path.stat().st_size


async def tried(store: SqliteStore) -> None:
    async with opened(store):
        pass


DIES = """
import asyncio, json, os, sys
from pathlib import Path
from bot.model.message import ArrivalId, Channel, Said
from bot.store.connection import Connection
from bot.store.sqlite import SqliteStore
from bot.vault.envelope import Vault
from bot.vault.ring import load_ring
from tests.store.telling import after, at, done, talk, ticket, write

async def main(folder, statements):
    store = SqliteStore(folder / "test.db", Vault(load_ring(folder / "keys.json")))
    await store.open()
    await write(store, done(talk("c1"), Said(at(), "halo"), "Tersimpan."))
    left = statements

    class Dying(Connection):
        async def _do(self, *more):
            nonlocal left
            statements, self._later = [*self._later, *more], []
            changed = []
            for one in statements:
                if left == 0:
                    print("died", flush=True)
                    os._exit(137)
                left -= 1
                changed += await super()._do(one)
            return changed

    async with store.batch() as batch:
        batch.db.__class__ = Dying
        one = done(talk("c2"), Said(at(), "setengah"), "Hilang.", ticket=ticket("c2.1"))
        await batch.write([one, done(after(one), Said(at(), "lagi"), "Hilang juga.")])
        await batch.park(ArrivalId("telegram:9"), Channel.TELEGRAM, "odd", at())
        await batch.keep_offset(12)
    print("survived", flush=True)
    os._exit(0)

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
"""


def die(folder: Path, statements: int) -> str:
    """Write one whole turn, then die after so many statements of the next batch, before its commit."""
    run = subprocess.run(
        [sys.executable, "-c", DIES, str(folder), str(statements)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert run.stderr == ""
    return run.stdout.strip()


async def half_written(folder: Path) -> tuple[list[str], int, int, list[str]]:
    async with opened(SqliteStore(folder / "test.db", Vault(load_ring(folder / "keys.json")))) as store:
        counts = []
        for table in ("conversation", "contact", "identity", "arrival", "message", "outbox", "ticket", "timer"):
            async with store.reader.db.execute(f"select count(*) from {table}") as rows:
                (count,) = await rows.fetchall()
            counts.append(f"{table} {count[0]}")
        return await ready_ids(store), await store.offset(), len(await store.queue()), counts


@pytest.mark.parametrize("statements", [1, 4, 7, 9])
async def test_a_process_that_dies_in_the_middle_of_a_batch_leaves_nothing_of_it(
    tmp_path: Path, statements: int
) -> None:
    new_ring(tmp_path / "keys.json")
    assert die(tmp_path, statements) == "died"
    rows, offset, queue, counts = await half_written(tmp_path)
    assert (rows, offset, queue) == (["c1/1/1"], 0, 0)
    assert counts[:6] == ["conversation 1", "contact 1", "identity 1", "arrival 1", "message 2", "outbox 1"]
    assert counts[6:] == ["ticket 0", "timer 0"]


async def test_a_batch_that_was_committed_before_the_process_died_is_whole(tmp_path: Path) -> None:
    new_ring(tmp_path / "keys.json")
    assert die(tmp_path, 99) == "survived"
    rows, offset, queue, counts = await half_written(tmp_path)
    assert (sorted(rows), offset, queue) == (["c1/1/1", "c2/1/1"], 12, 1)
    assert "arrival 4" in counts


async def test_what_was_stored_is_there_after_a_restart(store: SqliteStore) -> None:
    now = await write(store, done(talk(), HELLO, "Halo juga.", ticket=ticket()))
    await store.close()
    await store.open()
    (one,) = await store.ready(at(), 1, [Channel.TELEGRAM])
    assert (one.conversation, one.row.text) == (now, "Halo juga.")
    assert [waiting.ticket for waiting in await store.queue()] == [ticket()]


async def test_only_its_owner_may_read_the_files(store: SqliteStore, path: Path) -> None:
    await write(store, done(talk(), HELLO))
    assert {one.name: oct(one.stat().st_mode)[-3:] for one in path.parent.iterdir()} == {
        "test.db": "600",
        "test.db-wal": "600",
        "test.db-shm": "600",
    }


async def test_a_commit_outlives_a_power_loss_and_what_is_deleted_is_overwritten(store: SqliteStore) -> None:
    settings = {}
    async with store.writing() as db:
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout"):
            async with db.db.execute(f"pragma {name}") as rows:
                (row,) = await rows.fetchall()
            settings[name] = row[0]
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5_000,
    }


async def test_the_readers_cannot_write(store: SqliteStore) -> None:
    with pytest.raises(StoreDown):
        await store.reader.run("keep_place", "x", 1)


async def test_a_row_without_its_talk_is_refused(store: SqliteStore) -> None:
    orphan = done(Conversation(talk().id, talk().contact, Channel.WEB, at(), version=0), HELLO, link=())
    with pytest.raises(sqlite3.IntegrityError):
        async with store.writing() as db:
            await db.run("link", "web", "cookie", b"x", orphan.turn.conversation.contact, b"x", 0)


# ---- beside a running server


async def test_a_command_reads_beside_a_running_server_and_changes_nothing(
    store: SqliteStore, path: Path, vault: Vault
) -> None:
    await write(store, done(talk(), HELLO, "Halo juga.", ticket=ticket()))
    async with opened(SqliteStore(path, vault, reading=True)) as beside:
        assert [one.ticket.id for one in await beside.queue()] == ["t1"]
        await write(store, done(talk("c2"), HELLO, ticket=ticket("t2")))
        assert len(await beside.queue()) == 2
        with pytest.raises(StoreDown):
            await mark(beside, "c1/1/1", Delivery.SENT)
        with pytest.raises(StoreDown):
            await beside.reader.run("keep_place", "x", 1)
    assert await states(store) == {"c1/1/1": "waiting"}


async def test_a_command_reads_while_a_batch_is_open(store: SqliteStore, path: Path, vault: Vault) -> None:
    async with store.batch() as batch:
        await batch.write([done(talk(), HELLO, ticket=ticket())])
        async with opened(SqliteStore(path, vault, reading=True)) as beside:
            assert await beside.queue() == []


async def test_for_reading_a_database_that_is_not_there_is_not_made(path: Path, vault: Vault) -> None:
    with pytest.raises(StoreDown, match="no database yet"):
        await tried(SqliteStore(path, vault, reading=True))
    assert not path.parent.exists()


async def test_for_reading_an_empty_database_is_not_migrated(path: Path, vault: Vault) -> None:
    put(path, "")
    with pytest.raises(StoreDown, match="older"):
        await tried(SqliteStore(path, vault, reading=True))
    assert size(path) == 0


async def test_for_reading_the_keys_are_proved_too(store: SqliteStore, path: Path) -> None:
    with pytest.raises(KeysMissing):
        await tried(SqliteStore(path, new_vault(), reading=True))


# ---- keys


async def test_a_database_opens_only_with_every_key_it_was_sealed_with(path: Path) -> None:
    one, two, index = (secrets.token_bytes(32) for _ in range(3))
    await tried(SqliteStore(path, Vault(Ring(1, {1: one}, index))))
    await tried(SqliteStore(path, Vault(Ring(2, {1: one, 2: two}, index))))
    await tried(SqliteStore(path, Vault(Ring(1, {1: one, 2: two}, index))))
    for ring in (Ring(1, {1: one}, index), Ring(2, {2: two}, index), Ring(1, {1: two, 2: one}, index)):
        with pytest.raises(KeysMissing):
            await tried(SqliteStore(path, Vault(ring)))


# ---- what SQLite cannot do


async def test_a_file_that_is_no_database_is_said_to_be_down(path: Path, vault: Vault) -> None:
    put(path, "this is no database, it is a letter" * 100)
    for reading in (False, True):
        with pytest.raises(StoreDown):
            await tried(SqliteStore(path, vault, reading=reading))


async def test_a_folder_that_cannot_be_is_said_to_be_down(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(StoreDown):
        await tried(SqliteStore(tmp_path / "var" / "test.db", vault))


async def test_a_closed_store_is_down(store: SqliteStore) -> None:
    await store.close()
    with pytest.raises(StoreDown):
        await store.ping()
    with pytest.raises(StoreDown):
        await write(store, done(talk(), HELLO))


async def test_a_database_held_by_another_process_is_down_until_it_is_free(store: SqliteStore, path: Path) -> None:
    async with store.writing() as db:
        await db.db.execute("pragma busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(StoreDown):
        await write(store, done(talk(), HELLO, "Halo juga."))
    assert await ready_ids(store) == [], "readers go on"
    other.execute("rollback")
    other.close()
    await write(store, done(talk(), HELLO, "Halo juga."))
    assert await ready_ids(store) == ["c1/1/1"]


async def test_a_full_disk_loses_the_batch_and_nothing_else(store: Store) -> None:
    assert isinstance(store, SqliteStore)
    await write(store, done(talk("c1"), HELLO, "Halo juga."))
    async with store.writing() as db:
        async with db.db.execute("pragma page_count") as rows:
            (pages,) = await rows.fetchall()
        await db.db.execute(f"pragma max_page_count = {pages[0] + 2}")
    with pytest.raises(StoreDown):
        await write(store, *(done(talk(f"d{number}"), Said(at(), "x" * 4_000), "y" * 4_000) for number in range(9)))
    assert await ready_ids(store) == ["c1/1/1"]
    async with store.writing() as db:
        await db.db.execute("pragma max_page_count = 1000000")
    await write(store, done(talk("c2"), HELLO, "Halo juga."))
    assert len(await ready_ids(store)) == 2
