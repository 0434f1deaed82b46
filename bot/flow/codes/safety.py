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
        "F210",
        (
            "'{variable}' disimpan di '{name}' sebelum teks persetujuan dibaca",
            "'{variable}' is kept in '{name}' before the consent text was read",
        ),
        (
            "katakan dulu siapa yang membaca, dan beri 'consent: yes' di tempat itu",
            "say first who reads it, and give that state 'consent: yes'",
        ),
    ),
    error(
        "F211",
        (
            "di '{name}' anak ditanya nama, alamat, sekolah, atau gambar",
            "in '{name}' a child is asked for a name, an address, a school or a picture",
        ),
        (
            "tanyakan yang membantu saja; untuk orang tua, taruh di alur 'for: parent'",
            "ask only what helps; for a parent, put it into a flow 'for: parent'",
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
    error(
        "F240",
        (
            "'{name}' menampilkan isi '{variable}', yang bersifat pribadi",
            "'{name}' shows what '{variable}' holds, which is personal",
        ),
        (
            "hapus kurung itu dari teksnya: siapa pun bisa memegang HP ini",
            "take the blank out of the text: anybody may hold this phone",
        ),
    ),
    error(
        "F241",
        (
            "catatan di '{name}' berisi '{variable}', yang bersifat pribadi",
            "the note of '{name}' holds '{variable}', which is personal",
        ),
        (
            "hapus dari 'note'; konselor membaca obrolannya sendiri",
            "take it out of 'note'; the counselor reads the talk itself",
        ),
    ),
    error(
        "F242",
        (
            "kata-kata bebas di '{name}' disimpan di '{variable}' seolah tidak pribadi",
            "free words in '{name}' are kept in '{variable}' as if they were not personal",
        ),
        (
            "beri variabel itu 'privacy: sensitive', atau pilihan jawaban",
            "give the variable 'privacy: sensitive', or the question choices",
        ),
    ),
    error(
        "F250",
        (
            "dari '{name}' tidak ada jalan ke akhir atau ke orang",
            "from '{name}' no way leads to an end or to a person",
        ),
        ("beri jawaban yang menuju akhir", "give it an answer that leads to an end"),
    ),
    error(
        "F260",
        (
            "sesudah diam, '{name}' bicara tanpa diminta",
            "after a silence, '{name}' speaks unasked",
        ),
        (
            "arahkan batas waktu ke keadaan yang berakhir tanpa 'say'",
            "let the timeout go to a state that ends without 'say'",
        ),
    ),
    error(
        "F270",
        (
            "'{name}' menanyakan '{variable}', dan jawabannya tidak mengubah apa-apa",
            "'{name}' asks for '{variable}', and the answer changes nothing",
        ),
        (
            "hapus pertanyaannya, atau pakai jawabannya: cabang, varian, tips menurut umur, atau kontak",
            "drop the question, or use its answer: a branch, a variant, a tip by age, or a contact",
        ),
    ),
    error(
        "F271",
        (
            "'{name}' menanyakan siapa atau di mana seseorang, tanpa alasan",
            "'{name}' asks who or where somebody is, without a reason",
        ),
        ("tulis 'reason': satu kalimat, untuk apa ditanya", "write a 'reason': one sentence, what it is asked for"),
    ),
    error(
        "F272",
        (
            "'{name}' pertanyaan kedua tentang dirinya sebelum ada bantuan",
            "'{name}' is the second question about themselves before any help",
        ),
        (
            "beri tips, nomor, atau orang dulu; tanyakan sesudahnya",
            "give a tip, a number or a person first; ask after that",
        ),
    ),
)
