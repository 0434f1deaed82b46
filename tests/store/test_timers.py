"""Contract of the stores: timers that start when the question was accepted, and end with the wait."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.message import (
    Channel,
    Claimed,
    CounselorId,
    Failed,
    Inbound,
    Lapsed,
    Left,
    MessageId,
    Office,
    Planned,
    Press,
    Replied,
    Returned,
    Said,
    Silence,
    Waited,
)
from bot.model.turn import Erase, Lost, Plan, Term, Unplan, Unterm, Wait
from bot.ports import Delivery, Due, Store
from bot.store.sqlite import SqliteStore
from tests.store.telling import after, at, done, mark, new_vault, opened, send, talk, write

HELLO = Said(at(), "halo")
RANI = CounselorId("k-rani")
DAY = timedelta(hours=24)
TEN = timedelta(minutes=10)
SILENCE = Due(talk().id, Channel.TELEGRAM, 1, "silence")
OFFER = Due(talk().id, Channel.TELEGRAM, 1, "offer")


COURSE = Due(talk().id, Channel.TELEGRAM, 1, "plan:kursus")
LESSON = Plan("kursus", 1, at(900))


async def due(store: Store, seconds: float, limit: int = 64) -> list[Due]:
    return await store.due(at(seconds), limit)


async def test_a_timer_starts_when_the_last_bubble_was_accepted(store: Store) -> None:
    await write(store, done(talk(), HELLO, "Satu.", "Dua?", effects=(Wait(1, TEN),)))
    await send(store, "c1/1/1", now=at(5))
    assert await store.next_due() is None
    await send(store, "c1/1/2", now=at(60))
    assert await store.next_due() == at(660)
    assert await due(store, 659) == []
    assert await due(store, 660) == [SILENCE]


@pytest.mark.parametrize("again", [at(2), None])
async def test_a_question_of_unknown_fate_counts_as_sent(store: Store, again: object) -> None:
    await write(store, done(talk(), HELLO, "Dua?", effects=(Wait(1, TEN),)))
    await store.take([MessageId("c1/1/1")], at())
    await mark(store, "c1/1/1", Delivery.UNKNOWN, at(1), due_at=again)
    assert await due(store, 601) == [SILENCE]
    if again:
        await send(store, "c1/1/1", now=at(30))
        assert await due(store, 601) == [SILENCE], "the second send does not start the clock again"


async def test_a_question_in_flight_when_we_died_counts_as_sent(store: Store) -> None:
    await write(store, done(talk("c1"), HELLO, "Dua?", effects=(Wait(1, TEN),)))
    await write(store, done(talk("c2"), HELLO, "Dua?", effects=(Wait(1, TEN),)))
    await store.take([MessageId("c1/1/1")], at())
    await store.recover(at(40))
    assert await due(store, 640) == [SILENCE]


@pytest.mark.parametrize("state", [Delivery.REFUSED, Delivery.HELD, Delivery.WITHDRAWN])
async def test_nobody_waits_for_ever_behind_a_question_that_could_not_be_sent(store: Store, state: Delivery) -> None:
    await write(store, done(talk(), HELLO, "Dua?", effects=(Wait(1, TEN),)))
    await mark(store, "c1/1/1", state, at(30))
    assert await due(store, 629) == []
    assert await due(store, 630) == [SILENCE]


async def test_a_verdict_that_is_void_starts_no_clock(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, "Dua?", effects=(Wait(1, TEN),)))
    await mark(store, "c1/1/1", Delivery.HELD, at(1), version=now.version - 1)
    assert await due(store, 10**7) == []


async def test_a_question_that_is_tried_again_starts_no_clock(store: Store) -> None:
    await write(store, done(talk(), HELLO, "Dua?", effects=(Wait(1, TEN),)))
    await store.take([MessageId("c1/1/1")], at())
    await mark(store, "c1/1/1", Delivery.WAITING, at(1), due_at=at(2))
    assert await due(store, 10**7) == []


async def test_a_question_that_the_channel_lost_starts_the_clock_once(store: Store) -> None:
    one = done(talk(), HELLO, "Dua?", effects=(Wait(1, TEN),))
    await write(store, one)
    await store.take([MessageId("c1/1/1")], at())
    name = MessageId("c1/1/1")
    lost = done(after(one), Failed(at(5), name, "63016"), effects=(Lost(name, "63016"),), wait=1)
    await write(store, lost)
    await mark(store, "c1/1/1", Delivery.SENT, at(9))
    await write(store, done(after(lost), Failed(at(50), name, "63016"), effects=(Lost(name, "63016"),), wait=1))
    assert await due(store, 604) == []
    assert await due(store, 605) == [SILENCE]


async def test_a_message_of_a_flood_leaves_the_open_question_and_its_timer(store: Store) -> None:
    one = done(talk(), HELLO, effects=(Wait(1, TEN),))
    two = done(after(one), Said(at(1), "eh"), wait=1)
    await write(store, one, two)
    await write(store, done(after(two), Said(at(2), "eh"), wait=1))
    assert await due(store, 600) == [SILENCE]


async def test_a_timer_that_waits_for_nothing_starts_at_once(store: Store) -> None:
    await write(store, done(talk("c1"), HELLO, "Ya?", effects=(Wait(1, TEN, starts="now"),)))
    await write(store, done(talk("c2"), HELLO, effects=(Wait(1, TEN),)))
    assert [one.conversation for one in await due(store, 600)] == ["c1", "c2"]


async def test_the_two_kinds_of_timers_run_side_by_side(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, effects=(Wait(1, DAY), Wait(1, TEN, kind="offer"))))
    assert await due(store, 600) == [OFFER]
    await write(store, done(now, Waited(at(600), 1), wait=1))
    assert await due(store, 600) == []
    assert await due(store, DAY.total_seconds()) == [SILENCE]


async def test_timers_come_the_earliest_first_up_to_the_limit(store: Store) -> None:
    for number in (3, 1, 2):
        await write(store, done(talk(f"c{number}"), HELLO, effects=(Wait(1, number * TEN),)))
    assert [one.conversation for one in await due(store, 10**7)] == ["c1", "c2", "c3"]
    assert [one.conversation for one in await due(store, 10**7, limit=1)] == ["c1"]
    assert await store.next_due() == at(600)


async def test_a_timer_is_gone_with_the_arrival_it_became(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, effects=(Wait(1, TEN),)))
    assert await due(store, 600) == [SILENCE]
    await write(store, done(now, Silence(at(600), 1), effects=(Wait(2, TEN),)))
    assert await due(store, 10**7) == [Due(talk().id, Channel.TELEGRAM, 2, "silence")]


@pytest.mark.parametrize(
    "inbound",
    [
        Said(at(5), "ya"),
        Press(at(5), "1.ya.abcd"),
        Claimed(at(5), RANI, "Kak Rani", Office("kukar")),
        Returned(at(5), RANI, "selesai"),
        Left(at(5)),
    ],
    ids=lambda one: type(one).__name__,
)
async def test_who_ends_the_wait_ends_its_timers(store: Store, inbound: Inbound) -> None:
    now = await write(store, done(talk(), HELLO, effects=(Wait(1, DAY), Wait(1, TEN, kind="offer"))))
    await write(store, done(now, inbound))
    assert await due(store, 10**7) == []


@pytest.mark.parametrize(
    "inbound",
    [Failed(at(5), MessageId("c1/1/1"), "63016"), Replied(at(5), RANI, "ya"), Waited(at(5), 1)],
    ids=lambda one: type(one).__name__,
)
async def test_what_does_not_end_the_wait_leaves_its_timer(store: Store, inbound: Inbound) -> None:
    now = await write(store, done(talk(), HELLO, effects=(Wait(1, DAY),)))
    await write(store, done(now, inbound, wait=1))
    assert await due(store, 10**7) == [SILENCE]


async def test_a_word_of_the_same_batch_ends_the_timers_before_it(store: Store) -> None:
    one = done(talk("c1"), HELLO, "Ya?", effects=(Wait(1, DAY), Wait(1, TEN, kind="offer", starts="now")))
    other = done(talk("c2"), HELLO, effects=(Wait(1, TEN),))
    await write(store, one, other, done(after(one), Said(at(1), "ya"), effects=(Wait(2, TEN),)))
    assert await due(store, 10**7) == [
        Due(talk("c2").id, Channel.TELEGRAM, 1, "silence"),
        Due(talk("c1").id, Channel.TELEGRAM, 2, "silence"),
    ]


# ---- how long a counselor has the floor

LEASE = Due(talk().id, Channel.TELEGRAM, 1, "term:lease")


async def test_the_end_of_a_claim_comes_whatever_the_contact_does(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, effects=(Term("lease", 1, at(900)), Term("offer", 1, at(600)))))
    now = await write(store, done(now, Said(at(5), "ya"), wait=9))
    assert await store.next_due() == at(600)
    now = await write(store, done(now, Lapsed(at(600), "offer", 1)))
    assert await due(store, 10**7) == [LEASE]


async def test_a_claim_that_is_renewed_ends_once_at_its_new_end(store: Store) -> None:
    one = done(talk(), HELLO, effects=(Term("lease", 1, at(900)),))
    two = done(after(one), Replied(at(60), RANI, "ya"), effects=(Term("lease", 2, at(1500)),))
    now = await write(store, one, two)
    assert await due(store, 1499) == []
    now = await write(store, done(now, Lapsed(at(1499), "lease", 1)))
    assert [one.wait for one in await due(store, 1500)] == [2]
    await write(store, done(now, Lapsed(at(1500), "lease", 2)))
    assert await due(store, 10**7) == []


async def test_a_claim_that_ended_before_its_time_has_no_timer(store: Store) -> None:
    one = done(talk(), HELLO, effects=(Term("lease", 1, at(900)),))
    now = await write(store, one, done(after(one), Returned(at(5), RANI, "selesai"), effects=(Unterm("lease"),)))
    assert await due(store, 10**7) == []
    now = await write(store, done(now, HELLO, effects=(Term("lease", 3, at(900)),)))
    await write(store, done(now, Returned(at(9), RANI, "selesai"), effects=(Unterm("lease"),)))
    assert await due(store, 10**7) == []


async def test_timers_survive_a_restart(tmp_path: Path) -> None:
    vault = new_vault()
    store = SqliteStore(tmp_path / "test.db", vault)
    async with opened(store):
        await write(store, done(talk("c1"), HELLO, "Ya?", effects=(Wait(1, TEN),)))
        await write(store, done(talk("c2"), HELLO, "Ya?", effects=(Wait(1, TEN),)))
        await send(store, "c1/1/1", now=at(60))
    async with opened(store):
        assert await due(store, 660) == [SILENCE]
        await send(store, "c2/1/1", now=at(700))
        assert [one.conversation for one in await due(store, 1300)] == ["c1", "c2"]


# ---- what an adult asked for


async def test_what_is_planned_comes_at_its_moment_whatever_was_said_since(store: Store) -> None:
    one = done(talk(), HELLO, "Baik.", effects=(Wait(1, TEN, starts="now"), LESSON))
    now = await write(store, one)
    assert await store.next_due() == at(600)
    await write(store, done(now, Said(at(1), "ya"), effects=(Wait(2, TEN, starts="now"),)))
    assert await due(store, 899) == [Due(talk().id, Channel.TELEGRAM, 2, "silence")]
    assert COURSE in await due(store, 900)


async def test_a_word_of_the_same_batch_leaves_what_is_planned(store: Store) -> None:
    one = done(talk(), HELLO, effects=(LESSON, Wait(1, TEN)))
    await write(store, one, done(after(one), Said(at(1), "ya")))
    assert await due(store, 10**7) == [COURSE]


async def test_what_is_planned_is_gone_with_the_arrival_it_became(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, effects=(LESSON,)))
    await write(store, done(now, Planned(at(900), "kursus", 1)))
    assert await due(store, 10**7) == []


async def test_an_arrival_of_an_earlier_plan_leaves_the_one_that_took_its_place(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, effects=(LESSON,)))
    now = await write(store, done(now, Said(at(1), "lain"), effects=(Plan("kursus", 2, at(2_000)),)))
    assert await due(store, 1_999) == []
    await write(store, done(now, Planned(at(1_000), "kursus", 1)))
    assert await due(store, 2_000) == [Due(talk().id, Channel.TELEGRAM, 2, "plan:kursus")]


async def test_plans_of_several_names_stand_side_by_side_and_each_is_taken_back_alone(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, effects=(LESSON, Plan("pengingat", 1, at(800)))))
    assert [one.kind for one in await due(store, 900)] == ["plan:pengingat", "plan:kursus"]
    await write(store, done(now, Said(at(1), "berhenti kursus"), effects=(Unplan("kursus"),)))
    assert [one.kind for one in await due(store, 10**7)] == ["plan:pengingat"]


async def test_what_is_taken_back_and_planned_anew_in_one_batch_stands(store: Store) -> None:
    one = done(talk(), HELLO, effects=(LESSON,))
    two = done(after(one), Said(at(1), "berhenti kursus"), effects=(Unplan("kursus"),))
    await write(store, one, two)
    assert await due(store, 10**7) == []
    anew = Plan("kursus", 3, at(950))
    three = done(after(two), Said(at(2), "kursus"), effects=(Unplan("kursus"), anew))
    await write(store, three)
    assert await due(store, 10**7) == [Due(talk().id, Channel.TELEGRAM, 3, "plan:kursus")]


async def test_an_erased_talk_has_nothing_planned(store: Store) -> None:
    await write(store, done(talk(), HELLO, effects=(LESSON, Erase()), ended_at=at(), ended_because="hapus"))
    assert await store.erase(await store.to_erase(at(60), 10), at(60)) == {talk().id}
    assert await due(store, 10**7) == []


async def test_a_row_keeps_in_which_variable_it_was_asked_for(store: Store) -> None:
    one = done(talk(), HELLO, "Halo.")
    rows = tuple(replace(row, planned="kursus") for row in one.rows)
    await write(store, replace(one, rows=rows))
    (ready,) = await store.ready(at(1), 10, [Channel.TELEGRAM])
    assert ready.row.planned == "kursus"
