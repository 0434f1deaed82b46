"""The service as a process of its own, as `puspaga serve` starts it, in the folder of the measured house."""

import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bot.bench.child import Child, started
from bot.bench.house import furnished
from bot.config import Config

ROOT = Path(__file__).parents[2]
KIB = 1024
SETTINGS = {
    "PUSPAGA__SERVER__HOST": "127.0.0.1",
    "PUSPAGA__SERVER__PORT": "0",
    "PUSPAGA__SERVICE__AUDIENCE": "trial",
    "PUSPAGA__SERVICE__TESTERS": '["*"]',
    "PUSPAGA__FLOWS": "flows",
    "PUSPAGA__CONTENT": "content",
    "PUSPAGA__KEYS__FILE": "keys.json",
}


@dataclass(frozen=True, slots=True)
class Server:
    """`started_s`: from its first instruction until it listens."""

    child: Child
    host: str
    port: int
    started_s: float

    def memory_mb(self) -> float:
        """What it holds of the machine's memory now, in millions of bytes, pages shared with others included."""
        told = Path(f"/proc/{self.child.pid}/status").read_text(encoding="utf-8")
        line = next(one for one in told.splitlines() if one.startswith("VmRSS:"))
        return int(line.split()[1]) * KIB / 1e6


@contextmanager
def settled(config: Config, url: str = "") -> Iterator[Config]:
    """A furnished house that has its settings file too."""
    with furnished(config, url) as house:
        shutil.copy(config.folder / "config.yaml", house.folder / "config.yaml")
        yield house


def environ_of(house: Config) -> Mapping[str, str]:
    """What makes a process read that house's settings as they are here."""
    return {**os.environ, "PUSPAGA__STORAGE__URL": house.storage.url, **SETTINGS}


@asynccontextmanager
async def serving(house: Config, settings: Mapping[str, str] | None = None) -> AsyncIterator[Server]:
    """Running on a port of its own; ended with the block."""
    environ = {**environ_of(house), **(settings or {})}
    command = [sys.executable, "-m", "bot", "--config", str(house.folder / "config.yaml"), "serve"]
    began = perf_counter()
    async with started("the server", command, ROOT, environ, silent=True) as child:
        address = (await child.heard()).rpartition("://")[2].removesuffix("/chat")
        host, _, port = address.partition(":")
        yield Server(child, host, int(port), perf_counter() - began)
