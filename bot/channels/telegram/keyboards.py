"""Buttons leave with their question, so that no label stays readable on a phone that others look at.

Laws
1. A keyboard is taken away when it is pressed, and when the next message to its chat was accepted (the answer may have
   been typed). Never twice.
2. Nobody waits for that, and nothing fails by it: it is done at best, in the background.

What is remembered is in memory only: after a restart the last keyboard of every chat stays until it is pressed, and so
does one whose removal failed.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Mapping
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.wire import press_of, pressed_message

log = logging.getLogger(__name__)

ODD = (TelegramError, AttributeError, KeyError, TypeError)
"""What a call of the client may raise: beside its own errors those of an answer with 200 that is not the API's, because
it trusts the status code (channel facts A6)."""
MOST_CHATS = 10_000
"""Chats whose keyboard is remembered, some 200 bytes each: more than write within a day. Beyond, the oldest is
forgotten and keeps its labels."""
AT_ONCE = 16
"""Removals on their way: together with the 32 sends they leave room among the connections (client.AT_ONCE)."""
MOST_WAITING = 1_000
"""Removals that wait for their turn while Telegram is slow; beyond, labels stay rather than memory grows."""
LAND_S = 1.0
"""How long a stop waits for what is on its way."""


class Keyboards:
    """The open keyboard of every chat, by the number of its message."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._open: OrderedDict[str, int] = OrderedDict()
        self._gone: OrderedDict[str, int] = OrderedDict()  # taken away last, for whoever comes second
        self._work: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)

    def sent(self, chat: str, number: int, *, keyboard: bool) -> None:
        """A message was accepted: the keyboard before it has done its duty."""
        before = self._open.pop(chat, None)
        if keyboard:
            _keep(self._open, chat, number)
        if before is not None and before != number and len(self._work) < MOST_WAITING:
            task = asyncio.create_task(self._take_away(chat, before))
            self._work.add(task)
            task.add_done_callback(self._work.discard)

    async def pressed(self, update: Mapping[str, Any]) -> None:
        """After a press is stored: end its waiting mark, and take its keyboard away. A press is only answerable for
        seconds, and what it led to is stored already."""
        if press := press_of(update):
            await _at_best(self._bot.answer_callback_query(press))
        if message := pressed_message(update):
            chat, number = message
            await self._take_away(str(chat), number)

    async def _take_away(self, chat: str, number: int) -> None:
        if self._gone.get(chat) == number:
            return
        _keep(self._gone, chat, number)
        if self._open.get(chat) == number:
            del self._open[chat]
        async with self._room:
            done = await _at_best(self._bot.edit_message_reply_markup(chat, number))
        if not done and self._gone.get(chat) == number:
            del self._gone[chat]  # a press may try again

    async def close(self) -> None:
        """Before the client is closed."""
        if self._work:
            await asyncio.wait(self._work, timeout=LAND_S)
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)


def _keep(chats: OrderedDict[str, int], chat: str, number: int) -> None:
    chats[chat] = number
    chats.move_to_end(chat)
    if len(chats) > MOST_CHATS:
        chats.popitem(last=False)


async def _at_best(call: Awaitable[object]) -> bool:
    try:
        await call
    except ODD as error:
        log.info("Left a press without mark or with its buttons", extra={"error": type(error).__name__})
        return False
    return True
