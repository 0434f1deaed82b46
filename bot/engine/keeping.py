"""How long an answer is kept: `keep` in flows/variables.yaml.

Laws
1. `talk`: as long as the conversation. `visit`: until the talk is locked, for then we no longer know who holds the
   phone, or ends. `ticket`: until the ticket is closed. A span (`7d`): so long since it was told. What an answer set
   falls away with it.
2. What fell away comes back by no way: not when a call returns, not when a question is undone.
3. When something was told is kept beside it, under a name that no flow can write. A value without it has fallen away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from bot.flow.book import Variable
from bot.flow.values import OCCASIONS, span
from bot.model.conversation import Position

Known = Mapping[str, Variable]
"""The declared variables."""
Values = Mapping[str, str]


def saved(known: Known, values: Values, name: str, value: str, at: datetime) -> Values:
    """The values with this one, told now."""
    told = {since(name): at.isoformat()} if span_of(known, name) else {}
    return {**values, name: value, **told}


def dropped(values: Values, name: str) -> Values:
    return {one: value for one, value in values.items() if one not in (name, since(name))}


def with_moments(known: Known, names: Iterable[str]) -> tuple[str, ...]:
    """These names, each followed by that of when it was told: who puts a value back puts both back, in this order."""
    return tuple(one for name in names for one in ((name, since(name)) if span_of(known, name) else (name,)))


def over(known: Known, values: Values, at: datetime) -> list[str]:
    """What has been kept for as long as it may be."""
    if not values:
        return []
    return [name for name in values if (keep := span_of(known, name)) and not _lives(values.get(since(name)), keep, at)]


def kept_for(known: Known, occasion: str) -> frozenset[str]:
    """What falls away when a visit is over (nobody is known to be there any more), or the ticket is closed."""
    return frozenset(name for name, one in known.items() if one.keep == occasion)


def without(place: Position | None, names: frozenset[str]) -> Position | None:
    """A place whose calls give none of these back."""
    if place is None or not place.calls:
        return place
    frames = (
        replace(one, kept={name: None if name in names else value for name, value in one.kept.items()})
        for one in place.calls
    )
    return replace(place, calls=tuple(frames))


def since(name: str) -> str:
    return f"{name}@"


def span_of(known: Known, name: str) -> timedelta | None:
    variable = known.get(name)
    return _span(variable.keep) if variable else None


@cache
def _span(keep: str) -> timedelta | None:
    return None if keep in OCCASIONS else span(keep)


def _lives(told: str | None, keep: timedelta, at: datetime) -> bool:
    return told is not None and at - datetime.fromisoformat(told) <= keep
