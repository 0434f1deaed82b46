"""The supervisor's board: counts and times, no content."""

from pathlib import Path

from bot.desk import words
from tests.desk.house import BOTH, adult_waits, child_waits, claimed, contact, desk, rows, seated

SUPERVISOR = frozenset(["supervisor"])


async def test_waits_loads_times_and_outcomes_of_today(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        seated(house, "rani") as one,
        seated(house, "sari", roles=SUPERVISOR) as sees,
    ):
        assert "Belum ada yang masuk jaga" in await sees.sees("/desk/papan")
        await child_waits(house)
        await one.closes(await claimed(house, one))
        await adult_waits(house)
        await claimed(house, one)
        await contact(house, "lain").says("aku mau mati aja")
        page = await sees.sees("/desk/papan")
        assert "Bahaya sekarang 1 0 0 0" in page
        assert "Ingin bicara 0 0 0 0" in page, "who is held does not wait"
        assert "Rani Provinsi, sejak" in page
        assert "1 ringan, 1 dari 3 masa layu-layu sampai" in page
        assert "Bahaya hari ini 1 dari 1" in page
        assert f"{words.OUTCOMES['selesai']} 1" in page


async def test_the_board_holds_no_word_and_no_name_of_anybody_who_writes(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "sari", roles=SUPERVISOR) as sees:
        await child_waits(house)
        await contact(house, "lain").says("tolong, namaku Nurbaya, aku mau mati aja")
        page = (await sees.http.get("/desk/papan")).text
        for word in ("dipukul", "bapak", "Nurbaya", "mati aja", "payung"):
            assert word not in page
        for (name,) in rows(house, "select id from ticket"):
            assert name not in page
        assert rows(house, "select count(*) from audit where action = 'read'") == [(0,)]


async def test_an_office_has_its_own_board_and_the_province_all(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        seated(house, "rani", office="balikpapan") as near,
        seated(house, "budi", office="berau") as far,
        seated(house, "wati", roles=BOTH) as province,
    ):
        await contact(house, "sini").says("aku di balikpapan", "konselor", "boleh", "payung hijau")
        await near.http.post("/desk/jaga", data={"jaga": "masuk"})
        for one, count in ((near, 1), (far, 0), (province, 1)):
            page = await one.sees("/desk/papan")
            assert f"Ingin bicara {count} 0 0 0" in page
            assert page.count("Rani Balikpapan") == count
        part = await near.http.get("/desk/papan?bagian=1")
        mark = part.text.split('If-None-Match": "')[1].split('"')[0]
        again = await near.http.get("/desk/papan?bagian=1", headers={"If-None-Match": mark})
        assert again.status_code == 304


async def test_only_supervisors_open_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani", roles=frozenset(["counselor"])) as one:
        assert (await one.http.get("/desk/papan")).status_code == 403
        assert "Papan:" not in await one.sees()
