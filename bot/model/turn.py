"""All that one inbound led to: the conversation after it, what is said, and what the runner is asked to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.model.conversation import Conversation
from bot.model.message import Alarm, CounselorId, MessageId, Outbound


@dataclass(frozen=True, slots=True)
class Wait:
    """Set a timer for the open question. It starts when the platform accepted the turn's last bubble (`starts =
    "sent"`), or at the turn itself ("now"). `kind` is `silence` (enters as Silence) or `offer` (as Waited)."""

    wait: int
    after: timedelta
    kind: str = "silence"
    starts: str = "sent"


PLANS = "plan:"
"""How the kind of a timer begins that a Plan sets; behind it stands its name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Set a timer for a message that an adult asked for; it enters as Planned. One of each name: a new one takes the
    place of the one before."""

    name: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Unplan:
    """They no longer ask for it."""

    name: str


TERMS = "term:"
"""How the kind of a timer begins that a Term sets."""


@dataclass(frozen=True, slots=True)
class Term:
    """A claim (`what`: lease) or an offer (offer) ends then, or a promise is due (promise); it enters as Lapsed. One of
    each: a new one takes the place of the one before, and no word of the contact ends it. `number` is the turn."""

    what: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Unterm:
    """It ended before its time."""

    what: str


@dataclass(frozen=True, slots=True)
class Note:
    """A counselor's note on the talk: `kind` is handover or internal. It has no way out: no outbound is made of it."""

    kind: str
    counselor: CounselorId
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Bot rows not yet in flight are withdrawn (a claim, a quick exit, IMMINENT)."""


@dataclass(frozen=True, slots=True)
class Release:
    """The contact came back and said go on: held rows may leave."""


@dataclass(frozen=True, slots=True)
class Unlink:
    """The web cookie no longer opens this talk."""


@dataclass(frozen=True, slots=True)
class KeepWords:
    """Two ordinary words open this talk again from another visit. `words` is normalised, one space between."""

    words: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The channel says that one of our messages did not arrive: its row is refused, with the channel's code, unless
    `external_id` names another sending of it than the one we know of."""

    message: MessageId
    because: str
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Erase:
    """The contact asked for it: once the conversation has ended and nothing of it is on its way, its key is deleted,
    and with it all that anybody wrote there. The page of the web chat closes in any case."""


@dataclass(frozen=True, slots=True)
class Count:
    """An answer is counted for the report, and nobody knows whose it was. `what` is the variable, `answer` the choice's
    key; `instead`: what they answered earlier in this visit, which counts no more; "" when they did not. `monthly`: not
    even the day is kept."""

    what: str
    answer: str
    instead: str = ""
    monthly: bool = False


Effect = Wait | Plan | Unplan | Term | Unterm | Note | Withdraw | Release | Unlink | KeepWords | Lost | Erase | Count


class Hop(NamedTuple):
    """One arrow walked: from "flow/state" to "flow/state", and why ("button", "number", "label", "risk" …). `arrow` is
    its name in the file ("choice ya", "give_up", "words"; flow.book.Arrow), "" for a way that no file names."""

    source: str
    target: str
    because: str
    arrow: str = ""


class Turn(NamedTuple):
    """`answers`: what is said answers the contact's own words though a timer led to it (a gather that ended).
    `planned`: it is what they asked for in this variable, to be said now. `refused` says in a code why a desk action
    was not taken ("taken", "not_yours", "closed"); then nothing changed."""

    conversation: Conversation
    says: tuple[Outbound, ...] = ()
    effects: tuple[Effect, ...] = ()
    hops: tuple[Hop, ...] = ()
    alarm: Alarm | None = None
    answers: bool = False
    planned: str = ""
    refused: str = ""
