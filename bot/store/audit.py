"""The audit as one chain: each row holds the keyed hash of the row before it and its own.

Laws
1. A row is written in the transaction that does what it tells: neither is there without the other.
2. Who adds a row holds the head until the transaction ends, so that the chain never forks; it is locked last, so that
   nobody waits for anything else meanwhile.
3. The hashes are made with the vault's look-up key: who has the database without the key can break the chain, not mend
   it. The head is sealed the same way, so that rows cut off at the end are missed too.
4. Nothing here is content: ids, codes and times.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.model.audit import Audited, AuditRow, Walked
from bot.model.desk import Reading
from bot.model.message import Accepted, Claimed, Declined, Offered, Recalled, Released, Returned
from bot.ports import Done
from bot.store.database import Database, Into, Reads, Row, Values
from bot.store.rows import ms, sure
from bot.vault.envelope import Vault

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

FIRST = bytes(32)
"""What stands before the first row."""
PLAIN = ("n", "at", "actor", "action", "conversation_id", "ticket_id", "purpose")
AUDIT = Into("audit", (*PLAIN, "prev", "hash"))
PAGE = 1_000
"""Rows of one look while the chain is walked."""
ACTIONS = {
    Claimed: "claim",
    Offered: "offer",
    Recalled: "recall",
    Accepted: "accept",
    Declined: "decline",
    Released: "release",
    Returned: "close",
}
"""What a counselor does with a talk, of what goes through the intake."""


async def record(db: Database, vault: Vault, done: Sequence[Audited]) -> None:
    """Add these to the chain, as the last thing of a transaction."""
    if not done:
        return
    head = await db.one("audit_head")
    n, last = (head["n"], bytes(head["hash"]) or FIRST) if head else (0, FIRST)
    rows: list[Values] = []
    for one in done:
        n += 1
        plain = (n, ms(one.at), one.actor, one.action, one.conversation, one.ticket, one.purpose)
        digest = hash_of(vault, plain, last)
        rows.append((*plain, last, digest))
        last = digest
    await db.insert(AUDIT, rows)
    await db.run("move_audit_head", n, last, seal_of(vault, n, last))


def hash_of(vault: Vault, plain: Values, prev: bytes) -> bytes:
    """HMAC-SHA-256 over the canonical bytes of a row: JSON without spaces, then the hash before it."""
    return vault.lookup("audit", json.dumps([*plain, prev.hex()], separators=(",", ":")))


def seal_of(vault: Vault, n: int, last: bytes) -> bytes:
    return vault.lookup("audit head", f"{n}:{last.hex()}")


def of_turns(done: Iterable[Done]) -> list[Audited]:
    """What counselors did with talks in these turns."""
    found = []
    for one in done:
        inbound, ticket = one.arrival.inbound, one.turn.conversation.ticket
        action = ACTIONS.get(type(inbound))
        if action is None or one.state != "done":
            continue
        actor = str(getattr(inbound, "counselor", ""))
        talk, case = one.turn.conversation.id, ticket.id if ticket else ""
        purpose = inbound.outcome if isinstance(inbound, Returned) else ""
        found.append(Audited(inbound.at, actor, action, talk, case, purpose))
    return found


async def read(db: Database, vault: Vault, reading: Reading) -> None:
    """The row of a reading, unless one of its kind is young enough."""
    again = reading.again // timedelta(milliseconds=1)
    key = (reading.conversation, reading.actor, reading.purpose)
    if again and await db.one("read_lately", *key, ms(reading.at), again):
        return
    one = Audited(reading.at, reading.actor, "read", reading.conversation, reading.ticket, reading.purpose)
    await record(db, vault, [one])


class AuditRows:
    """Mixed into the store."""

    vault: Vault

    if TYPE_CHECKING:

        @property
        def reader(self) -> Reads: ...

        def writing(self) -> "AbstractAsyncContextManager[Database]": ...

    async def audit(self, *done: Audited) -> None:
        async with self.writing() as db:
            await record(db, self.vault, done)

    async def audit_rows(self, before: int, office: str, limit: int) -> list[AuditRow]:
        """The latest first, from before this number; of an office ("" is all): what its counselors did, and what was
        done with its cases."""
        return [audit_row(row) for row in await self.reader.all("audit_page", before, office, limit)]

    async def verify_audit(self) -> Walked:
        """Walk from the oldest row to the head as it stood when the walk began."""
        head = await self.reader.one("audit_end")
        if head is None:
            return Walked(0, 0, 1, "head")
        walk = _Walk(self.vault)
        while rows := await self.reader.all("audit_from", walk.n, head["n"], PAGE):
            for row in rows:
                if because := walk.step(row):
                    return Walked(walk.rows, walk.older, row["n"] if because != "gone" else walk.n + 1, because)
        if because := walk.ends(head):
            return Walked(walk.rows, walk.older, walk.n + (because == "gone"), because)
        if forged := await self.reader.one("audit_beyond"):
            return Walked(walk.rows, walk.older, forged["n"], "beyond")
        return Walked(walk.rows, walk.older, mark=f"{walk.n}-{walk.last.hex()[:16]}" if walk.rows else "")


class _Walk:
    """Along the chain. `rows` were linked, `older` were there before it began."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.n = self.rows = self.older = 0
        self.last = FIRST

    def step(self, row: Row) -> str:
        """Why the chain does not hold at this row, a code, or ""."""
        if not self.rows and not row["hash"]:
            self.older += 1
            self.n = row["n"]
            return ""
        if row["n"] != self.n + 1 and (self.rows or self.older):
            return "gone"
        if bytes(row["prev"]) != self.last:
            return "linked"
        if bytes(row["hash"]) != hash_of(self._vault, [row[name] for name in PLAIN], self.last):
            return "changed"
        self.n, self.last = row["n"], bytes(row["hash"])
        self.rows += 1
        return ""

    def ends(self, head: Row) -> str:
        """Does the head stand at the last row?"""
        if not self.rows and not head["hash"] and not head["seal"]:
            return ""
        if self.n < head["n"]:
            return "gone"
        whole = bytes(head["hash"]) == self.last and bytes(head["seal"]) == seal_of(self._vault, self.n, self.last)
        return "" if whole else "head"


def audit_row(row: Row) -> AuditRow:
    done = Audited(
        sure(row["at"]), row["actor"], row["action"], row["conversation_id"], row["ticket_id"], row["purpose"]
    )
    return AuditRow(row["n"], done)
