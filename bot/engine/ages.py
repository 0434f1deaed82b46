"""Ages in what people write: "4 thn", "dua setengah tahun", "kelas 3 SD", "TK B", "lahir 2019", and whose each is.

Laws
1. A span of time is no age: "3 tahun lalu", "sudah 2 tahun begini", "selama setahun".
2. An age belongs to the person named nearest before it. The talk remembers the age of the child it is about: of the
   writer's own child, or of the child who writes; never of a father, a friend or a grown-up writer.
3. Two ages of different bands for the same person, or a range over two bands, are none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor

from bot.clock import LOCAL
from bot.engine import numbers, yes_no
from bot.engine.numbers import cardinal
from bot.engine.schools import NAMES, SINCE, grades
from bot.engine.spelling import LONGEST_LOOK, plain, runs
from bot.model.conversation import Reader

BANDS = ((1, "0-1"), (3, "2-3"), (6, "4-6"), (9, "7-9"), (12, "10-12"), (15, "13-15"), (17, "16-17"))
OLDEST = 99
YOUNGEST_WRITER = 4
"""Nobody younger writes; "aku 2 bulan" tells of something else."""
MOST_WORDS = 6
"""An answer to "how old" of more words than this has to name its unit."""
_LOOK_BACK = 7
_LOOK_AHEAD = 4

OWN = frozenset({
    "aku", "ak", "aq", "saya", "sy", "sya", "gue", "gw", "gua", "ulun", "unda", "kula", "kulo", "umurku", "usiaku",
    "kelasku", "i'm", "im", "i", "my",
})  # fmt: skip
CHILD = frozenset({
    "anak", "anakku", "anakq", "anaku", "ank", "ankku", "anake", "anaknya", "bayi", "bayiku", "baby", "cucu", "cucuku",
    "putra", "putraku", "putri", "putriku", "balita", "balitaku", "bocil", "bocah", "adek", "dedek", "dede", "kecil",
    "sulung", "bungsu", "son", "daughter", "kid", "child", "toddler", "keponakan", "ponakan",
})  # fmt: skip
OTHER = frozenset({
    "adik", "adikku", "adekku", "adiknya", "adeknya", "kakak", "kakakku", "kakaknya", "abang", "abangku", "bapak",
    "bapakku", "bapaknya", "ayah", "ayahku", "ayahnya", "papa", "papaku", "ibu", "ibuku", "ibunya", "mama", "mamaku",
    "mamak", "suami", "suamiku", "istri", "istriku", "om", "omku", "paman", "pamanku", "tante", "tanteku", "nenek",
    "nenekku", "kakek", "kakekku", "teman", "temanku", "temen", "temenku", "sahabatku", "pacar", "pacarku", "sepupu",
    "sepupuku", "tetangga", "guru", "mantan", "cowok", "pria", "orang", "pelaku",
})  # fmt: skip
OF = frozenset({
    "perempuan", "laki", "lelaki", "cowok", "cowo", "cewek", "cewe", "pertama", "kedua", "ketiga", "keempat", "bungsu",
    "sulung", "tengah", "tunggal", "tiri", "angkat", "remaja", "gadis", "bujang", "kandung", "kembar", "kecil",
    "besar", "lanang", "wedok", "nomor", "no", "ke", "1", "2", "3",
})  # fmt: skip
"""Between "anak" and "saya": anak gadis saya, anak ke 2 saya."""
_TOLD = frozenset(
    {"umur", "usia", "umurnya", "umure", "umurku", "usianya", "usiaku", "age", "aged", "berumur", "berusia"}
)
_YEARS = frozenset({
    "thn", "th", "tahun", "taun", "tahunan", "thun", "yo", "yrs", "yr", "year", "years", "taon", "tahon", "tahunnya",
    "thnan", "taunan",
})  # fmt: skip
_PARTS = {
    "bln": 12, "bl": 12, "bulan": 12, "bulanan": 12, "wulan": 12, "sasi": 12, "month": 12, "months": 12, "minggu": 52,
    "mgg": 52, "weeks": 52, "hari": 365, "hr": 365, "days": 365,
}  # fmt: skip
"""How many of them make a year."""
_ONE = {"setahun": 1.0, "setaun": 1.0, "sebulan": 1 / 12, "seminggu": 1 / 52}
_COUNTS = numbers.WORDS.keys() | _ONE.keys() | {"setengah"}
_NEARLY = frozenset({"mau", "hampir", "menjelang", "otw", "jalan", "akan", "mo", "arep", "handak"})
_NOT_YET = frozenset({"belum", "blm", "belom", "genap"})
_BELOW = frozenset({"bawah", "kurang", "dibawah", "under"})
_SPAN_BEFORE = frozenset({"selama", "dalam", "tiap", "setiap", "per"}) | SINCE
_SPAN_BEHIND = frozenset({
    "lalu", "terakhir", "lagi", "kemarin", "silam", "belakangan", "menikah", "nikah", "pacaran", "kerja", "bekerja",
    "cerai", "bercerai", "pisah", "berpisah", "berturut", "penjara", "ditinggal", "lamanya", "ago", "begini", "begitu",
    "gini", "gitu", "ke",
})  # fmt: skip
_LASTS = frozenset({"pacaran", "menikah", "nikah", "kerja", "bekerja", "cerai", "pisah", "ditinggal", "merantau"})
_ALREADY = frozenset({"sudah", "sdh", "udah", "udh", "dah", "wis"})
_AROUND = numbers.SMALL | yes_no.SMALL | _TOLD | OWN | CHILD | {
    "sudah", "udah", "sdh", "udh", "dah", "baru", "masih", "sekitar", "kira", "kurang", "lebih", "umur", "an",
    "tahun", "thn",
}  # fmt: skip
"""Words that may stand about a bare number that tells an age."""
_MY_AGE = frozenset({"umurku", "usiaku"})
"""Nobody else's, whoever is named before it: "aku dipukul bapak, umurku 12"."""
_WAITS = frozenset({"telat", "terlambat", "hamil", "kandungan", "mengandung", "nunggak", "libur", "kontrak"})
"""Months behind these are no age."""
_BETWEEN = frozenset({"sampai", "sampe", "hingga", "atau", "dan", "sama", "to", "or", "sd"})
_MARKS = re.compile(r"\d\s*[.,½‐‑‒–—/-]|y\.o")
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
_FROM_TO = re.compile(r"(?<=\d)\s*[-‐‑‒–—/]\s*(?=\d)")
_TWICE = re.compile(r"\b(?!kelas|kls|umur|usia|smp|sma|smk|nomor)([a-z]{3,})2(?=[a-z]|\b)")
_BORN = frozenset({"lahir", "kelahiran", "born"})
_BABIES = frozenset({"bayiku", "newborn"})
"""Somebody's own baby; "bayi" alone is also a memory or a word for others."""
_DIGIT = re.compile(r"\d")
_HINTS = _YEARS | _PARTS.keys() | _ONE.keys() | _TOLD | _BORN | _BABIES | NAMES | {"bayi"}
"""A text without a digit and without one of these tells no age."""


@dataclass(frozen=True, slots=True)
class Age:
    """A band of the contract, the number where it is known, whose it is (own, child, other or ""), and the words."""

    band: str
    years: float | None
    whose: str
    because: str


@dataclass(frozen=True, slots=True)
class _Mention:
    """Words [start, end) that tell an age; `years` may be two ends of a range."""

    start: int
    end: int
    band: str
    years: tuple[float, ...]
    word: str = ""


def band_of(years: float) -> str:
    """The band a number of years lies in; "18+" from 18."""
    return next((band for last, band in BANDS if floor(years) <= last), "18+")


def age_in(text: str, at: datetime | None = None, reader: Reader = Reader.UNKNOWN) -> Age | None:
    """The age this talk is about, or None: of the writer's child, or of the child who writes (law 2)."""
    return age_of(list(ages(text, at)), reader)


def age_of(told: Sequence[Age], reader: Reader) -> Age | None:
    """The same, of all the ages that a text tells."""
    order = {Reader.PARENT: ("child", ""), Reader.CHILD: ("own", "")}.get(reader, ("child", "own", ""))
    first = next((age for whose in order for age in told if age.whose == whose), None)
    meant = {age.band for age in told if first and age.whose in (first.whose, "")}
    return first if len(meant) == 1 else None


def age_answered(text: str, at: datetime | None = None) -> Age | None:
    """An age as the answer to "how old": beside small words a number is enough."""
    if found := age_in(text, at):
        return found
    words = ["umur", *_words(text, plain(text))]
    mentions = list(_mentions(words, at)) if len(words) <= MOST_WORDS else []
    if len(mentions) != 1:
        return None
    one = mentions[0]
    rest = [*words[: one.start], *words[one.end :]]
    if _counts_children(words, one):
        return None
    return _age(words, one, 0) if all(word in _AROUND for word in rest) else None


def _counts_children(words: Sequence[str], one: _Mention) -> bool:
    """Two children, not two years: "dua anak", "anak saya dua"."""
    if words[one.end - 1] in _YEARS or words[one.end - 1] in _PARTS:
        return False
    before = words[one.start - 1] if one.start else ""
    return (one.end < len(words) and words[one.end] in CHILD) or (
        before in OWN | CHILD and before not in _TOLD | {"anaknya"}
    )


def ages(text: str, at: datetime | None = None) -> Iterator[Age]:
    """Every age that a text tells, in order, with the person it belongs to. `at` is needed for a year of birth."""
    return ages_of(text, plain(text), at)


def ages_of(text: str, said: str, at: datetime | None = None) -> Iterator[Age]:
    """The same, of a text whose plain form is known."""
    if not _DIGIT.search(said) and _HINTS.isdisjoint(said.split()):
        return
    words = _words(text, said)
    last = 0
    for one in sorted(_mentions(words, at), key=lambda found: (found.start, -found.end)):
        if one.start < last:
            continue
        if age := _age(words, one, last):
            yield age
        last = one.end


def _age(words: Sequence[str], one: _Mention, last: int) -> Age | None:
    bands = {one.band} if one.band else {band_of(years) for years in one.years}
    years = one.years[0] if len(one.years) == 1 else None
    whose = _whose(words, one, last)
    if len(bands) != 1 or (whose == "own" and years is not None and years < YOUNGEST_WRITER):
        return None
    return Age(bands.pop(), years, whose, one.word or " ".join(words[one.start : one.end]))


def _words(text: str, said: str) -> list[str]:
    text = text[:LONGEST_LOOK]
    if _MARKS.search(text):
        text = _FROM_TO.sub(" sampai ", _DECIMAL.sub(" koma ", text.replace("½", " setengah").replace("y.o", "yo")))
        said = plain(text)
    return runs(_TWICE.sub(r"\1", said) if "2" in said else said)


def _mentions(words: Sequence[str], at: datetime | None) -> Iterator[_Mention]:
    for one in grades(words):
        if not one.past:
            yield _Mention(one.start, one.end, one.band, () if one.years is None else (float(one.years),))
    place = 0
    while place < len(words):
        word = words[place]
        found = None
        if word.isdecimal() or word in _COUNTS or "puluh" in word or "belas" in word:
            found = _spoken(words, place)
        elif word in _BORN:
            found = _newborn(words, place) or _born(words, place, at)
        elif word == "bayi" or word in _BABIES:
            found = _baby(words, place)
        if found:
            yield found
        place = found.end if found else place + 1


def _born(words: Sequence[str], place: int, at: datetime | None) -> _Mention | None:
    """A year of birth: in the first half of a year most birthdays are still to come."""
    if at is None:
        return None
    local = at.astimezone(LOCAL)
    for end in range(place + 1, min(place + 5, len(words))):
        if len(words[end]) == 4 and words[end].isdecimal() and 0 <= local.year - int(words[end]) <= OLDEST:
            years = local.year - int(words[end]) - (local.month <= 6)
            return _Mention(place, end + 1, "", (float(max(years, 0)),))
    return None


def _newborn(words: Sequence[str], place: int) -> _Mention | None:
    just = place > 0 and words[place] == "lahir" and words[place - 1] == "baru"
    return _Mention(place - 1, place + 1, "0-1", ()) if just else None


def _baby(words: Sequence[str], place: int) -> _Mention | None:
    mine = words[place] == "bayi" and place + 1 < len(words) and words[place + 1] in OWN
    past = place > 0 and words[place - 1] in SINCE
    return _Mention(place, place + 1, "0-1", (), "bayi") if (mine or words[place] in _BABIES) and not past else None


def _spoken(words: Sequence[str], place: int) -> _Mention | None:
    """An age in years or months that begins here, or a number behind "umur"."""
    amount, end = _amount(words, place)
    if amount is None:
        return None
    start, several = place, [amount]
    if end + 1 < len(words) and words[end] in _BETWEEN:
        second, behind = _amount(words, end + 1)
        if second is not None:
            several, end = [amount, second], behind
    unit = words[end] if end < len(words) else ""
    before = list(words[max(0, start - 4) : start])
    told = _says_age(before)
    per_year = 1 if unit in _YEARS or words[place] in _ONE else _PARTS.get(unit)
    if per_year is None:
        if not told or unit in ("lalu", "kali"):
            return None
        per_year = 1
    elif words[place] not in _ONE:
        end += 1
    if per_year > 12 and not told and CHILD.isdisjoint(before):
        return None
    if per_year > 1 and not _WAITS.isdisjoint(before):
        return None
    return _judged(words, start, _extended(words, end, several, per_year), before)


def _says_age(before: Sequence[str]) -> bool:
    """Do the words before a number say that it is an age: umur, or "my son is"? Not with another number between."""
    if before and before[-1] in ("i'm", "im"):
        return True
    if len(before) > 1 and before[-1] in ("is", "am") and _is_person(before[-2]):
        return True
    told = [number for number, word in enumerate(before) if word in _TOLD]
    return bool(told) and not any(word.isdecimal() for word in before[told[-1] :])


def _extended(words: Sequence[str], end: int, several: list[float], per_year: int) -> tuple[int, tuple[float, ...]]:
    """Half a year, or months, behind the years: "2 tahun setengah", "2 tahun 6 bulan"."""
    years = [one / per_year for one in several]
    if len(years) == 1 and per_year == 1 and end < len(words):
        if words[end] == "setengah":
            return end + 1, (years[0] + 0.5,)
        months = cardinal([words[end]])
        if months is not None and months < 12 and end + 1 < len(words) and _PARTS.get(words[end + 1]) == 12:
            return end + 2, (years[0] + months / 12,)
    return end, tuple(years)


def _judged(
    words: Sequence[str], start: int, told: tuple[int, tuple[float, ...]], before: Sequence[str]
) -> _Mention | None:
    """An age, unless the words around it make it a span of time (law 1)."""
    end, years = told
    behind = [word for word in words[end : end + 3] if word not in ("yang", "yg", "itu", "ini")]
    if behind and behind[0] in _SPAN_BEHIND and not (behind[0] == "ke" and years[0] < 1):
        return None
    leans = bool(before) and (before[-1] in _TOLD or before[-1] in ("hampir", "sekitar", "kurang", "lebih"))
    if not _SPAN_BEFORE.isdisjoint(before[-2 if leans else -1 :]):
        return None
    if before and before[-1] in _LASTS:
        return None
    if before and before[-1] in _ALREADY and not (len(before) > 1 and _is_person(before[-2])):
        return None
    if max(years) > OLDEST:
        return None
    if not _BELOW.isdisjoint(before[-3:]):
        return _Mention(start, end, "0-1", ()) if max(years) <= 2 else None
    if before and before[-1] in _NOT_YET and len(years) == 1 and years[0] >= 1:
        return _Mention(start - 1, end, band_of(years[0] - 1), ())
    if before and before[-1] in _NEARLY and len(years) == 1 and years[0] >= 1:
        return _Mention(start - 1, end, "", (years[0] - 1,))
    return _Mention(start, end, "", years)


def _is_person(word: str) -> bool:
    return word in OWN or word in CHILD or word in OTHER or word in _TOLD or word.endswith("nya")


def _amount(words: Sequence[str], place: int) -> tuple[float | None, int]:
    """A number of years or months, and where the words go on: "2 koma 5", "dua setengah", "setahun"."""
    if place >= len(words):
        return None, place
    if (whole := _ONE.get(words[place])) is not None:
        return whole, place + 1
    if words[place] == "setengah":
        return 0.5, place + 1
    several = place + 1 < len(words) and numbers.goes_on(words[place + 1])
    for length in (3, 2, 1) if several else (1,):
        part = words[place : place + length]
        value = cardinal(part) if len(part) == length else None
        if value is not None:
            return _with_rest(words, place + length, value)
    return None, place


def _with_rest(words: Sequence[str], end: int, value: int) -> tuple[float, int]:
    if end < len(words) and words[end] == "setengah":
        return value + 0.5, end + 1
    if end + 1 < len(words) and words[end] == "koma" and (tenths := cardinal([words[end + 1]])) is not None:
        return value + (tenths / 10 if tenths < 10 else tenths / 100), end + 2
    return float(value), end


def _whose(words: Sequence[str], one: _Mention, last: int) -> str:
    """The person named nearest before an age and after the one before it; else right behind it."""
    for place in range(one.start - 1, max(last, one.start - _LOOK_BACK) - 1, -1):
        if person := _person(words, place):
            return person
    if words[one.start] in CHILD or words[one.start] in OTHER:
        return "child" if words[one.start] in CHILD else "other"
    for place in range(one.end, min(len(words), one.end + _LOOK_AHEAD)):
        if person := _person(words, place):
            return person
    return ""


def _person(words: Sequence[str], place: int) -> str:
    """Whom the word at this place names. "Anak saya" is a child, "aku anak kelas 5" the writer."""
    word = words[place]
    before = words[place - 1] if place else ""
    if word in _MY_AGE:
        return "own"
    if word in OWN:
        at = place - 1
        while at > 0 and words[at] in OF:
            at -= 1
        holder = words[at] if at >= 0 else ""
        return "child" if holder in CHILD else "other" if holder in OTHER else "own"
    if word in CHILD:
        return "own" if word == "anak" and before in OWN else "child"
    return "other" if word in OTHER else ""
