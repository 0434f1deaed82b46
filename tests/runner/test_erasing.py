"""The eraser: who asked is answered, then what they wrote is gone; a death, a full disk, a silent platform delay it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import Later
from bot.model.conversation import Conversation
from bot.model.message import ConversationId, Inbound, Said
from bot.model.turn import Erase, Turn
from bot.runner.erasing import Eraser
from bot.runner.loop import Loops
from bot.vault.erased import ErasedList
from tests.runner.house import House, house, plain, until

ERASED = "select id from conversation where erased_at is not null"
SECONDS = 10


def erasing(before: Conversation, inbound: Inbound) -> Turn:
    """The engine of a few lines, which also hears this one command."""
    turn = plain(before, inbound)
    if not isinstance(inbound, Said) or inbound.text != "hapus":
        return turn
    now = turn.conversation.grown(ended_at=inbound.at, ended_because="hapus")
    return Turn(now, turn.says, (*turn.effects, Erase()))


@dataclass
class Paper:
    """A list that a test can break."""

    ledger: ErasedList
    fault: OSError | None = None
    noted: list[Sequence[ConversationId]] = field(default_factory=list)

    def add(self, ids: Sequence[ConversationId]) -> None:
        if self.fault:
            raise self.fault
        self.noted.append(ids)
        self.ledger.add(ids)


@dataclass
class Room:
    """The house with its eraser."""

    house: House
    paper: Paper

    @property
    def eraser(self) -> Eraser:
        return Eraser(self.house.store, self.house.clock, self.house.bell, self.paper.add)

    async def erased(self) -> list[object]:
        return [row[0] for row in await self.house.select(ERASED)]


@asynccontextmanager
async def room(folder: Path) -> AsyncIterator[Room]:
    async with house(path=folder / "test.db", engine=erasing) as one:
        yield Room(one, Paper(ErasedList(folder / "erased.log")))


async def asked(room: Room, person: int = 501) -> ConversationId:
    """Somebody wrote, and asked for it to be erased; nothing has left yet."""
    receipt = await room.house.says(person, "halo")
    await room.house.says(person, "hapus")
    assert receipt.conversation
    return receipt.conversation


async def test_the_farewell_is_sent_first_then_the_talk_is_erased_within_seconds(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        talk = await asked(one)
        one.house.clock.pass_(timedelta(seconds=SECONDS))
        assert await one.eraser.step() == 0
        await one.house.settle()
        assert one.house.phones[0].texts(501) == ["halo", "hapus"]
        assert await one.eraser.step() == 1
        assert await one.erased() == [talk]
        assert one.paper.ledger.ids() == {talk}


async def test_who_hears_of_the_talk_hears_that_it_changed(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        talk = await asked(one)
        await one.house.settle(seconds=SECONDS)
        async with one.house.bell.listen(talk) as ear:
            await one.eraser.step()
            assert await ear.wait(1)


async def test_the_next_word_opens_a_new_talk_with_a_key_of_its_own(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        old = await asked(one)
        await one.house.settle(seconds=SECONDS)
        await one.eraser.step()
        receipt = await one.house.says(501, "halo lagi")
        assert (receipt.state, receipt.conversation != old) == ("done", True)
        contacts = await one.house.select("select count(distinct contact_id), count(distinct key) from conversation")
        assert contacts == [(2, 2)]
        await one.house.settle()
        assert one.house.phones[0].texts(501)[-1] == "halo lagi"


async def test_a_word_between_the_wish_and_the_deed_is_kept_in_the_new_talk(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        old = await asked(one)
        receipt = await one.house.says(501, "eh, satu lagi")
        await one.house.settle(seconds=SECONDS)
        await one.eraser.step()
        assert receipt.conversation != old
        assert await one.erased() == [old]
        again = await one.house.says(501, "masih di sini")
        assert again.conversation == receipt.conversation


async def test_the_id_is_on_the_list_before_the_key_is_gone(tmp_path: Path) -> None:
    """Who dies between the two does both again."""
    async with room(tmp_path) as one:
        talk = await asked(one)
        await one.house.settle(seconds=SECONDS)
        one.paper.fault = OSError("planted: the disk is full")
        with pytest.raises(OSError, match="planted"):
            await one.eraser.step()
        assert await one.erased() == []
        one.paper.fault = None
        assert await one.eraser.step() == 1
        assert (await one.erased(), list(one.paper.ledger.ids())) == ([talk], [talk])


async def test_a_wish_lives_through_a_restart(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        talk = await asked(one)
        await one.house.settle(seconds=SECONDS)
        await one.house.close()
        await one.house.open()
        assert await one.eraser.step() == 1
        assert await one.erased() == [talk]


async def test_a_platform_that_is_down_delays_the_deed_by_a_day_at_most(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        one.house.phones[0].down = Later("offline", timedelta(seconds=1))
        talk = await asked(one)
        for _ in range(3):
            await one.house.settle(seconds=60)
            assert await one.eraser.step() == 0
        await one.house.settle(seconds=24 * 60 * 60)
        assert await one.eraser.step() == 1
        assert await one.erased() == [talk]
        one.house.phones[0].down = None
        await one.house.settle(seconds=60)
        assert one.house.phones[0].got == []


async def test_nobody_elses_talk_is_touched(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        await one.house.says(502, "aku juga")
        talk = await asked(one)
        await one.house.settle(seconds=SECONDS)
        await one.eraser.step()
        assert await one.erased() == [talk]
        assert (await one.house.talk(502)).turn == 1


async def test_the_loop_goes_on_after_a_list_that_could_not_be_written(tmp_path: Path) -> None:
    async with room(tmp_path) as one:
        talk = await asked(one)
        await one.house.settle(seconds=SECONDS)
        one.paper.fault = OSError("planted: the disk is full")
        loops = Loops()
        loops.start({"erasing": one.eraser.run})
        try:
            one.house.bell.ring("erasing")
            one.paper.fault = None

            def noted() -> bool:
                one.house.bell.ring("erasing")
                return one.paper.ledger.ids() == {talk}

            await until(noted)
            assert loops.stopped() == []
        finally:
            await loops.stop()
        assert one.paper.ledger.ids() == {talk}
