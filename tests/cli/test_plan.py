"""`puspaga plan`, as an editor types it: beside a running server, and before there is one."""

import asyncio
import json
import re
from pathlib import Path

import httpx
import pytest

from bot import preview
from bot.cli import GOOD, MISUSE, PROBLEM, main
from bot.config import load
from bot.flow.plan import Fate, Plan
from tests.scenes.house import House, furnish, running

BULLIED = "flows/anak/perundungan.yaml"


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def rename(folder: Path, old: str, new: str) -> None:
    """A state of BULLIED gets another name in all files, and does not say which it was."""
    for path in (folder / "flows").rglob("*.yaml"):
        pattern = rf"\b{old}\b" if path == folder / BULLIED else rf"(?<=anak/perundungan/){old}\b"
        path.write_text(re.sub(pattern, new, path.read_text("utf-8")), encoding="utf-8")


async def planned(house: House, folder: Path | None = None) -> Plan:
    return (await preview.preview(load(house.folder / "config.yaml", house.settings), house.clock.now(), folder)).plan


def told(found: Plan) -> list[str]:
    return list(preview.lines(preview.Preview(found), english=False))


async def writes(house: House, *texts: str) -> None:
    async with httpx.AsyncClient(base_url=house.url) as person:
        for number, text in enumerate(texts):
            assert (await person.post("/chat", data={"text": text, "id": str(number), "js": "1"})).status_code == 303


async def test_a_plan_tells_how_many_wait_at_each_changed_question_beside_a_running_server(tmp_path: Path) -> None:
    furnish(tmp_path)
    async with running(tmp_path) as house:
        await writes(house, "aku diejek terus di kelas")
        await writes(house, "aku diejek terus di kelas", "1")
        await writes(house, "aku diejek terus di kelas", "1")
        assert told(await planned(house)) == [preview.NOBODY[0], "tetap 3 · ditanya lagi 0 · pindah 0 · tersesat 0"]
        change(tmp_path, BULLIED, "Kejadiannya di mana?", "Di mana kejadiannya?")
        assert told(await planned(house)) == [
            "anak/perundungan/di_mana  1 orang  ditanya lagi",
            "tetap 2 · ditanya lagi 1 · pindah 0 · tersesat 0",
        ]
        rename(tmp_path, "tips", "saran")
        text = (tmp_path / BULLIED).read_text("utf-8")
        found = await planned(house)
        assert found.stranded == 2
        line = text[: text.index("  saran:")].count("\n") + 1
        assert told(found)[0].startswith("anak/perundungan/tips  2 orang  tersesat; tambahkan di bawah ")
        assert told(found)[0].endswith(f"{BULLIED}:{line} was: tips")
        change(tmp_path, BULLIED, "  saran:\n", "  saran:\n    was: tips\n")
        assert told(await planned(house)) == [
            "anak/perundungan/tips  2 orang  pindah → anak/perundungan/saran",
            "anak/perundungan/di_mana  1 orang  ditanya lagi",
            "tetap 0 · ditanya lagi 1 · pindah 2 · tersesat 0",
        ]
        assert await house.select("select count(*) from conversation where version > 2") == [(0,)]


async def test_a_folder_of_edited_flows_is_compared_with_the_flows_in_use(tmp_path: Path) -> None:
    house_folder, edited = tmp_path / "house", tmp_path / "edited"
    house_folder.mkdir()
    edited.mkdir()
    furnish(edited)
    async with running(house_folder) as house:
        await writes(house, "aku diejek terus di kelas")
        change(edited, BULLIED, "Kejadiannya di mana?", "Di mana kejadiannya?")
        change(edited, "flows/ortu/layar.yaml", "label: Sudah dicoba", "label: Pernah dicoba")
        for folder in (edited, edited / "flows"):
            found = await planned(house, folder)
            assert (found.people(Fate.ASKED), found.stranded) == (1, 0)
            assert {one.stand.flow: one.stand.people for one in found.changes} == {
                "anak/perundungan": 1,
                "ortu/layar": 0,
            }


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path


def test_before_the_first_start_nobody_waits_and_the_command_ends_well(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan"]) == GOOD
    assert capsys.readouterr().out.startswith(preview.NOBODY[0])
    assert main(["plan", "--format", "json"]) == GOOD
    row = json.loads(capsys.readouterr().out)
    assert row == {
        "kept": 0,
        "asked": 0,
        "moved": 0,
        "start": 0,
        "menu": 0,
        "stranded": 0,
        "places": [],
        "idle": [],
        "talks": [],
    }
    assert not (folder / "var").exists()


async def test_somebody_stranded_is_a_problem_that_names_the_place_in_json_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish(tmp_path)
    async with running(tmp_path) as house:
        await writes(house, "aku diejek terus di kelas")
        rename(tmp_path, "di_mana", "tempatnya")
        monkeypatch.chdir(tmp_path)
        assert await asyncio.to_thread(main, ["plan", "--format", "json"]) == PROBLEM
    row = json.loads(capsys.readouterr().out)
    (place,) = row["places"]
    assert row["stranded"] == place["people"] == 1
    assert (place["flow"], place["state"], place["fate"]) == ("anak/perundungan", "di_mana", "stranded")
    line = (tmp_path / BULLIED).read_text("utf-8").split("  tempatnya:")[0].count("\n") + 1
    assert place["add"] == {"path": BULLIED, "line": line, "text": "was: di_mana"}


def test_a_folder_that_is_not_there_is_misuse_and_broken_files_are_told_with_their_places(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "tidak/ada"]) == MISUSE
    capsys.readouterr()
    change(folder, BULLIED, "go: bukti", "go: buktii")
    assert main(["plan"]) == PROBLEM
    assert f"{BULLIED}:" in capsys.readouterr().err


async def test_the_talks_that_read_otherwise_are_told_as_chat_and_as_json(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = tmp_path_factory.mktemp("edited")
    furnish(edited)
    change(edited, BULLIED, "Kejadiannya di mana?", "Di mana itu terjadi?")
    assert await asyncio.to_thread(main, ["plan", str(edited), "--talks"]) == GOOD
    told = capsys.readouterr().out
    assert "anak/perundungan: di sekolah lalu minta konselor  [teks]\n  > aku diejek terus di kelas\n" in told
    assert "\n-   Kejadiannya di mana?\n+   Di mana itu terjadi?\n    [Di sekolah]" in told
    assert await asyncio.to_thread(main, ["plan", "--from", str(edited), "--talks", "--format", "json"]) == GOOD
    row = json.loads(capsys.readouterr().out)
    talk = next(one for one in row["talks"] if one["name"] == "di sekolah lalu minta konselor")
    assert talk["changed"] == ["texts"]
    assert [one["said"][-1]["text"] for one in (talk["before"][0], talk["after"][0])] == [
        "Di mana itu terjadi?",
        "Kejadiannya di mana?",
    ]


def test_talks_are_compared_only_with_something(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "--talks"]) == MISUSE
    assert "--from" in capsys.readouterr().err
