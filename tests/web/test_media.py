"""A picture of ours can be opened from the page; nothing else becomes a link."""

from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot import web
from bot.channels.web.pages import environment, parts
from bot.model.message import Author, MessageId
from bot.model.visit import Bubble

ROOT = Path(__file__).parents[2]


def bubble(text: str, author: Author = Author.BOT) -> Bubble:
    return Bubble(MessageId("c/1/1"), datetime(2026, 11, 24, tzinfo=UTC), author, text)


def drawn(one: Bubble) -> str:
    return environment().get_template("bubble.html").render(bubble=one, counselor="", form_id="f")


def test_the_address_of_a_picture_is_a_link_that_tells_nothing_of_the_page() -> None:
    page = drawn(bubble("Ikuti lingkaran ini.\n/media/lingkaran.svg"))
    assert '<a href="/media/lingkaran.svg" target="_blank" rel="noopener noreferrer">Buka gambarnya</a>' in page
    assert "Ikuti lingkaran ini." in page


def test_a_sheet_to_print_is_called_one() -> None:
    page = drawn(bubble("Lembar satu halaman.\n/media/kesepakatan.html"))
    assert 'href="/media/kesepakatan.html" target="_blank" rel="noopener noreferrer">Buka lembarnya</a>' in page


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("/media/lingkaran.svg", Author.CONTACT),
        ("lihat\n/media/lingkaran.svg", Author.COUNSELOR),
        ('lihat\n/media/"><script>', Author.BOT),
        ("lihat\n/media/../desk", Author.BOT),
        ("lihat\nhttps://example.org/media/x.svg", Author.BOT),
    ],
)
def test_nothing_else_is_a_link(text: str, author: Author) -> None:
    one = bubble(text, author)
    assert parts(one) == (text, "")
    assert "<a " not in drawn(one)
    assert "<script>" not in drawn(one)


async def test_the_files_are_served_to_anyone_and_nothing_beside_them(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "satu.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (tmp_path / "rahasia.yaml").write_text("x", encoding="utf-8")

    async def unready() -> list[str]:
        return []

    served = web.build(chat=None, unready=unready, media=tmp_path / "media")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://127.0.0.1") as client:
        found = await client.get("/media/satu.svg")
        assert (found.status_code, found.headers["content-type"]) == (200, "image/svg+xml")
        for path in ("/media/", "/media/../rahasia.yaml", "/media/%2e%2e/rahasia.yaml", "/media/dua.svg"):
            assert (await client.get(path)).status_code == 404


async def test_a_sheet_is_served_under_the_policy_of_every_page() -> None:
    async def unready() -> list[str]:
        return []

    served = web.build(chat=None, unready=unready, media=ROOT / "content" / "media")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://127.0.0.1") as client:
        for path, kind in (("kesepakatan.html", "text/html"), ("kartu.html", "text/html"), ("lembar.css", "text/css")):
            found = await client.get(f"/media/{path}")
            assert (found.status_code, found.headers["content-type"]) == (200, f"{kind}; charset=utf-8")
            assert found.headers["content-security-policy"] == web.HEADERS["Content-Security-Policy"]
            assert found.headers["cache-control"] == "no-store"
