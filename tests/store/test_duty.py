"""Contract of the stores: shifts, who needs somebody else, and what a day was like."""

from dataclasses import replace
from datetime import timedelta

from bot.model.conversation import TicketState
from bot.model.counselor import Counselor
from bot.model.duty import Finished, Handled, Shift
from bot.model.message import Claimed, CounselorId, Level, Office, Returned, Said, TicketId
from bot.ports import Done, Store
from tests.store.telling import at, claimed, done, talk, ticket, write

RANI = Counselor(CounselorId("k-rani"), "rani", "Kak Rani", Office("kukar"), frozenset(["counselor"]))
DEWI = replace(RANI, id=CounselorId("k-dewi"), name="dewi")
HELLO = Said(at(), "halo")


def shift(seconds: int = 0, who: Counselor = RANI) -> Shift:
    return Shift(who.id, who.office, at(seconds), at(seconds) + timedelta(hours=12), 3)


async def people(store: Store) -> None:
    await store.save_counselor(RANI)
    await store.save_counselor(DEWI)


async def test_a_check_in_is_one_shift_however_often_it_is_pressed(store: Store) -> None:
    await people(store)
    assert await store.shift(RANI.id, at()) is None
    assert await store.begin_shift(shift()) == shift()
    assert await store.begin_shift(shift(60)) == shift()
    await store.begin_shift(shift(30, DEWI))
    assert await store.on_duty(at(61)) == [shift(30, DEWI), shift()]
    assert await store.shift(RANI.id, at(61)) == shift()


async def test_a_break_and_what_one_carries_are_kept_until_the_check_out(store: Store) -> None:
    await people(store)
    await store.begin_shift(shift())
    await store.begin_shift(shift(0, DEWI))
    resting = replace(shift(), capacity=1, paused_at=at(60))
    await store.change_shift(resting)
    assert await store.shift(RANI.id, at(61)) == resting
    assert await store.shift(DEWI.id, at(61)) == shift(0, DEWI)
    await store.end_shift(RANI.id, at(62))
    assert await store.shift(RANI.id, at(63)) is None
    assert await store.begin_shift(shift(64)) == shift(64)


async def test_a_shift_that_nobody_ended_is_over_in_time_and_makes_room_for_the_next(store: Store) -> None:
    await people(store)
    await store.begin_shift(shift())
    late = 13 * 3_600
    assert await store.on_duty(at(late)) == []
    assert await store.begin_shift(shift(late)) == shift(late)
    assert await store.on_duty(at(late)) == [shift(late)]


async def test_heavy_talks_that_were_closed_are_found_by_who_closed_them_and_since_when(store: Store) -> None:
    def shut(name: str, level: Level, seconds: int) -> Done:
        held = replace(claimed(name, level=level), state=TicketState.CLOSED, closed_at=at(seconds))
        return done(talk(f"c-{name}"), HELLO, ticket=held)

    await write(
        store,
        shut("t1", Level.HIGH, 10),
        shut("t2", Level.IMMINENT, 20),
        shut("t3", Level.CONCERN, 30),
        shut("t4", Level.HIGH, 5),
    )
    found = await store.finished([RANI.id, DEWI.id], at(10), Level.HIGH)
    assert sorted(found, key=lambda one: one.closed_at) == [
        Finished(RANI.id, Level.HIGH, at(10)),
        Finished(RANI.id, Level.IMMINENT, at(20)),
    ]
    assert await store.finished([DEWI.id], at(), Level.HIGH) == []
    assert await store.finished([], at(), Level.HIGH) == []


async def test_asking_for_somebody_else_counts_as_long_as_the_same_one_holds_it(store: Store) -> None:
    now = await write(store, done(talk("c1"), HELLO, ticket=claimed("t1")))

    async def asked() -> bool:
        found = await store.ticket(TicketId("t1"))
        (waiting,) = await store.queue()
        assert found == waiting
        return waiting.relief

    assert not await asked()
    await store.ask_relief(TicketId("t1"), RANI.id, at(1))
    await store.ask_relief(TicketId("t1"), RANI.id, at(2))
    assert await asked()
    await store.drop_relief(TicketId("t1"))
    assert not await asked()
    await store.ask_relief(TicketId("t1"), RANI.id, at(3))
    await write(store, done(now, Said(at(4), "ya"), ticket=replace(claimed("t1"), claimed_by=DEWI.id)))
    assert not await asked()


async def test_who_comes_back_to_a_talk_that_had_a_ticket_is_told_apart(store: Store) -> None:
    shut = ticket("t1", state=TicketState.CLOSED, closed_at=at(5))
    now = await write(store, done(talk("c1"), HELLO, ticket=shut))
    await write(store, done(now, Said(at(9), "lagi"), ticket=ticket("t2", opened_at=at(9)), language="en"))
    await write(store, done(talk("c2"), HELLO, ticket=ticket("t3")))
    found = {one.ticket.id: (one.returning, one.language) for one in await store.queue()}
    assert found == {"t2": (True, "en"), "t3": (False, "id")}


async def test_a_day_is_told_by_opened_first_claimed_and_closed(store: Store) -> None:
    opened = ticket("t1", opened_at=at(), level=Level.HIGH)
    now = await write(store, done(talk("c1"), HELLO, ticket=opened))
    held = replace(opened, state=TicketState.CLAIMED, claimed_by=RANI.id, lease_until=at(999))
    now = await write(store, done(now, Claimed(at(30), RANI.id, "Kak Rani", Office("kukar")), ticket=held))
    now = await write(store, done(now, Claimed(at(60), RANI.id, "Kak Rani", Office("kukar")), ticket=held))
    shut = replace(held, state=TicketState.CLOSED, closed_at=at(90), outcome="selesai")
    await write(store, done(now, Returned(at(90), RANI.id, "selesai"), ticket=shut))
    await write(store, done(talk("c2"), HELLO, ticket=ticket("t2", opened_at=at(-999))))
    expected = Handled(opened.office, Level.HIGH, at(), at(30), at(90), "selesai")
    assert await store.handled(at()) == [expected]
    assert await store.handled(at(50)) == [expected], "closed since then"
    assert await store.handled(at(91)) == []


async def test_the_languages_of_a_counselor_come_back(store: Store) -> None:
    one = replace(RANI, languages=frozenset({"id", "en"}))
    await store.save_counselor(one)
    assert await store.counselors() == [one]
