"""The benchmarks by name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.bench import growth, http, peers, people, screen, turns
from bot.bench.figures import Figures
from bot.config import Config


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for. `small`: only to see that it runs; its figures mean nothing. `postgres`: the address of a
    server, or turns.OWN. `conversations` and `messages`: of the grown database, if not as many as it is made for.
    `misses`: also where each figure of `people` falls short."""

    small: bool = False
    postgres: str = ""
    processes: int = 1
    conversations: int | None = None
    messages: int | None = None
    misses: bool = False

    def growth(self) -> growth.Size:
        size = growth.SMALL if self.small else growth.Size()
        return replace(size, talks=self.conversations or size.talks, messages=self.messages or size.messages)


Measure = Callable[[Config, Wish], Awaitable[Figures]]


async def _turns(config: Config, wish: Wish) -> Figures:
    size = turns.SMALL if wish.small else turns.Size()
    return await turns.measure(config, size, postgres=wish.postgres, processes=wish.processes)


MEASURES: Mapping[str, Measure] = {
    "turns": _turns,
    "screen": lambda config, wish: screen.measure(config, screen.SMALL if wish.small else screen.Size()),
    "peers": lambda config, wish: peers.measure(config, peers.SMALL if wish.small else peers.Size()),
    "http": lambda config, wish: http.measure(config, http.SMALL if wish.small else http.Size()),
    "people": lambda config, wish: people.measure(config, every=people.FEW if wish.small else 1, misses=wish.misses),
    "growth": lambda config, wish: growth.measure(config, wish.growth()),
}


async def measured(what: str, config: Config, wish: Wish) -> Figures:
    """The figures of one benchmark, under its name."""
    return {what: await MEASURES[what](config, wish)}
