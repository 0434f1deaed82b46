"""The way out: every row passes can_send, in order within its conversation, paced per chat.

Laws
1. A row is marked taken, with its attempt counted, before it is sent; what was in flight when we died may have arrived.
2. Bot texts of unknown fate are sent again; a counselor's are shown as "maybe delivered" and never sent twice by us.
3. A channel that is down loses nothing and gets no storm: its rows wait, at most 15 s between two tries.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import Later, Refused, StoreDown, Unknown
from bot.model.message import Arrival as In
from bot.model.message import ArrivalId, Author, Blocked, Channel, ConversationId
from bot.ports import Bell, ChannelAdapter, Clock, Delivery, Intake, Mark, Ready, Store
from bot.rules import pace
from bot.rules.can_send import Held, Never, can_send
from bot.rules.can_send import Later as NotYet
from bot.runner.fault_points import reached

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Conversations written to at the same time."""
IDLE_S = 5.0
"""The slow look when no bell rings."""
BACK_OFF = (
    timedelta(seconds=1),
    timedelta(seconds=2),
    timedelta(seconds=4),
    timedelta(seconds=8),
    timedelta(seconds=15),
)
"""After an attempt that did not reach the platform (contract.md: cap 15 s)."""
MOST_ATTEMPTS_UNKNOWN = 5
"""A text whose fate stays unknown this often is given up and shown at the desk."""


@dataclass(frozen=True, slots=True)
class Key:
    """One chat on one channel."""

    channel: Channel
    conversation: ConversationId


class Sender:
    """One loop; rows of one conversation one after the other, conversations side by side."""

    def __init__(
        self, store: Store, channels: Mapping[Channel, ChannelAdapter], clock: Clock, bell: Bell, *, intake: Intake
    ) -> None:
        self._store, self._channels, self._clock, self._bell, self._intake = store, channels, clock, bell, intake
        self._chats: dict[Key, pace.Bucket] = {}
        self._all = {channel: pace.Bucket(rate) for channel, rate in pace.IN_ALL.items()}

    async def run(self) -> None:
        """Until cancelled. Rows that were in flight when the last process died become unknown first."""
        await self._store.recover(self._clock.now())
        async with self._bell.listen("outbox") as ear:
            while True:
                try:
                    busy = await self.step()
                except StoreDown:
                    log.warning("Waited for the store")
                    busy = False
                except Exception:
                    log.exception("Failed a round of sending")
                    busy = False
                if not busy:
                    await ear.wait(await self._pause())

    async def _pause(self) -> float:
        """Until the next row is due, at most IDLE_S."""
        try:
            due = await self._store.next_due(self._channels.keys())
        except StoreDown:
            return IDLE_S
        if due is None:
            return IDLE_S
        return min(IDLE_S, max(0.02, (due - self._clock.now()).total_seconds()))

    async def step(self) -> bool:
        """One round over what is ready; True when something was decided."""
        now = self._clock.now()
        ready = await self._store.ready(now, AT_ONCE, self._channels.keys())
        verdicts = [self._judge(one, now) for one in ready]
        marks = [mark for mark in verdicts if mark is not None]
        going = [one for one, mark in zip(ready, verdicts, strict=True) if mark is None]
        if marks:
            await self._store.mark(marks)
        if not going:
            return bool(marks)
        taken = await self._store.take([one.row.id for one in going], now)
        reached("after_take")
        results = await asyncio.gather(*(self._send(one) for one in going if one.row.id in taken))
        reached("after_send")
        await self._store.mark(results)
        for one in going:
            self._bell.ring(one.row.conversation)
        return True

    def _judge(self, one: Ready, now: datetime) -> Mark | None:
        """None: it may go now."""
        match can_send(one.conversation, one.row.author, now, released=one.row.released):
            case Held(why):
                return Mark(one.row.id, Delivery.HELD, now, because=why)
            case Never(why):
                return Mark(one.row.id, Delivery.WITHDRAWN, now, because=why)
            case NotYet(at):
                return Mark(one.row.id, Delivery.WAITING, now, because="hours", due_at=at)
        at = self._turn_of(one, now)
        return None if at <= now else Mark(one.row.id, one.row.state, now, because="pace", due_at=at)

    def _turn_of(self, one: Ready, now: datetime) -> datetime:
        """When this chat and this channel may take one more; spends the place when it is now."""
        rate = pace.PER_CHAT.get(one.row.channel)
        if rate is None:
            return now
        chat = self._chats.setdefault(Key(one.row.channel, one.row.conversation), pace.Bucket(rate))
        whole = self._all[one.row.channel]
        at = max(chat.next(now), whole.next(now))
        if at <= now:
            chat.spend(now)
            whole.spend(now)
        if len(self._chats) > AT_ONCE * 100:
            self._chats = {key: one for key, one in self._chats.items() if one.full_at and one.full_at > now}
        return at

    async def _send(self, one: Ready) -> Mark:
        row = one.row
        try:
            external = await self._channels[row.channel].send(one.to, row)
        except Refused as refused:
            if refused.unreachable:
                await self._blocked(one)
            return Mark(row.id, Delivery.REFUSED, self._clock.now(), because=refused.because)
        except Later as later:
            now = self._clock.now()
            wait = max(later.after, BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)])
            return Mark(row.id, Delivery.WAITING, now, because=later.because, due_at=now + wait)
        except Unknown as unknown:
            return self._unknown(one, unknown.because)
        except Exception as error:
            log.exception("Failed to send a row", extra={"error": type(error).__name__, "channel": row.channel.value})
            return self._unknown(one, type(error).__name__)
        return Mark(row.id, Delivery.SENT, self._clock.now(), external_id=external)

    def _unknown(self, one: Ready, because: str) -> Mark:
        now = self._clock.now()
        again = one.row.author is Author.BOT and one.row.attempts + 1 < MOST_ATTEMPTS_UNKNOWN
        due = now + BACK_OFF[min(one.row.attempts + 1, len(BACK_OFF) - 1)] if again else None
        return Mark(one.row.id, Delivery.UNKNOWN, now, because=because, due_at=due)

    async def _blocked(self, one: Ready) -> None:
        """The channel says this contact can no longer be reached: that is something that happened to the talk."""
        arrival = In(
            id=ArrivalId(f"blocked:{one.row.id}"),
            channel=one.row.channel,
            inbound=Blocked(self._clock.now()),
            conversation=one.row.conversation,
        )
        asyncio.get_running_loop().create_task(self._tell(arrival))

    async def _tell(self, arrival: In) -> None:
        try:
            await self._intake.take(arrival)
        except StoreDown:
            log.warning("Could not note a blocked contact")
