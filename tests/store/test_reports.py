"""Contract of the stores: what a platform tells of our messages, in whatever order it tells it."""

from datetime import timedelta
from itertools import permutations

import pytest

from bot.model.conversation import Conversation
from bot.model.message import Channel, Failed, MessageId, Said
from bot.model.report import Rank, Report
from bot.model.turn import Lost, Wait
from bot.ports import Delivery, Store
from tests.store.telling import after, at, done, lines, mark, ready_ids, send, states, talk, write

ROW = MessageId("c1/1/1")
HELLO = Said(at(), "halo")


def told(rank: Rank, sid: str = "SM1", seconds: float = 1, row: str = ROW) -> Report:
    return Report(MessageId(row), rank, at(seconds), sid)


async def taken(store: Store, name: str = ROW) -> None:
    assert await store.take([MessageId(name)], at()) == {name}


@pytest.mark.parametrize("order", list(permutations(Rank)))
async def test_the_most_that_was_told_stands_in_whatever_order(store: Store, order: tuple[Rank, ...]) -> None:
    await write(store, done(talk(), HELLO, "Hai."))
    await send(store, ROW)
    seen: list[Rank] = []
    for rank in order:
        grown = rank > max(seen, default=0)
        assert await store.report([told(rank)]) == ({ROW} if grown else frozenset())
        assert await store.report([told(rank)]) == frozenset()
        seen.append(rank)
        words = {Rank.ACCEPTED: "sent", Rank.DELIVERED: "delivered", Rank.READ: "read"}
        assert await states(store) == {ROW: words[max(seen)]}


@pytest.mark.parametrize("state", [Delivery.TAKEN, Delivery.UNKNOWN, Delivery.WAITING, Delivery.HELD])
async def test_a_report_settles_a_row_that_was_tried_and_whose_fate_is_open(store: Store, state: Delivery) -> None:
    await write(store, done(talk(channel=Channel.WHATSAPP), HELLO, "Satu.", "Dua."))
    await taken(store)
    if state is not Delivery.TAKEN:
        await mark(store, ROW, state, because="timeout", due_at=at(60))
    assert await store.report([told(Rank.ACCEPTED)]) == {ROW}
    assert (await states(store))[ROW] == "sent"
    assert (await lines(store))[ROW].because == ""
    assert await ready_ids(store) == ["c1/1/2"]


async def test_what_was_settled_is_not_called_unknown_by_the_answer_that_comes_later(store: Store) -> None:
    await write(store, done(talk(), HELLO, "Hai."))
    await taken(store)
    await store.report([told(Rank.DELIVERED)])
    await mark(store, ROW, Delivery.UNKNOWN, because="timeout", due_at=at(60))
    await mark(store, ROW, Delivery.SENT, external_id="SM7")
    assert await states(store) == {ROW: "delivered"}


async def test_a_report_starts_the_clock_of_the_question_it_settles(store: Store) -> None:
    wait = Wait(1, timedelta(seconds=10))
    await write(store, done(talk(), HELLO, "Yang mana?", effects=(wait,)))
    await taken(store)
    assert await store.next_due() is None
    await store.report([told(Rank.ACCEPTED, seconds=5)])
    assert await store.next_due() == at(15)
    await store.report([told(Rank.READ, seconds=9)])
    assert await store.next_due() == at(15)


async def test_a_report_changes_nothing_for_what_was_never_tried_or_is_none_of_ours(store: Store) -> None:
    await write(store, done(talk(), HELLO, "Hai."))
    assert await store.report([told(Rank.READ, row="gone/1/1")]) == frozenset()
    await store.report([told(Rank.ACCEPTED)])
    assert await states(store) == {ROW: "waiting"}
    assert await ready_ids(store) == [ROW]


async def test_what_was_withdrawn_stays_so(store: Store) -> None:
    await write(store, done(talk(), HELLO, "Hai."))
    await send(store, ROW, Delivery.WITHDRAWN)
    await store.report([told(Rank.DELIVERED)])
    assert await states(store) == {ROW: "withdrawn"}


async def fails(store: Store, before: Conversation, sid: str) -> Conversation:
    failed = Failed(at(2), ROW, "63016", sid)
    return await write(store, done(before, failed, effects=(Lost(ROW, "63016", sid),)))


async def test_a_sending_that_failed_is_refused_and_its_own_late_reports_change_nothing(store: Store) -> None:
    one = done(talk(), HELLO, "Hai.")
    await write(store, one)
    await taken(store)
    await mark(store, ROW, Delivery.SENT, external_id="SM1")
    await fails(store, after(one), "SM1")
    assert await store.report([told(Rank.ACCEPTED, "SM1"), told(Rank.ACCEPTED, "SM1")]) == {ROW}
    assert await states(store) == {ROW: "refused"}


async def test_the_late_failure_of_a_first_sending_does_not_refuse_the_second(store: Store) -> None:
    one = done(talk(), HELLO, "Hai.")
    await write(store, one)
    await taken(store)
    await mark(store, ROW, Delivery.UNKNOWN, because="timeout", due_at=at())
    await taken(store)
    await mark(store, ROW, Delivery.SENT, external_id="SM2")
    before = await fails(store, after(one), "SM1")
    assert await states(store) == {ROW: "sent"}
    await fails(store, before, "SM2")
    assert await states(store) == {ROW: "refused"}


async def test_a_second_sending_that_got_through_outweighs_the_failure_of_the_first(store: Store) -> None:
    one = done(talk(), HELLO, "Hai.")
    await write(store, one)
    await taken(store)
    await mark(store, ROW, Delivery.UNKNOWN, because="timeout", due_at=at())
    await taken(store)
    await fails(store, after(one), "SM1")
    await mark(store, ROW, Delivery.SENT, external_id="SM2")
    assert await states(store) == {ROW: "refused"}
    assert await store.report([told(Rank.DELIVERED, "SM2")]) == {ROW}
    assert await states(store) == {ROW: "delivered"}


async def test_what_arrived_cannot_be_lost_any_more_and_what_was_only_taken_can(store: Store) -> None:
    one = done(talk(), HELLO, "Satu.", "Dua.")
    await write(store, one)
    for n, rank in ((1, Rank.DELIVERED), (2, Rank.ACCEPTED)):
        await send(store, f"c1/1/{n}")
        await store.report([told(rank, f"SM{n}", row=f"c1/1/{n}")])
    before = after(one)
    for n in (1, 2):
        name = MessageId(f"c1/1/{n}")
        lost = Lost(name, "63016", f"SM{n}")
        before = await write(store, done(before, Failed(at(2), name, "63016", f"SM{n}"), effects=(lost,)))
    assert await states(store) == {"c1/1/1": "delivered", "c1/1/2": "refused"}
