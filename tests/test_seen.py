"""What a person sees of a rehearsed talk is what the channel and the sender would let them see."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram import wire as telegram
from bot.channels.web.pages import environment
from bot.channels.whatsapp import wire as whatsapp
from bot.engine.outside import NEVER, Shown
from bot.model.conversation import Conversation, Reader
from bot.model.message import Author, Button, Channel, ContactId, ConversationId, MessageId, Outbound, Said
from bot.model.turn import Turn
from bot.model.visit import Bubble
from bot.ports import OutboxRow
from bot.seen import Seen, seen
from tests.engine.minds import mind

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
CHOICES = (Button("1.ya.a3f9", "Mau"), Button("1.tidak.a3f9", "Tidak dulu"))


def talk(channel: Channel) -> Conversation:
    return Conversation(ConversationId("c"), ContactId("k"), channel, opened_at=AT, turn=1, last_in_at=AT)


def row(channel: Channel, text: str = "Mau bicara?", buttons: tuple[Button, ...] = CHOICES) -> OutboxRow:
    return OutboxRow(MessageId("c/1/1"), ConversationId("c"), channel, Author.BOT, text, buttons, AT)


def shown(channel: Channel, *bubbles: Outbound) -> list[Shown]:
    return list(Seen(mind().book).shown(Turn(talk(channel), bubbles), Said(AT, "halo")))


TWO = (Outbound("Itu bukan salahmu."), Outbound("Mau bicara?", CHOICES))


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.WEB])
def test_bubbles_stay_apart_with_the_buttons_below_the_last(channel: Channel) -> None:
    first, last = shown(channel, *TWO)
    assert (first.text, first.buttons, first.labels) == ("Itu bukan salahmu.", (), ())
    assert (last.text, last.buttons, last.typed) == ("Mau bicara?", CHOICES, False)


def test_on_whatsapp_they_are_one_message_as_its_wire_writes_it() -> None:
    (one,) = shown(Channel.WHATSAPP, *TWO)
    assert one.text == "Itu bukan salahmu.\n\nMau bicara?\n\n1. Mau\n2. Tidak dulu\n\nBalas dengan angka."
    assert one.typed
    assert one.labels == ()


@pytest.mark.parametrize("channel", list(Channel))
def test_a_long_text_is_cut_where_the_channel_cuts_it_and_no_choice_is_lost(channel: Channel) -> None:
    one = seen(row(channel, "panjang sekali " * 400))
    most = {Channel.TELEGRAM: telegram.LONGEST, Channel.WHATSAPP: whatsapp.LONGEST, Channel.WEB: 100_000}[channel]
    assert len(one.text) <= most
    assert one.buttons == CHOICES
    assert one.typed == (channel is Channel.WHATSAPP)
    assert one.typed == ("2. Tidak dulu" in one.text)


def test_a_label_is_as_long_as_telegram_shows_it() -> None:
    one = seen(row(Channel.TELEGRAM, buttons=(Button("1.a.b", "a" * 100),)))
    assert one.labels == (f"{'a' * (telegram.LONGEST_LABEL - 1)}…",)


def test_the_labels_of_the_web_are_those_of_its_page() -> None:
    bubble = Bubble(MessageId("c/1/1"), AT, Author.BOT, "Mau bicara?", CHOICES, latest=True)
    page = environment().get_template("bubble.html").render(bubble=bubble, counselor="", form_id="f")
    found = re.findall(r'<button name="press" value="([^"]+)">([^<]+)</button>', page)
    one = seen(row(Channel.WEB))
    assert found == list(zip([key.data for key in one.buttons], one.labels, strict=True))


@pytest.mark.parametrize(
    ("author", "after", "leaves"),
    [
        (Author.BOT, timedelta(), True),
        (Author.BOT, timedelta(minutes=11), False),
        (Author.COUNSELOR, timedelta(), True),
        (Author.COUNSELOR, timedelta(minutes=11), False),
    ],
)
def test_what_the_sender_would_hold_is_not_seen(author: Author, after: timedelta, leaves: bool) -> None:
    child = talk(Channel.TELEGRAM).grown(reader=Reader.CHILD)
    one = Shown("Halo", author=author, written=AT, answers=author is Author.BOT)
    at = AT + after
    found = Seen(mind().book).leaves(child, one, at, released=False, addressed=True)
    held = NEVER if author is Author.BOT else None
    assert found == (at if leaves else held)


def test_a_page_is_forgotten_ten_minutes_after_the_last_word_or_the_way_back() -> None:
    one, now = Seen(mind().book), talk(Channel.WEB)
    assert one.visit_over(now, None, AT)
    assert not one.visit_over(now, AT, AT + timedelta(minutes=10))
    assert one.visit_over(now, AT, AT + timedelta(minutes=10, seconds=1))
    assert not one.visit_over(now, AT + timedelta(hours=5), AT + timedelta(hours=5, minutes=9))
    assert not one.visit_over(talk(Channel.TELEGRAM), None, AT + timedelta(days=9))
