"""How fast, how often, when again, and when it is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.conversation import Conversation, Position, Ticket, TicketState
from bot.model.message import Address, Channel, ContactId, ConversationId, Level, Office, TicketId
from bot.rules.flood import MOST, SPAN, Flow
from bot.rules.outage import BACK_OFF, MANY, Outage, back_off
from bot.rules.pace import IN_ALL, PER_CHAT, PER_GROUP, Bucket, Rate, per_chat, per_second, shared
from bot.rules.retention import RESTED, SILENT, is_over

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GAPS = st.lists(st.timedeltas(timedelta(), timedelta(seconds=4)), max_size=60)


# ---- pace


@given(GAPS, st.sampled_from([*PER_CHAT.values(), PER_GROUP, *IN_ALL.values()]))
def test_in_any_stretch_of_time_no_more_leaves_than_the_burst_and_the_rate(gaps: list[timedelta], rate: Rate) -> None:
    bucket, now, left = Bucket(rate), NOW, list[datetime]()
    for gap in gaps:
        now += gap
        at = bucket.next(now)
        assert at >= now
        assert (bucket.room(now) > 0) == (at == now)
        if at == now:
            bucket.spend(now)
            left.append(now)
    for n, first in enumerate(left):
        for m, last in enumerate(left[n:], start=1):
            assert m <= rate.burst + (last - first) / rate.every + 1e-6


@given(GAPS)
def test_there_is_room_for_as_many_as_may_really_leave(gaps: list[timedelta]) -> None:
    rate = PER_CHAT[Channel.TELEGRAM]
    bucket, now = Bucket(rate), NOW
    for gap in gaps:
        now += gap
        for left in range(bucket.room(now), 0, -1):
            assert bucket.room(now) == left
            bucket.spend(now)
        assert bucket.room(now) == 0
        assert bucket.next(now) > now


@pytest.mark.parametrize(
    ("to", "rate"),
    [
        (Address(Channel.TELEGRAM, "user", "501"), Rate(3, SECOND)),
        (Address(Channel.TELEGRAM, "user", "-1001234"), Rate(5, 4 * SECOND)),
        (Address(Channel.WHATSAPP, "phone", "whatsapp:+62811"), Rate(3, 6 * SECOND)),
        (Address(Channel.WEB, "cookie", "-1"), None),
    ],
)
def test_every_sort_of_chat_has_its_pace(to: Address, rate: Rate | None) -> None:
    assert per_chat(to) == rate


@pytest.mark.parametrize("rate", [1, 10, 80, 1000])
def test_a_configured_rate_is_what_leaves_in_the_long_run_and_a_tenth_more_in_any_second(rate: int) -> None:
    bucket, now, left = Bucket(per_second(rate)), NOW, list[datetime]()
    while now < NOW + 3 * SECOND:
        for _ in range(bucket.room(now)):
            bucket.spend(now)
            left.append(now)
        now += timedelta(milliseconds=10)
    assert 3 * rate - rate / 10 <= len(left) <= 3 * rate + max(1, rate // 10)
    for first in left:
        assert sum(first <= one < first + SECOND for one in left) <= rate + max(1, rate // 10)


# ---- flood


def test_ten_messages_in_ten_seconds_are_no_flood_and_eleven_are() -> None:
    flow = Flow()
    for n in range(MOST):
        flow = flow.heard(NOW + n * SECOND)
        assert not flow.slows(NOW + n * SECOND)
        flow = flow.said(NOW + n * SECOND)
    assert flow.heard(NOW + SPAN).slows(NOW + SPAN)
    assert not flow.heard(NOW + SPAN + SECOND).slows(NOW + SPAN + SECOND)


@given(st.lists(st.timedeltas(timedelta(), timedelta(seconds=3)), min_size=1, max_size=200))
def test_of_a_flood_one_in_ten_seconds_is_answered_and_a_calm_person_always(gaps: list[timedelta]) -> None:
    flow, now = Flow(), NOW
    came, answered = list[datetime](), list[datetime]()
    for gap in gaps:
        now += gap
        came.append(now)
        flow = flow.heard(now)
        flooding = sum(now - one <= SPAN for one in came) > MOST
        if not flow.slows(now):
            assert not flooding or not answered or now - answered[-1] >= SPAN
            answered.append(now)
            flow = flow.said(now)
        else:
            assert flooding
    assert answered


def test_who_is_quiet_for_ten_seconds_may_be_forgotten() -> None:
    assert Flow().stale(NOW)
    assert not Flow().heard(NOW).stale(NOW + SPAN)
    assert Flow().heard(NOW).stale(NOW + SPAN + SECOND)


# ---- outage


def failing(*people: str, outage: Outage | None = None, at: datetime = NOW) -> Outage:
    one = outage or Outage()
    for person in people:
        one.failed(ConversationId(person), at)
    return one


def test_one_chat_that_fails_for_ever_is_no_outage() -> None:
    assert not failing(*["a"] * 50, "b").down


def test_three_different_chats_without_an_answer_are_an_outage_until_the_first_answer() -> None:
    one = failing("a", "b")
    assert (one.down, MANY) == (False, 3)
    one = failing("c", outage=one)
    assert (one.down, one.again_at) == (True, NOW + BACK_OFF[0])
    one.answered()
    assert (one.down, one.again_at) == (False, None)


def test_what_was_under_way_when_it_began_does_not_lengthen_the_wait() -> None:
    one = failing(*(f"p{n}" for n in range(32)))
    assert one.again_at == NOW + BACK_OFF[0]


def test_probes_are_one_two_four_eight_and_then_every_fifteen_seconds() -> None:
    one, now, waits = failing("a", "b", "c"), NOW, list[float]()
    for _ in range(7):
        assert one.again_at
        waits.append((one.again_at - now).total_seconds())
        now = one.again_at
        failing("a", outage=one, at=now)
    assert waits == [1, 2, 4, 8, 15, 15, 15]
    assert [back_off(n).total_seconds() for n in (1, 5, 300)] == [1, 15, 15]


# ---- the end of a conversation


def talk(silent: timedelta, **changes: object) -> Conversation:
    one = Conversation(ConversationId("c"), ContactId("k"), Channel.TELEGRAM, opened_at=NOW - timedelta(days=90))
    return one.grown(last_in_at=NOW - silent, position=Position("sambut", "diam"), **changes)


@pytest.mark.parametrize(
    ("silent", "resting", "over"),
    [
        (RESTED, True, ""),
        (RESTED + SECOND, True, "rested"),
        (RESTED + SECOND, False, ""),
        (SILENT, False, ""),
        (SILENT + SECOND, False, "silence"),
        (SILENT + SECOND, True, "silence"),
    ],
)
def test_a_talk_is_over_after_72_hours_at_rest_or_30_days_of_silence(
    silent: timedelta, resting: bool, over: str
) -> None:
    assert is_over(talk(silent), NOW, resting=resting) == over


def test_a_talk_with_an_open_ticket_is_never_over() -> None:
    ticket = Ticket(TicketId("t"), Office("provinsi"), "anak", Level.HIGH, frozenset(), NOW)
    for state in TicketState:
        one = talk(timedelta(days=365), ticket=replace(ticket, state=state))
        assert (is_over(one, NOW, resting=True) == "") == (state is not TicketState.CLOSED)


def test_a_talk_that_was_ended_says_why() -> None:
    assert is_over(talk(timedelta(), ended_at=NOW, ended_because="keluar"), NOW, resting=False) == "keluar"
    assert is_over(talk(timedelta(), ended_at=NOW), NOW, resting=False) == "ended"


def test_who_never_wrote_is_silent_since_the_beginning() -> None:
    assert is_over(talk(timedelta()).grown(last_in_at=None), NOW, resting=False) == "silence"


@pytest.mark.parametrize("processes", [1, 2, 7, 40])
def test_processes_that_share_a_rate_do_not_send_faster_together(processes: int) -> None:
    whole = per_second(30)
    part = shared(whole, processes)
    assert processes / part.every.total_seconds() <= 1 / whole.every.total_seconds() + 1e-6
    assert part.burst * processes <= max(whole.burst, processes)
