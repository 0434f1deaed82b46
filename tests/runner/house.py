"""The middle of the service without a socket: the real store, intake, sender and timers, a clock that stands still, and
channels that a test can break."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from bot.clock import ManualClock
from bot.engine.advance import advance
from bot.engine.fault import fault
from bot.errors import ChannelError
from bot.model.conversation import Conversation, Reader, Voice
from bot.model.desk import Waiting
from bot.model.message import (
    FROM_CONTACT,
    Address,
    Alarm,
    Arrival,
    ArrivalId,
    Author,
    Channel,
    Claimed,
    ConversationId,
    Inbound,
    Left,
    MessageId,
    Outbound,
    Press,
    Replied,
    Said,
)
from bot.model.turn import Turn, Withdraw
from bot.ports import Done, Mark, OutboxRow, Receipt
from bot.runner.audience import Audience
from bot.runner.bell import Bell
from bot.runner.intake import MOST_WAITING, Intake
from bot.runner.loop import Loops
from bot.runner.outbox import Sender
from bot.runner.timers import Timers
from bot.runner.turns import Advance
from bot.store.batch import WriteBatch
from bot.store.connection import MEMORY
from bot.store.sqlite import SqliteStore
from bot.vault.envelope import Vault, new_id
from tests.engine.minds import mind
from tests.store.telling import new_vault

TUESDAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Ten in the morning in East Kalimantan, in office hours."""


@dataclass
class Phone:
    """Everybody's phone on one channel. `faults` meet the next sends in order; `down` meets every one; `slow` people's
    sends wait for their event."""

    channel: Channel = Channel.TELEGRAM
    joins: bool = False
    longest: int = 4096
    got: list[tuple[str, str]] = field(default_factory=list)
    rows: list[OutboxRow] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)
    faults: deque[Exception | None] = field(default_factory=deque)
    down: ChannelError | None = None
    slow: dict[str, asyncio.Event] = field(default_factory=dict)

    async def send(self, to: Address, row: OutboxRow) -> str:
        self.tries.append(to.value)
        if to.value in self.slow:
            await self.slow[to.value].wait()
        fault = self.faults.popleft() if self.faults else self.down
        if fault is not None:
            raise fault
        self.got.append((to.value, row.text))
        self.rows.append(row)
        return f"sent-{len(self.got)}"

    async def close(self) -> None:
        """Nothing is held."""

    def texts(self, person: int) -> list[str]:
        return [text for who, text in self.got if who == str(person)]

    def button(self, label: str) -> str:
        """What the latest button with this label sends."""
        return next(one.data for row in reversed(self.rows) for one in row.buttons if one.label == label)


def plain(before: Conversation, inbound: Inbound) -> Turn:
    """An engine of a few lines, for tests of what is around one: a parent on a phone of their own gets back what they
    wrote, one bubble for each part between bars."""
    now = before.grown(turn=before.turn + 1, wait=before.wait + 1)
    if isinstance(inbound, FROM_CONTACT):
        now = now.grown(last_in_at=inbound.at, reader=Reader.PARENT, own_phone=True)
    match inbound:
        case Said(text="meledak"):
            raise RuntimeError("a planted fault")
        case Said(text=text):
            return Turn(now, tuple(Outbound(part) for part in text.split("|")))
        case Claimed():
            return Turn(now.grown(voice=Voice.COUNSELOR), effects=(Withdraw(),))
        case Left():
            return Turn(now.grown(ended_because="keluar", ended_at=inbound.at), effects=(Withdraw(),))
        case Replied(text=text):
            return Turn(now, tuple(Outbound(part, author=Author.COUNSELOR) for part in text.split("|")))
    return Turn(now)


class Batch(WriteBatch):
    """Cannot write the arrivals that `store` refuses."""

    store: "Store"

    async def write(self, done: Sequence[Done]) -> None:
        self.store.batches.append([one.arrival.id for one in done])
        if any(one.arrival.id in self.store.refuses for one in done):
            raise ValueError("planted: this arrival cannot be written")
        await super().write(done)


class Store(SqliteStore):
    """A store that knows what it was asked to write, and that a test can break."""

    def __init__(self, path: Path | str, vault: Vault) -> None:
        super().__init__(path, vault)
        self.refuses: set[str] = set()
        self.batches: list[list[str]] = []
        self.unheard: BaseException | None = None

    async def take(
        self,
        ids: Sequence[MessageId],
        now: datetime,
        versions: Mapping[ConversationId, int] | None = None,
        marks: Sequence[Mark] = (),
    ) -> frozenset[MessageId]:
        """`unheard` breaks the line once, between the commit and our hearing of it."""
        taken = await super().take(ids, now, versions, marks)
        broken, self.unheard = self.unheard, None
        if broken:
            raise broken
        return taken

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[WriteBatch]:
        async with self.writing() as db:
            one = Batch(db, self.vault, self.sends)
            one.store = self
            yield one


@dataclass
class House:
    """`open` again after `close` is a restart, when `path` is a file."""

    path: Path | str = MEMORY
    phones: tuple[Phone, ...] = ()
    engine: Advance | None = None
    testers: Sequence[str] = ("*",)
    limit: int = MOST_WAITING
    screen: Callable[[str], Alarm | None] = lambda text: None
    told: list[Address] = field(default_factory=list)
    tell: Callable[[Address], Awaitable[None]] | None = None
    resting: Callable[[Conversation], bool] = lambda talk: False

    def __post_init__(self) -> None:
        self.clock = ManualClock(TUESDAY)
        self.vault = new_vault()
        self._names = count(1)

    async def open(self) -> None:
        self.bell, self.loops = Bell(), Loops()
        self.store = Store(self.path, self.vault)
        await self.store.open()
        key = partial(self.vault.lookup, "trial")
        self.audience = Audience(False, self.testers, self.screen, self.tell or self._told, key)
        self.intake = Intake(
            self.store,
            self.clock,
            self.bell,
            self.audience,
            advance=self.engine or partial(advance, mind()),
            fault=partial(fault, mind()),
            resting=self.resting,
            new_id=new_id,
            limit=self.limit,
        )
        channels = {one.channel: one for one in self.phones}
        self.sender = Sender(self.store, channels, self.clock, self.bell, intake=self.intake)
        self.timers = Timers(self.store, self.intake, self.clock, self.bell)
        self.loops.start({"intake": self.intake.run})

    async def _told(self, address: Address) -> None:
        self.told.append(address)

    async def close(self) -> None:
        await self.loops.stop()
        await self.sender.land()
        await self.intake.close()
        await self.store.close()

    # ---- what people do

    def arrival(self, person: int, inbound: Inbound, name: str = "", channel: Channel = Channel.TELEGRAM) -> Arrival:
        external = name or str(next(self._names))
        return Arrival(ArrivalId(f"{channel}:{external}"), channel, inbound, Address(channel, "user", str(person)))

    def words(self, person: int, text: str, name: str = "") -> Arrival:
        return self.arrival(person, Said(self.clock.now(), text), name)

    async def says(self, person: int, text: str, name: str = "") -> Receipt:
        return await self.intake.take(self.words(person, text, name))

    async def presses(self, person: int, label: str) -> Receipt:
        """On the button that was sent last with this label."""
        return await self.intake.take(self.arrival(person, Press(self.clock.now(), self.phones[0].button(label))))

    async def happens(self, talk: ConversationId | None, inbound: Inbound) -> Receipt:
        """Something that does not come from the contact."""
        assert talk
        name = ArrivalId(f"desk:{next(self._names)}")
        return await self.intake.take(Arrival(name, Channel.TELEGRAM, inbound, conversation=talk))

    # ---- what becomes of it

    async def settle(self, *, seconds: float = 0) -> None:
        """Move the clock, then let timers and sender do all there is to do now."""
        self.clock.pass_(timedelta(seconds=seconds))
        while await self.timers.step():
            pass
        async with self.bell.listen("outbox") as ear:
            while await self.sender.step() or self.sender.in_flight:
                if self.sender.in_flight:
                    await ear.wait(1)

    async def rows(self, what: str = "state, because, attempts") -> list[tuple[object, ...]]:
        """The outbox in its order."""
        return await self.select(f"select {what} from outbox order by created_at, turn, n")

    async def select(self, sql: str) -> list[tuple[object, ...]]:
        async with self.store.reader.db.execute(sql) as rows:
            return [tuple(row) for row in await rows.fetchall()]

    async def talk(self, person: int) -> Conversation:
        """The latest conversation of somebody."""
        one = self.words(person, "", name="never written")
        async with self.store.batch() as batch:
            found = (await batch.find([one]))[one.id].conversation
        assert found
        return found

    async def queue(self) -> list[Waiting]:
        return await self.store.queue()


@asynccontextmanager
async def house(
    *phones: Phone,
    path: Path | str = MEMORY,
    engine: Advance | None = None,
    **more: object,
) -> AsyncIterator[House]:
    one = House(path, phones or (Phone(),), engine, **more)  # type: ignore[arg-type]  # checked by the dataclass
    await one.open()
    try:
        yield one
    finally:
        await one.close()


async def until(what: Callable[[], object], seconds: float = 5) -> None:
    """Poll with a deadline."""
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110  what is polled rings no bell
            await asyncio.sleep(0.01)
