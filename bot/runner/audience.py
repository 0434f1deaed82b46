"""Whom we serve. On trial only listed testers on Telegram and WhatsApp; the web chat is always open.

Nothing of anyone else is stored; they are told it is a trial, with the national numbers, and still screened. Nobody
waits while they are told.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.message import FROM_CONTACT, Address, Alarm, Arrival, Channel, Level
from bot.rules import flood

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
"""A stranger hears about the trial at most this often; at HIGH or more every time, as long as it is no flood."""
MOST_STRANGERS = 10_000
"""Keyed hashes of addresses kept in memory; beyond that those told long ago are forgotten."""
MOST_AT_ONCE = 32
"""Strangers being told at this moment; one more is not told now, and is when they write again."""
LAST_S = 3.0
"""How long a stop waits for them."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """What we remember of one, for a minute."""

    flow: flood.Flow = flood.Flow()
    told: datetime | None = None


@dataclass(slots=True)
class Audience:
    """`everyone` for families; else `testers` as `telegram:501`, `whatsapp:+62…` or `*`.

    `screen` hears a text; `send` tells the stranger; `key` hides the address.
    """

    everyone: bool
    testers: Collection[str]
    screen: Callable[[str], Alarm | None]
    send: Callable[[Address], Awaitable[None]]
    key: Callable[[str], bytes]
    _strangers: dict[bytes, Stranger] = field(default_factory=dict)
    _telling: set["asyncio.Task[None]"] = field(default_factory=set)

    def serves(self, arrival: Arrival) -> bool:
        """May this arrival enter? What has no address comes from inside the house."""
        if self.everyone or arrival.address is None or arrival.channel is Channel.WEB or "*" in self.testers:
            return True
        return any(_named(one) in self.testers for one in (arrival.address, *arrival.aliases))

    def turn_away(self, arrival: Arrival, text: str) -> None:
        """Say that it is a trial, with the numbers, beside everything else."""
        if arrival.address is None or not isinstance(arrival.inbound, FROM_CONTACT):
            return
        alarm = self.screen(text) if text else None
        loud = alarm is not None and alarm.level >= Level.HIGH
        if self._hears(_named(arrival.address), arrival.inbound.at, loud=loud):
            task = asyncio.create_task(self._tell(arrival.address))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    def _hears(self, name: str, at: datetime, *, loud: bool) -> bool:
        """Is this stranger told now? Remembers it."""
        self._forget(at)
        who = self.key(name)
        before = self._strangers.get(who, Stranger())
        flow = before.flow.heard(at)
        due = before.told is None or at - before.told >= EVERY
        told = (due or loud) and not flow.slows(at) and len(self._telling) < MOST_AT_ONCE
        self._strangers[who] = Stranger(flow.said(at), at) if told else Stranger(flow, before.told)
        return told

    def _forget(self, at: datetime) -> None:
        if len(self._strangers) >= MOST_STRANGERS:
            self._strangers = {
                who: one for who, one in self._strangers.items() if not one.flow.stale(at - EVERY + flood.SPAN)
            }

    async def _tell(self, address: Address) -> None:
        try:
            await self.send(address)
        except Exception as error:
            log.warning("Could not tell a stranger about the trial", extra={"error": type(error).__name__})

    async def close(self) -> None:
        """Wait a little for those who are being told."""
        if self._telling:
            await asyncio.wait(self._telling, timeout=LAST_S)
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)


def _named(address: Address) -> str:
    """As the config writes it."""
    value = address.value
    return value if value.startswith(f"{address.channel.value}:") else f"{address.channel.value}:{value}"
