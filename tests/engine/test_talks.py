"""Every example of every flow, the conversation written to a row and read back between any two turns."""

import secrets

import pytest

from bot.engine.play import play
from bot.flow.book import Talk
from bot.model.conversation import Conversation
from bot.seen import Seen
from bot.store.rows import conversation_of, conversation_row, ticket_of, ticket_row
from bot.vault.envelope import Vault
from bot.vault.ring import Ring
from tests.engine.minds import mind

VAULT = Vault(Ring(1, {1: secrets.token_bytes(32)}, secrets.token_bytes(32)))
TALKS = [(flow.name, talk) for flow in mind().book.flows.values() for talk in flow.examples]


def through_a_row(conversation: Conversation) -> Conversation:
    """Written and read back, sealed in between."""
    key = VAULT.new_key(conversation.id)
    ticket = conversation.ticket
    held = ticket_of(VAULT, ticket_row(VAULT, ticket, conversation.id, key), key) if ticket else None
    return conversation_of(VAULT, conversation_row(VAULT, conversation, key), held)


@pytest.mark.parametrize(("flow", "talk"), TALKS, ids=[f"{flow}: {talk.name}" for flow, talk in TALKS])
def test_the_example_comes_true(flow: str, talk: Talk) -> None:
    assert [str(one) for one in play(mind(), talk, flow, keep=through_a_row, outside=Seen(mind().book))] == []


def test_a_line_that_does_not_come_true_is_named_with_its_place() -> None:
    flow = mind().book.flows["perintah/nomor"]
    talk = flow.examples[0]
    wrong = Talk(talk.name, (talk.lines[0], *[line for line in talk.lines if line.what == "then"]), talk.channel)
    told = [type(wrong.lines[1])("then", {"state": "tidak_ada"}, wrong.lines[1].mark)]
    found = play(mind(), Talk("salah", (talk.lines[0], *told)), flow.name)
    assert str(found[0]).startswith("flows/perintah/nomor.yaml:")
    assert "tidak_ada" in str(found[0])


def test_every_flow_but_the_fault_has_an_example() -> None:
    assert [flow.name for flow in mind().book.flows.values() if not flow.examples] == ["aman/orang"]
