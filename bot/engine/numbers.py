"""Numbers as people write them, 0 to 100: digits of any width, keycaps, words in four languages, ranks and ranges.

Laws
1. What answers "which one" holds a number and nothing else but small words ("yang kedua aja kak").
2. Two different numbers are a range where they are joined as one ("2-3"); else they are no number.

The Javanese and Banjar words are common ones, written from memory but for those in the NusaX texts; a native reader has
yet to confirm them.
"""

import re
from collections.abc import Sequence

from bot.engine.answer import Answer
from bot.engine.spelling import found, plain, runs
from bot.flow.assent import NO

MOST = 100
LAST = -1
"""Yang terakhir: the last of the choices."""
LONGEST_ANSWER = 200
"""Letters in which a number is looked for."""
MOST_WORDS = 8
"""More words than this tell something; a number in them is not the answer."""

DIALLED = 3
"""Digits of a number that everybody may call."""

_UNITS = (
    ("nol", "kosong", "zero", "enol"),
    ("satu", "satuu", "stu", "siji", "setunggal", "asa", "one", "eka"),
    ("dua", "loro", "kalih", "two", "duo", "dwi"),
    ("tiga", "telu", "tigo", "talu", "three"),
    ("empat", "papat", "sekawan", "ampat", "four", "mpat", "empt"),
    ("lima", "limo", "gangsal", "five"),
    ("enam", "enem", "nem", "anam", "six"),
    ("tujuh", "pitu", "tuju", "seven"),
    ("delapan", "wolu", "lapan", "dlapan", "walu", "eight"),
    ("sembilan", "songo", "sanga", "smbilan", "nine"),
)  # fmt: skip
_WHOLE = {
    "sepuluh": 10, "sapuluh": 10, "sedasa": 10, "ten": 10, "sebelas": 11, "sawelas": 11, "sewelas": 11, "sabalas": 11,
    "eleven": 11, "rolas": 12, "twelve": 12, "telulas": 13, "patbelas": 14, "limolas": 15, "nembelas": 16,
    "pitulas": 17, "wolulas": 18, "songolas": 19, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "selikur": 21, "selawe": 25, "seket": 50, "sewidak": 60, "seratus": 100,
    "saratus": 100, "satus": 100, "hundred": 100,
}  # fmt: skip
_LEANING = {"rong": 2, "telung": 3, "patang": 4, "pat": 4, "limang": 5, "pitung": 7, "wolung": 8, "sangang": 9}
"""Javanese numbers that lean on the word behind them: rong puluh, telung taun."""
WORDS = {word: value for value, words in enumerate(_UNITS) for word in words} | _WHOLE | _LEANING
_DIGITS = {word: value for value, words in enumerate(_UNITS) for word in words}
_RANKS = {
    "pertama": 1, "kesatu": 1, "first": 1, "st": 1, "kapisan": 1, "second": 2, "third": 3, "fourth": 4,
    **{f"ke{word}": value for value, words in enumerate(_UNITS) for word in words if value > 1},
    **{f"ka{word}": value for value, words in enumerate(_UNITS) for word in words if value > 1},
    "kesepuluh": 10, "terakhir": LAST,
}  # fmt: skip
_EVERY = WORDS.keys() | _RANKS.keys()
_DIGIT = re.compile(r"\d")
_JOINED = re.compile(r"^(\w+?)(puluh|belas|blas|las)(\w*)$")
_RANGE = re.compile(
    r"^(?:antara |sekitar |kira-kira |kurang lebih )?(\w+)"
    r"(?: ?- ?| (?:sampai|sampe|smp|hingga|atau|atw|to|or|sd|dan|s/d) | s/d )(\w+)(?: \w+)?$"
)
_TIMES = re.compile(r"(\d)x\b")
_DASH = re.compile(r"\s*[-‐‑‒–—]\s*")
_TENS, _TEENS = frozenset({"puluh", "pulu", "pluh"}), frozenset({"belas", "blas", "las", "walas"})

SMALL = frozenset({
    "yang", "yg", "nomor", "nomer", "nmr", "no", "angka", "pilih", "pilihan", "pilihannya", "opsi", "option", "jawab",
    "jawaban", "jawabanku", "jawabannya", "number", "ke", "aja", "aj", "ae", "saja", "deh", "dong", "donk", "ya",
    "yaa", "iya", "y", "ok", "oke", "okey", "okay", "kak", "kaka", "kakak", "ka", "kk", "bang", "mas", "mbak", "mba",
    "min", "bu", "pak", "sih", "lah", "nih", "wae", "haja", "ja", "ai", "pang", "aku", "saya", "sy", "mau", "itu",
    "the", "nd", "rd", "hehe", "makasih", "mungkin", "kayaknya", "kali", "sing", "nang", "kulo", "ulun", "coba",
    "please", "tolong",
})  # fmt: skip
"""Words that may stand about a number that answers which one."""
_ABOUT = (NO - {"no"}) | {"salah", "duanya", "satunya", "keduanya", "atau", "persatu"}
"""Beside these a number counts nothing: salah satu, dua-duanya, 2 atau tidak."""


def some(said: str, words: Sequence[str], flat: str) -> bool:
    """May a plain text hold a number? Most texts do not. `flat` is the text without stretched letters."""
    if not _EVERY.isdisjoint(words) or _DIGIT.search(said) or "puluh" in said or "belas" in said:
        return True
    return flat is not said and not _EVERY.isdisjoint(flat.split())


def goes_on(word: str) -> bool:
    """May this word be the second of a number: "dua puluh", "dua puluh lima", "twenty five"?"""
    return word in _TENS or word in _TEENS or word in WORDS


def cardinal(words: Sequence[str]) -> int | None:
    """The one number that all of these words are: ["dua", "puluh", "lima"], or None. From 0 to 100."""
    value = _read(words)
    return value if value is not None and 0 <= value <= MOST else None


def _read(words: Sequence[str]) -> int | None:
    match words:
        case [one]:
            return _single(one)
        case [one, ten] if ten in _TENS:
            return _times_ten(one)
        case [one, teen] if teen in _TEENS:
            return _ten_and(one)
        case [one, ten, last] if ten in _TENS:
            return _sum(_times_ten(one), _single(last))
        case [ten, last]:
            tens = _single(ten)
            return _sum(tens, _single(last)) if tens in range(20, 100, 10) and not ten.isdigit() else None
    return None


def _sum(tens: int | None, ones: int | None) -> int | None:
    return tens + ones if tens is not None and ones is not None and 0 < ones < 10 else None


def _unit(word: str) -> int | None:
    value = found(word, WORDS)
    return value if value is not None and 0 < value < 10 else None


def _times_ten(word: str) -> int | None:
    return value * 10 if (value := _unit(word)) else None


def _ten_and(word: str) -> int | None:
    return value + 10 if (value := _unit(word)) else None


def _single(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if len(word) <= 3 else None
    value = found(word, WORDS)
    if value is None and (parts := _JOINED.match(word)):
        first, middle, last = parts.groups()
        middle = "puluh" if middle == "puluh" else "belas"
        return _read([first, middle, last] if last else [first, middle])
    return value


def picked(words: Sequence[str]) -> int | None:
    """The number of the choice that words name, or None: "2", "no 2", "yang kedua", "dua aja kak"."""
    rest = [word for word in words if word not in SMALL]
    if not rest or len(words) > MOST_WORDS or not _ABOUT.isdisjoint(words):
        return None
    if len(rest) == 1 and (rank := found(rest[0], _RANKS)):
        return rank
    return cardinal(rest)


def number(text: str) -> Answer | None:
    """A number, or a range of two, that a short text holds: "3", "tiga kali", "2-3", "antara 2 dan 3"."""
    text = text[:LONGEST_ANSWER].lstrip()
    if text.startswith("-"):
        return None
    said = _TIMES.sub(r"\1", plain(_DASH.sub("-", text)))
    if between := _RANGE.match(said):
        low, high = cardinal([between.group(1)]), cardinal([between.group(2)])
        if low is not None and high is not None and low < high:
            return Answer(f"{low}-{high}", "range")
    words = runs(said)
    if len(words) > MOST_WORDS or not _ABOUT.isdisjoint(words):
        return None
    if (one := picked(words)) is not None:
        return Answer(str(one), "number")
    each = _all(words)
    if len(each) == 2 and None not in each and each[1] == (each[0] or 0) + 1 and not _DIGIT.search(said):
        return Answer(f"{each[0]}-{each[1]}", "range")  # tiga empat kali
    values = set(each)
    return Answer(str(values.pop()), "number inside") if len(values) == 1 and None not in values else None


def dialled(text: str) -> Answer | None:
    """A short number as it is dialled, digit by digit: "129", "1 2 9", "satu dua sembilan". A longer one may be
    somebody's own and is no answer."""
    words = [word for word in runs(plain(_DASH.sub(" ", text[:LONGEST_ANSWER]))) if word not in SMALL]
    whole = "".join(word if word.isdecimal() else str(_DIGITS.get(word, word)) for word in words)
    return Answer(whole, "digits") if whole.isdecimal() and len(whole) == DIALLED else None


def _all(words: Sequence[str]) -> list[int | None]:
    """Every number in some words, the longest first; None for one that is too large."""
    told: list[int | None] = []
    place = 0
    while place < len(words):
        for length in (3, 2, 1):
            part = words[place : place + length]
            if len(part) == length and (value := cardinal(part)) is not None:
                told.append(value)
                break
        else:
            length = 1
            if words[place].isdecimal():
                told.append(None)
        place += length
    return told
