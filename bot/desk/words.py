"""What the codes of the house mean to a counselor, in the words the pages show. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.clock import LOCAL
from bot.engine.erasing import WISH
from bot.engine.erasing import wished as wants
from bot.engine.floor import LEASE, OFFER
from bot.model.conversation import WINDOW, Offer, Reader, Ticket
from bot.model.desk import DeskNote, Waiting
from bot.model.message import Channel, CounselorId, Kind, Level
from bot.model.offices import OFFICES
from bot.rules.office_hours import Ending
from bot.rules.queue_order import NAMES, SCREEN

MINUTE = timedelta(minutes=1)
DAYTIME = range(7, 21)
"""Hours for which an answer is promised in one tap."""
HOUR = "%Y-%m-%dT%H"
OUTCOMES = {
    "selesai": "Selesai, cukup untuk sekarang",
    "dirujuk_uptd": "Dirujuk ke UPTD PPA",
    "dirujuk_lain": "Dirujuk ke layanan lain",
    "darurat_diteruskan": "Darurat, sudah diteruskan",
    "tidak_jawab": "Tidak menjawab lagi",
    "salah_sambung": "Salah sambung atau coba-coba",
}
LEFT = {
    "keluar": "Dia menutup obrolan dengan cepat. Balasan ditahan sampai ia kembali.",
    "berhenti": "Dia bilang berhenti dulu. Balasan ditahan sampai ia kembali.",
    WISH: "Dia minta obrolan ini dihapus. Balasan ditahan sampai ia kembali.",
    "blocked": "Dia memblokir kami. Balasan tidak akan dikirim.",
}
"""How they left a talk that waits for a person, and what that does to a reply."""
SHAPES = {Level.IMMINENT: "▲", Level.HIGH: "◆", Level.CONCERN: "●", Level.NONE: "○"}
"""Not by colour alone."""
NOT_OFFERED = {
    "break": "Anda sedang istirahat. Tekan Kembali dari istirahat kalau siap.",
    "full": "Tangan Anda sudah penuh; yang berat dihitung dua.",
    "rest": "Masa layu-layu: yang berat belum ditawarkan kepada Anda.",
    "quota": "Jatah obrolan berat untuk giliran ini sudah terpakai.",
}
"""Why the queue holds a talk back from this counselor."""
ONLY_YOU = "Nyawa terancam, dan tidak ada rekan lain yang mengambilnya. Anda tetap boleh mengambilnya."
SOMEBODY = "Ada rekan berjaga yang bisa mengambilnya."
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
    "promise": "menunggu jawaban yang dijanjikan",
    "offer_unanswered": "tawaran bicara belum dijawab 10 menit",
}
NOTE = {
    "tempat": "Tempat atau keadaan",
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
BACK = {
    "lease": "Kembali ke antrean: konselor sebelumnya tidak bisa melanjutkan",
    "release": "Kembali ke antrean: konselor sebelumnya mengembalikannya",
    "shift": "Kembali ke antrean: giliran jaga konselor sebelumnya selesai",
    "offer": "Kembali ke antrean: belum ada yang menerima serah terimanya",
}
"""Why a ticket waits again."""
TOLD = "Bila ia sudah mengenal Anda, ia diberi tahu begitu aman."
NOT_MINE = {
    "lease": (
        f"Waktu pegang Anda habis, karena {LEASE // MINUTE} menit tidak ada kegiatan di sini. Tidak apa-apa: ia ada di "
        f"antrean lagi, di tempatnya semula. {TOLD} Tulisan Anda masih di sini."
    ),
    "release": f"Obrolan ini sudah Anda kembalikan ke antrean. {TOLD} Terima kasih.",
    "shift": f"Giliran Anda selesai, dan obrolan ini ada di antrean lagi. {TOLD} Terima kasih untuk hari ini.",
    "offer": (
        f"Belum ada yang menerima serah terima Anda dalam {OFFER // MINUTE} menit, jadi obrolan ini kembali ke "
        f"antrean. {TOLD} Catatan Anda tersimpan untuk yang mengambilnya."
    ),
    "accepted": "Serah terima sudah diterima. Obrolan ini sekarang dipegang rekan Anda. Terima kasih.",
}
"""What who held a talk reads, once they do not any more."""
PARTS = {
    "siapa": "Siapa",
    "risiko": "Risiko",
    "dilakukan": "Sudah dilakukan",
    "janji": "Janji",
    "aman": "Aman dihubungi?",
    "teks": "Catatan",
}
"""Of a note between counselors."""
REACH = {
    "": "belum ditanya",
    "boleh": "boleh muncul",
    "jangan": "jangan muncul; ia minta membuka sendiri",
    "jam": "hanya pada jam yang ia pilih",
}


@dataclass(frozen=True, slots=True)
class Noted:
    """A note between counselors, ready for the page."""

    title: str
    who: str
    at: str
    parts: tuple[tuple[str, str], ...]


def notes_of(notes: Sequence[DeskNote], names: Mapping[CounselorId, str], now: datetime) -> list[Noted]:
    """The newest first."""
    return [note_of(one, names.get(one.author, "konselor"), now) for one in reversed(notes)]


def note_of(one: DeskNote, who: str, now: datetime) -> Noted:
    title = "Serah terima" if one.kind == "handover" else "Catatan"
    parts = tuple((PARTS.get(name, name), text) for name, text in one.parts if text)
    return Noted(title, who, hour(one.at, now), parts)


def held_out(offer: Offer, now: datetime) -> str:
    """To whom a talk is held out, and how long."""
    to = offer.name if offer.to else f"konselor kantor {OFFICES.get(offer.office, offer.office)}"
    return f"Menunggu {to} menerima, sampai {hour(offer.until, now)}. Sampai diterima, Anda yang memegang."


def promised(ticket: Ticket, now: datetime) -> str:
    """What was promised and by whom, or ""; also that its hour is over."""
    given = ticket.promise
    if given is None:
        return ""
    when = hour(given.due, now)
    if given.due > now:
        return f"Janji {given.name}: membalas {when}"
    return f"Janji {given.name} lewat {span(given.due, now)}: mau membalas {when}"


def promises(now: datetime) -> list[tuple[str, str]]:
    """What may be promised in one tap: its local hour as a code, and in words. The code is the hour itself: a page that
    was opened a while ago promises what it says."""
    local = now.astimezone(LOCAL).replace(minute=0, second=0, microsecond=0)
    soon, tomorrow = local + timedelta(hours=2), local + timedelta(days=1)
    found = [(soon, f"sekitar jam {soon.hour}")] if soon.hour in DAYTIME else []
    found += [(tomorrow.replace(hour=one), f"besok jam {one}") for one in (9, 16)]
    return [(f"{due:{HOUR}}", told) for due, told in found]


def promised_at(code: str) -> datetime | None:
    """The hour of such a code; None for what is none."""
    try:
        return datetime.strptime(code, HOUR).replace(tzinfo=LOCAL).astimezone(UTC)
    except ValueError:
        return None


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
        case "layar":
            return SCREEN.get(value, value)
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


def level(one: Level) -> dict[str, str]:
    """A level as a word, a shape and a class of style."""
    return {"level": NAMES[one].capitalize(), "shape": SHAPES[one], "tone": one.name.lower()}


def not_offered(why: str, level: Level) -> str:
    """Why the queue holds a talk back; where a life is in danger also who can take it."""
    return f"{NOT_OFFERED[why]} {SOMEBODY}" if level is Level.IMMINENT else NOT_OFFERED[why]


def ending(one: Ending) -> str:
    """What becomes of the hours of an office, said to who can do something about it."""
    office = OFFICES.get(one.office, one.office)
    if one.until is None:
        return f"Jam buka {office} belum punya hari terakhir (open_until). Sampai diisi, kantornya dianggap tutup."
    day = one.until.strftime("%d/%m/%Y")
    if one.over:
        return f"Jam buka {office} berakhir {day}. Sampai diperpanjang, kantornya dianggap tutup."
    return f"Jam buka {office} berakhir {day}. Setelah itu kantornya dianggap tutup; perpanjang sebelum itu."
