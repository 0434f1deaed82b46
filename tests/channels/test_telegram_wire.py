"""Telegram's dialect: every kind of update, and odd ones."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.letters import Unreadable, units
from bot.channels.telegram.wire import LONGEST, press_of, pressed_message, read, render, update_id
from bot.model.message import (
    ELSEWHERE,
    REPLACEMENT,
    Author,
    Blocked,
    Button,
    Card,
    Channel,
    ConversationId,
    Edited,
    Inbound,
    Location,
    Media,
    MessageId,
    Press,
    Said,
)
from bot.ports import OutboxRow

AT = datetime(2026, 7, 7, 3, tzinfo=UTC)
CHAT = {"id": 501, "type": "private"}
GROUP = {"id": -100501, "type": "supergroup"}
NUMBER = 700_000_001


def message(**fields: object) -> dict[str, Any]:
    return {"update_id": NUMBER, "message": {"message_id": 7, "chat": CHAT, "date": 1, **fields}}


def heard(raw: Mapping[str, Any]) -> Inbound | None:
    arrival = read(raw, AT)
    return arrival.inbound if arrival else None


def press(data: object, **fields: object) -> dict[str, Any]:
    query = {"id": "q1", "from": {"id": 501}, "data": data, "message": {"message_id": 7, "chat": CHAT}, **fields}
    return {"update_id": NUMBER, "callback_query": query}


# ---- what people do


def test_an_arrival_is_named_by_its_update_and_addressed_by_its_chat() -> None:
    arrival = read(message(text="halo"), AT)
    assert arrival is not None
    assert arrival.id == f"telegram:{NUMBER}"
    assert arrival.address is not None
    assert (arrival.address.channel, arrival.address.value) == (Channel.TELEGRAM, "501")
    assert arrival.inbound == Said(AT, "halo")


@pytest.mark.parametrize(
    ("fields", "inbound"),
    [
        ({"text": "/start"}, Said(AT, "/start")),
        ({"text": "/start poster-07"}, Said(AT, "/start")),
        ({"text": "/menu lagi"}, Said(AT, "/menu lagi")),
        ({"text": ""}, Said(AT, "")),
        ({"text": 7}, Said(AT, "")),
        ({"text": "a\x00b\ud800c"}, Said(AT, f"a{REPLACEMENT}b{REPLACEMENT}c")),
        ({"text": "\u202eterbalik\u202c"}, Said(AT, "\u202eterbalik\u202c")),
        ({"text": "a" * 4096}, Said(AT, "a" * 4096)),
        ({"sticker": {"emoji": "🙂"}}, Media(AT, "sticker")),
        ({"photo": [{}], "caption": "lihat"}, Media(AT, "photo", "lihat")),
        ({"voice": {}}, Media(AT, "voice")),
        ({"audio": {}}, Media(AT, "audio")),
        ({"video": {}}, Media(AT, "video")),
        ({"video_note": {}}, Media(AT, "video")),
        ({"animation": {}, "document": {}}, Media(AT, "video")),
        ({"document": {}, "caption": "su\x00rat"}, Media(AT, "document", f"su{REPLACEMENT}rat")),
        ({"poll": {}}, Media(AT, "other")),
        ({"dice": {}}, Media(AT, "other")),
        ({"something_new": {}}, Media(AT, "other")),
        ({"location": {}}, Location(AT)),
        ({"venue": {}, "location": {}}, Location(AT)),
        ({"location": {"latitude": 2.154, "longitude": 117.488}}, Location(AT, "berau")),
        ({"location": {"latitude": -6.2, "longitude": 106.85}}, Location(AT, ELSEWHERE)),
        ({"venue": {}, "location": {"latitude": "x", "longitude": None}}, Location(AT)),
        ({"location": "di sini"}, Location(AT)),
        ({"contact": {}}, Card(AT)),
    ],
)
def test_every_sort_of_message_is_something_we_can_answer(fields: dict[str, object], inbound: Inbound) -> None:
    assert heard(message(**fields)) == inbound


def test_a_correction_is_a_correction_with_text_or_caption_and_else_nothing() -> None:
    def edited(**fields: object) -> dict[str, Any]:
        return {"update_id": 1, "edited_message": {"chat": CHAT, "message_id": 7, **fields}}

    assert heard(edited(text="maksudku")) == Edited(AT, "maksudku")
    assert heard(edited(caption="maksudku")) == Edited(AT, "maksudku")
    assert heard(edited(location={})) is None


def test_a_press_brings_its_data_as_it_came() -> None:
    assert heard(press("17.sekolah.a3f9")) == Press(AT, "17.sekolah.a3f9")
    assert heard(press("\x00" + "x" * 100)) == Press(AT, REPLACEMENT + "x" * 63)
    assert heard(press(None)) is None
    assert heard(press("")) is None


def test_a_press_on_a_message_too_old_to_be_shown_is_the_pressers() -> None:
    raw = press("17.ya.a3f9")
    del raw["callback_query"]["message"]
    assert heard(raw) == Press(AT, "17.ya.a3f9")
    assert pressed_message(raw) is None


def test_a_press_names_what_waits_to_be_marked_and_the_message_it_stood_on() -> None:
    assert press_of(press("17.ya.a3f9")) == "q1"
    assert pressed_message(press("17.ya.a3f9")) == (501, 7)
    assert press_of(message(text="halo")) == ""
    assert pressed_message(message(text="halo")) is None
    for odd in ({"callback_query": None}, {"callback_query": {"id": 7, "message": {"chat": None}}}):
        assert press_of(odd) == ""
        assert pressed_message(odd) is None


def test_a_contact_who_blocks_us_is_blocked_and_one_who_unblocks_is_not() -> None:
    def member(status: str) -> dict[str, Any]:
        return {"update_id": 1, "my_chat_member": {"chat": CHAT, "new_chat_member": {"status": status}}}

    assert heard(member("kicked")) == Blocked(AT)
    assert heard(member("member")) is None


# ---- what is not for us


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1, "message": {"chat": GROUP, "text": "halo semua"}},
        {"update_id": 1, "message": {"chat": {"id": 5, "type": "group"}, "text": "halo"}},
        {"update_id": 1, "message": {"chat": {"id": 5}, "text": "halo"}},
        {"update_id": 1, "edited_message": {"chat": GROUP, "text": "halo"}},
        {"update_id": 1, "callback_query": {"id": "q", "data": "1.ya.abcd", "message": {"chat": GROUP}}},
        {"update_id": 1, "my_chat_member": {"chat": GROUP, "new_chat_member": {"status": "kicked"}}},
        {"update_id": 1, "channel_post": {"chat": {"id": 5, "type": "channel"}, "text": "halo"}},
        {"update_id": 1, "poll_answer": {}},
        {"update_id": 1},
        message(pinned_message={}),
        message(message_auto_delete_timer_changed={}),
    ],
)
def test_groups_channels_and_notes_of_the_platform_are_passed_over(raw: dict[str, Any]) -> None:
    assert heard(raw) is None


# ---- what cannot be read


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"update_id": None, "message": {}},
        {"update_id": "7", "message": {}},
        {"update_id": True},
        {"update_id": -1},
        {"update_id": 2**63, "message": {"chat": CHAT, "text": "halo"}},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": []},
        {"update_id": 1, "message": {"text": "halo"}},
        {"update_id": 1, "message": {"chat": None, "text": "halo"}},
        {"update_id": 1, "message": {"chat": {"id": "501", "type": "private"}, "text": "halo"}},
        {"update_id": 1, "message": {"chat": {"id": True, "type": "private"}, "text": "halo"}},
        {"update_id": 1, "callback_query": 5},
        {"update_id": 1, "callback_query": {"data": "1.ya.abcd"}},
        {"update_id": 1, "callback_query": {"data": "1.ya.abcd", "from": {"id": True}}},
        {"update_id": 1, "my_chat_member": {"chat": CHAT}},
    ],
)
def test_an_odd_shape_is_unreadable_and_nothing_worse(raw: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        read(raw, AT)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec=None)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([
                "update_id", "message", "edited_message", "callback_query", "my_chat_member", "chat", "id", "type",
                "text", "caption", "data", "from", "new_chat_member", "status", "sticker", "location", "contact",
            ]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["update_id", "message", "callback_query", "edited_message"]), JSON))
def test_no_json_at_all_breaks_the_reader(raw: dict[str, Any]) -> None:
    press_of(raw)
    pressed_message(raw)
    try:
        arrival = read(raw, AT)
    except Unreadable:
        return
    assert arrival is None or arrival.id == f"telegram:{update_id(raw)}"


# ---- out


def row(text: str, *buttons: Button) -> OutboxRow:
    return OutboxRow(MessageId("t/1/1"), ConversationId("t"), Channel.TELEGRAM, Author.BOT, text, buttons, AT)


def test_a_bubble_is_plain_text_with_one_button_a_row() -> None:
    assert render(row("Betul?", Button("1.ya.abcd", "Ya"), Button("1.tidak.abcd", "Bukan"))) == {
        "text": "Betul?",
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Ya", "callback_data": "1.ya.abcd"}],
                [{"text": "Bukan", "callback_data": "1.tidak.abcd"}],
            ]
        },
    }
    assert render(row("Halo *tanpa* _tanda_")) == {"text": "Halo *tanpa* _tanda_"}


def test_a_text_too_long_for_telegram_is_cut_by_utf_16_units() -> None:
    assert units(render(row("a" * 5000))["text"]) == LONGEST
    sent = render(row("😭" * 3000))["text"]
    assert units(sent) <= LONGEST
    assert sent.endswith("😭…")
    assert render(row("😭" * 2048))["text"] == "😭" * 2048
