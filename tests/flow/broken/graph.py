"""Broken graphs: F13x to F15x."""

from tests.flow.broken.example import TALL, Example, asked_for, called, helped
from tests.flow.shelf import main, other

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
        ("F130",),
    ),
    Example(
        "F141",
        main("      - when: {jawab: ya}\n        go: serah", "      - go: serah"),
        "flows/main.yaml:29:9 F141 branches after one without 'when' are never taken",
    ),
    Example(
        "F150",
        main("  diam:\n    end: true", "  diam:\n    say: Masih di sana?\n    end: true"),
        "flows/main.yaml:22:5 F150 after a silence 'main/diam' speaks",
    ),
    Example(
        "F132",
        called("call: bantu", then="pamit"),
        "flows/main.yaml:39:3 F132 state 'pamit' leads back to itself without a wait",
    ),
    Example(
        "F138",
        called("call: bantu", helped("end: true", "end: berhenti")),
        "flows/main.yaml:40:11 F138 flow 'bantu' is called and never comes back",
    ),
    Example(
        "F139",
        called("call: bantu", helped("    end: true", "    call: main\n    then: akhir\n  akhir:\n    end: true")),
        "flows/main.yaml:40:11 F139 flow 'bantu' calls this flow again",
    ),
    Example(
        "F142",
        main("when: {jawab: ya}", "when: {jawab: yaa}"),
        "flows/main.yaml:29:23 F142 'jawab' is never 'yaa'; it can be: tidak, ya; did you mean 'ya'?",
    ),
    Example(
        "F142",
        main("when: {jawab: ya}", "when: {kini.jam: pagi}"),
        "flows/main.yaml:29:26 F142 'kini.jam' is never 'pagi'; it can be: buka, tutup",
    ),
    Example(
        "F143",
        main("      - go: pamit", "      - when: {jawab: ya, kini.jam: buka}\n        go: diam\n      - go: pamit"),
        "flows/main.yaml:31:9 F143 a branch before takes all of this already",
    ),
    Example(
        "F144",
        {
            **main("Itu saja.", "Itu saja, {lain}."),
            **other("flows/variables.yaml", "  jawab:", "  lain:\n    privacy: none\n  jawab:"),
        },
        "flows/main.yaml:27:9 F144 'lain' is read here and nothing ever saves it",
    ),
    Example(
        "F150",
        main("  diam:\n    end: true", "  diam:\n    then: lagi\n  lagi:\n    then: pamit"),
        "flows/main.yaml:22:5 F150 after a silence 'main/pamit' speaks",
    ),
    Example(
        "F150",
        main("  diam:\n    end: true", "  diam:\n    then: tempat_tadi"),
        "flows/main.yaml:22:5 F150 after a silence 'tempat_tadi' speaks",
    ),
    Example(
        "F150",
        main("  diam:\n    end: true", "  diam:\n    then: perintah/orang"),
        "flows/main.yaml:22:5 F150 after a silence 'serah/awal' speaks",
    ),
    Example(
        "F151",
        asked_for("for: parent", "for: anyone"),
        "flows/ingat.yaml:9:5 F151 'plan' stands only in a flow 'for: parent'",
    ),
    Example(
        "F152",
        asked_for("for: mau", "for: jawab"),
        "flows/ingat.yaml:9:17 F152 'jawab' is no variable in which a parent asks for messages",
    ),
    Example("F153", asked_for("at: 19", "at: 23"), "flows/ingat.yaml:9:26 F153 '23' is no hour for a message"),
    Example("F153", asked_for("at: 19", "at: jawab"), "flows/ingat.yaml:9:26 F153 'jawab' is no hour for a message"),
    Example("F153", asked_for("at: 19", "at: nanti"), "flows/ingat.yaml:9:26 F153 'nanti' is no hour for a message"),
    Example(
        "F154",
        asked_for("go: nanti}", "go: sambut, late: nanti}"),
        "flows/ingat.yaml:9:34 F154 a message that was asked for is said in this flow, not in 'sambut'",
    ),
    Example(
        "F154",
        asked_for("go: nanti}", "go: nanti, late: tempat_tadi}"),
        "flows/ingat.yaml:9:47 F154 a message that was asked for is said in this flow, not in 'tempat_tadi'",
    ),
)
