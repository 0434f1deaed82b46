"""Contract of the stores: what is on its way out, and what becomes of it."""

from dataclasses import replace

import pytest

from bot.model.message import (
    Author,
    Button,
    Channel,
    Claimed,
    CounselorId,
    Failed,
    Left,
    MessageId,
    Office,
    Outbound,
    Replied,
    Said,
)
from bot.model.turn import Lost, Release, Withdraw
from bot.ports import Delivery, Done, Store
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from tests.store.telling import (
    ALL,
    PHONE,
    after,
    at,
    claimed,
    done,
    lines,
    mark,
    ready_ids,
    select,
    send,
    states,
    talk,
    ticket,
    write,
)

RANI = CounselorId("k-rani")
HELLO = Said(at(), "halo")
CLAIM = Claimed(at(), RANI, "Kak Rani", Office("kukar"))


def said(seconds: float, text: str = "lagi") -> Said:
    return Said(at(seconds), text)


def reply(before: Done, text: str = "Saya di sini.") -> Done:
    return done(after(before), Replied(at(), RANI, text), text, author=Author.COUNSELOR)


async def test_bubbles_of_a_talk_leave_one_after_the_other(store: Store) -> None:
    one = done(talk(), HELLO, "Satu.", "Dua.")
    await write(store, one, done(after(one), said(0), "Tiga."))
    for name in ("c1/1/1", "c1/1/2", "c1/2/1"):
        assert await ready_ids(store) == [name]
        await send(store, name)
    assert await ready_ids(store) == []


async def test_a_new_talk_of_a_contact_waits_for_the_last_bubble_of_the_one_before(store: Store) -> None:
    first, other = talk("c2", contact="a"), talk("c3", contact="b")
    second = replace(talk("c1", contact="a"), opened_at=at(1))
    await write(store, done(first, HELLO, "Satu.", "Dua."))
    await write(store, done(second, said(1), "Halo lagi."), done(other, said(2), "Halo."))
    for name in ("c2/1/1", "c2/1/2"):
        assert await ready_ids(store, at(3)) == [name, "c3/1/1"]
        await send(store, name)
    assert await ready_ids(store, at(3)) == ["c1/1/1", "c3/1/1"]


async def test_talks_leave_side_by_side_the_oldest_first_up_to_the_limit(store: Store) -> None:
    for number in (3, 1, 2):
        await write(store, done(talk(f"c{number}"), said(number), "Ya."))
    assert await ready_ids(store) == ["c1/1/1", "c2/1/1", "c3/1/1"]
    assert await ready_ids(store, limit=2) == ["c1/1/1", "c2/1/1"]


async def test_rows_of_a_channel_that_is_not_there_neither_come_nor_take_a_place(store: Store) -> None:
    for number in range(3):
        await write(store, done(talk(f"w{number}", Channel.WHATSAPP), HELLO, "Ya."))
    await write(store, done(talk("t1"), said(60), "Ya."))
    assert await ready_ids(store, limit=1, channels=[Channel.TELEGRAM]) == ["t1/1/1"]
    assert await ready_ids(store, channels=[]) == []
    assert len(await ready_ids(store)) == 4


async def test_what_is_ready_comes_with_all_that_is_needed_to_send_it(store: Store) -> None:
    bubble = Outbound("Mau bicara?", (Button("1.ya.abcd", "Ya, mau"), Button("1.tidak.abcd", "Nanti saja")))
    now = await write(store, done(talk(channel=Channel.WHATSAPP), HELLO, bubble, link=(PHONE,), ticket=ticket()))
    (one,) = await store.ready(at(), 1, ALL)
    assert (one.row.text, one.row.buttons) == (bubble.text, bubble.buttons)
    assert (one.row.channel, one.row.author, one.row.state) == (Channel.WHATSAPP, Author.BOT, Delivery.WAITING)
    assert (one.row.created_at, one.row.attempts, one.row.released) == (at(), 0, False)
    assert (one.conversation, one.to) == (now, PHONE)


async def test_a_row_is_taken_once_and_its_attempt_is_counted_before_it_is_sent(store: Store) -> None:
    await write(store, done(talk(), HELLO, "Satu."))
    name = MessageId("c1/1/1")
    assert await store.take([name], at()) == {name}
    assert await store.take([name, MessageId("c1/9/9")], at()) == frozenset()
    assert await ready_ids(store) == []
    line = (await lines(store))[name]
    assert (line.state, line.attempts) == (Delivery.TAKEN, 1)


async def test_a_row_that_has_to_wait_comes_at_its_moment_and_still_before_what_follows(store: Store) -> None:
    await write(store, done(talk(), HELLO, "Satu.", "Dua."))
    await store.take([MessageId("c1/1/1")], at())
    await mark(store, "c1/1/1", Delivery.WAITING, because="429", due_at=at(8))
    assert await ready_ids(store, at(7)) == []
    assert await store.next_due(ALL) == at(8)
    assert await store.next_due([Channel.WHATSAPP]) is None
    assert await ready_ids(store, at(8)) == ["c1/1/1"]
    await send(store, "c1/1/1", now=at(9))
    assert (await lines(store))["c1/1/1"].attempts == 2


async def test_nothing_is_due_for_what_is_in_flight_or_waits_for_another_row(store: Store) -> None:
    await write(store, done(talk(), HELLO, "Satu.", "Dua."))
    await mark(store, "c1/1/2", Delivery.WAITING, due_at=at(1))
    assert await store.next_due(ALL) is None
    await mark(store, "c1/1/1", Delivery.WAITING, due_at=at(2))
    assert await store.next_due(ALL) == at(2)
    await store.take([MessageId("c1/1/1")], at(3))
    assert await store.next_due(ALL) is None


async def test_what_is_held_or_refused_blocks_nobody(store: Store) -> None:
    await write(store, done(talk(), HELLO, "Satu.", "Dua.", "Tiga."))
    await mark(store, "c1/1/1", Delivery.HELD, because="unsafe")
    await send(store, "c1/1/2", Delivery.REFUSED)
    assert await ready_ids(store) == ["c1/1/3"]
    line = (await lines(store))["c1/1/1"]
    assert (line.state, line.because) == (Delivery.HELD, "unsafe")


async def test_what_was_held_leaves_in_order_once_the_contact_says_go_on(store: Store) -> None:
    one = done(talk("c1"), HELLO, "Satu.", "Dua.")
    now = await write(store, one)
    await write(store, done(talk("c2"), HELLO, "Lain."))
    for name in ("c1/1/1", "c1/1/2", "c2/1/1"):
        await mark(store, name, Delivery.HELD, because="unsafe", due_at=at(900))
    await write(store, done(now, said(60, "lanjut"), "Ini.", effects=(Release(),)))
    for name in ("c1/1/1", "c1/1/2", "c1/2/1"):
        (row,) = await store.ready(at(60), 32, ALL)
        assert (row.row.id, row.row.released) == (name, name != "c1/2/1")
        await send(store, name, now=at(60))
    assert await states(store, "c2") == {"c2/1/1": Delivery.HELD}


async def test_a_row_that_waits_for_its_hour_blocks_nobody_and_leaves_at_go_on(store: Store) -> None:
    one = done(talk(), HELLO, "Satu.", "Dua.")
    now = await write(store, one)
    await mark(store, "c1/1/1", Delivery.WAITING, because="hours", due_at=at(36_000))
    assert await ready_ids(store) == ["c1/1/2"]
    await mark(store, "c1/1/2", Delivery.WAITING, because="pace", due_at=at(2))
    assert await store.next_due(ALL) == at(2)
    await send(store, "c1/1/2", now=at(2))
    assert (await ready_ids(store, at(35_999)), await ready_ids(store, at(36_000))) == ([], ["c1/1/1"])
    await write(store, done(now, said(60, "lanjut"), effects=(Release(),)))
    (row,) = await store.ready(at(60), 1, ALL)
    assert (row.row.id, row.row.released) == ("c1/1/1", True)


async def test_a_go_on_leaves_alone_what_waits_for_the_channel(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, "Satu."))
    await mark(store, "c1/1/1", Delivery.WAITING, because="429", due_at=at(90))
    await write(store, done(now, said(60, "lanjut"), effects=(Release(),)))
    assert await ready_ids(store, at(89)) == []


async def test_a_verdict_on_a_talk_that_went_on_is_void(store: Store) -> None:
    one = done(talk(), HELLO, "Satu.")
    now = await write(store, one)
    await write(store, done(now, said(1, "lanjut"), effects=(Release(),)))
    await mark(store, "c1/1/1", Delivery.HELD, because="unsafe", version=now.version)
    assert await ready_ids(store, at(1)) == ["c1/1/1"]
    await mark(store, "c1/1/1", Delivery.HELD, because="unsafe", version=now.version + 1)
    assert await states(store) == {"c1/1/1": Delivery.HELD}


async def test_a_row_says_whether_it_answers_the_contact(store: Store) -> None:
    one = done(talk(), HELLO, "Satu.", "Dua.")
    first, second = one.rows
    await write(store, replace(one, rows=(replace(first, answers=True), second)))
    found = []
    for _ in range(2):
        (row,) = await store.ready(at(), 1, ALL)
        found.append(row.row.answers)
        await send(store, row.row.id)
    assert found == [True, False]


async def test_a_row_of_unknown_fate_is_tried_again_when_it_has_a_moment_and_is_finished_without(store: Store) -> None:
    await write(store, done(talk(), HELLO, "Satu.", "Dua."))
    await store.take([MessageId("c1/1/1")], at())
    await mark(store, "c1/1/1", Delivery.UNKNOWN, because="timeout", due_at=at(2))
    assert await ready_ids(store, at(1)) == []
    assert await ready_ids(store, at(2)) == ["c1/1/1"]
    await store.take([MessageId("c1/1/1")], at(2))
    await mark(store, "c1/1/1", Delivery.UNKNOWN, because="timeout")
    assert await ready_ids(store, at(3)) == ["c1/1/2"]
    assert await store.take([MessageId("c1/1/1")], at(3)) == frozenset()


async def test_after_a_crash_a_bot_row_in_flight_is_sent_again_and_a_counselors_is_not(store: Store) -> None:
    one = done(talk("c1"), HELLO, "Satu.", "Dua.")
    await write(store, one)
    two = done(talk("c2"), HELLO)
    await write(store, two, reply(two), done(after(reply(two)), said(1), "Nanti."))
    three = done(talk("c3", Channel.WEB), HELLO)
    await write(store, three, reply(three))
    assert len(await store.take([MessageId("c1/1/1"), MessageId("c2/2/1"), MessageId("c3/2/1")], at())) == 3
    assert await store.recover(at(40)) == 3
    assert sorted(await ready_ids(store, at(40))) == ["c1/1/1", "c2/3/1", "c3/2/1"]
    assert (await lines(store, "c2"))["c2/2/1"].state == Delivery.UNKNOWN
    assert await store.recover(at(80)) == 0


async def test_a_claim_withdraws_what_the_bot_has_not_sent_and_leaves_what_is_in_flight(store: Store) -> None:
    one = done(talk(), HELLO, "Satu.", "Dua.", "Tiga.")
    now = await write(store, one)
    await store.take([MessageId("c1/1/1")], at())
    await mark(store, "c1/1/2", Delivery.HELD)
    now = await write(store, done(now, CLAIM, "Ini Kak Rani.", effects=(Withdraw(),)))
    assert await states(store) == {
        "c1/1/1": Delivery.TAKEN,
        "c1/1/2": Delivery.WITHDRAWN,
        "c1/1/3": Delivery.WITHDRAWN,
        "c1/2/1": Delivery.WAITING,
    }
    await mark(store, "c1/1/1", Delivery.SENT)
    assert await ready_ids(store) == ["c1/2/1"]


async def test_a_withdrawal_spares_a_counselors_words_other_talks_and_what_may_have_arrived(store: Store) -> None:
    one = done(talk("c1"), HELLO, "Satu.", ticket=claimed())
    await write(store, one, done(talk("c2"), HELLO, "Lain."))
    await send(store, "c1/1/1", Delivery.UNKNOWN)
    human = reply(one)
    now = await write(store, human)
    await write(store, done(now, Left(at()), effects=(Withdraw(),)))
    assert await states(store) == {"c1/1/1": Delivery.UNKNOWN, "c1/2/1": Delivery.WAITING}
    assert await states(store, "c2") == {"c2/1/1": Delivery.WAITING}


async def test_an_answer_of_unknown_fate_is_withdrawn_before_it_is_tried_again(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, "Satu."))
    await store.take([MessageId("c1/1/1")], at())
    await mark(store, "c1/1/1", Delivery.UNKNOWN, due_at=at(2))
    await write(store, done(now, CLAIM, effects=(Withdraw(),)))
    assert await ready_ids(store, at(9)) == []
    assert await states(store) == {"c1/1/1": Delivery.WITHDRAWN}


async def test_the_bot_does_not_speak_after_a_claim_of_the_same_batch(store: Store) -> None:
    one = done(talk("c1"), HELLO, "Satu.", "Dua.")
    other = done(talk("c2"), HELLO, "Lain.")
    claim = done(after(one), CLAIM, effects=(Withdraw(),))
    await write(store, one, other, claim, reply(claim))
    assert sorted(await ready_ids(store)) == ["c1/3/1", "c2/1/1"]
    assert await states(store) == {
        "c1/1/1": Delivery.WITHDRAWN,
        "c1/1/2": Delivery.WITHDRAWN,
        "c1/3/1": Delivery.WAITING,
    }


async def test_a_go_on_in_the_batch_of_a_held_reply_releases_it(store: Store) -> None:
    one = done(talk(), HELLO)
    human = reply(one)
    human = replace(human, rows=tuple(replace(row, state=Delivery.HELD) for row in human.rows))
    await write(store, one, human, done(after(human), said(1, "lanjut"), effects=(Release(),)))
    assert await ready_ids(store, at(1)) == ["c1/2/1"]


async def test_what_was_in_flight_at_a_claim_is_not_tried_again_however_it_fared(store: Store) -> None:
    fates = (Delivery.SENT, Delivery.WAITING, Delivery.UNKNOWN, Delivery.REFUSED)
    for number, fate in enumerate(fates):
        one = done(talk(f"c{number}"), HELLO, "Satu.")
        now = await write(store, one)
        await store.take([MessageId(f"c{number}/1/1")], at())
        await write(store, done(now, CLAIM, effects=(Withdraw(),)))
        due = at(1) if fate in (Delivery.WAITING, Delivery.UNKNOWN) else None
        await mark(store, f"c{number}/1/1", fate, due_at=due, because="as the platform says")
        kept = fate if fate in (Delivery.SENT, Delivery.REFUSED) else Delivery.WITHDRAWN
        assert await states(store, f"c{number}") == {f"c{number}/1/1": kept}
    assert await ready_ids(store, at(9)) == []


async def test_what_a_dead_process_had_in_flight_at_a_claim_is_not_tried_again(store: Store) -> None:
    store.process = "dead"  # type: ignore[attr-defined]  # of every store here
    now = await write(store, done(talk(), HELLO, "Satu."))
    await store.take([MessageId("c1/1/1")], at())
    store.process = "ours"  # type: ignore[attr-defined]  # as above
    human = done(now, CLAIM, effects=(Withdraw(),))
    await write(store, human, reply(human))
    assert await store.recover(at(60)) == 1
    assert await states(store) == {"c1/1/1": Delivery.WITHDRAWN, "c1/3/1": Delivery.WAITING}
    assert await ready_ids(store, at(60)) == ["c1/3/1"]


async def test_a_verdict_on_a_row_that_was_withdrawn_meanwhile_does_not_bring_it_back(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, "Satu."))
    now = await write(store, done(now, CLAIM, effects=(Withdraw(),)))
    for state in (Delivery.WAITING, Delivery.HELD, Delivery.UNKNOWN, Delivery.SENT):
        await mark(store, "c1/1/1", state, due_at=at(1))
        assert await states(store) == {"c1/1/1": Delivery.WITHDRAWN}
    await write(store, done(now, said(2, "lanjut"), effects=(Release(),)))
    assert await ready_ids(store, at(9)) == []


def lost(before: Done, message: str, because: str = "63016") -> Done:
    name = MessageId(message)
    return done(after(before), Failed(at(), name, because), effects=(Lost(name, because),))


async def test_a_message_that_did_not_arrive_is_refused_with_the_code_of_the_channel(store: Store) -> None:
    one = done(talk("c1"), HELLO, "Satu.", "Dua.")
    await write(store, one, done(talk("c2"), HELLO, "Lain."))
    await send(store, "c1/1/1")
    await write(store, lost(one, "c1/1/1"))
    line = (await lines(store))["c1/1/1"]
    assert (line.state, line.because) == (Delivery.REFUSED, "63016")
    assert sorted(await ready_ids(store)) == ["c1/1/2", "c2/1/1"]


async def test_a_report_that_outruns_our_own_mark_is_believed(store: Store) -> None:
    one = done(talk(), HELLO, "Satu.", "Dua.")
    await write(store, one)
    await store.take([MessageId("c1/1/1")], at())
    await write(store, lost(one, "c1/1/1"))
    await mark(store, "c1/1/1", Delivery.SENT, external_id="SM1")
    assert (await states(store))["c1/1/1"] == Delivery.REFUSED
    assert await ready_ids(store) == ["c1/1/2"]


async def test_a_lost_message_of_the_same_batch_is_found(store: Store) -> None:
    one = done(talk(), HELLO, "Satu.")
    await write(store, one, lost(one, "c1/1/1"))
    assert await states(store) == {"c1/1/1": Delivery.REFUSED}


async def test_a_report_changes_neither_another_talk_nor_what_was_withdrawn(store: Store) -> None:
    one, other = done(talk("c1"), HELLO, "Satu."), done(talk("c2"), HELLO, "Lain.")
    await write(store, one, other)
    claim = done(after(one), CLAIM, effects=(Withdraw(),))
    await write(store, claim)
    first = lost(claim, "c1/1/1")
    await write(store, first)
    await write(store, lost(first, "c2/1/1"))
    assert await states(store, "c1") == {"c1/1/1": Delivery.WITHDRAWN}
    assert await states(store, "c2") == {"c2/1/1": Delivery.WAITING}


async def test_a_flooded_turn_leaves_no_row_and_holds_up_nothing(store: Store) -> None:
    one = done(talk(), HELLO, "Satu.")
    quiet = done(after(one), said(1))
    await write(store, one, quiet, done(after(quiet), said(2), "Tiga."))
    await send(store, "c1/1/1")
    assert await ready_ids(store, at(2)) == ["c1/3/1"]


@pytest.mark.parametrize("shut", ["message set sealed_text", "conversation set sealed_more"])
async def test_a_row_that_does_not_open_is_refused_and_keeps_no_other_from_leaving(store: Store, shut: str) -> None:
    await write(store, done(talk("c1"), HELLO, "Satu."))
    await write(store, done(talk("c2"), HELLO, "Dua."))
    key = "id" if shut.startswith("conversation") else "conversation_id"
    assert isinstance(store, SqliteStore | PostgresStore)
    nothing = "decode('00', 'hex')" if isinstance(store, PostgresStore) else "x'00'"
    async with store.writing() as db:
        await db.db.execute(f"update {shut} = {nothing} where {key} = 'c1'")
    assert await ready_ids(store) == ["c2/1/1"]
    assert await select(store, "select conversation_id, state, because from outbox order by conversation_id") == [
        ("c1", "refused", "sealed"),
        ("c2", "waiting", ""),
    ]
