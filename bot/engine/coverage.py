"""Which arrows of the book its examples walk, and which none does."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.flow.arrows import walked
from bot.flow.book import Arrow, Book
from bot.model.turn import Turn

ALL = 100


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every arrow of a book, and how often each was walked."""

    arrows: tuple[Arrow, ...]
    times: Mapping[str, int]

    @property
    def missing(self) -> tuple[Arrow, ...]:
        """In the order of the files."""
        return tuple(sorted((one for one in self.arrows if str(one) not in self.times), key=lambda one: one.mark))

    @property
    def percent(self) -> float:
        """Exactly 100 only when nothing is missing."""
        return ALL * (1 - len(self.missing) / len(self.arrows)) if self.arrows else float(ALL)

    def by_flow(self) -> Mapping[str, "Coverage"]:
        return {name: self.of(name) for name in dict.fromkeys(one.flow for one in self.arrows)}

    def of(self, flow: str) -> "Coverage":
        return Coverage(tuple(one for one in self.arrows if one.flow == flow), self.times)


class Trail:
    """Gathers what is walked while the examples of a book are played: give `watch` to `rehearsal.play`."""

    def __init__(self) -> None:
        self.book: Book | None = None
        self._times: Counter[str] = Counter()

    def watch(self, turn: Turn) -> None:
        self._times.update(name for hop in turn.hops if (name := walked(hop)))

    def coverage(self) -> Coverage | None:
        """None when there was no book to play."""
        if self.book is None:
            return None
        return Coverage(tuple(one for flow in self.book.flows.values() for one in flow.arrows), dict(self._times))
