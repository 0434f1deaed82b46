"""Phrases of whole words, as they are written and as words are numbered for them (listening.py finds them).

A phrase is words in order. `a/b` is one of them, `@group` one of a group's, `word?` may be missing, `..` up to three
words between, `...` up to eight; `a & b` both within twelve words of each other, in any order. It has no other magic.
Every word has bits for the phrases of which it may be one of the rarest parts: what all words of a text have together
are the phrases that may stand in it, of all rules at once, and of most texts hardly any.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from bot.flow.codes import Wrong
from bot.screen.affixes import forms
from bot.screen.lexicon import NEGATION, Lexicon, Rest, Word, bits, bytes_of, joined
from bot.screen.normalise import PICTURE

GAPS = {"..": 3, "...": 8}
AND = "&"
BETWEEN = frozenset(["pernah", "suah", "tau", "akan", "bakal", "sampai", "ada", "usah", "perlu", "kena", "boleh"])
"""Words that may stand between a negation and what it denies; suah is Banjar and tau Javanese for pernah."""
INTENT = frozenset(["mau", "ingin", "niat", "berniat", "berpikir", "kepikiran", "mikir", "pikiran"])
"""Between a negation and a phrase that it only lowers to concern."""
RAREST = 3
"""Parts of a phrase, those that stand in the fewest texts, of which each has a bit."""
Held = tuple[int, bytes]
"""Some groups: the bits of the phrases in which they stand, and their own, eight in a byte."""


class Part(NamedTuple):
    """A group of a phrase, in which byte of all groups it stands and as what there; the most words allowed before."""

    group: int
    byte: int
    bit: int
    gap: int


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """`runs` are its parts between `&`; `place` is where the bits of its RAREST groups stand in a row; phrases
    written later stand further up."""

    rule: str
    runs: tuple[tuple[Part, ...], ...]
    place: int
    denies: bool


class Vocabulary:
    """The words and groups of all rules while they are read. Call `lexicon` once everything is in."""

    def __init__(
        self,
        groups: Mapping[str, Sequence[str]],
        ways: Mapping[str, str],
        ordinary: Iterable[str],
        vocabulary: Iterable[str] = (),
    ) -> None:
        self._groups = groups
        self._ways = ways
        self._ordinary = tuple(dict.fromkeys(ordinary))
        self._rank = {word: number for number, word in enumerate(self._ordinary)}
        self._vocabulary = vocabulary
        self._numbers: dict[tuple[tuple[str, ...], ...], int] = {}
        self._often: list[float] = []
        self._bits: dict[int, list[int]] = {}  # by group: where its bits stand
        self._place = 0
        self._parts: dict[str, int] = {}
        self._members: dict[str, frozenset[tuple[str, ...]]] = {}

    def phrases(self, rule: str, written: str) -> Iterator[Phrase]:
        """A phrase, once for each way in which its `?` words are there or missing. Raises Wrong."""
        for words in _ways(written.split()):
            runs = tuple(self._run(run) for run in _split(words))
            groups = {number for run in runs for number, *_ in run}
            rarest = sorted(groups, key=lambda number: (self._often[number], number))
            for at in range(RAREST):
                self._bits.setdefault(rarest[min(at, len(rarest) - 1)], []).append(self._place + at)
            self._place += RAREST
            denies = any(self.members(word) & _NEGATIONS for word in words if word not in GAPS and word != AND)
            yield Phrase(rule, runs, self._place - RAREST, denies)

    def _run(self, words: Sequence[str]) -> tuple[Part, ...]:
        if not words or words[0] in GAPS or words[-1] in GAPS:
            raise Wrong("R103")
        run: list[Part] = []
        gap = 0
        for word in words:
            if word in GAPS:
                gap = GAPS[word]
                continue
            number = self._number(word)
            run.append(Part(number, number // 8, 1 << number % 8, gap))
            gap = 0
        return tuple(run)

    def _number(self, part: str) -> int:
        if part not in self._parts:
            key = tuple(sorted(self.members(part)))
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers)
                self._often.append(self._how_often(key))
            self._parts[part] = self._numbers[key]
        return self._parts[part]

    def _how_often(self, members: Iterable[tuple[str, ...]]) -> float:
        """How often a group stands in a text, by the rank of its words among the ordinary ones (Zipf's law)."""
        rank = self._rank
        return sum(1 / (10 + rank[first]) for first in {one[0] for one in members if len(one) == 1} if first in rank)

    def members(self, part: str, inside: tuple[str, ...] = ()) -> frozenset[tuple[str, ...]]:
        """The words, or runs of words, that a part stands for, as the ear reads them. Raises Wrong."""
        known = self._members.get(part)
        if known is not None:
            return known
        found: set[tuple[str, ...]] = set()
        for one in part.split("/"):
            if one.startswith("@"):
                if one[1:] not in self._groups or one in inside:
                    raise Wrong("R105", name=one)
                for member in self._groups[one[1:]]:
                    found |= self.members(member, (*inside, one)) if member.startswith("@") else self._forms(member)
            else:
                found |= self._forms(one)
        self._members[part] = frozenset(found)
        return self._members[part]

    def _forms(self, written: str) -> set[tuple[str, ...]]:
        try:
            several = [list(forms(word)) for word in written.casefold().split()]
        except ValueError:
            raise Wrong("R107", word=written) from None
        found: set[tuple[str, ...]] = {()}
        for ways in several:
            found = {(*begun, *self._read(way)) for begun in found for way in ways}
        if () in found:
            raise Wrong("R106", word=written)
        return found

    def _read(self, word: str) -> tuple[str, ...]:
        """As it is spelled in the rules: its first reading."""
        plain = word if word.isalnum() else "".join(one for one in word if one.isalnum() or PICTURE.match(one))
        way = self._ways.get(plain)
        return tuple(way.split("|")[0].split()) if way else (plain,) if plain else ()

    def lexicon(self) -> Lexicon:
        """Every word that any rule knows, and how people write it."""
        single: dict[str, set[int]] = {word: set() for word in (*NEGATION.split(), *BETWEEN, *INTENT)}
        long: dict[str, dict[tuple[str, ...], set[int]]] = {}
        for key, number in self._numbers.items():
            for first, *rest in key:
                single.setdefault(first, set())
                for word in rest:
                    single.setdefault(word, set())
                if rest:
                    long.setdefault(first, {}).setdefault(tuple(rest), set()).add(number)
                else:
                    single[first].add(number)
        for way in self._ways.values():
            for word in way.replace("|", " ").split():
                single.setdefault(word, set())
        shared: dict[frozenset[int], Held] = {}
        room = len(self._numbers) // 8 + 1

        def held(numbers: Iterable[int]) -> Held:
            """One object for all words of the same groups: most are forms of a few roots."""
            groups = frozenset(numbers)
            if groups not in shared:
                phrases = bits(at for number in groups for at in self._bits.get(number, ()))
                shared[groups] = phrases, bytes_of(bits(groups), room)
            return shared[groups]

        follows = {name: _by_next(rests, held) for name, rests in long.items()}
        nothing: Mapping[str, tuple[Rest, ...]] = {}
        second = dict.fromkeys(name for rests in follows.values() for name in rests)
        seconds = {name: 1 << at for at, name in enumerate(second)}
        words = {
            name: Word(
                frozenset((name,)),
                name,
                *held(numbers),
                rests := follows.get(name, nothing),
                reduce(or_, [seconds[two] for two in rests], 0),
                seconds.get(name, 0),
                (name,) in _NEGATIONS,
            )
            for name, numbers in single.items()
        }
        ways = {written: _reading(way, words) for written, way in self._ways.items()}
        return Lexicon(words, ways, self._ordinary, self._vocabulary)


_NEGATIONS = frozenset((word,) for word in NEGATION.split())


def _reading(way: str, words: Mapping[str, Word]) -> tuple[Word, ...]:
    ways = [tuple(words[word] for word in one.split()) for one in way.split("|")]
    return ways[0] if len(ways) == 1 else (joined([one[0] for one in ways]),)


def _by_next(
    long: Mapping[tuple[str, ...], set[int]], held: Callable[[Iterable[int]], Held]
) -> Mapping[str, tuple[Rest, ...]]:
    """What follows a word, by the next one."""
    found: dict[str, tuple[Rest, ...]] = {}
    for (first, *rest), groups in long.items():
        found[first] = (*found.get(first, ()), (tuple(rest), *held(groups)))
    return found


def _ways(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """With and without each word that may be missing."""
    for number, word in enumerate(words):
        if word.endswith("?"):
            for rest in _ways(words[number + 1 :]):
                yield (*words[:number], word[:-1], *rest)
                yield (*words[:number], *rest)
            return
    yield tuple(words)


def _split(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    run: list[str] = []
    for word in words:
        if word == AND:
            yield tuple(run)
            run = []
        else:
            run.append(word)
    yield tuple(run)
