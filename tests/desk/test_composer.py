"""The box a counselor writes in: what is not sent, what a lock screen would show, what one tap puts into it."""

import html
import re
from pathlib import Path

import httpx

from bot.rules.composer import findings
from tests.desk.house import BOTH, Sitting, adult_waits, child_waits, claimed, contact, desk, rows, seated, words_of
from tests.scenes.house import House

SENT = "select count(*) from outbox where author = 'counselor'"
BOX = re.compile(r"<textarea[^>]*>\n?(.*?)</textarea>", re.DOTALL)
TAPS = re.compile(r'name="sisip" value="([^"]+)" formnovalidate>([^<]*)<')


def box(answer: httpx.Response) -> str:
    found = BOX.search(answer.text)
    assert found
    return html.unescape(found.group(1))


async def posts(one: Sitting, ticket: str, text: str, **more: str) -> httpx.Response:
    data = {"teks": text, "formulir": "formulir-ini", **more}
    return await one.http.post(f"/desk/tickets/{ticket}/reply", data=data)


async def taps(one: Sitting, ticket: str) -> dict[str, str]:
    page = (await one.http.get(f"/desk/tickets/{ticket}")).text
    return {name: html.unescape(label) for name, label in TAPS.findall(page)}


def sent(house: House) -> int:
    count: int = rows(house, SENT)[0][0]
    return count


async def test_a_draft_that_could_lead_a_child_away_is_not_sent_and_stays_in_the_box(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        before = sent(house)
        draft = "Jgn blg sp2 ya, wa aku di 0812-3456-7890 & <b>ketemu</b>"
        for read in ("", "secret number handle meet"):
            answer = await posts(one, ticket, draft, yakin=read)
            assert answer.status_code == 422
            assert box(answer) == draft
            assert "<mark>0812-3456-7890</mark>" in answer.text
            assert "<mark>Jgn blg sp2</mark>" in answer.text
            assert "Nomor ini tidak ada di daftar" in words_of(answer)
            assert "Belum dikirim. Ubah bagian yang ditandai" in words_of(answer)
            assert "Kirim apa adanya" not in answer.text
        assert sent(house) == before
        assert (await posts(one, ticket, "Kamu boleh cerita ke siapa pun. Ada juga nomor 129.")).status_code == 303
        assert sent(house) > before


async def test_what_only_reads_badly_is_shown_once_and_may_be_sent_then(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        before = sent(house)
        answer = await posts(one, ticket, "Rumah kamu di mana? Polisi mau datang menolong.")
        assert answer.status_code == 422
        assert 'name="yakin" value="asks"' in answer.text
        assert sent(house) == before
        other = await posts(one, ticket, "Rumah kamu di mana? Itu salahmu sendiri.", yakin="asks")
        assert 'value="asks blame"' in other.text
        assert sent(house) == before
        assert (await posts(one, ticket, "Rumah kamu di mana?", yakin="asks")).status_code == 303
        assert sent(house) > before


async def test_nobody_learns_from_a_refused_draft_whose_talk_it_is(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, seated(house, "budi") as other:
        await child_waits(house)
        ticket = await claimed(house, one)
        for more in ({}, {"sisip": "awal"}):
            answer = await posts(other, ticket, "kirim foto ya", **more)
            assert answer.status_code == 404
            assert "kirim foto ya" in answer.text
            assert "aku dipukul" not in answer.text


async def test_a_tap_puts_a_line_into_the_draft_and_sends_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await adult_waits(house)
        ticket = await claimed(house, one)
        offered, before = await taps(one, ticket), sent(house)
        assert len([name for name in offered if name.startswith("balas/")]) in range(10, 16)
        assert "Halo, saya Rani. Terima kasih sudah menunggu." in offered["balas/salam"]
        answer = await posts(one, ticket, "Sudah diketik.", sisip="balas/salam")
        assert answer.status_code == 200
        assert box(answer) == f"Sudah diketik.\n{offered['balas/salam']}"
        assert 'value="formulir-ini"' in answer.text
        assert box(await posts(one, ticket, "", sisip="kartu/sapa129")) == offered["kartu/sapa129"]
        tips = [name for name in offered if name.startswith("tip/")]
        assert 1 <= len(tips) <= 4
        assert len(box(await posts(one, ticket, "", sisip=tips[0]))) > 30
        assert box(await posts(one, ticket, "Tetap.", sisip="kartu/tidak_ada")) == "Tetap."
        assert sent(house) == before
        for name in (one for one in offered if one.startswith(("kartu/", "balas/"))):
            line = box(await posts(one, ticket, "", sisip=name))
            assert (await posts(one, ticket, line, formulir=name)).status_code == 303, line


async def test_a_child_gets_only_the_numbers_that_the_bot_would_show(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        ticket = await claimed(house, one)
        offered = await taps(one, ticket)
        assert {name for name in offered if name.startswith("kartu/")} == {
            "kartu/polisi110",
            "kartu/medis119",
            "kartu/sapa129",
        }
        assert offered["balas/percaya"].startswith("Makasih sudah cerita. Aku percaya kamu.")
        for hidden in ("kartu/sapa129_wa", "tip/tantrum"):
            assert box(await posts(one, ticket, "", sisip=hidden)) == ""
        answer = await posts(one, ticket, "WhatsApp 08111-129-129")
        assert "Nomor ini tidak ada di daftar" in words_of(answer)


async def test_a_draft_that_comes_back_shows_what_the_lock_screen_would_tell(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await adult_waits(house)
        ticket = await claimed(house, one)
        draft = "Soal bapak yang memukul itu, kirim foto lukanya ya"
        answer = await posts(one, ticket, draft)
        assert "Di layar kunci, di bawah nama bot: Soal bapak yang memukul itu, kirim foto…" in words_of(answer)
        assert "Terbaca di layar kunci: bapak, memukul" in words_of(answer)
        again = await posts(one, ticket, draft, sisip="awal")
        assert box(again) == f"Halo, terima kasih sudah menulis lagi di sini. {draft}"
        assert 'role="status" hidden' in again.text


async def test_the_web_chat_rings_nobody(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await contact(house, "anak").says("aku dipukul bapak", "konselor", "boleh", "payung hijau")
        ticket = await claimed(house, one)
        assert 'id="layar"' not in (await posts(one, ticket, "kirim foto")).text


async def test_a_tip_goes_as_the_book_says_it_also_where_it_warns_of_what_is_stopped(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await adult_waits(house)
        ticket = await claimed(house, one)
        book = house.app.mind.book
        offered = [name for name, one in book.topics.items() if one.reader.value in ("parent", "unknown")]
        warning = [name for name in offered if any(f.stops for f in findings(book.topics[name].told("tip", "")("id")))]
        assert warning
        for name in warning:
            draft = box(await posts(one, ticket, "", sisip=f"tip/{name}"))
            assert draft
            assert (await posts(one, ticket, f"{draft} Kirim foto ya.")).status_code == 422
            assert (await posts(one, ticket, draft, formulir=name)).status_code == 303, name


async def test_what_was_not_sent_is_counted_for_the_province_and_says_nothing_of_whom(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        seated(house, "rani", roles=BOTH) as one,
        seated(house, "budi", office="berau", roles=BOTH) as far,
    ):
        await child_waits(house)
        ticket = await claimed(house, one)
        assert "Tulisan konselor yang ditahan, bulan ini Belum ada." in await one.sees("/desk/papan")
        for draft in ("kirim foto ya", "kirim foto, jangan bilang siapa-siapa"):
            await posts(one, ticket, draft)
        await posts(far, ticket, "ketemu yuk")
        counted = rows(house, "select what, answer, reader, count from tally order by answer")
        assert counted == [("tulisan", "picture", "child", 2), ("tulisan", "secret", "child", 1)]
        assert "minta gambar atau kamera 2 minta merahasiakan 1" in await one.sees("/desk/papan")
        assert "Tulisan konselor" not in await far.sees("/desk/papan")
