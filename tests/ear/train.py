"""Make content/risk/scorer.json from the messages of tests/ear/tuned.csv: `python -m tests.ear.train`.

The linear half is a support vector machine (squared hinge, dual coordinate descent) over the pieces of
bot/screen/scorer.py, in plain Python; the other half is a small transformer (attend.py), which needs PyTorch. How much
they count beside one another and the thresholds come from messages that were held out.
"""

from __future__ import annotations  # Python 3.11 cannot subscript array

import hashlib
import re
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, log, sqrt
from operator import mul
from pathlib import Path
from random import Random
from statistics import pstdev
from typing import TypedDict
from zlib import crc32

from bot.screen.attention import Weights
from bot.screen.concepts import ROOM, Concepts, Ids, places
from bot.screen.lexicon import Lexicon
from bot.screen.normalise import words_of
from bot.screen.rules import Rules, read_rules
from bot.screen.scorer import BLANK, FINE, SHORT, Scorer, Table, pairs, pieces, write_table
from tests.ear.corpus import TUNED, Message, read
from tests.ear.lessons import Lesson, lessons

RULES = Path(__file__).parents[2] / "content" / "risk"
LETTERS = re.compile(r"[^\W\d_]+")
BUCKETS = 1 << 17
BIAS = BUCKETS + ROOM
COSTS = {"none": 0.3, "concern": 0.08, "high": 0.3, "imminent": 0.4}
"""How much a message on the wrong side costs, beside keeping the weights small. Concern lies between the two."""
PUBLIC = 4.0
"""How much more a harmless text costs that was written for everybody (a post, a review, news): kind distress, speaker
other."""
ROUNDS = 12
FOLDS = 5
"""One message in so many is held out."""
FALSE = {"high": 0.039, "seconds": 0.0565, "concern": 0.039}
"""Share of the harmless messages above each threshold."""
DOUBT = (0.11, 0.0005)
"""Share of the harmless messages above the linear scores between which attention is asked."""
PAST = 0.525
"""So far above the threshold attention is still asked: it halves the false alarms of ordinary long texts, which the sum
of their words takes far, and gives back as many disclosures as it takes."""
BESIDE = 0.35
"""How much attention counts, both halves being made equally wide and counting 1 together."""
OFTEN = 3
"""A word that stands in so many messages is an ordinary one, which the ear does not take for a slip of another. They
are kept by how often they come, so that a slip is read as the commonest."""
SLIP = 8
"""So much commoner is a word whose slip another is taken for."""
DANGER = ("high", "imminent")

Teach = Callable[[Sequence[Lesson], Mapping[str, Ids]], Weights]
"""Makes attention from lessons and what words stand for."""


@dataclass(frozen=True, slots=True)
class Point:
    """A message as numbers: its buckets with their values (three blocks of length 1, and 1 for the bias)."""

    at: array[int]
    value: array[float]
    side: float
    cost: float


def points_of(some: Iterable[Lesson], rarity: Sequence[float], concepts: Concepts) -> list[Point]:
    known: dict[str, list[int]] = {}
    return [_point(one, rarity, known, concepts) for one in some]


def _point(lesson: Lesson, rarity: Sequence[float], known: dict[str, list[int]], concepts: Concepts) -> Point:
    words = lesson.words
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
    return Point(at, value, 1.0 if lesson.message.level in DANGER else -1.0, _cost(lesson.message) * lesson.share)


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


def harmless_above(messages: Sequence[Message], scores: Sequence[float], share: float) -> float:
    """From which score on so many of the harmless messages are left."""
    of_none = (score for score, message in zip(scores, messages, strict=True) if message.level == "none")
    harmless = sorted(of_none, reverse=True)
    return harmless[int(share * len(harmless))]


def ordinary(texts: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Words that stand in several messages, the commonest first; none that is a slip of a much commoner one."""
    seen = Counter(word for text in texts for word in set(LETTERS.findall(text.lower())))

    def slipped(word: str) -> bool:
        meant = lexicon.read(word)
        return len(meant) != 1 or SLIP * seen[word] < seen[meant[0].says]

    often = sorted((word for word, times in seen.items() if times >= OFTEN), key=lambda word: (-seen[word], word))
    return tuple(word for word in often if word in lexicon.known or not slipped(word))


def table_of(messages: Sequence[Message], teach: Teach | None = None) -> Table:
    """Without `teach` the linear half alone."""
    common = ordinary([one.text for one in messages], read_rules(RULES, BLANK).lexicon)
    rules = read_rules(RULES, replace(BLANK, words=common))
    names = tuple(sorted({name for told in rules.concepts.values() for name in told}))
    lexicon, concepts = rules.lexicon, Concepts(names, rules.concepts)
    blank = replace(BLANK, words=common, concepts=names, made_from=fingerprint(messages))
    held, rest = messages[::FOLDS], [one for number, one in enumerate(messages) if number % FOLDS]

    def made(some: Sequence[Message]) -> Table:
        taught = lessons(some, lexicon)
        linear = _linear(taught, len(some), blank, concepts)
        meant = {word: concepts.of(word) for one in taught for word in one.words}
        return replace(linear, attention=teach(taught, meant)) if teach else linear

    cuts = _cuts(made(rest), held, [words_of(one.text, lexicon).said for one in held], rules)
    return replace(made(messages), **cuts)


def _linear(taught: Sequence[Lesson], messages: int, blank: Table, concepts: Concepts) -> Table:
    """Of the lessons, the first `messages` are as they were written."""
    rarity = rarities([one.words for one in taught[:messages]])
    weights = fit(points_of(taught, rarity, concepts))
    unit = max(map(abs, weights[:BIAS])) / 127
    return replace(
        blank,
        weights=[round(one / unit) for one in weights[:BUCKETS]],
        rarities=[min(round(one * FINE), 255) for one in rarity],
        unit=unit,
        meanings=[round(one / unit) for one in weights[BUCKETS:BIAS]],
        bias=round(weights[BIAS], 4),
    )


class Cuts(TypedDict):
    doubt: tuple[float, float]
    mix: float
    shift: float
    high: float
    seconds: float
    concern: float


def _cuts(table: Table, messages: Sequence[Message], said: Sequence[Sequence[str]], rules: Rules) -> Cuts:
    """How much attention counts and the thresholds, by messages that the table never saw. `shift` leaves the threshold
    `high` where the linear score alone has it."""
    linear = Scorer(replace(table, attention=None), rules.concepts)
    attending = Scorer(replace(table, doubt=(-inf, inf), mix=1.0), rules.concepts)
    lone = [linear.of(one) for one in said]
    beside = [both - one for both, one in zip(map(attending.of, said), lone, strict=True)]
    mix = BESIDE / (1 - BESIDE) * pstdev(lone) / pstdev(beside) if table.attention else 0.0
    low, top = (harmless_above(messages, lone, share) for share in DOUBT)

    def both(shift: float, below: float, above: float) -> list[float]:
        """The scores where attention is asked; below and above those what is given."""
        return [
            one + mix * other + shift if low <= one <= top else min(one, below) if one < low else max(one, above)
            for one, other in zip(lone, beside, strict=True)
        ]

    height = harmless_above(messages, lone, FALSE["high"])
    shift = height - harmless_above(messages, both(0.0, -inf, inf), FALSE["high"])
    scores = both(shift, inf, -inf)
    high, seconds, concern = (round(harmless_above(messages, scores, FALSE[name]), 4) for name in FALSE)
    doubt = (round(low, 4), round(min(top, high + PAST), 4))
    return Cuts(doubt=doubt, mix=round(mix, 4), shift=round(shift, 4), high=high, seconds=seconds, concern=concern)


def fingerprint(messages: Iterable[Message]) -> str:
    """Of what a table is made from."""
    told = sorted(f"{one.level} {one.text}" for one in messages)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _at(piece: bytes) -> int:
    return crc32(piece) & (BUCKETS - 1)


if __name__ == "__main__":
    from tests.ear.attend import taught

    write_table(Path(sys.argv[1]) if len(sys.argv) > 1 else RULES / "scorer.json", table_of(read(TUNED), taught))
