"""The project's own book with its own ear, a plain week and the classes that its examples tell of, as tests of the
engine use it."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from bot.engine.mind import Mind
from bot.engine.rehearsal import Rehearsal
from bot.flow.book import Talk
from bot.flow.library import load
from bot.model.conversation import Conversation
from bot.model.message import Channel
from bot.screen.ear import load_rules
from bot.seen import WORKDAYS
from bot.store.rows import conversation_of, conversation_row, ticket_of, ticket_row
from bot.vault.envelope import Vault
from bot.vault.ring import Ring

ROOT = Path(__file__).parents[2]
VAULT = Vault(Ring(1, {1: secrets.token_bytes(32)}, secrets.token_bytes(32)))


@cache
def mind() -> Mind:
    book = load(ROOT / "flows", ROOT / "content")
    return Mind(book, load_rules(ROOT / "content" / "risk"), WORKDAYS, events=book.samples)


def rehearsal(
    channel: Channel = Channel.TELEGRAM, keep: Callable[[Conversation], Conversation] = lambda one: one
) -> Rehearsal:
    """One contact's side of a talk that begins on a Tuesday in office hours."""
    return Rehearsal(mind(), datetime.fromisoformat(Talk("", ()).at), channel=channel, keep=keep)


def through_a_row(conversation: Conversation) -> Conversation:
    """Written and read back, sealed in between."""
    key = VAULT.new_key(conversation.id)
    ticket = conversation.ticket
    held = ticket_of(VAULT, ticket_row(VAULT, ticket, conversation.id, key), key) if ticket else None
    return conversation_of(VAULT, conversation_row(VAULT, conversation, key), held)
