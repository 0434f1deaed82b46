"""How often the two words of a way back may be tried. Pure; in memory, so a restart begins anew.

What is guarded: a talk that opens shows nothing of before, but whoever opened it goes on in it. Two words are what a
child can keep in the head without writing them down; they cannot be made long, so they must not be tried often.

The arithmetic: of 2,000 everyday words there are 4,000,000 ordered pairs. While 100 talks have a way back, one try in
40,000 opens somebody's. 20 a minute and no more limit would be 28,800 a day: a talk every 1.4 days. 300 a day are a
talk in 133 days. Children do not choose evenly: with 500 words it is one in 8. That is why relatives are no words for
this (engine.understand), and why nothing of before is shown.

Laws
1. A try is counted before it is looked up, and given back when it was right: many at once are still many.
2. What was not let through is not looked up and counts nothing, so that nobody prolongs their own wait or another's.
3. No address is kept: a source is a keyed hash of one.
"""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

MOST_OF_ONE = 5
OF_ONE = timedelta(minutes=10)
"""Wrong tries of one source: enough for a word half remembered, in both orders; more are guesses."""
MOST_OF_ONE_A_DAY = 20
"""Wrong tries of one source. With the limit above alone a single patient source could use up MOST_A_DAY in ten hours
and lock everybody out; so it takes fifteen sources, and each finds a talk in five years."""
MOST_A_MINUTE = 20
MINUTE = timedelta(minutes=1)
"""Wrong tries of everyone together: a burst from many addresses is slowed while it can still be seen."""
MOST_A_DAY = 300
DAY = timedelta(days=1)
"""Wrong tries of everyone together. Families need a handful a day; see the arithmetic above. When it is reached the
way back is closed for all, right words too: the price of words that cannot be guessed."""
HOME = 64
"""Bits of an IPv6 address that one home has; it chooses the other 64 as it likes."""


@dataclass(frozen=True, slots=True, eq=False)
class Try:
    """One try that was let through."""

    at: datetime
    source: bytes


class Tries:
    """The wrong tries of the last day; never more than MOST_A_DAY of them."""

    def __init__(self) -> None:
        self._wrong: deque[Try] = deque()

    def __len__(self) -> int:
        return len(self._wrong)

    def spend(self, source: bytes, now: datetime) -> Try | None:
        """Count a try as wrong; None when it may not be made."""
        while self._wrong and now - self._wrong[0].at >= DAY:
            self._wrong.popleft()
        own = [one for one in self._wrong if one.source == source]
        full = (
            len(self._wrong) >= MOST_A_DAY
            or len(own) >= MOST_OF_ONE_A_DAY
            or _within(self._wrong, MINUTE, now) >= MOST_A_MINUTE
            or _within(own, OF_ONE, now) >= MOST_OF_ONE
        )
        if full:
            return None
        spent = Try(now, source)
        self._wrong.append(spent)
        return spent

    def give_back(self, spent: Try) -> None:
        """It was right, or it could not be looked up."""
        if spent in self._wrong:
            self._wrong.remove(spent)


def _within(tries: "deque[Try] | list[Try]", span: timedelta, now: datetime) -> int:
    return sum(now - one.at < span for one in tries)


def source_of(host: str) -> str:
    """Who counts as one: an IPv4 address, or the network of one home. What is no address stands for itself.

    Behind a proxy that uvicorn trusts (on this machine, or named in FORWARDED_ALLOW_IPS) the host is what the proxy put
    into X-Forwarded-For. Behind any other we know no better than the proxy's own address: then everybody is one
    source. So are all phones behind one address of a mobile network."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return f"{address.ipv4_mapped}/32"
        return str(ip_network((address, HOME), strict=False))
    return f"{address}/32"
