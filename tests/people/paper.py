"""Writes what is measured now: the floor beside this file, and the table of docs/benchmarks.md.

    python -m tests.people.paper

Only ever after something was mended: a floor that is written lower hides what was lost.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from pathlib import Path

from bot.bench import people
from bot.bench.people import ASKED, Asked
from bot.config import load as load_config
from tests.scenes.house import ROOT

FLOOR = Path(__file__).parent / "floor.json"
PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = ("| what | measured | asked | met |", "|---|---|---|---|")
_TABLE = re.compile(rf"{re.escape(HEAD[0])}\n(?:\|.*\n)+")


def row(one: Asked, value: float | None) -> str:
    """A line of the table; None: not measured."""
    if value is None:
        return f"| {one.what} | – | {one.target:g} | not measured |"
    met = value <= one.target if one.lower else value >= one.target
    return f"| {one.what} | **{value:g}** | {one.target:g} | {'yes' if met else 'no'} |"


def write(floor: Mapping[str, float]) -> None:
    FLOOR.write_text(f"{json.dumps(floor, ensure_ascii=False, indent=2)}\n", encoding="utf-8")
    rows = "\n".join((*HEAD, *(row(one, floor.get(one.what)) for one in ASKED)))
    PAGE.write_text(_TABLE.sub(f"{rows}\n", PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    figures = asyncio.run(people.measure(load_config(ROOT / "config.yaml", {})))
    write({one.what: value for one in ASKED if (value := one.of(figures)) is not None})
