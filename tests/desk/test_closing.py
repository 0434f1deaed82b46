"""A close: with an outcome, and one code of the scheme of what it was about."""

import re
from pathlib import Path

from bot.desk.closing import Chosen, Codes, suggested
from tests.desk.house import adult_waits, child_waits, claimed, desk, rows, seated, words_of
from tests.store.telling import claimed as held

CLOSED = "select state, outcome, category, scheme from ticket"
CHOSEN = re.compile(r'<option value="([^"]*)" selected>')


async def test_a_talk_is_closed_with_an_outcome_and_a_code_of_a_version(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        page = (await one.http.get(f"/desk/tickets/{ticket}")).text
        assert '<optgroup label="Kekerasan">' in page
        assert '<option value="violence.physical">Kekerasan fisik</option>' in page
        assert (await one.closes(ticket, "dirujuk_uptd", "violence.physical")).status_code == 303
        assert rows(house, CLOSED) == [("closed", "dirujuk_uptd", "violence.physical", 1)]


async def test_a_close_wants_a_code_that_there_is_and_keeps_what_was_chosen_and_typed(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        for wrong, said in (("", "Pilih dulu ini tentang apa"), ("violence.nothing", "tidak ada dalam daftar")):
            answer = await one.closes(ticket, "dirujuk_lain", wrong, teks="Kalimat yang belum selesai")
            assert answer.status_code == 422
            assert said in words_of(answer)
            assert 'value="dirujuk_lain" required checked' in answer.text
            assert "Kalimat yang belum selesai</textarea>" in answer.text
            assert '<details id="tutup" open>' in answer.text
        answer = await one.closes(ticket, "", "mental.mood")
        assert answer.status_code == 422
        assert CHOSEN.findall(answer.text) == ["mental.mood"]
        assert rows(house, CLOSED) == [("claimed", "", "", 0)]


async def test_the_code_of_the_topic_it_came_from_is_chosen_already(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await adult_waits(house)
        ((category,),) = rows(house, "select category from ticket")
        assert category
        ticket = await claimed(house, one)
        assert CHOSEN.findall((await one.http.get(f"/desk/tickets/{ticket}")).text) == [category]
        assert (await one.closes(ticket, category="family.caregiver")).status_code == 303
        assert rows(house, CLOSED) == [("closed", "selesai", "family.caregiver", 1)]


async def test_the_same_close_twice_is_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        assert [(await one.closes(ticket)).status_code for _ in range(2)] == [303, 303]
        assert (await one.closes(ticket, category="mental.mood")).status_code == 404
        assert rows(house, "select count(*) from audit where action = 'close'") == [(1,)]


CODES = Codes({"a.x": "X", "b.y": "Y", "a.z": "Z"}, {"b": "Be", "c": "Ce"}, 3)


def test_codes_stand_by_their_main_groups_in_the_order_of_the_file() -> None:
    assert CODES.groups() == [("Be", [("b.y", "Y")]), ("a", [("a.x", "X"), ("a.z", "Z")])]


def test_a_code_that_is_not_offered_any_more_is_not_chosen_already() -> None:
    assert suggested(held(category="a.z"), CODES) == Chosen(category="a.z")
    assert suggested(held(category="a.old"), CODES) == Chosen()
