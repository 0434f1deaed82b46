"""The talk with python-telegram-bot's ConversationHandler: `telegram_bot.py TALK memory`, or `TALK pickle FILE`, which
writes its persistence after every update. Updates one after the other: a ConversationHandler takes no other way."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from rounds import SENT_AT, Sent, State, Talk, serve
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest, RequestData

TOKEN = "501:a-token-of-the-benchmark"  # noqa: S105  of a platform that is not there
Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Awaitable[int]]
ME = {"id": 501, "is_bot": True, "first_name": "Bot", "username": "ukur_bot"}


class Stub(BaseRequest):
    """The platform's answer, without a socket."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        """Nothing is connected."""

    async def shutdown(self) -> None:
        """Nothing is connected."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002  the shape is the library's
        request_data: RequestData | None = None,
        **_: Any,
    ) -> tuple[int, bytes]:
        if request_data is None or not url.endswith("sendMessage"):
            return 200, json.dumps({"ok": True, "result": ME}).encode()
        fields = request_data.json_parameters
        chat, text = int(fields["chat_id"]), fields["text"]
        number = self._sent.keep(chat, text)
        message = {"message_id": number, "date": SENT_AT, "chat": {"id": chat, "type": "private"}, "text": text}
        return 200, json.dumps({"ok": True, "result": message}).encode()


async def ask(message: Message, state: State) -> None:
    """Its bubbles, the buttons under the last."""
    for text in state.say[:-1]:
        await message.reply_text(text)
    rows = [[InlineKeyboardButton(label, callback_data=label)] for label, _, _ in state.choices]
    await message.reply_text(state.say[-1], reply_markup=InlineKeyboardMarkup(rows) if rows else None)


def conversation(talk: Talk, *, persistent: bool) -> ConversationHandler[ContextTypes.DEFAULT_TYPE]:
    """One state after the other, and from the last to the first."""

    def answered(here: int) -> Handler:
        async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
            message = update.effective_message
            there = talk.after(here, message.text)
            await ask(message, talk.states[there])
            return there

        return answer

    async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
        await ask(update.effective_message, talk.states[0])
        return 0

    return ConversationHandler(
        entry_points=[MessageHandler(filters.Text([talk.opening]), start)],
        states={here: [MessageHandler(filters.TEXT, answered(here))] for here in range(len(talk.states))},
        fallbacks=[],
        name="menu",
        persistent=persistent,
    )


def built(talk: Talk, sent: Sent, pickle: Path | None) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = ApplicationBuilder().token(TOKEN).request(Stub(sent)).get_updates_request(Stub(sent)).updater(None)
    if pickle is not None:
        builder = builder.persistence(PicklePersistence(pickle))
    application = builder.job_queue(None).build()
    application.add_handler(conversation(talk, persistent=pickle is not None))
    return application


async def main(talk: Talk, pickle: Path | None) -> None:
    sent = Sent()
    application = built(talk, sent, pickle)
    await application.initialize()

    async def handle(updates: Sequence[Update]) -> None:
        for update in updates:
            await application.process_update(update)
            if pickle is not None:
                await application.update_persistence()

    await serve(talk, sent, lambda raw: Update.de_json(raw, application.bot), handle)
    await application.shutdown()


if __name__ == "__main__":
    asyncio.run(main(Talk(Path(sys.argv[1])), Path(sys.argv[3]) if sys.argv[2] == "pickle" else None))
