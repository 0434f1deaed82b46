"""Contract of the stores: arrivals, identities and conversations."""

import asyncio
import sqlite3
from contextlib import suppress
from dataclasses import fields, replace
from datetime import timedelta

import asyncpg
import pytest

from bot.errors import StaleWrite
from bot.model.conversation import (
    Conversation,
    Frame,
    Gather,
    Offer,
    Past,
    Position,
    Promise,
    Reach,
    Reader,
    Reason,
    Ticket,
    TicketState,
    Voice,
)
from bot.model.message import (
    Address,
    ArrivalId,
    Channel,
    ContactId,
    ConversationId,
    CounselorId,
    Kind,
    Level,
    Office,
    Said,
    TicketId,
)
from bot.model.turn import KeepWords
from bot.ports import Found, Store
from tests.store.telling import (
    ALL,
    BSUID,
    CHAT,
    PHONE,
    after,
    arrival,
    at,
    claimed,
    done,
    lines,
    ready_ids,
    states,
    talk,
    ticket,
    write,
)

CLASHES = (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError)
HELLO = Said(at(), "halo")


class Planted(Exception):
    """What a test lets go wrong."""


async def find(store: Store, *addresses: Address) -> Found:
    one = arrival("whatsapp:x", HELLO, Channel.WHATSAPP, addresses[0], addresses[1:])
    async with store.batch() as batch:
        await batch.alone([one])
        return (await batch.find([one]))[one.id]


async def found(store: Store, name: str) -> Conversation:
    one = replace(arrival("desk:x", HELLO), conversation=ConversationId(name))
    async with store.batch() as batch:
        await batch.alone([one])
        conversation = (await batch.find([one]))[one.id].conversation
    assert conversation is not None
    return conversation


async def taken(store: Store, words: str, contact: str) -> bool:
    async with store.batch() as batch:
        return await batch.words_taken(words, ContactId(contact))


async def test_an_arrival_is_known_once_it_is_written(store: Store) -> None:
    one = done(talk(), HELLO, "Halo juga.")
    async with store.batch() as batch:
        assert await batch.known([one.arrival.id]) == frozenset()
    await write(store, one)
    async with store.batch() as batch:
        assert await batch.known([one.arrival.id, ArrivalId("telegram:other")]) == {one.arrival.id}


async def test_the_same_arrival_cannot_be_written_twice(store: Store) -> None:
    one = done(talk(), HELLO, "Halo juga.")
    now = await write(store, one)
    again = replace(done(now, HELLO, "Halo lagi."), arrival=one.arrival)
    with pytest.raises(CLASHES):
        await write(store, again)
    assert await ready_ids(store) == ["c1/1/1"]


async def test_what_could_not_be_read_is_kept_and_known(store: Store) -> None:
    name = ArrivalId("telegram:9")
    async with store.batch() as batch:
        await batch.park(name, Channel.TELEGRAM, '{"odd": true}', at())
    async with store.batch() as batch:
        assert await batch.known([name]) == {name}


async def test_a_stranger_is_nobody_and_their_addresses_are_new(store: Store) -> None:
    assert await find(store, PHONE, BSUID) == Found(unknown=(PHONE, BSUID))


async def test_a_contact_is_found_by_any_of_their_addresses(store: Store) -> None:
    await write(store, done(talk(channel=Channel.WHATSAPP), HELLO, link=(PHONE, BSUID)))
    for addresses in [(PHONE,), (BSUID,), (BSUID, PHONE)]:
        one = await find(store, *addresses)
        assert (one.contact, one.unknown) == ("of-c1", ())
        assert one.conversation
        assert one.conversation.id == "c1"


async def test_an_address_that_a_contact_got_later_finds_them_once_it_is_linked(store: Store) -> None:
    now = await write(store, done(talk(channel=Channel.WHATSAPP), HELLO, link=(PHONE,)))
    one = await find(store, BSUID, PHONE)
    assert (one.contact, one.unknown) == ("of-c1", (BSUID,))
    await write(store, done(now, HELLO, link=(BSUID,)))
    assert (await find(store, BSUID)).contact == "of-c1"


async def test_the_same_value_on_another_channel_or_of_another_kind_is_another_address(store: Store) -> None:
    await write(store, done(talk(), HELLO, link=(CHAT,)))
    assert (await find(store, replace(CHAT, channel=Channel.WHATSAPP))).contact is None
    assert (await find(store, replace(CHAT, kind="phone"))).contact is None


async def test_an_address_never_goes_from_one_contact_to_another(store: Store) -> None:
    await write(store, done(talk("c1"), HELLO, "Ya.", link=(CHAT,)))
    await write(store, done(talk("c2"), HELLO, link=(CHAT,)))
    assert (await find(store, CHAT)).contact == "of-c1"
    (one,) = await store.ready(at(), 1, ALL)
    assert one.to == CHAT


async def test_several_addresses_of_one_kind_are_each_opened_at_their_own_row(store: Store) -> None:
    second = replace(PHONE, value="whatsapp:+628111")
    now = await write(store, done(talk(channel=Channel.WHATSAPP), HELLO, link=(PHONE, BSUID)))
    await write(store, done(now, Said(at(1), "baru"), "Baik.", link=(second,)))
    (one,) = await store.ready(at(2), 1, ALL)
    assert one.to == second, "a phone before an id of the platform, the newest first"


async def test_a_phone_is_written_to_rather_than_a_newer_id_of_the_platform(store: Store) -> None:
    now = await write(store, done(talk(channel=Channel.WHATSAPP), HELLO, link=(PHONE,)))
    await write(store, done(now, Said(at(1), "baru"), "Baik.", link=(BSUID,)))
    (one,) = await store.ready(at(2), 1, ALL)
    assert one.to == PHONE


async def test_a_talk_is_found_by_its_id_and_one_that_is_gone_is_nobody(store: Store) -> None:
    await write(store, done(talk(), HELLO))
    assert (await found(store, "c1")).contact == "of-c1"
    gone = replace(arrival("timer:x", HELLO), conversation=ConversationId("gone"))
    async with store.batch() as batch:
        await batch.alone([gone])
        assert await batch.find([gone]) == {gone.id: Found()}


async def test_the_latest_talk_of_a_contact_is_found_even_when_both_began_in_one_moment(store: Store) -> None:
    ended = done(talk("z-old", contact="k"), HELLO, link=(CHAT,), ended_at=at(), ended_because="berhenti")
    await write(store, ended, done(talk("a-new", contact="k"), HELLO, link=(CHAT,)))
    one = await find(store, CHAT)
    assert one.conversation
    assert one.conversation.id == "a-new"
    later = replace(talk("b-newest", contact="k"), opened_at=at(1))
    await write(store, done(later, HELLO, link=(CHAT,), ended_at=at(2)))
    one = await find(store, CHAT)
    assert one.conversation
    assert one.conversation.id == "b-newest"


FULL_TICKET = Ticket(
    id=TicketId("c1.1"),
    office=Office("berau"),
    queue="anak",
    level=Level.IMMINENT,
    kinds=frozenset([Kind.PHYSICAL, Kind.DV]),
    opened_at=at(1),
    state=TicketState.CLAIMED,
    reasons=(Reason("fis.pukul", Level.HIGH, 1), Reason("asked", Level.NONE, 2)),
    disputed=True,
    claimed_by=CounselorId("k-rani"),
    claimed_name="Kak Rani",
    introduced=True,
    lease_until=at(1800),
    note={"cerita": 'dia | dan "aku" \n\u202e di rumah'},
    claimed_office="berau",
    offer=Offer(Office("kubar"), at(600), 2, CounselorId("k-sari"), "Kak Sari"),
    promise=Promise(at(3600), CounselorId("k-rani"), "Kak Rani"),
    back="lease",
    was_with=CounselorId("k-budi"),
)
FULL = Conversation(
    id=ConversationId("c1"),
    contact=ContactId("of-c1"),
    channel=Channel.WEB,
    opened_at=at(),
    persona="p1",
    wait=7,
    turn=3,
    position=Position("aman/tinggi", "tawar", (Frame("ortu/tantrum", "mulai", {"topik": None, "umur": "14"}),)),
    fingerprint="abcdef",
    resume=Position("ortu/tantrum", "mulai", (Frame("sambut", "halo"), Frame("sambut", "topik"))),
    tries=1,
    level=Level.HIGH,
    kinds=frozenset([Kind.PHYSICAL]),
    voice=Voice.COUNSELOR,
    reader=Reader.CHILD,
    age_band="13-15",
    office=Office("berau"),
    language="en",
    own_phone=True,
    reach=Reach.HOURS,
    reach_hours=(19, 21),
    variables={"wilayah": "berau", "umur": "14"},
    recent=("satu", "dua\u0000tiga"),
    past=(Past(Position("sambut", "halo"), {"umur": None}), Past(Position("a", "b", (Frame("c", "d"),)))),
    gather=Gather("cerita", ("satu", "dua"), at(4)),
    last_in_at=at(5),
    honest_at=at(6),
    locked=True,
    ticket=FULL_TICKET,
    ended_because="keluar",
)


def test_the_talk_that_comes_back_whole_leaves_no_field_at_its_default() -> None:
    def plain(value: object, of: type) -> set[str]:
        known = {one.name: one.default for one in fields(of)}
        return {name for name, default in known.items() if getattr(value, name) == default}

    assert plain(FULL, Conversation) == {"version", "ended_at"}
    assert plain(FULL_TICKET, Ticket) == {"outcome", "category", "scheme", "closed_at"}


async def test_a_talk_and_its_ticket_come_back_whole(store: Store) -> None:
    one = done(FULL, HELLO)
    await write(store, one)
    assert await found(store, "c1") == after(one)


async def test_times_are_kept_to_the_millisecond(store: Store) -> None:
    moment = at() + timedelta(microseconds=123_456)
    await write(store, done(talk(), Said(moment, "halo")))
    assert (await found(store, "c1")).last_in_at == at() + timedelta(milliseconds=123)


async def test_several_turns_of_one_talk_in_a_batch_make_one_chain_of_versions(store: Store) -> None:
    one = done(talk(), HELLO, "Satu.")
    two = done(after(one), Said(at(), "dua"), "Dua.")
    three = done(after(two), Said(at(), "tiga"), "Tiga.")
    now = await write(store, one, two, three)
    assert now.version == 3
    assert await found(store, "c1") == now
    await write(store, done(now, Said(at(1), "empat"), "Empat."))
    assert list(await lines(store)) == [f"c1/{turn}/{n}" for turn in (1, 2, 3, 4) for n in (0, 1)]


async def test_turns_of_several_talks_in_a_batch_keep_to_their_own(store: Store) -> None:
    one, other = done(talk("c1"), HELLO, "Satu."), done(talk("c2"), Said(at(), "lain"), "Dua.")
    await write(store, one, other, done(after(one), Said(at(), "lagi"), "Tiga."))
    assert {name: line.text for name, line in (await lines(store, "c2")).items()} == {
        "c2/1/0": "lain",
        "c2/1/1": "Dua.",
    }
    assert (await found(store, "c1")).turn == 2


async def test_a_turn_computed_on_a_stale_state_is_refused_and_leaves_nothing(store: Store) -> None:
    before = await write(store, done(talk(), HELLO, "Satu."))
    await write(store, done(before, Said(at(1), "dua"), "Dua."))
    late = replace(done(before, Said(at(2), "terlambat"), "Tiga."), arrival=arrival("telegram:late", HELLO))
    with pytest.raises(StaleWrite):
        await write(store, late, done(talk("c9"), HELLO, "Lain."))
    async with store.batch() as batch:
        assert await batch.known([late.arrival.id]) == frozenset()
    assert "terlambat" not in [line.text for line in (await lines(store)).values()]
    assert await states(store, "c9") == {}


async def test_a_batch_that_is_rolled_back_leaves_nothing(store: Store) -> None:
    one = done(talk(), HELLO, "Halo juga.", link=(CHAT,), effects=(KeepWords("batu hijau"),), ticket=ticket())
    with suppress(Planted):
        async with store.batch() as batch:
            await batch.write([one])
            await batch.keep_offset(12)
            await batch.park(ArrivalId("telegram:9"), Channel.TELEGRAM, "odd", at())
            raise Planted
    async with store.batch() as batch:
        assert await batch.known([one.arrival.id, ArrivalId("telegram:9")]) == frozenset()
    assert await find(store, CHAT) == Found(unknown=(CHAT,))
    assert not await taken(store, "batu hijau", "somebody")
    assert (await ready_ids(store), await store.queue(), await store.offset()) == ([], [], 0)


async def test_nobody_acts_on_what_may_yet_be_rolled_back(store: Store) -> None:
    looks = []
    with suppress(Planted):
        async with store.batch() as batch:
            await batch.write([done(talk(), HELLO, "Halo juga.")])
            looks.append(asyncio.create_task(ready_ids(store)))
            for _ in range(20):  # the look has had its turn, and more, before we go on
                await batch.known([])
            raise Planted
    assert [await one for one in looks] == [[]]


async def test_a_writer_that_is_cancelled_while_it_waits_blocks_nobody(store: Store) -> None:
    async def start() -> None:
        await write(store, done(talk(), HELLO, "Halo juga."))

    task = asyncio.create_task(start())
    await asyncio.sleep(0)  # the task has asked for the transaction and not heard yet
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await write(store, done(talk("c2"), HELLO, "Halo juga."))
    assert await ready_ids(store) == ["c2/1/1"]


async def test_a_ticket_that_is_closed_makes_room_for_the_next_in_the_same_batch(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, ticket=claimed("c1.1")))
    closed = replace(claimed("c1.1"), state=TicketState.CLOSED, closed_at=at(), outcome="selesai")
    one = done(now, Said(at(), "terima kasih"), ticket=closed)
    await write(store, one, done(after(one), Said(at(), "konselor"), ticket=ticket("c1.2")))
    assert [waiting.ticket.id for waiting in await store.queue()] == ["c1.2"]
    held = (await found(store, "c1")).ticket
    assert held is not None
    assert held.id == "c1.2"
    old = await store.ticket(TicketId("c1.1"))
    assert old is not None
    assert old.ticket.outcome == "selesai"


async def test_a_talk_has_at_most_one_open_ticket(store: Store) -> None:
    now = await write(store, done(talk(), HELLO, ticket=ticket("c1.1")))
    with pytest.raises(CLASHES):
        await write(store, done(now, Said(at(), "lagi"), ticket=ticket("c1.2")))


async def test_the_offset_of_the_poller_is_kept_with_its_batch(store: Store) -> None:
    assert await store.offset() == 0
    for offset in (4, 17):
        async with store.batch() as batch:
            await batch.keep_offset(offset)
    assert await store.offset() == 17


async def test_two_words_are_taken_by_whoever_has_them_and_free_for_themselves(store: Store) -> None:
    assert not await taken(store, "batu hijau", "of-c1")
    await write(store, done(talk(channel=Channel.WEB), HELLO, effects=(KeepWords("batu hijau"),)))
    assert await taken(store, "batu hijau", "somebody")
    assert not await taken(store, "batu hijau", "of-c1")


async def test_two_words_chosen_by_two_at_the_same_moment_are_the_first_ones(store: Store) -> None:
    async with store.batch() as batch:
        assert not await batch.words_taken("batu hijau", ContactId("first"))
        assert await batch.words_taken("batu hijau", ContactId("second"))
        assert not await batch.words_taken("batu hijau", ContactId("first"))


async def test_words_of_one_child_never_open_the_talk_of_another(store: Store) -> None:
    words = Address(Channel.WEB, "words", "batu hijau")
    await write(store, done(talk("c1", Channel.WEB), HELLO, effects=(KeepWords("batu hijau"),)))
    now = await write(store, done(talk("c2", Channel.WEB), HELLO, effects=(KeepWords("ikan asin"),)))
    await write(store, done(now, HELLO, effects=(KeepWords("batu hijau"),)))
    assert (await find(store, words)).contact == "of-c1"
    assert await taken(store, "ikan asin", "somebody"), "who could not have the new words keeps the old ones"


async def test_new_words_replace_the_old_ones_of_the_same_child(store: Store) -> None:
    now = await write(store, done(talk(channel=Channel.WEB), HELLO, effects=(KeepWords("batu hijau"),)))
    await write(store, done(now, HELLO, effects=(KeepWords("ikan asin"),)))
    assert not await taken(store, "batu hijau", "somebody")
    assert await taken(store, "ikan asin", "somebody")
