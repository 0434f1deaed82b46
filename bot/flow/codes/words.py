"""F16x and F3xx: what families read."""

from bot.flow.codes.code import error

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
        "F162",
        ("'{word}' tidak dikatakan kepada keluarga: {why}", "'{word}' is not said to families: {why}"),
        ("tulis dengan kata lain", "say it with other words"),
    ),
    error(
        "F163",
        (
            "'{word}' di {most} huruf pertama memberi tahu layar kunci terlalu banyak",
            "'{word}' in the first {most} letters tells a lock screen too much",
        ),
        ("mulai dengan kalimat yang netral", "begin with a neutral sentence"),
    ),
)
