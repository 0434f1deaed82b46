"""Broken examples of flows: F182 to F188."""

from tests.flow.broken.example import Example
from tests.flow.shelf import main

PRESS = "      - press: ya\n"


def after(line: str) -> dict[str, str]:
    """One more line at the end of the talk: line 51."""
    return main(PRESS, f"{PRESS}      - {line}\n")


def headed(head: str, line: str = "press: ya") -> dict[str, str]:
    """One more line in the head of the example (line 48), and another last line (51)."""
    return main(
        "    talk:\n      - user: halo\n" + PRESS, f"    {head}\n    talk:\n      - user: halo\n      - {line}\n"
    )


EXAMPLES = (
    Example(
        "F182",
        after("then: {stat: tanya}"),
        "flows/main.yaml:51:22 F182 'stat' is nothing that an example can look at; did you mean 'state'?",
    ),
    Example(
        "F182",
        after("then: {vars: {jawap: ya}}"),
        "flows/main.yaml:51:30 F182 'jawap' is nothing that an example can look at; did you mean 'jawab'?",
    ),
    Example(
        "F121",
        after("then: {state: tanja}"),
        "flows/main.yaml:51:23 F121 there is no state or flow 'tanja'; did you mean 'tanya'?",
    ),
    Example(
        "F121",
        after("then: {state: aman/segera/awl}"),
        "flows/main.yaml:51:23 F121 there is no state or flow 'aman/segera/awl'; did you mean 'aman/segera/awal'?",
    ),
    Example(
        "F103",
        after("then: {kinds: [fysical]}"),
        "flows/main.yaml:51:16 F103 one of physical, sexual",
    ),
    Example("F103", after("then: {age: 5-6}"), "flows/main.yaml:51:21 F103 one of 0-1, 2-3, 4-6"),
    Example(
        "F103",
        after("then: {level: hihg}"),
        "flows/main.yaml:51:23 F103 one of none, concern, high, imminent is expected here; did you mean 'high'?",
    ),
    Example("F104", after("then: {jawab: [ya]}"), "flows/main.yaml:51:16 F104 a text is expected here"),
    Example("F107", after("then: {ended: mungkin}"), "flows/main.yaml:51:23 F107 write yes or no"),
    Example("F108", after("then: {sent: banyak}"), "flows/main.yaml:51:22 F108 write a whole number"),
    Example(
        "F183",
        after("then: {ticket: anka}"),
        "flows/main.yaml:51:24 F183 there is no queue 'anka'; did you mean 'anak'?",
    ),
    Example(
        "F184",
        after("then: {timers: [silence sebentar]}"),
        "flows/main.yaml:51:16 F184 'silence sebentar' is no timer; write silence 10m, offer 10m, gather 6s, or none",
    ),
    Example(
        "F185",
        main("    talk:\n", "    people: [ibu, anak]\n    talk:\n      - as: aanak\n"),
        "flows/main.yaml:50:13 F185 nobody is called 'aanak' in this example; did you mean 'anak'?",
    ),
    Example(
        "F185",
        after("as: ibu"),
        "flows/main.yaml:51:13 F185 nobody is called 'ibu' in this example; name them under 'people'",
    ),
    Example(
        "F186",
        headed("people: [ibu, anak]"),
        "flows/main.yaml:50:15 F186 it is not said who does this; write '- as: NAME' above it",
    ),
    Example(
        "F187",
        main(PRESS, f"{PRESS}  - name: mau\n    talk:\n      - sticker\n"),
        "flows/main.yaml:51:11 F187 there is an example named 'mau' in this file already; give it another name",
    ),
    Example(
        "F188",
        after("open: payung hijau"),
        "flows/main.yaml:51:15 F188 only the web chat is opened again by two words; add 'channel: web'",
    ),
    Example(
        "F131",
        headed("given: {jawap: ya}"),
        "flows/main.yaml:48:20 F131 'jawap' is not in flows/variables.yaml; did you mean 'jawab'?",
    ),
    Example(
        "F102",
        after("bott: halo"),
        "flows/main.yaml:51:9 F102 'bott' has no meaning here; did you mean 'bot'?",
    ),
    Example("F192", after("{bot: a, not: b}"), "flows/main.yaml:51:9 F192 one line of a talk is one thing: user"),
)
