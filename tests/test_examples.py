"""The examples of flow files as tests of pytest: what is run, under which name, and how a wrong one is told."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenes.house import ROOT, furnish

NUMBERS = "flows/perintah/nomor.yaml"
SEVERAL = """
  - name: di tiap saluran
    channel: [telegram, whatsapp]
    talk:
      - user: nomor
      - bot: "110"
"""


def pytested(folder: Path, *wanted: str) -> str:
    """What pytest says of flow files in a furnished folder."""
    shutil.copy(ROOT / "conftest.py", folder / "conftest.py")
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "--rootdir", ".", "-p", "no:asyncio", "-p", "no:cacheprovider", *wanted],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "LANG": "C.UTF-8", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    return found.stdout + found.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A flow on two channels, of which one example is wrong."""
    folder = tmp_path_factory.mktemp("rumah")
    furnish(folder)
    path = folder / NUMBERS
    text = path.read_text("utf-8")
    path.write_text(text.replace('- bot: "110"', '- bot: "111"', 1) + SEVERAL, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(folder: Path) -> str:
    return pytested(folder, NUMBERS)


def test_every_example_is_a_test_of_its_own_on_each_of_its_channels(told: str) -> None:
    assert f"{NUMBERS}::di tiap saluran [telegram] PASSED" in told
    assert f"{NUMBERS}::di tiap saluran [whatsapp] PASSED" in told


def test_a_line_that_does_not_come_true_is_named_with_its_place_and_without_a_traceback(told: str) -> None:
    assert re.search(rf"^{NUMBERS}:\d+:\d+ the bot did not say '111' but: ", told, re.MULTILINE)
    assert "Traceback" not in told
    assert ".py:" not in told


def test_a_broken_file_is_told_like_by_check(folder: Path) -> None:
    path = folder / "flows/anak/rusak.yaml"
    path.write_text("flow: rusak\n", encoding="utf-8")
    told = pytested(folder, "flows/anak/rusak.yaml")
    assert re.search(r"^(E +)?flows/anak/rusak.yaml:1:1 F101 'title' is missing", told, re.MULTILINE)
