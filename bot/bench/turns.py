"""Durable turns a second: the real way in against the same rows written by plain sqlite3, or by one connection to
PostgreSQL, in turns, in one run.

Laws
1. Rounds of ours and of the limit follow one another on the same conversations; a ratio compares neighbours only.
2. A turn is counted when its arrival is acknowledged: after the commit.
3. Nobody writes twice in one round, so that the rows left behind are the rows that were written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot import app, storage
from bot.bench import alone, database, many
from bot.bench.arrays import arrays
from bot.bench.figures import Figures, middle
from bot.bench.house import at_work, furnished
from bot.bench.limit import Limit
from bot.bench.split import watched
from bot.bench.talkers import IN_FLIGHT, Talkers, served
from bot.clock import SystemClock
from bot.config import Config
from bot.ports import Intake

OWN = "own"
"""Instead of an address: a PostgreSQL of our own, for the time of the benchmark."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. At 64 in flight a round has `turns` turns, with fewer in flight fewer."""

    contacts: int = 10_000
    turns: int = 2_048
    rounds: int = 5
    times: int = alone.TIMES

    def round(self, in_flight: int) -> int:
        return min(max(self.turns * in_flight // IN_FLIGHT[0], in_flight), self.contacts)


SMALL = Size(contacts=70, turns=64, rounds=1, times=1)


class Raw(Protocol):
    """A limit: what it reads of ours, it writes again."""

    async def read(self, arrivals: Sequence[str], size: int) -> Sequence[Any]: ...

    async def write(self, batches: Any) -> float: ...


async def measure(config: Config, size: Size, *, postgres: str = "", processes: int = 1) -> Figures:
    """`{"advance": …, "sqlite": {"per_s", "limit_per_s", "ratio_to_limit", …}}`, and the same for `postgres`: the
    address of a server, or OWN for one of our own. Raises Misuse when that is not there."""
    found = {"advance": alone.measure(app.mind_of(config), size.times), "sqlite": await _sqlite(config, size)}
    if postgres:
        async with database.server("" if postgres == OWN else postgres) as server:
            found["postgres"] = await _postgres(config, size, server)
            if processes > 1:
                found["postgres"][f"processes_{processes}"] = await many.measure(config, size, server, processes)
    return found


async def _sqlite(config: Config, size: Size) -> Figures:
    with furnished(config) as house:
        async with at_work(house, app.mind_of(house), SystemClock()) as intake:
            talkers = Talkers(size.contacts)
            await served(intake, talkers.next(size.contacts), IN_FLIGHT[0])
            limit = Limit(storage.database(house))
            try:
                return await _rounds(intake, talkers, limit, size)
            finally:
                limit.close()


async def _postgres(config: Config, size: Size, server: str) -> Figures:
    async with database.database(server) as url:
        with furnished(config, url) as house:
            async with at_work(house, app.mind_of(house), SystemClock()) as intake:
                talkers = Talkers(size.contacts)
                await served(intake, talkers.next(size.contacts), IN_FLIGHT[0])
                async with arrays(url) as limit:
                    return await _rounds(intake, talkers, limit, size)


async def _rounds(intake: Intake, talkers: Talkers, limit: Raw, size: Size) -> Figures:
    """Every number in flight in each round, ours and the limit one after the other."""
    found: dict[int, list[tuple[float, float]]] = {in_flight: [] for in_flight in IN_FLIGHT}
    splits: list[dict[str, float]] = []
    for _ in range(size.rounds):
        for in_flight, pairs in found.items():
            arrivals = talkers.next(size.round(in_flight))
            ours = len(arrivals) / await served(intake, arrivals, in_flight)
            rows = await limit.read([one.id for one in arrivals], in_flight)
            pairs.append((ours, len(arrivals) / await limit.write(rows)))
        arrivals = talkers.next(size.round(IN_FLIGHT[0]))
        with watched() as split:
            await served(intake, arrivals, IN_FLIGHT[0])
        splits.append(split.per_turn(len(arrivals)))
        await limit.write(await limit.read([one.id for one in arrivals], IN_FLIGHT[0]))
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
