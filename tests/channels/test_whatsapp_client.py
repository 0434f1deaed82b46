"""Sending on WhatsApp through the real twilio client over our own transport: what every failure means for the row."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.whatsapp.client import BUSY, REPAIR, SOON, WhatsAppAdapter
from bot.config import WhatsApp
from bot.errors import ChannelError, Later, Refused, Unknown
from bot.model.message import Address, Author, Button, Channel, ConversationId, MessageId
from bot.ports import OutboxRow
from tests.peers.server import BAD_GATEWAY, DROP, DROP_ACCEPTED, HANG, Fault, answer
from tests.peers.twilio import TwilioPeer, refusal, too_many
from tests.web.fakes import until

SID, TOKEN, SENDER = "AC" + "0" * 32, "an-auth-token-of-the-test", "whatsapp:+14155550100"
PUBLIC_URL = "https://puspaga.test"
PHONE = "+628110000501"
AT = datetime(2026, 7, 7, 3, tzinfo=UTC)
TO = Address(Channel.WHATSAPP, "phone", f"whatsapp:{PHONE}")
CREATE = "Messages.json"


@pytest.fixture
async def peer() -> AsyncIterator[TwilioPeer]:
    async with TwilioPeer(SID, TOKEN, SENDER) as one:
        one.way(PUBLIC_URL, lambda: "http://127.0.0.1:9")  # nobody listens: reports are another test's
        one.person(PHONE).last_said = one.clock.now()
        yield one


def adapter_for(peer: TwilioPeer, *, token: str = TOKEN, sender: str = SENDER) -> WhatsAppAdapter:
    return WhatsAppAdapter(WhatsApp(SID, token, sender, peer.url), public_url=PUBLIC_URL, timeout_s=0.5)


@pytest.fixture
async def adapter(peer: TwilioPeer) -> AsyncIterator[WhatsAppAdapter]:
    one = adapter_for(peer)
    yield one
    await one.close()


def row(text: str = "Halo.", *buttons: Button) -> OutboxRow:
    return OutboxRow(MessageId("t/1/1"), ConversationId("t"), Channel.WHATSAPP, Author.BOT, text, buttons, AT)


async def failure(adapter: WhatsAppAdapter, to: Address = TO, text: str = "Halo.") -> ChannelError:
    with pytest.raises(ChannelError) as raised:
        await adapter.send(to, row(text))
    return raised.value


async def test_a_message_arrives_with_numbered_choices_its_sid_and_our_row_in_the_report_address(
    peer: TwilioPeer, adapter: WhatsAppAdapter
) -> None:
    sid = await adapter.send(TO, row("Betul? 😭 & = +", Button("1.ya.abcd", "Ya"), Button("1.tidak.abcd", "Bukan")))
    (sent,) = peer.sent
    assert sid == sent.sid
    assert sent.callback == f"{PUBLIC_URL}/whatsapp/status?out=t%2F1%2F1#rc=5&rp=all"
    await until(peer.person(PHONE).reads)
    assert peer.person(PHONE).reads() == ["Betul? 😭 & = +\n\n1. Ya\n2. Bukan\n\nBalas dengan angka."]


async def test_a_person_who_hides_their_number_is_written_to_by_scoped_id(
    peer: TwilioPeer, adapter: WhatsAppAdapter
) -> None:
    await adapter.send(Address(Channel.WHATSAPP, "bsuid", peer.person(PHONE).scoped), row())
    await until(peer.person(PHONE).reads)


async def test_the_longest_text_is_taken(peer: TwilioPeer, adapter: WhatsAppAdapter) -> None:
    await adapter.send(TO, row("😭" * 3000, Button("1.ya.abcd", "Ya")))
    assert len(peer.sent) == 1


async def test_a_refusal_for_speed_is_tried_again_after_the_time_it_names(
    peer: TwilioPeer, adapter: WhatsAppAdapter
) -> None:
    peer.spoil(CREATE, too_many(7), answer(429), answer(429, "", **{"Retry-After": "besok"}), refusal(400, 21611))
    peer.spoil(CREATE, answer(429, "", **{"Retry-After": "99999999"}))
    outcomes = [await failure(adapter) for _ in range(5)]
    waits = [one.after for one in outcomes if isinstance(one, Later)]
    assert waits == [timedelta(seconds=7), BUSY, BUSY, BUSY, timedelta(hours=1)]
    assert peer.sent == []


@pytest.mark.parametrize("code", [21610, 63014])
async def test_a_contact_who_asked_not_to_be_written_to_can_no_longer_be_reached(
    peer: TwilioPeer, adapter: WhatsAppAdapter, code: int
) -> None:
    peer.spoil(CREATE, refusal(400, code))
    outcome = await failure(adapter)
    assert isinstance(outcome, Refused)
    assert outcome.unreachable
    peer.person(PHONE).stopped = True
    assert isinstance(await failure(adapter), Refused)


@pytest.mark.parametrize(("to", "text"), [("whatsapp:+62x", "Halo."), ("+628110000501", "Halo."), (TO.value, "  ")])
async def test_what_twilio_will_never_take_is_refused_for_good(
    peer: TwilioPeer, adapter: WhatsAppAdapter, to: str, text: str
) -> None:
    outcome = await failure(adapter, Address(Channel.WHATSAPP, "phone", to), text)
    assert isinstance(outcome, Refused)
    assert not outcome.unreachable


@pytest.mark.parametrize("code", [21211, 21617, 21654, 63003, 99999])
async def test_a_code_that_names_no_cure_is_a_refusal_with_its_code(
    peer: TwilioPeer, adapter: WhatsAppAdapter, code: int
) -> None:
    peer.spoil(CREATE, refusal(400, code))
    outcome = await failure(adapter)
    assert isinstance(outcome, Refused)
    assert outcome.because == str(code)


async def test_a_wrong_key_or_sender_waits_for_a_person_and_nothing_secret_is_logged(
    peer: TwilioPeer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for one in (adapter_for(peer, token="another-token"), adapter_for(peer, sender="whatsapp:+19999999999")):
        outcome = await failure(one, text="rahasia")
        await one.close()
        assert isinstance(outcome, Later)
        assert outcome.after == REPAIR
    said = "\n".join(str(vars(one)) for one in caplog.records if not one.name.startswith("uvicorn"))
    for secret in ("another-token", "rahasia", PHONE):
        assert secret not in said


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_door_that_is_shut_without_a_word_waits_for_a_person(
    peer: TwilioPeer, adapter: WhatsAppAdapter, status: int
) -> None:
    peer.spoil(CREATE, answer(status, "<html>"))
    outcome = await failure(adapter)
    assert isinstance(outcome, Later)
    assert outcome.after == REPAIR


PROBLEM_9457 = {"type": "x", "title": "Internal", "status": 500, "code": 20500}


@pytest.mark.parametrize(
    "fault",
    [DROP, DROP_ACCEPTED, HANG, BAD_GATEWAY, answer(500), answer(503, {"code": 20503}), answer(500, PROBLEM_9457)],
)
async def test_whatever_may_have_been_delivered_is_of_unknown_fate(
    peer: TwilioPeer, adapter: WhatsAppAdapter, fault: Fault
) -> None:
    peer.spoil(CREATE, fault)
    assert isinstance(await failure(adapter), Unknown)
    assert len(peer.sent) == (1 if fault.accepts else 0)
    await adapter.send(TO, row())


@pytest.mark.parametrize("body", ["<html>", "[]", "null", "7", "{}", '{"sid": null}', '{"sid": "SM1", "date_sent": 7}'])
async def test_an_answer_of_201_that_is_not_twilios_is_of_unknown_fate(
    peer: TwilioPeer, adapter: WhatsAppAdapter, body: str
) -> None:
    peer.spoil(CREATE, answer(201, body))
    assert isinstance(await failure(adapter), Unknown)


@pytest.mark.parametrize("body", [{"code": "x", "message": "m"}, {"code": None, "message": "m"}, [], 7])
async def test_an_error_whose_body_is_odd_still_has_a_meaning(
    peer: TwilioPeer, adapter: WhatsAppAdapter, body: object
) -> None:
    peer.spoil(CREATE, answer(500, body), answer(400, body))
    assert isinstance(await failure(adapter), Unknown)
    assert isinstance(await failure(adapter), Refused)


async def test_an_api_that_is_down_saw_nothing_and_is_tried_again_soon(
    peer: TwilioPeer, adapter: WhatsAppAdapter
) -> None:
    await peer.down()
    outcome = await failure(adapter)
    await peer.up()
    assert isinstance(outcome, Later)
    assert outcome.after == SOON
    await adapter.send(TO, row())
    assert [one.body for one in peer.sent] == ["Halo."]


async def test_an_edge_or_region_in_the_environment_does_not_move_the_host(
    peer: TwilioPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    monkeypatch.setenv("TWILIO_REGION", "au1")
    one = adapter_for(peer)
    await one.send(TO, row())
    await one.close()
    assert len(peer.sent) == 1


async def test_a_message_that_was_taken_without_an_answer_is_found_by_its_text_for_its_reader_only(
    peer: TwilioPeer, adapter: WhatsAppAdapter
) -> None:
    peer.spoil(CREATE, DROP_ACCEPTED)
    asked = row("Betul?", Button("1.ya.abcd", "Ya"))
    assert isinstance(await failure(adapter, text="Betul?"), Unknown)
    await adapter.send(Address(Channel.WHATSAPP, "phone", "whatsapp:+628110000502"), asked)
    assert await adapter.find(TO, asked) == ()
    assert await adapter.find(TO, row("Betul?")) == (peer.sent[0].sid,)


async def test_what_failed_or_was_sent_before_the_row_was_written_is_not_it(
    peer: TwilioPeer, adapter: WhatsAppAdapter
) -> None:
    early, failed, taken = [await adapter.send(TO, row()) for _ in range(3)]
    assert early == peer.sent[0].sid
    peer.sent[0].at = AT - timedelta(minutes=1)
    next(one for one in peer.sent if one.sid == failed).states.append("undelivered")
    assert await adapter.find(TO, row()) == (taken,)


@pytest.mark.parametrize("fault", [DROP, HANG, BAD_GATEWAY, answer(200, "<html>"), answer(401), too_many(7)])
async def test_a_list_that_cannot_be_had_is_a_failure_in_our_words(
    peer: TwilioPeer, adapter: WhatsAppAdapter, fault: Fault
) -> None:
    peer.spoil(CREATE, fault)
    with pytest.raises((Later, Unknown)):
        await adapter.find(TO, row())


async def test_many_are_written_to_at_once(peer: TwilioPeer, adapter: WhatsAppAdapter) -> None:
    await asyncio.gather(*(adapter.send(TO, row(str(number))) for number in range(32)))
    assert sorted(int(one.body) for one in peer.sent) == list(range(32))
