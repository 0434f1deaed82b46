"""`puspaga audit verify`, and the counselors whose changes stand in the chain."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import GOOD, MISUSE, PROBLEM, main
from bot.config import load
from bot.storage import database
from tests.scenes.house import furnish


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    assert main(["counselor", "add", "rani", "--office", "kukar", "--role", "counselor"]) == GOOD
    return tmp_path


def sql(folder: Path, text: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database(load(folder / "config.yaml", {})))) as db, db:
        return db.execute(text).fetchall()


def test_a_chain_that_holds_is_told_with_its_mark(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["counselor", "reset", "rani"]) == GOOD
    capsys.readouterr()
    assert main(["audit", "verify"]) == GOOD
    assert capsys.readouterr().out.startswith("Jejak utuh: 2 baris. Tanda: 2-")


def test_the_first_broken_row_is_told_and_the_command_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["counselor", "reset", "rani"]) == GOOD
    sql(folder, "update audit set actor = 'k-dewi' where n = 2")
    capsys.readouterr()
    assert main(["audit", "verify"]) == PROBLEM
    assert capsys.readouterr().out == "Jejak putus di baris 2: isinya diubah. 1 baris sebelumnya utuh\n"
    sql(folder, "delete from audit where n = 2")
    assert main(["audit", "verify"]) == PROBLEM
    assert "baris 2: barisnya hilang" in capsys.readouterr().out


def test_rows_older_than_the_chain_are_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql(folder, "delete from audit")
    sql(folder, "update audit_head set n = 1, hash = x'', seal = x''")
    sql(folder, "insert into audit values (1, 1, 'k', 'read', 'c', '', 'counsel', x'', x'')")
    capsys.readouterr()
    assert main(["audit", "verify"]) == GOOD
    assert capsys.readouterr().out == (
        "Jejak utuh: 0 baris. Tanda: -; 1 baris lebih tua dari rantainya dan tidak dijamin\n"
    )


def test_who_is_disabled_is_listed_so_until_they_are_invited_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["counselor", "disable", "rani"]) == GOOD
    assert main(["counselor", "list"]) == GOOD
    assert capsys.readouterr().out == "rani\tkukar\tcounselor\tdisabled\n"
    assert main(["counselor", "reset", "rani"]) == GOOD
    assert main(["counselor", "list"]) == GOOD
    assert "not enrolled" in capsys.readouterr().out
    assert main(["counselor", "disable", "siti"]) == MISUSE
    assert main(["counselor", "disable"]) == MISUSE
    told = sql(folder, "select actor, action from audit order by n")
    assert told == [("", "counselor_add"), ("", "counselor_disable"), ("", "counselor_reset")]
