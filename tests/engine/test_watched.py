"""A silence never speaks, but on the web page that the contact keeps open (flow-language.md, states)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.engine.mind import Mind
from bot.engine.rehearsal import Rehearsal
from bot.flow.book import Timeout
from bot.model.message import Channel, Silence
from tests.engine.minds import mind, rehearsal


def speaking(channel: Channel) -> Rehearsal:
    """A talk in which five minutes of silence at the welcome would lead to a question."""
    one = rehearsal(channel=channel)
    welcome = one.mind.book.flows["sambut"]
    halo = replace(welcome.states["halo"], timeout=Timeout(timedelta(minutes=5), "topik_anak"))
    flows = {**one.mind.book.flows, "sambut": replace(welcome, states={**welcome.states, "halo": halo})}
    one.mind = Mind(replace(mind().book, flows=flows), mind().ear, mind().calendar)
    one.user("halo")
    return one


@pytest.mark.parametrize(
    ("channel", "minutes", "watched", "speaks"),
    [
        (Channel.WEB, 5, True, True),
        (Channel.WEB, 5, False, False),
        (Channel.WEB, 11, True, False),
        (Channel.TELEGRAM, 5, True, False),
        (Channel.WHATSAPP, 5, True, False),
    ],
)
def test_a_silence_speaks_only_on_a_page_that_is_open_and_was_used_a_moment_ago(
    channel: Channel, minutes: int, watched: bool, speaks: bool
) -> None:
    one = speaking(channel)
    turn = one.take(Silence(one.at + timedelta(minutes=minutes), one.conversation.wait, watched=watched))
    assert bool(turn.says) == speaks
    assert turn.conversation.position is not None
    assert turn.conversation.position.state == "topik_anak"
