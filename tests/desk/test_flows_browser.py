"""The page of the flows in the real Chromium, on a phone of 360 x 640."""

from pathlib import Path

from playwright.async_api import expect

from bot.desk.flows import TAKEN
from tests.browser import chromium, complaints
from tests.desk.house import contact, desk, phone, seated
from tests.desk.test_browser import sound
from tests.scenes.house import furnish
from tests.scenes.test_reload import NEW, OLD, TOLD, change, rename


async def test_an_editor_reads_and_takes_edited_flows_on_a_phone(tmp_path: Path) -> None:
    furnish(tmp_path)
    async with desk(tmp_path) as house, seated(house, "sari", roles=frozenset(["editor"])) as one:
        await contact(house, "anak").says(TOLD, "3")
        async with chromium() as browser:
            context, page = await phone(browser, one)
            heard = complaints(page)
            await expect(page.get_by_role("heading", name="Alur", exact=True)).to_be_visible()
            await sound(page)
            change(tmp_path, OLD, NEW)
            rename(tmp_path)
            await page.get_by_role("link", name="Periksa lagi").click()
            await expect(page.get_by_text("tersesat").first).to_be_visible()
            await expect(page.get_by_role("button", name="Pakai alur ini sekarang")).to_have_count(0)
            await sound(page)
            change(tmp_path, "\n  kisah:\n", "\n  kisah:\n    was: cerita\n")
            await page.get_by_role("link", name="Periksa lagi").click()
            await page.get_by_text("di sekolah lalu minta konselor").click()
            await expect(page.get_by_text(NEW).first).to_be_visible()
            await sound(page)
            await page.get_by_role("button", name="Pakai alur ini sekarang").click()
            await expect(page.get_by_text(TAKEN)).to_be_visible()
            await sound(page)
            assert heard == []
            await context.close()
