"""When a turn cannot be computed: a handoff that cannot fail (law 5)."""

from bot.engine import floor, planning, say
from bot.engine.mind import Mind, scene_of
from bot.engine.walk import Walk
from bot.flow.book import Handoff
from bot.flow.names import FAULT
from bot.model.conversation import Conversation, Position, Voice
from bot.model.message import FROM_CONTACT, Inbound, Lapsed, Planned, text_of
from bot.model.turn import Hop, Turn

UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a broken file, rule or text can raise."""
LAST_WORDS = "Maaf, ada yang salah di sisi kami, bukan karena kamu. Pesan ini sudah kami simpan. Nomor: 110, 119, 129."
"""Said only when even aman/orang cannot be said; the three numbers are those of the directory for everyone."""


def fault(mind: Mind, conversation: Conversation, inbound: Inbound) -> Turn:
    """The turn that stands in for one that raised: a ticket, the place aman/orang, and the honest words."""
    walk = Walk(mind, conversation, inbound.at)
    if isinstance(inbound, FROM_CONTACT):
        walk.change(last_in_at=inbound.at, ended_because="")
        _listen(walk, inbound)
    if isinstance(inbound, Planned):
        planning.end_all(walk)  # it is gone with its timer
    if isinstance(inbound, Lapsed):
        floor.end(walk, inbound)  # so is this one: nobody else would free the talk
    walk.open_ticket("fault")
    if walk.now.voice is Voice.COUNSELOR:
        return walk.turn()
    place, words = _honest(walk, mind)
    asked = mind.book.flows[FAULT].states[place.state].fingerprint
    here = conversation.position
    walk.hops.append(Hop(f"{here.flow}/{here.state}" if here else "", f"{place.flow}/{place.state}", "fault", "fault"))
    walk.change(position=place, fingerprint=asked, wait=walk.now.wait + 1, resume=None)
    walk.change(voice=Voice.WAITING, honest_at=walk.at)
    if isinstance(inbound, FROM_CONTACT):
        walk.say(*words)
    return walk.turn()


def _listen(walk: Walk, inbound: Inbound) -> None:
    """What raised may have come before the ear was asked; the ear never sleeps."""
    try:
        alarm = walk.mind.ear.hear(text_of(inbound), scene_of(walk.now))
    except UNEXPECTED:
        return
    if alarm:
        walk.hear(alarm)


def _honest(walk: Walk, mind: Mind) -> tuple[Position, list[str]]:
    """The handoff state of aman/orang and its words. The words come from a file, so they may be broken too."""
    flow = mind.book.flows[FAULT]
    name = next((one.name for one in flow.states.values() if isinstance(one.exit, Handoff)), flow.start)
    try:
        words = list(say.bubbles(mind, walk.now, flow.states[flow.start], walk.at))
    except UNEXPECTED:
        words = []
    return Position(FAULT, name), words or [LAST_WORDS]
