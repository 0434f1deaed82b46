"""People with a browser: families on the web chat, and a counselor at the desk. What was not answered is sent again."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic

import httpx

from bot.channels.web.pages import COOKIE
from tests.chaos.facts import digest
from tests.chaos.people import Stage, words
from tests.scenes.counselor import Counselor
from tests.scenes.house import PUBLIC_URL, House
from tests.scenes.person import Person

BUBBLE = re.compile(r'<li class="(?:bot|counselor)" data-id="([^"]+)">')
REPLY = "Terima kasih sudah cerita, aku baca pelan-pelan."
AGAIN_S = 0.1
"""Between two tries of the same request."""
GIVES_UP_AFTER_S = 180.0
"""Longer than any start of the service and any recovery of a database, also on a busy machine."""


class AnyService(httpx.AsyncBaseTransport):
    """A balancer without memory: every request goes to any of the services."""

    def __init__(self, services: Sequence[str], dice: Random) -> None:
        self._services, self._dice = [httpx.URL(one) for one in services], dice
        self._way = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        to = self._dice.choice(self._services)
        url = request.url.copy_with(scheme=to.scheme, host=to.host, port=to.port)
        copy = httpx.Request(request.method, url, headers=request.headers, stream=request.stream)
        return await self._way.handle_async_request(copy)

    async def aclose(self) -> None:
        await self._way.aclose()


def browser(services: Sequence[str], dice: Random) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=PUBLIC_URL, transport=AnyService(services, dice), timeout=10)


async def until_answered(http: httpx.AsyncClient, method: str, path: str, data: Mapping[str, str] | None) -> int:
    """The same request until somebody answers it for good; the status."""
    rest, until = Stage(), monotonic() + GIVES_UP_AFTER_S
    while monotonic() < until:
        try:
            status = (await http.request(method, path, data=data)).status_code
        except httpx.HTTPError:
            status = 0
        if status and status < 500:
            return status
        await rest.pause(AGAIN_S)
    raise AssertionError(f"{method} {path} was never answered")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word that was acknowledged."""

    token: str
    form: str
    text: str


class Family:
    """Somebody on the web chat, one word after the other."""

    def __init__(self, http: httpx.AsyncClient, stage: Stage, dice: Random) -> None:
        self._http, self._stage, self._dice = http, stage, dice
        self._person = Person(http)
        self.spoken: list[Spoken] = []
        self.shown: list[str] = []

    @property
    def token(self) -> str:
        return self._http.cookies[COOKIE]

    async def talks(self) -> None:
        while not self._stage.over:
            await self._stage.pause(self._dice.uniform(0.5, 4.0))
            await self._says(words(self._dice, leaving=0.0))

    async def _says(self, text: str) -> None:
        await until_answered(self._http, "GET", "/chat", None)
        form = await self._form(text)
        if form and await until_answered(self._http, "POST", "/chat", form) == 303:
            self.spoken.append(Spoken(self.token, form["id"], text))

    async def _form(self, text: str) -> dict[str, str] | None:
        try:
            return {**await self._person.form(text), "js": "1"}
        except (httpx.HTTPError, AssertionError):
            return None  # the page came no more; nothing was said yet

    async def looks(self) -> None:
        """What the page shows at the end, in its order."""
        if self.spoken:
            self.shown = BUBBLE.findall(await self._person.page())


class Desk:
    """One counselor: claims who waits longest, answers, closes."""

    def __init__(self, http: httpx.AsyncClient, folder: Path, stage: Stage, dice: Random) -> None:
        self._http, self._stage, self._dice = http, stage, dice
        self.one = Counselor(http, House(folder, {}))
        self.claimed = 0
        self.replied: dict[str, list[str]] = {}

    async def opens(self, link: str) -> None:
        """Enrols, with the one service that is there."""
        answer = None
        while answer is None:
            with suppress(httpx.ConnectError):
                answer = await self.one.enrols(link)
        assert answer.status_code == 303

    async def works(self) -> None:
        while not self._stage.over:
            await self._stage.pause(self._dice.uniform(0.2, 1.5))
            for ticket in (await self._waiting())[:1]:
                await self._serves(ticket)

    async def _waiting(self) -> list[str]:
        try:
            return await self.one.waiting()
        except httpx.HTTPError:
            return []

    async def _serves(self, ticket: str) -> None:
        if not await self._posts(ticket, "claim", {}):
            return
        self.claimed += 1
        talk = ticket.rpartition(".")[0]
        for number in range(self._dice.randint(1, 3)):
            await self._stage.pause(self._dice.uniform(0.2, 3.0))
            text = f"{REPLY} ({self.claimed}.{number})"
            if await self._posts(ticket, "reply", {"teks": text}):
                self.replied.setdefault(talk, []).append(digest(text))
        await self._stage.pause(self._dice.uniform(0.2, 3.0))
        await self._posts(ticket, "close", {"hasil": "selesai", "kategori": "family.caregiver"})

    async def _posts(self, ticket: str, what: str, fields: Mapping[str, str]) -> bool:
        form = {**fields, "formulir": f"{what}-{self._dice.getrandbits(64):x}"}
        return await until_answered(self._http, "POST", f"/desk/tickets/{ticket}/{what}", form) == 303
