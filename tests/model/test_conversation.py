"""A conversation grows by copies."""

import ast
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model.conversation import Conversation
from bot.model.message import Channel, ContactId, ConversationId

BOT = Path(__file__).parents[2] / "bot"
ONE = Conversation(ConversationId("c"), ContactId("p"), Channel.WEB, opened_at=datetime(2026, 11, 24, tzinfo=UTC))


@pytest.mark.parametrize("name", [one.name for one in fields(Conversation)])
def test_a_copy_has_what_was_changed_and_all_the_rest(name: str) -> None:
    changed = object()
    copy = ONE.grown(**{name: changed})
    assert copy == replace(ONE, **{name: changed})  # type: ignore[arg-type]  # any value will do
    assert copy != ONE
    assert ONE.grown() == ONE


def test_what_a_conversation_does_not_have_is_changed_nowhere() -> None:
    """Nothing checks the names while a turn is made; here they are all read in the source."""
    names = {one.name for one in fields(Conversation)}
    wrong = [
        f"{path.name}:{node.lineno} {keyword.arg}"
        for path in sorted(BOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("change", "grown")
        for keyword in node.keywords
        if keyword.arg and keyword.arg not in names
    ]
    assert wrong == []
