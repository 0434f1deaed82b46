"""Long polling: nothing is acknowledged that is not stored, and nobody waits for a bad update."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.telegram.client import BAD_TOKEN, TelegramAdapter, make_bot
from bot.channels.telegram.poller import CONFLICT, Poller
from bot.ports import Lease
from tests.channels.house import House, house, soon
from tests.peers.server import BAD_GATEWAY, DROP, DROP_ACCEPTED, HANG, answer
from tests.peers.telegram import FIRST_UPDATE, Hook, TelegramPeer, flood
from tests.web.fakes import until

TOKEN = "501:a-token-of-the-test"
FIRST = f"telegram:{FIRST_UPDATE}"


@pytest.fixture
async def peer() -> AsyncIterator[TelegramPeer]:
    async with TelegramPeer(TOKEN) as one:
        yield one


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as one:
        yield one


class Waits:
    """Notes how long the poller would rest, and lets it go on at once."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.sleep(0.01)


@asynccontextmanager
async def a_poller(
    peer: TelegramPeer, home: House, pause: Callable[[float], Awaitable[None]] | None = None, token: str = TOKEN
) -> AsyncIterator[Poller]:
    bot = make_bot(token, peer.url, timeout_s=1)
    adapter = TelegramAdapter(bot)
    try:
        yield Poller(bot, home.intake, home.store, home.clock, keyboards=adapter.keyboards, pause=pause or Waits())
    finally:
        await adapter.close()


@asynccontextmanager
async def polling(
    peer: TelegramPeer,
    home: House,
    pause: Callable[[float], Awaitable[None]] | None = None,
    token: str = TOKEN,
    lease: Lease | None = None,
) -> AsyncIterator[None]:
    """A running poller."""
    async with a_poller(peer, home, pause, token) as poller:
        task = asyncio.create_task(poller.run(lease))
        try:
            yield
            assert not task.done(), "the poller ended"
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def stored(home: House, number: int) -> None:
    async def there() -> bool:
        return f"telegram:{number}" in await home.states()

    await soon(there)


async def test_updates_are_stored_answered_and_then_acknowledged(peer: TelegramPeer, home: House) -> None:
    async with polling(peer, home):
        await peer.person(501).say("halo")
        last = await peer.person(502).say("anakku tantrum")
        await stored(home, last)
        await until(lambda: not peer.queue)
        assert await home.store.offset() == last + 1
        assert await home.answers() > 0


async def test_what_waited_before_the_start_is_kept_even_when_a_webhook_was_set(
    peer: TelegramPeer, home: House
) -> None:
    peer.hook = Hook("https://old.test/telegram/webhook", "s")
    peer.back_off = (0.01,)
    number = await peer.person(501).say("halo")
    async with polling(peer, home):
        await stored(home, number)
    assert peer.hook is None


async def test_the_offset_is_sent_only_once_it_is_stored_with_its_updates(peer: TelegramPeer, home: House) -> None:
    home.store.down = True
    waits = Waits()
    async with polling(peer, home, waits):
        number = await peer.person(501).say("halo")
        await until(lambda: len(waits.asked) >= 4)
        assert len(peer.queue) == 1
        home.store.down = False
        await stored(home, number)
        await until(lambda: not peer.queue)
        assert await home.names() == [f"telegram:{number}"]
        assert await home.names("parked") == []


@pytest.mark.parametrize("odd", [False, True], ids=["words", "unreadable"])
async def test_who_lost_the_lease_stores_nothing_and_stops_and_the_next_one_goes_on(
    peer: TelegramPeer, home: House, odd: bool
) -> None:
    lost = await home.store.hold("poller", "a", timedelta())
    held = await home.store.hold("poller", "b", timedelta(minutes=1))
    assert held
    number = peer.put(0, message=None) if odd else await peer.person(501).say("halo")
    async with asyncio.timeout(5), a_poller(peer, home) as poller:
        await poller.run(lost)
    assert (await home.states(), await home.store.offset(), len(peer.queue)) == ({}, 0, 1)
    async with polling(peer, home, lease=held):
        await until(lambda: not peer.queue)
    assert await home.store.offset() == number + 1
    assert await home.names("parked" if odd else "done") == [FIRST]


async def test_what_was_stored_but_not_acknowledged_comes_again_and_is_answered_once(
    peer: TelegramPeer, home: House
) -> None:
    number = await peer.person(501).say("halo")
    peer.spoil("getUpdates", DROP_ACCEPTED)
    async with polling(peer, home):
        await stored(home, number)
        await until(lambda: not peer.queue)
        answers = await home.answers()
        peer.again(number)
        later = await peer.person(502).say("halo")
        await stored(home, later)
        assert await home.answers() == answers * 2


async def test_after_a_crash_it_goes_on_from_the_stored_offset(peer: TelegramPeer, home: House) -> None:
    async with polling(peer, home):
        number = await peer.person(501).say("halo")
        await stored(home, number)
    await home.close()
    await home.open()
    later = await peer.person(501).say("menu")
    async with polling(peer, home):
        await stored(home, later)
    assert sorted(await home.states()) == [f"telegram:{number}", f"telegram:{later}"]


async def test_numbers_that_start_anew_below_the_stored_offset_are_still_read(peer: TelegramPeer, home: House) -> None:
    """After a quiet week Telegram goes on from a random number."""
    async with home.store.batch() as batch:
        await batch.keep_offset(FIRST_UPDATE + 1_000_000)
    async with polling(peer, home):
        await stored(home, await peer.person(501).say("halo"))
        await until(lambda: not peer.queue)
        assert await home.store.offset() == FIRST_UPDATE + 1


async def test_messages_of_one_chat_are_taken_in_their_order(peer: TelegramPeer, home: House) -> None:
    for text in ("halo", "orang tua", "layar"):
        await peer.person(501).say(text)
    async with polling(peer, home):
        await stored(home, FIRST_UPDATE + 2)
    async with home.store.reader.db.execute("select flow, turn from conversation") as rows:
        assert [(row["flow"], row["turn"]) async for row in rows] == [("ortu/layar", 3)]


async def test_another_poller_or_a_webhook_set_since_is_waited_out(peer: TelegramPeer, home: House) -> None:
    waits = Waits()
    other = make_bot(TOKEN, peer.url)
    try:
        async with polling(peer, home, waits):
            await until(lambda: peer.calls.count("getUpdates") == 1)
            await other.initialize()
            await other.get_updates(timeout=0)
            await until(lambda: peer.calls.count("getUpdates") == 3)
            await other.set_webhook("https://other.test/telegram/webhook")
            number = await peer.person(501).say("halo")
            await stored(home, number)
            assert peer.hook is None
    finally:
        await TelegramAdapter(other).close()
    assert set(waits.asked) == {CONFLICT.total_seconds()}


async def test_telegram_down_is_waited_out_with_at_most_15_s_between_two_tries(peer: TelegramPeer, home: House) -> None:
    waits = Waits()
    async with polling(peer, home, waits):
        await until(lambda: "getUpdates" in peer.calls)
        await peer.down()
        await until(lambda: len(waits.asked) >= 7)
        assert waits.asked[:7] == [1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0]
        await peer.up()
        number = await peer.person(501).say("masih ada orang?")
        await stored(home, number)


async def test_it_starts_while_telegram_is_down(peer: TelegramPeer, home: House) -> None:
    await peer.down()
    waits = Waits()
    async with polling(peer, home, waits):
        await until(lambda: len(waits.asked) >= 2)
        await peer.up()
        await stored(home, await peer.person(501).say("halo"))


BODIES = ["[]", "7", "null", "{}", '{"ok": true, "result": [{}]}', '{"ok": false}', "<html>"]


@pytest.mark.parametrize("status", [200, 500])
async def test_no_answer_of_the_platform_ends_the_poller(peer: TelegramPeer, home: House, status: int) -> None:
    for method in ("getMe", "deleteWebhook", "getUpdates"):
        peer.spoil(method, *(answer(status, body) for body in BODIES))
    async with polling(peer, home):
        await stored(home, await peer.person(501).say("halo"))
    assert await home.names("parked") == []


async def test_a_refusal_for_speed_or_of_the_token_is_waited_out_as_long_as_it_says(
    peer: TelegramPeer, home: House
) -> None:
    peer.spoil("getMe", answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"}))
    peer.spoil("getUpdates", flood(3), DROP, BAD_GATEWAY, answer(404, {"ok": False, "description": "Not Found"}))
    waits = Waits()
    async with polling(peer, home, waits):
        await stored(home, await peer.person(501).say("halo"))
    assert waits.asked == [BAD_TOKEN.total_seconds(), 3.0, 1.0, 2.0, BAD_TOKEN.total_seconds()]


ODD: list[dict[str, object]] = [
    {"message": None},
    {"message": {"chat": None, "text": "halo"}},
    {"message": {"chat": {"id": "x", "type": "private"}, "text": "halo"}},
    {"callback_query": [1]},
]


async def test_odd_updates_are_parked_and_hold_up_nobody(peer: TelegramPeer, home: House) -> None:
    for body in ODD:
        peer.put(0, 60.0, **body)
    peer.put(0, 60.0, poll_answer={}, channel_post={})
    number = await peer.person(501).say("halo")
    async with polling(peer, home):
        await stored(home, number)
        await until(lambda: not peer.queue)
    assert await home.names("parked") == [f"telegram:{FIRST_UPDATE + n}" for n in range(len(ODD))]
    assert await home.names() == [f"telegram:{number}"]


async def test_an_update_that_cannot_be_stored_is_parked_at_the_third_try_and_holds_up_nobody(
    peer: TelegramPeer, home: House
) -> None:
    await peer.person(501).say("halo")
    await peer.person(502).say("halo")
    await peer.person(503).say("halo")
    home.store.refuses = frozenset([f"telegram:{FIRST_UPDATE + 1}"])
    waits = Waits()
    async with polling(peer, home, waits):
        await until(lambda: not peer.queue)
    assert waits.asked == [1.0, 2.0]
    assert await home.names("parked") == [f"telegram:{FIRST_UPDATE + 1}"]
    assert await home.names() == [FIRST, f"telegram:{FIRST_UPDATE + 2}"]
    assert await home.store.offset() == FIRST_UPDATE + 3


async def test_a_store_that_comes_back_in_the_middle_of_the_third_try_parks_nobody(
    peer: TelegramPeer, home: House
) -> None:
    await peer.person(501).say("halo")
    home.store.down = True
    answering = home.intake.take

    async def back_after_the_first(arrival: object, **more: object) -> object:
        try:
            return await answering(arrival, **more)  # type: ignore[arg-type]  # what take takes
        finally:
            home.store.down = False

    home.intake.take = back_after_the_first  # type: ignore[method-assign,assignment]  # the real one, a moment earlier
    async with polling(peer, home):
        await until(lambda: not peer.queue)
    assert (await home.names(), await home.names("parked")) == ([FIRST], [])


async def test_a_full_intake_stops_the_reading_and_loses_nothing(peer: TelegramPeer, tmp_path: Path) -> None:
    async with house(tmp_path, limit=1) as home:
        for number in (501, 502):
            await peer.person(number).say("halo")
        waits = Waits()
        async with polling(peer, home, waits):
            await until(lambda: len(waits.asked) >= 2)
            assert await home.names() == []
            assert len(peer.queue) == 2
            home.intake._limit = 10
            await stored(home, FIRST_UPDATE + 1)


async def test_a_press_loses_its_mark_and_buttons_and_nobody_waits_for_that(peer: TelegramPeer, tmp_path: Path) -> None:
    bot = make_bot(TOKEN, peer.url)
    async with house(tmp_path, TelegramAdapter(bot)) as home:
        person = peer.person(501)
        async with polling(peer, home):
            await person.say("anakku 2 th tantrum")
            await person.press("Mau contoh")
            await person.hears("Kita tunggu sampai badanmu tenang")
            await until(lambda: peer.unanswered == 0 and "Mau contoh" not in person.buttons())
            await until(lambda: "Cukup" in person.buttons())
            peer.spoil("answerCallbackQuery", HANG)
            await person.press("Cukup")
            await stored(home, await peer.person(502).say("halo"))
            assert peer.unanswered == 1, "its mark still hangs, and nobody waited"
            await until(lambda: person.buttons() == [])
    await TelegramAdapter(bot).close()
