"""The house that is measured: the project's own flows, content and ear beside the menu of ten states, a key ring and a
database of its own, in a folder that is gone afterwards. Nothing is switched off."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot import storage
from bot.config import Config
from bot.engine.advance import advance
from bot.engine.fault import fault
from bot.engine.mind import Mind
from bot.flow.book import End
from bot.model.conversation import Conversation
from bot.model.message import Address, Alarm, Arrival, ArrivalId, Channel, Said
from bot.ports import Clock
from bot.runner.audience import Audience
from bot.runner.bell import Bell
from bot.runner.intake import Intake
from bot.runner.loop import Loops
from bot.screen.scene import Scene
from bot.vault.envelope import new_id

MENU = Path(__file__).with_name("menu.yaml")
FLOW = "ukur/menu"
OPENING = "mau coba menu ukur"
ANSWERS: Sequence[str] = (
    "1",
    "Sekolah dasar",
    "yang di rumah kak",
    "2",
    "tadi sore dia masih mau main waktu layarnya dimatikan, lalu kami menggambar berdua",
    "Baru sedikit",
    "1",
    "malam",
    "akan dicoba",
    "dari awal",
)
"""One for each state, as people answer: numbers, labels, half a sentence, a story."""
FIRST_USER = 1_000_000
"""The platform's number of contact 0."""
BETWEEN = timedelta(seconds=90)
"""Between two words of one contact: slower than a flood, sooner than a long silence."""


@contextmanager
def furnished(config: Config, url: str = "") -> Iterator[Config]:
    """The settings of a house of its own, which is gone when the block ends. `url`: its database, if that is not a
    file of its own too."""
    with tempfile.TemporaryDirectory(prefix="puspaga-bench-") as name:
        folder = Path(name)
        shutil.copytree(config.folder / config.flows, folder / "flows")
        shutil.copytree(config.folder / config.content, folder / "content")
        menu = folder / "flows" / f"{FLOW}.yaml"
        menu.parent.mkdir()
        shutil.copy(MENU, menu)
        yield replace(
            config,
            folder=folder,
            flows="flows",
            content="content",
            storage=replace(config.storage, url=url or f"{storage.SQLITE}bench.db"),
            keys=replace(config.keys, file="keys.json"),
            service=replace(config.service, audience="trial", testers=("*",)),
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who talks the menu for ever."""

    number: int

    def says(self, turn: int, start: datetime) -> Arrival:
        """Their word number `turn`, from 0."""
        text = ANSWERS[(turn - 1) % len(ANSWERS)] if turn else OPENING
        return Arrival(
            ArrivalId(f"telegram:{self.number}.{turn}"),
            Channel.TELEGRAM,
            Said(start + turn * BETWEEN, text),
            Address(Channel.TELEGRAM, "user", str(FIRST_USER + self.number)),
        )


@asynccontextmanager
async def at_work(config: Config, mind: Mind, clock: Clock) -> AsyncIterator[Intake]:
    """The way in as the service runs it: ear, engine, encryption and the store that a power loss does not empty."""
    async with storage.opened(config) as store:
        audience = Audience(False, config.service.testers, partial(_hears, mind), _tells, _hidden)
        intake = Intake(
            store,
            clock,
            Bell(),
            audience,
            advance=partial(advance, mind),
            fault=partial(fault, mind),
            resting=partial(_resting, mind),
            new_id=new_id,
        )
        loops = Loops()
        loops.start({"intake": intake.run})
        try:
            yield intake
        finally:
            await loops.stop()
            await intake.close()


def _resting(mind: Mind, conversation: Conversation) -> bool:
    here = conversation.position
    flow = mind.book.flows.get(here.flow) if here else None
    state = flow.states.get(here.state) if flow and here else None
    return state is not None and isinstance(state.exit, End)


def _hears(mind: Mind, text: str) -> Alarm | None:
    return mind.ear.hear(text, Scene())


async def _tells(_: Address) -> None:
    """Everyone here is served; nobody is turned away."""


def _hidden(name: str) -> bytes:
    return name.encode()
