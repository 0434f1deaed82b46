"""Contract of the stores: named leases, and what their epochs keep from being written."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import LeaseLost
from bot.ports import Lease, Store

LONG = timedelta(minutes=1)
OVER = timedelta()
"""A lease that has run out by the time anybody else asks."""


async def write(store: Store, offset: int, *leases: Lease) -> None:
    async with store.batch() as batch:
        await batch.under(leases)
        await batch.keep_offset(offset)


async def test_one_holds_and_renews_it_while_the_others_ask_in_vain(store: Store) -> None:
    mine = Lease("poller", 1)
    assert await store.hold("poller", "a", LONG) == mine
    assert await store.hold("poller", "b", LONG) is None
    assert await store.hold("poller", "a", LONG) == mine
    assert await store.hold("reconcile", "b", LONG) == Lease("reconcile", 1)


async def test_one_that_ran_out_goes_to_whoever_asks_with_an_epoch_of_its_own(store: Store) -> None:
    assert await store.hold("poller", "a", OVER) == Lease("poller", 1)
    assert await store.hold("poller", "b", LONG) == Lease("poller", 2)
    assert await store.hold("poller", "a", LONG) is None


async def test_one_that_nobody_took_meanwhile_is_still_its_holders(store: Store) -> None:
    mine = await store.hold("poller", "a", OVER)
    assert mine
    await write(store, 7, mine)
    assert await store.hold("poller", "a", LONG) == mine
    assert await store.offset() == 7


async def test_who_lost_it_writes_nothing_of_a_transaction(store: Store) -> None:
    mine, other = await store.hold("poller", "a", OVER), await store.hold("reconcile", "a", LONG)
    assert mine
    assert other
    await write(store, 7, mine, other)
    assert await store.hold("poller", "b", LONG)
    with pytest.raises(LeaseLost, match="poller"):
        await write(store, 8, mine, other)
    assert await store.offset() == 7
    await write(store, 9, other)
    assert await store.offset() == 9


async def test_what_was_given_back_is_taken_at_once_and_cannot_be_given_back_twice(store: Store) -> None:
    mine = await store.hold("poller", "a", LONG)
    assert mine
    await store.let_go(mine)
    yours = await store.hold("poller", "b", LONG)
    assert yours == Lease("poller", 2)
    await store.let_go(mine)
    assert await store.hold("poller", "c", LONG) is None
    await write(store, 1, yours)


async def test_nobody_takes_over_between_the_look_and_the_commit(store: Store) -> None:
    mine = await store.hold("poller", "a", OVER)
    assert mine
    looked, go_on = asyncio.Event(), asyncio.Event()

    async def commit() -> None:
        async with store.batch() as batch:
            await batch.under([mine])
            looked.set()
            await go_on.wait()
            await batch.keep_offset(7)

    async def take() -> int:
        """What was written by the time that it is theirs."""
        assert await store.hold("poller", "b", LONG) == Lease("poller", 2)
        return await store.offset()

    async with asyncio.TaskGroup() as both:
        both.create_task(commit())
        await looked.wait()
        taking = both.create_task(take())
        done, _ = await asyncio.wait([taking], timeout=0.1)
        assert not done
        go_on.set()
    assert taking.result() == 7
