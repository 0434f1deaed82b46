"""Commands beside a running server."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot import commands
from bot.app import App
from bot.config import load
from bot.errors import Misuse
from tests.scenes.counselor import Counselor
from tests.scenes.house import House, furnish, running


async def write(house: House, *texts: str) -> None:
    """One person on the web chat."""
    async with httpx.AsyncClient(base_url=house.url) as person:
        for number, text in enumerate(texts):
            assert (await person.post("/chat", data={"text": text, "id": str(number), "js": "1"})).status_code == 303


async def test_the_queue_shows_danger_first_with_reasons_and_never_content(tmp_path: Path) -> None:
    async with running(tmp_path) as house:
        await write(house, "konselor")
        await write(house, "aku mau bunuh diri malam ini")
        await write(house, "aku dipukul bapak tiap malam", "1", "1")
        config = load(tmp_path / "config.yaml", house.settings)
        rows = await commands.open_tickets(config, house.clock)
    assert [row["level"] for row in rows] == ["imminent", "high", "none"]
    assert rows[0]["kinds"] == ["selfharm"]
    assert rows[1]["reasons"][:2] == ["bahaya hari ini", "anak"]
    assert set(rows[0]) == {"id", "office", "level", "kinds", "waiting_s", "state", "disputed", "reasons"}
    assert "bunuh" not in str(rows)


async def test_a_counselor_is_added_beside_a_running_server(tmp_path: Path) -> None:
    async with running(tmp_path) as house:
        config = load(tmp_path / "config.yaml", house.settings)
        roles = frozenset(["counselor"])
        link = await commands.add_counselor(config, house.clock, "rani", office="kukar", roles=roles)
        async with httpx.AsyncClient(base_url=house.url) as desk:
            assert (await desk.get(f"/desk/enrol/{link.rpartition('/')[2]}")).status_code == 200
        assert "rani" in "".join(await commands.list_counselors(config))


async def test_each_start_gives_a_fresh_first_link_until_somebody_has_enrolled(tmp_path: Path) -> None:
    async with running(tmp_path) as house, httpx.AsyncClient(base_url=house.url) as http:
        old = house.first_path
        house.clock.ahead += timedelta(hours=25)
        await house.restart()
        assert house.first_path != old
        assert (await http.get(old)).status_code == 404
        assert (await Counselor(http, house).enrols(house.first_path)).status_code == 303
        await house.restart()
        assert house.app.first_link == ""
        assert await commands.list_counselors(house.app.config) == [
            "koordinator\tprovinsi\tcounselor,supervisor\tmay meet children"
        ]


async def test_who_was_added_before_the_first_start_leaves_the_house_its_first_link(tmp_path: Path) -> None:
    furnish(tmp_path)
    house = House(tmp_path, {"PUSPAGA__SERVER__PORT": "0"})
    config = load(tmp_path / "config.yaml", house.settings)
    await commands.add_counselor(config, house.clock, "rani", office="kukar", roles=frozenset(["counselor"]))
    await house.start()
    try:
        async with httpx.AsyncClient(base_url=house.url) as http:
            assert (await Counselor(http, house).enrols(house.first_path)).status_code == 303
    finally:
        await house.stop()
    rows = await commands.list_counselors(config)
    assert [row.partition("\t")[0] for row in rows] == ["rani", "koordinator"]


async def test_a_second_server_on_the_same_database_is_refused(tmp_path: Path) -> None:
    async with running(tmp_path) as house:
        with pytest.raises(Misuse):
            await App(load(tmp_path / "config.yaml", house.settings)).__aenter__()
