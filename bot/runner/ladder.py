"""The alerts: somebody outside the desk is told that people wait, by one process at a time.

Laws
1. A rung is stored before it is sent, and sent once: only who died in between, or never heard what became of it, sends
   it again, and that once.
2. What went nowhere is tried again, later each time, as long as its ticket waits. One way never waits for another, and
   the ladder for none.
3. A way has one attempt in flight at most; what is due meanwhile is told together in the next.
4. A rung that nobody serves is skipped, and that is said: in the log, and on the desk.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.errors import ChannelError, Later, LeaseLost, StoreDown, Unknown
from bot.ladder import Way
from bot.model.alert import NOBODY, Raised, Rung, Standing
from bot.model.message import Office
from bot.ports import Bell, Clock, Lease, Store
from bot.rules.ladder import MOST_OPEN, alert, due, gathered
from bot.rules.outage import back_off
from bot.runner.fault_points import reached

log = logging.getLogger(__name__)

QUEUE = "queue"
IDLE_S = 2.0
"""The slow look; the queue rings for whoever comes."""
CALM_S = 0.2
"""At least so long between two rounds: the queue rings for every word of whoever waits."""
TROUBLED_S = 10.0
SEND_S = 30.0
"""For one attempt, whatever the way."""
UNHEARD = timedelta(minutes=1)
"""After an attempt of which nothing was heard: longer than any attempt lasts."""
BY_A_PERSON = timedelta(minutes=1)
"""Between two tries of what only a person can repair: a wrong chat, a wrong password."""


class Ladder:
    """`is_open`: does somebody sit in this office now; `link`: to the desk, "" unknown."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        bell: Bell,
        ways: Sequence[Way],
        *,
        is_open: Callable[[Office, datetime], bool],
        link: str,
    ) -> None:
        self._store, self._clock, self._bell, self._ways = store, clock, bell, ways
        self._is_open, self._link = is_open, link
        self._flying: dict[str, asyncio.Task[None]] = {}

    async def run(self, lease: Lease | None) -> None:
        """Until cancelled, or the lease is another's."""
        try:
            async with self._bell.listen(QUEUE) as ear:
                while True:
                    pause = await self._tried(lease)
                    await asyncio.sleep(CALM_S)
                    await ear.wait(pause)
        finally:
            for task in self._flying.values():
                task.cancel()
            await self.landed()

    async def _tried(self, lease: Lease | None) -> float:
        """One round; how long to wait for the next."""
        try:
            await self.step(lease)
        except LeaseLost:
            raise
        except StoreDown:
            log.warning("Alerts waited for the store")
        except Exception:
            log.exception("Failed a round of alerts")
        else:
            return IDLE_S
        return TROUBLED_S

    async def landed(self) -> None:
        """Until nothing is in flight."""
        await asyncio.gather(*self._flying.values(), return_exceptions=True)

    async def step(self, lease: Lease | None = None) -> None:
        """Raise what is due, and let each way that is free send what it has."""
        now = self._clock.now()
        line, raised = await self._store.standing(now), await self._store.alerted()
        fresh = list(self._fresh(line, raised, now))
        held = {one.ticket for one in line if one.held}
        left = {one.ticket for one in raised if one.ticket in held and one.held_at is None}
        if fresh or left:
            await self._store.raise_alerts(fresh, left, now, lease)
            self._bell.ring(QUEUE)
            _tell(fresh)
        waits = {one.ticket for one in line} - held
        for way in self._ways:
            ones = [one for one in (*raised, *fresh) if one.way == way.name and one.ticket in waits and _open(one, now)]
            if ones and (way.name not in self._flying or self._flying[way.name].done()):
                self._flying[way.name] = asyncio.create_task(self._deliver(way, ones, line, lease), name=way.name)

    def _fresh(self, line: Sequence[Standing], raised: Sequence[Raised], now: datetime) -> Iterator[Raised]:
        found = []
        for one in line:
            own = [was for was in raised if was.ticket == one.ticket]
            if rung := due(one, own, now, is_open=self._is_open(one.office, now)):
                found.append((one, rung))
        last = max((one.at for one in raised), default=None)
        for one, rung in gathered(found, last, now):
            for name in self._served(rung):
                yield Raised(one.ticket, one.level, rung, name, now, now)

    def _served(self, rung: Rung) -> Sequence[str]:
        return [way.name for way in self._ways if rung in way.rungs] or [NOBODY]

    async def _deliver(self, way: Way, ones: Sequence[Raised], line: Sequence[Standing], lease: Lease | None) -> None:
        """One attempt. A store that is down, or a lost lease, leaves what was taken to law 1."""
        try:
            now = self._clock.now()
            taken = await self._store.take_alerts(ones, now, now + UNHEARD, lease)
            if taken:
                reached("alert_taken")
                await self._send(way, taken, line)
                self._bell.ring(QUEUE)
        except (StoreDown, LeaseLost):
            log.warning("Left an alert to the next round", extra={"channel": way.name})

    async def _send(self, way: Way, taken: Sequence[Raised], line: Sequence[Standing]) -> None:
        places = {one.ticket: one for one in line}
        highest = {one.ticket: one.rung for one in sorted(taken, key=lambda one: one.rung)}
        told = alert([(places[ticket], rung) for ticket, rung in highest.items()], line, self._link)
        failed: ChannelError | None = None
        try:
            async with asyncio.timeout(SEND_S):
                await way.send(told)
        except ChannelError as error:
            failed = error
        except Exception as error:
            failed = Unknown(type(error).__name__)  # its text may hold an address
        reached("alert_sent")
        now = self._clock.now()
        if failed is None:
            await self._store.mark_alerts(taken, now)
            log.info("Sent alerts", extra={"channel": way.name, "count": len(highest)})
            return
        log.error(
            "Could not send alerts", extra={"channel": way.name, "because": failed.because, "count": len(highest)}
        )
        again = now + _pause(failed, max(one.tries for one in taken) + 1)
        await self._store.mark_alerts(taken, now, again, sure=not isinstance(failed, Unknown))


def _pause(failed: ChannelError, tries: int) -> timedelta:
    match failed:
        case Later(after=after):
            return max(after, back_off(tries))
        case Unknown():
            return back_off(tries)
    return BY_A_PERSON


def _open(one: Raised, now: datetime) -> bool:
    """Still to be sent, now."""
    ended = one.sent_at or one.held_at or one.seen_at
    return not ended and one.open_tries < MOST_OPEN and one.again_at <= now


def _tell(fresh: Sequence[Raised]) -> None:
    """Counts and rungs."""
    for rung in sorted({one.rung for one in fresh}):
        tickets = {one.ticket for one in fresh if one.rung is rung}
        skipped = all(one.way == NOBODY for one in fresh if one.rung is rung)
        say = log.warning if skipped else log.info
        say(
            "Skipped a rung that nobody serves" if skipped else "Raised alerts",
            extra={"kind": rung.name, "count": len(tickets)},
        )
