"""F2xx: what is proved over all paths of the book (docs/safety-rules.md)."""

from bot.flow.codes.code import error

CODES = (
    error(
        "F200",
        (
            "dari '{name}' orang lebih jauh dari dua langkah",
            "from '{name}' a person is more than two turns away",
        ),
        (
            "beri tombol ke 'serah', dan jangan pakai kata perintah sebagai jawaban",
            "give it a button to 'serah', and let no answer be the word of a command",
        ),
    ),
    error(
        "F201",
        ("NOMOR tidak memberi nomor di '{name}'", "NOMOR does not give the numbers in '{name}'"),
        (
            "pakai kata lain untuk jawaban itu; perintah/nomor mengatakan {{kini.nomor}}",
            "use another word for that answer; perintah/nomor says {{kini.nomor}}",
        ),
    ),
    error(
        "F202",
        ("KELUAR tidak menutup obrolan di '{name}'", "KELUAR does not close the talk in '{name}'"),
        (
            "pakai kata lain untuk jawaban itu; perintah/keluar berakhir dengan 'end: keluar'",
            "use another word for that answer; perintah/keluar ends with 'end: keluar'",
        ),
    ),
    error(
        "F220",
        (
            "bahaya sekarang, dan '{name}' tidak menyebut nomor yang boleh ditampilkan",
            "there is danger now, and '{name}' says no contact that may be shown",
        ),
        (
            "tambahkan 'route: contacts', dan nomor untuk semua orang di rute itu",
            "add 'route: contacts', and to that route a number for everyone",
        ),
    ),
    error(
        "F221",
        (
            "bahaya hari ini, dan sampai giliran kedua, di '{name}', belum ada nomor",
            "there is danger today, and by the second turn, in '{name}', no contact was said",
        ),
        (
            "tambahkan 'route: contacts'; selama layar belum aman, tulis kata NOMOR",
            "add 'route: contacts'; while the screen may be seen, name the word NOMOR",
        ),
    ),
    error(
        "F222",
        ("lebih dari dua kontak sekaligus di '{name}'", "more than two contacts at once in '{name}'"),
        ("sebut paling banyak dua", "say two at most"),
    ),
    error(
        "F223",
        (
            "orang tua yang hampir lepas kendali tidak lebih dulu membaca satu langkah di '{name}'",
            "a parent about to lose control does not read a step first in '{name}'",
        ),
        (
            "mulai dengan 'route: line', dan beri parent_control rute di atas yang lain, tanpa nomor di kalimatnya",
            "begin with 'route: line', and give parent_control a route above the others, with no number in its line",
        ),
    ),
    error(
        "F224",
        (
            "yang ingin menyakiti diri tidak lebih dulu membaca siapa yang dekat di '{name}'",
            "who may harm themselves does not read first of somebody near in '{name}'",
        ),
        (
            "beri selfharm rute di atas yang lain: orang dewasa di dekatnya atau rumah sakit, bukan polisi lebih dulu",
            "give selfharm a route above the others: an adult nearby or the hospital, and not the police first",
        ),
    ),
    error(
        "F225",
        ("tanda bahaya tidak bisa dibantah di '{name}'", "an alarm cannot be denied in '{name}'"),
        ("beri pilihan dengan 'go: bukan_begitu'", "give it a choice with 'go: bukan_begitu'"),
    ),
    error(
        "F230",
        (
            "seseorang menunggu orang, dan '{name}' tidak mengatakan kapan pesan dibaca",
            "somebody waits for a person, and '{name}' does not say when one reads",
        ),
        ("tulis {{kini.baca}} di teksnya", "write {{kini.baca}} in its text"),
    ),
)
