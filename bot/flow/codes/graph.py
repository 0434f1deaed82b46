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
        "F138",
        ("alur '{flow}' dipanggil dan tidak pernah kembali", "flow '{flow}' is called and never comes back"),
        (
            "beri alur itu keadaan dengan 'end: true', atau pindah dengan 'then'",
            "give it a state with 'end: true', or go there with 'then'",
        ),
    ),
    error(
        "F139",
        ("alur '{flow}' memanggil alur ini lagi", "flow '{flow}' calls this flow again"),
        ("pindah dengan 'then' di salah satunya", "go there with 'then' in one of them"),
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
        "F142",
        (
            "'{name}' tidak pernah bernilai '{value}'; yang mungkin: {known}",
            "'{name}' is never '{value}'; it can be: {known}",
        ),
        ("perbaiki nilainya, atau hapus cabangnya", "mend the value, or take the branch out"),
    ),
    error(
        "F143",
        ("cabang sebelumnya sudah mengambil semua ini", "a branch before takes all of this already"),
        ("taruh yang lebih sempit di atas", "put the narrower one above"),
    ),
    error(
        "F144",
        ("'{name}' dibaca di sini dan tidak pernah diisi", "'{name}' is read here and nothing ever saves it"),
        ("tanyakan dengan 'save: {name}', atau hapus di sini", "ask for it with 'save: {name}', or take it out here"),
    ),
    error(
        "F150",
        (
            "sesudah diam, '{name}' bicara kepada orang yang tidak menulis",
            "after a silence '{name}' speaks to somebody who did not write",
        ),
        (
            "arahkan ke keadaan tanpa 'say', atau ke cabang 'when: {{kini.kanal: web}}'",
            "let it go to a state without 'say', or to a branch 'when: {{kini.kanal: web}}'",
        ),
    ),
    error(
        "F151",
        (
            "'plan' hanya di alur 'for: parent': anak, dan siapa pun yang belum dikenal, tidak dikirimi apa-apa",
            "'plan' stands only in a flow 'for: parent': a child, and whoever is not known, is sent nothing",
        ),
        ("pindahkan ke alur untuk orang tua", "move it into a flow for parents"),
    ),
    error(
        "F152",
        (
            "'{name}' bukan variabel tempat orang tua meminta pesan",
            "'{name}' is no variable in which a parent asks for messages",
        ),
        (
            "beri 'sets: planned' di flows/variables.yaml, dan tanyakan dengan pilihan 'ya'",
            "give it 'sets: planned' in flows/variables.yaml, and ask for it with a choice 'ya'",
        ),
    ),
    error(
        "F153",
        ("'{said}' bukan jam pesan: {known}", "'{said}' is no hour for a message: {known}"),
        (
            "tulis jamnya, atau variabel yang pilihannya jam-jam itu",
            "write the hour, or a variable whose choices are such hours",
        ),
    ),
    error(
        "F154",
        (
            "pesan yang diminta dikatakan di alur ini juga, bukan di '{name}'",
            "a message that was asked for is said in this flow, not in '{name}'",
        ),
        ("buat keadaan untuknya di alur ini", "make a state for it in this flow"),
    ),
)
