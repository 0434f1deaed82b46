"""F13x to F15x: where a talk can go, and cannot."""

from bot.flow.codes.code import error

CODES = (
    error(
        "F130",
        ("tidak ada yang menuju keadaan '{name}'", "nothing leads to state '{name}'"),
        ("buat jalan ke sana, atau hapus keadaannya", "let something lead there, or remove the state"),
    ),
    error(
        "F132",
        (
            "keadaan '{name}' kembali ke dirinya tanpa menunggu jawaban",
            "state '{name}' leads back to itself without a wait",
        ),
        ("tanyakan sesuatu di lingkaran itu, atau akhiri", "ask something in the circle, or end it"),
    ),
    error(
        "F133",
        (
            "dari sini keluar {count} gelembung berturut-turut; paling banyak {most}",
            "from here {count} bubbles come in a row; at most {most}",
        ),
        ("gabungkan teksnya, atau tanyakan sesuatu di antaranya", "join the texts, or ask something in between"),
    ),
    error(
        "F140",
        (
            "cabang terakhir tidak boleh punya 'when': selalu ada yang cocok",
            "the last branch may have no 'when': something has to fit",
        ),
        ("tambahkan '- go: …' di akhir", "add '- go: …' at the end"),
    ),
    error(
        "F141",
        (
            "cabang sesudah cabang tanpa 'when' tidak pernah dipakai",
            "branches after one without 'when' are never taken",
        ),
        ("pindahkan cabang tanpa 'when' ke akhir", "move the one without 'when' to the end"),
    ),
    error(
        "F150",
        (
            "batas waktu tidak boleh bicara di alur untuk anak atau siapa saja",
            "a timeout may not speak in a flow for a child or anyone",
        ),
        (
            "arahkan ke keadaan tanpa 'say', misalnya 'diam' dengan 'end: true'",
            "let it go to a state without 'say', such as one with 'end: true'",
        ),
    ),
)
