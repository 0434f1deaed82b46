"""The store for tests and rehearsals: the same SQL, no file, gone with the process.

A second implementation would have to be kept equal; this one cannot differ.
"""

from bot.store.sqlite import SqliteStore
from bot.vault.envelope import Vault


def memory_store(vault: Vault) -> SqliteStore:
    return SqliteStore(":memory:", vault)
