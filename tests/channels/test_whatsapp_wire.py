"""Twilio's dialect: every kind of webhook, odd ones, and numbered choices."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.letters import Unreadable, units
from bot.channels.whatsapp.wire import LONGEST, read, read_blocked, read_report, read_status, render
from bot.model.message import (
    ELSEWHERE,
    REPLACEMENT,
    Address,
    Author,
    Blocked,
    Button,
    Card,
    Channel,
    ConversationId,
    Failed,
    Inbound,
    Location,
    Media,
    MessageId,
    Press,
    Said,
)
from bot.model.report import Rank, Report
from bot.ports import OutboxRow

AT = datetime(2026, 7, 7, 3, tzinfo=UTC)
PHONE, SCOPED = "whatsapp:+628110000501", "whatsapp:ID.4566001"


def form(**fields: str) -> dict[str, str]:
    """One webhook, shaped like a real one."""
    base = {"MessageSid": "SM1", "From": PHONE, "To": "whatsapp:+14155550100", "WaId": "628110000501", "Body": ""}
    return {**base, "ExternalUserId": SCOPED, "NumMedia": "0", "MessageType": "text", "SmsStatus": "received"} | fields


def heard(**fields: str) -> Inbound:
    return read(form(**fields), AT).inbound


def media(kind: str, content: str, body: str = "") -> dict[str, str]:
    return {"MessageType": kind, "NumMedia": "1", "MediaContentType0": content, "MediaUrl0": "https://x", "Body": body}


@pytest.mark.parametrize(
    ("fields", "inbound"),
    [
        ({"Body": "halo"}, Said(AT, "halo")),
        ({"Body": ""}, Said(AT, "")),
        ({"Body": "a\x00b\ud800c"}, Said(AT, f"a{REPLACEMENT}b{REPLACEMENT}c")),
        ({"Body": "\u202ebalik"}, Said(AT, "\u202ebalik")),
        ({"Body": "a" * 4096}, Said(AT, "a" * 4096)),
        ({"Body": "Ya", "ButtonText": "Ya", "ButtonPayload": "3.ya.abcd"}, Press(AT, "3.ya.abcd")),
        ({"Body": "Ya", "ButtonPayload": "x" * 200}, Press(AT, "x" * 64)),
        (media("image", "image/jpeg", "lihat"), Media(AT, "photo", "lihat")),
        (media("audio", "audio/ogg"), Media(AT, "voice")),
        (media("video", "video/mp4"), Media(AT, "video")),
        (media("sticker", "image/webp"), Media(AT, "sticker")),
        (media("document", "application/pdf"), Media(AT, "document")),
        (media("", "image/png"), Media(AT, "photo")),
        (media("", "application/pdf"), Media(AT, "document")),
        (media("", ""), Media(AT, "other")),
        (media("text", "text/vcard"), Card(AT)),
        (media("document", "text/x-vcard"), Card(AT)),
        (media("document", "TEXT/VCARD"), Card(AT)),
        ({"MessageType": "contacts"}, Card(AT)),
        ({"Latitude": "-0.5", "Longitude": "117.1", "MessageType": "location"}, Location(AT, "samarinda")),
        ({"MessageType": "unsupported"}, Media(AT, "other")),
        ({"MessageType": "reaction"}, Media(AT, "other")),
        ({"NumMedia": "x"}, Media(AT, "other")),
    ],
)
def test_every_sort_of_message_is_something_we_can_answer(fields: dict[str, str], inbound: Inbound) -> None:
    assert heard(**fields) == inbound


def test_a_sender_is_known_by_phone_and_by_scoped_id_and_both_lead_to_one_contact() -> None:
    phone, scoped = Address(Channel.WHATSAPP, "phone", PHONE), Address(Channel.WHATSAPP, "bsuid", SCOPED)
    both = read(form(), AT)
    assert (both.address, both.aliases) == (phone, (scoped,))
    hidden = read(form(From=SCOPED), AT)
    assert (hidden.address, hidden.aliases) == (scoped, ())
    old = read(form(ExternalUserId=""), AT)
    assert (old.address, old.aliases) == (phone, ())
    enterprise = read(form(From="whatsapp:ID.ENT.99ab", ExternalUserId=""), AT)
    assert enterprise.address == Address(Channel.WHATSAPP, "bsuid", "whatsapp:ID.ENT.99ab")


@pytest.mark.parametrize(
    "fields",
    [
        {"MessageSid": ""},
        {"MessageSid": "", "From": ""},
        {"From": "", "ExternalUserId": ""},
        {"From": "+628110000501", "ExternalUserId": ""},
        {"From": "whatsapp:+62811\n", "ExternalUserId": "whatsapp:id.x"},
        {"From": "messenger:1234", "ExternalUserId": ""},
    ],
)
def test_a_webhook_without_name_or_sender_is_unreadable(fields: dict[str, str]) -> None:
    with pytest.raises(Unreadable):
        read(form(**fields), AT)


FIELDS = st.sampled_from([
    "MessageSid", "From", "ExternalUserId", "Body", "ButtonPayload", "NumMedia", "MessageType", "MediaContentType0",
    "Latitude", "MessageStatus", "ErrorCode",
])  # fmt: skip


@given(st.dictionaries(FIELDS, st.text(st.characters(codec=None))), st.text())
def test_no_form_at_all_breaks_the_readers(fields: dict[str, str], out: str) -> None:
    read_status(fields, out, AT)
    try:
        read(form(**fields), AT)
    except Unreadable:
        assert fields


# ---- delivery reports


def test_a_message_that_did_not_arrive_is_something_that_happened_to_its_talk() -> None:
    arrival = read_status({"MessageSid": "SM9", "MessageStatus": "undelivered", "ErrorCode": "63016"}, "talk/3/1", AT)
    assert arrival is not None
    assert arrival.id == "whatsapp-status:SM9:undelivered"
    assert arrival.conversation == "talk"
    assert arrival.inbound == Failed(AT, MessageId("talk/3/1"), "63016", "SM9")
    silent = read_status({"MessageSid": "SM9", "MessageStatus": "failed"}, "talk/3/1", AT)
    assert silent is not None
    assert silent.inbound == Failed(AT, MessageId("talk/3/1"), "failed", "SM9")


@pytest.mark.parametrize(("code", "gone"), [("63014", True), ("21610", True), ("63016", False), ("", False)])
def test_some_failures_tell_that_the_contact_can_no_longer_be_reached(code: str, gone: bool) -> None:
    form = {"MessageSid": "SM9", "MessageStatus": "failed", "ErrorCode": code}
    failed = read_status(form, "talk/3/1", AT)
    assert failed is not None
    told = read_blocked(failed)
    assert (told is not None) == gone
    if told is not None:
        assert (told.id, told.conversation, told.inbound) == ("blocked:talk/3/1", "talk", Blocked(AT))


@pytest.mark.parametrize("status", ["queued", "sending", "sent", "delivered", "read", "canceled", "", "new_one"])
def test_other_reports_lead_to_nothing(status: str) -> None:
    assert read_status({"MessageSid": "SM9", "MessageStatus": status}, "talk/3/1", AT) is None


@pytest.mark.parametrize("out", ["", "talk", "talk/3", "talk/x/1", "a/b/3/1", "/3/1", "talk/3/1/", "talk/3/1234567890"])
def test_a_report_on_a_row_that_is_none_of_ours_leads_to_nothing(out: str) -> None:
    assert read_status({"MessageSid": "SM9", "MessageStatus": "failed"}, out, AT) is None


@pytest.mark.parametrize(
    ("status", "rank"),
    [("accepted", 1), ("queued", 1), ("sending", 1), ("sent", 1), ("delivered", 2), ("read", 3)],
)
def test_what_became_of_a_message_has_a_rank(status: str, rank: int) -> None:
    told = read_report({"MessageSid": "SM9", "MessageStatus": status}, "talk/3/1", AT)
    assert told == Report(MessageId("talk/3/1"), Rank(rank), AT, "SM9")


@pytest.mark.parametrize("status", ["failed", "undelivered", "canceled", "", "new_one"])
def test_a_status_without_rank_is_no_report(status: str) -> None:
    assert read_report({"MessageSid": "SM9", "MessageStatus": status}, "talk/3/1", AT) is None
    assert read_report({"MessageSid": "SM9", "MessageStatus": "read"}, "talk/x/1", AT) is None


# ---- out


def row(text: str, *labels: str) -> OutboxRow:
    buttons = tuple(Button(f"1.k{number}.abcd", label) for number, label in enumerate(labels))
    return OutboxRow(MessageId("t/1/1"), ConversationId("t"), Channel.WHATSAPP, Author.BOT, text, buttons, AT)


def test_choices_are_numbered_lines() -> None:
    assert render(row("Betul?", "Ya", "Bukan")) == "Betul?\n\n1. Ya\n2. Bukan\n\nBalas dengan angka."
    assert render(row("Halo.")) == "Halo."


def test_of_a_message_too_long_the_text_gives_way_and_never_a_choice() -> None:
    for letter in ("a", "😭"):
        sent = render(row(letter * 2000, "Ya", "Bukan"))
        assert units(sent) <= LONGEST
        assert sent.endswith("…\n\n1. Ya\n2. Bukan\n\nBalas dengan angka.")
    assert units(render(row("a" * 2000))) == LONGEST


@pytest.mark.parametrize(
    ("latitude", "longitude", "near"),
    [("0.134", "117.502", "bontang"), ("-6.2", "106.85", ELSEWHERE), ("0", "", ""), ("di sini", "117.5", "")],
)
def test_a_point_on_the_map_is_left_behind_at_the_door(latitude: str, longitude: str, near: str) -> None:
    assert heard(Latitude=latitude, Longitude=longitude, MessageType="location") == Location(AT, near)
