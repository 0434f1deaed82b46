"""Signed webhooks into the running server over loopback: the most it answers, and how long one takes at half of that.

Laws
1. Server, load and platform are not one process: what is timed is what a platform would wait for.
2. The two channels take turns; figures are middles of rounds.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from bot.bench.child import Child, started
from bot.bench.figures import Figures, middle
from bot.bench.platform import platform, settings
from bot.bench.server import ROOT, serving, settled
from bot.config import Config
from bot.errors import HouseError

CHANNELS = ("telegram", "whatsapp")
HALF = 0.5
SHOWN = ("p50_ms", "p95_ms", "p99_ms")


@dataclass(frozen=True, slots=True)
class Size:
    """Contacts of each channel: enough that nobody writes so fast that they are slowed down. Seconds of a round flat
    out, and of one at half load."""

    contacts: int = 6_000
    rounds: int = 3
    flat_out_s: float = 4.0
    half_s: float = 10.0


SMALL = Size(contacts=80, rounds=1, flat_out_s=0.2, half_s=0.3)


async def measure(config: Config, size: Size) -> Figures:
    """`{"telegram": {"max_per_s", "at_per_s", "p50_ms", "p95_ms", "p99_ms"}, "whatsapp": {…}}`."""
    async with AsyncExitStack() as stack:
        house = stack.enter_context(settled(config))
        address = await stack.enter_async_context(platform())
        server = await stack.enter_async_context(serving(house, settings(address)))
        loads = {name: await stack.enter_async_context(_load(server.port, name, size)) for name in CHANNELS}
        for load in loads.values():
            await _heard(load)
        flat = await _rounds(loads, size.rounds, dict.fromkeys(CHANNELS, str(size.flat_out_s)))
        most = {name: middle([one["per_s"] for one in flat[name]]) for name in CHANNELS}
        half = await _rounds(loads, size.rounds, {name: f"{size.half_s} {most[name] * HALF}" for name in CHANNELS})
        return {name: _figures(most[name], half[name]) for name in CHANNELS} | {"rounds": size.rounds}


def _load(port: int, channel: str, size: Size) -> Any:
    command = [sys.executable, "-m", "bot.bench.load", str(port), channel, str(size.contacts)]
    return started(f"the load of {channel}", command, ROOT)


async def _rounds(
    loads: Mapping[str, Child], rounds: int, orders: Mapping[str, str]
) -> Mapping[str, Sequence[Figures]]:
    found: dict[str, list[Figures]] = {name: [] for name in loads}
    for _ in range(rounds):
        for name, load in loads.items():
            load.say(orders[name])
            found[name].append(await _heard(load))
    return found


async def _heard(load: Child) -> Figures:
    """One round. Raises HouseError when the server refused anything."""
    told: Figures = json.loads(await load.heard())
    if told["refused"] or not told["answered"]:
        raise HouseError(f"{load.name}: {told['refused']} of {told['answered']} webhooks were refused")
    return told


def _figures(most: float, half: Sequence[Figures]) -> Figures:
    return {
        "max_per_s": round(most),
        "at_per_s": round(middle([one["per_s"] for one in half])),
        **{name: round(middle([one[name] for one in half]), 2) for name in SHOWN},
    }
