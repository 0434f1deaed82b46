"""The project's own book with its own ear and a plain week, as tests of the engine use it."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from bot.commands import WORKDAYS
from bot.engine.mind import Mind
from bot.engine.rehearsal import Rehearsal
from bot.flow.book import Talk
from bot.flow.library import load
from bot.model.conversation import Conversation
from bot.model.message import Channel
from bot.screen.ear import load_rules

ROOT = Path(__file__).parents[2]


@cache
def mind() -> Mind:
    book = load(ROOT / "flows", ROOT / "content")
    return Mind(book, load_rules(ROOT / "content" / "risk"), WORKDAYS)


def rehearsal(
    channel: Channel = Channel.TELEGRAM, keep: Callable[[Conversation], Conversation] = lambda one: one
) -> Rehearsal:
    """One contact's side of a talk that begins on a Tuesday in office hours."""
    return Rehearsal(mind(), datetime.fromisoformat(Talk("", ()).at), channel=channel, keep=keep)
