"""Who the arrivals of a batch are from: a fixed number of reads, however many arrivals there are."""

from collections.abc import Collection, Sequence

from bot.model.conversation import Conversation
from bot.model.message import Address, Arrival, ArrivalId, ContactId, ConversationId
from bot.ports import Found
from bot.store import identities
from bot.store.database import Reads, Row
from bot.store.rows import conversation_of, ticket_of
from bot.vault.envelope import Vault

Keys = dict[ConversationId, bytes]
"""Wrapped data keys of the conversations that were read."""


async def find(db: Reads, vault: Vault, keys: Keys, arrivals: Sequence[Arrival]) -> dict[ArrivalId, Found]:
    """Keeps the keys of the conversations it reads in `keys`."""
    owners = await identities.owners(db, vault, list({to: None for one in arrivals for to in addresses_of(one)}))
    names = {one.conversation for one in arrivals if one.conversation is not None}
    named = await _rows(db, "conversations", names)
    latest = await _rows(db, "latest_conversations", set(owners.values()))
    read = {row["id"]: row for row in (*named, *latest)}
    keys.update({name: bytes(row["key"]) for name, row in read.items()})
    by_id = {one.id: one for one in await talks(db, vault, list(read.values()))}
    by_contact = {ContactId(row["contact_id"]): by_id[row["id"]] for row in latest}
    return {one.id: _found(one, owners, by_id, by_contact) for one in arrivals}


def _found(
    arrival: Arrival,
    owners: dict[Address, ContactId],
    by_id: dict[ConversationId, Conversation],
    by_contact: dict[ContactId, Conversation],
) -> Found:
    if arrival.conversation is not None:
        talk = by_id.get(arrival.conversation)
        return Found(talk.contact, talk) if talk else Found()
    addresses = addresses_of(arrival)
    unknown = tuple(dict.fromkeys(one for one in addresses if one not in owners))
    contact = next((owners[one] for one in addresses if one in owners), None)
    return Found(contact, by_contact.get(contact) if contact else None, unknown)


def addresses_of(arrival: Arrival) -> list[Address]:
    if arrival.conversation is not None:
        return []
    return [one for one in (arrival.address, *arrival.aliases) if one is not None]


async def talks(db: Reads, vault: Vault, rows: Sequence[Row]) -> list[Conversation]:
    """The conversations of these rows, each with its latest ticket."""
    found = await _rows(db, "latest_tickets", [row["id"] for row in rows])
    tickets = {row["conversation_id"]: row for row in found}
    return [_talk(vault, row, tickets.get(row["id"])) for row in rows]


def _talk(vault: Vault, row: Row, ticket: Row | None) -> Conversation:
    return conversation_of(vault, row, ticket_of(vault, ticket, row["key"]) if ticket else None)


async def _rows(db: Reads, name: str, of: Collection[str]) -> list[Row]:
    return await db.all(name, list(of)) if of else []
