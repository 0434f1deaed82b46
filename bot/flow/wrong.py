"""What pydantic found wrong with a shape, in the words of the people who edit the file, at the place they look at."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.errors import Problem
from bot.flow.codes import Both, Wrong, problem
from bot.flow.source import Path, Source

TEXT, MAP, LIST = "F104", "F105", "F106"
EXPECTED = {
    "string_type": TEXT,
    "dict_type": MAP,
    "model_type": MAP,
    "model_attributes_type": MAP,
    "list_type": LIST,
}
SHAPES = ("F103", TEXT, MAP, LIST)
LIMITS = {"ge": Both("paling sedikit", "at least"), "le": Both("paling banyak", "at most")}
_QUOTED = re.compile(r"'([^']*)'")
_KEY = "[key]"
"""Where pydantic says that a key of a map is wrong, not its value."""


def told_of(source: Source, model: type[BaseModel], wrong: ErrorDetails) -> Problem | None:
    """One problem; None for the half of a choice of shapes that was not meant."""
    kind, where, about = wrong["type"], wrong["loc"], wrong.get("ctx", {})
    place, value = _place(source.data, where)
    if kind == "missing":
        return problem(source.where(place), "F101", key=where[-1])
    if kind == "extra_forbidden":
        return _unknown(source, place, _keys_at(model, place))
    if where[-1:] == (_KEY,):
        return _unknown(source, place, _QUOTED.findall(str(about.get("expected", ""))))
    if kind == "string_type" and isinstance(value, Mapping) and where[-1:] == ("str",):
        return None
    if kind == "model_type" and not isinstance(value, Mapping) and where[-1:] != place[-1:]:
        return problem(source.where(place), TEXT)
    if kind in ("literal_error", "enum"):
        known = [word for word in _QUOTED.findall(str(about.get("expected", ""))) if word]
        return problem(source.where(place), "F103", known=known, near=_near(value, known))
    return _of_value(source.where(place), kind, about)


def _of_value(where: tuple[str, int, int], kind: str, about: Mapping[str, Any]) -> Problem:
    """What a value is found to be by pydantic, or by a reader of ours that raises Wrong."""
    if isinstance(found := about.get("error"), Wrong):
        return problem(where, found.code, **found.blanks)
    for key, limit in LIMITS.items():
        if key in about:
            return problem(where, "F109", limit=limit, number=about[key])
    return problem(where, EXPECTED.get(kind, TEXT))


def one_shape_each(told: Iterable[Problem]) -> Iterable[Problem]:
    """Where several shapes would fit, only the first that was missed is told."""
    seen: set[tuple[str, int, int]] = set()
    for one in told:
        place = (one.path, one.line, one.column)
        if one.code in SHAPES and place in seen:
            continue
        if one.code in SHAPES:
            seen.add(place)
        yield one


def _unknown(source: Source, place: Path, known: Sequence[str]) -> Problem:
    last = str(place[-1]) if place else ""
    return problem(source.where(place, key=True), "F102", key=last, near=_near(last, known))


def _near(said: object, known: Sequence[str]) -> str:
    return next(iter(difflib.get_close_matches(said, known, 1)), "") if isinstance(said, str) else ""


def _place(data: Any, where: Sequence[str | int]) -> tuple[Path, Any]:
    """The part of the file that is meant, and what stands there. pydantic puts names of its own between the keys."""
    here = data
    place: list[str | int] = []
    for part in where:
        if _holds(here, part):
            here = here[part]
            place.append(part)
    return tuple(place), here


def _holds(here: Any, part: str | int) -> bool:
    if isinstance(here, list):
        return isinstance(part, int) and part < len(here)
    return isinstance(here, dict) and part in here


def _keys_at(model: type[BaseModel], place: Path) -> list[str]:
    """The keys that have a meaning beside the last one of `place`."""
    here: list[Any] = [model]
    for part in place[:-1]:
        here = [below for one in here for below in _step(one, part)]
    models = [one for found in here for one in _inside(found)]
    return sorted({field.alias or name for one in models for name, field in one.model_fields.items()})


def _step(shape: Any, part: str | int) -> Iterable[Any]:
    """The shapes one step below."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        fields = {field.alias or name: field for name, field in shape.model_fields.items()}
        yield from _open(fields[str(part)].annotation) if str(part) in fields else ()
    elif get_origin(shape) is dict:
        yield from _open(get_args(shape)[1])
    elif get_origin(shape) is list:
        inner = list(_open(get_args(shape)[0]))
        yield from inner if isinstance(part, int) else [below for one in inner for below in _step(one, part)]


def _inside(shape: Any) -> Iterable[type[BaseModel]]:
    """The models that may stand here, one of a list's too."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        yield shape
    elif get_origin(shape) is list:
        for one in _open(get_args(shape)[0]):
            yield from _inside(one)


def _open(annotation: Any) -> Iterable[Any]:
    """Without Annotated; each way of a union."""
    if get_origin(annotation) is Annotated:
        yield from _open(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for one in get_args(annotation):
            yield from _open(one)
    else:
        yield annotation
