"""Several processes on one PostgreSQL: any takes any arrival, none waits in a circle, and each row is sent by one."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace

import asyncpg
import pytest

from bot.clock import SystemClock
from bot.errors import KeysMissing, StaleWrite, StoreDown
from bot.model.conversation import Conversation
from bot.model.message import Address, Arrival, ArrivalId, Channel, ContactId, ConversationId, MessageId, Said
from bot.model.turn import Release, Turn, Wait
from bot.ports import Delivery, Due, Mark
from bot.rules.flood import MOST
from bot.runner.audience import Audience
from bot.runner.bell import Bell
from bot.runner.intake import Intake
from bot.runner.loop import Loops
from bot.store.postgres import PostgresStore
from bot.vault.envelope import Vault, new_id
from tests.postgres import fresh
from tests.runner.house import plain
from tests.store.conftest import migrated
from tests.store.telling import ALL, COOKIE, after, at, done, new_vault, opened, ready_ids, select, states, talk, write

HELLO = Said(at(), "halo")
PEOPLE = 12
WORDS = 8


@pytest.fixture
async def url(postgres_url: str) -> AsyncIterator[str]:
    async with fresh(postgres_url, migrated) as one:
        yield one


@pytest.fixture
def vault() -> Vault:
    return new_vault()


@pytest.fixture
async def two(url: str, vault: Vault) -> AsyncIterator[tuple[PostgresStore, PostgresStore]]:
    """Stores of two processes."""
    async with opened(PostgresStore(url, vault)) as one, opened(PostgresStore(url, vault)) as other:
        yield one, other


@asynccontextmanager
async def at_work(store: PostgresStore) -> AsyncIterator[Intake]:
    """The way in of one process."""
    audience = Audience(True, (), lambda _: None, nobody, str.encode)
    fine = {"advance": plain, "fault": plain, "resting": lambda _: False, "new_id": new_id}
    intake = Intake(store, SystemClock(), Bell(), audience, **fine)  # type: ignore[arg-type]  # as the parameters say
    loops = Loops()
    loops.start({"intake": intake.run})
    try:
        yield intake
    finally:
        await loops.stop()
        await intake.close()


async def nobody(_: Address) -> None:
    """Everyone is served."""


def word(person: int, number: int, text: str = "halo") -> Arrival:
    address = Address(Channel.TELEGRAM, "user", str(person))
    return Arrival(ArrivalId(f"telegram:{person}.{number}"), Channel.TELEGRAM, Said(at(number * 60), text), address)


async def test_of_two_that_start_at_once_on_an_empty_database_both_serve(postgres_url: str, vault: Vault) -> None:
    async with fresh(postgres_url) as url, AsyncExitStack() as stack:
        stores = [PostgresStore(url, vault) for _ in range(4)]
        for one in stores:
            stack.push_async_callback(one.close)
        await asyncio.gather(*(one.open() for one in stores))
        await asyncio.gather(*(one.ping() for one in stores))


async def test_of_two_that_start_at_once_with_different_keys_on_an_empty_database_one_serves(
    url: str, vault: Vault
) -> None:
    """Two machines that made a ring each: what one seals the other could never open."""
    db = await asyncpg.connect(url)
    mine, theirs = PostgresStore(url, vault), PostgresStore(url, new_vault())
    try:
        async with db.transaction():
            await db.execute("lock table key_canary in exclusive mode")  # it is read, and nobody writes it yet
            opening = [asyncio.create_task(one.open()) for one in (mine, theirs)]
            await held_up(db, len(opening))
        told = await asyncio.gather(*opening, return_exceptions=True)
        assert [type(one) for one in told if one] == [KeysMissing]
    finally:
        await mine.close()
        await theirs.close()
        await db.close()


async def test_any_process_takes_any_arrival_and_no_turn_is_lost_doubled_or_stuck(
    two: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    choice = random.Random(2026)
    async with at_work(two[0]) as one, at_work(two[1]) as other:

        async def talks(person: int) -> None:
            for number in range(WORDS):
                arrival = word(person, number)
                first, second = choice.sample([one, other], 2)
                both = [first.take(arrival)] + ([second.take(arrival)] if choice.random() < 0.3 else [])
                states = sorted(receipt.state for receipt in await asyncio.gather(*both))
                assert states in (["done"], ["done", "duplicate"])

        await asyncio.gather(*(talks(person) for person in range(PEOPLE)))
    db = await asyncpg.connect(url)
    try:
        assert await db.fetchval("select count(*) from contact") == PEOPLE
        rows = await db.fetch("select turn, version from conversation")
        assert [tuple(row) for row in rows] == [(WORDS, WORDS)] * PEOPLE
        assert await db.fetchval("select count(*) from message where n = 0") == PEOPLE * WORDS
        assert await db.fetchval("select deadlocks from pg_stat_database where datname = current_database()") == 0
    finally:
        await db.close()


async def test_the_first_words_of_one_person_at_two_processes_meet_in_one_talk(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    async with at_work(two[0]) as one, at_work(two[1]) as other:
        for person in range(20):
            mine, theirs = await asyncio.gather(one.take(word(person, 0)), other.take(word(person, 1)))
            assert mine.state == theirs.state == "done"
            assert mine.conversation == theirs.conversation


async def test_a_flood_over_two_processes_is_one_flood(two: tuple[PostgresStore, PostgresStore]) -> None:
    person = Address(Channel.TELEGRAM, "user", "1")
    async with at_work(two[0]) as one, at_work(two[1]) as other:
        for number in range(4 * MOST):
            said = Said(at(number / 10), "tes")
            await (one, other)[number % 2].take(
                Arrival(ArrivalId(f"telegram:{number}"), Channel.TELEGRAM, said, person)
            )
    assert await select(two[0], "select count(*) from message where n = 0") == [(4 * MOST,)], "all is kept"
    assert await select(two[0], "select count(*) from outbox") == [(MOST,)]


async def test_who_wrote_a_row_sends_it_and_after_half_a_minute_anyone_does(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    one, other = two
    await write(one, done(talk(), HELLO, "Halo juga."))
    assert await ready_ids(one) == ["c1/1/1"]
    assert await ready_ids(other, at(29)) == []
    assert await ready_ids(other, at(30)) == ["c1/1/1"]
    row = [MessageId("c1/1/1")]
    taken = await asyncio.gather(one.take(row, at(30)), other.take(row, at(30)))
    assert sorted(len(one) for one in taken) == [0, 1], "only one of them sends it"


async def test_what_a_process_had_in_flight_when_it_died_is_found_by_another(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    one, other = two
    await write(one, done(talk(), HELLO, "Halo juga."))
    await one.take([MessageId("c1/1/1")], at(10))
    assert await other.recover(at(39)) == 0, "it may still be under way"
    assert await one.recover(at(99), [MessageId("c1/1/1")]) == 0, "it knows best what it has in flight"
    assert await other.recover(at(40)) == 1
    assert await ready_ids(other, at(40)) == ["c1/1/1"]
    assert (await states(other))["c1/1/1"] == Delivery.UNKNOWN


async def test_who_was_stopped_while_sending_says_nothing_of_a_row_that_another_sends_but_that_it_arrived(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    """Or a third would send it once more while it is in flight."""
    one, other = two
    name = MessageId("c1/1/1")
    await write(one, done(talk(), HELLO, "Halo juga."))
    await one.take([name], at())
    assert await other.recover(at(31)) == 1
    assert await other.take([name], at(31)) == {name}
    for state in (Delivery.WAITING, Delivery.UNKNOWN, Delivery.HELD, Delivery.REFUSED):
        await one.mark([Mark(name, state, at(40), because="late", due_at=at(40))])
        assert (await states(other))[name] == Delivery.TAKEN
    await one.mark([Mark(name, Delivery.SENT, at(41), external_id="it arrived")])
    assert (await states(other))[name] == Delivery.SENT


async def test_who_was_stopped_before_taking_takes_nothing_that_another_tried_meanwhile(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    one, other = two
    name = MessageId("c1/1/1")
    await write(one, done(talk(), HELLO, "Halo juga."))
    assert await ready_ids(one, at(5)) == [name]
    await other.take([name], at(30))
    await other.mark([Mark(name, Delivery.UNKNOWN, at(32), because="timeout", due_at=at(92))])
    assert await one.take([name], at(5)) == frozenset(), "it may have arrived"
    assert await other.take([name], at(92)) == {name}


async def test_a_due_timer_is_let_in_by_one_process_and_by_another_if_that_one_dies(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    one, other = two
    await write(one, done(talk(), HELLO, effects=(Wait(1, at(600) - at()),)))
    timer = Due(ConversationId("c1"), Channel.TELEGRAM, 1, "silence")
    assert await one.due(at(600), 8) == [timer]
    assert await other.due(at(629), 8) == []
    assert await one.due(at(629), 8) == [timer], "who claimed it may try again"
    assert await other.due(at(659), 8) == [timer]


async def test_a_reply_that_was_released_while_another_process_judged_it_is_not_held_again(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    one, other = two
    first = done(talk(), HELLO, "Balasan.")
    now = await write(one, first)
    held = Mark(MessageId("c1/1/1"), Delivery.HELD, at(1), because="quiet", version=now.version)
    released = done(now, Said(at(2), "lanjut"), effects=(Release(),))
    async with one.batch() as batch:
        await batch.alone([Arrival(ArrivalId("x"), Channel.TELEGRAM, HELLO, conversation=now.id)])
        await batch.write([released])
        judging = asyncio.create_task(other.mark([held]))
        done_first, _ = await asyncio.wait([judging], timeout=0.3)
        assert not done_first, "it waits for the turn"
    await judging
    assert (await states(one))["c1/1/1"] == Delivery.WAITING


async def test_a_process_that_stops_in_the_middle_of_a_transaction_keeps_nobody_waiting(
    two: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    now = await write(two[0], done(talk(), HELLO))
    stuck = await asyncpg.connect(url, server_settings={"idle_in_transaction_session_timeout": "300ms"})
    await stuck.execute("begin")
    await stuck.execute("select id from contact for no key update")
    await write_locked(two[1], now)
    assert stuck.is_closed() or await is_gone(stuck)


async def write_locked(store: PostgresStore, now: Conversation) -> None:
    async with store.batch() as batch:
        await batch.alone([Arrival(ArrivalId("y"), Channel.TELEGRAM, HELLO, conversation=now.id)])
        await batch.write([done(now, Said(at(3), "masih di sini"))])


async def is_gone(db: "asyncpg.Connection[asyncpg.Record]") -> bool:
    try:
        await db.execute("select 1")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return True
    return False


async def test_one_process_hears_what_another_changed(two: tuple[PostgresStore, PostgresStore]) -> None:
    one, other = two
    rang: list[str] = []
    heard, listening = asyncio.Event(), asyncio.Event()

    def ring(key: str) -> None:
        listening.set()
        rang.append(key)
        if key == "c1":
            heard.set()

    task = asyncio.create_task(other.hear(ring))
    try:
        async with asyncio.timeout(5):
            await listening.wait()
            await write(one, done(talk(), HELLO, "Halo juga."))
            await heard.wait()
    finally:
        task.cancel()
    assert set(rang) == {"outbox", "queue", "c1"}, "ids only"


async def test_a_database_that_went_away_and_came_back_is_served_again(
    two: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    one = two[0]
    now = await write(one, done(talk(), HELLO))
    db = await asyncpg.connect(url)
    try:
        await db.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    finally:
        await db.close()
    for _ in range(10):  # a connection that died is known as dead when it is used, at the latest
        with suppress(StoreDown):
            await write(one, done(now, Said(at(1), "lagi"), "Masih di sini."))
            break
    assert await one.ready(at(2), 8, ALL)


def test_turns_of_the_plain_engine_grow_by_one() -> None:
    """What the storm above counts with."""
    turn = plain(talk(), HELLO)
    assert isinstance(turn, Turn)
    assert (turn.conversation.turn, after(done(talk(), HELLO)).version) == (1, 1)


async def held_up(db: "asyncpg.Connection[asyncpg.Record]", many: int = 1) -> None:
    """So many wait for a lock."""
    waits = "select count(*) from pg_locks where not granted"
    async with asyncio.timeout(5):
        while await db.fetchval(waits) < many:  # noqa: ASYNC110  PostgreSQL rings no bell
            await asyncio.sleep(0.01)


async def test_whoever_locks_several_contacts_does_it_in_one_order_however_they_were_named(
    two: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    """By their talk (a timer, the desk) or by their address: or two batches wait for each other."""
    await write(two[0], done(talk("c1", contact="p1"), HELLO), done(talk("c2", contact="p2"), HELLO))
    arrivals = [
        Arrival(ArrivalId("desk:1"), Channel.TELEGRAM, HELLO, conversation=ConversationId("c2")),
        Arrival(ArrivalId("telegram:1"), Channel.TELEGRAM, HELLO, Address(Channel.TELEGRAM, "user", "address-of-p1")),
    ]
    db, third = await asyncpg.connect(url), await asyncpg.connect(url)
    try:
        async with two[0].batch() as batch:
            async with db.transaction():
                await db.execute("select id from contact where id = 'p1' for no key update")
                locking = asyncio.create_task(batch.alone(arrivals))
                await held_up(third)
                assert await third.fetch("select id from contact where id = 'p2' for no key update nowait")
            await locking
            found = await batch.find(arrivals)
            assert [one.contact for one in found.values()] == ["p2", "p1"]
    finally:
        await db.close()
        await third.close()


async def test_a_message_that_two_processes_have_at_once_is_known_to_the_second_at_its_first_try(
    two: tuple[PostgresStore, PostgresStore], url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Or it is refused to a caller whose message is stored: a second try may meet the next one of its kind."""
    db = await asyncpg.connect(url)
    arrival = word(1, 1)
    try:
        async with at_work(two[1]) as other:
            async with two[0].batch() as batch:
                await batch.alone([arrival])
                one = done(talk(), HELLO)
                await batch.write([replace(one, arrival=arrival, link=(arrival.address,) if arrival.address else ())])
                taking = asyncio.create_task(other.take(arrival))
                await held_up(db)
            assert (await taking).state == "duplicate"
        assert not caplog.records
    finally:
        await db.close()


async def test_a_cookie_is_not_forgotten_while_its_owner_comes_back_at_another_process(
    two: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    """What they write would be stored, and its answer shown to nobody."""
    db = await asyncpg.connect(url)
    now = await write(two[0], done(talk(channel=Channel.WEB), HELLO, link=(COOKIE,)))
    try:
        async with two[0].batch() as batch:
            await batch.alone([Arrival(ArrivalId("web:1"), Channel.WEB, HELLO, COOKIE)])
            await batch.write([done(now, Said(at(600), "masih di sini"))])
            forgetting = asyncio.create_task(two[1].unlink_idle(at(1)))
            await held_up(db)
        assert await forgetting == 0
        assert await two[1].visit(COOKIE)
        assert await two[1].unlink_idle(at(601)) == 1
    finally:
        await db.close()


async def test_of_two_who_choose_the_same_words_at_two_processes_the_second_is_asked_for_others(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    """Told that they may have them, they would later open the talk of the first with them."""
    async with two[0].batch() as mine, two[1].batch() as theirs:
        assert not await mine.words_taken("kucing hujan", ContactId("p1"))
        assert not await mine.words_taken("kucing hujan", ContactId("p1"))
        assert await theirs.words_taken("kucing hujan", ContactId("p2"))
        assert not await theirs.words_taken("perahu biru", ContactId("p2"))
    async with two[1].batch() as theirs:
        assert not await theirs.words_taken("kucing hujan", ContactId("p2")), "nobody kept them in the end"


async def test_nobody_is_answered_on_an_address_that_was_forgotten_while_they_were_looked_for(
    two: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    """A third process may be giving it to somebody new at this moment; the intake looks again."""
    db, third = await asyncpg.connect(url), await asyncpg.connect(url)
    try:
        async with at_work(two[0]) as one, two[1].batch() as batch:
            first = await one.take(word(1, 1))
            async with db.transaction():
                await db.execute("select id from contact for no key update")
                await db.execute("delete from identity")
                locking = asyncio.create_task(batch.alone([word(1, 2)]))
                await held_up(third)
            await locking
            with pytest.raises(StaleWrite):
                await batch.find([word(1, 2)])
            second, again = await one.take(word(1, 2)), await one.take(word(1, 3))
        assert first.conversation != second.conversation == again.conversation
    finally:
        await db.close()
        await third.close()


async def test_what_a_platform_allows_in_all_is_shared_by_those_who_live(
    two: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    one, other = two
    assert await one.alive() == 1
    assert await other.alive() == 2
    assert await one.alive() == 2
    db = await asyncpg.connect(url)
    try:
        await db.execute("update lease set until = 1 where holder = $1", other.process)
    finally:
        await db.close()
    assert await one.alive() == 1
    assert await select(one, f"select count(*) from lease where holder = '{other.process}'") == [(0,)]


async def test_who_stops_in_order_leaves_its_rows_to_the_others_at_once(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    one, other = two
    assert (await one.alive(), await other.alive()) == (1, 2)
    await write(one, done(talk(), HELLO, "Halo juga."))
    assert await ready_ids(other, at(1)) == []
    await one.close()
    assert await ready_ids(other, at(1)) == ["c1/1/1"]
    assert await other.alive() == 1


async def test_who_stops_waits_for_nobody_who_holds_one_of_its_rows(
    two: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    """It locks no contacts, so whoever waited for it while it waits would wait in a circle."""
    one, other = two
    await write(one, done(talk("c1"), HELLO, "Halo."), done(talk("c2"), HELLO, "Halo juga."))
    db = await asyncpg.connect(url)
    try:
        async with db.transaction():
            await db.execute("select 1 from outbox where conversation_id = 'c1' for update")
            async with asyncio.timeout(3):
                await one.close()
        assert await ready_ids(other, at(1)) == ["c2/1/1"]
    finally:
        await db.close()
