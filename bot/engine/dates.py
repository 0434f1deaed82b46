"""Days in what people write, seen from today: "kemarin", "3 hari yg lalu", "senin lalu", "tanggal 5", "sejak kelas 4".

Laws
1. What is told is a day, a week, a month or a year, never more exact than the words: "minggu lalu" is seven days.
2. A question about a day is about what happened: without another word a weekday, a number or a month is the last one;
   the next one where it is about what is planned (`coming`).
3. Two different days are none, but for "sejak kemarin sampai hari ini": the one behind "sejak" counts. What happens
   every day has no day.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import LOCAL
from bot.engine.schools import grades
from bot.engine.spelling import runs
from bot.engine.time_words import evened_time

SCHOOL_STARTS = 7
"""The month in which a school year begins."""
EARLIEST = 1940
MOST_UNITS = 120
NEAR = 24
"""Letters before a day in which "bukan" or "sejak" belongs to it."""
MOST_WORDS = 5
"""A whole message of no more words than this may be a bare weekday, month or year."""


@dataclass(frozen=True, slots=True)
class When:
    """The first day of what was told, how exact it is (day, week, month, year), and the words."""

    day: date
    precision: str
    because: str

    @property
    def iso(self) -> str:
        """As ISO 8601 writes it, no more exact than it is: 2026-11-23, 2026-11-16/2026-11-22, 2026-11, 2026."""
        match self.precision:
            case "week":
                return f"{self.day}/{self.day + timedelta(days=6)}"
            case "month":
                return f"{self.day:%Y-%m}"
            case "year":
                return f"{self.day:%Y}"
        return f"{self.day}"


_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_MONTHS = {
    "januari": 1, "jan": 1, "februari": 2, "pebruari": 2, "feb": 2, "maret": 3, "mar": 3, "april": 4, "apr": 4,
    "mei": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "agustus": 8, "agust": 8, "agt": 8, "agu": 8, "september": 9,
    "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nopember": 11, "nov": 11, "nop": 11,
    "desember": 12, "des": 12,
}  # fmt: skip
_DAY = "|".join(_DAYS[:6])
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WHICH = r"(?: (lalu|kemarin|ini|depan|besok|nanti|tadi))?"
_SINCE = re.compile(r"\b(?:sejak|dari|mulai|dr)(?: (?:hari|bulan|tahun))?\s*$")
_BUT_NOT = re.compile(r"\b(?:bukan|bkn)(?: \w+)?\s*$")

_NEXT = re.compile(rf"\b(?:hari minggu|{_DAY}|tanggal \d{{1,2}}(?: (?:{_MONTH}))?|\d{{1,2}} (?:{_MONTH}))\b")
"""Where "depan" makes of a day the next one."""
_SLASHED = re.compile(r"(?<![\d/-])\d{1,2}[/-]\d{1,2}(?![\d/-])")
"""A day and its month, without a year."""
FARTHEST = timedelta(days=28)
"""A day to come is told no farther ahead: its number is that of no other month then."""

Found = tuple[date, str] | None
Rule = tuple[re.Pattern[str], Callable[[re.Match[str], datetime], Found]]


def when(text: str, at: datetime, grade: int = 0) -> When | None:
    """The one day, week, month or year a text tells, seen from `at` in local time. `grade` is the school year its
    writer is in now, where that is known."""
    said = evened_time(text)
    local = at.astimezone(LOCAL)
    told = list(_told(said, local))
    if school := list(_school(said, local.date(), grade)):
        told = school
    elif since := [one for place, one in told if _SINCE.search(said[max(0, place - NEAR) : place])]:
        told = [(0, one) for one in since]
    if not told and len(said.split()) <= MOST_WORDS and (bare := _bare(said, local)):
        return bare
    days = {(one.day, one.precision) for _, one in told}
    return told[0][1] if len(days) == 1 else None


def coming(text: str, at: datetime) -> When | None:
    """The one day from tomorrow on that a text tells, when the question is of a day to come: without another word a
    weekday, a number or a month is the next one. None for a day farther ahead than FARTHEST."""
    today = at.astimezone(LOCAL).date()
    said = evened_time(text)
    ways = [f"{said[: hit.end()]} depan{said[hit.end() :]}" for hit in _NEXT.finditer(said)]
    ways += [_SLASHED.sub(rf"\g<0>/{year}", said) for year in (today.year, today.year + 1) if _SLASHED.search(said)]
    for way in (said, *ways):
        found = when(way, at)
        if found and found.precision == "day" and today < found.day <= today + FARTHEST:
            return found
    return None


def _told(said: str, local: datetime) -> Iterator[tuple[int, When]]:
    """Every day a text tells, with its place; what one rule has read the next does not see."""
    left = said
    for pattern, read in _RULES:
        for one in pattern.finditer(left):
            found = read(one, local)
            if found and not _BUT_NOT.search(left[max(0, one.start() - NEAR) : one.start()]):
                yield one.start(), When(*found, one.group().strip())
        left = pattern.sub(lambda one: "·" * len(one.group()), left)


# ---- the rules, in the order in which they read


def _dated(one: re.Match[str], local: datetime) -> Found:
    """2026-11-05, 5/11/2026, 5/11."""
    parts = one.groupdict()
    if parts["y"]:
        return _valid(int(parts["y"]), int(parts["m"]), int(parts["d"]))
    year = parts["y2"]
    if not year:
        sure = one.group().startswith("tanggal") or one.group() == one.string  # else 1/2 is a half
        return _last(local.date(), int(parts["m2"]), int(parts["d2"])) if sure else None
    return _valid(int(year) + (2000 if len(year) == 2 else 0), int(parts["m2"]), int(parts["d2"]))


def _day_of_month(one: re.Match[str], local: datetime) -> Found:
    """Tanggal 5, tanggal 17 agustus, 5 mei 2025, tanggal 5 bulan lalu."""
    day, month, which_month, year, which = one.groups()
    today = local.date()
    if which_month:
        first = _month(today, {"lalu": -1, "kemarin": -1, "depan": 1}.get(which_month, 0))
        return _valid(first.year, first.month, int(day))
    if month and year:
        return _valid(int(year), _MONTHS[month], int(day))
    ahead = which in ("besok", "nanti", "depan")
    if month:
        return _next(today, _MONTHS[month], int(day)) if ahead else _last(today, _MONTHS[month], int(day))
    for back in range(13):
        first = _month(today, back if ahead else -back)
        found = _valid(first.year, first.month, int(day))
        if found and (found[0] > today if ahead else found[0] <= today):
            return found
    return None


def _month_named(one: re.Match[str], local: datetime) -> Found:
    """Bulan mei, agustus lalu, agustus 2024, agustus tahun lalu."""
    called, month, which, year = one.groups()
    if not (called or which or year):
        return None
    today = local.date()
    if year and year.isdecimal():
        found = int(year)
    elif year:
        found = today.year - 1
    elif which == "depan":
        found = today.year + (_MONTHS[month] <= today.month)
    else:
        found = today.year - (_MONTHS[month] > today.month)
    return date(found, _MONTHS[month], 1), "month"


def _weekday(one: re.Match[str], local: datetime) -> Found:
    """Senin kemarin, malam minggu, hari minggu, jumat depan, rabu minggu lalu."""
    earlier, before, eve, day, week, which = one.groups()
    week = week or earlier
    number = _DAYS.index(day.split()[-1])
    today = local.date()
    monday = today - timedelta(days=today.weekday())
    if week:
        found = monday + timedelta(days=number + {"lalu": -7, "kemarin": -7, "depan": 7}.get(week, 0))
    elif which in ("depan", "besok", "nanti") or before:
        found = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    elif which in ("lalu", "kemarin"):
        found = today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    elif which == "ini":
        found = monday + timedelta(days=number)
    else:
        found = today - timedelta(days=(today.weekday() - number) % 7)
    return found - timedelta(days=1) if eve else found, "day"


def _span(one: re.Match[str], local: datetime) -> Found:
    """3 hari lalu, sudah 2 minggu, beberapa bulan lalu, 2 hari lagi."""
    since, amount, unit, which = one.groups()
    if not since and not which:
        return None
    some = amount == "beberapa"
    count = 3 if some else int(amount)
    if count > MOST_UNITS or (some and unit == "tahun"):
        return None
    ahead = which in ("lagi", "depan", "ke depan")
    return _moved(local, -count if not ahead else count, unit, loose=some)


def _moved(local: datetime, count: int, unit: str, *, loose: bool) -> tuple[date, str]:
    """So many units from now; of "some" units only the next larger one is known."""
    today = local.date()
    match unit:
        case "menit" | "jam":
            return (local + timedelta(**{"minutes" if unit == "menit" else "hours": count})).date(), "day"
        case "hari":
            day = today + timedelta(days=count)
            return (day - timedelta(days=day.weekday()), "week") if loose else (day, "day")
        case "minggu":
            day = today + timedelta(weeks=count)
            return (day.replace(day=1), "month") if loose else (day - timedelta(days=day.weekday()), "week")
        case "bulan":
            day = _month(today, count)
            return (day.replace(month=1), "year") if loose else (day, "month")
    return date(today.year + count, 1, 1), "year"


def _period(one: re.Match[str], local: datetime) -> Found:
    """Minggu lalu, bulan kemarin, awal tahun."""
    _, unit, which = one.groups()
    if not which and not (one.group(1) and unit != "minggu"):
        return None
    count = {"lalu": -1, "kemarin": -1, "depan": 1}.get(which or "ini", 0)
    return _moved(local, count, unit, loose=False)


def _year(one: re.Match[str], local: datetime) -> Found:
    year = int(one.group(1))
    return (date(year, 1, 1), "year") if EARLIEST <= year <= local.year + 1 else None


def _month_number(one: re.Match[str], local: datetime) -> Found:
    """Bulan 6."""
    month = int(one.group(1))
    return date(local.year - (month > local.month), month, 1), "month"


def _near(one: re.Match[str], local: datetime) -> Found:
    """Semalam, kemarin, tadi pagi, hari ini, besok, lusa."""
    word = one.group(1).split()[0]
    away = {"semalam": -1, "kemarin": -1, "malam": -1 if "kemarin" in one.group(1) else 0, "besok": 1, "lusa": 2}
    return local.date() + timedelta(days=away.get(word, 0)), "day"


_RULES: tuple[Rule, ...] = (
    (re.compile(
        r"(?<![\d/-])(?:(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
        r"|(?:tanggal )?(?P<d2>\d{1,2})[/-](?P<m2>\d{1,2})(?:[/-](?P<y2>(?:19|20)?\d\d))?)(?![\d/-])"
    ), _dated),
    (re.compile(
        rf"\b(?:tanggal (\d{{1,2}})(?: ({_MONTH})| bulan (lalu|kemarin|ini|depan))?"
        rf")(?: ((?:19|20)\d\d))?(?: (kemarin|lalu|besok|nanti|depan))?\b"
    ), _day_of_month),
    (re.compile(
        rf"\b(\d{{1,2}})(?:an)? ({_MONTH})()(?: ((?:19|20)\d\d))?(?: (kemarin|lalu|besok|nanti|depan))?\b"
    ), _day_of_month),
    (re.compile(
        rf"\b(bulan |awal |akhir |pertengahan )?({_MONTH})(?: (lalu|kemarin|ini|depan))?"
        r"(?: (tahun (?:lalu|kemarin)|(?:19|20)\d\d))?\b"
    ), _month_named),
    (re.compile(
        rf"\b(?:minggu (lalu|kemarin|depan|ini) )?(besok |nanti )?(malam )?"
        rf"((?:hari )?(?:{_DAY})|hari minggu|(?<=malam )minggu"
        rf"|minggu(?= (?:malam|pagi|siang|sore)\b))"
        rf"(?: (?:malam|pagi|siang|sore))?(?: minggu (lalu|kemarin|depan|ini))?{_WHICH}\b"
    ), _weekday),
    (re.compile(
        r"\b(?:(sudah|sejak|selama|dari|hampir|sudah hampir|in)\s)?(\d{1,3}|beberapa)"
        r" (menit|jam|hari|minggu|bulan|tahun)(?:an)?"
        r"(?: (lalu|kemarin|terakhir|belakangan|sebelumnya|lagi|depan|ke depan))?\b"
    ), _span),
    (re.compile(r"\b(?:sejak|dari|tahun) ((?:19|20)\d\d)\b"), _year),
    (re.compile(r"\bbulan (1[0-2]|[1-9])\b"), _month_number),
    (re.compile(
        r"\b((?:awal|akhir|tengah|pertengahan) )?(minggu|bulan|tahun)(?: (lalu|kemarin|ini|depan))?\b"
    ), _period),
    (re.compile(
        r"\b(semalam|kemarin(?: (?:malam|sore|pagi|siang|subuh))?|malam kemarin"
        r"|(?:hari|malam|pagi|siang|sore) ini|sekarang|barusan|baru saja|baru aja|nanti(?: (?:malam|sore|siang))?"
        r"|(?:pagi|siang|sore|subuh) tadi|tadi(?: (?:pagi|siang|sore|subuh))?|besok|lusa)\b"
    ), _near),
)  # fmt: skip


_BARE_SPAN = re.compile(
    r"(?:(?:sekitar|kira-kira|kurang lebih|lebih|lebih dari|hampir|ada|baru|kayaknya) )?(\d{1,3}|beberapa)"
    r" (hari|minggu|bulan|tahun)(?:an)?(?: (?:lebih|ini|kak|ada))?"
)
"""The answer to "since when": two months."""


def _bare(said: str, local: datetime) -> When | None:
    """A whole short message that is a span of time, a month's name or a year."""
    if (span := _BARE_SPAN.fullmatch(said)) and span.groups() != ("beberapa", "tahun"):
        amount, unit = span.groups()
        some = amount == "beberapa"
        return When(*_moved(local, -3 if some else -min(int(amount), MOST_UNITS), unit, loose=some), said)
    words = [
        word for word in said.split() if word not in ("kak", "sekitar", "kira", "kayaknya", "kalau", "gak", "salah")
    ]
    if len(words) != 1:
        return None
    if (month := _MONTHS.get(words[0])) is not None:
        return When(date(local.year - (month > local.month), month, 1), "month", words[0])
    if words[0].isdecimal() and EARLIEST <= int(words[0]) <= local.year:
        return When(date(int(words[0]), 1, 1), "year", words[0])
    return None


def _school(said: str, today: date, grade: int) -> Iterator[tuple[int, When]]:
    """Sejak kelas 4, of somebody who is in a grade now: the school year begins in July."""
    words = runs(said)
    told = [one for one in grades(words) if one.grade]
    now = grade or next((one.grade for one in told if not one.past), 0)
    started = today.year - (today.month < SCHOOL_STARTS)
    for one in told:
        if one.past and 0 < one.grade <= now:
            because = " ".join(words[one.start : one.end])
            yield 0, When(date(started - (now - one.grade), SCHOOL_STARTS, 1), "year", f"since {because}")


# ---- the calendar


def _month(today: date, away: int) -> date:
    """The first day of a month so many months away."""
    year, month = divmod(today.year * 12 + today.month - 1 + away, 12)
    return date(year, month + 1, 1)


def _valid(year: int, month: int, day: int) -> Found:
    try:
        return date(year, month, day), "day"
    except ValueError:
        return None


def _last(today: date, month: int, day: int) -> Found:
    """The last such day up to today."""
    return next(
        (
            one
            for year in range(today.year, today.year - 5, -1)
            if (one := _valid(year, month, day)) and one[0] <= today
        ),
        None,
    )


def _next(today: date, month: int, day: int) -> Found:
    """The next such day after today."""
    return next(
        (one for year in range(today.year, today.year + 5) if (one := _valid(year, month, day)) and one[0] > today),
        None,
    )
