"""The shape of a flow file and of the content files, as pydantic models over plain text values."""

import difflib
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.flow.source import Source

_SPAN = re.compile(r"^(\d+)\s*([smhd])$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def span(value: Any) -> timedelta:
    """`10m`, `72h`, `30s`, `2d`."""
    found = _SPAN.match(str(value).strip())
    if not found:
        raise ValueError("a span of time is a number and s, m, h or d, for example 10m")
    return timedelta(**{_UNITS[found.group(2)]: int(found.group(1))})


def several(value: Any) -> Any:
    """One value, or a list of them."""
    return value if isinstance(value, list) else [value]


def yes(value: Any) -> bool:
    if str(value) in ("yes", "ya", "true"):
        return True
    if str(value) in ("no", "tidak", "false"):
        return False
    raise ValueError("write yes or no")


Span = Annotated[timedelta, BeforeValidator(span)]
Words = Annotated[list[str], BeforeValidator(several)]
YesNo = Annotated[bool, BeforeValidator(yes)]
Number = Annotated[int, BeforeValidator(lambda value: int(str(value)))]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SayIn(Strict):
    """An item of `say` that is not plain text."""

    tip: str = ""
    contact: str = ""
    route: Literal["", "line", "contacts"] = ""


class ChoiceIn(Strict):
    label: str
    go: str
    also: Words = []


class AskIn(Strict):
    save: str = ""
    choices: dict[str, ChoiceIn] = {}
    go: str = ""
    kind: Literal["text", "two_words", "age", "district"] = Field("text", alias="as")
    unclear: str = ""
    tries: Number = 2
    give_up: str = ""


class BranchIn(Strict):
    go: str
    when: dict[str, Words] = {}


class HandoffIn(Strict):
    queue: str
    note: Words = []
    back: str


class TimeoutIn(Strict):
    after: Span
    go: str


class StateIn(Strict):
    say: Annotated[list[str | SayIn], BeforeValidator(several)] = []
    ask: AskIn | None = None
    then: Annotated[list[BranchIn], BeforeValidator(lambda v: [{"go": v}] if isinstance(v, str) else v)] | None = None
    handoff: HandoffIn | None = None
    end: Literal["true", "berhenti", "keluar"] | None = None
    timeout: TimeoutIn | None = None
    language: str = ""


class TalkIn(Strict):
    name: str
    channel: Literal["telegram", "whatsapp", "web"] = "telegram"
    at: str = ""
    talk: list[dict[str, str | dict[str, str]]]


class FlowIn(Strict):
    flow: str
    title: str
    reader: Literal["child", "parent", "anyone"] = Field(alias="for")
    language: str = "id"
    category: str
    start: str
    about: Words = []
    words: Words = []
    states: dict[str, StateIn]
    examples: list[TalkIn] = []


class VariableIn(Strict):
    privacy: Literal["none", "indirect", "direct", "sensitive"]
    keep: str = "talk"
    sets: Literal["", "reach", "reach_hours", "own_phone", "reader", "age_band", "office"] = ""


class VariablesIn(Strict):
    variables: dict[str, VariableIn]


class ContactIn(Strict):
    name: str
    how: str
    number: str
    confidence: Literal["H", "M-H", "M", "M-L", "L-M", "L"]
    source: str
    seen: str
    everyone: YesNo = False
    districts: Words = []
    note: str = ""


class DirectoryIn(Strict):
    contacts: dict[str, ContactIn]


class RouteIn(Strict):
    kinds: Words = []
    readers: Words = []
    levels: Words = []
    line: str
    contacts: Words = []


class RoutesIn(Strict):
    routes: list[RouteIn]


class RepliesIn(Strict):
    replies: dict[str, str]


class CategoriesIn(Strict):
    categories: dict[str, str]


class WordsIn(Strict):
    words: Words


class TipIn(Strict):
    title: str
    reader: Literal["child", "parent", "anyone"] = Field(alias="for")
    source: str
    draft: YesNo = True


class OverlayIn(Strict):
    texts: dict[str, str]


Model = TypeVar("Model", bound=BaseModel)

SAID = {
    "missing": ("F101", "this is missing"),
    "extra_forbidden": ("F102", "this key has no meaning here"),
}


def shaped(source: Source, model: type[Model]) -> Model | None:
    """The file as `model`, or None with all its problems noted in the source, each at its place."""
    if source.problems and source.data is None:
        return None
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        for one in error.errors():
            _note(source, model, one["type"], tuple(one["loc"]), one["msg"])
        return None


def _note(source: Source, model: type[BaseModel], kind: str, where: Sequence[str | int], said: str) -> None:
    place = tuple(part for part in where if not _is_label(part))
    last = str(place[-1]) if place else ""
    if kind == "missing":
        source.problem(place, "F101", f"{last!r} is missing")
    elif kind == "extra_forbidden":
        line = source.keys.get(place)
        near = difflib.get_close_matches(last, _known_keys(model), 1)
        source.problem(place, "F102", f"{last!r} has no meaning here", f"did you mean {near[0]!r}?" if near else "")
        if line and source.problems:
            source.problems[-1] = type(source.problems[-1])(
                source.path, *line, "F102", source.problems[-1].text, source.problems[-1].hint
            )
    else:
        source.problem(place, "F103", said.removeprefix("Value error, ").removeprefix("Assertion failed, "))


def _is_label(part: str | int) -> bool:
    """pydantic puts the names of union members and validators into a location; they are no keys of the file."""
    return isinstance(part, str) and (part in ("str", "SayIn") or part.startswith(("function-", "list[", "dict[")))


def _known_keys(model: type[BaseModel]) -> list[str]:
    """Every key of the language that `model` can hold somewhere below."""
    found: set[str] = set()
    todo: list[type[BaseModel]] = [model]
    seen: set[type[BaseModel]] = set()
    while todo:
        one = todo.pop()
        seen.add(one)
        for name, field in one.model_fields.items():
            found.add(field.alias or name)
            todo += [part for part in _models_in(field.annotation) if part not in seen]
    return sorted(found)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]
