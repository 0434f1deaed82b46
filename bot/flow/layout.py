"""Where the cards of a picture stand: a layered layout, in whole pixels, the same bytes for the same picture.

The way of Sugiyama, Tagawa and Toda (1981): circles are opened, cards are ranked by the longest way, long arrows get a
bend in every rank they pass, ranks are ordered so that few arrows cross (means of neighbours, then swaps), and places
within a rank are least squares under the order (pool adjacent violators). The label of an arrow is a box of a rank of
its own between two ranks of cards, so that it covers nothing. Cards stand in the even ranks, labels in the odd ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.flow.places import Box, Place, layers_of, order, settle

THIN = 6
"""Under a rank of labels that holds none."""
BEND = 14
"""Width that a passing arrow keeps free."""


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow that is wanted; `label` has no width when there is nothing to read."""

    source: str
    target: str
    label: Box = Box(0, 0)


@dataclass(frozen=True, slots=True)
class Spot:
    """The centre of a box's upper edge."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Way:
    """An arrow that was laid: for every rank it touches, x with the y where that rank begins and ends. `label` is the
    centre of its label. Points run from source to target; a way that climbs has falling y."""

    points: tuple[tuple[int, int, int], ...]
    label: Spot


@dataclass(frozen=True, slots=True)
class Room:
    width: int
    height: int
    spots: Mapping[str, Spot]
    ways: tuple[Way, ...]


def lay(cards: Mapping[str, Box], lines: Sequence[Line], *, wide: int, gap: int = 24) -> Room:
    """Lay out cards, about `wide` pixels wide where the arrows allow it. Lines from a card to itself are not taken.
    What no arrow joins stands below each other, all lone cards last and together."""
    islands = _islands(cards, lines)
    rooms = [_island({name: cards[name] for name in names}, lines, wide, gap) for names in islands]
    across = max((room.width for room in rooms), default=0)
    spots: dict[str, Spot] = {}
    ways: dict[int, Way] = {}
    y = 0
    for names, room in zip(islands, rooms, strict=True):
        x = (across - room.width) // 2
        spots |= {name: Spot(spot.x + x, spot.y + y) for name, spot in room.spots.items()}
        mine = (number for number, line in enumerate(lines) if line.source in names)
        ways |= {number: _moved(way, x, y) for number, way in zip(mine, room.ways, strict=True)}
        y += room.height + gap
    return Room(across, max(0, y - gap), spots, tuple(ways[number] for number in range(len(lines))))


def _islands(cards: Mapping[str, Box], lines: Sequence[Line]) -> list[list[str]]:
    """The cards that arrows join, in the order in which they are given; then those that none does."""
    beside: dict[str, list[str]] = {name: [] for name in cards}
    for line in lines:
        beside[line.source].append(line.target)
        beside[line.target].append(line.source)
    home: dict[str, str] = {}
    for first in cards:
        todo = [first]
        while todo:
            if (name := todo.pop()) not in home:
                home[name] = first
                todo += beside[name]
    joined = [[name for name in cards if home[name] == first] for first in cards if home[first] == first]
    lone = [one[0] for one in joined if len(one) == 1]
    return [one for one in joined if len(one) > 1] + ([lone] if lone else [])


def _moved(way: Way, x: int, y: int) -> Way:
    points = tuple((there + x, top + y, bottom + y) for there, top, bottom in way.points)
    return Way(points, Spot(way.label.x + x, way.label.y + y))


def _island(cards: Mapping[str, Box], among: Sequence[Line], wide: int, gap: int) -> Room:
    lines = [one for one in among if one.source in cards]
    turned = _turned(cards, lines)
    ranks = _ranks(cards, lines, turned, wide, gap)
    places, chains = _places(cards, lines, turned, ranks)
    layers = layers_of(places)
    order(layers)
    settle(layers, chains, gap)
    return _room(layers, chains, turned)


def _turned(cards: Mapping[str, Box], lines: Sequence[Line]) -> set[int]:
    """The lines that close a circle, by number: they are laid from the target up to the source."""
    after: dict[str, list[tuple[int, str]]] = {name: [] for name in cards}
    for number, line in enumerate(lines):
        after[line.source].append((number, line.target))
    turned: set[int] = set()
    still_open: dict[str, bool] = {}
    for first in cards:
        path = [] if first in still_open else [(first, iter(after[first]))]
        while path:
            name, onward = path[-1]
            still_open[name] = True
            number, target = next(onward, (-1, ""))
            if number < 0:
                still_open[name] = False
                path.pop()
            elif target not in still_open:
                path.append((target, iter(after[target])))
            elif still_open[target]:
                turned.add(number)
    return turned


def _ranks(cards: Mapping[str, Box], lines: Sequence[Line], turned: set[int], wide: int, gap: int) -> Mapping[str, int]:
    """Even numbers. A rank that is too wide gives its last cards to the next one."""
    least = dict.fromkeys(cards, 0)
    pairs = [(one.target, one.source) if n in turned else (one.source, one.target) for n, one in enumerate(lines)]
    while True:
        ranks = _longest(least, pairs)
        crowd = _crowded(cards, ranks, wide, gap)
        if not crowd:
            return ranks
        for name in crowd:
            least[name] = ranks[name] + 2


def _longest(least: Mapping[str, int], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    ranks = dict(least)
    moved = True
    while moved:
        moved = False
        for upper, lower in pairs:
            if ranks[lower] < ranks[upper] + 2:
                ranks[lower], moved = ranks[upper] + 2, True
    return ranks


def _crowded(cards: Mapping[str, Box], ranks: Mapping[str, int], wide: int, gap: int) -> list[str]:
    """The cards that do not fit in the uppermost rank that is too wide."""
    for rank in range(0, max(ranks.values(), default=0) + 1, 2):
        used, over = 0, []
        for name in (one for one in cards if ranks[one] == rank):
            used += cards[name].width + (gap if used else 0)
            if used > wide and used > cards[name].width:
                over.append(name)
        if over:
            return over
    return []


def _places(
    cards: Mapping[str, Box], lines: Sequence[Line], turned: set[int], ranks: Mapping[str, int]
) -> tuple[list[Place], list[list[Place]]]:
    """Cards, labels and bends, joined to their neighbours; and for each line its chain from top to bottom. Lines of one
    card that have nothing to read go down on one trunk."""
    by_name = {name: Place(name, ranks[name], box) for name, box in cards.items()}
    places, chains = list(by_name.values()), []
    trunks: dict[tuple[str, int], Place] = {}
    for number, line in enumerate(lines):
        upper, lower = by_name[line.source], by_name[line.target]
        if number in turned:
            upper, lower = lower, upper
        labelled = lower.rank - 1 if number in turned else upper.rank + 1
        chain = [upper]
        for rank in range(upper.rank + 1, lower.rank):
            box = line.label if rank == labelled and line.label.width else Box(BEND, 0)
            shared = not line.label.width and number not in turned and rank < lower.rank - 1
            bend = Place("", rank, box, stiff=True, trunk=upper.name if shared else "")
            chain.append(trunks.setdefault((upper.name, rank), bend) if shared else bend)
        chain.append(lower)
        for one, other in pairwise(chain):
            if not any(known is other for known in one.below):
                one.below.append(other)
                other.above.append(one)
        places += [one for one in chain[1:-1] if not any(known is one for known in places)]
        chains.append(chain)
    return places, chains


# ---- pixels


def _room(layers: list[list[Place]], chains: list[list[Place]], turned: set[int]) -> Room:
    left = min((one.x - one.box.width / 2 for layer in layers for one in layer), default=0.0)
    right = max((one.x + one.box.width / 2 for layer in layers for one in layer), default=0.0)
    tops, y = [], 0
    for number, layer in enumerate(layers):
        height = max((one.box.height for one in layer), default=0)
        tops.append((y, y + height))
        empty = number % 2 == 1 and not height
        y += height + (THIN if empty else _space(layer) if number < len(layers) - 1 else 0)
    spots = {
        one.name: Spot(round(one.x - left), tops[one.rank][0]) for layer in layers for one in layer if not one.stiff
    }
    ways = []
    for number, chain in enumerate(chains):
        ends = _ends(chain, left)
        points = [(x, *tops[one.rank]) for one, x in zip(chain, ends, strict=True)]
        first = chain[0]
        points[0] = (ends[0], tops[first.rank][0] + first.box.height, tops[first.rank][1])
        points[-1] = (ends[-1], tops[chain[-1].rank][0], tops[chain[-1].rank][0])
        label = chain[-2] if number in turned else chain[1]
        spot = Spot(round(label.x - left), tops[label.rank][0])
        points = [one for one, place in zip(points, chain, strict=True) if place.rank % 2 == 0 or one[1] != one[2]]
        if number in turned:
            points = [(x, bottom, top) for x, top, bottom in reversed(points)]
        ways.append(Way(tuple(points), spot))
    return Room(round(right - left), y, spots, tuple(ways))


def _space(layer: Sequence[Place]) -> int:
    """Room under a rank: more where its arrows run far to the side."""
    far = max((abs(one.x - other.x) for one in layer for other in one.below), default=0.0)
    return min(44, 14 + int(far / 9))


def _ends(chain: Sequence[Place], left: float) -> list[int]:
    """x in every rank; where it leaves and meets a card, arrows stand beside each other in the order they go on."""
    first, last = chain[0], chain[-1]
    places = [one.x for one in chain]
    places[0] = _port(first, first.below, chain[1])
    places[-1] = _port(last, last.above, chain[-2])
    return [round(x - left) for x in places]


def _port(card: Place, near: list[Place], mine: Place) -> float:
    beside = sorted(near, key=lambda one: one.x)
    step = min(36.0, (card.box.width - 24) / max(1, len(beside)))
    return card.x + (next(n for n, one in enumerate(beside) if one is mine) - (len(beside) - 1) / 2) * step
