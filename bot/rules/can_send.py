"""May this row leave now? The one function in front of the sender; there is no other way out.

Laws (the first that applies decides)
1. To somebody who blocked us, or in a talk that was left: never.
2. On WhatsApp nothing leaves later than 24 hours after the contact's last word (Meta's window; channel facts B4).
3. A child, or anyone on a phone not called their own, hears nothing later than ten minutes after their own last word.
4. While the neutral greeting is unanswered, a counselor's words wait: we do not know who holds the phone.
5. Who asked to open the answer themselves gets a counselor's words only after saying go on.
6. Who named hours gets a counselor's words in those hours only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import LOCAL
from bot.flow.book import RETURN
from bot.model.conversation import QUIET, Conversation, Reach, Reader
from bot.model.message import Author, Channel

WINDOW = timedelta(hours=24)
PRESENT = "hadir"
"""The mark that the engine sets when the contact said go on; gone with the next neutral greeting."""


@dataclass(frozen=True, slots=True)
class Go:
    pass


@dataclass(frozen=True, slots=True)
class Later:
    """Not before `at`."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """Until the contact comes back and says go on. `why`: window, unsafe, locked, asked, hours."""

    why: str


@dataclass(frozen=True, slots=True)
class Never:
    why: str


Verdict = Go | Later | Held | Never


def can_send(conversation: Conversation, author: Author, now: datetime, *, released: bool = False) -> Verdict:
    """Decide for one row of `author`. `released`: the contact said go on after it was held."""
    if conversation.ended_because == "blocked":
        return Never("blocked")
    if conversation.ended_because == "keluar":
        return Never("left")
    since = now - conversation.last_in_at if conversation.last_in_at else timedelta.max
    if conversation.channel is Channel.WHATSAPP and since > WINDOW:
        return Held("window")
    guarded = conversation.reader is Reader.CHILD or not conversation.own_phone
    if guarded and since > QUIET:
        return Held("unsafe")
    if author is Author.BOT or released:
        return Go()
    return _counselor(conversation, now, guarded=guarded)


def _counselor(conversation: Conversation, now: datetime, *, guarded: bool) -> Verdict:
    here = conversation.position
    if here is not None and here.flow == RETURN:
        return Held("locked")
    present = PRESENT in conversation.variables
    if conversation.reach is Reach.ON_RETURN and not present:
        return Held("asked")
    if conversation.reach is Reach.HOURS and conversation.reach_hours and not present:
        return _in_hours(conversation.reach_hours, now, guarded=guarded)
    return Go()


def _in_hours(hours: tuple[int, int], now: datetime, *, guarded: bool) -> Verdict:
    local = now.astimezone(LOCAL)
    first, last = hours
    if first <= local.hour < last:
        return Go()
    if guarded:
        return Held("hours")
    start = local.replace(hour=first, minute=0, second=0, microsecond=0)
    return Later((start if local.hour < first else start + timedelta(days=1)).astimezone(now.tzinfo))
