"""Rows of unknown fate on a channel that reports and can be asked: waited for, looked for once, then sent again."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import ChannelError, Later, Refused, Unknown
from bot.model.message import Address, Arrival, ArrivalId, Author, Channel, Claimed, CounselorId, Office, Replied
from bot.ports import OutboxRow
from bot.runner.outbox import TOLD_AFTER_A_STOP, TOLD_WITHIN
from tests.runner.house import House, Phone, house, plain

MINUTE = TOLD_WITHIN.total_seconds()


@dataclass
class Asked(Phone):
    """WhatsApp, and what its platform says it has; `deaf` meets every question."""

    channel: Channel = Channel.WHATSAPP
    joins: bool = True
    has: tuple[str, ...] = ()
    deaf: ChannelError | None = None
    asked: list[str] = field(default_factory=list)

    async def find(self, to: Address, row: OutboxRow) -> tuple[str, ...]:
        assert to.value
        self.asked.append(row.text)
        if self.deaf is not None:
            raise self.deaf
        return self.has


async def says(one: House, text: str, person: int = 501) -> None:
    inbound = one.words(person, text).inbound
    await one.intake.take(one.arrival(person, inbound, channel=Channel.WHATSAPP))


async def test_a_row_without_a_report_is_looked_for_once_after_a_minute_and_sent_again_in_its_order() -> None:
    phone = Asked()
    async with house(phone, engine=plain) as one:
        phone.faults.append(Unknown("timeout"))
        await says(one, "satu")
        await one.settle()
        await says(one, "dua")
        await one.settle(seconds=MINUTE - 1)
        assert (phone.tries, phone.asked) == (["501"], [])
        assert await one.rows("state, because") == [("unknown", "timeout"), ("waiting", "")]
        await one.settle(seconds=1)
        assert phone.asked == ["satu"]
        assert phone.texts(501) == ["satu", "dua"]


async def test_a_row_that_the_platform_has_is_not_sent_again() -> None:
    phone = Asked(has=("SM1",))
    async with house(phone, engine=plain) as one:
        phone.faults.append(Unknown("timeout"))
        await says(one, "satu")
        await one.settle()
        await one.settle(seconds=MINUTE)
        assert await one.rows("state, external_id") == [("sent", "SM1")]
        assert phone.tries == ["501"]


async def test_the_same_words_sent_before_are_not_taken_for_the_row_that_is_looked_for() -> None:
    phone = Asked()
    async with house(phone, engine=plain) as one:
        await says(one, "sama")
        await one.settle()
        ((before,),) = await one.rows("external_id")
        phone.has = (str(before),)
        phone.faults.append(Unknown("timeout"))
        await says(one, "sama")
        await one.settle()
        await one.settle(seconds=MINUTE)
        assert phone.texts(501) == ["sama", "sama"]


@pytest.mark.parametrize("deaf", [Unknown("502"), Later("429", timedelta(seconds=7)), Refused("400")])
async def test_while_the_platform_cannot_be_asked_nothing_is_sent_on_suspicion(deaf: ChannelError) -> None:
    phone = Asked(deaf=deaf)
    async with house(phone, engine=plain) as one:
        phone.faults.append(Unknown("timeout"))
        await says(one, "satu")
        await one.settle()
        await one.settle(seconds=MINUTE)
        await one.settle(seconds=15)
        assert (phone.tries, phone.asked) == (["501"], ["satu", "satu"])
        phone.deaf, phone.has = None, ("SM1",)
        await one.settle(seconds=15)
        assert await one.rows("state, external_id") == [("sent", "SM1")]


async def test_an_hour_without_one_clear_answer_loses_nothing_and_ends_within_twenty_seconds() -> None:
    phone = Asked(deaf=Unknown("502"), down=Unknown("502"))
    async with house(phone, engine=plain) as one:
        for person in range(600, 610):
            await says(one, "satu", person)
            await says(one, "dua", person)
        for _ in range(60 * 4):
            await one.settle(seconds=15)
        assert len(phone.tries) + len(phone.asked) < 10 + 3600 / 15 + 30, "one by one, every fifteen seconds"
        phone.deaf = phone.down = None
        await one.settle(seconds=15)
        assert phone.got
        for _ in range(10):
            await one.settle(seconds=6)
        assert all(phone.texts(person) == ["satu", "dua"] for person in range(600, 610))


async def test_what_was_in_flight_when_the_process_died_is_waited_and_looked_for_too(tmp_path: Path) -> None:
    phone = Asked()
    async with house(phone, path=tmp_path / "test.db", engine=plain) as one:
        await says(one, "satu")
        (ready,) = await one.store.ready(one.clock.now(), 9, list(Channel))
        await one.store.take([ready.row.id], one.clock.now())
        await one.close()
        await one.open()
        await one.store.recover(one.clock.now())
        await one.settle()
        await one.settle(seconds=TOLD_AFTER_A_STOP.total_seconds() - 1)
        assert (phone.tries, phone.asked) == ([], [])
        await one.settle(seconds=1)
        assert (phone.texts(501), phone.asked) == (["satu"], ["satu"])


async def test_a_counselors_words_are_not_looked_for_and_hold_up_nothing() -> None:
    phone = Asked()
    async with house(phone, engine=plain) as one:
        await says(one, "halo")
        await one.settle()
        talk = (await one.rows("conversation_id"))[0][0]
        now, rani = one.clock.now(), CounselorId("c1")
        desk = [
            Claimed(now, rani, "Kak Rani", Office("provinsi")),
            Replied(now, rani, "satu"),
            Replied(now, rani, "dua"),
        ]
        phone.faults.append(Unknown("timeout"))
        for n, inbound in enumerate(desk):
            await one.intake.take(Arrival(ArrivalId(f"desk:{n}"), Channel.WHATSAPP, inbound, conversation=talk))  # type: ignore[arg-type]  # a name from the store
        for _ in range(10):
            await one.settle(seconds=15)
        states = await one.select(f"select state from outbox where author = '{Author.COUNSELOR}' order by turn")
        assert states == [("unknown",), ("sent",)]
        assert phone.asked == []
