"""What a platform tells of a message that it took from us."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.model.message import MessageId


class Rank(IntEnum):
    """From least to most; it only grows."""

    ACCEPTED = 1
    DELIVERED = 2
    READ = 3


@dataclass(frozen=True, slots=True)
class Report:
    """A platform's word about one of our rows, and its own id of the message."""

    id: MessageId
    rank: Rank
    at: datetime
    external_id: str
