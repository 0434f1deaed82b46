"""The desk's side of the store: the queue, the one query that opens text, counselors and their sessions."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.model.audit import Audited
from bot.model.counselor import Counselor
from bot.model.desk import DeskNote, Reading, Session, TalkLine, Waiting
from bot.model.message import Author, Channel, ConversationId, CounselorId, MessageId, TicketId
from bot.store import audit
from bot.store.database import Database, Into, Reads, Row
from bot.store.rows import counselor_of, counselor_row, ms, sure, ticket_of, when
from bot.store.writing import insert
from bot.vault.envelope import Place, Vault

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

IDLE = timedelta(minutes=30)
"""A session without a page is closed after this."""
LONGEST = timedelta(hours=12)
"""One sign-in lasts a shift, not longer."""
TOUCH = timedelta(minutes=1)
"""How often a session's last page is written."""
INVITE = Into("invite", ("lookup", "counselor_id", "expires_at", "used_at"))
SESSION = Into("session", ("lookup", "counselor_id", "created_at", "seen_at"))


class DeskRows:
    """Mixed into the store."""

    vault: Vault

    if TYPE_CHECKING:

        @property
        def reader(self) -> Reads: ...

        def writing(self) -> "AbstractAsyncContextManager[Database]": ...

    async def queue(self) -> list[Waiting]:
        return [self._waiting(row) for row in await self.reader.all("open_tickets")]

    async def ticket(self, ticket: TicketId) -> Waiting | None:
        row = await self.reader.one("one_ticket", ticket)
        return self._waiting(row) if row else None

    def _waiting(self, row: Row) -> Waiting:
        return Waiting(
            ticket=ticket_of(self.vault, row, row["key"]),
            conversation=ConversationId(row["conversation_id"]),
            channel=Channel(row["channel"]),
            age_band=row["age_band"],
            reader=row["reader"],
            last_in_at=when(row["last_in_at"]),
            held=row["held"],
            left=row["left_by"],
            lost=row["lost"],
            unsure=row["unsure"],
            erased=not row["key"],
            returning=bool(row["before"]),
            language=row["language"],
            relief=bool(row["relief"]),
        )

    async def read_talk(self, reading: Reading) -> list[TalkLine]:
        """The audit row and the reading are one transaction."""
        async with self.writing() as db:
            talk = await db.one("conversations", [reading.conversation])
            rows = await db.all("talk", reading.conversation)
            await audit.read(db, self.vault, reading)
        return [self._line(row, talk["key"]) for row in rows] if talk else []

    async def read_notes(
        self, talk: ConversationId, turn: int | None = None, *, reading: Reading | None = None
    ) -> list[DeskNote]:
        if reading is None:
            return [self._note(row) for row in await self.reader.all("notes", talk, turn)]
        async with self.writing() as db:
            rows = await db.all("notes", talk, turn)
            await audit.read(db, self.vault, reading)
        return [self._note(row) for row in rows]

    def _note(self, row: Row) -> DeskNote:
        place = Place("note", "sealed_parts", f"{row['conversation_id']}/{row['turn']}", row["conversation_id"])
        parts = json.loads(self.vault.open(row["sealed_parts"], place, row["key"]))
        author, at = CounselorId(row["author"]), sure(row["at"])
        return DeskNote(row["turn"], row["kind"], author, at, tuple((name, text) for name, text in parts))

    def _line(self, row: Row, key: bytes) -> TalkLine:
        place = Place("message", "sealed_text", row["id"], row["conversation_id"])
        return TalkLine(
            id=MessageId(row["id"]),
            at=sure(row["at"]),
            author=Author(row["author"]),
            text=self.vault.open(row["sealed_text"], place, key),
            state=row["delivery"] or "",
            because=row["why"] or "",
            attempts=row["attempts"] or 0,
            alarm=row["alarm"],
            span=(row["span_from"], row["span_to"]) if row["span_from"] is not None else None,
        )

    async def counselors(self) -> list[Counselor]:
        return [counselor_of(self.vault, row) for row in await self.reader.all("counselors")]

    async def counselor(self, name: str) -> Counselor | None:
        row = await self.reader.one("counselor", self.vault.lookup("counselor", name.casefold()))
        return counselor_of(self.vault, row) if row else None

    async def save_counselor(self, counselor: Counselor, *done: Audited) -> None:
        async with self.writing() as db:
            await self._save(db, counselor)
            await audit.record(db, self.vault, done)

    async def _save(self, db: Database, counselor: Counselor) -> None:
        await insert(db, "counselor", [counselor_row(self.vault, counselor)], upsert=("id",))

    async def invite(self, token: str, counselor: CounselorId, expires_at: datetime) -> None:
        async with self.writing() as db:
            await db.run("void_invites", counselor)
            row = (self.vault.lookup("invite", token), counselor, ms(expires_at), None)
            await db.insert(INVITE, [row])

    async def invited(self, token: str, now: datetime) -> Counselor | None:
        row = await self.reader.one("invited", self.vault.lookup("invite", token), ms(now))
        return counselor_of(self.vault, row) if row else None

    async def spend_invite(self, token: str, counselor: Counselor, now: datetime) -> bool:
        async with self.writing() as db:
            if not await db.run("spend_invite", self.vault.lookup("invite", token), ms(now)):
                return False
            await self._save(db, counselor)
            await db.run("close_sessions", counselor.id)
            await audit.record(db, self.vault, [Audited(now, counselor.id, "enrol")])
            return True

    async def use_totp_step(self, counselor: CounselorId, step: int) -> bool:
        async with self.writing() as db:
            return bool(await db.run("use_step", counselor, step))

    async def open_session(self, token: str, counselor: CounselorId, now: datetime) -> None:
        async with self.writing() as db:
            row = (self.vault.lookup("session", token), counselor, ms(now), ms(now))
            await db.insert(SESSION, [row])
            await audit.record(db, self.vault, [Audited(now, counselor, "sign_in")])

    async def session(self, token: str, now: datetime, *, touch: bool = True) -> Session | None:
        lookup = self.vault.lookup("session", token)
        row = await self.reader.one("session", lookup)
        if row is None or row["disabled_at"] is not None:
            return None
        began, seen = sure(row["began_at"]), sure(row["seen_at"])
        if now - seen > IDLE or now - began > LONGEST:
            return None
        if touch and now - seen > TOUCH:
            async with self.writing() as db:
                await db.run("touch_session", lookup, ms(now))
        return Session(counselor_of(self.vault, row), began, seen)

    async def close_session(self, token: str) -> None:
        async with self.writing() as db:
            await db.run("close_session", self.vault.lookup("session", token))

    async def close_sessions(self, counselor: CounselorId) -> None:
        async with self.writing() as db:
            await db.run("close_sessions", counselor)
