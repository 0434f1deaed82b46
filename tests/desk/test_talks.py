"""The talk of the one a counselor holds: reading, answering, closing."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from bot import web
from bot.desk import words
from bot.desk.talks import LONGEST_REPLY
from bot.desk.views import Desk, routes
from bot.errors import IntakeFull, StoreDown
from bot.model.message import Arrival, Channel
from bot.ports import Receipt, Store
from tests.desk.house import (
    Sitting,
    child_waits,
    claimed,
    contact,
    desk,
    rows,
    seated,
    stranger,
    until_sent,
    words_of,
)
from tests.scenes.house import House
from tests.web.fakes import until

HELD = "select because from outbox where author = 'counselor' and state = 'held'"
OURS = "select conversation_id || '/' || turn || '/' || n from message where author = 'counselor' order by turn, n"
READ = "select actor, conversation_id, purpose from audit where action = 'read'"


async def test_each_reading_leaves_one_row_that_says_who_which_and_why(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, seated(house, "budi") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        assert rows(house, READ) == []
        assert "aku dipukul bapak tiap malam" in await one.sees(f"/desk/tickets/{ticket}")
        await one.http.get(f"/desk/tickets/{ticket}?bagian=1")
        for path in (f"/desk/tickets/{ticket}", f"/desk/tickets/{ticket}?bagian=1", "/desk/tickets/nobody.1"):
            answer = await other.http.get(path)
            assert answer.status_code == 404
            assert "tidak sedang Anda pegang, atau sudah tidak ada" in words_of(answer)
        known = await house.app.store.counselor("rani")
        assert known
        talk = ticket.rpartition(".")[0]
        assert rows(house, READ) == [(known.id, talk, "counsel"), (known.id, talk, "follow")]
        await one.http.get(f"/desk/tickets/{ticket}?bagian=1")
        await one.http.get(f"/desk/tickets/{ticket}")
        assert [purpose for *_, purpose in rows(house, READ)] == ["counsel", "follow", "counsel"]
        house.clock.ahead += timedelta(minutes=1)
        await one.http.get(f"/desk/tickets/{ticket}?bagian=1")
        assert [purpose for *_, purpose in rows(house, READ)] == ["counsel", "follow", "counsel", "follow"]


async def test_the_page_shows_what_the_ear_heard_the_note_and_what_became_of_each_message(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await contact(house, "anak").says("aku dipukul bapak, umurku 12", "konselor", "jangan", "payung hijau")
        await until_sent(house)
        ticket = await claimed(house, one)
        answer = await one.http.get(f"/desk/tickets/{ticket}")
        page = words_of(answer)
        assert "<mark>aku dipukul bapak</mark>" in answer.text
        assert "terdengar: dipukul" in page
        assert "Anak, 10–12 tahun · Web · Provinsi" in page
        assert "Tentang kekerasan fisik" in page
        assert "Jawaban di HP ini jangan muncul; ia minta membuka sendiri" in page
        assert "Jawaban: jangan muncul; ia minta membuka sendiri" in page
        assert "terkirim" in page
        assert "Anda pegang sampai" in page
        assert "Perkenalan ditambahkan sendiri" in answer.text


async def test_a_whatsapp_talk_shows_its_clock(tmp_path: Path) -> None:
    async with desk(tmp_path) as house:
        await contact(house, "whatsapp:+6281100000001", Channel.WHATSAPP).says("konselor", "boleh")
        house.clock.ahead += timedelta(hours=22)
        async with seated(house, "rani") as one:
            ticket = await claimed(house, one)
            assert "(119 menit lagi)" in await one.sees(f"/desk/tickets/{ticket}")
            await one.closes(ticket)


async def test_a_reply_that_was_sent_twice_arrives_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        form = await one.form(ticket)
        both = await asyncio.gather(*(one.replies(ticket, "Aku di sini.", form) for _ in range(2)))
        late = await one.replies(ticket, "Aku di sini.", form)
        assert {answer.headers["location"] for answer in (*both, late)} == {f"/desk/tickets/{ticket}#akhir"}
        assert len(rows(house, OURS)) == 2
        page = await one.sees(f"/desk/tickets/{ticket}")
        assert page.count("Aku di sini.") == 1
        assert page.count("Saya manusia, konselor di sini, bukan robot.") == 1


async def test_the_same_form_with_other_words_is_another_reply(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        form = await one.form(ticket)
        await one.replies(ticket, "Aku di sini.", form)
        await one.replies(ticket, "Aku masih di sini.", form)
        page = await one.sees(f"/desk/tickets/{ticket}")
        assert "Aku di sini." in page
        assert "Aku masih di sini." in page


async def test_a_replys_arrival_is_named_without_its_words_and_without_its_form(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        form = await one.form(ticket)
        await one.replies(ticket, "ya", form)
        ((name,),) = rows(house, "select id from arrival where kind = 'Replied'")
        assert name.startswith(f"desk:{ticket}:")
        assert form not in name


@pytest.mark.parametrize(
    ("text", "told"), [("", "Tulis jawabannya dulu"), ("panjang " * 200, f"paling banyak {LONGEST_REPLY}")]
)
async def test_a_reply_that_does_not_fit_keeps_its_draft(tmp_path: Path, text: str, told: str) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        answer = await one.replies(ticket, text)
        assert answer.status_code == 422
        assert told in words_of(answer)
        assert text.strip() in answer.text
        assert rows(house, OURS) == []


async def test_what_cannot_be_stored_is_replaced(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        odd = b"formulir=x&teks=satu%00dua%ED%A0%80tiga\x00%0D%0A%3Cb%3Eempat"
        headers = {"content-type": "application/x-www-form-urlencoded"}
        answer = await one.http.post(f"/desk/tickets/{ticket}/reply", content=odd, headers=headers)
        assert answer.status_code == 303
        page = (await one.http.get(f"/desk/tickets/{ticket}")).text
        assert "satu\ufffddua\ufffd\ufffd\ufffdtiga\ufffd\n&lt;b&gt;empat" in page


async def test_a_form_of_a_thousand_fields_is_an_empty_one(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        answer = await one.http.post(f"/desk/tickets/{ticket}/reply", content=b"&".join([b"teks=x"] * 1000))
        assert answer.status_code == 422


async def test_a_held_reply_is_shown_as_not_yet_safe(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        house.clock.ahead += timedelta(minutes=11)
        await one.replies(ticket, "Aku di sini.")
        await until_sent(house)
        page = await one.sees(f"/desk/tickets/{ticket}")
        talk = page[page.index("Halo, saya Rani") :]
        assert talk.count("ditahan: belum aman") == 2
        assert talk.count("bilang Lanjut") == 1


async def test_a_quick_exit_is_told_beside_the_composer_and_the_reply_is_held(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        child = await child_waits(house)
        ticket = await claimed(house, one)
        path, told = f"/desk/tickets/{ticket}", words.LEFT["keluar"]
        assert told not in await one.sees(path)
        await child.leaves()
        for page in (path, f"{path}?bagian=1"):
            assert told in await one.sees(page)
        assert (await one.replies(ticket, "Aku di sini.")).status_code == 303
        await until(lambda: rows(house, HELD) == [("left",)] * 2)
        assert "2 balasan ditahan" in await one.sees(path)


async def test_words_of_a_counselor_who_lost_the_talk_come_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, seated(house, "budi") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        form = await one.form(ticket)
        for _ in range(2):
            house.clock.ahead += timedelta(minutes=15, seconds=1)
            await other.sees()
            await one.sees()
        await other.claims(ticket)
        for path in (ticket, "nobody.1"):
            answer = await one.replies(path, "Kalimat yang panjang sekali.", form)
            assert answer.status_code == 404
            assert "Kalimat yang panjang sekali." in answer.text
        assert rows(house, OURS) == []


async def test_a_reply_just_after_the_lease_is_still_a_reply_when_nobody_else_took_over(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        form = await one.form(ticket)
        for _ in range(2):
            house.clock.ahead += timedelta(minutes=15, seconds=1)
            await one.sees()
        assert (await one.replies(ticket, "Maaf lama menulis.", form)).status_code == 303
        assert "Maaf lama menulis." in await one.sees(f"/desk/tickets/{ticket}")


async def test_words_typed_when_the_session_was_over_come_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, stranger(house) as nobody:
        answer = await nobody.replies("nobody.1", "Kalimat <b>panjang</b>.", form="x")
        assert answer.status_code == 401
        assert "Kalimat &lt;b&gt;panjang&lt;/b&gt;." in answer.text
        assert "Masuk lagi" in words_of(answer)


class FullIntake:
    """Has no room."""

    async def take(self, arrival: Arrival) -> Receipt:
        raise IntakeFull("no room")


class ParkingIntake:
    """Keeps an arrival whose turn raised."""

    async def take(self, arrival: Arrival) -> Receipt:
        return Receipt("parked", arrival.conversation, "LookupError")


class DownStore:
    """Cannot be reached."""

    async def session(self, token: str, now: object, *, touch: bool = True) -> None:
        raise StoreDown("gone")


def other_desk(house: House, one: Sitting, **rooms: Any) -> httpx.AsyncClient:
    """The same desk with a room that fails."""
    own = {"store": house.app.store, "intake": house.app.intake, **rooms}
    key = house.app.vault.lookup
    made = Desk(clock=house.clock, bell=house.app.bell, new_token=lambda: "token", key=key, **own)
    app = web.build(chat=None, desk=routes(made), unready=house.app.unready)
    cookies = {"meja": one.http.cookies["meja"]}
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test", cookies=cookies)


async def test_words_that_could_not_be_stored_come_back_ready_to_be_sent_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        form = await one.form(ticket)
        path, data = f"/desk/tickets/{ticket}/reply", {"teks": "Kalimat panjang.", "formulir": form}
        for rooms in ({"intake": FullIntake()}, {"store": cast(Store, DownStore())}):
            async with other_desk(house, one, **rooms) as broken:
                answer = await broken.post(path, data=data)
                assert answer.status_code == 503
                assert "Kalimat panjang." in answer.text
                assert f'name="formulir" value="{form}"' in answer.text
        assert (await one.replies(ticket, "Kalimat panjang.", form)).status_code == 303
        assert len(rows(house, OURS)) == 2


async def test_a_reply_whose_turn_raised_is_not_called_sent_and_can_be_sent_anew(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        form = await one.form(ticket)
        async with other_desk(house, one, intake=ParkingIntake()) as broken:
            data = {"teks": "Kalimat panjang.", "formulir": form}
            answer = await broken.post(f"/desk/tickets/{ticket}/reply", data=data)
        assert answer.status_code == 409
        assert "belum dikirim" in words_of(answer)
        assert "Kalimat panjang." in answer.text
        assert form not in answer.text


async def test_a_person_that_nobody_asked_yet_is_shown_so(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await contact(house, "lain").says("aku mau mati aja")
        ticket = await claimed(house, one)
        assert "Jawaban di HP ini belum ditanya" in await one.sees(f"/desk/tickets/{ticket}")


async def test_the_bot_is_silent_while_a_counselor_holds_and_speaks_after(tmp_path: Path) -> None:
    bots = "select count(*) from outbox where author = 'bot' and state <> 'withdrawn'"
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        child = await child_waits(house)
        await until_sent(house)
        ticket = await claimed(house, one)
        ((before,),) = rows(house, bots)
        await child.says("masih di sana?", "halo")
        await one.replies(ticket, "Aku di sini.")
        assert rows(house, bots) == [(before,)]
        answer = await one.closes(ticket, "dirujuk_uptd")
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
        assert rows(house, "select state, outcome from ticket") == [("closed", "dirujuk_uptd")]
        assert (await one.http.get(f"/desk/tickets/{ticket}")).status_code == 404
        assert "Tidak ada yang menunggu" in await one.sees()
        ((closed,),) = rows(house, bots)
        await child.says("makasih")
        ((after,),) = rows(house, bots)
        assert before < closed < after


async def test_a_close_wants_an_outcome_and_twice_is_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        for wrong in ("", "apa saja"):
            answer = await one.closes(ticket, wrong)
            assert answer.status_code == 422
            assert "Pilih dulu hasilnya" in words_of(answer)
        assert [(await one.closes(ticket)).status_code for _ in range(2)] == [303, 303]
        assert rows(house, "select count(*) from arrival where kind = 'Returned'") == [(1,)]


async def test_the_page_is_told_of_news_without_a_word_and_told_when_it_is_over(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        child = await child_waits(house)
        await until_sent(house)
        ticket = await claimed(house, one)
        heard: list[str] = []

        async def listens() -> None:
            async with one.http.stream("GET", f"/desk/stream?of={ticket}", timeout=10) as answer:
                assert answer.headers["cache-control"] == "no-store"
                async for line in answer.aiter_lines():
                    heard.append(line)

        task = asyncio.create_task(listens())
        await until(lambda: heard.count("event: berubah") == 1)
        await child.says("rahasia besar")
        await until(lambda: heard.count("event: berubah") >= 2)
        await one.closes(ticket)
        await asyncio.wait_for(task, 5)
        assert heard[-3:][0] == "event: selesai"
        assert not any("rahasia" in line for line in heard)


async def test_who_does_not_hold_a_talk_hears_nothing_of_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, seated(house, "budi") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        answer = await other.http.get(f"/desk/stream?of={ticket}")
        assert "event: selesai" in answer.text
