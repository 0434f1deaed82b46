"""The flows change in the middle of a talk: in every state of every flow, and whatever comes next."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.advance import advance
from bot.engine.exchange import exchanged
from bot.engine.mind import Mind
from bot.engine.walk import Walk
from bot.flow.book import Ask, Branch, Call, Choice, End, Flow, Handoff, State, Talk
from bot.flow.names import FAULT
from bot.flow.plan import Fate, plan
from bot.model.conversation import Conversation, Frame, Gather, Past, Position, Voice
from bot.model.message import (
    FROM_CONTACT,
    Blocked,
    Button,
    Card,
    Channel,
    Claimed,
    ContactId,
    ConversationId,
    CounselorId,
    Edited,
    Failed,
    Inbound,
    Left,
    Level,
    Location,
    Media,
    MessageId,
    Office,
    Opened,
    Press,
    Replied,
    Returned,
    Said,
    Silence,
    Waited,
)
from bot.model.stand import Stand
from bot.model.turn import Turn
from tests.engine import edited
from tests.engine.minds import through_a_row

AT = datetime.fromisoformat(Talk("", ()).at)
SOON = AT + timedelta(minutes=1)
RANI = CounselorId("k-rani")
BEFORE = edited.mind(edited.nothing)
STATES = [(flow, state) for flow in BEFORE.book.flows.values() for state in flow.states.values()]
ASKS = [(flow, state) for flow, state in STATES if isinstance(state.exit, Ask)]
NAMES = [f"{flow.name}/{state.name}" for flow, state in ASKS]
WRITTEN = [one for one in ASKS if not (isinstance(one[1].exit, Ask) and one[1].exit.topics)]
"""Questions whose choices stand in their own file."""
EDITS = [edited.nothing, edited.reworded, edited.renamed, edited.without_a_word]


def fresh(**changes: object) -> Conversation:
    one = Conversation(ConversationId("c1"), ContactId("k1"), Channel.TELEGRAM, opened_at=AT)
    return one.grown(last_in_at=AT, turn=3, version=3, **changes)


def standing(flow: Flow, state: State, **changes: object) -> tuple[Conversation, tuple[Button, ...]]:
    """Somebody who is asked there in the book before the edit, and the buttons they see. At a state that asks nothing
    they stand as an earlier book may have left them."""
    walk = Walk(BEFORE, fresh(**changes), AT)
    if isinstance(state.exit, Ask | Handoff | End):
        walk.enter(f"{flow.name}/{state.name}", "test")
        turn = walk.turn()
        return through_a_row(turn.conversation), turn.says[-1].buttons if turn.says else ()
    place = Position(flow.name, state.name)
    return fresh(position=place, fingerprint=state.fingerprint, wait=4, **changes), ()


def inbounds(now: Conversation, buttons: tuple[Button, ...]) -> Iterator[Inbound]:
    """Every kind of thing that may come next."""
    for text in (
        "1",
        "2",
        "iya",
        "gak",
        "menu",
        "kembali",
        "lanjut",
        "",
        "aku bingung",
        "kenapa",
        "konselor",
        "x" * 900,
    ):
        yield Said(SOON, text)
    for danger in ("aku dipukul bapak tiap malam", "aku mau bunuh diri malam ini"):
        yield Said(SOON, danger)
    yield from (Said(SOON, one.label) for one in buttons)
    yield from (Press(SOON, one.data) for one in buttons)
    yield from (Press(SOON, "1.ya.abcd"), Press(SOON, f"{now.wait}.ya.abcd"), Press(SOON, "odd"))
    yield from (Media(SOON, what) for what in ("sticker", "voice", "photo"))
    yield from (Location(SOON), Card(SOON), Edited(SOON, "maksudku"), Opened(SOON))
    yield from (Silence(SOON, now.wait), Silence(SOON, 1), Waited(SOON, now.wait))
    yield from (Said(AT + timedelta(days=2), "halo"), Left(SOON), Blocked(SOON))
    yield Failed(SOON, MessageId("c1/1/1"), "63016")
    yield Claimed(SOON, RANI, "Kak Rani", Office("provinsi"))
    yield from (Replied(SOON, RANI, "Saya baca."), Returned(SOON, RANI, "selesai"))


def answered(mind: Mind, now: Conversation, inbound: Inbound) -> Turn:
    """The turn, which may not raise; whoever writes reads an answer, at a place that is in the book."""
    turn = advance(mind, now, inbound)
    after = turn.conversation
    assert len(turn.says) <= 3
    if now.position and now.position.flow != FAULT:
        assert "fault" not in _reasons(after) - _reasons(now)
    assert after.level >= now.level
    if isinstance(inbound, FROM_CONTACT) and after.voice is not Voice.COUNSELOR and not after.ended_because:
        assert turn.says or after.gather, (now.position, inbound)
        here = after.position if after.voice is Voice.BOT and after.fingerprint else None
        assert here is None or here.state in mind.book.flows[here.flow].states, (now.position, inbound)
    return turn


def _reasons(now: Conversation) -> frozenset[str]:
    return frozenset(one.rule for one in now.ticket.reasons) if now.ticket else frozenset()


@pytest.mark.parametrize("edit", EDITS, ids=[one.__name__ for one in EDITS])
def test_whatever_comes_next_in_any_state_is_answered_after_any_edit(edit: edited.Edit) -> None:
    mind = edited.mind(edit)
    for flow, state in STATES:
        now, buttons = standing(flow, state)
        for inbound in inbounds(now, buttons):
            answered(mind, now, inbound)


@pytest.mark.parametrize("edit", EDITS, ids=[one.__name__ for one in EDITS])
def test_nobody_who_waits_for_a_person_or_talks_with_one_is_lost_by_an_edit(edit: edited.Edit) -> None:
    mind = edited.mind(edit)
    for flow, state in STATES:
        now, buttons = standing(flow, state)
        waiting = advance(BEFORE, now, Said(SOON, "konselor")).conversation
        walk = Walk(BEFORE, waiting, AT)
        walk.open_ticket("asked")
        claimed = advance(BEFORE, walk.now, Claimed(SOON, RANI, "Kak Rani", Office("provinsi"))).conversation
        claimed = claimed.grown(position=now.position, fingerprint=now.fingerprint)
        assert claimed.voice is Voice.COUNSELOR
        for inbound in inbounds(claimed, buttons):
            turn = answered(mind, claimed, inbound)
            if not isinstance(inbound, Returned):
                assert turn.conversation.ticket
                assert turn.conversation.ticket.open
        closed = answered(mind, claimed, Returned(SOON, RANI, "selesai")).conversation
        held = walk.now.grown(position=now.position, fingerprint=now.fingerprint, voice=Voice.WAITING)
        for text in ("1", "menu", "lanjut", "aku bingung", "aku mau bunuh diri malam ini"):
            answered(mind, closed, Said(SOON, text))
            answered(mind, held, Said(SOON, text))


@pytest.mark.parametrize("edit", EDITS, ids=[one.__name__ for one in EDITS])
def test_the_way_back_to_any_state_leads_somewhere_after_any_edit(edit: edited.Edit) -> None:
    """By tempat_tadi after a command or a long silence, by the undo log, and by the return from a call."""
    mind = edited.mind(edit)
    for flow, state in STATES:
        place = Position(flow.name, state.name)
        menu, _ = standing(BEFORE.book.flows["perintah/menu"], _start(BEFORE, "perintah/menu"))
        away = menu.grown(resume=place)
        locked = advance(BEFORE, away, Opened(SOON)).conversation
        called = (
            Position(menu.position.flow, menu.position.state, (Frame(flow.name, state.name),))
            if menu.position
            else None
        )
        for now in (away, locked, menu.grown(past=(Past(place),)), menu.grown(position=called)):
            for text in ("1", "lanjut", "kembali", "konselor", "aku dipukul bapak tiap malam"):
                answered(mind, now, Said(SOON, text))
            answered(mind, now, Media(SOON, "voice"))


def _start(mind: Mind, flow: str) -> State:
    one = mind.book.flows[flow]
    return one.states[one.start]


@pytest.mark.parametrize(("flow", "state"), ASKS, ids=NAMES)
def test_with_the_same_flows_nobody_notices(flow: Flow, state: State) -> None:
    now, buttons = standing(flow, state)
    again = replace(BEFORE, book=replace(BEFORE.book))
    for inbound in inbounds(now, buttons):
        assert advance(again, now, inbound) == advance(BEFORE, now, inbound)


@pytest.mark.parametrize(("flow", "state"), WRITTEN, ids=lambda one: one.name)
def test_a_question_that_reads_otherwise_is_asked_anew_and_answered_then(flow: Flow, state: State) -> None:
    mind = edited.mind(edited.reworded)
    assert isinstance(state.exit, Ask)
    now, buttons = standing(flow, state)
    presses = [Press(SOON, one.data) for one in buttons]
    told: list[Inbound] = [Said(SOON, "1"), *presses, Said(SOON, "payung hijau")]
    for inbound in told:
        turn = answered(mind, now, inbound)
        after = turn.conversation
        assert after.position == now.position
        assert after.variables == now.variables, "no word was taken for an answer"
        assert after.fingerprint == mind.book.flows[flow.name].states[state.name].fingerprint
        assert turn.says[0].text.startswith(mind.book.replies["asked_anew"]("id"))
        assert [one.label for one in turn.says[-1].buttons] == [f"{one.label}!" for one in buttons]
        if buttons:
            next_turn = answered(mind, after, Press(SOON, turn.says[-1].buttons[0].data))
            assert [hop.arrow for hop in next_turn.hops][:1] == [f"choice {state.exit.choices[0].key}"]


@pytest.mark.parametrize(("flow", "state"), ASKS, ids=NAMES)
def test_a_question_by_another_name_goes_on_as_if_nothing_had_happened(flow: Flow, state: State) -> None:
    mind = edited.mind(edited.renamed)
    now, buttons = standing(flow, state)
    for inbound in inbounds(now, buttons):
        here, there = advance(BEFORE, now, inbound), answered(mind, now, inbound)
        assert [one.text for one in here.says] == [one.text for one in there.says], inbound
        assert [hop.target.removesuffix(edited.NEW) for hop in there.hops] == [hop.target for hop in here.hops]


@pytest.mark.parametrize(("flow", "state"), ASKS, ids=NAMES)
def test_where_nobody_says_what_became_of_a_place_all_who_wait_are_stranded(flow: Flow, state: State) -> None:
    now, _ = standing(flow, state)
    stand = Stand(flow.name, state.name, now.fingerprint, people=5)
    assert plan(edited.book(edited.without_a_word), [stand]).stranded == 5
    for edit, fate in ((edited.nothing, Fate.KEPT), (edited.reworded, Fate.ASKED), (edited.renamed, Fate.MOVED)):
        found = plan(edited.book(edit), [stand])
        assert (found.stranded, found.people(fate)) == (0, 5)


# ---- any talk, with any exchange at any moment


SAYINGS = ("1", "2", "iya", "gak", "menu", "kembali", "lanjut", "konselor", "aku diejek di kelas", "anakku tantrum", "")
Move = tuple[str, int]


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("say"), st.integers(0, len(SAYINGS) - 1)),
            st.tuples(st.just("press"), st.integers(0, 3)),
            st.tuples(st.just("old press"), st.integers(0, 3)),
            st.tuples(st.just("wait"), st.integers(1, 3)),
            st.tuples(st.just("flows"), st.integers(0, len(EDITS) - 1)),
        ),
        max_size=40,
    )
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_talk_is_answered_whatever_flows_are_taken_in_between(moves: list[Move]) -> None:
    mind, now, at = BEFORE, fresh(), AT
    shown: list[tuple[Button, ...]] = [()]
    for what, number in moves:
        at += timedelta(seconds=40)
        if what == "flows":
            mind = exchanged(mind, edited.mind(EDITS[number]))
            continue
        inbound: Inbound = Said(at, SAYINGS[number % len(SAYINGS)])
        buttons = shown[0 if what == "old press" else -1]
        if "press" in what and buttons:
            inbound = Press(at, buttons[number % len(buttons)].data)
        elif what == "wait":
            inbound = Silence(at, now.wait)
        turn = answered(mind, now, inbound)
        now = through_a_row(turn.conversation)
        shown += [turn.says[-1].buttons] if turn.says and turn.says[-1].buttons else []
        if now.ended_at:
            now, shown = fresh(), [()]


# ---- an answer that is one and the same in both


WHERE = Position("anak/perundungan", "di_mana")


def knowing(old: State, new: State, place: Position = WHERE) -> tuple[Mind, Conversation]:
    """A mind in which one state was changed under running talks, and somebody who was asked the old one."""
    mind = edited.mind(edited.nothing)
    flow = mind.book.flows[place.flow]
    book = replace(
        mind.book, flows={**mind.book.flows, flow.name: replace(flow, states={**flow.states, new.name: new})}
    )
    earlier = {(flow.name, old.name, old.fingerprint): old}
    now, _ = standing(BEFORE.book.flows[place.flow], old)
    return replace(mind, book=book, earlier=earlier), now


def changed(state: State, **of_ask: object) -> State:
    assert isinstance(state.exit, Ask)
    return replace(state, fingerprint="f" * 12, exit=replace(state.exit, **of_ask))  # type: ignore[arg-type]  # field names are checked by the dataclass


OLD = BEFORE.book.flows[WHERE.flow].states[WHERE.state]
assert isinstance(OLD.exit, Ask)
SEKOLAH, ONLINE, LAIN = OLD.exit.choices


def took(mind: Mind, now: Conversation, inbound: Inbound) -> str:
    """The place in their own variable, or what else became of the answer."""
    turn = answered(mind, now, inbound)
    return turn.conversation.variables.get("tempat", "asked anew" if "baru diperbaiki" in turn.says[0].text else "?")


def test_a_label_that_means_the_same_in_both_is_an_answer() -> None:
    mind, now = knowing(OLD, changed(OLD, choices=(LAIN, SEKOLAH, ONLINE)))
    assert took(mind, now, Said(SOON, "di sekolah")) == "sekolah"
    assert took(mind, now, Press(SOON, f"{now.wait}.sekolah.{SEKOLAH.mark}")) == "sekolah"


def test_a_number_that_named_another_choice_is_none() -> None:
    mind, now = knowing(OLD, changed(OLD, choices=(LAIN, SEKOLAH, ONLINE)))
    assert took(mind, now, Said(SOON, "1")) == "asked anew"
    mind, now = knowing(OLD, changed(OLD, choices=(SEKOLAH, ONLINE)))
    assert took(mind, now, Said(SOON, "1")) == "sekolah"
    assert took(mind, now, Said(SOON, "3")) == "asked anew"


def test_a_choice_that_leads_or_is_kept_elsewhere_is_none() -> None:
    other = Choice("sekolah", SEKOLAH.label, "pamit", SEKOLAH.also, "0000")
    mind, now = knowing(OLD, changed(OLD, choices=(other, ONLINE, LAIN)))
    assert took(mind, now, Said(SOON, "di sekolah")) == "asked anew"
    assert took(mind, now, Press(SOON, f"{now.wait}.sekolah.{SEKOLAH.mark}")) == "asked anew"


def test_without_knowing_what_was_asked_only_a_button_tells() -> None:
    mind, now = knowing(OLD, changed(OLD))
    mind = replace(mind, earlier={})
    assert took(mind, now, Said(SOON, "di sekolah")) == "asked anew"
    assert took(mind, now, Press(SOON, f"{now.wait}.sekolah.{SEKOLAH.mark}")) == "sekolah"


def test_where_an_answer_leads_may_change_without_a_question_being_asked_anew() -> None:
    other = Choice("sekolah", SEKOLAH.label, "pamit", SEKOLAH.also, "0000")
    assert isinstance(OLD.exit, Ask)
    mind, now = knowing(OLD, replace(OLD, exit=replace(OLD.exit, choices=(other, ONLINE, LAIN))))
    turn = answered(mind, now, Press(SOON, f"{now.wait}.sekolah.{SEKOLAH.mark}"))
    assert turn.hops[0].target == "anak/perundungan/pamit"


def test_a_story_told_to_a_question_that_only_reads_otherwise_is_kept() -> None:
    place = Position("anak/perundungan", "cerita")
    old = BEFORE.book.flows[place.flow].states[place.state]
    story = "temanku pinjam pensilku"
    mind, now = knowing(old, changed(old), place)
    gathering = answered(mind, now, Said(SOON, story)).conversation
    told = answered(mind, gathering, Silence(SOON + timedelta(seconds=6), gathering.wait)).conversation
    assert told.variables["cerita"] == story
    mind = replace(mind, earlier={})
    assert "asked anew" in took(mind, now, Said(SOON, story)), "nobody knows what they were asked"
    begun = now.grown(gather=Gather("cerita", (story,), SOON))
    told = answered(mind, begun, Silence(SOON + timedelta(seconds=6), begun.wait)).conversation
    assert told.variables["cerita"] == story, "begun before the change"


def test_a_talk_of_danger_whose_place_is_gone_is_never_met_by_a_menu() -> None:
    now = fresh(position=Position("aman/dulu", "tanya"), fingerprint="a" * 12, wait=4, level=Level.HIGH)
    turn = answered(BEFORE, now, Said(SOON, "1"))
    assert turn.hops[0].target == "aman/tinggi/percaya"
    calm = now.grown(level=Level.NONE)
    assert answered(BEFORE, calm, Said(SOON, "1")).hops[0].target.startswith("perintah/menu/")
    gone = now.grown(position=Position("anak/perundungan", "hilang"))
    assert answered(BEFORE, gone, Press(SOON, "4.ya.abcd")).hops[0].target == "anak/perundungan/di_mana"


def test_a_call_goes_back_to_where_its_caller_went_and_past_one_that_is_gone() -> None:
    flow = BEFORE.book.flows[WHERE.flow]
    caller = replace(flow.states["bukti"], exit=Call("anak/cemas", (Branch("di_mana"),)), was=("bukti_lama",))
    states = {**flow.states, "bukti": caller}
    mind = replace(
        BEFORE, book=replace(BEFORE.book, flows={**BEFORE.book.flows, flow.name: replace(flow, states=states)})
    )
    moved = Frame(flow.name, "bukti_lama", {"tempat": "sekolah"})
    gone = Frame("anak/hilang", "x", {"cerita": None})
    for calls in ((moved,), (moved, gone)):
        back = Walk(mind, fresh(position=Position("anak/cemas", "tips", calls), variables={"cerita": "x"}), SOON)
        back.enter("pamit", "test")
        after = back.turn().conversation
        assert after.position == WHERE
        assert after.variables.get("tempat") == "sekolah"
        assert ("cerita" in after.variables) == (len(calls) == 1), "the arguments of each call are given back"
    rest = Walk(mind, fresh(position=Position("anak/cemas", "tips", (gone,))), SOON)
    rest.enter("pamit", "test")
    assert rest.turn().conversation.fingerprint == "", "nothing is left to go back to: the talk rests"


def test_who_answers_in_a_called_flow_that_nobody_called_any_more_is_answered() -> None:
    now, _ = standing(BEFORE.book.flows["bersama/tawaran"], BEFORE.book.flows["bersama/tawaran"].states["tanya"])
    turn = answered(BEFORE, now, Said(SOON, "gak"))
    assert [one.text for one in turn.says] == [BEFORE.book.replies["going_on"]("id")]
    quiet = advance(BEFORE, now, Silence(SOON, now.wait))
    assert [hop.because for hop in quiet.hops] == ["silence"]
    assert quiet.says == ()


def test_the_way_back_by_one_question_follows_its_new_name_and_skips_what_is_gone() -> None:
    mind = edited.mind(edited.renamed)
    flow = BEFORE.book.flows[WHERE.flow]
    now, _ = standing(flow, flow.states["tips"])
    log = (Past(WHERE, {"tempat": None}), Past(Position("anak/hilang", "x")))
    turn = answered(mind, now.grown(past=log, variables={"tempat": "sekolah"}), Said(SOON, "kembali"))
    assert turn.conversation.position == Position(WHERE.flow, f"{WHERE.state}{edited.NEW}")
    assert "tempat" not in turn.conversation.variables
