"""The order in which a counselor sees who waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.model.conversation import Reader, Ticket, TicketState
from bot.model.message import CounselorId, Level, Office, TicketId
from bot.rules.queue_order import FURTHEST, Place, Viewer, held, order, turn_of

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
    disputed: bool = False,
    office: str = "provinsi",
    **more: Any,
) -> Place:
    ticket = Ticket(
        TicketId(name),
        Office(office),
        "keluarga",
        level,
        frozenset(),
        NOW - timedelta(minutes=minutes),
        state=state,
        claimed_by=CounselorId("c1") if state is TicketState.CLAIMED else None,
        lease_until=NOW + lease if lease is not None else None,
        disputed=disputed,
    )
    return Place(ticket, (Reader.CHILD if child else Reader.PARENT).value, **more)


@st.composite
def queues(draw: st.DrawFn, *, disputed: bool = True) -> list[Place]:
    count = draw(st.integers(0, 12))
    return [
        place(
            f"t{n:02}",
            draw(st.sampled_from(Level)),
            minutes=draw(st.integers(0, 10_000)),
            child=draw(st.booleans()),
            state=draw(st.sampled_from([TicketState.WAITING, TicketState.CLAIMED])),
            lease=draw(st.none() | st.timedeltas(timedelta(minutes=-40), timedelta(minutes=40))),
            disputed=disputed and draw(st.booleans()),
            office=draw(st.sampled_from(["provinsi", "paser", "ppu", "berau"])),
            age_band=draw(st.sampled_from(["", "7-9", "13-15"])),
            screen=draw(st.sampled_from(["", "ada", "tidak_ada"])),
            returning=draw(st.booleans()),
            language=draw(st.sampled_from(["id", "en"])),
            relief=draw(st.booleans()),
        )
        for n in range(count)
    ]


VIEWERS = st.none() | st.builds(
    Viewer,
    st.sampled_from([Office("provinsi"), Office("paser"), Office("ppu"), Office("berau")]),
    st.sampled_from([frozenset({"id"}), frozenset({"id", "en"})]),
)


def names(places: list[Place], now: datetime = NOW, viewer: Viewer | None = None) -> list[str]:
    return [one.place.ticket.id for one in order(places, now, viewer)]


@given(queues(), VIEWERS)
def test_among_those_nobody_holds_a_higher_level_stands_before_a_lower_one(
    queue: list[Place], viewer: Viewer | None
) -> None:
    levels = [one.place.ticket.level for one in order(queue, NOW, viewer) if not held(one.place.ticket, NOW)]
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


@given(queues(), st.timedeltas(timedelta(), timedelta(days=5)), VIEWERS)
def test_waiting_never_lowers_anyone_nobody_holds(queue: list[Place], later: timedelta, viewer: Viewer | None) -> None:
    """As time goes on nobody who waits falls behind another who waited at the same time."""
    free = [one for one in queue if one.ticket.state is TicketState.WAITING]
    assert names(free, NOW + later, viewer) == names(free, NOW, viewer)


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


@given(queues(), st.integers(0, 4), VIEWERS)
def test_nobody_waits_for_ever_whatever_arrives(queue: list[Place], level: int, viewer: Viewer | None) -> None:
    """Whoever waited longer than all that can count stands before everyone of the same level who comes later."""
    same = [one for one in queue if one.ticket.level is Level.HIGH and one.ticket.state is TicketState.WAITING]
    age = max((NOW - one.ticket.opened_at for one in same), default=timedelta()) + FURTHEST + timedelta(hours=level)
    far = timedelta(minutes=60)  # the overflow of HIGH to the last office
    oldest = place("t99", minutes=(age + far).total_seconds() / 60, disputed=True, language="en", office="berau")
    assert names([*same, oldest], NOW, viewer)[0] == "t99"


@given(queues())
def test_who_says_it_is_not_so_stands_below_who_does_not_of_the_same_level_on_the_same_day(queue: list[Place]) -> None:
    today = [
        replace(one, ticket=replace(one.ticket, opened_at=max(one.ticket.opened_at, NOW - timedelta(hours=23))))
        for one in queue
        if one.ticket.state is TicketState.WAITING
    ]
    for level in Level:
        said = [one.place.ticket.disputed for one in order(today, NOW) if one.place.ticket.level is level]
        assert said == sorted(said)


def test_danger_that_is_disputed_stands_below_danger_that_is_not_and_above_everything_else() -> None:
    disputed = place("t1", Level.IMMINENT, minutes=30, disputed=True)
    assert names([place("t2", Level.IMMINENT), disputed, place("t3", Level.HIGH, minutes=600)]) == ["t2", "t1", "t3"]


def test_a_smaller_child_one_who_is_alone_and_one_who_came_back_go_a_little_before() -> None:
    child = place("t9", minutes=1, child=True)
    ahead: list[dict[str, Any]] = [{"age_band": "7-9"}, {"screen": "tidak_ada"}, {"returning": True}]
    for more in ahead:
        early = place("t1", minutes=3.9, child=True)
        assert names([early, replace(child, **more)]) == ["t9", "t1"]
        assert names([place("t1", minutes=4.1, child=True), replace(child, **more)]) == ["t1", "t9"]


def test_whoever_needs_another_counselor_stands_first_among_those_that_are_held() -> None:
    busy: dict[str, Any] = {"state": TicketState.CLAIMED, "lease": SECOND}
    one, other = place("t1", Level.IMMINENT, **busy), place("t2", Level.NONE, relief=True, **busy)
    ranked = order([one, other, place("t3", Level.NONE)], NOW)
    assert [one.place.ticket.id for one in ranked] == ["t3", "t2", "t1"]
    assert "konselornya minta diganti" in ranked[1].because


def test_a_language_orders_and_hides_nothing() -> None:
    speaks, other = Viewer(Office("provinsi"), frozenset({"id", "en"})), Viewer(Office("provinsi"))
    queue = [place("t1", minutes=5, language="en"), place("t2", minutes=1)]
    assert names(queue, NOW, speaks) == ["t1", "t2"]
    assert names(queue, NOW, other) == ["t2", "t1"]
    because = " ".join(order(queue, NOW, other)[1].because)
    assert "memakai bahasa Inggris" in because
    assert "lebih cocok dengan rekan lain" in because
    assert "rekan lain" not in " ".join(order(queue, NOW, speaks)[0].because)
    assert names([place("t1", minutes=12, language="en"), place("t2", minutes=1)], NOW, other) == ["t1", "t2"]


def test_a_ticket_of_another_office_counts_from_when_it_was_their_turn_and_says_so() -> None:
    paser = place("t1", minutes=12, office="paser")
    ppu = Viewer(Office("ppu"))
    assert names([paser, place("t2", minutes=3, office="ppu")], NOW, ppu) == ["t2", "t1"]
    assert names([paser, place("t2", minutes=1, office="ppu")], NOW, ppu) == ["t1", "t2"]
    assert turn_of(paser, NOW, ppu) == "menunggu 12 menit"
    assert turn_of(paser, NOW, Viewer(Office("paser"))) == ""
    assert turn_of(paser, NOW, Viewer(Office("provinsi"))) == "giliran provinsi 18 menit lagi"
    assert turn_of(place("t1", minutes=31, office="paser"), NOW, Viewer(Office("provinsi"))) == "menunggu 31 menit"
