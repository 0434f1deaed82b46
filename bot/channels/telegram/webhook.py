"""Updates by webhook (channel facts A2).

Laws
1. The secret is compared before the body is read.
2. What is stored is answered 200, and so is what could not be read but is kept: anything else blocks its
   chat for a day.
3. A store that is down or an intake that is full is answered 503; Telegram comes again.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from telegram import Bot

from bot.channels.letters import Unreadable
from bot.channels.telegram.client import BACK_OFF_S
from bot.channels.telegram.keyboards import ODD, Keyboards
from bot.channels.telegram.wire import ALLOWED, read, update_id
from bot.errors import IntakeFull, StoreDown
from bot.model.message import Channel, storable
from bot.ports import Clock, Intake

log = logging.getLogger(__name__)

HEADER = "x-telegram-bot-api-secret-token"
PATH = "/telegram/webhook"

Handler = Callable[[Request], Awaitable[Response]]


def telegram_webhook(intake: Intake, secret: str, clock: Clock, *, keyboards: Keyboards | None = None) -> Handler:
    """The endpoint of POST /telegram/webhook. With `keyboards`, a stored press loses its waiting mark and
    its buttons."""

    async def receive(request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not (secret and hmac.compare_digest(given.encode(), secret.encode())):
            log.warning("Refused a webhook with a wrong secret")
            return Response(status_code=403)
        body = await request.body()
        try:
            stored = await _keep(intake, clock, body)
        except (StoreDown, IntakeFull) as error:
            log.warning("Could not take an update", extra={"error": type(error).__name__})
            return Response(status_code=503)
        return Response(background=BackgroundTask(keyboards.pressed, stored) if keyboards and stored else None)

    return receive


async def _keep(intake: Intake, clock: Clock, body: bytes) -> Mapping[str, Any]:
    """Store or park; returns the update, empty when it could not be read. Raises StoreDown or IntakeFull."""
    at = clock.now()
    raw: dict[str, Any] = {}
    try:
        raw = _parsed(body)
        arrival = read(raw, at)
    except Unreadable as error:
        log.warning("Parked an update", extra={"because": str(error)})
        number = update_id(raw)
        name = str(number) if number is not None else f"unread-{at.isoformat()}"
        await intake.park(Channel.TELEGRAM, name, storable(body.decode("utf-8", "replace")))
        return {}
    if arrival is not None:
        await intake.take(arrival)
    return raw


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("no JSON") from None
    if not isinstance(raw, dict):
        raise Unreadable("no object")
    return raw


async def set_webhook(
    bot: Bot, public_url: str, secret: str, *, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Until Telegram has taken it; nothing that waits is dropped."""
    tries = 0
    while True:
        try:
            await bot.initialize()
            await bot.set_webhook(
                f"{public_url}{PATH}", secret_token=secret, allowed_updates=ALLOWED, drop_pending_updates=False
            )
        except ODD as error:
            log.warning("Waited for Telegram", extra={"error": type(error).__name__})
            await pause(BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)])
            tries += 1
        else:
            log.info("Set the Telegram webhook")
            return
