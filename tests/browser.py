"""Debian's Chromium, driven by playwright: `async with chromium() as browser`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 360, "height": 640}
"""The small phone that every page must fit."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A fresh browser. `await browser.new_context(viewport=PHONE)` is one person's phone."""
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def profile(folder: Path, *extra: str) -> AsyncIterator[BrowserContext]:
    """A browser with a profile on disk, for what survives a restart."""
    async with async_playwright() as player:
        context = await player.chromium.launch_persistent_context(
            folder, executable_path=CHROMIUM, args=[*QUIET, *extra], viewport=PHONE
        )
        try:
            yield context
        finally:
            await context.close()


def complaints(page: Page) -> list[str]:
    """What the console says about errors and the content policy, filled while the page lives."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found
