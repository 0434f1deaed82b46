"""`puspaga directory`: the list, the call sheet, and what a call found."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import directory
from bot.called import call_book
from bot.cli import GOOD, MISUSE, PROBLEM, main
from bot.config import Config, load
from bot.flow.contacts import showable, standing
from bot.model.conversation import Reader
from bot.words import ENGLISH, INDONESIAN
from tests.scenes.house import furnish

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
SAMARINDA, BONTANG = "uptd_samarinda", "puspaga_bontang"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    return tmp_path


@pytest.fixture
def config(folder: Path) -> Config:
    return load(folder / "config.yaml", {})


def verify(contact: str, result: str, by: str = "Bu Sari") -> int:
    return main(["directory", "verify", contact, "--by", by, "--result", result])


def line_of(config: Config, contact: str, now: datetime = NOW, spoken: int = INDONESIAN) -> str:
    return next(line for line in directory.table(config, now, spoken) if line.startswith(f"{contact} "))


def headed(lines: Sequence[str]) -> dict[str, list[str]]:
    """The ids of the contacts under each head of the sheet."""
    found: dict[str, list[str]] = {}
    head = ""
    for line in lines:
        head = line if line.isupper() and not line.startswith(" ") else head
        if entry := re.match(r"\[ \] .*\((\w+)\)$", line):
            found.setdefault(head, []).append(entry.group(1))
    return found


# ---- list


def test_the_list_says_to_whom_each_contact_is_shown_and_why_not(
    config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["directory", "list"]) == GOOD
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 1 + len(directory.contacts_of(config))
    assert re.split(r"  +", told[0]) == ["ID", "NAMA", "NOMOR", "DAERAH", "YAKIN", "HARI INI TAMPIL UNTUK"]
    assert line_of(config, "polisi110").endswith("semua orang: dari berita Okt 2022")
    assert line_of(config, BONTANG).endswith("orang tua (jam kantor): dari berita Sep 2025")
    assert line_of(config, SAMARINDA).endswith("tidak tampil: keyakinan M, belum ada telepon yang dijawab")
    assert line_of(config, "puspaga_paser").endswith("tidak tampil: nomornya belum ada")


@pytest.mark.parametrize("days", [0, 181])
@pytest.mark.parametrize("result", ["answered", "no_answer", "wrong"])
def test_what_the_list_says_is_what_families_are_shown(config: Config, result: str, days: int) -> None:
    for one in directory.contacts_of(config).values():
        if one.number:
            directory.verify(config, NOW, (one.id, "Sari", result), INDONESIAN)
    later, calls = NOW + timedelta(days=days), call_book(config).read()
    for one in directory.contacts_of(config).values():
        place, stands = next(iter(one.districts), ""), standing(one, calls, later)
        hidden = "tidak tampil" in line_of(config, one.id, later)
        assert hidden is not showable(one, Reader.PARENT, place, open_now=True, stands=stands)


# ---- verify


def test_a_call_is_noted_with_who_made_it_and_when_and_nowhere_else(folder: Path) -> None:
    before = {path: path.read_bytes() for path in (folder / "content").rglob("*") if path.is_file()}
    assert verify(SAMARINDA, "answered") == GOOD
    (row,) = json.loads((folder / "var/verified.json").read_text("utf-8"))
    assert {**row, "verified_on": ""} == {
        "contact": SAMARINDA,
        "number": "0823-2442-1313",
        "verified_on": "",
        "verified_by": "Bu Sari",
        "result": "answered",
    }
    assert datetime.fromisoformat(row["verified_on"]).tzinfo is not None
    assert {path: path.read_bytes() for path in before} == before


def test_what_follows_from_a_call_is_said_at_once(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    def said(contact: str, result: str) -> str:
        return directory.verify(config, NOW, (contact, "Sari", result), INDONESIAN)

    assert said(SAMARINDA, "no_answer").endswith("belum ada telepon yang dijawab; tidak dijawab 25 Nov 2026")
    assert said(SAMARINDA, "answered") == f"{SAMARINDA}: orang tua: dicek 25 Nov 2026, berlaku 180 hari"
    assert said(SAMARINDA, "wrong") == f"{SAMARINDA}: tidak tampil: nomornya salah, 25 Nov 2026"
    assert said("sapa129", "wrong") == "sapa129: semua orang: nomornya salah, 25 Nov 2026"


def test_after_180_days_the_list_says_that_a_check_is_too_old(config: Config) -> None:
    directory.verify(config, NOW, (SAMARINDA, "Sari", "answered"), INDONESIAN)
    later = NOW + timedelta(days=181)
    assert "tidak tampil: dicek 25 Nov 2026, sudah lebih dari 180 hari" in line_of(config, SAMARINDA, later)


@pytest.mark.parametrize(
    "words",
    [
        ["directory"],
        ["directory", "call"],
        ["directory", "list", SAMARINDA],
        ["directory", "due", "--by", "Sari"],
        ["directory", "verify"],
        ["directory", "verify", SAMARINDA],
        ["directory", "verify", SAMARINDA, "--by", "Sari"],
        ["directory", "verify", SAMARINDA, "--result", "answered"],
        ["directory", "verify", SAMARINDA, "--by", "Sari", "--result", "maybe"],
        ["directory", "verify", SAMARINDA, "--by", "  ", "--result", "answered"],
        ["directory", "verify", SAMARINDA, "--by", "S" * 61, "--result", "answered"],
        ["directory", "verify", SAMARINDA, "--by", "Sa\x1bri", "--result", "answered"],
        ["directory", "verify", "tidak_ada", "--by", "Sari", "--result", "answered"],
        ["directory", "verify", "puspaga_paser", "--by", "Sari", "--result", "answered"],
    ],
)
def test_a_wrong_call_of_the_command_notes_nothing(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code: object = main(words)
    except SystemExit as ended:
        code = ended.code
    assert code == MISUSE
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (folder / "var").exists()


def test_a_broken_directory_is_told_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "content/directory.yaml"
    path.write_text(path.read_text("utf-8").replace("confidence: M-H", "confidence: pasti", 1), encoding="utf-8")
    for words in (["list"], ["due"], ["verify", SAMARINDA, "--by", "Sari", "--result", "answered"]):
        assert main(["directory", *words]) == PROBLEM
        assert re.match(r"content/directory\.yaml:\d+:\d+ F103 ", capsys.readouterr().err)


def test_the_command_needs_no_whole_flows_no_keys_and_no_database(folder: Path) -> None:
    (folder / "flows/sambut.yaml").unlink()
    assert main(["directory", "due"]) == GOOD
    assert verify(SAMARINDA, "answered") == GOOD
    assert {path.name for path in (folder / "var").iterdir()} == {"verified.json", "verified.lock"}


# ---- due


def test_the_sheet_says_whom_to_call_when_and_what_to_ask(config: Config) -> None:
    lines = list(directory.sheet(config, NOW, INDONESIAN))
    assert lines[0] == "Lembar telepon, 25 Nov 2026: 42 kontak"
    start = lines.index(f"[ ] Puspaga Bontang ({BONTANG})")
    entry = lines[start : lines.index("", start)]
    assert entry[1] == "    WhatsApp 0811-5420-213"
    assert "    Kapan: jam kantor" in entry
    assert any(line.startswith("    Tanyakan: ini Puspaga yang mana") for line in entry)
    assert entry[-1] == f"    puspaga directory verify {BONTANG} --by … --result answered|no_answer|wrong"


def test_the_newest_of_those_never_called_is_first_and_numbers_to_be_found_last(config: Config) -> None:
    found = headed(list(directory.sheet(config, NOW, INDONESIAN)))
    assert list(found) == ["BELUM PERNAH DITELEPON", "NOMOR YANG HARUS DICARI"]
    assert found["BELUM PERNAH DITELEPON"][0] == "darurat112"
    assert "puspaga_kukar" in found["NOMOR YANG HARUS DICARI"]


def test_what_was_called_leaves_the_sheet_and_comes_back_in_time(config: Config) -> None:
    def under(days: int) -> dict[str, list[str]]:
        return headed(list(directory.sheet(config, NOW + timedelta(days=days), INDONESIAN)))

    for contact, result in ((SAMARINDA, "answered"), (BONTANG, "wrong"), ("uptd_provinsi", "no_answer")):
        directory.verify(config, NOW, (contact, "Sari", result), INDONESIAN)
    assert SAMARINDA not in str(under(89))
    assert under(90)["WAKTUNYA DITELEPON LAGI"] == [SAMARINDA]
    assert under(1)["NOMORNYA SALAH, CARI YANG BENAR"] == [BONTANG]
    assert under(1)["BELUM DIJAWAB, COBA LAGI"] == ["uptd_provinsi"]


def test_the_sheet_warns_of_numbers_that_everybody_sees(config: Config) -> None:
    directory.verify(config, NOW, ("sapa129", "Sari", "wrong"), INDONESIAN)
    for contact in ("polisi110", "medis119", "darurat112"):
        directory.verify(config, NOW, (contact, "Sari", "answered"), INDONESIAN)
    lines = list(directory.sheet(config, NOW + timedelta(days=365), INDONESIAN))
    assert lines[1] == "! 129 (sapa129) salah menurut telepon 25 Nov 2026, tetapi tetap tampil"
    assert not lines[2].startswith("!")
    later = list(directory.sheet(config, NOW + timedelta(days=366), ENGLISH))
    assert "! 110 (polisi110) was last checked 25 Nov 2026, more than a year ago" in later


def test_both_languages_say_the_same_of_every_contact(config: Config) -> None:
    sheets = [list(directory.sheet(config, NOW, spoken)) for spoken in (INDONESIAN, ENGLISH)]
    assert len(sheets[0]) == len(sheets[1])
    assert sheets[1][0] == "Call sheet, 25 Nov 2026: 42 contacts"
