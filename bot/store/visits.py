"""The web chat's side of the store: what a cookie opens, and the way back by two words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.model.message import Address, Author, ContactId, MessageId
from bot.model.visit import Bubble, Visit
from bot.store import identities
from bot.store.database import Database, Reads, Row
from bot.store.finding import talks
from bot.store.messages import buttons_of, choice_of, pressed
from bot.store.rows import ms, sure
from bot.vault.envelope import Place, Vault

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager


class VisitRows:
    """Mixed into the store."""

    vault: Vault

    if TYPE_CHECKING:

        @property
        def reader(self) -> Reads: ...

        def writing(self) -> "AbstractAsyncContextManager[Database]": ...

    async def visit(self, cookie: Address) -> Visit | None:
        row = (await identities.identities(self.reader, self.vault, [cookie])).get(cookie)
        if row is None:
            return None
        contact = ContactId(row["contact_id"])
        rows = await self.reader.all("latest_conversations", [contact])
        return next(
            (Visit(contact, one, sure(row["linked_at"])) for one in await talks(self.reader, self.vault, rows)), None
        )

    async def bubbles(self, visit: Visit, after: MessageId | None = None) -> list[Bubble]:
        name = visit.conversation.id
        talk = await self.reader.one("conversations", [name])
        if talk is None:
            return []
        rows = await self.reader.all("bubbles", name, ms(visit.linked_at))
        found = _with_labels([self._bubble(row, talk) for row in rows])
        seen = [one.id for one in found]
        return found[seen.index(after) + 1 :] if after in seen else found

    def _bubble(self, row: Row, talk: Row) -> Bubble:
        name, key = row["id"], talk["key"]
        buttons = buttons_of(self.vault, row["sealed_buttons"], name, talk["id"], key)
        return Bubble(
            id=MessageId(name),
            at=sure(row["sent_at"] or row["at"]),
            author=Author(row["author"]),
            text=self.vault.open(row["sealed_text"], Place("message", "sealed_text", name, talk["id"]), key),
            buttons=buttons,
            latest=any(one.data.partition(".")[0] == str(talk["wait"]) for one in buttons),
        )

    async def relink(self, words: Address, cookie: Address, now: datetime) -> Visit | None:
        async with self.writing() as db:
            contact = await identities.owner(db, self.vault, words)
            if contact is None:
                return None
            await db.run("link", *identities.link_row(self.vault, cookie, contact, now))
        visit = await self.visit(cookie)
        return visit if visit and visit.contact == contact else None

    async def unlink_idle(self, before: datetime) -> int:
        idle = [row["id"] for row in await self.reader.all("idle", ms(before))]
        if not idle:
            return 0
        async with self.writing() as db:
            await db.alone(idle)  # who comes back at this moment has a word in their talk when we look again
            return await db.run("unlink_idle", ms(before))


def _with_labels(found: Sequence[Bubble]) -> list[Bubble]:
    """What the contact pressed reads as what stood on the button; where that was before the visit, as its bare name."""
    labels: dict[str, str] = {}
    read = []
    for one in found:
        key = pressed(one.text) if one.author is Author.CONTACT else ""
        read.append(replace(one, text=labels.get(key, key.replace("_", " "))) if key else one)
        labels |= {choice_of(button.data): button.label for button in one.buttons}
    return read
