"""`puspaga report`: a month in counts, beside a running server."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot import reporting
from bot.cli import MISUSE, PROBLEM, main
from bot.clock import LOCAL
from bot.config import load
from bot.errors import Misuse
from tests.cli.test_beside import write
from tests.scenes.house import House, furnish, running

SECRET = "kenari kuning"


async def made(house: House, folder: Path, kind: str) -> str:
    """The report of the month in which the house stands, read in the next."""
    now = house.clock.now().astimezone(LOCAL)
    given = Namespace(month=now.date().replace(day=1), format=kind, office="")
    config = load(folder / "config.yaml", house.settings)
    return (await reporting.report(config, now + timedelta(days=32), given)).decode("utf-8-sig")


async def test_what_children_answered_reaches_the_province(tmp_path: Path) -> None:
    async with running(tmp_path) as house:
        for _ in range(6):
            await write(house, "aku 10 tahun mau kasih nilai layanan ini", "1", "1", SECRET)
        rows = (await made(house, tmp_path, "csv")).splitlines()
        page = await made(house, tmp_path, "html")
    assert any("Nilai layanan ini: anak,Lebih enak,6" in row for row in rows)
    assert any("Obrolan menurut kanal,Web,6" in row for row in rows)
    assert any("Obrolan menurut umur anak,10 sampai 12 tahun,6" in row for row in rows)
    assert ">6<" in page
    assert SECRET not in page + "".join(rows)


async def test_one_talk_is_nobody_that_could_be_known(tmp_path: Path) -> None:
    async with running(tmp_path) as house:
        await write(house, "aku dipukul bapak tiap malam", "1", "1")
        rows = (await made(house, tmp_path, "csv")).splitlines()
    assert {row.rpartition(",")[2] for row in rows[1:]} == {"disamarkan", "0"}


async def test_a_month_that_is_not_over_is_not_told(tmp_path: Path) -> None:
    furnish(tmp_path)
    house = House(tmp_path, {"PUSPAGA__SERVER__PORT": "0"})
    config = load(tmp_path / "config.yaml", house.settings)
    now = house.clock.now().astimezone(LOCAL)
    given = Namespace(month=now.date().replace(day=1), format="html", office="")
    with pytest.raises(Misuse, match="is not over"):
        await reporting.report(config, now, given)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["--month", "2026-13"], MISUSE),
        (["--month", "maret"], MISUSE),
        ([], MISUSE),
        (["--month", "2020-01", "--office", "mahulu"], MISUSE),
        (["--month", "2020-01"], PROBLEM),
    ],
)
def test_what_cannot_be_told_is_said_in_a_line(
    given: Sequence[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    try:
        found = main(["report", *given])
    except SystemExit as left:
        found = int(left.code or 0)
    assert found == code
    assert len(capsys.readouterr().err.splitlines()) == 1
