"""F12x and F4xx: what a channel has no room for."""

from bot.flow.codes.code import error, warning

CODES = (
    error(
        "F123",
        ("tulisan tombol ini sama dengan tombol '{key}'", "the label of '{key}' stands here again"),
        ("beri tulisan yang berbeda", "give it a label of its own"),
    ),
    warning(
        "F124",
        (
            "tombol ini lebih dari {most} huruf, jadi di WhatsApp hanya berupa angka dan teks",
            "a label has more than {most} letters, and on WhatsApp becomes a number and text",
        ),
        ("singkatkan, supaya tetap berupa tombol atau daftar", "make it shorter, so that it stays a button or a row"),
    ),
    warning(
        "F401",
        (
            "{count} pilihan lebih dari {most} baris daftar, jadi hanya berupa angka dan teks",
            "{count} choices are more than the {most} rows of a list, and become numbers and text",
        ),
        ("bagi menjadi dua pertanyaan", "make it two questions"),
    ),
    error(
        "F402",
        (
            "tombol ini lebih dari {most} huruf, dan Telegram memotongnya",
            "a label has more than {most} letters, and Telegram cuts it",
        ),
        ("singkatkan", "make it shorter"),
    ),
    error(
        "F403",
        (
            "'{word}' adalah nomor pilihan lain; pilihan ini nomor {place}",
            "'{word}' is the number of another choice; this one is {place}",
        ),
        ("tulis dengan kata, misalnya 'dua kali'", "write it as a word, such as 'dua kali'"),
    ),
    error(
        "F410",
        (
            "sampai {count} huruf sekaligus di WhatsApp ({language}); lebih dari {most} terpotong",
            "up to {count} letters at once on WhatsApp ({language}); beyond {most} they are cut",
        ),
        ("singkatkan, atau tanyakan sesuatu di antaranya", "make it shorter, or ask something in between"),
    ),
)
