"""C1xx: config.yaml and the environment."""

from bot.flow.codes.code import error

CODES = (
    error(
        "C100",
        ("berkas pengaturan tidak bisa dibaca", "the settings file cannot be read"),
        ("periksa apakah berkasnya ada, dan simpan sebagai UTF-8", "see that it is there, and save it as UTF-8"),
    ),
    error(
        "C101",
        ("pengaturan terdiri dari bagian-bagian", "the settings are a map of sections"),
        ("tulis 'server:' dan isinya di bawahnya", "write 'server:' and what belongs to it below"),
    ),
    error(
        "C102",
        ("daftar atau peta ditulis sebagai JSON di sini", "a list or a map is written as JSON here"),
        ('misalnya ["telegram:501"]', 'for example ["telegram:501"]'),
    ),
    error(
        "C110",
        ("{key} adalah rahasia dan tidak boleh ditulis di sini", "{key} is a secret and may not stand here"),
        ("pakai {variable}{file}", "use {variable}{file}"),
    ),
    error(
        "C112",
        (
            "storage.url berisi kata sandi, yang tidak boleh ditulis di sini",
            "storage.url has a password, which may not stand here",
        ),
        ("beri seluruh alamatnya sebagai {variable}", "give the whole address as {variable}"),
    ),
    error(
        "C111",
        ("{key} belum tersedia di versi ini", "{key} is not available in this version"),
        ("hapus baris itu", "take the line out"),
    ),
    error(
        "C120",
        (
            "storage.url adalah sqlite:/// dan berkas, atau postgresql:// dan basis data",
            "storage.url is sqlite:/// and a file, or postgresql:// and a database",
        ),
        ("misalnya sqlite:///var/puspaga.db", "for example sqlite:///var/puspaga.db"),
    ),
    error(
        "C121",
        (
            "whatsapp perlu server.public_url: tanda tangan dihitung dari alamat itu",
            "whatsapp needs server.public_url: signatures are computed over it",
        ),
        ("tulis alamat https:// layanan ini", "write the https:// address of this service"),
    ),
    error(
        "C122",
        ("whatsapp perlu auth_token", "whatsapp needs its auth_token"),
        ("isi {variable}", "set {variable}"),
    ),
    error(
        "C123",
        (
            "mode webhook perlu telegram.webhook_secret dan server.public_url",
            "webhook mode needs telegram.webhook_secret and server.public_url",
        ),
        ("isi keduanya, atau pakai mode polling", "set both, or use the mode polling"),
    ),
    error(
        "C124",
        (
            "berkas rahasia {section} kosong atau tidak bisa dibaca",
            "the secret file of {section} is empty or cannot be read",
        ),
        ("periksa tempat dan izin berkasnya", "look where it stands and who may read it"),
    ),
    error(
        "C125",
        ("server.public_url mulai dengan https://", "server.public_url begins with https://"),
        ("tulis alamat lengkapnya", "write the whole address"),
    ),
    error(
        "C126",
        ("ini bukan alamat penguji", "this is no address of a tester"),
        ("telegram:501, whatsapp:+62…, atau * untuk semua", "telegram:501, whatsapp:+62…, or * for everyone"),
    ),
    error(
        "C127",
        ("whatsapp perlu nomor pengirimnya", "whatsapp needs the number it writes from"),
        ("whatsapp:+62…", "whatsapp:+62…"),
    ),
    error(
        "C128",
        ("ini bukan nomor obrolan Telegram", "this is no number of a chat on Telegram"),
        ("tulis angkanya; grup mulai dengan tanda minus", "write the number; that of a group begins with a minus"),
    ),
    error(
        "C129",
        ("alarm lewat Telegram perlu telegram.token", "alerts on Telegram need telegram.token"),
        ("isi tokennya, atau hapus baris ini", "set the token, or take the line out"),
    ),
    error(
        "C130",
        ("dasar hukum untuk data anak belum dicatat", "the legal basis for children's data is not recorded"),
        (
            "catat service.legal_basis: document, date, signer",
            "record service.legal_basis: document, date, signer",
        ),
    ),
    error(
        "C131",
        ("daftar jaga belum ada", "a roster is missing"),
        (
            "isi offices.provinsi.open_until, hari terakhir yang dicakup",
            "give offices.provinsi.open_until, the last day it covers",
        ),
    ),
    error(
        "C132",
        (
            "{count} dari {all} teks di sini belum disetujui ({reviewed} sudah ditinjau satu orang)",
            "{count} of {all} texts here are not approved ({reviewed} reviewed by one person)",
        ),
        (
            "dua orang membacanya: puspaga approve {file} --by NAMA, lalu --state approved",
            "two people read them: puspaga approve {file} --by NAME, then --state approved",
        ),
    ),
    error(
        "C133",
        ("alarm lewat surel belum lengkap", "alerts by e-mail are not complete"),
        ("isi alerts.smtp: host, from, to", "give alerts.smtp: host, from, to"),
    ),
    error(
        "C140",
        ("'{said}' bukan jam buka", "'{said}' is no period of hours"),
        ("tulis 08.00-16.00, beberapa dengan koma", "hours are written 08.00-16.00, several with a comma"),
    ),
    error(
        "C141",
        ("jam adalah 00.00 sampai 23.59", "an hour is 00.00 to 23.59"),
        ("perbaiki angkanya", "mend the number"),
    ),
    error(
        "C142",
        ("jam pertama mendahului jam terakhir", "the first hour comes before the last"),
        ("tulis menurut urutan waktunya", "write them in the order of the day"),
    ),
    error(
        "C143",
        ("'{said}' bukan tanggal", "'{said}' is no day"),
        ("tulis seperti 2026-12-24", "a day is written 2026-12-24"),
    ),
    error(
        "C144",
        ("hari terakhirnya mendahului hari pertama", "its last day comes before its first"),
        ("tulis from, lalu until yang tidak lebih awal", "give from, and an until that is not earlier"),
    ),
)
