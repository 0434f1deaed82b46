"""A small house for commands: the shelf of flows and content, one rule of the ear, and settings."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.screen.scorer import BLANK, write_table
from tests.flow.shelf import TIP, Files, main, topics, written

RULE = """\
rules:
  jatuh:
    level: high
    kinds: [physical]
    phrases: [didorong dari tangga]
    catches: [aku didorong dari tangga, dia didorong dari tangga]
    spares: [aku naik tangga, pintunya didorong]
"""
NAPAS = "content/tips/napas.md"
MEDIA: Mapping[str, str] = {
    "content/media.yaml": "media:\n  gambar:\n    file: a.svg\n    text: Satu gambar.\n",
    "content/media/a.svg": "<svg/>",
}
LONGER: Mapping[str, str] = {NAPAS: TIP + "\n## 4-6\nTiup satu dua tiga.\n"}


PLAYED = main("      - press: ya\n", "      - press: nanti\n")
"""The example of the shelf as it comes true."""


def build(folder: Path, changes: Files | None = None) -> None:
    """Every sort of text stands in it: flows, a tip with two parts, a topic, replies, routes and a picture."""
    written(folder, {**topics(), **MEDIA, **LONGER, **PLAYED, **(changes or {})})
    (folder / "content/risk").mkdir()
    write_table(folder / "content/risk/scorer.json", BLANK)
    (folder / "content/risk/a.yaml").write_text(RULE, encoding="utf-8")
    (folder / "config.yaml").write_text("server:\n  port: 0\n", encoding="utf-8")


def settle(monkeypatch: pytest.MonkeyPatch, until: date = date(2099, 12, 31)) -> None:
    """A legal basis is recorded, and there is a roster."""
    basis = {"document": "a letter", "date": "2026-11-01", "signer": "the head of the office"}
    monkeypatch.setenv("PUSPAGA__SERVICE__LEGAL_BASIS", json.dumps(basis))
    office = {"week": {"senin": "08.00-16.00"}, "open_until": until.isoformat()}
    monkeypatch.setenv("PUSPAGA__OFFICES", json.dumps({"provinsi": office}))


def for_families(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of a service that real families use."""
    settle(monkeypatch)
    monkeypatch.setenv("PUSPAGA__SERVICE__AUDIENCE", "families")
