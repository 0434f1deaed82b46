"""Telegram's webhook behind the real edge: the secret first, everything kept, and a 503 only when nothing was kept."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from bot.channels.telegram.client import TelegramAdapter, make_bot
from bot.channels.telegram.webhook import HEADER, set_webhook, telegram_webhook
from tests.channels.house import House, at_the_edge, house
from tests.peers.server import answer
from tests.peers.telegram import TelegramPeer, flood
from tests.web.fakes import until

TOKEN = "501:a-token-of-the-test"
SECRET = "a-secret_of-the-test"
PUBLIC_URL = "https://puspaga.test"
CHAT = {"id": 501, "type": "private"}


@pytest.fixture
async def peer() -> AsyncIterator[TelegramPeer]:
    async with TelegramPeer(TOKEN) as one:
        one.back_off = (0.02,)
        yield one


@pytest.fixture
async def bot(peer: TelegramPeer) -> AsyncIterator[Bot]:
    one = make_bot(TOKEN, peer.url)
    yield one
    await TelegramAdapter(one).close()


@pytest.fixture
async def home(peer: TelegramPeer, bot: Bot, tmp_path: Path) -> AsyncIterator[House]:
    """Everything but the poller, answering by the peer."""
    adapter = TelegramAdapter(bot)
    async with house(tmp_path, adapter) as one:
        peer.way(PUBLIC_URL, lambda: one.url)
        handler = telegram_webhook(one.intake, SECRET, one.clock, keyboards=adapter.keyboards)
        async with at_the_edge(one, telegram=handler):
            yield one


async def post(home: House, body: bytes, secret: str | None = SECRET) -> int:
    headers = {HEADER.encode(): secret.encode("latin-1")} if secret is not None else {}
    async with httpx.AsyncClient() as http:
        return (await http.post(f"{home.url}/telegram/webhook", content=body, headers=headers)).status_code


def update(number: int = 1, text: str = "halo") -> bytes:
    return json.dumps({"update_id": number, "message": {"chat": CHAT, "text": text}}).encode()


@pytest.mark.parametrize(
    "secret", [None, "", "a-secret_of-the-tesu", SECRET + "x", SECRET[:-1], "\xe9", SECRET.upper()]
)
async def test_a_wrong_or_missing_secret_is_refused_and_nothing_is_kept(home: House, secret: str | None) -> None:
    assert await post(home, update(), secret) == 403
    assert await post(home, b"\xff", secret) == 403
    assert await home.states() == {}


async def test_without_a_secret_of_our_own_nobody_is_let_in(tmp_path: Path) -> None:
    async with house(tmp_path) as home, at_the_edge(home, telegram=telegram_webhook(home.intake, "", home.clock)):
        assert await post(home, update(), "") == 403
        assert await post(home, update(), None) == 403


async def test_an_update_is_stored_before_it_is_answered_with_200(home: House) -> None:
    assert await post(home, update(7)) == 200
    assert await home.states() == {"telegram:7": "done"}


async def test_the_same_update_twice_is_answered_once(home: House) -> None:
    assert await post(home, update(7)) == 200
    answers = await home.answers()
    assert await post(home, update(7)) == 200
    assert await home.answers() == answers > 0


UNREADABLE = [
    b"",
    b"\xff\xfe\x00\xd8",
    b"bukan json",
    b"[]",
    b"null",
    b"7",
    b'"halo"',
    b"{}",
    b'{"update_id": "x"}',
    b'{"update_id": 99999999999999999999999999, "message": {}}',
    b'{"update_id": 6, "message": {"chat": null}}',
    b'{"update_id": 7, "message": {"chat": {"id": "\\ud800", "type": "private"}}}',
    b"[" * 100_000,
    b'{"update_id": ' + b"9" * 5_000 + b"}",
]


async def test_what_cannot_be_read_is_kept_for_a_person_and_answered_with_200(home: House) -> None:
    for body in UNREADABLE:
        before = len(await home.names("parked"))
        assert await post(home, body) == 200, body[:40]
        assert len(await home.names("parked")) == before + 1, body[:40]
    assert await home.names() == []


async def test_groups_and_kinds_we_do_not_use_are_answered_with_200_and_not_kept(home: House) -> None:
    group = {"update_id": 7, "message": {"chat": {"id": -5, "type": "group"}, "text": "halo"}}
    for raw in (group, {"update_id": 8, "poll_answer": {}}):
        assert await post(home, json.dumps(raw).encode()) == 200
    assert await home.states() == {}


async def test_zero_bytes_and_lone_surrogates_are_replaced_and_answered(home: House) -> None:
    assert await post(home, update(7, "a\x00b\ud800")) == 200
    assert await home.states() == {"telegram:7": "done"}


async def test_a_store_that_is_down_or_a_full_intake_is_told_with_503_and_telegram_comes_again(
    peer: TelegramPeer, bot: Bot, home: House
) -> None:
    await set_webhook(bot, PUBLIC_URL, SECRET)
    home.store.down = True
    number = await peer.person(501).say("halo")
    await until(lambda: len(peer.delivered) >= 2)
    assert set(peer.delivered) == {503}
    assert await post(home, b"bukan json") == 503
    home.store.down = False
    await until(lambda: not peer.queue)
    assert await home.states() == {f"telegram:{number}": "done"}
    home.intake._limit = 0
    assert await post(home, update(7)) == 503


async def test_the_webhook_is_set_with_its_secret_once_telegram_can_be_reached_and_drops_nothing(
    peer: TelegramPeer, bot: Bot, home: House
) -> None:
    await peer.person(501).say("halo")
    down = answer(500, "x")
    peer.spoil("getMe", down, answer(200, "[]"), flood(2))
    peer.spoil("setWebhook", down, answer(200, "{}"), down)
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)

    await set_webhook(bot, PUBLIC_URL, SECRET, pause=rest)
    assert rests == [1.0, 2.0, 4.0, 8.0, 15.0, 15.0]
    await until(lambda: not peer.queue)
    assert peer.delivered == [200]
    assert len(await home.names()) == 1


async def test_a_talk_by_webhook_is_answered_and_its_buttons_go_once_pressed(
    peer: TelegramPeer, bot: Bot, home: House
) -> None:
    await set_webhook(bot, PUBLIC_URL, SECRET)
    person = peer.person(501)
    await person.say("anakku 2 th tantrum")
    await person.press("Sudah dicoba")
    await person.hears("Catat tiga hari")
    await until(lambda: peer.unanswered == 0 and "Sudah dicoba" not in person.buttons())


async def test_in_polling_mode_the_webhook_is_not_there(tmp_path: Path) -> None:
    async with house(tmp_path) as home, at_the_edge(home):
        assert await post(home, update()) == 404


async def test_a_body_over_1_mib_is_refused_before_anything_else(home: House) -> None:
    assert await post(home, b"x" * (1024 * 1024 + 1), "wrong") == 413


async def test_a_parked_update_is_sealed(home: House) -> None:
    await post(home, b'{"update_id": 7, "message": "rahasia sekali"}')
    await home.loops.stop()
    raw = b"".join(path.read_bytes() for path in home.path.parent.iterdir())
    assert b"rahasia" not in raw
    assert b"telegram:7" in raw
