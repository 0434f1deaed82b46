"""What people wrote, and who they are, is in no byte of the database; and nobody can add a column that forgets it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.errors import KeysMissing
from bot.model.counselor import Counselor
from bot.model.desk import Reading
from bot.model.message import (
    Address,
    ArrivalId,
    Author,
    Button,
    Channel,
    Claimed,
    CounselorId,
    Edited,
    Media,
    Office,
    Outbound,
    Press,
    Replied,
    Said,
)
from bot.model.turn import KeepWords, Wait
from bot.ports import Store
from bot.store.memory import memory_store
from bot.store.sqlite import SqliteStore
from bot.vault.envelope import Vault
from tests.store.telling import at, claimed, done, new_vault, opened, send, talk, write

CANARY = "kenari kuning di lubang tambang"
PHONE = "628125550199"
TELEGRAM_ID = "7770001112"
COOKIE = "cookie-kenari-kuning"
SECRETS = (
    CANARY,
    "kenari",
    PHONE,
    TELEGRAM_ID,
    COOKIE,
    "token-kenari-kuning",
    "$argon2id$v=19$",
    "JBSWY3DPEHPK3PXP",
    "batu-kenari",
    "Kak Rani",
    "psikolog",
)
COUNSELOR = Counselor(
    CounselorId("k-1"),
    f"rani {CANARY}",
    f"Kak Rani {CANARY}",
    Office("kukar"),
    frozenset(["counselor"]),
    f"psikolog {CANARY}",
    date(2025, 5, 1),
    date(2025, 5, 1),
    "$argon2id$v=19$m=19456",
    "JBSWY3DPEHPK3PXP",
)
CONTACTS = (
    ("c1", Address(Channel.WHATSAPP, "phone", f"whatsapp:+{PHONE}")),
    ("c2", Address(Channel.TELEGRAM, "user", TELEGRAM_ID)),
    ("c3", Address(Channel.WEB, "cookie", COOKIE)),
)
PLAIN_ID = "plain-id-of-a-talk"
"""An id may be read: it proves that these are the right bytes."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    async with opened(SqliteStore(tmp_path / "test.db", new_vault())) as one:
        yield one


async def whole_talk(store: Store, name: str, address: Address) -> None:
    """Everything of a talk that can hold words."""
    buttons = (Button("1.ya.abcd", f"Ya {CANARY}"), Button("1.tidak.abcd", "Tidak"))
    now = await write(
        store,
        done(
            talk(name, address.channel),
            Said(at(), CANARY),
            Outbound(f"Kamu bilang {CANARY}", buttons),
            link=(address, replace(address, kind="bsuid"), replace(address, value=f"{address.value}9")),
            effects=(KeepWords(f"batu-kenari {name}"), Wait(1, timedelta(minutes=10))),
            variables={"cerita": CANARY, CANARY: "ya"},
            recent=(CANARY, CANARY),
            reach_hours=(19, 21),
        ),
    )
    held = claimed(f"t-{name}", claimed_name=f"Kak Rani {CANARY}", note={"cerita": CANARY})
    now = await write(store, done(now, Claimed(at(1), CounselorId("k-1"), CANARY, Office("kukar")), ticket=held))
    now = await write(store, done(now, Replied(at(2), CounselorId("k-1"), CANARY), CANARY, author=Author.COUNSELOR))
    now = await write(store, done(now, Media(at(3), "photo", CANARY)))
    now = await write(store, done(now, Edited(at(4), CANARY)))
    await write(store, done(now, Press(at(5), "1.ya.abcd"), f"{CANARY}?"))
    for row in ("1/1", "3/1"):
        await send(store, f"{name}/{row}")


async def everything(store: Store) -> None:
    await store.save_counselor(COUNSELOR)
    await store.invite("token-kenari-kuning-undangan", COUNSELOR.id, at(60))
    await store.open_session("token-kenari-kuning-sesi", COUNSELOR.id, at())
    for name, address in CONTACTS:
        await whole_talk(store, name, address)
    await write(store, done(talk(PLAIN_ID), Said(at(), CANARY)))
    await store.relink(
        Address(Channel.WEB, "words", "batu-kenari c3"), Address(Channel.WEB, "cookie", f"{COOKIE} 2"), at(6)
    )
    async with store.batch() as batch:
        await batch.park(
            ArrivalId("telegram:99"), Channel.TELEGRAM, f'{{"chat": {TELEGRAM_ID}, "t": "{CANARY}"}}', at()
        )
        await batch.keep_offset(100)
    for line in await store.read_talk(Reading(at(7), COUNSELOR.id, talk("c1").id, "claimed")):
        assert line.text


def found(folder: Path) -> set[str]:
    """What stands in the bytes of any file of the database, in either of SQLite's encodings."""
    raw = {one.name: one.read_bytes().lower() for one in folder.iterdir()}
    return {
        text
        for text in (*SECRETS, PLAIN_ID)
        for blob in raw.values()
        for coding in ("utf-8", "utf-16-le", "utf-16-be")
        if text.lower().encode(coding) in blob
    }


def sizes(folder: Path) -> dict[str, int]:
    return {one.name: one.stat().st_size for one in folder.iterdir()}


async def test_no_byte_of_any_file_tells_a_word_or_a_number(store: SqliteStore, tmp_path: Path) -> None:
    await everything(store)
    files = sizes(tmp_path)
    assert sorted(files) == ["test.db", "test.db-shm", "test.db-wal"]
    assert files["test.db-wal"] > 100_000, "the talk is still in the write-ahead log"
    assert found(tmp_path) == {PLAIN_ID}
    await store.close()
    assert list(sizes(tmp_path)) == ["test.db"]
    assert found(tmp_path) == {PLAIN_ID}


async def test_a_value_in_plain_would_be_found(store: SqliteStore, tmp_path: Path) -> None:
    await write(store, done(talk(PLAIN_ID), Said(at(), "x"), office=CANARY))
    assert found(tmp_path) >= {CANARY, PLAIN_ID}


PLAIN = {
    "contact": {"id": "id", "created_at": "time"},
    "identity": {"channel": "channel", "kind": "channel", "contact_id": "id", "linked_at": "time"},
    "conversation": {
        "id": "id",
        "contact_id": "id",
        "persona_id": "id",
        "channel": "channel",
        "opened_at": "time",
        "version": "count",
        "wait": "count",
        "turn": "count",
        "flow": "position",
        "state": "position",
        "fingerprint": "position",
        "resume_flow": "position",
        "resume_state": "position",
        "tries": "count",
        "level": "level",
        "kinds": "kinds",
        "voice": "delivery",
        "reader": "age band",
        "age_band": "age band",
        "office": "office",
        "language": "language",
        "own_phone": "flag",
        "reach": "delivery",
        "last_in_at": "time",
        "honest_at": "time",
        "locked": "flag",
        "ended_at": "time",
        "ended_because": "code",
        "erase_asked_at": "time",
        "erased_at": "time",
    },
    "arrival": {
        "id": "id",
        "conversation_id": "id",
        "channel": "channel",
        "kind": "code",
        "received_at": "time",
        "state": "delivery",
        "because": "code",
    },
    "message": {
        "conversation_id": "id",
        "turn": "count",
        "n": "count",
        "author": "code",
        "at": "time",
        "alarm": "code",
        "span_from": "count",
        "span_to": "count",
    },
    "outbox": {
        "conversation_id": "id",
        "turn": "count",
        "n": "count",
        "channel": "channel",
        "author": "code",
        "state": "delivery",
        "created_at": "time",
        "due_at": "time",
        "attempts": "count",
        "sent_at": "time",
        "external_id": "id",
        "because": "code",
        "released": "flag",
        "answers": "flag",
        "planned": "code",
        "finished": "flag",
        "sender": "id",
        "sends_until": "time",
        "reported": "count",
    },
    "timer": {
        "conversation_id": "id",
        "kind": "code",
        "wait": "count",
        "after_ms": "count",
        "turn": "count",
        "n": "count",
        "due_at": "time",
        "claimed_by": "id",
        "claimed_until": "time",
    },
    "ticket": {
        "id": "id",
        "conversation_id": "id",
        "office": "office",
        "queue": "category",
        "level": "level",
        "kinds": "kinds",
        "opened_at": "time",
        "state": "delivery",
        "disputed": "flag",
        "introduced": "flag",
        "claimed_by": "id",
        "lease_until": "time",
        "outcome": "code",
        "closed_at": "time",
        "reasons": "rules",
        "offered_office": "office",
        "offered_to": "id",
        "offered_until": "time",
        "offered_note": "count",
        "back": "code",
        "was_with": "id",
        "category": "code",
        "scheme": "count",
    },
    "shift": {
        "counselor_id": "id",
        "began_at": "time",
        "office": "office",
        "until": "time",
        "capacity": "count",
        "paused_at": "time",
        "ended_at": "time",
    },
    "relief": {"ticket_id": "id", "counselor_id": "id", "asked_at": "time"},
    "alerted": {
        "ticket_id": "id",
        "level": "level",
        "rung": "count",
        "way": "channel",
        "at": "time",
        "again_at": "time",
        "tries": "count",
        "open_tries": "count",
        "sent_at": "time",
        "held_at": "time",
        "seen_at": "time",
        "seen_by": "id",
    },
    "counselor": {
        "id": "id",
        "office": "office",
        "roles": "roles",
        "kha_trained_on": "time",
        "checked_on": "time",
        "totp_step": "count",
        "disabled_at": "time",
    },
    "invite": {"counselor_id": "id", "expires_at": "time", "used_at": "time"},
    "session": {"counselor_id": "id", "created_at": "time", "seen_at": "time"},
    "audit": {
        "n": "count",
        "at": "time",
        "actor": "id",
        "action": "code",
        "conversation_id": "id",
        "ticket_id": "id",
        "purpose": "code",
        "prev": "hash",
        "hash": "hash",
    },
    "audit_head": {"one": "flag", "n": "count", "hash": "hash", "seal": "hash"},
    "note": {"conversation_id": "id", "turn": "count", "kind": "code", "author": "id", "at": "time"},
    "place": {"name": "code", "value": "count"},
    "tally": {"day": "day", "what": "code", "answer": "code", "reader": "age band", "count": "count"},
    "lease": {"name": "code", "holder": "id", "epoch": "count", "until": "time"},
    "key_canary": {"key_id": "count"},
    "migration": {"number": "count", "name": "code", "checksum": "code"},
}
"""Every column that may be read, and what sort of thing it holds. A new one is added here by somebody who thought
about it."""
NUMBERS = {"time", "count", "level", "flag"}


async def columns(vault: Vault) -> dict[str, dict[str, str]]:
    """Table → column → declared type, of every table there is."""
    sql = (
        "select m.name as name, c.name as col, c.type as type from sqlite_master m join pragma_table_info(m.name) c"
        " where m.type = 'table' and m.name not like 'sqlite_%'"
    )
    tables: dict[str, dict[str, str]] = {}
    async with opened(memory_store(vault)) as store, store.reader.db.execute(sql) as rows:
        for row in await rows.fetchall():
            tables.setdefault(row["name"], {})[row["col"]] = row["type"].lower()
    return tables


def closed(name: str) -> bool:
    return name.startswith("sealed_") or name in ("lookup", "key")


async def test_every_column_is_sealed_or_on_the_list_of_what_may_be_read() -> None:
    tables = await columns(new_vault())
    assert {table: {one for one in found if not closed(one)} for table, found in tables.items()} == {
        table: set(plain) for table, plain in PLAIN.items()
    }


async def test_what_is_sealed_is_a_blob_and_what_is_counted_is_no_text() -> None:
    for table, found in (await columns(new_vault())).items():
        for name, kind in found.items():
            if closed(name):
                assert kind == "blob", f"{table}.{name}"
            elif PLAIN[table].get(name) in NUMBERS:
                dated = table == "counselor" and name in ("kha_trained_on", "checked_on")
                assert kind in (("text",) if dated else ("bigint", "integer")), f"{table}.{name}"


async def read_everything(store: Store) -> None:
    """Open all that the service opens."""
    await store.counselors()
    await store.queue()
    if len(await store.ready(at(60), 32, tuple(Channel))) < len(CONTACTS):
        raise KeysMissing("a row on its way out did not open, and was refused")
    for name, address in CONTACTS:
        assert await store.read_talk(Reading(at(7), COUNSELOR.id, talk(name).id, "test"))
        visit = await store.visit(address)
        assert visit
        assert len(await store.bubbles(visit)) > 1


SWAPS = {
    "conversation.sealed_more": "id in ('c1', 'c2')",
    "conversation.key": "id in ('c1', 'c2')",
    "message.sealed_text": "conversation_id = 'c1' and n = 0 and turn in (1, 4)",
    "message.sealed_buttons": "conversation_id in ('c1', 'c2') and turn = 1 and n = 1",
    "ticket.sealed_more": "id in ('t-c1', 't-c2')",
    "counselor.sealed_more": "id in ('k-1', 'k-2')",
    "identity.sealed_value of one contact": "contact_id = 'of-c1' and kind = 'phone'",
    "identity.sealed_value of two contacts": "contact_id in ('of-c1', 'of-c2') and kind = 'bsuid'",
}
"""Column → which two rows."""


@pytest.mark.parametrize("what", SWAPS)
async def test_a_value_copied_to_another_row_does_not_open(what: str, store: SqliteStore) -> None:
    await everything(store)
    await store.save_counselor(replace(COUNSELOR, id=CounselorId("k-2"), name="dewi"))
    await read_everything(store)
    table, column = what.split(maxsplit=1)[0].split(".")
    async with store.writing() as db:
        which = f"{SWAPS[what]} and {column} is not null"
        async with db.db.execute(f"select {column} from {table} where {which}") as rows:
            (first,), (second,) = [tuple(row) for row in await rows.fetchall()]
        swap = f"update {table} set {column} = case when {column} = ? then ? else ? end where {which}"
        await db.db.execute(swap, (first, second, first))
    with pytest.raises(KeysMissing):
        await read_everything(store)
