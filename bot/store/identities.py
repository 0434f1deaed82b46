"""Which address means which contact.

Laws
1. An identity never goes from one contact to another: who has it keeps it (law 10 of the house).
2. The address itself is sealed; it is found by its keyed hash.
"""

from datetime import datetime

from bot.model.message import Address, Channel, ContactId
from bot.store.connection import Connection
from bot.store.rows import Row, ms
from bot.vault.envelope import Place, Vault


async def owner(db: Connection, vault: Vault, address: Address) -> ContactId | None:
    """Whose it is."""
    row = await identity(db, vault, address)
    return ContactId(row["contact_id"]) if row else None


async def identity(db: Connection, vault: Vault, address: Address) -> Row | None:
    return await db.one("identity", address.channel.value, address.kind, vault.lookup(address.kind, address.value))


async def link(db: Connection, vault: Vault, address: Address, contact: ContactId, at: datetime) -> None:
    """Let an address mean this contact; nothing happens when it means somebody else."""
    lookup = vault.lookup(address.kind, address.value)
    sealed = vault.seal(address.value, _place(address.channel.value, address.kind, lookup, contact))
    await db.run("link", address.channel.value, address.kind, lookup, contact, sealed, ms(at))


async def keep_words(db: Connection, vault: Vault, words: str, contact: ContactId, at: datetime) -> None:
    """Two words open this contact's talk, and no other words do any more. Words of somebody else stay theirs."""
    address = Address(Channel.WEB, "words", words)
    if await owner(db, vault, address) not in (None, contact):
        return
    await db.run("forget_words", contact)
    await link(db, vault, address, contact, at)


def address_of(vault: Vault, row: Row) -> Address:
    place = _place(row["channel"], row["kind"], row["lookup"], row["contact_id"])
    return Address(Channel(row["channel"]), row["kind"], vault.open(row["sealed_value"], place))


def _place(channel: str, kind: str, lookup: bytes, contact: str) -> Place:
    """The row's key, and whose it is: a row that is moved to another contact does not open."""
    return Place("identity", "sealed_value", f"{channel}.{kind}.{lookup.hex()}.{contact}")
