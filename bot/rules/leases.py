"""How long one process may rely on being the only one at some work: at the Telegram poller, at reconcile.

Laws
1. A holder counts from before it asked, by a clock that is never set: it ends its work before anybody else may begin.
2. What it cannot renew it gives up. Nobody trusts this alone: each of its commits checks the lease (ports.Batch.under).
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to do some work as the only process; `epoch` tells one holder's time from the next one's."""

    name: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Terms:
    """`span` is how long the lease lasts, `every` how often the holder renews it, `ask` how often the others look."""

    span: timedelta = timedelta(seconds=10)
    every: timedelta = timedelta(seconds=3)
    ask: timedelta = timedelta(seconds=1)

    def next_renewal(self, asked_at: float, now: float) -> float:
        """Seconds until the holder renews; never later than the end of what it holds."""
        return min(self.every.total_seconds(), self.left(asked_at, now))

    def left(self, asked_at: float, now: float) -> float:
        """Seconds that a lease asked for at `asked_at` still lasts."""
        return max(0.0, asked_at + self.span.total_seconds() - now)


TERMS = Terms()
"""architecture.md, many processes."""
