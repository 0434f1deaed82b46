"""Words of time as people write them, brought to one spelling with every number in digits, so that dates.py reads one
way to say each thing. Indonesian, with the Javanese, Banjar and English words that are common here."""

import re

from bot.engine.numbers import cardinal
from bot.engine.spelling import found, plain

_SAME = {
    "kemarin": "kemarin", "besok": "besok", "lusa": "lusa", "tadi": "tadi", "kmrn": "kemarin", "kemaren": "kemarin",
    "kmarin": "kemarin", "kmaren": "kemarin", "kmrin": "kemarin", "kmren": "kemarin", "kemarinnya": "kemarin",
    "wingi": "kemarin", "yesterday": "kemarin", "samalam": "kemarin", "mlm": "malam", "malem": "malam",
    "mlem": "malam", "bengi": "malam", "dalu": "malam", "mgg": "minggu", "mgu": "minggu", "mggu": "minggu",
    "mnggu": "minggu", "pekan": "minggu", "week": "minggu", "weeks": "minggu", "bln": "bulan", "wulan": "bulan",
    "sasi": "bulan", "month": "bulan", "months": "bulan", "thn": "tahun", "th": "tahun", "taun": "tahun",
    "year": "tahun", "years": "tahun", "tgl": "tanggal", "tggl": "tanggal", "skrg": "sekarang", "skrng": "sekarang",
    "saiki": "sekarang", "wayahini": "sekarang", "now": "sekarang", "bsk": "besok", "sesuk": "besok",
    "tomorrow": "besok", "tdi": "tadi", "td": "tadi", "td2": "tadi", "lu": "lalu", "yll": "lalu", "ago": "lalu",
    "kepungkur": "lalu", "silam": "lalu", "hr": "hari", "dina": "hari", "days": "hari", "day": "hari", "hours": "jam",
    "hour": "jam", "mnt": "menit", "menitan": "menit", "jum'at": "jumat", "jumaat": "jumat", "jumah": "jumat",
    "ahad": "hari minggu", "snin": "senin", "senen": "senin", "slasa": "selasa", "seloso": "selasa", "rebo": "rabu",
    "kemis": "kamis", "jemuah": "jumat", "setu": "sabtu", "kms": "kamis", "sbtu": "sabtu", "semalem": "semalam",
    "smalam": "semalam", "smlm": "semalam", "smalem": "semalam", "sdh": "sudah", "udah": "sudah", "udh": "sudah",
    "dah": "sudah", "wis": "sudah", "bbrp": "beberapa", "pirang": "beberapa", "few": "beberapa", "yg": "yang",
    "sing": "yang", "since": "sejak", "semenjak": "sejak", "today": "hari ini", "monday": "senin", "tuesday": "selasa",
    "wednesday": "rabu", "thursday": "kamis", "friday": "jumat", "saturday": "sabtu", "sunday": "hari minggu",
    "seminggu": "1 minggu", "sebulan": "1 bulan", "setahun": "1 tahun", "setaun": "1 tahun", "semingguan": "1 minggu",
    "sebulanan": "1 bulan", "setahunan": "1 tahun", "sehari": "1 hari", "sejam": "1 jam", "dpn": "depan",
    "bsok": "besok", "ni": "ini", "pgi": "pagi", "isuk": "pagi",
}  # fmt: skip
_PHRASES = (
    (re.compile(r"\blast night\b|\bmau malam\b|\bmalam tadi\b|\btadi malam\b|\bdek malam\b"), "semalam"),
    (re.compile(r"\blast (minggu|bulan|tahun)\b"), r"\1 lalu"),
    (re.compile(r"\b(?:yang|yg) (?=lalu|kemarin)"), ""),
    (re.compile(r"(?<!\d )\bhari kemarin\b|\bdek kemarin\b"), "kemarin"),
    (re.compile(r"\bkemarin (?:lusa|dulu)\b|\blusa kemarin\b"), "2 hari lalu"),
    (re.compile(r"\bbesok lusa\b"), "lusa"),
    (re.compile(r"\b\d \d (?=(?:hari|minggu|bulan|tahun)\b)"), "beberapa "),
    (re.compile(r"\b(?:kemarin[ -]kemarin|besok[ -]besok)\b"), " - "),
    (re.compile(r"\b(?:tiap|setiap|saben|every) \w+(?: malam| pagi| sore| siang)?"), " - "),
)  # fmt: skip


def evened_time(text: str) -> str:
    """Plain words with one spelling for each word of time, and every number in digits."""
    words = " ".join(found(word, _SAME) or word for word in plain(text).split()).split()
    counted: list[str] = []
    place = 0
    while place < len(words):
        for length in (3, 2, 1):
            part = words[place : place + length]
            value = cardinal(part) if len(part) == length and not any(map(str.isdecimal, part)) else None
            if value:
                counted.append(str(value))
                break
        else:
            length = 1
            counted.append(words[place])
        place += length
    said = re.sub(r"(\d)(hari|minggu|bulan|tahun|jam|menit|hr|bln|thn|mgg)\b", _unit, " ".join(counted))
    for pattern, instead in _PHRASES:
        said = pattern.sub(instead, said)
    return " ".join(said.split())


def _unit(one: re.Match[str]) -> str:
    return f"{one.group(1)} {_SAME.get(one.group(2), one.group(2))}"
