"""A turn that raises: the arrival is parked, a ticket opened, the contact told the truth, and nobody else waits."""

import asyncio
from dataclasses import replace
from pathlib import Path

from bot.app import App
from bot.config import load
from tests.scenes.house import House, furnish
from tests.scenes.person import person

MISSING = "first_question"
"""A reply that only *kembali* needs: without it a turn that wants it raises."""


async def planted(folder: Path) -> House:
    """A house whose running book holds a fault. The checker refuses a file with it, so it is planted behind it."""
    furnish(folder)
    house = House(folder, {"PUSPAGA__SERVER__PORT": "0"})
    await house.start()
    mind = house.app.mind
    replies = {key: text for key, text in mind.book.replies.items() if key != MISSING}
    house.app.flows.mind = replace(mind, book=replace(mind.book, replies=replies))
    return house


async def states(house: House) -> list[tuple[str, str]]:
    return await house.select("select state, because from arrival order by received_at")


async def test_a_turn_that_raises_parks_opens_a_ticket_answers_and_delays_nobody(tmp_path: Path) -> None:
    house = await planted(tmp_path)
    try:
        async with person(house.url) as unlucky, person(house.url) as other:
            await asyncio.gather(unlucky.says("kembali"), other.says("anakku tantrum"))
            assert "Maaf, ada yang salah di sisi kami" in await unlucky.reads()
            assert "110" in await unlucky.reads()
            assert "Tetap dekat, tenang" in await other.reads()
            assert sorted(await states(house)) == [("done", ""), ("parked", "KeyError")]
            (waiting,) = await house.app.store.queue()
            assert [reason.rule for reason in waiting.ticket.reasons] == ["fault"]
            await unlucky.says("masih ada orang?")
            assert "tersimpan" in (await unlucky.bubbles())[-1][1]
            await unlucky.says("menu")
            assert "Aku robot Puspaga" in await unlucky.reads()
    finally:
        await house.stop()


async def test_a_fault_in_the_book_does_not_outlive_its_mending(tmp_path: Path) -> None:
    house = await planted(tmp_path)
    async with person(house.url) as unlucky:
        await unlucky.says("kembali")
        cookie = unlucky.http.cookies["obrolan"]
    await house.stop()
    furnish(tmp_path)
    async with App(load(tmp_path / "config.yaml", house.settings), house.clock) as app, person(app.url) as back:
        back.http.cookies.set("obrolan", cookie, path="/chat")
        await back.says("anakku tantrum")
        assert "tersimpan" in (await back.bubbles())[-1][1]
        assert len(await app.store.queue()) == 1
