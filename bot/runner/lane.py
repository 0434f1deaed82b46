"""One channel on the way out: how many of its rows may be under way now, and which."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.message import Channel, ConversationId
from bot.ports import ChannelAdapter, Finder, Ready
from bot.rules import pace
from bot.rules.outage import Outage

AT_ONCE = 32
"""Conversations written to at the same time, on each channel: one that is slow does not hold up another."""
MOST_CHATS = AT_ONCE * 100
"""Chats whose pace is remembered; beyond that those who have been quiet are forgotten."""


@dataclass(slots=True)
class Lane:
    """The adapter, how fast it may be given rows in all, and how many are with it."""

    adapter: ChannelAdapter
    rate: pace.Rate | None = None
    flying: int = 0
    outage: Outage = field(default_factory=Outage)
    _whole: pace.Bucket | None = None
    _chats: dict[ConversationId, pace.Bucket] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._whole = pace.Bucket(self.rate) if self.rate else None

    def shared_by(self, processes: int) -> None:
        """What the platform allows in all is for all processes together."""
        if self.rate and self._whole:
            self._whole.rate = pace.shared(self.rate, processes)

    @property
    def channel(self) -> Channel:
        return self.adapter.channel

    @property
    def finder(self) -> Finder | None:
        """Who can be asked for a row of unknown fate, where the platform can."""
        return self.adapter if isinstance(self.adapter, Finder) else None

    def room(self, now: datetime) -> int:
        """How many rows may leave now. While the platform takes nothing: one, when it is time to ask again."""
        if self.outage.down and (self.flying or self.opens_at(now) > now):
            return 0
        free = AT_ONCE - self.flying
        return free if self._whole is None else min(free, self._whole.room(now))

    def opens_at(self, now: datetime) -> datetime:
        """When there may be room again, as far as the hour decides it."""
        again = self.outage.again_at if self.outage.down else None
        return max(again or now, self._whole.next(now) if self._whole else now)

    def pick(self, ready: Sequence[Ready]) -> Sequence[Ready]:
        """All, or during an outage the one that was tried least: nobody's message is the only one to be tried."""
        return [min(ready, key=lambda one: one.row.attempts)] if self.outage.down and ready else ready

    def turn_of(self, conversation: ConversationId, now: datetime) -> datetime:
        """When this chat may take one more."""
        chat = self._chats.get(conversation)
        return chat.next(now) if chat else now

    def spend(self, one: Ready, now: datetime) -> None:
        """One row leaves now."""
        self.flying += 1
        if self._whole is not None:
            self._whole.spend(now)
        rate = pace.per_chat(one.to)
        if rate is None:
            return
        if len(self._chats) >= MOST_CHATS:
            self._chats = {name: one for name, one in self._chats.items() if one.full_at and one.full_at > now}
        self._chats.setdefault(one.row.conversation, pace.Bucket(rate)).spend(now)
