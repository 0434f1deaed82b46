"""Seven ways in which a hurried hand or a careful one spoils words. Every other word of four letters or more is
damaged; the same text is always damaged the same way."""

import re
from collections.abc import Callable
from itertools import pairwise
from random import Random  # noqa: TID251  no secret, and the same every time

from bot.screen.lexicon import neighbours

LONG = 4
"""Letters of a word that is damaged."""
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile(r"(?<=\w)[aeiou](?=\w)")
_DIGITS = str.maketrans("aieosgb", "4130596")
_NEAR = {key: sorted(near) for key, near in neighbours().items()}


def damaged(text: str, name: str) -> str:
    """The text with damage of this sort (one of DAMAGE)."""
    chance = Random(f"{name} {text}")  # noqa: S311
    spoil, turn = DAMAGE[name], chance.randrange(2)

    def one(found: re.Match[str]) -> str:
        nonlocal turn
        word = found.group()
        if len(word) < LONG:
            return word
        turn += 1
        return spoil(word, chance) if turn % 2 else word

    if name == "glued or starred":
        return _glued(text, chance) if chance.random() < 0.5 else _WORD.sub(one, text)
    return _WORD.sub(one, text)


def _dropped(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _swapped(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _neighbour(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word))
    near = _NEAR.get(word[at].lower())
    return word[:at] + chance.choice(near) + word[at + 1 :] if near else word


def _vowelless(word: str, _: Random) -> str:
    return _VOWELS.sub("", word)


def _repeated(word: str, chance: Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at] * chance.randrange(3, 6) + word[at + 1 :]


def _digits(word: str, _: Random) -> str:
    return word.translate(_DIGITS)


def _starred(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word))
    return f"{word[:at]}*{word[at + 1 :]}"


def _glued(text: str, chance: Random) -> str:
    """Two words in a row without their space, as often as one in three."""
    parts = text.split(" ")
    glued = parts[0]
    for before, part in pairwise(parts):
        plain = before.isalpha() and part.isalpha()
        glued += part if plain and chance.random() < 1 / 3 else f" {part}"
    return glued


DAMAGE: dict[str, Callable[[str, Random], str]] = {
    "dropped letter": _dropped,
    "swapped neighbours": _swapped,
    "neighbour key": _neighbour,
    "vowels dropped": _vowelless,
    "letters repeated": _repeated,
    "digits for letters": _digits,
    "glued or starred": _starred,
}
