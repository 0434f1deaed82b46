"""The project's own book with its own ear and a plain week, as tests of the engine use it."""

from datetime import time
from functools import cache
from pathlib import Path

from bot.engine.mind import Mind
from bot.flow.library import load
from bot.model.message import Office
from bot.rules.office_hours import Calendar, Week
from bot.screen.ear import load_rules

ROOT = Path(__file__).parents[2]
DAY = ((time(8), time(16)),)


@cache
def mind() -> Mind:
    book = load(ROOT / "flows", ROOT / "content")
    calendar = Calendar({Office("provinsi"): Week({day: DAY for day in range(5)})})
    return Mind(book, load_rules(ROOT / "content" / "risk"), calendar)
