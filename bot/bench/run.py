"""The benchmarks by name."""

from collections.abc import Awaitable, Callable, Mapping

from bot.bench import growth, http, peers, screen, turns
from bot.bench.figures import Figures
from bot.config import Config

Measure = Callable[[Config], Awaitable[Figures]]

FULL: Mapping[str, Measure] = {
    "turns": lambda config: turns.measure(config, turns.Size()),
    "screen": lambda config: screen.measure(config, screen.Size()),
    "peers": lambda config: peers.measure(config, peers.Size()),
    "http": lambda config: http.measure(config, http.Size()),
    "growth": lambda config: growth.measure(config, growth.Size()),
}
"""As docs/benchmarks.md tells them; each takes about a minute at most."""
SMALL: Mapping[str, Measure] = {
    "turns": lambda config: turns.measure(config, turns.SMALL),
    "screen": lambda config: screen.measure(config, screen.SMALL),
    "peers": lambda config: peers.measure(config, peers.SMALL),
    "http": lambda config: http.measure(config, http.SMALL),
    "growth": lambda config: growth.measure(config, growth.SMALL),
}
"""Only to see that they run; their figures mean nothing."""


async def measured(what: str, config: Config, *, small: bool = False) -> Figures:
    """The figures of one benchmark, under its name."""
    return {what: await (SMALL if small else FULL)[what](config)}
