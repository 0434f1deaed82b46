"""`find`: JSON lines in, what they are about out; needs neither keys nor database."""

import io
import json
import sys
from pathlib import Path

import pytest

from bot.cli import GOOD, PROBLEM, main
from tests.scenes.house import furnish


class Lines:
    """Standard input that holds these bytes."""

    def __init__(self, *lines: bytes) -> None:
        self.buffer = io.BytesIO(b"".join(one + b"\n" for one in lines))


def told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *lines: bytes
) -> tuple[int, list[dict[str, object]]]:
    monkeypatch.setattr(sys, "stdin", Lines(*lines))
    outcome = main(["find"])
    return outcome, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_line_is_told_what_it_is_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    row = {"n": 7, "text": "anakku susah makan", "reader": "parent", "age": "2-3"}
    outcome, rows = told(monkeypatch, capsys, json.dumps(row).encode(), b'{"text": "..."}')
    assert outcome == GOOD
    first, nothing = rows
    assert first["n"] == 7
    topics = first["topics"]
    assert isinstance(topics, list)
    assert topics[0] == "susah_makan"
    assert 1 <= len(topics) <= 5
    because = first["because"]
    assert isinstance(because, list)
    assert [one["topic"] for one in because] == topics
    assert "makan" in because[0]["words"]
    assert nothing["topics"] == []


def test_a_line_that_is_none_is_named_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    outcome, rows = told(monkeypatch, capsys, b"bukan json", b'{"teks": 1}', b'{"text": "tantrum", "reader": 5}')
    assert outcome == PROBLEM
    assert rows[:2] == [{"error": "not JSON"}, {"error": "no text"}]
    assert rows[2]["topics"]
