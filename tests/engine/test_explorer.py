"""The explorer: nothing in the project's book leaves anybody alone; and what would, is found and shown as a talk."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.engine.acts import ALARMS, Act, Step, question
from bot.engine.advance import advance
from bot.engine.explorer import Explored, Explorer
from bot.engine.mind import Mind, scene_of
from bot.engine.trial import Answer, Node, Trial
from bot.errors import Problem
from bot.fitting import fits
from bot.flow.book import Ask, Book, Branch, Flow, SayText, State, Text, Then
from bot.flow.library import load
from bot.flow.paged import arrow_of, typical
from bot.flow.talk_schema import TalkIn
from bot.model.conversation import Conversation, Voice
from bot.model.message import Channel, Inbound, Level, Outbound, Press, Returned, Said, Silence
from bot.model.turn import Turn
from tests.engine.minds import mind, rehearsal
from tests.engine.test_calls import ELSEWHERE, INNER, INNERMOST, NAMES, OUTER
from tests.flow.shelf import VARIABLES, written

pytestmark = pytest.mark.timeout(300)
"""A walk over the whole book takes half a minute of a busy core."""

ONE = {Channel.TELEGRAM: 1}
FEW = 2_500
"""Acts that reach everything two or three turns away from the first word."""


@cache
def whole() -> Explored:
    return Explorer(mind(), fits).explore()


def said(one: Problem) -> str:
    return one.text.split(": ", 1)[1]


def sort(one: Problem) -> str:
    """The class of answer that led to it."""
    return one.text.split("class ")[1].split(":")[0]


def few(book: Book | None = None, engine: Answer = advance, most: int = FEW) -> list[Problem]:
    """What a short walk over a changed book, or a changed engine, finds."""
    here = Mind(book or mind().book, mind().ear, mind().calendar)
    return Explorer(here, fits, shades=ONE, most=most, engine=engine).explore().findings


def changed(flow: str, state: str, change: Callable[[State], State]) -> Book:
    """The project's book with one state otherwise."""
    book = mind().book
    one = book.flows[flow]
    states = {**one.states, state: change(one.states[state])}
    return replace(book, flows={**book.flows, flow: replace(one, states=states)})


def plain(text: str) -> SayText:
    return SayText(Text("x", {"id": text}))


# ---- the project's book


def test_nothing_in_the_book_leaves_anybody_alone() -> None:
    print(whole().line())
    assert [str(one) for one in whole().findings] == []


BY_EXAMPLES = (
    "anak/bertengkar about", "anak/hafal/", "anak/satu_nomor/cocok", "bersama/tenang/napas", "janji about",
    "ortu/pengingat late", "pilih/dengar/daftar", "suara/",
)  # fmt: skip
"""Where a branch asks for a district, an age and a number together, where the first phrase of a flow may be another
one's, and where the talk has to rest before what waited is told: of the shades of a place a walk goes on from few.
The examples walk them (`check --cover 100`)."""


def test_every_arrow_is_walked() -> None:
    arrows = {str(arrow) for flow in mind().book.flows.values() for arrow in flow.arrows}
    missing = sorted(arrows - whole().arrows)
    assert [one for one in missing if not one.startswith(BY_EXAMPLES)] == []
    assert len(missing) < len(arrows) / 40


def test_every_choice_is_walked_with_every_class_of_answer_on_every_channel() -> None:
    walked: dict[str, set[tuple[str, Channel]]] = {}
    for arrow, sort, channel in whole().pairs:
        walked.setdefault(arrow, set()).add((sort, channel))
    for flow in mind().book.flows.values():
        for state in flow.states.values():
            ask = state.exit if isinstance(state.exit, Ask) else Ask()
            for _, choice in typical(ask):
                arrow = f"{flow.name}/{state.name} {arrow_of(ask, choice)}"
                sorts = {"button", "number", "label", *(["synonym"] if choice.also else [])}
                assert {(sort, channel) for sort in sorts for channel in channels(flow)} <= walked[arrow], arrow


def channels(flow: Flow) -> set[Channel]:
    """Where a talk can come into it: the page of the web chat cannot be written to, and plans nothing."""
    return set(Channel) - ({Channel.WEB} if any(one.planning for one in flow.states.values()) else set())


def test_whatever_may_come_was_tried() -> None:
    wanted = {"typo", "silence", "long silence", "sticker", "photo", "voice", "location", "card", "edit", "old button"}
    wanted |= {"twice at once", "two at once", "out of range", "empty", "longest", "gibberish", "command", "alarm"}
    wanted |= {"free text", "first word", "person", "claim", "reply", "close", "left", "open", "fault", "own word"}
    assert wanted <= whole().sorts


def test_the_ear_hears_the_alarms_that_are_tried() -> None:
    for level, text in ALARMS.items():
        alarm = mind().ear.hear(text, scene_of(rehearsal().conversation))
        assert alarm is not None
        assert alarm.level is level


def test_the_same_book_is_walked_the_same_way() -> None:
    first, second = (Explorer(mind(), fits, shades=ONE, most=FEW).explore() for _ in range(2))
    assert (first.pairs, first.turns, first.shades) == (second.pairs, second.turns, second.shades)


def test_calls_are_walked_and_what_follows_them(tmp_path: Path) -> None:
    own = {"flows/luar.yaml": OUTER, "flows/dalam.yaml": INNER, "flows/paling_dalam.yaml": INNERMOST}
    rest = {"flows/lain.yaml": ELSEWHERE, "flows/variables.yaml": VARIABLES + NAMES}
    book = replace(load(*written(tmp_path, {**own, **rest})), replies=mind().book.replies)
    walked = Explorer(Mind(book, mind().ear, mind().calendar), fits, shades=ONE).explore().arrows
    for name in ("luar", "dalam", "paling_dalam", "lain"):
        assert {str(arrow) for arrow in book.flows[name].arrows} <= walked
    assert {"luar/awal call", "luar/awal then 1", "luar/awal then 2", "dalam/lagi call", "dalam/lagi then 1"} <= walked


def test_what_is_otherwise_at_night_is_walked_too() -> None:
    def by_hour(state: State) -> State:
        return replace(state, exit=Then((Branch("sambut", {"kini.jam": ("tutup",)}), Branch("sambut"))))

    book = changed("perintah/menu", "mulai", by_hour)
    walked = Explorer(Mind(book, mind().ear, mind().calendar), fits, shades=ONE, most=FEW).explore().arrows
    assert {"perintah/menu/mulai then 1", "perintah/menu/mulai then 2"} <= walked


# ---- a book that leaves somebody alone


def test_a_question_without_words_is_silence() -> None:
    found = few(changed("sambut", "topik_anak", lambda state: replace(state, say=())))
    line = mind().book.flows["sambut"].states["topik_anak"].line
    assert ("flows/sambut.yaml", line) in {(one.path, one.line) for one in found if said(one) == "was not answered"}


def test_a_text_that_the_channel_cuts_off_is_named_with_its_length() -> None:
    long = few(changed("sambut", "halo", lambda state: replace(state, say=(plain("kata " * 1_000),))))
    assert any("letters are more than telegram shows" in one.text for one in long)


def test_two_labels_that_read_the_same_are_found() -> None:
    def same(state: State) -> State:
        assert isinstance(state.exit, Ask)
        first, second, *rest = state.exit.choices
        return replace(state, exit=replace(state.exit, choices=(first, replace(second, label=first.label), *rest)))

    found = few(changed("sambut", "topik_anak", same), most=5 * FEW)
    assert any(said(one).startswith("two buttons read the same") for one in found)
    assert any(sort(one) == "label" and "choice ribut" in one.text for one in found)


def test_a_synonym_that_an_earlier_choice_takes_is_found_at_its_own_line() -> None:
    def taken(state: State) -> State:
        assert isinstance(state.exit, Ask)
        first, second, *rest = state.exit.choices
        return replace(
            state, exit=replace(state.exit, choices=(first, replace(second, also=(first.label("id"),)), *rest))
        )

    found = [one for one in few(changed("sambut", "halo", taken)) if sort(one) == "synonym"]
    arrows = {str(arrow): arrow.mark for arrow in mind().book.flows["sambut"].arrows}
    assert (found[0].path, found[0].line, found[0].column) == arrows["sambut/halo choice child"]
    assert "did not walk sambut/halo choice child" in found[0].text


def test_a_target_that_is_nowhere_is_an_exception_that_is_found() -> None:
    def lost(state: State) -> State:
        assert isinstance(state.exit, Ask)
        first, *rest = state.exit.choices
        return replace(state, exit=replace(state.exit, choices=(replace(first, go="tidak/ada"), *rest)))

    assert "raised Lost" in {said(one) for one in few(changed("sambut", "halo", lost))}


def test_what_is_found_is_the_shortest_talk_and_an_example_that_can_be_pasted() -> None:
    def silent(state: State) -> State:
        return replace(state, say=())

    book = changed("ortu/tantrum", "contoh", silent)
    found = next(one for one in few(book, most=4_000) if said(one) == "was not answered")
    shaped = TalkIn.model_validate(yaml.safe_load("\n".join(found.talk))[0])
    told = [line for line in shaped.talk if not line.bot]
    assert [line.user or line.press for line in told] == [["tantrum"], "contoh"]


# ---- an engine that leaves somebody alone


def changing(change: Callable[[Conversation, Inbound, Turn], Turn]) -> Answer:
    def engine(here: Mind, conversation: Conversation, inbound: Inbound) -> Turn:
        return change(conversation, inbound, advance(here, conversation, inbound))

    return engine


def later(turn: Turn, **changes: object) -> Turn:
    return turn._replace(conversation=turn.conversation.grown(**changes))


BROKEN: Mapping[str, Callable[[Conversation, Inbound, Turn], Turn]] = {
    "was not answered": lambda _, inbound, turn: turn._replace(says=()) if isinstance(inbound, Said) else turn,
    "4 bubbles in a row": lambda _, inbound, turn: turn._replace(says=turn.says[-1:] * 4),
    "an empty bubble": lambda _, inbound, turn: turn._replace(says=(*turn.says, Outbound(" "))),
    "the level fell": lambda before, _, turn: later(turn, level=Level.NONE) if before.level else turn,
    "the ticket was lost": lambda before, _, turn: later(turn, ticket=None) if before.ticket else turn,
    "nobody comes": lambda _, inbound, turn: turn if isinstance(inbound, Returned) else later(turn, ticket=None),
    "a life is at risk and no ticket is open": lambda _, __, turn: later(turn, ticket=None) if turn.alarm else turn,
    "a life is at risk and no number was said": lambda _, __, turn: (
        turn._replace(says=tuple(one._replace(text=re.sub(r"\d+", "", one.text)) for one in turn.says))
        if turn.alarm
        else turn
    ),
    "a silence was broken": lambda _, inbound, turn: (
        turn._replace(says=(Outbound("Masih di sana?"),)) if isinstance(inbound, Silence) else turn
    ),
}


@pytest.mark.parametrize("law", BROKEN)
def test_an_engine_that_breaks_a_law_is_found(law: str) -> None:
    """The same walk, cut off sooner where that is enough."""
    walks = (few(engine=changing(BROKEN[law]), most=most) for most in (FEW // 5, FEW, 3 * FEW))
    assert any(law in map(said, found) for found in walks)


def test_an_engine_that_speaks_over_a_counselor_is_found() -> None:
    def chatty(before: Conversation, inbound: Inbound, turn: Turn) -> Turn:
        heard = before.voice is Voice.COUNSELOR and isinstance(inbound, Said)
        return turn._replace(says=(Outbound("Tersimpan."),)) if heard else turn

    found = few(engine=changing(chatty), most=12_000)  # a claim comes late: somebody has to be asked for first
    assert "the bot spoke while a counselor had the floor" in {said(one) for one in found}


def test_an_engine_that_forgets_its_buttons_is_found() -> None:
    def bare(_: Conversation, __: Inbound, turn: Turn) -> Turn:
        return turn._replace(says=tuple(one._replace(buttons=()) for one in turn.says))

    assert any(
        said(one) == "asked without its buttons: parent, child, dewasa, orang" for one in few(engine=changing(bare))
    )


def test_an_engine_that_takes_an_old_button_for_an_answer_is_found() -> None:
    def any_wait(_: Mind, conversation: Conversation, inbound: Inbound) -> Turn:
        here = question(mind().book, conversation)
        if isinstance(inbound, Press) and here and here[2].choices:
            first = here[2].choices[0]
            inbound = Press(inbound.at, f"{conversation.wait}.{first.key}.{first.mark}")
        return advance(mind(), conversation, inbound)

    told = [said(one) for one in few(engine=any_wait, most=4 * FEW) if sort(one) == "old button"]
    assert any(one.startswith("a finished question was answered again: ") for one in told)


def test_an_engine_that_takes_one_choice_for_another_is_found() -> None:
    def first(_: Mind, conversation: Conversation, inbound: Inbound) -> Turn:
        here = Said(inbound.at, "1") if isinstance(inbound, Said) and inbound.text == "2" else inbound
        return advance(mind(), conversation, here)

    found = {said(one) for one in few(engine=first) if sort(one) == "number"}
    missed = "did not walk sambut/halo choice child, but sambut/halo choice parent"
    assert any(one.startswith(missed) for one in found)


# ---- one act


def test_an_act_that_nobody_can_say_in_an_example_stands_in_the_talk_as_a_remark() -> None:
    one = Node(rehearsal().conversation, rehearsal().at)
    trial = Trial(mind(), one, fits)
    act = Act("old button", (Step("old press", "0.ya.0000"),))
    trial.do(act)
    assert trial.wrong == []
    assert "      # old press 0.ya.0000" in trial.node(act).talk()


def test_the_first_of_two_presses_answers_and_the_second_is_recognised() -> None:
    halo = Trial(mind(), Node(rehearsal().conversation, rehearsal().at), fits)
    word = Act("gibberish", (Step("user", "zx qv"),))
    halo.do(word)
    twice = Trial(mind(), halo.node(word), fits)
    twice.do(Act("twice at once", (Step("press", "child"), Step("again")), aim="sambut/halo choice child"))
    assert twice.wrong == []
    assert twice.arrows == ["sambut/halo choice child"]
