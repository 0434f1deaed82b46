"""Broken graphs: F13x to F15x."""

from tests.flow.broken.example import TALL, Example
from tests.flow.shelf import main

EXAMPLES = (
    Example(
        "F130",
        main("give_up: pamit\n    timeout: {after: 10m, go: diam}", "give_up: pamit"),
        "flows/main.yaml:42:3 F130 nothing leads to state 'diam'",
    ),
    Example(
        "F132",
        main("      - go: pamit", "      - go: lanjut"),
        "flows/main.yaml:24:3 F132 state 'lanjut' leads back to itself without a wait",
    ),
    Example(
        "F133",
        main("      - Itu saja.", TALL),
        "flows/main.yaml:24:3 F133 from here 6 bubbles come in a row; at most 3",
    ),
    Example(
        "F140",
        main("      - go: pamit", "      - go: pamit\n        when: {jawab: tidak}"),
        "flows/main.yaml:28:5 F140 the last branch may have no 'when'",
    ),
    Example(
        "F140",
        main("    then:\n      - when: {jawab: ya}\n        go: serah\n      - go: pamit", "    then: []"),
        "flows/main.yaml:28:5 F140 the last branch may have no 'when'",
    ),
    Example(
        "F141",
        main("      - when: {jawab: ya}\n        go: serah", "      - go: serah"),
        "flows/main.yaml:29:9 F141 branches after one without 'when' are never taken",
    ),
    Example(
        "F150",
        main("  diam:\n    end: true", "  diam:\n    say: Masih di sana?\n    end: true"),
        "flows/main.yaml:22:5 F150 a timeout may not speak",
    ),
)
