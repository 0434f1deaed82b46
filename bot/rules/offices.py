"""Which office sees a ticket, and from when: its own at once, neighbours one after the other, the province at any time.

Laws
1. A ticket is its own office's from the first moment, and stays visible there whoever else sees it.
2. The n-th neighbour sees it after n times the minutes of its level; the province is due after all neighbours. Waiting
   only adds offices.
3. The province sees every ticket from the beginning (contract.md); before it is due the row says when it will be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.model.message import Level, Office
from bot.model.offices import PROVINCE

NEAR: Mapping[str, tuple[str, ...]] = {
    "provinsi": ("samarinda",),
    "balikpapan": ("ppu", "samarinda"),
    "samarinda": ("kukar", "balikpapan"),
    "bontang": ("kutim", "samarinda"),
    "kukar": ("samarinda", "kubar"),
    "kutim": ("bontang", "kukar"),
    "kubar": ("kukar", "samarinda"),
    "berau": ("kutim", "bontang"),
    "paser": ("ppu", "balikpapan"),
    "ppu": ("balikpapan", "paser"),
}
"""By land, as an office is nearest to another; `offices.X.neighbours` says otherwise."""
PATIENCE: Mapping[Level, int] = {Level.IMMINENT: 2, Level.HIGH: 10, Level.CONCERN: 60, Level.NONE: 120}
"""Minutes after which the next office is asked too (architecture.md, Tickets: for imminent a second counselor at 2);
`offices.X.overflow` says otherwise."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`near` and `patience` (minutes by level) of the offices for which something else was set."""

    near: Mapping[Office, tuple[Office, ...]] = field(default_factory=dict)
    patience: Mapping[Office, Mapping[Level, int]] = field(default_factory=dict)

    def turn(self, office: Office, level: Level, viewer: Office) -> timedelta | None:
        """How long a ticket of `office` waits before it is also `viewer`'s; None: it never is."""
        wait = timedelta(minutes={**PATIENCE, **self.patience.get(office, {})}[level])
        for steps, one in enumerate(self._line(office)):
            if one == viewer:
                return wait * steps
        return None

    def sees(self, office: Office, level: Level, viewer: Office, waited: timedelta) -> bool:
        turn = self.turn(office, level, viewer)
        return viewer == PROVINCE or (turn is not None and waited >= turn)

    def _line(self, office: Office) -> Iterator[Office]:
        """Its own, its neighbours, and last the province, each once."""
        near = self.near.get(office, tuple(Office(one) for one in NEAR.get(office, ())))
        yield from dict.fromkeys((office, *(one for one in near if one != PROVINCE), PROVINCE))


REACH = Reach()
"""As long as nothing else was set."""
