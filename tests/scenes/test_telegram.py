"""A parent on Telegram: a fitting tip first, answers by button and by typing, tomorrow back to the place they left."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.peers.person import Person
from tests.peers.telegram import TelegramPeer, flood
from tests.scenes.house import PUBLIC_URL, TELEGRAM_TOKEN, House, running, telegram_settings
from tests.web.fakes import until

WORRY = "anakku 2 th tantrum trs gmn"
WELCOME, PARENT = "Aku robot Puspaga", "Orang tua / pengasuh"
TIP = "meminjam tenangnya kita"
GREETING = "Halo. Lanjut yang kemarin, atau mulai baru?"
MODES = ["polling", "webhook"]
TABLES = ("arrival", "contact", "identity", "conversation", "message", "outbox", "ticket")


@asynccontextmanager
async def service(folder: Path, mode: str = "polling", **settings: str) -> AsyncIterator[tuple[TelegramPeer, House]]:
    """The whole app and a Telegram that knows where our public address leads."""
    async with TelegramPeer(TELEGRAM_TOKEN) as peer:
        peer.back_off = (0.05,)
        async with running(folder, {**telegram_settings(peer.url, mode), **settings}) as house:
            peer.way(PUBLIC_URL, lambda: house.url)
            yield peer, house


def a_moment_later(house: House, span: timedelta = timedelta(seconds=5)) -> None:
    """People need a moment to read; meanwhile the pace lets more through."""
    house.clock.ahead += span


async def rows(house: House, table: str) -> int:
    ((count,),) = await house.select(f"select count(*) from {table}")
    return int(count)


@pytest.mark.parametrize("mode", MODES)
async def test_a_parent_is_answered_chooses_and_comes_back_tomorrow(tmp_path: Path, mode: str) -> None:
    async with service(tmp_path, mode) as (peer, house):
        parent = peer.person(501)
        await parent.say("/start")
        await parent.hears(WELCOME)
        await parent.press(PARENT)
        await parent.hears("pilih satu")
        a_moment_later(house)
        await parent.say(WORRY)
        assert TIP in (await parent.hears(TIP))
        await parent.press("Mau contoh")
        await parent.hears("Kita tunggu sampai badanmu tenang")
        await parent.hears("Cukup membantu?")
        a_moment_later(house)
        await house.restart()
        await parent.say("belum")
        await parent.hears("Mau bicara dengan konselor tentang ini?")
        a_moment_later(house, timedelta(hours=25))
        await back_tomorrow(parent, house)


async def back_tomorrow(parent: Person, house: House) -> None:
    """Whoever holds the phone learns nothing; "Lanjut" leads to the place they left, a restart in between or not."""
    before = len(parent.reads())
    await parent.say("halo")
    await parent.hears(GREETING)
    await house.restart()
    assert parent.reads()[before:] == [GREETING]
    await parent.press("Lanjut")
    await parent.hears("Mau bicara dengan konselor tentang ini?")
    await parent.press("Tidak dulu")
    await parent.hears("Terima kasih sudah berusaha tenang")


async def test_the_first_message_is_already_an_answer(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, _):
        parent = peer.person(501)
        await parent.say(WORRY)
        await parent.hears("Mau contoh kalimat yang bisa dipakai?")
        assert TIP in parent.reads()[0]
        assert len(parent.reads()) == 2
        assert parent.buttons() == ["Mau contoh", "Sudah dicoba", "Bicara dengan orang"]


async def test_the_same_update_twice_is_answered_once(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, house):
        parent = peer.person(501)
        number = await parent.say(WORRY)
        await parent.hears("Mau contoh")
        await until(lambda: not peer.queue)
        peer.again(number)
        await until(lambda: not peer.queue)
        a_moment_later(house)
        await parent.say("contoh")
        await parent.hears("Cukup membantu?")
        assert sum(TIP in one for one in parent.reads()) == 1
        assert await rows(house, "arrival") == 2


async def test_messages_of_one_moment_are_answered_in_their_order(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, _):
        parent = peer.person(501)
        await peer.down()
        for text in ("halo", "orang tua", "tantrum"):
            await parent.say(text)
        await peer.up()
        await parent.hears("Mau contoh kalimat yang bisa dipakai?")
        parts = (WELCOME, "", "pilih satu", "", "Mau contoh")
        assert [part in text for part, text in zip(parts, parent.reads(), strict=True)] == [True] * 5


@pytest.mark.parametrize("mode", MODES)
async def test_while_telegram_is_down_nothing_is_lost_and_answers_leave_in_order(tmp_path: Path, mode: str) -> None:
    async with service(tmp_path, mode) as (peer, house):
        parent, other = peer.person(501), peer.person(502)
        await parent.say("halo")
        await until(lambda: PARENT in parent.buttons())
        await until(lambda: not peer.queue)
        await peer.down()
        a_moment_later(house)
        await parent.say("orang tua")
        await parent.say("tantrum")
        await other.say(WORRY)
        if mode == "webhook":
            await until(lambda: not peer.queue)
            assert len(parent.reads()) == 2
        await peer.up()
        await parent.hears("Mau contoh kalimat yang bisa dipakai?")
        await other.hears("Mau contoh kalimat yang bisa dipakai?")
        assert "pilih satu" in parent.reads()[2]
        assert "sedikit kata" in parent.reads()[3].casefold()
        assert [len(parent.reads()), len(other.reads())] == [5, 2]


async def test_who_is_written_to_too_fast_waits_alone_and_all_others_are_answered(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, _):
        peer.spoil("sendMessage", *[flood(2)] * 4)
        slow = [peer.person(number) for number in range(501, 505)]
        for one in slow:
            await one.say(WORRY)
        await until(lambda: peer.calls.count("sendMessage") >= 4)
        other = peer.person(601)
        await other.say(WORRY)
        await other.hears(TIP)
        assert not any(one.reads() for one in slow)
        for one in slow:
            await one.hears(TIP)


async def test_it_starts_while_telegram_is_down_and_is_ready(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer:
        await peer.down()
        async with running(tmp_path, telegram_settings(peer.url)) as house, httpx.AsyncClient() as http:
            assert (await http.get(f"{house.url}/readyz")).status_code == 200
            await peer.up()
            await peer.person(501).say(WORRY)
            await peer.person(501).hears(TIP)


async def test_whatever_is_sent_is_answered(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, _):
        first, second, *others = (peer.person(600 + number) for number in range(6))
        await first.sticker()
        await second.voice()
        for one, text in zip(others, ("", "a" * 4096, "\u202e\u200fhalo\u202c", "ha\x00lo \ud800"), strict=True):
            await one.say(text)
        await first.hears("Stikernya sampai")
        await second.hears("tidak bisa mendengar suara")
        for one in others:
            await one.hears(WELCOME)
        await first.sends(poll={"id": "1"})
        await first.hears("belum bisa aku baca")


async def test_a_press_on_a_finished_question_is_recognised_and_never_an_answer_to_another(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, house):
        parent = peer.person(501)
        await parent.say(WORRY)
        await until(lambda: "Sudah dicoba" in parent.buttons())
        old, data = parent.bubbles[-1], parent.bubbles[-1].keyboard[2][0]["callback_data"]
        await parent.press("Mau contoh")
        await parent.hears("Cukup membantu?")
        await until(lambda: parent.buttons() == ["Cukup", "Belum", "Bicara dengan orang"])
        a_moment_later(house)
        parent.press_data(data, old)
        await parent.hears("Pertanyaan itu sudah lewat")
        await parent.hears("Cukup membantu?")
        assert await rows(house, "ticket") == 0


async def test_who_blocks_us_is_not_written_to(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, house):
        parent = peer.person(501)
        await parent.say("halo")
        await until(lambda: PARENT in parent.buttons())
        await parent.blocks()
        await until(lambda: not peer.queue)
        tried = peer.calls.count("sendMessage")
        other = peer.person(502)
        await other.say("halo")
        await until(lambda: PARENT in other.buttons())
        assert peer.calls.count("sendMessage") == tried + len(other.reads())
        await parent.unblocks()
        a_moment_later(house)
        await parent.say("halo lagi")
        await parent.hears("alo")


async def test_a_webhook_with_a_wrong_secret_is_refused(tmp_path: Path) -> None:
    async with service(tmp_path, "webhook") as (peer, house), httpx.AsyncClient() as http:
        await until(lambda: peer.hook)
        assert peer.hook
        peer.hook.secret = "another-secret"
        await peer.person(501).say("halo")
        await until(lambda: len(peer.delivered) >= 2)
        assert set(peer.delivered) == {403}
        assert await rows(house, "arrival") == 0
        assert (await http.get(f"{house.url}/healthz")).status_code == 200


async def test_a_stranger_on_trial_is_told_so_and_nothing_is_stored(tmp_path: Path) -> None:
    async with service(tmp_path, PUSPAGA__SERVICE__TESTERS='["telegram:502"]') as (peer, house):
        stranger, tester = peer.person(501), peer.person(502)
        await stranger.say("halo")
        told = await stranger.hears("masih dicoba")
        assert "110" in told
        await stranger.say("aku dipukul bapak tiap malam")
        await stranger.hears("masih dicoba")
        await until(lambda: not peer.queue)
        assert [await rows(house, table) for table in TABLES] == [0] * len(TABLES)
        await tester.say(WORRY)
        await tester.hears(TIP)
        assert len(stranger.reads()) == 2
