"""News that something changed, without content: the page fetches what changed anew. One stream a page.

Laws
1. A page that (re)connects is told at once: what changed between its last look and this moment is not missed.
2. A stream ends with its session, and with the right to see what it tells about.
3. Listening is no use of the session.
"""

import asyncio
from collections.abc import AsyncIterator

from sse_starlette import EventSourceResponse
from sse_starlette.event import ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response

from bot.desk import access
from bot.desk.frame import COOKIE, Desk
from bot.model.counselor import Counselor
from bot.model.message import TicketId

QUEUE = "queue"
LOOK_S = 30.0
"""Without a ring: waiting times grow, leases and sessions end."""
GATHER_S = 0.2
"""Several rings in a row are one piece of news."""
PING_S = 15
"""Proxies and phones drop a silent connection after 30 to 60 s."""


async def stream(desk: Desk, request: Request, actor: Counselor) -> Response:
    events = News(desk, actor, request.cookies.get(COOKIE, ""), request.query_params.get("of", QUEUE)).events()
    return EventSourceResponse(events, ping=PING_S, headers={"Cache-Control": "no-store"})


class News:
    """One page's events: `berubah`, and at last `selesai`."""

    def __init__(self, desk: Desk, actor: Counselor, token: str, of: str) -> None:
        self._desk, self._actor, self._token, self._of = desk, actor, token, of

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        key = await self._key()
        if key:
            async with self._desk.bell.listen(key) as ear:
                while await self._key():
                    yield ServerSentEvent(data="", event="berubah")
                    if await ear.wait(LOOK_S):
                        await asyncio.sleep(GATHER_S)
        yield ServerSentEvent(data="", event="berubah")
        yield ServerSentEvent(data="", event="selesai")

    async def _key(self) -> str:
        """What to listen for, or "" when there is nothing to hear any more."""
        if await self._desk.door.session(self._token, by_itself=True) is None:
            return ""
        if self._of == QUEUE:
            return QUEUE
        waiting = await self._desk.store.ticket(TicketId(self._of))
        held = waiting and access.may_read(self._actor, waiting, self._desk.clock.now())
        return waiting.conversation if waiting and held else ""
