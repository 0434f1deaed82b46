"""The flows in use, and how others are taken while people talk.

Laws
1. All or nothing: files with problems, or flows that would strand somebody, leave what is in use as it is.
2. The exchange is one assignment between two turns; a turn is made with one book from its first hop to its last, and
   lands in the next one at its next turn.
3. Files are read in a thread of their own: nobody waits for an answer meanwhile.
4. A log line tells counts and codes; places and texts are shown on the desk.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.engine.advance import advance
from bot.engine.difference import Difference
from bot.engine.exchange import Draft, Refusal, exchanged
from bot.engine.fault import fault
from bot.engine.mind import Mind
from bot.errors import Broken, StoreDown
from bot.flow.kept import mark_of
from bot.flow.plan import Fate, Plan, plan
from bot.model.call import Calls
from bot.model.conversation import Conversation
from bot.model.message import Inbound
from bot.model.stand import Stand
from bot.model.turn import Turn
from bot.ports import Bell, Clock
from bot.rules.retention import SILENT

log = logging.getLogger(__name__)

NEWS = "flows"
"""The key under which processes tell each other that other flows were taken."""
LISTENS_S = 60.0
TRIES = 5
"""Readings of files that change while they are read."""


Compare = Callable[[Mind, Mind], Sequence[Difference]]


class Stands(Protocol):
    """The one thing asked of the store."""

    async def stands(self, since: datetime) -> list[Stand]:
        """Where the conversations stand, counted, that had a word `since` or hold an open ticket; the others are over.
        Reads all of them."""
        ...


async def nobody() -> None:
    """There is no other process."""


class Flows:
    """`read` makes a mind of the files and raises Broken; `folders` are where they stand; `compare` finds the talks
    that read otherwise; `tell` lets other processes know."""

    def __init__(
        self,
        mind: Mind,
        store: Stands,
        *,
        read: Callable[[], Mind],
        folders: Sequence[Path],
        mark: str,
        clock: Clock,
        compare: Compare,
        tell: Callable[[], Awaitable[None]] = nobody,
    ) -> None:
        self.mind = mind
        self.mark = mark
        self.since = clock.now()
        self._clock = clock
        self._store, self._read, self._folders, self._tell = store, read, folders, tell
        self._compare = compare
        self._read_last = Draft("")
        self._compared_last: tuple[Mind, Mind, tuple[Difference, ...]] = (mind, mind, ())
        self._alone = asyncio.Lock()

    # ---- in every turn

    def advance(self, conversation: Conversation, inbound: Inbound) -> Turn:
        return advance(self.mind, conversation, inbound)

    def fault(self, conversation: Conversation, inbound: Inbound) -> Turn:
        return fault(self.mind, conversation, inbound)

    def take_calls(self, calls: Calls) -> None:
        """What our calls to the contacts of the directory found, from the next turn on."""
        self.mind = replace(self.mind, calls=calls)

    # ---- now and then

    async def draft(self) -> Draft:
        """What taking the files as they stand now would do, and which talks would read otherwise. Changes nothing.
        Raises StoreDown."""
        async with self._alone:
            found = await self._draft()
            if found.mind is None or found.refusal is Refusal.SAME:
                return found
            return replace(found, talks=await self._compared(found.mind))

    async def _draft(self) -> Draft:
        mark = await asyncio.to_thread(mark_of, self._folders)
        if mark == self.mark:
            return Draft(mark, self.mind, refusal=Refusal.SAME)
        if self._read_last.mark != mark:
            self._read_last = await asyncio.to_thread(self._read_files)
        found = self._read_last
        if found.mind is None:
            return found
        met = plan(found.mind.book, await self._stands(), self.mind.book)
        return replace(found, plan=met, refusal=Refusal.STRANDED if met.stranded else Refusal.NONE)

    async def _stands(self) -> list[Stand]:
        """Of the talks that are not over."""
        return await self._store.stands(self._clock.now() - SILENT)

    async def _compared(self, mind: Mind) -> tuple[Difference, ...]:
        """For people to read. That they cannot be told is no reason to keep anything."""
        used = self.mind
        if self._compared_last[0] is not used or self._compared_last[1] is not mind:
            try:
                talks = await asyncio.to_thread(self._compare, used, replace(mind, calls=used.calls))
            except Exception as error:
                log.exception("Could not compare the talks", extra={"error": type(error).__name__})
                return ()
            self._compared_last = (used, mind, tuple(talks))
        return self._compared_last[2]

    def _read_files(self) -> Draft:
        """Read until nothing was written meanwhile: half of an edit is no edit."""
        found = Draft("")
        for _ in range(TRIES):
            mark = mark_of(self._folders)
            try:
                found = Draft(mark, self._read())
            except Broken as broken:
                found = Draft(mark, problems=broken.problems, refusal=Refusal.PROBLEMS)
            if mark_of(self._folders) == mark:
                break
        return found

    async def reload(self, mark: str = "", *, heard: bool = False) -> Draft:
        """Take the files as they stand now, when they may be taken; with a `mark`, only those that were looked at.
        `heard`: another process took them, so nobody need be told."""
        async with self._alone:
            try:
                found = await self._draft()
            except StoreDown:
                found = Draft(self.mark, refusal=Refusal.DOWN)
            if mark and found.mark != mark:
                found = replace(found, refusal=Refusal.CHANGED)
            if found.mind is not None and not found.refusal:
                self.mind, self.mark = exchanged(self.mind, found.mind), found.mark
                self.since = self._clock.now()
        _say(found)
        if not found.refusal and not heard:
            await self._tell()
        return found

    async def on(self, again: asyncio.Event) -> None:
        """Until cancelled: reload when `again` is set (a signal). First of all, tell what the flows of this start meet:
        after a deploy nothing refuses them."""
        try:
            _count("Met running talks", plan(self.mind.book, await self._stands()))
        except StoreDown:
            log.warning("Did not hear where people stand")
        while True:
            await again.wait()
            again.clear()
            await self._kept(heard=False)

    async def on_news(self, bell: Bell) -> None:
        """Until cancelled: take what another process has taken."""
        async with bell.listen(NEWS) as ear:
            while True:
                if await ear.wait(LISTENS_S):
                    await self._kept(heard=True)

    async def _kept(self, *, heard: bool) -> None:
        """A reload that goes wrong leaves the flows in use, and the next one possible."""
        try:
            await self.reload(heard=heard)
        except Exception as error:
            log.exception("Kept the flows in use", extra={"error": type(error).__name__})


def _say(found: Draft) -> None:
    if found.refusal is Refusal.SAME:
        log.info("Found the flows in use unchanged")
    elif found.refusal:
        codes = ",".join(sorted({one.code for one in found.problems}))
        count = found.plan.stranded or len(found.problems)
        log.warning("Kept the flows in use", extra={"because": found.refusal.value, "code": codes, "count": count})
    else:
        _count("Took other flows", found.plan)


def _count(said: str, met: Plan) -> None:
    """How many people stand where, and what becomes of them."""
    counts = {fate: met.people(fate) for fate in Fate}
    told = ", ".join(f"{fate.value} {count}" for fate, count in counts.items() if count)
    facts = {"state": told, "count": sum(counts.values())}
    if met.stranded:
        log.warning(said, extra=facts)
    else:
        log.info(said, extra=facts)
