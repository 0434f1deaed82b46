"""What may be true while a talk walks: for every name that some branch asks about, the values it may still have.

1. A name has the values that branches name, and OTHER for all the rest; so every set is finite, and what a branch did
   not take is known too.
2. From one turn to the next only the channel is kept, and who writes once they have said so: everything else may have
   changed meanwhile (another flow, the clock, a counselor). That is more than can happen, never less.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.flow.book import Book, Branch, Call, Then
from bot.model.conversation import Reader
from bot.model.message import Channel, Level

OTHER = "…"
"""Any value that no branch names; also none at all."""
READER, CHANNEL, HOUR, LEVEL, TICKET = "kini.pembaca", "kini.kanal", "kini.jam", "kini.tingkat", "kini.tiket"
WHOLE: Mapping[str, frozenset[str]] = {
    READER: frozenset(one.value for one in Reader),
    CHANNEL: frozenset(one.value for one in Channel),
    HOUR: frozenset(("buka", "tutup")),
    LEVEL: frozenset(one.name.lower() for one in Level),
    TICKET: frozenset(("ada", "tidak ada")),
}
"""Names whose values are all known."""
SETS = {"reader": READER, "age_band": "kini.umur", "office": "kini.wilayah"}
"""What Variable.sets copies an answer to, as branches name it."""

Facts = tuple[frozenset[str], ...]
"""One set of values for each of Ground.names."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The names that branches of a book ask about, and their values."""

    names: tuple[str, ...]
    top: Facts

    def put(self, facts: Facts, name: str, values: Iterable[str]) -> Facts:
        """`facts` in which a name has one of these values; as they are when no branch asks about it."""
        if name not in self.names:
            return facts
        place = self.names.index(name)
        known = self.top[place]
        kept = frozenset(one if one in known else OTHER for one in values)
        return (*facts[:place], kept & known or known, *facts[place + 1 :])

    def of(self, facts: Facts, name: str) -> frozenset[str]:
        return facts[self.names.index(name)]

    def taken(self, facts: Facts, branch: Branch) -> Facts | None:
        """What is true where a branch is taken; None where it cannot be."""
        for name, values in branch.when.items():
            place = self.names.index(name)
            kept = facts[place] & frozenset(values)
            if not kept:
                return None
            facts = (*facts[:place], kept, *facts[place + 1 :])
        return facts

    def passed(self, facts: Facts, branch: Branch) -> Facts | None:
        """What is true where it is not; None where it has to be. Of several conditions any one may have failed."""
        if not branch.when:
            return None
        if len(branch.when) > 1:
            certain = all(facts[self.names.index(name)] <= frozenset(values) for name, values in branch.when.items())
            return None if certain else facts
        ((name, values),) = branch.when.items()
        place = self.names.index(name)
        kept = facts[place] - frozenset(values)
        return (*facts[:place], kept, *facts[place + 1 :]) if kept else None

    def later(self, facts: Facts) -> Facts:
        """What is still true when the contact writes again."""
        return tuple(self._later(name, facts[place], self.top[place]) for place, name in enumerate(self.names))

    @staticmethod
    def _later(name: str, now: frozenset[str], top: frozenset[str]) -> frozenset[str]:
        if name == CHANNEL or (name == READER and Reader.UNKNOWN.value not in now):
            return now
        return top

    def narrowed(self, facts: Facts) -> dict[str, str]:
        """What is known more closely than that it may be anything; a value that no branch names is not told."""
        rows = zip(self.names, facts, self.top, strict=True)
        return {name: " / ".join(sorted(now)) for name, now, top in rows if now != top and OTHER not in now}


def ground_of(book: Book) -> Ground:
    asked: dict[str, set[str]] = {READER: set(), CHANNEL: set(), HOUR: set(), LEVEL: set()}
    for flow in book.flows.values():
        for state in flow.states.values():
            branches = state.exit.branches if isinstance(state.exit, Then | Call) else ()
            for branch in branches:
                for name, values in branch.when.items():
                    asked.setdefault(name, set()).update(values)
    names = tuple(sorted(asked))
    return Ground(names, tuple(WHOLE.get(name) or frozenset(asked[name]) | {OTHER} for name in names))
