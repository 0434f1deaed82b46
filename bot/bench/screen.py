"""How fast the ear hears: the sentences that the flows' own examples hold, each in the scene of its talk, and one long
text of 64 KiB."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from time import perf_counter

from bot import app
from bot.bench.figures import Figures, middle, spread
from bot.bench.heard import report
from bot.bench.messages import UNTOUCHED, read
from bot.config import Config
from bot.engine.mind import Hearing, Mind
from bot.model.message import LONGEST_TEXT
from bot.screen.ear import load_rules
from bot.screen.scene import Scene

US, MS = 1e-6, 1e-3


@dataclass(frozen=True, slots=True)
class Size:
    """Texts of a round, rounds, how often the long text is heard, and how many labelled messages."""

    texts: int = 20_000
    rounds: int = 5
    long: int = 20
    messages: int | None = None  # all


SMALL = Size(texts=50, rounds=1, long=1, messages=20)


def sentences(mind: Mind) -> list[tuple[str, Scene]]:
    """What people write in the examples, each after what they wrote just before."""
    told: list[tuple[str, Scene]] = []
    for flow in mind.book.flows.values():
        for talk in flow.examples:
            before: tuple[str, ...] = ()
            for line in talk.lines:
                for text in line.texts if line.what == "user" else ():
                    told.append((text, Scene(recent=before[-2:])))
                    before = (*before, text)
    return told


async def measure(config: Config, size: Size) -> Figures:
    """Messages a second on one core, and how long one takes."""
    mind = app.mind_of(config)
    heard = _heard_of(config, size)
    texts = sentences(mind)
    rounds = [_heard(mind.ear, texts, size.texts) for _ in range(size.rounds)]
    story = " ".join(text for text, _ in texts)
    long = (story * (LONGEST_TEXT // len(story) + 1))[:LONGEST_TEXT]
    times = [_timed(mind.ear, long, Scene()) for _ in range(size.long)]
    return {
        "per_s": round(middle([len(one) / sum(one) for one in rounds])),
        **spread([second for one in rounds for second in one], US, "us"),
        "letters": round(middle([len(text) for text, _ in texts])),
        "long": {"letters": len(long), **spread(times, MS, "ms")},
        **heard,
    }


def _heard_of(config: Config, size: Size) -> Figures:
    """How well it hears, where the messages to measure it by are at hand."""
    path = config.folder / UNTOUCHED
    if not path.is_file():
        return {}
    ear = load_rules(config.folder / config.content / "risk")
    return {"untouched": report(ear, read(path)[: size.messages])}


def _heard(ear: Hearing, texts: Sequence[tuple[str, Scene]], count: int) -> list[float]:
    return [_timed(ear, text, scene) for text, scene in islice(cycle(texts), count)]


def _timed(ear: Hearing, text: str, scene: Scene) -> float:
    began = perf_counter()
    ear.hear(text, scene)
    return perf_counter() - began
