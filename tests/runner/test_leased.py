"""What comes in under a lease is stored only while the lease holds; nobody else in its batch notices."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import LeaseLost
from bot.model.message import Channel
from bot.ports import Lease, Receipt
from tests.runner.house import House, house, plain

LONG = timedelta(minutes=1)


async def held_and_lost(one: House) -> tuple[Lease, Lease]:
    """The lease that is held now, and the one of before."""
    lost = await one.store.hold("work", "a", timedelta())
    held = await one.store.hold("work", "b", LONG)
    assert lost
    assert held
    return held, lost


async def test_of_a_batch_only_what_came_under_a_lost_lease_is_refused() -> None:
    async with house(engine=plain) as one:
        held, lost = await held_and_lost(one)
        await one.loops.stop()
        asking = [
            asyncio.create_task(one.intake.take(one.words(501, "satu"))),
            asyncio.create_task(one.intake.take(one.words(501, "dua"), lease=lost)),
            asyncio.create_task(one.intake.take(one.words(502, "tiga"), lease=held)),
        ]
        one.loops.start({"intake": one.intake.run})
        answers = await asyncio.gather(*asking, return_exceptions=True)
        assert [one.state if isinstance(one, Receipt) else type(one) for one in answers] == ["done", LeaseLost, "done"]
        await one.settle()
        assert (one.phones[0].texts(501), one.phones[0].texts(502)) == (["satu"], ["tiga"])


async def test_no_offset_is_stored_under_a_lost_lease_and_nothing_is_parked() -> None:
    async with house(engine=plain) as one:
        held, lost = await held_and_lost(one)
        with pytest.raises(LeaseLost):
            await one.intake.take_all([one.words(501, "halo")], offset=8, lease=lost)
        with pytest.raises(LeaseLost):
            await one.intake.take_all([], offset=8, lease=lost)
        with pytest.raises(LeaseLost):
            await one.intake.park(Channel.TELEGRAM, "7", "{broken", lease=lost)
        assert await one.select("select id from arrival") == []
        assert await one.store.offset() == 0
        await one.intake.take_all([one.words(501, "halo")], offset=8, lease=held)
        await one.intake.park(Channel.TELEGRAM, "7", "{broken", lease=held)
        assert await one.store.offset() == 8
        assert len(await one.select("select id from arrival")) == 2
