"""The next classes of the offices (content/kegiatan.yaml), for a parent who asks.

Laws
1. A class is shown until it begins, the nearest first, at most three: those of the talk's own office and those of the
   province.
2. Only a parent is shown any.
"""

from datetime import datetime, time

from bot.clock import LOCAL
from bot.engine import numbers
from bot.engine.answer import Answer
from bot.engine.mind import Mind
from bot.flow.agenda import Event
from bot.model.conversation import Conversation, Reader

MOST = 3
EVERYWHERE = "provinsi"


def upcoming(mind: Mind, conversation: Conversation, at: datetime) -> tuple[Event, ...]:
    """What may be shown now, in its order."""
    if conversation.reader is not Reader.PARENT:
        return ()
    offices = {conversation.office, EVERYWHERE}
    everywhere = conversation.office == EVERYWHERE
    known = mind.book.events if mind.events is None else mind.events
    found = [one for one in known.values() if (everywhere or one.office in offices) and begins(one) > at]
    return tuple(sorted(found, key=lambda one: (one.day, one.hour, one.id))[:MOST])


def begins(one: Event) -> datetime:
    hour, _, minute = one.hour.partition(".")
    return datetime.combine(one.day, time(int(hour), int(minute)), LOCAL)


def chosen(mind: Mind, conversation: Conversation, text: str, at: datetime) -> Answer | None:
    """The class whose number was written: its id."""
    shown, said = upcoming(mind, conversation, at), numbers.number(text)
    if said is None or not said.value.isdecimal() or not 0 < int(said.value) <= len(shown):
        return None
    return Answer(shown[int(said.value) - 1].id, said.because)
