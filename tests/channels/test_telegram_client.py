"""Sending on Telegram through the real client: what every failure means for the row (channel facts A6)."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram.client import BAD_TOKEN, BUSY, SOON, TelegramAdapter, make_bot
from bot.errors import Busy, ChannelError, Later, Refused, Unknown
from bot.model.message import Address, Author, Button, Channel, ConversationId, MessageId
from bot.ports import OutboxRow
from tests.peers.server import BAD_GATEWAY, DROP, DROP_ACCEPTED, HANG, Fault, answer
from tests.peers.telegram import TelegramPeer, flood

TOKEN = "501:a-token-of-the-test"
AT = datetime(2026, 7, 7, 3, tzinfo=UTC)
TO = Address(Channel.TELEGRAM, "user", "501")


@pytest.fixture
async def peer() -> AsyncIterator[TelegramPeer]:
    async with TelegramPeer(TOKEN) as one:
        await one.person(501).say("halo")
        yield one


@pytest.fixture
async def adapter(peer: TelegramPeer) -> AsyncIterator[TelegramAdapter]:
    one = TelegramAdapter(make_bot(TOKEN, peer.url, timeout_s=0.5))
    yield one
    await one.close()


def row(text: str = "Halo.", *buttons: Button) -> OutboxRow:
    return OutboxRow(MessageId("t/1/1"), ConversationId("t"), Channel.TELEGRAM, Author.BOT, text, buttons, AT)


def ours(caplog: pytest.LogCaptureFixture) -> str:
    """What was logged on our side of the socket."""
    return "\n".join(str(vars(one)) for one in caplog.records if not one.name.startswith("uvicorn"))


async def failure(adapter: TelegramAdapter, to: Address = TO, text: str = "Halo.") -> ChannelError:
    with pytest.raises(ChannelError) as raised:
        await adapter.send(to, row(text))
    assert raised.value.__suppress_context__, "the cause may hold the token or what was written"
    return raised.value


async def test_a_bubble_arrives_with_its_buttons_and_the_number_of_its_message(
    peer: TelegramPeer, adapter: TelegramAdapter
) -> None:
    buttons = Button("1.ya.abcd", "Ya"), Button("1.tidak.abcd", "Bukan")
    number = await adapter.send(TO, row("Betul <b>?</b>", *buttons))
    (bubble,) = peer.person(501).bubbles
    assert (number, bubble.text) == (str(bubble.number), "Betul <b>?</b>")
    assert peer.person(501).buttons() == ["Ya", "Bukan"]


async def test_the_longest_text_and_the_longest_data_are_taken(peer: TelegramPeer, adapter: TelegramAdapter) -> None:
    await adapter.send(TO, row("😭" * 5000, Button("1." + "x" * 57 + ".abcd", "Ya" * 100)))
    assert len(peer.person(501).bubbles) == 1


async def test_a_refusal_for_speed_is_tried_again_after_the_time_it_names(
    peer: TelegramPeer, adapter: TelegramAdapter
) -> None:
    peer.spoil("sendMessage", flood(7), answer(429, {"ok": False, "description": "Too Many Requests"}), answer(429))
    outcomes = [await failure(adapter) for _ in range(3)]
    assert [(type(one), getattr(one, "after", None)) for one in outcomes] == [
        (Busy, timedelta(seconds=7)),
        (Busy, BUSY),
        (Busy, BUSY),
    ]
    assert peer.person(501).bubbles == []


async def test_a_contact_who_blocked_us_or_is_gone_can_no_longer_be_reached(
    peer: TelegramPeer, adapter: TelegramAdapter
) -> None:
    await peer.person(501).blocks()
    for _ in range(2):
        outcome = await failure(adapter)
        assert isinstance(outcome, Refused)
        assert outcome.unreachable
        gone = {"ok": False, "error_code": 403, "description": "Forbidden: user is deactivated"}
        peer.spoil("sendMessage", answer(403, gone))


@pytest.mark.parametrize(("to", "text"), [("999", "Halo."), ("bukan angka", "Halo."), ("501", "   ")])
async def test_what_telegram_will_never_take_is_refused_for_good(
    peer: TelegramPeer, adapter: TelegramAdapter, to: str, text: str
) -> None:
    outcome = await failure(adapter, Address(Channel.TELEGRAM, "user", to), text)
    assert isinstance(outcome, Refused)
    assert not outcome.unreachable


async def test_another_holder_of_the_token_is_waited_for(peer: TelegramPeer, adapter: TelegramAdapter) -> None:
    taken = {"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"}
    peer.spoil("sendMessage", answer(409, taken))
    outcome = await failure(adapter)
    assert (type(outcome), getattr(outcome, "after", None)) == (Later, BUSY)
    assert peer.person(501).bubbles == []


async def test_what_found_no_free_connection_was_not_sent_and_is_tried_again_soon(
    peer: TelegramPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.client.AT_ONCE", 1)
    one = TelegramAdapter(make_bot(TOKEN, peer.url, timeout_s=0.3))
    peer.spoil("sendMessage", HANG)
    stuck, waiting = await asyncio.gather(failure(one), failure(one))
    await one.close()
    assert isinstance(stuck, Unknown)
    assert (type(waiting), getattr(waiting, "after", None)) == (Later, SOON)
    assert peer.calls.count("sendMessage") == 1


async def test_a_chat_that_moved_is_refused(peer: TelegramPeer, adapter: TelegramAdapter) -> None:
    moved = {
        "ok": False,
        "description": "Bad Request: group chat was upgraded",
        "parameters": {"migrate_to_chat_id": -9},
    }
    peer.spoil("sendMessage", answer(400, moved))
    assert isinstance(await failure(adapter), Refused)


@pytest.mark.parametrize("fault", [DROP, DROP_ACCEPTED, HANG, BAD_GATEWAY, answer(500), answer(200, "<html>")])
async def test_whatever_may_have_been_delivered_is_of_unknown_fate(
    peer: TelegramPeer, adapter: TelegramAdapter, fault: Fault
) -> None:
    peer.spoil("sendMessage", fault)
    assert isinstance(await failure(adapter), Unknown)
    assert len(peer.person(501).bubbles) == (1 if fault.accepts else 0)
    await adapter.send(TO, row())


@pytest.mark.parametrize("body", ['{"ok": false}', "[]", '{"result": []}', '{"result": null}', "{}", "null", "7"])
async def test_an_answer_of_200_that_is_not_telegrams_is_of_unknown_fate(
    peer: TelegramPeer, adapter: TelegramAdapter, body: str
) -> None:
    peer.spoil("sendMessage", answer(200, body))
    assert isinstance(await failure(adapter), Unknown)


@pytest.mark.parametrize("body", ["[]", "7", '{"ok": false, "parameters": 5}'])
async def test_an_odd_body_of_a_server_error_is_of_unknown_fate(
    peer: TelegramPeer, adapter: TelegramAdapter, body: str
) -> None:
    peer.spoil("sendMessage", answer(500, body))
    assert isinstance(await failure(adapter), Unknown)


async def test_an_api_that_is_down_saw_nothing_and_is_tried_again_soon(
    peer: TelegramPeer, adapter: TelegramAdapter
) -> None:
    await peer.down()
    outcome = await failure(adapter)
    await peer.up()
    assert isinstance(outcome, Later)
    assert outcome.after == SOON
    await adapter.send(TO, row())
    assert peer.person(501).reads() == ["Halo."]


async def test_a_wrong_token_waits_for_a_person_and_is_never_logged(
    peer: TelegramPeer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    adapter = TelegramAdapter(make_bot("502:another-token", peer.url))
    outcome = await failure(adapter)
    await adapter.close()
    assert isinstance(outcome, Later)
    assert outcome.after == BAD_TOKEN
    assert "another-token" not in ours(caplog)


async def test_neither_the_token_nor_what_was_written_is_logged(
    peer: TelegramPeer, adapter: TelegramAdapter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for fault in (None, DROP, BAD_GATEWAY, answer(500), flood(1)):
        peer.spoil("sendMessage", *([fault] if fault else []))
        if fault is None:
            await adapter.send(TO, row("rahasia"))
        else:
            await failure(adapter, text="rahasia")
    assert "rahasia" not in ours(caplog)
    assert TOKEN not in ours(caplog)


async def test_many_are_written_to_at_once(peer: TelegramPeer, adapter: TelegramAdapter) -> None:
    await asyncio.gather(*(adapter.send(TO, row(str(number))) for number in range(32)))
    assert sorted(map(int, peer.person(501).reads())) == list(range(32))
