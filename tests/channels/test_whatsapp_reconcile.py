"""What Twilio has of people and we have not: taken in once, as late, after all that came since."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.whatsapp.client import WhatsAppAdapter
from bot.channels.whatsapp.reconcile import EVERY_S, Reconcile
from bot.channels.whatsapp.webhook import whatsapp_routes
from bot.config import WhatsApp
from bot.errors import Later, StoreDown, Unknown
from bot.model.message import Arrival
from bot.runner.reports import Reports
from tests.channels.house import House, at_the_edge, house, soon
from tests.peers.server import BAD_GATEWAY, DROP, Fault
from tests.peers.twilio import Person, TwilioPeer
from tests.web.fakes import until

SID, TOKEN, SENDER = "AC" + "0" * 32, "an-auth-token-of-the-test", "whatsapp:+14155550100"
PUBLIC_URL = "https://puspaga.test"
NOWHERE = "http://127.0.0.1:9/inbound"
LATE = "Maaf, pesanmu baru sampai"
WORRY = "anakku 2 th tantrum"
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def peer() -> AsyncIterator[TwilioPeer]:
    async with TwilioPeer(SID, TOKEN, SENDER) as one:
        one.webhook = NOWHERE
        yield one


@pytest.fixture
def person(peer: TwilioPeer) -> Person:
    return peer.person("+628110000501")


@pytest.fixture
async def adapter(peer: TwilioPeer) -> AsyncIterator[WhatsAppAdapter]:
    one = WhatsAppAdapter(WhatsApp(SID, TOKEN, SENDER, peer.url), public_url=PUBLIC_URL)
    yield one
    await one.close()


@pytest.fixture
async def home(peer: TwilioPeer, adapter: WhatsAppAdapter, tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, adapter) as one:
        peer.clock = one.clock
        peer.way(PUBLIC_URL, lambda: one.url)
        reports = Reports(one.store, one.bell)
        routes = whatsapp_routes(one.intake, reports.take, TOKEN, PUBLIC_URL, one.clock)
        async with at_the_edge(one, whatsapp=routes):
            yield one


def reconcile(home: House, adapter: WhatsAppAdapter, serves: bool = True) -> Reconcile:
    def served(arrival: Arrival) -> bool:
        assert arrival.address
        return serves

    return Reconcile(adapter, home.intake, home.store, home.clock, serves=served)


def works(peer: TwilioPeer) -> None:
    """From now on webhooks reach us."""
    peer.webhook = f"{PUBLIC_URL}/whatsapp/inbound"


async def test_a_message_whose_webhook_failed_is_taken_in_once_and_answered_as_late(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, person: Person
) -> None:
    assert await person.says(WORRY) == 0
    home.clock.ahead += 2 * MINUTE
    compare = reconcile(home, adapter)
    assert await compare.step() == 1
    answer = await person.hears("1. Mau contoh")
    assert answer.startswith(f"{LATE}")
    assert await home.names() == [f"whatsapp:{sid}" for sid in peer.received]
    assert await compare.step() == 0


async def test_its_moment_is_when_it_was_sent(home: House, adapter: WhatsAppAdapter, person: Person) -> None:
    sent = home.clock.now().replace(microsecond=0)
    await person.says(WORRY)
    home.clock.ahead += 9 * MINUTE
    await reconcile(home, adapter).step()
    async with home.store.reader.db.execute("select last_in_at from conversation") as rows:
        ((last,),) = [tuple(row) async for row in rows]
    assert 0 <= last - sent.timestamp() * 1000 < 2000


async def test_what_arrived_is_not_taken_again_and_what_is_young_or_a_day_old_is_left_alone(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, person: Person
) -> None:
    await person.says("kemarin dulu")
    home.clock.ahead += timedelta(hours=24, minutes=1)
    works(peer)
    await person.says("halo")
    peer.webhook = NOWHERE
    home.clock.ahead += 5 * MINUTE
    await person.says("baru saja")
    home.clock.ahead += timedelta(seconds=58)
    compare = reconcile(home, adapter)
    assert await compare.step() == 0
    assert len(await home.names()) == 1
    home.clock.ahead += timedelta(seconds=3)
    assert await compare.step() == 1


async def test_many_are_taken_in_their_order_over_all_pages(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.whatsapp.client.PAGE", 3)
    one, other = peer.person("+628110000501"), peer.person("+628110000502")
    for text in ("satu", "dua", "tiga", "empat"):
        await one.says(text)
        await other.says(text)
        home.clock.ahead += timedelta(seconds=1)
    home.clock.ahead += 2 * MINUTE
    assert await reconcile(home, adapter).step() == 8
    assert peer.calls.count("Messages.json") >= 3
    async with home.store.reader.db.execute("select conversation_id, turn, at from message where n = 0") as rows:
        found = [tuple(row) async for row in rows]
    for talk in {row[0] for row in found}:
        moments = [at for name, _, at in sorted(found) if name == talk]
        assert moments == sorted(moments)
        assert len(moments) == 4


async def test_a_late_message_comes_after_the_turn_that_was_made_meanwhile(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, person: Person
) -> None:
    await person.says("halo")
    works(peer)
    home.clock.ahead += MINUTE
    await person.says(WORRY)
    await person.hears("1. Mau contoh")
    home.clock.ahead += MINUTE
    assert await reconcile(home, adapter).step() == 1
    await person.hears(LATE)
    async with home.store.reader.db.execute("select turn, at from message where n = 0 order by turn") as rows:
        (first, early), (second, late) = [tuple(row) async for row in rows]
    assert (first, second) == (1, 2)
    assert early <= late


async def test_who_left_after_writing_is_not_answered_but_a_danger_finds_a_person(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, person: Person
) -> None:
    await person.says("dia mau membunuh aku sekarang")
    await person.says("halo")
    works(peer)
    home.clock.ahead += MINUTE
    await person.says("keluar")
    await person.hears("Oke.")
    home.clock.ahead += MINUTE
    assert await reconcile(home, adapter).step() == 2
    (waiting,) = await home.store.queue()
    assert waiting.left == "keluar"
    async with home.store.reader.db.execute("select count(*) from outbox") as rows:
        assert [tuple(row) async for row in rows] == [(1,)]
    assert person.reads() == ["Oke."]


async def test_a_late_answer_never_appears_on_a_childs_phone(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, person: Person
) -> None:
    await person.says("di sekolah aku diejek teman, umurku 12")
    home.clock.ahead += 11 * MINUTE
    assert await reconcile(home, adapter).step() == 1
    works(peer)
    assert await peer.person("+628110000777").says(WORRY) == 200
    await peer.person("+628110000777").hears("1. Mau contoh")
    assert person.reads() == []
    async with home.store.reader.db.execute("select because from outbox where state = 'withdrawn'") as rows:
        assert {row[0] async for row in rows} == {"late"}


async def test_a_picture_and_an_empty_message_are_taken_in_too(
    home: House, adapter: WhatsAppAdapter, person: Person
) -> None:
    await person.sticker()
    await person.says("")
    home.clock.ahead += 2 * MINUTE
    assert await reconcile(home, adapter).step() == 2
    assert (await person.hears("belum bisa aku baca")).startswith(LATE)


async def test_a_stranger_on_trial_is_left_alone(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, person: Person
) -> None:
    await person.says("halo")
    home.clock.ahead += 2 * MINUTE
    assert await reconcile(home, adapter, serves=False).step() == 0
    assert await home.talks() == 0
    assert peer.sent == []


async def test_a_message_from_nowhere_is_kept_for_a_person_once(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, person: Person
) -> None:
    await person.sends(From="whatsapp:nobody")
    home.clock.ahead += 2 * MINUTE
    for _ in range(2):
        assert await reconcile(home, adapter).step() == 0
    assert len(await home.names("parked")) == 1


@pytest.mark.parametrize("fault", [DROP, BAD_GATEWAY])
async def test_a_list_that_cannot_be_had_is_asked_for_again_later(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, person: Person, fault: Fault
) -> None:
    await person.says(WORRY)
    home.clock.ahead += 2 * MINUTE
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            await asyncio.Event().wait()

    peer.spoil("Messages.json", fault)
    compare = Reconcile(adapter, home.intake, home.store, home.clock, serves=lambda arrival: True, pause=pause)
    loop = asyncio.create_task(compare.run())
    await person.hears("1. Mau contoh")
    await until(lambda: len(pauses) == 2)
    assert set(pauses) == {EVERY_S}
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop


@pytest.mark.parametrize("odd", [False, True], ids=["words", "unreadable"])
async def test_who_lost_the_lease_takes_nothing_in_and_stops_and_the_next_one_goes_on(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, person: Person, odd: bool
) -> None:
    lost = await home.store.hold("reconcile", "a", timedelta())
    held = await home.store.hold("reconcile", "b", timedelta(minutes=1))
    await (person.sends(From="whatsapp:nobody") if odd else person.says(WORRY))
    home.clock.ahead += 2 * MINUTE
    async with asyncio.timeout(5):
        await reconcile(home, adapter).run(lost)
    assert await home.states() == {}
    loop = asyncio.create_task(reconcile(home, adapter).run(held))
    await soon(home.states)
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop
    assert list((await home.states()).values()) == ["parked" if odd else "done"]


async def test_what_cannot_be_stored_now_is_taken_in_with_the_next_comparison(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter, person: Person
) -> None:
    await person.says("satu")
    await peer.person("+628110000502").says("dua")
    home.clock.ahead += 2 * MINUTE
    poison, other = (f"whatsapp:{sid}" for sid in peer.received)
    home.store.refuses = frozenset([poison])
    compare = reconcile(home, adapter)
    with pytest.raises(StoreDown):
        await compare.step()
    assert await home.names() == [other]
    home.store.refuses = frozenset()
    assert await compare.step() == 1


async def test_a_platform_that_is_down_is_said_in_our_words(
    peer: TwilioPeer, home: House, adapter: WhatsAppAdapter
) -> None:
    await peer.down()
    with pytest.raises((Later, Unknown)):
        await reconcile(home, adapter).step()
    await peer.up()
