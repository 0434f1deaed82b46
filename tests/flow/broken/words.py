"""Broken words: F16x and F3xx."""

from tests.flow.broken.example import APPROVALS, ROUTES, Example, approved, translated
from tests.flow.shelf import FLOW, TIP, main, other

EXAMPLES = (
    Example("F160", main("say: Jaga diri ya.", "say: '  '"), "flows/main.yaml:40:10 F160 an empty text"),
    Example(
        "F160",
        other("content/replies/umum.yaml", "Aku belum paham.", "''"),
        "content/replies/umum.yaml:2:12 F160 an empty text",
    ),
    Example(
        "F160",
        {"content/en/flows/main.yaml": "texts:\n  main/pamit/say/0: ''\n"},
        "content/en/flows/main.yaml:2:21 F160 an empty text",
        ("F312",),
    ),
    Example(
        "F161",
        main("say: Jaga diri ya.", f"say: {'Jaga diri ya. ' * 18}"),
        "flows/main.yaml:40:10 F161 a bubble has at most 240 letters; this one has 251",
    ),
    Example(
        "F161",
        {"content/tips/napas.md": TIP.replace("Tarik napas pelan.", "Tarik napas. " * 20)},
        "content/tips/napas.md:6:1 F161 a bubble has at most 240 letters",
    ),
    Example(
        "F301",
        main("say: Jaga diri ya.", "say: Kamu harus kuat."),
        "flows/main.yaml:40:10 F301 'harus' gives orders",
    ),
    Example(
        "F307",
        main("say: Jaga diri ya.", "say: Nanti ada yang baca, sebentar lagi."),
        "flows/main.yaml:40:10 F307 'sebentar lagi' promises a speed",
    ),
    Example(
        "F309",
        {"content/tips/napas.md": TIP.replace("Tarik", "Anda tarik")},
        "content/tips/napas.md:6:1 F309 'anda' is cold",
    ),
    Example(
        "F163",
        main("say: Jaga diri ya.", "say: Kalau dipukul bapak, cerita ya."),
        "flows/main.yaml:40:10 F163 'bapak' in the first 40 letters",
    ),
    Example(
        "F163",
        other(ROUTES, "Makasih sudah cerita.", "Bapak marah ya."),
        "content/aman/rute.yaml:8:11 F163 'bapak' in the first 40 letters",
    ),
    Example(
        "F302", main("say: Jaga diri ya.", "say: Itu salahmu sendiri."), "flows/main.yaml:40:10 F302 'salahmu' blames"
    ),
    Example(
        "F303",
        main("say: Jaga diri ya.", "say: Mungkin kamu depresi."),
        "flows/main.yaml:40:10 F303 'depresi' is a diagnosis",
    ),
    Example(
        "F304",
        main("say: Jaga diri ya.", "say: Nanti ia dipenjara."),
        "flows/main.yaml:40:10 F304 'dipenjara' threatens",
    ),
    Example(
        "F305",
        main("say: Jaga diri ya.", "say: Melawan itu dosa."),
        "flows/main.yaml:40:10 F305 'dosa' makes religion an argument",
    ),
    Example(
        "F306", main("say: Jaga diri ya.", "say: Ceritamu rahasia."), "flows/main.yaml:40:10 F306 'rahasia' promises"
    ),
    Example(
        "F308",
        main("say: Jaga diri ya.", "say: Konselor sedang membaca."),
        "flows/main.yaml:40:10 F308 'konselor sedang' does not come from",
    ),
    Example(
        "F321",
        other("content/replies/umum.yaml", "Aku belum paham.", "Aku belum paham. Siapa namamu?"),
        "content/replies/umum.yaml:2:12 F321 'siapa namamu' asks a child",
    ),
    Example(
        "F320",
        main("say: Jaga diri ya.", "say: Kalau nanti terasa berat lagi tulis saja apa yang terjadi di sini."),
        "flows/main.yaml:40:10 F320 the sentence 'Kalau nanti terasa …' has 12 words; for this reader 10 at most",
    ),
    Example(
        "F320",
        main(
            "- Itu saja.",
            "- text: Itu saja.\n        variants:\n          7-9: Kalau mau tulis saja lagi apa yang kamu rasa.",
        ),
        "flows/main.yaml:29:16 F320 the sentence 'Kalau mau tulis …' has 9 words; for this reader 8 at most",
    ),
    Example(
        "F310",
        {"content/en/flows/main.yaml": translated("main/pamit/say/0", "Jaga diri ya.", "Take care.")},
        "content/en/flows/main.yaml:1:1 F310 6 texts are not translated into 'en': main/tanya/say/0",
    ),
    Example(
        "F310",
        {"content/en/tips/napas.yaml": translated("tips/napas/all/0", "Tarik napas pelan.", "Breathe slowly.")},
        "flows/sambut.yaml:1:1 F310 3 texts are not translated into 'en': sambut/awal/say/0",
    ),
    Example(
        "F311",
        {"content/en/tips/napas.yaml": translated("tips/napas/all/0", "Tarik napas.", "Breathe slowly.")},
        "content/en/tips/napas.yaml:2:21 F311 the text it was made from has changed: Tarik napas pelan.",
    ),
    Example(
        "F311",
        {"content/en/replies.yaml": "texts:\n  unclear: Sorry?\nof:\n  unclear: 0a1b2c\n"},
        "content/en/replies.yaml:2:12 F311 the text it was made from has changed: Aku belum paham.",
    ),
    Example(
        "F312",
        {"content/en/replies.yaml": "texts:\n  unclear: Sorry?\n"},
        "content/en/replies.yaml:2:12 F312 nobody noted which text 'unclear' was made from",
    ),
    Example(
        "F340",
        {APPROVALS: approved("tips/nafas/all/0", "Tarik napas pelan.")},
        "content/approvals.yaml:2:3 F340 no text has the id 'tips/nafas/all/0', to be approved; did you mean 'tips/na",
    ),
    Example(
        "F341",
        {APPROVALS: approved("tips/napas/all/0", "Tarik napas.")},
        "content/approvals.yaml:2:3 F341 'tips/napas/all/0' was read in other words: a draft again; read it",
    ),
    Example(
        "F343",
        {APPROVALS: approved("tips/napas/all/0", "Tarik napas pelan.", by="budi  santoso")},
        "content/approvals.yaml:2:99 F343 'budi  santoso' is who reviewed this text",
    ),
    Example(
        "F344",
        {APPROVALS: approved("tips/napas/all/0", "Tarik napas pelan.").replace("2026-03-02", "kemarin")},
        "content/approvals.yaml:2:71 F344 'kemarin' is no day; a day is written 2026-12-01",
    ),
    Example(
        "F345",
        {"flows/ortu/main.yaml": FLOW.replace("title: Main", "title: Lain")},
        "flows/ortu/main.yaml:1:7 F345 this flow does not say where its facts come from",
    ),
    Example(
        "F330",
        main("also: [gak, nanti]", "also: [gak, keluar]"),
        "flows/main.yaml:16:9 F330 'keluar' is the command 'perintah/keluar'",
    ),
    Example(
        "F331",
        other("flows/perintah/orang.yaml", "words: [orang]", "words: [orang, oke]"),
        "flows/perintah/orang.yaml:6:1 F331 'oke' also means yes or no",
    ),
    Example(
        "F331",
        other("flows/perintah/orang.yaml", "words: [orang]", "words: [orang, Monggo]"),
        "flows/perintah/orang.yaml:6:1 F331 'Monggo' also means yes or no",
    ),
)
