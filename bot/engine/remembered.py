"""What is worked out once for a value of the book: the same in every turn, and never of what people write."""

from collections.abc import Callable
from typing import Generic, TypeVar

Of = TypeVar("Of")
Made = TypeVar("Made")


class Remembered(Generic[Of, Made]):
    """A function of a frozen value, remembered by that very value (`is`, not `==`: a book is too large to compare).
    The oldest falls out above `most`, so that reloaded books do not pile up. Turns ask, and a thread that reads edited
    flows: two that forget at once forget the same one, or a little more than they had to."""

    def __init__(self, work_out: Callable[[Of], Made], most: int) -> None:
        self._work_out = work_out
        self._most = most
        self._kept: dict[int, tuple[Of, Made]] = {}

    def __call__(self, of: Of) -> Made:
        kept = self._kept.get(id(of))
        if kept is not None and kept[0] is of:
            return kept[1]
        made = self._work_out(of)
        if len(self._kept) >= self._most:
            self._kept = dict(list(self._kept.items())[1:])
        self._kept[id(of)] = (of, made)
        return made
