"""What did not reach a contact is seen at the desk: counted where they wait, named where they talk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from tests.desk.house import ADULT, claimed, rows, seated
from tests.peers.server import DROP, DROP_ACCEPTED, answer
from tests.peers.telegram import TelegramPeer
from tests.peers.twilio import Person, TwilioPeer
from tests.scenes.house import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    SENDER,
    TELEGRAM_TOKEN,
    House,
    running,
    telegram_settings,
    whatsapp_settings,
)
from tests.web.fakes import until

PUBLIC = "http://puspaga.test"
REFUSED = answer(400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"})


async def all_sent(house: House) -> None:
    """Nothing is on its way any more; the pace of a chat is no part of this."""

    def sent() -> bool:
        house.clock.ahead += timedelta(seconds=1)
        house.app.bell.ring("outbox")
        return rows(house, "select count(*) from outbox where finished = 0") == [(0,)]

    await until(sent)


@asynccontextmanager
async def on_whatsapp(folder: Path) -> AsyncIterator[tuple[TwilioPeer, House, Person]]:
    """A parent who asked for a person and has read all that was said to them."""
    async with TwilioPeer(ACCOUNT_SID, AUTH_TOKEN, SENDER) as peer:
        plain = {"PUSPAGA__SERVER__PUBLIC_URL": PUBLIC}  # a browser sends its cookie without encryption too
        async with running(folder, {**whatsapp_settings(peer.url), **plain}) as house:
            peer.way(PUBLIC, lambda: house.url)
            peer.webhook, peer.clock = f"{PUBLIC}/whatsapp/inbound", house.clock
            parent = peer.person("+628110000501")
            for text in ADULT:
                await parent.says(text)
                await all_sent(house)
            yield peer, house, parent


async def test_a_reply_that_was_refused_and_one_that_may_not_have_arrived_are_counted_and_named(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer, running(tmp_path, telegram_settings(peer.url)) as house:
        parent = peer.person(501)
        for n, text in enumerate(ADULT, start=1):
            await parent.say(text)
            await until(lambda: rows(house, "select count(*) from arrival") == [(n,)])  # noqa: B023  asked for at once
            await all_sent(house)
        async with seated(house, "rani") as one:
            ticket = await claimed(house, one)
            pages = ("/desk", f"/desk/tickets/{ticket}")
            for path in pages:
                assert "tidak sampai" not in await one.sees(path)
            peer.spoil("sendMessage", REFUSED, DROP)
            await one.replies(ticket, "Aku di sini.")
            await all_sent(house)
            for path in pages:
                page = await one.sees(path)
                assert "1 pesan tidak sampai" in page
                assert "1 pesan mungkin tidak sampai" in page
            assert "Aku di sini." not in await one.sees("/desk")
            assert "Aku di sini. Konselor" in await one.sees(pages[1])
            assert (await one.sees(pages[1])).count("mungkin terkirim") == 1
            assert not any("Aku di sini." in text for text in parent.reads())


async def test_what_whatsapp_says_later_is_counted_and_named_too(tmp_path: Path) -> None:
    async with on_whatsapp(tmp_path) as (_, house, parent), seated(house, "rani") as one:
        ticket = await claimed(house, one)
        parent.blocked = True
        await one.replies(ticket, "Aku di sini.")
        await until(lambda: rows(house, "select count(*) from outbox where because = '63014'") == [(1,)])
        assert "1 pesan tidak sampai" in await one.sees("/desk")
        talk = await one.sees(f"/desk/tickets/{ticket}")
        assert "1 pesan tidak sampai" in talk
        assert "tidak sampai: ia memblokir kita" in talk


async def test_a_reply_whose_report_comes_after_all_is_no_longer_in_doubt(tmp_path: Path) -> None:
    async with on_whatsapp(tmp_path) as (peer, house, _), seated(house, "rani") as one:
        ticket = await claimed(house, one)
        peer.mute = True
        peer.spoil("Messages.json", DROP_ACCEPTED)
        await one.replies(ticket, "Aku di sini.")
        await all_sent(house)
        assert "1 pesan mungkin tidak sampai" in await one.sees("/desk")
        last = peer.sent[-1]
        assert await peer.call(last.callback, {"MessageSid": last.sid, "MessageStatus": "read"}) == 200
        assert "mungkin" not in await one.sees("/desk")
        assert "dibaca" in await one.sees(f"/desk/tickets/{ticket}")
