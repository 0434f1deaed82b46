"""Risk is never lowered by whoever writes, and an alarm that is denied leads back to their own question: tried from
every place of the book, with the real engine."""

import pytest

from bot.engine.outside import key_of
from bot.flow.book import Ask
from bot.flow.graph import Graph, Place
from bot.flow.names import DISPUTE
from bot.model.message import Channel, Level
from tests.engine.minds import mind
from tests.flow.standing import DANGER, FREE, Step, do, place_of, stand, standing, ways

LEVELS = dict(zip(DANGER, (Level.CONCERN, Level.HIGH, Level.IMMINENT), strict=True))
WORDS = tuple(flow.words[0] for flow in mind().book.flows.values() if flow.words)
GRAPH = Graph(mind().book)


@pytest.mark.parametrize("level", list(Level)[1:])
def test_nothing_that_is_pressed_or_written_after_an_alarm_lowers_it_or_closes_the_ticket(level: Level) -> None:
    words = next(said for said, one in LEVELS.items() if one is level)
    fallen = []
    for place, (reader, steps) in ways(Channel.TELEGRAM).items():
        before = stand(Channel.TELEGRAM, (reader, (*steps, Step("user", words))))
        held = before.conversation.ticket
        presses = [Step("press", key_of(button)) for button in before.visible]
        for step in (*presses, *(Step("user", said) for said in (*WORDS, *FREE)), Step("after", "11m")):
            one = stand(Channel.TELEGRAM, (reader, (*steps, Step("user", words))))
            do(one, step)
            now = one.conversation
            lost = held is not None and held.open and not (now.ticket and now.ticket.open)
            if now.level < before.conversation.level or lost:
                fallen.append((str(place), step))
        assert before.conversation.level >= level
    assert fallen == []


def questions() -> list[Place]:
    """Their own: of the flows that are no command, and none of danger, nor the question that follows an alarm."""
    apart = ("perintah/", "aman/", "serah", "bersama/masih_aman")
    asked_for = {flow.name for flow in mind().book.flows.values() if any(one.planning for one in flow.states.values())}
    own = [one for one in sorted(standing()) if GRAPH.ask(one) and not one.flow.startswith(apart)]
    return [one for one in own if one.flow not in asked_for]  # tests/engine walks those on a phone of one's own


@pytest.mark.parametrize("place", questions(), ids=str)
def test_an_alarm_that_is_denied_leads_back_to_their_own_question_in_one_turn(place: Place) -> None:
    start = ways(Channel.TELEGRAM)[place]
    for words in DANGER:
        one = stand(Channel.TELEGRAM, (start[0], (*start[1], Step("user", words))))
        here = place_of(one.conversation)
        assert here is not None
        ask = GRAPH.ask(here)
        assert isinstance(ask, Ask)
        denied = next(choice.key for choice in ask.choices if choice.go == DISPUTE)
        level = one.conversation.level
        do(one, Step("press", denied))
        assert place_of(one.conversation) == place
        assert one.conversation.level is level


def test_a_person_is_really_as_near_as_the_proof_says() -> None:
    far = []
    for place, (reader, steps) in ways(Channel.TELEGRAM).items():
        if GRAPH.ask(place):
            one = stand(Channel.TELEGRAM, (reader, (*steps, Step("user", "konselor"))))
            if not one.conversation.ticket:
                do(one, Step("user", "konselor"))
            if not (one.conversation.ticket and one.conversation.ticket.open):
                far.append(str(place))
    assert far == []
