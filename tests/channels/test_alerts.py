"""Alerts on their ways: the real Telegram client against a Bot API on a socket, and a mail server on another."""

import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.alerts import Alerts, Smtp
from bot.channels.mail import MailWay
from bot.channels.telegram.alerts import telegram_ways
from bot.channels.telegram.client import TelegramAdapter, make_bot
from bot.errors import ChannelError, Later, Refused, Unknown
from bot.ladder import Way
from bot.model.alert import Rung
from bot.model.message import Level, Office
from bot.rules.ladder import Alert, Case
from tests.peers.server import BAD_GATEWAY, HANG
from tests.peers.smtp import DROP, SmtpPeer
from tests.peers.telegram import TelegramPeer, flood

TOKEN = "501:a-token-of-the-test"
LINK = "https://puspaga.test/desk"
TOLD = Alert(5, 2, (Case("A1B2C3", Level.IMMINENT, Office("berau"), Rung.OFFICE),), LINK)
TEXT = f"5 menunggu, 2 bahaya sekarang.\nKasus A1B2C3, bahaya sekarang, Berau\nBuka meja: {LINK}"
SECRET = "kata-sandi-surel"


async def failure(way: Way) -> ChannelError:
    with pytest.raises(ChannelError) as raised:
        await way.send(TOLD)
    assert raised.value.__suppress_context__, "the cause may hold an address, a token or a password"
    assert not any(one in str(raised.value) for one in (TOKEN, SECRET, "puspaga.test"))
    return raised.value


# ---- Telegram


@pytest.fixture
async def peer() -> AsyncIterator[TelegramPeer]:
    async with TelegramPeer(TOKEN) as one:
        await one.person(501).say("halo")
        yield one


@pytest.fixture
async def adapter(peer: TelegramPeer) -> AsyncIterator[TelegramAdapter]:
    """The client that alerts share with the talks."""
    one = TelegramAdapter(make_bot(TOKEN, peer.url, timeout_s=0.5))
    yield one
    await one.close()


def on_telegram(adapter: TelegramAdapter, chat: str = "501") -> Way:
    (way,) = telegram_ways(adapter._bot, Alerts(telegram_chat=chat))
    return way


async def test_a_chat_of_telegram_reads_the_alert(peer: TelegramPeer, adapter: TelegramAdapter) -> None:
    await on_telegram(adapter).send(TOLD)
    (bubble,) = peer.person(501).bubbles
    assert bubble.text == TEXT
    assert bubble.keyboard == []


async def test_supervisors_have_a_chat_of_their_own_and_a_duty_phone_is_a_rung_where_there_is_one(
    adapter: TelegramAdapter,
) -> None:
    def served(alerts: Alerts) -> dict[str, list[Rung]]:
        return {way.name: sorted(way.rungs) for way in telegram_ways(adapter._bot, alerts)}

    assert served(Alerts()) == {}
    assert served(Alerts(supervisor_chat="7")) == {"telegram-supervisor": [Rung.SUPERVISOR]}
    assert served(Alerts(telegram_chat="5", supervisor_chat="7", duty_phone="0812")) == {
        "telegram": list(Rung),
        "telegram-supervisor": [Rung.SUPERVISOR, Rung.DUTY],
    }


async def test_what_telegram_answers_is_told_in_our_words(peer: TelegramPeer, adapter: TelegramAdapter) -> None:
    peer.spoil("sendMessage", flood(7), BAD_GATEWAY, HANG)
    speed = await failure(on_telegram(adapter))
    assert isinstance(speed, Later)
    assert speed.after == timedelta(seconds=7)
    assert isinstance(await failure(on_telegram(adapter)), Unknown)
    assert isinstance(await failure(on_telegram(adapter)), Unknown)
    assert isinstance(await failure(on_telegram(adapter, "-100999")), Refused)
    await peer.down()
    await failure(on_telegram(adapter))  # on the line that was kept open
    assert isinstance(await failure(on_telegram(adapter)), Later)


# ---- e-mail


def mail(port: int, **more: object) -> Smtp:
    one = Smtp("127.0.0.1", port, "bot@puspaga.test", ("a@puspaga.test", "b@puspaga.test"), starttls=False)
    return replace(one, **more)  # type: ignore[arg-type]  # field names are checked by the dataclass


def by_mail(one: Smtp, trust: ssl.SSLContext | None = None) -> MailWay:
    return MailWay(one, frozenset(Rung), trust=trust, timeout_s=2)


async def test_a_mail_server_is_given_one_letter_for_all() -> None:
    async with SmtpPeer() as server:
        await by_mail(mail(server.port)).send(TOLD)
        (letter,) = server.got
    assert (letter["From"], letter["To"]) == ("bot@puspaga.test", "a@puspaga.test, b@puspaga.test")
    assert letter["Subject"] == "Puspaga: 5 menunggu, 2 bahaya sekarang"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert bytes(letter.get_payload(decode=True)).decode().splitlines() == TEXT.splitlines()
    assert server.verbs.count("RCPT") == 2
    assert "AUTH" not in server.verbs


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Of a server called localhost, and whoever trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    one = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(private + one.public_bytes(pem))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "both.pem")
    return server, ssl.create_default_context(cadata=one.public_bytes(pem).decode())


async def test_it_signs_in_over_a_secured_line_and_trusts_no_stranger(tmp_path: Path) -> None:
    ours, trust = certificate(tmp_path)
    async with SmtpPeer(tls=ours, auth=True) as server:
        there = mail(server.port, host="localhost", user="bot", password=SECRET, starttls=True)
        await by_mail(there, trust).send(TOLD)
        assert server.secured
        assert server.verbs.index("STARTTLS") < server.verbs.index("AUTH")
        assert len(server.got) == 1
    async with SmtpPeer(tls=ours, auth=True) as stranger:
        assert isinstance(await failure(by_mail(replace(there, port=stranger.port))), Refused)
        assert "AUTH" not in stranger.verbs
        assert stranger.got == []


@pytest.mark.parametrize(
    ("verb", "said", "kind", "came"),
    [
        ("CONNECT", "421 busy", Later, 0),
        ("EHLO", DROP, Later, 0),
        ("MAIL", "450 later", Refused, 0),
        ("RCPT", "550 nobody", Refused, 1),
        ("DATA", "554 no", Refused, 0),
        ("END", "451 disk full", Refused, 0),
        ("END", DROP, Unknown, 1),
    ],
)
async def test_what_a_mail_server_answers_is_told_in_our_words(
    verb: str, said: str, kind: type[ChannelError], came: int
) -> None:
    """Of two addresses one that is refused does not keep the other from its letter."""
    async with SmtpPeer(faults={verb: [said]}) as server:
        if verb == "RCPT":
            await by_mail(mail(server.port)).send(TOLD)
        else:
            assert isinstance(await failure(by_mail(mail(server.port, user=""))), kind)
        assert len(server.got) == came


async def test_a_wrong_password_no_starttls_and_no_server_are_told_apart() -> None:
    async with SmtpPeer(auth=True, faults={"AUTH": ["535 no"]}) as server:
        assert isinstance(await failure(by_mail(mail(server.port, user="bot", password=SECRET))), Refused)
        assert isinstance(await failure(by_mail(mail(server.port, starttls=True))), Refused)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert isinstance(await failure(by_mail(mail(nobody.getsockname()[1]))), Later)
    assert SECRET not in repr(mail(25, password=SECRET))
