"""On trial: who is listed is served, who is not is told so, screened, and never stored; nobody waits for that."""

import asyncio
from datetime import timedelta

import pytest

from bot.model.message import Address, Alarm, Blocked, Channel, Kind, Level, Said
from bot.runner.audience import MOST_AT_ONCE
from tests.runner.house import House, Phone, house, plain, until

HIGH = Alarm(Level.HIGH, frozenset([Kind.PHYSICAL]), "tes", (0, 1))


def hears(text: str) -> Alarm | None:
    return HIGH if "dipukul" in text else None


async def test_a_tester_is_served_and_a_stranger_is_told_and_not_stored() -> None:
    async with house(engine=plain, testers=["telegram:501"]) as one:
        receipts = await one.intake.take_all([one.words(502, "halo"), one.words(501, "halo")], offset=3)
        assert [receipt.state for receipt in receipts] == ["trial", "done"]
        await until(lambda: one.told == [Address(Channel.TELEGRAM, "user", "502")])
        assert await one.select("select count(*) from arrival") == [(1,)]
        assert await one.store.offset() == 3


@pytest.mark.parametrize("listed", ["whatsapp:+628111", "*"])
async def test_a_number_is_listed_as_the_platform_writes_it(listed: str) -> None:
    async with house(engine=plain, testers=[listed]) as one:
        whatsapp = Address(Channel.WHATSAPP, "phone", "whatsapp:+628111")
        arrival = one.arrival(501, Said(one.clock.now(), "halo"), channel=Channel.WHATSAPP)
        hidden = type(arrival)(arrival.id, arrival.channel, arrival.inbound, arrival.address, aliases=(whatsapp,))
        assert (await one.intake.take(hidden)).state == "done"


async def test_the_web_chat_is_open_to_everyone() -> None:
    async with house(Phone(Channel.WEB), engine=plain, testers=[]) as one:
        said = one.arrival(501, Said(one.clock.now(), "halo"), channel=Channel.WEB)
        assert (await one.intake.take(said)).state == "done"


async def test_a_stranger_hears_it_once_a_minute_and_at_a_danger_every_time() -> None:
    async with house(engine=plain, testers=[], screen=hears) as one:

        async def told_after(text: str, seconds: float) -> int:
            one.clock.pass_(timedelta(seconds=seconds))
            await one.says(502, text)
            await one.audience.close()
            return len(one.told)

        assert await told_after("halo", 0) == 1
        assert await told_after("halo", 59) == 1
        assert await told_after("aku dipukul", 0.5) == 2
        assert await told_after("aku dipukul lagi", 0.5) == 3
        assert await told_after("halo", 30) == 3
        assert await told_after("halo", 30) == 4


async def test_a_flood_of_dangers_from_a_stranger_is_answered_as_any_flood() -> None:
    async with house(engine=plain, testers=[], screen=hears) as one:
        for _ in range(100):
            one.clock.pass_(timedelta(milliseconds=50))
            await one.says(502, "aku dipukul")
            await one.audience.close()
        assert len(one.told) == 10


async def test_who_only_blocked_us_is_told_nothing() -> None:
    async with house(engine=plain, testers=[]) as one:
        await one.intake.take(one.arrival(502, Blocked(one.clock.now())))
        await one.audience.close()
        assert one.told == []


class Stuck:
    """A platform that does not answer until it is let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.asked = 0
        self.told = 0

    async def tell(self, address: Address) -> None:
        self.asked += 1
        await self.go.wait()
        self.told += 1
        if self.told == 1:
            raise RuntimeError("a planted fault")


async def test_telling_strangers_delays_nobody_is_bounded_and_is_waited_for_at_the_end() -> None:
    stuck = Stuck()
    one = House(engine=plain, testers=["telegram:501"], tell=stuck.tell)
    await one.open()
    async with asyncio.timeout(5):
        receipts = await one.intake.take_all([one.words(person, "halo") for person in range(600, 700)], offset=5)
        assert {receipt.state for receipt in receipts} == {"trial"}
        assert (await one.says(501, "halo")).state == "done"
    await until(lambda: stuck.asked == MOST_AT_ONCE)
    closing = asyncio.create_task(one.close())
    await asyncio.sleep(0)
    stuck.go.set()
    await closing
    assert stuck.told == MOST_AT_ONCE
