"""The loop of the alerts: stored before sent, once, by ways that wait for nobody; the clock moves by hand."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.errors import Later, LeaseLost, Refused, StoreDown, Unknown
from bot.ladder import Way
from bot.log import Line
from bot.model.alert import NOBODY, Raised, Rung
from bot.model.conversation import Conversation, Ticket, TicketState
from bot.model.message import CounselorId, Level, Office, Said, TicketId
from bot.ports import Lease
from bot.rules.ladder import Alert
from bot.runner.bell import Bell
from bot.runner.ladder import BY_A_PERSON, UNHEARD, Ladder
from bot.store.connection import MEMORY
from bot.store.memory import memory_store
from bot.store.sqlite import SqliteStore
from tests.store.telling import START, at, done, new_vault, opened, talk, ticket, write

CANARY = "kenari kuning di lubang tambang"
T1 = TicketId("t1")
SOON = timedelta(seconds=1)


@dataclass
class Group:
    """Some people who can be alerted. `faults` meet the next sends in order; `slow` holds them."""

    name: str = "telegram"
    rungs: frozenset[Rung] = frozenset(Rung)
    got: list[Alert] = field(default_factory=list)
    faults: deque[BaseException | None] = field(default_factory=deque)
    slow: asyncio.Event | None = None
    tries: int = 0

    async def send(self, alert: Alert) -> None:
        self.tries += 1
        if self.slow:
            await self.slow.wait()
        if self.faults and (fault := self.faults.popleft()):
            raise fault
        self.got.append(alert)


class Flaky(SqliteStore):
    """`down`: how many marks fail."""

    down = 0

    async def mark_alerts(self, *args: object, **more: object) -> None:
        if self.down:
            self.down -= 1
            raise StoreDown("planted")
        await super().mark_alerts(*args, **more)  # type: ignore[arg-type]  # handed on as they are


@dataclass
class House:
    store: SqliteStore
    clock: ManualClock = field(default_factory=lambda: ManualClock(START))
    bell: Bell = field(default_factory=Bell)
    open: bool = True
    talks: dict[str, Conversation] = field(default_factory=dict)

    def ladder(self, *ways: Way) -> Ladder:
        return Ladder(
            self.store, self.clock, self.bell, ways, is_open=lambda office, now: self.open, link="https://p.test/desk"
        )

    async def waits(self, name: str, level: Level, **changes: object) -> None:
        one = ticket(name, level=level, opened_at=self.clock.now(), **changes)
        await self.becomes(one)

    async def becomes(self, one: Ticket) -> None:
        before = self.talks.get(one.id) or talk(f"talk-of-{one.id}")
        self.talks[one.id] = await write(self.store, done(before, Said(self.clock.now(), CANARY), CANARY, ticket=one))

    async def looks(self, ladder: Ladder, seconds: float = 0) -> None:
        self.clock.pass_(timedelta(seconds=seconds))
        await ladder.step()
        await ladder.landed()

    async def raised(self) -> Sequence[Raised]:
        return await self.store.alerted()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with opened(memory_store(new_vault())) as store:
        yield House(store)


def said(group: Group) -> list[str]:
    return [one.title for one in group.got]


async def test_a_life_in_danger_climbs_rung_by_rung_until_somebody_takes_it(house: House) -> None:
    group = Group()
    ladder = house.ladder(group)
    await house.waits("t1", Level.IMMINENT, note={"cerita": CANARY})
    told: list[list[Rung]] = []
    for seconds in (0, 1, 119, 180, 179, 1):
        await house.looks(ladder, seconds)
        told.append([case.rung for one in group.got for case in one.cases])
    one, two, three, four = Rung
    assert told == [[one], [one], [one, two], [one, two, three], [one, two, three], [one, two, three, four]]
    assert words_in(group) == ""
    await house.looks(ladder, 3600)
    assert len(group.got) == 4


def words_in(group: Group) -> str:
    """What of a talk stands in the alerts."""
    whole = "\n".join(f"{one.title}\n{one.text}" for one in group.got)
    return "".join(word for word in ("kenari", "kuning", "lubang", "tambang", "cerita", "talk-of") if word in whole)


async def test_who_is_taken_is_alerted_no_more_and_by_the_next_rung_when_they_wait_again(house: House) -> None:
    group = Group()
    ladder = house.ladder(group)
    await house.waits("t1", Level.IMMINENT)
    await house.looks(ladder)
    waiting = ticket("t1", level=Level.IMMINENT, opened_at=at())
    taken = replace(waiting, state=TicketState.CLAIMED, claimed_by=CounselorId("k-rani"), lease_until=at(1_800))
    await house.becomes(taken)
    await house.looks(ladder, 600)
    assert len(group.got) == 1
    await house.becomes(waiting)
    await house.looks(ladder, 1)
    await house.looks(ladder, 1)
    assert [one.cases[0].rung for one in group.got] == [Rung.OFFICE, Rung.SECOND]


async def test_seen_at_the_desk_it_waits_a_quarter_of_an_hour_for_who_saw_it(house: House) -> None:
    group = Group()
    ladder = house.ladder(group)
    await house.waits("t1", Level.HIGH)
    await house.looks(ladder)
    await house.store.see_alerts(T1, CounselorId("k-rani"), house.clock.now())
    await house.looks(ladder, 899)
    assert len(group.got) == 1
    await house.looks(ladder, 1)
    assert len(group.got) == 2


async def test_at_shift_start_many_are_one_message(house: House) -> None:
    group = Group()
    ladder = house.ladder(group)
    house.open = False
    for n in range(7):
        await house.waits(f"n{n}", Level.CONCERN)
    await house.looks(ladder)
    assert group.got == []
    await house.waits("t1", Level.IMMINENT)
    await house.looks(ladder)
    assert said(group) == ["8 menunggu, 1 bahaya sekarang"]
    house.open = True
    await house.looks(ladder, 59)
    assert len(group.got) == 1, "a minute between two"
    await house.looks(ladder, 2)
    assert said(group)[1:] == ["8 menunggu, 1 bahaya sekarang"]
    assert len(group.got[1].cases) == 7


async def test_what_went_nowhere_is_tried_again_later_each_time(house: House) -> None:
    group = Group(faults=deque([Later("offline", SOON), Later("offline", timedelta(seconds=9)), Refused("400"), None]))
    ladder = house.ladder(group)
    await house.waits("t1", Level.HIGH)
    tries = []
    for seconds in (0, 0, 1, 8, 1, BY_A_PERSON.total_seconds() - 1, 1):
        await house.looks(ladder, seconds)
        tries.append(group.tries)
    assert tries == [1, 1, 2, 2, 3, 3, 4]
    assert len(group.got) == 1
    (one,) = await house.raised()
    assert (one.tries, one.open_tries, one.sent_at) == (4, 0, house.clock.now())


async def test_what_may_have_come_is_sent_again_once(house: House) -> None:
    group = Group(faults=deque([Unknown("ReadError"), ValueError(CANARY)]))
    ladder = house.ladder(group)
    await house.waits("t1", Level.HIGH)
    for _ in range(10):
        await house.looks(ladder, 60)
    assert group.tries == 2
    (one,) = [one for one in await house.raised() if one.rung is Rung.OFFICE]
    assert (one.open_tries, one.sent_at) == (2, None)


async def test_whoever_dies_between_sending_and_marking_sends_once_more(caplog: pytest.LogCaptureFixture) -> None:
    group = Group()
    store = Flaky(MEMORY, new_vault())
    async with opened(store):
        house = House(store)
        store.down = 1
        await house.waits("t1", Level.HIGH)
        await house.looks(house.ladder(group))
        after = house.ladder(group)
        await house.looks(after, UNHEARD.total_seconds() - 1)
        assert len(group.got) == 1
        for _ in range(5):
            await house.looks(after, 60)
        assert [case.rung for one in group.got for case in one.cases].count(Rung.OFFICE) == 2
    assert "Left an alert to the next round" in caplog.messages


async def test_a_way_that_stands_still_keeps_no_other_waiting_and_gathers(house: House) -> None:
    stuck, mail = Group(slow=asyncio.Event()), Group("email")
    ladder = house.ladder(stuck, mail)
    await house.waits("t1", Level.IMMINENT)
    for name in ("t2", "t3"):
        await ladder.step()
        await asyncio.gather(*(one for one in ladder._flying.values() if one.get_name() == "email"))
        house.clock.pass_(timedelta(seconds=5))
        await house.waits(name, Level.IMMINENT)
    await ladder.step()
    assert stuck.tries == 1, "one in flight"
    assert stuck.slow
    stuck.slow.set()
    await house.looks(ladder)
    assert [len(one.cases) for one in mail.got] == [1, 1, 1]
    await house.looks(ladder)
    assert [len(one.cases) for one in stuck.got] == [1, 2]


async def test_a_rung_that_nobody_serves_is_skipped_and_that_is_said(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    group = Group(rungs=frozenset(Rung) - {Rung.DUTY})
    ladder = house.ladder(group)
    await house.waits("t1", Level.IMMINENT)
    with caplog.at_level(logging.INFO):
        for _ in range(12):
            await house.looks(ladder, 60)
    assert [one.way for one in await house.raised()] == ["telegram", "telegram", "telegram", NOBODY]
    assert len(group.got) == 3
    assert caplog.messages.count("Skipped a rung that nobody serves") == 1
    (line,) = [Line().format(one) for one in caplog.records if one.message.startswith("Skipped")]
    assert '"kind": "DUTY"' in line
    assert '"count": "1"' in line
    logged = "\n".join(str(vars(one)) for one in caplog.records)
    assert CANARY not in logged
    assert "t1" not in logged


async def test_whoever_lost_the_lease_sends_nothing(house: House) -> None:
    group = Group()
    ladder = house.ladder(group)
    await house.waits("t1", Level.IMMINENT)
    lost = Lease("alerts", 7)
    with pytest.raises(LeaseLost):
        await ladder.step(lost)
    await house.looks(ladder)
    assert len(group.got) == 1
    again = replace((await house.raised())[0], sent_at=None)
    await ladder._deliver(group, [again], await house.store.standing(house.clock.now()), lost)
    assert len(group.got) == 1
    await house.waits("t2", Level.IMMINENT)
    with pytest.raises(LeaseLost):
        await ladder.run(lost)


async def test_the_loop_hears_the_queue_and_lives_on_when_the_store_is_down(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    group = Group()
    ladder = house.ladder(group)
    running = asyncio.create_task(ladder.run(None))
    async with house.bell.listen("queue") as ear:
        await house.waits("t1", Level.IMMINENT)
        house.bell.ring("queue")
        while not group.got:
            assert await ear.wait(5)
    assert not running.done()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await house.store.close()
    assert await ladder._tried(None) > 2
    odd = Ladder(house.store, house.clock, house.bell, [group], is_open=broken, link="")
    await house.store.open()
    await house.waits("t9", Level.HIGH)
    assert await odd._tried(None) > 2
    assert {"Alerts waited for the store", "Failed a round of alerts"} <= set(caplog.messages)


def broken(office: Office, now: object) -> bool:
    raise ValueError("planted")
