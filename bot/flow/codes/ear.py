"""R1xx: the rules of the ear, content/risk/."""

from bot.flow.codes.code import error

CODES = (
    error(
        "R100",
        ("tidak ada aturan telinga di sini", "there are no rules of the ear here"),
        ("kembalikan content/risk/bahaya.yaml", "bring content/risk/bahaya.yaml back"),
    ),
    error(
        "R101",
        ("aturan '{name}' ada lagi di sini", "rule '{name}' stands here again"),
        ("beri nama lain", "give it another name"),
    ),
    error(
        "R102",
        ("aturan '{name}' perlu kinds dan phrases", "rule '{name}' needs kinds and phrases"),
        ("isi keduanya", "fill in both"),
    ),
    error(
        "R103",
        ("frasa mulai dan berakhir dengan sebuah kata", "a phrase begins and ends with a word"),
        ("hapus '..' di tepi", "take '..' away from its edge"),
    ),
    error(
        "R104",
        ("berkas ini tidak bisa dibaca: {why}", "the file cannot be read: {why}"),
        ("simpan sebagai UTF-8", "save it as UTF-8"),
    ),
    error(
        "R105",
        ("tidak ada kelompok '{name}'", "there is no group '{name}'"),
        ("tambahkan di bawah 'groups', atau perbaiki namanya", "add it under 'groups', or mend its name"),
    ),
    error(
        "R106",
        ("'{word}' tidak berisi huruf", "'{word}' holds no letter"),
        ("tulis kata", "write a word"),
    ),
    error(
        "R107",
        ("'{word}' memakai '+' dengan cara yang tidak dikenal", "'{word}' uses '+' in a way that has no meaning"),
        ("tulis me+kata, di+kata, ku+kata, atau kata+ku", "write me+word, di+word, ku+word, or word+ku"),
    ),
    error(
        "R108",
        ("kelompok '{name}' ada lagi di sini", "group '{name}' stands here again"),
        ("beri nama lain", "give it another name"),
    ),
    error(
        "R109",
        ("penilai tidak bisa dibaca: {why}", "the scorer cannot be read: {why}"),
        ("buat lagi: python -m tests.ear.train", "make it again: python -m tests.ear.train"),
    ),
    error(
        "R110",
        ("aturan '{name}' tidak mendengar pesan ini", "rule '{name}' does not hear this message"),
        ("tambahkan frasa, atau perbaiki pesannya", "add a phrase, or mend the message"),
    ),
    error(
        "R111",
        (
            "aturan '{name}' mendengar pesan yang tidak boleh didengarnya",
            "rule '{name}' hears what it must leave alone",
        ),
        ("buat frasanya lebih sempit, atau tambahkan 'unless'", "make its phrase narrower, or add an 'unless'"),
    ),
    error(
        "R112",
        ("aturan '{name}' perlu dua catches dan dua spares", "rule '{name}' needs two catches and two spares"),
        ("tulis dua pesan yang harus didengar dan dua yang tidak", "write two messages to hear and two to leave alone"),
    ),
)
