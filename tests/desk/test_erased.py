"""A talk that its contact asked to be erased, as the desk shows it: before the close, and when it is gone."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import words
from bot.desk.talks import ERASED, GONE
from tests.desk.house import Contact, child_waits, claimed, desk, rows, seated, until_sent, words_of
from tests.scenes.house import House
from tests.web.fakes import until

CHILDS_WORDS = "aku dipukul bapak tiap malam"
ASKED = "select count(*) from conversation where erase_asked_at is not null"


async def asks(child: Contact) -> None:
    await child.says("hapus", "1")


async def erased(house: House) -> None:
    """The eraser's next round has come."""
    house.clock.ahead += timedelta(seconds=10)

    def gone() -> bool:
        house.app.bell.ring("erasing")
        return rows(house, "select count(*) from conversation where erased_at is not null") == [(1,)]

    await until(gone)


async def test_the_counselor_reads_before_the_close_that_it_erases(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        child = await child_waits(house)
        await asks(child)
        ticket = await claimed(house, one)
        page = await one.sees(f"/desk/tickets/{ticket}")
        assert "Setelah ditutup, isinya tidak bisa dibuka lagi" in page
        assert words.RULES["hapus"] in page
        assert words.LEFT["hapus"] in page
        assert CHILDS_WORDS in page, "until then a person reads it"


async def test_without_a_wish_nothing_is_said_of_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        assert "dihapus" not in await one.sees(f"/desk/tickets/{ticket}")


async def test_after_the_close_it_is_erased_and_shown_as_erased(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        child = await child_waits(house)
        await asks(child)
        await until_sent(house)
        ticket = await claimed(house, one)
        form = await one.form(ticket)
        assert (await one.closes(ticket)).status_code == 303
        await erased(house)
        for path in (f"/desk/tickets/{ticket}", f"/desk/tickets/{ticket}?bagian=1"):
            answer = await one.http.get(path)
            assert (answer.status_code, ERASED in words_of(answer)) == (404, True)
            assert CHILDS_WORDS not in answer.text
        answer = await one.replies(ticket, "Aku di sini.", form)
        assert (answer.status_code, ERASED in words_of(answer)) == (404, True)
        assert "Aku di sini." in answer.text, "typed words come back"
        assert (await one.closes(ticket)).status_code == 303
        assert (await one.claims(ticket)).status_code in (303, 409)
        assert "Tidak ada yang menunggu" in await one.sees()


async def test_a_stranger_is_not_told_that_there_was_a_talk(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        seated(house, "rani") as one,
        seated(house, "budi", office="berau", roles=frozenset(["counselor"])) as other,
    ):
        child = await child_waits(house)
        await asks(child)
        await until_sent(house)
        ticket = await claimed(house, one)
        await one.closes(ticket)
        await erased(house)
        assert words_of(await other.http.get(f"/desk/tickets/{ticket}")) == words_of(
            await other.http.get("/desk/tickets/nobodys.1")
        )
        assert GONE in await other.sees(f"/desk/tickets/{ticket}")


@pytest.mark.parametrize("word", ["hapus", "halo"])
async def test_it_waits_for_the_close_however_often_they_write(tmp_path: Path, word: str) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        child = await child_waits(house)
        await asks(child)
        await child.says(word)
        ticket = await claimed(house, one)
        assert rows(house, ASKED) == [(1,)]
        house.clock.ahead += timedelta(minutes=1)
        assert await house.app.store.to_erase(house.clock.now(), 9) == []
        assert CHILDS_WORDS in await one.sees(f"/desk/tickets/{ticket}")
