"""The pictures in a real browser, with real letters: nothing lies over anything, and every word stays in its card."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

from bot.flow.draw import pictures
from bot.flow.library import load
from bot.flow.shelf import Shelf
from tests.browser import chromium
from tests.flow.shelf import FLOW, written

ROOT = Path(__file__).parents[2]
LOOK = """() => {
  const area = one => { const a = one.getBoundingClientRect(); return [a.left, a.top, a.right, a.bottom] }
  const cards = [...document.querySelectorAll("g.state")].map(one => ({
    name: one.dataset.name,
    card: area(one.querySelector("rect.card")),
    texts: [...one.querySelectorAll("text")].map(text => ({text: text.textContent, at: area(text)})),
  }))
  const texts = [...document.querySelectorAll("text")].map(one => ({text: one.textContent, at: area(one)}))
  const walked = []
  for (const path of document.querySelectorAll("svg > g > g.arrow > path.line")) {
    const room = path.getScreenCTM()
    for (let at = 0; at < path.getTotalLength(); at += 5) {
      const point = path.getPointAtLength(at).matrixTransform(room)
      walked.push([path.parentNode.dataset.from, path.parentNode.dataset.to, point.x, point.y])
    }
  }
  return {cards, texts, walked, page: area(document.documentElement.querySelector("svg"))}
}"""


INKS = """() => [...document.querySelectorAll("text")].map(one => {
  const a = one.getBoundingClientRect(), x = (a.left + a.right) / 2, y = (a.top + a.bottom) / 2
  const below = [...document.querySelectorAll("rect")].filter(rect => {
    const b = rect.getBoundingClientRect()
    const before = rect.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING
    return before && b.left <= x && x <= b.right && b.top <= y && y <= b.bottom
  })
  return [one.textContent, getComputedStyle(one).fill, getComputedStyle(below.at(-1)).fill]
})"""
"""Every text with its colour and that of what it stands on."""


def within(inner: list[float], outer: list[float]) -> bool:
    return all(a >= b - 1 for a, b in zip(inner[:2], outer[:2], strict=True)) and all(
        a <= b + 1 for a, b in zip(inner[2:], outer[2:], strict=True)
    )


def meet(one: list[float], other: list[float]) -> bool:
    """Letters take a little less room than their line."""
    return one[0] < other[2] - 1 and other[0] < one[2] - 1 and one[1] < other[3] - 4 and other[1] < one[3] - 4


def faults(name: str, seen: dict[str, Any]) -> list[str]:
    found = []
    for card in seen["cards"]:
        found += [
            f"{name}: {one['text']!r} leaves {card['name']}"
            for one in card["texts"]
            if not within(one["at"], card["card"])
        ]
        left, top, right, bottom = card["card"]
        for source, target, x, y in seen["walked"]:
            if card["name"] not in (source, target) and left < x < right and top < y < bottom:
                found.append(f"{name}: {source}>{target} runs through {card['name']}")
    texts = seen["texts"]
    found += [f"{name}: {one['text']!r} leaves the picture" for one in texts if not within(one["at"], seen["page"])]
    for number, one in enumerate(texts):
        found += [
            f"{name}: {one['text']!r} lies over {other['text']!r}"
            for other in texts[:number]
            if meet(one["at"], other["at"])
        ]
    return found


async def look(page: Page, text: str) -> dict[str, Any]:
    await page.set_content(text)
    seen: dict[str, Any] = await page.evaluate(LOOK)
    assert seen["cards"]
    assert seen["texts"]
    return seen


def crowded() -> str:
    """A flow that asks for all the room there is: long names, long labels, many choices, circles."""
    more = "".join(
        f"        pilihan{number}:\n          label: Pilihan nomor {number} WMWM\n          go: {target}\n"
        for number, target in enumerate(["lanjut", "pamit", "tanya", "serah", "perintah/menu", "aman/segera"])
    )
    flow = FLOW.replace("      unclear", f"{more}      unclear").replace(
        "lanjut", "keadaan_dengan_nama_yang_panjang_sekali_WMWMWM"
    )
    return flow.replace("title: Main", f"title: {'Judul yang panjang ' * 6}").replace("back: pamit", "back: tanya")


async def test_no_word_lies_over_another_or_leaves_its_card_and_no_arrow_runs_through_a_card(tmp_path: Path) -> None:
    house = load(ROOT / "flows", ROOT / "content")
    full = Shelf(*written(tmp_path, {"flows/main.yaml": crowded()})).book()
    assert full
    shown = {**pictures(house), **{f"crowded {name}": text for name, text in pictures(full).items()}}
    async with chromium() as browser:
        page = await browser.new_page()
        found = [fault for name, text in shown.items() for fault in faults(name, await look(page, text))]
    assert not found


async def test_a_picture_is_light_or_dark_as_its_reader_has_it_and_every_word_stands_out() -> None:
    picture = pictures(load(ROOT / "flows", ROOT / "content"))["aman-tinggi.svg"]
    async with chromium() as browser:
        page = await browser.new_page()
        await page.set_content(picture)
        for dark in (False, True):
            await page.emulate_media(color_scheme="dark" if dark else "light")
            for text, ink, ground in await page.evaluate(INKS):
                assert contrast(ink, ground) >= 4.5, (text, ink, ground)
                assert text != "percaya" or (light(ground) < light(ink)) is dark


def light(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of `rgb(r, g, b)`."""
    parts = [int(one) / 255 for one in colour.removeprefix("rgb(").rstrip(")").split(",")]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)
