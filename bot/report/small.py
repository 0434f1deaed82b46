"""What is too small to be shown. A number below FEWEST may be somebody whom the reader knows.

Laws
1. No count from 1 to FEWEST - 1 is shown; a zero is, for it is nobody.
2. What is hidden cannot be computed from what is shown: a table's total is known, so either nothing of it is hidden or
   at least two counts are, and each of them could be anything from 1 to at least FEWEST.
3. The reports of all offices and that of the province do not tell together what one of them hides.
"""

from collections.abc import Mapping, Sequence

FEWEST = 5


def hidden(counts: Sequence[int]) -> frozenset[int]:
    """The places of the counts of one table that are not shown, where its total is."""
    found = {place for place, count in enumerate(counts) if 0 < count < FEWEST}
    spare = sorted((count, place) for place, count in enumerate(counts) if count >= FEWEST)
    while found and not _unsure([counts[place] for place in found]):
        if not spare:
            return frozenset(range(len(counts)))  # then a zero may be behind any of them too
        found.add(spare.pop(0)[1])
    return frozenset(found)


def _unsure(counts: Sequence[int]) -> bool:
    """May each of them be anything from 1 to FEWEST, to who knows their sum?"""
    return len(counts) > 1 and sum(counts) - (len(counts) - 1) >= FEWEST


def pooled(counts: Mapping[str, int]) -> tuple[dict[str, int], int]:
    """Those that may be shown, most first, and the sum of all others, which is 0 or may be shown too. A sum that stays
    too small to be shown comes back as it is only where nothing else is."""
    shown = sorted((-count, name) for name, count in counts.items() if count >= FEWEST)
    rest = sum(count for count in counts.values() if 0 < count < FEWEST)
    while 0 < rest < FEWEST and shown:
        rest -= shown.pop()[0]
    return {name: -count for count, name in shown}, rest


def open_offices(tables: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """The offices whose own counts (a row of the same columns each) may be shown, all of them; of the others only the
    total is. The province's report shows the sums of the columns, and the totals of the offices."""
    columns = [sum(one) for one in zip(*tables.values(), strict=True)]
    totals = [sum(row) for row in tables.values()]
    closed = hidden(columns)
    unnamed = {name for place, name in enumerate(tables) if place in hidden(totals)}

    def fit(name: str) -> bool:
        fitting = (not n or (n >= FEWEST and place not in closed) for place, n in enumerate(tables[name]))
        return name not in unnamed and all(fitting)

    shown = sorted((sum(row), name) for name, row in tables.items() if any(row) and fit(name))
    rest = {name for name, row in tables.items() if any(row)} - {name for _, name in shown}
    while rest and shown and not _covered([tables[name] for name in rest]):
        rest.add(shown.pop(0)[1])
    empty = {name for name, row in tables.items() if not any(row) and name not in unnamed}
    return frozenset(empty | {name for _, name in shown})


def _covered(rows: Sequence[Sequence[int]]) -> bool:
    """Are there several, and is what they have together in each column nobody or many?"""
    sums = [sum(column) for column in zip(*rows, strict=True)]
    return len(rows) > 1 and all(not one or one >= FEWEST for one in sums)
