"""What the desk is shown, and what it leaves behind."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.conversation import Ticket
from bot.model.counselor import Counselor
from bot.model.message import Author, Channel, ConversationId, CounselorId, MessageId


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open ticket as the queue shows it: never content. `held` counts replies held back; `left` is how the contact
    left a talk that lives on, until their next word: keluar, berhenti, blocked, or "". `lost` and `unsure` count our
    messages since it was opened that did not arrive, or of which nobody will know. `erased`: what was written there is
    gone for good, as the contact asked. `returning`: a ticket of this same talk was closed before; other talks from
    this number may be another person's, and tell nothing. `relief`: its counselor needs another one."""

    ticket: Ticket
    conversation: ConversationId
    channel: Channel
    age_band: str
    reader: str
    last_in_at: datetime | None
    held: int
    left: str = ""
    lost: int = 0
    unsure: int = 0
    erased: bool = False
    returning: bool = False
    language: str = "id"
    relief: bool = False


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One message as the desk shows it. `state` is "" for what the contact wrote; `alarm` is the rule of the ear
    that fired on it, with the span in `text`."""

    id: MessageId
    at: datetime
    author: Author
    text: str
    state: str = ""
    because: str = ""
    attempts: int = 0
    alarm: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class DeskNote:
    """What a counselor wrote to others about a talk, in named parts; no contact ever reads it. `kind`: handover or
    internal; `turn`: in which it was written."""

    turn: int
    kind: str
    author: CounselorId
    at: datetime
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One row of the read-audit: who read which talk, when and why. Written in the transaction that reads. `again`: how
    old the last row of this purpose has to be for another one; nothing means that each reading has its own. `ticket`:
    the case it was opened by."""

    at: datetime
    actor: CounselorId
    conversation: ConversationId
    purpose: str
    again: timedelta = timedelta()
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. Only the keyed hash of its token is stored."""

    counselor: Counselor
    created_at: datetime
    seen_at: datetime
