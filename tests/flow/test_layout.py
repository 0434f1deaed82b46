"""Whatever is laid out: nothing covers anything, and arrows go around what they do not mean."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow.layout import Line, Room, Way, lay
from bot.flow.places import Box

NAMES = "abcdefghij"
Area = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, Box], list[Line]]:
    """Cards of many sizes and arrows between any two of them: circles, pairs there and back, islands."""
    sizes = st.builds(Box, st.integers(40, 260), st.integers(20, 200))
    cards = {name: draw(sizes) for name in NAMES[: draw(st.integers(1, len(NAMES)))]}
    labels = st.one_of(st.just(Box(0, 0)), st.builds(Box, st.integers(10, 130), st.integers(15, 60)))
    ends = st.tuples(st.sampled_from(list(cards)), st.sampled_from(list(cards)))
    pairs = draw(st.lists(ends.filter(lambda pair: pair[0] != pair[1]), unique=True, max_size=14))
    return cards, [Line(source, target, draw(labels)) for source, target in pairs]


def area(room: Room, cards: dict[str, Box], name: str) -> Area:
    spot, box = room.spots[name], cards[name]
    return spot.x - box.width / 2, spot.y, spot.x + box.width / 2, spot.y + box.height


def label_of(line: Line, way: Way) -> Area:
    half = line.label.width / 2
    return way.label.x - half, way.label.y, way.label.x + half, way.label.y + line.label.height


def meet(one: Area, other: Area) -> bool:
    """Do they share more than an edge? Whole pixels may be rounded by one."""
    apart = one[2] - 1 <= other[0] or other[2] - 1 <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    return not apart


def stretches(way: Way) -> Iterator[Area]:
    """What an arrow may touch: the straight pieces, and the box in which each bend runs."""
    for x, top, bottom in way.points:
        yield x - 1, min(top, bottom), x + 1, max(top, bottom)
    for (x, _, y), (there, below, _) in pairwise(way.points):
        yield min(x, there) - 1, min(y, below), max(x, there) + 1, max(y, below)


@settings(max_examples=50, deadline=None)
@given(graphs())
def test_cards_and_labels_cover_nothing(graph: tuple[dict[str, Box], list[Line]]) -> None:
    cards, lines = graph
    room = lay(cards, lines, wide=600)
    areas = [area(room, cards, name) for name in cards]
    areas += [label_of(line, way) for line, way in zip(lines, room.ways, strict=True) if line.label.width]
    assert not any(meet(one, other) for one, other in combinations(areas, 2))
    assert all(one[0] >= -1 and one[2] <= room.width + 1 and one[1] >= 0 and one[3] <= room.height for one in areas)


@settings(max_examples=50, deadline=None)
@given(graphs())
def test_an_arrow_touches_no_card_but_its_own_and_no_label_of_another(graph: tuple[dict[str, Box], list[Line]]) -> None:
    cards, lines = graph
    room = lay(cards, lines, wide=600)
    for line, way in zip(lines, room.ways, strict=True):
        others = [area(room, cards, name) for name in cards if name not in (line.source, line.target)]
        for other, its in zip(lines, room.ways, strict=True):
            if other is not line and other.label.width:
                others.append(label_of(other, its))
        assert not any(meet(stretch, one) for stretch in stretches(way) for one in others)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_an_arrow_goes_from_the_edge_of_its_source_to_the_edge_of_its_target(
    graph: tuple[dict[str, Box], list[Line]],
) -> None:
    cards, lines = graph
    room = lay(cards, lines, wide=600)
    for line, way in zip(lines, room.ways, strict=True):
        for name, (x, y, _) in ((line.source, way.points[0]), (line.target, (*way.points[-1][::2], 0))):
            left, top, right, bottom = area(room, cards, name)
            assert left <= x <= right
            assert y in (top, bottom)


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_the_same_graph_is_laid_the_same(graph: tuple[dict[str, Box], list[Line]]) -> None:
    cards, lines = graph
    assert lay(cards, lines, wide=600) == lay(dict(cards), list(lines), wide=600)


def test_a_crowd_of_cards_is_put_in_rows_that_fit() -> None:
    cards = {str(number): Box(200, 50) for number in range(20)}
    room = lay(cards, [Line("0", str(number)) for number in range(1, 20)], wide=700)
    assert room.width < 900
    rows = [sum(spot.y == y for spot in room.spots.values()) for y in {one.y for one in room.spots.values()}]
    assert max(rows) == 3


def test_a_long_chain_is_no_trouble() -> None:
    cards = {str(number): Box(100, 40) for number in range(600)}
    room = lay(cards, [Line(one, other) for one, other in pairwise(cards)], wide=700)
    assert room.width == 100
    assert [room.spots[name].y for name in cards] == sorted(room.spots[name].y for name in cards)
