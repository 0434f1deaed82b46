"""What is worked out once is asked for by turns, and at the same time by a thread that reads edited flows."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.engine.remembered import Remembered


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_two_threads_that_ask_at_once_get_their_own_answers(restless: None) -> None:
    lengths: Remembered[list[int], int] = Remembered(len, 2)
    books = [[0] * size for size in range(5)]

    def ask(times: int) -> bool:
        return all(lengths(book) == len(book) for _ in range(times) for book in books)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(ask, [60_000] * 4))
