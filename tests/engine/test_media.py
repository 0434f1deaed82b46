"""A picture is told in words and named by its address: nobody pays for data that they did not ask for."""

from dataclasses import replace

import pytest

from bot.engine.rehearsal import Rehearsal
from bot.model.message import Channel
from tests.engine.minds import mind, rehearsal

WORDS = "Ikuti lingkaran ini"


def breathing(channel: Channel, site: str = "") -> Rehearsal:
    """A child who tries to calm down."""
    one = rehearsal(channel=channel)
    one.mind = replace(mind(), site=site)
    one.user("aku galau kepikiran ujian")
    one.press("ya")
    return one


@pytest.mark.parametrize(
    ("channel", "site", "address"),
    [
        (Channel.WEB, "", "/media/lingkaran.svg"),
        (Channel.WEB, "https://example.org", "/media/lingkaran.svg"),
        (Channel.TELEGRAM, "https://example.org", "https://example.org/media/lingkaran.svg"),
        (Channel.TELEGRAM, "", ""),
    ],
)
def test_the_words_are_complete_and_the_address_is_one_that_can_be_opened(
    channel: Channel, site: str, address: str
) -> None:
    one = breathing(channel, site)
    (told,) = (bubble.text for bubble in one.bubbles if WORDS in bubble.text)
    assert told.partition("\n")[2] == address
