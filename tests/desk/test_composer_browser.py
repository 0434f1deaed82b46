"""The box a counselor writes in, in the real Chromium on a phone of 360 x 640: with script, and without."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.rules.lockscreen import NEUTRAL
from tests.browser import chromium, complaints
from tests.desk.house import adult_waits, at_desk, desk, phone
from tests.desk.test_browser import sound

DRAFT = "Soal bapak yang memukul itu, kita pikirkan bersama."


@asynccontextmanager
async def talking(folder: Path, *, script: bool = True) -> AsyncIterator[Page]:
    """A counselor who took the talk of a parent on Telegram."""
    async with desk(folder) as house, at_desk(house, "kak rani") as one, chromium() as browser:
        await adult_waits(house)
        context, page = await phone(browser, one, script=script)
        await page.get_by_role("button", name="Ambil obrolan Orang tua").click()
        await expect(page.get_by_label("Jawaban Anda")).to_be_visible()
        yield page
        await context.close()


async def test_the_lock_screen_is_shown_while_they_type_and_one_tap_opens_neutrally(tmp_path: Path) -> None:
    async with talking(tmp_path) as page:
        heard, box = complaints(page), page.get_by_label("Jawaban Anda")
        await expect(page.locator("#layar")).to_be_hidden()
        await box.fill("Oke.")
        await expect(page.locator("#layar b").first).to_have_text("Oke.")
        await expect(page.get_by_text("Sebelum itu: Halo, saya Kak Rani dari Puspaga Kaliman…")).to_be_visible()
        await box.fill(DRAFT)
        await expect(page.get_by_text("Soal bapak yang memukul itu, kita pikirk…")).to_be_visible()
        await expect(page.get_by_text("Terbaca di layar kunci: bapak, memukul.")).to_be_visible()
        await sound(page)
        await page.get_by_role("button", name="Awali dengan sapaan netral").click()
        await expect(box).to_have_value(NEUTRAL + DRAFT)
        await expect(page.get_by_text("Terbaca di layar kunci")).to_be_hidden()
        await page.get_by_role("button", name="Kirim").click()
        await expect(page.locator("li.counselor")).to_have_count(2)
        await expect(box).to_have_value("")
        assert heard == []


@pytest.mark.parametrize("script", [True, False])
async def test_a_line_is_put_into_an_empty_box_and_a_stopped_draft_comes_back_marked(
    tmp_path: Path, script: bool
) -> None:
    async with talking(tmp_path, script=script) as page:
        box = page.get_by_label("Jawaban Anda")
        await page.get_by_text("Kalimat siap pakai").click()
        await page.get_by_role("button", name="Terima kasih sudah bercerita").click()
        await expect(box).to_have_value(
            "Terima kasih sudah bercerita. Saya percaya, dan ini tidak mudah untuk ditulis."
        )
        await box.fill("Kirim foto lukanya ke 0812-3456-7890")
        await page.get_by_role("button", name="Kirim", exact=True).click()
        await expect(page.get_by_text("Belum dikirim. Ubah bagian yang ditandai")).to_be_visible()
        await expect(page.locator(".temuan mark")).to_have_text(["Kirim foto", "0812-3456-7890"])
        await expect(box).to_have_value("Kirim foto lukanya ke 0812-3456-7890")
        await expect(page.locator("li.counselor")).to_have_count(0)
        if script:
            await sound(page)
        await box.fill("Rumah kamu di mana?")
        await page.get_by_role("button", name="Kirim", exact=True).click()
        await page.get_by_role("button", name="Kirim apa adanya").click()
        await expect(page.locator("li.counselor")).to_have_count(2)
