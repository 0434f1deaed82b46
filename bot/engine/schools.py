"""School years in what people write: "kelas 3 SD", "kls XI", "TK B", "2 smp", and the age that goes with each.

Laws
1. Grades count from 1 (SD 1) to 12 (SMA 3). Somebody in grade n is n + 6 years old; nobody at school is counted as
   grown up.
2. A grade of the past ("sejak kelas 4") or of another ("kakak kelas 9", "guru SMP") is not where somebody stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.engine.numbers import cardinal

YEARS_BEFORE = 6
OLDEST_PUPIL = 17
LAST_GRADE = 12
_LEVELS = {
    "sd": 0, "sdn": 0, "mi": 0, "smp": 6, "smpn": 6, "mts": 6, "mtsn": 6, "sma": 9, "sman": 9, "smk": 9, "smkn": 9,
    "stm": 9, "aliyah": 9, "smu": 9, "slta": 9, "sltp": 6,
}  # fmt: skip
"""The grades before the first of each school."""
_LENGTH = {0: 6, 6: 3, 9: 3}
_BAND = {6: "13-15", 9: "16-17"}
_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
_GRADE = frozenset({"kelas", "kls", "klas", "kelasku", "grade", "klz"})
_OF_ANOTHER = frozenset({
    "kakak", "kaka", "kk", "adik", "adek", "wali", "ketua", "guru", "ruang", "depan", "luar", "lulus", "lulusan",
    "tamat", "tamatan", "dekat", "samping", "belakang", "alumni", "senior",
})  # fmt: skip
SINCE = frozenset(
    {"sejak", "dari", "semenjak", "waktu", "pas", "dulu", "mulai", "zaman", "jaman", "saat", "ket", "wektu"}
)
_SOON = frozenset({"mau", "akan", "bakal", "otw", "persiapan", "arep", "handak", "siap"})
_GOES = frozenset({"masuk", "naik", "ke", "lanjut"})
_GREW = frozenset({"kuliah", "mahasiswa", "mahasiswi", "kampus"})
NAMES = _GRADE | _LEVELS.keys() | _GREW | {"tk", "paud", "kb"}
_KINDER = {"a": 4, "b": 5, "kecil": 4, "besar": 5}


@dataclass(frozen=True, slots=True)
class Grade:
    """Where in the words it stands, [start, end); the grade (0 when only the school is known) and the age."""

    start: int
    end: int
    grade: int
    band: str
    years: int | None
    past: bool = False


def grades(words: Sequence[str]) -> Iterator[Grade]:
    """Every school year that words name, in order."""
    if NAMES.isdisjoint(words):
        return
    place = 0
    while place < len(words):
        one = _at(words, place)
        if one:
            yield one
        place = one.end if one else place + 1


def _at(words: Sequence[str], place: int) -> Grade | None:
    word = words[place]
    if word in _GRADE:
        return _grade(words, place, place + 1)
    if word in _LEVELS or word in ("tk", "paud", "kb") or word in _GREW:
        return _school(words, place)
    following = words[place + 1] if place + 1 < len(words) else ""
    number = cardinal([word]) if following in _LEVELS else None
    behind = cardinal([words[place + 2]]) if place + 2 < len(words) else None
    if number and not (following == "sd" and behind is not None):  # 1 sd 3: from one to three
        return _grade(words, place, place)
    return None


def _before(words: Sequence[str], start: int) -> list[str]:
    return list(words[max(0, start - 3) : start])


def _grade(words: Sequence[str], start: int, at: int) -> Grade | None:
    """A grade whose number stands at `at`; its school may stand on either side."""
    word = words[at] if at < len(words) else ""
    number = _ROMAN.get(word) or cardinal([word]) if word else None
    before = _before(words, start)
    if not number or number > LAST_GRADE or (before and before[-1] in _OF_ANOTHER):
        return None
    end = at + 1
    level = _LEVELS.get(words[end]) if end < len(words) else None
    if level is not None:
        end += 1
    elif before and before[-1] in _LEVELS:
        level = _LEVELS[before[-1]]
    grade = number + level if level is not None and number <= _LENGTH[level] else number
    if not _SOON.isdisjoint(before) and not _GOES.isdisjoint(before):
        grade -= 1
    years = min(grade + YEARS_BEFORE, OLDEST_PUPIL)
    return Grade(start, end, grade, "", years, not SINCE.isdisjoint(before))


def _school(words: Sequence[str], place: int) -> Grade | None:
    """A school without a grade; "SMP 2" is the name of one."""
    word, before = words[place], _before(words, place)
    if before and before[-1] in _OF_ANOTHER:
        return None
    past = not SINCE.isdisjoint(before)
    following = words[place + 1] if place + 1 < len(words) else ""
    if following in _GRADE and word in _LEVELS:
        found = _grade(words, place + 1, place + 2)
        return found and Grade(place, found.end, found.grade, "", found.years, past)
    soon, new = not _SOON.isdisjoint(before), "baru" in before
    if "masuk" in before and (soon or new) and (first := {**_LEVELS, "tk": -3}.get(word)) is not None:
        grade = first + new
        return Grade(place, place + 1, max(grade, 0), "", grade + YEARS_BEFORE, past)
    if word in ("tk", "paud", "kb"):
        years = _KINDER.get(following) if word == "tk" else None
        return Grade(place, place + 1 + (years is not None), 0, "" if years else "4-6", years, past)
    if word in _GREW:
        return Grade(place, place + 1, 0, "18+", None, past)
    band = _BAND.get(_LEVELS[word], "")
    return Grade(place, place + 1, 0, band, None, past) if band else None
