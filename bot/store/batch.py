"""One transaction of a writer; see ports.Batch."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.model.message import Address, Arrival, ArrivalId, Channel, ContactId
from bot.ports import Done, Found, Lease
from bot.store import identities, leases, writing
from bot.store.database import Database
from bot.store.finding import Keys, find
from bot.vault.envelope import Vault

OFFSET = "telegram.offset"


class WriteBatch:
    """`sends` says by whom a row is sent, and until when by nobody else."""

    def __init__(self, db: Database, vault: Vault, sends: writing.Sends) -> None:
        self.db = db
        self.vault = vault
        self._sends = sends
        self.keys: Keys = {}
        self._asked_words: dict[str, ContactId] = {}

    async def under(self, held: Collection[Lease]) -> None:
        await leases.under(self.db, held)

    async def alone(self, arrivals: Sequence[Arrival]) -> None:
        """The one writer is."""

    async def known(self, ids: Sequence[ArrivalId]) -> frozenset[ArrivalId]:
        rows = await self.db.all("known_arrivals", list(ids))
        return frozenset(ArrivalId(row["id"]) for row in rows)

    async def find(self, arrivals: Sequence[Arrival]) -> Mapping[ArrivalId, Found]:
        return await find(self.db, self.vault, self.keys, arrivals)

    async def write(self, done: Sequence[Done]) -> None:
        await writing.write(self.db, self.vault, self.keys, self._sends, done)

    async def words_taken(self, words: str, contact: ContactId) -> bool:
        """Who asks first in this batch has them: two who chose the same words at the same moment are not both told
        that they may."""
        found = await identities.owner(self.db, self.vault, Address(Channel.WEB, "words", words))
        return (found or self._asked_words.setdefault(words, contact)) != contact

    async def keep_offset(self, offset: int) -> None:
        await self.db.run("keep_place", OFFSET, offset)

    async def park(self, arrival: ArrivalId, channel: Channel, raw: str, at: datetime) -> None:
        await writing.park(self.db, self.vault, arrival, channel, raw, at)
