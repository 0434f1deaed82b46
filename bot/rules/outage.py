"""When a platform takes nothing, it is asked again by one row at a time, not by all that wait (contract.md: the first
within 20 s, back-off cap 15 s, no storm).

Laws
1. One chat that fails is that chat's trouble; three different ones in a row are the platform's.
2. Any clear answer, a refusal too, ends the outage.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.message import ConversationId

MANY = 3
"""Different chats without a clear answer between them."""
BACK_OFF = (
    timedelta(seconds=1),
    timedelta(seconds=2),
    timedelta(seconds=4),
    timedelta(seconds=8),
    timedelta(seconds=15),
)
"""After an attempt that did not reach the platform (contract.md: cap 15 s)."""


def back_off(attempts: int) -> timedelta:
    """How long to wait after that many attempts, from 1."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1]


@dataclass(slots=True)
class Outage:
    """One platform. `silent`: chats it gave no clear answer to since its last one; `in_a_row`: how many sends those
    were."""

    silent: set[ConversationId] = field(default_factory=set)
    in_a_row: int = 0
    probes: int = 0
    again_at: datetime | None = None

    @property
    def down(self) -> bool:
        return len(self.silent) >= MANY

    def answered(self) -> None:
        """The platform took a message, or refused it for good."""
        self.silent.clear()
        self.in_a_row = 0
        self.probes = 0
        self.again_at = None

    def failed(self, conversation: ConversationId, now: datetime) -> None:
        """No answer, or "later". What was under way when the outage began counts once."""
        self.silent.add(conversation)
        self.in_a_row += 1
        if self.down and (self.again_at is None or now >= self.again_at):
            self.probes += 1
            self.again_at = now + back_off(self.probes)
