"""What a counselor writes reaches a child only when it is safe: held, shown as held, and opened by the child."""

from datetime import timedelta
from pathlib import Path

from bot.clock import LOCAL, SystemClock
from tests.peers.telegram import TelegramPeer
from tests.scenes.counselor import asks_for_a_person, counselor
from tests.scenes.house import TELEGRAM_TOKEN, House, running, telegram_settings
from tests.scenes.person import person
from tests.web.fakes import until

ANSWER = "Terima kasih sudah cerita. Kita cari jalan bareng, ya."


async def settled(house: House, state: str, because: str = "") -> None:
    """Until the counselor's last row is in this state."""
    sql = "select state, because from outbox where author = 'counselor' order by turn desc, n desc limit 1"
    seen: list[tuple[str, str]] = []
    async with house.app.bell.listen("outbox") as ear:
        for _ in range(200):
            seen += await house.select(sql) or [("none", "")]
            if seen[-1] == (state, because):
                return
            await ear.wait(0.05)
    raise AssertionError(f"the last reply never was {state} {because}: {seen[-1]}")


async def test_a_late_answer_waits_until_the_child_is_back_and_says_lanjut(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer, running(tmp_path, telegram_settings(peer.url)) as house:
        child = peer.person(501)
        await child.say("aku dipukul bapak tiap malam")
        await child.press("Tidak ada")
        await child.hears("Mau bicara dengan konselor?")
        await child.press("Mau")
        await child.hears("boleh muncul di HP ini?")
        await child.press("Boleh")
        await child.hears("Kamu boleh terus menulis")
        async with counselor(house) as rani:
            (ticket,) = await rani.waiting()
            assert (await rani.claims(ticket)).status_code == 303
            house.clock.ahead += timedelta(minutes=20)
            read = len(child.reads())
            assert (await rani.replies(ticket, ANSWER)).status_code == 303
            await settled(house, "held", "unsafe")
            assert "ditahan: belum aman" in await rani.talk(ticket)
            assert len(child.reads()) == read
            await child.say("halo")
            await child.hears("Lanjut yang kemarin, atau mulai baru?")
            assert ANSWER not in child.reads()
            await child.press("Lanjut")
            await child.hears(ANSWER)
            assert "Saya manusia" in child.reads()[-2]
            assert "terkirim" in await rani.talk(ticket)


async def test_after_a_quick_exit_nothing_appears_on_the_phone(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer, running(tmp_path, telegram_settings(peer.url)) as house:
        child = peer.person(501)
        await asks_for_a_person(child)
        async with counselor(house) as rani:
            (ticket,) = await rani.waiting()
            await rani.claims(ticket)
            await child.say("keluar")
            await until(lambda: not peer.queue)
            await rani.replies(ticket, ANSWER)
            await settled(house, "held", "left")
            assert ANSWER not in child.reads()
            await child.say("p")
            await child.hears("Lanjut yang kemarin")
            await child.press("Lanjut")
            await child.hears(ANSWER)


async def test_who_wants_to_open_the_answer_alone_gets_it_after_lanjut(tmp_path: Path) -> None:
    async with running(tmp_path) as house, person(house.url) as child, counselor(house) as rani:
        await child.says("mau bicara dengan konselor")
        await child.presses("Jangan, aku yang buka")
        await child.says("kucing panci")
        (ticket,) = await rani.waiting()
        await rani.claims(ticket)
        await rani.replies(ticket, ANSWER)
        await settled(house, "held", "asked")
        assert ANSWER not in await child.reads()
        await child.says("LANJUT")
        await settled(house, "sent")
        assert ANSWER in await child.reads()


async def test_two_words_bring_the_child_back_to_the_answer(tmp_path: Path) -> None:
    async with running(tmp_path) as house, counselor(house) as rani:
        async with person(house.url) as child:
            await child.says("mau bicara dengan konselor")
            await child.presses("Boleh")
            await child.says("kucing panci")
            await child.leaves()
        (ticket,) = await rani.waiting()
        await rani.claims(ticket)
        await rani.replies(ticket, ANSWER)
        await settled(house, "held", "left")
        house.clock.ahead += timedelta(hours=3)
        async with person(house.url) as sibling:
            assert "konselor" not in await sibling.page()
            await sibling.comes_back("panci kucing")
            assert ANSWER not in await sibling.page()
        async with person(house.url) as back:
            await back.comes_back("Kucing panci")
            assert await back.bubbles() == [("bot", "Halo. Lanjut yang kemarin, atau mulai baru?")]
            await back.presses("Lanjut")
            await settled(house, "sent")
            assert ANSWER in await back.reads()


async def test_two_words_that_are_taken_open_nothing_of_anybody_else(tmp_path: Path) -> None:
    async with running(tmp_path) as house, person(house.url) as first, person(house.url) as second:
        for one in (first, second):
            await one.says("mau bicara dengan konselor")
            await one.presses("Jangan")
            await one.says("kucing panci")
        assert "Sudah aku teruskan" in await first.reads()
        assert "Pilih dua kata lain" in (await second.bubbles())[-2][1] + (await second.bubbles())[-1][1]
        await second.says("gajah wajan")
        assert "Sudah aku teruskan" in await second.reads()


async def test_closing_says_nothing_on_a_phone_whose_owner_wants_to_open_the_answer_alone(tmp_path: Path) -> None:
    async with running(tmp_path) as house, person(house.url) as child, counselor(house) as rani:
        await child.says("mau bicara dengan konselor")
        await child.presses("Jangan, aku yang buka")
        await child.says("kucing panci")
        before = await child.bubbles()
        (ticket,) = await rani.waiting()
        await rani.claims(ticket)
        await rani.replies(ticket, ANSWER)
        assert (await rani.closes(ticket)).status_code == 303
        await settled(house, "held", "asked")
        assert await child.bubbles() == before
        await child.says("lanjut")
        await settled(house, "sent")
        assert ANSWER in await child.reads()
        assert "Robot kembali di sini" in await child.reads()


async def test_only_lanjut_unlocks_what_came_while_the_child_was_away(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer, running(tmp_path, telegram_settings(peer.url)) as house:
        child = peer.person(501)
        await asks_for_a_person(child)
        house.clock.ahead += timedelta(minutes=12)
        await child.say("halo")
        await child.hears("Lanjut yang kemarin")
        await child.say("baru")
        await child.hears("Siapa yang menulis?")
        async with counselor(house) as rani:
            (ticket,) = await rani.waiting()
            await rani.claims(ticket)
            await rani.replies(ticket, ANSWER)
            await settled(house, "held", "locked")
            assert ANSWER not in child.reads()
            await child.say("lanjut")
            await child.hears(ANSWER)


async def test_an_answer_is_still_there_on_the_fourth_day(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer, running(tmp_path, telegram_settings(peer.url)) as house:
        child = peer.person(501)
        await asks_for_a_person(child)
        async with counselor(house) as rani:
            (ticket,) = await rani.waiting()
            await rani.claims(ticket)
            house.clock.ahead += timedelta(minutes=25)
            await rani.replies(ticket, ANSWER)
            await settled(house, "held", "unsafe")
            assert (await rani.closes(ticket)).status_code == 303
        house.clock.ahead += timedelta(days=4)
        await child.say("halo")
        await child.hears("Lanjut yang kemarin")
        await child.press("Lanjut")
        await child.hears(ANSWER)


async def test_an_answer_that_waits_for_its_hour_keeps_nobody_from_being_answered(tmp_path: Path) -> None:
    now = SystemClock().now()
    ahead = now.astimezone(LOCAL).replace(hour=9, minute=5) + timedelta(days=1) - now
    async with (
        TelegramPeer(TELEGRAM_TOKEN) as peer,
        running(tmp_path, telegram_settings(peer.url), ahead=ahead) as house,
    ):
        parent = peer.person(501)
        await parent.say("anakku 2 th tantrum")
        await parent.hears("Mau contoh")
        await parent.say("konselor")
        await parent.press("Jam tertentu")
        await parent.press("Malam, jam 18–21")
        await parent.press("Sendiri")
        await parent.hears("Silakan terus menulis")
        async with counselor(house) as rani:
            (ticket,) = await rani.waiting()
            await rani.claims(ticket)
            await rani.replies(ticket, ANSWER)
            await settled(house, "waiting", "hours")
            assert (await rani.closes(ticket)).status_code == 303
        await parent.say("aku mau bunuh diri sekarang")
        await parent.hears("119")
        assert ANSWER not in parent.reads()
        house.clock.ahead += timedelta(hours=9, minutes=30)
        house.app.bell.ring("outbox")
        await parent.hears(ANSWER)
