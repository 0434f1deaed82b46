"""Contract of the stores: the queue, the one query that opens text, counselors and their sessions."""

from dataclasses import replace
from datetime import date, timedelta

from bot.model.conversation import Reader, TicketState
from bot.model.counselor import Counselor
from bot.model.desk import Reading, TalkLine, Waiting
from bot.model.message import (
    Alarm,
    Author,
    Channel,
    ConversationId,
    CounselorId,
    Edited,
    Kind,
    Level,
    Media,
    MessageId,
    Office,
    Press,
    Replied,
    Said,
    TicketId,
)
from bot.ports import Delivery, Store
from bot.store.desk import IDLE, LONGEST, TOUCH
from tests.store.telling import after, at, claimed, done, lines, mark, select, send, talk, ticket, write

HELLO = Said(at(), "halo")
RANI = Counselor(
    id=CounselorId("k-rani"),
    name="rani",
    shown="Kak Rani",
    office=Office("kukar"),
    roles=frozenset(["counselor", "supervisor"]),
    profession="psikolog",
    kha_trained_on=date(2025, 5, 1),
    checked_on=date(2025, 6, 2),
    password="argon2id",
    totp="BASE32",
    totp_step=12,
    disabled_at=None,
)
DEWI = Counselor(CounselorId("k-dewi"), "dewi", "", Office("provinsi"), frozenset())


async def test_the_queue_holds_open_tickets_with_what_is_held_back_and_nothing_else(store: Store) -> None:
    one = done(
        talk("c1", Channel.WEB), HELLO, "Satu.", "Dua.", ticket=ticket("t1"), age_band="10-12", reader=Reader.CHILD
    )
    closed = done(talk("c2"), HELLO, ticket=ticket("t2", state=TicketState.CLOSED, closed_at=at()))
    await write(store, one, closed, done(talk("c3"), HELLO), done(talk("c4"), HELLO, ticket=claimed("t4")))
    await mark(store, "c1/1/1", Delivery.HELD)
    queue = {waiting.ticket.id: waiting for waiting in await store.queue()}
    assert sorted(queue) == ["t1", "t4"]
    assert queue[TicketId("t1")] == Waiting(ticket("t1"), ConversationId("c1"), Channel.WEB, "10-12", "child", at(), 1)
    assert queue[TicketId("t4")].held == 0


async def test_the_queue_counts_what_did_not_arrive_since_the_ticket_was_opened(store: Store) -> None:
    one = done(talk("c1"), HELLO, "Lama.")
    two = done(after(one), Said(at(60), "tolong"), "Satu.", "Dua.", "Tiga.", ticket=ticket("t1", opened_at=at(60)))
    await write(store, one)
    await send(store, "c1/1/1", Delivery.REFUSED)
    await write(store, two)
    await send(store, "c1/2/1", Delivery.REFUSED, at(61))
    await send(store, "c1/2/2", Delivery.UNKNOWN, at(62))
    assert await store.take([MessageId("c1/2/3")], at(63))
    await mark(store, "c1/2/3", Delivery.UNKNOWN, at(63), due_at=at(90))
    (waiting,) = await store.queue()
    assert (waiting.lost, waiting.unsure) == (1, 1), "one is still being tried"
    assert await store.ticket(TicketId("t1")) == waiting


async def test_the_queue_tells_how_somebody_left_a_talk_that_lives_on(store: Store) -> None:
    left = done(talk("c1"), HELLO, ticket=ticket("t1"), ended_because="keluar")
    shut = ticket("t3", state=TicketState.CLOSED, closed_at=at())
    over = done(talk("c3"), HELLO, ticket=shut, ended_because="berhenti", ended_at=at())
    await write(store, left, done(talk("c2"), HELLO, ticket=ticket("t2")), over)
    assert {one.ticket.id: one.left for one in await store.queue()} == {"t1": "keluar", "t2": ""}
    for name, how in (("t1", "keluar"), ("t3", "")):
        found = await store.ticket(TicketId(name))
        assert found is not None
        assert found.left == how


async def test_a_ticket_is_found_open_or_closed(store: Store) -> None:
    shut = ticket("t1", state=TicketState.CLOSED, closed_at=at(9), outcome="selesai", note={"cerita": "ya"})
    await write(store, done(talk(), HELLO, ticket=shut))
    found = await store.ticket(TicketId("t1"))
    assert found is not None
    assert (found.ticket, found.conversation) == (shut, "c1")
    assert await store.ticket(TicketId("t9")) is None


async def test_a_talk_is_read_in_order_with_what_became_of_each_line(store: Store) -> None:
    alarm = Alarm(Level.HIGH, frozenset([Kind.PHYSICAL]), "fis.pukul", (4, 11))
    one = done(talk(), Said(at(), "aku dipukul"), "Satu.", "Dua.", alarm=alarm)
    human = done(after(one), Replied(at(5), RANI.id, "Saya baca."), "Saya baca.", author=Author.COUNSELOR)
    await write(store, one, human)
    await send(store, "c1/1/1", now=at(1))
    await mark(store, "c1/1/2", Delivery.HELD, because="unsafe")
    assert list((await lines(store)).values()) == [
        TalkLine(MessageId("c1/1/0"), at(), Author.CONTACT, "aku dipukul", alarm="fis.pukul", span=(4, 11)),
        TalkLine(one.rows[0].id, at(), Author.BOT, "Satu.", "sent", "", 1),
        TalkLine(one.rows[1].id, at(), Author.BOT, "Dua.", "held", "unsafe", 0),
        TalkLine(human.rows[0].id, at(5), Author.COUNSELOR, "Saya baca.", "waiting", "", 0),
    ]


async def test_what_has_no_words_is_shown_by_what_it_is(store: Store) -> None:
    one = done(talk(), Press(at(), "1.sekolah.abcd"))
    two = done(after(one), Media(at(), "sticker"))
    three = done(after(two), Edited(at(), "maksudku"))
    await write(store, one, two, three, done(after(three), Press(at(), "odd")))
    assert [line.text for line in (await lines(store)).values()] == [
        "[tombol: sekolah]",
        "[sticker]",
        "maksudku",
        "[tombol: ?]",
    ]


async def test_what_the_ear_heard_in_a_caption_is_marked_in_the_caption(store: Store) -> None:
    alarm = Alarm(Level.HIGH, frozenset(), "fis.pukul", (4, 11))
    await write(store, done(talk(), Media(at(), "photo", "aku dipukul"), alarm=alarm))
    (line,) = (await lines(store)).values()
    assert line.span is not None
    assert line.text[slice(*line.span)] == "dipukul"


async def readings(store: Store) -> list[tuple[object, ...]]:
    return await select(store, "select at, actor, conversation_id, purpose from audit where action = 'read' order by n")


async def test_every_reading_leaves_a_row_also_of_a_talk_that_is_not_there(store: Store) -> None:
    await write(store, done(talk(), HELLO))
    for name in ("c1", "gone"):
        await store.read_talk(Reading(at(1), RANI.id, ConversationId(name), "claimed"))
    moment = int(at(1).timestamp() * 1000)
    assert await readings(store) == [(moment, "k-rani", "c1", "claimed"), (moment, "k-rani", "gone", "claimed")]
    assert await store.read_talk(Reading(at(2), RANI.id, ConversationId("gone"), "claimed")) == []


async def test_what_is_read_again_and_again_leaves_a_row_only_when_the_last_is_old_enough(store: Store) -> None:
    await write(store, done(talk(), HELLO), done(talk("c2"), HELLO))
    minute = timedelta(minutes=1)

    async def reads(seconds: int, *, actor: str = "k-rani", of: str = "c1", purpose: str = "follow") -> None:
        lines = await store.read_talk(Reading(at(seconds), CounselorId(actor), ConversationId(of), purpose, minute))
        assert [line.text for line in lines] == ["halo"]

    for seconds in (0, 0, 59, 60, 119, 121):
        await reads(seconds)
    await reads(122, actor="k-dewi")
    await reads(123, of="c2")
    await reads(124, purpose="counsel")
    await reads(30)
    for _ in range(2):
        await store.read_talk(Reading(at(125), RANI.id, ConversationId("c1"), "counsel"))
    kept = [(round((int(str(row[0])) - at().timestamp() * 1000) / 1000), *row[1:]) for row in await readings(store)]
    assert kept == [
        (0, "k-rani", "c1", "follow"),
        (60, "k-rani", "c1", "follow"),
        (121, "k-rani", "c1", "follow"),
        (122, "k-dewi", "c1", "follow"),
        (123, "k-rani", "c2", "follow"),
        (124, "k-rani", "c1", "counsel"),
        (125, "k-rani", "c1", "counsel"),
        (125, "k-rani", "c1", "counsel"),
    ]


async def test_a_counselor_comes_back_whole_and_is_found_by_name_in_any_case(store: Store) -> None:
    for one in (RANI, DEWI):
        await store.save_counselor(one)
    assert sorted(await store.counselors(), key=lambda one: one.id) == [DEWI, RANI]
    assert await store.counselor("RANI") == RANI
    assert await store.counselor("siti") is None


async def test_saving_a_counselor_again_changes_the_same_one(store: Store) -> None:
    await store.save_counselor(RANI)
    changed = replace(RANI, name="rani k", disabled_at=at(5), roles=frozenset(["auditor"]))
    await store.save_counselor(changed)
    assert await store.counselors() == [changed]
    assert await store.counselor("rani") is None


async def test_an_invitation_opens_once_and_not_after_its_hours(store: Store) -> None:
    await store.save_counselor(DEWI)
    await store.invite("token", DEWI.id, at(86_400))
    assert await store.invited("token", at(1)) == DEWI
    assert await store.invited("other", at(1)) is None
    assert await store.invited("token", at(86_400)) is None
    enrolled = replace(DEWI, shown="Kak Dewi", password="hash", totp="SECRET")
    assert not await store.spend_invite("token", enrolled, at(86_400))
    assert await store.counselors() == [DEWI]
    assert await store.spend_invite("token", enrolled, at(2))
    assert await store.counselors() == [enrolled]
    assert not await store.spend_invite("token", replace(enrolled, shown="lain"), at(3))
    assert await store.counselors() == [enrolled]
    assert await store.invited("token", at(3)) is None


async def test_a_new_invitation_ends_the_earlier_ones_of_the_same_counselor(store: Store) -> None:
    for one in (RANI, DEWI):
        await store.save_counselor(one)
    await store.invite("first", DEWI.id, at(86_400))
    await store.invite("of another", RANI.id, at(86_400))
    await store.invite("second", DEWI.id, at(86_400))
    assert await store.invited("first", at(1)) is None
    assert not await store.spend_invite("first", DEWI, at(1))
    assert await store.invited("second", at(1)) == DEWI
    assert await store.invited("of another", at(1)) == RANI


async def test_who_enrols_anew_finds_no_earlier_session_alive(store: Store) -> None:
    for one in (RANI, DEWI):
        await store.save_counselor(one)
        await store.open_session(f"of {one.name}", one.id, at())
    await store.invite("token", DEWI.id, at(86_400))
    assert not await store.spend_invite("other", DEWI, at(1))
    assert await store.session("of dewi", at(1)) is not None
    assert await store.spend_invite("token", DEWI, at(1))
    assert await store.session("of dewi", at(1)) is None
    assert await store.session("of rani", at(1)) is not None


async def test_a_step_of_the_authenticator_is_used_once_and_never_an_older_one(store: Store) -> None:
    await store.save_counselor(RANI)
    assert not await store.use_totp_step(RANI.id, 12)
    assert await store.use_totp_step(RANI.id, 14)
    assert not await store.use_totp_step(RANI.id, 14)
    assert not await store.use_totp_step(RANI.id, 13)
    assert await store.use_totp_step(RANI.id, 15)
    assert not await store.use_totp_step(CounselorId("nobody"), 99)


async def test_a_session_is_known_by_its_token_until_it_is_closed(store: Store) -> None:
    await store.save_counselor(RANI)
    await store.open_session("token", RANI.id, at())
    session = await store.session("token", at(10))
    assert session is not None
    assert (session.counselor, session.created_at, session.seen_at) == (RANI, at(), at())
    assert await store.session("other", at(10)) is None
    await store.close_session("token")
    assert await store.session("token", at(11)) is None


async def test_all_sessions_of_one_counselor_are_closed_and_nobody_elses(store: Store) -> None:
    for one in (RANI, DEWI):
        await store.save_counselor(one)
    for token, owner in (("desk", RANI), ("phone", RANI), ("other", DEWI)):
        await store.open_session(token, owner.id, at())
    await store.close_sessions(RANI.id)
    open_now = [token for token in ("desk", "phone", "other") if await store.session(token, at(1))]
    assert open_now == ["other"]


async def test_a_session_ends_when_nobody_opens_a_page(store: Store) -> None:
    await store.save_counselor(RANI)
    await store.open_session("token", RANI.id, at())
    assert await store.session("token", at() + IDLE + timedelta(seconds=1)) is None
    assert await store.session("token", at() + IDLE) is not None
    assert await store.session("token", at() + 2 * IDLE) is not None, "each page counts"


async def test_a_session_ends_with_the_shift_however_busy(store: Store) -> None:
    await store.save_counselor(RANI)
    await store.open_session("token", RANI.id, at())
    moment = at()
    while moment < at() + LONGEST:
        assert await store.session("token", moment) is not None
        moment += IDLE
    assert await store.session("token", at() + LONGEST) is not None
    assert await store.session("token", at() + LONGEST + timedelta(seconds=1)) is None


async def test_a_busy_session_is_written_at_most_once_a_minute(store: Store) -> None:
    await store.save_counselor(RANI)
    await store.open_session("token", RANI.id, at())
    for seconds, seen in ((60, 0), (61, 0), (62, 61), (121, 61)):
        session = await store.session("token", at(seconds))
        assert session is not None
        assert session.seen_at == at(seen)
    assert timedelta(minutes=1) == TOUCH


async def test_what_a_page_does_by_itself_keeps_no_session_open(store: Store) -> None:
    await store.save_counselor(RANI)
    await store.open_session("token", RANI.id, at())
    assert await store.session("token", at() + IDLE, touch=False) is not None
    assert await store.session("token", at() + IDLE + timedelta(seconds=1)) is None


async def test_who_was_disabled_has_no_session(store: Store) -> None:
    await store.save_counselor(RANI)
    await store.open_session("token", RANI.id, at())
    await store.save_counselor(replace(RANI, disabled_at=at(1)))
    assert await store.session("token", at(2)) is None


async def test_the_store_answers(store: Store) -> None:
    await store.ping()
