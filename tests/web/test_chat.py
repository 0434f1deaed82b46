"""The web chat without a browser: forms, cookies, redirects."""

import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.model.conversation import QUIET
from bot.model.message import Arrival, ArrivalId, Channel, Claimed, CounselorId, Inbound, Office, Replied
from tests.web.fakes import House, house, served_house, until

FORM_ID = re.compile(r'name="id" value="([^"]+)"')


def form_id(page: httpx.Response) -> str:
    found = FORM_ID.search(page.text)
    assert found
    return found[1]


async def say(client: httpx.AsyncClient, text: str, name: str = "") -> httpx.Response:
    fields = {"text": text, "id": name or form_id(await client.get("/chat"))}
    return await client.post("/chat", data=fields)


async def test_the_first_address_leads_to_the_chat(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        answer = await client.get("/")
        assert (answer.status_code, answer.headers["location"]) == (303, "/chat")


async def test_a_stranger_sees_a_neutral_page_that_nobody_keeps(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        page = await client.get("/chat")
        assert "<title>Obrolan</title>" in page.text
        assert not re.search("puspaga|kekerasan|konselor", page.text, re.IGNORECASE)
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "same-origin"
        assert page.headers["x-robots-tag"] == "noindex"
        assert "set-cookie" not in page.headers


async def test_a_word_is_answered_on_the_page_it_leads_to(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        answer = await say(client, "halo")
        assert (answer.status_code, answer.headers["location"]) == (303, "/chat/tunggu")
        page = await client.get("/chat/tunggu")
        assert "Kamu bilang: halo" in page.text
        assert '<meta http-equiv="refresh" content="15">' in page.text
        assert 'href="/chat"' in page.text
        assert "textarea" not in page.text


async def test_a_script_is_led_back_to_the_chat(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        answer = await client.post("/chat", data={"text": "halo", "id": "a", "js": "1"})
        assert answer.headers["location"] == "/chat"


async def test_the_cookie_is_for_this_page_and_this_sitting_only(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        cookie = (await say(client, "halo")).headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/chat" in cookie
        assert not re.search("max-age|expires", cookie, re.IGNORECASE)
        assert "Secure" not in cookie


async def test_the_same_form_twice_is_answered_once_and_other_words_are_new(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        for _ in range(2):
            await say(client, "halo", "form-1")
        assert (await client.get("/chat")).text.count("Kamu bilang:") == 1
        await say(client, "lagi", "form-1")
        assert (await client.get("/chat")).text.count("Kamu bilang:") == 2


async def test_a_first_form_sent_twice_before_the_cookie_came_back_is_one_talk(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as first, one.client() as second:
        name = form_id(await first.get("/chat"))
        await say(first, "halo", name)
        await say(second, "halo", name)
        assert first.cookies["obrolan"] == second.cookies["obrolan"]
        assert (await second.get("/chat")).text.count("Kamu bilang:") == 1


async def test_an_invented_form_id_opens_nobody_elses_talk(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as first, one.client() as second:
        await say(first, "rahasia", "1.1")
        await say(second, "halo", "1.1")
        assert "rahasia" not in (await second.get("/chat")).text


async def test_a_press_is_a_form_and_only_the_open_question_has_buttons(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        await say(client, "halo")
        page = await client.get("/chat")
        data = re.findall(r'name="press" value="([^"]+)"', page.text)
        assert len(data) == 2
        assert "1. Ya, betul" in page.text
        await client.post("/chat", data={"press": data[0], "id": form_id(page)})
        page = await client.get("/chat")
        assert "Kamu pilih: ya" in page.text
        assert 'name="press"' not in page.text


@pytest.mark.parametrize("text", ["", " ", "\x00", "a\x00b", "😀" * 2000, "\u202eabc", "<script>alert(1)</script>"])
async def test_whatever_is_written_is_answered(tmp_path: Path, text: str) -> None:
    async with house(tmp_path) as one, one.client() as client:
        assert (await say(client, text)).status_code == 303
        page = await client.get("/chat")
        assert "Kamu bilang:" in page.text
        assert "<script>" not in page.text


async def test_lone_surrogates_are_replaced_before_anything_else(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        body = b"id=x&text=a%ED%A0%80b"
        answer = await client.post("/chat", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
        assert answer.status_code == 303
        assert "Kamu bilang: a\ufffd" in (await client.get("/chat")).text


async def test_a_letter_of_sixty_four_thousand_letters_is_kept_whole(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        text = "panjang " * 8_000
        await say(client, text)
        assert text.strip() in (await client.get("/chat")).text


async def test_a_form_that_cannot_be_read_is_refused_kindly(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        broken = {"content-type": "multipart/form-data; boundary=x"}
        assert (await client.post("/chat", content=b"--y", headers=broken)).status_code == 400


async def test_a_store_that_is_down_is_admitted_and_the_words_stay_in_the_field(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        one.store.down = True
        answer = await say(client, "jangan hilang")
        assert answer.status_code == 503
        assert "Belum tersimpan" in answer.text
        assert "jangan hilang</textarea>" in answer.text
        one.store.down = False
        assert (await say(client, "jangan hilang")).status_code == 303


async def test_leaving_ends_the_visit_and_leads_away(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        await say(client, "rahasia")
        token = client.cookies["obrolan"]
        answer = await client.post("/chat/exit")
        assert (answer.status_code, answer.headers["location"]) == (303, one.exit_url)
        assert "obrolan" not in client.cookies
        client.cookies.set("obrolan", token)
        assert "rahasia" not in (await client.get("/chat")).text


async def test_after_ten_quiet_minutes_only_the_neutral_start_is_shown(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        await say(client, "rahasia")
        assert "rahasia" in (await client.get("/chat")).text
        one.clock.ahead = QUIET * 1.01
        page = await client.get("/chat")
        assert "rahasia" not in page.text
        assert "Pernah ke sini?" in page.text.partition("<template")[0]
        await say(client, "orang lain")
        assert "rahasia" not in (await client.get("/chat")).text


RELOADS = re.compile(r'<noscript><meta http-equiv="refresh" content="(\d+)"></noscript>')


async def test_without_javascript_a_page_with_a_talk_reloads_itself_when_the_visit_is_over(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        assert not RELOADS.search((await client.get("/chat")).text)
        await say(client, "rahasia")
        for gone in (0, 540):
            one.clock.ahead = timedelta(seconds=gone)
            (left,) = RELOADS.findall((await client.get("/chat")).text)
            assert 590 <= gone + int(left) <= 601
        one.clock.ahead += timedelta(seconds=int(left))
        page = await client.get("/chat")
        assert "rahasia" not in page.text
        assert not RELOADS.search(page.text)


async def test_words_that_could_not_be_stored_do_not_stay_for_ever_either(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        one.store.down = True
        found = RELOADS.search((await say(client, "jangan hilang")).text)
        assert found
        assert int(found[1]) == 601


TYPED = ["  Batu   HIJAU ", "Batu, Hijau!", "batu-hijau.", "“Batu hijau”", "\u202dbatu\u00a0hijau…"]
"""What keyboards of phones make of two words."""


async def test_two_words_open_the_talk_again_however_they_are_typed_and_show_nothing_of_before(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        await say(client, "rahasia")
        await say(client, "simpan")
        await client.post("/chat/exit")
        for typed in TYPED:
            async with one.client() as later:
                answer = await later.post("/chat/kembali", data={"kata": typed})
                assert (answer.status_code, answer.headers["location"]) == (303, "/chat")
                page = await later.get("/chat")
                assert "Halo lagi." in page.text
                assert "rahasia" not in page.text


async def reply(one: House, text: str) -> None:
    """A counselor takes the only talk there is and answers."""
    async with one.store.writing() as db, db.db.execute("select id from conversation") as rows:
        row = await rows.fetchone()
    assert row
    inbounds: tuple[Inbound, ...] = (
        Claimed(one.clock.now(), CounselorId("c1"), "Kak Rani", Office("provinsi")),
        Replied(one.clock.now(), CounselorId("c1"), text),
    )
    for number, inbound in enumerate(inbounds):
        await one.intake.take(Arrival(ArrivalId(f"desk:{number}"), Channel.WEB, inbound, conversation=row["id"]))


async def test_a_counselors_words_carry_the_counselors_name(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        await say(client, "halo")
        await reply(one, "Aku di sini.")
        async with one.bell.listen("outbox") as ear:
            while "Aku di sini." not in (page := (await client.get("/chat")).text):
                await ear.wait(0.05)
        assert "<b>Kak Rani</b>" in page


async def test_what_a_counselor_writes_after_the_contact_left_waits_for_the_way_back(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        await say(client, "simpan")
        async with one.store.writing() as db:
            await db.db.execute("delete from identity where kind = 'cookie'")
        await reply(one, "Aku di sini.")
        sql = "select state, because from outbox where author = 'counselor'"
        async with one.bell.listen("outbox") as ear:
            found = None
            while found != ("held", "closed"):
                await ear.wait(0.05)
                async with one.store.reader.db.execute(sql) as rows:
                    row = await rows.fetchone()
                found = (row["state"], row["because"]) if row else None


async def test_the_stream_sends_what_came_after_the_last_one_seen(tmp_path: Path) -> None:
    async with served_house(tmp_path) as one, httpx.AsyncClient(base_url=one.url) as client:
        await say(client, "satu")
        ids = re.findall(r'data-id="([^"]+)"', (await client.get("/chat")).text)
        lines: list[str] = []
        headers = {"last-event-id": ids[1]}
        async with client.stream("GET", "/chat/stream", headers=headers) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert stream.headers["cache-control"] == "no-store"
            read = stream.aiter_lines()
            await say(client, "dua")
            async for line in read:
                lines.append(line)
                if "Kamu bilang: dua" in line:
                    break
        events = [line[4:] for line in lines if line.startswith("id: ")]
        assert events[0] == ids[2]
        assert not set(ids[:2]) & set(events)


async def test_the_stream_ends_when_the_visit_is_over(tmp_path: Path) -> None:
    async with served_house(tmp_path) as one, httpx.AsyncClient(base_url=one.url) as client:
        await say(client, "satu")
        token = client.cookies["obrolan"]
        lines: list[str] = []
        async with client.stream("GET", "/chat/stream") as stream:
            async for line in stream.aiter_lines():
                lines.append(line)
                if "Betul?" in line:
                    await client.post("/chat/exit", headers={"cookie": f"obrolan={token}"})
        assert "event: tutup" in lines


async def test_without_a_visit_the_stream_only_says_that_it_is_over(tmp_path: Path) -> None:
    async with served_house(tmp_path) as one, httpx.AsyncClient(base_url=one.url) as client:
        assert "event: tutup" in (await client.get("/chat/stream")).text


async def test_a_listener_that_hangs_up_is_forgotten(tmp_path: Path) -> None:
    async with served_house(tmp_path) as one, httpx.AsyncClient(base_url=one.url) as client:
        await say(client, "satu")
        async with client.stream("GET", "/chat/stream") as stream:
            async for line in stream.aiter_lines():
                if "Betul?" in line:
                    break
            assert [key for key in one.bell._ears if key != "outbox"]
        await until(lambda: not [key for key in one.bell._ears if key != "outbox"])
