"""When a turn cannot be computed: a handoff that cannot fail (law 5)."""

from bot.engine import say
from bot.engine.mind import Mind
from bot.engine.walk import Walk
from bot.flow.book import FAULT, Handoff
from bot.model.conversation import Conversation, Position, Voice
from bot.model.message import FROM_CONTACT, Inbound
from bot.model.turn import Turn

LAST_WORDS = "Maaf, ada yang salah di sisi kami, bukan karena kamu. Pesan ini sudah kami simpan. Nomor: 110, 119, 129."
"""Said only when even aman/orang cannot be said; the three numbers are those of the directory for everyone."""


def fault(mind: Mind, conversation: Conversation, inbound: Inbound) -> Turn:
    """The turn that stands in for one that raised: a ticket, the place aman/orang, and the honest words."""
    walk = Walk(mind, conversation, inbound.at)
    if isinstance(inbound, FROM_CONTACT):
        walk.change(last_in_at=inbound.at)
    walk.open_ticket("fault")
    if conversation.voice is Voice.COUNSELOR:
        return walk.turn()
    place, words = _honest(walk, mind)
    walk.change(position=place, voice=Voice.WAITING, wait=walk.now.wait + 1, honest_at=walk.at, resume=None)
    if isinstance(inbound, FROM_CONTACT):
        walk.say(*words)
    return walk.turn()


def _honest(walk: Walk, mind: Mind) -> tuple[Position, list[str]]:
    """The handoff state of aman/orang and its words. The words come from a file, so they may be broken too."""
    flow = mind.book.flows[FAULT]
    name = next((one.name for one in flow.states.values() if isinstance(one.exit, Handoff)), flow.start)
    try:
        words = say.bubbles(mind, walk.now, flow.states[flow.start], walk.at)
    except (KeyError, IndexError, ValueError, LookupError):
        words = []
    return Position(FAULT, name), words or [LAST_WORDS]
