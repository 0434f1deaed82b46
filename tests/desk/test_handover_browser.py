"""Two counselors at two real browsers, of 360 x 640: a talk is handed over, a lease is lost while typing, and the
service is started again while somebody types."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, expect

from bot.engine.floor import LEASE
from tests.browser import chromium, complaints
from tests.desk.house import Sitting, at_desk, child_waits, desk, phone, rows, until_sent
from tests.desk.test_browser import SOON, sound
from tests.desk.test_handover import SECOND, SECRET, passes
from tests.scenes.house import House

DRAFT = "Kalimat yang belum selesai"


@asynccontextmanager
async def both(folder: Path) -> AsyncIterator[tuple[House, tuple[Sitting, Page], tuple[Sitting, Page]]]:
    """Kak Rani holds the talk of a child; Kak Sari looks at the queue."""
    async with (
        desk(folder) as house,
        at_desk(house, "kak rani") as one,
        at_desk(house, "kak sari") as other,
        chromium() as browser,
    ):
        await child_waits(house)
        await until_sent(house)
        first, page = await phone(browser, one)
        second, queue = await phone(browser, other)
        await page.get_by_role("button", name="Ambil obrolan Anak").click()
        await expect(page.locator("mark")).to_be_visible()
        yield house, (one, page), (other, queue)
        await first.close()
        await second.close()


async def test_a_talk_is_handed_over_between_two_browsers(tmp_path: Path) -> None:
    async with both(tmp_path) as (house, (_, page), (_, queue)):
        heard = complaints(queue)
        await page.get_by_label("Jawaban Anda").fill("Aku di sini.")
        await page.get_by_role("button", name="Kirim").click()
        await expect(page.locator("li.counselor")).to_have_count(2)
        await page.get_by_text("Serahkan atau kembalikan").click()
        await page.get_by_role("link", name="Serahkan kepada rekan").click()
        await sound(page)
        await page.get_by_label("Kepada").select_option(label="Kak Sari, Provinsi")
        await page.get_by_label("Sudah dilakukan").fill(SECRET)
        await page.get_by_role("button", name="Serahkan").click()
        await expect(page.get_by_text("Menunggu Kak Sari menerima")).to_be_visible()
        await expect(queue.get_by_text("Kak Rani menitipkan obrolan ini")).to_be_visible(timeout=SOON)
        await queue.get_by_role("link", name="Baca catatannya").click()
        await expect(queue.get_by_text(SECRET)).to_be_visible()
        await expect(queue.get_by_text("aku dipukul")).to_have_count(0)
        await sound(queue)
        await page.get_by_label("Jawaban Anda").fill(DRAFT)
        await queue.get_by_role("button", name="Terima").click()
        await expect(queue.locator("mark")).to_have_text("aku dipukul bapak")
        await expect(queue.get_by_text("Saya melanjutkan obrolan dengan Kak Rani")).to_be_visible()
        await expect(page.get_by_text("Obrolan ini sekarang dipegang rekan Anda")).to_be_visible(timeout=SOON)
        await expect(page.locator("mark")).to_have_count(0)
        await expect(page.get_by_label("Jawaban Anda")).to_have_value(DRAFT)
        await sound(queue)
        assert heard == []
        assert rows(house, "select state, back from ticket") == [("claimed", "accepted")]


async def test_a_lease_lost_while_typing_takes_no_letter_and_one_tap_brings_the_talk_back(tmp_path: Path) -> None:
    async with both(tmp_path) as (house, (one, page), _):
        await page.route("**/here", lambda route: route.abort())  # the line is bad: nobody hears them type
        await page.get_by_label("Jawaban Anda").fill(DRAFT)
        house.clock.ahead += LEASE / 2
        await one.sees()
        await passes(house, LEASE / 2 + SECOND)
        await expect(page.get_by_text("Waktu pegang Anda habis")).to_be_visible(timeout=SOON)
        await expect(page.get_by_label("Jawaban Anda")).to_have_value(DRAFT)
        await expect(page.locator("mark")).to_have_count(0)
        await page.get_by_role("button", name="Ambil lagi").click()
        await expect(page.locator("mark")).to_be_visible()
        await expect(page.get_by_label("Jawaban Anda")).to_have_value(DRAFT)
        await page.get_by_role("button", name="Kirim").click()
        await expect(page.locator("li.counselor .kata").last).to_have_text(DRAFT)


async def test_who_types_keeps_the_talk(tmp_path: Path) -> None:
    lease = "select lease_until from ticket"
    async with both(tmp_path) as (house, (_, page), _):
        began = rows(house, lease)
        house.clock.ahead += LEASE / 2
        async with page.expect_response("**/here") as told:
            await page.get_by_label("Jawaban Anda").press_sequentially("Ak")
        answer = await told.value
        assert answer.status == 204
        assert answer.request.post_data is None
        assert rows(house, lease) > began


async def test_a_service_that_starts_again_while_somebody_types_takes_no_letter(tmp_path: Path) -> None:
    async with both(tmp_path) as (house, (_, page), _):
        field = page.get_by_label("Jawaban Anda")
        await field.fill(DRAFT)
        await house.restart()
        await expect(field).to_have_value(DRAFT)
        await field.press_sequentially(" sampai akhir")
        await page.get_by_role("button", name="Kirim").click()
        await expect(page.locator("li.counselor .kata").last).to_have_text(f"{DRAFT} sampai akhir")
        await expect(field).to_have_value("")
        assert rows(house, "select count(*) from arrival where kind = 'Replied'") == [(1,)]
        assert rows(house, "select count(*) from timer where kind = 'term:lease'") == [(1,)]
