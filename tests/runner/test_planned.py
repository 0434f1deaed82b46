"""Messages that an adult asked for, through the real store, intake, timers and sender."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import Later
from bot.model.message import Blocked, Channel, Said
from bot.model.turn import PLANS
from bot.ports import Due
from tests.engine.minds import mind
from tests.runner.house import House, Phone, house

HOUR, DAY = 3_600, 86_400
PARENT = 501
LESSON = "Ini pesan"
"""What every day of the course begins with, behind its greeting."""


async def signed_up(one: House, person: int = PARENT, hour: str = "siang") -> None:
    """A parent on a phone of their own asks for the five days."""
    for words in ("halo", "orang tua", "kursus", "mau", "sendiri", hour):
        await one.says(person, words)
        await one.settle(seconds=2)
    assert await plans(one)


async def plans(one: House) -> list[tuple[object, ...]]:
    return await one.select(f"select conversation_id, kind, wait from timer where kind like '{PLANS}%'")


def lessons(one: House, person: int = PARENT) -> list[str]:
    return [text for phone in one.phones for text in phone.texts(person) if LESSON in text]


async def test_the_five_days_come_one_a_day_at_the_hour_that_was_chosen() -> None:
    async with house() as one:
        await signed_up(one)
        for number in range(1, 6):
            for _ in range(3):
                await one.settle(seconds=HOUR)
            assert len(lessons(one)) == number
            await one.says(PARENT, "mau" if number < 5 else "tidak dulu")
            for _ in range(21):
                await one.settle(seconds=HOUR)
        for _ in range(30):
            await one.settle(seconds=DAY)
        assert len(lessons(one)) == 5
        assert await plans(one) == []


async def test_over_thirty_days_of_silence_one_message_comes() -> None:
    async with house() as one:
        await signed_up(one)
        for span in [60] * 30 + [HOUR] * 48 + [DAY] * 28:
            await one.settle(seconds=span)
        assert len(lessons(one)) == 1


@pytest.mark.parametrize("who", ["anak", "yang lain", ""], ids=["a child", "another", "nobody we know"])
async def test_whoever_is_no_parent_hears_nothing_in_thirty_days(who: str) -> None:
    async with house() as one:
        for words in ("halo", who, "kursus", "mau", "ya", "sendiri", "siang", "janji", "kegiatan", "disiplin positif"):
            if words:
                await one.says(601, words)
                await one.settle(seconds=20)
        sent = len(one.phones[0].got)
        assert await plans(one) == []
        for span in [60] * 30 + [HOUR] * 48 + [DAY] * 28:
            await one.settle(seconds=span)
        assert len(one.phones[0].got) == sent


@pytest.mark.parametrize("moment", ["before it is due", "after it was claimed"])
async def test_a_crash_repeats_nothing_and_loses_nothing(tmp_path: Path, moment: str) -> None:
    async with house(path=tmp_path / "test.db") as one:
        await signed_up(one)
        one.clock.pass_(timedelta(hours=2))
        if moment == "after it was claimed":
            assert await one.store.due(one.clock.now(), 64)
        await one.close()
        await one.open()
        await one.settle()
        assert len(lessons(one)) == 1
        await one.close()
        await one.open()
        await one.settle(seconds=DAY)
        assert len(lessons(one)) == 1
        assert await one.select("select count(*) from arrival where kind = 'Planned'") == [(1,)]


async def test_what_was_stored_and_not_yet_sent_is_sent_after_a_restart_and_once(tmp_path: Path) -> None:
    async with house(path=tmp_path / "test.db") as one:
        await signed_up(one)
        one.clock.pass_(timedelta(hours=2))
        assert await one.timers.step() == 1
        assert lessons(one) == []
        await one.close()
        await one.open()
        await one.settle()
        await one.settle(seconds=DAY)
        assert len(lessons(one)) == 1


async def test_the_same_timer_twice_enters_once() -> None:
    async with house() as one:
        await signed_up(one)
        one.clock.pass_(timedelta(hours=2))
        due = await one.store.due(one.clock.now(), 64)
        (plan,) = [found for found in due if found.kind.startswith(PLANS)]
        again = one.timers._arrival(Due(plan.conversation, plan.channel, plan.wait, plan.kind))
        first, second = [(await one.intake.take(again)).state for _ in range(2)]
        assert (first, second) == ("done", "duplicate")
        await one.settle()
        assert len(lessons(one)) == 1


async def test_consent_that_falls_between_the_turn_and_the_send_stops_the_message() -> None:
    async with house() as one:
        await signed_up(one)
        one.clock.pass_(timedelta(hours=2))
        assert await one.timers.step() == 1
        await one.says(PARENT, "berhenti kursus")
        await one.settle()
        assert lessons(one) == []
        assert ("withdrawn", "not asked") in await one.rows("state, because")


async def test_after_a_long_outage_it_does_not_come_in_the_night() -> None:
    async with house() as one:
        await signed_up(one)
        one.phones[0].down = Later("offline", timedelta(seconds=1))
        one.clock.pass_(timedelta(hours=2))
        await one.settle()
        for _ in range(11):
            await one.settle(seconds=HOUR)
        one.phones[0].down = None
        for _ in range(5):
            await one.settle(seconds=60)
        assert lessons(one) == []


async def test_who_is_erased_or_blocks_us_has_nothing_planned() -> None:
    async with house() as one:
        await signed_up(one, 501)
        await signed_up(one, 502)
        await signed_up(one, 503)
        await one.says(501, "hapus")
        await one.settle(seconds=2)
        await one.says(501, "ya")
        await one.happens((await one.talk(502)).id, Blocked(one.clock.now()))
        await one.says(503, "berhenti")
        await one.settle(seconds=2)
        assert await plans(one) == []
        for _ in range(30):
            await one.settle(seconds=DAY)
        assert [len(lessons(one, person)) for person in (501, 502, 503)] == [0, 0, 0]


async def test_a_talk_with_something_planned_is_not_over_after_three_days_of_rest() -> None:
    def resting(talk: object) -> bool:
        return True

    async with house(resting=resting) as one:
        await signed_up(one)
        first = (await one.talk(PARENT)).id
        await one.settle(seconds=DAY)
        await one.says(PARENT, "mau")
        await one.says(PARENT, "kursus")
        assert (await one.talk(PARENT)).id == first


async def test_on_whatsapp_nothing_leaves_later_than_a_day_after_their_last_word() -> None:
    async with house(Phone(Channel.WHATSAPP, joins=True)) as one:
        talk = await on_whatsapp(one)
        for _ in range(4):
            await one.settle(seconds=DAY)
        assert lessons(one, PARENT) == []
        assert await plans(one) == []
        assert talk


async def on_whatsapp(one: House) -> bool:
    """Somebody reads the first day at once, before the hour of today, so that the next one is more than a day away."""
    for words in ("halo", "orang tua", "kursus", "mau", "sendiri", "siang", "kursus", "hari pertama", "mau"):
        await one.intake.take(one.arrival(PARENT, said(one, words), channel=Channel.WHATSAPP))
        await one.settle(seconds=2)
    one.phones[0].got.clear()
    return bool(await plans(one))


def said(one: House, words: str) -> Said:
    return Said(one.clock.now(), words)


def test_every_message_that_can_be_planned_is_asked_for_in_a_variable_of_consent() -> None:
    book = mind().book
    planned = {state.planning.name for flow in book.flows.values() for state in flow.states.values() if state.planning}
    assert planned == {"kursus", "pengingat"}
    assert {book.variables[name].sets for name in planned} == {"planned"}
