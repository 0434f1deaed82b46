"""One of several processes on one PostgreSQL, which takes the words that it is given: `worker.py CONFIG`.

By lines: `FIRST COUNT TURN STRIDE …` names words: number TURN of COUNT contacts from FIRST on, in the order in which
STRIDE meets them. It answers `ready`; on `go` it takes them, 64 under way at once, and answers {"seconds", "repeated"}.
"""

import asyncio
import json
import logging
import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot import app
from bot.bench.house import OPENING, Contact, at_work
from bot.bench.talkers import IN_FLIGHT, served
from bot.clock import SystemClock
from bot.config import load
from bot.model.message import Arrival, Said
from bot.runner import intake as way_in

ALWAYS = "1"


class Repeats(logging.Handler):
    """Counts batches that could not be written at once: what else they met is what the intake logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002  whatever it is
        self.count += 1


async def main(path: Path) -> None:
    """Until the benchmark hangs up."""
    config = load(path, os.environ)
    start = SystemClock().now()
    repeats = Repeats()
    logging.getLogger(way_in.__name__).addHandler(repeats)
    async with at_work(config, app.mind_of(config), SystemClock()) as intake:
        _tell("ready")
        while order := (await _line()).split():
            numbers = [int(one) for one in order]
            words = [word for at in range(0, len(numbers), 4) for word in _words(start, *numbers[at : at + 4])]
            before = repeats.count
            _tell("ready")
            await _line()
            seconds = await served(intake, words, IN_FLIGHT[0])
            _tell(json.dumps({"seconds": seconds, "repeated": repeats.count - before}))


def _words(start: datetime, first: int, count: int, turn: int, stride: int) -> list[Arrival]:
    """After the opening always the same word, which answers every question: two processes may meet it in any order."""
    said = [Contact(first + n * stride % count).says(turn, start) for n in range(count)]
    text = ALWAYS if turn else OPENING
    return [replace(one, inbound=Said(one.inbound.at, text)) for one in said]


async def _line() -> str:
    return await asyncio.to_thread(sys.stdin.readline)


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
