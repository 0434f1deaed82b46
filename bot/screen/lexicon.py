"""How a word that somebody typed is read: as the words of the rules that it may stand for.

Laws
1. A word that is known, to the rules or as an ordinary word, is read as it is; only what nobody knows is guessed at.
2. A guess may have several readings; all of them are heard. It takes one typing slip: a letter too few or too many, two
   swapped, a neighbour key; or vowels left out; or words glued together.
3. Nothing is remembered between texts but single words, in no order (lately.py).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from bot.screen.lately import Lately

NEGATION = "tidak bukan belum jangan tanpa"
_NO_LETTER = re.compile(r"[^\w*]|_")
_STARS = re.compile(r"[*@$#.]")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_TWICE = re.compile(r"^([^\W\d_]{3,})2([^\W\d_]*)$")
_COUNTED = re.compile(r"^(\d{1,2}|kls|kelas|umur|usia)(th|thn|tahun|taun|bln|bulan|yo|yrs?|jam|hari|jt|juta|\d{1,2})$")
_VOWELS = re.compile(r"[aeiou]")
_LEET = (str.maketrans("0134568792", "oieasgbtgz"), str.maketrans("0134568792", "oleasgbtgz"))
_SIGNS = str.maketrans({"@": "a", "$": "s"})
_CLITICS = frozenset(["nya", "lah", "kah", "pun", "ku", "mu", "in", "an", "kan", "e", "ne", "na", "q", "i", "s"])
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONGEST = 40
"""Letters of a word that is guessed at; a longer one is taken apart from its start only."""
_SLIP_FROM = 5
"""Letters of a word in which any slip is forgiven; in one of four only a lost or a swapped letter."""
_SHORT = frozenset("aku dia aq gw gue ku di ke ga gak mau aja yg dan itu ini ya kak bu pa om ada lagi udah dah".split())  # noqa: SIM905  reads better
"""Words of fewer than four letters that may be glued to others."""


Rest = tuple[tuple[str, ...], int, bytes]
"""The words that follow; the bits of the phrases and the groups that hold all of them in a row."""


def bits(numbers: Iterable[int]) -> int:
    """A bit for each."""
    return reduce(or_, (1 << number for number in numbers), 0)


def bytes_of(bits: int, long: int) -> bytes:
    """So many bytes with these bits, eight in each: one of them is looked at sooner than one of a long number."""
    return bits.to_bytes(long, "little")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What one place in a text may be. `groups` has a bit for each that holds it, and `phrases` for those in which they
    stand (phrases.py). `long`: for a word that may follow it, what follows that one, and what holds all of it; `opens`
    has a bit for each such word, and `follows` for each that this one may be. `says`: the one most likely meant."""

    names: frozenset[str]
    says: str
    phrases: int = 0
    groups: bytes = b""
    long: Mapping[str, tuple[Rest, ...]] = field(default_factory=dict)
    opens: int = 0
    follows: int = 0
    negates: bool = False


def neighbours() -> dict[str, frozenset[str]]:
    """Keys beside each key, on the rows and across them."""
    found: dict[str, set[str]] = {key: set() for row in _KEYS for key in row}
    for number, row in enumerate(_KEYS):
        for place, key in enumerate(row):
            near = row[max(place - 1, 0) : place + 2]
            for other in _KEYS[max(number - 1, 0) : number] + _KEYS[number + 1 : number + 2]:
                near += other[max(place - 1, 0) : place + 2]
            found[key] |= set(near) - {key}
    return {key: frozenset(near) for key, near in found.items()}


_NEAR = neighbours()


class Lexicon:
    """Shared by all; after it is made nothing changes what it says."""

    def __init__(
        self,
        words: Mapping[str, Word],
        ways: Mapping[str, tuple[Word, ...]],
        ordinary: Sequence[str],
        vocabulary: Iterable[str] = (),
    ) -> None:
        self._no_groups = bytes(max((len(word.groups) for word in words.values()), default=0))
        self.known: dict[str, tuple[Word, ...]] = {one: (self._plain(one),) for one in ordinary}
        self.known |= {name: (word,) for name, word in words.items()}
        self.known |= ways
        self._rule = {name: reading for name, reading in self.known.items() if any(one.names for one in reading)}
        self._rank = {name: number for number, name in enumerate(ordinary)}
        self._slips: dict[str, str] = {}  # names with a space between them: a fifth of the room of lists
        self._bare: dict[str, str] = {}
        for name in self.known:
            if len(name) >= 4:
                for less in {*_less(name), name}:
                    _add(self._slips, less, name)
                _add(self._bare, _VOWELS.sub("", name), name)
        self._reach = max(map(len, self.known), default=0)
        self._vocabulary = frozenset(vocabulary).difference(self.known)  # what nobody's slip is taken for
        self._lately = Lately(self._read)

    def whole(self, both: str) -> Word | None:
        """The one word of the rules that two are, or none."""
        reading = self._rule.get(both)
        return reading[0] if reading and len(reading) == 1 else None

    def _plain(self, says: str, names: frozenset[str] = frozenset()) -> Word:
        """A word that no rule knows."""
        return Word(names, says, groups=self._no_groups)

    def read(self, raw: str) -> tuple[Word, ...]:
        """A word that is not known as it is written. Empty when no letter is in it."""
        return self._lately.of(raw)

    def _read(self, raw: str) -> tuple[Word, ...]:
        if raw in self._vocabulary:
            return (self._plain(raw),)
        if raw.isascii() and raw.isalpha() and not _DOUBLED.search(raw):  # most are
            return self._guess(raw)
        folded = _folded(raw)
        if counted := not folded.isdigit() and _COUNTED.match(folded):  # no digit there stands for a letter
            return tuple(word for part in counted.groups() for word in self._alone(part))
        short = _STRETCHED.sub(r"\1", folded.replace("*", ""))
        for way in (folded, short, *_read_otherwise(short)):
            if found := self.known.get(way):
                return found
        plain = short.translate(_LEET[0]) if _holds_digits(short) else short
        if plain != raw and (starred := self._starred(raw)):
            return starred
        return self._guess(plain) if plain else ()

    def _alone(self, name: str) -> tuple[Word, ...]:
        """A word as it stands, known or not."""
        return self.known.get(name) or (self._plain(name, frozenset((name,))),)

    def _starred(self, raw: str) -> tuple[Word, ...]:
        """A word with stars for letters: the known one whose other letters are the same."""
        if not _STARS.search(raw) or len(raw) > _LONGEST:
            return ()
        mask = _STARS.sub("*", "".join(_folded(one) or "*" for one in raw))
        letters = mask.replace("*", "")
        names = [*self._bare.get(_VOWELS.sub("", letters), "").split(), *self._slips.get(letters, "").split()]
        fits = dict.fromkeys(name for name in names if _fits(mask, name))
        return self._joined(fits) if fits else ()

    def _guess(self, plain: str) -> tuple[Word, ...]:
        """One slip, vowels left out, or several words in one."""
        nothing = (self._plain(plain, frozenset((plain,))),)
        if not plain.isalpha() or len(plain) < 3:
            return nothing
        for long in (3, 2, 1):
            if plain[-long:] in _CLITICS and len(plain) > long + 3:
                stem = plain[:-long]
                if reading := self.known.get(stem):
                    return reading
                if stem in self._vocabulary:
                    return (self._plain(stem),)
        if len(plain) <= _LONGEST:
            names = dict.fromkeys(self._slipped(plain)) | dict.fromkeys(self._vowelless(plain))
            if names:
                return self._joined(names)
        if len(plain) >= 6 and (parts := self._parts(plain)):
            return tuple(word for part in parts for word in self.known[part])
        return nothing

    def _slipped(self, plain: str) -> Iterator[str]:
        if len(plain) < 4:
            return
        slips = self._slips
        for name in slips.get(plain, "").split():  # a letter was lost
            yield name
        long = len(plain) >= _SLIP_FROM
        for place, less in enumerate(_less(plain)):
            for name in slips.get(less, "").split():
                if len(name) == len(less):
                    if long:  # a letter too many
                        yield name
                elif _swapped(plain, name, place) or (long and _near(plain, name, place)):
                    yield name

    def _vowelless(self, plain: str) -> Iterator[str]:
        bare = _VOWELS.sub("", plain)
        if len(bare) >= 3:
            for name in self._bare.get(bare, "").split():
                if len(name) > len(plain) and _inside(plain, name):
                    yield name

    def _parts(self, plain: str) -> list[str]:
        """The fewest known words that the letters are, each of four letters or one of the short ones; or none."""
        best: dict[int, list[str]] = {0: []}
        known, last = self.known, min(len(plain), 4 * _LONGEST)
        for start in range(last - 1):
            before = best.get(start)
            if before is None:
                continue
            for end in range(start + 2, min(start + self._reach, last) + 1):
                part = plain[start:end]
                fewest = end not in best or len(before) + 1 < len(best[end])
                if fewest and part in known and (len(part) > 3 or part in _SHORT):
                    best[end] = [*before, part]
        found = best.get(len(plain), [])
        return found if any(part in self._rule for part in found) else []

    def _joined(self, names: Iterable[str]) -> tuple[Word, ...]:
        """One word with every reading, the commonest first; a reading of several words stands alone."""
        rank, last = self._rank, len(self._rank)
        readings = [self.known[name] for name in sorted(names, key=lambda name: rank.get(name, last))]
        if len(readings) == 1:
            return readings[0]
        single = [one[0] for one in readings if len(one) == 1]
        if not single:
            return readings[0]
        return (joined(single),)


def _add(found: dict[str, str], key: str, name: str) -> None:
    before = found.get(key)
    found[key] = f"{before} {name}" if before else name


def joined(words: Collection[Word]) -> Word:
    """One place that may be any of these."""
    return Word(
        frozenset().union(*(one.names for one in words)),
        next(iter(words)).says,
        reduce(or_, (one.phrases for one in words)),
        either(one.groups for one in words),
        _longer(words),
        reduce(or_, (one.opens for one in words)),
        reduce(or_, (one.follows for one in words)),
        all(one.negates for one in words),
    )


def either(groups: Iterable[bytes]) -> bytes:
    """What any of them has; all are of one length."""
    several = [*groups]
    return bytes_of(reduce(or_, [int.from_bytes(one, "little") for one in several]), len(several[0]))


def _longer(words: Collection[Word]) -> Mapping[str, tuple[Rest, ...]]:
    found: dict[str, tuple[Rest, ...]] = {}
    for one in words:
        for name, rests in one.long.items():
            found[name] = (*found.get(name, ()), *rests)
    return found


def _fits(mask: str, name: str) -> bool:
    """Is this the name, each star of the mask being one letter of it or none?"""
    places = {0}  # of the name, up to which the mask so far may reach
    for letter in mask:
        taken = {place + 1 for place in places if letter in ("*", *name[place : place + 1])}
        places = taken | places if letter == "*" else taken
    return len(name) in places


def _less(word: str) -> list[str]:
    """The word with one letter taken away, at each place."""
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _swapped(plain: str, name: str, place: int) -> bool:
    """Are the letters at this place and the next the other way round?"""
    if len(name) != len(plain):
        return False
    for first in (place, place - 1):
        if (
            0 <= first < len(plain) - 1
            and plain[first] == name[first + 1]
            and plain[first + 1] == name[first]
            and plain[:first] == name[:first]
            and plain[first + 2 :] == name[first + 2 :]
        ):
            return True
    return False


def _near(plain: str, name: str, place: int) -> bool:
    """Is the letter at this place a neighbour key of the one that is meant?"""
    return (
        len(name) == len(plain)
        and name[place] in _NEAR.get(plain[place], ())
        and plain[:place] == name[:place]
        and plain[place + 1 :] == name[place + 1 :]
    )


def _inside(short: str, long: str) -> bool:
    """Do the letters of the one stand in the other, in this order?"""
    left = iter(long)
    return all(letter in left for letter in short)


def _read_otherwise(short: str) -> Iterator[str]:
    """Said twice ("pegang2"), with digits for letters, with doubled letters."""
    if twice := _TWICE.match(short):
        short = twice.group(1) + twice.group(2)
        yield short
    if _holds_digits(short):
        for table in _LEET:
            yield short.translate(table)
            yield _DOUBLED.sub(r"\1", short.translate(table))
    yield _DOUBLED.sub(r"\1", short)


def _holds_digits(short: str) -> bool:
    """Letters, and digits that may be letters too."""
    return not short.isalpha() and any(map(str.isalpha, short))


def _folded(word: str) -> str:
    """Letters, digits and stars; no accents, no marks, no apostrophes, no spaces."""
    if not word.isascii():
        word = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one)).casefold()
    word = word.translate(_SIGNS)
    return word if word.isalnum() else _NO_LETTER.sub("", word)
