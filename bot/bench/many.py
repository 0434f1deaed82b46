"""Several processes on one PostgreSQL beside one: the same words, and any process takes any talk.

Laws
1. In each round one process takes all words, then as many words are shared out; a ratio compares neighbours only.
2. Where there are several, each takes a word of every contact of the round, in an order of its own: now and then two
   of them have the same talk at the same moment.
"""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from time import perf_counter
from typing import Any, Protocol

import asyncpg

from bot.bench.child import Child, started
from bot.bench.database import database
from bot.bench.figures import Figures, middle
from bot.bench.server import ROOT, environ_of, settled
from bot.config import Config

ORDERS = (1, 797, 1193, 1531)
"""Strides: in which order a process meets the contacts of a round. Odd, so that each meets all of 2,048."""
SEGMENTS = 5
"""Groups of contacts; odd, so that a group is met in both ways."""
DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()"


class Size(Protocol):
    """Of turns.Size."""

    @property
    def turns(self) -> int: ...

    @property
    def rounds(self) -> int: ...


async def measure(config: Config, size: Size, server: str, processes: int) -> Figures:
    """`{"one_per_s", "per_s", "ratio_to_one", "conflicts", "deadlocks"}`: conflicts are batches that had to be
    repeated."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(database(server))
        house = stack.enter_context(settled(config, url))
        command = [sys.executable, "-m", "bot.bench.worker", str(house.folder / "config.yaml")]
        workers: list[Child] = []
        for number in range(processes):
            way = started(f"process {number + 1}", command, ROOT, environ_of(house))
            workers.append(await stack.enter_async_context(way))
            await workers[-1].heard()
        count = size.turns
        await _round(workers[:1], [[(part * count, count, 0, 1) for part in range(SEGMENTS)]])
        pairs: list[tuple[float, float]] = []
        conflicts = 0
        for number in range(2 * size.rounds):
            first, turn = number % SEGMENTS * count, 1 + number // SEGMENTS * processes
            words = [(first, count, turn + one, ORDERS[one % len(ORDERS)]) for one in range(processes)]
            if number % 2 == 0:
                one, again = await _round(workers[:1], [words])
            else:
                many, again = await _round(workers, [[word] for word in words])
                pairs.append((count * processes / one, count * processes / many))
            conflicts += again
        return {
            "one_per_s": round(middle([one for one, _ in pairs])),
            "per_s": round(middle([many for _, many in pairs])),
            "ratio_to_one": round(middle([many / one for one, many in pairs]), 3),
            "conflicts": conflicts,
            "deadlocks": await _deadlocks(url),
        }


async def _round(workers: Sequence[Child], words: Sequence[Sequence[tuple[int, ...]]]) -> tuple[float, int]:
    """Seconds until all words of all of them are acknowledged, and how many batches were repeated."""
    for worker, some in zip(workers, words, strict=True):
        worker.say(" ".join(str(number) for word in some for number in word))
    for worker in workers:
        await worker.heard()
    began = perf_counter()
    for worker in workers:
        worker.say("go")
    told: list[Mapping[str, Any]] = [json.loads(one) for one in await asyncio.gather(*(w.heard() for w in workers))]
    return perf_counter() - began, sum(int(one["repeated"]) for one in told)


async def _deadlocks(url: str) -> int:
    db = await asyncpg.connect(url)
    try:
        return int(await db.fetchval(DEADLOCKS))
    finally:
        await db.close()
