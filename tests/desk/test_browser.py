"""The desk in the real Chromium, on a phone of 360 x 640: with script, without, and on a bad line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pyotp
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, Route, expect

from bot.desk import words
from tests.browser import PHONE, chromium, complaints
from tests.desk.house import (
    PASSWORD,
    RECORDS,
    Sitting,
    adult_waits,
    child_waits,
    contact,
    desk,
    invited,
    phone,
    rows,
    seated,
    until_sent,
)
from tests.scenes.house import House

SOON = 2_000
"""Milliseconds in which news stands on the page (issue 2)."""
SMALLEST = 44
"""Pixels of anything that is pressed."""
PRESSED = "button, a.tombol, a.sepi, summary, input:not([type=hidden]):not([type=radio]), label.pilih, textarea"


@asynccontextmanager
async def sitting(folder: Path, *, script: bool = True) -> AsyncIterator[tuple[House, Sitting, Page]]:
    """A served desk and one counselor who looks at its queue."""
    async with desk(folder) as house, seated(house, "kak rani") as one, chromium() as browser:
        context, page = await phone(browser, one, script=script)
        yield house, one, page
        await context.close()


async def enrol(page: Page, house: House, link: str) -> None:
    await page.goto(house.url + link)
    secret = (await page.locator("code").inner_text()).replace(" ", "")
    await page.get_by_label("Nama yang dibaca keluarga").fill("Kak Rani")
    await page.get_by_label("Kata sandi, paling sedikit").fill(PASSWORD)
    await page.get_by_label("Sekali lagi").fill(PASSWORD)
    await page.get_by_label("Kode 6 angka").fill(pyotp.TOTP(secret).at(house.clock.now()))
    await page.get_by_label("Profesi").fill(RECORDS["profession"])
    await page.get_by_label("Konvensi Hak Anak").fill(RECORDS["kha_trained_on"])
    await page.get_by_label("latar belakang").fill(RECORDS["checked_on"])
    await page.get_by_role("button", name="Simpan dan masuk").click()


async def sound(page: Page) -> None:
    """No barrier, nothing to scroll sideways, nothing too small to press, nothing about anybody in the tab."""
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert await page.title() == "Meja"
    for one in await page.locator(PRESSED).all():
        box = await one.bounding_box()
        assert box is None or box["height"] >= SMALLEST, await one.inner_text()


async def test_the_whole_way_without_javascript(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, chromium() as browser:
        context = await browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=False)
        page = await context.new_page()
        child = await child_waits(house)
        await until_sent(house)
        await enrol(page, house, house.first_path)
        await expect(page.locator("strong", has_text="Bahaya hari ini")).to_be_visible()
        await page.get_by_role("button", name="Ambil obrolan Anak").click()
        await expect(page.locator("mark")).to_have_text("aku dipukul bapak")
        await page.get_by_label("Jawaban Anda").fill("Aku di sini.")
        await page.get_by_role("button", name="Kirim").click()
        await expect(page.locator("li.counselor")).to_have_count(2)
        await child.says("terima kasih kak")
        await page.reload()
        await expect(page.get_by_text("terima kasih kak")).to_be_visible()
        await page.get_by_text("Tutup obrolan ini").click()
        await page.get_by_text("Selesai, cukup untuk sekarang").click()
        await page.get_by_label("Ini tentang apa?").select_option("violence.physical")
        await page.get_by_role("button", name="Tutup").click()
        await expect(page.get_by_text("Tidak ada yang menunggu")).to_be_visible()
        await page.get_by_role("button", name="Keluar", exact=True).click()
        await expect(page.get_by_role("heading", name="Masuk ke meja konselor")).to_be_visible()
        assert rows(house, "select outcome from ticket") == [("selesai",)]


async def test_the_whole_way_with_javascript_breaks_no_policy_and_has_no_barrier(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, chromium() as browser:
        context = await browser.new_context(viewport=PHONE, has_touch=True)
        page = await context.new_page()
        heard = complaints(page)
        await page.goto(f"{house.url}/desk/login")
        await sound(page)
        link = await invited(house, "rani")
        await page.goto(house.url + link)
        await sound(page)
        await adult_waits(house)
        await child_waits(house)
        await until_sent(house)
        await enrol(page, house, link)
        await sound(page)
        await page.get_by_role("button", name="Ambil obrolan Anak").click()
        await page.get_by_text("Mengapa ia di sini").click()
        await page.get_by_text("Tutup obrolan ini").click()
        await sound(page)
        await page.get_by_label("Jawaban Anda").fill("Aku di sini.")
        await page.get_by_label("Jawaban Anda").press("Control+Enter")
        await expect(page.locator("li.counselor .nasib").last).to_have_text("terkirim")
        await expect(page.get_by_label("Jawaban Anda")).to_have_value("")
        await expect(page.get_by_text("Aku di sini.")).to_be_in_viewport()
        await sound(page)
        assert heard == []


async def test_news_reach_the_queue_without_taking_the_focus(tmp_path: Path) -> None:
    async with sitting(tmp_path) as (house, _, page):
        await adult_waits(house)
        button = page.get_by_role("button", name="Ambil obrolan Orang tua")
        await expect(button).to_be_visible(timeout=SOON)
        await button.focus()
        await contact(house, "lain").says("aku mau mati aja")
        await expect(page.locator("strong", has_text="Bahaya sekarang")).to_be_visible(timeout=SOON)
        await expect(button).to_be_focused()
        await expect(page.locator(".antrean li").first).to_contain_text("Bahaya sekarang")


async def test_news_reach_a_page_whose_scripts_came_slowly(tmp_path: Path) -> None:
    async with sitting(tmp_path) as (house, _, page):
        free = asyncio.Event()

        async def late(route: Route) -> None:
            await free.wait()
            await route.continue_()

        await page.route("**/hx-sse*", late)
        await page.goto(f"{house.url}/desk?again", wait_until="commit")
        async with asyncio.timeout(5):
            while not await page.evaluate("window.htmx !== undefined"):
                pass
        await page.evaluate("new Promise(done => setTimeout(done))")
        free.set()
        await adult_waits(house)
        await expect(page.get_by_role("button", name="Ambil obrolan Orang tua")).to_be_visible(timeout=SOON)


async def test_news_reach_the_talk_without_taking_draft_focus_or_scroll(tmp_path: Path) -> None:
    async with sitting(tmp_path) as (house, _, page):
        child = await child_waits(house)
        await until_sent(house)
        await page.get_by_role("button", name="Ambil obrolan Anak").click()
        field = page.get_by_label("Jawaban Anda")
        await expect(field).to_be_in_viewport()
        await page.get_by_text("Tutup obrolan ini").click()
        await page.get_by_label("Darurat, sudah diteruskan").check()
        await field.fill("Kalimat yang belum selesai")
        await field.evaluate("one => one.setSelectionRange(3, 3)")
        await child.says("masih di sana kak?")
        await expect(page.get_by_text("masih di sana kak?")).to_be_in_viewport(timeout=SOON)
        await expect(field).to_have_value("Kalimat yang belum selesai")
        await expect(field).to_be_focused()
        assert await field.evaluate("one => one.selectionStart") == 3
        await expect(page.get_by_label("Darurat, sudah diteruskan")).to_be_checked()
        await page.get_by_text("Mengapa ia di sini").click()
        await page.evaluate("scrollTo(0, 0)")
        await child.says("kak?")
        await expect(page.get_by_text("kak?", exact=True)).to_be_attached(timeout=SOON)
        assert await page.evaluate("scrollY") == 0
        await expect(page.get_by_text("Tentang", exact=True)).to_be_visible()


async def test_a_page_that_closes_its_talk_asks_no_more_for_what_is_gone(tmp_path: Path) -> None:
    async with sitting(tmp_path) as (house, one, page):
        heard = complaints(page)
        await child_waits(house)
        await until_sent(house)
        await page.get_by_role("button", name="Ambil obrolan Anak").click()
        await expect(page.locator("mark")).to_be_visible()
        ((ticket,),) = rows(house, "select id from ticket")

        async def late(route: Route) -> None:
            """The answer comes when the news of the close went round, and some more answers after it."""
            async with one.http.stream("GET", f"/desk/stream?of={ticket}", timeout=10) as news:
                lines = news.aiter_lines()
                await anext(lines)
                answer = await route.fetch(max_redirects=0)
                assert "event: selesai" in [line async for line in lines]
            for _ in range(20):
                await one.http.get("/desk")
            await route.fulfill(response=answer)

        await page.route("**/close", late)
        await page.get_by_text("Tutup obrolan ini").click()
        await page.get_by_text("Selesai, cukup untuk sekarang").click()
        await page.get_by_label("Ini tentang apa?").select_option("violence.physical")
        await page.get_by_role("button", name="Tutup", exact=True).click()
        await expect(page.get_by_text("Tidak ada yang menunggu")).to_be_visible()
        assert heard == []


async def test_a_quick_exit_stands_beside_the_draft_at_once(tmp_path: Path) -> None:
    async with sitting(tmp_path) as (house, _, page):
        child = await child_waits(house)
        await until_sent(house)
        await page.get_by_role("button", name="Ambil obrolan Anak").click()
        field = page.get_by_label("Jawaban Anda")
        await field.fill("Kalimat yang belum selesai")
        await child.leaves()
        await expect(page.get_by_role("status")).to_have_text(words.LEFT["keluar"], timeout=SOON)
        await expect(page.get_by_text(words.LEFT["keluar"])).to_be_in_viewport()
        await expect(field).to_have_value("Kalimat yang belum selesai")
        await sound(page)
        await page.get_by_role("button", name="Kirim").click()
        await expect(page.get_by_text("2 balasan ditahan")).to_be_attached(timeout=SOON)


async def test_a_reply_on_a_dead_line_stays_in_its_field_and_arrives_once(tmp_path: Path) -> None:
    async with sitting(tmp_path) as (house, _, page):
        await child_waits(house)
        await until_sent(house)
        await page.get_by_role("button", name="Ambil obrolan Anak").click()
        field = page.get_by_label("Jawaban Anda")
        await field.fill("Jangan hilang.")
        await page.context.set_offline(True)
        await page.get_by_role("button", name="Kirim").click()
        await expect(page.get_by_text("Belum terkirim")).to_be_visible()
        await expect(field).to_have_value("Jangan hilang.")
        await page.context.set_offline(False)
        await page.get_by_role("button", name="Kirim").click()
        await expect(page.locator("li.counselor")).to_have_count(2)
        await expect(field).to_have_value("")
        assert rows(house, "select count(*) from arrival where kind = 'Replied'") == [(1,)]


async def test_a_talk_disappears_from_a_desk_that_was_left_alone_but_not_the_draft(tmp_path: Path) -> None:
    async with sitting(tmp_path) as (house, _, page):
        child = await child_waits(house)
        await until_sent(house)
        await page.get_by_role("button", name="Ambil obrolan Anak").click()
        await page.get_by_label("Jawaban Anda").fill("Jangan hilang.")
        await expect(page.locator("mark")).to_be_visible()
        house.clock.ahead += timedelta(minutes=31)
        await child.says("halo?")
        await expect(page.get_by_text("Sesi ini sudah berakhir")).to_be_visible(timeout=SOON)
        await expect(page.locator("mark")).to_have_count(0)
        await page.get_by_role("button", name="Kirim").click()
        await expect(page.get_by_text("Tulisan Anda masih di sini")).to_be_visible()
        await expect(page.locator("textarea")).to_have_value("Jangan hilang.")
