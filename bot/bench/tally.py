"""How often something was as it is asked for, and where it was not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.bench.figures import Figures
from bot.bench.openings import Opening
from bot.model.message import Channel


@dataclass(frozen=True, slots=True)
class Miss:
    """`what`: the opening, or the place that was looked at. `got`: what was there instead."""

    what: str
    got: str
    line: int = 0
    channels: tuple[str, ...] = ()

    def row(self) -> Figures:
        where = {"line": self.line, "channels": " ".join(self.channels)} if self.line else {}
        return {**where, "what": self.what, "got": self.got}


@dataclass(slots=True)
class Tally:
    """Of one figure."""

    right: int = 0
    all: int = 0
    _misses: dict[tuple[int, str, str], list[str]] = field(default_factory=dict)

    def count(self, what: object, *, right: bool, got: object = "", line: int = 0, channel: str = "") -> None:
        self.all += 1
        self.right += right
        if not right:
            channels = self._misses.setdefault((line, str(what), str(got)), [])
            channels += [channel] if channel else []

    def of(self, opening: Opening, channel: Channel, *, right: bool, got: object = "") -> None:
        """One opening on one channel."""
        self.count(opening, right=right, got=got, line=opening.line, channel=channel.value)

    @property
    def percent(self) -> float:
        """Rounded down, so that 100 is said of all only. Raises LookupError when nothing was looked at."""
        if not self.all:
            raise LookupError
        return 1000 * self.right // self.all / 10

    @property
    def wrong(self) -> int:
        return self.all - self.right

    @property
    def misses(self) -> Sequence[Miss]:
        return [Miss(what, got, line, tuple(channels)) for (line, what, got), channels in self._misses.items()]
