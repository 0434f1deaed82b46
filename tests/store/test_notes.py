"""Contract of the stores: what counselors write to each other about a talk, and a ticket that is held out."""

from dataclasses import replace

from bot.model.conversation import Offer, TicketState
from bot.model.desk import DeskNote, Reading
from bot.model.message import CounselorId, Noted, Office, Said, TicketId
from bot.model.turn import Note
from bot.ports import Store
from tests.store.telling import after, at, claimed, done, select, talk, write

RANI, SARI = CounselorId("k-rani"), CounselorId("k-sari")
PARTS = (("siapa", "Anak 12 tahun"), ("janji", "besok jam 4"))


async def test_notes_come_back_in_order_or_one_by_its_turn_and_only_of_their_talk(store: Store) -> None:
    one = done(talk(), Said(at(), "halo"), effects=(Note("internal", RANI, (("teks", "Pelan saja."),)),))
    two = done(after(one), Noted(at(9), RANI, ""), effects=(Note("handover", RANI, PARTS),))
    now = await write(store, one, two)
    await write(store, done(talk("c2"), Said(at(), "halo"), effects=(Note("internal", SARI, (("teks", "Lain."),)),)))
    first = DeskNote(1, "internal", RANI, at(), (("teks", "Pelan saja."),))
    second = DeskNote(2, "handover", RANI, at(9), PARTS)
    assert await store.read_notes(now.id) == [first, second]
    assert await store.read_notes(now.id, 2) == [second]
    assert await store.read_notes(now.id, 7) == []
    assert await select(store, "select count(*) from audit where action = 'read'") == [(0,)]


async def test_who_reads_a_note_without_the_talk_leaves_a_row(store: Store) -> None:
    now = await write(store, done(talk(), Said(at(), "halo"), effects=(Note("handover", RANI, PARTS),)))
    reading = Reading(at(5), SARI, now.id, "offer")
    assert [one.parts for one in await store.read_notes(now.id, 1, reading=reading)] == [PARTS]
    rows = await select(store, "select actor, conversation_id, purpose from audit where action = 'read'")
    assert [tuple(one) for one in rows] == [(SARI, now.id, "offer")]


async def test_a_ticket_that_is_held_out_is_read_back_as_it_was(store: Store) -> None:
    out = Offer(Office("berau"), at(600), 3, SARI, "Kak Sari")
    held = claimed(claimed_name="Kak Rani", claimed_office="kukar", lease_until=at(1800))
    for number, kept in enumerate(
        (
            replace(held, state=TicketState.OFFERED, offer=out),
            replace(held, state=TicketState.OFFERED, offer=replace(out, to=None, name="")),
            replace(held, back="declined", was_with=SARI),
        )
    ):
        ticket = replace(kept, id=TicketId(f"t{number}"))
        await write(store, done(talk(f"c{number}"), Said(at(), "halo"), ticket=ticket))
        found = await store.ticket(ticket.id)
        assert found is not None
        assert found.ticket == ticket
