"""docs/content.md: nothing that families read is missing from it."""

from pathlib import Path

import pytest

from bot.flow.book import Book
from bot.flow.inventory import page
from bot.flow.library import load
from bot.flow.shelf import Shelf
from tests.flow.broken.example import APPROVALS, approved
from tests.flow.shelf import TIP, Files, topics, written

ROOT = Path(__file__).parents[2]


def shelf(folder: Path, changes: Files) -> Book:
    book = Shelf(*written(folder, changes)).book()
    assert book
    return book


def row(text: str, name: str) -> list[str]:
    """The cells of the row of a file."""
    (line,) = [line for line in text.splitlines() if line.startswith(f"| [{name}](")]
    return [one.strip() for one in line.strip("|").split("|")][1:]


def test_a_row_tells_reader_ages_source_reading_level_and_approval(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tip = TIP.replace("pelan.", "pelan saja. Tiup.") + "\n## 4-6\nTiup satu dua tiga empat.\n"
    changes: Files = {
        **topics(),
        "content/tips/napas.md": tip,
        APPROVALS: approved("tips/napas/4-6/0", "Tiup satu dua tiga empat."),
    }
    text = page(shelf(tmp_path, changes))
    assert row(text, "napas") == [
        "Napas",
        "siapa saja",
        "semua, 4-6",
        "lembar tips",
        "2",
        "5",
        "5",
        "konsep 1, disetujui 1 (Sari, 2026-03-03)",
    ]
    assert row(text, "malam/susah_tidur") == [
        "Susah tidur",
        "siapa saja",
        "semua",
        "lembar tips",
        "5",
        "5",
        "5",
        "konsep 5",
    ]
    assert row(text, "main")[:4] == ["Main", "anak", "semua", "–"]
    assert "| N | Telepon | 112 | semua | S | Des 2024 | H |" in text
    assert "teks: konsep " in text


def test_a_name_that_would_break_the_table_stays_in_its_cell(tmp_path: Path) -> None:
    text = page(shelf(tmp_path, {"content/tips/napas.md": TIP.replace("title: Napas", "title: A | B")}))
    assert "| A \\| B |" in text


def test_every_file_of_the_project_has_its_row_and_every_contact_too() -> None:
    book = load(ROOT / "flows", ROOT / "content")
    text = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
    files = {one.file for one in book.written}
    assert {file for file in files if text.count(f"](../{file}) |") != 1} == set()
    assert all((ROOT / file).is_file() for file in files)
    assert all(one.number in text for one in book.directory.values())
