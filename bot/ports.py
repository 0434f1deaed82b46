"""What the rooms need of each other, as Protocols, and the rows that cross between them.

Times are aware UTC. Every method may raise `StoreDown` (stores) or a `ChannelError` (channels).
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from bot.ladder import AlertStore
from bot.model.audit import Audited, AuditRow
from bot.model.conversation import Conversation
from bot.model.counselor import Counselor
from bot.model.desk import DeskNote, Reading, Session, TalkLine, Waiting
from bot.model.message import (
    Address,
    Arrival,
    ArrivalId,
    Author,
    Button,
    Channel,
    ContactId,
    ConversationId,
    CounselorId,
    MessageId,
    TicketId,
)
from bot.model.report import Report
from bot.model.turn import Turn
from bot.model.visit import Bubble, Visit
from bot.rules.flood import Flow
from bot.rules.leases import Lease as Lease  # noqa: PLC0414  it is one of the ports
from bot.shifts import FigureStore, ShiftStore


class Clock(Protocol):
    def now(self) -> datetime: ...


# ---- the way in ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an arrival: `done`, `duplicate`, `parked` (kept, a person is due), `refused` (a desk action;
    `because` is Turn.refused) or `trial` (not a listed tester; nothing stored)."""

    state: str
    conversation: ConversationId | None = None
    because: str = ""


class Intake(Protocol):
    async def take(self, arrival: Arrival, *, lease: Lease | None = None) -> Receipt:
        """Returns after the commit that stored the arrival and its turn. Raises IntakeFull or StoreDown. `lease`: of
        who brings it; raises LeaseLost once that is another's, and what it brings is not stored by us after that."""
        ...

    async def take_all(
        self, arrivals: Sequence[Arrival], *, offset: int | None = None, lease: Lease | None = None
    ) -> list[Receipt]:
        """In order. `offset`: the Telegram poller's next offset, stored after the last of them is."""
        ...

    async def park(self, channel: Channel, external: str, raw: str, *, lease: Lease | None = None) -> None:
        """Keep something that could not be read: sealed under the house key, no conversation, answered 200."""
        ...


class Bell(Protocol):
    """In-process news that a conversation (or the queue, key "queue"; or the outbox, key "outbox") changed. Carries
    no content. Whoever keeps a web page of a talk open listens to `page_of` it."""

    def ring(self, key: str) -> None: ...
    def heard(self, key: str) -> bool: ...  # does anybody listen?
    def listen(self, key: str) -> AbstractAsyncContextManager["Ear"]: ...


class Ear(Protocol):
    """One listener's side of the bell."""

    async def wait(self, seconds: float) -> bool:
        """True when it rang since the last wait, False after `seconds`."""
        ...


# ---- the store -------------------------------------------------------------------------------------------


class Delivery(StrEnum):
    """The life of an outbox row."""

    WAITING = "waiting"
    HELD = "held"  # ditahan: belum aman
    TAKEN = "taken"  # in flight; attempts already counted
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # in flight when we stopped hearing; may have arrived
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message on its way out. On a channel that joins, `text` holds all bubbles of the turn."""

    id: MessageId
    conversation: ConversationId
    channel: Channel
    author: Author
    text: str
    buttons: tuple[Button, ...]
    created_at: datetime
    state: Delivery = Delivery.WAITING
    due_at: datetime | None = None
    attempts: int = 0
    external_id: str = ""
    because: str = ""
    sent_at: datetime | None = None
    released: bool = False  # the contact said go on
    answers: bool = False  # the contact's own word led to it; what is said unasked is judged more strictly
    planned: str = ""  # they asked for it in this variable


@dataclass(frozen=True, slots=True)
class Done:
    """One arrival and its turn, ready to be written. `message` ids are `conversation/turn/n`: n = 0 is what came
    in (when it has words), `rows` follow from 1."""

    arrival: Arrival
    turn: Turn
    rows: tuple[OutboxRow, ...]
    link: tuple[Address, ...] = ()  # identities that are new for this contact
    state: str = "done"  # or "parked"
    because: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Who an arrival is from: nobody yet, a contact, or a contact with their latest conversation (maybe ended).
    `unknown` are those of its addresses that are not linked yet; `flow` is how they write just now, where other
    processes may have heard some of it."""

    contact: ContactId | None = None
    conversation: Conversation | None = None
    unknown: tuple[Address, ...] = ()
    flow: Flow | None = None


class Batch(Protocol):
    """One transaction of the single writer. Commits when the block ends well, rolls back on any exception."""

    async def under(self, held: Collection[Lease]) -> None:
        """Until this transaction ends they are still held. Raises LeaseLost with the first that is another's."""
        ...

    async def alone(self, arrivals: Sequence[Arrival]) -> None:
        """Until this transaction ends nobody else writes about who these are from. Before anything is read: what
        another process stores while this waits is `known` after it."""
        ...

    async def known(self, ids: Sequence[ArrivalId]) -> frozenset[ArrivalId]: ...

    async def find(self, arrivals: Sequence[Arrival]) -> Mapping[ArrivalId, Found]: ...

    async def write(self, done: Sequence[Done]) -> None:
        """Arrivals, identities, conversations (checked against version), messages, outbox, timers, tickets and the
        effects of every turn, set-based."""
        ...

    async def words_taken(self, words: str, contact: ContactId) -> bool:
        """Do these two words (normalised) already open the talk of somebody else?"""
        ...

    async def keep_offset(self, offset: int) -> None: ...

    async def park(self, arrival: ArrivalId, channel: Channel, raw: str, at: datetime) -> None:
        """Keep what could not be read, sealed under the house key."""
        ...


@dataclass(frozen=True, slots=True)
class Ready:
    """The earliest unfinished outbox row of one conversation, and what can_send needs."""

    row: OutboxRow
    conversation: Conversation
    to: Address


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of one send. Whatever ends the row, or may have, starts the timers that wait for it: nobody waits for
    ever behind a question that could not be sent. `due_at` for WAITING (again later)."""

    id: MessageId
    state: Delivery
    at: datetime
    external_id: str = ""
    because: str = ""
    due_at: datetime | None = None
    version: int | None = None  # of the conversation it was judged on; void when that grew since (they said go on)


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that ran out: `kind` is silence, offer or `plan:` and a name; enters as Silence, Waited or Planned with
    arrival id `timer:{conversation}/{wait}/{kind}`. It is gone once that arrival is written."""

    conversation: ConversationId
    channel: Channel
    wait: int
    kind: str


class Store(ShiftStore, FigureStore, AlertStore, Protocol):
    async def open(self) -> None:
        """Connects, migrates, checks that every key the database needs is in the ring (KeysMissing)."""
        ...

    async def close(self) -> None: ...
    async def ping(self) -> None: ...

    def batch(self) -> AbstractAsyncContextManager[Batch]: ...

    async def known(self, ids: Sequence[ArrivalId]) -> frozenset[ArrivalId]:
        """Those that arrived, also when nobody could read them."""
        ...

    async def offset(self) -> int: ...

    # work that one process does at a time
    async def hold(self, name: str, holder: str, span: timedelta) -> Lease | None:
        """Take or renew a lease for `span` from now, by the clock of the database; None while another holds it. The
        epoch stays with its holder."""
        ...

    async def alive(self) -> int:
        """Be counted among the processes that serve this database; how many there are."""
        ...

    async def let_go(self, lease: Lease) -> None:
        """Give it back before its time."""
        ...

    # the sender and the timers
    async def ready(self, now: datetime, limit: int, channels: Collection[Channel]) -> list[Ready]:
        """WAITING or UNKNOWN rows of these channels that are due and the earliest unfinished of their conversation.
        HELD, REFUSED and WITHDRAWN rows are finished in this sense: they block nobody."""
        ...

    async def take(
        self,
        ids: Sequence[MessageId],
        now: datetime,
        versions: Mapping[ConversationId, int] | None = None,
        marks: Sequence[Mark] = (),
    ) -> frozenset[MessageId]:
        """First `mark`, in the same commit; then WAITING or UNKNOWN, due, and ours to send → TAKEN with attempts + 1.
        Returns those really taken. `versions`: of the conversations they were judged on; a counselor's words wait when
        theirs grew since (they left)."""
        ...

    async def mark(self, marks: Sequence[Mark]) -> None:
        """Only rows that are WAITING, UNKNOWN or TAKEN: what was withdrawn, lost or decided meanwhile stays so. Of a
        row that another process has in flight by now only SENT counts."""
        ...

    async def recover(self, now: datetime, flying: Collection[MessageId] = ()) -> int:
        """TAKEN rows whose time is over become UNKNOWN, but for those that are in flight here: who took them died, or
        never heard that they were taken. Returns how many."""
        ...

    async def report(self, reports: Sequence[Report]) -> frozenset[MessageId]:
        """A row that was tried and whose fate was open is SENT, also one of which another sending failed; a rank only
        grows. What else was refused or withdrawn stays so. Returns those that changed."""
        ...

    async def external_ids(self, names: Sequence[str]) -> frozenset[str]:
        """Those of these names of messages on WhatsApp (no other platform is asked for them) that some row has."""
        ...

    async def due(self, now: datetime, limit: int) -> list[Due]: ...

    async def next_due(self, channels: Collection[Channel] = ()) -> datetime | None:
        """The earliest moment at which a timer, or a row of these channels that waits for its moment and for no other
        row, wants attention."""
        ...

    # what a contact asked to be erased
    async def close_pages(self, now: datetime) -> frozenset[ConversationId]:
        """Unlink the cookies of those who asked for it and have not written since, a few seconds later. Returns their
        conversations."""
        ...

    async def to_erase(self, now: datetime, limit: int) -> list[ConversationId]:
        """Ended conversations whose contact asked for it (turn.Erase), without an open ticket, and with nothing on its
        way any more."""
        ...

    async def erase(self, talks: Sequence[ConversationId], now: datetime) -> frozenset[ConversationId]:
        """Delete their keys and forget the addresses that led to nothing else. Returns those that were not erased yet.
        To everything else they are gone."""
        ...

    # the desk
    async def queue(self) -> list[Waiting]: ...
    async def ticket(self, ticket: TicketId) -> Waiting | None: ...

    async def read_talk(self, reading: Reading) -> list[TalkLine]:
        """The one query that opens text. Only desk/access.py may call it."""
        ...

    async def read_notes(
        self, talk: ConversationId, turn: int | None = None, *, reading: Reading | None = None
    ) -> list[DeskNote]:
        """All of a talk, or of one turn. `reading`: who opens it without the talk. Only desk/access.py may call it."""
        ...

    async def counselors(self) -> list[Counselor]: ...
    async def counselor(self, name: str) -> Counselor | None: ...
    async def save_counselor(self, counselor: Counselor, *done: Audited) -> None: ...
    async def audit(self, *done: Audited) -> None: ...
    async def audit_rows(self, before: int, office: str, limit: int) -> list[AuditRow]: ...

    async def invite(self, token: str, counselor: CounselorId, expires_at: datetime) -> None:
        """A new link; the earlier ones of the same counselor end."""
        ...

    async def invited(self, token: str, now: datetime) -> Counselor | None: ...

    async def spend_invite(self, token: str, counselor: Counselor, now: datetime) -> bool:
        """Save the enrolled counselor, use up the link and close their sessions, in one transaction; False when it was
        used already."""
        ...

    async def use_totp_step(self, counselor: CounselorId, step: int) -> bool:
        """False when this step or a later one was used before."""
        ...

    async def open_session(self, token: str, counselor: CounselorId, now: datetime) -> None: ...

    async def session(self, token: str, now: datetime, *, touch: bool = True) -> Session | None:
        """None when unknown, idle too long or closed. `touch` renews seen_at (at most once a minute); what a page
        does by itself leaves it."""
        ...

    async def close_session(self, token: str) -> None: ...
    async def close_sessions(self, counselor: CounselorId) -> None: ...  # all of one counselor

    # the web chat
    async def visit(self, cookie: Address) -> Visit | None: ...

    async def bubbles(self, visit: Visit, after: MessageId | None = None) -> list[Bubble]:
        """The contact's own talk since the visit was linked: what they wrote, and what was sent."""
        ...

    async def relink(self, words: Address, cookie: Address, now: datetime) -> Visit | None:
        """The two words a child chose open their talk for a new cookie. None when nobody has them."""
        ...

    async def unlink_idle(self, before: datetime) -> int:
        """Forget web cookies whose talk has had no word of the contact since `before`. Returns how many."""
        ...


# ---- the way out -----------------------------------------------------------------------------------------


class ChannelAdapter(Protocol):
    """One channel's API. `joins`: all bubbles of a turn are one message. `longest`: letters per message."""

    channel: Channel
    joins: bool
    longest: int

    async def send(self, to: Address, row: OutboxRow) -> str:
        """Returns the channel's own id of the message. Raises Refused, Later or Unknown."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class Finder(Protocol):
    """A channel whose platform reports what became of a message, and can be asked for it."""

    async def find(self, to: Address, row: OutboxRow) -> Sequence[str]:
        """The platform's ids of messages that may be this row, sent to `to` since it was written and not failed. Raises
        Refused, Later or Unknown."""
        ...
