"""May this row leave now? The one function in front of the sender; there is no other way out.

Laws (the first that applies decides)
1. To somebody who blocked us: never.
2. Who left by the quick exit hears at most the bot's answer to that, and nothing on the web, where the page is gone. A
   counselor's words are held until the contact writes again.
3. One voice: while a counselor has the floor the bot says nothing but the neutral greeting, and what is the same for
   everybody: what is kept, and that it is erased.
4. A web visit that is closed has no address: a counselor's words are held, the bot's are gone.
5. A child, or anyone on a phone not called their own, hears nothing later than ten minutes after their own last word: a
   counselor's words are held. A late answer of the bot never leaves; when they come back, the greeting answers.
6. On WhatsApp nothing leaves later than 24 hours after the contact's last word (Meta's window; channel facts B4): it is
   held until their next word.
7. While the talk is locked (after a long silence or an exit, until "Lanjut") only an answer to the contact's own last
   word leaves: we do not know who holds the phone.
8. Who asked to open the answer themselves gets a counselor's words only after saying go on.
9. Who named hours gets a counselor's words in those hours only.
10. What they asked for a later moment leaves only while that still stands (engine/planning.py), on an open talk and not
   long after its hour. They chose that hour, so law 9 does not hold it.
What the bot says unasked (that a talk was closed, that time passed) follows the laws of a counselor's words.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import LOCAL
from bot.engine import planning
from bot.engine.erasing import COMMANDS
from bot.flow.names import RETURN
from bot.model.conversation import PRESENT, QUIET, WINDOW, Conversation, Reach, Reader, Voice
from bot.model.message import Author, Channel


@dataclass(frozen=True, slots=True)
class Go:
    pass


@dataclass(frozen=True, slots=True)
class Later:
    """Not before `at`."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """Until the contact comes back and says go on. `why`: left, closed, unsafe, window, locked, asked, hours."""

    why: str


@dataclass(frozen=True, slots=True)
class Never:
    """`why`: blocked, left, claimed, closed, late, not asked."""

    why: str


Verdict = Go | Later | Held | Never


def can_send(
    conversation: Conversation,
    author: Author,
    now: datetime,
    *,
    written: datetime,
    answers: bool = False,
    planned: str = "",
    released: bool = False,
    addressed: bool = True,
) -> Verdict:
    """Decide for one row of `author`. `written`: when its turn was; `answers`: the contact's own word led to it;
    `planned`: the variable in which they asked for it. `released`: the contact said go on after it was held.
    `addressed`: we know where to."""
    if conversation.ended_because == "blocked":
        return Never("blocked")
    if planned:
        return _planned(conversation, now, written, planned, addressed=addressed)
    if author is Author.BOT:
        return _bot(conversation, now, written, answers=answers, released=released, addressed=addressed)
    return _unasked(conversation, now, released=released, addressed=addressed)


def _bot(
    conversation: Conversation, now: datetime, written: datetime, *, answers: bool, released: bool, addressed: bool
) -> Verdict:
    if conversation.ended_because == "keluar":
        last = answers and written == conversation.last_in_at
        if not last or conversation.channel is Channel.WEB:
            return Never("left")
    if conversation.voice is Voice.COUNSELOR and not _greeted(conversation):
        return Never("claimed")
    if not addressed:
        return Never("closed")
    if not answers:
        return _unasked(conversation, now, released=released, addressed=addressed)
    if _guarded(conversation) and max(_silent(conversation, now), now - written) > QUIET:
        return Never("late")
    if _outside_window(conversation, now):
        return Held("window")
    if conversation.locked and now - written > conversation.quiet_after:
        return Held("locked")
    return Go()


def _planned(conversation: Conversation, now: datetime, written: datetime, planned: str, *, addressed: bool) -> Verdict:
    """Law 10."""
    if conversation.voice is Voice.COUNSELOR:
        return Never("claimed")
    if not addressed:
        return Never("closed")
    if not planning.stands(conversation, planned):
        return Never("not asked")
    if conversation.locked or now - written > planning.PATIENCE:
        return Never("late")
    return Held("window") if _outside_window(conversation, now) else Go()


def _unasked(conversation: Conversation, now: datetime, *, released: bool, addressed: bool) -> Verdict:
    if conversation.ended_because == "keluar":
        return Held("left")
    if not addressed:
        return Held("closed")
    guarded = _guarded(conversation)
    if guarded and _silent(conversation, now) > QUIET:
        return Held("unsafe")
    if _outside_window(conversation, now):
        return Held("window")
    if conversation.locked:
        return Held("locked")
    if released or PRESENT in conversation.variables:
        return Go()
    if conversation.reach is Reach.ON_RETURN:
        return Held("asked")
    if conversation.reach is Reach.HOURS and conversation.reach_hours:
        return _in_hours(conversation.reach_hours, now, guarded=guarded)
    return Go()


def _guarded(conversation: Conversation) -> bool:
    """A child, or a phone not called one's own."""
    return conversation.reader is Reader.CHILD or not conversation.own_phone


def _silent(conversation: Conversation, now: datetime) -> timedelta:
    """Since the contact's last word."""
    return now - conversation.last_in_at if conversation.last_in_at else timedelta.max


def _outside_window(conversation: Conversation, now: datetime) -> bool:
    return conversation.channel is Channel.WHATSAPP and _silent(conversation, now) > WINDOW


def _greeted(conversation: Conversation) -> bool:
    """The neutral greeting is the open question, or what was said beside it; or what is said to whoever holds the phone
    and asks what is kept, or for it to be erased."""
    return conversation.position is not None and conversation.position.flow in (RETURN, *COMMANDS)


def _in_hours(hours: tuple[int, int], now: datetime, *, guarded: bool) -> Verdict:
    local = now.astimezone(LOCAL)
    first, last = hours
    if first <= local.hour < last:
        return Go()
    if guarded:
        return Held("hours")
    start = local.replace(hour=first, minute=0, second=0, microsecond=0)
    return Later((start if local.hour < first else start + timedelta(days=1)).astimezone(now.tzinfo))
