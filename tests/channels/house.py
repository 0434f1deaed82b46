"""The middle of the service around one channel: the real store, intake, mind and sender, on a clock a test can move."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from bot import web
from bot.engine.advance import advance
from bot.engine.fault import fault
from bot.model.message import Channel
from bot.ports import ChannelAdapter, Done
from bot.runner.audience import Audience
from bot.runner.bell import Bell
from bot.runner.intake import Intake
from bot.runner.loop import Loops
from bot.runner.outbox import Sender
from bot.store.batch import WriteBatch
from bot.vault.envelope import Vault, new_id
from bot.vault.ring import Ring
from tests.engine.minds import mind
from tests.web.fakes import LooseStore, MovingClock, hears_nothing, served, tells_nobody


class PickyBatch(WriteBatch):
    """Cannot write the arrivals named in `refuses`, as after a value that fits no column."""

    refuses: frozenset[str] = frozenset()

    async def write(self, done: Sequence[Done]) -> None:
        if any(one.arrival.id in self.refuses for one in done):
            raise ValueError("planted: this arrival cannot be written")
        await super().write(done)


class PickyStore(LooseStore):
    """A store that can be down, and that cannot write some arrivals."""

    refuses: frozenset[str] = frozenset()

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[WriteBatch]:
        async with self.writing() as db:
            one = PickyBatch(db, self.vault, self.sends)
            one.refuses = self.refuses
            yield one


class House:
    """`open` again after `close` is a restart on the same file. `sends`: replies leave by the adapters."""

    def __init__(self, folder: Path, *, limit: int = 2_000) -> None:
        self.clock = MovingClock()
        self.limit = limit
        self.vault = Vault(Ring(1, {1: secrets.token_bytes(32)}, secrets.token_bytes(32)))
        self.path = folder / "test.db"
        self.url = ""

    async def open(self, *adapters: ChannelAdapter) -> None:
        self.bell, self.loops = Bell(), Loops()
        self.store = PickyStore(self.path, self.vault)
        await self.store.open()
        audience = Audience(True, (), hears_nothing, tells_nobody, partial(self.vault.lookup, "stranger"))
        self.intake = Intake(
            self.store,
            self.clock,
            self.bell,
            audience,
            advance=partial(advance, mind()),
            fault=partial(fault, mind()),
            resting=lambda one: False,
            new_id=new_id,
            limit=self.limit,
        )
        channels: Mapping[Channel, ChannelAdapter] = {one.channel: one for one in adapters}
        sender = Sender(self.store, channels, self.clock, self.bell, intake=self.intake)
        self.loops.start({"intake": self.intake.run, **({"sender": sender.run} if adapters else {})})

    async def close(self) -> None:
        await self.loops.stop()
        await self.intake.close()
        await self.store.close()

    async def states(self) -> dict[str, str]:
        """Arrival → done or parked."""
        async with self.store.reader.db.execute("select id, state from arrival") as rows:
            return {row["id"]: row["state"] async for row in rows}

    async def names(self, state: str = "done") -> list[str]:
        return sorted(name for name, one in (await self.states()).items() if one == state)

    async def answers(self) -> int:
        """Rows on their way out or sent."""
        async with self.store.reader.db.execute("select count(*) from outbox") as rows:
            found = await rows.fetchone()
        assert found
        return int(found[0])

    async def talks(self) -> int:
        async with self.store.reader.db.execute("select count(*) from conversation") as rows:
            found = await rows.fetchone()
        assert found
        return int(found[0])


@asynccontextmanager
async def house(folder: Path, *adapters: ChannelAdapter, limit: int = 2_000) -> AsyncIterator[House]:
    one = House(folder, limit=limit)
    await one.open(*adapters)
    try:
        yield one
    finally:
        await one.close()


@asynccontextmanager
async def at_the_edge(
    one: House, *, telegram: web.Handler | None = None, whatsapp: Mapping[str, web.Handler] | None = None
) -> AsyncIterator[str]:
    """The webhooks behind the real table of routes, on a real socket."""

    async def ready() -> Sequence[str]:
        return []

    async with served(web.build(chat=None, telegram=telegram, whatsapp=whatsapp, unready=ready)) as url:
        one.url = url
        yield url


async def soon(ask: Callable[[], Awaitable[object]], seconds: float = 5) -> None:
    """Poll the store with a deadline."""
    async with asyncio.timeout(seconds):
        while not await ask():  # noqa: ASYNC110  what is polled rings no bell
            await asyncio.sleep(0.02)
