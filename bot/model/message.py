"""What crosses a channel, in our words.

An `Inbound` is anything that happens to a conversation; an `Arrival` is an inbound with the name the channel
gave it, so that the same one twice is answered once. An `Outbound` is one bubble on its way to a contact.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple, NewType

ArrivalId = NewType("ArrivalId", str)  # "telegram:1234", "whatsapp:SM…", "web:…", "desk:…", "timer:…"
ContactId = NewType("ContactId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)  # "conversation/turn/n", n = 0 the inbound, 1… the bubbles
CounselorId = NewType("CounselorId", str)
TicketId = NewType("TicketId", str)
Office = NewType("Office", str)  # "provinsi", "balikpapan" …

LONGEST_TEXT = 65_536  # letters kept and screened of one message; the web chat allows 64 KiB (contract.md)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""Zero bytes and lone surrogates: neither SQLite nor UTF-8 takes them."""
REPLACEMENT = "\ufffd"
ELSEWHERE = "luar"
"""Location.near of a point outside East Kalimantan."""


def storable(text: str) -> str:
    """`text` of the same length, without what cannot be kept."""
    return UNSTORABLE.sub(REPLACEMENT, text)


class Channel(StrEnum):
    """Where a contact writes to us."""

    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    WEB = "web"


class Level(IntEnum):
    """How near the danger is. Merged by max; only a person lowers it."""

    NONE = 0
    CONCERN = 1
    HIGH = 2
    IMMINENT = 3


class Kind(StrEnum):
    """Of what sort the danger is."""

    PHYSICAL = "physical"
    SEXUAL = "sexual"
    SELFHARM = "selfharm"
    DANGER = "danger"
    NEGLECT = "neglect"
    EMOTIONAL = "emotional"
    BULLYING = "bullying"
    ONLINE = "online"
    MARRIAGE = "marriage"
    DV = "dv"
    PARENT_CONTROL = "parent_control"
    LABOUR = "labour"
    SUBSTANCE = "substance"
    RUNAWAY = "runaway"
    DISTRESS = "distress"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What the ear heard. `span` is (from, to) in code points of the original text, end exclusive."""

    level: Level
    kinds: frozenset[Kind]
    rule: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Address:
    """One identity of a contact on one channel.

    `value` is what the channel's API takes: a Telegram chat id, `whatsapp:+62…`, `whatsapp:ID.…` or the random
    token of a web cookie. `kind` is `user`, `phone`, `bsuid`, `cookie` or `words` (the way back a child chose).
    """

    channel: Channel
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Said:
    """`taken`: these two words already open somebody's talk; the intake found out, because only the store knows.
    `late`: the platform had it and we did not, until we asked."""

    at: datetime
    text: str
    taken: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A button. `data` is what we wrote on it: `wait.choice.fp4`, for example `17.sekolah.a3f9`."""

    at: datetime
    data: str


@dataclass(frozen=True, slots=True)
class Media:
    """A sticker, picture, voice note … `what` names it; it is never downloaded. `late`: see Said."""

    at: datetime
    what: str
    caption: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the map, of which only this is left: `near` is the code of the district whose seat is nearest,
    ELSEWHERE when all are far, "" when no point came with it. It is used for one answer and written nowhere."""

    at: datetime
    near: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    at: datetime


@dataclass(frozen=True, slots=True)
class Edited:
    """A correction of an earlier message. Screened and kept; never answered as a new one."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A state's timeout, or a gather's pause, ran out. Void when `wait` is no longer the open question. `watched`:
    their web page of this talk is open."""

    at: datetime
    wait: int
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Waited:
    """An offer of a person stayed unanswered for ten minutes at HIGH. Void when `wait` has moved on."""

    at: datetime
    wait: int


@dataclass(frozen=True, slots=True)
class Planned:
    """The moment came of a message that an adult asked for. `name`: the variable in which they did; `number`: the turn.
    Void when they have asked otherwise since."""

    at: datetime
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Opened:
    """The contact came back to a web talk by their two words: greet neutrally, show nothing."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """Quick exit: withdraw what is not in flight, end the visit."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Blocked:
    """The contact blocked us, or the channel says they can no longer be reached."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """The channel reported that one of our messages did not arrive. `because` is a code, never text; `external_id` is
    the channel's name of the sending that failed, where it tells."""

    at: datetime
    message: MessageId
    because: str
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A counselor takes the talk. `shown` is the name the contact reads ("Kak Rani"); `version` is the
    ticket version the counselor saw on the page."""

    at: datetime
    counselor: CounselorId
    shown: str
    office: Office


@dataclass(frozen=True, slots=True)
class Replied:
    at: datetime
    counselor: CounselorId
    text: str


@dataclass(frozen=True, slots=True)
class Worked:
    """The counselor who holds the talk is there: they opened its page by hand, or are writing."""

    at: datetime
    counselor: CounselorId


@dataclass(frozen=True, slots=True)
class Noted:
    """An internal note on the talk, which no contact ever reads."""

    at: datetime
    counselor: CounselorId
    text: str


@dataclass(frozen=True, slots=True)
class Promised:
    """The counselor promises the contact an answer at `due`."""

    at: datetime
    counselor: CounselorId
    due: datetime


@dataclass(frozen=True, slots=True)
class Released:
    """The counselor puts the talk back in the queue. `why`: release, or shift when theirs ended."""

    at: datetime
    counselor: CounselorId
    why: str = "release"


@dataclass(frozen=True, slots=True)
class Offered:
    """The counselor holds the talk out to a colleague (`to`, whose `name` contacts read) or to an office, with a note
    of named parts."""

    at: datetime
    counselor: CounselorId
    office: Office
    note: tuple[tuple[str, str], ...]
    to: CounselorId | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """Who held it out keeps it after all."""

    at: datetime
    counselor: CounselorId


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who was offered the talk takes it."""

    at: datetime
    counselor: CounselorId
    shown: str
    office: Office


@dataclass(frozen=True, slots=True)
class Declined:
    """Who was offered the talk does not; it stays with who held it out."""

    at: datetime
    counselor: CounselorId
    office: Office


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The time of a claim (`what`: lease), of an offer (offer) or of a promise (promise) came. Void when it was renewed
    or ended since."""

    at: datetime
    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Returned:
    """The counselor closed the ticket with an outcome code, and what it was about: a code and the version of its
    scheme; the bot has the floor again."""

    at: datetime
    counselor: CounselorId
    outcome: str
    category: str = ""
    scheme: int = 0


Inbound = (
    Said
    | Press
    | Media
    | Location
    | Card
    | Edited
    | Silence
    | Waited
    | Planned
    | Opened
    | Left
    | Blocked
    | Failed
    | Claimed
    | Replied
    | Worked
    | Noted
    | Promised
    | Released
    | Offered
    | Recalled
    | Accepted
    | Declined
    | Lapsed
    | Returned
)

FROM_CONTACT = (Said, Press, Media, Location, Card, Edited, Opened)
"""Inbounds that only the contact can cause. They alone move `last_in_at`."""


def text_of(inbound: Inbound) -> str:
    """What the contact wrote themselves, for the ear; "" when they wrote nothing."""
    match inbound:
        case Said(text=text) | Edited(text=text) | Media(caption=text):
            return text
    return ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One inbound on its way in.

    Either `address` is given (from a channel: the contact is found or created by it and its `aliases`) or
    `conversation` is (from the desk, a timer or the sender).
    """

    id: ArrivalId
    channel: Channel
    inbound: Inbound
    address: Address | None = None
    conversation: ConversationId | None = None
    aliases: tuple[Address, ...] = ()


class Author(StrEnum):
    """Whose voice a message is."""

    CONTACT = "contact"
    BOT = "bot"
    COUNSELOR = "counselor"


class Button(NamedTuple):
    """`data` ≤ 64 bytes (Telegram's limit); `label` is what the contact reads."""

    data: str
    label: str


class Outbound(NamedTuple):
    """One bubble. Buttons stand on the last bubble of a turn only. It has no address: it can only go to its own
    conversation's (law 10)."""

    text: str
    buttons: tuple[Button, ...] = ()
    author: Author = Author.BOT
