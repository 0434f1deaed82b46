"""Two identical processes on one PostgreSQL: people and counselors do not notice which one answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx

from tests.postgres import fresh
from tests.scenes.person import Person, person
from tests.scenes.server import Server, serving

WORRY = "anakku 2 th tantrum trs gmn"


@asynccontextmanager
async def two_servers(folder: Path, server: str) -> AsyncIterator[tuple[Server, Server, str]]:
    """Both on a new database; the first makes the key ring that the second finds."""
    async with fresh(server) as url:
        settings = {"PUSPAGA__STORAGE__URL": url}
        async with serving(folder, settings) as one, serving(folder, settings) as other:
            yield one, other, url


@asynccontextmanager
async def same_browser(at: Person, url: str) -> AsyncIterator[Person]:
    """The next request of this browser goes to another process."""
    async with httpx.AsyncClient(base_url=url, cookies=dict(at.http.cookies)) as http:
        yield Person(http)


async def count(url: str, what: str) -> object:
    db = await asyncpg.connect(url)
    try:
        return await db.fetchval(what)
    finally:
        await db.close()


async def test_a_talk_goes_on_at_whichever_process_hears_the_next_word(tmp_path: Path, postgres_url: str) -> None:
    async with two_servers(tmp_path, postgres_url) as (one, other, url), person(one.url) as here:
        await here.says(WORRY)
        async with same_browser(here, other.url) as there:
            assert "Mau contoh" in await there.reads()
            await there.presses("Mau contoh")
            assert "Kita tunggu sampai badanmu tenang" in await here.reads()
            both = [here.http.post("/chat", data={"text": "terima kasih", "id": "7"}) for _ in range(2)]
            both.append(there.http.post("/chat", data={"text": "terima kasih", "id": "7"}))
            assert {answer.status_code for answer in await asyncio.gather(*both)} == {303}
            said = [text for author, text in await there.bubbles() if author == "contact"]
            assert said.count("terima kasih") == 1
        assert await count(url, "select count(*) from conversation") == 1
        assert await count(url, "select count(distinct sender) from outbox") == 2


async def test_the_stream_at_one_process_tells_what_was_said_at_another(tmp_path: Path, postgres_url: str) -> None:
    async with two_servers(tmp_path, postgres_url) as (one, other, _), person(one.url) as here:
        await here.says("halo")
        async with (
            asyncio.timeout(15),
            same_browser(here, other.url) as there,
            there.http.stream("GET", "/chat/stream") as stream,
        ):
            told, seen = stream.aiter_text(), ""
            await here.says(WORRY)
            while "Mau contoh" not in seen:
                seen += await anext(told)


async def test_when_one_process_is_killed_the_other_serves_on(tmp_path: Path, postgres_url: str) -> None:
    async with two_servers(tmp_path, postgres_url) as (one, other, url), person(one.url) as here:
        await here.says("halo")
        one.process.kill()
        await one.dies()
        async with same_browser(here, other.url) as there:
            assert (await there.http.get("/readyz")).status_code == 200
            await there.says(WORRY)
            assert "Mau contoh" in await there.reads()
        assert await count(url, "select max(turn) from conversation") == 2


async def test_a_ring_that_is_missing_beside_a_used_database_is_never_made_anew(
    tmp_path: Path, postgres_url: str
) -> None:
    async with fresh(postgres_url) as url:
        settings = {"PUSPAGA__STORAGE__URL": url}
        async with serving(tmp_path, settings):
            pass
        ring = tmp_path / "var" / "keys.json"
        ring.rename(tmp_path / "elsewhere.json")
        started = ""
        try:
            async with serving(tmp_path, settings) as again:
                started = again.said
        except (AssertionError, httpx.HTTPError, TimeoutError):
            pass
        assert not started
        assert not ring.exists()
