"""Contract of the stores: which rung was raised for whom, taken once, and over when somebody looks."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.errors import LeaseLost
from bot.model.alert import Raised, Rung, Standing
from bot.model.conversation import TicketState
from bot.model.message import CounselorId, Level, Office, Said, TicketId
from bot.ports import Lease, Store
from bot.runner.bell import Bell
from bot.runner.ladder import Ladder
from tests.runner.test_ladder import Group
from tests.store.telling import at, claimed, done, talk, ticket, write

HELLO = Said(at(), "halo")
T1 = TicketId("t1")
FIRST = Raised(T1, Level.HIGH, Rung.OFFICE, "telegram", at(5), at(5))


async def test_all_open_tickets_stand_there_and_who_is_held(store: Store) -> None:
    shut = ticket("t4", state=TicketState.CLOSED, closed_at=at(1))
    await write(
        store,
        done(talk("c1"), HELLO, ticket=ticket("t1")),
        done(talk("c2"), HELLO, ticket=claimed("t2", lease_until=at(60))),
        done(talk("c3"), HELLO, ticket=claimed("t3", lease_until=None, level=Level.IMMINENT)),
        done(talk("c4"), HELLO, ticket=shut),
    )
    kukar = Office("kukar")
    found = sorted(await store.standing(at(60)), key=lambda one: one.ticket)
    assert found == [
        Standing(T1, kukar, Level.HIGH, at()),
        Standing(TicketId("t2"), kukar, Level.HIGH, at(), held=True),
        Standing(TicketId("t3"), kukar, Level.IMMINENT, at(), held=True),
    ]
    later = {one.ticket: one.held for one in await store.standing(at(61))}
    assert later == {"t1": False, "t2": False, "t3": True}


async def test_a_rung_is_raised_once_and_taken_once_at_a_time(store: Store) -> None:
    await write(store, done(talk("c1"), HELLO, ticket=ticket("t1")))
    mail = replace(FIRST, way="email")
    await store.raise_alerts([FIRST, mail], [], at(5))
    await store.raise_alerts([replace(FIRST, at=at(9))], [], at(9))
    assert await store.alerted() == [mail, FIRST]
    assert await store.take_alerts([FIRST], at(6), at(66)) == [FIRST]
    assert await store.take_alerts([FIRST], at(7), at(67)) == []
    taken = replace(FIRST, tries=1, open_tries=1, again_at=at(66))
    assert await store.alerted() == [mail, taken]
    await store.mark_alerts([FIRST], at(8), at(10))
    assert (await store.alerted())[1] == replace(taken, open_tries=0, again_at=at(10))
    await store.take_alerts([FIRST], at(10), at(70))
    await store.mark_alerts([FIRST], at(11), at(12), sure=False)
    assert (await store.alerted())[1] == replace(taken, tries=2, open_tries=1, again_at=at(12))
    await store.take_alerts([FIRST], at(12), at(72))
    await store.mark_alerts([FIRST], at(13))
    sent = replace(taken, tries=3, open_tries=1, again_at=at(72), sent_at=at(13))
    assert await store.alerted() == [mail, sent]
    assert await store.take_alerts([FIRST], at(999), at(999)) == []


async def test_held_and_seen_are_kept_with_what_was_raised_before(store: Store) -> None:
    now = await write(store, done(talk("c1"), HELLO, ticket=ticket("t1")))
    await store.raise_alerts([FIRST], [], at(5))
    await store.see_alerts(T1, CounselorId("k-rani"), at(6))
    await store.raise_alerts([], [T1, TicketId("t9")], at(7))
    second = replace(FIRST, rung=Rung.SECOND, at=at(8), again_at=at(8))
    await store.raise_alerts([second], [], at(8))
    assert await store.alerted() == [replace(FIRST, seen_at=at(6), held_at=at(7)), second]
    await write(store, done(now, Said(at(9), "ya"), ticket=ticket("t1", state=TicketState.CLOSED, closed_at=at(9))))
    assert await store.alerted() == []


async def test_whoever_lost_the_lease_raises_and_takes_nothing(store: Store) -> None:
    await write(store, done(talk("c1"), HELLO, ticket=ticket("t1")))
    lease = await store.hold("alerts", "one", timedelta(minutes=1))
    assert lease
    await store.raise_alerts([FIRST], [], at(5), lease)
    lost = Lease(lease.name, lease.epoch + 1)
    with pytest.raises(LeaseLost):
        await store.raise_alerts([replace(FIRST, rung=Rung.SECOND)], [], at(5), lost)
    with pytest.raises(LeaseLost):
        await store.take_alerts([FIRST], at(6), at(66), lost)
    assert await store.alerted() == [FIRST]
    assert await store.take_alerts([FIRST], at(6), at(66), lease) == [FIRST]


async def test_two_that_climb_at_once_send_an_alert_once(store: Store) -> None:
    """As if the lease had failed: what is taken decides."""
    group, clock = Group(), ManualClock(at(5))
    both = [Ladder(store, clock, Bell(), [group], is_open=lambda office, now: True, link="") for _ in range(2)]
    for seconds in (0, 900, 900):
        await write(
            store,
            done(
                talk(f"c{seconds}{len(group.got)}"),
                HELLO,
                ticket=ticket(f"t{seconds}{len(group.got)}", opened_at=clock.at),
            ),
        )
        clock.pass_(timedelta(seconds=seconds))
        await asyncio.gather(*(one.step() for one in both))
        await asyncio.gather(*(one.landed() for one in both))
    named = [(case.number, case.rung) for told in group.got for case in told.cases]
    assert len(named) == len(set(named))
    raised = await store.alerted()
    assert raised
    assert all((one.tries, one.open_tries) == (1, 0) for one in raised)
