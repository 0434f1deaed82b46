"""A message that the platform had and we got late, found by comparing with the platform (channel facts B2).

Laws
1. It comes after all that its talk has had since: no finished turn is made again, no moment goes back.
2. Who left after writing it is not answered; it is kept and screened, and a danger in it still finds a person.
"""

from dataclasses import replace

from bot.model.conversation import Conversation
from bot.model.message import Inbound, Media, Said


def in_order(inbound: Inbound, before: Conversation | None) -> Inbound:
    """Not earlier than the contact's last word in the talk it meets."""
    if before is None or not is_late(inbound):
        return inbound
    return replace(inbound, at=max(inbound.at, before.last_in_at or before.opened_at))


def left_since(inbound: Inbound, before: Conversation | None) -> str:
    """How they left after they wrote this, or "". Asked before it is put in order."""
    if before is None or not is_late(inbound) or inbound.at > (before.last_in_at or before.opened_at):
        return ""
    return before.ended_because


def is_late(inbound: Inbound) -> bool:
    return isinstance(inbound, Said | Media) and inbound.late
