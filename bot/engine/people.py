"""What happens between the bot and a counselor: an offer, a claim, a reply, the close. One voice at a time (law 6)."""

from dataclasses import replace
from datetime import timedelta

from bot.engine import erasing, planning
from bot.engine.walk import Walk
from bot.flow.book import DANGER, PERSON, Handoff
from bot.model.conversation import Position, TicketState, Voice
from bot.model.message import Author, Claimed, Replied, Returned, Waited
from bot.model.turn import Hop, Turn, Withdraw

LEASE = timedelta(minutes=30)
"""A claim lasts this long after the counselor's last reply; then the ticket waits again (desk facts §2, nr 3)."""
HONEST_EVERY = timedelta(minutes=5)
"""The honest line with numbers comes at most this often to somebody who waits (architecture.md, Tickets)."""


def offer_unanswered(walk: Walk, inbound: Waited) -> Turn:
    """Ten minutes without an answer to the offer at HIGH: the ticket opens, nothing is said."""
    ticket = walk.now.ticket
    if inbound.wait != walk.now.wait or (ticket and ticket.open):
        return Turn(walk.now)
    walk.open_ticket("offer_unanswered")
    return walk.turn()


def unreachable(walk: Walk) -> Turn:
    """The contact blocked us. A ticket stays, marked until their next word; without one the conversation is over."""
    walk.effects.append(Withdraw())
    planning.end_all(walk)
    held = walk.now.ticket and walk.now.ticket.open
    walk.change(ended_because="blocked", ended_at=None if held else walk.at)
    return walk.turn()


def lapse(walk: Walk) -> None:
    """A claim whose lease ran out is no voice any more: the ticket waits again and the bot answers."""
    ticket = walk.now.ticket
    if ticket and ticket.state is TicketState.CLAIMED and ticket.lease_until and ticket.lease_until < walk.at:
        waiting = replace(ticket, state=TicketState.WAITING, claimed_by=None, claimed_name="", lease_until=None)
        walk.change(ticket=replace(waiting, introduced=False), voice=Voice.WAITING)


def claim(walk: Walk, inbound: Claimed) -> Turn:
    """The counselor has the floor; what the bot had not sent yet is withdrawn."""
    before = walk.hold()
    lapse(walk)
    ticket = walk.now.ticket
    if ticket is None or not ticket.open:
        return Turn(before, refused="closed")
    if ticket.state is TicketState.CLAIMED:
        return Turn(before, refused="" if ticket.claimed_by == inbound.counselor else "taken")
    walk.change(
        ticket=replace(
            ticket,
            state=TicketState.CLAIMED,
            claimed_by=inbound.counselor,
            claimed_name=inbound.shown,
            lease_until=walk.at + LEASE,
            introduced=False,
        ),
        voice=Voice.COUNSELOR,
        wait=walk.now.wait + 1,
    )
    walk.effects.append(Withdraw())
    return walk.turn()


def reply(walk: Walk, inbound: Replied) -> Turn:
    """The counselor's words; before the first of them, who it is, from which office, and that it is a human."""
    ticket = walk.now.ticket
    if ticket is None or not ticket.open:
        return Turn(walk.now, refused="closed")
    if ticket.claimed_by != inbound.counselor:
        return Turn(walk.now, refused="not_yours")
    if not ticket.introduced:
        office = walk.mind.book.replies.get(f"kantor.{ticket.office}")
        name = office(walk.now.language) if office else ticket.office
        before = len(walk.said)
        walk.reply("human.first", nama=ticket.claimed_name, kantor=name)
        walk.said[before:] = [one._replace(author=Author.COUNSELOR) for one in walk.said[before:]]
    walk.say(inbound.text, author=Author.COUNSELOR)
    walk.change(ticket=replace(ticket, introduced=True, lease_until=walk.at + LEASE))
    return walk.turn()


def give_back(walk: Walk, inbound: Returned) -> Turn:
    """The ticket is closed with an outcome; the bot has the floor again, at the place the handoff names. Where the
    contact asked for it the talk ends now, to be erased, and nothing more is said on that phone."""
    ticket = walk.now.ticket
    if ticket is None or not ticket.open:
        return Turn(walk.now, refused="closed")
    if ticket.claimed_by != inbound.counselor:
        return Turn(walk.now, refused="not_yours")
    closed = replace(ticket, state=TicketState.CLOSED, outcome=inbound.outcome, closed_at=walk.at, lease_until=None)
    walk.change(ticket=closed, voice=Voice.BOT, wait=walk.now.wait + 1)
    if erasing.wished(ticket):
        erasing.fulfil(walk)
    else:
        walk.drop("ticket")
        walk.reply("closed")
        _after_close(walk)
    return walk.turn()


def _after_close(walk: Walk) -> None:
    """Where the talk stands now. Who waited at a handoff is where it names; a rest there is not said, for the close was
    said in one bubble. A question of danger, or one on the way to a person, is over; so is the way back to it."""
    flow = walk.mind.book.flows[PERSON]
    backs = (state.exit.back for state in flow.states.values() if isinstance(state.exit, Handoff))
    rest = Position(flow.name, next(backs, flow.start))
    over = (DANGER, PERSON)
    here, resume = walk.now.position, walk.now.resume
    if here and isinstance(handoff := walk.exit_at(here), Handoff):
        go_back(walk, here, handoff)
    elif here is None or here.flow.startswith(over):
        walk.change(position=rest, fingerprint="", tries=0)
    if resume and resume.flow.startswith(over):
        walk.change(resume=rest)


def go_back(walk: Walk, here: Position, handoff: Handoff) -> None:
    """To the place that a handoff names for when the person is gone."""
    flow, name = walk.place(handoff.back)
    if not walk.ended(Position(flow.name, name)):
        return walk.enter(handoff.back, "close", "back")
    walk.hops.append(Hop(f"{here.flow}/{here.state}", f"{flow.name}/{name}", "close", "back"))
    return walk.change(position=Position(flow.name, name), fingerprint="", tries=0)


def keep_waiting(walk: Walk) -> None:
    """Somebody who waits writes again: kept and screened; the honest line at most once in five minutes."""
    said = walk.now.honest_at
    if said is None or walk.at - said >= HONEST_EVERY:
        walk.reply("queue.honest")
        walk.change(honest_at=walk.at)
    else:
        walk.reply("queue.kept")
