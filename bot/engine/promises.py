"""What a counselor promised a contact: an answer at an hour. It has an owner and a timer, and is not forgotten with the
page it was given on.

Laws
1. It is said in the counselor's own voice, in the turn that notes it.
2. A reply by whoever holds the talk, an hour before its time or later, keeps it. So does the close.
3. It stays when the talk goes back to the queue; who accepts the talk takes it over.
4. When its time comes and it still stands, that is one more reason why the ticket is there.
"""

from dataclasses import replace
from datetime import timedelta

from bot.clock import LOCAL
from bot.engine import floor, say
from bot.engine.walk import Walk
from bot.model.conversation import Promise, Ticket
from bot.model.message import Promised
from bot.model.turn import Term, Turn, Unterm

SOONER = timedelta(hours=1)
"""An answer so much before its hour is the promised one: it was said as about that hour."""
FARTHEST = timedelta(days=7)
"""A talk is over after thirty days without a word; nobody should wait that long for one."""


def promise(walk: Walk, inbound: Promised) -> Turn:
    ticket = floor.held(walk, inbound.counselor)
    if isinstance(ticket, str):
        return Turn(walk.now, refused=ticket)
    if not walk.at < inbound.due <= walk.at + FARTHEST:
        return Turn(walk.now, refused="when")
    if not ticket.introduced:
        floor.introduce(walk, ticket, "human.first")
    local = inbound.due.astimezone(LOCAL)
    day = walk.mind.book.replies[f"hari.{local.weekday()}"](walk.now.language)
    floor.speak(walk, "human.promise", hari=day, jam=say.clock_of(inbound.due))
    given = Promise(inbound.due, inbound.counselor, ticket.claimed_name)
    walk.effects.append(Term("promise", walk.number, inbound.due))
    floor.lend(walk, replace(ticket, introduced=True, promise=given))
    return walk.turn()


def kept(walk: Walk, ticket: Ticket) -> Ticket:
    """After a reply."""
    if ticket.promise is None or walk.at < ticket.promise.due - SOONER:
        return ticket
    return over(walk, ticket)


def over(walk: Walk, ticket: Ticket) -> Ticket:
    if ticket.promise:
        walk.effects.append(Unterm("promise"))
    return replace(ticket, promise=None)


def due(walk: Walk) -> Turn:
    """Its time came. Nothing is said; whoever watches the queue sees it."""
    ticket = walk.now.ticket
    if ticket is None or not ticket.open or ticket.promise is None:
        return Turn(walk.now)
    if ticket.promise.due > walk.at:
        walk.effects.append(Term("promise", walk.number, ticket.promise.due))
    else:
        walk.open_ticket("promise")
    return walk.turn()
