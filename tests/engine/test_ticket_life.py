"""The life of a ticket, walked through: every sequence of what people do to a talk and its claim, not a sample of them.

The search keeps a state once, whatever led to it, so that sequences of six steps are shown whole. Between any two steps
the conversation is written to a row and read back, as at a restart.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from transitions import MachineError

from bot.engine.advance import advance
from bot.engine.floor import LEASE
from bot.engine.mind import Mind
from bot.engine.people import HONEST_EVERY
from bot.engine.ticket_life import ARROWS, MACHINE, moved, page
from bot.model.conversation import QUIET, Conversation, Ticket, TicketState, Voice
from bot.model.message import (
    FROM_CONTACT,
    Accepted,
    Author,
    Blocked,
    Claimed,
    CounselorId,
    Declined,
    Inbound,
    Lapsed,
    Left,
    Noted,
    Offered,
    Office,
    Recalled,
    Released,
    Replied,
    Returned,
    Said,
)
from bot.model.turn import Note, Term, Turn, Unterm
from tests.engine import edited
from tests.engine.minds import ROOT, mind, rehearsal, through_a_row

RANI, SARI = CounselorId("rani"), CounselorId("sari")
HOME, AWAY = Office("provinsi"), Office("berau")
NAMES = {RANI: "Kak Rani", SARI: "Kak Sari"}
SECRET = "catatan rahasia antar konselor"
NOTE = (("siapa", SECRET),)
LONGEST = 6
"""Steps. Nine hold too, and take three times as long."""
LATE = timedelta(milliseconds=1)
"""So late the clockwork may be: what people do then finds a time that is over, and its timer still to come."""


@dataclass(frozen=True)
class World:
    """A talk with the timers that the runner would keep, and which flows are in use."""

    now: Conversation
    at: datetime
    terms: Mapping[str, tuple[datetime, int]] = field(default_factory=dict)
    other: bool = False
    path: tuple[str, ...] = ()

    @property
    def ticket(self) -> Ticket:
        assert self.now.ticket
        return self.now.ticket


Deed = Callable[[World], Inbound]
DEEDS: Mapping[str, Deed] = {
    "message": lambda one: Said(one.at, "aku masih di sini"),
    "claim by A": lambda one: Claimed(one.at, RANI, NAMES[RANI], HOME),
    "claim by B": lambda one: Claimed(one.at, SARI, NAMES[SARI], AWAY),
    "reply by A": lambda one: Replied(one.at, RANI, "Aku di sini."),
    "reply by B": lambda one: Replied(one.at, SARI, "Aku di sini."),
    "note by A": lambda one: Noted(one.at, RANI, SECRET),
    "hand over to B": lambda one: Offered(one.at, RANI, AWAY, NOTE, SARI, NAMES[SARI]),
    "hand over to an office": lambda one: Offered(one.at, RANI, AWAY, NOTE),
    "B hands over to A": lambda one: Offered(one.at, SARI, HOME, NOTE, RANI, NAMES[RANI]),
    "accept by A": lambda one: Accepted(one.at, RANI, NAMES[RANI], HOME),
    "accept by B": lambda one: Accepted(one.at, SARI, NAMES[SARI], AWAY),
    "refuse by B": lambda one: Declined(one.at, SARI, AWAY),
    "recall by A": lambda one: Recalled(one.at, RANI),
    "shift end of A": lambda one: Released(one.at, RANI, "shift"),
    "release by B": lambda one: Released(one.at, SARI),
    "close by A": lambda one: Returned(one.at, RANI, "selesai"),
    "close by B": lambda one: Returned(one.at, SARI, "selesai"),
    "quick exit": lambda one: Left(one.at),
    "block": lambda one: Blocked(one.at),
    "a stale timer": lambda one: Lapsed(one.at, "lease", -1),
}


def begun() -> World:
    """A child who asked for a person and waits."""
    one = rehearsal(keep=through_a_row)
    one.user("aku dipukul bapak tiap malam")
    one.press("tidak_ada")
    one.press("orang")
    one.press("boleh")
    return World(one.conversation, one.at)


def minds(other: bool) -> Mind:
    return edited.mind(edited.reworded) if other else mind()


def worlds(before: World) -> Iterator[tuple[World, Inbound, Turn]]:
    """One step on: everything that anybody may do now, or the next timer, which may also be late. Time passes by timers
    only: what people do in between takes none."""
    moments = {"": before.at}
    if before.terms:
        what, (due, number) = min(before.terms.items(), key=lambda one: one[1])
        moments = {"": before.at, "too late: ": max(due + LATE, before.at)}
        yield stepped(replace(before, at=max(due, before.at)), f"{what} end", Lapsed(max(due, before.at), what, number))
    for name, deed in DEEDS.items():
        for when, at in moments.items():
            later = replace(before, at=at)
            inbound = deed(later)
            if before.ticket.open or not isinstance(inbound, Said):  # who writes after the close begins another ticket
                yield stepped(later, f"{when}{name}", inbound)


def stepped(before: World, name: str, inbound: Inbound) -> tuple[World, Inbound, Turn]:
    turn = advance(minds(before.other), before.now, inbound)
    if turn.refused:
        assert (turn.says, turn.effects) == ((), ())
        return replace(before, path=(*before.path, name)), inbound, turn
    terms = dict(before.terms)
    if isinstance(inbound, Lapsed) and terms.get(inbound.what, (None, 0))[1] == inbound.number:
        del terms[inbound.what]
    for effect in turn.effects:
        match effect:
            case Unterm(what):
                terms.pop(what, None)
        if isinstance(effect, Term):
            terms[effect.what] = (effect.at, effect.number)
    return World(turn.conversation, before.at, terms, before.other, (*before.path, name)), inbound, turn


def seen(one: World) -> object:
    """What decides all that can happen from here: names and counters apart, and hours as seen from now."""
    now, ticket = one.now, one.ticket
    out = ticket.offer and (ticket.offer.to, ticket.offer.office, ticket.offer.until - one.at)
    held = (ticket.claimed_by, ticket.introduced, ticket.lease_until and ticket.lease_until - one.at, out)
    stands = (now.voice, now.position, now.resume, now.fingerprint, now.locked, now.ended_because, now.tries)
    told = (frozenset(now.variables.items()), now.recent, _age(now.last_in_at, one.at), _age(now.honest_at, one.at))
    line = (ticket.state, ticket.office, sorted({reason.rule for reason in ticket.reasons}))
    terms = sorted((what, due - one.at) for what, (due, _) in one.terms.items())
    return repr((held, stands, told, line, terms, one.other))


AGES = (HONEST_EVERY, QUIET, LEASE)
"""How long ago something was matters only by these."""


def _age(moment: datetime | None, now: datetime) -> int:
    return -1 if moment is None else sum(now - moment >= one for one in AGES)


WAYS = {(one.source, one.target) for one in ARROWS}


def holds(before: World, after: World, inbound: Inbound, turn: Turn) -> None:
    """What has to be true of every step."""
    was, now, ticket = before.ticket, after.now, after.ticket
    assert was.state is ticket.state or (was.state.value, ticket.state.value) in WAYS
    _one_voice(after)
    _nobody_lost(before, after, inbound, turn)
    _said_once(before, after, inbound, turn)
    if turn.refused:
        assert now == before.now


def _one_voice(after: World) -> None:
    now, ticket = after.now, after.ticket
    assert (now.voice is Voice.COUNSELOR) == ticket.owned
    assert (ticket.claimed_by is not None) == (ticket.owned or not ticket.open)
    assert (ticket.offer is not None) == (ticket.state is TicketState.OFFERED)


def _nobody_lost(before: World, after: World, inbound: Inbound, turn: Turn) -> None:
    """Who waits stands in the queue; who is held has an owner whose time runs; nothing else closes a ticket."""
    ticket, due = after.ticket, {what: at for what, (at, _) in after.terms.items()}
    assert ticket.id == before.ticket.id
    assert ticket.open or isinstance(inbound, Returned) or not before.ticket.open
    assert due.get("lease") == (ticket.lease_until if ticket.owned else None)
    assert due.get("offer") == (ticket.offer.until if ticket.offer else None)
    if isinstance(inbound, FROM_CONTACT) and not ticket.owned:
        assert turn.says


def _said_once(before: World, after: World, inbound: Inbound, turn: Turn) -> None:
    texts = [one.text for one in turn.says]
    assert len(set(texts)) == len(texts)
    assert not any(SECRET in text for text in texts)
    notes = [one for one in turn.effects if isinstance(one, Note)]
    assert len(notes) == (isinstance(inbound, Noted | Offered) and not turn.refused)
    human = [one for one in turn.says if one.author is Author.COUNSELOR]
    if human:
        assert after.ticket.claimed_by in NAMES
        assert isinstance(inbound, Replied | Accepted)
    if isinstance(inbound, FROM_CONTACT) and before.ticket.owned and after.ticket.owned:
        assert not human
    lost = before.ticket.introduced and before.ticket.owned and after.ticket.state is TicketState.WAITING
    told = [text for text in texts if f"{before.ticket.claimed_name} tidak bisa melanjutkan" in text]
    assert len(told) <= 1
    if lost and not isinstance(inbound, FROM_CONTACT):
        assert len(told) == 1
        assert {one.author for one in turn.says} == {Author.BOT}
    assert not told or lost


def explored(start: World, longest: int) -> Iterator[World]:
    """Every world that so many steps reach, each once, each checked against the one before."""
    known, edge = {seen(start)}, [start]
    yield start
    for _ in range(longest):
        found: list[World] = []
        for before in edge:
            for after, inbound, turn in worlds(before):
                try:
                    holds(before, after, inbound, turn)
                except AssertionError as error:
                    raise AssertionError(f"{' > '.join(after.path)}: {error}") from error
                if not turn.refused and (sight := seen(after)) not in known:
                    known.add(sight)
                    found.append(replace(after, now=through_a_row(after.now)))
        yield from found
        edge = found


def settled(one: World) -> World:
    """Everybody goes away, and time passes."""
    while one.terms:
        what, (due, number) = min(one.terms.items(), key=lambda each: each[1])
        one, _, _ = stepped(replace(one, at=max(due, one.at)), f"{what} end", Lapsed(max(due, one.at), what, number))
    return one


@pytest.mark.timeout(240)  # what 2,000 states take on a machine that others use too
def test_every_sequence_leaves_one_voice_and_nobody_lost() -> None:
    count, states = 0, set()
    for one in explored(begun(), LONGEST):
        count += 1
        states.add(one.ticket.state)
        if one.ticket.open:
            left = settled(one)
            assert (left.ticket.state, left.now.voice is Voice.COUNSELOR) == (TicketState.WAITING, False), one.path
    assert states == set(TicketState)
    assert count > 2_000


def test_flows_that_change_under_a_talk_take_nobody_the_floor() -> None:
    for one in explored(begun(), 2):
        for other in explored(replace(one, other=True), 1):
            assert other.ticket.open == one.ticket.open or "close" in other.path[-1]


def test_the_table_of_arrows_is_all_there_is() -> None:
    ticket = begun().ticket
    for state in TicketState:
        for name in MACHINE.events:
            here = replace(ticket, state=state)
            ways = {one.target for one in ARROWS if (one.name, one.source) == (name, state.value)}
            if ways:
                assert {moved(here, name).state.value} == ways
            else:
                with pytest.raises(MachineError):
                    moved(here, name)


def test_no_state_of_a_ticket_is_changed_but_by_the_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "bot").rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "state=TicketState" in line and path.name != "ticket_life.py"
    ]
    assert [one.partition(":")[0] for one in found] == ["bot/store/rows.py"], found


def test_the_picture_in_the_docs_is_drawn_from_the_machine() -> None:
    assert (ROOT / "docs" / "ticket-life.md").read_text("utf-8") == page()
    assert page().count(" --> ") == len({(one.source, one.target) for one in ARROWS}) + 2
