"""The clockwork: waits start when the question was sent, live through a restart, and are void when they are over."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import Later, Refused
from bot.model.conversation import Position
from bot.model.message import Arrival, Channel, Inbound, Level, Silence
from bot.model.visit import page_of
from bot.ports import Lease, Receipt
from bot.runner.timers import Timers
from tests.runner.house import house

DANGER = "aku dipukul bapak tiap malam"
MINUTES = 60


async def test_an_offer_that_stays_unanswered_opens_the_ticket_after_ten_minutes() -> None:
    async with house() as one:
        await one.says(501, DANGER)
        await one.settle()
        sent = len(one.phones[0].got)
        assert await one.queue() == []
        await one.settle(seconds=9 * MINUTES + 50)
        assert await one.queue() == []
        await one.settle(seconds=20)
        (waiting,) = await one.queue()
        assert (waiting.ticket.level, [reason.rule for reason in waiting.ticket.reasons]) == (
            Level.HIGH,
            ["offer_unanswered"],
        )
        assert len(one.phones[0].got) == sent


async def test_a_wait_starts_when_the_question_was_sent_not_when_it_was_made() -> None:
    async with house() as one:
        one.phones[0].down = Later("offline", timedelta(seconds=1))
        await one.says(501, DANGER)
        for _ in range(8):
            await one.settle(seconds=60)
        assert await one.select("select count(*) from timer where due_at is not null") == [(0,)]
        one.phones[0].down = None
        for _ in range(5):
            await one.settle(seconds=16)
        begun = await one.select("select count(*) from timer where due_at is not null")
        assert begun != [(0,)]
        await one.settle(seconds=8 * MINUTES)
        assert await one.queue() == []
        await one.settle(seconds=2 * MINUTES)
        assert len(await one.queue()) == 1


@pytest.mark.parametrize("fault", [Refused("400"), Later("offline", timedelta(seconds=1))], ids=["refused", "down"])
async def test_a_danger_whose_answer_never_arrives_still_reaches_a_counselor(fault: Refused | Later) -> None:
    async with house() as one:
        one.phones[0].down = fault
        await one.says(501, DANGER)
        for _ in range(30):
            await one.settle(seconds=60)
        assert len(await one.queue()) == 1
        assert one.phones[0].got == []


async def test_timers_survive_a_restart(tmp_path: Path) -> None:
    async with house(path=tmp_path / "test.db") as one:
        await one.says(501, DANGER)
        await one.settle()
        await one.close()
        one.clock.pass_(timedelta(minutes=30))
        await one.open()
        await one.settle()
        assert len(await one.queue()) == 1


async def test_a_wait_is_void_once_the_contact_went_on() -> None:
    async with house() as one:
        await one.says(501, "halo")
        await one.settle()
        await one.settle(seconds=9 * MINUTES)
        await one.presses(501, "Orang tua / pengasuh")
        await one.settle()
        await one.settle(seconds=5 * MINUTES)
        talk = await one.talk(501)
        assert talk.position == Position("sambut", "topik_ortu")
        await one.settle(seconds=6 * MINUTES)
        assert (await one.talk(501)).position == Position("sambut", "diam")


async def test_a_timer_enters_once() -> None:
    async with house() as one:
        await one.says(501, "halo")
        await one.settle()
        one.clock.pass_(timedelta(minutes=11))
        assert await one.timers.step() == 1
        assert await one.timers.step() == 0
        assert await one.select("select count(*) from arrival where kind = 'Silence'") == [(1,)]


async def test_over_thirty_days_of_silence_a_child_hears_nothing() -> None:
    async with house() as one:
        await one.says(501, DANGER)
        await one.settle()
        await one.says(501, "orang")
        await one.settle(seconds=5)
        await one.says(501, "boleh")
        await one.settle(seconds=5)
        await one.says(502, "umurku 12, di sekolah diejek")
        await one.settle(seconds=5)
        sent = len(one.phones[0].got)
        assert sent
        for span in [60] * 30 + [3600] * 48 + [86_400] * 28:
            await one.settle(seconds=span)
        assert len(one.phones[0].got) == sent
        assert len(await one.queue()) >= 1


class Noted:
    """An intake that keeps what enters, and answers nothing."""

    def __init__(self) -> None:
        self.inbounds: list[Inbound] = []

    async def take(self, arrival: Arrival, *, lease: Lease | None = None) -> Receipt:
        return (await self.take_all([arrival]))[0]

    async def take_all(
        self, arrivals: Sequence[Arrival], *, offset: int | None = None, lease: Lease | None = None
    ) -> list[Receipt]:
        self.inbounds += [one.inbound for one in arrivals]
        return [Receipt("done") for _ in arrivals]

    async def park(self, channel: Channel, external: str, raw: str, *, lease: Lease | None = None) -> None:
        return None


@pytest.mark.parametrize("open_page", [True, False])
async def test_a_silence_knows_whether_their_page_is_open(open_page: bool) -> None:
    async with house() as one:
        await one.says(501, "halo")
        await one.settle()
        talk = (await one.talk(501)).id
        one.clock.pass_(timedelta(minutes=11))
        noted = Noted()
        async with one.bell.listen(page_of(talk) if open_page else talk):
            await Timers(one.store, noted, one.clock, one.bell).step()
        assert [inbound.watched for inbound in noted.inbounds if isinstance(inbound, Silence)] == [open_page]
