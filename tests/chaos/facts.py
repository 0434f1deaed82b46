"""What is known after a storm: what the platforms acknowledged and were given, and what the database holds. Ids, times
and digests of texts; no words, so that a failing run may print any of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


def digest(text: str) -> str:
    """Stands for a text, and says nothing of it."""
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Arrived:
    """An arrival as the database has it."""

    id: str
    talk: str
    kind: str
    state: str
    at: int  # milliseconds since 1970, as every time here


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation. `chat`: whom the platform knows; `place`: how many talks of this chat came before."""

    id: str
    chat: str
    place: int
    version: int
    turn: int


@dataclass(frozen=True, slots=True)
class Line:
    """A message. `leaves`: the words that close a talk, after which the bot may greet beside a counselor. `gathers`: a
    question to which several messages are one answer."""

    talk: str
    turn: int
    n: int
    author: str
    at: int
    digest: str
    leaves: bool = False
    gathers: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An outbox row. `external`: the platform's id of it; `digest`: of the text as the platform gets it."""

    id: str
    talk: str
    turn: int
    n: int
    author: str
    state: str
    attempts: int
    external: str
    because: str
    finished: bool
    released: bool
    digest: str
    sent_at: int = 0


@dataclass(frozen=True, slots=True)
class Bubble:
    """What the platform took from us. `row`: which one it is, "" when nothing of ours fits."""

    chat: str
    external: str
    row: str
    at: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A counselor had the floor from `at` until `until`, from turn `turn` on."""

    talk: str
    turn: int
    at: int
    until: int


@dataclass(frozen=True, slots=True)
class Facts:
    """`acknowledged`: arrivals of which the platform was told that they are ours; `said`: digests of what each chat
    wrote, where the platform keeps an order; `replied`: of what a counselor was told is kept, by talk; `late`:
    arrivals that the platform gave up; `bubbles` in the order in which the platform took them."""

    acknowledged: frozenset[str] = frozenset()
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    replied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    late: frozenset[str] = frozenset()
    arrivals: tuple[Arrived, ...] = ()
    talks: tuple[Talk, ...] = ()
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    bubbles: tuple[Bubble, ...] = ()
    claims: tuple[Claim, ...] = ()
