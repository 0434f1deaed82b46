"""What the codes of the house mean to a counselor, in the words the pages show. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import LOCAL
from bot.config import OFFICES
from bot.engine.erasing import WISH
from bot.engine.erasing import wished as wants
from bot.model.conversation import WINDOW, Reader, Ticket
from bot.model.desk import TalkLine, Waiting
from bot.model.message import Author, Channel, Kind, Level

OUTCOMES = {
    "selesai": "Selesai, cukup untuk sekarang",
    "dirujuk_uptd": "Dirujuk ke UPTD PPA",
    "dirujuk_lain": "Dirujuk ke layanan lain",
    "darurat_diteruskan": "Darurat, sudah diteruskan",
    "tidak_jawab": "Tidak menjawab lagi",
    "salah_sambung": "Salah sambung atau coba-coba",
}
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
LEFT = {
    "keluar": "Dia menutup obrolan dengan cepat. Balasan ditahan sampai ia kembali.",
    "berhenti": "Dia bilang berhenti dulu. Balasan ditahan sampai ia kembali.",
    WISH: "Dia minta obrolan ini dihapus. Balasan ditahan sampai ia kembali.",
    "blocked": "Dia memblokir kami. Balasan tidak akan dikirim.",
}
"""How they left a talk that waits for a person, and what that does to a reply."""
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
SHAPES = {Level.IMMINENT: "▲", Level.HIGH: "◆", Level.CONCERN: "●", Level.NONE: "○"}
"""Not by colour alone."""
KINDS = {
    Kind.PHYSICAL: "kekerasan fisik",
    Kind.SEXUAL: "kekerasan seksual",
    Kind.SELFHARM: "menyakiti diri",
    Kind.DANGER: "keadaan berbahaya",
    Kind.NEGLECT: "penelantaran",
    Kind.EMOTIONAL: "kekerasan emosional",
    Kind.BULLYING: "perundungan",
    Kind.ONLINE: "bahaya di internet",
    Kind.MARRIAGE: "perkawinan anak",
    Kind.DV: "kekerasan dalam rumah tangga",
    Kind.PARENT_CONTROL: "orang tua hampir lepas kendali",
    Kind.LABOUR: "pekerja anak",
    Kind.SUBSTANCE: "narkoba atau minuman keras",
    Kind.RUNAWAY: "pergi dari rumah",
    Kind.DISTRESS: "tertekan",
}
CHANNELS = {Channel.TELEGRAM: "Telegram", Channel.WHATSAPP: "WhatsApp", Channel.WEB: "Web"}
DISTRICTS = {**OFFICES, "mahulu": "Mahakam Ulu"}
"""Where somebody lives: mahulu has no office and is served by the province (contract.md, offices)."""
READERS = {Reader.CHILD.value: "Anak", Reader.PARENT.value: "Orang tua", Reader.UNKNOWN.value: "Belum diketahui siapa"}
RULES = {
    "asked": "minta bicara dengan orang",
    "emergency": "bilang ini darurat",
    "fault": "robot gagal menjawab",
    WISH: "minta obrolan ini dihapus",
    "offer_unanswered": "tawaran bicara belum dijawab 10 menit",
}
AUTHORS = {Author.CONTACT: "Ia", Author.BOT: "Robot", Author.COUNSELOR: "Konselor"}
NOTE = {
    "tempat": "Tempat aman",
    "wilayah": "Wilayah",
    "umur": "Umur",
    "jangkauan": "Jawaban di HP ini",
    "layar": "Layar",
    "jam_aman": "Jam yang aman",
    "hp_sendiri": "HP dipakai sendiri",
    "janji_cara": "Minta bertemu dengan cara",
    "janji_perlu": "Keperluan",
    "janji_kabar": "Kabar janjinya",
    "tanggal_janji": "Hari yang diminta",
    "jam_janji": "Jam yang diminta (WITA)",
    "panggilan": "Mau dipanggil",
    "kegiatan": "Ikut kegiatan",
}
REACH = {
    "": "belum ditanya",
    "boleh": "boleh muncul",
    "jangan": "jangan muncul; ia minta membuka sendiri",
    "jam": "hanya pada jam yang ia pilih",
}


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


def rule(code: str) -> str:
    """A rule of the ear, or why else a person is due."""
    return RULES.get(code, code.replace("_", " "))


def reasons(ticket: Ticket) -> list[str]:
    """Why this one waits, each said once, in the order it came up."""
    said = [RULES.get(one.rule) or f"terdengar: {rule(one.rule)}" for one in ticket.reasons]
    return list(dict.fromkeys(said))


def wished(ticket: Ticket) -> str:
    """What the close of this one will do, or ""."""
    return "Ia minta obrolan ini dihapus. Setelah ditutup, isinya tidak bisa dibuka lagi." if wants(ticket) else ""


def kinds(ticket: Ticket) -> list[str]:
    return [KINDS[one] for one in Kind if one in ticket.kinds]


def note(ticket: Ticket) -> list[tuple[str, str]]:
    """What the handoff noted down, in words; also that nobody asked yet whether an answer may appear."""
    noted = {**ticket.note, "jangkauan": ticket.note.get("jangkauan", "")}
    return [(NOTE.get(name, name), _noted(name, value)) for name, value in noted.items()]


def reach(ticket: Ticket) -> str:
    """What a counselor has to know before writing, or ""."""
    asked = ticket.note.get("jangkauan", "")
    return "" if asked in ("", "boleh") else f"Jawaban: {REACH.get(asked, asked)}"


def _noted(name: str, value: str) -> str:
    match name:
        case "jangkauan":
            return REACH.get(value, value)
        case "wilayah":
            return DISTRICTS.get(value, value)
        case "hp_sendiri":
            return {"ya": "sendiri", "tidak": "bersama orang lain"}.get(value, value)
        case "umur":
            return _age(value)
    return value


def person(waiting: Waiting) -> str:
    """Who waits, as far as is known: never a name."""
    who, age = READERS.get(waiting.reader, waiting.reader), _age(waiting.age_band)
    if not age:
        return who
    return f"{who}, {age}" if waiting.reader == Reader.CHILD.value else f"{who}, menyebut {age}"


def _age(band: str) -> str:
    return f"{band.replace('-', '–')} tahun" if band else ""


def unreached(waiting: Waiting) -> tuple[str, ...]:
    """How many of our messages did not reach them, or may not have."""
    told = ((waiting.lost, "tidak sampai"), (waiting.unsure, "mungkin tidak sampai"))
    return tuple(f"{count} pesan {fate}" for count, fate in told if count)


def left(waiting: Waiting) -> str:
    """How they left, or ""."""
    return LEFT.get(waiting.left, "")


def span(since: datetime, now: datetime) -> str:
    """A waiting time a person can grasp."""
    minutes = max(0, int((now - since) / timedelta(minutes=1)))
    if minutes < 1:
        return "baru saja"
    if minutes < 120:
        return f"{minutes} menit"
    return f"{minutes // 60} jam" if minutes < 48 * 60 else f"{minutes // (24 * 60)} hari"


def hour(at: datetime | None, now: datetime) -> str:
    """Local time; with the day when it is not today."""
    if at is None:
        return ""
    local = at.astimezone(LOCAL)
    today = local.date() == now.astimezone(LOCAL).date()
    return local.strftime("%H.%M") if today else local.strftime("%d/%m %H.%M")


def window(waiting: Waiting, now: datetime) -> str:
    """Until when WhatsApp lets us answer; "" on other channels."""
    if waiting.channel is not Channel.WHATSAPP or waiting.last_in_at is None:
        return ""
    ends = waiting.last_in_at + WINDOW
    if ends <= now:
        return "WhatsApp: lewat 24 jam. Jawaban ditahan sampai ia menulis lagi."
    return f"WhatsApp: bisa dijawab sampai {hour(ends, now)} ({span(now, ends)} lagi)."
