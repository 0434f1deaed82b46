"""`check --cover`: which arrows no example walks, said so that an editor finds the line and a build can fail on it."""

import json
import re
from pathlib import Path

import pytest

from bot.cli import GOOD, MISUSE, PROBLEM, main
from tests.scenes.house import furnish

MENU = "flows/perintah/menu.yaml"
SILENT = "    talk:\n      - user: aku dijauhin temanku di sekolah\n      - user: menu\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path


@pytest.fixture
def gap(folder: Path) -> Path:
    """A house in which no example takes the menu's third branch, and none that reaches it by another way counts."""
    path = folder / MENU
    text = path.read_text("utf-8")
    assert "go: sambut\n" in text
    added = "      - when: {kini.wilayah: berau}\n        go: sambut/topik_ortu\n      - go: sambut\n"
    path.write_text(text.replace("      - go: sambut\n", added), encoding="utf-8")
    return path


def test_an_arrow_that_no_example_walks_is_named_with_its_line_and_fails(
    gap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == GOOD
    assert capsys.readouterr().out == ""
    assert main(["check", "--cover", "100", MENU]) == PROBLEM
    told = capsys.readouterr().out.splitlines()
    line = next(number for number, one in enumerate(gap.read_text("utf-8").splitlines(), 1) if "berau" in one)
    assert any(one.startswith(f"{MENU}:{line}:9 F181 ") and "perintah/menu/mulai then 4" in one for one in told)
    assert re.fullmatch(r" \d\d %  \d/6", told[-1])


def test_the_examples_of_the_project_walk_every_arrow(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--cover", "100"]) == GOOD, capsys.readouterr().out
    assert re.fullmatch(r"100 %  (\d+)/\1\n", capsys.readouterr().out)


def test_less_than_all_may_be_asked_for_and_is_told_all_the_same(gap: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--cover", "50", MENU]) == GOOD
    assert " F181 " in capsys.readouterr().out


def test_the_listing_comes_as_json_too(gap: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--cover", "100", "--format", "json", MENU]) == PROBLEM
    *rows, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(row["code"], row["severity"]) for row in rows} == {("F181", "error")}
    assert last["arrows"] == 6
    assert last["flows"] == {"perintah/menu": last["coverage"]}
    assert last["coverage"] < 100


def test_a_broken_book_is_told_as_broken_and_nothing_is_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "flows/anak/rusak.yaml").write_text("flow: rusak\ntitle: [\n", encoding="utf-8")
    assert main(["check", "--cover", "100"]) == PROBLEM
    told = capsys.readouterr().out
    assert "F181" not in told
    assert "%" not in told


# ---- the walk


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_leaves_somebody_alone_is_shown_at_its_line_with_the_talk_that_shows_it(
    form: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "flows/sambut.yaml"
    text = path.read_text("utf-8")
    # a word of the second choice that the first one takes
    path.write_text(text.replace("also: [anak, remaja,", "also: [orang tua, anak, remaja,"), encoding="utf-8")
    assert main(["check", "--explore", "6000", "--format", form, "flows/sambut.yaml"]) == PROBLEM
    told = capsys.readouterr().out
    line = next(number for number, one in enumerate(text.splitlines(), 1) if one == "        child:")
    if form == "text":
        assert re.search(rf"^flows/sambut\.yaml:{line}:9 F189 .*sambut/halo choice child", told, re.MULTILINE)
        assert re.search(r'^      *- user: "orang tua"$', told, re.MULTILINE)
        assert re.search(r"^\d+ arrows, \d+ classes, 3 channels, \d+ pairs, \d+ acts, \d+ turns$", told, re.MULTILINE)
    else:
        *rows, last = [json.loads(one) for one in told.splitlines()]
        shown = [row for row in rows if row["code"] == "F189" and row["line"] == line]
        assert '      - user: "orang tua"' in shown[0]["talk"]
        assert last["walked"]["channels"] == 3


def test_a_broken_book_is_not_walked(gap: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--cover", "100", "--explore", "400", MENU]) == PROBLEM
    assert " turns" not in capsys.readouterr().out


@pytest.mark.parametrize("least", ["101", "-1", "semua"])
def test_a_share_is_a_number_up_to_a_hundred(least: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--cover", least])
    assert ended.value.code == MISUSE
    assert len(capsys.readouterr().err.splitlines()) == 1
