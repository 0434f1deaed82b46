"""Where the live conversations stand, counted."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from bot.model.conversation import Voice
from bot.model.stand import Stand, Way
from bot.store.database import Reads, Row
from bot.store.rows import ms


class StandRows:
    """Mixed into the store."""

    if TYPE_CHECKING:

        @property
        def reader(self) -> Reads: ...

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[Reads]:
        """For a reading so long that others should not have to wait behind it."""
        yield self.reader

    async def stands(self, since: datetime) -> list[Stand]:
        """By place, question, voice and way, in that order. Reads every conversation: when asked, never for a turn."""
        found: Counter[Stand] = Counter()
        async with self.aside() as reads:
            rows = await reads.all("stands", ms(since))
        for row in rows:
            for one in _stands(row):
                found[one] += row["people"]
        return sorted(Stand(*_key(one), people) for one, people in found.items())


def _stands(row: Row) -> list[Stand]:
    """The places that one group of conversations holds."""
    voice = Voice(row["voice"])
    here = [Stand(row["flow"], row["state"], row["fingerprint"], voice)] if row["flow"] else []
    back = [Stand(row["resume_flow"], row["resume_state"], "", voice, Way.BACK)] if row["resume_flow"] else []
    return here + back


def _key(one: Stand) -> tuple[str, str, str, Voice, Way]:
    return one.flow, one.state, one.fingerprint, one.voice, one.way
