"""Reports on their way into the store: together, once each, and nobody told a lie when the store is down."""

import asyncio

import pytest

from bot.errors import IntakeFull, StoreDown, Unknown
from bot.model.message import Channel, MessageId
from bot.model.report import Rank, Report
from bot.runner import reports
from tests.runner.house import House, Phone, house, plain


async def tried(one: House) -> MessageId:
    """A row on WhatsApp whose fate is unknown."""
    one.phones[0].faults.append(Unknown("timeout"))
    await one.intake.take(one.arrival(501, one.words(501, "satu").inbound, channel=Channel.WHATSAPP))
    await one.settle()
    ((name,),) = await one.rows("conversation_id || '/' || turn || '/' || n")
    return MessageId(str(name))


def whatsapp() -> Phone:
    return Phone(Channel.WHATSAPP, joins=True)


async def test_a_report_settles_what_is_unknown_and_it_is_not_sent_again() -> None:
    async with house(whatsapp(), engine=plain) as one:
        name = await tried(one)
        taking = reports.Reports(one.store, one.bell)
        async with one.bell.listen("outbox") as sender, one.bell.listen(name.split("/")[0]) as page:
            await taking.take(Report(name, Rank.ACCEPTED, one.clock.now(), "SM1"))
            assert await sender.wait(1)
            assert await page.wait(1)
        for _ in range(5):
            await one.settle(seconds=15)
        assert await one.rows("state, attempts, external_id") == [("sent", 1, "SM1")]
        assert len(one.phones[0].tries) == 1


async def test_reports_at_the_same_moment_are_one_transaction() -> None:
    async with house(whatsapp(), engine=plain) as one:
        name = await tried(one)
        groups: list[int] = []
        real = one.store.report

        async def counted(told: list[Report]) -> frozenset[MessageId]:
            groups.append(len(told))
            return await real(told)

        one.store.report = counted  # type: ignore[method-assign,assignment]  # the real one, counted
        taking = reports.Reports(one.store, one.bell)
        told = [Report(name, rank, one.clock.now(), "SM1") for rank in Rank] * 10
        await asyncio.gather(*(taking.take(report) for report in told))
        assert groups == [1, 29], "who came while the first was written"
        assert await one.rows("state, reported") == [("sent", 3)]


async def test_a_store_that_is_down_is_told_to_everybody_who_waited() -> None:
    async with house(whatsapp(), engine=plain) as one:
        name = await tried(one)
        taking = reports.Reports(one.store, one.bell)
        report = Report(name, Rank.READ, one.clock.now(), "SM1")
        await one.store.close()
        told = await asyncio.gather(*(taking.take(report) for _ in range(3)), return_exceptions=True)
        assert [type(error) for error in told] == [StoreDown] * 3
        await one.store.open()


async def test_more_than_may_wait_are_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async with house(whatsapp(), engine=plain) as one:
        name = await tried(one)
        monkeypatch.setattr(reports, "MOST_WAITING", 2)
        taking = reports.Reports(one.store, one.bell)
        report = Report(name, Rank.READ, one.clock.now(), "SM1")
        told = await asyncio.gather(*(taking.take(report) for _ in range(4)), return_exceptions=True)
        assert [type(one) for one in told] == [type(None)] * 3 + [IntakeFull]
