"""The auditor's page: who did what with which case, and no word of what was said."""

from pathlib import Path

from bot.desk.trail import ACTIONS, PAGE
from bot.model.audit import Audited
from bot.store.audit import ACTIONS as OF_TURNS
from tests.desk.house import NONE, adult_waits, child_waits, claimed, desk, rows, seated, stranger

AUDITOR = frozenset(["auditor"])


async def test_an_auditor_of_the_province_sees_who_did_what_and_no_content(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, seated(house, "bu sari", roles=AUDITOR) as sees:
        await child_waits(house)
        ticket = await claimed(house, one)
        await one.http.get(f"/desk/tickets/{ticket}")
        await one.closes(ticket, "dirujuk_uptd")
        assert (await sees.http.get("/desk")).headers["location"] == "/desk/jejak"
        page = await sees.sees("/desk/jejak")
        for told in (f"Rani mengambil obrolan {ticket}", f"Rani membuka obrolan: untuk menemani {ticket}"):
            assert told in page
        assert f"Rani menutup: Dirujuk ke UPTD PPA {ticket}" in page
        assert "perintah di server menambah konselor: Rani -" in page
        assert "dipukul" not in page
        assert (await one.http.get("/desk/jejak")).status_code == 403


async def test_an_auditor_of_an_office_sees_their_own_office_only(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        seated(house, "rani") as one,
        seated(house, "bu sari", office="kukar", roles=AUDITOR) as sees,
    ):
        await adult_waits(house)
        await claimed(house, one)
        page = await sees.sees("/desk/jejak")
        assert "mengambil" not in page
        assert "Bu Sari masuk" in page


async def test_a_claim_refused_by_the_records_is_told(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani", records=NONE) as one:
        await child_waits(house)
        ((ticket,),) = rows(house, "select id from ticket")
        assert (await one.claims(ticket)).status_code == 403
        assert rows(house, "select action, ticket_id from audit where action like 'claim%'") == [
            ("claim_refused", ticket)
        ]


async def test_older_rows_are_a_page_away(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "bu sari", roles=AUDITOR) as sees:
        now = house.clock.now()
        await house.app.store.audit(*(Audited(now, "k-gone", "claim", "c", f"nomor-{n}") for n in range(PAGE + 3)))
        latest = (await sees.http.get("/desk/jejak")).text
        assert f"nomor-{PAGE + 2}<" in latest
        assert "nomor-0<" not in latest
        older = latest.partition('href="/desk/jejak?dari=')[2].partition('"')[0]
        assert "nomor-0<" in (await sees.http.get(f"/desk/jejak?dari={older}")).text
        for odd in ("", "x", "²", "9" * 40):
            assert (await sees.http.get(f"/desk/jejak?dari={odd}")).status_code == 200


def test_every_action_of_a_turn_has_words() -> None:
    assert set(OF_TURNS.values()) <= set(ACTIONS)


async def test_one_tap_signs_a_counselor_out_everywhere_and_nobody_else(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        seated(house, "rani") as one,
        seated(house, "dewi") as other,
        stranger(house, "rani") as phone,
    ):
        known = await house.app.store.counselor("rani")
        assert known
        await house.app.store.open_session("on the phone", known.id, house.clock.now())
        phone.http.cookies.set("meja", "on the phone", path="/desk")
        assert (await phone.http.get("/desk")).status_code == 200
        assert "Kunci semua" in await one.sees()
        assert (await one.http.post("/desk/kunci")).headers["location"] == "/desk/login"
        for gone in (one, phone):
            assert (await gone.http.get("/desk")).headers["location"] == "/desk/login"
        assert (await other.http.get("/desk")).status_code == 200
        assert rows(house, "select count(*) from audit where action = 'lock'") == [(1,)]
