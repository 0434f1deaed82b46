"""A parent on WhatsApp: the same talk with numbered answers, one joined message a turn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx

from bot.runner.outbox import TOLD_WITHIN
from tests.channels.house import soon
from tests.peers.server import DROP, DROP_ACCEPTED
from tests.peers.twilio import TwilioPeer
from tests.scenes.house import ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, SENDER, House, running, whatsapp_settings
from tests.scenes.test_telegram import GREETING, TABLES, TIP, WELCOME, WORRY, a_moment_later, rows
from tests.web.fakes import until

PHONE, OTHER = "+628110000501", "+628110000502"
INBOUND = f"{PUBLIC_URL}/whatsapp/inbound#rc=5&rp=all"


@asynccontextmanager
async def service(folder: Path, **settings: str) -> AsyncIterator[tuple[TwilioPeer, House]]:
    """The whole app and a Twilio that knows where our public address leads."""
    async with (
        TwilioPeer(ACCOUNT_SID, AUTH_TOKEN, SENDER) as peer,
        running(folder, {**whatsapp_settings(peer.url), **settings}) as house,
    ):
        peer.way(PUBLIC_URL, lambda: house.url)
        peer.webhook, peer.clock = INBOUND, house.clock
        await until(lambda: peer.calls)  # the comparison at the start, so that it meets no fault of a test
        peer.calls.clear()
        yield peer, house


async def test_a_parent_is_answered_in_one_message_a_turn_and_comes_back_tomorrow(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, house):
        parent = peer.person(PHONE)
        assert await parent.says(WORRY) == 200
        first = await parent.hears(TIP)
        choices = "1. Mau contoh\n2. Sudah dicoba\n3. Bicara dengan orang\n\nBalas dengan angka."
        assert first.endswith(f"Mau contoh kalimat yang bisa dipakai?\n\n{choices}")
        await parent.says("1")
        await parent.hears("Kita tunggu sampai badanmu tenang")
        a_moment_later(house, timedelta(seconds=20))
        await house.restart()
        await parent.says("belum")
        await parent.hears("1. Mau\n2. Mau cerita dulu\n3. Tidak dulu")
        a_moment_later(house, timedelta(hours=25))
        await parent.says("halo")
        greeting = await parent.hears("Lanjut yang kemarin")
        assert greeting == f"{GREETING}\n\n1. Lanjut\n2. Mulai baru\n\nBalas dengan angka."
        await house.restart()
        a_moment_later(house, timedelta(seconds=20))
        await parent.says("1")
        await parent.hears("Mau bicara dengan konselor tentang ini?")
        await parent.says("tiga")
        await parent.hears("Terima kasih sudah berusaha tenang")
        assert len(parent.reads()) == 6


async def test_the_same_sid_twice_is_answered_once(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, house):
        parent = peer.person(PHONE)
        form = parent.form(Body=WORRY)
        assert [await parent.sends_form(form) for _ in range(3)] == [200, 200, 200]
        await until(parent.reads)
        await parent.says("1")
        await parent.hears("Kita tunggu sampai badanmu tenang")
        assert len(parent.reads()) == 2
        assert await rows(house, "arrival") == 2


async def test_what_was_written_while_we_were_away_is_answered_as_late_after_the_start(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, house):
        parent, stranger = peer.person(PHONE), peer.person(OTHER)
        house.settings = {**house.settings, "PUSPAGA__SERVICE__TESTERS": f'["whatsapp:{PHONE}"]'}
        await house.stop()
        assert [await parent.says(WORRY), await stranger.says("halo")] == [0, 0]
        house.clock.ahead += timedelta(minutes=2)
        await house.start()
        answer = await parent.hears(TIP)
        assert answer.startswith("Maaf, pesanmu baru sampai")
        assert stranger.reads() == []


async def test_while_twilio_is_down_nothing_is_lost_and_answers_leave_in_order(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, _):
        parent, other = peer.person(PHONE), peer.person(OTHER)
        await peer.down()
        assert [await parent.says("halo"), await parent.says("1"), await other.says(WORRY)] == [200, 200, 200]
        await peer.up()
        await until(lambda: len(parent.reads()) == 2 and len(other.reads()) == 1, 15)
        assert WELCOME in parent.reads()[0]
        assert "pilih satu" in parent.reads()[1]


def a_minute_later(house: House) -> None:
    """The report did not come."""
    house.clock.ahead += TOLD_WITHIN
    house.app.bell.ring("outbox")


async def unknown(house: House) -> bool:
    return await house.select("select state from outbox") == [("unknown",)]


async def test_an_answer_that_twilio_never_got_is_waited_and_looked_for_and_then_sent_again(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, house):
        peer.spoil("Messages.json", DROP)
        parent = peer.person(PHONE)
        await parent.says(WORRY)
        await soon(lambda: unknown(house))
        house.clock.ahead += TOLD_WITHIN - timedelta(seconds=5)
        house.app.bell.ring("outbox")
        assert peer.calls == ["Messages.json"]
        a_minute_later(house)
        await until(lambda: peer.sent and peer.sent[-1].states[-1] == "delivered")
        await until(lambda: peer.delivered.count(200) >= 3)
        assert await house.select("select state, attempts, reported from outbox") == [("sent", 2, 2)]


async def test_an_answer_that_twilio_took_without_ever_a_word_is_found_and_not_sent_again(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, house):
        peer.mute = True
        peer.spoil("Messages.json", DROP_ACCEPTED)
        parent = peer.person(PHONE)
        await parent.says(WORRY)
        await soon(lambda: unknown(house))
        a_minute_later(house)
        await parent.says("1")
        await parent.hears("Kita tunggu sampai badanmu tenang")
        assert len(parent.reads()) == 2
        fate = await house.select("select state, external_id from outbox where turn = 1")
        assert fate == [("sent", peer.sent[0].sid)]


async def test_an_answer_that_twilio_took_without_a_word_is_known_by_its_report_and_sent_once(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, house):
        peer.spoil("Messages.json", DROP_ACCEPTED)
        parent = peer.person(PHONE)
        await parent.says(WORRY)
        await until(lambda: peer.sent and peer.sent[-1].states[-1] == "delivered")
        await until(lambda: peer.delivered.count(200) >= 3)
        await parent.says("1")
        await parent.hears("Kita tunggu sampai badanmu tenang")
        assert len(parent.reads()) == 2
        fate = await house.select("select attempts, external_id from outbox where turn = 1")
        assert fate == [(1, peer.sent[0].sid)]


SENT = [
    ({"MessageType": "sticker", "NumMedia": "1", "MediaContentType0": "image/webp"}, "Stikernya sampai"),
    ({"MessageType": "audio", "NumMedia": "1", "MediaContentType0": "audio/ogg"}, "tidak bisa mendengar suara"),
    ({"Body": ""}, WELCOME),
    ({"Body": "a" * 4096}, WELCOME),
    ({"Body": "ha\x00lo \u202e"}, WELCOME),
    ({"Latitude": "-0.5", "Longitude": "117", "MessageType": "location"}, "Lokasi tidak kami simpan"),
    ({"MessageType": "unsupported"}, "belum bisa aku baca"),
]


async def test_whatever_is_sent_is_answered_in_one_message(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, _):
        for number, (fields, part) in enumerate(SENT):
            parent = peer.person(f"+6281100006{number:02}")
            assert await parent.sends(**fields) == 200
            await parent.hears(part)
            assert len(parent.reads()) == 1


async def test_a_wrong_signature_is_refused_and_nothing_is_stored(tmp_path: Path) -> None:
    async with service(tmp_path) as (peer, house), httpx.AsyncClient() as http:
        form = peer.person(PHONE).form(Body="halo")
        for signature in ("x", peer.sign(f"{house.url}/whatsapp/inbound", form)):
            assert await peer.call(INBOUND, form, signature=signature) == 403
        assert (await http.post(f"{house.url}/whatsapp/inbound", data=form)).status_code == 403
        assert [await rows(house, table) for table in TABLES] == [0] * len(TABLES)


async def test_a_stranger_on_trial_is_told_so_and_nothing_is_stored(tmp_path: Path) -> None:
    async with service(tmp_path, PUSPAGA__SERVICE__TESTERS=f'["whatsapp:{OTHER}"]') as (peer, house):
        stranger, tester = peer.person(PHONE), peer.person(OTHER)
        assert await stranger.says("halo") == 200
        assert "110" in await stranger.hears("masih dicoba")
        await until(lambda: peer.sent[0].states[-1] == "delivered")
        assert [await rows(house, table) for table in TABLES] == [0] * len(TABLES)
        await tester.says(WORRY)
        await tester.hears(TIP)
        assert len(stranger.reads()) == 1
