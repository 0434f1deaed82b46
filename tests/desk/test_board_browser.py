"""Presence and the board in the real Chromium, on a phone of 360 x 640: light, dark, without script."""

import re
from pathlib import Path

from playwright.async_api import expect

from tests.browser import chromium, complaints
from tests.desk.house import adult_waits, child_waits, contact, desk, phone, seated, until_sent
from tests.desk.test_browser import SOON, sound

HEAVIEST = 80_000
"""Bytes of a first load, script and style with it, as they are before they are packed."""


async def test_a_shift_on_a_phone_has_no_barrier_in_light_and_in_dark(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "kak rani") as one, chromium() as browser:
        await child_waits(house)
        await adult_waits(house)
        await until_sent(house)
        context, page = await phone(browser, one)
        heard = complaints(page)
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            await page.goto(f"{house.url}/desk")
            await page.get_by_text("Muatan dan keterangan Anda").click()
            await sound(page)
        await page.get_by_role("button", name="Masuk jaga").click()
        await expect(page.get_by_text("Berjaga sejak")).to_be_visible()
        await page.get_by_role("button", name="Ambil obrolan Anak").click()
        await page.get_by_role("button", name="Butuh ganti").click()
        await expect(page.get_by_text("Anda minta diganti")).to_be_visible()
        await sound(page)
        await page.goto(f"{house.url}/desk/papan")
        await expect(page.get_by_text("konselornya minta diganti")).to_be_visible()
        await sound(page)
        await page.emulate_media(color_scheme="light")
        await sound(page)
        await page.emulate_media(media="print")
        await expect(page.get_by_role("button", name="Keluar", exact=True)).to_be_hidden()
        await page.emulate_media(media="screen")
        await contact(house, "lain").says("aku mau mati aja")
        cell = page.get_by_role("row", name="Bahaya sekarang").get_by_role("cell").first
        await expect(cell).to_have_text("1", timeout=SOON)
        assert heard == []
        await context.close()


async def test_the_board_and_the_queue_are_whole_without_javascript(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "kak rani") as one, chromium() as browser:
        await child_waits(house)
        context, page = await phone(browser, one, script=False)
        await page.get_by_role("button", name="Masuk jaga").click()
        await page.get_by_role("button", name="Istirahat").click()
        await expect(page.get_by_text("Anda sedang istirahat")).to_be_visible()
        await page.get_by_role("button", name="Kembali dari istirahat").click()
        await page.get_by_role("link", name="Papan").click()
        await expect(page.get_by_role("heading", name="Yang berjaga")).to_be_visible()
        await expect(page.get_by_role("row", name="Kak Rani")).to_contain_text("siap")
        await context.close()


async def test_a_first_load_is_small(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await child_waits(house)
        for path in ("/desk", "/desk/papan"):
            page = await one.http.get(path)
            found = [
                await one.http.get(address) for address in re.findall(r'(?:src|href)="(/desk/static/[^"]+)"', page.text)
            ]
            assert len(found) == 4
            assert sum(len(answer.content) for answer in (page, *found)) < HEAVIEST


async def test_the_queue_is_walked_by_keys(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "kak rani") as one, chromium() as browser:
        await child_waits(house)
        await adult_waits(house)
        context, page = await phone(browser, one)
        first = page.get_by_role("button", name="Ambil obrolan Anak")
        last = page.get_by_role("button", name="Ambil obrolan Orang tua")
        for key, focused in (("j", first), ("j", last), ("j", last), ("k", first)):
            await page.keyboard.press(key)
            await expect(focused).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Jawaban Anda")).to_be_visible()
        await page.get_by_label("Jawaban Anda").fill("jk")
        await expect(page.get_by_label("Jawaban Anda")).to_have_value("jk")
        await context.close()
