"""The way out: in order, at a pace, nothing lost, nobody held up, and nothing said twice by a person."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.errors import Busy, ChannelError, Later, Refused, StoreDown, Unknown
from bot.model.message import Channel, Claimed, ConversationId, CounselorId, Office, Replied
from bot.rules.outage import BACK_OFF
from bot.rules.pace import per_second
from bot.runner.outbox import GIVE_UP, MOST_UNKNOWN, Sender
from tests.runner.house import House, Phone, house, plain, until

OFFLINE = Later("offline", timedelta(seconds=1))


def claim(one: House) -> Claimed:
    return Claimed(one.clock.now(), CounselorId("c1"), "Kak Rani", Office("provinsi"))


def reply(one: House, text: str) -> Replied:
    return Replied(one.clock.now(), CounselorId("c1"), text)


async def test_bubbles_leave_in_their_order_within_a_talk() -> None:
    async with house(engine=plain) as one:
        await one.says(501, "satu|dua")
        await one.says(501, "tiga")
        await one.settle()
        assert one.phones[0].texts(501) == ["satu", "dua", "tiga"]


async def test_on_a_channel_that_joins_a_turn_is_one_message() -> None:
    async with house(Phone(joins=True, channel=Channel.WHATSAPP), engine=plain) as one:
        await one.intake.take(one.arrival(501, one.words(501, "satu|dua").inbound, channel=Channel.WHATSAPP))
        await one.settle()
        assert one.phones[0].texts(501) == ["satu\n\ndua"]


async def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    async with house(engine=plain) as one:
        await one.says(501, "1|2|3|4|5")
        counts = []
        for _ in range(4):
            counts.append(len(one.phones[0].got))
            await one.settle(seconds=0.999 if counts == [0] else 1)
        await one.settle(seconds=1)
        assert counts == [0, 3, 4, 5]
        assert one.phones[0].texts(501) == ["1", "2", "3", "4", "5"]


async def test_a_channel_as_a_whole_gets_thirty_at_once_and_then_thirty_a_second() -> None:
    async with house(engine=plain) as one:
        await one.intake.take_all([one.words(person, "halo") for person in range(600, 700)])
        await one.settle()
        assert len(one.phones[0].got) == 30
        await one.settle(seconds=1)
        assert len(one.phones[0].got) == 60
        waiting = await one.select("select count(*) from outbox where due_at is not null and state = 'waiting'")
        assert waiting == [(0,)], "who waits for the channel is not written to the store again and again"


async def test_a_group_gets_twenty_in_any_minute() -> None:
    async with house(engine=plain) as one:
        await one.says(-1001234, "|".join(str(n) for n in range(45)))
        counts = [0]
        for _ in range(180):
            await one.settle(seconds=1)
            counts.append(len(one.phones[0].got))
        assert one.phones[0].texts(-1001234) == [str(n) for n in range(45)]
        assert 19 <= max(later - earlier for earlier, later in zip(counts, counts[60:], strict=False)) <= 20


async def test_one_person_on_whatsapp_gets_three_at_once_and_then_one_in_six_seconds() -> None:
    async with house(Phone(Channel.WHATSAPP), engine=plain) as one:
        for n in range(5):
            await one.intake.take(one.arrival(501, one.words(501, str(n)).inbound, channel=Channel.WHATSAPP))
        counts = []
        for seconds in (0, 5.9, 0.1, 5.9, 0.1):
            await one.settle(seconds=seconds)
            counts.append(len(one.phones[0].got))
        assert counts == [3, 3, 4, 4, 5]


async def test_a_number_on_whatsapp_sends_no_faster_than_it_is_configured_to() -> None:
    async with house(Phone(Channel.WHATSAPP), engine=plain) as one:
        one.sender = Sender(
            one.store,
            {Channel.WHATSAPP: one.phones[0]},
            one.clock,
            one.bell,
            intake=one.intake,
            rates={Channel.WHATSAPP: per_second(20)},
        )
        said = [one.arrival(n, one.words(n, "halo").inbound, channel=Channel.WHATSAPP) for n in range(600, 640)]
        await one.intake.take_all(said)
        counts = []
        for _ in range(21):
            counts.append(len(one.phones[0].got))
            await one.settle(seconds=0.1)
        assert counts == [2 * n for n in range(21)]


async def test_who_is_written_to_too_fast_waits_alone() -> None:
    async with house(engine=plain) as one:
        phone = one.phones[0]
        phone.faults.extend(Busy("429", timedelta(seconds=30 + n)) for n in range(5))
        for person in range(600, 605):
            await one.says(person, "satu|dua")
        await one.settle()
        await one.says(700, "halo")
        await one.settle()
        assert phone.got == [("700", "halo")], "five others who have to wait are no outage"
        await one.settle(seconds=29.9)
        assert len(phone.tries) == 6
        await one.settle(seconds=0.1)
        assert len({who for who, _ in phone.got}) == 2, "each as long as was said of its chat"
        await one.settle(seconds=4)
        assert all(phone.texts(person) == ["satu", "dua"] for person in range(600, 605))


async def test_what_the_platform_refuses_is_marked_and_the_next_row_leaves() -> None:
    async with house(engine=plain) as one:
        one.phones[0].faults.append(Refused("400"))
        await one.says(501, "satu|dua")
        await one.settle()
        assert await one.rows() == [("refused", "400", 1), ("sent", "", 1)]


async def test_who_blocked_us_is_noted_and_written_to_no_more() -> None:
    async with house() as one:
        one.phones[0].faults.append(Refused("403", unreachable=True))
        await one.says(501, "halo")
        await one.settle()
        await until(lambda: "blocked:" in str(one.store.batches))
        await one.settle()
        assert (await one.talk(501)).ended_because == "blocked"
        assert {state for state, _, _ in await one.rows()} == {"refused", "withdrawn"}
        assert one.phones[0].got == []


async def test_later_means_not_before_and_in_order() -> None:
    async with house(engine=plain) as one:
        one.phones[0].faults.append(Later("429", timedelta(seconds=7)))
        await one.says(501, "satu|dua")
        await one.settle()
        assert await one.rows() == [("waiting", "429", 1), ("waiting", "", 0)]
        await one.settle(seconds=6)
        assert one.phones[0].got == []
        await one.settle(seconds=1)
        assert one.phones[0].texts(501) == ["satu", "dua"]


async def test_a_bot_text_of_unknown_fate_is_sent_again_and_its_attempts_are_counted() -> None:
    async with house(engine=plain) as one:
        one.phones[0].faults.extend([Unknown("timeout"), RuntimeError("a planted fault")])
        await one.says(501, "satu")
        await one.settle()
        assert await one.rows() == [("unknown", "timeout", 1)]
        await one.settle(seconds=1)
        assert await one.rows() == [("unknown", "RuntimeError", 2)]
        await one.settle(seconds=2)
        assert await one.rows() == [("sent", "", 3)]


async def test_a_counselors_text_of_unknown_fate_is_never_sent_twice() -> None:
    async with house(engine=plain) as one:
        talk = (await one.says(501, "halo")).conversation
        await one.settle()
        await one.happens(talk, claim(one))
        one.phones[0].faults.append(Unknown("timeout"))
        await one.happens(talk, reply(one, "satu|dua"))
        for _ in range(20):
            await one.settle(seconds=15)
        assert (await one.rows())[1:] == [("unknown", "timeout", 1), ("sent", "", 1)]
        assert one.phones[0].texts(501) == ["halo", "dua"]


async def test_a_text_nobody_can_tell_the_fate_of_is_given_up_while_others_get_through() -> None:
    async with house(engine=plain) as one:

        class Odd(Phone):
            async def send(self, to: object, row: object) -> str:
                if getattr(row, "text", "") == "aneh":
                    self.tries.append("aneh")
                    raise Unknown("answer")
                return await super().send(to, row)  # type: ignore[arg-type]  # the same values

        odd = Odd()
        await one.close()
        one.phones = (odd,)
        await one.open()
        await one.says(501, "aneh|sesudah")
        for n in range(12):
            await one.says(700 + n, "halo")
            await one.settle(seconds=15)
        assert odd.tries.count("aneh") == MOST_UNKNOWN
        assert odd.texts(501) == ["sesudah"]


@pytest.mark.parametrize("fault", [OFFLINE, Unknown("502")], ids=["nobody home", "no clear answer"])
async def test_a_platform_down_for_an_hour_loses_nothing_keeps_order_and_gets_no_storm(fault: ChannelError) -> None:
    async with house(engine=plain) as one:
        phone = one.phones[0]
        phone.down = fault
        for person in range(600, 620):
            await one.says(person, "satu|dua")
        for _ in range(60 * 4):
            await one.settle(seconds=15)
        assert phone.got == []
        assert len(phone.tries) < 20 + 3600 / 15 + 30, "one by one, every fifteen seconds"
        await one.says(600, "tiga")
        phone.down = None
        await one.settle(seconds=15)
        assert phone.got, "the first within 20 s"
        for _ in range(4):
            await one.settle(seconds=5)
        assert all(phone.texts(person)[:2] == ["satu", "dua"] for person in range(600, 620))
        assert phone.texts(600) == ["satu", "dua", "tiga"]
        assert {row[0] for row in await one.rows()} == {"sent"}


async def test_one_waits_at_most_fifteen_seconds_between_two_tries() -> None:
    async with house(engine=plain) as one:
        one.phones[0].down = OFFLINE
        await one.says(501, "satu")
        tries: list[int] = []
        for second in range(120):
            await one.settle(seconds=1)
            tries += [second] * (len(one.phones[0].tries) - len(tries))
        gaps = [later - earlier for earlier, later in pairwise(tries)]
        assert gaps[:5] == [span.total_seconds() for span in BACK_OFF]
        assert max(gaps) == 15


async def test_without_a_sign_of_life_a_bot_text_is_given_up_in_the_end() -> None:
    async with house(engine=plain) as one:
        one.phones[0].down = Unknown("502")
        await one.says(501, "satu")
        for _ in range(int(GIVE_UP.total_seconds() / 60) + 5):
            await one.settle(seconds=60)
        tried = len(one.phones[0].tries)
        assert (await one.select("select state, finished from outbox")) == [("unknown", 1)]
        for _ in range(10):
            await one.settle(seconds=60)
        assert len(one.phones[0].tries) == tried


async def test_a_slow_chat_holds_up_nobody_else() -> None:
    async with house(engine=plain) as one:
        phone = one.phones[0]
        phone.slow["501"] = asyncio.Event()
        one.loops.start({"sender": one.sender.run})
        await one.says(501, "lambat|sesudah")
        await until(lambda: phone.tries == ["501"])
        for person in range(600, 640):
            await one.says(person, "halo")
            one.clock.pass_(timedelta(seconds=1))
            await until(lambda: phone.texts(person) == ["halo"], 1)  # noqa: B023  asked for at once
        assert phone.texts(501) == []
        phone.slow.pop("501").set()
        await until(lambda: phone.texts(501) == ["lambat", "sesudah"])


async def test_a_platform_where_every_send_hangs_holds_up_no_other_channel() -> None:
    web = Phone(Channel.WEB)
    async with house(Phone(), web, engine=plain) as one:
        for person in range(600, 700):
            one.phones[0].slow[str(person)] = asyncio.Event()
        one.loops.start({"sender": one.sender.run})
        await one.intake.take_all([one.words(person, "halo") for person in range(600, 700)])
        await until(lambda: len(one.phones[0].tries) >= 30)
        said = one.words(501, "halo").inbound
        await one.intake.take(one.arrival(501, said, channel=Channel.WEB))
        await until(lambda: web.texts(501) == ["halo"], 1)
        for stuck in one.phones[0].slow.values():
            stuck.set()


async def test_what_was_in_flight_when_the_process_died_is_sent_again_by_the_bot_only(tmp_path: Path) -> None:
    phone = Phone()
    async with house(phone, path=tmp_path / "test.db", engine=plain) as one:
        first = (await one.says(501, "halo")).conversation
        second = (await one.says(502, "halo")).conversation
        await one.settle()
        await one.happens(second, claim(one))
        await one.says(501, "bot")
        await one.happens(second, reply(one, "konselor"))
        ready = await one.store.ready(one.clock.now(), 9, list(Channel))
        await one.store.take([row.row.id for row in ready], one.clock.now())
        await one.close()
        await one.open()
        await one.store.recover(one.clock.now())
        await one.settle(seconds=1)
        assert first
        assert phone.texts(501) == ["halo", "bot"]
        assert phone.texts(502) == ["halo"]
        assert (await one.rows("state, attempts"))[-2:] == [("sent", 2), ("unknown", 1)]


async def test_a_stop_waits_a_moment_for_what_is_in_flight_and_marks_it(tmp_path: Path) -> None:
    phone = Phone()
    async with house(phone, path=tmp_path / "test.db", engine=plain) as one:
        phone.slow["501"] = asyncio.Event()
        one.loops.start({"sender": one.sender.run})
        await one.says(501, "halo")
        await until(lambda: phone.tries)
        stopping = asyncio.create_task(one.loops.stop())
        await asyncio.sleep(0)
        phone.slow["501"].set()
        await stopping
        assert await one.rows() == [("sent", "", 1)]


async def test_a_result_is_kept_until_the_store_takes_it(tmp_path: Path) -> None:
    phone = Phone()
    async with house(phone, path=tmp_path / "test.db", engine=plain) as one:
        phone.slow["501"] = asyncio.Event()
        await one.says(501, "halo")
        assert await one.sender.step()
        phone.slow.pop("501").set()
        await until(lambda: phone.got)
        await one.store.close()
        with pytest.raises(StoreDown):
            await one.sender.step()
        await one.store.open()
        await one.settle()
        assert await one.rows() == [("sent", "", 1)]
        assert phone.texts(501) == ["halo"]


async def test_a_claim_withdraws_what_is_not_in_flight_and_what_is_may_arrive() -> None:
    async with house(engine=plain) as one:
        phone = one.phones[0]
        phone.slow["501"] = asyncio.Event()
        talk = (await one.says(501, "satu|dua|tiga")).conversation
        await one.sender.step()
        await until(lambda: phone.tries)
        await one.happens(talk, claim(one))
        assert [row[0] for row in await one.rows()] == ["taken", "withdrawn", "withdrawn"]
        phone.slow.pop("501").set()
        await one.settle()
        assert [row[0] for row in await one.rows()] == ["sent", "withdrawn", "withdrawn"]
        assert phone.texts(501) == ["satu"]


@pytest.mark.parametrize("fault", [OFFLINE, Unknown("timeout")], ids=["later", "unknown"])
async def test_a_bot_text_that_did_not_arrive_before_the_claim_is_not_tried_again(fault: ChannelError) -> None:
    async with house(engine=plain) as one:
        phone = one.phones[0]
        phone.slow["501"] = asyncio.Event()
        phone.faults.append(fault)
        talk = (await one.says(501, "satu")).conversation
        await one.sender.step()
        await until(lambda: phone.tries)
        await one.happens(talk, claim(one))
        phone.slow.pop("501").set()
        for _ in range(5):
            await one.settle(seconds=15)
        assert await one.rows() == [("withdrawn", "withdrawn", 1)]
        await one.happens(talk, reply(one, "Aku di sini."))
        await one.settle()
        assert phone.texts(501) == ["Aku di sini."]


async def test_after_a_quick_exit_nothing_that_was_on_its_way_is_tried_again() -> None:
    async with house() as one:
        phone = one.phones[0]
        phone.slow["501"] = asyncio.Event()
        phone.faults.append(OFFLINE)
        await one.says(501, "halo")
        await one.sender.step()
        await until(lambda: phone.tries)
        one.clock.pass_(timedelta(seconds=1))
        await one.says(501, "keluar")
        phone.slow.pop("501").set()
        for _ in range(5):
            await one.settle(seconds=15)
        assert phone.texts(501) == ["Oke."]
        assert await one.rows() == [("withdrawn", "withdrawn", 1), ("withdrawn", "withdrawn", 0), ("sent", "", 1)]


async def test_the_bot_says_oke_to_a_quick_exit_and_nothing_else_follows() -> None:
    async with house() as one:
        phone = one.phones[0]
        await one.says(501, "halo")
        one.clock.pass_(timedelta(seconds=1))
        await one.says(501, "keluar")
        await one.settle(seconds=1)
        assert phone.texts(501) == ["Oke."]


async def test_a_late_answer_never_appears_on_a_childs_phone() -> None:
    async with house() as one:
        phone = one.phones[0]
        phone.down = OFFLINE
        await one.says(501, "di sekolah aku diejek teman, umurku 12")
        for _ in range(60):
            await one.settle(seconds=60)
        await one.says(501, "halo")
        phone.down = None
        for _ in range(5):
            await one.settle(seconds=16)
        (greeting,) = phone.texts(501)
        assert "Lanjut yang kemarin" in greeting
        states = [row[:2] for row in await one.rows()]
        assert set(states[:-1]) == {("withdrawn", "late")}


async def test_rows_of_a_channel_that_is_not_here_wait_and_cost_nothing() -> None:
    async with house(Phone(Channel.WEB), engine=plain) as one:
        await one.says(501, "halo")
        assert not await one.sender.step()
        assert await one.rows() == [("waiting", "", 0)]
        assert await one.sender._pause() >= 0.5


async def test_a_row_without_an_address_is_not_tried_for_ever() -> None:
    async with house(Phone(Channel.WEB), engine=plain) as one:
        said = one.words(501, "halo").inbound
        receipt = await one.intake.take(one.arrival(501, said, channel=Channel.WEB))
        async with one.store.writing() as db:
            await db.db.execute("delete from identity")
        talk = ConversationId(receipt.conversation or "")
        await one.settle()
        await one.happens(talk, reply(one, "Aku di sini."))
        await one.settle()
        assert await one.rows() == [("withdrawn", "closed", 0), ("held", "closed", 0)]
