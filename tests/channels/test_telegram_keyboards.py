"""Buttons leave with their question: pressed or answered by typing, once, and nobody waits for it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest
from telegram import Bot

from bot.channels.telegram import keyboards
from bot.channels.telegram.client import TelegramAdapter, make_bot
from bot.errors import Unknown
from bot.model.message import Address, Author, Button, Channel, ConversationId, MessageId
from bot.ports import OutboxRow
from tests.peers.person import Person
from tests.peers.server import BAD_GATEWAY, DROP, HANG, answer
from tests.peers.telegram import TelegramPeer, flood
from tests.web.fakes import until

TOKEN = "501:a-token-of-the-test"
AT = datetime(2026, 7, 7, 3, tzinfo=UTC)
HIT, OTHER = Button("1.pukul.abcd", "Dipukul"), Button("2.ya.abcd", "Ya")
EDIT = "editMessageReplyMarkup"


@pytest.fixture
async def peer() -> AsyncIterator[TelegramPeer]:
    async with TelegramPeer(TOKEN) as one:
        await one.person(501).say("halo")
        yield one


@pytest.fixture
def bot(peer: TelegramPeer) -> Bot:
    return make_bot(TOKEN, peer.url, timeout_s=0.5)


@pytest.fixture
async def adapter(bot: Bot) -> AsyncIterator[TelegramAdapter]:
    one = TelegramAdapter(bot)
    yield one
    await one.close()


@pytest.fixture
def person(peer: TelegramPeer) -> Person:
    return peer.person(501)


async def ask(adapter: TelegramAdapter, text: str, *buttons: Button, chat: int = 501) -> None:
    row = OutboxRow(MessageId("t/1/1"), ConversationId("t"), Channel.TELEGRAM, Author.BOT, text, buttons, AT)
    await adapter.send(Address(Channel.TELEGRAM, "user", str(chat)), row)


async def idle(adapter: TelegramAdapter) -> None:
    await until(lambda: not adapter.keyboards._work)


def edits(peer: TelegramPeer) -> int:
    return peer.calls.count(EDIT)


async def test_the_next_message_takes_the_buttons_of_a_question_that_was_answered_by_typing(
    peer: TelegramPeer, adapter: TelegramAdapter, person: Person
) -> None:
    await ask(adapter, "Apa yang terjadi?", HIT)
    await person.say("dipukul")
    await ask(adapter, "Terima kasih sudah cerita.")
    await until(lambda: person.buttons() == [])
    await ask(adapter, "Aman sekarang?", OTHER)
    await ask(adapter, "Aku di sini.")
    await until(lambda: person.buttons() == [])
    await idle(adapter)
    assert edits(peer) == 2
    assert person.reads() == ["Apa yang terjadi?", "Terima kasih sudah cerita.", "Aman sekarang?", "Aku di sini."]


async def test_only_the_open_question_of_each_chat_has_buttons(
    peer: TelegramPeer, adapter: TelegramAdapter, person: Person
) -> None:
    other = peer.person(502)
    await other.say("halo")
    await ask(adapter, "Betul?", OTHER, chat=502)
    for number in range(3):
        await ask(adapter, f"{number}?", Button(f"{number}.a.abcd", f"jawab {number}"))
    await until(lambda: person.buttons() == ["jawab 2"])
    assert other.buttons() == ["Ya"]


async def test_a_stored_press_loses_its_mark_and_its_buttons(
    peer: TelegramPeer, adapter: TelegramAdapter, person: Person
) -> None:
    await ask(adapter, "Apa yang terjadi?", HIT)
    await person.press("Dipukul")
    await adapter.keyboards.pressed(peer.queue[-1].body)
    assert peer.unanswered == 0
    assert person.buttons() == []
    assert person.reads() == ["Apa yang terjadi?"]


@pytest.mark.parametrize("order", ["press first", "answer first", "at once"])
async def test_a_press_and_the_answer_to_it_take_the_buttons_away_once(
    peer: TelegramPeer, adapter: TelegramAdapter, person: Person, order: str
) -> None:
    await ask(adapter, "Apa yang terjadi?", HIT)
    await person.press("Dipukul")
    work = [adapter.keyboards.pressed(peer.queue[-1].body), ask(adapter, "Aku dengar.")]
    if order == "at once":
        await asyncio.gather(*work)
    else:
        for one in work if order == "press first" else reversed(work):
            await one
    await until(lambda: person.buttons() == [])
    await idle(adapter)
    assert edits(peer) == 1
    assert peer.unanswered == 0


async def test_a_press_that_comes_too_late_or_twice_or_while_all_is_down_is_left_alone(
    peer: TelegramPeer, adapter: TelegramAdapter, person: Person
) -> None:
    await ask(adapter, "Betul?", OTHER)
    await person.press("Ya")
    press = peer.queue[-1].body
    peer.answer_within = -1
    peer.spoil("answerCallbackQuery", HANG, answer(200, "[]"))
    peer.spoil(EDIT, DROP, answer(200, '{"ok": false}'))
    for _ in range(2):
        await adapter.keyboards.pressed(press)
    assert person.buttons() == ["Ya"]
    for _ in range(2):
        await adapter.keyboards.pressed(press)
    assert person.buttons() == []
    assert edits(peer) == 3, "what is gone is not taken away again"
    await peer.down()
    await adapter.keyboards.pressed({**press, "callback_query": {**press["callback_query"], "id": "other"}})
    await peer.up()


@pytest.mark.parametrize("faults", [[DROP], [BAD_GATEWAY], [flood(1)], [answer(400)], [answer(200, "[]")]])
async def test_buttons_that_cannot_be_taken_away_harm_no_message(
    peer: TelegramPeer, adapter: TelegramAdapter, person: Person, faults: Sequence[object]
) -> None:
    peer.spoil(EDIT, *faults)  # type: ignore[arg-type]  # parametrize knows no types
    await ask(adapter, "Apa yang terjadi?", HIT)
    await ask(adapter, "Aku dengar.", OTHER)
    await idle(adapter)
    assert person.buttons() == ["Dipukul", "Ya"]
    await ask(adapter, "Baik.")
    await until(lambda: person.buttons() == ["Dipukul"])


async def test_a_message_does_not_wait_for_the_buttons_before_it_and_neither_does_the_end(
    peer: TelegramPeer, bot: Bot, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyboards, "LAND_S", 0.01)
    adapter = TelegramAdapter(bot)
    peer.spoil(EDIT, HANG)
    await ask(adapter, "Apa yang terjadi?", HIT)
    await ask(adapter, "Aku dengar.")
    assert person.reads()[-1] == "Aku dengar."
    await until(lambda: edits(peer) == 1)
    assert adapter.keyboards._work
    await adapter.close()
    assert not adapter.keyboards._work


async def test_the_end_waits_a_moment_for_buttons_on_their_way(bot: Bot, person: Person) -> None:
    adapter = TelegramAdapter(bot)
    await ask(adapter, "Apa yang terjadi?", HIT)
    await ask(adapter, "Aku dengar.")
    await adapter.close()
    assert person.buttons() == []


async def test_a_message_that_was_not_accepted_leaves_the_question_open(
    peer: TelegramPeer, adapter: TelegramAdapter, person: Person
) -> None:
    await ask(adapter, "Apa yang terjadi?", HIT)
    peer.spoil("sendMessage", DROP)
    with pytest.raises(Unknown):
        await ask(adapter, "Aku dengar.")
    await idle(adapter)
    assert person.buttons() == ["Dipukul"]


async def test_what_is_remembered_is_bounded(
    peer: TelegramPeer, adapter: TelegramAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyboards, "MOST_CHATS", 2)
    people = [peer.person(number) for number in range(601, 604)]
    for one in people:
        await one.say("halo")
        await ask(adapter, "Betul?", OTHER, chat=one.number)
    for one in people:
        await ask(adapter, "Baik.", chat=one.number)
    await until(lambda: [one.buttons() for one in people] == [["Ya"], [], []])
    assert max(len(adapter.keyboards._open), len(adapter.keyboards._gone)) <= 2


async def test_after_a_restart_a_press_still_takes_its_buttons_away(
    peer: TelegramPeer, adapter: TelegramAdapter, person: Person
) -> None:
    await ask(adapter, "Apa yang terjadi?", HIT)
    later = TelegramAdapter(make_bot(TOKEN, peer.url))
    await ask(later, "Masih di sini?")
    await idle(later)
    assert person.buttons() == ["Dipukul"]
    await person.press("Dipukul")
    await later.keyboards.pressed(peer.queue[-1].body)
    assert person.buttons() == []
    await later.close()
