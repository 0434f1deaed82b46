"""How words are written on a phone, evened out for comparing. What people wrote is kept as it is.

Laws
1. Nothing is remembered of what people write; `written` is for the words of the book alone.
2. A word is taken as it stands first, and only then without its stretched letters ("iyaaa", "nggaaak").
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import eq
from string import ascii_lowercase
from typing import TypeVar

LONGEST_LOOK = 4_000
"""Letters of a message in which a topic, an age, a day or a district is looked for."""
MOST_WRITTEN = 4_096
"""Words of the book whose plain form is kept."""
LONGEST_STRETCHED = 40
"""Letters of a text whose stretched letters are evened out as a whole."""
TYPO_FROM = 5
"""A word this long may hold one typo (flow-language.md, answer understanding)."""

_PUNCTUATION = re.compile(r"[^\w\s'/-]+|(?<!\w)['-]+|['-]+(?!\w)")
_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’ʼʻ`´′ʾ", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff\u20e3"),
        **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))),
        "🔟": "10",
    }
)
"""Apostrophes and hyphens of any kind; marks that nobody sees, and the box around a keycap, are no part of a word."""
_TWICE = re.compile(r"([^\W\d])\1")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")

SHORT = {
    "bgt": "banget", "blm": "belum", "bln": "bulan", "bpk": "bapak", "bs": "bisa", "crita": "cerita", "dg": "dengan",
    "dgn": "dengan", "dl": "dulu", "dlm": "dalam", "dlu": "dulu", "dr": "dari", "gitu": "begitu", "gmn": "gimana",
    "gtu": "begitu", "hape": "hp", "hr": "hari", "inet": "internet", "jd": "jadi", "jgn": "jangan", "klas": "kelas",
    "kls": "kelas", "krn": "karena", "lg": "lagi", "mlm": "malam", "org": "orang", "orng": "orang", "pgn": "ingin",
    "rmh": "rumah", "sdh": "sudah", "sklh": "sekolah", "skrg": "sekarang", "skul": "sekolah", "saben": "tiap",
    "setiap": "tiap", "sm": "sama", "tdk": "tidak", "telfon": "telepon", "telp": "telepon", "telpon": "telepon",
    "tlp": "telepon", "tlpn": "telepon", "temen": "teman", "tmn": "teman", "tmpt": "tempat", "trs": "terus",
    "udah": "sudah", "udh": "sudah", "utk": "untuk", "yg": "yang",
}  # fmt: skip
SHORT |= dict.fromkeys(
    (
        "gak",
        "ga",
        "gk",
        "g",
        "nggak",
        "ngga",
        "ngak",
        "enggak",
        "engga",
        "kagak",
        "ndak",
        "nda",
        "kada",
        "ora",
        "mboten",
    ),
    "tidak",
)
"""Short ways to write a word, and one "tidak" for all, in choices (content facts §6.4)."""


def plain(text: str) -> str:
    """Lower case, one space between words, no punctuation but slash, and apostrophe and hyphen inside a word."""
    text = text[:LONGEST_LOOK]
    folded = (text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_MARKS))).casefold()
    return " ".join(_PUNCTUATION.sub(" ", folded).split())


@lru_cache(maxsize=MOST_WRITTEN)
def written(text: str) -> str:
    """As `plain`, for what stands in the book: the same few words in every turn. Never for what people write."""
    return plain(text)


Kept = TypeVar("Kept")


def found(word: str, among: Mapping[str, Kept]) -> Kept | None:
    """What a table holds for a word, however its letters are stretched; the word as it stands comes first."""
    value = among.get(word)
    if value is None and _TWICE.search(word):
        shorter = (_STRETCHED.sub(r"\1\1", word), _STRETCHED.sub(r"\1", word), even(word))
        value = next((kept for one in shorter if (kept := among.get(one)) is not None), None)
    return value


def even(text: str) -> str:
    """Every letter once, however often it stands in a row; digits stay."""
    return text[:1] + "".join([two for one, two in pairwise(text) if one != two or two.isdigit()])


def evened(said: str) -> str:
    """The same, of a text short enough to be an answer or a name; a story is left as it is."""
    if len(said) > LONGEST_STRETCHED or not any(map(eq, said, said[1:])):
        return said
    return even(said)


def spelled_out(said: str) -> str:
    """A plain text with its short words written out."""
    return " ".join(SHORT.get(word, word) for word in said.split())


def one_edit(a: str, b: str) -> bool:
    """Are these the same but for one letter: another, missing, too many, or two that changed places?"""
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < TYPO_FROM - 1 or (a[0] != b[0] and a[-1] != b[-1]):
        return False  # no one edit changes both ends
    start = 0
    for one, two in zip(a, b, strict=False):
        if one != two:
            break
        start += 1
    if len(a) == len(b):
        swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
        return a[start + 1 :] == b[start + 1 :] or swapped
    short, long = (a, b) if len(a) < len(b) else (b, a)
    return short[start:] == long[start + 1 :]


def near(words: Sequence[str], names: Sequence[str]) -> bool:
    """Are as many words meant as these, with one small typo in each of five letters or more, or letters stretched? A
    short word stays what it is: "ya ada" is not "ga ada"."""
    for one, two in zip(words, names, strict=True):
        if one != two and not (len(two) >= TYPO_FROM and one_edit(one, two)) and not _stretched(one, two):
            return False
    return True


def _stretched(one: str, two: str) -> bool:
    return one[0] == two[0] and one[-1] == two[-1] and even(one) == even(two)


def misspelt(name: str) -> Iterator[str]:
    """Every way to write a name with one edit: for tables of a few long names, where a look-up beats comparing."""
    for place in range(len(name) + 1):
        before, after = name[:place], name[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


def runs(said: str) -> list[str]:
    """The words and numbers of a plain text; "2aja" and "ke-2" are two each."""
    return _RUN.findall(said)


_RUN = re.compile(r"\d+|[^\W\d]+(?:'[^\W\d]+)*")
