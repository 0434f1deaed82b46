"""Whom we serve. On trial only listed testers on Telegram and WhatsApp; the web chat is always open.

Nothing of anyone else is stored; they are told it is a trial, with the national numbers, and still screened.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.message import Address, Alarm, Arrival, Channel, Level

EVERY = timedelta(minutes=1)
"""A stranger hears about the trial at most this often; at HIGH or more every time."""
MOST_STRANGERS = 10_000
"""Keyed hashes of addresses kept in memory."""


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
    _told: dict[bytes, datetime] = field(default_factory=dict)

    def serves(self, arrival: Arrival) -> bool:
        """May this arrival enter? What has no address comes from inside the house."""
        if self.everyone or arrival.address is None or arrival.channel is Channel.WEB or "*" in self.testers:
            return True
        return any(_named(one) in self.testers for one in (arrival.address, *arrival.aliases))

    async def turn_away(self, arrival: Arrival, text: str) -> None:
        """Say that it is a trial, with the numbers."""
        if arrival.address is None:
            return
        alarm = self.screen(text) if text else None
        who, at = self.key(_named(arrival.address)), arrival.inbound.at
        told = self._told.get(who)
        if told and at - told < EVERY and not (alarm and alarm.level >= Level.HIGH):
            return
        if len(self._told) >= MOST_STRANGERS:
            self._told.clear()
        self._told[who] = at
        await self.send(arrival.address)


def _named(address: Address) -> str:
    """As the config writes it."""
    value = address.value
    return value if value.startswith(f"{address.channel.value}:") else f"{address.channel.value}:{value}"
