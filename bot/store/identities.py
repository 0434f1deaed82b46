"""Which address means which contact.

Laws
1. An identity never goes from one contact to another: who has it keeps it (law 10 of the house).
2. The address itself is sealed; it is found by its keyed hash.
"""

import json
from collections.abc import Collection
from datetime import datetime

from bot.model.message import Address, Channel, ContactId
from bot.store.database import Reads, Row, Values
from bot.store.rows import ms
from bot.vault.envelope import Place, Vault


async def identities(db: Reads, vault: Vault, addresses: Collection[Address]) -> dict[Address, Row]:
    """The rows of those that are linked."""
    if not addresses:
        return {}
    keys = {(one.channel.value, one.kind, vault.lookup(one.kind, one.value)): one for one in addresses}
    asked = json.dumps([(channel, kind, lookup.hex()) for channel, kind, lookup in keys])
    return {keys[row["channel"], row["kind"], row["lookup"]]: row for row in await db.all("identities", asked)}


async def owners(db: Reads, vault: Vault, addresses: Collection[Address]) -> dict[Address, ContactId]:
    """Whose they are; who is nobody's is missing."""
    found = await identities(db, vault, addresses)
    return {address: ContactId(row["contact_id"]) for address, row in found.items()}


async def owner(db: Reads, vault: Vault, address: Address) -> ContactId | None:
    """Whose it is."""
    return (await owners(db, vault, [address])).get(address)


def link_row(vault: Vault, address: Address, contact: ContactId, at: datetime) -> Values:
    """For `link`: let an address mean this contact; nothing happens when it means somebody else."""
    lookup = vault.lookup(address.kind, address.value)
    sealed = vault.seal(address.value, _place(address.channel.value, address.kind, lookup, contact))
    return address.channel.value, address.kind, lookup, contact, sealed, ms(at)


def address_of(vault: Vault, row: Row) -> Address:
    place = _place(row["channel"], row["kind"], row["lookup"], row["contact_id"])
    return Address(Channel(row["channel"]), row["kind"], vault.open(row["sealed_value"], place))


def _place(channel: str, kind: str, lookup: bytes, contact: str) -> Place:
    """The row's key, and whose it is: a row that is moved to another contact does not open."""
    return Place("identity", "sealed_value", f"{channel}.{kind}.{lookup.hex()}.{contact}")
