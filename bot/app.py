"""The composition root: the one module that knows every other room, in start and stop order.

Start: keys → store → book, ear, calendar → intake → channels → loops → HTTP → poller. Stop: the other way round, so
that nothing is acknowledged that can no longer be stored.
"""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn

from bot import storage, web
from bot.called import call_book
from bot.channels.web.pages import ChatPages
from bot.channels.web.wire import WebAdapter
from bot.clock import SystemClock, day_of
from bot.config import Config
from bot.desk import counselors
from bot.desk.alerts import Alerting
from bot.desk.views import Desk
from bot.desk.views import routes as desk_routes
from bot.engine import say
from bot.engine.mind import Mind, rests
from bot.errors import Broken, Misuse, Problem, StoreDown
from bot.flow.book import Book
from bot.flow.codes import problem
from bot.flow.kept import mark_of
from bot.flow.library import load
from bot.flow.written import Approval
from bot.ladder import Way
from bot.log import configure
from bot.model.conversation import Conversation
from bot.model.message import Address, Author, Channel, ContactId, ConversationId, MessageId
from bot.ports import ChannelAdapter, Clock, Lease, OutboxRow
from bot.roster import Roster
from bot.rules import pace
from bot.runner.audience import Audience
from bot.runner.bell import Bell
from bot.runner.calls import CallsOnFile
from bot.runner.erasing import Eraser
from bot.runner.flows import NEWS, Flows
from bot.runner.intake import Intake
from bot.runner.ladder import Ladder
from bot.runner.lease import Holder
from bot.runner.loop import Loops
from bot.runner.outbox import Sender
from bot.runner.reports import Reports
from bot.runner.timers import Timers
from bot.screen.ear import load_rules
from bot.screen.scene import Scene
from bot.seen import read_otherwise
from bot.store.postgres import PostgresStore
from bot.vault.envelope import new_id, new_token
from bot.web import Handler

log = logging.getLogger(__name__)

ONCE = "telegram webhook"
"""A loop that ends when it has done its work."""


GARBAGE = (10_000, 20, 50)
"""How seldom Python looks for circles of garbage. With its own numbers, and looking at all that lives as long as we do
(which `serve` therefore freezes), it stood still for 100 to 200 ms at a time, 30 times in a minute under load."""


def mind_of(config: Config, today: date | None = None) -> Mind:
    """The book, the ear and the calendar; with a day, approvals of a later one do not count. Raises Broken with every
    problem of every file."""
    content = config.folder / config.content
    book = load(config.folder / config.flows, content, today)
    return Mind(book, load_rules(content / "risk"), Roster(config.offices).calendar(), site=config.server.public_url)


def showable(config: Config, today: date) -> Mind:
    """A mind that may be shown to whom the settings serve. Raises Broken."""
    mind = mind_of(config, today)
    if problems := unshowable(config, mind.book):
        raise Broken(problems)
    return mind


def unshowable(config: Config, book: Book) -> list[Problem]:
    """What families may not be shown yet: texts that two people have not approved (contract.md, audience), a line for
    each file that has some."""
    if config.service.audience != "families":
        return []
    files: dict[str, list[Approval]] = {}
    for one in book.written:
        files.setdefault(one.file, []).append(one.approval)
    return [_drafts(file, told) for file, told in sorted(files.items()) if set(told) != {Approval.APPROVED}]


def _drafts(file: str, told: Sequence[Approval]) -> Problem:
    """`told` is how far people have come with each text of the file."""
    waiting, reviewed = len(told) - told.count(Approval.APPROVED), told.count(Approval.REVIEWED)
    return problem((file, 1, 1), "C132", count=waiting, all=len(told), reviewed=reviewed, file=file)


class Server(uvicorn.Server):
    """uvicorn inside our own loop: signals are ours."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class App:
    """The whole service in one process. `async with App(config) as app` serves until the block ends; `app.url` is
    where. Tests move `clock`."""

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        self.config = config
        self.clock: Clock = clock or SystemClock()
        self.bell = Bell()
        self.loops = Loops()
        self.channels: dict[Channel, ChannelAdapter] = {}
        self.url = ""
        self.first_link = ""
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def _start(self) -> None:
        self._stack.enter_context(storage.only_one(self.config))
        mark = mark_of(self._folders())
        calls = call_book(self.config)
        called = calls.mark()
        mind = replace(self._showable(), calls=calls.read())
        self.vault = await storage.open_vault(self.config)
        self.store = storage.store_of(self.config, self.vault)
        self._stack.push_async_callback(self.store.close)
        await self.store.open()
        self.flows = Flows(
            mind,
            self.store,
            read=self._showable,
            folders=self._folders(),
            mark=mark,
            clock=self.clock,
            compare=read_otherwise,
            tell=partial(self.store.call, NEWS),
        )
        self.intake = self._intake()
        self.channels[Channel.WEB] = WebAdapter()
        pollers = {**self._telegram(), **self._whatsapp()}
        ladder = self._ladder()
        self._stack.push_async_callback(self.intake.close)
        self._stack.push_async_callback(self.loops.stop)
        rates = {**pace.IN_ALL, Channel.WHATSAPP: pace.per_second(self.config.whatsapp.rate)}
        sender = Sender(self.store, self.channels, self.clock, self.bell, intake=self.intake, rates=rates)
        timers = Timers(self.store, self.intake, self.clock, self.bell)
        self.loops.start({"intake": self.intake.run, "sender": sender.run, "timers": timers.run})
        eraser = Eraser(self.store, self.clock, self.bell, storage.erased_list(self.config).add)
        look = CallsOnFile(calls.mark, calls.read, self.flows.take_calls, called)
        self.loops.start({"erasing": eraser.run, "calls": look.run})
        if isinstance(self.store, PostgresStore):
            self.loops.start({"news": partial(self.store.hear, self.bell.ring)})
            self.loops.start({"flows of others": partial(self.flows.on_news, self.bell)})
        await self._serve_http()
        self.loops.start({**pollers, **ladder})
        self.first_link = await self._first_counselor()

    def _showable(self) -> Mind:
        return showable(self.config, day_of(self.clock.now()))

    def _folders(self) -> tuple[Path, Path]:
        return self.config.folder / self.config.flows, self.config.folder / self.config.content

    @property
    def mind(self) -> Mind:
        """The flows, the ear and the calendar in use now."""
        return self.flows.mind

    def _intake(self) -> Intake:
        served = self.config.service
        self.audience = Audience(
            everyone=served.audience == "families",
            testers=frozenset(served.testers),
            screen=lambda text: self.mind.ear.hear(text, Scene()),
            send=self._turn_away,
            key=partial(self.vault.lookup, "trial"),
        )
        return Intake(
            self.store,
            self.clock,
            self.bell,
            self.audience,
            advance=self.flows.advance,
            fault=self.flows.fault,
            resting=lambda talk: rests(self.mind.book, talk),
            new_id=new_id,
        )

    async def _turn_away(self, to: Address) -> None:
        """Tell a stranger on trial; nothing is stored, so nothing is retried."""
        now = self.clock.now()
        nobody = Conversation(ConversationId("trial"), ContactId("trial"), to.channel, opened_at=now)
        text = say.reply(self.mind, nobody, "trial", now)
        row = OutboxRow(MessageId("trial/0/1"), nobody.id, to.channel, Author.BOT, text, (), now)
        with contextlib.suppress(Exception):
            await self.channels[to.channel].send(to, row)

    def _telegram(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """Telegram joins when it has a token; polling by default."""
        self.telegram: Handler | None = None
        self.ways: list[Way] = []
        config = self.config.telegram
        if not config.token:
            return {}
        from bot.channels.telegram.alerts import telegram_ways
        from bot.channels.telegram.client import TelegramAdapter, make_bot
        from bot.channels.telegram.poller import Poller
        from bot.channels.telegram.webhook import set_webhook, telegram_webhook

        bot = make_bot(config.token, config.api_url)
        self.channels[Channel.TELEGRAM] = adapter = TelegramAdapter(bot)
        self._stack.push_async_callback(adapter.close)
        self.ways = telegram_ways(bot, self.config.alerts)
        if config.mode == "webhook":
            self.telegram = telegram_webhook(
                self.intake, config.webhook_secret, self.clock, keyboards=adapter.keyboards
            )
            public = self.config.server.public_url
            return {ONCE: partial(set_webhook, bot, public, config.webhook_secret)}
        poller = Poller(bot, self.intake, self.store, self.clock, keyboards=adapter.keyboards)
        return {"telegram poller": self._by_one("telegram poller", poller.run)}

    def _by_one(
        self, name: str, work: Callable[[Lease | None], Coroutine[Any, Any, None]]
    ) -> Callable[[], Awaitable[None]]:
        """Work that one process does at a time. On SQLite there is only one, by its file lock: a restart after a crash
        need not wait until a lease has run out."""
        if not self.store.process:
            return partial(work, None)
        return partial(Holder(self.store, name, self.store.process).run, work)

    def _ladder(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """Alerts to the offices, when there is a way to send them."""
        alerts = self.config.alerts
        if alerts.smtp:
            from bot.channels.mail import MailWay

            self.ways.append(MailWay(alerts.smtp, alerts.rungs))
        if not self.ways:
            log.warning("No way of alerts is configured: nobody is told when a ticket comes in")
            return {}
        calendar, public = Roster(self.config.offices).calendar(), self.config.server.public_url
        self.ladder = Ladder(
            self.store,
            self.clock,
            self.bell,
            self.ways,
            is_open=lambda office, now: calendar.at(office, now).open,
            link=f"{public}/desk" if public else "",
        )
        return {"alerts": self._by_one("alerts", self.ladder.run)}

    def _whatsapp(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """WhatsApp joins when its keys are configured."""
        self.whatsapp: Mapping[str, Handler] | None = None
        config = self.config.whatsapp
        if not config.account_sid:
            return {}
        from bot.channels.whatsapp.client import WhatsAppAdapter
        from bot.channels.whatsapp.reconcile import Reconcile
        from bot.channels.whatsapp.webhook import whatsapp_routes

        public = self.config.server.public_url
        adapter = WhatsAppAdapter(config, public_url=public)
        self.channels[Channel.WHATSAPP] = adapter
        self._stack.push_async_callback(adapter.close)
        reports = Reports(self.store, self.bell)
        self.whatsapp = whatsapp_routes(self.intake, reports.take, config.auth_token, public, self.clock)
        reconcile = Reconcile(adapter, self.intake, self.store, self.clock, serves=self.audience.serves)
        return {"whatsapp reconcile": self._by_one("whatsapp reconcile", reconcile.run)}

    async def unready(self) -> Sequence[str]:
        """Why we cannot work now. A platform that is down is no reason (contract.md, /readyz)."""
        try:
            await self.store.ping()
        except StoreDown:
            return ["store"]
        return [name for name in self.loops.stopped() if name != ONCE]

    def warned(self) -> Sequence[str]:
        """Offices whose calendar is missing, over, or over within 60 days: they count as closed then."""
        endings = Roster(self.config.offices).calendar().endings(day_of(self.clock.now()))
        return [f"calendar:{one.office}" for one in endings]

    async def _serve_http(self) -> None:
        secure = self.config.server.public_url.startswith("https")
        pages = ChatPages(
            self.store,
            self.intake,
            self.bell,
            self.clock,
            new_token=new_token,
            key=self.vault.lookup,
            exit_url=self.config.webchat.exit_url,
            secure=secure,
        )
        desk = Desk(
            store=self.store,
            intake=self.intake,
            clock=self.clock,
            bell=self.bell,
            new_token=new_token,
            key=self.vault.lookup,
            secure=secure,
            flows=self.flows,
            roster=Roster(self.config.offices),
            alerting=Alerting(bool(self.ways), self.config.alerts.duty_phone),
        )
        asgi = web.build(
            chat=pages if self.config.webchat.enabled else None,
            desk=desk_routes(desk),
            telegram=self.telegram,
            whatsapp=self.whatsapp,
            unready=self.unready,
            warned=self.warned,
            media=self.config.folder / self.config.content / "media",
        )
        server = self.config.server
        settings = uvicorn.Config(
            asgi,
            host=server.host,
            port=server.port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
            server_header=False,
        )
        http = Server(settings)
        task = asyncio.create_task(http.serve())
        self._stack.push_async_callback(self._stop_http, http, task)
        while not http.started:
            if task.done():
                raise Misuse(f"cannot listen on {server.host}:{server.port}")
            await asyncio.sleep(0.01)
        port = http.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://{server.host}:{port}"

    async def _stop_http(self, http: Server, task: "asyncio.Task[None]") -> None:
        http.should_exit = True
        await task

    async def _first_counselor(self) -> str:
        """Until somebody has enrolled: a one-time link for a supervisor and counselor of the province."""
        path = await counselors.first(self.store, self.clock)
        return f"{self.config.server.public_url or self.url}{path}" if path else ""


async def serve(config: Config) -> None:
    """Until SIGTERM or SIGINT; SIGHUP takes other flows. Prints the addresses, and a one-time link until somebody has
    enrolled."""
    configure()
    stop, again = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, again.set)
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop.set)
    async with App(config) as app:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        app.loops.start({"flows": partial(app.flows.on, again)})
        lines = [f"Obrolan web: {app.url}/chat", f"Meja konselor: {app.url}/desk"]
        if app.first_link:
            lines.append(f"Pendaftaran pertama (sekali pakai, 24 jam): {app.first_link}")
        print("\n".join(lines), flush=True)  # noqa: T201  what the operator started this for
        await stop.wait()
