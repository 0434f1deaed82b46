"""The way in. Everything that happens to a conversation passes here, and is stored before it is acknowledged.

Laws
1. Arrivals waiting at this moment are one batch; a batch is one transaction; its acknowledgements wait for the commit.
2. Arrivals of one conversation are computed in their order, each on the state the one before left.
3. If a batch cannot be written, it is repeated one conversation at a time: one poison sinks nobody else.
4. The poller's next offset is stored after all that it fetched; then nothing that Telegram forgets is missing here.
5. What came under a lease is written only while that lease holds, and refused alone.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import HouseError, IntakeFull, LeaseLost, StoreDown
from bot.model.conversation import Conversation
from bot.model.message import Arrival, ArrivalId, Channel, text_of
from bot.ports import Bell, Clock, Lease, Receipt, Store
from bot.runner.audience import Audience
from bot.runner.fault_points import reached
from bot.runner.turns import Advance, Turns

log = logging.getLogger(__name__)

MOST_WAITING = 2_000
"""Arrivals that may wait; beyond that the webhook answers 503 and the poller stops reading."""
MOST_IN_BATCH = 64
"""Beyond 64 a batch gains little and delays its first (performance facts, limits)."""
MOST_OF_ONE = 8
"""Arrivals of one conversation in a batch (architecture.md, the engine room)."""


@dataclass(slots=True)
class Asked:
    """An arrival that waits for its batch."""

    arrival: Arrival
    answer: asyncio.Future[Receipt]
    lease: Lease | None = None


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
        self._turns = Turns(advance=advance, fault=fault, resting=resting, new_id=new_id)
        self._limit = limit
        self._waiting: deque[Asked] = deque()
        self._work = asyncio.Event()
        self._closed = False

    async def take(self, arrival: Arrival, *, lease: Lease | None = None) -> Receipt:
        return (await self.take_all([arrival], lease=lease))[0]

    async def take_all(
        self, arrivals: Sequence[Arrival], *, offset: int | None = None, lease: Lease | None = None
    ) -> list[Receipt]:
        if self._closed:
            raise StoreDown("the service is stopping")
        if len(self._waiting) + len(arrivals) > self._limit:
            raise IntakeFull("no room for one more arrival")
        loop = asyncio.get_running_loop()
        asked = {one.id: Asked(one, loop.create_future(), lease) for one in arrivals if self._audience.serves(one)}
        self._waiting.extend(asked.values())
        self._work.set()
        answers = dict(zip(asked, await asyncio.gather(*(one.answer for one in asked.values())), strict=True))
        reached("after_commit")
        for one in arrivals:
            if one.id not in asked:
                self._audience.turn_away(one, text_of(one.inbound))
        if offset is not None:
            async with self._store.batch() as batch:
                await batch.under([lease] if lease else [])
                await batch.keep_offset(offset)
        return [answers.get(one.id, Receipt("trial")) for one in arrivals]

    async def park(self, channel: Channel, external: str, raw: str, *, lease: Lease | None = None) -> None:
        name = ArrivalId(f"{channel.value}:{external}")
        async with self._store.batch() as batch:
            await batch.under([lease] if lease else [])
            if not await batch.known([name]):
                await batch.park(name, channel, raw, self._clock.now())

    async def run(self) -> None:
        """The loop: batch after batch, until cancelled."""
        while True:
            await self._work.wait()
            self._work.clear()
            while self._waiting:
                batch = self._next()
                try:
                    await self._serve(batch)
                except asyncio.CancelledError:
                    _refuse(batch, StoreDown("the service is stopping"))
                    raise

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
            self._answer(asked, await self._write(asked))
        except Exception as error:
            log.warning("Repeated a batch one by one", extra={"error": type(error).__name__, "count": len(asked)})
            await self._serve_each(_by_sender(asked))

    async def _serve_each(self, groups: Sequence[list[Asked]]) -> None:
        """One sender's arrivals at a time, and of one lease. What still cannot be written is refused to its caller: not
        acknowledged. A store that does not answer twice in a row is not asked for the others: they would only wait
        longer."""
        down = 0
        for group in groups:
            if down == 2:
                _refuse(group, StoreDown("the store does not answer"))
                continue
            try:
                self._answer(group, await self._write(group))
                down = 0
            except LeaseLost as error:
                _refuse(group, error)
            except Exception as error:
                log.exception("Could not store arrivals", extra={"error": type(error).__name__, "count": len(group)})
                _refuse(group, StoreDown("an arrival could not be stored"))
                down = down + 1 if isinstance(error, StoreDown) else 0

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
            await batch.under({one.lease for one in asked if one.lease})
            arrivals = [one.arrival for one in asked]
            await batch.alone(arrivals)
            known = await batch.known([one.id for one in arrivals])
            fresh = list({one.id: one for one in arrivals if one.id not in known}.values())
            chain = await self._turns.compute(batch, fresh)
            await batch.write([one for one in chain.done.values() if not one.turn.refused])
        self._turns.keep(chain)
        receipts = {one.id: Receipt("duplicate") for one in arrivals}
        for name, one in chain.done.items():
            state = "refused" if one.turn.refused else one.state
            receipts[name] = Receipt(state, one.turn.conversation.id, one.turn.refused or one.because)
        return receipts

    async def close(self) -> None:
        """Refuse what still waits and what still comes: it was not acknowledged."""
        self._closed = True
        waiting = list(self._waiting)
        self._waiting.clear()
        _refuse(waiting, StoreDown("the service is stopping"))
        await self._audience.close()


def _refuse(asked: Sequence[Asked], why: HouseError) -> None:
    """Each gets an exception of its own: what is raised in many places carries the traces of all."""
    for one in asked:
        if not one.answer.done():
            one.answer.set_exception(type(why)(*why.args))


def _by_sender(asked: Sequence[Asked]) -> list[list[Asked]]:
    groups: dict[object, list[Asked]] = {}
    for one in asked:
        groups.setdefault((one.arrival.address or one.arrival.conversation, one.lease), []).append(one)
    return list(groups.values())
