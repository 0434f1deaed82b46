"""The wish to have the talk erased (docs/erasing.md).

Laws
1. What the contact reads is the same whether or not there is a case.
2. Never with a ticket open: the wish becomes a reason of it, which its counselor sees, and the close fulfils it.
3. Who holds the phone after a long silence may be the one who is feared, and may want to erase what was told. Where the
   ear heard something, a person looks first.
"""

from typing import TYPE_CHECKING

from bot.model.conversation import Ticket, Voice
from bot.model.message import Level
from bot.model.turn import Erase

if TYPE_CHECKING:
    from bot.engine.walk import Walk

WISH = "hapus"
"""How a talk ends by it, and the reason that an open ticket has of it."""
COMMANDS = frozenset(["perintah/hapus", "perintah/simpan"])
"""Flows that say the same to whoever holds the phone, also while a counselor has the floor."""


def wish(walk: "Walk") -> None:
    """The contact asks for it: the talk ends and is erased; with a person due, after the close."""
    ticket = walk.now.ticket
    held = ticket is not None and ticket.open
    if not held and not (walk.now.locked and walk.now.level > Level.NONE):
        return fulfil(walk)
    walk.effects.append(Erase())
    if not wished(ticket):
        walk.open_ticket(WISH)
    if not held:
        walk.change(voice=Voice.WAITING)
    walk.lock()
    return walk.change(ended_because=WISH)


def fulfil(walk: "Walk") -> None:
    walk.effects.append(Erase())
    walk.change(ended_at=walk.at, ended_because=WISH, resume=None)
    walk.leave()


def wished(ticket: Ticket | None) -> bool:
    """Is the talk to be erased once this ticket is closed?"""
    return ticket is not None and ticket.open and any(one.rule == WISH for one in ticket.reasons)
