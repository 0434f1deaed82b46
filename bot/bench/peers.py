"""The same menu talk with other people's bots, each written as its own handbook has it, and ours, in turns, in one run.

Laws
1. A round is one word each of so many contacts; rounds follow one another, ours among them; figures are middles.
2. Nobody has a socket to the platform. What a peer sends is counted and compared with the talk; a wrong answer ends the
   measurement.
3. Every row says what a power loss leaves of it.
"""

import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import app
from bot.bench.child import Child, started
from bot.bench.figures import Figures, middle
from bot.bench.house import ANSWERS, FLOW, OPENING, at_work, furnished
from bot.bench.talkers import IN_FLIGHT, Talkers, served
from bot.clock import SystemClock
from bot.config import Config
from bot.engine.mind import Mind
from bot.errors import HouseError, Misuse
from bot.flow.book import Ask, SayItem, SayText

FOLDER = Path(__file__).parents[2] / "benchmarks" / "peers"
SETUP = "benchmarks/peers/setup"
REDIS = "redis-server"
NODE = "node"
GONE = "nothing: every talk begins anew"
OURS = "ours"
OURS_SURVIVES = "everything acknowledged: arrival, state, timers and replies are one durable commit"
READY = "ready to accept connections"
"""What Redis logs once it listens."""


@dataclass(frozen=True, slots=True)
class Peer:
    """`script` is run with the path of the talk and `arguments`, in the folder of the run; `needs` are what has to be
    there: `.venv`, `node_modules`, or a program; `part` is the share of a round that a very slow one takes."""

    name: str
    script: str
    arguments: tuple[str, ...]
    needs: tuple[str, ...]
    survives: str
    part: float = 1.0

    def missing(self) -> list[str]:
        return [one for one in self.needs if not (FOLDER / one).exists() and shutil.which(one) is None]

    def command(self, talk: Path, python: Path) -> list[str]:
        program = NODE if self.script.endswith(".js") else str(python)
        return [program, str(FOLDER / self.script), str(talk), *self.arguments]


PEERS = (
    Peer("python-telegram-bot, memory", "telegram_bot.py", ("memory",), (".venv",), GONE),
    Peer(
        "python-telegram-bot, pickle per update",
        "telegram_bot.py",
        ("pickle", "talks.pickle"),
        (".venv",),
        "usually the state, never surely: the whole file is written anew without fsync; replies on their way are gone",
        part=0.1,
    ),
    Peer("aiogram, memory", "aiogram_bot.py", ("memory",), (".venv",), GONE),
    Peer(
        "aiogram, redis appendfsync always",
        "aiogram_bot.py",
        ("redis", "redis.sock"),
        (".venv", REDIS),
        "the state; the update itself and replies on their way are gone",
    ),
    Peer(
        "grammy, better-sqlite3",
        "grammy_bot.js",
        ("sessions.db",),
        ("node_modules", NODE),
        "the state; the update itself and replies on their way are gone",
    ),
)


@dataclass(frozen=True, slots=True)
class Size:
    contacts: int = 2_000
    messages: int = 2_000
    rounds: int = 5


SMALL = Size(contacts=30, messages=30, rounds=1)


async def round_of(peer: Peer, player: Child, messages: int) -> float:
    """Messages a second. Raises HouseError when an answer is not the talk's."""
    player.say(str(messages))
    said = json.loads(await player.heard())
    if said["wrong"] or said["replies"] < messages:
        raise HouseError(f"{peer.name} gave {said['wrong']} wrong answers of {messages}")
    return messages / float(said["seconds"])


@asynccontextmanager
async def playing(peer: Peer, talk: Path, python: Path) -> AsyncIterator[Child]:
    """Started in the talk's folder and ready."""
    async with started(peer.name, peer.command(talk, python), talk.parent) as player:
        await player.heard()
        yield player


@asynccontextmanager
async def redis(folder: Path) -> AsyncIterator[None]:
    """A Redis of our own on a socket in `folder`, which syncs every write before it answers."""
    settings = {"port": "0", "unixsocket": "redis.sock", "appendonly": "yes", "appendfsync": "always", "save": ""}
    words = [word for name, value in settings.items() for word in (f"--{name}", value)]
    async with started(REDIS, [REDIS, *words], folder) as server:
        while READY not in (await server.heard()).lower():
            pass
        yield


async def measure(config: Config, size: Size) -> Figures:
    """`{"rows": [{"name", "per_s", "ours_to_it", "survives"}], "missing": {name: how}, …}`."""
    here = [peer for peer in PEERS if not peer.missing()]
    async with AsyncExitStack() as stack:
        house = stack.enter_context(furnished(config))
        mind = app.mind_of(house)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="puspaga-peers-")))
        talk = folder / "talk.json"
        talk.write_text(json.dumps(told(mind, size.contacts)), encoding="utf-8")
        if any(REDIS in peer.needs for peer in here):
            await stack.enter_async_context(redis(folder))
        python = FOLDER / ".venv" / "bin" / "python"
        players = [(peer, await stack.enter_async_context(playing(peer, talk, python))) for peer in here]
        intake = await stack.enter_async_context(at_work(house, mind, SystemClock()))
        talkers = Talkers(size.contacts)
        found: dict[str, list[float]] = {name: [] for name in (OURS, *(peer.name for peer in here))}
        for number in range(size.rounds + 1):
            messages = size.messages if number else size.contacts  # the first words of all are not counted
            for peer, player in players:
                count = max(round(messages * peer.part), 1) if number else messages
                found[peer.name].append(await round_of(peer, player, count))
            seconds = await served(intake, talkers.next(messages), IN_FLIGHT[0])
            found[OURS].append(messages / seconds)
    return _figures({name: rates[1:] for name, rates in found.items()}, here, size)


def _figures(found: Mapping[str, Sequence[float]], here: Sequence[Peer], size: Size) -> Figures:
    """A ratio is the middle of the rounds' own."""
    rows = [{"name": OURS, "per_s": round(middle(found[OURS])), "ours_to_it": 1.0, "survives": OURS_SURVIVES}]
    for peer in here:
        ratios = [ours / theirs for ours, theirs in zip(found[OURS], found[peer.name], strict=True)]
        row = {"name": peer.name, "per_s": round(middle(found[peer.name])), "ours_to_it": round(middle(ratios), 2)}
        rows.append({**row, "survives": peer.survives})
    return {
        "rows": rows,
        "missing": {peer.name: _advice(peer) for peer in PEERS if peer not in here},
        "contacts": size.contacts,
        "messages_per_round": size.messages,
        "rounds": size.rounds,
    }


def _advice(peer: Peer) -> str:
    """How what is missing comes here."""
    programs = [one for one in peer.missing() if one in (REDIS, NODE)]
    files = [one for one in peer.missing() if one not in programs]
    ways = [f"install {one}" for one in programs] + ([f"run {SETUP}"] if files else [])
    return " and ".join(ways)


def told(mind: Mind, contacts: int) -> Mapping[str, Any]:
    """The measured talk as the peers read it. Raises Misuse when the book has none."""
    flow = mind.book.flows.get(FLOW)
    if flow is None:
        raise Misuse("the measured talk is not in the book")
    states = {name: state for name, state in flow.states.items() if isinstance(state.exit, Ask)}
    numbers = {name: number for number, name in enumerate(states)}

    def question(name: str, say: Sequence[SayItem], ask: Ask) -> Mapping[str, Any]:
        return {
            "name": name,
            "say": [item.text.by["id"] for item in say if isinstance(item, SayText)],
            "choices": [[one.label.by["id"], list(one.also), numbers[one.go]] for one in ask.choices],
            "otherwise": numbers.get(ask.give_up or ask.go, numbers[flow.start]),  # no answer leads to the end
        }

    questions = [question(name, one.say, one.exit) for name, one in states.items() if isinstance(one.exit, Ask)]
    return {"opening": OPENING, "answers": ANSWERS, "states": questions, "contacts": contacts}
