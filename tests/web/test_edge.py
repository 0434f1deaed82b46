"""What every request passes, and the table of routes."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.log import Line
from bot.web import LARGEST_BODY, permissions
from tests.web.fakes import house, served_house


async def pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * 65_536


@pytest.mark.parametrize("path", ["/test/echo", "/chat", "/no/such/route", "/telegram/webhook"])
async def test_a_body_over_one_mebibyte_is_refused_before_anything_else(tmp_path: Path, path: str) -> None:
    async with served_house(tmp_path) as one, httpx.AsyncClient(base_url=one.url) as client:
        assert (await client.post(path, content=b"x" * (LARGEST_BODY + 1))).status_code == 413
        assert (await client.post(path, content=pieces(17))).status_code == 413


async def test_a_body_of_one_mebibyte_passes_whole(tmp_path: Path) -> None:
    async with served_house(tmp_path) as one, httpx.AsyncClient(base_url=one.url) as client:
        assert (await client.post("/test/echo", content=b"x" * LARGEST_BODY)).text == str(LARGEST_BODY)
        assert (await client.post("/test/echo", content=pieces(16))).text == str(LARGEST_BODY)


async def test_another_sites_post_is_refused(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        for site in ("cross-site", "same-site"):
            answer = await client.post("/chat", data={"text": "x"}, headers={"sec-fetch-site": site})
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers
        own = await client.post("/chat", data={"text": "x"}, headers={"sec-fetch-site": "same-origin"})
        assert own.status_code == 303
        assert (await client.get("/chat", headers={"sec-fetch-site": "cross-site"})).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://jahat.test",
        "http://test.jahat.test",
        "http://test:81",
        "http://sub.test",
        "null",
        "",
        "test",
        "http://[",
    ],
)
async def test_a_post_from_another_origin_is_refused_when_the_browser_names_no_site(
    tmp_path: Path, origin: str
) -> None:
    async with house(tmp_path) as one, one.client() as client:
        answer = await client.post("/chat", data={"text": "x"}, headers={"origin": origin})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
        assert (await client.get("/chat", headers={"origin": origin})).status_code == 200


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://test", "test"),
        ("https://test", "test"),
        ("https://test", "test:443"),
        ("http://TEST:8080", "test:8080"),
        ("https://[2001:db8::1]:8443", "[2001:db8::1]:8443"),
    ],
)
async def test_a_post_from_our_own_origin_and_one_of_no_browser_are_let_in(
    tmp_path: Path, origin: str, host: str
) -> None:
    async with house(tmp_path) as one, one.client() as client:
        for headers in ({"origin": origin, "host": host}, {"host": host}):
            assert (await client.post("/chat", data={"text": "x"}, headers=headers)).status_code == 303


async def test_a_fault_says_nothing_outside_and_nothing_of_its_words_inside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with house(tmp_path) as one, one.client() as client:
        with caplog.at_level(logging.INFO):
            answer = await client.get("/test/breaks")
        assert answer.status_code == 500
        assert "rahasia" not in answer.text
        (record,) = (row for row in caplog.records if row.name == "bot.web")
        assert vars(record)["error"] == "RuntimeError"
        assert vars(record)["place"].startswith("fakes.py:")
        assert "rahasia" not in caplog.text
        said = json.loads(Line().format(record))
        assert said["place"] == vars(record)["place"]
        assert said["route"].endswith("breaks")


async def test_every_answer_wears_the_headers(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        for path in ("/chat", "/healthz", "/no/such/route", "/test/breaks", "/chat/static/chat.js"):
            headers = (await client.get(path)).headers
            assert "default-src 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cache-control"] == "no-store"


async def test_readiness_gives_its_reason(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/readyz")).status_code == 200
        one.reasons = ["store"]
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"ready": False, "because": ["store"]}
        assert (await client.get("/healthz")).status_code == 200


async def test_what_is_not_configured_is_not_there(tmp_path: Path) -> None:
    async with house(tmp_path) as one, one.client() as client:
        for path in ("/telegram/webhook", "/whatsapp/inbound", "/whatsapp/status", "/metrics"):
            assert (await client.post(path)).status_code == 404


async def test_every_route_says_who_may(tmp_path: Path) -> None:
    async with house(tmp_path) as one:
        table = permissions(one.app.routes)
        assert all(table.values()), table
        assert table["POST /chat"] == "anyone"
        assert table["GET /readyz"] == "balancer"
