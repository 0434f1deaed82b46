"""New bubbles while the page is open: server-sent events.

Laws
1. Every event id is a message id; what came after the last one seen is sent again, so a lost signal loses nothing.
2. When the visit is over (idle, left, closed) the stream says `tutup` and ends; the page then forgets everything.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

from sse_starlette.event import ServerSentEvent

from bot.model.message import MessageId
from bot.model.visit import Bubble, Visit, page_of
from bot.ports import Bell, Store

PING_S = 15
"""Proxies and phones drop a silent connection after 30 to 60 s; at each ping we also look whether the visit is over."""
CLOSED = "tutup"

Find = Callable[[], Awaitable[Visit | None]]
Draw = Callable[[Visit, Bubble], str]


class Stream:
    """One page's events. `find` returns the visit while it lives; `draw` makes the HTML of one bubble."""

    def __init__(self, store: Store, bell: Bell, find: Find, draw: Draw) -> None:
        self._store, self._bell, self._find, self._draw = store, bell, find, draw
        self._seen: set[MessageId] = set()

    async def events(self, after: MessageId | None) -> AsyncIterator[ServerSentEvent]:
        visit = await self._find()
        if visit is not None and after is not None:
            await self._skip(visit, after)
        while visit is not None:
            talk = visit.conversation.id
            async with self._bell.listen(talk) as ear, self._bell.listen(page_of(talk)):
                while (visit := await self._find()) is not None and visit.conversation.id == talk:
                    for bubble in await self._fresh(visit):
                        yield ServerSentEvent(data=self._draw(visit, bubble), id=bubble.id)
                    await ear.wait(PING_S)
        yield ServerSentEvent(data="", event=CLOSED)

    async def _skip(self, visit: Visit, after: MessageId) -> None:
        """What the page has: all but what the store says came after."""
        left = {one.id for one in await self._store.bubbles(visit, after)}
        self._seen = {one.id for one in await self._store.bubbles(visit)} - left

    async def _fresh(self, visit: Visit) -> list[Bubble]:
        """By what was seen, not by place: a word that was on its way while an answer left stands before it."""
        bubbles = [one for one in await self._store.bubbles(visit) if one.id not in self._seen]
        self._seen.update(one.id for one in bubbles)
        return bubbles
