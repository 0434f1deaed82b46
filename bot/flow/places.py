"""Places in ranks: their order, so that few arrows cross, and their x, so that arrows run straight.

Means of neighbours and swaps give the order (Sugiyama, Tagawa and Toda 1981); least squares under that order give x
(pool adjacent violators). No dice and no roots: the same places give the same numbers everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SWEEPS = 24
SETTLES = 40
STRAIGHTENS = 4


@dataclass(frozen=True, slots=True)
class Box:
    width: int
    height: int


@dataclass(slots=True, eq=False)
class Place:
    """A card, a label or a bend while it is being moved about."""

    name: str
    rank: int
    box: Box
    stiff: bool = False  # a bend: wants to stand straight under its neighbours
    trunk: str = ""  # the card whose arrows share this bend
    above: list["Place"] = field(default_factory=list)
    below: list["Place"] = field(default_factory=list)
    x: float = 0.0


def layers_of(places: Sequence[Place]) -> list[list[Place]]:
    layers: list[list[Place]] = [[] for _ in range(max((one.rank for one in places), default=-1) + 1)]
    seen: set[Place] = set()
    for first in sorted(places, key=lambda one: one.rank):
        path = [first]
        while path:
            place = path.pop()
            if place not in seen:
                seen.add(place)
                layers[place.rank].append(place)
                path += reversed(place.below)
    return layers


def order(layers: list[list[Place]]) -> None:
    """Few crossings: the best of some sweeps."""
    best, fewest = [list(one) for one in layers], _crossings(layers)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for layer in layers[1:] if down else layers[-2::-1]:
            _by_means(layer, layers, down=down)
        _swap(layers)
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(one) for one in layers], crossings
    layers[:] = best
    _centre(layers)


def _centre(layers: list[list[Place]]) -> None:
    """A trunk goes down in the middle where that crosses nothing more; among three cards by turns left and right of the
    middle one, so that the rows do not drift away."""
    for trunk in dict.fromkeys(one.trunk for layer in layers for one in layer if one.trunk):
        before, fewest = [list(layer) for layer in layers], _crossings(layers)
        for rank, layer in enumerate(layers):
            rest = [one for one in layer if one.trunk != trunk]
            half = (len(rest) + (rank + 1) // 2 % 2) // 2
            layer[:] = [*rest[:half], *(one for one in layer if one.trunk == trunk), *rest[half:]]
        if _crossings(layers) > fewest:
            layers[:] = before


def _by_means(layer: list[Place], layers: list[list[Place]], *, down: bool) -> None:
    if not layer:
        return
    beside = layer[0].rank + (-1 if down else 1)
    at = {one: number for number, one in enumerate(layers[beside])}
    means = {}
    for number, one in enumerate(layer):
        near = one.above if down else one.below
        means[one] = sum(at[other] for other in near) / len(near) if near else float(number)
    layer.sort(key=lambda one: means[one])


def _swap(layers: list[list[Place]]) -> None:
    """Swap neighbours while that saves crossings."""
    at = {one: number for layer in layers for number, one in enumerate(layer)}
    better = True
    while better:
        better = False
        for layer in layers:
            for number in range(len(layer) - 1):
                left, right = layer[number], layer[number + 1]
                if _between(left, right, at) > _between(right, left, at):
                    layer[number], layer[number + 1] = right, left
                    at[left], at[right] = number + 1, number
                    better = True


def _between(left: Place, right: Place, at: Mapping[Place, int]) -> int:
    """Crossings of the arrows of two neighbours when they stand in this order."""
    return sum(
        at[one] > at[other]
        for mine, theirs in ((left.above, right.above), (left.below, right.below))
        for one in mine
        for other in theirs
    )


def _crossings(layers: list[list[Place]]) -> int:
    at = {one: number for layer in layers for number, one in enumerate(layer)}
    found = 0
    for layer in layers:
        ends = [at[other] for one in layer for other in sorted(one.below, key=lambda other: at[other])]
        found += sum(left > right for number, left in enumerate(ends) for right in ends[number + 1 :])
    return found


# ---- the place within a rank


def settle(layers: list[list[Place]], chains: Sequence[Sequence[Place]], gap: int) -> None:
    """Give every place its x."""
    for layer in layers:
        _packed(layer, gap)
    for turn in range(SETTLES):
        down = turn % 2 == 0
        for layer in layers if down else reversed(layers):
            _fit(layer, gap, both=turn >= SETTLES - 8, down=down)
    for _ in range(STRAIGHTENS):
        for chain in chains:
            _straighten(chain[1:-1], layers, gap)


def _packed(layer: list[Place], gap: int) -> None:
    x = 0.0
    for one in layer:
        one.x = x + one.box.width / 2
        x += one.box.width + gap


def _fit(layer: list[Place], gap: int, *, both: bool, down: bool) -> None:
    """Least squares of what each place wants, in the given order and without touching."""
    shifts, wants, weights = [], [], []
    shift = 0.0
    for number, one in enumerate(layer):
        if number:
            shift += (layer[number - 1].box.width + one.box.width) / 2 + gap
        want, weight = _wish(one, both=both, down=down)
        shifts.append(shift)
        wants.append(want - shift)
        weights.append(weight)
    for one, shift, x in zip(layer, shifts, _rising(wants, weights), strict=True):
        one.x = x + shift


def _wish(one: Place, *, both: bool, down: bool) -> tuple[float, float]:
    near = one.above + one.below if both else one.above if down else one.below
    near = near or one.below or one.above
    if not near:
        return one.x, 0.1
    pulls = [
        (other.x, 8.0 if one.stiff and other.stiff else 2.0 if one.stiff or other.stiff else 1.0) for other in near
    ]
    weight = sum(pull for _, pull in pulls)
    return sum(x * pull for x, pull in pulls) / weight, weight


def _rising(wants: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest numbers that never fall: pool adjacent violators."""
    pools: list[tuple[float, float, int]] = []
    for want, weight in zip(wants, weights, strict=True):
        value, mass, size = want, weight, 1
        while pools and pools[-1][0] >= value:
            other, more, count = pools.pop()
            value = (value * mass + other * more) / (mass + more)
            mass, size = mass + more, size + count
        pools.append((value, mass, size))
    return [value for value, _, size in pools for _ in range(size)]


def _straighten(run: Sequence[Place], layers: list[list[Place]], gap: int) -> None:
    """Put the bends of one arrow under each other, as far down as their neighbours leave room."""
    while run:
        low, high, size = float("-inf"), float("inf"), 0
        for one in run:
            left, right = _free(one, layers[one.rank], gap)
            if max(low, left) > min(high, right) and size:
                break
            low, high, size = max(low, left), min(high, right), size + 1
        x = sum(one.x for one in run[:size]) / size
        for one in run[:size] if size > 1 else ():
            one.x = min(max(x, low), high)
        run = run[size:]


def _free(one: Place, layer: Sequence[Place], gap: int) -> tuple[float, float]:
    """From where to where a place may move without touching its neighbours."""
    at = next(number for number, other in enumerate(layer) if other is one)
    left = layer[at - 1] if at else None
    right = layer[at + 1] if at + 1 < len(layer) else None
    return (
        left.x + (left.box.width + one.box.width) / 2 + gap if left else float("-inf"),
        right.x - (right.box.width + one.box.width) / 2 - gap if right else float("inf"),
    )
