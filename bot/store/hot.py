"""Conversations of those who write now, kept as the last turn left them: SQLite has one process, so they need not be
read again (architecture.md, many processes).

Laws
1. Only what was committed is kept; what another connection may have changed is forgotten as a whole.
2. There is room for a bounded number of contacts; who has been quiet the longest goes first.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.model.conversation import Conversation
from bot.model.message import Address, Arrival, ContactId
from bot.model.turn import Unlink
from bot.ports import Done, Found
from bot.store.finding import Keys, addresses_of

MOST = 2_048
"""Contacts kept: many more than write at the same moment."""

Way = tuple[Address, ...]
"""The addresses of an arrival, as they came."""


@dataclass(slots=True)
class Held:
    """A contact's latest conversation, its wrapped data key, and the ways that lead to it."""

    talk: Conversation
    key: bytes
    ways: set[Way] = field(default_factory=set)


class Hot:
    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._owners: dict[Way, ContactId] = {}
        self._held: OrderedDict[ContactId, Held] = OrderedDict()

    def found(self, arrival: Arrival, keys: Keys) -> Found | None:
        """Who it is from, and the key of the talk into `keys`; None when that has to be read."""
        contact = self._owners.get(tuple(addresses_of(arrival)))
        held = self._held.get(contact) if contact else None
        if held is None:
            return None
        self._held.move_to_end(held.talk.contact)
        keys[held.talk.id] = held.key
        return Found(contact, held.talk)

    def keep(self, done: Sequence[Done], keys: Keys) -> None:
        """What a batch has committed."""
        for one in done:
            now, arrival = one.turn.conversation, one.arrival
            held = self._held.get(now.contact)
            if held is not None and held.talk.id == now.id:
                held.talk = replace(now, version=now.version + 1)
            elif arrival.conversation is None:
                ways = held.ways if held else set()
                self._held[now.contact] = held = Held(replace(now, version=now.version + 1), keys[now.id], ways)
            if held is not None and (way := tuple(addresses_of(arrival))):
                held.ways.add(way)
                self._owners[way] = now.contact
            if any(isinstance(effect, Unlink) for effect in one.turn.effects):
                self._forget(now.contact)
        while len(self._held) > self._most:
            self._forget(next(iter(self._held)))

    def _forget(self, contact: ContactId) -> None:
        held = self._held.pop(contact, None)
        for way in held.ways if held else ():
            self._owners.pop(way, None)

    def clear(self) -> None:
        self._held.clear()
        self._owners.clear()

    def __len__(self) -> int:
        return len(self._held)
