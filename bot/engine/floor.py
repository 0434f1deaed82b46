"""Who of the counselors has the floor: a claim and its lease, giving back, handing over. One voice at a time (law 6).

Laws
1. A claim ends by itself: its timer runs from the last work of who holds it. Work is a reply, a note, an offer, a page
   opened by hand, and writing.
2. Who holds a talk out keeps the floor until another has accepted; an offer that nobody accepts brings the talk back to
   the queue by itself.
3. Where a contact knew that a person was there, they are told that this one is gone and that they are in line, but for
   those who were promised an answer at an hour that is still to come.
4. What counselors write to each other is a Note; nothing is said of it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.engine import say, ticket_life
from bot.engine.walk import Walk
from bot.model.conversation import Offer, Ticket, Voice
from bot.model.message import (
    Accepted,
    Author,
    Claimed,
    CounselorId,
    Declined,
    Lapsed,
    Noted,
    Offered,
    Recalled,
    Released,
    Worked,
)
from bot.model.turn import Note, Term, Turn, Unterm, Withdraw

LEASE = timedelta(minutes=30)
"""A claim lasts this long after the counselor's last work; then the ticket waits again (desk facts §2, nr 3)."""
RENEW = timedelta(minutes=5)
"""A page that is opened, or words being written, renew a lease at most this often: each renewal is a turn."""
OFFER = timedelta(minutes=10)
"""How long an offer waits. As long as a silence may be before a talk is closed to whoever holds a phone: after that a
child who waits for somebody new could not be answered any more (conversation.QUIET)."""

Act = Claimed | Worked | Noted | Released | Offered | Recalled | Accepted | Declined | Lapsed


def act(walk: Walk, inbound: Act) -> Turn:
    match inbound:
        case Claimed():
            return claim(walk, inbound)
        case Worked() | Noted():
            return work(walk, inbound)
        case Released():
            return release(walk, inbound)
        case Offered():
            return offer(walk, inbound)
        case Recalled():
            return recall(walk, inbound)
        case Accepted():
            return accept(walk, inbound)
        case Declined():
            return decline(walk, inbound)
        case Lapsed():
            return lapsed(walk, inbound)


def claim(walk: Walk, inbound: Claimed) -> Turn:
    """The counselor has the floor; what the bot had not sent yet is withdrawn."""
    before = walk.hold()
    lapse(walk)
    ticket = walk.now.ticket
    if ticket is None or not ticket.open:
        return Turn(before, refused="closed")
    if ticket.owned:
        return Turn(before, refused="" if ticket.claimed_by == inbound.counselor else "taken")
    taken = ticket_life.moved(
        ticket,
        "claim",
        claimed_by=inbound.counselor,
        claimed_name=inbound.shown,
        claimed_office=inbound.office,
        introduced=False,
    )
    walk.change(voice=Voice.COUNSELOR, wait=walk.now.wait + 1)
    walk.effects.append(Withdraw())
    lend(walk, taken)
    return walk.turn()


def held(walk: Walk, counselor: CounselorId) -> Ticket | str:
    """The ticket that this counselor holds, or why they may not act on it, as a code."""
    ticket = walk.now.ticket
    if ticket is None or not ticket.open:
        return "closed"
    return ticket if ticket.claimed_by == counselor else "not_yours"


def lend(walk: Walk, ticket: Ticket) -> None:
    """The lease of who holds the ticket begins anew."""
    until = walk.at + LEASE
    walk.change(ticket=ticket_life.moved(ticket, "renew", lease_until=until))
    walk.effects.append(Term("lease", walk.number, until))


def lapse(walk: Walk) -> bool:
    """A claim whose lease ran out is no voice any more: the ticket waits again and the bot answers."""
    ticket = walk.now.ticket
    if ticket is None or not ticket.owned or not ticket.lease_until or ticket.lease_until > walk.at:
        return False
    let_go(walk, ticket, "lapse", "lease")
    return True


def let_go(walk: Walk, ticket: Ticket, arrow: str, why: str) -> None:
    """Nobody has it: it waits again, and its timers end."""
    waiting = ticket_life.moved(
        ticket,
        arrow,
        claimed_by=None,
        claimed_name="",
        claimed_office="",
        lease_until=None,
        introduced=False,
        offer=None,
        back=why,
        was_with=ticket.claimed_by,
    )
    walk.change(ticket=waiting, voice=Voice.WAITING)
    walk.effects += [Unterm("lease"), Unterm("offer")]


def lapsed(walk: Walk, inbound: Lapsed) -> Turn:
    """A timer of the claim or of the offer ran out. One that came too early, by the clock of another process, is set
    again; what was renewed or ended since has a timer of its own, or none."""
    ticket = walk.now.ticket
    until = _ends(ticket, inbound.what) if ticket else None
    if ticket is None or until is None:
        return Turn(walk.now)
    if until > walk.at:
        walk.effects.append(Term(inbound.what, walk.number, until))
        return walk.turn()
    end(walk, inbound)
    tell_gone(walk, ticket)
    return walk.turn()


def end(walk: Walk, inbound: Lapsed) -> None:
    """Without a word, and only what is over: it cannot fail, so that a timer that was heard frees the talk."""
    ticket = walk.now.ticket
    until = _ends(ticket, inbound.what) if ticket else None
    if ticket and until and until <= walk.at:
        let_go(walk, ticket, *(("lapse", "lease") if inbound.what == "lease" else ("expire", "offer")))


def _ends(ticket: Ticket, what: str) -> datetime | None:
    if what == "lease":
        return ticket.lease_until if ticket.owned else None
    return ticket.offer.until if ticket.offer and what == "offer" else None


def tell_gone(walk: Walk, ticket: Ticket) -> None:
    """`ticket`: as it was held. Who knew the counselor is told that they are gone; who only wrote into the silence
    since the last honest line gets that one."""
    last, said = walk.now.last_in_at, walk.now.honest_at
    if ticket.promise and ticket.promise.due > walk.at:
        return  # they know when somebody answers
    if ticket.introduced:
        walk.reply("queue.again", nama=ticket.claimed_name)
    elif last and (said is None or last > said):
        walk.reply("queue.honest")
    else:
        return
    walk.change(honest_at=walk.at)


def release(walk: Walk, inbound: Released) -> Turn:
    """Back in the queue, with its place in line."""
    ticket = held(walk, inbound.counselor)
    if isinstance(ticket, str):
        return Turn(walk.now, refused=ticket)
    let_go(walk, ticket, "release", inbound.why)
    tell_gone(walk, ticket)
    return walk.turn()


def work(walk: Walk, inbound: Worked | Noted) -> Turn:
    """They are there; a note is kept."""
    ticket = held(walk, inbound.counselor)
    if isinstance(ticket, str):
        return Turn(walk.now, refused=ticket)
    lend(walk, ticket)
    if isinstance(inbound, Noted):
        walk.effects.append(Note("internal", inbound.counselor, (("teks", inbound.text),)))
    return walk.turn()


# ---- handing over


def offer(walk: Walk, inbound: Offered) -> Turn:
    """Held out with its note; the one who holds it out keeps the floor."""
    ticket = held(walk, inbound.counselor)
    if isinstance(ticket, str):
        return Turn(walk.now, refused=ticket)
    if ticket.offer is not None or inbound.to == inbound.counselor:
        return Turn(walk.now, refused="offered" if ticket.offer else "yourself")
    until = walk.at + OFFER
    held_out = Offer(inbound.office, until, walk.number, inbound.to, inbound.name)
    walk.effects += [Note("handover", inbound.counselor, inbound.note), Term("offer", walk.number, until)]
    lend(walk, ticket_life.moved(ticket, "offer", offer=held_out, back=""))
    return walk.turn()


def recall(walk: Walk, inbound: Recalled) -> Turn:
    """Who held it out keeps it after all."""
    ticket = held(walk, inbound.counselor)
    if isinstance(ticket, str) or ticket.offer is None:
        return Turn(walk.now, refused=ticket if isinstance(ticket, str) else "not_offered")
    walk.effects.append(Unterm("offer"))
    lend(walk, ticket_life.moved(ticket, "recall", offer=None))
    return walk.turn()


def decline(walk: Walk, inbound: Declined) -> Turn:
    """It stays with who held it out."""
    ticket = _offered(walk, inbound)
    if isinstance(ticket, str):
        return Turn(walk.now, refused=ticket)
    walk.effects.append(Unterm("offer"))
    walk.change(ticket=ticket_life.moved(ticket, "decline", offer=None, back="declined"))
    return walk.turn()


def accept(walk: Walk, inbound: Accepted) -> Turn:
    """Another has the floor. One line says so where the contact knew the one before."""
    ticket = _offered(walk, inbound)
    if isinstance(ticket, str) or ticket.offer is None:
        return Turn(walk.now, refused=ticket if isinstance(ticket, str) else "not_offered")
    taken = ticket_life.moved(
        ticket,
        "accept",
        claimed_by=inbound.counselor,
        claimed_name=inbound.shown,
        claimed_office=inbound.office,
        office=ticket.office if ticket.offer.to else ticket.offer.office,
        offer=None,
        promise=replace(ticket.promise, by=inbound.counselor, name=inbound.shown) if ticket.promise else None,
        back="accepted",
        was_with=ticket.claimed_by,
    )
    walk.effects.append(Unterm("offer"))
    lend(walk, taken)
    if ticket.introduced:
        introduce(walk, taken, "human.next", dahulu=ticket.claimed_name)
    return walk.turn()


def introduce(walk: Walk, ticket: Ticket, reply: str, **blanks: str) -> None:
    """Who it is, from which office, and that it is a human."""
    office = say.office_name(walk.mind, walk.now, ticket.claimed_office or ticket.office)
    speak(walk, reply, nama=ticket.claimed_name, kantor=office, **blanks)


def speak(walk: Walk, reply: str, **blanks: str) -> None:
    """In the counselor's voice."""
    before = len(walk.said)
    walk.reply(reply, **blanks)
    walk.said[before:] = [one._replace(author=Author.COUNSELOR) for one in walk.said[before:]]


def _offered(walk: Walk, inbound: Accepted | Declined) -> Ticket | str:
    """The ticket that is held out to them, or why it is not, as a code."""
    ticket = walk.now.ticket
    if ticket is None or not ticket.open:
        return "closed"
    out = ticket.offer
    if out is None or out.until <= walk.at or ticket.claimed_by == inbound.counselor:
        return "not_offered"
    theirs = inbound.counselor == out.to if out.to else inbound.office == out.office
    return ticket if theirs else "not_offered"
