"""The clockwork: timers that ran out enter the intake as Silence, Waited, Planned or Lapsed; idle visits are closed.

Timers live in the store, so they survive a restart; their clock starts when the platform accepted the question.
"""

import logging
from datetime import timedelta

from bot.errors import IntakeFull, StoreDown
from bot.model.conversation import QUIET
from bot.model.message import Arrival, ArrivalId, Inbound, Lapsed, Planned, Silence, Waited
from bot.model.turn import PLANS, TERMS
from bot.model.visit import page_of
from bot.ports import Bell, Clock, Due, Intake, Store

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Timers taken in one round."""
IDLE_S = 5.0
"""The slow look."""
SHORT_S = 0.05
"""The shortest wait for a timer that is due."""
OVERDUE_S = 0.5
"""The wait when something is due that did not enter, so that it is no spinning."""


class Timers:
    def __init__(self, store: Store, intake: Intake, clock: Clock, bell: Bell) -> None:
        self._store, self._intake, self._clock, self._bell = store, intake, clock, bell
        self._looked_at = clock.now()

    async def run(self) -> None:
        """Until cancelled."""
        async with self._bell.listen("timers") as ear:
            while True:
                try:
                    await self.step()
                    pause = await self._pause()
                except (StoreDown, IntakeFull):
                    log.warning("Timers waited for the store")
                    pause = IDLE_S
                except Exception:
                    log.exception("Failed a round of timers")
                    pause = IDLE_S
                await ear.wait(pause)

    async def step(self) -> int:
        """One round; how many timers entered."""
        now = self._looked_at = self._clock.now()
        due = await self._store.due(now, AT_ONCE)
        if due:
            due.sort(key=lambda one: one.kind == "silence")  # an offer ends first: a silence would leave its question
            await self._intake.take_all([self._arrival(one) for one in due])
        await self._store.unlink_idle(now - QUIET)
        return len(due)

    async def _pause(self) -> float:
        due = await self._store.next_due()
        if due is None:
            return IDLE_S
        if due <= self._looked_at:
            return OVERDUE_S
        return min(IDLE_S, max(SHORT_S, (due - self._clock.now()) / timedelta(seconds=1)))

    def _arrival(self, one: Due) -> Arrival:
        now = self._clock.now()
        inbound: Inbound = Waited(now, one.wait)
        if one.kind == "silence":
            inbound = Silence(now, one.wait, watched=self._bell.heard(page_of(one.conversation)))
        elif one.kind.startswith(PLANS):
            inbound = Planned(now, one.kind.removeprefix(PLANS), one.wait)
        elif one.kind.startswith(TERMS):
            inbound = Lapsed(now, one.kind.removeprefix(TERMS), one.wait)
        name = ArrivalId(f"timer:{one.conversation}/{one.wait}/{one.kind}")
        return Arrival(name, one.channel, inbound, conversation=one.conversation)
