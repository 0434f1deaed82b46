"""What a process left in flight when it died, where others live on beside it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StoreDown
from bot.model.message import Channel, CounselorId, Left, MessageId, Replied
from bot.store.outbox import SENDS
from tests.runner.house import Phone, house, plain
from tests.web.fakes import until


@pytest.mark.parametrize("process", ["another", "ours"])
async def test_a_row_that_was_taken_and_that_nobody_knows_of_is_sent_once_its_time_is_over(
    tmp_path: Path, process: str
) -> None:
    """Another process took it with it, or it was taken here and the line broke before we heard that it was."""
    phone = Phone()
    async with house(phone, path=tmp_path / "test.db", engine=plain) as one:
        one.store.process = process
        talk = (await one.says(501, "halo")).conversation
        await one.store.take([MessageId(f"{talk}/1/1")], one.clock.now())
        one.store.process = "ours"
        one.loops.start({"sender": one.sender.run})
        await one.says(502, "hai")
        await until(lambda: phone.texts(502) == ["hai"])
        assert phone.texts(501) == []
        one.clock.pass_(SENDS + timedelta(seconds=1))
        one.bell.ring("outbox")
        await until(lambda: phone.texts(501) == ["halo"])
        await one.loops.stop()  # what landed is marked
        assert sorted(await one.rows("state, attempts")) == [("sent", 1), ("sent", 2)]


async def test_what_a_process_has_in_flight_is_its_own_however_long_it_takes(tmp_path: Path) -> None:
    async with house(Phone(), path=tmp_path / "test.db", engine=plain) as one:
        row = MessageId(f"{(await one.says(501, 'halo')).conversation}/1/1")
        await one.store.take([row], one.clock.now())
        one.clock.pass_(timedelta(hours=1))
        assert await one.store.recover(one.clock.now(), [row]) == 0
        assert await one.store.ready(one.clock.now(), 1, list(Channel)) == []
        assert await one.store.recover(one.clock.now()) == 1


async def test_who_was_stopped_between_taking_a_row_and_sending_it_does_not_send_it_then(tmp_path: Path) -> None:
    phone = Phone()
    async with house(phone, path=tmp_path / "test.db", engine=plain) as one:
        await one.says(501, "halo")
        async with one.store.writing():  # nobody else can take a row now
            stepping = asyncio.create_task(one.sender.step())
            await asyncio.sleep(0)  # it has looked at the clock
            one.clock.pass_(timedelta(seconds=40))
        await stepping
        assert phone.tries == []
        await one.settle()
        assert phone.texts(501) == ["halo"]
        assert await one.rows() == [("sent", "", 2)]


async def test_a_counselors_words_do_not_follow_who_left_between_our_look_and_the_send(tmp_path: Path) -> None:
    phone = Phone()
    async with house(phone, path=tmp_path / "test.db", engine=plain) as one:
        talk = (await one.says(501, "halo")).conversation
        await one.settle()
        await one.happens(talk, Replied(one.clock.now(), CounselorId("c1"), "Saya di sini."))
        (ready,) = await one.store.ready(one.clock.now(), 1, list(Channel))
        versions = {ready.conversation.id: ready.conversation.version}
        await one.happens(talk, Left(one.clock.now()))
        assert await one.store.take([ready.row.id], one.clock.now(), versions) == frozenset()
        await one.settle()
        assert phone.texts(501) == ["halo"]
        assert (await one.rows())[-1] == ("held", "left", 0)


@pytest.mark.parametrize("broken", [StoreDown("planted"), asyncio.CancelledError()])
async def test_a_counselors_words_are_sent_when_nobody_heard_that_they_were_taken(
    tmp_path: Path, broken: BaseException
) -> None:
    """The line broke, or the service was told to stop, after the commit: we know that nothing was sent."""
    phone = Phone()
    async with house(phone, path=tmp_path / "test.db", engine=plain) as one:
        talk = (await one.says(501, "halo")).conversation
        await one.settle()
        await one.happens(talk, Replied(one.clock.now(), CounselorId("c1"), "Saya di sini."))
        one.store.unheard = broken
        with pytest.raises(type(broken)):
            await one.sender.step()
        assert (await one.rows())[-1] == ("taken", "", 1)
        await one.close()
        await one.open()
        await one.sender.step()
        await one.settle()
        assert phone.texts(501) == ["halo", "Saya di sini."]
        assert (await one.rows())[-1] == ("sent", "", 2)


async def test_what_arrived_counts_before_what_is_judged_of_a_row_that_another_gave_up_for_us(tmp_path: Path) -> None:
    """Or it would be held, and said once more when they come back."""
    phone = Phone(joins=True, channel=Channel.WHATSAPP)
    async with house(phone, path=tmp_path / "test.db", engine=plain) as one:
        phone.slow["501"] = asyncio.Event()
        await one.intake.take(one.arrival(501, one.words(501, "halo").inbound, channel=Channel.WHATSAPP))
        await one.sender.step()
        one.clock.pass_(timedelta(hours=25))  # longer than WhatsApp lets us write
        assert await one.store.recover(one.clock.now()) == 1
        await until(lambda: phone.tries)
        phone.slow.pop("501").set()
        await until(lambda: phone.got)
        await one.settle()
        assert await one.rows("state, attempts") == [("sent", 1)]
