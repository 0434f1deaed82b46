"""A conversation grows by copies."""

import ast
from collections.abc import Iterator
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


def changed_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every field that a source says it changes: in a call, or in a dictionary called `changes`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="change" | "grown"), keywords=keywords):
                yield from ((node.lineno, one.arg) for one in keywords if one.arg)
            case ast.AnnAssign(target=ast.Name(id="changes"), value=ast.Dict(keys=keys)):
                yield from ((node.lineno, str(one.value)) for one in keys if isinstance(one, ast.Constant))
            case ast.Subscript(value=ast.Name(id="changes"), slice=ast.Constant(value=name)):
                yield node.lineno, str(name)


def test_what_a_conversation_does_not_have_is_changed_nowhere() -> None:
    """Nothing checks the names while a turn is made; here they are all read in the source."""
    names = {one.name for one in fields(Conversation)}
    found = [
        (path.name, line, name)
        for path in sorted(BOT.rglob("*.py"))
        for line, name in changed_names(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert {"position", "recent", "language", "ticket"} <= {name for _, _, name in found}
    assert [one for one in found if one[2] not in names] == []
