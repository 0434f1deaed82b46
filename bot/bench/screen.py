"""How fast the ear hears: the sentences that the flows' own examples hold, each in the scene of its talk; labelled
messages of about 120 letters, which are written to be hard; and one long text of 64 KiB."""

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
ABOUT_120 = range(100, 141)
"""Letters of the hard messages whose time is taken."""


@dataclass(frozen=True, slots=True)
class Size:
    """Texts of a round, rounds, how often the long text is heard and the hard ones are heard again, and how many
    labelled messages."""

    texts: int = 20_000
    rounds: int = 5
    long: int = 20
    again: int = 15
    messages: int | None = None  # all


SMALL = Size(texts=50, rounds=1, long=1, again=1, messages=20)


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
    """How fast and how well it hears messages that are hard, where they are at hand."""
    path = config.folder / UNTOUCHED
    if not path.is_file():
        return {}
    ear, messages = load_rules(config.folder / config.content / "risk"), read(path)[: size.messages]
    hard = _hard(ear, [one.text for one in messages if len(one.text) in ABOUT_120], size.again)
    return {"hard": hard, "untouched": report(ear, messages)}


def _hard(ear: Hearing, texts: Sequence[str], again: int) -> Figures:
    """`first`: by an ear that has not met their words; `again`: the middle of so many rounds over all of them, for
    each message."""
    if not texts:
        return {}
    first, *rounds = [[_timed(ear, text, Scene()) for text in texts] for _ in range(1 + again)]
    middles = [middle(times) for times in zip(*rounds, strict=True)]
    return {
        "texts": len(texts),
        "letters": round(middle([len(text) for text in texts])),
        "first": spread(first, US, "us"),
        "again": spread(middles, US, "us"),
    }


def _heard(ear: Hearing, texts: Sequence[tuple[str, Scene]], count: int) -> list[float]:
    return [_timed(ear, text, scene) for text, scene in islice(cycle(texts), count)]


def _timed(ear: Hearing, text: str, scene: Scene) -> float:
    began = perf_counter()
    ear.hear(text, scene)
    return perf_counter() - began
