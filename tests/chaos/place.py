"""Where a storm happens: the processes, and the folder and ports they share. `services` run side by side on one
database."""

import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from random import Random

from tests.chaos.database import Database
from tests.chaos.platform import LISTENS
from tests.chaos.process import Process
from tests.scenes.house import furnish, telegram_settings, whatsapp_settings

POINTS = ("after_commit", "after_take", "after_send")
"""Some lives end where it hurts most (bot.runner.fault_points), the others anywhere."""
OFTEN = 0.3
MODES = ("polling", "webhook")
READY = "Meja konselor"
LINK = "Pendaftaran pertama"

TIRELESS = {"PUSPAGA__OFFICES__PROVINSI__REST": "0", "PUSPAGA__OFFICES__PROVINSI__HEAVY": "100"}
"""Its one counselor takes whoever waits, all the time."""


def free_ports(count: int) -> list[int]:
    """Held until all are found."""
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in held]


class Place:
    """`services` and `platforms` are processes that were not started yet; `urls` are where the services will answer."""

    def __init__(self, folder: Path, seed: int, *, services: int = 1, database: str = "") -> None:
        folder.mkdir(parents=True)
        furnish(folder)
        self.folder, self.seed = folder, seed
        self._mode = MODES[seed % 2]  # services side by side have the same settings
        ports = free_ports(2 + services)
        self.urls = [f"http://127.0.0.1:{port}" for port in ports[2:]]
        settings = {
            **telegram_settings(f"http://127.0.0.1:{ports[0]}"),
            **whatsapp_settings(f"http://127.0.0.1:{ports[1]}"),
            **({"PUSPAGA__STORAGE__URL": database} if database else {}),
            **TIRELESS,
        }
        serve = (sys.executable, "-m", "bot", "--config", str(folder / "config.yaml"), "serve")
        self.services = [
            Process("service", serve, READY, folder, {**settings, "PUSPAGA__SERVER__PORT": str(port)})
            for port in ports[2:]
        ]
        self.platforms = [self._platform("telegram", ports[0]), self._platform("twilio", ports[1])]

    def _platform(self, name: str, port: int) -> Process:
        command = ("-m", "tests.chaos.platform", name, str(port), str(self.folder), ",".join(self.urls))
        return Process(name, (sys.executable, *command), LISTENS, self.folder, {})

    async def begins(self, one: Process | Database, dice: Random, *, faults: bool = True) -> None:
        """A new life of this process; with `faults` it may end by itself, at a point where it hurts."""
        if isinstance(one, Database):
            await one.start()
            return
        if one in self.platforms:
            await one.start(f"{self.seed} {one.name} {one.lives}")
            return
        fault = dice.choice(POINTS) if faults and dice.random() < OFTEN else ""
        mode = dice.choice(MODES) if len(self.services) == 1 else self._mode
        await one.start(PUSPAGA_FAULT=fault, PUSPAGA__TELEGRAM__MODE=mode)

    async def first_path(self) -> str:
        """The one-time link of the first start, without its host; the first service says it once it is ready."""
        line = await self.services[0].says()
        assert line.startswith(LINK)
        return "/desk" + line.partition("/desk")[2].strip()
