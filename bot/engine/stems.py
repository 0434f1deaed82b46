"""Light stems of Indonesian as it is typed: "dipukulin" and "mukul" are one word, "curhat" and "bakisah" too.

Laws
1. A stem is for comparing and is no word of any language: of `curi` and `nyuri` it makes the same, no more is asked.
2. The same word gives the same stem, in the book and in a message. What two words share by accident is outweighed by
   what stands beside them (topics.py).
"""

import re
from collections.abc import Iterable, Iterator

from bot.engine.everyday import SAME, SMALL
from bot.engine.spelling import even

LEAST = 4
"""Letters that are left when something is taken off a word."""
OLDEST = 60
"""A number up to this is an age, a grade or a count, and tells nothing of what a message is about."""
_OWNERS = ("nya", "ku", "mu")
_NO_OWNERS = ("tanya", "nanya", "punya", "temu", "laku", "suku", "buku", "kaku", "paku")
"""Words that end like these end so by themselves."""
_ENDINGS = ("kan", "in", "an", "i")
_NASALS = (("meny", "s"), ("meng", ""), ("mem", "p"), ("men", "t"))
"""Active beginnings, and the letter that they swallow before a vowel; of "meng" the k falls away everywhere."""
_BEGINNINGS = ("nge", "di", "ber", "ter", "ke", "se", "me")
_VOWELS = frozenset("aeiou")
_PAIRS = frozenset(
    ["ng", "ny", "pr", "tr", "kr", "gr", "br", "dr", "pl", "kl", "bl", "gl", "st", "sp", "sk", "sl", "ch"]
)
"""Consonants that may begin a word together: "ke" is no beginning of "kerjaan"."""


def stem(word: str) -> str:
    """The root of a word, more or less."""
    if len(word) < LEAST or not word.isalpha():
        return word
    word = _begun(_unowned(word))
    if word.endswith(("ai", "au")):
        word = word[:-2] + ("e" if word[-1] == "i" else "o")
    while (less := _ended(word)) != word:
        word = less
    return _classed(word)


def spelled(raw: str) -> tuple[str, ...]:
    """The words that are meant by one that was typed: short ways to write it, other languages, endings of whose it
    is."""
    word = _undoubled(raw) if raw.isalnum() and not raw.isdecimal() else raw
    if found := SAME.get(word):
        return found
    if len(word) > LEAST and (less := _evened(word)) != word:
        word = less
        if found := SAME.get(word):
            return found
    for owner in (*_OWNERS, "q"):
        if word.endswith(owner):
            whose = word[: -len(owner)]
            if found := SAME.get(whose):
                return found
            if whose in SMALL:
                return (whose,)
    return (word,)


_DIGITS = str.maketrans("", "", "0123456789")
_DOUBLED = re.compile(r"([a-z]{2,})2[a-z]*")


def _undoubled(raw: str) -> str:
    """A word without its digits; of "diem2an" and "om2nya", which say it twice, what is said."""
    twice = _DOUBLED.fullmatch(raw)
    return twice.group(1) if twice else raw.translate(_DIGITS)


def _evened(word: str) -> str:
    """Without stretched letters: three in a row, or any at the end."""
    short = even(word)
    return short if any(letter * 3 in word for letter in set(word)) or word[-1] == word[-2] else word


def meant(raw: str) -> Iterator[str]:
    """The stems of one typed word that tell something; none of a small word."""
    for word in spelled(raw):
        if len(word) > 1 and word not in SMALL and not (word.isdecimal() and len(word) < LEAST and int(word) <= OLDEST):
            yield stem(word)


def exact(raw: str) -> tuple[str, ...]:
    """The words that one typed word says and that tell something, as they are spelled out: "dibully" is not "bully"."""
    if raw.isdecimal():
        return ()
    words = (_unowned(word) for word in spelled(raw) if word not in SMALL)
    return tuple(word for word in words if word not in SMALL and word.removeprefix("di") not in SMALL)


def joined(said: str) -> list[str]:
    """As `pieces`, and "di bully" is one word."""
    return pieces(f" {said} ".replace(" di ", " di")) if " di " in said or said.startswith("di ") else pieces(said)


def once(words: Iterable[str]) -> Iterator[str]:
    """What is said twice in a row is heard once."""
    last = ""
    for one in words:
        if one != last:
            yield one
        last = one


def pieces(said: str) -> list[str]:
    """The typed words of a plain text; what a hyphen or slash joins is two."""
    return said.replace("-", " ").replace("/", " ").split()


def _unowned(word: str) -> str:
    for owner in _OWNERS:
        if word.endswith(owner) and len(word) >= LEAST + len(owner) and not word.endswith(_NO_OWNERS):
            return word[: -len(owner)]
    return word


def _begun(word: str) -> str:
    """Without what stands before the root."""
    for begin, swallowed in _NASALS:
        if word.startswith(begin) and len(word) >= LEAST + len(begin) - len(swallowed):
            rest = word[len(begin) :]
            return swallowed + rest if rest[0] in _VOWELS else rest
    for begin in _BEGINNINGS:
        if word.startswith(begin) and len(word) >= LEAST + len(begin) and _may_begin(word[len(begin) :], begin):
            return word[len(begin) :]
    return word


def _may_begin(rest: str, begin: str) -> bool:
    if rest[0] in _VOWELS:
        return begin not in ("ber", "ter")
    return rest[1] in _VOWELS or rest[:2] in _PAIRS


def _ended(word: str) -> str:
    for end in _ENDINGS:
        if word.endswith(end) and len(word) >= LEAST + len(end):
            return word[: -len(end)]
    return word


def _classed(word: str) -> str:
    """First letters that a beginning swallows or turns into another stand for each other; so do the sounds that people
    write in two ways: "rame" and "ramai", "bosen" and "bosan", "ilang" and "hilang"."""
    if word[-2] == "e" and word[-1] not in _VOWELS:
        word = f"{word[:-2]}a{word[-1]}"
    elif len(word) > 4 and word[-3:-1] == "en" and word[-1] == "g":
        word = f"{word[:-3]}ang"
    if word[0] == "h":
        word = word[1:]
    if word.startswith("ng"):
        word = word[2:]
    elif word.startswith("ny"):
        word = f"s{word[2:]}"
    elif word[1] in _VOWELS and word[0] in "mn":
        word = f"{'p' if word[0] == 'm' else 't'}{word[1:]}"
    elif word[0] == "c":
        word = f"s{word[1:]}"
    return word[1:] if word[0] == "k" and word[1:2] in _VOWELS else word
