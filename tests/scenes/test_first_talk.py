"""A child on the web chat and a counselor at the desk, in two real browsers, with a restart in the middle."""

from pathlib import Path

import pyotp
from playwright.async_api import Browser, Page, expect

from tests.browser import PHONE, chromium, complaints
from tests.scenes.counselor import PASSWORD
from tests.scenes.house import House, running

DISCLOSURE = "aku dipukul bapak tiap malam"
ANSWER = "Terima kasih sudah percaya. Aku temani pelan-pelan."


async def open_phone(browser: Browser, address: str, *, script: bool = True) -> Page:
    context = await browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=script)
    page = await context.new_page()
    await page.goto(address)
    return page


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Tulis di sini").fill(text)
    await page.get_by_role("button", name="Kirim").click()


async def choose(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label).click()


async def enrol(desk: Page, house: House) -> None:
    """From the one-time link that the first start printed, to the queue."""
    secret = (await desk.locator("code").inner_text()).replace(" ", "")
    await desk.get_by_label("Nama yang dibaca keluarga").fill("Kak Rani")
    await desk.get_by_label("Kata sandi, paling sedikit").fill(PASSWORD)
    await desk.get_by_label("Sekali lagi").fill(PASSWORD)
    await desk.get_by_label("Kode 6 angka").fill(pyotp.TOTP(secret).at(house.clock.now()))
    await desk.get_by_label("Profesi").fill("psikolog")
    await desk.get_by_label("Tanggal pelatihan").fill("2026-03-31")
    await desk.get_by_label("Tanggal pemeriksaan").fill("2026-04-01")
    await desk.get_by_role("button", name="Simpan dan masuk").click()
    await expect(desk.get_by_role("heading", name="Antrean")).to_be_visible()


async def ask_for_a_person(child: Page) -> None:
    """The child's side up to the waiting room."""
    await write(child, DISCLOSURE)
    await expect(child.get_by_text("Aku percaya kamu")).to_be_visible()
    await expect(child.get_by_text("Ada orang lain yang bisa melihat layar ini?")).to_be_visible()
    await choose(child, "1. Tidak ada")
    contacts = child.locator("li.bot", has_text="Ini nomor yang bisa ditelepon")
    await expect(contacts).to_be_visible()
    assert 1 <= len((await contacts.inner_text()).strip().splitlines()) - 1 <= 2
    offer = child.locator("li.bot", has_text="Mau bicara dengan konselor?")
    await expect(offer).to_contain_text("onselor membaca")
    await choose(child, "1. Mau")
    await expect(child.get_by_text("boleh muncul di HP ini?")).to_be_visible()
    await choose(child, "1. Boleh")
    await write(child, "kucing panci")
    await expect(child.get_by_text("Sudah aku teruskan")).to_be_visible()


async def test_a_child_is_believed_and_hears_from_a_human_while_the_page_is_open(tmp_path: Path) -> None:
    async with running(tmp_path) as house, chromium() as browser:
        child = await open_phone(browser, f"{house.url}/chat")
        desk = await open_phone(browser, house.first_link)
        heard = [complaints(child), complaints(desk)]
        assert await child.title() == "Obrolan"
        await enrol(desk, house)
        await ask_for_a_person(child)
        row = desk.locator("ol.antrean li")
        await expect(row).to_contain_text("Bahaya hari ini")
        await desk.get_by_role("button", name="Ambil").click()
        await expect(desk.locator("mark")).to_have_text("aku dipukul bapak")
        await expect(desk.get_by_text("1. Tidak ada")).to_have_count(0)
        await desk.get_by_label("Jawaban Anda").fill(ANSWER)
        await desk.get_by_role("button", name="Kirim").click()
        bubbles = child.locator("li.counselor")
        await expect(bubbles.first).to_contain_text("Saya manusia, konselor di sini, bukan robot")
        await expect(bubbles.last).to_contain_text(ANSWER)
        await expect(bubbles.last).to_contain_text("Kak Rani")
        before = await child.locator("li.bot").count()
        await write(child, "makasih kak")
        await expect(desk.get_by_text("makasih kak")).to_be_visible()
        assert await child.locator("li.bot").count() == before, "the bot is silent while a counselor has the floor"
        await desk.get_by_text("Tutup obrolan ini").click()
        await desk.get_by_label("Selesai, cukup untuk sekarang").check()
        await desk.get_by_label("Ini tentang apa?").select_option("violence.physical")
        await desk.get_by_role("button", name="Tutup", exact=True).click()
        await expect(desk.get_by_text("Tidak ada yang menunggu")).to_be_visible()
        await expect(child.get_by_text("Robot kembali di sini")).to_be_visible()
        await write(child, "menu")
        await expect(child.get_by_text("Kamu boleh tulis apa saja, atau pilih satu.")).to_be_visible()
        assert heard == [[], []]


async def test_a_restart_in_the_middle_is_noticed_by_neither(tmp_path: Path) -> None:
    async with running(tmp_path) as house, chromium() as browser:
        child = await open_phone(browser, f"{house.url}/chat")
        desk = await open_phone(browser, house.first_link)
        await enrol(desk, house)
        await ask_for_a_person(child)
        await desk.get_by_role("button", name="Ambil").click()
        await desk.get_by_label("Jawaban Anda").fill(ANSWER)
        await house.restart()
        await desk.get_by_role("button", name="Kirim").click()
        await expect(child.locator("li.counselor").last).to_contain_text(ANSWER, timeout=15_000)
        await write(child, "aku di sini kak")
        await expect(desk.get_by_text("aku di sini kak")).to_be_visible(timeout=15_000)


async def test_without_javascript_the_same_talk_is_possible_on_both_sides(tmp_path: Path) -> None:
    async with running(tmp_path) as house, chromium() as browser:
        child = await open_phone(browser, f"{house.url}/chat", script=False)
        desk = await open_phone(browser, house.first_link, script=False)
        await enrol(desk, house)
        await write(child, DISCLOSURE)
        for label in ("1. Tidak ada", "1. Mau", "1. Boleh"):
            await choose(child, label)
        await child.get_by_role("link", name="Tulis lagi").click()
        await write(child, "kucing panci")
        await expect(child.get_by_text("Sudah aku teruskan")).to_be_visible()
        await desk.reload()
        await desk.get_by_role("button", name="Ambil").click()
        await desk.get_by_label("Jawaban Anda").fill(ANSWER)
        await desk.get_by_role("button", name="Kirim").click()
        await expect(desk.get_by_text(ANSWER)).to_be_visible()
        await child.reload()
        await expect(child.get_by_text("Saya manusia")).to_be_visible(timeout=20_000)  # else its own reload brings it


async def test_of_two_counselors_only_one_gets_the_talk(tmp_path: Path) -> None:
    async with running(tmp_path) as house, chromium() as browser:
        child = await open_phone(browser, f"{house.url}/chat")
        desk = await open_phone(browser, house.first_link)
        await enrol(desk, house)
        await ask_for_a_person(child)
        other = await desk.context.new_page()
        await other.goto(f"{house.url}/desk")
        await desk.get_by_role("button", name="Ambil").click()
        await expect(desk.get_by_label("Jawaban Anda")).to_be_visible()
        await expect(other.get_by_role("link", name="Buka")).to_be_visible()
        await expect(other.get_by_role("button", name="Ambil")).to_have_count(0)
