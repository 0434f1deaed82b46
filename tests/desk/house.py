"""The whole service with people who wait at its desk, and counselors who sit there: over a real socket, on a clock
that a test can move."""

import html
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pyotp
from playwright.async_api import Browser, BrowserContext, Page

from bot.desk import counselors
from bot.model.counselor import Counselor
from bot.model.message import (
    Address,
    Arrival,
    ArrivalId,
    Channel,
    CounselorId,
    Inbound,
    Left,
    Office,
    Said,
)
from bot.storage import database
from tests.browser import PHONE
from tests.scenes.house import House, running
from tests.web.fakes import until

PASSWORD = "payung-hijau-di-teras"
RECORDS = {"profession": "psikolog", "kha_trained_on": "2026-03-31", "checked_on": "2026-04-01"}
NONE: dict[str, str] = dict.fromkeys(RECORDS, "")
BOTH = frozenset(["counselor", "supervisor"])
TAG = re.compile(r"<(script|style|noscript).*?</\1>|<[^>]+>", re.DOTALL)
FORM_ID = re.compile(r'name="formulir" value="([^"]+)"')
CLAIM = re.compile(r'action="/desk/tickets/([^/"]+)/claim"')

CHILD = ("aku dipukul bapak tiap malam", "konselor", "boleh", "payung hijau")
"""A child on the web who says so, asks for a person and chooses two words to come back by."""
ADULT = ("anakku 2 th tantrum trs gmn", "konselor", "boleh", "sendiri")
"""A parent on a phone of their own."""


@dataclass
class Contact:
    """Somebody who writes, from a channel."""

    house: House
    address: Address
    _said: int = 0

    async def says(self, *texts: str) -> None:
        for text in texts:
            await self.does(Said(self.house.clock.now(), text))

    async def does(self, inbound: Inbound) -> None:
        self._said += 1
        name = ArrivalId(f"{self.address.channel.value}:{self.address.value}-{self._said}")
        await self.house.app.intake.take(Arrival(name, self.address.channel, inbound, address=self.address))

    async def leaves(self) -> None:
        """By the quick exit."""
        await self.does(Left(self.house.clock.now()))


def contact(house: House, name: str, channel: Channel = Channel.WEB) -> Contact:
    kind = {Channel.WEB: "cookie", Channel.TELEGRAM: "user", Channel.WHATSAPP: "phone"}[channel]
    return Contact(house, Address(channel, kind, name))


@dataclass
class Sitting:
    """A counselor at a browser without script."""

    house: House
    name: str
    http: httpx.AsyncClient
    secret: str = field(default_factory=pyotp.random_base32)

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.house.clock.now())

    async def enrols(self, link: str, **fields: str) -> httpx.Response:
        form = {"shown": self.name.title(), "password": PASSWORD, "again": PASSWORD, **RECORDS}
        return await self.http.post(link, data={**form, "secret": self.secret, "code": self.code(), **fields})

    async def signs_in(self, **fields: str) -> httpx.Response:
        return await self.http.post(
            "/desk/login", data={"nama": self.name, "sandi": PASSWORD, "kode": self.code(), **fields}
        )

    async def sees(self, path: str = "/desk") -> str:
        """The words of a page."""
        return words_of(await self.http.get(path))

    async def queue(self) -> list[str]:
        """Tickets that this one may claim, in the order of the page."""
        return CLAIM.findall((await self.http.get("/desk")).text)

    async def claims(self, ticket: str) -> httpx.Response:
        return await self.http.post(f"/desk/tickets/{ticket}/claim")

    async def form(self, ticket: str) -> str:
        """The form id that the talk's page holds now."""
        found = FORM_ID.search((await self.http.get(f"/desk/tickets/{ticket}")).text)
        assert found
        return found.group(1)

    async def replies(self, ticket: str, text: str, form: str = "") -> httpx.Response:
        data = {"teks": text, "formulir": form or await self.form(ticket)}
        return await self.http.post(f"/desk/tickets/{ticket}/reply", data=data)

    async def closes(
        self, ticket: str, outcome: str = "selesai", category: str = "violence.physical", **more: str
    ) -> httpx.Response:
        data = {"hasil": outcome, "kategori": category, "formulir": "tutup", **more}
        return await self.http.post(f"/desk/tickets/{ticket}/close", data=data)


def words_of(answer: httpx.Response) -> str:
    return " ".join(html.unescape(TAG.sub(" ", answer.text)).split())


async def invited(
    house: House,
    name: str,
    *,
    office: str = "provinsi",
    roles: frozenset[str] = BOTH,
    record: counselors.Record | None = None,
) -> str:
    """The path of a fresh one-time link."""
    return await counselors.add(house.app.store, house.clock, name, office=office, roles=roles, record=record)


@asynccontextmanager
async def desk(folder: Path) -> AsyncIterator[House]:
    """A running service; everyone is a tester on every channel."""
    async with running(folder, {"PUSPAGA__SERVICE__TESTERS": '["*"]'}) as house:
        yield house


@asynccontextmanager
async def stranger(house: House, name: str = "") -> AsyncIterator[Sitting]:
    async with httpx.AsyncClient(base_url=house.url, timeout=40) as http:
        yield Sitting(house, name, http)


@asynccontextmanager
async def seated(
    house: House,
    name: str,
    *,
    office: str = "provinsi",
    roles: frozenset[str] = BOTH,
    records: dict[str, str] = RECORDS,
) -> AsyncIterator[Sitting]:
    """A counselor who has enrolled and is signed in."""
    async with stranger(house, name) as one:
        answer = await one.enrols(await invited(house, name, office=office, roles=roles), **records)
        assert answer.status_code == 303
        yield one


@asynccontextmanager
async def at_desk(
    house: House, name: str, *, office: str = "provinsi", records: dict[str, str] = RECORDS
) -> AsyncIterator[Sitting]:
    """The same, of somebody who enrolled and signed in some other day: without the cost of a password."""
    one = Counselor(
        CounselorId(f"k-{name.replace(' ', '-')}"),
        name,
        name.title(),
        Office(office),
        BOTH,
        profession=records["profession"],
        kha_trained_on=date.fromisoformat(day) if (day := records["kha_trained_on"]) else None,
        checked_on=date.fromisoformat(day) if (day := records["checked_on"]) else None,
        password="argon2id",
        totp="BASE32",
    )
    token = f"of-{one.id}"
    await house.app.store.save_counselor(one)
    await house.app.store.open_session(token, one.id, house.clock.now())
    async with stranger(house, name) as sitting:
        sitting.http.cookies.set("meja", token, path="/desk")
        yield sitting


async def phone(browser: Browser, one: Sitting, *, script: bool = True) -> tuple[BrowserContext, Page]:
    """The same counselor on a phone of 360 x 640."""
    context = await browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=script)
    await context.add_cookies([{"name": "meja", "value": one.http.cookies["meja"], "url": one.house.url + "/desk"}])
    page = await context.new_page()
    await page.goto(f"{one.house.url}/desk")
    return context, page


async def child_waits(house: House, name: str = "anak") -> Contact:
    one = contact(house, name)
    await one.says(*CHILD)
    return one


async def adult_waits(house: House, name: str = "501") -> Contact:
    one = contact(house, name, Channel.TELEGRAM)
    await one.says(*ADULT)
    return one


async def claimed(house: House, one: Sitting) -> str:
    """The first of the queue, taken by this counselor."""
    ticket = (await one.queue())[0]
    assert (await one.claims(ticket)).status_code == 303
    return ticket


async def until_sent(house: House) -> None:
    """All that may leave on the web has left."""
    waiting = "select count(*) from outbox where channel = 'web' and finished = 0"
    await until(lambda: rows(house, waiting) == [(0,)])


def rows(house: House, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What stands in the database, read beside the service."""
    path = database(house.app.config)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(sql, values).fetchall()
