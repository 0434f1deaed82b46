"""Contract of the stores: where the live conversations stand, as counts."""

from pathlib import Path

from bot.model.conversation import Position, TicketState, Voice
from bot.model.message import Said
from bot.model.stand import Stand, Way
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from tests.store.telling import at, done, new_vault, opened, talk, ticket, write

Both = SqliteStore | PostgresStore
HELLO = Said(at(), "halo")
WHERE, TIPS = Position("anak/perundungan", "di_mana"), Position("anak/perundungan", "tips")


async def test_live_conversations_are_counted_by_place_question_and_voice(store: Both) -> None:
    await write(
        store,
        done(talk("c1"), HELLO, position=WHERE, fingerprint="a1"),
        done(talk("c2"), HELLO, position=WHERE, fingerprint="a1"),
        done(talk("c3"), HELLO, position=WHERE, fingerprint="b2"),
        done(talk("c4"), HELLO, position=WHERE, fingerprint="a1", voice=Voice.COUNSELOR),
        done(talk("c5"), HELLO, position=WHERE, fingerprint="a1", ended_at=at(5)),
        done(talk("c6"), HELLO),
    )
    assert await store.stands(at(-60)) == [
        Stand(*_place(WHERE), "a1", Voice.BOT, people=2),
        Stand(*_place(WHERE), "a1", Voice.COUNSELOR, people=1),
        Stand(*_place(WHERE), "b2", Voice.BOT, people=1),
    ]


async def test_a_place_that_was_interrupted_is_counted_as_a_way_back(store: Both) -> None:
    menu = Position("perintah/menu", "tanya")
    await write(
        store,
        done(talk("c1"), HELLO, position=menu, fingerprint="m", resume=TIPS),
        done(talk("c2"), HELLO, position=WHERE, fingerprint="a1", resume=TIPS),
        done(talk("c3"), HELLO, position=TIPS, fingerprint="t"),
    )
    stands = await store.stands(at(-60))
    assert [one for one in stands if one.way is Way.BACK] == [Stand(*_place(TIPS), way=Way.BACK, people=2)]
    assert sum(one.people for one in stands if one.way is Way.HERE) == 3


async def test_a_talk_that_is_over_by_its_silence_counts_no_more_but_with_a_ticket_open(store: Both) -> None:
    shut = ticket("t3", state=TicketState.CLOSED, closed_at=at())
    await write(
        store,
        done(talk("c1"), HELLO, position=WHERE, fingerprint="a1"),
        done(talk("c2"), HELLO, position=WHERE, fingerprint="a1", ticket=ticket("t2")),
        done(talk("c3"), HELLO, position=WHERE, fingerprint="a1", ticket=shut),
        done(talk("c4"), Said(at(90), "halo"), position=WHERE, fingerprint="a1"),
    )
    assert [one.people for one in await store.stands(at(0))] == [4]
    assert [one.people for one in await store.stands(at(60))] == [2]


async def test_nobody_stands_anywhere_in_a_new_house(store: Both) -> None:
    assert await store.stands(at(-60)) == []


def _place(here: Position) -> tuple[str, str]:
    return here.flow, here.state


async def test_on_a_file_they_are_counted_aside_so_that_nobody_waits_behind_the_count(tmp_path: Path) -> None:
    async with opened(SqliteStore(tmp_path / "test.db", new_vault())) as store:
        await write(store, done(talk("c1"), HELLO, position=WHERE, fingerprint="a1"))
        async with store.aside() as reads:
            assert reads is not store.reader
            assert await reads.all("canaries") == await store.reader.all("canaries")
        assert sum(one.people for one in await store.stands(at(-60))) == 1
