"""The way out: every row passes can_send, in order within its conversation, paced per chat.

Laws
1. A row is marked taken, with its attempt counted, before it is sent; what was in flight when we died may have arrived.
2. Bot texts of unknown fate are sent again; a counselor's are shown as "maybe delivered" and never sent twice by us.
   Where the platform reports and can be asked, its report is waited for first, and then it is asked once.
3. A channel that is down loses nothing and gets no storm: its rows wait, at most 15 s between two tries.
4. Nobody waits for somebody else's send: rows are in flight side by side, what became of them is marked together in the
   next round, and a conversation's next row leaves after that.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from bot.errors import Busy, ChannelError, IntakeFull, Later, Refused, StoreDown, Unknown
from bot.model.message import Arrival, ArrivalId, Author, Blocked, Channel, MessageId
from bot.ports import Bell, ChannelAdapter, Clock, Delivery, Finder, Intake, Mark, Ready, Store
from bot.rules.can_send import Held, Never, can_send
from bot.rules.can_send import Later as NotYet
from bot.rules.outage import back_off
from bot.rules.pace import IN_ALL, Rate
from bot.runner.fault_points import reached
from bot.runner.lane import Lane

log = logging.getLogger(__name__)

IDLE_S = 5.0
"""The slow look when no bell rings."""
SHORT_S = 0.02
"""The shortest wait for a row that is due."""
OVERDUE_S = 0.5
"""The wait when something is due that is not ours, so that it is no spinning."""
TOLD_WITHIN = timedelta(seconds=60)
"""How long a platform that reports may take to tell of a row whose fate is unknown."""
TOLD_AFTER_A_STOP = timedelta(seconds=15)
"""The same for what was in flight when we died: Twilio has given up its report by then (channel facts B2)."""
STOPPED = "stopped in flight"
"""Why such a row is unknown (queries.sql, recover)."""
RECOVERS_EVERY = timedelta(seconds=IDLE_S)
"""How often what nobody has in flight any more is looked for."""
SHOWN = frozenset([Delivery.HELD, Delivery.REFUSED])
"""The queue counts these, and what is unknown for good."""
LAND_S = 3.0
"""How long a stop waits for what is in flight."""
MOST_UNKNOWN = 5
"""A text whose fate stays unknown this often, while others get through, is given up and shown at the desk."""
SEND_S = 25.0
"""One send, at most: less than the half minute for which its row is ours alone."""
BEGINS_WITHIN = timedelta(seconds=4)
"""A send begins so soon after its row was looked at, or not at all: whoever was stopped meanwhile may no longer be the
one who sends it."""
GIVE_UP = timedelta(hours=2)
"""Without a sign of life of the platform a bot text is tried this long after it was written: an hour's outage loses
nothing (contract.md)."""


class Sender:
    """One loop; rows of one conversation one after the other, conversations side by side."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[Channel, ChannelAdapter],
        clock: Clock,
        bell: Bell,
        *,
        intake: Intake,
        rates: Mapping[Channel, Rate] = IN_ALL,
    ) -> None:
        self._store, self._clock, self._bell, self._intake = store, clock, bell, intake
        self._lanes = {channel: Lane(adapter, rates.get(channel)) for channel, adapter in channels.items()}
        self._flying: dict[asyncio.Task[Mark], Ready] = {}
        self._landed: list[Mark] = []
        self._unheard: dict[MessageId, int] = {}
        self._notes: set[asyncio.Task[None]] = set()
        self._looked_at = clock.now()
        self._recovered_at: datetime | None = None

    async def run(self) -> None:
        """Until cancelled. Rows that were in flight when a process died become unknown when their time is over, and so
        do those that were taken here while the store could not say so: nothing stays taken for ever."""
        async with self._bell.listen("outbox") as ear:
            try:
                while True:
                    busy, pause = False, IDLE_S
                    try:
                        await self._recover()
                        busy = await self.step()
                        pause = 0.0 if busy else await self._pause()
                    except StoreDown:
                        log.warning("Waited for the store")
                    except Exception:
                        log.exception("Failed a round of sending")
                    if not busy:
                        await ear.wait(pause)
            finally:
                await self.land()

    async def _recover(self) -> None:
        now, before = self._clock.now(), self._recovered_at
        if before is None or now - before >= RECOVERS_EVERY:
            flying = [one.row.id for one in self._flying.values()] + [one.id for one in self._landed]
            await self._store.recover(now, flying)
            processes = await self._store.alive()
            for lane in self._lanes.values():
                lane.shared_by(processes)
            self._recovered_at = now

    async def _pause(self) -> float:
        """Seconds until the next row is due, at most IDLE_S."""
        now = self._clock.now()
        opens = [at for lane in self._lanes.values() if (at := lane.opens_at(now)) > now]
        if due := await self._store.next_due(self._lanes.keys()):
            opens.append(due)
        if not opens:
            return IDLE_S
        if min(opens) <= self._looked_at:
            return OVERDUE_S
        return min(IDLE_S, max(SHORT_S, (min(opens) - now).total_seconds()))

    @property
    def in_flight(self) -> int:
        """Rows that are with a platform now."""
        return len(self._flying)

    async def step(self) -> bool:
        """One round: what landed and what may go are written in one commit, for a commit is what costs; True when
        something was decided."""
        self._gather_landed()
        now = self._looked_at = self._clock.now()
        landed = len(self._landed)
        marks = list(self._landed)  # first: what we know goes before what we judge
        going: list[Ready] = []
        for lane in self._lanes.values():
            room = lane.room(now)
            ready = await self._store.ready(now, room, [lane.channel]) if room else []
            for one in lane.pick(ready):
                mark = self._judge(lane, one, now)
                if mark is None:
                    going.append(one)
                else:
                    marks.append(mark)
        if going:
            await self._let_go(going, now, marks)
        else:
            await self._mark(marks)
        del self._landed[:landed]
        return bool(marks or going)

    def _judge(self, lane: Lane, one: Ready, now: datetime) -> Mark | None:
        """None: it may go now."""
        row, version = one.row, one.conversation.version
        verdict = can_send(
            one.conversation,
            row.author,
            now,
            written=row.created_at,
            answers=row.answers,
            planned=row.planned,
            released=row.released,
            addressed=one.to.kind != "none",
        )
        match verdict:
            case Held(why):
                return Mark(row.id, Delivery.HELD, now, because=why, version=version)
            case Never(why):
                return Mark(row.id, Delivery.WITHDRAWN, now, because=why, version=version)
            case NotYet(at):
                return Mark(row.id, Delivery.WAITING, now, because="hours", due_at=at, version=version)
        if lane.finder and row.state is Delivery.UNKNOWN and row.because == STOPPED:
            return Mark(row.id, Delivery.UNKNOWN, now, because="looked for", due_at=now + TOLD_AFTER_A_STOP)
        at = lane.turn_of(row.conversation, now)
        return None if at <= now else Mark(row.id, row.state, now, because="pace", due_at=at)

    # ---- there

    async def _let_go(self, going: Sequence[Ready], now: datetime, marks: Sequence[Mark]) -> None:
        versions = {one.conversation.id: one.conversation.version for one in going}
        try:
            taken = await self._store.take([one.row.id for one in going], now, versions, marks)
        except BaseException:  # they may be taken all the same
            self._give_back(going, now)
            raise
        reached("after_take")
        self._tell(marks)
        going = [one for one in going if one.row.id in taken]  # the rest changed since we looked
        if (late := self._clock.now()) - now > BEGINS_WITHIN:
            self._give_back(going, late)
            return
        for one in going:
            lane = self._lanes[one.row.channel]
            lane.spend(one, now)
            task = asyncio.create_task(self._sent_in_time(lane, one))
            self._flying[task] = one
            task.add_done_callback(self._wake)

    def _give_back(self, rows: Sequence[Ready], now: datetime) -> None:
        """Nothing of them was sent, and that we know: they are judged anew once the store has heard of it."""
        known = {one.id for one in self._landed}
        ours = [one.row for one in rows if one.row.id not in known]
        self._landed += [Mark(row.id, row.state, now, because=row.because, due_at=now) for row in ours]

    def _wake(self, task: "asyncio.Task[Mark]") -> None:  # noqa: ARG002  the shape of a callback
        self._bell.ring("outbox")

    async def _sent_in_time(self, lane: Lane, one: Ready) -> Mark:
        try:
            async with asyncio.timeout(SEND_S):
                return await self._send(lane, one)
        except TimeoutError:
            return self._unknown(lane, one, "no answer in time")

    async def _send(self, lane: Lane, one: Ready) -> Mark:
        """What became of it."""
        row, outage = one.row, lane.outage
        if lane.finder and row.state is Delivery.UNKNOWN:
            looked = await self._look(lane, lane.finder, one)
            if looked is not None:
                return looked
        try:
            external = await lane.adapter.send(one.to, row)
        except Refused as refused:
            outage.answered()
            if refused.unreachable:
                self._note_blocked(one)
            return Mark(row.id, Delivery.REFUSED, self._clock.now(), because=refused.because)
        except Later as later:
            now = self._clock.now()
            if isinstance(later, Busy):
                outage.answered()  # it is well; only this chat has to wait
            else:
                outage.failed(row.conversation, now)
            due = now + max(later.after, back_off(row.attempts + 1))
            return Mark(row.id, Delivery.WAITING, now, because=later.because, due_at=due)
        except Unknown as unknown:
            return self._unknown(lane, one, unknown.because)
        except Exception as error:
            log.exception("Failed to send a row", extra={"error": type(error).__name__, "channel": row.channel.value})
            return self._unknown(lane, one, type(error).__name__)
        outage.answered()
        return Mark(row.id, Delivery.SENT, self._clock.now(), external_id=external)

    async def _look(self, lane: Lane, finder: Finder, one: Ready) -> Mark | None:
        """Sent, when the platform has it; unknown still, when it cannot be asked now; None: it has not."""
        row, again = one.row, back_off(one.row.attempts + 1)
        try:
            found = await finder.find(one.to, row)
            others = await self._store.external_ids(found)
        except (ChannelError, StoreDown) as error:
            because = error.because if isinstance(error, ChannelError) else "store"
            return self._unknown(lane, one, because, again)
        except Exception as error:
            log.exception("Failed to look for a row", extra={"error": type(error).__name__})
            return self._unknown(lane, one, type(error).__name__, again)
        mine = next((name for name in found if name not in others), None)
        if mine is None:
            return None
        lane.outage.answered()
        return Mark(row.id, Delivery.SENT, self._clock.now(), external_id=mine)

    def _unknown(self, lane: Lane, one: Ready, because: str, again: timedelta | None = None) -> Mark:
        row, now = one.row, self._clock.now()
        if again is None:
            again = TOLD_WITHIN if lane.finder else back_off(row.attempts + 1)
        lane.outage.failed(row.conversation, now)
        tried = self._unheard[row.id] = self._unheard.get(row.id, 0) + 1
        silent = lane.outage.in_a_row >= MOST_UNKNOWN and now - row.created_at < GIVE_UP
        tries_on = row.author is Author.BOT and (tried < MOST_UNKNOWN or silent)
        due = now + again if tries_on else None
        return Mark(row.id, Delivery.UNKNOWN, now, because=because, due_at=due)

    # ---- and back

    def _gather_landed(self) -> None:
        """What is no longer in flight; kept until the store has it."""
        for task in [one for one in self._flying if one.done()]:
            one = self._flying.pop(task)
            self._lanes[one.row.channel].flying -= 1
            if not task.cancelled():
                self._landed.append(task.result())
        if self._landed:
            reached("after_send")

    async def _mark(self, marks: Sequence[Mark]) -> None:
        if marks:
            await self._store.mark(marks)
            self._tell(marks)

    def _tell(self, marks: Sequence[Mark]) -> None:
        """Whoever waits for these rows."""
        for one in marks:
            if one.state is not Delivery.UNKNOWN or one.due_at is None:
                self._unheard.pop(one.id, None)
            self._bell.ring(conversation_of(one.id))
        if any(one.state in SHOWN or (one.state is Delivery.UNKNOWN and one.due_at is None) for one in marks):
            self._bell.ring("queue")

    async def land(self) -> None:
        """Wait a little for what is in flight, and mark it. What is still out then stays taken: the next start finds it
        and calls it unknown."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=LAND_S)
        for task in (*self._flying, *self._notes):
            task.cancel()
        await asyncio.gather(*self._flying, *self._notes, return_exceptions=True)
        self._gather_landed()
        with suppress(StoreDown):
            await self._mark(self._landed)

    # ---- what a send tells about the contact

    def _note_blocked(self, one: Ready) -> None:
        """The channel says this contact can no longer be reached: that is something that happened to the talk."""
        arrival = Arrival(
            id=ArrivalId(f"blocked:{one.row.id}"),
            channel=one.row.channel,
            inbound=Blocked(self._clock.now()),
            conversation=one.row.conversation,
        )
        task = asyncio.create_task(self._note(arrival))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def _note(self, arrival: Arrival) -> None:
        try:
            await self._intake.take(arrival)
        except (StoreDown, IntakeFull):
            log.warning("Could not note a blocked contact")


def conversation_of(message: MessageId) -> str:
    """The first part of conversation/turn/n."""
    return message.rsplit("/", 2)[0]
