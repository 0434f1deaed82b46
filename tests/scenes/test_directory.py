"""A number is called for us while the service runs: what families read of it changes, and nobody restarts."""

from pathlib import Path

import pytest

from bot.cli import GOOD, main
from bot.errors import Misuse
from tests.peers.telegram import TelegramPeer
from tests.scenes.house import TELEGRAM_TOKEN, House, furnish, running, telegram_settings
from tests.scenes.person import person
from tests.web.fakes import until

BONTANG = "0811-5420-213"


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.runner.calls.LOOKS_S", 0.02)


async def verify(house: House, result: str) -> None:
    """As an operator types it, beside the service; until the service knows."""
    before = house.app.mind.calls
    config = ["--config", str(house.folder / "config.yaml")]
    call = ["verify", "puspaga_bontang", "--by", "Bu Sari", "--result", result]
    assert main(["directory", *config, *call]) == GOOD
    await until(lambda: house.app.mind.calls != before)


async def asked(house: House) -> str:
    """What a parent in Bontang reads who asks for the office."""
    async with person(house.url) as parent:
        for words in ("/start", "1", "kantor", "bontang"):
            await parent.says(words)
        return await parent.reads()


async def test_a_number_that_was_wrong_is_hidden_and_one_that_was_answered_is_shown_again(tmp_path: Path) -> None:
    async with running(tmp_path) as house:
        assert f"{BONTANG} (dari berita Sep 2025, belum kami telepon)" in await asked(house)
        await verify(house, "wrong")
        assert BONTANG not in await asked(house)
        await house.restart()
        assert BONTANG not in await asked(house)
        assert (await house.app.flows.reload()).refusal
        await verify(house, "answered")
        assert f"{BONTANG} (dicek " in await asked(house)


async def test_other_flows_are_taken_with_what_the_calls_found(tmp_path: Path) -> None:
    furnish(tmp_path)
    async with running(tmp_path) as house:
        await verify(house, "wrong")
        path = tmp_path / "content/replies/umum.yaml"
        path.write_text(path.read_text("utf-8").replace("Coba di jam kerja, ya.", "Coba jam kerja."), encoding="utf-8")
        assert not (await house.app.flows.reload()).refusal
        assert BONTANG not in await asked(house)


async def test_a_file_that_cannot_be_read_leaves_what_is_known_until_the_next_start(tmp_path: Path) -> None:
    async with running(tmp_path) as house:
        await verify(house, "wrong")
        (tmp_path / "var/verified.json").write_text("{", encoding="utf-8")
        assert BONTANG not in await asked(house)
        with pytest.raises(Misuse, match="cannot be read"):
            await house.restart()


async def test_a_point_on_the_map_is_answered_with_the_nearest_office_and_is_written_nowhere(tmp_path: Path) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer:
        peer.back_off = (0.05,)
        async with running(tmp_path, telegram_settings(peer.url)) as house:
            one = peer.person(501)
            await one.sends(location={"latitude": 0.133_337, "longitude": 117.500_001})
            await one.hears("Puspaga Bontang, untuk keluarga dan anak.")
            await one.hears("Lokasi tidak kami simpan.")
            assert await house.select("select kind, state, sealed_raw from arrival") == [("Location", "done", None)]
            assert await house.select("select office from conversation") == [("provinsi",)]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "var").rglob("*") if path.is_file())
    assert b"0.13333" not in kept
    assert b"117.5000" not in kept
