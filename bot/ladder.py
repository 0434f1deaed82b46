"""What the escalation ladder needs: of the store who waits and what was alerted, and ways out of the house."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.alert import Raised, Rung, Standing
from bot.model.message import CounselorId, TicketId
from bot.rules.ladder import Alert
from bot.rules.leases import Lease


class AlertStore(Protocol):
    """Part of ports.Store. Numbers, levels, offices and times. `lease`: of who climbs; LeaseLost once it is another's,
    and nothing of this is written then."""

    async def standing(self, now: datetime) -> list[Standing]:
        """All open tickets. A lease that ran out holds nothing."""
        ...

    async def alerted(self) -> list[Raised]:
        """Of open tickets."""
        ...

    async def raise_alerts(
        self, fresh: Sequence[Raised], held: Collection[TicketId], now: datetime, lease: Lease | None = None
    ) -> None:
        """In one transaction: these are due from now on, each once; and what was raised for these tickets before a
        counselor held them is over."""
        ...

    async def take_alerts(
        self, ones: Sequence[Raised], now: datetime, again_at: datetime, lease: Lease | None = None
    ) -> list[Raised]:
        """Before they are sent: a try more, of which nobody knows yet. Those really taken."""
        ...

    async def mark_alerts(
        self, ones: Sequence[Raised], now: datetime, again_at: datetime | None = None, *, sure: bool = True
    ) -> None:
        """Sent; or with `again_at` not yet, and `sure` that it went nowhere."""
        ...

    async def see_alerts(self, ticket: TicketId, counselor: CounselorId, now: datetime) -> None:
        """This counselor looks at it: the ladder stops."""
        ...


class Way(Protocol):
    """One way out. `name` stands in the store; `rungs`: which it serves."""

    name: str
    rungs: frozenset[Rung]

    async def send(self, alert: Alert) -> None:
        """Raises Refused or Later when it went nowhere, Unknown when nobody knows. What it raises tells no address."""
        ...
