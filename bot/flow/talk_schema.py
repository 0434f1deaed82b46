"""The shape of an example in a flow file."""

from datetime import timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.flow.codes import Wrong
from bot.flow.values import Number, Span, Words, YesNo, moment, several

STRICT = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
LevelName = Literal["none", "concern", "high", "imminent"]
ChannelName = Literal["telegram", "whatsapp", "web"]
LanguageName = Literal["id", "en"]
Alone = Literal["sticker", "voice", "photo", "location", "card", "open", "claim", "close"]
"""Words of a talk that need no value."""


def talk_line(value: Any) -> Any:
    """One thing that happens: `user: halo`, or a word that needs no more: `sticker`."""
    if isinstance(value, str) and value in get_args(Alone):
        return {value: ""}
    if isinstance(value, dict) and len(value) != 1:
        raise Wrong("F192", known=TALK_WORDS)
    return value


def named(value: Any) -> Any:
    """People by their names, or a list of names."""
    listed = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return {name: {} for name in value} if listed else value


class ThenIn(BaseModel):
    """What is true now; `none` where there is nothing. Beside these names stands any declared variable."""

    model_config = ConfigDict(extra="allow", frozen=True, use_attribute_docstrings=True)
    __pydantic_extra__: dict[str, str] = Field(init=False)

    state: str = ""
    """Where the talk stands: a state of this flow, or flow/state."""
    level: LevelName = "none"
    """How near the danger is."""
    risk: LevelName = "none"
    """The same as `level`."""
    kinds: Words = []
    """Of what sort the danger is; all of them, in any order."""
    ticket: str = ""
    """The queue in which a person is waited for."""
    disputed: YesNo = False
    """Did they say "bukan begitu"?"""
    timers: Words = []
    """What runs at the open question, with the time that is left: silence 10m, offer 10m, gather 6s."""
    sent: Number = 0
    """How many messages reached the person in the last step."""
    bubbles: Number = 0
    """How many bubbles were meant; on WhatsApp they are one message."""
    reader: Literal["unknown", "child", "parent"] = "unknown"
    age: str = ""
    """The age band."""
    district: str = ""
    language: str = ""
    voice: Literal["bot", "waiting", "counselor"] = "bot"
    """Who has the floor."""
    ended: YesNo = False
    """Is the conversation over?"""
    locked: YesNo = False
    """Is the talk closed to whoever holds the phone, until they say go on?"""
    vars: dict[str, str] = {}
    """Variables by name, also those that are named like something above."""


class LineIn(BaseModel):
    """One line of a talk: exactly one of these."""

    model_config = ConfigDict(**STRICT, json_schema_extra={"minProperties": 1, "maxProperties": 1})

    user: Words = []
    """What the person writes, and then a pause; a list: several messages, one right after the other."""
    press: str = ""
    """A button, by its key or its label; on WhatsApp its number is typed."""
    sticker: str = ""
    voice: str = ""
    """A voice note."""
    photo: str = ""
    """A picture; the value is what is written below it."""
    location: str = ""
    """A point on the map; the value is the district it is nearest to, or `luar`."""
    card: str = ""
    """Somebody's contact."""
    edit: str = ""
    """An earlier message, as it was corrected."""
    open: str = ""
    """On the web: they come back by their two words; without a value by those kept last."""
    after: Span = timedelta()
    """Time passes: 10m, 25h, 3d."""
    bot: str = ""
    """Part of what the bot said since the last step; several of these stand in the order in which it was said."""
    absent: str = Field("", alias="not")
    """What the bot did not say."""
    buttons: Words = []
    """Exactly the buttons that are shown: all by their labels, or all by their keys; or none."""
    claim: str = ""
    """A counselor takes the talk; the value is the name that is shown."""
    reply: str = ""
    """What the counselor writes."""
    close: str = ""
    """The counselor closes the ticket; the value is the outcome."""
    fault: str = ""
    """What the person writes when something breaks on our side while it is answered."""
    who: str = Field("", alias="as")
    """Of several people, who does and sees what follows."""
    then: ThenIn | None = None
    """What is true now."""


TALK_WORDS = tuple(field.alias or name for name, field in LineIn.model_fields.items())


class PersonIn(BaseModel):
    """Who writes in an example, and what is known of them before their first word."""

    model_config = STRICT

    reader: Literal["parent", "child", "unknown"] = Field("unknown", alias="as")
    language: LanguageName = "id"
    channel: ChannelName | None = None
    given: dict[str, str] = {}


class TalkIn(BaseModel):
    """An example. On several channels it is played on each."""

    model_config = STRICT

    name: str
    channel: Annotated[
        list[ChannelName], BeforeValidator(several, json_schema_input_type=ChannelName | list[ChannelName])
    ] = ["telegram"]
    at: Annotated[str, BeforeValidator(moment)] = ""
    """When it begins; without it on a Tuesday at ten. A counselor reads from Monday to Friday, 8 to 16."""
    reader: Literal["parent", "child", "unknown"] = Field("unknown", alias="as")
    """Who writes; `unknown` until they say so."""
    language: LanguageName = "id"
    given: dict[str, str] = {}
    """Variables that are known before the first word."""
    people: Annotated[
        dict[str, PersonIn], BeforeValidator(named, json_schema_input_type=dict[str, PersonIn] | list[str])
    ] = {}
    """Several people at once, by name; a line `- as: NAME` says who does what follows."""
    talk: list[Annotated[LineIn, BeforeValidator(talk_line, json_schema_input_type=LineIn | Alone)]]
