"""Make content/risk/scorer.json from the messages of tests/ear/tuned.csv: `python -m tests.ear.train`.

A linear support vector machine (squared hinge, dual coordinate descent) over the pieces of bot/screen/scorer.py, in
plain Python, so that the same file comes out everywhere. The thresholds come from folds: each message is scored by
weights that never saw it.
"""

from __future__ import annotations  # Python 3.11 cannot subscript array

import hashlib
import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt
from operator import mul
from pathlib import Path
from random import Random
from zlib import crc32

from bot.bench.damage import DAMAGE, damaged
from bot.screen.concepts import ROOM, Concepts, places
from bot.screen.lexicon import Lexicon
from bot.screen.normalise import words_of
from bot.screen.rules import read_rules
from bot.screen.scorer import BLANK, FINE, SHORT, Table, pairs, pieces, write_table
from tests.ear.corpus import TUNED, Message, read

RULES = Path(__file__).parents[2] / "content" / "risk"
LETTERS = re.compile(r"[^\W\d_]+")
BUCKETS = 1 << 17
BIAS = BUCKETS + ROOM
COSTS = {"none": 0.3, "concern": 0.04, "high": 0.3, "imminent": 0.4}
"""How much a message on the wrong side costs, beside keeping the weights small. Concern lies between the two."""
PUBLIC = 3.0
"""How much more a harmless text costs that was written for everybody (a post, a review, news): kind distress, speaker
other."""
ROUNDS = 12
FOLDS = 5
FALSE = {"high": 0.037, "seconds": 0.17, "concern": 0.037}
"""Share of the harmless messages above each threshold."""
OFTEN = 3
"""A word that stands in so many messages is an ordinary one, which the ear does not take for a slip of another. They
are kept by how often they come, so that a slip is read as the commonest."""
SLIP = 8
"""So much commoner is a word whose slip another is taken for."""
SPOILED = 0.5
"""What each message costs once more, with its words damaged, beside what it costs as it is."""
DANGER = ("high", "imminent")


@dataclass(frozen=True, slots=True)
class Point:
    """A message as numbers: its buckets with their values (three blocks of length 1, and 1 for the bias)."""

    at: array[int]
    value: array[float]
    side: float
    cost: float


def points_of(
    messages: Sequence[Message], said: Sequence[Sequence[str]], rarity: Sequence[float], concepts: Concepts
) -> list[Point]:
    known: dict[str, list[int]] = {}
    return [_point(message, words, rarity, known, concepts) for message, words in zip(messages, said, strict=True)]


def _point(
    message: Message, words: Sequence[str], rarity: Sequence[float], known: dict[str, list[int]], concepts: Concepts
) -> Point:
    once = dict.fromkeys(words)
    for word in once:
        if word not in known:
            known[word] = [_at(one) for one in pieces(word)]
    at, value = array("i"), array("d")
    blocks = (
        [one for word in once for one in known[word]],
        [_at(one) for one in (*(word.encode() for word in once), *dict.fromkeys(pairs(words)))],
    )
    for short, block in zip(SHORT[:2], blocks, strict=True):
        # a piece that two words share counts once for each, as it does in Scorer
        length = sqrt(short + sum(rarity[one] ** 2 for one in block))
        for one, times in Counter(block).items():
            at.append(one)
            value.append(times * rarity[one] / length)
    meant = places([concepts.of(word) for word in words])
    at.extend(BUCKETS + one for one in meant)
    value.extend([1 / sqrt(SHORT[2] + len(meant))] * len(meant))
    at.append(BIAS)
    value.append(1.0)
    return Point(at, value, 1.0 if message.level in DANGER else -1.0, _cost(message))


def _cost(message: Message) -> float:
    public = (message.level, message.kind, message.speaker) == ("none", "distress", "other")
    return COSTS[message.level] * (PUBLIC if public else 1.0)


def rarities(said: Sequence[Sequence[str]]) -> array[float]:
    """ln((1 + messages) / (1 + messages with it)) + 1, in steps of 1/FINE."""
    seen = Counter[int]()
    for words in said:
        seen.update({_at(one) for word in words for one in (*pieces(word), word.encode())} | {*map(_at, pairs(words))})
    whole = 1 + len(said)
    return array("d", (round((log(whole / (1 + seen[at])) + 1) * FINE) / FINE for at in range(BUCKETS)))


def fit(points: Sequence[Point]) -> array[float]:
    """One weight a place, and the bias behind them."""
    weights = array("d", bytes(8 * (BIAS + 1)))
    pushes = [0.0] * len(points)
    curves = [sum(map(mul, one.value, one.value)) + 0.5 / one.cost for one in points]
    order, chance = list(range(len(points))), Random(1)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for number in order:
            one = points[number]
            slope = one.side * _dot(weights, one) - 1 + pushes[number] * 0.5 / one.cost
            push = max(pushes[number] - slope / curves[number], 0.0)
            if push != pushes[number]:
                step = (push - pushes[number]) * one.side
                pushes[number] = push
                for at, value in zip(one.at, one.value, strict=True):
                    weights[at] += step * value
    return weights


def _dot(weights: array[float], point: Point) -> float:
    return float(sum(map(mul, map(weights.__getitem__, point.at), point.value)))


def _spoiled(messages: Sequence[Message]) -> Iterator[str]:
    """Each message with one sort of damage, in turn."""
    for number, one in enumerate(messages):
        yield damaged(one.text, [*DAMAGE][number % len(DAMAGE)])


def _cheaper(one: Point) -> Point:
    return replace(one, cost=one.cost * SPOILED)


def folded(points: Sequence[Point], spoiled: Sequence[Point]) -> list[float]:
    """The score of each message by weights that were fitted without its fold."""
    found = [0.0] * len(points)
    both = [(one, _cheaper(other)) for one, other in zip(points, spoiled, strict=True)]
    for fold in range(FOLDS):
        weights = fit([one for number, two in enumerate(both) if number % FOLDS != fold for one in two])
        for number in range(fold, len(points), FOLDS):
            found[number] = _dot(weights, points[number])
    return found


def thresholds(messages: Sequence[Message], scores: Sequence[float]) -> dict[str, float]:
    """From which score on so many of the harmless messages are left."""
    of_none = (score for score, message in zip(scores, messages, strict=True) if message.level == "none")
    harmless = sorted(of_none, reverse=True)
    return {name: round(harmless[int(share * len(harmless))], 4) for name, share in FALSE.items()}


def ordinary(texts: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Words that stand in several messages, the commonest first; none that is a slip of a much commoner one."""
    seen = Counter(word for text in texts for word in set(LETTERS.findall(text.lower())))

    def slipped(word: str) -> bool:
        meant = lexicon.read(word)
        return len(meant) != 1 or SLIP * seen[word] < seen[meant[0].says]

    often = sorted((word for word, times in seen.items() if times >= OFTEN), key=lambda word: (-seen[word], word))
    return tuple(word for word in often if word in lexicon.known or not slipped(word))


def table_of(messages: Sequence[Message]) -> Table:
    common = ordinary([one.text for one in messages], read_rules(RULES, BLANK).lexicon)
    rules = read_rules(RULES, replace(BLANK, words=common))
    names = tuple(sorted({name for told in rules.concepts.values() for name in told}))
    lexicon, concepts = rules.lexicon, Concepts(names, rules.concepts)
    said = [words_of(one.text, lexicon).said for one in messages]
    rarity = rarities(said)
    points = points_of(messages, said, rarity, concepts)
    spoiled = points_of(messages, [words_of(one, lexicon).said for one in _spoiled(messages)], rarity, concepts)
    cuts = thresholds(messages, folded(points, spoiled))
    weights = fit([*points, *map(_cheaper, spoiled)])
    unit = max(map(abs, weights[:BIAS])) / 127
    return Table(
        weights=[round(one / unit) for one in weights[:BUCKETS]],
        rarities=[min(round(one * FINE), 255) for one in rarity],
        unit=unit,
        meanings=[round(one / unit) for one in weights[BUCKETS:BIAS]],
        concepts=names,
        bias=round(weights[BIAS], 4),
        words=common,
        made_from=fingerprint(messages),
        high=cuts["high"],
        seconds=cuts["seconds"],
        concern=cuts["concern"],
    )


def fingerprint(messages: Iterable[Message]) -> str:
    """Of what a table is made from."""
    told = sorted(f"{one.level} {one.text}" for one in messages)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _at(piece: bytes) -> int:
    return crc32(piece) & (BUCKETS - 1)


if __name__ == "__main__":
    write_table(Path(sys.argv[1]) if len(sys.argv) > 1 else RULES / "scorer.json", table_of(read(TUNED)))
