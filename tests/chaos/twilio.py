"""A Twilio that survives kill -9: what people wrote is brought to us as often as the webhook's address asks for, and
what it took it keeps and reports."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from bot.clock import SystemClock
from bot.store.rows import EPOCH, ms
from tests.chaos.journal import Journal, entries
from tests.peers.person import Json
from tests.peers.twilio import Received, Sent, TwilioPeer

SIDS = 1_000_000
"""Of one life of the process."""


class Twilio(TwilioPeer):
    """See TwilioPeer. Continues where the last process of this journal was killed."""

    def __init__(self, keys: tuple[str, str, str], port: int, path: Path) -> None:
        super().__init__(*keys, SystemClock())
        self._port = port
        self.back_off = 0.6  # five retries over 3 s, as Twilio's fall within 15 s
        known = entries(path)
        self._journal = Journal(path)
        self._journal.write("life")
        self._number = SIDS * (1 + sum(one["what"] == "life" for one in known))
        self._restore(known)

    def _restore(self, known: Sequence[Json]) -> None:
        ended = ended_in(known)
        told = {one["sid"] for one in known if one["what"] == "told"}
        self._waiting = [one["form"] for one in known if one["what"] == "said" and one["sid"] not in ended]
        for one in known:
            if one["what"] == "said":
                form, at = one["form"], EPOCH + timedelta(milliseconds=one["at"])
                self.person(form["From"].removeprefix("whatsapp:")).last_said = at
                inbound = Received(one["sid"], form["From"], form["Body"], form["NumMedia"], at)
                self.received.setdefault(one["sid"], inbound)
            elif one["what"] == "took":
                at = EPOCH + timedelta(milliseconds=one["at"])
                self.sent.append(Sent(one["sid"], one["to"], one["body"], one["callback"], at))
        self._untold = [one for one in self.sent if one.sid not in told]

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        for one in self._untold:
            self._begin(super()._carry(one))
        for form in self._waiting:
            self._begin(self._bring(form))
        return self

    def _begin(self, work: Coroutine[Any, Any, object]) -> None:
        task: asyncio.Task[Any] = asyncio.create_task(work)
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)

    async def inbound(self, fields: Mapping[str, str]) -> int:
        self._journal.write("said", sid=fields["MessageSid"], form=dict(fields), at=ms(self.clock.now()))
        return await self._bring(fields)

    async def _bring(self, fields: Mapping[str, str]) -> int:
        status = await super().inbound(fields)
        self._journal.write("acknowledged" if 200 <= status < 300 else "lost", sid=fields["MessageSid"])
        return status

    def _carry(self, one: Sent) -> Coroutine[Any, Any, None]:
        """Noted before it is answered."""
        self._journal.write("took", sid=one.sid, to=one.to, body=one.body, callback=one.callback, at=ms(one.at))
        return super()._carry(one)

    async def _report(self, one: Sent, status: str, error: int | None = None) -> None:
        await super()._report(one, status, error)
        if status != "sent":
            self._journal.write("told", sid=one.sid)


def ended_in(known: Sequence[Json]) -> set[str]:
    """Of messages that Twilio brought to us, or gave up."""
    return {one["sid"] for one in known if one["what"] in ("acknowledged", "lost")}
