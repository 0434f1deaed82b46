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
        "menulis ulang semua gambar di DIR/flows dan halaman DIR/pictures.md",
        "write all pictures in DIR/flows and the page DIR/pictures.md again",
    ),
    "screen": ("membaca baris JSON, menulis apa yang didengar telinga", "read JSON lines, write what the ear heard"),
    "queue": ("tiket terbuka, menurut urutan bahaya", "open tickets in order of danger"),
    "counselor": ("menambah, melihat, atau mengundang ulang konselor", "add, list or re-invite counselors"),
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
    "json": ("keluaran JSON", "JSON output"),
    "name": ("nama untuk masuk", "name to sign in with"),
    "office": ("kode kantor", "office code"),
    "role": ("peran; boleh lebih dari satu", "role; may be given more than once"),
    "shown": ("nama yang dibaca keluarga", "name that families read"),
    "profession": ("profesi", "profession"),
    "kha": ("tanggal pelatihan KHA, 2026-03-31", "date of the KHA training, 2026-03-31"),
    "checked": ("tanggal pemeriksaan latar belakang, 2026-03-31", "date of the background check, 2026-03-31"),
}

HEADINGS = {
    "positional arguments": ("isian", "arguments"),
    "options": ("pilihan", "options"),
}


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
