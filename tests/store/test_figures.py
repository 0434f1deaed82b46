"""Contract of the stores: what a month is counted from. Nothing sealed, nobody's name."""

from datetime import date

from bot.model.conversation import Reader, TicketState
from bot.model.figures import Served, Talks
from bot.model.message import Author, Channel, CounselorId, Kind, Level, Office, Replied, Returned, Said
from bot.model.tally import Tally
from bot.model.turn import Count
from bot.ports import Done
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from tests.store.telling import at, claimed, done, talk, ticket, write

Both = SqliteStore | PostgresStore
HELLO = Said(at(), "halo")
RANI = CounselorId("k-rani")


def child(name: str, level: Level = Level.NONE) -> Done:
    return done(talk(name), HELLO, reader=Reader.CHILD, age_band="10-12", office=Office("kukar"), level=level)


async def test_talks_are_counted_by_what_they_have_in_common(store: Both) -> None:
    await write(
        store, *(child(name) for name in ("c1", "c2")), child("c3", Level.HIGH), done(talk("c4", Channel.WEB), HELLO)
    )
    kukar = (Channel.TELEGRAM, Reader.CHILD, "10-12", Office("kukar"))
    assert await store.talks_begun(at(-1), at(1)) == [
        Talks(*kukar, Level.NONE, 2),
        Talks(*kukar, Level.HIGH, 1),
        Talks(Channel.WEB, Reader.UNKNOWN, "", Office("provinsi"), Level.NONE, 1),
    ]


async def test_a_month_begins_at_its_first_moment_and_ends_before_the_next(store: Both) -> None:
    await write(store, done(talk("c1"), HELLO, ticket=ticket("t1")))
    assert await store.talks_begun(at(), at(1))
    assert await store.talks_begun(at(-1), at()) == []
    assert await store.tickets_opened(at(), at(1))
    assert await store.tickets_opened(at(-1), at()) == []


async def test_a_ticket_waits_until_the_first_words_of_a_counselor(store: Both) -> None:
    kinds = frozenset([Kind.PHYSICAL, Kind.DV])
    now = await write(store, done(talk("c1"), HELLO, "Baik.", ticket=ticket("t1", kinds=kinds)))
    assert await store.tickets_opened(at(), at(1)) == [
        Served(Office("kukar"), "anak", Level.HIGH, kinds, at(), None, "")
    ]
    held = claimed("t1", kinds=kinds)
    for second in (60, 90):
        now = await write(
            store, done(now, Replied(at(second), RANI, "Hai"), "Hai", author=Author.COUNSELOR, ticket=held)
        )
    shut = ticket("t1", kinds=kinds, state=TicketState.CLOSED, closed_at=at(120), outcome="selesai")
    await write(store, done(now, Returned(at(120), RANI, "selesai"), ticket=shut))
    assert await store.tickets_opened(at(), at(1)) == [
        Served(Office("kukar"), "anak", Level.HIGH, kinds, at(), at(60), "selesai")
    ]


async def test_an_erased_talk_is_still_one_talk(store: Both) -> None:
    now = await write(store, done(talk("c1"), HELLO))
    before = await store.talks_begun(at(), at(1))
    await store.erase([now.id], at(60))
    assert await store.talks_begun(at(), at(1)) == before


async def test_which_topic_was_opened_is_kept_by_the_month_alone(store: Both) -> None:
    opened = Count("topik", "anak_tubuh/haid", monthly=True)
    await write(store, done(talk("c1"), HELLO, effects=(opened,), reader=Reader.CHILD))
    month = date(2026, 3, 1)
    assert await store.tallies(month, date(2026, 3, 31)) == [
        Tally(month.isoformat(), "topik", "anak_tubuh/haid", "child", 1)
    ]
