"""Phrases of whole words, found in one listening over a text.

A phrase is words in order. `a/b` is one of them, `@group` one of a group's, `word?` may be missing, `..` up to three
words between, `...` up to eight; `a & b` both within twelve words of each other, in any order. It has no other magic.
Phrases are kept by their rarest part, so that a text without that part costs nothing.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.flow.codes import Wrong
from bot.screen.affixes import forms
from bot.screen.lexicon import NEGATION, Lexicon, Rest, Word, joined
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


@dataclass(frozen=True, slots=True)
class Hit:
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
    """`runs` are its parts between `&`; each is groups with the most words allowed before it."""

    rule: str
    runs: tuple[tuple[tuple[int, int], ...], ...]
    needs: frozenset[int]
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
        self._vocabulary = vocabulary
        self._numbers: dict[tuple[tuple[str, ...], ...], int] = {}
        self._parts: dict[str, int] = {}
        self._members: dict[str, frozenset[tuple[str, ...]]] = {}

    def phrases(self, rule: str, written: str) -> Iterator[Phrase]:
        """A phrase, once for each way in which its `?` words are there or missing. Raises Wrong."""
        for words in _ways(written.split()):
            runs = tuple(self._run(run) for run in _split(words))
            needs = frozenset(number for run in runs for number, _ in run)
            denies = any(self.members(word) & _NEGATIONS for word in words if word not in GAPS and word != AND)
            yield Phrase(rule, runs, needs, denies)

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
            self._parts[part] = self._numbers.setdefault(key, len(self._numbers))
        return self._parts[part]

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

    def common(self) -> Mapping[int, float]:
        """How often each group stands in a text, by the rank of its words among the ordinary ones (Zipf's law)."""
        rank = {word: number for number, word in enumerate(self._ordinary)}
        return {
            number: sum(1 / (10 + rank[first]) for first in {one[0] for one in key if len(one) == 1} if first in rank)
            for key, number in self._numbers.items()
        }

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
        shared: dict[frozenset[int], frozenset[int]] = {}

        def one(numbers: Iterable[int]) -> frozenset[int]:
            """One object for all words of the same groups: most are forms of a few roots."""
            groups = frozenset(numbers)
            return shared.setdefault(groups, groups)

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
    long: Mapping[tuple[str, ...], set[int]], one: Callable[[Iterable[int]], frozenset[int]]
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
    """Every phrase of every rule. Immutable after it is made. `common`: how often each group stands in a text, in any
    measure."""

    def __init__(self, phrases: Sequence[Phrase], common: Mapping[int, float]) -> None:
        self._kept: dict[int, list[Phrase]] = {}
        for phrase in phrases:
            rarest = min(phrase.needs, key=lambda number: (common.get(number, 0.0), number))
            self._kept.setdefault(rarest, []).append(phrase)
        self._keys = frozenset(self._kept)

    def hits(self, listening: "Listening") -> Iterator[Hit]:
        """In no order."""
        present, kept = listening.present, self._kept
        for number in self._keys & present:
            for phrase in kept[number]:
                if phrase.needs <= present:
                    yield from listening.found(phrase)


@dataclass(slots=True)
class Listening:
    """One text and the groups that stand in it, for as long as it is heard."""

    words: Words
    present: set[int] = field(default_factory=set)
    _where: dict[int, list[Run]] = field(default_factory=dict)
    _long: list[tuple[frozenset[int], Run]] = field(default_factory=list)

    def __post_init__(self) -> None:
        heard, present = self.words.heard, self.present
        for word in heard:
            present |= word.groups
        for number, (word, then) in enumerate(pairwise(heard)):
            if word.long:
                for name in then.names:
                    for rest, groups in word.long.get(name, ()):
                        last = number + 1 + len(rest)
                        if last < len(heard) and all(
                            one in later.names for one, later in zip(rest, heard[number + 2 : last + 1], strict=True)
                        ):
                            present |= groups
                            self._long.append((groups, (number, last)))

    def where(self, group: int) -> list[Run]:
        """Where a group stands, in order."""
        found = self._where.get(group)
        if found is None:
            found = [(number, number) for number, word in enumerate(self.words.heard) if group in word.groups]
            if long := [run for groups, run in self._long if group in groups]:
                found = sorted(found + long)
            self._where[group] = found
        return found

    def found(self, phrase: Phrase) -> Iterator[Hit]:
        """Where a phrase stands."""
        runs = self._runs(phrase.runs[0], denies=phrase.denies)
        if len(phrase.runs) == 1:
            for first, last in runs:
                yield Hit(phrase.rule, first, last, (first,))
            return
        others = [self._runs(run, denies=phrase.denies) for run in phrase.runs[1:]]
        for first, last in runs:
            near = [_nearest(other, first, last) for other in others]
            if all(near):
                every = [(first, last), *(one for one in near if one)]
                begin, end = min(run[0] for run in every), max(run[1] for run in every)
                yield Hit(phrase.rule, begin, end, tuple(run[0] for run in every))

    def _runs(self, run: Sequence[tuple[int, int]], *, denies: bool) -> list[Run]:
        found = self.where(run[0][0])
        for group, gap in run[1:]:
            nexts = self.where(group)
            longer: list[Run] = []
            for first, last in found:
                at = bisect_left(nexts, (last + 1, 0))
                while at < len(nexts) and nexts[at][0] - last - 1 <= gap:
                    if denies or not self.denied(nexts[at][0], since=last + 1):
                        longer.append((first, nexts[at][1]))
                    at += 1
            found = longer
        return found

    def since_denied(self, number: int) -> int:
        """The number of the negation before this word, or of the word itself."""
        heard = self.words.heard
        near = range(number - 1, max(number - 1 - REACH, -1), -1)
        return next((at for at in near if heard[at].negates), number)

    def denied(self, number: int, since: int = 0, *, also: frozenset[str] = frozenset()) -> bool:
        """Does a negation stand right before this word, or with only words between that leave it one? None reaches over
        a comma or a full stop, nor from before the word numbered `since`."""
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
