"""What is too small to be shown is not shown, and cannot be computed from what is."""

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.report.small import FEWEST, hidden, open_offices, pooled

COUNTS = st.lists(st.integers(0, 12), min_size=2, max_size=7)


def possible(counts: Sequence[int], away: frozenset[int], place: int) -> set[int]:
    """What one hidden count may be, to who knows the total and that what is hidden is somebody."""
    total = sum(counts[one] for one in away)
    others = len(away) - 1
    return {one for one in range(1, total + 1) if total - one >= others and (others or total == one)}


@given(COUNTS)
def test_no_small_count_is_shown_and_a_zero_is(counts: list[int]) -> None:
    away = hidden(counts)
    assert {place for place, count in enumerate(counts) if 0 < count < FEWEST} <= away
    assert len(away) in (0, len(counts)) or all(counts[place] for place in away)


@given(COUNTS)
def test_a_hidden_count_may_be_small_or_many(counts: list[int]) -> None:
    away = hidden(counts)
    if sum(counts) < FEWEST or len(away) == len(counts):
        return
    for place in away:
        assert {1, FEWEST} <= possible(counts, away, place)


def test_one_small_count_takes_the_next_smallest_with_it() -> None:
    assert hidden((20, 3, 9, 0, 14)) == {1, 2}
    assert hidden((1, 1, 9, 30)) == {0, 1, 2}, "the sum of both would tell them"
    assert hidden((5, 0, 7)) == frozenset()


def test_where_all_are_small_a_zero_is_hidden_too() -> None:
    assert hidden((1, 1, 1, 1, 1, 0)) == set(range(6))


def test_what_is_opened_too_seldom_is_told_together() -> None:
    assert pooled({"a": 9, "b": 3, "c": 2, "d": 0}) == ({"a": 9}, 5)
    assert pooled({"a": 9, "b": 7, "c": 2}) == ({"a": 9}, 9), "c alone would be what is left of the total"
    assert pooled({"a": 9, "b": 7}) == ({"a": 9, "b": 7}, 0)
    assert pooled({"a": 2}) == ({}, 2)


# ---- offices beside the province

OFFICES = ("kukar", "kutim", "berau")
TABLES = st.lists(st.tuples(*[st.sampled_from([0, 1, 4, 5, 6, 9])] * 3), min_size=3, max_size=3)


@given(TABLES)
def test_an_office_shows_no_small_count(rows: list[tuple[int, ...]]) -> None:
    tables = dict(zip(OFFICES, rows, strict=True))
    for name in open_offices(tables):
        assert not any(0 < count < FEWEST for count in tables[name])


@settings(max_examples=60)
@given(TABLES)
def test_all_reports_together_do_not_tell_what_one_office_hides(rows: list[tuple[int, ...]]) -> None:
    """Each small count may be another one while every number that is shown stays as it is."""
    tables = [list(row) for row in rows]
    known = _known(tables)
    before = [sum(tables[i][j] for i, j in one) for one in known]
    free = set()
    for change in MOVES:
        after = {cell: tables[cell[0]][cell[1]] + more for cell, more in change.items()}
        changed = (sum(change.get(cell, 0) for cell in one) for one in known)
        if min(after.values()) >= 0 and not any(changed):
            free |= set(change)
    assert all(total >= FEWEST or not total for total in before)
    for i, row in enumerate(tables):
        assert {(i, j) for j, count in enumerate(row) if 0 < count < FEWEST} <= free or sum(map(sum, rows)) < FEWEST


Cells = list[tuple[int, int]]


def _known(tables: list[list[int]]) -> list[Cells]:
    """The cells that each shown number is the sum of."""
    columns, totals = [sum(one) for one in zip(*tables, strict=True)], [sum(row) for row in tables]
    every = [(i, j) for i in range(3) for j in range(3)]
    found: list[Cells] = []
    if sum(totals) == 0 or sum(totals) >= FEWEST:
        found.append(every)
        found += [[(i, j) for i in range(3)] for j in range(3) if j not in hidden(columns)]
        found += [[(i, j) for j in range(3)] for i in range(3) if i not in hidden(totals)]
    opened = open_offices(dict(zip(OFFICES, tables, strict=True)))
    return found + [[(i, j)] for i, j in every if OFFICES[i] in opened]


def _moves() -> list[dict[tuple[int, int], int]]:
    """One person elsewhere, or one there and another back."""
    found: list[dict[tuple[int, int], int]] = []
    places = list(product(range(3), range(3)))
    for (i, j), (k, m) in product(places, places):
        if (i, j) != (k, m):
            found.append({(i, j): -1, (k, m): 1})
        if i != k and j != m:
            found.append({(i, j): -1, (i, m): 1, (k, m): -1, (k, j): 1})
    return found


MOVES = _moves()
