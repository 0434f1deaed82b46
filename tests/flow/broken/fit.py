"""What a channel has no room for: F12x and F4xx."""

from tests.flow.broken.example import Example
from tests.flow.shelf import main

MANY = "".join(f"        k{number}:\n          label: Pilihan {number}\n          go: pamit\n" for number in range(9))

LONG = "".join(
    f"        k{number}:\n          label: Pilihan yang tulisannya panjang sekali, nomor {number} dari 27\n"
    "          go: pamit\n"
    for number in range(10, 37)
)

EXAMPLES = (
    Example(
        "F123", main("label: Tidak dulu", "label: mau"), "flows/main.yaml:17:18 F123 the label of 'ya' stands here"
    ),
    Example(
        "F124",
        main("label: Tidak dulu", "label: Tidak dulu, mungkin besok saja"),
        "flows/main.yaml:17:18 F124 a label has more than 24 letters",
    ),
    Example(
        "F401",
        main("        tidak:\n", f"{MANY}        tidak:\n"),
        "flows/main.yaml:12:7 F401 11 choices are more than the 10 rows",
    ),
    Example(
        "F402",
        main("label: Tidak dulu", f"label: {'tidak dulu ya, ' * 5}besok"),
        "flows/main.yaml:17:18 F402 a label has more than 64 letters",
    ),
    Example(
        "F403",
        main("also: [gak, nanti]", 'also: [gak, "1"]'),
        "flows/main.yaml:16:9 F403 '1' is the number of another choice; this one is 2",
    ),
    Example(
        "F410",
        main("        tidak:\n", f"{LONG}        tidak:\n"),
        "flows/main.yaml:8:3 F410 up to 1700 letters at once on WhatsApp (id); beyond 1600 they are cut",
        ("F124", "F401"),
    ),
)
