"""Where the time of a turn goes: a clock rings a thousand times a second, and each time we look in which room the work
stands. What is measured is not touched, so that the sum is the turn as it is."""

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from types import FrameType

EVERY_S = 0.001
ROOMS = {"screen": "ear", "vault": "seal", "engine": "engine", "rules": "engine", "model": "engine", "store": "store"}
"""Room of the house → part of a turn; the innermost room of a moment counts."""
BELOW = ("aiosqlite", "sqlite3")
"""Of the store, though it stands in no room of ours."""
PARTS = ("ear", "engine", "seal", "store", "rest")
_HOUSE = str(Path(__file__).parents[1])


class Split:
    """How often the work stood in each part."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.seconds = 0.0

    def per_turn(self, turns: int) -> dict[str, float]:
        """Microseconds of one turn, by part."""
        whole, moments = self.seconds / turns * 1e6, sum(self.seen.values()) or 1
        return {part: round(whole * self.seen[part] / moments, 1) for part in PARTS}


@contextmanager
def watched() -> Iterator[Split]:
    """Only on the main thread. Whoever had set the alarm clock before gets it back with what was left of it."""
    split = Split()

    def look(_: int, frame: FrameType | None) -> None:
        split.seen[_part(frame)] += 1

    began = perf_counter()
    handler = signal.signal(signal.SIGALRM, look)
    left, again = signal.setitimer(signal.ITIMER_REAL, EVERY_S, EVERY_S)
    try:
        yield split
    finally:
        split.seconds = perf_counter() - began
        signal.setitimer(signal.ITIMER_REAL, max(left - split.seconds, EVERY_S) if left else 0.0, again)
        signal.signal(signal.SIGALRM, handler)


def _part(frame: FrameType | None) -> str:
    """The innermost room; while the loop waits, it waits for the store."""
    if frame is not None and frame.f_code.co_filename.endswith("selectors.py"):
        return "store"
    while frame is not None:
        name = frame.f_code.co_filename
        if any(one in name for one in BELOW):
            return "store"
        if name.startswith(_HOUSE):
            return ROOMS.get(name[len(_HOUSE) + 1 :].partition("/")[0], "rest")
        frame = frame.f_back
    return "rest"
