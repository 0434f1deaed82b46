"""A small house around the web chat: the real store, intake, sender and bell; an answer of two lines; a clock that a
test can move."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from bot import web
from bot.channels.web.pages import ChatPages
from bot.channels.web.wire import WebAdapter
from bot.errors import StoreDown
from bot.model.conversation import Conversation, Reader, Ticket, TicketState
from bot.model.message import (
    FROM_CONTACT,
    Alarm,
    Author,
    Button,
    Channel,
    Claimed,
    Inbound,
    Left,
    Level,
    Opened,
    Outbound,
    Press,
    Replied,
    Said,
    TicketId,
)
from bot.model.turn import Effect, KeepWords, Turn, Unlink, Withdraw
from bot.runner.audience import Audience
from bot.runner.bell import Bell
from bot.runner.intake import Intake
from bot.runner.loop import Loops
from bot.runner.outbox import Sender
from bot.store.sqlite import SqliteStore
from bot.vault.envelope import Vault, new_id, new_token
from bot.vault.ring import Ring

EXIT = "/healthz"
"""Where the tests leave to: a page of the same server that holds nothing."""


class MovingClock:
    """The real time, plus what a test has let pass."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def answer(before: Conversation, inbound: Inbound) -> Turn:
    """Repeats what was said, with two buttons; keeps two words when it reads `simpan`."""
    now = before.grown(turn=before.turn + 1, wait=before.wait + 1, reader=Reader.CHILD)
    if isinstance(inbound, FROM_CONTACT):
        now = now.grown(last_in_at=inbound.at)
    effects: tuple[Effect, ...] = ()
    match inbound:
        case Said(text="simpan"):
            effects = (KeepWords("batu hijau"),)
            says: tuple[Outbound, ...] = (Outbound("Sudah."),)
        case Said(text="meledak"):
            raise RuntimeError("a planted fault")
        case Said(text=text):
            buttons = (Button(f"{now.wait}.ya.abcd", "Ya, betul"), Button(f"{now.wait}.tidak.abcd", "Bukan itu"))
            says = (Outbound(f"Kamu bilang: {text[:40]}"), Outbound("Betul?", buttons))
        case Press(data=data):
            says = (Outbound(f"Kamu pilih: {data.split('.')[1]}"),)
        case Opened():
            says = (Outbound("Halo lagi."),)
        case Left():
            return Turn(now.grown(ended_at=inbound.at, ended_because="keluar"), effects=(Withdraw(), Unlink()))
        case Claimed(shown=shown, office=office):
            ticket = Ticket(TicketId("t1"), office, "anak", Level.HIGH, frozenset(), inbound.at, TicketState.CLAIMED)
            return Turn(now.grown(ticket=replace(ticket, claimed_name=shown)))
        case Replied(text=text):
            says = (Outbound(text, author=Author.COUNSELOR),)
        case _:
            says = ()
    return Turn(now, says, effects)


def fault(before: Conversation, inbound: Inbound) -> Turn:
    now = before.grown(turn=before.turn + 1, last_in_at=inbound.at)
    return Turn(now, (Outbound("Ada yang salah di sini."),))


def hears_nothing(text: str) -> Alarm | None:
    return None


async def tells_nobody(address: object) -> None:
    return None


class LooseStore(SqliteStore):
    """A store that a test can take down."""

    down = False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator:  # type: ignore[type-arg]  # the same context, refused first
        if self.down:
            raise StoreDown("a test took it down")
        async with super().writing() as db:
            yield db


@dataclass
class House:
    """Everything a test of the web chat touches. `url` is set while it is served over a socket."""

    folder: Path
    clock: MovingClock = field(default_factory=MovingClock)
    bell: Bell = field(default_factory=Bell)
    loops: Loops = field(default_factory=Loops)
    answer: Callable[[Conversation, Inbound], Turn] = answer
    reasons: Sequence[str] = ()
    desk: Sequence[web.Door] = ()
    url: str = ""
    exit_url: str = EXIT

    async def open(self) -> None:
        vault = Vault(Ring(1, {1: secrets.token_bytes(32)}, secrets.token_bytes(32)))
        self.store = LooseStore(self.folder / "test.db", vault)
        await self.store.open()
        audience = Audience(False, (), hears_nothing, tells_nobody, lambda value: vault.lookup("stranger", value))
        self.intake = Intake(
            self.store,
            self.clock,
            self.bell,
            audience,
            advance=self.answer,
            fault=fault,
            resting=lambda one: False,
            new_id=new_id,
        )
        adapter = WebAdapter()
        sender = Sender(self.store, {Channel.WEB: adapter}, self.clock, self.bell, intake=self.intake)
        self.loops.start({"intake": self.intake.run, "sender": sender.run})
        self.pages = ChatPages(
            self.store,
            self.intake,
            self.bell,
            self.clock,
            new_token=new_token,
            key=vault.lookup,
            exit_url=self.exit_url,
            secure=False,
        )
        self.app = web.build(chat=self.pages, desk=[*self.desk, *planted()], unready=self.unready)

    async def unready(self) -> Sequence[str]:
        return self.reasons

    async def close(self) -> None:
        await self.loops.stop()
        await self.store.close()

    def client(self, address: str = "127.0.0.1") -> httpx.AsyncClient:
        """A browser without script, in process, that calls from `address`."""
        transport = httpx.ASGITransport(self.app, client=(address, 40_000))
        return httpx.AsyncClient(transport=transport, base_url="http://test")


def planted() -> list[web.Door]:
    async def breaks(request: Request) -> Response:
        raise RuntimeError("rahasia sekali")

    async def echo(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    return [
        web.Door("/test/breaks", breaks, "GET", who=web.ANYONE),
        web.Door("/test/echo", echo, "POST", who=web.ANYONE),
    ]


@asynccontextmanager
async def house(folder: Path, **settings: object) -> AsyncIterator[House]:
    one = House(folder, **settings)  # type: ignore[arg-type]  # fields are checked by the dataclass
    await one.open()
    try:
        yield one
    finally:
        await one.close()


@asynccontextmanager
async def served(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """A real server on 127.0.0.1."""
    listening = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    await until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await task
        listening.close()


@asynccontextmanager
async def served_house(folder: Path, **settings: object) -> AsyncIterator[House]:
    async with house(folder, **settings) as one, served(one.app) as url:
        one.url = url
        yield one


async def until(what: Callable[[], object], seconds: float = 5) -> None:
    """Poll with a deadline."""
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110  what is polled rings no bell
            await asyncio.sleep(0.02)
