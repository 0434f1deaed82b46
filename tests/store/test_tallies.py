"""Contract of the stores: answers counted for the report, without whose they are."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from bot.model.conversation import Reader
from bot.model.message import Press, Said
from bot.model.tally import Tally
from bot.model.turn import Count
from bot.ports import Done
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from tests.store.telling import at, done, select, talk, write

Both = SqliteStore | PostgresStore
DAY = date(2026, 3, 3)
WEEK = (DAY - timedelta(days=3), DAY + timedelta(days=3))


def answered(name: str, *counts: Count, reader: Reader = Reader.CHILD, moment: datetime | None = None) -> Done:
    """A first turn of a talk of its own, in which these were answered."""
    return done(talk(name), Press(moment or at(), "1.x.abcd"), "Makasih.", effects=counts, reader=reader)


def tally(answer: str, count: int, reader: str = "child", day: date = DAY) -> Tally:
    return Tally(day.isoformat(), "nilai", answer, reader, count)


async def test_answers_are_added_up_by_day_and_reader(store: Both) -> None:
    better, worse = Count("nilai", "lebih_baik"), Count("nilai", "lebih_berat")
    await write(store, answered("c1", better), answered("c2", worse), answered("c3", better))
    await write(store, answered("c4", better, reader=Reader.PARENT), answered("c5", better))
    assert await store.tallies(*WEEK) == [
        tally("lebih_baik", 3), tally("lebih_baik", 1, "parent"), tally("lebih_berat", 1),
    ]  # fmt: skip


async def test_who_answers_again_in_a_visit_is_counted_once(store: Both) -> None:
    first = done(talk("c1"), Press(at(), "1.x.abcd"), "Makasih.", effects=(Count("nilai", "sama"),))
    now = await write(store, first)
    again = Count("nilai", "lebih_baik", instead="sama")
    await write(store, done(now, Press(at(9), "2.x.abcd"), "Makasih.", effects=(again,)))
    assert await store.tallies(*WEEK) == [tally("lebih_baik", 1, "unknown")]


async def test_an_answer_changed_within_one_batch_was_never_another(store: Both) -> None:
    await write(
        store, answered("c1", Count("nilai", "sama")), answered("c2", Count("nilai", "lebih_baik", instead="sama"))
    )
    assert await store.tallies(*WEEK) == [tally("lebih_baik", 1)]


async def test_an_answer_of_another_day_is_not_taken_from_a_day_that_has_none(store: Both) -> None:
    again = Count("nilai", "lebih_baik", instead="sama")
    await write(store, answered("c1", again))
    assert await store.tallies(*WEEK) == [tally("lebih_baik", 1)]
    assert await select(store, "select count from tally where count < 1") == []


async def test_a_day_is_the_day_of_east_kalimantan(store: Both) -> None:
    late = datetime(2026, 3, 3, 16, 30, tzinfo=UTC)  # half past midnight there
    await write(store, answered("c1", Count("nilai", "sama")), answered("c2", Count("nilai", "sama"), moment=late))
    assert await store.tallies(DAY, DAY) == [tally("sama", 1)]
    assert await store.tallies(*WEEK) == [tally("sama", 1), tally("sama", 1, day=DAY + timedelta(days=1))]


async def test_nothing_of_it_leads_to_a_person_or_a_word(store: Both) -> None:
    now = await write(store, answered("c1", Count("nilai", "sama")))
    await write(store, done(now, Said(at(1), "kakak baik sekali"), "Makasih."))
    assert await select(store, "select * from tally") == [(DAY.isoformat(), "nilai", "sama", "child", 1)]


async def test_erasing_a_talk_leaves_how_often(store: Both) -> None:
    now = await write(store, answered("c1", Count("nilai", "sama")))
    await store.erase([now.id], at(60))
    assert await store.tallies(*WEEK) == [tally("sama", 1)]


async def test_a_batch_that_fails_counts_nothing(store: Both) -> None:
    one = answered("c1", Count("nilai", "sama"))
    try:
        async with store.batch() as batch:
            await batch.write([one])
            raise ConnectionError
    except ConnectionError:
        pass
    assert await store.tallies(*WEEK) == []


async def test_many_at_once_in_any_order_wait_for_one_another_and_all_count(store: Both) -> None:
    answers = [Count("nilai", "lebih_baik"), Count("nilai", "sama"), Count("nilai", "lebih_berat")]

    async def one(number: int) -> None:
        turned = answers[number % 3 :] + answers[: number % 3]
        await write(store, *(answered(f"c{number}-{place}", each) for place, each in enumerate(turned)))

    await asyncio.gather(*(one(number) for number in range(12)))
    assert {one.answer: one.count for one in await store.tallies(*WEEK)} == {
        "lebih_baik": 12, "sama": 12, "lebih_berat": 12,
    }  # fmt: skip


async def test_what_is_no_answer_of_a_turn_is_added_too(store: Both) -> None:
    await asyncio.gather(*(store.tally([tally("sama", 1), tally("lebih_baik", 2)]) for _ in range(3)))
    assert await store.tallies(*WEEK) == [tally("lebih_baik", 6), tally("sama", 3)]
    await store.tally([])
