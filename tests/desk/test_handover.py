"""A talk changes hands: ten who claim at once, a lease that ends, back to the queue, and held out with a note."""

import asyncio
import re
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import httpx

from bot.desk import words
from bot.engine.floor import LEASE, OFFER
from bot.model.desk import Reading
from bot.model.message import Channel, ConversationId, CounselorId
from tests.desk.house import (
    NONE,
    Sitting,
    adult_waits,
    at_desk,
    child_waits,
    claimed,
    contact,
    desk,
    rows,
    until_sent,
    words_of,
)
from tests.scenes.house import House
from tests.web.fakes import until

SECRET = "Ayahnya pulang jam tujuh"
NOTE = {
    "siapa": "Anak, takut pulang",
    "risiko": SECRET,
    "dilakukan": "Sudah bicara tentang tetangga",
    "janji": "Besok jam 4",
    "aman": "Siang",
}
SECOND = timedelta(seconds=1)


async def hands_over(one: Sitting, ticket: str, to: str, **parts: str) -> httpx.Response:
    data = {"kepada": to, "formulir": "serah", **NOTE, **parts}
    return await one.http.post(f"/desk/tickets/{ticket}/hand-over", data=data)


async def posts(one: Sitting, ticket: str, what: str) -> httpx.Response:
    return await one.http.post(f"/desk/tickets/{ticket}/{what}")


async def person(house: House, name: str) -> str:
    """As the form names a colleague."""
    found = await house.app.store.counselor(name)
    assert found
    return f"orang:{found.id}"


async def passes(house: House, span: timedelta) -> None:
    """Time goes by, and the clockwork has seen it."""
    house.clock.ahead += span
    house.app.bell.ring("timers")
    due = "select count(*) from timer where kind like 'term:%' and due_at <= ?"
    now = int(house.clock.now().timestamp() * 1000)
    await until(lambda: rows(house, due, now) == [(0,)])


async def test_of_ten_who_claim_at_once_one_holds_and_nine_are_told_kindly(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, AsyncExitStack() as stack:
        await child_waits(house)
        first = await stack.enter_async_context(at_desk(house, "kak 0"))
        (ticket,) = await first.queue()
        more = [await stack.enter_async_context(at_desk(house, f"kak {number}")) for number in range(1, 10)]
        answers = await asyncio.gather(*(one.claims(ticket) for one in (first, *more)))
        codes = sorted(answer.status_code for answer in answers)
        assert codes == [303] + [409] * 9
        for answer in answers:
            if answer.status_code == 409:
                said = words_of(answer)
                assert "Sudah diambil konselor lain" in said
                assert "Terima kasih" in said
                assert "Kak" not in said
        assert rows(house, "select count(*) from arrival where kind = 'Claimed'") == [(1,)]
        reads = [(await one.http.get(f"/desk/tickets/{ticket}")).status_code for one in (first, *more)]
        assert sorted(reads) == [200] + [404] * 9


async def test_a_lease_ends_by_itself_and_the_family_is_told_the_truth_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, at_desk(house, "kak rani") as one:
        adult = await adult_waits(house)
        ticket = await claimed(house, one)
        await one.replies(ticket, "Aku di sini.")
        for span in (LEASE / 2, LEASE / 2 - timedelta(minutes=1)):
            house.clock.ahead += span
            await one.sees()
        await adult.says("masih di sana?")
        await passes(house, timedelta(minutes=1, seconds=1))
        assert rows(house, "select state, back, claimed_by from ticket") == [("waiting", "lease", None)]
        assert rows(house, "select count(*) from timer where kind like 'term:%'") == [(0,)]
        assert rows(house, "select author, answers from outbox order by turn desc, n desc limit 1") == [("bot", 0)]
        page = await one.http.get(f"/desk/tickets/{ticket}?bagian=1")
        assert "Waktu pegang Anda habis, karena 30 menit" in words_of(page)
        assert f'hx-post="/desk/tickets/{ticket}/claim"' in page.text
        assert "konselor sebelumnya tidak bisa melanjutkan" in await one.sees()
        again = await one.http.post(f"/desk/tickets/{ticket}/claim", data={"teks": "Kalimat yang belum selesai"})
        assert again.status_code == 200
        assert "Kalimat yang belum selesai</textarea>" in again.text


async def test_a_page_opened_by_hand_and_writing_renew_a_lease_and_following_does_not(tmp_path: Path) -> None:
    lease = "select lease_until from ticket"
    async with desk(tmp_path) as house, at_desk(house, "rani") as one, at_desk(house, "budi") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        began = rows(house, lease)
        house.clock.ahead += timedelta(minutes=6)
        await one.http.get(f"/desk/tickets/{ticket}?bagian=1")
        assert (await posts(other, ticket, "here")).status_code == 204
        assert rows(house, lease) == began
        await one.http.get(f"/desk/tickets/{ticket}")
        opened = rows(house, lease)
        assert opened > began
        assert (await posts(one, ticket, "here")).status_code == 204
        assert rows(house, lease) == opened
        house.clock.ahead += timedelta(minutes=6)
        await posts(one, ticket, "here")
        assert rows(house, lease) > opened


async def test_a_talk_goes_back_to_the_queue_in_one_tap_to_its_own_place(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, at_desk(house, "rani") as one, at_desk(house, "budi") as other:
        await child_waits(house, "pertama")
        ticket = await claimed(house, one)
        await child_waits(house, "kedua")
        await one.replies(ticket, "Aku di sini.")
        answer = await posts(one, ticket, "release")
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
        assert rows(house, "select state, back from ticket where id = ?", ticket) == [("waiting", "release")]
        assert (await other.queue())[0] == ticket
        assert "konselor sebelumnya mengembalikannya" in await other.sees()
        assert (await posts(one, ticket, "release")).status_code == 303
        gone = await one.http.get(f"/desk/tickets/{ticket}")
        assert gone.status_code == 404
        assert words.NOT_MINE["release"] in words_of(gone)
        assert (await posts(other, "nobody.1", "release")).status_code == 404


async def test_a_talk_is_held_out_with_a_note_and_accepted(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, at_desk(house, "kak rani") as one, at_desk(house, "kak sari") as other:
        child = await child_waits(house)
        await until_sent(house)
        ticket = await claimed(house, one)
        await one.replies(ticket, "Aku di sini.")
        assert "Anak" in await one.sees(f"/desk/tickets/{ticket}/hand-over")
        assert (await hands_over(one, ticket, await person(house, "kak sari"))).status_code == 303
        assert "Menunggu Kak Sari menerima" in await one.sees(f"/desk/tickets/{ticket}")
        assert "Kak Rani menitipkan obrolan ini kepada Anda" in await other.sees()
        seen = await other.sees(f"/desk/tickets/{ticket}/offer")
        assert all(text in seen for text in NOTE.values())
        assert "Bahaya hari ini" in seen
        assert "dipukul" not in seen.replace("Kekerasan", "")
        assert (await other.http.get(f"/desk/tickets/{ticket}")).status_code == 404
        await one.replies(ticket, "Sebentar, ya.")
        assert (await posts(other, ticket, "accept")).status_code == 303
        assert "aku dipukul bapak" in await other.sees(f"/desk/tickets/{ticket}")
        assert SECRET in await other.sees(f"/desk/tickets/{ticket}")
        lost = await one.http.get(f"/desk/tickets/{ticket}")
        assert lost.status_code == 404
        assert words.NOT_MINE["accepted"] in words_of(lost)
        assert (await posts(other, ticket, "accept")).status_code == 303
        await child.says("halo kak")
        await other.replies(ticket, "Aku di sini juga.")
        await until_sent(house)
        page = await other.sees(f"/desk/tickets/{ticket}")
        assert page.count("Saya melanjutkan obrolan dengan Kak Rani") == 1
        assert page.count("Saya manusia") == 2
        purposes = {purpose for (purpose,) in rows(house, "select purpose from audit where action = 'read'")}
        assert purposes == {"counsel", "offer"}


async def test_nothing_of_a_note_is_ever_on_its_way_to_a_contact(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, at_desk(house, "rani") as one, at_desk(house, "sari") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        await one.replies(ticket, "Aku di sini.")
        await hands_over(one, ticket, await person(house, "sari"))
        await posts(other, ticket, "decline")
        await hands_over(one, ticket, "kantor:provinsi", formulir="serah lagi")
        await posts(other, ticket, "accept")
        reading = Reading(house.clock.now(), CounselorId("test"), ConversationId(ticket.rpartition(".")[0]), "test")
        lines = await house.app.store.read_talk(reading)
        assert lines
        assert not any(part in line.text for line in lines for part in NOTE.values())
        assert rows(house, "select count(*) from note") == [(2,)]
        blobs = b"".join(bytes(blob) for (blob,) in rows(house, "select sealed_parts from note"))
        assert len(blobs) > len(SECRET)
        assert SECRET.encode() not in blobs


async def test_who_cannot_take_it_says_so_and_it_stays_with_who_held_it_out(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, at_desk(house, "rani") as one, at_desk(house, "sari") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        await hands_over(one, ticket, await person(house, "sari"))
        assert (await posts(other, ticket, "decline")).headers["location"] == "/desk"
        assert "menitipkan" not in await other.sees()
        assert "Yang Anda minta belum bisa menerima" in await one.sees(f"/desk/tickets/{ticket}")
        assert (await posts(other, ticket, "accept")).status_code == 404
        assert (await other.http.get(f"/desk/tickets/{ticket}/offer")).status_code == 404
        await hands_over(one, ticket, await person(house, "sari"), formulir="lagi")
        assert (await posts(one, ticket, "recall")).status_code == 303
        assert rows(house, "select state from ticket") == [("claimed",)]
        assert (await posts(other, ticket, "accept")).status_code == 404


async def test_an_offer_that_nobody_accepts_comes_back_to_the_queue_by_itself(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, at_desk(house, "rani") as one, at_desk(house, "sari") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        await hands_over(one, ticket, await person(house, "sari"))
        await passes(house, OFFER + SECOND)
        assert rows(house, "select state, back, claimed_by, offered_to from ticket") == [
            ("waiting", "offer", None, None)
        ]
        assert words.NOT_MINE["offer"] in await one.sees(f"/desk/tickets/{ticket}")
        late = await posts(other, ticket, "accept")
        assert late.status_code == 404
        assert "sudah tidak menunggu Anda" in words_of(late)
        assert await other.queue() == [ticket]
        assert "belum ada yang menerima serah terimanya" in await other.sees()
        assert (await other.claims(ticket)).status_code == 303
        assert SECRET in await other.sees(f"/desk/tickets/{ticket}")


async def test_an_office_takes_what_is_held_out_to_it_and_only_that_office(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        at_desk(house, "rani") as one,
        at_desk(house, "sari", office="berau") as near,
        at_desk(house, "budi", office="kukar") as far,
    ):
        await child_waits(house)
        ticket = await claimed(house, one)
        form = await one.sees(f"/desk/tickets/{ticket}/hand-over")
        assert "Kantor Berau" in form
        assert "Kantor Samarinda" not in form
        await hands_over(one, ticket, "kantor:berau")
        assert "Menunggu konselor kantor Berau" in await one.sees(f"/desk/tickets/{ticket}")
        assert (await far.http.get(f"/desk/tickets/{ticket}/offer")).status_code == 404
        assert (await posts(far, ticket, "accept")).status_code == 404
        assert "menitipkan" not in await far.sees()
        assert (await posts(near, ticket, "accept")).status_code == 303
        assert rows(house, "select office, state from ticket") == [("berau", "claimed")]


async def test_a_childs_talk_is_not_held_out_to_who_may_not_have_it(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        at_desk(house, "rani") as one,
        at_desk(house, "budi", office="paser", records=NONE) as other,
    ):
        await child_waits(house)
        ticket = await claimed(house, one)
        form = await one.sees(f"/desk/tickets/{ticket}/hand-over")
        assert "Budi, Paser (datanya belum lengkap untuk obrolan anak)" in form
        assert "Kantor Paser" not in form
        for to in (await person(house, "budi"), "kantor:paser", "orang:nobody", ""):
            answer = await hands_over(one, ticket, to)
            assert answer.status_code == 422
            assert SECRET in answer.text
        assert rows(house, "select state from ticket") == [("claimed",)]
        assert (await other.http.get(f"/desk/tickets/{ticket}/offer")).status_code == 404


async def test_a_note_that_is_not_whole_comes_back_with_its_words(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, at_desk(house, "rani") as one, at_desk(house, "sari") as other:
        await contact(house, "lain", Channel.TELEGRAM).says("konselor", "boleh", "sendiri")
        ticket = await claimed(house, one)
        to = await person(house, "sari")
        for wrong, why in ({"dilakukan": " "}, "Isi dulu: Sudah dilakukan"), ({"janji": "x" * 601}, "Terlalu panjang"):
            answer = await hands_over(one, ticket, to, **wrong)
            assert answer.status_code == 422
            assert why in words_of(answer)
            assert SECRET in answer.text
        assert (await hands_over(one, ticket, to, janji="")).status_code == 303
        assert "Janji" not in await other.sees(f"/desk/tickets/{ticket}/offer")
        twice = await hands_over(one, ticket, to, janji="")
        assert twice.status_code == 303
        assert rows(house, "select count(*) from note") == [(1,)]
        await one.http.post("/desk/logout")
        lost = await hands_over(one, ticket, to)
        assert lost.status_code == 401
        assert SECRET in lost.text


async def test_a_note_between_counselors_is_kept_shown_to_who_holds_the_talk_and_never_sent(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, at_desk(house, "kak rani") as one, at_desk(house, "sari") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        page = await one.http.get(f"/desk/tickets/{ticket}/note")
        assert "Kirim" not in page.text
        before = rows(house, "select count(*) from outbox")
        data = {"catatan": SECRET, "formulir": "catat"}
        for _ in range(2):
            assert (await one.http.post(f"/desk/tickets/{ticket}/note", data=data)).status_code == 303
        assert SECRET in await one.sees(f"/desk/tickets/{ticket}")
        assert "Catatan · Kak Rani" in await one.sees(f"/desk/tickets/{ticket}")
        assert (await other.http.get(f"/desk/tickets/{ticket}/note")).status_code == 404
        lost = await other.http.post(f"/desk/tickets/{ticket}/note", data=data)
        assert lost.status_code == 404
        assert SECRET in lost.text
        for text, why in ((" ", "Tulis catatannya dulu"), ("x" * 2_001, "Terlalu panjang")):
            answer = await one.http.post(f"/desk/tickets/{ticket}/note", data={"catatan": text})
            assert answer.status_code == 422
            assert why in words_of(answer)
        assert rows(house, "select count(*) from note") == [(1,)]
        assert rows(house, "select count(*) from outbox") == before
        await posts(one, ticket, "release")
        await other.claims(ticket)
        assert SECRET in await other.sees(f"/desk/tickets/{ticket}")


async def test_a_promise_in_one_tap_is_sent_shown_and_seen_by_the_office_when_it_is_late(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, at_desk(house, "kak rani") as one, at_desk(house, "sari") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        page = await one.http.get(f"/desk/tickets/{ticket}")
        code, label = re.findall(r'name="kapan" value="([^"]+)">Saya balas ([^<]+)<', page.text)[-1]
        assert label == "besok jam 16"
        data = {"kapan": code, "formulir": "janji"}
        for _ in range(2):
            assert (await one.http.post(f"/desk/tickets/{ticket}/promise", data=data)).status_code == 303
        assert (await one.sees(f"/desk/tickets/{ticket}")).count("sekitar jam 16.00 WITA") == 1
        assert "Janji Kak Rani: membalas" in await one.sees(f"/desk/tickets/{ticket}")
        for wrong in ("", "besok", "2001-01-01T10"):
            answer = await one.http.post(f"/desk/tickets/{ticket}/promise", data={"kapan": wrong})
            assert answer.status_code == 422
        assert (await other.http.post(f"/desk/tickets/{ticket}/promise", data=data)).status_code == 404
        await posts(one, ticket, "release")
        assert "Janji Kak Rani: membalas" in await other.sees()
        await passes(house, timedelta(days=2))
        async with at_desk(house, "budi") as third:
            seen = await third.sees()
        assert "Janji Kak Rani lewat" in seen
        assert "menunggu jawaban yang dijanjikan" in seen
