"""At the desk or not, what is offered to whom, and which office sees whom."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.desk import words
from bot.model.message import Channel
from tests.desk.house import adult_waits, child_waits, claimed, contact, desk, rows, seated, words_of
from tests.scenes.house import House, running

DANGER = "aku mau mati aja"
WEEK = dict.fromkeys(("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"), "00.00-23.59")


@asynccontextmanager
async def offices(folder: Path, **settings: dict[str, object]) -> AsyncIterator[House]:
    """A desk with offices of its own settings."""
    known = {name: {"week": WEEK, "open_until": "2099-12-31", **one} for name, one in settings.items()}
    environ = {"PUSPAGA__SERVICE__TESTERS": '["*"]', "PUSPAGA__OFFICES": json.dumps(known)}
    async with running(folder, environ) as house:
        yield house


async def test_in_out_break_and_how_much_one_carries(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        assert "Anda belum masuk jaga" in await one.sees()
        for asked, seen in (
            ("masuk", "belum memegang obrolan, 0 dari 3"),
            ("2", "0 dari 2"),
            ("istirahat", "Istirahat sejak"),
            ("kembali", "Berjaga sejak"),
            ("selesai", "Anda belum masuk jaga"),
        ):
            assert (await one.http.post("/desk/jaga", data={"jaga": asked})).status_code == 303
            assert seen in await one.sees(), asked
        assert (await one.http.post("/desk/jaga", data={"jaga": "tidur"})).status_code == 422
        assert rows(house, "select count(*), count(ended_at) from shift") == [(1, 1)]


async def test_claiming_checks_in_and_what_is_carried_is_shown(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        await claimed(house, one)
        page = await one.sees()
        assert "Berjaga sejak" in page
        assert "1 berat, 2 dari 3" in page


async def test_full_hands_are_offered_nothing_but_a_life_in_danger_that_nobody_else_can_take(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        seated(house, "rani") as one,
        seated(house, "budi") as other,
    ):
        await child_waits(house)
        await claimed(house, one)
        await child_waits(house, "lain")
        assert words.NOT_OFFERED["full"] in await one.sees()
        (ticket,) = await other.queue()
        assert await one.queue() == []
        answer = await one.claims(ticket)
        assert answer.status_code == 409
        assert words.NOT_OFFERED["full"] in words_of(answer)
        await contact(house, "ketiga").says(DANGER)
        assert words.ONLY_YOU in await one.sees()
        await other.http.post("/desk/jaga", data={"jaga": "masuk"})
        assert await one.queue() == [], "a colleague is there"
        assert f"{words.NOT_OFFERED['full']} {words.SOMEBODY}" in await one.sees()
        await other.http.post("/desk/jaga", data={"jaga": "istirahat"})
        (grave,) = await one.queue()
        assert (await one.claims(grave)).status_code == 303


async def test_after_a_heavy_talk_there_is_a_rest_from_heavy_ones(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        assert (await one.closes(ticket)).status_code == 303
        page = await one.sees()
        assert "Masa layu-layu sampai" in page
        await child_waits(house, "lain")
        await adult_waits(house)
        assert words.NOT_OFFERED["rest"] in await one.sees()
        (light,) = await one.queue()
        assert rows(house, "select level from ticket where id = ?", light) == [(0,)]
        house.clock.ahead += timedelta(minutes=20)
        await one.http.get("/desk")
        assert len(await one.queue()) == 2


async def test_the_heavy_talks_of_a_shift_are_counted(tmp_path: Path) -> None:
    async with offices(tmp_path, provinsi={"heavy": 1, "rest": 0}) as house, seated(house, "rani") as one:
        await child_waits(house)
        await one.closes(await claimed(house, one))
        await child_waits(house, "lain")
        assert words.NOT_OFFERED["quota"] in await one.sees()
        assert await one.queue() == []
        for asked in ("selesai", "masuk"):
            house.clock.ahead += timedelta(minutes=1)
            await one.http.post("/desk/jaga", data={"jaga": asked})
        assert len(await one.queue()) == 1, "another shift"


async def test_asking_to_be_relieved_is_one_tap_that_colleagues_and_supervisors_see(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, seated(house, "budi") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        path = f"/desk/tickets/{ticket}/ganti"
        assert (await other.http.post(path, data={"ganti": "ya"})).status_code == 404
        assert "minta diganti" not in await other.sees()
        assert (await one.http.post(path, data={"ganti": "ya"})).status_code == 303
        assert "Konselornya minta diganti" in await other.sees()
        assert "1 obrolan: konselornya minta diganti" in await other.sees("/desk/papan")
        assert "Anda minta diganti" in await one.sees(f"/desk/tickets/{ticket}")
        assert (await one.http.post(path, data={"ganti": "tidak"})).status_code == 303
        assert "minta diganti" not in await other.sees()


async def test_a_ticket_goes_on_to_a_neighbour_after_its_time_and_says_why(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        seated(house, "rani", office="paser") as own,
        seated(house, "budi", office="ppu") as near,
        seated(house, "sari", office="berau") as far,
        seated(house, "wati") as province,
    ):
        await contact(house, "sini", Channel.WEB).says("aku di paser", "aku dipukul bapak", "konselor", "boleh")
        (ticket,) = await own.queue()
        assert await near.queue() == []
        assert (await near.claims(ticket)).status_code == 404
        assert "dari Paser, giliran provinsi 2" in await province.sees()
        house.clock.ahead += timedelta(minutes=12)
        assert await near.queue() == [ticket]
        assert "dari Paser, menunggu 12 menit" in await near.sees()
        assert "dari Paser" not in await own.sees()
        assert await far.queue() == []
        assert (await near.claims(ticket)).status_code == 303
        assert "Dipegang Budi" in await own.sees()
        assert (await own.claims(ticket)).status_code == 409


async def test_a_language_orders_the_queue_of_who_does_not_speak_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await contact(house, "en").says("bahasa", "english", "konselor")
        await contact(house, "id").says("konselor")
        english, other = (ticket for (ticket,) in rows(house, "select id from ticket order by opened_at"))
        assert await one.queue() == [other, english]
        assert "memakai bahasa Inggris, mungkin lebih cocok dengan rekan lain" in await one.sees()
        await one.http.post("/desk/jaga/saya", data={"inggris": "ya"})
        assert await one.queue() == [english, other]
        assert "rekan lain" not in await one.sees()


async def test_a_calendar_that_ends_is_told_on_the_desk_and_changes_no_readiness(tmp_path: Path) -> None:

    settings = {"PUSPAGA__OFFICES": "{}", "PUSPAGA__SERVICE__TESTERS": '["*"]'}
    async with running(tmp_path, settings) as house, seated(house, "rani") as one:
        assert "dianggap tutup" in await one.sees()
        assert "dianggap tutup" in await one.sees("/desk/papan")
        answer = await one.http.get("/readyz")
        assert answer.status_code == 200
        assert answer.json() == {"ready": True, "because": [], "warnings": ["calendar:provinsi"]}
