"""One fake platform and the people on it as a process: `python -m tests.chaos.platform NAME PORT FOLDER URLS SEED`,
where the URLs, with commas, are where the services answer. It says when it
listens; SIGUSR1 makes its people fall silent."""

import asyncio
import signal
import sys
from pathlib import Path
from random import Random

from tests.chaos.people import Stage, on_telegram, on_whatsapp
from tests.chaos.telegram import Telegram
from tests.chaos.twilio import Twilio
from tests.scenes.house import ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, SENDER, TELEGRAM_TOKEN

LISTENS = "listens"
ON_TELEGRAM, ON_WHATSAPP = 8, 5


async def telegram(stage: Stage, peer: Telegram, seed: str) -> None:
    async with peer, asyncio.TaskGroup() as people:
        print(LISTENS, flush=True)
        for number in range(501, 501 + ON_TELEGRAM):
            people.create_task(on_telegram(stage, peer, peer.person(number), Random(f"{seed} {number}")))
        await asyncio.Event().wait()


async def twilio(stage: Stage, peer: Twilio, seed: str) -> None:
    peer.webhook = f"{PUBLIC_URL}/whatsapp/inbound#rc=5&rp=all"
    async with peer, asyncio.TaskGroup() as people:
        print(LISTENS, flush=True)
        for number in range(501, 501 + ON_WHATSAPP):
            people.create_task(on_whatsapp(stage, peer.person(f"+62811000{number:04}"), Random(f"{seed} {number}")))
        await asyncio.Event().wait()


async def main(name: str, port: str, folder: str, urls: str, seed: str) -> None:
    """Until it is killed."""
    stage, routes, services = Stage(), Random(seed), urls.split(",")
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, stage.end)
    path = Path(folder) / f"{name}.jsonl"
    if name == "telegram":
        one = Telegram(TELEGRAM_TOKEN, int(port), path)
        one.way(PUBLIC_URL, lambda: routes.choice(services))
        await telegram(stage, one, seed)
    else:
        other = Twilio((ACCOUNT_SID, AUTH_TOKEN, SENDER), int(port), path)
        other.way(PUBLIC_URL, lambda: routes.choice(services))
        await twilio(stage, other, seed)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
