"""The way in: stored before it is acknowledged, answered once, in order, and nobody waits for somebody else's fault."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.engine.advance import advance
from bot.errors import IntakeFull, StoreDown
from bot.model.conversation import Conversation, Position, Voice
from bot.model.message import (
    Address,
    Arrival,
    ArrivalId,
    Channel,
    Claimed,
    ContactId,
    ConversationId,
    CounselorId,
    Failed,
    Inbound,
    Left,
    MessageId,
    Office,
    Said,
)
from bot.model.turn import Turn
from bot.rules.flood import Flow
from bot.runner.intake import MOST_IN_BATCH, MOST_OF_ONE
from bot.runner.turns import Floods
from bot.store.connection import MEMORY
from tests.engine.minds import mind
from tests.runner.house import TUESDAY, House, Phone, house, plain

STORES = pytest.mark.parametrize("disk", [False, True], ids=["memory", "disk"])


def place(disk: bool, tmp_path: Path) -> Path | str:
    return tmp_path / "test.db" if disk else MEMORY


@STORES
async def test_the_same_arrival_is_answered_once_in_another_call_in_the_same_call_and_at_the_same_moment(
    tmp_path: Path, disk: bool
) -> None:
    async with house(path=place(disk, tmp_path), engine=plain) as one:
        word = one.words(501, "halo", "7")
        assert (await one.intake.take(word)).state == "done"
        assert (await one.intake.take(word)).state == "duplicate"
        twice = one.words(501, "lagi", "8")
        await one.intake.take_all([twice, twice])
        at_once = one.words(501, "sekali", "9")
        await asyncio.gather(*(one.intake.take(at_once) for _ in range(5)))
        await one.settle()
        assert one.phones[0].texts(501) == ["halo", "lagi", "sekali"]


@STORES
async def test_words_of_one_millisecond_are_answered_in_the_order_they_came(tmp_path: Path, disk: bool) -> None:
    async with house(path=place(disk, tmp_path), engine=plain) as one:
        words = [one.words(person, f"{n}") for n in range(6) for person in (501, 502)]
        await one.intake.take_all(words)
        for _ in range(6):
            await one.settle(seconds=1)
        assert one.phones[0].texts(501) == one.phones[0].texts(502) == ["0", "1", "2", "3", "4", "5"]


async def test_a_batch_holds_at_most_64_and_at_most_8_of_one_person() -> None:
    async with house(engine=plain) as one:
        crowd = [one.words(person, "halo") for person in range(600, 600 + MOST_IN_BATCH + 10)]
        await one.intake.take_all([*(one.words(501, f"{n}") for n in range(20)), *crowd])
        mine = [sum(int(name.partition(":")[2]) > len(crowd) for name in batch) for batch in one.store.batches]
        assert max(len(batch) for batch in one.store.batches) == MOST_IN_BATCH
        assert max(mine) == MOST_OF_ONE
        assert sum(len(batch) for batch in one.store.batches) == 20 + len(crowd)


async def test_the_offset_is_stored_after_all_that_was_fetched_even_when_one_person_fills_several_batches() -> None:
    async with house(engine=plain) as one:
        await one.loops.stop()
        words = [*(one.words(501, f"{n}") for n in range(20)), one.words(502, "halo")]
        taking = asyncio.create_task(one.intake.take_all(words, offset=22))
        offsets = []
        one.loops.start({"intake": one.intake.run})
        async with one.bell.listen("outbox") as ear:
            while not taking.done():
                kept = await one.select("select count(*) from arrival")
                offsets.append((await one.store.offset(), kept[0][0]))
                await ear.wait(0.05)
        await taking
        assert len(one.store.batches) > 2
        assert all(offset == 0 or kept == 21 for offset, kept in offsets)
        assert await one.store.offset() == 22


async def test_an_offset_is_not_stored_when_one_arrival_was_not() -> None:
    async with house(engine=plain) as one:
        one.store.refuses = {"telegram:poison"}
        with pytest.raises(StoreDown):
            await one.intake.take_all([one.words(501, "halo"), one.words(502, "x", "poison")], offset=9)
        assert await one.store.offset() == 0
        await one.intake.take_all([], offset=9)
        assert await one.store.offset() == 9


async def test_a_turn_that_raises_is_parked_answered_honestly_and_delays_nobody() -> None:
    def sometimes(before: Conversation, inbound: Inbound) -> Turn:
        if isinstance(inbound, Said) and inbound.text == "meledak":
            raise RuntimeError("a planted fault")
        return advance(mind(), before, inbound)

    async with house(engine=sometimes) as one:
        receipts = await one.intake.take_all([one.words(501, "meledak"), one.words(502, "anakku tantrum")])
        assert [receipt.state for receipt in receipts] == ["parked", "done"]
        await one.settle()
        assert "Maaf, ada yang salah di sisi kami" in one.phones[0].texts(501)[0]
        assert "110" in one.phones[0].texts(501)[1]
        assert "Tetap dekat, tenang" in one.phones[0].texts(502)[0]
        (waiting,) = await one.queue()
        assert [reason.rule for reason in waiting.ticket.reasons] == ["fault"]
        talk = await one.talk(501)
        assert (talk.position, talk.voice) == (Position("aman/orang", "maaf"), Voice.WAITING)
        assert await one.select("select state, because from arrival order by id") == [
            ("parked", "RuntimeError"),
            ("done", ""),
        ]


async def test_a_batch_that_cannot_be_written_is_repeated_one_person_at_a_time() -> None:
    async with house(engine=plain) as one:
        one.store.refuses = {"telegram:poison"}
        words = [one.words(501, "a"), one.words(502, "x", "poison"), one.words(503, "b"), one.words(501, "c")]
        results = await asyncio.gather(*(one.intake.take(word) for word in words), return_exceptions=True)
        assert [isinstance(result, StoreDown) for result in results] == [False, True, False, False]
        await one.settle()
        assert one.phones[0].texts(501) == ["a", "c"]
        assert one.phones[0].texts(503) == ["b"]
        assert await one.select("select count(*) from conversation") == [(2,)]


async def test_a_message_of_a_batch_that_had_to_be_repeated_counts_once_against_floods() -> None:
    async with house(engine=plain) as one:
        one.store.refuses = {"telegram:poison"}
        words = [one.words(502, "x", "poison"), *(one.words(501, f"{n}") for n in range(7))]
        await asyncio.gather(*(one.intake.take(word) for word in words), return_exceptions=True)
        assert len(one.intake._turns.floods.of((await one.talk(501)).contact).came) == 7


async def test_an_intake_that_is_full_says_so_and_keeps_what_it_has() -> None:
    async with house(engine=plain, limit=3) as one:
        await one.loops.stop()
        taken = [asyncio.create_task(one.says(501, f"{n}")) for n in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(IntakeFull):
            await one.says(502, "halo")
        one.loops.start({"intake": one.intake.run})
        assert [receipt.state for receipt in await asyncio.gather(*taken)] == ["done"] * 3


async def test_what_cannot_be_stored_is_not_acknowledged(tmp_path: Path) -> None:
    async with house(path=tmp_path / "test.db", engine=plain) as one:
        await one.store.close()
        with pytest.raises(StoreDown):
            await one.says(501, "halo")
        many = [one.words(person, "halo") for person in range(600, 640)]
        results = await asyncio.gather(*(one.intake.take(word) for word in many), return_exceptions=True)
        assert all(isinstance(result, StoreDown) for result in results)
        await one.store.open()
        assert (await one.says(501, "halo")).state == "done"


async def test_a_stop_refuses_what_waits_what_is_being_written_and_what_still_comes() -> None:
    one = House(engine=plain)
    await one.open()
    async with one.store.writing():  # the batch cannot begin
        asked = [asyncio.create_task(one.says(501, f"{n}")) for n in range(MOST_OF_ONE + 3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await one.loops.stop()
        await one.intake.close()
        for task in asked:
            with pytest.raises(StoreDown):
                await task
        with pytest.raises(StoreDown):
            await one.says(501, "lagi")
    assert await one.select("select count(*) from arrival") == [(0,)]
    await one.store.close()


@STORES
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a" * 4_096,
        "x" * 65_536,
        "\ufffd\ufffd",
        "\u202eolah\u202c",
        "\u05e9\u05dc\u05d5\u05dd",
        "\U0001f469\u200d\U0001f467",
        "'; drop table message; --",
    ],
    ids=["empty", "blank", "long", "longest", "mended", "marks", "rtl", "emoji", "sql"],
)
async def test_any_text_is_kept_screened_and_answered(tmp_path: Path, disk: bool, text: str) -> None:
    async with house(path=place(disk, tmp_path)) as one:
        assert (await one.says(501, text)).state == "done"
        await one.settle()
        assert one.phones[0].texts(501)


async def test_a_danger_at_the_end_of_the_longest_text_is_heard() -> None:
    async with house() as one:
        await one.says(501, "x " * 32_000 + "aku dipukul bapak tiap malam")
        assert (await one.talk(501)).level >= 2


async def test_a_first_word_after_the_end_opens_a_new_talk_of_the_same_person() -> None:
    async with house(engine=plain) as one:
        first = await one.says(501, "halo")
        await one.happens(first.conversation, Left(one.clock.now()))
        second = await one.says(501, "lagi")
        assert first.conversation != second.conversation
        assert await one.select("select count(distinct contact_id) from conversation") == [(1,)]


async def test_what_happens_to_an_old_talk_stays_with_it_when_the_person_writes_at_the_same_moment() -> None:
    async with house(engine=plain) as one:
        old = (await one.says(501, "halo")).conversation
        await one.happens(old, Left(one.clock.now()))
        new = (await one.says(501, "lagi")).conversation
        assert old
        assert new
        failed = Failed(one.clock.now(), MessageId(f"{old}/1/1"), "400")
        late = Arrival(ArrivalId("desk:late"), Channel.TELEGRAM, failed, conversation=old)
        receipts = await one.intake.take_all([late, one.words(501, "sesudah"), late, one.words(501, "akhir")])
        assert [receipt.conversation for receipt in receipts] == [old, new, old, new]
        assert await one.select("select count(*) from conversation") == [(2,)]


async def test_something_for_a_talk_that_is_gone_is_dropped_without_harm() -> None:
    async with house(engine=plain) as one:
        gone = Arrival(ArrivalId("desk:1"), Channel.TELEGRAM, Left(one.clock.now()), conversation=ConversationId("x"))
        receipts = await one.intake.take_all([gone, one.words(501, "halo")])
        assert receipts[1].state == "done"
        assert await one.select("select count(*) from conversation") == [(1,)]


async def test_a_claim_on_a_talk_that_was_left_is_refused() -> None:
    async with house() as one:
        talk = (await one.says(501, "halo")).conversation
        await one.says(501, "keluar")
        assert (await one.talk(501)).ended_because == "keluar"
        receipt = await one.happens(talk, claim(one))
        assert (receipt.state, receipt.because) == ("refused", "closed")


def claim(one: House) -> Claimed:
    return Claimed(one.clock.now(), CounselorId("c1"), "Kak Rani", Office("provinsi"))


async def test_what_could_not_be_read_is_kept_once() -> None:
    async with house(engine=plain) as one:
        for _ in range(2):
            await one.intake.park(Channel.TELEGRAM, "12", "{broken")
        assert await one.select("select id, state from arrival") == [("telegram:12", "parked")]


async def test_two_words_of_somebody_else_are_asked_for_again_also_when_both_choose_at_once() -> None:
    web = Phone(Channel.WEB)
    async with house(web) as one:

        async def says(cookie: str, text: str) -> None:
            await one.intake.take(web_word(one, cookie, text))

        for cookie in ("satu", "dua", "tiga"):
            for text in ("konselor", "jangan"):
                await says(cookie, text)
        await one.intake.take_all([web_word(one, "satu", "payung hijau"), web_word(one, "dua", "payung hijau")])
        await says("tiga", "payung hijau")
        await one.settle()
        states = {}
        for cookie in ("satu", "dua", "tiga"):
            async with one.store.batch() as batch:
                word = web_word(one, cookie, "")
                talk = (await batch.find([word]))[word.id].conversation
            assert talk
            assert talk.position
            states[cookie] = (talk.position.state, talk.voice)
        assert states["satu"][1] is Voice.WAITING
        assert states["dua"] == states["tiga"] == ("kata", Voice.BOT)
        await says("dua", "batu merah")
        assert [waiting.ticket.queue for waiting in await one.queue()]
        assert await one.select("select count(*) from identity where kind = 'words'") == [(2,)]


def web_word(one: House, cookie: str, text: str) -> Arrival:
    name = ArrivalId(f"web:{cookie}-{text}-{one.clock.now()}")
    return Arrival(name, Channel.WEB, Said(one.clock.now(), text), Address(Channel.WEB, "cookie", cookie))


async def test_nobody_is_forgotten_who_floods_however_many_write() -> None:
    floods = Floods(most=10)
    flooder = Flow()
    for n in range(12):
        flooder = flooder.heard(TUESDAY + timedelta(milliseconds=n)).said(TUESDAY)
    floods.keep({ContactId("flooder"): flooder}, TUESDAY)
    for n in range(100):
        at = TUESDAY + timedelta(milliseconds=100 * n)
        floods.keep({ContactId(f"c{n}"): Flow().heard(at)}, at)
        assert floods.of(ContactId("flooder")) == flooder or at - TUESDAY > timedelta(seconds=10)
    for n in range(100):
        at = TUESDAY + timedelta(hours=1, seconds=n)
        floods.keep({ContactId(f"d{n}"): Flow().heard(at)}, at)
    assert len(floods) <= 20 + 10
    assert floods.of(ContactId("flooder")) == Flow()
