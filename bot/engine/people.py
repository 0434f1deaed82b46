"""What happens between the bot, the contact and a counselor: an offer of a person, waiting, a reply, the close. Who of
the counselors has the floor is floor.py's."""

from dataclasses import replace
from datetime import timedelta

from bot.engine import erasing, floor, planning, promises, ticket_life
from bot.engine.walk import Walk
from bot.flow.book import Handoff
from bot.flow.names import DANGER, PERSON
from bot.model.conversation import Position, Voice
from bot.model.message import Author, Replied, Returned, Waited
from bot.model.turn import Hop, Turn, Unterm, Withdraw

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


def reply(walk: Walk, inbound: Replied) -> Turn:
    """The counselor's words; before the first of them, who it is, from which office, and that it is a human."""
    ticket = floor.held(walk, inbound.counselor)
    if isinstance(ticket, str):
        return Turn(walk.now, refused=ticket)
    if not ticket.introduced:
        floor.introduce(walk, ticket, "human.first")
    walk.say(inbound.text, author=Author.COUNSELOR)
    floor.lend(walk, replace(promises.kept(walk, ticket), introduced=True))
    return walk.turn()


def give_back(walk: Walk, inbound: Returned) -> Turn:
    """The ticket is closed with an outcome; the bot has the floor again, at the place the handoff names. Where the
    contact asked for it the talk ends now, to be erased, and nothing more is said on that phone."""
    ticket = floor.held(walk, inbound.counselor)
    if isinstance(ticket, str):
        return Turn(walk.now, refused=ticket)
    closed = ticket_life.moved(
        promises.over(walk, ticket),
        "close",
        outcome=inbound.outcome,
        category=inbound.category or ticket.category,
        scheme=inbound.scheme,
        closed_at=walk.at,
        lease_until=None,
        offer=None,
        back="",
    )
    walk.effects += [Unterm("lease"), Unterm("offer")]
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
    """Somebody who waits writes again: kept and screened; the honest line at most once in five minutes. Whose counselor
    was found gone by this very word is told so."""
    said, held = walk.now.honest_at, walk.start.ticket
    if held and held.owned and held.introduced:
        floor.tell_gone(walk, held)
    elif said is None or walk.at - said >= HONEST_EVERY:
        walk.reply("queue.honest")
        walk.change(honest_at=walk.at)
    else:
        walk.reply("queue.kept")
