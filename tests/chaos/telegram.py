"""A Telegram that survives kill -9: updates wait until they are acknowledged, and what it took it keeps."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Self, cast

import httpx

from bot.clock import SystemClock
from bot.store.rows import ms
from tests.chaos.journal import Journal, entries
from tests.peers.person import Bubble, Json
from tests.peers.telegram import Hook, TelegramPeer, Update


class Telegram(TelegramPeer):
    """See TelegramPeer. Continues where the last process of this journal was killed."""

    def __init__(self, token: str, port: int, path: Path) -> None:
        super().__init__(token)
        self._port = port
        self.back_off = (0.05, 0.2, 0.5)
        self._restore(entries(path))
        self._journal = Journal(path)

    def _restore(self, known: Sequence[Json]) -> None:
        ended = ended_in(known)
        for one in known:
            match one["what"]:
                case "update":
                    self._put_back(one, waits=one["number"] not in ended)
                case "took":
                    who = self.person(one["chat"])
                    who.numbers = max(who.numbers, one["message"])
                    who.bubbles.append(Bubble(one["message"], one["text"], one["keyboard"]))
                case "hook":
                    self.hook = Hook(one["url"], one["secret"]) if one["url"] else None

    def _put_back(self, one: Json, *, waits: bool) -> None:
        self._last = one["number"]
        self.log[self._last] = one["body"]
        if waits:
            self.queue.append(Update(one["number"], one["lane"], one["body"], one["until"]))
        message = one["body"].get("message")
        if message:
            who = self.person(message["chat"]["id"])
            who.numbers = max(who.numbers, message["message_id"])

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        for lane in {one.lane for one in self.queue} if self.hook else ():
            self._deliver(lane)
        return self

    def ended(self) -> list[int]:
        """Numbers of updates that wait no more."""
        return sorted(self.log.keys() - {one.number for one in self.queue})

    def put(self, lane: int, lives: float = 86_400.0, **body: object) -> int:
        until = asyncio.get_running_loop().time() + lives  # the same clock in every process of this machine
        number = self._last + 1
        self._journal.write("update", number=number, lane=lane, until=until, body={"update_id": number, **body})
        return super().put(lane, lives, **body)

    def _forget_old(self) -> None:
        before: list[Update] = self.queue
        super()._forget_old()
        self._ended("expired", before)

    def _acknowledge(self, offset: int) -> None:
        self._forget_old()
        before = self.queue
        super()._acknowledge(offset)
        self._ended("acknowledged", before)

    def _ended(self, how: str, before: Sequence[Update]) -> None:
        left = {one.number for one in self.queue}
        gone = sorted({one.number for one in before} - left)
        if gone:
            self._journal.write(how, numbers=gone)

    async def _post(self, http: httpx.AsyncClient, hook: Hook, update: Update) -> int:
        status = await super()._post(http, hook, update)
        if 200 <= status < 300:
            self._journal.write("acknowledged", numbers=[update.number])
        return status

    async def _switch(self, hook: Hook | None, fields: Json) -> bool:
        self._journal.write("hook", url=hook.url if hook else "", secret=hook.secret if hook else "")
        return await super()._switch(hook, fields)

    async def do_sendmessage(self, fields: Json) -> object:
        """Noted before it is answered."""
        message = cast("Json", await super().do_sendmessage(fields))
        who = self.person(message["chat"]["id"])
        bubble = who.bubbles[-1]
        self._journal.write(
            "took",
            chat=who.number,
            message=bubble.number,
            text=bubble.text,
            keyboard=bubble.keyboard,
            at=ms(SystemClock().now()),
        )
        return message


def ended_in(known: Sequence[Json]) -> set[int]:
    """Numbers of updates that wait no more."""
    return {number for one in known if one["what"] in ("acknowledged", "expired") for number in one["numbers"]}
