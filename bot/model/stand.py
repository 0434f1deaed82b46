"""Where the live conversations stand, as counts: what a change of the flows would meet. Nobody is named."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.conversation import Voice


class Way(StrEnum):
    """How a conversation holds a place."""

    HERE = "here"  # it stands there
    BACK = "back"  # a command, an alarm or a long silence interrupted it there


@dataclass(frozen=True, slots=True, order=True)
class Stand:
    """So many live conversations hold one place in the same way. `fingerprint` is of the question that was asked there,
    "" where none is open; `voice` tells who has the floor."""

    flow: str
    state: str
    fingerprint: str = ""
    voice: Voice = Voice.BOT
    way: Way = Way.HERE
    people: int = 1
