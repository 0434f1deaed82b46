"""`puspaga doctor`: what is not ready for real families, one line each."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cli import GOOD, PROBLEM, main
from bot.clock import SystemClock, day_of
from bot.doctor import findings, lines, rows
from bot.flow.library import load
from tests.cli.small import build, settle

ROOT = Path(__file__).parents[2]
FLOW = Path("flows/main.yaml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house to stand in, in which nobody has read anything."""
    build(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    """What doctor prints while something is missing."""
    assert main(["doctor", *more]) == PROBLEM
    return capsys.readouterr().out.splitlines()


def test_what_is_not_ready_is_told_in_one_line_each(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readers = [one.reader for one in load(Path("flows"), Path("content")).written]
    count, child, anyone = len(readers), readers.count("child"), readers.count("anyone")
    legal, roster, texts, contacts = told(capsys)
    assert legal.startswith(
        "the legal basis for children's data is not recorded: record service.legal_basis: document,"
    )
    assert roster == "a roster is missing: give offices.provinsi.open_until, the last day it covers"
    assert texts == (
        f"{count} of {count} texts await a psychologist: children {child}, parents 0, anyone {anyone}; "
        "reviewed by one person: 0 (docs/content.md)"
    )
    assert contacts == "1 of 1 numbers were never answered when called (puspaga directory due)"
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    legal, _, texts, _ = told(capsys)
    assert legal == "dasar hukum untuk data anak belum dicatat: catat service.legal_basis: document, date, signer"
    assert texts.startswith(f"{count} dari {count} teks menunggu psikolog: anak {child}, orang tua 0, siapa saja ")
    assert not (folder / "var").exists()


def test_the_project_itself_is_read_and_has_no_errors(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    found = {row["what"]: row for row in map(json.loads, told(capsys, "--format", "json"))}
    assert "problems" not in found
    assert "settings" not in found
    assert found["contacts"]["count"] > 0


def test_it_is_the_same_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys)
    found = [json.loads(line) for line in told(capsys, "--format", "json")]
    assert [one["what"] for one in found] == ["legal_basis", "calendar", "texts", "contacts"]
    assert [one["text"] for one in found] == said
    assert found[2]["count"] == found[2]["all"] == found[2]["child"] + found[2]["parent"] + found[2]["anyone"]


def test_what_is_settled_is_told_no_more(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    today = day_of(SystemClock().now())
    settle(monkeypatch, today)
    files = sorted({one.file for one in load(Path("flows"), Path("content")).written})
    main(["approve", *files, "--by", "Rani"])
    main(["approve", *files[1:], "--by", "Budi", "--state", "approved"])
    capsys.readouterr()
    ending, alerts, texts, contacts = (json.loads(line) for line in told(capsys, "--format", "json"))
    assert ending["what"] == "calendar_soon", "the roster covers today, and not much more"
    assert alerts["what"] == "alerts", "nobody outside the desk is told of anybody"
    assert texts["what"] == "texts"
    assert texts["count"] == texts["reviewed"] > 0
    main(["approve", files[0], "--by", "Budi", "--state", "approved"])
    capsys.readouterr()
    assert [json.loads(line)["what"] for line in told(capsys, "--format", "json")] == [
        "calendar_soon",
        "alerts",
        contacts["what"],
    ]


def test_a_way_of_alerts_is_enough(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    settle(monkeypatch)
    assert told(capsys)[0].startswith("there is no way of alerts: nobody is told when somebody waits")
    monkeypatch.setenv("PUSPAGA__ALERTS__SMTP", '{"host": "mail.test", "from": "a@p.test", "to": ["b@p.test"]}')
    assert not any("alerts" in one for one in told(capsys))


def test_a_number_of_everyone_is_told_until_it_was_answered_and_again_after_a_year(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def found(today: date) -> list[str]:
        return [one.what for one in findings(folder / "config.yaml", {}, today) if one.what in ("contacts", "number")]

    today = day_of(SystemClock().now())
    assert found(today) == ["contacts"]
    for result, whats in (("no_answer", ["contacts"]), ("wrong", ["number"]), ("answered", [])):
        assert main(["directory", "verify", "darurat", "--by", "Rani", "--result", result]) == GOOD
        assert found(today) == whats
    assert found(today + timedelta(days=364)) == []
    assert found(today + timedelta(days=366)) == ["number"]
    (folder / "var/verified.json").write_text("{", encoding="utf-8")
    told = [one.said[1] for one in findings(folder / "config.yaml", {}, today) if one.what == "calls"]
    assert len(told) == 1
    assert told[0].startswith("what the calls found cannot be read: ")


def test_offices_without_a_number_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "content/directory.yaml"
    entry = '  kantor:\n    name: Kantor\n    how: Telepon\n    number: ""\n    confidence: H\n    source: S\n'
    path.write_text(f"{path.read_text('utf-8')}{entry}    seen: Des 2024\n", encoding="utf-8")
    assert "1 offices and lines have no number yet (puspaga directory due)" in told(capsys)


def test_a_roster_that_has_ended_is_told_with_its_last_day(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    yesterday = day_of(SystemClock().now()) - timedelta(days=1)
    settle(monkeypatch, yesterday)
    assert told(capsys)[0] == f"the roster ended on {yesterday}: give offices.provinsi.open_until"


def test_an_office_whose_calendar_is_missing_or_over_is_told_and_one_that_soon_will_be_is_a_warning(
    folder: Path,
) -> None:
    today = date(2026, 12, 1)
    week = {"senin": "08.00-16.00"}
    offices = {
        "provinsi": {"week": week, "open_until": "2027-12-31"},
        "paser": {"week": week},
        "ppu": {"week": week, "open_until": "2026-11-30"},
        "berau": {"week": week, "open_until": "2027-01-30"},
        "kubar": {"week": week, "open_until": "2027-01-31"},
    }
    basis = json.dumps({"document": "a letter", "date": "2026-11-01", "signer": "the head"})
    environ = {"PUSPAGA__OFFICES": json.dumps(offices), "PUSPAGA__SERVICE__LEGAL_BASIS": basis}
    found = [one for one in findings(folder / "config.yaml", environ, today) if one.what.startswith("calendar")]
    assert [(one.what, one.facts["office"], one.red) for one in found] == [
        ("calendar_soon", "berau", False),
        ("calendar_none", "paser", True),
        ("calendar", "ppu", True),
    ]
    assert found[0].said[1] == "warning: the roster of berau ends on 2027-01-30; after that it counts as closed"


@pytest.mark.parametrize("audience", ["trial", "families"])
def test_it_looks_as_if_families_were_served_whatever_the_settings_say(
    audience: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PUSPAGA__SERVICE__AUDIENCE", audience)
    found = [json.loads(line)["what"] for line in told(capsys, "--format", "json")]
    assert found == ["legal_basis", "calendar", "texts", "contacts"]


def test_errors_in_flows_are_counted_and_what_leans_on_them_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    FLOW.write_text(FLOW.read_text("utf-8").replace("go: lanjut", "go: lanjutt", 1), encoding="utf-8")
    assert told(capsys)[2:] == ["errors in flows and content: 1 (puspaga check)"]


def test_a_wrong_setting_is_told_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    config = Path("config.yaml")
    config.write_text(config.read_text("utf-8").replace("port: 0", "port: banyak"), encoding="utf-8")
    assert told(capsys)[0].startswith("config.yaml:2:9 F108 ")
    config.unlink()
    assert told(capsys)[0].startswith("config.yaml:1:1 C100 ")


def test_when_nothing_is_missing_it_says_what_it_looked_at() -> None:
    assert lines([], 1) == ["Nothing is missing in content, contacts, roster and legal basis."]
    assert lines([], 0) != lines([], 1)
    assert rows([], 1) == []
    assert GOOD == 0
