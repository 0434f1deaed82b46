"""The messages of a talk in the words its page shows: who wrote, when, what the ear marked, what became of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.words import hour, rule
from bot.model.desk import TalkLine
from bot.model.message import Author

WHY_HELD = {
    "left": "ditahan: ia keluar cepat. Dikirim setelah ia menulis lagi dan bilang Lanjut",
    "closed": "ditahan: belum aman. Halamannya sudah tertutup; dikirim setelah ia kembali dan bilang Lanjut",
    "unsafe": "ditahan: belum aman. Dikirim setelah ia menulis lagi dan bilang Lanjut",
    "locked": "ditahan: belum aman. Belum tahu siapa yang memegang HP; dikirim setelah ia bilang Lanjut",
    "asked": "ditahan: ia minta membuka sendiri. Dikirim setelah ia bilang Lanjut",
    "hours": "ditahan: di luar jam yang ia pilih",
    "window": "ditahan: lewat 24 jam di WhatsApp. Menunggu ia menulis lagi",
}
WHY_NOT = {
    "blocked": "tidak dikirim: ia memblokir kita",
    "left": "tidak dikirim: ia keluar cepat",
    "claimed": "tidak dikirim: konselor yang bicara",
    "closed": "tidak dikirim: halamannya sudah tertutup",
    "late": "tidak dikirim: sudah terlalu lama",
    "not asked": "tidak dikirim: ia tidak memintanya lagi",
    "withdrawn": "ditarik, tidak dikirim",
}
WHY_LOST = {
    **dict.fromkeys(("403", "21610", "63014", "63033"), "tidak sampai: ia memblokir kita"),
    "63016": "tidak sampai: lewat 24 jam di WhatsApp",
    **dict.fromkeys(("21211", "21612", "21614", "63003", "63024"), "tidak sampai: nomornya tidak bisa dicapai"),
}
"""What a platform's code means (channel facts A6, B7)."""
STATES = {
    "sent": "terkirim",
    "delivered": "sampai",
    "read": "dibaca",
    "waiting": "menunggu dikirim",
    "taken": "sedang dikirim",
    "unknown": "mungkin terkirim",
    "refused": "tidak sampai",
    "withdrawn": "ditarik, tidak dikirim",
}
AUTHORS = {Author.CONTACT: "Ia", Author.BOT: "Robot", Author.COUNSELOR: "Konselor"}


@dataclass(frozen=True, slots=True)
class Line:
    """One message, ready for the page. `marked` is what the ear marked, between `before` and `after`;
    `fate` is set when it did not go out."""

    id: str
    author: str
    who: str
    at: str
    note: str
    fate: str
    rule: str
    before: str
    marked: str
    after: str


def lines_of(lines: Sequence[TalkLine], now: datetime) -> list[Line]:
    """In order. What several in a row have in common is said in full under the last of them."""
    drawn = [line_of(one, now) for one in lines]
    following: list[Line | None] = [*drawn[1:], None]
    return [_short(one) if after and _alike(one, after) else one for one, after in zip(drawn, following, strict=True)]


def _alike(one: Line, after: Line) -> bool:
    return (one.author, one.at, one.note, one.rule) == (after.author, after.at, after.note, "")


def _short(one: Line) -> Line:
    """Who and when stand under the next one; that it did not go out stands under each."""
    return replace(one, who="", at="", note=one.note.partition(".")[0] if one.fate else "")


def line_of(line: TalkLine, now: datetime) -> Line:
    before, marked, after = cut(line)
    return Line(
        id=line.id,
        author=line.author.value,
        who=AUTHORS[line.author],
        at=hour(line.at, now),
        note=told(line),
        fate={"held": "ditahan", "refused": "batal", "withdrawn": "batal"}.get(line.state, ""),
        rule=rule(line.alarm),
        before=before,
        marked=marked,
        after=after,
    )


def told(line: TalkLine) -> str:
    """What became of one of our messages; "" for the contact's own."""
    match line.state:
        case "":
            return ""
        case "held":
            return WHY_HELD.get(line.because, "ditahan: belum aman")
        case "refused" if line.because in WHY_LOST:
            return WHY_LOST[line.because]
        case "withdrawn":
            return WHY_NOT.get(line.because, STATES[line.state])
        case "waiting" if line.because == "hours":
            return "menunggu jam yang ia pilih"
    tries = f", {line.attempts} kali dicoba" if line.attempts > 1 else ""
    return STATES.get(line.state, line.state) + tries


def cut(line: TalkLine) -> tuple[str, str, str]:
    """Before, inside and after what the ear marked."""
    if line.span is None:
        return line.text, "", ""
    first, last = line.span
    return line.text[:first], line.text[first:last], line.text[last:]
