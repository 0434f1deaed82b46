"""More than can be stored now, over sockets: who cannot be taken is told so at once, and whoever was taken is kept."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.channels.telegram.client import TelegramAdapter, make_bot
from bot.channels.telegram.webhook import HEADER, telegram_webhook
from bot.channels.whatsapp.webhook import whatsapp_routes
from bot.runner import reports
from bot.runner.reports import Reports
from tests.channels.house import House, at_the_edge, house
from tests.channels.test_telegram_poller import polling
from tests.peers.telegram import TelegramPeer
from tests.peers.twilio import TwilioPeer
from tests.web.fakes import until

SID, TOKEN, SENDER = "AC" + "0" * 32, "501:a-token-of-the-test", "whatsapp:+14155550100"
PUBLIC_URL = "https://puspaga.test"
SECRET = "a-secret_of-the-test"
ROOM = 5
NOTHING = {"MessageSid": "SM0", "MessageStatus": "sent"}
"""A report on no row."""
AT_ONCE_S = 3.0
"""Whoever is turned away hears it within this, on a busy machine too; who was taken hangs until the disk is back."""


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramPeer]:
    async with TelegramPeer(TOKEN) as one:
        yield one


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioPeer]:
    async with TwilioPeer(SID, TOKEN, SENDER) as one:
        one.webhook = f"{PUBLIC_URL}/whatsapp/inbound"
        yield one


@pytest.fixture
async def home(telegram: TelegramPeer, twilio: TwilioPeer, tmp_path: Path) -> AsyncIterator[House]:
    """Both webhooks, room for five that wait, and no sender."""
    adapter = TelegramAdapter(make_bot(TOKEN, telegram.url))
    async with house(tmp_path, limit=ROOM) as one:
        twilio.way(PUBLIC_URL, lambda: one.url)
        here = telegram_webhook(one.intake, SECRET, one.clock, keyboards=adapter.keyboards)
        there = whatsapp_routes(one.intake, Reports(one.store, one.bell).take, TOKEN, PUBLIC_URL, one.clock)
        async with at_the_edge(one, telegram=here, whatsapp=there):
            yield one
    await adapter.close()


@asynccontextmanager
async def stuck(home: House) -> AsyncIterator[None]:
    """The disk takes nothing for a while."""
    async with home.store._lock:
        yield


def waiting(home: House, count: int) -> Callable[[], bool]:
    return lambda: len(home.intake._waiting) == count


async def update(home: House, number: int) -> int:
    """One update by Telegram's webhook."""
    body = json.dumps({"update_id": number, "message": {"chat": {"id": number, "type": "private"}, "text": "halo"}})
    async with httpx.AsyncClient() as http:
        got = await http.post(f"{home.url}/telegram/webhook", content=body, headers={HEADER: SECRET})
        return got.status_code


async def full(home: House, twilio: TwilioPeer) -> list["asyncio.Task[int]"]:
    """One is being written, five wait; all of them hang."""
    first = asyncio.create_task(twilio.person("+628110000600").says("halo"))
    await until(lambda: home.store._lock.locked() and home.store._lock._waiters)
    others = [asyncio.create_task(twilio.person(f"+62811000060{n}").says("halo")) for n in range(1, ROOM)]
    others.append(asyncio.create_task(update(home, 1)))
    await until(waiting(home, ROOM))
    return [first, *others]


async def test_a_full_intake_answers_503_at_once_on_both_channels_and_loses_nobody_it_took(
    home: House, twilio: TwilioPeer
) -> None:
    async with stuck(home):
        hanging = await full(home, twilio)
        async with asyncio.timeout(AT_ONCE_S):
            turned = await asyncio.gather(
                twilio.person("+628110000700").says("halo"), update(home, 7), *(update(home, n) for n in range(20, 24))
            )
        assert set(turned) == {503}
        assert len(home.intake._waiting) == ROOM
        assert not any(one.done() for one in hanging)
    assert await asyncio.gather(*hanging) == [200] * (ROOM + 1)
    taken = {f"whatsapp:{sid}" for sid, one in twilio.received.items() if not one.sender.endswith("700")}
    assert set(await home.names()) == taken | {"telegram:1"}
    assert await update(home, 7) == 200


async def test_who_was_turned_away_is_taken_when_the_platform_comes_again(home: House, twilio: TwilioPeer) -> None:
    twilio.webhook += "#rc=5&rp=all"
    twilio.back_off = 0.05
    async with stuck(home):
        hanging = await full(home, twilio)
        late = asyncio.create_task(twilio.person("+628110000700").says("halo"))
        await until(lambda: 503 in twilio.delivered)
    assert await late == 200
    assert await asyncio.gather(*hanging) == [200] * (ROOM + 1)
    assert len(await home.names()) == ROOM + 2


async def test_reports_beyond_what_may_wait_are_told_503_at_once(
    home: House, twilio: TwilioPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_WAITING", ROOM)
    where = f"{PUBLIC_URL}/whatsapp/status?out=gone%2F1%2F1"

    def told(n: int) -> "asyncio.Task[int]":
        return asyncio.create_task(twilio.call(where, {"MessageSid": f"SM{n}", "MessageStatus": "sent"}))

    async with stuck(home):
        first = told(0)
        await until(lambda: home.store._lock._waiters)
        more = [told(n) for n in range(1, 3 * ROOM)]
        async with asyncio.timeout(AT_ONCE_S):
            await until(lambda: sum(one.done() for one in more) == 2 * ROOM - 1)
        assert {one.result() for one in more if one.done()} == {503}
    answers = await asyncio.gather(first, *more)
    assert (answers.count(200), answers.count(503)) == (ROOM + 1, 2 * ROOM - 1)


async def test_while_nothing_can_be_stored_the_poller_fetches_nothing_more(
    telegram: TelegramPeer, twilio: TwilioPeer, home: House
) -> None:
    async with polling(telegram, home):
        async with stuck(home):
            await telegram.person(501).say("halo")
            await until(lambda: home.store._lock._waiters)
            fetched = telegram.calls.count("getUpdates")
            for number in range(502, 502 + ROOM):
                await telegram.person(number).say("halo")
                assert await twilio.call(f"{PUBLIC_URL}/whatsapp/status", NOTHING) == 200, "the service itself is well"
            assert telegram.calls.count("getUpdates") == fetched
            assert len(telegram.queue) == 1 + ROOM, "nothing was acknowledged"
        await until(lambda: not telegram.queue)
        assert len(await home.names()) == 1 + ROOM
