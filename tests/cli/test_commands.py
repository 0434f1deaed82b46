"""The commands as an operator types them: what they print, and how they end."""

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import GOOD, MISUSE, PROBLEM, main
from tests.cli.small import for_families
from tests.scenes.house import furnish

CANARY = "aku dipukul bapak tiap malam"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A furnished folder to stand in."""
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path


def feed(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))


# ---- help and misuse


@pytest.mark.parametrize(
    "command",
    ["serve", "chat", "check", "approve", "draw", "plan", "screen", "queue", "counselor", "migrate", "keys", "doctor"],
)
def test_every_command_explains_itself_in_two_languages(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for locale in ("id_ID.UTF-8", "en_US.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
        said.append(capsys.readouterr().out)
    assert "pemakaian:" in said[0]
    assert "usage:" in said[1]
    assert said[0] != said[1]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["terbang"],
        ["keys"],
        ["keys", "rotate"],
        ["check", "tidak/ada"],
        ["counselor", "add"],
        ["counselor", "add", "rani"],
        ["counselor", "add", "rani", "--office", "jakarta", "--role", "counselor"],
        ["counselor", "add", "rani", "--office", "berau", "--role", "counselor", "--checked", "kemarin"],
        ["counselor", "reset", "tidak-ada"],
        ["chat", "--as", "robot"],
    ],
)
def test_a_command_called_wrongly_says_why_in_one_line_and_exits_with_2(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code: object = main(words)
    except SystemExit as ended:
        code = ended.code
    assert code == MISUSE
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_wrong_setting_is_told_with_its_place_by_every_command(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = folder / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("port: 8080", "port: banyak\n  hots: x"), encoding="utf-8")
    for words in (["serve"], ["queue"], ["chat"], ["migrate"]):
        assert main(words) == PROBLEM
        told = capsys.readouterr().err.splitlines()
        assert [line.split(" ")[0] for line in told] == ["config.yaml:4:9", "config.yaml:5:3"]


# ---- check


def test_check_finds_nothing_wrong_with_the_project(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == GOOD
    assert capsys.readouterr().out == ""


def test_check_names_every_problem_of_every_file_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, old, new in (
        ("flows/ortu/layar.yaml", "go: langkah", "go: langkha"),
        ("flows/anak/cemas.yaml", "go: napas", "go: nafas"),
        ("content/directory.yaml", "confidence: M-H", "confidence: pasti"),
    ):
        path = folder / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    assert main(["check"]) == PROBLEM
    told = capsys.readouterr().out
    assert told.endswith("    → docs/flow-language.md#cara-menulis  F103\n    → docs/flow-language.md#ke-mana  F121\n")
    assert re.search(r"^flows/ortu/layar\.yaml:\d+:\d+ F121 .*; mungkin maksudnya 'langkah'\?$", told, re.MULTILINE)
    assert re.search(r"^flows/anak/cemas\.yaml:\d+:\d+ F121 ", told, re.MULTILINE)
    assert re.search(r"^content/directory\.yaml:\d+:\d+ F103 ", told, re.MULTILINE)
    assert main(["check", "flows/anak"]) == PROBLEM
    assert "layar" not in capsys.readouterr().out
    assert main(["check", "--format", "json", "flows/anak/cemas.yaml"]) == PROBLEM
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["path"] for row in rows} == {"flows/anak/cemas.yaml"}
    assert {"path", "line", "column", "code", "text", "hint", "severity", "docs", "guide", "talk"} == set(rows[0])


def test_check_shows_the_shortest_talk_that_breaks_a_safety_rule(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "flows/perintah/keluhan.yaml"
    path.write_text(path.read_text("utf-8").replace("    consent: yes\n", ""), encoding="utf-8")
    assert main(["check"]) == PROBLEM
    first, *talk, section = capsys.readouterr().out.splitlines()
    assert section == "    → docs/flow-language.md#variabel  F210"
    assert re.match(r"^flows/perintah/keluhan\.yaml:\d+:3 F210 'keluhan' disimpan di ", first)
    assert talk[0] == "    user: KELUHAN"
    assert talk[1].startswith("    bot: Ada yang kurang baik")
    assert main(["check", "--format", "json"]) == PROBLEM
    row = json.loads(capsys.readouterr().out)
    assert row["talk"] == [line.strip() for line in talk]


def test_the_module_of_the_commands_is_the_commands_too() -> None:
    done = subprocess.run([sys.executable, "-m", "bot.cli"], capture_output=True, text=True, check=False)
    assert done.returncode == MISUSE
    assert len(done.stderr.splitlines()) == 1


def test_an_example_that_does_not_come_true_is_a_problem_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "flows/perintah/nomor.yaml"
    before, named, talk = path.read_text("utf-8").partition("  - name: nomor lalu kembali ke pertanyaan\n")
    talk = talk.replace("    talk:\n", "    channel: [telegram, whatsapp]\n    talk:\n", 1)
    path.write_text(before + named + talk.replace('- bot: "110"', '- bot: "111"', 1), encoding="utf-8")
    assert main(["check"]) == PROBLEM
    told = [line for line in capsys.readouterr().out.splitlines() if " F180 " in line]
    assert len(told) == 2
    for line, channel in zip(told, ("telegram", "whatsapp"), strict=True):
        place, said = r"^flows/perintah/nomor\.yaml:\d+:\d+", f"'nomor lalu kembali ke pertanyaan [{channel}]'"
        assert re.match(rf"{place} F180 contoh {re.escape(said)}: robot tidak mengatakan '111', tetapi: Ini", line)


def test_a_broken_flow_stops_the_start_with_the_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flows/anak/rusak.yaml").write_text("flow: rusak\ntitle: [\n", encoding="utf-8")
    assert main(["serve"]) == PROBLEM
    assert re.search(r"^flows/anak/rusak\.yaml:\d+:\d+ F001 ", capsys.readouterr().err, re.MULTILINE)
    assert not (folder / "var" / "puspaga.db").exists()


def test_for_families_drafts_are_a_problem_of_their_file_and_stop_the_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for_families(monkeypatch)
    (folder / "content/approvals.yaml").unlink(missing_ok=True)
    for words in (["serve"], ["plan"]):
        assert main(words) == PROBLEM
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == len({line.partition(":")[0] for line in lines})
        assert all(":1:1 C132 " in line for line in lines)
        told = "content/tips/tantrum.md:1:1 C132 3 dari 3 teks di sini belum disetujui (0 sudah ditinjau satu orang)"
        assert any(line.startswith(told) for line in lines)
        assert {"flows/sambut.yaml", "content/replies/umum.yaml"} <= {line.partition(":")[0] for line in lines}
    assert not (folder / "var" / "puspaga.db").exists()


# ---- screen


def test_screen_answers_line_by_line_in_order_and_keeps_other_fields(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"id": 7, "text": CANARY}, {"text": "anakku tantrum"}, {"text": "😭 Bundir aja"}]
    feed(monkeypatch, "\n".join(json.dumps(row) for row in rows).encode())
    assert main(["screen"]) == GOOD
    heard = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert heard[0]["id"] == 7
    assert [one["level"] for one in heard] == ["high", "none", "imminent"]
    assert heard[0]["kinds"] == ["physical"]
    first = heard[0]["because"][0]
    assert CANARY[slice(*first["span"])] == first["text"]
    assert "dipukul" in first["text"]
    assert "😭 Bundir aja"[slice(*heard[2]["because"][0]["span"])] == "Bundir"


def test_screen_puts_an_error_in_the_place_of_a_bad_line_and_ends_with_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, b'{"text": "halo"}\nbukan json\n{"teks": 1}\n["x"]\n\xff\xfe\n{"text": "halo"}\n')
    assert main(["screen"]) == PROBLEM
    heard = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["error" in one for one in heard] == [False, True, True, True, True, False]


def test_screen_hands_half_a_letter_on_as_it_came(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, b'{"text": "\\ud83d halo"}\n{"text": "halo"}\n')
    assert main(["screen"]) == GOOD
    printed = capsys.readouterr().out
    assert printed.encode()
    assert [json.loads(line)["text"] for line in printed.splitlines()] == ["\ud83d halo", "halo"]


# ---- keys, migrate, counselor, queue


def test_keys_are_made_once_and_verified_against_the_database(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "verify"]) == PROBLEM
    assert main(["keys", "new"]) == GOOD
    assert (folder / "var/keys.json").stat().st_mode & 0o777 == 0o600
    assert main(["keys", "new"]) == MISUSE
    assert main(["migrate"]) == GOOD
    assert main(["keys", "verify"]) == GOOD
    shutil.move(folder / "var/keys.json", folder / "var/away.json")
    capsys.readouterr()
    for words in (["migrate"], ["keys", "verify"], ["serve"], ["queue"]):
        assert main(words) == PROBLEM
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (folder / "var/keys.json").exists()


def test_another_ring_beside_an_existing_database_is_refused(folder: Path) -> None:
    assert main(["migrate"]) == GOOD
    (folder / "var/keys.json").unlink()
    assert main(["keys", "new"]) == GOOD
    assert main(["keys", "verify"]) == PROBLEM
    assert main(["serve"]) == PROBLEM


def test_counselors_are_added_listed_and_invited_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add = ["counselor", "add", "rani", "--office", "balikpapan", "--role", "counselor", "--role", "supervisor"]
    assert main(add) == GOOD
    first = capsys.readouterr().out.strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:8080/desk/enrol/[\w-]{40,}", first)
    assert main(add) == MISUSE
    assert main(["counselor", "reset", "rani"]) == GOOD
    capsys.readouterr()
    assert main(["counselor", "list"]) == GOOD
    assert capsys.readouterr().out.split("\t")[:3] == ["rani", "balikpapan", "counselor,supervisor"]
    wati = ["counselor", "add", "wati", "--office", "berau", "--role", "counselor", "--shown", "Bu Wati"]
    assert main([*wati, "--profession", "psikolog", "--kha", "2026-03-31", "--checked", "2026-04-01"]) == GOOD
    raw = b"".join(path.read_bytes() for path in (folder / "var").glob("puspaga.db*"))
    assert first.rpartition("/")[2].encode() not in raw


def test_the_queue_of_a_new_house_has_no_database_to_read_and_says_so_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["queue", "--json"]) == PROBLEM
    assert capsys.readouterr().err == "puspaga: there is no database yet; the first start makes it\n"
    assert not (folder / "var" / "puspaga.db").exists()
