"""When a conversation is over (architecture.md, A conversation's life)."""

from datetime import datetime, timedelta

from bot.model.conversation import Conversation

RESTED = timedelta(hours=72)
"""After an end state."""
SILENT = timedelta(days=30)
"""Anywhere else."""


def is_over(conversation: Conversation, at: datetime, *, resting: bool) -> str:
    """Why it is over, or "". Never with a ticket open. `resting`: it stands at an end state."""
    if conversation.ended_at is not None:
        return conversation.ended_because or "ended"
    if conversation.ticket and conversation.ticket.open:
        return ""
    # a counselor's held words wait the whole month, and so does what the contact asked for a later moment
    resting = resting and conversation.ticket is None and not conversation.pledges
    since = at - (conversation.last_in_at or conversation.opened_at)
    if since > SILENT:
        return "silence"
    return "rested" if resting and since > RESTED else ""
