"""The shape of a flow file and of the content files, as pydantic models over plain text values."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.flow.codes import Wrong
from bot.flow.source import Source
from bot.flow.wrong import one_shape_each, told_of
from bot.model.message import Kind

_SPAN = re.compile(r"^(\d+)\s*([smhd])$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def span(value: Any) -> timedelta:
    """`10m`, `72h`, `30s`, `2d`."""
    found = _SPAN.match(str(value).strip())
    if not found:
        raise Wrong("F190", said=value)
    return timedelta(**{_UNITS[found.group(2)]: int(found.group(1))})


def several(value: Any) -> Any:
    """One value, or a list of them."""
    return value if isinstance(value, list) else [value]


def yes(value: Any) -> bool:
    if str(value) in ("yes", "ya", "true"):
        return True
    if str(value) in ("no", "tidak", "false"):
        return False
    raise Wrong("F107")


def number(value: Any) -> int:
    if not isinstance(value, str | int) or not str(value).isdecimal():
        raise Wrong("F108")
    return int(value)


def moment(value: Any) -> str:
    """A day, an hour and the distance from UTC, as a flow's example tells when it begins."""
    try:
        if datetime.fromisoformat(str(value)).tzinfo:
            return str(value)
    except ValueError:
        pass
    raise Wrong("F191", said=value)


def kept(value: Any) -> str:
    """How long a variable is kept: `talk`, `visit`, or a span of days."""
    if value not in ("talk", "visit"):
        span(value)
    return str(value)


def talk_line(value: Any) -> Any:
    """One thing that happens: `user: halo`, or a word that needs no more: `sticker`."""
    if isinstance(value, str) and value in ALONE:
        return {value: ""}
    if isinstance(value, dict) and len(value) != 1:
        raise Wrong("F192", known=TALK_WORDS)
    return value


def named(value: Any) -> Any:
    """People by their names, or a list of names."""
    listed = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return {name: {} for name in value} if listed else value


Span = Annotated[timedelta, BeforeValidator(span)]
Words = Annotated[list[str], BeforeValidator(several)]
Kinds = Annotated[list[Kind], BeforeValidator(several)]
YesNo = Annotated[bool, BeforeValidator(yes)]
Number = Annotated[int, BeforeValidator(number)]
ALONE = ("sticker", "voice", "photo", "location", "card", "open", "claim", "close")
"""Words of a talk that need no value."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VariedIn(Strict):
    """A text, and how it reads for some: `7-9`, `whatsapp`, `parent`, or several of these words."""

    text: str
    variants: dict[str, str] = {}


class SayIn(Strict):
    """An item of `say` that is not plain text."""

    text: str = ""
    variants: dict[str, str] = {}
    tip: str = ""
    contact: str = ""
    media: str = ""
    route: Literal["", "line", "contacts"] = ""


class ChoiceIn(Strict):
    label: str
    go: str
    also: Words = []


class AskIn(Strict):
    save: str = ""
    choices: dict[str, ChoiceIn] = {}
    go: str = ""
    kind: Literal["text", "two_words", "one_word", "age", "district", "number", "date"] = Field("text", alias="as")
    gather: YesNo = True
    skip_known: YesNo = False
    reason: str = ""
    unclear: str | VariedIn = ""
    tries: Annotated[Number, Field(ge=1, le=9)] = 2
    give_up: str = ""


class BranchIn(Strict):
    go: str
    when: dict[str, Words] = {}


class HandoffIn(Strict):
    queue: str
    note: Words = []
    back: str


class CallIn(Strict):
    """Another flow, and back."""

    flow: str
    given: dict[str, str] = Field({}, alias="with")


class TimeoutIn(Strict):
    after: Span
    go: str


class StateIn(Strict):
    say: Annotated[list[str | SayIn], BeforeValidator(several)] = []
    ask: AskIn | None = None
    then: Annotated[list[BranchIn], BeforeValidator(lambda v: [{"go": v}] if isinstance(v, str) else v)] | None = None
    call: Annotated[CallIn, BeforeValidator(lambda v: {"flow": v} if isinstance(v, str) else v)] | None = None
    handoff: HandoffIn | None = None
    end: Literal["true", "berhenti", "keluar", "hapus"] | None = None
    timeout: TimeoutIn | None = None
    language: str = ""
    consent: YesNo = False
    was: Words = []


LevelName = Literal["none", "concern", "high", "imminent"]
ChannelName = Literal["telegram", "whatsapp", "web"]


class ThenIn(Strict):
    """What is true now; `none` where there is nothing. Beside these names stands any declared variable."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str] = Field(init=False)

    state: str = ""
    level: LevelName = "none"
    risk: LevelName = "none"
    kinds: Words = []
    ticket: str = ""
    disputed: YesNo = False
    timers: Words = []
    sent: Number = 0
    bubbles: Number = 0
    reader: Literal["unknown", "child", "parent"] = "unknown"
    age: str = ""
    district: str = ""
    language: str = ""
    voice: Literal["bot", "waiting", "counselor"] = "bot"
    ended: YesNo = False
    locked: YesNo = False
    vars: dict[str, str] = {}


class LineIn(Strict):
    """One line of a talk: exactly one of these."""

    user: Words = []  # several: one right after the other
    press: str = ""
    sticker: str = ""
    voice: str = ""
    photo: str = ""
    location: str = ""
    card: str = ""
    edit: str = ""
    open: str = ""
    after: Span = timedelta()
    bot: str = ""
    absent: str = Field("", alias="not")
    buttons: Words = []
    claim: str = ""
    reply: str = ""
    close: str = ""
    who: str = Field("", alias="as")
    then: ThenIn | None = None


TALK_WORDS = tuple(field.alias or name for name, field in LineIn.model_fields.items())


class PersonIn(Strict):
    """Who writes in an example, and what is known of them before their first word."""

    reader: Literal["parent", "child", "unknown"] = Field("unknown", alias="as")
    language: str = "id"
    channel: ChannelName | None = None
    given: dict[str, str] = {}


class TalkIn(Strict):
    """An example. On several channels it is played on each."""

    name: str
    channel: Annotated[list[ChannelName], BeforeValidator(several)] = ["telegram"]
    at: Annotated[str, BeforeValidator(moment)] = ""
    reader: Literal["parent", "child", "unknown"] = Field("unknown", alias="as")
    language: str = "id"
    given: dict[str, str] = {}
    people: Annotated[dict[str, PersonIn], BeforeValidator(named)] = {}
    talk: list[Annotated[LineIn, BeforeValidator(talk_line)]]


class FlowIn(Strict):
    flow: str
    title: str
    reader: Literal["child", "parent", "anyone"] = Field(alias="for")
    language: str = "id"
    category: str
    start: str
    about: Words = []
    words: Words = []
    arguments: Words = []
    was: Words = []
    states: dict[str, StateIn]
    examples: list[TalkIn] = []


class VariableIn(Strict):
    privacy: Literal["none", "indirect", "direct", "sensitive"]
    keep: Annotated[str, BeforeValidator(kept)] = "talk"
    consent: YesNo = False
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
    kinds: Kinds = []
    readers: Annotated[list[Literal["child", "parent", "unknown"]], BeforeValidator(several)] = []
    levels: Annotated[list[Literal["concern", "high", "imminent"]], BeforeValidator(several)] = []
    line: str
    contacts: Words = []


class MediaItemIn(Strict):
    """A picture or a sound under content/media/, and what it shows in words."""

    file: str
    text: str


class MediaIn(Strict):
    media: dict[str, MediaItemIn]


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


def shaped(source: Source, model: type[Model]) -> Model | None:
    """The file as `model`, or None with all its problems noted in the source, each at its place."""
    if source.problems and source.data is None:
        return None
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        told = [one for wrong in error.errors() if (one := told_of(source, model, wrong))]
        source.problems += one_shape_each(told)
        return None
