"""The way in. Everything that happens to a conversation passes here, and is stored before it is acknowledged.

Laws
1. Arrivals waiting at this moment are one batch; a batch is one transaction; its acknowledgements wait for the commit.
2. Arrivals of one conversation are computed in their order, each on the state the one before left.
3. If a batch cannot be written, it is repeated one conversation at a time: one poison sinks nobody else.
4. A turn that raises parks its arrival, opens a ticket and answers honestly.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.errors import IntakeFull, StoreDown
from bot.model.conversation import Conversation
from bot.model.message import (
    FROM_CONTACT,
    Address,
    Arrival,
    ArrivalId,
    Channel,
    ContactId,
    ConversationId,
    Edited,
    Inbound,
    Media,
    Said,
)
from bot.model.turn import Turn
from bot.ports import Batch, Bell, Clock, Done, Found, Receipt, Store
from bot.rules import flood
from bot.rules.retention import is_over
from bot.runner.audience import Audience
from bot.runner.fault_points import reached
from bot.runner.rows import rows_of

log = logging.getLogger(__name__)

MOST_WAITING = 2_000
"""Arrivals that may wait; beyond that the webhook answers 503 and the poller stops reading."""
MOST_IN_BATCH = 64
"""Beyond 64 a batch gains little and delays its first (performance facts, limits)."""
MOST_OF_ONE = 8
"""Arrivals of one conversation in a batch (architecture.md, the engine room)."""
MOST_FLOWS = 10_000
"""Contacts whose recent moments are remembered against floods."""

Advance = Callable[[Conversation, Inbound], Turn]


@dataclass(slots=True)
class Asked:
    """An arrival that waits for its batch."""

    arrival: Arrival
    answer: asyncio.Future[Receipt]
    offset: int | None = None


class Intake:
    """See ports.Intake. `advance` answers, `fault` stands in when it raises, `resting` tells an end state."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        bell: Bell,
        audience: Audience,
        *,
        advance: Advance,
        fault: Advance,
        resting: Callable[[Conversation], bool],
        new_id: Callable[[], str],
        limit: int = MOST_WAITING,
    ) -> None:
        self._store, self._clock, self._bell, self._audience = store, clock, bell, audience
        self._advance, self._fault, self._resting, self._new_id = advance, fault, resting, new_id
        self._limit = limit
        self._waiting: deque[Asked] = deque()
        self._work = asyncio.Event()
        self._floods: dict[ContactId, flood.Flow] = {}

    async def take(self, arrival: Arrival) -> Receipt:
        return (await self.take_all([arrival]))[0]

    async def take_all(self, arrivals: Sequence[Arrival], *, offset: int | None = None) -> list[Receipt]:
        if len(self._waiting) + len(arrivals) > self._limit:
            raise IntakeFull("no room for one more arrival")
        served = [one for one in arrivals if self._audience.serves(one)]
        loop = asyncio.get_running_loop()
        asked = {one.id: Asked(one, loop.create_future()) for one in served}
        if asked and offset is not None:
            next(reversed(asked.values())).offset = offset
        self._waiting.extend(asked.values())
        self._work.set()
        answers = dict(zip(asked, await asyncio.gather(*(one.answer for one in asked.values())), strict=True))
        for one in arrivals:
            if one.id not in asked:
                await self._audience.turn_away(one, words_of(one.inbound))
        if offset is not None and not asked:
            async with self._store.batch() as batch:
                await batch.keep_offset(offset)
        reached("after_commit")
        return [answers.get(one.id, Receipt("trial")) for one in arrivals]

    async def park(self, channel: Channel, external: str, raw: str) -> None:
        name = ArrivalId(f"{channel.value}:{external}")
        async with self._store.batch() as batch:
            if not await batch.known([name]):
                await batch.park(name, channel, raw, self._clock.now())

    async def run(self) -> None:
        """The loop: batch after batch, until cancelled."""
        while True:
            await self._work.wait()
            self._work.clear()
            while self._waiting:
                await self._serve(self._next())

    def _next(self) -> list[Asked]:
        """The arrivals waiting now, at most 64, at most 8 of one sender; what is left over keeps its order."""
        batch: list[Asked] = []
        left: list[Asked] = []
        count: dict[object, int] = {}
        while self._waiting and len(batch) < MOST_IN_BATCH:
            one = self._waiting.popleft()
            who = one.arrival.address or one.arrival.conversation
            count[who] = count.get(who, 0) + 1
            (batch if count[who] <= MOST_OF_ONE else left).append(one)
        self._waiting.extendleft(reversed(left))
        return batch

    async def _serve(self, asked: list[Asked]) -> None:
        try:
            receipts = await self._write(asked)
        except Exception as error:
            log.warning("Repeated a batch one by one", extra={"error": type(error).__name__, "count": len(asked)})
            if len(asked) > 1:
                for group in _by_sender(asked):
                    await self._serve_alone(group)
                return
            await self._serve_alone(asked)
            return
        self._answer(asked, receipts)

    async def _serve_alone(self, asked: list[Asked]) -> None:
        """One sender's arrivals. What still cannot be written is refused to its caller: not acknowledged."""
        try:
            self._answer(asked, await self._write(asked))
        except Exception as error:
            log.exception("Could not store arrivals", extra={"error": type(error).__name__, "count": len(asked)})
            for one in asked:
                if not one.answer.done():
                    one.answer.set_exception(StoreDown("an arrival could not be stored"))

    def _answer(self, asked: list[Asked], receipts: Mapping[ArrivalId, Receipt]) -> None:
        for one in asked:
            if not one.answer.done():
                one.answer.set_result(receipts[one.arrival.id])
        for name in {receipt.conversation for receipt in receipts.values() if receipt.conversation}:
            self._bell.ring(name)
        self._bell.ring("outbox")
        self._bell.ring("queue")

    async def _write(self, asked: list[Asked]) -> Mapping[ArrivalId, Receipt]:
        """One transaction."""
        async with self._store.batch() as batch:
            arrivals = [one.arrival for one in asked]
            known = await batch.known([one.id for one in arrivals])
            fresh = list({one.id: one for one in arrivals if one.id not in known}.values())
            done = await self._compute(batch, fresh)
            await batch.write([one for one in done.values() if not one.turn.refused])
            offsets = [one.offset for one in asked if one.offset is not None]
            if offsets:
                await batch.keep_offset(offsets[-1])
        receipts = {one.id: Receipt("duplicate") for one in arrivals}
        for name, one in done.items():
            state = "refused" if one.turn.refused else one.state
            receipts[name] = Receipt(state, one.turn.conversation.id, one.turn.refused or one.because)
        return receipts

    async def _compute(self, batch: Batch, arrivals: Sequence[Arrival]) -> dict[ArrivalId, Done]:
        """Turns in order; several of one conversation are chained in memory, versions without a gap."""
        found = await batch.find(arrivals)
        talks: dict[ContactId, Conversation] = {}
        new: dict[Address, ContactId] = {}
        done: dict[ArrivalId, Done] = {}
        for arrival in arrivals:
            who = self._who(arrival, found[arrival.id], new)
            link = tuple(one for one in found[arrival.id].unknown if one not in new)
            new.update(dict.fromkeys(link, who))
            before = talks.get(who) or found[arrival.id].conversation
            if before is None and arrival.conversation is not None:
                log.warning(
                    "Dropped an arrival for a talk that is gone", extra={"kind": type(arrival.inbound).__name__}
                )
                continue
            one = self._turn(arrival, self._talk(arrival, before, who), link)
            done[arrival.id] = one
            if not one.turn.refused:
                now = one.turn.conversation
                talks[who] = replace(now, version=now.version + 1)
        return done

    def _who(self, arrival: Arrival, found: Found, new: Mapping[Address, ContactId]) -> ContactId:
        if found.contact is not None:
            return found.contact
        made = next((new[one] for one in found.unknown if one in new), None)
        return made or ContactId(self._new_id())

    def _talk(self, arrival: Arrival, before: Conversation | None, who: ContactId) -> Conversation:
        """The conversation this arrival belongs to; a word after the end opens a new one, with a key of its own."""
        at = arrival.inbound.at
        if before is not None:
            over = is_over(before, at, resting=self._resting(before))
            if not over or not isinstance(arrival.inbound, FROM_CONTACT):
                return before
        language = before.language if before else "id"
        name = ConversationId(self._new_id())
        return Conversation(name, who, arrival.channel, opened_at=at, language=language)

    def _turn(self, arrival: Arrival, before: Conversation, link: tuple[Address, ...]) -> Done:
        state, because = "done", ""
        try:
            turn = Turn(before) if before.ended_at else self._advance(before, arrival.inbound)
            rows = rows_of(turn)
        except Exception as error:
            log.exception("Parked an arrival", extra={"error": type(error).__name__, "conversation": before.id})
            state, because = "parked", type(error).__name__
            turn = self._fault(before, arrival.inbound)
            rows = rows_of(turn)
        if (
            isinstance(arrival.inbound, FROM_CONTACT)
            and not self._may_answer(before, arrival.inbound)
            and not turn.alarm
        ):
            turn, rows = replace(turn, says=()), ()
        return Done(arrival, turn, rows, link, state, because)

    def _may_answer(self, before: Conversation, inbound: Inbound) -> bool:
        if len(self._floods) >= MOST_FLOWS:
            self._floods.clear()
        return self._floods.setdefault(before.contact, flood.Flow()).may_answer(inbound.at)

    async def close(self) -> None:
        """Refuse what still waits: it was not acknowledged."""
        with suppress(IndexError):
            while one := self._waiting.popleft():
                if not one.answer.done():
                    one.answer.set_exception(StoreDown("the service is stopping"))


def words_of(inbound: Inbound) -> str:
    match inbound:
        case Said(text=text) | Edited(text=text) | Media(caption=text):
            return text
    return ""


def _by_sender(asked: Sequence[Asked]) -> list[list[Asked]]:
    groups: dict[object, list[Asked]] = {}
    for one in asked:
        groups.setdefault(one.arrival.address or one.arrival.conversation, []).append(one)
    return list(groups.values())
