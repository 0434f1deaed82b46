"""One talk with a contact, from first word to close, and the ticket it may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from bot.model.message import Channel, ContactId, ConversationId, CounselorId, Kind, Level, Office, TicketId

QUIET = timedelta(minutes=10)
"""After this much silence a child, or a phone not called one's own, is neither written to nor shown the talk
(flow-language.md, neutral re-entry)."""
QUIET_OWN = timedelta(hours=12)
"""The same for an adult who called the phone their own."""
WINDOW = timedelta(hours=24)
"""On WhatsApp nothing leaves later than this after the contact's last word (Meta's window; channel facts B4)."""
YES = "ya"
"""The answer by which an adult asks for messages at a later moment."""


PRESENT = "hadir"
"""The variable that is set while the contact is here and said go on; gone when the talk is locked again."""

BEFORE = "semula"
"""The variable that holds who wrote, and of which age, before whoever holds the phone began anew."""


class Voice(StrEnum):
    """Who has the floor. WAITING: a ticket is open and the contact waits at the handoff; the bot only keeps,
    screens and answers commands."""

    BOT = "bot"
    WAITING = "waiting"
    COUNSELOR = "counselor"


class Reader(StrEnum):
    """For whom the words are."""

    UNKNOWN = "unknown"
    CHILD = "child"
    PARENT = "parent"


class Reach(StrEnum):
    """What the contact answered to: may an answer appear on this phone?"""

    UNASKED = "unasked"
    YES = "yes"  # boleh
    ON_RETURN = "on_return"  # jangan, aku yang buka
    HOURS = "hours"  # jam tertentu; the hours stand in Conversation.reach_hours


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a called flow goes back to. `kept`: what its arguments were before; None where one had no value."""

    flow: str
    state: str
    kept: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the book, and the calls that led to it, the innermost last."""

    flow: str
    state: str
    calls: tuple[Frame, ...] = ()


@cache
def place_of(flow: str, state: str) -> Position:
    """A place outside of any call: one object for each of the book's states."""
    return Position(flow, state)


@dataclass(frozen=True, slots=True)
class Past:
    """One answered question, for the way back: where it stood, and what each variable that the answer changed was."""

    position: Position
    undo: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gather:
    """Several short messages that will be one answer, the variable `save`. `since`: when the first of them came."""

    save: str
    texts: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Pledge:
    """A message that an adult asked for, in a variable that says YES for as long as it stands (engine/planning.py).
    `number`: the turn in which they did; `at`: when it leaves, None while it waits for their next word; `go`, `late`:
    the places that say it in its time and after; `until`: when it is of no use any more."""

    number: int
    at: datetime | None
    go: str
    late: str = ""
    until: datetime | None = None


class TicketState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    OFFERED = "offered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody waits: a rule of the ear, `asked` (a wish for a person) or `fault`. `message` is the turn."""

    rule: str
    level: Level
    turn: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A talk held out to somebody else until they accept or refuse. `to`: one colleague; None: whoever of the office
    may. `note`: the turn in which its note was written (turn.Note)."""

    office: Office
    until: datetime
    note: int
    to: CounselorId | None = None
    name: str = ""  # of the colleague, as contacts know them; sealed


@dataclass(frozen=True, slots=True)
class Promise:
    """An answer that a counselor promised for an hour. Sealed."""

    due: datetime
    by: CounselorId
    name: str  # as contacts know them


@dataclass(frozen=True, slots=True)
class Ticket:
    """The place in line. At most one open per conversation; reasons accumulate, level = max."""

    id: TicketId
    office: Office
    queue: str
    level: Level
    kinds: frozenset[Kind]
    opened_at: datetime
    state: TicketState = TicketState.WAITING
    reasons: tuple[Reason, ...] = ()
    disputed: bool = False
    claimed_by: CounselorId | None = None
    claimed_name: str = ""  # how the contact knows the counselor; sealed
    claimed_office: str = ""  # where that one works; sealed
    introduced: bool = False  # the first human bubble (who, which office, a human) was said
    lease_until: datetime | None = None
    outcome: str = ""
    closed_at: datetime | None = None
    note: Mapping[str, str] = field(default_factory=dict)  # variables named by the handoff; sealed
    offer: Offer | None = None  # while it is OFFERED
    promise: Promise | None = None  # that stands
    back: str = ""  # how it changed hands last: lease, release, shift, offer (nobody accepted), declined or accepted
    was_with: CounselorId | None = None  # who held it before that
    category: str = ""  # a code of content/categories.yaml: of the flow it came from, then what its counselor chose
    scheme: int = 0  # version of the codes it was closed with; 0: nobody has chosen

    @property
    def open(self) -> bool:
        return self.state is not TicketState.CLOSED

    @property
    def owned(self) -> bool:
        """A counselor has the floor; while it is held out to another, still the one who holds it out."""
        return self.state in (TicketState.CLAIMED, TicketState.OFFERED)


@dataclass(frozen=True)
class Conversation:
    """Everything a turn needs to know. In plain in the store: ids, times, counts, position, level, kinds, voice,
    office, age band, channel. Sealed: variables, recent texts, reach hours, calls, the way back, what is gathered, and
    what was asked for a later moment."""

    id: ConversationId
    contact: ContactId
    channel: Channel
    opened_at: datetime
    persona: str | None = None
    version: int = 0  # grows with every write
    wait: int = 0  # the number of the open question
    turn: int = 0  # turns done so far
    position: Position | None = None
    fingerprint: str = ""  # of the question that was asked at the position; "" while the talk rests
    resume: Position | None = None  # the place a command, an alarm or a long silence interrupted
    tries: int = 0  # unclear answers to the open question
    level: Level = Level.NONE
    kinds: frozenset[Kind] = frozenset()
    voice: Voice = Voice.BOT
    reader: Reader = Reader.UNKNOWN
    age_band: str = ""
    office: Office = Office("provinsi")
    language: str = "id"
    own_phone: bool = False
    reach: Reach = Reach.UNASKED
    reach_hours: tuple[int, int] | None = None  # local hours, from inclusive, to exclusive
    variables: Mapping[str, str] = field(default_factory=dict)
    recent: tuple[str, ...] = ()  # the contact's last two texts, for the ear
    past: tuple[Past, ...] = ()  # answered questions, the last one last
    gather: Gather | None = None
    pledges: Mapping[str, Pledge] = field(default_factory=dict)  # by the variable in which they were asked for
    spoke: Mapping[str, datetime] = field(default_factory=dict)  # when a message of each was last said
    last_in_at: datetime | None = None
    honest_at: datetime | None = None  # when the honest line of the queue was last said
    locked: bool = False  # whoever holds the phone has not said go on: nothing of before is shown, and a counselor's
    # words are held
    ticket: Ticket | None = None
    ended_at: datetime | None = None
    ended_because: str = ""

    @property
    def quiet_after(self) -> timedelta:
        """How long a silence may be before the talk is closed to whoever holds the phone."""
        adult = self.own_phone and self.reader is not Reader.CHILD
        return QUIET_OWN if adult else QUIET

    @property
    def visited_at(self) -> datetime | None:
        """When whoever holds the phone last wrote, or was written to because they had asked for it."""
        if not self.spoke or self.last_in_at is None:
            return self.last_in_at
        return max(self.last_in_at, *self.spoke.values())

    def grown(self, **changes: object) -> "Conversation":
        """A copy with `changes`, as `replace(conversation, …)` makes it, in a tenth of its time. Nothing checks the
        names while a turn is made; tests/model/test_conversation.py reads them all in the source."""
        one = object.__new__(Conversation)
        one.__dict__.update(self.__dict__, **changes)
        return one

    def grow(self, changes: Mapping[str, object]) -> None:
        """Change this one itself: only for who made it and has shown it to nobody."""
        self.__dict__.update(changes)
