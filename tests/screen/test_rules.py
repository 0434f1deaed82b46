"""Rules read from files: all that is wrong with them at once, each at its place."""

from pathlib import Path

import pytest

from bot.errors import Broken
from bot.screen.ear import load_rules
from bot.screen.scene import Scene
from bot.screen.scorer import BLANK, write_table
from bot.screen.tried import untrue

RULES = Path(__file__).parents[2] / "content" / "risk"
GOOD = "rules:\n  jatuh:\n    level: high\n    kinds: [physical]\n    phrases: [jatuh]\n"


def problems(folder: Path) -> list[str]:
    with pytest.raises(Broken) as broken:
        load_rules(folder)
    return [str(one).removeprefix(f"{folder.as_posix()}/") for one in broken.value.problems]


def written(folder: Path, **files: str) -> Path:
    write_table(folder / "scorer.json", BLANK)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


BROKEN = (
    (GOOD.replace("[jatuh]", "[]"), "a.yaml:2:3 R102 rule 'jatuh' needs kinds and phrases"),
    (GOOD.replace("[physical]", "[]"), "a.yaml:2:3 R102 rule 'jatuh' needs kinds and phrases"),
    (GOOD.replace("[jatuh]", "[jatuh, .. sakit]"), "a.yaml:5:22 R103 a phrase begins and ends with a word"),
    (GOOD.replace("[jatuh]", '["@orang jatuh"]'), "a.yaml:5:15 R105 there is no group '@orang'"),
    (GOOD + "    unless: ['!']\n", "a.yaml:6:14 R106 '!' holds no letter"),
    (GOOD.replace("[jatuh]", '["xx+jatuh"]'), "a.yaml:5:15 R107 'xx+jatuh' uses '+' in a way that has no meaning"),
    (GOOD.replace("high", "bad"), "a.yaml:3:12 F103"),
    (GOOD.replace("physical", "fysical"), "a.yaml:4:13 F103"),
    (GOOD.replace("phrases", "phrase"), "a.yaml:2:3 F101 'phrases' is missing"),
    (GOOD.replace("level", "levels"), "a.yaml:3:5 F102 'levels' has no meaning here; did you mean 'level'?"),
    ("rules: [", "a.yaml:2:1 F001"),
    ("", "a.yaml:1:1 F007 the file is empty"),
)


@pytest.mark.parametrize(("text", "expected"), BROKEN)
def test_a_wrong_rule_is_named_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    assert any(one.startswith(expected) for one in problems(written(tmp_path, a=text)))


def test_a_rule_that_stands_in_two_files_is_a_problem(tmp_path: Path) -> None:
    assert problems(written(tmp_path, a=GOOD, b=GOOD)) == [
        "b.yaml:2:3 R101 rule 'jatuh' stands here again; give it another name"
    ]


def test_a_group_that_stands_in_two_files_is_a_problem(tmp_path: Path) -> None:
    shared = "groups:\n  siapa: [bapak]\n"
    assert problems(written(tmp_path, a=GOOD + shared, b=shared)) == [
        "b.yaml:2:3 R108 group 'siapa' stands here again; give it another name"
    ]


def test_a_folder_without_rules_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Broken, match="R100 there are no rules"):
        load_rules(tmp_path)


def test_a_file_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\x00")
    found = problems(written(tmp_path))
    assert found == ["a.yaml:1:1 R104 the file cannot be read: UnicodeDecodeError; save it as UTF-8"]


def test_rules_without_their_scorer_are_a_problem(tmp_path: Path) -> None:
    (written(tmp_path, a=GOOD) / "scorer.json").unlink()
    why = "the scorer cannot be read: FileNotFoundError; make it again: python -m tests.ear.train"
    assert problems(tmp_path) == [f"scorer.json:1:1 R109 {why}"]


def test_problems_of_all_files_come_together(tmp_path: Path) -> None:
    found = problems(written(tmp_path, a=GOOD.replace("high", "bad"), b=GOOD.replace("[jatuh]", "[]")))
    assert [one[:6] for one in found] == ["a.yaml", "b.yaml"]


def test_groups_and_spelling_serve_every_file(tmp_path: Path) -> None:
    shared = "groups:\n  siapa: [bapak]\nspelling:\n  bpk: bapak\n"
    ear = load_rules(written(tmp_path, a=GOOD.replace("[jatuh]", '["@siapa jatuh"]'), b=shared))
    assert ear.hear("bpk jatuh", Scene()) is not None
    assert ear.hear("jatuh", Scene()) is None


FRAMED = """
groups: {me: [aku]}
rules:
  jatuh: {level: high, kinds: [physical], phrases: [jatuh, aku jatuh]}
  roboh: {level: high, kinds: [physical], phrases: [roboh], firm: true}
  hilang: {level: high, kinds: [runaway], phrases: [hilang]}
frames:
  film: {phrases: [film]}
  cerpen: {phrases: [menulis cerpen], strong: true}
  lagu: {phrases: [lagu], kinds: [runaway]}
"""


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("di film itu dia jatuh", []),
        ("di film itu aku jatuh", ["jatuh"]),
        ("menulis cerpen: aku jatuh", []),
        ("menulis cerpen tentang rumah roboh", ["roboh"]),
        ("lagu itu, dia hilang lalu jatuh", ["jatuh"]),
        ("film " + "dan lain " * 8 + "jatuh", ["jatuh"]),
    ],
)
def test_a_frame_excuses_what_is_said_near_it_of_others(tmp_path: Path, text: str, rules: list[str]) -> None:
    ear = load_rules(written(tmp_path, a=FRAMED))
    assert [one.rule for one in ear.explain(text, Scene())] == rules


IN_SCENE = """
rules:
  anak: {level: high, kinds: [sexual], phrases: [rahasia], speaker: child, ages: [7-9]}
  ya: {level: imminent, kinds: [danger], phrases: [iya], alone: true, asked: [aman/dicek]}
  tetap: {level: high, kinds: [danger], phrases: [takut], negated: same}
"""


@pytest.mark.parametrize(
    ("text", "scene", "rules"),
    [
        ("ada rahasia", Scene(speaker="child", age_band="7-9"), ["anak"]),
        ("ada rahasia", Scene(speaker="child", age_band="13-15"), []),
        ("ada rahasia", Scene(speaker="parent", age_band="7-9"), []),
        ("iya", Scene(question="aman/dicek"), ["ya"]),
        ("iya kak", Scene(question="aman/dicek"), []),
        ("iya", Scene(question="sambut/tanya"), []),
        ("tidak takut", Scene(), ["tetap"]),
    ],
)
def test_a_rule_may_ask_for_a_scene(tmp_path: Path, text: str, scene: Scene, rules: list[str]) -> None:
    ear = load_rules(written(tmp_path, a=IN_SCENE))
    assert [one.rule for one in ear.explain(text, scene)] == rules


TRIED = """    catches: [aku jatuh, {hears}]
    spares: [aku duduk, {leaves}]
"""


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        (TRIED.format(hears="jatuh tadi", leaves="tadi pagi"), []),
        (
            TRIED.format(hears="tadi pagi", leaves="pagi ini"),
            ["a.yaml:6:26 R110 rule 'jatuh' does not hear this message"],
        ),
        (
            TRIED.format(hears="jatuh tadi", leaves="jatuh"),
            ["a.yaml:7:25 R111 rule 'jatuh' hears what it must leave alone"],
        ),
        ("    catches: [aku jatuh]\n", ["a.yaml:2:3 R112 rule 'jatuh' needs two catches and two spares"]),
    ],
)
def test_the_messages_of_a_rule_are_tried_on_it(tmp_path: Path, tried: str, expected: list[str]) -> None:
    found = untrue(load_rules(written(tmp_path, a=GOOD + tried)))
    assert [str(one).removeprefix(f"{tmp_path.as_posix()}/").partition(";")[0] for one in found] == expected


def test_a_rule_is_tried_in_a_scene_in_which_it_listens(tmp_path: Path) -> None:
    scene = "    speaker: child\n    ages: [7-9]\n    asked: [a/b]\n"
    tried = TRIED.format(hears="jatuh tadi", leaves="tadi pagi")
    assert [*untrue(load_rules(written(tmp_path, a=GOOD + scene + tried)))] == []


def test_the_messages_of_the_projects_own_rules_come_true() -> None:
    assert [str(one) for one in untrue(load_rules(RULES))] == []
