"""`hapus` and `apa yang disimpan`, from the first word to the deleted key: on a phone, on the web, by a kill and by a
counselor's desk."""

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.peers.person import Person as OnTelegram
from tests.peers.telegram import TelegramPeer
from tests.scenes.counselor import asks_for_a_person, counselor
from tests.scenes.house import TELEGRAM_TOKEN, House, running, telegram_settings
from tests.scenes.person import Person, person
from tests.scenes.server import KILLED, serving
from tests.web.fakes import until

WORRY = "aku diejek terus di kelas"
FAREWELL = "obrolan ini kami hapus"
ERASED = "select count(*) from conversation where erased_at is not null and length(key) = 0"


async def until_erased(house: House, count: int = 1) -> None:
    """The eraser's next round, some seconds later."""
    house.clock.ahead += timedelta(seconds=10)
    async with asyncio.timeout(10), house.app.bell.listen("erasing") as ear:
        while await house.select(ERASED) != [(count,)]:
            house.app.bell.ring("erasing")
            await ear.wait(0.05)


def listed(folder: Path) -> set[str]:
    return set((folder / "var" / "erased.log").read_text().split())


async def test_the_farewell_is_read_then_nothing_is_left_and_the_next_word_is_a_strangers(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer, running(tmp_path, telegram_settings(peer.url)) as house:
        child = peer.person(501)
        await child.say(WORRY)
        await child.hears("Kejadiannya di mana?")
        await child.say("hapus")
        await child.hears("Hapus sekarang?")
        await child.press("Hapus")
        await child.hears("tidak ikut terhapus")
        assert FAREWELL in child.reads()[-2]
        await until_erased(house)
        ((old,),) = await house.select("select id from conversation")
        assert listed(tmp_path) == {old}
        assert await house.select("select count(*) from identity") == [(0,)]
        assert await house.select("select distinct length(sealed_text), sealed_buttons is null from message") == [
            (0, 1)
        ]
        await child.say(WORRY)
        await until(lambda: child.reads()[-1].startswith("Kejadiannya"))
        assert await house.select("select count(distinct contact_id) from conversation") == [(2,)]


async def test_not_now_goes_back_to_the_question(tmp_path: Path) -> None:
    async with running(tmp_path) as house, person(house.url) as child:
        await child.says(WORRY)
        await child.says("hapus")
        await child.presses("Jangan dulu")
        assert (await child.bubbles())[-1][1].startswith("Kejadiannya di mana?")
        assert await house.select("select count(*) from conversation where erase_asked_at is not null") == [(0,)]


async def asks(child: Person) -> None:
    await child.says("hapus")
    await child.says("1")
    assert FAREWELL in await child.reads()


async def test_the_page_of_the_web_forgets_it_and_an_open_page_is_told(tmp_path: Path) -> None:
    async with running(tmp_path) as house, person(house.url) as child:
        await child.says(WORRY)
        await asks(child)
        events: list[str] = []

        async def listens() -> None:
            async with child.http.stream("GET", "/chat/stream", timeout=20) as answer:
                events.extend([line async for line in answer.aiter_lines()])

        page = asyncio.create_task(listens())
        await until_erased(house)
        await asyncio.wait_for(page, 10)
        assert "event: tutup" in events
        assert await child.bubbles() == []
        assert WORRY not in await child.page()
        await child.says("halo")
        assert "Siapa yang menulis?" in await child.reads()


async def pages(children: Iterable[Person]) -> list[list[str]]:
    return [[text for author, text in await one.bubbles() if author != "contact"] for one in children]


async def test_with_a_person_due_the_page_tells_nobody_and_the_close_erases(tmp_path: Path) -> None:
    """Beside a child without a case, word for word; then the counselor closes."""
    async with (
        running(tmp_path) as house,
        counselor(house) as rani,
        person(house.url) as child,
        person(house.url) as other,
    ):
        await asks_for_a_person_on_the_web(child)
        await other.says(WORRY)
        both = (child, other)
        before = [len(one) for one in await pages(both)]
        for word in ("hapus", "1"):
            for one in both:
                await one.says(word)
        first, second = (page[seen:] for page, seen in zip(await pages(both), before, strict=True))
        assert first == second
        assert FAREWELL in first[-2]
        await until_erased(house, 1)
        await until_closed(house)
        assert await pages(both) == [[], []]
        (ticket,) = await rani.waiting()
        await rani.claims(ticket)
        assert (await rani.closes(ticket)).status_code == 303
        await until_erased(house, 2)
        assert await house.select("select count(*) from identity") == [(0,)]


async def asks_for_a_person_on_the_web(child: Person) -> None:
    await child.says("mau bicara dengan konselor")
    await child.presses("Boleh")
    await child.says("kucing panci")


async def until_closed(house: House) -> None:
    async with asyncio.timeout(10), house.app.bell.listen("erasing") as ear:
        while await house.select("select count(*) from identity where kind = 'cookie'") != [(0,)]:
            house.app.bell.ring("erasing")
            await ear.wait(0.05)


async def whoever(one: OnTelegram) -> list[str]:
    """What somebody reads who comes after a long silence and wants it gone."""
    seen = len(one.reads())
    for word, answer in (
        ("halo", "Lanjut yang kemarin"),
        ("hapus", "Hapus sekarang?"),
        ("1", "Tulis lagi kapan saja"),
    ):
        await one.say(word)
        await one.hears(answer)
    return one.reads()[seen:]


async def test_whoever_holds_the_phone_while_a_counselor_talks_reads_what_anybody_reads(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer, running(tmp_path, telegram_settings(peer.url)) as house:
        child, other = peer.person(501), peer.person(502)
        await asks_for_a_person(child)
        await other.say(WORRY)
        await other.hears("Kejadiannya di mana?")
        async with counselor(house) as rani:
            (ticket,) = await rani.waiting()
            await rani.claims(ticket)
            house.clock.ahead += timedelta(minutes=20)
            read = await asyncio.gather(*(whoever(one) for one in (child, other)))
            assert read[0] == read[1]
            await until_erased(house, 1)
            assert "minta obrolan ini dihapus" in await rani.talk(ticket)
            seen = len(child.reads())
            await rani.closes(ticket)
            await until_erased(house, 2)
            assert len(child.reads()) == seen, "nothing more appears on that phone"


def asked_long_ago(folder: Path) -> None:
    """Some seconds have passed since the one wish there is."""
    with closing(sqlite3.connect(folder / "var" / "puspaga.db", timeout=5)) as db, db:
        assert db.execute("update conversation set erase_asked_at = erase_asked_at - 60000").rowcount == 1
        assert db.execute("select count(erase_asked_at) from conversation").fetchone() == (1,)


async def test_a_death_between_the_list_and_the_key_is_made_good_at_the_next_start(tmp_path: Path) -> None:
    async with serving(tmp_path, fault="after_note") as one, person(one.url) as child:
        await child.says(WORRY)
        await child.says("hapus")
        await child.says("1")
        asked_long_ago(one.folder)
        assert await one.dies() == KILLED
        assert len(listed(tmp_path)) == 1
        assert one.rows(ERASED) == [(0,)]
    async with serving(tmp_path) as two, person(two.url) as again:
        await until(lambda: two.rows(ERASED) == [(1,)], 15)
        assert len(listed(tmp_path)) == 1
        again.http.cookies = child.http.cookies
        assert await again.bubbles() == []
        assert (await again.says("halo")).status_code == 303
        assert two.rows("select count(*) from conversation") == [(2,)]
