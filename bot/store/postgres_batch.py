"""One transaction on PostgreSQL, where other processes write at the same moment; see ports.Batch."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.errors import StaleWrite
from bot.model.message import Address, Arrival, ArrivalId, ContactId
from bot.ports import Found
from bot.rules.flood import MOST, SPAN, Flow
from bot.store import identities
from bot.store.batch import WriteBatch
from bot.store.finding import addresses_of
from bot.store.postgres_connection import PostgresConnection
from bot.store.rows import sure, when
from bot.store.writing import Sends
from bot.vault.envelope import Vault


class PostgresBatch(WriteBatch):
    """Locks before it reads: addresses that are new, then contacts, each in one order."""

    def __init__(self, db: PostgresConnection, vault: Vault, sends: Sends) -> None:
        super().__init__(db, vault, sends)
        self._linked: set[Address] = set()
        self._alone: set[str] = set()

    async def alone(self, arrivals: Sequence[Arrival]) -> None:
        addresses = list({to: None for one in arrivals for to in addresses_of(one)})
        owners = await identities.owners(self.db, self.vault, addresses)
        new = [one for one in addresses if one not in owners]
        if new:
            lookups = (self.vault.lookup(one.kind, one.value) for one in new)
            await self.db.all("alone_with_addresses", sorted({number_of(one) for one in lookups}))
            owners |= await identities.owners(self.db, self.vault, new)
        talks = {one.conversation for one in arrivals if one.conversation is not None}
        rows = await self.db.all("alone_with", sorted(talks), sorted(set(owners.values())))
        self._linked, self._alone = set(owners), {row["id"] for row in rows}

    async def find(self, arrivals: Sequence[Arrival]) -> Mapping[ArrivalId, Found]:
        found = await super().find(arrivals)
        for one in found.values():
            if (one.contact and one.contact not in self._alone) or not self._linked.isdisjoint(one.unknown):
                raise StaleWrite("an address came to mean somebody else, or nobody, since it was locked")
        flows = await self._flows(found, arrivals)
        return {name: replace(one, flow=flows.get(one.contact)) for name, one in found.items()}

    async def _flows(
        self, found: Mapping[ArrivalId, Found], arrivals: Sequence[Arrival]
    ) -> dict[ContactId | None, Flow]:
        """Of who wrote just before: a flood over several processes is one flood."""
        owners: dict[str, ContactId] = {}
        for one in arrivals:
            talk = found[one.id].conversation
            if talk and talk.last_in_at and one.inbound.at - talk.last_in_at <= SPAN:
                owners[talk.id] = talk.contact
        rows = await self.db.all("lately", list(owners), MOST) if owners else []
        return {
            owners[row["id"]]: Flow(tuple(map(sure, reversed(row["came"]))), when(row["answered"]))
            for row in rows
            if row["came"]
        }

    async def words_taken(self, words: str, contact: ContactId) -> bool:
        """Nobody waits for who is choosing the same words at this moment in another process: those have them."""
        number = number_of(self.vault.lookup("words", words))
        first = await self.db.one("alone_with_words", number)
        return not (first and first["alone"]) or await super().words_taken(words, contact)


def number_of(lookup: bytes) -> int:
    """For an advisory lock."""
    return int.from_bytes(lookup[:8], "big", signed=True)
