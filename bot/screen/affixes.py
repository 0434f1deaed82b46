"""Everyday affixes: one root written in a rule stands for the ways in which people say it.

`me+pukul`  who does it: pukul, memukul, mukul, ngepukul, with -in -i -kan behind; -ku -mu -nya are read everywhere
`di+pukul`  to whom it is done: dipukul, kepukul, terpukul, with the same endings
`ku+pukul`  I do it: kupukul, kupukulin, takpukul
`bapak+ku`  whose: bapak, bapakku, bapakmu, bapaknya, and the Javanese, Sundanese and Banjar endings
"""

from collections.abc import Callable, Iterator

_ENDINGS = ("", "in", "i", "kan", "ake", "keun", "akan")
_OWNERS = ("", "ku", "nya", "mu", "q", "e", "ne", "na")
_VOWELS = "aeiou"


def forms(written: str) -> Iterator[str]:
    """Every form of a word as a rule writes it; the word itself when it holds no `+`."""
    before, plus, after = written.partition("+")
    if not plus:
        yield written
    elif make := _PREFIXES.get(before):
        yield from make(after)
    elif after == "ku":
        yield from (before + owner for owner in _OWNERS)
    else:
        raise ValueError(written)


def _ended(stem: str) -> Iterator[str]:
    for ending in _ENDINGS:
        if not (stem.endswith("i") and ending in ("i", "in")):
            yield stem + ending


def _active(root: str) -> Iterator[str]:
    for stem in dict.fromkeys((root, *_nasal(root))):
        yield from _ended(stem)


def _nasal(root: str) -> Iterator[str]:
    """The active beginnings, formal and of every day; of Javanese, Sundanese and Banjar too."""
    first, rest = root[0], root[1:]
    if first in "ptks" and rest[:1] in _VOWELS:
        bare = {"p": "m", "t": "n", "k": "ng", "s": "ny"}[first] + rest
        yield bare
        yield from (begin + bare for begin in ("me", "ma"))
        yield "nge" + root
    elif first in "bp":
        yield from (begin + root for begin in ("mem", "m", "nge", "mam"))
    elif first in "dtjcz":
        yield from (begin + root for begin in ("men", "n", "nge", "man"))
        if first == "c":
            yield "ny" + rest
    elif first in "gkh":
        yield from (begin + root for begin in ("meng", "ng", "nge", "mang"))
    elif first in _VOWELS:
        yield from (begin + root for begin in ("meng", "ng", "mang"))
    else:
        yield from (begin + root for begin in ("me", "nge", "ma"))


def _passive(root: str) -> Iterator[str]:
    for begin in ("di", "ke", "ter", "ta", "ka"):
        yield from _ended(begin + root)


def _mine(root: str) -> Iterator[str]:
    for begin in ("ku", "tak", "dak"):
        yield from _ended(begin + root)


_PREFIXES: dict[str, Callable[[str], Iterator[str]]] = {"me": _active, "di": _passive, "ku": _mine}
