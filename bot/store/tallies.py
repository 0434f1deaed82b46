"""Answers counted for the report.

Laws
1. Only how often: no row leads to a person or a talk, and erasing a talk leaves the counts.
2. Which topics were opened is kept by the month: a day with a single talk would tell what that talk was about.
3. Whatever a batch counts is written last, added up and in one order: no two processes wait for each other in a circle.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.clock import day_of
from bot.model.tally import Tally
from bot.model.turn import Count
from bot.ports import Done
from bot.store.database import Database, Reads, Values

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager


class TallyRows:
    """Mixed into the store."""

    if TYPE_CHECKING:

        @property
        def reader(self) -> Reads: ...

        def writing(self) -> "AbstractAsyncContextManager[Database]": ...

    async def tally(self, rows: Sequence[Tally]) -> None:
        async with self.writing() as db:
            await db.each("count_more", [_step(row, row.count)[1] for row in sorted(rows)])

    async def tallies(self, first: date, last: date) -> list[Tally]:
        rows = await self.reader.all("tallies", first.isoformat(), last.isoformat())
        return [Tally(**row) for row in rows]


async def count(db: Database, done: Sequence[Done]) -> None:
    """What the answers of a batch change."""
    found: Counter[Tally] = Counter()
    for one in done:
        for effect in one.turn.effects:
            if isinstance(effect, Count):
                for answer, more in _moved(effect):
                    found[_row(one, effect, answer)] += more
    steps = [_step(row, more) for row, more in sorted(found.items()) if more]
    for name, same in groupby(steps, key=itemgetter(0)):
        await db.each(name, [values for _, values in same])


def _moved(effect: Count) -> Iterator[tuple[str, int]]:
    yield effect.answer, 1
    if effect.instead:
        yield effect.instead, -1


def _row(one: Done, effect: Count, answer: str) -> Tally:
    day = day_of(one.arrival.inbound.at)
    kept = day.replace(day=1) if effect.monthly else day
    return Tally(kept.isoformat(), effect.what, answer, one.turn.conversation.reader.value)


def _step(row: Tally, more: int) -> tuple[str, Values]:
    """The named query and its values."""
    return ("count_more" if more > 0 else "count_less"), (row.day, row.what, row.answer, row.reader, abs(more))
