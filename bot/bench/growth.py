"""What growing costs: a turn, a row, a start and memory, with a million talks behind us beside none.

Laws
1. The small and the grown database are asked in turns, in one run; a ratio compares neighbours only.
2. Whoever writes in the grown one is anybody of it, so that their pages are cold.
"""

import json
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from math import ceil
from time import perf_counter

from bot import app, storage
from bot.bench.child import started
from bot.bench.figures import Figures, middle
from bot.bench.fill import Filler, Grown, size_of
from bot.bench.house import at_work
from bot.bench.platform import platform, settings
from bot.bench.server import ROOT, serving, settled
from bot.bench.talkers import Talkers, served
from bot.clock import SystemClock
from bot.config import Config
from bot.engine.mind import Mind
from bot.errors import HouseError, Misuse

OF_A_TURN = 3
"""Messages: what was said, and two bubbles."""
STRIDE = 7_919
"""A prime, so that those who write are spread over all."""
ALONE = 1
IN_FLIGHT = (64, ALONE)


@dataclass(frozen=True, slots=True)
class Size:
    """`talks` of the grown database; `open_talks` of the one whose memory is looked at after `words` of theirs."""

    talks: int = 1_000_000
    messages: int = 10_000_000
    hot: int = 10_000
    turns: int = 2_048
    rounds: int = 5
    open_talks: int = 100_000
    words: int = 10_000
    starts: int = 3

    @property
    def turns_of_each(self) -> int:
        """At least two, so that a row's size can be told from a talk's."""
        return max(ceil(self.messages / self.talks / OF_A_TURN), 2)


SMALL = Size(talks=200, messages=1_200, hot=70, turns=64, rounds=1, open_talks=90, words=70, starts=1)


async def measure(config: Config, size: Size) -> Figures:
    """`{"turn": {"ratio", …}, "bytes": {…}, "start_s": {…}, "memory_mb": {…}, …}`."""
    if size.talks < size.hot or size.open_talks < size.words:
        raise Misuse(f"growth needs at least {size.hot} conversations")
    async with AsyncExitStack() as stack:
        small, grown = stack.enter_context(settled(config)), stack.enter_context(settled(config))
        mind = app.mind_of(small)
        began = perf_counter()
        filled = await Filler(grown, size.talks, size.turns_of_each).fill(mind)
        seconds = perf_counter() - began
        found = {
            "conversations": size.talks,
            "messages": size.talks * size.turns_of_each * OF_A_TURN,
            "fill_s": round(seconds),
            "bytes": _bytes(filled, size) | {"file_gb": round(size_of(storage.database(grown)) / 1e9, 2)},
            "turn": await _turns(small, grown, mind, size),
        }
        first = await _start(small, size.starts)
        later = await _start(grown, size.starts)
        return {
            **found,
            "start_s": {"small": first["start_s"], "grown": later["start_s"]},
            "memory_mb": {
                "idle": first["memory_mb"],
                "grown": later["memory_mb"],
                **await _open_talks(config, mind, size),
            },
        }


async def _turns(small: Config, grown: Config, mind: Mind, size: Size) -> Figures:
    """Microseconds of a turn in both, and the middle of the rounds' ratios."""
    spread = [number * STRIDE % size.talks for number in range(size.hot)]
    spread = list(dict.fromkeys(spread))
    times: dict[int, list[tuple[float, float]]] = {number: [] for number in IN_FLIGHT}
    async with AsyncExitStack() as stack:
        ours = [await stack.enter_async_context(at_work(one, mind, SystemClock())) for one in (small, grown)]
        talkers = [Talkers(size.hot), Talkers(spread, done=size.turns_of_each)]
        await served(ours[0], talkers[0].next(size.hot), IN_FLIGHT[0])
        for _ in range(size.rounds):
            for in_flight, pairs in times.items():
                count = max(size.turns * in_flight // IN_FLIGHT[0], in_flight)
                took = [
                    await served(intake, some.next(count), in_flight) / count
                    for intake, some in zip(ours, talkers, strict=True)
                ]
                pairs.append((took[0], took[1]))
    return {f"in_flight_{number}": _ratio(pairs) for number, pairs in times.items()}


def _ratio(pairs: Sequence[tuple[float, float]]) -> Figures:
    return {
        "small_us": round(middle([one for one, _ in pairs]) * 1e6, 1),
        "grown_us": round(middle([two for _, two in pairs]) * 1e6, 1),
        "ratio": round(middle([two / one for one, two in pairs]), 2),
    }


def _bytes(filled: Grown, size: Size) -> Figures:
    """Of one arrival with its replies (two bubbles): arrival, messages, way out, and their indices."""
    turn = (filled.last - filled.first) / (size.talks * (size.turns_of_each - 1))
    return {
        "of_arrival_and_replies": round(turn),
        "of_that_sealed": round(filled.sealed_per_turn),
        "beyond_sealed": round(turn - filled.sealed_per_turn),
        "of_conversation": round((filled.first - filled.empty) / size.talks - turn),
    }


async def _start(house: Config, starts: int) -> Figures:
    """Until it listens, with every channel, and what it holds then: middles of a few starts."""
    seconds, memory = [], []
    for _ in range(starts):
        async with platform() as address, serving(house, settings(address)) as server:
            seconds.append(server.started_s)
            memory.append(server.memory_mb())
    return {"start_s": round(middle(seconds), 2), "memory_mb": round(middle(memory))}


async def _open_talks(config: Config, mind: Mind, size: Size) -> Figures:
    """What a server holds that has so many talks open, after words of some of them."""
    async with AsyncExitStack() as stack:
        house = stack.enter_context(settled(config))
        await Filler(house, size.open_talks, 1).fill(mind)
        address = await stack.enter_async_context(platform())
        server = await stack.enter_async_context(serving(house, settings(address)))
        command = [sys.executable, "-m", "bot.bench.load", str(server.port), "telegram", str(size.words)]
        load = await stack.enter_async_context(started("the load", command, ROOT))
        told = json.loads(await load.heard())
        if told["refused"]:
            raise HouseError(f"{told['refused']} of {told['answered']} webhooks were refused")
        return {f"with_{size.open_talks}_open": round(server.memory_mb())}
