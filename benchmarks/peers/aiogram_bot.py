"""The talk with aiogram's finite states: `aiogram_bot.py TALK memory`, or `TALK redis SOCKET`. As its polling does it,
updates are tasks side by side, here 64 at a time."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.base import BaseSession
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from redis.asyncio import BlockingConnectionPool, Redis, UnixDomainSocketConnection
from rounds import SENT_AT, Sent, Talk, serve
from rounds import State as Question

TOKEN = "501:a-token-of-the-benchmark"  # noqa: S105  of a platform that is not there
IN_FLIGHT = 64


class Stub(BaseSession):
    """The platform's answer, without a socket."""

    def __init__(self, sent: Sent) -> None:
        super().__init__()
        self._sent = sent

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ARG002, ASYNC109  the shape is aiogram's
        number = self._sent.keep(int(method.chat_id), method.text)
        chat = {"id": method.chat_id, "type": "private"}
        message = {"message_id": number, "date": SENT_AT, "chat": chat, "text": method.text}
        return self.check_response(bot, method, 200, json.dumps({"ok": True, "result": message})).result

    async def stream_content(self, url: str, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        raise NotImplementedError(url)
        yield b""

    async def close(self) -> None:
        """Nothing is connected."""


async def ask(message: Message, question: Question) -> None:
    """Its bubbles, the buttons under the last."""
    for text in question.say[:-1]:
        await message.answer(text)
    rows = [[InlineKeyboardButton(text=label, callback_data=label)] for label, _, _ in question.choices]
    await message.answer(question.say[-1], reply_markup=InlineKeyboardMarkup(inline_keyboard=rows) if rows else None)


Handler = Callable[[Message, FSMContext], Awaitable[None]]


def routed(talk: Talk, storage: BaseStorage) -> Dispatcher:
    """One state after the other, and from the last to the first."""
    group = type("Menu", (StatesGroup,), {one.name: State() for one in talk.states})
    places = [getattr(group, one.name) for one in talk.states]
    dispatcher = Dispatcher(storage=storage)

    def answered(here: int) -> Handler:
        async def answer(message: Message, state: FSMContext) -> None:
            there = talk.after(here, message.text)
            await state.set_state(places[there])
            await ask(message, talk.states[there])

        return answer

    async def start(message: Message, state: FSMContext) -> None:
        await state.set_state(places[0])
        await ask(message, talk.states[0])

    dispatcher.message.register(start, F.text == talk.opening)
    for here, place in enumerate(places):
        dispatcher.message.register(answered(here), place, F.text)
    return dispatcher


def storage_of(how: str, path: str) -> BaseStorage:
    if how == "memory":
        return MemoryStorage()
    pool = BlockingConnectionPool(
        connection_class=UnixDomainSocketConnection, path=path, max_connections=IN_FLIGHT, timeout=None
    )
    return RedisStorage(Redis(connection_pool=pool))


async def main(talk: Talk, storage: BaseStorage) -> None:
    sent = Sent()
    bot, dispatcher = Bot(TOKEN, session=Stub(sent)), routed(talk, storage)

    async def handle(updates: Sequence[Update]) -> None:
        waiting = iter(updates)

        async def one_after_another() -> None:
            for update in waiting:
                await dispatcher.feed_update(bot, update)

        await asyncio.gather(*(one_after_another() for _ in range(IN_FLIGHT)))

    await serve(talk, sent, lambda raw: Update.model_validate(raw, context={"bot": bot}), handle)
    await storage.close()


if __name__ == "__main__":
    asyncio.run(main(Talk(Path(sys.argv[1])), storage_of(sys.argv[2], sys.argv[-1])))
