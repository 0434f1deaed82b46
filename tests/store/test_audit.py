"""Contract of the stores: the audit is one chain that nobody changes, cuts, swaps or adds to unseen."""

import asyncio
from datetime import timedelta
from pathlib import Path

import aiosqlite
import pytest

from bot.model.audit import Audited, AuditRow
from bot.model.counselor import Counselor
from bot.model.desk import Reading
from bot.model.message import Accepted, Claimed, ConversationId, CounselorId, Office, Released, Returned, Said
from bot.ports import Store
from bot.store.audit import FIRST
from bot.store.migrations import migrate, migrations
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from tests.store.telling import at, claimed, done, new_vault, opened, select, talk, ticket, write

RANI = Counselor(CounselorId("k-rani"), "rani", "Kak Rani", Office("kukar"), frozenset(["counselor"]))
DEWI = Counselor(CounselorId("k-dewi"), "dewi", "Kak Dewi", Office("provinsi"), frozenset(["counselor"]))


async def tamper(store: Store, *statements: str) -> None:
    """By somebody who has the database, and no key."""
    if isinstance(store, PostgresStore):
        async with store.writing() as db:
            for one in statements:
                await db.db.execute(one)
        return
    assert isinstance(store, SqliteStore)
    async with store.writing() as writer:
        for one in statements:
            await writer.db.execute(one)


def whole(store: Store) -> PostgresStore | SqliteStore:
    assert isinstance(store, PostgresStore | SqliteStore)
    return store


async def five(store: Store) -> None:
    for number in range(1, 6):
        await store.audit(Audited(at(number), "k-rani", "claim", f"c{number}", f"c{number}.1"))


async def test_nothing_yet_holds_and_so_does_what_was_written(store: Store) -> None:
    assert (await whole(store).verify_audit()).broken == 0
    await store.audit()
    await five(store)
    found = await whole(store).verify_audit()
    assert (found.rows, found.older, found.broken, found.because) == (5, 0, 0, "")
    ((last,),) = await select(store, "select hash from audit where n = 5")
    assert isinstance(last, bytes)
    assert found.mark == f"5-{last.hex()[:16]}"


async def test_each_row_holds_the_hash_of_the_one_before(store: Store) -> None:
    await five(store)
    rows = await select(store, "select prev, hash from audit order by n")
    assert [prev for prev, _ in rows] == [FIRST, *(own for _, own in rows[:-1])]
    assert len({own for _, own in rows}) == 5


NOW = "update audit set actor = 'k-dewi' where n = 3"
SWAP = (
    "update audit set n = 100 where n = 2",
    "update audit set n = 2 where n = 3",
    "update audit set n = 3 where n = 100",
)
FORGED = "insert into audit select 6, at, 'k-dewi', action, conversation_id, ticket_id, purpose, hash, hash from audit"
HEAD_OF_4 = "update audit_head set n = 4, hash = (select hash from audit where n = 4)"


@pytest.mark.parametrize(
    ("statements", "broken", "because"),
    [
        ((NOW,), 3, "changed"),
        (("update audit set at = at + 1 where n = 1",), 1, "changed"),
        (("update audit set ticket_id = '' where n = 5",), 5, "changed"),
        (("delete from audit where n = 3",), 3, "gone"),
        (("delete from audit where n = 1",), 2, "linked"),
        (("delete from audit where n = 5",), 5, "gone"),
        (("delete from audit where n = 5", HEAD_OF_4), 4, "head"),
        (("delete from audit where n = 3", "update audit set n = n - 1 where n > 3"), 3, "linked"),
        (SWAP, 2, "linked"),
        ((f"{FORGED} where n = 5",), 6, "beyond"),
        ((f"{FORGED} where n = 5", "update audit_head set n = 6"), 6, "changed"),
        (("delete from audit_head",), 1, "head"),
        (("update audit set hash = prev where n = 2",), 2, "changed"),
    ],
)
async def test_what_somebody_does_to_it_is_found_at_its_first_row(
    store: Store, statements: tuple[str, ...], broken: int, because: str
) -> None:
    await five(store)
    await tamper(store, *statements)
    found = await whole(store).verify_audit()
    assert (found.broken, found.because, found.mark) == (broken, because, "")


async def test_a_chain_made_to_look_older_than_the_chain_is_missed_at_its_head(store: Store) -> None:
    await five(store)
    nothing = "''::bytea" if isinstance(store, PostgresStore) else "x''"
    await tamper(store, f"update audit set hash = {nothing}")
    assert (await whole(store).verify_audit()).because == "head"


async def test_many_writers_at_once_make_one_chain(store: Store) -> None:
    await asyncio.gather(*(store.audit(Audited(at(n), f"k-{n}", "claim"), Audited(at(n), "", "x")) for n in range(20)))
    found = await whole(store).verify_audit()
    assert (found.rows, found.broken) == (40, 0)


async def test_what_fails_leaves_no_row_and_no_gap(store: Store) -> None:
    await five(store)
    one = done(talk(), Claimed(at(), RANI.id, "Rani", RANI.office), ticket=claimed("c1.1"))

    async def fails() -> None:
        async with store.batch() as batch:
            await batch.write([one])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    await store.audit(Audited(at(9), "k-rani", "close"))
    found = await whole(store).verify_audit()
    assert (found.rows, found.broken) == (6, 0)


async def test_a_reading_tells_its_case_and_is_linked(store: Store) -> None:
    await write(store, done(talk(), Said(at(), "halo")))
    await store.read_talk(Reading(at(1), RANI.id, ConversationId("c1"), "counsel", ticket="c1.1"))
    await store.read_notes(ConversationId("c1"), reading=Reading(at(2), RANI.id, ConversationId("c1"), "offer"))
    for seconds in (3, 4, 90):
        again = Reading(at(seconds), RANI.id, ConversationId("c1"), "follow", timedelta(minutes=1), "c1.1")
        await store.read_talk(again)
    assert await store.audit_rows(2, "", 9) == [
        AuditRow(1, Audited(at(1), "k-rani", "read", "c1", "c1.1", "counsel")),
    ]
    assert [row.done.purpose for row in await store.audit_rows(99, "", 9)] == ["follow", "follow", "offer", "counsel"]
    assert (await whole(store).verify_audit()).broken == 0


async def test_claims_hand_overs_and_closes_are_told_with_the_turn_that_makes_them(store: Store) -> None:
    now = await write(store, done(talk(), Said(at(), "halo")))
    now = await write(store, done(now, Claimed(at(1), RANI.id, "Rani", RANI.office), ticket=claimed("c1.1")))
    now = await write(store, done(now, Released(at(2), RANI.id), ticket=ticket("c1.1")))
    now = await write(store, done(now, Accepted(at(3), DEWI.id, "Dewi", DEWI.office), ticket=claimed("c1.1")))
    await write(store, done(now, Returned(at(4), DEWI.id, "selesai", "family.siblings", 1), ticket=ticket("c1.1")))
    rows = await store.audit_rows(99, "", 9)
    assert [(one.done.actor, one.done.action, one.done.ticket, one.done.purpose) for one in reversed(rows)] == [
        ("k-rani", "claim", "c1.1", ""),
        ("k-rani", "release", "c1.1", ""),
        ("k-dewi", "accept", "c1.1", ""),
        ("k-dewi", "close", "c1.1", "selesai"),
    ]
    assert (await whole(store).verify_audit()).rows == 4


async def test_counselors_are_changed_and_sign_in_with_a_row_each(store: Store) -> None:
    await store.save_counselor(RANI, Audited(at(), "", "counselor_add", purpose=RANI.id))
    await store.invite("token", RANI.id, at(99))
    assert await store.spend_invite("token", RANI, at(1))
    await store.open_session("session", RANI.id, at(2))
    rows = await store.audit_rows(99, "", 9)
    assert [(one.done.actor, one.done.action) for one in rows] == [
        ("k-rani", "sign_in"),
        ("k-rani", "enrol"),
        ("", "counselor_add"),
    ]


async def test_an_office_sees_what_its_people_did_and_what_was_done_with_its_cases(store: Store) -> None:
    for one in (RANI, DEWI):
        await store.save_counselor(one)
    await write(store, done(talk(), Said(at(), "halo"), ticket=ticket("c1.1", office=Office("kukar"))))
    await store.audit(
        Audited(at(), RANI.id, "claim", "c9", "c9.1"),
        Audited(at(), DEWI.id, "claim", "c1", "c1.1"),
        Audited(at(), DEWI.id, "claim", "c8", "c8.1"),
    )
    assert [row.n for row in await store.audit_rows(99, "kukar", 9)] == [2, 1]
    assert [row.n for row in await store.audit_rows(99, "provinsi", 9)] == [3, 2]
    assert [row.n for row in await store.audit_rows(3, "", 1)] == [2]


async def test_readings_of_before_the_chain_are_kept_and_said_to_be_older(tmp_path: Path) -> None:
    vault = new_vault()
    path = f"{tmp_path}/old.db"

    async with aiosqlite.connect(path, isolation_level=None) as db:
        await migrate(db, [one for one in migrations() if one.number < 16])
        await db.execute(
            "insert into reading (at, actor, conversation_id, purpose) values (1, 'k-rani', 'c1', 'counsel')"
        )
        await db.execute(
            "insert into reading (at, actor, conversation_id, purpose) values (2, 'k-rani', 'c2', 'counsel')"
        )
    async with opened(SqliteStore(path, vault)) as store:
        found = await store.verify_audit()
        assert (found.rows, found.older, found.broken, found.mark) == (0, 2, 0, "")
        await store.audit(Audited(at(), "k-rani", "claim"))
        found = await store.verify_audit()
        assert (found.rows, found.older, found.broken) == (1, 2, 0)
        assert [row.done.action for row in await store.audit_rows(99, "", 9)] == ["claim", "read", "read"]
