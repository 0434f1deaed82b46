"""A contact past 10 messages in 10 seconds gets at most one answer per 10 seconds; everything is kept and screened
(contract.md, What must hold)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.conversation import Conversation, Voice
from bot.model.message import FROM_CONTACT, Inbound, Opened
from bot.model.turn import Turn

MOST = 10
SPAN = timedelta(seconds=10)
RISK = "risk"
"""Why a hop was made when an alarm interrupts (model.turn.Hop)."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The recent moments of one contact."""

    came: tuple[datetime, ...] = ()
    answered: datetime | None = None

    def heard(self, at: datetime) -> "Flow":
        """One message more."""
        return replace(self, came=(*self.came, at)[-MOST - 1 :])

    def said(self, at: datetime) -> "Flow":
        """They were answered."""
        return replace(self, answered=at)

    def slows(self, at: datetime) -> bool:
        """Must the message heard last, at `at`, go without an answer?"""
        flooding = len(self.came) > MOST and at - self.came[0] <= SPAN
        return flooding and self.answered is not None and at - self.answered < SPAN

    def stale(self, at: datetime) -> bool:
        """Nothing of it matters any more."""
        return not self.came or at - self.came[-1] > SPAN


def may_go_unanswered(inbound: Inbound, turn: Turn) -> bool:
    """Is this an answer to a message, and not to a danger that was just heard? Coming back by the two words is always
    answered: the neutral greeting is what closes the talk to whoever holds the phone."""
    word = isinstance(inbound, FROM_CONTACT) and not isinstance(inbound, Opened)
    return word and bool(turn.says) and not any(hop.because == RISK for hop in turn.hops)


def unanswered(before: Conversation, turn: Turn) -> Turn:
    """What is left of a turn whose answer is not said: it was kept and screened, its ticket stands, and the open
    question stays open, for nobody saw another. Who leaves has left all the same, and what was asked for a later moment
    and no longer is does not come."""
    after = turn.conversation
    if after.ended_because:
        return turn._replace(says=())
    lapsed = before.voice is Voice.COUNSELOR and after.voice is not Voice.COUNSELOR
    kept = replace(
        before,
        turn=after.turn,
        last_in_at=after.last_in_at,
        recent=after.recent,
        level=after.level,
        kinds=after.kinds,
        pledges={name: one for name, one in before.pledges.items() if after.pledges.get(name) == one},
        ticket=after.ticket,
        voice=Voice.WAITING if lapsed else before.voice,
    )
    return Turn(kept, alarm=turn.alarm)
