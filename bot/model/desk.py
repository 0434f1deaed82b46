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
    gone for good, as the contact asked."""

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
class Reading:
    """One row of the read-audit: who read which talk, when and why. Written in the transaction that reads. `again`: how
    old the last row of this purpose has to be for another one; nothing means that each reading has its own."""

    at: datetime
    actor: CounselorId
    conversation: ConversationId
    purpose: str
    again: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. Only the keyed hash of its token is stored."""

    counselor: Counselor
    created_at: datetime
    seen_at: datetime
