"""What the command line says, in Indonesian and English; which of the two is chosen by the locale."""

from collections.abc import Mapping

INDONESIAN, ENGLISH = 0, 1
HELP = {
    "about": ("Bot Puspaga: bantuan pertama untuk keluarga.", "The Puspaga bot: first-step help for families."),
    "usage": ("pemakaian: ", "usage: "),
    "help": ("tampilkan bantuan ini", "show this help"),
    "config": ("berkas pengaturan", "settings file"),
    "serve": ("menjalankan seluruh layanan", "run the whole service"),
    "chat": (
        "mengobrol dengan alur di terminal; /after 25h memajukan jam",
        "talk to the flows; /after 25h moves the clock",
    ),
    "check": ("memeriksa alur, isi, dan pengaturan", "check flows, content and settings"),
    "plan": (
        "apa yang terjadi pada percakapan yang berjalan bila alur dimuat ulang",
        "what a reload of the flows would do to the live conversations",
    ),
    "plan_talks": (
        "juga obrolan yang akan terbaca lain, sebelum dan sesudahnya",
        "also the talks that would read otherwise, before and after",
    ),
    "plan_from": (
        "folder alur sebelumnya untuk dibandingkan; bawaan: alur di pengaturan",
        "folder of the flows to compare with; default: the flows of the settings",
    ),
    "plan_folder": (
        "folder alur yang sudah diubah; bawaan: alur di pengaturan",
        "folder of edited flows; default: the flows of the settings",
    ),
    "draw": ("menggambar satu alur, atau semuanya", "draw one flow, or all of them"),
    "flow": ("nama alur, misalnya anak/perundungan; bawaan: semua alur", "a flow, as anak/perundungan; default: all"),
    "draw_docs": (
        "menulis ulang semua gambar di DIR/flows, halaman DIR/pictures.md, dan daftar teks DIR/content.md",
        "write all pictures in DIR/flows, the page DIR/pictures.md and the list of texts DIR/content.md again",
    ),
    "find": (
        "membaca baris JSON, menulis topik yang dibicarakan",
        "read JSON lines, write which topics they are about",
    ),
    "screen": ("membaca baris JSON, menulis apa yang didengar telinga", "read JSON lines, write what the ear heard"),
    "queue": ("tiket terbuka, menurut urutan bahaya", "open tickets in order of danger"),
    "counselor": (
        "menambah, melihat, menonaktifkan, atau mengundang ulang konselor",
        "add, list, disable or re-invite counselors",
    ),
    "audit": (
        "verify: periksa bahwa jejak siapa melakukan apa masih utuh",
        "verify: check that the chain of who did what still holds",
    ),
    "directory": (
        "kontak: daftarnya, lembar telepon, dan apa yang ditemukan waktu ditelepon",
        "the contacts: the list, the call sheet, and what a call found",
    ),
    "contact": ("verify: nama kontak di daftar", "verify: the id of a contact in the list"),
    "caller": ("verify: nama yang menelepon", "verify: the name of who called"),
    "result": (
        "verify: dijawab oleh yang dimaksud, tidak dijawab, atau nomornya salah",
        "verify: answered by whom it should be, not answered, or a wrong number",
    ),
    "report": (
        "bagaimana satu bulan, dalam angka; yang terlalu kecil disamarkan",
        "how a month was, in counts; what is too small is hidden",
    ),
    "month": ("bulan yang sudah lewat", "a month that is over"),
    "report_format": (
        "html: halaman untuk dicetak; csv dan xlsx: untuk lembar hitung",
        "html: a page to print; csv and xlsx: for a spreadsheet",
    ),
    "report_office": ("kode satu kantor; bawaan: seluruh provinsi", "code of one office; default: the whole province"),
    "migrate": ("memperbarui susunan basis data", "bring the database up to date"),
    "keys": ("membuat atau memeriksa kunci", "make or verify keys"),
    "bench": ("mengukur kecepatan di mesin ini", "measure the speed on this machine"),
    "small": ("hanya mencoba jalan; angkanya tidak berarti", "only see that it runs; the figures mean nothing"),
    "bench_what": ("apa yang diukur; bawaan: semuanya, sebagai tabel", "what to measure; default: all, as a table"),
    "postgres": (
        "turns juga dengan PostgreSQL: alamat peladen, atau `own` untuk peladen sementara",
        "turns on PostgreSQL too: the address of a server, or `own` for one of our own",
    ),
    "processes": ("turns: begitu banyak proses di PostgreSQL", "turns: so many processes on PostgreSQL"),
    "conversations": ("growth: banyaknya percakapan", "growth: how many conversations"),
    "messages": ("growth: banyaknya pesan", "growth: how many messages"),
    "misses": ("people: juga di mana tiap angka belum tercapai", "people: also where each figure falls short"),
    "as": ("siapa yang menulis", "who is writing"),
    "language": ("bahasa jawaban", "language of the answers"),
    "channel": ("saluran yang ditiru", "channel to imitate"),
    "save": ("simpan obrolan sebagai contoh uji", "save the talk as an example"),
    "format": ("bentuk keluaran", "output format"),
    "read": (
        "terjemahan yang sudah dibaca lagi di samping teks asalnya",
        "translations that somebody has read again beside their sources",
    ),
    "explore": (
        "berjalan di semua panah dengan segala jenis jawaban; ACTS: kira-kira sebanyak itu saja",
        "walk every arrow with every class of answer; ACTS: only about so many",
    ),
    "cover": (
        "contoh berjalan di sekurangnya N persen panah; yang belum, disebut barisnya",
        "examples walk at least N percent of the arrows; the others are named by their line",
    ),
    "paths": ("berkas atau folder; bawaan: semuanya", "files or folders; default: everything"),
    "explain": (
        "jelaskan, dengan kata-kata, bagaimana satu teks sampai ke tingkatnya",
        "tell in words how one text comes to its level",
    ),
    "approve": (
        "mencatat bahwa seseorang sudah membaca semua teks di berkas ini",
        "note that somebody has read every text of these files",
    ),
    "approve_files": ("berkas alur, tip, topik, atau jawaban", "files of flows, tips, topics or replies"),
    "by": ("nama yang membaca", "who has read them"),
    "approval": (
        "reviewed: sudah ditinjau (bawaan); approved: disetujui orang kedua",
        "reviewed (default), or approved by a second person",
    ),
    "doctor": (
        "apa yang belum siap untuk keluarga, satu baris tiap hal",
        "what is not ready for real families, one line each",
    ),
    "json": ("keluaran JSON", "JSON output"),
    "name": ("nama untuk masuk", "name to sign in with"),
    "office": ("kode kantor", "office code"),
    "role": ("peran; boleh lebih dari satu", "role; may be given more than once"),
    "shown": ("nama yang dibaca keluarga", "name that families read"),
    "profession": ("profesi", "profession"),
    "kha": ("tanggal pelatihan KHA, 2026-03-31", "date of the KHA training, 2026-03-31"),
    "checked": ("tanggal pemeriksaan latar belakang, 2026-03-31", "date of the background check, 2026-03-31"),
}

APPROVE = {
    "reviewed": ("{file}  {count} teks ditinjau", "{file}  texts reviewed: {count}"),
    "approved": ("{file}  {count} teks disetujui", "{file}  texts approved: {count}"),
    "before": (", {count} sudah disetujui sebelumnya", ", approved before: {count}"),
    "absent": ("{file} tidak ada", "{file} is not there"),
    "other": (
        "{file} tidak berisi teks yang dibaca keluarga",
        "{file} holds no text that families read",
    ),
    "translation": (
        "{file} adalah terjemahan: puspaga check --read",
        "{file} is a translation: puspaga check --read",
    ),
    "name": (
        "--by adalah nama orang, paling banyak {most} huruf",
        "--by is the name of a person, {most} letters at most",
    ),
    "unread": (
        "{count} teks belum ditinjau siapa pun, misalnya {name}: tinjau dulu",
        "nobody has reviewed texts of these files, for example {name} (in all: {count}): review first",
    ),
    "same": (
        "{by} sudah meninjau {count} dari teks ini: orang kedua yang menyetujui",
        "{by} has reviewed {count} of these texts: a second person approves them",
    ),
}
"""What `puspaga approve` says."""

DOCTOR = {
    "texts": (
        (
            "{count} dari {all} teks menunggu psikolog: anak {child}, orang tua {parent}, siapa saja {anyone}; "
            "ditinjau satu orang: {reviewed} (docs/content.md)"
        ),
        (
            "{count} of {all} texts await a psychologist: children {child}, parents {parent}, anyone {anyone}; "
            "reviewed by one person: {reviewed} (docs/content.md)"
        ),
    ),
    "contacts": (
        "{count} dari {all} nomor belum pernah dijawab waktu ditelepon (puspaga directory due)",
        "{count} of {all} numbers were never answered when called (puspaga directory due)",
    ),
    "numbers": (
        "{count} kantor dan layanan belum ada nomornya (puspaga directory due)",
        "{count} offices and lines have no number yet (puspaga directory due)",
    ),
    "calls": (
        "hasil telepon tidak terbaca: {because}",
        "what the calls found cannot be read: {because}",
    ),
    "problems": (
        "kesalahan di alur dan isi: {count} (puspaga check)",
        "errors in flows and content: {count} (puspaga check)",
    ),
    "calendar": (
        "daftar jaga berakhir {day}: isi offices.{office}.open_until",
        "the roster ended on {day}: give offices.{office}.open_until",
    ),
    "calendar_none": (
        "kantor {office} dianggap tutup: isi offices.{office}.open_until, hari terakhir yang dicakup",
        "the office {office} counts as closed: give offices.{office}.open_until, the last day it covers",
    ),
    "calendar_soon": (
        "peringatan: daftar jaga {office} berakhir {day}; setelah itu kantornya dianggap tutup",
        "warning: the roster of {office} ends on {day}; after that it counts as closed",
    ),
    "alerts": (
        "tidak ada jalan alarm: tidak ada yang dikabari saat ada yang menunggu (docs/alerts.md)",
        "there is no way of alerts: nobody is told when somebody waits (docs/alerts.md)",
    ),
    "ready": (
        "Tidak ada yang kurang pada isi, kontak, daftar jaga, dan dasar hukum.",
        "Nothing is missing in content, contacts, roster and legal basis.",
    ),
}
"""What `puspaga doctor` says."""

HEADINGS = {
    "positional arguments": ("isian", "arguments"),
    "options": ("pilihan", "options"),
}


DIRECTORY = {
    "id": ("ID", "ID"),
    "name": ("NAMA", "NAME"),
    "number": ("NOMOR", "NUMBER"),
    "districts": ("DAERAH", "DISTRICTS"),
    "confidence": ("YAKIN", "SURE"),
    "shown": ("HARI INI TAMPIL UNTUK", "SHOWN TODAY TO"),
    "province": ("semua", "all"),
    "nobody": ("tidak tampil", "nobody"),
    "everyone": ("semua orang", "everyone"),
    "adults": ("orang tua", "adults"),
    "office_hours": ("jam kantor", "office hours"),
    "any_hour": ("kapan saja", "at any hour"),
    "no_number": ("nomornya belum ada", "no number yet"),
    "wrong": ("nomornya salah, {day}", "a wrong number, {day}"),
    "old": ("dicek {day}, sudah lebih dari {days} hari", "checked {day}, more than {days} days ago"),
    "checked": ("dicek {day}, berlaku {days} hari", "checked {day}, for {days} days"),
    "seen": ("dari berita {month}", "from news in {month}"),
    "unsure": (
        "keyakinan {confidence}, belum ada telepon yang dijawab",
        "confidence {confidence}, no call was answered yet",
    ),
    "silent": ("tidak dijawab {day}", "not answered {day}"),
    "sheet": ("Lembar telepon, {day}: {count} kontak", "Call sheet, {day}: {count} contacts"),
    "rules": (
        "Sebut nama, Puspaga, dan bahwa ini pemeriksaan daftar nomor. Jangan menceritakan kasus siapa pun.",
        "Say your name, Puspaga, and that you are checking a list of numbers. Tell nobody's story.",
    ),
    "note": (
        "Sesudah tiap telepon, catat hasilnya dengan perintah di bawah kontaknya.",
        "After each call note the result with the command below the contact.",
    ),
    "why_never": ("Belum pernah ditelepon", "Never called"),
    "why_wrong": ("Nomornya salah, cari yang benar", "A wrong number, find the right one"),
    "why_silent": ("Belum dijawab, coba lagi", "Not answered, try again"),
    "why_again": ("Waktunya ditelepon lagi", "Time to call again"),
    "why_no_number": ("Nomor yang harus dicari", "Number to be found"),
    "red_never": ("{number} ({id}) belum pernah ditelepon", "{number} ({id}) was never called"),
    "red_silent": ("{number} ({id}) tidak dijawab {day}", "{number} ({id}) was not answered {day}"),
    "red_wrong": (
        "{number} ({id}) salah menurut telepon {day}, tetapi tetap tampil",
        "{number} ({id}) was wrong when called {day}, and is shown all the same",
    ),
    "red_again": (
        "{number} ({id}) terakhir dicek {day}, sudah lebih dari setahun",
        "{number} ({id}) was last checked {day}, more than a year ago",
    ),
    "last": ("terakhir ditelepon {day}", "last called {day}"),
    "when": ("Kapan", "When"),
    "place": ("Tempat", "Place"),
    "known": ("Yang diketahui", "Known so far"),
    "source": ("Terlihat di", "Seen in"),
    "ask": ("Tanyakan", "Ask"),
    "ask_number": (
        "cari nomornya lewat kantor atau dinasnya, lalu tulis di content/directory.yaml dengan sumber dan bulannya",
        "find the number by way of the office, then write it into content/directory.yaml with its source and month",
    ),
    "ask_site": (
        "buka alamatnya: masih milik lembaga ini? Ada yang menjawab, dan kapan?",
        "open the address: is it still theirs? Does anybody answer, and when?",
    ),
    "ask_emergency": (
        "langsung sebut bahwa ini bukan keadaan darurat. Siapa yang menjawab? Daerah mana saja yang dilayani?",
        "say at once that this is no emergency. Who answers? Which districts are served?",
    ),
    "ask_puspaga": (
        "ini Puspaga yang mana, dan di mana? Kapan dijawab? Perlu mendaftar dulu? Boleh anak menghubungi sendiri?",
        "which Puspaga is it? When is it answered? Register first? May a child write alone? Where is it?",
    ),
    "ask_uptd": (
        "ini kantor yang mana? Malam hari dijawab juga? Apa yang terjadi sesudah orang menelepon?",
        "which office is it? Is it answered at night too? What happens after somebody calls?",
    ),
    "ask_other": (
        "siapa yang menjawab? Untuk siapa? Kapan dijawab? Apa yang terjadi sesudahnya?",
        "who answers? For whom? When? What happens afterwards?",
    ),
}
"""What `puspaga directory` says by itself."""

CHAT = {
    "hello": ("Tulis seperti keluarga menulis. /help untuk bantuan.", "Write as a family would. /help for help."),
    "/after": ("25h, 10m, 3d: waktu berlalu", "25h, 10m, 3d: time passes"),
    "/press": (
        "tombol: namanya, tulisannya, atau nomornya",
        "a button: its key, its label or its number",
    ),
    "/sticker": ("mengirim stiker", "send a sticker"),
    "/voice": ("mengirim pesan suara", "send a voice note"),
    "/photo": ("mengirim foto, boleh dengan tulisan", "send a picture, with words if you like"),
    "/location": (
        "mengirim lokasi: daerah yang terdekat, misalnya kukar, atau luar",
        "send a point on the map: the nearest district, like kukar, or luar",
    ),
    "/help": ("daftar ini; yang lain dikirim sebagai tulisan", "this list; anything else is sent as words"),
    "near": ("mungkin maksudnya {near}? /help untuk daftarnya", "did you mean {near}? /help lists them"),
    "unknown": (
        "{word} tidak dikenal di sini; yang ada: {known}; Ctrl-D selesai",
        "{word} is not known here; there are {known}; Ctrl-D ends",
    ),
    "span": ("tulis seperti /after 10m, /after 25h, /after 3d", "write /after 10m, /after 25h or /after 3d"),
    "no_button": ("tidak ada tombol itu; yang ada: {shown}", "there is no such button; shown: {shown}"),
    "nothing": ("(tidak ada yang tampil)", "(nothing is shown)"),
    "ticket": ("tiket {queue} ({voice})", "ticket {queue} ({voice})"),
    "kept": ("(disimpan)", "(kept)"),
    "ended": ("selesai", "ended"),
    "new": ("obrolan baru", "a new talk"),
    "example": ("Nama contoh [{name}]: ", "Name of the example [{name}]: "),
    "saved": ("Disimpan di {path}: {name}", "Saved in {path}: {name}"),
    "empty": ("Belum ada obrolan; tidak ada yang disimpan.", "Nothing was said; nothing is saved."),
}
"""What `puspaga chat` says by itself."""


def chosen(environ: Mapping[str, str]) -> int:
    """INDONESIAN, unless the locale says ENGLISH."""
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or "id"
    return ENGLISH if locale.lower().startswith("en") else INDONESIAN


AUDIT: Mapping[str, tuple[str, str]] = {
    "whole": ("Jejak utuh: {rows} baris. Tanda: {mark}", "The chain holds: {rows} row(s). Mark: {mark}"),
    "older": (
        "; {older} baris lebih tua dari rantainya dan tidak dijamin",
        "; {older} row(s) are older than the chain and not covered by it",
    ),
    "broken": (
        "Jejak putus di baris {n}: {because}. {rows} baris sebelumnya utuh",
        "The chain is broken at row {n}: {because}. {rows} row(s) before it hold",
    ),
    "changed": ("isinya diubah", "it was changed"),
    "gone": ("barisnya hilang", "it is gone"),
    "linked": ("tidak menyambung ke baris sebelumnya", "it does not follow the row before it"),
    "head": ("ujung rantainya tidak cocok", "the head of the chain does not fit"),
    "beyond": ("baris ini ditambahkan tanpa kunci", "it was added without the key"),
}
"""What `audit verify` says."""
