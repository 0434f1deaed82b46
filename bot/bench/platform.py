"""Telegram and Twilio as far as sending needs them: on 127.0.0.1, and they accept everything at once."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

TOKEN = "501:a-token-of-the-benchmark"  # noqa: S105  of a platform that is not there
SECRET = "a-secret-of-the-benchmark"  # noqa: S105  as above
SID = "AC00000000000000000000000000000000"
AUTH = "an-auth-token-of-the-benchmark"
SENDER = "whatsapp:+14155550100"
PUBLIC_URL = "https://puspaga.test"
BOT = {"id": 501, "is_bot": True, "first_name": "Bot", "username": "ukur_bot"}
SENT_AT = 1_760_000_000
"""Of every message, in seconds since 1970: nobody looks at it."""


def settings(address: str) -> Mapping[str, str]:
    """Both channels, by webhook, with everyone a tester."""
    return {
        "PUSPAGA__SERVER__PUBLIC_URL": PUBLIC_URL,
        "PUSPAGA__TELEGRAM__TOKEN": TOKEN,
        "PUSPAGA__TELEGRAM__API_URL": address,
        "PUSPAGA__TELEGRAM__MODE": "webhook",
        "PUSPAGA__TELEGRAM__WEBHOOK_SECRET": SECRET,
        "PUSPAGA__WHATSAPP__ACCOUNT_SID": SID,
        "PUSPAGA__WHATSAPP__AUTH_TOKEN": AUTH,
        "PUSPAGA__WHATSAPP__FROM": SENDER,
        "PUSPAGA__WHATSAPP__API_URL": address,
    }


@asynccontextmanager
async def platform() -> AsyncIterator[str]:
    """Its address."""
    numbers = count(1)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if length := _length(head):
                    await reader.readexactly(length)
                writer.write(_answer(head.split(b" ", 2)[1].decode(), next(numbers)))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def _length(head: bytes) -> int:
    """Bytes of the body that follows."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


def _answer(path: str, number: int) -> bytes:
    status, told = 200, _told(path, number)
    if "/Messages" in path and "messages" not in told:
        status = 201
    body = json.dumps(told).encode()
    return b"HTTP/1.1 %d OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (
        status,
        len(body),
        body,
    )


def _told(path: str, number: int) -> Mapping[str, Any]:
    plain, _, query = path.partition("?")
    call = plain.rpartition("/")[2]
    if "/Messages" in plain:
        return {"messages": [], "next_page_uri": None} if query else {"sid": f"SM{number:032x}", "status": "queued"}
    if call == "getMe":
        return {"ok": True, "result": BOT}
    if call.startswith("send"):
        chat = {"id": 1, "type": "private"}
        return {"ok": True, "result": {"message_id": number, "date": SENT_AT, "chat": chat, "text": "-"}}
    return {"ok": True, "result": True}
