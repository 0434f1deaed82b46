"""Which store the settings name, its keys, and who may write it.

SQLite has one process; PostgreSQL has as many as there are.
"""

import contextlib
import fcntl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from bot.config import Config
from bot.errors import Misuse, StoreDown
from bot.store import postgres
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from bot.vault.envelope import Vault
from bot.vault.erased import NAME, ErasedList
from bot.vault.ring import load_ring, new_ring

SQLITE = "sqlite:///"


def shared(config: Config) -> bool:
    """May several processes serve this database?"""
    return not config.storage.url.startswith(SQLITE)


def database(config: Config) -> Path:
    """Where the SQLite file stands: relative to the folder of config.yaml."""
    return config.folder / config.storage.url.removeprefix(SQLITE)


async def begun(config: Config) -> bool:
    """Is there a database already? Raises StoreDown."""
    return await postgres.begun(config.storage.url) if shared(config) else database(config).exists()


async def open_vault(config: Config) -> Vault:
    """The ring of an existing database, or a new one for a new database. Raises KeysMissing or StoreDown."""
    path = config.folder / config.keys.file
    if not path.exists() and not await begun(config):
        with contextlib.suppress(FileExistsError):  # another process of this machine was first
            return Vault(new_ring(path))
    return Vault(load_ring(path))


def erased_list(config: Config) -> ErasedList:
    """Beside the key ring, so that no backup of the database holds it."""
    return ErasedList((config.folder / config.keys.file).with_name(NAME))


def store_of(config: Config, vault: Vault, *, reading: bool = False) -> SqliteStore | PostgresStore:
    if shared(config):
        return PostgresStore(config.storage.url, vault, reading=reading)
    return SqliteStore(database(config), vault, reading=reading)


@contextlib.contextmanager
def only_one(config: Config) -> Iterator[None]:
    """The lock of `serve`, where there may be one process only. Raises Misuse when another holds it."""
    if shared(config):
        yield
        return
    path = database(config)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Misuse("another server holds this database") from None
        yield


@contextlib.asynccontextmanager
async def opened(config: Config, *, reading: bool = False) -> AsyncIterator[SqliteStore | PostgresStore]:
    """The store for one command beside a running server. `reading`: nothing is written, and a database that is not
    there is not made. Raises StoreDown or KeysMissing."""
    if reading and not await begun(config):
        raise StoreDown("there is no database yet; the first start makes it")
    store = store_of(config, await open_vault(config), reading=reading)
    try:
        await store.open()
        yield store
    finally:
        await store.close()
