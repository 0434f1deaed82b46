"""What the peers written in Python share: the talk, its contacts' updates, and rounds on demand.

The benchmark writes a number N on a line; the peer takes one word each of the next N contacts and answers with one line
of JSON. Updates are made before the clock starts, and what was answered is compared with the talk after it stopped.
"""

import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

FIRST_CHAT = 1_000_000
SENT_AT = 1_760_000_000
"""Of every message, in seconds since 1970: nobody looks at it."""


@dataclass(frozen=True, slots=True)
class State:
    """One question: its bubbles, its choices as (label, words that mean it too, number of the next state), and where
    any other answer leads."""

    name: str
    say: tuple[str, ...]
    choices: tuple[tuple[str, tuple[str, ...], int], ...]
    otherwise: int

    def next(self, text: str) -> int:
        """Where the answer leads: by number, by label, by a word of it."""
        plain = text.strip().lower()
        for number, (label, also, go) in enumerate(self.choices, start=1):
            if plain in (str(number), label.lower()) or any(word in plain for word in also):
                return go
        return self.otherwise


class Talk:
    """The ten states, and the contacts who walk them for ever."""

    def __init__(self, path: Path) -> None:
        told = json.loads(path.read_text(encoding="utf-8"))
        self.opening: str = told["opening"]
        self.answers: Sequence[str] = told["answers"]
        self.states = [
            State(
                one["name"],
                tuple(one["say"]),
                tuple((label, tuple(also), go) for label, also, go in one["choices"]),
                one["otherwise"],
            )
            for one in told["states"]
        ]
        self._turns = [0] * told["contacts"]
        self._next = 0
        self._updates = 0

    def updates(self, count: int) -> list[dict[str, Any]]:
        """One word each of the next contacts, as Telegram writes it."""
        return [self._update() for _ in range(count)]

    def _update(self) -> dict[str, Any]:
        number = self._next
        turn = self._turns[number]
        self._turns[number] += 1
        self._next = (number + 1) % len(self._turns)
        self._updates += 1
        person = {"id": FIRST_CHAT + number, "first_name": "Seseorang"}
        text = self.answers[(turn - 1) % len(self.answers)] if turn else self.opening
        return {
            "update_id": self._updates,
            "message": {
                "message_id": self._updates,
                "date": SENT_AT,
                "chat": {**person, "type": "private"},
                "from": {**person, "is_bot": False},
                "text": text,
            },
        }

    def after(self, here: int, text: str) -> int:
        """The state that an answer leads to; by their numbers."""
        return self.states[here].next(text)

    def asked(self, chat: int) -> str:
        """The question that this contact should have read last."""
        turn = self._turns[chat - FIRST_CHAT] - 1
        return self.states[turn % len(self.states)].say[-1]


@dataclass(slots=True)
class Sent:
    """The stub transport's memory: how many messages left, and the last one of each chat."""

    count: int = 0
    last: dict[int, str] = field(default_factory=dict)

    def keep(self, chat: int, text: str) -> int:
        self.count += 1
        self.last[chat] = text
        return self.count


async def serve(
    talk: Talk,
    sent: Sent,
    read: Callable[[dict[str, Any]], Any],
    handle: Callable[[Sequence[Any]], Awaitable[None]],
) -> None:
    """Rounds until the benchmark hangs up. `read` makes the framework's own update, outside the time."""
    _tell({"ready": True})
    for line in sys.stdin:
        raw = talk.updates(int(line))
        updates = [read(one) for one in raw]
        before = sent.count
        began = perf_counter()
        await handle(updates)
        seconds = perf_counter() - began
        chats = [one["message"]["chat"]["id"] for one in raw]
        wrong = sum(sent.last.get(chat) != talk.asked(chat) for chat in chats)
        _tell({"seconds": seconds, "messages": len(raw), "replies": sent.count - before, "wrong": wrong})


def _tell(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()
