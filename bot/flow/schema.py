"""The shape of a flow file and of the content files, as pydantic models over plain text values."""

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.flow.source import Source
from bot.flow.talk_schema import TalkIn
from bot.flow.values import ClockTime, Day, Given, Kept, Kinds, Number, Span, Words, YesNo, several
from bot.flow.wrong import one_shape_each, told_of


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
    topic: Literal["", "now", "tip", "next", "card"] = ""
    contact: str = ""
    media: str = ""
    route: Literal["", "line", "contacts"] = ""
    events: YesNo = False


class ChoiceIn(Strict):
    label: str
    go: str
    also: Words = []


class TopicsIn(Strict):
    """A page of topics, each of which becomes a choice."""

    reader: Literal["child", "parent", "anyone"] = Field(alias="for")
    ages: str = ""
    folder: str = ""
    page: Annotated[Number, Field(ge=1)] = 1


class AskIn(Strict):
    save: str = ""
    topics: TopicsIn | None = None
    near: YesNo = False
    choices: dict[str, ChoiceIn] = {}
    go: str = ""
    kind: Literal["text", "two_words", "one_word", "age", "district", "number", "digits", "date", "day", "event"] = (
        Field("text", alias="as")
    )
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


class PlanIn(Strict):
    """A message that leaves later because they asked for it."""

    name: str = Field(alias="for")
    at: str
    before: str = ""
    go: str
    late: str = ""


class StateIn(Strict):
    say: Annotated[
        list[str | SayIn],
        BeforeValidator(several, json_schema_input_type=str | SayIn | list[str | SayIn]),
    ] = []
    ask: AskIn | None = None
    then: (
        Annotated[
            list[BranchIn],
            BeforeValidator(
                lambda v: [{"go": v}] if isinstance(v, str) else v, json_schema_input_type=str | list[BranchIn]
            ),
        ]
        | None
    ) = None
    call: (
        Annotated[
            CallIn,
            BeforeValidator(lambda v: {"flow": v} if isinstance(v, str) else v, json_schema_input_type=str | CallIn),
        ]
        | None
    ) = None
    handoff: HandoffIn | None = None
    end: Literal["true", "berhenti", "keluar", "hapus"] | None = None
    timeout: TimeoutIn | None = None
    plan: PlanIn | None = None
    forget: Words = []
    language: str = ""
    consent: YesNo = False
    was: Words = []


class FlowIn(Strict):
    flow: str
    title: str
    reader: Literal["child", "parent", "anyone"] = Field(alias="for")
    language: str = "id"
    category: str
    source: str = ""
    start: str
    about: Words = []
    words: Words = []
    arguments: Words = []
    was: Words = []
    states: dict[str, StateIn]
    examples: list[TalkIn] = []


class VariableIn(Strict):
    privacy: Literal["none", "indirect", "direct", "sensitive"]
    keep: Kept = "talk"
    consent: YesNo = False
    counted: YesNo = False
    sets: Literal["", "reach", "reach_hours", "own_phone", "reader", "age_band", "office", "planned"] = ""


class VariablesIn(Strict):
    variables: dict[str, VariableIn]


Confidence = Literal["H", "M-H", "M", "M-L", "L-M", "L", "-"]
"""How sure the sheet of facts is that something is still so; `-` where it says nothing of that."""


class ContactIn(Strict):
    name: str
    how: str
    number: str
    confidence: Confidence
    source: Given
    seen: Given
    everyone: YesNo = False
    districts: Words = []
    hours: Literal["always", "office"] = "always"
    note: str = ""
    office: Literal["", "puspaga", "uptd"] = ""
    open: str = ""
    answers: str = ""
    place: str = ""
    place_confidence: Literal[Confidence, ""] = ""


class DirectoryIn(Strict):
    contacts: dict[str, ContactIn]


class RouteIn(Strict):
    kinds: Kinds = []
    readers: Annotated[list[Literal["child", "parent", "unknown"]], BeforeValidator(several)] = []
    levels: Annotated[list[Literal["concern", "high", "imminent"]], BeforeValidator(several)] = []
    others: YesNo = False
    line: str | VariedIn
    contacts: Words = []
    advice: Words = []


class MediaItemIn(Strict):
    """A picture or a sound under content/media/, and what it shows in words."""

    file: str
    text: str


class MediaIn(Strict):
    media: dict[str, MediaItemIn]


class EventIn(Strict):
    """A class that anybody may come to."""

    title: Annotated[str, Field(max_length=60)]
    office: Literal[
        "provinsi", "balikpapan", "samarinda", "bontang", "kukar", "kutim", "kubar", "berau", "paser", "ppu"
    ]
    place: Annotated[str, Field(max_length=60)]
    day: Day
    hour: ClockTime
    seats: Number | None = None
    attended: Number | None = None


class EventsIn(Strict):
    """`examples`: those of which the examples of the flows tell; nobody else is shown them."""

    events: dict[str, EventIn] = {}
    examples: dict[str, EventIn] = {}


class RoutesIn(Strict):
    source: str = ""
    routes: list[RouteIn]


class RepliesIn(Strict):
    replies: dict[str, str | VariedIn]


class CategoriesIn(Strict):
    categories: dict[str, str]
    groups: dict[str, str] = {}
    version: int = Field(default=1, ge=1)


class WordsIn(Strict):
    words: Words


class TipIn(Strict):
    title: str
    reader: Literal["child", "parent", "anyone"] = Field(alias="for")
    source: Given


class TopicIn(Strict):
    title: str
    label: str
    reader: Literal["child", "parent", "anyone"] = Field(alias="for")
    ages: Words
    category: str
    about: Words
    source: Given
    danger: YesNo = False


class DecisionIn(Strict):
    """Who said yes to a text, and when."""

    by: Given
    on: Day


class ApprovalIn(Strict):
    """One text: the mark of the words that were read, who reviewed them, and who approved them afterwards."""

    mark: str
    reviewed: DecisionIn
    approved: DecisionIn | None = None


class ApprovalsIn(Strict):
    approvals: Annotated[dict[str, ApprovalIn], BeforeValidator(lambda v: {} if v == "" else v)] = {}


class OverlayIn(Strict):
    """Texts of another file in another language, by their ids; `of`: the marks of the texts they were made from."""

    texts: dict[str, str]
    of: dict[str, str] = {}


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
