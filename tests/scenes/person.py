"""One person on the web chat, as a browser without script: forms, a cookie, a page."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

BUBBLE = re.compile(r'<li class="(contact|bot|counselor)" data-id="[^"]+">(.*?)</li>', re.DOTALL)
FORM_ID = re.compile(r'<form id="kirim".*?name="id" value="([^"]+)"', re.DOTALL)
TAG = re.compile(r"<form.*?</form>|<[^>]+>", re.DOTALL)


class Person:
    """`says` and `presses` return once the answer is stored; `bubbles` is what the page shows now."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def page(self) -> str:
        return (await self.http.get("/chat")).text

    async def form(self, text: str) -> dict[str, str]:
        """The page's form, filled in."""
        found = FORM_ID.search(await self.page())
        assert found
        return {"text": text, "id": found.group(1)}

    async def says(self, text: str) -> httpx.Response:
        return await self.http.post("/chat", data=await self.form(text))

    async def presses(self, label: str) -> httpx.Response:
        """The button of the open question that holds `label`."""
        page = await self.page()
        found = re.search(rf'<button name="press" value="([^"]+)">\d+\. [^<]*{re.escape(label)}[^<]*</button>', page)
        assert found, f"no button {label!r} in: {await self.bubbles()}"
        return await self.http.post("/chat", data={"press": found.group(1), "id": "a press"})

    async def bubbles(self) -> list[tuple[str, str]]:
        """(author, text) in order."""
        rows = BUBBLE.findall(await self.page())
        return [(author, " ".join(html.unescape(TAG.sub(" ", body)).split())) for author, body in rows]

    async def reads(self) -> str:
        """Everything the page says that is not their own."""
        return "\n".join(text for author, text in await self.bubbles() if author != "contact")

    async def leaves(self) -> httpx.Response:
        return await self.http.post("/chat/exit")

    async def comes_back(self, words: str) -> httpx.Response:
        return await self.http.post("/chat/kembali", data={"kata": words})


@asynccontextmanager
async def person(url: str) -> AsyncIterator[Person]:
    async with httpx.AsyncClient(base_url=url) as http:
        yield Person(http)
