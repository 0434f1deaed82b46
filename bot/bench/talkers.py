"""Who writes while we measure, and how long it takes until all of it is acknowledged."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from time import perf_counter

from bot.bench.house import Contact
from bot.clock import SystemClock
from bot.errors import HouseError
from bot.model.message import Arrival
from bot.ports import Intake

IN_FLIGHT = (64, 16, 1)
"""The first is the one that counts."""


class Talkers:
    """Contacts who take turns, each going on with their own talk. `done`: turns that are behind all of them."""

    def __init__(self, contacts: int | Sequence[int], done: int = 0) -> None:
        numbers = range(contacts) if isinstance(contacts, int) else contacts
        self._start = SystemClock().now()
        self._turns = dict.fromkeys(numbers, done)
        self._order: Iterator[int] = cycle(numbers)

    def next(self, count: int) -> list[Arrival]:
        """One word each of the next `count` contacts."""
        arrivals = []
        for number in islice(self._order, count):
            arrivals.append(Contact(number).says(self._turns[number], self._start))
            self._turns[number] += 1
        return arrivals


async def served(intake: Intake, arrivals: Sequence[Arrival], in_flight: int) -> float:
    """Seconds until all are acknowledged, with so many under way at once."""
    waiting = iter(arrivals)

    async def one_after_another() -> None:
        for arrival in waiting:
            receipt = await intake.take(arrival)
            if receipt.state != "done":
                raise HouseError(f"an arrival of the benchmark was {receipt.state}")

    began = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(in_flight):
            group.create_task(one_after_another())
    return perf_counter() - began
