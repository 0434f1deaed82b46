"""Fetching updates by long polling, with an offset that survives us (channel facts A1, A7).

Laws
1. The next offset is what acknowledges: it is stored, with the arrivals, before it is ever sent.
2. Updates are stored in the order of their numbers.
3. An update that cannot be read is parked; one that cannot be stored, though the store answers, is parked at the third
   try. Neither holds up the others.
4. A press loses its waiting mark and its buttons beside the polling; nobody waits for that.
5. Telegram being down, busy or taken by another poller is waited out.
6. Of many processes one polls. Whoever was paused meanwhile stores nothing: everything goes in under the lease.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter

from bot.channels.letters import Unreadable
from bot.channels.telegram.client import BACK_OFF_S, BAD_TOKEN, retry_after
from bot.channels.telegram.keyboards import ODD, Keyboards
from bot.channels.telegram.wire import ALLOWED, press_of, read, update_id
from bot.errors import IntakeFull, LeaseLost, StoreDown
from bot.model.message import Arrival, Channel
from bot.ports import Clock, Intake, Lease, Store

log = logging.getLogger(__name__)

GET_UPDATES = "get_Updates"
"""Spelt so that the client sends `getUpdates` and gives the plain answer: its own method reads a whole batch or
nothing, and one odd update would be fetched for ever (channel facts A7)."""
LONG_S = 25
"""Seconds the server may wait for news; at most 50 (channel facts A1)."""
SPARE_S = 10.0
"""On top of that, for the answer to travel."""
MOST = 100
CONFLICT = timedelta(seconds=5)
MOST_TRIES = 3


class Poller:
    """`run` until cancelled, or until its lease is another's."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        store: Store,
        clock: Clock,
        *,
        keyboards: Keyboards,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot, self._intake, self._store, self._clock, self._pause = bot, intake, store, clock, pause
        self._keyboards = keyboards
        self._lease: Lease | None = None
        self._prepared = False
        self._failed = 0
        self._unstored = 0

    async def run(self, lease: Lease | None = None) -> None:
        """Without a lease where there is no other process."""
        self._lease = lease
        async with asyncio.TaskGroup() as marks:
            with suppress(LeaseLost):
                await self._poll(marks)

    async def _poll(self, marks: asyncio.TaskGroup) -> None:
        offset: int | None = None
        while True:
            try:
                if not self._prepared:
                    await self._prepare()
                if offset is None:
                    offset = await self._store.offset()
                offset = await self._step(offset, marks)
                self._failed = 0
            except ODD as error:
                await self._wait_for_telegram(error)
            except (StoreDown, IntakeFull) as error:
                log.warning("Stopped reading Telegram for a while", extra={"error": type(error).__name__})
                await self._rest()

    async def _prepare(self) -> None:
        """Polling and a webhook exclude each other; nothing that waits is dropped."""
        await self._bot.initialize()
        await self._bot.delete_webhook(drop_pending_updates=False)
        self._prepared = True

    async def _step(self, offset: int, marks: asyncio.TaskGroup) -> int:
        """One fetch and all it brought; returns the next offset. Raises one of ODD, StoreDown or IntakeFull."""
        updates = await self._fetch(offset)
        if not updates:
            return offset
        numbers = [number for one in updates if (number := update_id(one)) is not None]
        if not numbers:
            raise KeyError("no update has a number")  # no answer of Telegram's, and nothing to go on from
        after = max(numbers) + 1
        arrivals = await self._read(updates)
        try:
            await self._intake.take_all(arrivals, offset=after, lease=self._lease)
        except StoreDown:
            self._unstored += 1
            if self._unstored < MOST_TRIES:
                raise
            await self._take_singly(updates, offset, after)
        self._unstored = 0
        for one in updates:
            if isinstance(one, dict) and press_of(one):
                marks.create_task(self._keyboards.pressed(one))  # beside the polling: nobody waits for a mark
        return after

    async def _fetch(self, offset: int) -> list[Any]:
        wanted = {"offset": offset, "timeout": LONG_S, "limit": MOST, "allowed_updates": list(ALLOWED)}
        raw: Any = await self._bot.do_api_request(GET_UPDATES, api_kwargs=wanted, read_timeout=LONG_S + SPARE_S)
        return sorted(raw, key=lambda one: update_id(one) or 0) if isinstance(raw, list) else []

    async def _read(self, updates: Sequence[Any]) -> list[Arrival]:
        found = [await self._read_one(one) for one in updates]
        return [one for one in found if one is not None]

    async def _read_one(self, raw: Any) -> Arrival | None:
        at = self._clock.now()
        try:
            return read(raw if isinstance(raw, dict) else {}, at)
        except Unreadable as error:
            log.warning("Parked an update", extra={"because": str(error)})
            number = update_id(raw)
            name = str(number) if number is not None else f"unread-{at.isoformat()}"
            await self._intake.park(Channel.TELEGRAM, name, json.dumps(raw), lease=self._lease)
            return None

    async def _take_singly(self, updates: Sequence[Any], offset: int, after: int) -> None:
        """One by one, so that the one which cannot be stored is alone."""
        for raw in updates:
            arrival = await self._read_one(raw)
            if arrival is not None and not await self._taken(arrival, offset):
                await self._intake.park(Channel.TELEGRAM, str(update_id(raw)), json.dumps(raw), lease=self._lease)
                log.error("Parked an update that could not be stored")
        await self._intake.take_all([], offset=after, lease=self._lease)

    async def _taken(self, arrival: Arrival, offset: int) -> bool:
        """False when it cannot be stored although the store answers, which the old offset proves. Raises StoreDown."""
        with suppress(StoreDown):
            await self._intake.take(arrival, lease=self._lease)
            return True
        await self._intake.take_all([], offset=offset, lease=self._lease)
        with suppress(StoreDown):
            await self._intake.take(arrival, lease=self._lease)
            return True
        return False

    async def _wait_for_telegram(self, error: Exception) -> None:
        log.warning("Waited for Telegram", extra={"error": type(error).__name__})
        match error:
            case RetryAfter():
                await self._pause(retry_after(error).total_seconds())
            case Conflict():
                self._prepared = False  # another poller, or a webhook that was set since
                await self._pause(CONFLICT.total_seconds())
            case InvalidToken() | EndPointNotFound():
                log.error("Was refused the Telegram token", extra={"channel": Channel.TELEGRAM.value})
                await self._pause(BAD_TOKEN.total_seconds())
            case _:
                await self._rest()

    async def _rest(self) -> None:
        await self._pause(BACK_OFF_S[min(self._failed, len(BACK_OFF_S) - 1)])
        self._failed += 1
