"""A talk that was erased: nothing of it opens any more, and to everything else it is gone."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import KeysMissing, StaleWrite
from bot.model.conversation import Conversation, Reason, TicketState
from bot.model.message import (
    Address,
    Alarm,
    Author,
    Button,
    Channel,
    ConversationId,
    CounselorId,
    Failed,
    Kind,
    Level,
    MessageId,
    Outbound,
    Replied,
    Returned,
    Said,
    TicketId,
)
from bot.model.report import Rank, Report
from bot.model.turn import Erase, Note, Wait
from bot.ports import Delivery, Found, Store
from bot.store.connection import BUSY_MS
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from bot.vault.envelope import Place
from tests.store.telling import (
    CHAT,
    COOKIE,
    PHONE,
    arrival,
    at,
    claimed,
    done,
    lines,
    mark,
    new_vault,
    opened,
    ready_ids,
    select,
    send,
    talk,
    ticket,
    write,
)

WORDS = "kenari kuning di lubang tambang"
NOTE = Note("handover", CounselorId("k-rani"), (("siapa", WORDS),))
LATER = 60.0


async def begun(store: Store, name: str = "c1", address: Address = CHAT) -> Conversation:
    """A talk with something in every sealed column of its own."""
    one = done(
        talk(name, address.channel),
        Said(at(), WORDS),
        Outbound(WORDS, (Button("1.ya.abcd", WORDS),)),
        link=(address,),
        effects=(Wait(1, timedelta(minutes=10)), NOTE),
        variables={"cerita": WORDS},
        recent=(WORDS,),
        ticket=claimed(f"t-{name}", note={"cerita": WORDS}, claimed_name=WORDS),
    )
    now = await write(store, one)
    await send(store, f"{name}/1/1")
    now = await write(store, done(now, Replied(at(1), CounselorId("k-rani"), WORDS), WORDS, author=Author.COUNSELOR))
    await send(store, f"{name}/2/1")
    return now


async def asked(store: Store, now: Conversation, seconds: float = 2, **changes: object) -> Conversation:
    """The contact asked for it, and the talk ended."""
    ticket = now.ticket and replace(now.ticket, state=TicketState.CLOSED, closed_at=at(seconds))
    changes = {"ended_at": at(seconds), "ended_because": "hapus", "ticket": ticket, **changes}
    one = done(now, Said(at(seconds), "1"), "Baik.", effects=(Erase(),))
    return await write(store, replace(one, turn=one.turn._replace(conversation=one.turn.conversation.grown(**changes))))


async def erased(store: Store, name: str = "c1") -> None:
    """The whole way, the last answer included."""
    now = await asked(store, await begun(store, name))
    await send(store, f"{name}/3/1", now=at(3))
    assert await store.to_erase(at(LATER), 9) == [now.id]
    assert await store.erase([now.id], at(LATER)) == {now.id}


@dataclass(frozen=True)
class Sealed:
    """One sealed value as it stood in its row."""

    place: Place
    blob: bytes


async def sealed_of(store: Store, name: str) -> list[Sealed]:
    """Every sealed value of a talk, whatever its table: by the names of the columns."""
    found = []
    for table, row_id in (
        ("conversation", "id"),
        ("ticket", "id"),
        ("message", "conversation_id || '/' || turn || '/' || n"),
        ("note", "conversation_id || '/' || turn"),
    ):
        owner = "id" if table == "conversation" else "conversation_id"
        for column in SEALED[table]:
            sql = f"select {row_id}, {column} from {table} where {owner} = '{name}' and {column} is not null"
            rows = await select(store, sql)
            found += [Sealed(Place(table, column, str(row), name), raw(blob)) for row, blob in rows]
    return found


SEALED = {
    "conversation": ("sealed_more",),
    "ticket": ("sealed_more",),
    "message": ("sealed_text", "sealed_buttons"),
    "note": ("sealed_parts",),
}
ELSEWHERE = {"identity", "arrival", "counselor", "key_canary"}
"""Tables whose sealed columns are under the house key: an address is deleted as a row, the others are no talk's."""


async def keys(store: Store) -> list[bytes]:
    return [raw(key) for (key,) in await select(store, "select key from conversation")]


def raw(blob: object) -> bytes:
    assert isinstance(blob, bytes)
    return blob


def opens(store: Store, one: Sealed, key: bytes | None) -> bool:
    assert isinstance(store, SqliteStore | PostgresStore)
    try:
        store.vault.open(one.blob, one.place, key)
    except KeysMissing:
        return False
    return True


async def test_the_test_knows_every_sealed_column_there_is(tmp_path: Path) -> None:
    sql = (
        "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c"
        " where m.type = 'table' and c.name like 'sealed%'"
    )
    async with opened(SqliteStore(tmp_path / "test.db", new_vault())) as store:
        found: dict[str, set[str]] = {}
        for table, column in await select(store, sql):
            found.setdefault(str(table), set()).add(str(column))
    assert found.keys() == SEALED.keys() | ELSEWHERE
    assert {table: tuple(sorted(found[table])) for table in SEALED} == {
        table: tuple(sorted(names)) for table, names in SEALED.items()
    }


async def test_nothing_that_was_sealed_in_it_opens_any_more_by_any_key_there_is(store: Store) -> None:
    now = await begun(store)
    before, (key,) = await sealed_of(store, "c1"), await keys(store)
    assert {(one.place.table, one.place.column) for one in before} == {
        (table, column) for table, names in SEALED.items() for column in names
    }
    assert all(opens(store, one, key) for one in before)
    now = await asked(store, now)
    await send(store, "c1/3/1", now=at(3))
    await write(store, done(talk("c2"), Said(at(4), WORDS)))
    await store.erase([now.id], at(LATER))
    left = await sealed_of(store, "c1")
    for wrapped in (*await keys(store), None):
        assert not any(opens(store, one, wrapped) for one in (*before, *left))


async def test_rows_that_are_counted_stay(store: Store) -> None:
    counted = (
        "select id, opened_at, level, office, age_band from conversation",
        "select conversation_id, turn, n, author, at from message order by turn, n",
        "select conversation_id, turn, n, state, attempts, sent_at from outbox order by turn, n",
        "select id, level, outcome, opened_at from ticket",
        "select id, received_at from arrival order by id",
        "select id, created_at from contact",
    )
    now = await asked(store, await begun(store))
    await send(store, "c1/3/1", now=at(3))
    before = [await select(store, sql) for sql in counted]
    await store.erase([now.id], at(LATER))
    assert [await select(store, sql) for sql in counted] == before
    assert all(before)


async def test_the_rules_that_were_heard_are_no_longer_named(store: Store) -> None:
    """They are called after the words they hear."""
    alarm = Alarm(Level.HIGH, frozenset([Kind.PHYSICAL]), "dipukul", (4, 11))
    heard = ticket("t-c1", reasons=(Reason("dipukul", Level.HIGH, 1),))
    now = await write(store, done(talk(), Said(at(), "aku dipukul"), alarm=alarm, ticket=heard))
    await asked(store, now)
    tells = "select alarm, span_from, span_to from message where n = 0 and turn = 1"
    assert await select(store, tells) == [("dipukul", 4, 11)]
    await store.erase([now.id], at(LATER))
    assert await select(store, tells) == [("", None, None)]
    waiting = await store.ticket(TicketId("t-c1"))
    assert waiting
    assert (waiting.ticket.reasons, waiting.ticket.level) == ((), Level.HIGH)


async def test_the_next_word_comes_from_nobody_we_know(store: Store) -> None:
    await erased(store)
    assert await select(store, "select kind from identity") == []
    async with store.batch() as batch:
        came = arrival("telegram:9", Said(at(70), "halo"), address=CHAT)
        await batch.alone([came])
        assert await batch.find([came]) == {came.id: Found(unknown=(CHAT,))}


async def test_what_is_still_told_of_it_finds_nothing(store: Store) -> None:
    """A report, a failure, a close: each names a talk that is gone, and none is an error."""
    await erased(store)
    async with store.batch() as batch:
        failed = arrival("failed:1", Failed(at(70), MessageId("c1/1/1"), "400"))
        named = type(failed)(failed.id, failed.channel, failed.inbound, conversation=ConversationId("c1"))
        await batch.alone([named])
        assert await batch.find([named]) == {named.id: Found()}
    assert await lines(store) == {}
    assert await store.report([Report(MessageId("c1/1/1"), Rank.READ, at(70), "x")]) == {MessageId("c1/1/1")}
    waiting = await store.ticket(TicketId("t-c1"))
    assert waiting
    assert waiting.erased
    assert (waiting.ticket.note, waiting.ticket.claimed_name) == ({}, "")
    assert await store.queue() == []
    assert await store.due(at(10_000), 9) == []


async def test_a_page_of_the_web_shows_nothing_of_before(store: Store) -> None:
    now = await asked(store, await begun(store, address=COOKIE))
    await send(store, "c1/3/1", now=at(3))
    visit = await store.visit(COOKIE)
    assert visit
    assert [one.text for one in await store.bubbles(visit)][-1] == "Baik."
    await store.erase([now.id], at(LATER))
    assert await store.visit(COOKIE) is None
    assert await store.bubbles(visit) == []


@pytest.mark.parametrize("ended", [True, False], ids=["ended", "with a person due"])
async def test_the_page_on_which_it_was_asked_closes_whether_or_not_the_talk_ended(store: Store, ended: bool) -> None:
    now = await begun(store, address=COOKIE)
    await (asked(store, now) if ended else asked(store, now, ended_at=None, ticket=now.ticket))
    assert await store.close_pages(at(6)) == frozenset()
    assert await store.visit(COOKIE)
    assert await store.close_pages(at(7)) == {now.id}
    assert await store.visit(COOKIE) is None
    assert await store.close_pages(at(7)) == frozenset()


async def test_the_page_of_who_writes_on_while_a_person_is_due_stays(store: Store) -> None:
    now = await begun(store, address=COOKIE)
    now = await asked(store, now, ended_at=None, ticket=now.ticket)
    await write(store, done(now, Said(at(4), "halo")))
    assert await store.close_pages(at(LATER)) == frozenset()
    assert await store.visit(COOKIE)


async def test_who_came_back_by_their_two_words_keeps_the_new_page(store: Store) -> None:
    now = await begun(store, address=COOKIE)
    words = Address(Channel.WEB, "words", "payung hijau")
    now = await asked(store, now, ended_at=None, ticket=now.ticket)
    await write(store, done(now, Said(at(2), "x"), link=(words,), last_in_at=at(2)))
    again = Address(Channel.WEB, "cookie", "another browser")
    assert await store.relink(words, again, at(4))
    assert await store.close_pages(at(LATER)) == {now.id}
    assert await store.visit(COOKIE) is None
    assert await store.visit(again)


async def test_who_has_written_again_meanwhile_keeps_their_page_and_their_new_talk(store: Store) -> None:
    now = await asked(store, await begun(store, address=COOKIE))
    await send(store, "c1/3/1", now=at(3))
    new = talk("c2", Channel.WEB, contact=now.contact).grown(opened_at=at(5))
    await write(store, done(new, Said(at(5), "halo lagi"), link=(COOKIE,)))
    assert await store.close_pages(at(LATER)) == frozenset()
    await store.erase([now.id], at(LATER))
    visit = await store.visit(COOKIE)
    assert visit
    assert visit.conversation.id == "c2"
    assert [one.text for one in await store.bubbles(visit)] == ["halo lagi"]


async def test_an_older_talk_that_nobody_asked_to_erase_stays_and_its_page_does_not_come_back(store: Store) -> None:
    old = await write(store, done(talk("c0", Channel.WEB), Said(at(), "dulu"), link=(COOKIE, PHONE), ended_at=at()))
    now = await write(store, done(talk("c1", Channel.WEB, contact=old.contact), Said(at(1), WORDS), link=(COOKIE,)))
    await asked(store, now)
    assert await store.close_pages(at(LATER)) == {now.id}
    await store.erase([now.id], at(LATER))
    assert await select(store, "select kind from identity") == [("phone",)]
    assert [one.text for one in (await lines(store, "c0")).values()] == ["dulu"]
    async with store.batch() as batch:
        came = arrival("whatsapp:9", Said(at(70), "halo"), Channel.WHATSAPP, address=PHONE)
        await batch.alone([came])
        (found,) = (await batch.find([came])).values()
        assert found.conversation
        assert found.conversation.id == "c0"


async def test_it_is_due_once_its_last_answer_has_left_and_could_be_read(store: Store) -> None:
    now = await asked(store, await begun(store))
    assert await ready_ids(store, at(2)) == ["c1/3/1"]
    assert await store.to_erase(at(LATER), 9) == []
    await send(store, "c1/3/1", now=at(3))
    assert await store.to_erase(at(6), 9) == []
    assert await store.to_erase(at(7), 9) == [now.id]


async def test_what_waits_for_an_hour_of_the_day_does_not_delay_it(store: Store) -> None:
    now = await asked(store, await begun(store))
    await mark(store, "c1/3/1", Delivery.WAITING, at(3), because="hours", due_at=at(40_000))
    assert await store.to_erase(at(7), 9) == [now.id]
    await store.erase([now.id], at(7))
    assert await ready_ids(store, at(50_000)) == []


async def test_words_do_not_stay_because_a_platform_is_down(store: Store) -> None:
    now = await asked(store, await begun(store))
    day = timedelta(days=1).total_seconds()
    assert await store.to_erase(at(day), 9) == []
    assert await store.to_erase(at(day + 3), 9) == [now.id]
    await store.erase([now.id], at(day + 3))
    assert await select(store, "select state, because from outbox where turn = 3") == [("withdrawn", "erased")]
    assert await ready_ids(store, at(day + 4)) == []


async def test_an_open_ticket_is_waited_for(store: Store) -> None:
    now = await asked(store, await begun(store), ticket=claimed("t-c1"))
    await send(store, "c1/3/1", now=at(3))
    assert await store.to_erase(at(LATER), 9) == []
    closed = replace(claimed("t-c1"), state=TicketState.CLOSED, closed_at=at(10))
    await write(store, done(now, Returned(at(10), CounselorId("k-rani"), "selesai"), ticket=closed))
    assert await store.to_erase(at(LATER), 9) == [now.id]


async def test_erasing_twice_is_erasing_once(store: Store) -> None:
    await erased(store)
    assert await store.to_erase(at(LATER), 9) == []
    assert await store.erase([ConversationId("c1")], at(LATER)) == frozenset()


async def test_a_talk_that_nobody_asked_to_erase_is_never_due(store: Store) -> None:
    now = await begun(store)
    closed = replace(claimed("t-c1"), state=TicketState.CLOSED, closed_at=at(5))
    await write(store, done(now, Said(at(5), "berhenti"), ticket=closed, ended_at=at(5), ended_because="berhenti"))
    assert await store.to_erase(at(100_000), 9) == []


async def says(store: Store, name: str) -> str:
    """A first word, as the intake takes it: who wrote it."""
    came = arrival(f"telegram:{name}", Said(at(70), "halo"), address=CHAT)
    for _ in range(5):
        with suppress(StaleWrite):
            async with store.batch() as batch:
                await batch.alone([came])
                found = (await batch.find([came]))[came.id]
                new = talk(name, contact=found.contact or f"of-{name}").grown(opened_at=at(70))
                one = done(new, came.inbound, "Halo.")
                await batch.write([replace(one, link=found.unknown)])
            return new.contact
    raise AssertionError("never written")


@pytest.mark.parametrize("first", ["word", "deed"])
async def test_a_word_at_the_moment_of_the_deed_is_never_cut_off(store: Store, first: str) -> None:
    """Whichever comes first: what was written is kept, and the next word finds it."""
    now = await asked(store, await begun(store))
    await send(store, "c1/3/1", now=at(3))
    both = [says(store, "c2"), store.erase([now.id], at(LATER))]
    await asyncio.gather(*(both if first == "word" else reversed(both)))
    (contact,) = [row[0] for row in await select(store, "select contact_id from identity")]
    assert await select(store, "select id, contact_id from conversation where erased_at is null") == [("c2", contact)]
    assert await says(store, "c3") == contact
    assert [one.text for one in (await lines(store, "c2")).values()] == ["halo", "Halo."]
    assert await lines(store, "c1") == {}


@pytest.fixture
async def file_store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    async with opened(SqliteStore(tmp_path / "test.db", new_vault())) as one:
        yield one


async def test_the_deleted_key_stands_in_no_byte_of_any_file(file_store: SqliteStore, tmp_path: Path) -> None:
    now = await asked(file_store, await begun(file_store))
    await send(file_store, "c1/3/1", now=at(3))
    (key,) = await keys(file_store)
    texts = [one.blob for one in await sealed_of(file_store, "c1")]

    def there() -> int:
        files = [one.read_bytes() for one in tmp_path.iterdir()]
        return sum(blob in raw for raw in files for blob in (key, *texts))

    assert there() > len(texts)
    await file_store.erase([now.id], at(LATER))
    assert there() == 0


async def test_somebody_who_reads_at_that_moment_keeps_nobody_waiting(file_store: SqliteStore, tmp_path: Path) -> None:
    now = await asked(file_store, await begun(file_store))
    await send(file_store, "c1/3/1", now=at(3))
    with closing(sqlite3.connect(tmp_path / "test.db", isolation_level=None)) as other:
        other.execute("begin")
        assert other.execute("select count(*) from message").fetchone() == (5,)
        async with asyncio.timeout(BUSY_MS / 2_000):
            assert await file_store.erase([now.id], at(LATER)) == {now.id}
    await write(file_store, done(talk("c2"), Said(at(70), "halo")))


async def test_a_talk_that_is_kept_in_memory_is_forgotten_with_it(file_store: SqliteStore) -> None:
    """SQLite's process keeps the talks of those who write now."""
    now = await asked(file_store, await begun(file_store))
    await send(file_store, "c1/3/1", now=at(3))
    await file_store.erase([now.id], at(LATER))
    async with file_store.batch() as batch:
        (found,) = (await batch.find([arrival("telegram:9", Said(at(70), "halo"), address=CHAT)])).values()
        assert found.contact is None
