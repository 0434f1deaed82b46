"""Phrases of whole words, found in one listening over a text.

A phrase is words in order. `a/b` is one of them, `@group` one of a group's, `word?` may be missing, `..` up to three
words between, `...` up to eight; `a & b` both within twelve words of each other, in any order. It has no other magic.
Phrases are kept by their rarest part, so that a text without that part costs nothing.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from bot.flow.codes import Wrong
from bot.screen.affixes import forms
from bot.screen.lexicon import NEGATION, NO_GROUPS, Groups, Lexicon, Rest, Word, bits, joined
from bot.screen.normalise import PICTURE, Words

GAPS = {"..": 3, "...": 8}
AND = "&"
WINDOW = 12
"""Words within which the parts of an `&` stand."""


BETWEEN = frozenset(["pernah", "suah", "tau", "akan", "bakal", "sampai", "ada", "usah", "perlu", "kena", "boleh"])
"""Words that may stand between a negation and what it denies; suah is Banjar and tau Javanese for pernah."""
INTENT = frozenset(["mau", "ingin", "niat", "berniat", "berpikir", "kepikiran", "mikir", "pikiran"])
"""Between a negation and a phrase that it only lowers to concern."""
REACH = 3
"""Words before a phrase in which a negation counts."""


class Hit(NamedTuple):
    """A phrase of a rule, from the word numbered `first` to the one numbered `last`; `begins` are the words with which
    its parts begin."""

    rule: str
    first: int
    last: int
    begins: tuple[int, ...]


Run = tuple[int, int]
"""From a word to a word, both inside."""


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """`runs` are its parts between `&`; each is groups with the most words allowed before it. `rarest` is the one
    that stands in the fewest texts, and `needs` has a bit for each other."""

    rule: str
    runs: tuple[tuple[tuple[int, int], ...], ...]
    rarest: int
    needs: int
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
        self._keys: set[int] = set()
        self._bits: dict[int, int] = {}
        self._parts: dict[str, int] = {}
        self._members: dict[str, frozenset[tuple[str, ...]]] = {}

    def phrases(self, rule: str, written: str) -> Iterator[Phrase]:
        """A phrase, once for each way in which its `?` words are there or missing. Raises Wrong."""
        for words in _ways(written.split()):
            runs = tuple(self._run(run) for run in _split(words))
            groups = {number for run in runs for number, _ in run}
            rarest = min(groups, key=lambda number: (self._often[number], number))
            self._keys.add(rarest)
            needs = bits(self._bits.setdefault(number, len(self._bits)) for number in sorted(groups - {rarest}))
            denies = any(self.members(word) & _NEGATIONS for word in words if word not in GAPS and word != AND)
            yield Phrase(rule, runs, rarest, needs, denies)

    def _run(self, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
        if not words or words[0] in GAPS or words[-1] in GAPS:
            raise Wrong("R103")
        run: list[tuple[int, int]] = []
        gap = 0
        for word in words:
            if word in GAPS:
                gap = GAPS[word]
                continue
            run.append((self._number(word), gap))
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
        shared: dict[frozenset[int], Groups] = {}

        def one(numbers: Iterable[int]) -> Groups:
            """One object for all words of the same groups: most are forms of a few roots."""
            groups = frozenset(numbers)
            if groups not in shared:
                others = bits(self._bits[number] for number in groups if number in self._bits)
                shared[groups] = Groups(others, groups & self._keys, groups)
            return shared[groups]

        follows = {name: _by_next(rests, one) for name, rests in long.items()}
        nothing: Mapping[str, tuple[Rest, ...]] = {}
        words = {
            name: Word(frozenset((name,)), name, one(numbers), follows.get(name, nothing), (name,) in _NEGATIONS)
            for name, numbers in single.items()
        }
        ways = {written: _reading(way, words) for written, way in self._ways.items()}
        return Lexicon(words, ways, self._ordinary, self._vocabulary)


_NEGATIONS = frozenset((word,) for word in NEGATION.split())


def _reading(way: str, words: Mapping[str, Word]) -> tuple[Word, ...]:
    ways = [tuple(words[word] for word in one.split()) for one in way.split("|")]
    return ways[0] if len(ways) == 1 else (joined([one[0] for one in ways]),)


def _by_next(
    long: Mapping[tuple[str, ...], set[int]], one: Callable[[Iterable[int]], Groups]
) -> Mapping[str, tuple[Rest, ...]]:
    """What follows a word, by the next one."""
    found: dict[str, tuple[Rest, ...]] = {}
    for (first, *rest), groups in long.items():
        found[first] = (*found.get(first, ()), (tuple(rest), one(groups)))
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


class Net:
    """Every phrase of every rule. Immutable after it is made."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._phrases = tuple(phrases)
        self._kept: dict[int, list[tuple[int, int]]] = {}  # by the rarest group: what a phrase needs, and its number
        for number, phrase in enumerate(phrases):
            self._kept.setdefault(phrase.rarest, []).append((phrase.needs, number))
        self._keys = frozenset(self._kept)

    def hits(self, listening: "Listening") -> list[Hit]:
        """In the order in which the phrases are written, those of one phrase as they stand in the text."""
        kept, present, phrases = self._kept, listening.present, self._phrases
        keys = self._keys & listening.keys
        there = [number for key in keys for needs, number in kept[key] if needs & present == needs]
        if len(there) > 1:
            there.sort()
        return [hit for number in there for hit in listening.found(phrases[number])]


class Listening:
    """One text and the groups that stand in it, for as long as it is heard: `present` has a bit for each, `keys` are
    those by which phrases are looked for."""

    __slots__ = ("_all", "_known", "_long", "_longs", "_negations", "keys", "present", "words")

    def __init__(self, words: Words) -> None:
        self.words, heard = words, words.heard
        self._all: Sequence[frozenset[int]] = ()
        self._long: list[tuple[frozenset[int], Run]] = []
        several = [word.groups for word in heard]
        for number, (word, then) in enumerate(pairwise(heard)):
            if word.long:
                for name in then.names:
                    for rest, groups in word.long.get(name, ()):
                        if not rest or _stand(rest, heard, number + 2):
                            several.append(groups)
                            self._long.append((groups.all, (number, number + 1 + len(rest))))
        self.present = reduce(or_, [groups.bits for groups in several], 0)
        self.keys = NO_GROUPS.keys.union(*[groups.keys for groups in several])

    def _look(self) -> None:
        """What only a text is asked for in which a phrase may stand: most are not."""
        self._all = [*(word.groups.all for word in self.words.heard), frozenset()]  # none stands behind the last
        self._known: dict[int, list[Run]] = {}
        self._longs = NO_GROUPS.all.union(*[groups for groups, _ in self._long])
        self._negations = {number for number, word in enumerate(self.words.heard) if word.negates}

    def found(self, phrase: Phrase) -> list[Hit]:
        """Where a phrase stands."""
        if not self._all:
            self._look()
        rule, denies, parts = phrase.rule, phrase.denies, phrase.runs
        runs = self._runs(parts[0], denies=denies)
        if not runs or len(parts) == 1:
            return [Hit(rule, first, last, (first,)) for first, last in runs]
        found: list[Hit] = []
        others: list[list[Run]] = []
        for part in parts[1:]:
            others.append(self._runs(part, denies=denies))
            if not others[-1]:
                return found
        for first, last in runs:
            near = [_nearest(other, first, last) for other in others]
            if all(near):
                every = [(first, last), *(one for one in near if one)]
                begins = tuple([begin for begin, _ in every])
                found.append(Hit(rule, min(begins), max([end for _, end in every]), begins))
        return found

    def _runs(self, run: Sequence[tuple[int, int]], *, denies: bool) -> list[Run]:
        found = self._where(run[0][0])
        for group, gap in run[1:]:
            if not gap and group not in self._longs:  # of most
                found = [(first, last + 1) for first, last in found if group in self._all[last + 1]]
                continue
            found = [
                (first, end)
                for first, last in found
                for begin, end in self._near(group, last + 1, gap)
                if denies or begin == last + 1 or not self.denied(begin, since=last + 1)
            ]
        return found

    def _near(self, group: int, since: int, gap: int) -> list[Run]:
        """Where a group stands from a word on, with so many words before it at the most."""
        if group not in self._longs:
            return [(at, at) for at, groups in enumerate(self._all[since : since + gap + 1], since) if group in groups]
        runs = self._where(group)
        return runs[bisect_left(runs, (since, 0)) : bisect_left(runs, (since + gap + 1, 0))]

    def _where(self, group: int) -> list[Run]:
        """Where a group stands, in order."""
        found = self._known.get(group)
        if found is None:
            found = [(at, at) for at, groups in enumerate(self._all) if group in groups]
            if group in self._longs:
                found = sorted(found + [run for groups, run in self._long if group in groups])
            self._known[group] = found
        return found

    def since_denied(self, number: int) -> int:
        """The number of the negation before this word, or of the word itself."""
        heard = self.words.heard
        near = range(number - 1, max(number - 1 - REACH, -1), -1)
        return next((at for at in near if heard[at].negates), number)

    def denied(self, number: int, since: int = 0, *, also: frozenset[str] = frozenset()) -> bool:
        """Does a negation stand right before this word, or with only words between that leave it one? None reaches over
        a comma or a full stop, nor from before the word numbered `since`."""
        if self._negations.isdisjoint(range(number - REACH, number)):  # of most words
            return False
        heard, fresh = self.words.heard, self.words.fresh
        for at in range(number - 1, max(number - 1 - REACH, since - 1), -1):
            if at + 1 in fresh:
                return False
            word = heard[at]
            if word.negates:
                return True
            if word.names.isdisjoint(BETWEEN) and word.names.isdisjoint(also):
                return False
        return False


def _stand(names: Sequence[str], heard: Sequence[Word], at: int) -> bool:
    """Do these words stand there in a row?"""
    for name in names:
        if at == len(heard) or name not in heard[at].names:
            return False
        at += 1
    return True


def _nearest(runs: Sequence[Run], first: int, last: int) -> Run | None:
    """A run within the window, the nearest that does not stand on the same words."""
    at = bisect_left(runs, (first - WINDOW, 0))
    best: Run | None = None
    while at < len(runs) and runs[at][0] <= last + WINDOW:
        begin, end = runs[at]
        if (end < first or begin > last) and (best is None or abs(begin - first) < abs(best[0] - first)):
            best = runs[at]
        at += 1
    return best
