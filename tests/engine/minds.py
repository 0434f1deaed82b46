"""The project's own book with its own ear and a plain week, as tests of the engine use it."""

from functools import cache
from pathlib import Path

from bot.commands import WORKDAYS
from bot.engine.mind import Mind
from bot.flow.library import load
from bot.screen.ear import load_rules

ROOT = Path(__file__).parents[2]


@cache
def mind() -> Mind:
    book = load(ROOT / "flows", ROOT / "content")
    return Mind(book, load_rules(ROOT / "content" / "risk"), WORKDAYS)
