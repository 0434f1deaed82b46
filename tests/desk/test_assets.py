"""What the pages are made of: vendored files as they were published, nothing from elsewhere, small."""

import hashlib
import json
import re

import pytest

from bot.desk.frame import HERE

VENDOR = HERE / "static" / "vendor"
LISTED = json.loads((VENDOR / "vendor.json").read_text())
OWN = [*HERE.glob("templates/*.html"), *HERE.glob("static/*.*")]
OFF_SITE = re.compile(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}|@import|url\(""", re.IGNORECASE)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|\bjs:", re.IGNORECASE)


@pytest.mark.parametrize("one", LISTED, ids=lambda one: one["file"])
def test_a_vendored_file_is_the_published_one(one: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / one["file"]).read_bytes()).hexdigest() == one["sha256"]


def test_every_vendored_file_is_listed_and_its_licence_stands_beside_it() -> None:
    assert {one["file"] for one in LISTED} == {path.name for path in VENDOR.glob("*.js")}
    assert all(one["version"] and one["name"] for one in LISTED)
    licence = (VENDOR / "LICENSE").read_text()
    assert {one["licence"] for one in LISTED} == {"0BSD"}
    assert licence.startswith("Zero-Clause BSD")


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_nothing_comes_from_another_site_and_nothing_stands_inline(path) -> None:  # type: ignore[no-untyped-def]  # a Path
    text = path.read_text()
    assert not OFF_SITE.search(text)
    assert path.suffix != ".html" or not INLINE.search(text)


def test_the_whole_desk_is_small_enough_for_a_slow_line() -> None:
    assert sum(path.stat().st_size for path in OWN) < 44_000
    assert sum(path.stat().st_size for path in VENDOR.glob("*.js")) < 50_000
