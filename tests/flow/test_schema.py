"""The shape of a flow file: all that is wrong at once, in the words of the people who edit it."""

import re

import pytest

from bot.flow.schema import DirectoryIn, FlowIn, RoutesIn, VariablesIn, shaped
from bot.flow.source import read
from tests.flow.shelf import FLOW

JARGON = re.compile(
    r"pydantic|Input should|valid (string|dict|list|integer)|literal|function-|\bstr\b|\bdict\b|NoneType|base 10"
)


def problems(text: str) -> list[str]:
    source = read("f.yaml", text)
    assert (shaped(source, FlowIn) is None) == bool(source.problems)
    return [str(one) for one in sorted(source.problems)]


def changed(old: str, new: str) -> list[str]:
    assert old in FLOW
    return problems(FLOW.replace(old, new, 1))


def test_a_good_flow_has_its_shape() -> None:
    assert problems(FLOW) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Main\n", "", "f.yaml:1:1 F101 'title' is missing here"),
        ("          go: lanjut\n", "", "f.yaml:13:9 F101 'go' is missing here"),
        ("      queue: anak\n", "", "f.yaml:34:5 F101 'queue' is missing here"),
        ("        go: serah\n", "", "f.yaml:29:9 F101 'go' is missing here"),
        ("    say: Mau", "    sai: Mau", "f.yaml:9:5 F102 'sai' has no meaning here; did you mean 'say'?"),
        ("label: Mau", "labe: Mau", "f.yaml:14:11 F102 'labe' has no meaning here; did you mean 'label'?"),
        ("start: tanya", "start: tanya\nzzz: 1", "f.yaml:6:1 F102 'zzz' has no meaning here"),
        (
            "      - tip: napas",
            "      - tipp: napas",
            "f.yaml:26:9 F102 'tipp' has no meaning here; did you mean 'tip'?",
        ),
        ("after: 10m", "aftr: 10m", "f.yaml:22:15 F102 'aftr' has no meaning here; did you mean 'after'?"),
        ("- press: ya", "- pres: ya", "f.yaml:50:9 F102 'pres' has no meaning here; did you mean 'press'?"),
        (
            "for: child",
            "for: chil",
            "f.yaml:3:6 F103 one of child, parent, anyone is expected here; did you mean 'child'?",
        ),
        ("for: child", "for: [child]", "f.yaml:3:1 F103 one of child, parent, anyone is expected here"),
        ("title: Main", "title: [Main]", "f.yaml:2:1 F104 a text is expected here"),
        ("title: Main", "title: {a: b}", "f.yaml:2:1 F104 a text is expected here"),
        ("say: Mau cerita?", "say: [[Mau]]", "f.yaml:9:11 F104 a text is expected here"),
        ("- tip: napas", "- tip: [napas]", "f.yaml:26:9 F104 a text is expected here"),
        (
            "- tip: napas",
            "- route: lines",
            "f.yaml:26:16 F103 one of line, contacts is expected here; did you mean 'line'?",
        ),
        (
            "    end: true\n\n  diam",
            "    end: no\n\n  diam",
            "f.yaml:41:10 F103 one of true, berhenti, keluar, hapus is expected here",
        ),
        (
            "after: 10m",
            "after: sepuluh",
            "f.yaml:22:22 F190 'sepuluh' is no span of time",
        ),
        ("      unclear:", "      tries: dua\n      unclear:", "f.yaml:20:14 F108 write a whole number"),
        ("      unclear:", "      tries: 0\n      unclear:", "f.yaml:20:14 F109 this is at least 1"),
        (
            "      unclear:",
            "      as: kata\n      unclear:",
            "f.yaml:20:11 F103 one of text, two_words, one_word, age, district, number, digits, date, day, event is",
        ),
        (
            "    handoff:\n      queue: anak\n      note: [jawab]\n      back: pamit",
            "    handoff: anak",
            "f.yaml:34:14 F105 a map is expected here: 'key: value' lines",
        ),
        (
            "      - press: ya",
            "      - press: ya\n        user: a",
            "f.yaml:50:9 F192 one line of a talk is one thing: user, press",
        ),
        (
            "      - press: ya",
            "      - after: lama",
            "f.yaml:50:16 F190 'lama' is no span of time",
        ),
        ("      - press: ya", "      - ya", "f.yaml:50:9 F105 a map is expected here: 'key: value' lines"),
        ("  - name: mau", "  - name: mau\n    at: besok", "f.yaml:48:9 F191 "),
        (
            "  - name: mau",
            "  - name: mau\n    at: 2026-11-24T10:00",
            "f.yaml:48:9 F191 ",
        ),
        (
            "  - name: mau",
            "  - name: mau\n    channel: sms",
            "f.yaml:48:14 F103 one of telegram, whatsapp, web is expected here",
        ),
    ],
)
def test_a_wrong_shape_is_named_with_its_place(old: str, new: str, expected: str) -> None:
    found = changed(old, new)
    assert any(one.startswith(expected) for one in found)
    assert len(found) == 1 or "F102" in expected
    assert not any(JARGON.search(one) for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a", "f.yaml:1:1 F105 a map is expected here: 'key: value' lines"),
        ("halo", "f.yaml:1:1 F105 a map is expected here: 'key: value' lines"),
    ],
)
def test_a_file_that_is_no_map_is_told_so(text: str, expected: str) -> None:
    assert [one.startswith(expected) for one in problems(text)] == [True]


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    text = FLOW.replace("title: Main\n", "").replace("label: Mau", "labe: Mau").replace("for: child", "for: x")
    assert [line.split()[:2] for line in problems(text)] == [
        ["f.yaml:1:1", "F101"],
        ["f.yaml:2:6", "F103"],
        ["f.yaml:12:9", "F101"],
        ["f.yaml:13:11", "F102"],
    ]


def test_what_was_meant_is_only_guessed_among_keys_that_fit_there() -> None:
    assert changed("    end: true\n\n  diam", "    labels: x\n    end: true\n\n  diam") == [
        "f.yaml:41:5 F102 'labels' has no meaning here; take the line out, or look how far it stands from the edge"
    ]


def test_keys_named_like_something_of_python_are_only_names() -> None:
    text = FLOW.replace("tanya", "str").replace("label: Mau", "labe: Mau")
    assert [line.split()[:2] for line in problems(text)] == [["f.yaml:13:9", "F101"], ["f.yaml:14:11", "F102"]]


@pytest.mark.parametrize(
    ("written", "seconds"), [("30s", 30), ("10m", 600), ("2h", 7200), ("1d", 86400), ("10 m", 600)]
)
def test_a_span_of_time_is_read(written: str, seconds: int) -> None:
    source = read("f.yaml", FLOW.replace("10m", written))
    flow = shaped(source, FlowIn)
    assert flow is not None
    assert flow.states["tanya"].timeout is not None
    assert flow.states["tanya"].timeout.after.total_seconds() == seconds


def test_one_value_and_a_list_of_one_are_the_same() -> None:
    flow = shaped(read("f.yaml", FLOW), FlowIn)
    assert flow is not None
    assert flow.states["tanya"].say == ["Mau cerita?"]
    assert flow.states["serah"].handoff is not None
    assert flow.states["serah"].handoff.note == ["jawab"]


@pytest.mark.parametrize("word", ["gather", "media", "kembali"])
def test_a_word_of_a_later_version_is_refused_and_not_half_understood(word: str) -> None:
    found = changed("    end: true\n\n  diam", f"    {word}: x\n    end: true\n\n  diam")
    assert len(found) == 1
    assert found[0].startswith(f"f.yaml:41:5 F102 {word!r} has no meaning here")


@pytest.mark.parametrize(
    ("model", "text", "expected"),
    [
        (
            VariablesIn,
            "variables:\n  a:\n    privacy: secret\n",
            "f.yaml:3:14 F103 one of none, indirect, direct, sensitive is expected here",
        ),
        (RoutesIn, "routes:\n  - kinds: [fysical]\n    line: a\n", "f.yaml:2:13 F103 one of physical, sexual"),
        (
            RoutesIn,
            "routes:\n  - levels: [low]\n    line: a\n",
            "f.yaml:2:14 F103 one of concern, high, imminent is expected here",
        ),
        (DirectoryIn, "contacts:\n  a:\n    everyone: mungkin\n", "f.yaml:2:3 F101 'how' is missing here"),
    ],
)
def test_content_files_are_told_the_same_way(
    model: type[VariablesIn | RoutesIn | DirectoryIn], text: str, expected: str
) -> None:
    source = read("f.yaml", text)
    assert shaped(source, model) is None
    assert any(str(one).startswith(expected) for one in source.problems)
    assert not any(JARGON.search(str(one)) for one in source.problems)
