"""Where phrases stand in one text: of those whose rarest parts are in it the places, in one listening for all rules."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from bot.screen.lexicon import Word, bits, either
from bot.screen.normalise import Words
from bot.screen.phrases import BETWEEN, Part, Phrase

WINDOW = 12
"""Words within which the parts of an `&` stand."""
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


class Net:
    """Some of the phrases. Immutable after it is made."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._phrases = {phrase.place: phrase for phrase in phrases}
        self._mask = bits(self._phrases)

    def hits(self, listening: "Listening") -> list[Hit]:
        """In the order in which the phrases are written, those of one phrase as they stand in the text."""
        there = listening.there & self._mask
        if not there:  # in most texts
            return []
        phrases: list[Phrase] = []
        while there:
            place = there.bit_length() - 1
            phrases.append(self._phrases[place])
            there ^= 1 << place
        return [hit for phrase in reversed(phrases) for hit in listening.found(phrase)]


class Listening:
    """One text and the groups that stand in it, for as long as it is heard: `there` has a bit for each phrase that may
    stand in it, since its rarest groups do."""

    __slots__ = ("_all", "_known", "_long", "_longs", "_room", "there", "words")

    def __init__(self, words: Words) -> None:
        self.words, heard = words, words.heard
        self._all = b""
        self._long: list[tuple[bytes, Run]] = []
        several = [word.phrases for word in heard]
        for number, (word, then) in enumerate(pairwise(heard)):
            if then.follows and word.opens & then.follows:
                for name in then.names:
                    for rest, phrases, groups in word.long.get(name, ()):
                        if not rest or _stand(rest, heard, number + 2):
                            several.append(phrases)
                            self._long.append((groups, (number, number + 1 + len(rest))))
        rarest = reduce(or_, several, 0)
        self.there = rarest & rarest >> 1 & rarest >> 2  # RAREST in a row

    def _look(self) -> None:
        """What only a text is asked for in which a phrase may stand: most are not. `_all` has so many bytes (`_room`)
        for each word, one word after the other, so that one slice tells in which of them a group is."""
        every = [word.groups for word in self.words.heard]
        self._room = room = len(every[0])
        nothing = bytes(room)
        self._all = b"".join([*every, nothing])  # none stands behind the last
        self._longs = either([nothing, *[groups for groups, _ in self._long]]) if self._long else nothing
        self._known: dict[int, list[Run]] = {}

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

    def _runs(self, run: Sequence[Part], *, denies: bool) -> list[Run]:
        found, every, room = self._where(run[0]), self._all, self._room
        for part in run[1:]:
            _, byte, bit, gap = part
            if not gap and not self._longs[byte] & bit:  # of most
                found = [(first, last + 1) for first, last in found if every[(last + 1) * room + byte] & bit]
                continue
            found = [
                (first, end)
                for first, last in found
                for begin, end in self._near(part, last + 1)
                if denies or begin == last + 1 or not self.denied(begin, since=last + 1)
            ]
        return found

    def _near(self, part: Part, since: int) -> list[Run]:
        """Where a group stands from a word on, with so many words before it at the most."""
        _, byte, bit, gap = part
        if not self._longs[byte] & bit:
            room = self._room
            near = self._all[since * room + byte : (since + gap + 1) * room : room]
            return [(at, at) for at, groups in enumerate(near, since) if groups & bit]
        runs = self._where(part)
        return runs[bisect_left(runs, (since, 0)) : bisect_left(runs, (since + gap + 1, 0))]

    def _where(self, part: Part) -> list[Run]:
        """Where a group stands, in order."""
        group, byte, bit, _ = part
        found = self._known.get(group)
        if found is None:
            found = [(at, at) for at, groups in enumerate(self._all[byte :: self._room]) if groups & bit]
            if self._longs[byte] & bit:
                found = sorted(found + [run for groups, run in self._long if groups[byte] & bit])
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
