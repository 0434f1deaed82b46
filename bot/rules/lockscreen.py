"""What a lock screen shows of a message before anybody opens it. Pure.

Laws
1. Whoever lies beside the phone reads the first letters. What a word there would tell is said before it is sent.
2. The page of the web chat rings nobody: nothing of it stands on a lock screen.
"""

from collections.abc import Collection
from dataclasses import dataclass

from bot.flow.check_words import HIDDEN, telling
from bot.model.message import Channel

SILENT = frozenset((Channel.WEB,))
"""Channels that put nothing on a lock screen."""
NEUTRAL = "Halo, terima kasih sudah menulis lagi di sini. "
"""An opening that tells nothing, and is longer than what a lock screen shows."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The letters that show, and the words in them that tell what the talk is about."""

    shown: str = ""
    telling: tuple[str, ...] = ()


def screen(draft: str, channel: Channel, giveaway: Collection[str]) -> Screen:
    """Of a draft as it would be sent now."""
    if channel in SILENT:
        return Screen()
    text = " ".join(draft.split())
    shown = text[:HIDDEN].rstrip()
    return Screen(f"{shown}…" if len(text) > HIDDEN else shown, tuple(telling(text, giveaway)))
