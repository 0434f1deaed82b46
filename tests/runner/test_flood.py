"""A flood: past 10 messages in 10 s at most one answer per 10 s, nothing lost, nothing unheard, nobody else delayed."""

from datetime import timedelta

from bot.model.conversation import Position, TicketState, Voice
from bot.model.message import Claimed, CounselorId, Level, Office, Replied
from bot.rules.flood import MOST, SPAN
from tests.runner.house import House, Phone, house, plain


async def floods(one: House, person: int, text: str = "tes", *, messages: int = 30) -> None:
    """Ten a second, the sender a message later."""
    for _ in range(messages):
        one.clock.pass_(timedelta(milliseconds=100))
        await one.says(person, text)


async def test_a_flood_gets_ten_answers_and_then_one_in_ten_seconds_and_every_message_is_kept() -> None:
    async with house(engine=plain) as one:
        await floods(one, 501, messages=250)
        assert await one.select("select count(*) from message where author = 'contact'") == [(250,)]
        answers = await one.select("select count(*) from outbox")
        assert answers == [(MOST + 2,)], "ten, one at 10 s and one at 20 s"


async def test_after_a_flood_the_next_word_is_answered_and_the_question_is_still_the_one_that_was_seen() -> None:
    async with house() as one:
        await one.says(501, "halo")
        await one.settle()
        await floods(one, 501, "menu", messages=9)
        before = await one.talk(501)
        await floods(one, 501, "anak", messages=5)
        slowed = await one.talk(501)
        assert (slowed.position, slowed.wait, slowed.tries) == (before.position, before.wait, before.tries)
        assert (slowed.turn, slowed.recent) == (before.turn + 5, ("anak", "anak"))
        assert slowed.last_in_at == one.clock.now()
        await one.settle(seconds=20)
        phone = one.phones[0]
        said = len(phone.texts(501))
        await one.says(501, "2")
        await one.settle(seconds=1)
        assert len(phone.texts(501)) > said
        assert (await one.talk(501)).position == Position("sambut", "topik_anak")


async def test_a_danger_in_a_flood_is_heard_and_answered() -> None:
    async with house() as one:
        await floods(one, 501, "zzz", messages=15)
        receipt = await one.says(501, "aku mau bunuh diri sekarang")
        assert receipt.state == "done"
        talk = await one.talk(501)
        assert talk.level is Level.IMMINENT
        assert talk.position
        assert talk.position.flow == "aman/segera"
        assert await one.select(f"select count(*) > 0 from outbox where turn = {talk.turn}") == [(1,)]
        assert [waiting.ticket.level for waiting in await one.queue()] == [Level.IMMINENT]


async def test_a_danger_said_again_and_again_is_recorded_and_its_answer_is_not_withdrawn() -> None:
    async with house() as one:
        await one.says(501, "aku mau bunuh diri sekarang")
        await floods(one, 501, "aku mau bunuh diri sekarang", messages=20)
        heard = await one.select("select count(*) from message where alarm <> ''")
        assert heard == [(21,)]
        first = await one.select("select n, state from outbox where turn = (select max(turn) from outbox)")
        assert first
        assert {state for _, state in first} == {"waiting"}


async def test_a_wish_for_a_person_in_a_flood_stands_in_the_queue() -> None:
    async with house() as one:
        await floods(one, 501, "zzz", messages=15)
        await one.says(501, "konselor")
        tickets = await one.queue()
        assert [waiting.ticket.state for waiting in tickets] == [TicketState.WAITING]


async def test_who_leaves_in_a_flood_has_left() -> None:
    async with house() as one:
        await floods(one, 501, "zzz", messages=15)
        await one.says(501, "keluar")
        assert (await one.talk(501)).ended_because == "keluar"
        await one.settle(seconds=30)
        assert one.phones[0].texts(501) == []


async def test_the_offer_of_a_flooder_still_opens_a_ticket() -> None:
    async with house() as one:
        await floods(one, 501, "menu", messages=11)
        await one.says(501, "aku dipukul bapak tiap malam")
        await one.settle(seconds=5)
        await floods(one, 501, "tidak", messages=4)
        assert (await one.talk(501)).position == Position("aman/tinggi", "percaya")
        assert await one.queue() == []
        for _ in range(30):
            await one.settle(seconds=1)  # at the pace of the chat
        await one.settle(seconds=601)
        assert len(await one.queue()) == 1


async def test_others_are_answered_while_somebody_floods() -> None:
    async with house(engine=plain) as one:
        flood = [one.words(501, f"{n}") for n in range(200)]
        await one.intake.take_all([*flood[:100], one.words(502, "halo"), *flood[100:]])
        batches = [n for n, batch in enumerate(one.store.batches) for name in batch if name == "telegram:201"]
        assert batches[0] <= 1, "the first or the second batch"
        await one.settle()
        assert one.phones[0].texts(502) == ["halo"]


async def test_beside_a_counselor_a_flood_is_a_talk() -> None:
    """The bot says nothing there, so there is nothing to slow: "lanjut" and the rest keep working."""
    phone = Phone()
    async with house(phone) as one:
        await one.says(501, "konselor")
        await one.says(501, "jangan")
        talk = (await one.talk(501)).id
        claim = Claimed(one.clock.now(), CounselorId("c1"), "Kak Rani", Office("provinsi"))
        await one.happens(talk, claim)
        await one.happens(talk, Replied(one.clock.now(), CounselorId("c1"), "Aku di sini."))
        await one.settle()
        assert "Aku di sini." not in phone.texts(501)
        await floods(one, 501, "zzz", messages=15)
        await one.says(501, "lanjut")
        await one.settle(seconds=1)
        assert "Aku di sini." in phone.texts(501)
        assert (await one.talk(501)).voice is Voice.COUNSELOR


async def test_a_claim_that_lapsed_in_a_flood_gives_the_floor_back() -> None:
    async with house() as one:
        await one.says(501, "konselor")
        await one.says(501, "boleh")
        await one.settle()
        talk = (await one.talk(501)).id
        await one.happens(talk, Claimed(one.clock.now(), CounselorId("c1"), "Kak Rani", Office("provinsi")))
        for _ in range(29):
            one.clock.pass_(timedelta(minutes=1))
            await one.says(501, "masih?")
        await floods(one, 501, "zzz", messages=10)
        one.clock.pass_(timedelta(seconds=58))
        await floods(one, 501, "zzz", messages=60)
        one.clock.pass_(SPAN + timedelta(seconds=1))
        await one.says(501, "halo?")
        assert (await one.talk(501)).voice is Voice.WAITING
        rows = await one.select("select state from outbox where author = 'bot' order by turn desc limit 1")
        assert rows == [("waiting",)]
