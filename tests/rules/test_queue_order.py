"""The order in which a counselor sees who waits."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.conversation import Reader, Ticket, TicketState
from bot.model.message import CounselorId, Level, Office, TicketId
from bot.rules.queue_order import Place, held, order

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def place(
    name: str = "t1",
    level: Level = Level.HIGH,
    *,
    minutes: float = 1,
    child: bool = False,
    state: TicketState = TicketState.WAITING,
    lease: timedelta | None = None,
) -> Place:
    ticket = Ticket(
        TicketId(name),
        Office("provinsi"),
        "keluarga",
        level,
        frozenset(),
        NOW - timedelta(minutes=minutes),
        state=state,
        claimed_by=CounselorId("c1") if state is TicketState.CLAIMED else None,
        lease_until=NOW + lease if lease is not None else None,
    )
    return Place(ticket, (Reader.CHILD if child else Reader.PARENT).value)


@st.composite
def queues(draw: st.DrawFn) -> list[Place]:
    count = draw(st.integers(0, 12))
    return [
        place(
            f"t{n:02}",
            draw(st.sampled_from(Level)),
            minutes=draw(st.integers(0, 10_000)),
            child=draw(st.booleans()),
            state=draw(st.sampled_from([TicketState.WAITING, TicketState.CLAIMED])),
            lease=draw(st.none() | st.timedeltas(timedelta(minutes=-40), timedelta(minutes=40))),
        )
        for n in range(count)
    ]


def names(places: list[Place], now: datetime = NOW) -> list[str]:
    return [one.place.ticket.id for one in order(places, now)]


@given(queues())
def test_among_those_nobody_holds_a_higher_level_stands_before_a_lower_one(queue: list[Place]) -> None:
    levels = [one.place.ticket.level for one in order(queue, NOW) if not held(one.place.ticket, NOW)]
    assert levels == sorted(levels, reverse=True)


@given(queues())
def test_whoever_nobody_holds_stands_before_whoever_somebody_holds(queue: list[Place]) -> None:
    holding = [held(one.place.ticket, NOW) for one in order(queue, NOW)]
    assert holding == sorted(holding)


@given(queues(), st.randoms(use_true_random=False))
def test_the_same_tickets_give_the_same_order_however_they_come(queue: list[Place], dice: st.DataObject) -> None:
    mixed = list(queue)
    dice.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis types its Random as any
    assert order(mixed, NOW) == order(queue, NOW)
    assert sorted(names(mixed)) == sorted(one.ticket.id for one in queue), "nobody is lost"


@given(queues(), st.timedeltas(timedelta(), timedelta(days=5)))
def test_waiting_never_lowers_anyone_nobody_holds(queue: list[Place], later: timedelta) -> None:
    """As time goes on nobody who waits falls behind another who waited at the same time."""
    free = [one for one in queue if one.ticket.state is TicketState.WAITING]
    assert names(free, NOW + later) == names(free)


@given(queues(), st.integers(1, 500))
def test_whoever_came_earlier_with_the_same_danger_is_never_overtaken_by_a_grown_up(
    queue: list[Place], minutes: int
) -> None:
    new = place("t99", Level.HIGH, minutes=0)
    older = place("t98", Level.HIGH, minutes=minutes)
    seen = names([*queue, new, older])
    assert seen.index("t98") < seen.index("t99")


def test_a_child_goes_before_an_adult_who_came_within_five_minutes_and_not_before_one_who_waits_longer() -> None:
    child = place("t2", minutes=1, child=True)
    assert names([place("t1", minutes=5.9), child]) == ["t2", "t1"]
    assert names([place("t1", minutes=6.1), child]) == ["t1", "t2"]
    assert names([place("t1", Level.IMMINENT, minutes=0), child]) == ["t1", "t2"]


def test_a_claim_whose_lease_lapsed_holds_nothing_and_says_so() -> None:
    lapsed = place("t1", Level.IMMINENT, state=TicketState.CLAIMED, lease=-SECOND)
    fresh = place("t2", Level.IMMINENT, state=TicketState.CLAIMED, lease=SECOND)
    waiting = place("t3", Level.CONCERN)
    ranked = order([waiting, fresh, lapsed], NOW)
    assert [one.place.ticket.id for one in ranked] == ["t1", "t3", "t2"]
    assert "dipegang, tetapi lewat waktunya" in ranked[0].because
    assert "sedang dipegang" in ranked[2].because


def test_the_reason_is_told_in_words_a_counselor_reads() -> None:
    (ranked,) = order([place("t1", Level.IMMINENT, minutes=75, child=True)], NOW)
    assert ranked.because == ("bahaya sekarang", "anak", "menunggu 75 menit")
    (ranked,) = order([place("t1", Level.NONE, minutes=150)], NOW)
    assert ranked.because == ("ingin bicara", "menunggu 2 jam")
