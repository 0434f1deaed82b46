"""Starting, stopping and starting again, as an operator does it."""

import time
from pathlib import Path

from tests.scenes.person import person
from tests.scenes.server import serving


async def test_a_restart_in_the_middle_of_a_talk_loses_nothing(tmp_path: Path) -> None:
    async with serving(tmp_path) as one:
        assert "/desk" in one.said
        async with person(one.url) as child:
            await child.says("aku dipukul bapak tiap malam")
            cookie = child.http.cookies["obrolan"]
        assert await one.stop() == 0
    async with serving(tmp_path) as two, person(two.url) as child:
        child.http.cookies.set("obrolan", cookie, path="/chat")
        assert "Aku percaya kamu" in await child.reads()
        await child.presses("Tidak ada")
        assert "129" in await child.reads()


async def test_the_first_start_is_ready_in_well_under_a_minute_and_the_second_in_ten_seconds(tmp_path: Path) -> None:
    for limit in (60, 10):
        began = time.monotonic()
        async with serving(tmp_path):
            assert time.monotonic() - began < limit
