"""Sending on Telegram: python-telegram-bot as a typed client, its errors in our words (channel facts A6, A7)."""

import logging
import os
from datetime import timedelta

import httpx
from telegram import Bot, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels.telegram.keyboards import ODD, Keyboards
from bot.channels.telegram.wire import LONGEST, render
from bot.errors import Busy, ChannelError, Later, Refused, Unknown
from bot.model.message import Address, Channel
from bot.ports import OutboxRow

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Connections; the sender writes to 32 conversations at a time."""
TIMEOUT_S = 10.0
"""For one request; the long poll adds its own time."""
SOON = timedelta(seconds=1)
BUSY = timedelta(seconds=5)
"""A refusal for speed that names no time."""
BAD_TOKEN = timedelta(seconds=60)
"""Nothing but a person can repair a token."""
BACK_OFF_S = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Between two tries while Telegram is down; contract.md: cap 15 s."""
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Causes after which the platform cannot have seen the request."""
LEAKY = ("httpx", "httpcore", "telegram")
"""Loggers that write addresses with the token, or whole updates."""


def make_bot(token: str, api_url: str, *, timeout_s: float = TIMEOUT_S) -> Bot:
    """A client of `api_url`, which need not answer yet."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    for name in LEAKY:
        logging.getLogger(name).setLevel(logging.WARNING)

    def request(connections: int) -> HTTPXRequest:
        return HTTPXRequest(
            connections,
            read_timeout=timeout_s,
            write_timeout=timeout_s,
            connect_timeout=timeout_s,
            pool_timeout=timeout_s,
        )

    return Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request(AT_ONCE),
        get_updates_request=request(1),
    )


class TelegramAdapter:
    """See ports.ChannelAdapter."""

    channel = Channel.TELEGRAM
    joins = False
    longest = LONGEST

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self.keyboards = Keyboards(bot)

    async def send(self, to: Address, row: OutboxRow) -> str:
        """Returns the message_id. Raises Refused, Later or Unknown."""
        fields = render(row)
        keyboard = fields.get("reply_markup")
        markup = InlineKeyboardMarkup.de_json(keyboard, None) if keyboard else None
        try:
            sent = await self._bot.send_message(to.value, fields["text"], reply_markup=markup)
        except TelegramError as error:
            raise meaning(error) from None
        except ODD:
            raise Unknown("answer") from None
        self.keyboards.sent(to.value, sent.message_id, keyboard=markup is not None)
        return str(sent.message_id)

    async def close(self) -> None:
        await self.keyboards.close()
        await self._bot.shutdown()
        await self._bot.request.shutdown()


def meaning(error: TelegramError) -> ChannelError:
    """What a failed send means for its row. The order matters: BadRequest is a NetworkError (channel facts A6)."""
    match error:
        case RetryAfter():
            return Busy("429", retry_after(error))
        case Forbidden():
            return Refused("403", unreachable=True)
        case ChatMigrated():
            return Refused("migrated")
        case BadRequest():
            return Refused("400")
        case InvalidToken():
            log.error("Was refused the Telegram token", extra={"channel": Channel.TELEGRAM.value})
            return Later("token", BAD_TOKEN)
        case Conflict():
            return Later("409", BUSY)
        case NetworkError():
            return _unheard(error)
    return Unknown(type(error).__name__)


def retry_after(error: RetryAfter) -> timedelta:
    """Seconds or a span, as the version of the client has it."""
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)


def _unheard(error: NetworkError) -> ChannelError:
    """No answer, or one that tells nothing: only a request that never left may be repeated without a thought."""
    if isinstance(error.__cause__, NOT_SENT):
        return Later("offline", SOON)
    if "Too Many Requests" in error.message:
        return Busy("429", BUSY)
    return Unknown(type(error.__cause__ or error).__name__)
