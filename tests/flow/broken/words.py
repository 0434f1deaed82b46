"""Broken words: F16x and F3xx."""

from tests.flow.broken.example import ROUTES, Example
from tests.flow.shelf import TIP, main, other

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
    ),
    Example(
        "F161",
        main("say: Jaga diri ya.", f"say: {'Jaga diri ya. ' * 18}"),
        "flows/main.yaml:40:10 F161 a bubble has at most 240 letters; this one has 251",
    ),
    Example(
        "F161",
        {"content/tips/napas.md": TIP.replace("Tarik napas pelan.", "Tarik napas. " * 20)},
        "content/tips/napas.md:7:1 F161 a bubble has at most 240 letters",
    ),
    Example(
        "F162",
        main("say: Jaga diri ya.", "say: Kamu harus kuat."),
        "flows/main.yaml:40:10 F162 'harus' is not said to families",
    ),
    Example(
        "F162",
        main("say: Jaga diri ya.", "say: Nanti ada yang baca, sebentar lagi."),
        "flows/main.yaml:40:10 F162 'sebentar lagi' is not said to families",
    ),
    Example(
        "F162",
        {"content/tips/napas.md": TIP.replace("Tarik", "Anda tarik")},
        "content/tips/napas.md:7:1 F162 'anda' is not said to families",
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
)
