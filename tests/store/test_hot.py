"""Who writes now is not read again, and nobody is ever answered on what was true before."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StaleWrite
from bot.model.conversation import Conversation
from bot.model.message import Address, Arrival, Channel, Claimed, CounselorId, Left, Office, Said
from bot.model.turn import Unlink
from bot.ports import Done, Found
from bot.store.hot import Hot
from bot.store.sqlite import SqliteStore
from tests.store.telling import BSUID, CHAT, COOKIE, PHONE, after, arrival, at, done, new_vault, opened, talk

HELLO = Said(at(), "halo")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    async with opened(SqliteStore(tmp_path / "test.db", new_vault())) as one:
        yield one


def word(text: str, address: Address = CHAT, aliases: tuple[Address, ...] = ()) -> Arrival:
    return arrival(f"x:{text}", Said(at(), text), address=address, aliases=aliases)


async def found(store: SqliteStore, one: Arrival) -> Found:
    async with store.batch() as batch:
        return (await batch.find([one]))[one.id]


async def says(store: SqliteStore, before: Conversation, text: str, address: Address = CHAT) -> Conversation:
    """One turn of somebody who writes from `address`."""
    one = done(before, Said(at(), text), link=(address,) if before.version == 0 else ())
    turned = Arrival(one.arrival.id, one.arrival.channel, one.arrival.inbound, address)
    async with store.batch() as batch:
        await batch.find([turned])
        await batch.write([replace(one, arrival=turned)])
    return after(one)


def file(store: SqliteStore) -> sqlite3.Connection:
    """Another process's connection."""
    return sqlite3.connect(store.path, isolation_level=None)


async def test_who_has_just_written_is_known_without_reading(store: SqliteStore) -> None:
    now = await says(store, talk(), "halo")
    async with store.batch() as batch:
        batch.db = None  # type: ignore[attr-defined]  # whoever reads now fails
        assert (await batch.find([word("lagi")]))[word("lagi").id] == Found(now.contact, now)


async def test_what_another_process_changed_is_read_anew(store: SqliteStore) -> None:
    now = await says(store, talk(), "halo")
    other = file(store)
    other.execute("update conversation set version = version + 1, wait = 77")
    other.close()
    fresh = (await found(store, word("lagi"))).conversation
    assert fresh is not None
    assert (fresh.wait, fresh.version) == (77, now.version + 1)


async def test_what_was_not_committed_is_not_kept(store: SqliteStore) -> None:
    now = await says(store, talk(), "halo")
    with suppress(ZeroDivisionError):
        async with store.batch() as batch:
            await batch.find([word("lagi")])
            await batch.write([done(now, Said(at(), "lagi"))])
            raise ZeroDivisionError
    assert (await found(store, word("lagi"))).conversation == now


async def test_a_stale_write_forgets_what_was_kept(store: SqliteStore) -> None:
    now = await says(store, talk(), "halo")
    stale = done(now.grown(version=99), Said(at(), "lagi"))
    with suppress(StaleWrite):
        async with store.batch() as batch:
            await batch.write([stale])
            raise AssertionError("it was written")
    assert (await found(store, word("lagi"))).conversation == now


async def test_who_left_the_web_chat_is_not_known_by_their_cookie_any_more(store: SqliteStore) -> None:
    now = await says(store, talk(channel=Channel.WEB), "halo", COOKIE)
    left = done(now, Left(at(1)), effects=(Unlink(),))
    async with store.batch() as batch:
        await batch.write([left])
    assert await found(store, word("lagi", COOKIE)) == Found(unknown=(COOKIE,))


async def test_a_cookie_that_was_idle_for_long_is_not_known_any_more(store: SqliteStore) -> None:
    await says(store, talk(channel=Channel.WEB), "halo", COOKIE)
    assert await store.unlink_idle(at() + timedelta(days=1)) == 1
    assert await found(store, word("lagi", COOKIE)) == Found(unknown=(COOKIE,))


async def test_an_address_that_is_new_for_a_known_contact_is_still_told(store: SqliteStore) -> None:
    now = await says(store, talk(channel=Channel.WHATSAPP), "halo", PHONE)
    assert await found(store, word("lagi", PHONE, (BSUID,))) == Found(now.contact, now, (BSUID,))


async def test_a_turn_in_an_older_talk_does_not_hide_the_latest(store: SqliteStore) -> None:
    old = await says(store, talk("c1", contact="p"), "halo")
    new = await says(store, talk("c2", contact="p").grown(opened_at=at(9)), "halo lagi")
    claim = done(old, Claimed(at(10), CounselorId("k-rani"), "Kak Rani", Office("kukar")))
    async with store.batch() as batch:
        await batch.write([claim])
    assert (await found(store, word("lagi"))).conversation == new


def test_there_is_room_for_so_many_and_the_one_quiet_for_longest_goes_first() -> None:
    hot = Hot(most=2)
    for name in ("c1", "c2"):
        hot.keep([_written(name)], {talk(name).id: b"k"})
    assert hot.found(_written("c1").arrival, {}) is not None
    hot.keep([_written("c3")], {talk("c3").id: b"k"})
    assert len(hot) == 2
    assert hot.found(_written("c2").arrival, {}) is None
    assert hot.found(_written("c1").arrival, {}) is not None


def _written(name: str) -> Done:
    """By somebody at an address of their own."""
    one = done(talk(name), HELLO)
    return replace(one, arrival=word(name, Address(Channel.TELEGRAM, "user", name)))
