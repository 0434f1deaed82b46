"""Who waits, in which order and why; who may take whom."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.desk import words
from bot.model.message import Blocked, Channel
from tests.desk.house import (
    NONE,
    adult_waits,
    child_waits,
    claimed,
    contact,
    desk,
    rows,
    seated,
    until_sent,
    words_of,
)

SUPERVISOR = frozenset(["supervisor"])


async def test_danger_stands_first_and_the_reasons_are_printed(tmp_path: Path) -> None:
    async with desk(tmp_path) as house:
        await adult_waits(house)
        house.clock.ahead += timedelta(minutes=20)
        await child_waits(house)
        await contact(house, "lain").says("aku mau mati aja")
        house.clock.ahead += timedelta(minutes=7)
        async with seated(house, "rani") as one:
            tickets = await one.queue()
            levels = dict(rows(house, "select id, level from ticket"))
            assert [levels[ticket] for ticket in tickets] == [3, 2, 0]
            page = await one.sees()
    assert "3 menunggu" in page
    first, second, third = (page.split("menunggu 7 menit")[0], page, page[page.index("Orang tua") :])
    assert "▲ Bahaya sekarang" in first
    assert "◆ Bahaya hari ini" in second
    assert "Menyakiti diri, terdengar: bunuh diri" in page
    assert "Kekerasan fisik, minta bicara dengan orang" in page
    assert "Urutan karena: bahaya hari ini, anak, menunggu 7 menit" in page
    assert "Orang tua, menyebut 2–3 tahun · Telegram · Provinsi" in third
    assert "Urutan karena: ingin bicara, menunggu 27 menit" in third


async def test_the_queue_holds_no_word_of_anybody(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        await contact(house, "lain").says("tolong, namaku Nurbaya, aku mau mati aja")
        page = (await one.http.get("/desk")).text
        assert "Bahaya sekarang" in page
        for word in ("dipukul", "bapak", "Nurbaya", "mati aja", "payung", "boleh muncul"):
            assert word not in page
        assert rows(house, "select count(*) from audit where action = 'read'") == [(0,)]


async def test_who_says_it_is_not_so_stays_in_line_marked(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await contact(house, "lain").says("aku mau mati aja", "bukan begitu")
        page = await one.sees()
        assert "Dia bilang bukan begitu" in page
        assert "Bahaya sekarang" in page


async def test_replies_that_are_held_are_counted_until_they_come_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        child = contact(house, "anak")
        await child.says("aku diejek di kelas, umurku 12", "konselor", "jangan", "payung hijau")
        await until_sent(house)
        ticket = await claimed(house, one)
        await one.replies(ticket, "Aku di sini.")
        await until_sent(house)
        for path in ("/desk", f"/desk/tickets/{ticket}"):
            assert "2 balasan ditahan: belum aman" in await one.sees(path)
        await child.says("lanjut")
        await until_sent(house)
        for path in ("/desk", f"/desk/tickets/{ticket}"):
            assert "ditahan" not in await one.sees(path)


async def test_how_somebody_left_is_shown_until_they_come_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        child, parent, other = await child_waits(house), await adult_waits(house), await adult_waits(house, "502")
        last = await adult_waits(house, "503")
        assert "Balasan" not in await one.sees()
        await child.leaves()
        await parent.says("berhenti")
        await other.does(Blocked(house.clock.now()))
        await last.says("hapus", "1")
        page = await one.sees()
        for told in words.LEFT.values():
            assert page.count(told) == 1
        for who in (parent, other, last):
            await who.says("halo lagi")
        page = await one.sees()
        assert "menutup obrolan dengan cepat" in page
        assert "bilang berhenti" not in page
        assert "memblokir" not in page


async def test_an_office_sees_its_own_and_the_province_all(tmp_path: Path) -> None:
    async with desk(tmp_path) as house:
        await contact(house, "sini").says("aku di balikpapan", "konselor", "boleh", "payung hijau")
        async with (
            seated(house, "rani", office="balikpapan") as near,
            seated(house, "budi", office="berau") as far,
            seated(house, "wati") as province,
        ):
            (ticket,) = await near.queue()
            assert await province.queue() == [ticket]
            assert await far.queue() == []
            assert "Tidak ada yang menunggu" in await far.sees()
            assert (await far.claims(ticket)).status_code == 404
            assert (await near.claims(ticket)).status_code == 303


async def test_a_childs_talk_is_only_for_who_has_the_three_records(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani", records=NONE) as one:
        await child_waits(house)
        await adult_waits(house)
        page = await one.sees()
        assert "Data Anda belum lengkap" in page
        assert "Obrolan anak hanya untuk konselor dengan data profesi" in page
        (adult,) = await one.queue()
        (child,) = (ticket for (ticket,) in rows(house, "select id from ticket") if ticket != adult)
        answer = await one.claims(child)
        assert answer.status_code == 403
        assert "pelatihan KHA" in words_of(answer)
        assert (await one.claims(adult)).status_code == 303
        assert rows(house, "select claimed_by from ticket where id = ?", child) == [(None,)]


async def test_who_has_not_said_whether_they_are_a_child_is_guarded_like_one(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        seated(house, "rani", records=NONE) as one,
        seated(house, "budi") as other,
    ):
        await contact(house, "lain").says("konselor", "boleh", "payung hijau")
        assert rows(house, "select reader from conversation") == [("unknown",)]
        why = (
            "Belum diketahui apakah ia anak. Karena mungkin anak, obrolan ini hanya untuk konselor dengan data profesi"
        )
        assert why in await one.sees()
        assert await one.queue() == []
        (ticket,) = await other.queue()
        answer = await one.claims(ticket)
        assert answer.status_code == 403
        assert why in words_of(answer)
        assert (await other.claims(ticket)).status_code == 303


async def test_a_supervisor_sees_who_waits_and_takes_nobody(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani", roles=SUPERVISOR) as one:
        await child_waits(house)
        page = await one.sees()
        assert "tanpa isi obrolan" in page
        assert "Kekerasan fisik" in page
        assert await one.queue() == []
        (ticket,) = rows(house, "select id from ticket")[0]
        assert (await one.claims(ticket)).status_code == 403
        assert (await one.http.get(f"/desk/tickets/{ticket}")).status_code == 403
        assert rows(house, "select count(*) from audit where action = 'read'") == [(0,)]


async def test_of_two_who_claim_at_once_exactly_one_holds(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, seated(house, "budi") as other:
        await child_waits(house)
        (ticket,) = await one.queue()
        both = await asyncio.gather(one.claims(ticket), other.claims(ticket))
        assert sorted(answer.status_code for answer in both) == [303, 409]
        late = next(answer for answer in both if answer.status_code == 409)
        assert "Sudah diambil konselor lain" in words_of(late)
        reads = [await who.http.get(f"/desk/tickets/{ticket}") for who in (one, other)]
        assert sorted(answer.status_code for answer in reads) == [200, 404]
        assert rows(house, "select count(*) from audit where action = 'read'") == [(1,)]


async def test_a_talk_i_hold_opens_again_and_others_see_who_holds_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "kak rani") as one, seated(house, "budi") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        page = await one.sees()
        assert "Buka obrolan Anak" in page
        assert "Anda pegang sampai" in page
        assert (await one.claims(ticket)).headers["location"] == f"/desk/tickets/{ticket}#akhir"
        assert rows(house, "select count(*) from arrival where kind = 'Claimed'") == [(1,)]
        assert "Dipegang Kak Rani sampai" in await other.sees()
        assert await other.queue() == []


async def test_a_lease_that_ran_out_holds_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "kak rani") as one, seated(house, "budi") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        for _ in range(2):
            house.clock.ahead += timedelta(minutes=15, seconds=1)
            await other.sees()
            await one.sees()
        assert "Waktu pegang Kak Rani sudah habis" in await other.sees()
        assert (await one.http.get(f"/desk/tickets/{ticket}")).status_code == 404
        assert await other.queue() == [ticket]
        assert (await other.claims(ticket)).status_code == 303
        assert (await one.claims(ticket)).status_code == 409


async def test_a_closed_ticket_cannot_be_claimed(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, seated(house, "budi") as other:
        await contact(house, "whatsapp:+6281100000001", Channel.WHATSAPP).says("konselor", "boleh")
        ticket = await claimed(house, one)
        assert (await one.closes(ticket)).status_code == 303
        answer = await other.claims(ticket)
        assert answer.status_code == 409
        assert "sudah ditutup" in words_of(answer)
