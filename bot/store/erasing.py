"""Erasing a talk: its data key is deleted, and with it whatever was sealed by it, here and in every backup.

Laws
1. Who asked is answered first: a talk is due once nothing of it is on its way, at the latest after a day.
2. Ids, times, levels and counts stay, as rows that nothing opens. Its timers are gone: nothing enters it any more.
3. An address whose contact has no other talk is forgotten; the next word from it comes from nobody we know.
4. The page of the web chat on which it was asked closes once the answer could be read, whether or not the talk ended:
   it tells nobody that there is a case. Whoever wrote again meanwhile keeps it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.model.message import ConversationId
from bot.store.database import Database, Reads
from bot.store.rows import ms
from bot.vault.envelope import Vault

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

READ_WITHIN = timedelta(seconds=5)
"""So long the last answer stays on a page of the web chat."""
AT_THE_LATEST = timedelta(days=1)
"""What could not be sent until then is withdrawn: words do not stay because a platform is down."""
GONE = b""


class ErasingRows:
    """Mixed into the store."""

    vault: Vault

    if TYPE_CHECKING:

        @property
        def reader(self) -> Reads: ...

        def writing(self) -> "AbstractAsyncContextManager[Database]": ...

    async def close_pages(self, now: datetime) -> frozenset[ConversationId]:
        before = ms(now - READ_WITHIN)
        found = await self.reader.all("pages_to_close", before)
        if not found:
            return frozenset()
        async with self.writing() as db:
            await db.alone([row["id"] for row in found])
            rows = await db.all("pages_to_close", before)
            await db.each("close_page", [(row["contact_id"], row["erase_asked_at"]) for row in rows])
            await db.tell({row["id"] for row in rows})
        return frozenset(ConversationId(row["id"]) for row in rows)

    async def to_erase(self, now: datetime, limit: int) -> list[ConversationId]:
        rows = await self.reader.all("to_erase", ms(now - READ_WITHIN), ms(now - AT_THE_LATEST), limit)
        return [ConversationId(row["id"]) for row in rows]

    async def erase(self, talks: Sequence[ConversationId], now: datetime) -> frozenset[ConversationId]:
        async with self.writing() as db:
            await db.alone(talks)
            rows = await db.all("keys_to_erase", list(talks))
            for row in rows:
                await _erase(db, row["id"], row["contact_id"], now)
            await db.tell({row["id"] for row in rows})
        for row in rows:
            self.vault.forget(bytes(row["key"]))
        return frozenset(ConversationId(row["id"]) for row in rows)


async def _erase(db: Database, talk: str, contact: str, now: datetime) -> None:
    await db.run("erase_talk", talk, GONE, ms(now))
    for name in ("erase_messages", "erase_notes", "erase_tickets"):
        await db.run(name, talk, GONE)
    for name in ("erase_timers", "erase_on_its_way"):
        await db.run(name, talk)
    await db.run("unlink_erased", contact)
