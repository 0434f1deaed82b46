"""Durable turns a second: the real way in against the same rows written by plain sqlite3, in turns, in one run.

Laws
1. Rounds of ours and of the limit follow one another on the same conversations; a ratio compares neighbours only.
2. A turn is counted when its arrival is acknowledged: after the commit.
3. Nobody writes twice in one round, so that the rows left behind are the rows that were written.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from time import perf_counter

from bot import app, storage
from bot.bench.figures import Figures, middle
from bot.bench.house import Contact, at_work, furnished
from bot.bench.limit import Limit
from bot.bench.split import watched
from bot.clock import SystemClock
from bot.config import Config
from bot.errors import HouseError
from bot.model.message import Arrival
from bot.ports import Intake

IN_FLIGHT = (64, 16, 1)
"""The first is the one that counts."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. At 64 in flight a round has `turns` turns, with fewer in flight fewer."""

    contacts: int = 10_000
    turns: int = 2_048
    rounds: int = 5

    def round(self, in_flight: int) -> int:
        return min(max(self.turns * in_flight // IN_FLIGHT[0], in_flight), self.contacts)


SMALL = Size(contacts=70, turns=64, rounds=1)


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


async def measure(config: Config, size: Size) -> Figures:
    """`{"sqlite": {"per_s", "limit_per_s", "ratio_to_limit", …}}`."""
    with furnished(config) as house:
        async with at_work(house, app.mind_of(house), SystemClock()) as intake:
            talkers = Talkers(size.contacts)
            await served(intake, talkers.next(size.contacts), IN_FLIGHT[0])
            limit = Limit(storage.database(house))
            try:
                return {"sqlite": await _rounds(intake, talkers, limit, size)}
            finally:
                limit.close()


async def _rounds(intake: Intake, talkers: Talkers, limit: Limit, size: Size) -> Figures:
    """Every number in flight in each round, ours and the limit one after the other."""
    found: dict[int, list[tuple[float, float]]] = {in_flight: [] for in_flight in IN_FLIGHT}
    splits: list[dict[str, float]] = []
    for _ in range(size.rounds):
        for in_flight, pairs in found.items():
            arrivals = talkers.next(size.round(in_flight))
            ours = len(arrivals) / await served(intake, arrivals, in_flight)
            rows = limit.read([one.id for one in arrivals], in_flight)
            pairs.append((ours, len(arrivals) / limit.write(rows)))
        arrivals = talkers.next(size.round(IN_FLIGHT[0]))
        with watched() as split:
            await served(intake, arrivals, IN_FLIGHT[0])
        splits.append(split.per_turn(len(arrivals)))
        limit.write(limit.read([one.id for one in arrivals], IN_FLIGHT[0]))
    first, *others = (_figures(pairs) for pairs in found.values())
    return {
        **first,
        "us_per_turn": {part: round(middle([one[part] for one in splits]), 1) for part in splits[0]},
        **{f"in_flight_{number}": one for number, one in zip(IN_FLIGHT[1:], others, strict=True)},
        "contacts": size.contacts,
        "rounds": size.rounds,
        "turns_per_round": size.round(IN_FLIGHT[0]),
    }


def _figures(pairs: Sequence[tuple[float, float]]) -> Figures:
    """Middles of the rounds; the ratio is the middle of each round's own."""
    return {
        "per_s": round(middle([ours for ours, _ in pairs])),
        "limit_per_s": round(middle([limit for _, limit in pairs])),
        "ratio_to_limit": round(middle([ours / limit for ours, limit in pairs]), 3),
    }
