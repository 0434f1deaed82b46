"""Webhooks as the platforms send them, as fast as they are answered or at a fixed rate. A process of its own, so that
the server has its core for itself.

Laws
1. Requests are made and signed before the clock starts.
2. At a fixed rate a request's time begins when it is due, not when it could leave: who waits for a free connection
   waits for the server.
3. Every answer is looked at: one that is not 200 is counted apart.

By lines: `SECONDS` or `SECONDS RATE` in, one line of JSON out.
"""

import asyncio
import json
import sys
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from bot.bench import platform
from bot.bench.figures import Figures, spread
from bot.bench.house import ANSWERS, OPENING

CONNECTIONS = 64
MOST_PER_S = 4_000
"""Requests made in advance for a second without a rate; more than any server here answers."""
MS = 1e-3
HEAD = (
    "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: ukur\r\naccept: */*\r\n"
    "content-type: {kind}\r\n{key}: {proof}\r\ncontent-length: {length}\r\n\r\n"
)


def telegram(contact: int, number: int, text: str) -> bytes:
    """One update with its secret."""
    person = {"id": 1_000_000 + contact, "is_bot": False, "first_name": "Seseorang", "language_code": "id"}
    chat = {"id": person["id"], "first_name": "Seseorang", "type": "private"}
    message = {"message_id": number, "from": person, "chat": chat, "date": platform.SENT_AT, "text": text}
    body = json.dumps({"update_id": number, "message": message})
    kind, key = "application/json", "x-telegram-bot-api-secret-token"
    return _request("/telegram/webhook", kind, (key, platform.SECRET), body)


def whatsapp(contact: int, number: int, text: str) -> bytes:
    """One signed form, with the fields that Twilio sends."""
    sid, phone = f"SM{number:032x}", f"+62811{contact:07d}"
    fields = {
        **dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), sid),
        "AccountSid": platform.SID,
        "From": f"whatsapp:{phone}",
        "WaId": phone[1:],
        "To": platform.SENDER,
        "ExternalUserId": f"whatsapp:ID.{contact}",
        "ProfileName": "Seseorang",
        "Body": text,
        "MessageType": "text",
        "NumMedia": "0",
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
    }
    path = "/whatsapp/inbound"
    proof = str(RequestValidator(platform.AUTH).compute_signature(f"{platform.PUBLIC_URL}{path}", fields))
    return _request(path, "application/x-www-form-urlencoded", ("x-twilio-signature", proof), urlencode(fields))


def _request(path: str, kind: str, proof: tuple[str, str], body: str) -> bytes:
    raw = body.encode()
    return HEAD.format(path=path, kind=kind, key=proof[0], proof=proof[1], length=len(raw)).encode() + raw


MAKE = {"telegram": telegram, "whatsapp": whatsapp}


def requests(channel: str, contacts: int) -> Iterator[bytes]:
    """The menu talk of so many contacts, one word each in turn, for ever."""
    make = MAKE[channel]
    for number in count():
        turn, contact = divmod(number, contacts)
        yield make(contact, number + 1, ANSWERS[(turn - 1) % len(ANSWERS)] if turn else OPENING)


class Line(asyncio.Protocol):
    """One connection that is kept; one request on it at a time."""

    def __init__(self) -> None:
        self._answer: asyncio.Future[int] | None = None
        self._read = b""
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, gap, body = self._read.partition(b"\r\n\r\n")
        if not gap or len(body) < _length(head):
            return
        self._read = b""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(int(head.split(b" ", 2)[1]))

    def connection_lost(self, error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error or ConnectionResetError("the server hung up"))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    async def ask(self, request: bytes) -> int:
        """The status of its answer."""
        self._answer = asyncio.get_running_loop().create_future()
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.write(request)
        return await self._answer


def _length(head: bytes) -> int:
    lower = head.lower()
    place = lower.find(b"content-length:")
    return int(lower[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0


@dataclass(slots=True)
class Heard:
    """What came back, in seconds each."""

    times: list[float] = field(default_factory=list)
    refused: int = 0

    def keep(self, status: int, seconds: float) -> None:
        self.times.append(seconds)
        self.refused += status != 200


async def flat_out(lines: Sequence[Line], waiting: Iterator[bytes], seconds: float) -> Figures:
    """As many under way as there are lines."""
    heard = Heard()
    began = perf_counter()
    end = began + seconds

    async def one_after_another(line: Line) -> None:
        for request in waiting:
            start = perf_counter()
            if start >= end:
                return
            heard.keep(await line.ask(request), perf_counter() - start)

    await asyncio.gather(*(one_after_another(line) for line in lines))
    return _figures(heard, perf_counter() - began)


async def at_rate(lines: Sequence[Line], waiting: Sequence[bytes], rate: float) -> Figures:
    """One every 1/rate seconds, whatever the answers do."""
    heard = Heard()
    free: deque[Line] = deque(lines)
    due: deque[tuple[float, bytes]] = deque()
    running: set[asyncio.Task[None]] = set()
    began = perf_counter()

    async def served(line: Line) -> None:
        while due:
            start, request = due.popleft()
            heard.keep(await line.ask(request), perf_counter() - start)
        free.append(line)

    for number, request in enumerate(waiting):
        start = began + number / rate
        if (pause := start - perf_counter()) > 0:
            await asyncio.sleep(pause)
        due.append((start, request))
        if free:
            task = asyncio.create_task(served(free.popleft()))
            running.add(task)
            task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    return _figures(heard, perf_counter() - began)


def _figures(heard: Heard, seconds: float) -> Figures:
    answered = len(heard.times)
    return {
        "per_s": answered / seconds,
        "answered": answered,
        "refused": heard.refused,
        **spread(heard.times, MS, "ms"),
    }


async def main(port: int, channel: str, contacts: int) -> None:
    """Until the benchmark hangs up; the first word of every contact comes first, and is not timed."""
    talk = requests(channel, contacts)
    first = [next(talk) for _ in range(contacts)]
    async with connected(port) as lines:
        _tell(await flat_out(lines, iter(first), float("inf")))
    while order := (await asyncio.to_thread(sys.stdin.readline)).split():
        seconds, rate = float(order[0]), float(order[1]) if order[1:] else 0.0
        ready = [next(talk) for _ in range(round(seconds * (rate or MOST_PER_S)))]
        async with connected(port) as lines:
            _tell(await at_rate(lines, ready, rate) if rate else await flat_out(lines, iter(ready), seconds))


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Sequence[Line]]:
    """Connections of one round: the server hangs up on those that rest."""
    loop = asyncio.get_running_loop()
    lines = [(await loop.create_connection(Line, "127.0.0.1", port))[1] for _ in range(CONNECTIONS)]
    try:
        yield lines
    finally:
        for line in lines:
            line.close()


def _tell(row: Figures) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
