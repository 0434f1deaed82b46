"""A conversation grows by copies."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from bot.model.conversation import Conversation
from bot.model.message import Channel, ContactId, ConversationId

ONE = Conversation(ConversationId("c"), ContactId("p"), Channel.WEB, opened_at=datetime(2026, 11, 24, tzinfo=UTC))


@pytest.mark.parametrize("name", [one.name for one in fields(Conversation)])
def test_a_copy_has_what_was_changed_and_all_the_rest(name: str) -> None:
    changed = object()
    copy = ONE.grown(**{name: changed})
    assert copy == replace(ONE, **{name: changed})  # type: ignore[arg-type]  # any value will do
    assert copy != ONE
    assert ONE.grown() == ONE


def test_what_a_conversation_does_not_have_cannot_be_changed() -> None:
    with pytest.raises(KeyError):
        ONE.grown(mood="good")
