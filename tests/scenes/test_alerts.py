"""Somebody outside the desk is told: the whole service, with Telegram and a mail server on their sockets."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import Message
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser import chromium, complaints
from tests.desk.house import at_desk, contact, phone, rows
from tests.desk.test_browser import sound
from tests.peers.smtp import SmtpPeer
from tests.peers.telegram import TelegramPeer
from tests.scenes.house import PUBLIC_URL, TELEGRAM_TOKEN, House, running, telegram_settings
from tests.scenes.server import KILLED, serving
from tests.web.fakes import until

STORY = "tolong, namaku Nurbaya, aku mau mati aja"
WORDS = ("nurbaya", "mati", "tolong", "anak", "bunuh", "menyakiti", "telegram.org")
GROUP = 900


@asynccontextmanager
async def alerted(folder: Path, **more: str) -> AsyncIterator[tuple[House, TelegramPeer]]:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer:
        settings = {
            **telegram_settings(peer.url),
            "PUSPAGA__SERVER__PUBLIC_URL": PUBLIC_URL,
            "PUSPAGA__ALERTS__TELEGRAM_CHAT": str(GROUP),
            **more,
        }
        await peer.person(GROUP).say("/start")
        async with running(folder, settings) as house:
            await until(lambda: bool(peer.person(GROUP).bubbles))
            yield house, peer


def alerts(peer: TelegramPeer) -> list[str]:
    return [one.text for one in peer.person(GROUP).bubbles if "menunggu" in one.text and "Kasus" in one.text]


async def test_a_child_in_danger_is_told_to_the_group_and_by_mail_without_a_word_of_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with SmtpPeer() as mail:
        smtp = f'{{"host": "127.0.0.1", "port": {mail.port}, "from": "a@p.test", "to": ["b@p.test"], "starttls": "no"}}'
        async with alerted(tmp_path, PUSPAGA__ALERTS__SMTP=smtp) as (house, peer):
            await contact(house, "lain").says(STORY)
            await until(lambda: bool(alerts(peer) and mail.got))
            (told,) = alerts(peer)
            (ticket,) = [row[0] for row in await house.select("select id from ticket")]
    number = ticket[:6].upper()
    assert told == (
        f"1 menunggu, 1 bahaya sekarang.\nKasus {number}, bahaya sekarang, Provinsi\nBuka meja: {PUBLIC_URL}/desk"
    )
    (letter,) = mail.got
    whole = f"{told} {plain(letter)} {letter['Subject']}".lower()
    assert not [word for word in WORDS if word in whole]
    logged = "\n".join(str(vars(one)) for one in caplog.records if one.name.startswith("bot.")).lower()
    assert "nurbaya" not in logged
    assert ticket not in logged


def plain(letter: Message) -> str:
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()


async def test_the_row_says_that_it_was_sent_and_whoever_looks_holds_the_ladder(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (house, peer), at_desk(house, "rani") as one:
        await contact(house, "lain").says(STORY)
        await until(lambda: len(alerts(peer)) == 1)
        house.clock.ahead += timedelta(minutes=2, seconds=1)
        await until(lambda: len(alerts(peer)) == 2)
        assert "(belum ada yang mengambil)" in alerts(peer)[1]
        await until(lambda: rows(house, "select count(*) from alerted where sent_at is not null") == [(2,)])
        page = await one.sees()
        assert "Alarm terkirim" in page
        assert ", belum dilihat" in page
        (ticket,) = [row[0] for row in await house.select("select id from ticket")]
        assert f"Kasus {ticket[:6].upper()}" in page
        assert (await one.http.post(f"/desk/tickets/{ticket}/lihat")).status_code == 303
        page = await one.sees()
        assert ", dilihat" in page
        assert "Saya lihat" not in page
        house.clock.ahead += timedelta(minutes=4)
        await contact(house, "lagi").says(STORY)
        await until(lambda: len(alerts(peer)) == 3)
        assert alerts(peer)[2].count("Kasus") == 1, "only the new one"
        assert (await one.http.post("/desk/tickets/tidak.1/lihat")).status_code == 404


async def test_without_a_way_the_desk_says_that_nobody_is_told(tmp_path: Path) -> None:
    async with running(tmp_path) as house, at_desk(house, "rani") as one:
        assert "Alarm belum dipasang" in await one.sees()
        assert "alerts" not in house.app.loops.stopped()


async def test_the_row_has_no_barrier_on_a_phone_and_taking_stays_its_first_button(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (house, _), at_desk(house, "rani") as one, chromium() as browser:
        await contact(house, "lain").says(STORY)
        await until(lambda: rows(house, "select count(*) from alerted where sent_at is not null") == [(1,)])
        context, page = await phone(browser, one)
        heard = complaints(page)
        await expect(page.get_by_text("belum dilihat")).to_be_visible()
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            await sound(page)
        assert "Ambil" in await page.locator(".antrean button").first.inner_text()
        await page.get_by_role("button", name="Saya lihat").click()
        await expect(page.get_by_text(", dilihat")).to_be_visible()
        await expect(page.get_by_role("button", name="Saya lihat")).to_have_count(0)
        await sound(page)
        assert heard == []
        await context.close()


@pytest.mark.parametrize(("point", "came"), [("alert_taken", 1), ("alert_sent", 2)])
async def test_whoever_dies_over_an_alert_sends_it_once_more_at_most(tmp_path: Path, point: str, came: int) -> None:
    async with TelegramPeer(TELEGRAM_TOKEN) as peer:
        await peer.person(GROUP).say("/start")
        settings = {**telegram_settings(peer.url), "PUSPAGA__ALERTS__TELEGRAM_CHAT": str(GROUP)}
        async with serving(tmp_path, settings, fault=point) as one:
            await peer.person(501).say(STORY)
            assert await one.dies() == KILLED
            assert one.rows("select tries, open_tries, sent_at from alerted") == [(1, 1, None)]
        with sqlite3.connect(tmp_path / "var" / "puspaga.db") as db:
            db.execute("update alerted set again_at = 0")  # the minute after which nobody is waited for
        db.close()
        async with serving(tmp_path, settings) as two:
            await until(
                lambda: two.rows("select count(*) from alerted where sent_at is not null and rung = 1") == [(1,)]
            )
            assert sum("(" not in text for text in alerts(peer)) == came
