"""What a lock screen shows of a message."""

import pytest
import yaml

from bot.model.message import Channel
from bot.rules.lockscreen import NEUTRAL, screen
from tests.scenes.house import ROOT

WORDS = frozenset(yaml.safe_load((ROOT / "content/giveaway.yaml").read_text(encoding="utf-8"))["words"])


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.WHATSAPP])
def test_the_first_letters_show_and_what_they_tell_is_said(channel: Channel) -> None:
    found = screen("  Soal bapak\nyang memukul itu, kita pikirkan bersama.", channel, WORDS)
    assert found.shown == "Soal bapak yang memukul itu, kita pikirk…"
    assert found.telling == ("bapak", "memukul")
    assert screen("Oke.", channel, WORDS).shown == "Oke."
    assert screen("", channel, WORDS).shown == ""


def test_the_neutral_opening_hides_whatever_follows_it() -> None:
    for word in sorted(WORDS):
        assert screen(f"{NEUTRAL}{word}", Channel.TELEGRAM, WORDS).telling == ()


def test_the_web_chat_puts_nothing_on_a_lock_screen() -> None:
    assert screen("Soal bapak", Channel.WEB, WORDS).shown == ""
