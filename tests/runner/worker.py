"""A process that does some work under a lease, for what only a process can do: be killed, or be paused and wake.

`python -m tests.runner.worker DATABASE RING NAME`: each round it stores epoch × MANY + round as an offset, and says
`wrote EPOCH` after the commit, or `refused EPOCH`. On SIGUSR1 it stops itself where that is worst: the work is done,
the commit is not begun.
"""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.errors import LeaseLost
from bot.ports import Lease, Store
from bot.rules.leases import Terms
from bot.runner.lease import Holder
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from bot.vault.envelope import Vault
from bot.vault.ring import load_ring

MANY = 1_000_000
TERMS = Terms(span=timedelta(seconds=1.2), every=timedelta(seconds=0.2), ask=timedelta(seconds=0.1))


def opened(database: str, ring: Path) -> SqliteStore | PostgresStore:
    vault = Vault(load_ring(ring))
    return PostgresStore(database, vault) if database.startswith("postgresql:") else SqliteStore(database, vault)


def say(*words: object) -> None:
    print(*words, flush=True)


class Worker:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._stops = False

    def stop_soon(self) -> None:
        self._stops = True

    async def work(self, lease: Lease) -> None:
        for number in count(1):
            if self._stops:
                self._stops = False
                os.kill(os.getpid(), signal.SIGSTOP)
            await asyncio.shield(self._commit(lease, number))
            await asyncio.sleep(0.01)

    async def _commit(self, lease: Lease, number: int) -> None:
        try:
            async with self._store.batch() as batch:
                await batch.under([lease])
                await batch.keep_offset(lease.epoch * MANY + number)
        except LeaseLost:
            say("refused", lease.epoch)
            raise
        say("wrote", lease.epoch)


async def main(database: str, ring: str, name: str) -> None:
    store = opened(database, Path(ring))
    await store.open()
    worker = Worker(store)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, worker.stop_soon)
    say("ready")
    await Holder(store, "work", name, TERMS).run(worker.work)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
