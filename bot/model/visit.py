"""What the web chat shows of a contact's own talk."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.conversation import Conversation
from bot.model.message import Author, Button, ContactId, ConversationId, MessageId


@dataclass(frozen=True, slots=True)
class Visit:
    """What a web cookie opens."""

    contact: ContactId
    conversation: Conversation
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of the contact's own talk, as the web chat shows it."""

    id: MessageId
    at: datetime
    author: Author
    text: str
    buttons: tuple[Button, ...] = ()
    latest: bool = False  # its buttons answer the open question


def page_of(conversation: ConversationId) -> str:
    """The key that an open web page of this talk listens to."""
    return f"page {conversation}"
