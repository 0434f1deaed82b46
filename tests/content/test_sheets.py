"""Sheets to print: one page each, nothing fetched from anywhere, nothing that runs, words that families may read."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.flow.check_words import forbidden_in
from tests.content.test_content import CONTENT, book

SHEETS = sorted((CONTENT / "media").glob("*.html"))
STYLE = (CONTENT / "media" / "lembar.css").read_text(encoding="utf-8")
SPEAKS = frozenset({"script", "style", "iframe", "object", "embed", "form", "img", "audio", "video", "base"})
LONGEST_TITLE = 20
"""Letters: a browser's history keeps it."""


class Sheet(HTMLParser):
    """What a page is made of."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def test_every_sheet_is_offered_by_its_name() -> None:
    assert {path.name for path in SHEETS} == {one.file for one in book().media.values() if one.file.endswith(".html")}
    assert len(SHEETS) == 2


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_nothing_is_fetched_and_nothing_runs(path: Path) -> None:
    sheet = Sheet(path)
    assert SPEAKS.isdisjoint(sheet.tags)
    assert [value for name, value in sheet.attributes if name in ("href", "src")] == ["lembar.css"]
    assert not [name for name, _ in sheet.attributes if name == "style" or name.startswith("on")]
    assert "://" not in path.read_text(encoding="utf-8")


def test_the_style_fetches_nothing_and_fits_a4() -> None:
    assert re.findall(r"url\(|@import|://", STYLE) == []
    assert "size: A4" in STYLE
    assert "@media print" in STYLE


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_its_words_blame_nobody_and_its_title_tells_nothing(path: Path) -> None:
    sheet = Sheet(path)
    assert [phrase for text in sheet.words for _, phrase in forbidden_in(text)] == []
    title = re.search(r"<title>(.*?)</title>", path.read_text(encoding="utf-8"))
    assert title
    assert len(title.group(1)) <= LONGEST_TITLE
