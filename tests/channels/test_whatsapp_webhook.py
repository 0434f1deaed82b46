"""Twilio's webhooks behind the real edge: the signature first, over the public address; everything kept; 503 only when
nothing was."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.channels.whatsapp.client import WhatsAppAdapter
from bot.channels.whatsapp.webhook import whatsapp_routes
from bot.config import WhatsApp
from bot.runner.reports import Reports
from tests.channels.house import House, at_the_edge, house, soon
from tests.peers.twilio import Person, TwilioPeer
from tests.web.fakes import until

SID, TOKEN, SENDER = "AC" + "0" * 32, "an-auth-token-of-the-test", "whatsapp:+14155550100"
PUBLIC_URL = "https://puspaga.test"
INBOUND, FALLBACK, STATUS = (f"{PUBLIC_URL}/whatsapp/{name}" for name in ("inbound", "fallback", "status"))
RETRIED = "#rc=5&rp=all"


@pytest.fixture
async def peer() -> AsyncIterator[TwilioPeer]:
    async with TwilioPeer(SID, TOKEN, SENDER) as one:
        one.webhook = INBOUND + RETRIED
        yield one


@pytest.fixture
def person(peer: TwilioPeer) -> Person:
    return peer.person("+628110000501")


@pytest.fixture
async def home(peer: TwilioPeer, tmp_path: Path) -> AsyncIterator[House]:
    adapter = WhatsAppAdapter(WhatsApp(SID, TOKEN, SENDER, peer.url), public_url=PUBLIC_URL)
    async with house(tmp_path, adapter) as one:
        peer.way(PUBLIC_URL, lambda: one.url)
        reports = Reports(one.store, one.bell)
        routes = whatsapp_routes(one.intake, reports.take, TOKEN, PUBLIC_URL, one.clock)
        async with at_the_edge(one, whatsapp=routes):
            yield one
    await adapter.close()


async def test_a_message_is_stored_answered_with_empty_twiml_and_then_by_rest(
    peer: TwilioPeer, home: House, person: Person
) -> None:
    assert await person.says("anakku 2 th tantrum") == 200
    assert peer.answers == ["text/xml; charset=utf-8 <Response/>"]
    assert len(await home.names()) == 1
    await person.hears("1. Mau contoh")


async def test_a_wrong_or_missing_signature_is_refused_and_nothing_is_kept(
    peer: TwilioPeer, home: House, person: Person
) -> None:
    form = person.form(Body="halo")
    elsewhere = TwilioPeer(SID, "another-token", SENDER)
    wrong = [
        "",
        "x",
        "\xe9",
        peer.sign(INBOUND, {**form, "Body": "hai"}),
        peer.sign(INBOUND, {**form, "Extra": ""}),
        peer.sign(INBOUND.replace("https", "http"), form),
        peer.sign(f"{home.url}/whatsapp/inbound", form),
        peer.sign(FALLBACK, form),
        peer.sign(f"{INBOUND}?x=1", form),
        elsewhere.sign(INBOUND, form),
    ]
    for signature in wrong:
        async with httpx.AsyncClient() as http:
            headers = {b"X-Twilio-Signature": signature.encode("latin-1")} if signature else {}
            for name in ("inbound", "fallback", "status"):
                got = await http.post(f"{home.url}/whatsapp/{name}", data=form, headers=headers)
                assert got.status_code == (200 if signature == wrong[7] and name == "fallback" else 403)
    kept = [one for one in await home.names() if not one.startswith("whatsapp-status:")]
    assert kept == [f"whatsapp:{form['MessageSid']}"]  # by the one that was right for the fallback


async def test_host_and_forwarding_headers_change_nothing(peer: TwilioPeer, home: House, person: Person) -> None:
    form = person.form(Body="halo")
    async with httpx.AsyncClient() as http:
        for host in ("puspaga.test", "evil.test"):
            headers = {"Host": host, "X-Forwarded-Host": host, "X-Forwarded-Proto": "http"}
            forged = {**headers, "X-Twilio-Signature": peer.sign(f"http://{host}/whatsapp/inbound", form)}
            good = {**headers, "X-Twilio-Signature": peer.sign(INBOUND, form)}
            assert (await http.post(f"{home.url}/whatsapp/inbound", data=form, headers=forged)).status_code == 403
            assert (await http.post(f"{home.url}/whatsapp/inbound", data=form, headers=good)).status_code == 200


async def test_the_raw_path_and_query_are_what_was_signed(peer: TwilioPeer, home: House, person: Person) -> None:
    for query in ("?out=a%2F1%2F1", "?out=a/1/1&x=%20+%C3%A9", "?b=2&a=1", "?x="):
        assert await peer.call(f"{INBOUND}{query}", person.form(Body="halo")) == 200


async def test_a_body_that_is_no_form_is_refused(peer: TwilioPeer, home: House) -> None:
    async with httpx.AsyncClient() as http:
        for body in (b"\xff\xfe", b"&".join([b"a=1"] * 2_000), b""):
            headers = {"X-Twilio-Signature": peer.sign(INBOUND, {}) if body else "x"}
            got = await http.post(f"{home.url}/whatsapp/inbound", content=body, headers=headers)
            assert got.status_code == 403


async def test_the_same_sid_twice_is_answered_once(peer: TwilioPeer, home: House, person: Person) -> None:
    form = person.form(Body="halo")
    for _ in range(3):
        assert await person.sends_form(form) == 200
    assert await home.answers() == 1
    assert await home.names() == [f"whatsapp:{form['MessageSid']}"]


async def test_a_store_that_is_down_is_told_with_503_and_twilio_comes_again(
    peer: TwilioPeer, home: House, person: Person
) -> None:
    home.store.down = True
    assert await person.says("halo") == 503
    assert peer.delivered == [503] * 6
    assert await home.states() == {}
    home.store.down = False
    assert await person.says("halo lagi") == 200


async def test_a_full_intake_is_told_with_503(home: House, person: Person) -> None:
    home.intake._limit = 0
    assert await person.says("halo") == 503


async def test_the_fallback_takes_what_the_first_address_lost(peer: TwilioPeer, home: House, person: Person) -> None:
    peer.webhook, peer.fallback = f"{PUBLIC_URL}/whatsapp/nowhere", FALLBACK
    assert await person.says("halo") == 200
    assert peer.delivered == [404, 200]
    assert len(await home.names()) == 1


async def test_what_cannot_be_read_is_kept_for_a_person_and_answered_with_200(home: House, person: Person) -> None:
    for fields in (
        {"From": "messenger:1", "ExternalUserId": ""},
        {"MessageSid": "", "From": "", "Body": "a\x00\u2028b"},
    ):
        assert await person.sends(**fields) == 200
    assert list((await home.states()).values()) == ["parked", "parked"]


TEXTS = ["", " ", "a\x00b", "\u202ebalik\u202c", "😭" * 2048, "a" * 4096, "ya & tidak = +1 %20"]


async def test_every_text_is_kept_and_answered(peer: TwilioPeer, home: House) -> None:
    for number, text in enumerate(TEXTS):
        person = peer.person(f"+6281100006{number:02}")
        assert await person.says(text) == 200
        await until(person.reads)
    assert await home.names("parked") == []


async def test_a_person_is_one_contact_by_number_and_by_scoped_id(home: House, person: Person) -> None:
    await person.says("anakku 2 th tantrum")
    await person.hears("1. Mau contoh")
    person.hidden = True
    await person.says("1")
    await person.hears("Kita tunggu sampai badanmu tenang")
    assert await home.talks() == 1


async def test_a_message_that_did_not_arrive_is_kept_with_its_talk(
    peer: TwilioPeer, home: House, person: Person
) -> None:
    await person.says("halo")
    await person.hears("Aku robot Puspaga")
    async with home.store.reader.db.execute(
        "select conversation_id || '/' || turn || '/' || n as id from outbox"
    ) as rows:
        (row,) = [str(one["id"]) async for one in rows]
    report = {"MessageSid": peer.sent[0].sid, "MessageStatus": "undelivered", "ErrorCode": "63016"}
    where = f"{STATUS}?out={row.replace('/', '%2F')}{RETRIED}"
    for _ in range(2):
        assert await peer.call(where, report) == 200
    assert f"whatsapp-status:{peer.sent[0].sid}:undelivered" in await home.names()
    assert len(await home.states()) == 2


async def test_a_refusal_that_whatsapp_tells_only_later_is_kept_with_its_talk(
    peer: TwilioPeer, home: House, person: Person
) -> None:
    """The house holds what is too late; this is the net below, when the platform counts otherwise."""
    form = person.form(Body="halo")
    assert await peer.call(INBOUND, form) == 200  # and for WhatsApp the window was never opened
    await until(lambda: peer.sent and peer.sent[0].states[-1] == "failed")
    assert peer.sent[0].error == 63016

    async def told() -> bool:
        return f"whatsapp-status:{peer.sent[0].sid}:failed" in await home.names()

    await soon(told)


async def test_who_blocked_us_is_written_to_no_more_until_they_write(
    peer: TwilioPeer, home: House, person: Person
) -> None:
    async def ended() -> list[str]:
        async with home.store.reader.db.execute("select ended_because from conversation order by opened_at") as rows:
            return [row[0] async for row in rows]

    person.blocked = True
    await person.says("halo")

    async def blocked() -> bool:
        return await ended() == ["blocked"]

    await soon(blocked)
    person.blocked = False
    await person.says("halo lagi")
    assert await ended() == ["blocked", ""]
    await until(person.reads)


async def test_reports_raise_what_is_known_of_a_row_and_never_lower_it(
    peer: TwilioPeer, home: House, person: Person
) -> None:
    await person.says("halo")
    await until(lambda: peer.sent and peer.sent[0].states[-1] == "delivered")
    await soon(lambda: _reported(peer, 3))
    where = peer.sent[0].callback
    for status, rank in (("read", 3), ("delivered", 3), ("sent", 3), ("undelivered", 3)):
        for _ in range(2):
            assert await peer.call(where, {"MessageSid": peer.sent[0].sid, "MessageStatus": status}) == 200
        async with home.store.reader.db.execute("select state, reported from outbox") as rows:
            assert [tuple(row) async for row in rows] == [("sent", rank)]


async def test_a_report_that_cannot_be_stored_is_told_again(peer: TwilioPeer, home: House, person: Person) -> None:
    await person.says("halo")
    await until(lambda: peer.sent and peer.sent[0].states[-1] == "delivered")
    await soon(lambda: _reported(peer, 3))
    report = {"MessageSid": peer.sent[0].sid, "MessageStatus": "read"}
    home.store.down = True
    assert await peer.call(peer.sent[0].callback, report) == 503
    home.store.down = False
    assert await peer.call(peer.sent[0].callback, report) == 200


async def test_reports_of_success_and_on_unknown_rows_are_answered_and_change_nothing(
    peer: TwilioPeer, home: House, person: Person
) -> None:
    await person.says("halo")
    await until(lambda: peer.sent and peer.sent[0].states[-1] == "delivered")
    await soon(lambda: _reported(peer, 3))
    for out in ("", "?out=", "?out=x", "?out=gone%2F1%2F1", "?out=../../etc"):
        report = {"MessageSid": "SM9", "MessageStatus": "failed", "ErrorCode": "63003"}
        assert await peer.call(f"{STATUS}{out}", report) == 200
    assert len(await home.states()) == 1


async def _reported(peer: TwilioPeer, count: int) -> bool:
    return peer.delivered.count(200) >= count


async def test_without_keys_the_routes_are_not_there(peer: TwilioPeer, tmp_path: Path) -> None:
    async with house(tmp_path) as home, at_the_edge(home) as url:
        peer.way(PUBLIC_URL, lambda: url)
        for where in (INBOUND, FALLBACK, STATUS):
            assert await peer.call(where, {"MessageSid": "SM1"}) == 404


async def test_a_body_over_1_mib_is_refused_before_anything_else(home: House) -> None:
    async with httpx.AsyncClient() as http:
        got = await http.post(f"{home.url}/whatsapp/inbound", content=b"x" * (1024 * 1024 + 1))
    assert got.status_code == 413
