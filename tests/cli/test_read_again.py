"""`check --read`: somebody has read a translation again, and the file says beside which text."""

import shutil
from pathlib import Path

import pytest

from bot.cli import GOOD, MISUSE, PROBLEM, main
from bot.flow.library import problems

ROOT = Path(__file__).parents[2]
FILE = "content/en/flows/sambut.yaml"


def stale(folder: Path) -> list[str]:
    return [one.code for one in problems(folder / "flows", folder / "content") if one.code in ("F311", "F312")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("flows", "content"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "config.yaml", tmp_path / "config.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_source_that_changed_makes_its_translation_stale_until_it_is_read_again(folder: Path) -> None:
    flow = folder / "flows" / "sambut.yaml"
    flow.write_text(flow.read_text("utf-8").replace("atau pilih satu.", "atau pilih satu saja."), "utf-8")
    assert stale(folder) == ["F311", "F311"]
    before = (folder / FILE).read_text("utf-8").partition("\nof:")[0]
    assert main(["check", "--read", FILE]) == GOOD
    assert stale(folder) == []
    assert (folder / FILE).read_text("utf-8").partition("\nof:")[0] == before


def test_a_file_that_is_not_there_is_misuse(folder: Path) -> None:
    assert main(["check", "--read", "content/en/flows/tidak_ada.yaml"]) == MISUSE


def test_marks_are_not_lost_while_the_source_cannot_be_read(folder: Path) -> None:
    flow = folder / "flows" / "sambut.yaml"
    flow.write_text(flow.read_text("utf-8").replace("say: Silakan tulis", "say: Silakan: tulis"), "utf-8")
    before = (folder / FILE).read_text("utf-8")
    assert main(["check", "--read", FILE]) == PROBLEM
    assert (folder / FILE).read_text("utf-8") == before
