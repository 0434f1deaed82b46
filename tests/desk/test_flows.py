"""An editor looks at what edited flows would do, and takes them, without script."""

import re
from pathlib import Path

from bot.desk.flows import TAKEN, WHY
from bot.engine.exchange import Refusal
from tests.desk.house import Sitting, contact, desk, seated, words_of
from tests.scenes.house import furnish
from tests.scenes.test_reload import BULLIED, NEW, OLD, TOLD, change, rename

EDITOR = frozenset(["editor"])
MARK = re.compile(r'name="tanda" value="([^"]+)"')


async def mark(one: Sitting) -> str:
    """What the form would take."""
    found = MARK.search((await one.http.get("/desk/alur")).text)
    return found.group(1) if found else ""


async def test_an_editor_sees_what_would_change_for_whom_and_takes_it(tmp_path: Path) -> None:
    furnish(tmp_path)
    async with desk(tmp_path) as house, seated(house, "sari", roles=EDITOR) as one:
        await contact(house, "anak").says(TOLD)
        await contact(house, "lain").says(TOLD, "1")
        assert WHY[Refusal.SAME] in await one.sees("/desk/alur")
        assert await mark(one) == ""
        change(tmp_path, OLD, NEW)
        page = await one.sees("/desk/alur")
        assert "anak/perundungan/di_mana 1 orang: ditanya lagi" in page
        assert "Tetap seperti semula: 1 orang." in page
        assert "Pertanyaannya berubah" in page
        assert "anak/perundungan: di sekolah lalu minta konselor teks" in page
        assert f"hilang: − {OLD} baru: + {NEW} [Di sekolah]" in page
        answer = await one.http.post("/desk/alur/reload", data={"tanda": await mark(one)}, follow_redirects=True)
        assert answer.status_code == 200
        assert TAKEN in words_of(answer)
        assert WHY[Refusal.SAME] in words_of(answer)
        assert NEW in str(house.app.mind.book.flows["anak/perundungan"].states["di_mana"])


async def test_problems_are_told_with_their_places_and_nothing_is_taken(tmp_path: Path) -> None:
    furnish(tmp_path)
    async with desk(tmp_path) as house, seated(house, "sari", roles=EDITOR) as one:
        change(tmp_path, "go: bukti", "go: buktii")
        page = await one.sees("/desk/alur")
        assert WHY[Refusal.PROBLEMS] in page
        assert re.search(rf"{BULLIED}:\d+:\d+ F121 ", page)
        assert await mark(one) == "", "there is nothing to press"
        answer = await one.http.post("/desk/alur/reload", data={"tanda": house.app.flows.mark})
        assert answer.status_code == 409


async def test_who_would_be_stranded_is_counted_with_the_line_that_saves_them(tmp_path: Path) -> None:
    furnish(tmp_path)
    async with desk(tmp_path) as house, seated(house, "sari", roles=EDITOR) as one:
        await contact(house, "anak").says(TOLD, "3")
        rename(tmp_path)
        page = await one.sees("/desk/alur")
        assert WHY[Refusal.STRANDED] in page
        assert "anak/perundungan/cerita 1 orang: tersesat" in page
        assert re.search(rf"Tambahkan di bawah \S*{BULLIED}:\d+ was: cerita", page)
        draft = await house.app.flows.draft()
        answer = await one.http.post("/desk/alur/reload", data={"tanda": draft.mark})
        assert answer.status_code == 409
        assert WHY[Refusal.STRANDED] in words_of(answer)
        assert "cerita" in house.app.mind.book.flows["anak/perundungan"].states


async def test_only_what_was_looked_at_is_taken(tmp_path: Path) -> None:
    furnish(tmp_path)
    async with desk(tmp_path) as house, seated(house, "sari", roles=EDITOR) as one:
        change(tmp_path, OLD, NEW)
        seen = await mark(one)
        change(tmp_path, NEW, f"{NEW} Ya?")
        for form in ({"tanda": seen}, {"tanda": ""}, {}):
            answer = await one.http.post("/desk/alur/reload", data=form)
            assert answer.status_code == 409
            assert WHY[Refusal.CHANGED] in words_of(answer)
        assert OLD in str(house.app.mind.book.flows["anak/perundungan"].states["di_mana"])


async def test_an_editor_comes_in_by_the_flows_and_a_supervisor_finds_them_from_the_queue(tmp_path: Path) -> None:
    async with desk(tmp_path) as house:
        async with seated(house, "sari", roles=EDITOR) as editor:
            home = await editor.http.get("/desk")
            assert (home.status_code, home.headers["location"]) == (303, "/desk/alur")
            assert "Ke antrean" not in await editor.sees("/desk/alur")
        async with seated(house, "rani") as supervisor:
            assert 'href="/desk/alur"' in (await supervisor.http.get("/desk")).text
            assert "Ke antrean" in await supervisor.sees("/desk/alur")
        async with seated(house, "budi", roles=frozenset(["counselor"])) as counselor:
            assert 'href="/desk/alur"' not in (await counselor.http.get("/desk")).text
            assert (await counselor.http.get("/desk/alur")).status_code == 403
