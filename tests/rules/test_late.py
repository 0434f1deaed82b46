"""What was found late comes after what its talk has had since, and does not answer who left after writing it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.conversation import Conversation
from bot.model.message import Channel, ContactId, ConversationId, Inbound, Location, Media, Press, Said
from bot.rules.late import in_order, left_since

AT = datetime(2026, 7, 7, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def talk(**changes: object) -> Conversation:
    one = Conversation(ConversationId("c1"), ContactId("p1"), Channel.WHATSAPP, opened_at=AT)
    return one.grown(**{"last_in_at": AT + MINUTE, **changes})


@pytest.mark.parametrize("late", [Said(AT, "halo", late=True), Media(AT, "photo", late=True)])
def test_what_is_late_comes_right_after_the_last_word_and_what_is_newer_keeps_its_moment(late: Inbound) -> None:
    assert in_order(late, talk()).at == AT + MINUTE
    assert in_order(late, talk(last_in_at=AT - MINUTE)).at == AT
    assert in_order(late, talk(last_in_at=None, opened_at=AT + 2 * MINUTE)).at == AT + 2 * MINUTE
    assert in_order(late, None) == late


@pytest.mark.parametrize("inbound", [Said(AT, "halo"), Media(AT, "photo"), Press(AT, "1.a.b"), Location(AT)])
def test_what_came_by_itself_is_left_as_it_is(inbound: Inbound) -> None:
    assert in_order(inbound, talk()) == inbound
    assert left_since(inbound, talk(ended_because="keluar")) == ""


def test_who_left_after_writing_has_left_and_who_wrote_after_leaving_has_come_back() -> None:
    late = Said(AT, "halo", late=True)
    assert left_since(late, talk(ended_because="keluar")) == "keluar"
    assert left_since(late, talk(ended_because="keluar", last_in_at=AT - MINUTE)) == ""
    assert left_since(late, talk()) == ""
    assert left_since(late, None) == ""
