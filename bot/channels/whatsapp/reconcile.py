"""What reached Twilio and not us: a webhook that fails is repeated within 15 s, and then lost (channel facts B2).

Laws
1. What was sent to us in the last day and is not known is taken in, the oldest first; the intake knows each by its SID.
2. What is younger than a minute may still come by its webhook, and is left to it.
3. Strangers on trial were told so then, or are when they write again; they are not written to unasked.
4. Of many processes one compares; what it takes in goes in under its lease.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from operator import attrgetter

from bot.channels.letters import Unreadable
from bot.channels.whatsapp.client import WhatsAppAdapter
from bot.channels.whatsapp.wire import Listed, read_listed
from bot.errors import ChannelError, IntakeFull, LeaseLost, StoreDown
from bot.model.message import Arrival, Channel, storable
from bot.ports import Clock, Intake, Lease, Store

log = logging.getLogger(__name__)

EVERY_S = 180.0
BACK = timedelta(hours=24)
"""After that WhatsApp lets us answer nobody any more (channel facts B4)."""
YOUNG = timedelta(seconds=60)
AT_ONCE = 50
"""Arrivals given to the intake together, so that it has room for others."""


class Reconcile:
    """`run` until cancelled, or until its lease is another's. `serves`: may this arrival enter (runner.audience)?"""

    def __init__(
        self,
        adapter: WhatsAppAdapter,
        intake: Intake,
        store: Store,
        clock: Clock,
        *,
        serves: Callable[[Arrival], bool],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._adapter, self._intake, self._store, self._clock = adapter, intake, store, clock
        self._serves, self._pause = serves, pause
        self._lease: Lease | None = None

    async def run(self, lease: Lease | None = None) -> None:
        """Without a lease where there is no other process."""
        self._lease = lease
        while True:
            try:
                await self.step()
            except LeaseLost:
                return
            except (ChannelError, StoreDown, IntakeFull) as error:
                log.warning("Could not compare with Twilio", extra={"error": type(error).__name__})
            except Exception as error:
                log.exception("Failed to compare with Twilio", extra={"error": type(error).__name__})
            await self._pause(EVERY_S)

    async def step(self) -> int:
        """One comparison; how many messages were missing. Raises a ChannelError, StoreDown or IntakeFull."""
        now = self._clock.now()
        listed = [one for one in await self._adapter.received(now - BACK) if now - BACK <= one.at <= now - YOUNG]
        known = await self._store.known([one.name for one in listed])
        missing = sorted((one for one in listed if one.name not in known), key=attrgetter("at", "sid"))
        arrivals = [one for one in [await self._read(one) for one in missing] if one and self._serves(one)]
        for first in range(0, len(arrivals), AT_ONCE):
            await self._take(arrivals[first : first + AT_ONCE])
        if arrivals:
            log.warning("Took in messages whose webhook had failed", extra={"count": len(arrivals)})
        return len(arrivals)

    async def _read(self, one: Listed) -> Arrival | None:
        try:
            return read_listed(one)
        except Unreadable as error:
            log.warning("Parked a message", extra={"because": str(error)})
            await self._intake.park(Channel.WHATSAPP, storable(one.sid)[:64], storable(repr(one)), lease=self._lease)
            return None

    async def _take(self, arrivals: Sequence[Arrival]) -> None:
        """In their order; one that cannot be stored holds up none of the others."""
        taken = await asyncio.gather(
            *(self._intake.take(one, lease=self._lease) for one in arrivals), return_exceptions=True
        )
        for one in taken:
            if isinstance(one, BaseException):
                raise one
