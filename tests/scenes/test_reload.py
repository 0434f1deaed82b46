"""Other flows are taken while people talk: by a signal, over real sockets, and with a loop full of turns."""

import asyncio
import logging
import signal
from pathlib import Path

import httpx
import pytest

from bot.app import mind_of
from bot.engine.difference import Difference
from bot.engine.exchange import Refusal
from bot.engine.mind import Mind
from bot.runner.flows import Flows
from bot.screen.scene import Scene
from tests.desk.house import Contact, contact, desk
from tests.scenes.house import House, furnish
from tests.scenes.person import Person, person
from tests.scenes.server import Server, serving
from tests.scenes.test_many import two_servers
from tests.web.fakes import until

BULLIED = "flows/anak/perundungan.yaml"
TOLD = "aku diejek terus di kelas"
FLOWS = "bot.runner.flows"
"""Its log."""
OLD, NEW = "Kejadiannya di mana?", "Di mana itu terjadi?"


def change(folder: Path, old: str, new: str, name: str = BULLIED) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rename(folder: Path) -> None:
    """A state gets another name, and does not say which it was."""
    change(folder, "\n  cerita:\n", "\n  kisah:\n")
    change(folder, "go: cerita\n", "go: kisah\n")


async def hears(url: str, words: str) -> None:
    """Somebody new is asked in these words, within a while."""

    async def asked() -> bool:
        async with person(url) as one:
            await one.says(TOLD)
            return words in await one.reads()

    deadline = asyncio.get_running_loop().time() + 20
    while not await asked():
        assert asyncio.get_running_loop().time() < deadline


async def begun(one: Person) -> None:
    await one.says(TOLD)
    assert OLD in await one.reads()


async def last(one: Person) -> str:
    return (await one.bubbles())[-1][1]


async def ready(server: Server) -> int:
    async with httpx.AsyncClient(base_url=server.url, timeout=40) as http:
        return (await http.get("/readyz")).status_code


async def test_a_signal_takes_edited_flows_in_the_middle_of_talks(tmp_path: Path) -> None:
    async with serving(tmp_path) as server, person(server.url) as first, person(server.url) as second:
        await begun(first)
        await begun(second)
        change(tmp_path, OLD, NEW)
        change(tmp_path, "label: Di internet", "label: Di HP")
        server.process.send_signal(signal.SIGHUP)
        await hears(server.url, NEW)
        await first.says("di sekolah")
        assert "Mau bicara dengan" in await last(first), "the same choice in both"
        await second.says("2")
        assert NEW in await last(second)
        assert "baru diperbaiki" in await second.reads()
        await second.presses("Di HP")
        assert "Mau bicara dengan" in await last(second)
        assert server.rows("select count(*) from arrival where state <> 'done'") == [(0,)]
        assert await ready(server) == 200


async def test_flows_that_would_strand_somebody_or_are_broken_leave_those_in_use(tmp_path: Path) -> None:
    async with serving(tmp_path) as server, person(server.url) as child:
        await begun(child)
        await child.presses("Tempat lain")
        change(tmp_path, OLD, NEW)
        rename(tmp_path)
        for broken in ("", "go: buktii"):
            if broken:
                change(tmp_path, "go: bukti", broken)
            server.process.send_signal(signal.SIGHUP)
            assert await ready(server) == 200
            await hears(server.url, OLD)
        change(tmp_path, "go: buktii", "go: bukti")
        change(tmp_path, "\n  kisah:\n", "\n  kisah:\n    was: cerita\n")
        server.process.send_signal(signal.SIGHUP)
        await hears(server.url, NEW)
        await child.says("di lapangan, sama anak kelas enam")
        where = (
            "select flow || '/' || state from conversation where state in ('kisah', 'tips') order by opened_at limit 1"
        )
        assert server.rows(where) == [("anak/perundungan/kisah",)], "landed, and gathering a story"


async def test_what_one_process_takes_the_others_take_too(tmp_path: Path, postgres_url: str) -> None:
    async with two_servers(tmp_path, postgres_url) as (one, other, _), person(other.url) as child:
        await begun(child)
        change(tmp_path, OLD, NEW)
        one.process.send_signal(signal.SIGHUP)
        await hears(one.url, NEW)
        await hears(other.url, NEW)
        await child.says("1")
        assert "Mau bicara dengan" in await last(child)
        assert await ready(other) == 200


async def test_risk_rules_are_taken_with_the_flows(tmp_path: Path) -> None:
    furnish(tmp_path)
    async with desk(tmp_path) as house:
        assert house.app.mind.ear.hear("aku dizalimi", Scene()) is None
        rule = "rules:\n  dizalimi:\n    level: high\n    sure: yes\n    kinds: [danger]\n    phrases: [aku dizalimi]\n"
        (tmp_path / "content/risk/zalim.yaml").write_text(rule, encoding="utf-8")
        assert (await house.app.flows.reload()).refusal is Refusal.NONE
        assert house.app.mind.ear.hear("aku dizalimi", Scene()) is not None


async def test_a_reload_among_running_turns_answers_everybody_and_faults_nobody(tmp_path: Path) -> None:
    furnish(tmp_path)
    async with desk(tmp_path) as house:
        everybody = [contact(house, f"c{number}") for number in range(12)]
        done = asyncio.Event()

        async def talks(one: Contact) -> int:
            said = 0
            while not done.is_set() or said < 4:
                await one.says((TOLD, "1", "menu", "2")[said % 4])
                said += 1
            return said

        running = asyncio.gather(*(talks(one) for one in everybody))
        for number in range(3):
            change(tmp_path, OLD if number == 0 else f"{NEW} {number}", f"{NEW} {number + 1}")
            assert (await house.app.flows.reload()).refusal is Refusal.NONE
        done.set()
        said = await running
        assert await house.select("select count(*) from arrival where state <> 'done'") == [(0,)]
        assert await house.select("select count(*) from arrival") == [(sum(said),)]
        assert await house.select("select count(*) from ticket where reasons like '%fault%'") == [(0,)]


async def test_a_log_line_tells_counts_and_codes_and_no_word_of_the_files(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger=FLOWS)
    furnish(tmp_path)
    async with desk(tmp_path) as house:
        await contact(house, "anak").says(TOLD, "3")
        rename(tmp_path)
        assert (await house.app.flows.reload()).refusal is Refusal.STRANDED
        change(tmp_path, "go: bukti", "go: buktii")
        assert (await house.app.flows.reload()).refusal is Refusal.PROBLEMS
        change(tmp_path, "go: buktii", "go: bukti")
        change(tmp_path, "kisah", "cerita")
        assert (await house.app.flows.reload()).refusal is Refusal.SAME
        change(tmp_path, OLD, NEW)
        assert (await house.app.flows.reload()).refusal is Refusal.NONE
    records = [one for one in caplog.records if one.name == FLOWS]
    told = [(one.getMessage(), one.__dict__.get("because"), one.__dict__.get("count")) for one in records]
    assert told == [
        ("Kept the flows in use", "stranded", 1),
        ("Kept the flows in use", "problems", 1),
        ("Found the flows in use unchanged", None, None),
        ("Took other flows", None, 1),
    ]
    assert records[1].__dict__["code"] == "F121"
    assert all("cerita" not in str(one.__dict__) for one in caplog.records)


async def test_the_start_tells_what_its_flows_meet(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """After a deploy nothing refuses them."""
    furnish(tmp_path)
    async with desk(tmp_path) as house:
        await contact(house, "anak").says(TOLD, "3")
        rename(tmp_path)
        await house.restart()
        caplog.set_level(logging.INFO, logger=FLOWS)
        meeting = asyncio.create_task(house.app.flows.on(asyncio.Event()))
        await until(lambda: [one for one in caplog.records if one.name == FLOWS])
        meeting.cancel()
    (told,) = [one for one in caplog.records if one.name == FLOWS]
    assert (told.getMessage(), told.levelname, told.__dict__["state"]) == ("Met running talks", "WARNING", "stranded 1")


async def test_talks_that_cannot_be_compared_keep_nobody_from_taking_the_flows(tmp_path: Path) -> None:
    def broken(old: Mind, new: Mind) -> list[Difference]:
        raise LookupError

    furnish(tmp_path)
    async with desk(tmp_path) as house:
        flows = Flows(
            house.app.mind,
            house.app.store,
            read=lambda: mind_of(house.app.config),
            folders=(tmp_path / "flows", tmp_path / "content"),
            mark=house.app.flows.mark,
            clock=house.clock,
            compare=broken,
        )
        assert (await flows.draft()).refusal is Refusal.SAME
        change(tmp_path, OLD, NEW)
        seen = await flows.draft()
        assert (seen.refusal, seen.talks) == (Refusal.NONE, ())
        assert (await flows.reload(seen.mark)).refusal is Refusal.NONE


async def test_files_that_changed_since_they_were_looked_at_are_not_taken_unseen(tmp_path: Path) -> None:
    furnish(tmp_path)
    async with desk(tmp_path) as house:
        flows = house.app.flows
        change(tmp_path, OLD, NEW)
        seen = await flows.draft()
        assert seen.refusal is Refusal.NONE
        change(tmp_path, NEW, f"{NEW} Ya?")
        assert (await flows.reload(seen.mark)).refusal is Refusal.CHANGED
        assert flows.mark != seen.mark
        assert (await flows.reload((await flows.draft()).mark)).refusal is Refusal.NONE
        assert OLD not in await _asked(house)


async def _asked(house: House) -> str:
    async with person(house.url) as one:
        await one.says(TOLD)
        return await one.reads()
