"""The web chat in the real Chromium, on a phone of 360 x 640."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.model.conversation import QUIET
from tests.browser import PHONE, chromium, complaints, profile
from tests.web.fakes import House, house, served, served_house, until
from tests.web.test_chat import reply

SECRET = "rahasia sekali"
BLANKED_MS = 100
"""The longest the words may stay on the screen after the exit button (issue 2)."""


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all; every test has a context, that is a phone, of its own."""
    async with chromium() as one:
        yield one


@asynccontextmanager
async def phone(browser: Browser, folder: Path, *, script: bool = True) -> AsyncIterator[tuple[House, Page]]:
    """A served house and one phone that looks at it."""
    async with served_house(folder) as one:
        context = await browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=script)
        page = await context.new_page()
        await page.goto(f"{one.url}/chat")
        yield one, page
        await context.close()


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Tulis di sini").fill(text)
    await page.get_by_role("button", name="Kirim").click()


async def test_a_talk_without_javascript(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path, script=False) as (_, page):
        await write(page, "halo")
        await expect(page).to_have_url(f"{page.url.split('/chat')[0]}/chat/tunggu")
        await expect(page.get_by_text("Kamu bilang: halo")).to_be_visible()
        await page.get_by_role("button", name="1. Ya, betul").click()
        await expect(page.get_by_text("Kamu pilih: ya")).to_be_visible()
        await page.get_by_role("link", name="Tulis lagi").click()
        await expect(page.get_by_label("Tulis di sini")).to_be_visible()
        await page.get_by_role("button", name="Keluar").click()
        await expect(page.get_by_text("ok")).to_be_visible()


class Old:
    """A browser that does not say which site made it ask, as those before 2023, or as any over plain HTTP."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            kept = [(name, value) for name, value in scope["headers"] if not name.startswith(b"sec-fetch-")]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, send)


async def test_an_old_browser_talks_too_and_gets_nothing_in_from_another_site(browser: Browser, tmp_path: Path) -> None:
    async with house(tmp_path) as one, served(Old(one.app)) as url:
        form = f'<form method="post" action="{url}/chat"><input name="text" value="palsu"><button>Buka</button></form>'
        foreign = Starlette(routes=[Route("/", lambda _: HTMLResponse(form))])
        async with served(foreign) as elsewhere:
            for script in (False, True):
                context = await browser.new_context(java_script_enabled=script)
                page, trap = await context.new_page(), await context.new_page()
                await page.goto(f"{url}/chat")
                await write(page, "halo")
                await expect(page.get_by_text("Kamu bilang: halo")).to_be_visible()
                await trap.goto(elsewhere)
                async with trap.expect_response(f"{url}/chat") as posted:
                    await trap.get_by_role("button").click()
                assert (await posted.value).status == 403
                await page.goto(f"{url}/chat")
                await expect(page.get_by_text("Kamu bilang: halo")).to_be_visible()
                assert "palsu" not in await page.content()
                await context.close()


async def test_a_talk_with_javascript_stays_on_its_page_and_breaks_no_policy(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        heard = complaints(page)
        await page.reload()
        await write(page, "halo")
        await expect(page.get_by_text("Kamu bilang: halo")).to_be_visible()
        await expect(page.get_by_label("Tulis di sini")).to_have_value("")
        await page.get_by_role("button", name="2. Bukan itu").click()
        await expect(page.get_by_text("Kamu pilih: tidak")).to_be_visible()
        await expect(page.get_by_role("button", name="2. Bukan itu")).to_have_count(0)
        await page.get_by_label("Tulis di sini").fill("dua\nbaris")
        await page.get_by_label("Tulis di sini").press("Enter")
        await expect(page.get_by_text("Kamu bilang: dua")).to_be_visible()
        await page.reload()
        await expect(page.locator("li")).to_have_count(8)
        assert page.url == f"{one.url}/chat"
        assert heard == []


async def test_a_counselors_answer_arrives_while_the_page_is_open(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        await write(page, "halo")
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await reply(one, "Aku di sini, kita cari jalan bareng.")
        bubble = page.locator("li.counselor")
        await expect(bubble).to_contain_text("Aku di sini")
        await expect(bubble).to_contain_text("Kak Rani")


async def test_words_that_were_not_stored_stay_in_the_field(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        one.store.down = True
        await write(page, "jangan hilang")
        await expect(page.get_by_text("Belum tersimpan")).to_be_visible()
        await expect(page.get_by_label("Tulis di sini")).to_have_value("jangan hilang")
        one.store.down = False
        await page.get_by_role("button", name="Kirim").click()
        await expect(page.get_by_text("Kamu bilang: jangan hilang")).to_be_visible()
        await expect(page.get_by_text("Belum tersimpan")).to_be_hidden()


async def test_the_exit_stays_above_the_keyboard_and_is_large_enough(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (_, page):
        await write(page, "panjang " * 400)
        await expect(page.get_by_text("Betul?")).to_be_visible()
        for height in (640, 300):
            await page.set_viewport_size({"width": 360, "height": height})
            box = await page.get_by_role("button", name="Keluar").bounding_box()
            assert box
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= height
            assert min(box["width"], box["height"]) >= 48
        for button in await page.get_by_role("button").all():
            box = await button.bounding_box()
            assert box
            assert box["height"] >= 48
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_the_exit_blanks_the_page_at_once_with_the_network_off(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        await write(page, SECRET)
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await page.context.set_offline(True)
        took = await page.evaluate(
            """() => {
                const from = performance.now();
                document.querySelector("#keluar button").click();
                const gone = document.documentElement.hidden && !document.body.innerText;
                return gone ? performance.now() - from : Infinity;
            }"""
        )
        assert took < BLANKED_MS
        await until(lambda: "/chat" not in page.url)
        await page.context.set_offline(False)
        await page.goto(f"{one.url}/chat")
        await expect(page.get_by_text("Pernah ke sini?")).to_be_visible()
        assert SECRET not in await page.content()


async def test_a_browser_that_keeps_nothing_can_talk_and_leave_all_the_same(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        await page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('blocked'); }})"
        )
        await page.goto(f"{one.url}/chat")
        await write(page, SECRET)
        await expect(page.get_by_text("Betul?")).to_be_visible()
        assert page.url == f"{one.url}/chat", "the page's own script sent it"
        await page.get_by_role("button", name="Keluar").click()
        await page.wait_for_url(one.url + one.exit_url)


async def test_escape_twice_leaves(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        await write(page, SECRET)
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.wait_for_url(one.url + one.exit_url)


async def test_after_the_exit_neither_back_nor_a_restart_shows_a_word(tmp_path: Path) -> None:
    async with served_house(tmp_path) as one:
        folder = tmp_path / "profile"
        async with profile(folder) as context:
            page = context.pages[0]
            await page.goto(f"{one.url}/chat")
            await write(page, SECRET)
            await expect(page.get_by_text("Betul?")).to_be_visible()
            await page.get_by_label("Tulis di sini").fill(SECRET)
            await page.get_by_role("button", name="Keluar").click()
            await page.wait_for_url(one.url + one.exit_url)
            for _ in range(3):
                await page.go_back()
                assert SECRET not in await page.content()
                assert SECRET not in await page.evaluate(
                    "[...document.querySelectorAll('textarea')].map(one => one.value).join()"
                )
        async with profile(folder, "--restore-last-session") as context:
            for page in [*context.pages, await context.new_page()]:
                if page.url == "about:blank":
                    await page.goto(f"{one.url}/chat")
                if page.url.endswith("/chat"):
                    await expect(page.get_by_text("Pernah ke sini?")).to_be_visible()
                assert SECRET not in await page.content()
        assert not [found for found in folder.rglob("*") if found.is_file() and SECRET.encode() in found.read_bytes()]


async def test_without_javascript_the_exit_leads_to_another_site_and_back_shows_no_word(
    browser: Browser, tmp_path: Path
) -> None:
    async with served(Starlette(routes=[Route("/cuaca", weather)])) as away:
        exit_url = f"{away}/cuaca"
        async with served_house(tmp_path, exit_url=exit_url) as one:
            context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
            page = await context.new_page()
            await page.goto(f"{one.url}/chat")
            await write(page, SECRET)
            await expect(page.get_by_text("Betul?")).to_be_visible()
            await page.get_by_role("button", name="Keluar").click()
            await expect(page.get_by_text("Cerah")).to_be_visible()
            for _ in range(3):
                await page.go_back()
                assert SECRET not in await page.content()


async def weather(request: Request) -> Response:
    return PlainTextResponse("Cerah")


async def looks(page: Page, *, letter: str = "") -> None:
    """It looks as to somebody who was never here, but for what stands in the field."""
    await expect(page.get_by_text("Pernah ke sini?")).to_be_visible()
    await expect(page.locator("li")).to_have_count(0)
    assert await page.get_by_label("Tulis di sini").input_value() == letter
    assert SECRET not in await page.content()


async def test_after_ten_minutes_without_a_word_the_page_forgets_with_the_network_off(
    browser: Browser, tmp_path: Path
) -> None:
    async with phone(browser, tmp_path) as (one, page):
        heard = complaints(page)
        await page.clock.install()
        await page.reload()
        await write(page, SECRET)
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await page.context.set_offline(True)
        await page.clock.fast_forward("09:30")
        await page.get_by_label("Tulis di sini").fill(f"{SECRET} lagi")
        await page.clock.fast_forward("09:30")
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await page.clock.fast_forward("00:31")
        await looks(page)
        await page.context.set_offline(False)
        one.clock.ahead = QUIET * 1.01
        await write(page, "orang lain")
        await expect(page.get_by_text("Kamu bilang: orang lain")).to_be_visible()
        await expect(page.get_by_text("Pernah ke sini?")).to_have_count(0)
        assert SECRET not in await page.content()
        assert [one for one in heard if "ERR_INTERNET_DISCONNECTED" not in one] == []


async def test_a_phone_that_slept_shows_no_word_when_it_wakes(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (_, page):
        await page.clock.install()
        await page.reload()
        await write(page, SECRET)
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await page.context.set_offline(True)
        await page.evaluate("Date.now = ((now) => () => now() + 601000)(Date.now)")  # no timer runs while it sleeps
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await looks(page)


async def test_a_page_opened_late_forgets_ten_minutes_after_the_last_word(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        await page.clock.install()
        await write(page, SECRET)
        await expect(page.get_by_text("Betul?")).to_be_visible()
        one.clock.ahead = QUIET * 0.9
        await page.reload()
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await page.context.set_offline(True)
        await page.clock.fast_forward("01:01")
        await looks(page)


async def test_without_javascript_the_page_reloads_itself_when_the_visit_is_over(
    browser: Browser, tmp_path: Path
) -> None:
    async with phone(browser, tmp_path, script=False) as (one, page):
        await write(page, SECRET)
        await expect(page.get_by_text("Betul?")).to_be_visible()
        one.clock.ahead = QUIET * 0.999
        await page.get_by_role("link", name="Tulis lagi").click()
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await looks(page)


async def test_the_end_of_a_visit_leaves_the_letter_that_is_being_written(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        await write(page, SECRET)
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await page.get_by_label("Tulis di sini").fill("surat panjang")
        await over(one)
        await looks(page, letter="surat panjang")


async def over(one: House) -> None:
    """Ten minutes by the server's clock, and its word to the page."""
    one.clock.ahead = QUIET * 1.01
    async with one.store.reader.db.execute("select id from conversation") as rows:
        row = await rows.fetchone()
    assert row
    one.bell.ring(row["id"])


async def test_after_ten_quiet_minutes_an_open_page_forgets(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        await write(page, SECRET)
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await over(one)
        await looks(page)


async def test_the_way_back_is_two_words(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        await write(page, "simpan")
        await expect(page.get_by_text("Sudah.")).to_be_visible()
        await page.get_by_role("button", name="Keluar").click()
        await page.wait_for_url(one.url + one.exit_url)
        await page.goto(f"{one.url}/chat")
        await page.get_by_text("Pernah ke sini?").click()
        await page.get_by_label("Dua kata yang dulu dipilih").fill("salah sekali")
        await page.get_by_role("button", name="Buka").click()
        await expect(page.get_by_text("Belum ketemu")).to_be_visible()
        await page.get_by_text("Pernah ke sini?").click()
        await page.get_by_label("Dua kata yang dulu dipilih").fill("Batu Hijau")
        await page.get_by_role("button", name="Buka").click()
        await expect(page.get_by_text("Halo lagi.")).to_be_visible()


async def test_two_tabs_show_the_same_talk(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        await write(page, "halo")
        await expect(page.get_by_text("Betul?")).to_be_visible()
        other = await page.context.new_page()
        await other.goto(f"{one.url}/chat")
        await write(other, "dari tab lain")
        await expect(page.get_by_text("Kamu bilang: dari tab lain")).to_be_visible()
        await other.get_by_role("button", name="Keluar").click()
        await expect(page.get_by_text("Pernah ke sini?")).to_be_visible()


async def test_the_page_has_no_barrier(browser: Browser, tmp_path: Path) -> None:
    async with phone(browser, tmp_path) as (one, page):
        await expect(page.get_by_text("Pernah ke sini?")).to_be_visible()
        start = await Axe().run(page)
        assert start.violations_count == 0, start.generate_report()
        await write(page, "halo")
        await expect(page.get_by_text("Betul?")).to_be_visible()
        await reply(one, "Aku di sini.")
        await expect(page.locator("li.counselor")).to_be_visible()
        talk = await Axe().run(page)
        assert talk.violations_count == 0, talk.generate_report()
