"""Debian's Chromium, driven by playwright: `async with chromium() as browser`."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright

CHROMIUM = "/usr/bin/chromium"
ABSENT = "chromium is absent"
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


def needed() -> None:
    """Without Debian's chromium a browser test does not run: told in one loud line, and a failure in CI."""
    if not Path(CHROMIUM).exists():
        assert not os.environ.get("CI"), ABSENT
        pytest.skip(ABSENT)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A fresh browser. `await browser.new_context(viewport=PHONE)` is one person's phone."""
    needed()
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def profile(folder: Path, *extra: str) -> AsyncIterator[BrowserContext]:
    """A browser with a profile on disk, for what survives a restart."""
    needed()
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
