"""F16x and F3xx: what families read."""

from bot.flow.codes.code import error, warning

CODES = (
    error(
        "F160", ("teks ini kosong", "an empty text"), ("tulis teksnya, atau hapus barisnya", "write it, or remove it")
    ),
    error(
        "F161",
        (
            "satu gelembung paling banyak {most} huruf; ini {count}",
            "a bubble has at most {most} letters; this one has {count}",
        ),
        ("pecah menjadi dua butir, atau singkatkan", "make it two items, or shorter"),
    ),
    error(
        "F163",
        (
            "'{word}' di {most} huruf pertama memberi tahu layar kunci terlalu banyak",
            "'{word}' in the first {most} letters tells a lock screen too much",
        ),
        ("mulai dengan kalimat yang netral", "begin with a neutral sentence"),
    ),
    error(
        "F301",
        ("'{word}' memerintah", "'{word}' gives orders"),
        ("katakan apa yang membantu", "say what helps"),
    ),
    error(
        "F302",
        ("'{word}' menyalahkan", "'{word}' blames"),
        ("katakan apa yang bisa dilakukan sekarang", "say what can be done now"),
    ),
    error(
        "F303",
        ("'{word}' adalah diagnosis", "'{word}' is a diagnosis"),
        ("sebut apa yang dirasakan atau terlihat", "name what is felt or seen"),
    ),
    error(
        "F304",
        ("'{word}' mengancam dengan hukuman", "'{word}' threatens with a penalty"),
        ("hapus; keluarga datang untuk dibantu", "take it out: families come for help"),
    ),
    error(
        "F305",
        ("'{word}' memakai agama sebagai alasan", "'{word}' makes religion an argument"),
        ("katakan alasannya tanpa agama", "give the reason without it"),
    ),
    error(
        "F306",
        ("'{word}' menjanjikan yang tidak bisa kami pegang", "'{word}' promises what we cannot keep"),
        (
            "katakan siapa yang membaca, dan kapan orang lain diberi tahu",
            "say who reads, and when somebody else is told",
        ),
    ),
    error(
        "F307",
        ("'{word}' menjanjikan kecepatan yang tidak kami ketahui", "'{word}' promises a speed that we do not know"),
        (
            "pakai {{kini.baca}}: kapan pesan dibaca, menurut kalender",
            "use {{kini.baca}}: when it is read, by the calendar",
        ),
    ),
    error(
        "F308",
        ("'{word}' bukan dari kalender", "'{word}' does not come from the calendar"),
        ("pakai {{kini.baca}}", "use {{kini.baca}}"),
    ),
    error(
        "F309",
        ("'{word}' dingin, atau belum tentu benar", "'{word}' is cold, or not known to be true"),
        ("pakai kamu, atau Bapak/Ibu", "say kamu, or Bapak/Ibu"),
    ),
    warning(
        "F310",
        (
            "{count} teks belum diterjemahkan ke '{language}': {names} …",
            "{count} texts are not translated into '{language}': {names} …",
        ),
        ("tulis di {file}, dan minta ditinjau", "write them in {file}, and have them reviewed"),
    ),
    warning(
        "F311",
        ("teks asalnya sudah berubah: {said}", "the text it was made from has changed: {said}"),
        (
            "terjemahkan lagi, lalu jalankan puspaga check --read BERKAS",
            "translate it again, then run puspaga check --read FILE",
        ),
    ),
    warning(
        "F312",
        ("tidak tercatat dari teks mana '{name}' diterjemahkan", "nobody noted which text '{name}' was made from"),
        (
            "baca lagi, lalu jalankan puspaga check --read BERKAS",
            "read it again, then run puspaga check --read FILE",
        ),
    ),
    warning(
        "F320",
        (
            "kalimat '{begin} …' punya {count} kata; pembaca ini paling banyak {most}",
            "the sentence '{begin} …' has {count} words; for this reader {most} at most",
        ),
        ("pecah menjadi dua kalimat", "make it two sentences"),
    ),
    error(
        "F321",
        (
            "'{word}' meminta nama, alamat, sekolah, atau gambar anak",
            "'{word}' asks a child for a name, address, school or picture",
        ),
        ("hapus; konselor yang bertanya bila perlu", "take it out: a counselor asks where it is needed"),
    ),
    error(
        "F330",
        (
            "'{word}' adalah perintah '{name}', yang di sini tidak bisa dikatakan lagi",
            "'{word}' is the command '{name}', which cannot be said here any more",
        ),
        ("pilih kata lain", "choose another word"),
    ),
    error(
        "F331",
        ("'{word}' juga berarti ya atau tidak", "'{word}' also means yes or no"),
        ("pilih kata perintah lain", "choose another word for the command"),
    ),
    warning(
        "F340",
        ("tidak ada teks dengan nama '{name}' yang bisa disetujui", "no text has the id '{name}', to be approved"),
        ("hapus baris itu", "take the line out"),
    ),
    warning(
        "F341",
        (
            "'{name}' dibaca orang dengan kata lain; sekarang konsep lagi",
            "'{name}' was read in other words: a draft again",
        ),
        (
            "baca lagi, lalu jalankan puspaga approve {file}, atau hapus baris itu",
            "read it again, then run puspaga approve {file}, or take the line out",
        ),
    ),
    warning(
        "F342",
        ("tanggal {day} belum tiba; keputusan ini belum berlaku", "{day} has not come yet: this does not count"),
        ("tulis tanggal teks itu dibaca", "give the day on which it was read"),
    ),
    error(
        "F343",
        ("'{name}' sudah meninjau teks ini", "'{name}' is who reviewed this text"),
        ("minta orang kedua menyetujuinya", "a second person approves it"),
    ),
    error(
        "F344",
        ("'{said}' bukan tanggal", "'{said}' is no day"),
        ("tulis seperti 2026-12-01", "a day is written 2026-12-01"),
    ),
    warning(
        "F345",
        ("alur ini tidak menyebut sumber faktanya", "this flow does not say where its facts come from"),
        ("tulis source: dan nama sumbernya", "write source: and the name of the source"),
    ),
)
