"""A counselor at the desk, as a browser without script: forms, a cookie, pages."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pyotp

from tests.peers.person import Person as OnTelegram
from tests.scenes.house import House

PASSWORD = "payung-hijau-di-teras"
TAG = re.compile(r"<(script|style).*?</\1>|<[^>]+>", re.DOTALL)
TICKET = re.compile(r"/desk/tickets/([^/\"]+)/claim")


class Counselor:
    """Enrolled from the one-time link of the first start."""

    def __init__(self, http: httpx.AsyncClient, house: House) -> None:
        self.http, self._house = http, house
        self.secret = pyotp.random_base32()
        self._forms = 0

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self._house.clock.now())

    async def enrols(self, link: str) -> httpx.Response:
        return await self.http.post(
            link,
            data={
                "shown": "Kak Rani",
                "password": PASSWORD,
                "again": PASSWORD,
                "secret": self.secret,
                "code": self.code(),
                "profession": "psikolog",
                "kha_trained_on": "2026-03-31",
                "checked_on": "2026-04-01",
            },
        )

    async def signs_in(self, name: str) -> httpx.Response:
        return await self.http.post("/desk/login", data={"nama": name, "sandi": PASSWORD, "kode": self.code()})

    async def sees(self, path: str = "/desk") -> str:
        """The words of a page."""
        answer = await self.http.get(path)
        return " ".join(html.unescape(TAG.sub(" ", answer.text)).split())

    async def waiting(self) -> list[str]:
        """Tickets that can be claimed, in the order of the queue."""
        return list(dict.fromkeys(TICKET.findall((await self.http.get("/desk")).text)))

    async def claims(self, ticket: str) -> httpx.Response:
        return await self._posts(ticket, "claim")

    async def replies(self, ticket: str, text: str) -> httpx.Response:
        return await self._posts(ticket, "reply", teks=text)

    async def closes(self, ticket: str, outcome: str = "selesai") -> httpx.Response:
        return await self._posts(ticket, "close", hasil=outcome, kategori="family.caregiver")

    async def talk(self, ticket: str) -> str:
        return await self.sees(f"/desk/tickets/{ticket}")

    async def _posts(self, ticket: str, what: str, **fields: str) -> httpx.Response:
        self._forms += 1
        form = {**fields, "formulir": f"{what}-{self._forms}"}
        return await self.http.post(f"/desk/tickets/{ticket}/{what}", data=form)


@asynccontextmanager
async def counselor(house: House) -> AsyncIterator[Counselor]:
    """The first counselor of a house that was just started."""
    async with httpx.AsyncClient(base_url=house.url, timeout=40) as http:
        one = Counselor(http, house)
        assert (await one.enrols(house.first_path)).status_code == 303
        yield one


async def asks_for_a_person(reader: OnTelegram) -> None:
    """Somebody on Telegram, up to the waiting room."""
    await reader.say("konselor")
    await reader.press("Boleh")
    await reader.hears("Silakan terus menulis")
