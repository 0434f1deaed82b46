"""The whole service as an operator starts it, on a folder of its own, with a clock that a test can move.

`async with running(tmp_path) as house`: `house.url` is where it answers; `await house.restart()` stops it and starts it
again on the same folder. It reads the project's own flows and content, unless `furnish(tmp_path)` made it a copy.
"""

import re
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.app import App, mind_of
from bot.clock import day_of
from bot.config import load
from bot.engine.mind import Mind
from bot.store.sqlite import SqliteStore
from tests.engine.minds import mind
from tests.web.fakes import MovingClock

ROOT = Path(__file__).parents[2]
PUBLIC_URL = "https://puspaga.test"
"""What the platforms know us by. The peers call it by asking `house.url`."""
TELEGRAM_TOKEN = "501:a-token-of-the-test"
WEBHOOK_SECRET = "a-secret-of-the-test"
ACCOUNT_SID = "AC00000000000000000000000000000000"
AUTH_TOKEN = "an-auth-token-of-the-test"
SENDER = "whatsapp:+14155550100"


def telegram_settings(api_url: str, mode: str = "polling") -> Mapping[str, str]:
    """Telegram, talking to a peer; everyone is a tester. Only a webhook needs a public address."""
    public = {"PUSPAGA__SERVER__PUBLIC_URL": PUBLIC_URL} if mode == "webhook" else {}
    return {
        **public,
        "PUSPAGA__TELEGRAM__TOKEN": TELEGRAM_TOKEN,
        "PUSPAGA__TELEGRAM__API_URL": api_url,
        "PUSPAGA__TELEGRAM__MODE": mode,
        "PUSPAGA__TELEGRAM__WEBHOOK_SECRET": WEBHOOK_SECRET,
        "PUSPAGA__SERVICE__TESTERS": '["*"]',
    }


def whatsapp_settings(api_url: str) -> Mapping[str, str]:
    """WhatsApp, talking to a peer; everyone is a tester."""
    return {
        "PUSPAGA__WHATSAPP__ACCOUNT_SID": ACCOUNT_SID,
        "PUSPAGA__WHATSAPP__AUTH_TOKEN": AUTH_TOKEN,
        "PUSPAGA__WHATSAPP__FROM": SENDER,
        "PUSPAGA__WHATSAPP__API_URL": api_url,
        "PUSPAGA__SERVER__PUBLIC_URL": PUBLIC_URL,
        "PUSPAGA__SERVICE__TESTERS": '["*"]',
    }


@dataclass
class House:
    """A running service. `settings` override config.yaml as environment variables do."""

    folder: Path
    settings: Mapping[str, str]
    clock: MovingClock = field(default_factory=MovingClock)
    app: App = field(init=False)
    first_link: str = ""

    @property
    def url(self) -> str:
        return self.app.url

    async def start(self) -> None:
        self.app = App(load(self.folder / "config.yaml", self.settings), self.clock)
        await self.app.__aenter__()
        self.first_link = self.app.first_link or self.first_link

    async def stop(self) -> None:
        await self.app.__aexit__(None, None, None)

    async def restart(self) -> None:
        """Stopped as by SIGTERM, and started again at the same address: nothing lives on but the folder."""
        self.settings = {**self.settings, "PUSPAGA__SERVER__PORT": self.url.rpartition(":")[2]}
        await self.stop()
        await self.start()

    @property
    def first_path(self) -> str:
        """The one-time link of the first start, without its host."""
        return re.sub(r"^https?://[^/]+", "", self.first_link)

    async def select(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in the tables."""
        assert isinstance(self.app.store, SqliteStore)
        async with self.app.store.reader.db.execute(sql, values) as rows:
            return [tuple(row) for row in await rows.fetchall()]


def furnish(folder: Path) -> None:
    """The project's own settings, flows and content, in a folder that a test may change. Where one stands in it, it is
    read as the project's own as long as nothing is changed."""
    mind()
    shutil.copy(ROOT / "config.yaml", folder / "config.yaml")
    for name in ("flows", "content"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)


def settle(folder: Path) -> None:
    """The project's own settings in a folder of a house that has its flows and content where they are: nothing may
    change them there, and they are read once in a run. Where a test has furnished the folder, it keeps what it has."""
    if (folder / "config.yaml").exists():
        return
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    for name in ("flows", "content"):
        text, found = re.subn(rf"^{name}: {name}$", f"{name}: {ROOT / name}", text, flags=re.MULTILINE)
        assert found == 1
    (folder / "config.yaml").write_text(text, encoding="utf-8")


@cache
def _held(today: date) -> Mind:
    """Keeps the project's book of that day, which every house of a run takes."""
    return mind_of(load(ROOT / "config.yaml", {}), today)


@asynccontextmanager
async def running(
    folder: Path, settings: Mapping[str, str] | None = None, ahead: timedelta = timedelta()
) -> AsyncIterator[House]:
    """A house, started; on a port of its own, with its clock `ahead`. Who changes flows or content furnishes the folder
    before."""
    settle(folder)
    house = House(folder, {"PUSPAGA__SERVER__PORT": "0", **(settings or {})})
    house.clock.ahead = ahead
    _held(day_of(house.clock.now()))
    await house.start()
    try:
        yield house
    finally:
        await house.stop()
