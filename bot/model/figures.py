"""What the monthly report is counted from: no name, no word, and no talk that it could lead to."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.conversation import Reader
from bot.model.message import Channel, Kind, Level, Office


@dataclass(frozen=True, slots=True)
class Talks:
    """How many talks began that have all of this in common; `level` is the highest they reached."""

    channel: Channel
    reader: Reader
    age_band: str
    office: Office
    level: Level
    count: int


@dataclass(frozen=True, slots=True)
class Served:
    """One ticket, without whose it is. `answered_at`: the first words of a counselor; None while there are none.
    `outcome`: "" while it is open. `category`: the code its counselor chose; "" while nobody has."""

    office: Office
    queue: str
    level: Level
    kinds: frozenset[Kind]
    opened_at: datetime
    answered_at: datetime | None
    outcome: str
    category: str = ""
