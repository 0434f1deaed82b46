"""can_send, law by law."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.names import RETURN
from bot.model.conversation import PRESENT, QUIET, QUIET_OWN, WINDOW, Conversation, Position, Reach, Reader, Voice
from bot.model.message import Author, Channel, ContactId, ConversationId
from bot.rules.can_send import Go, Held, Later, Never, Verdict, can_send

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Twelve o'clock in East Kalimantan."""
BOT, PERSON = Author.BOT, Author.COUNSELOR
CHANNELS = pytest.mark.parametrize("channel", list(Channel))
LITTLE = timedelta(milliseconds=1)


def talk(channel: Channel = Channel.TELEGRAM, *, silent: timedelta = timedelta(), **changes: object) -> Conversation:
    """A parent on a phone of their own, whose last word was `silent` ago."""
    one = Conversation(ConversationId("c"), ContactId("k"), channel, opened_at=NOON - timedelta(days=40))
    one = one.grown(last_in_at=NOON - silent, own_phone=True, reader=Reader.PARENT)
    return one.grown(**changes)


def asked(
    one: Conversation,
    author: Author,
    *,
    now: datetime = NOON,
    written: datetime | None = None,
    planned: str = "",
    **more: bool,
) -> Verdict:
    """For an answer to the contact's own word, unless said otherwise."""
    facts = {"answers": author is BOT, **more}
    return can_send(one, author, now, written=written or one.last_in_at or now, planned=planned, **facts)


GUARDED = pytest.mark.parametrize(
    "guarded",
    [{"reader": Reader.CHILD}, {"own_phone": False}, {"reader": Reader.UNKNOWN, "own_phone": False}],
    ids=["child on a phone called their own", "shared phone", "unknown"],
)


@CHANNELS
@pytest.mark.parametrize("author", [BOT, PERSON])
def test_an_answer_to_a_word_just_said_may_go(channel: Channel, author: Author) -> None:
    assert asked(talk(channel), author) == Go()


@CHANNELS
@pytest.mark.parametrize("author", [BOT, PERSON])
def test_who_blocked_us_hears_nothing_ever(channel: Channel, author: Author) -> None:
    one = talk(channel, ended_because="blocked", variables={PRESENT: "ya"})
    assert asked(one, author, released=True) == Never("blocked")


@pytest.mark.parametrize("ended", [None, NOON])
@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.WHATSAPP])
def test_after_a_quick_exit_only_the_answer_to_it_may_leave(channel: Channel, ended: datetime | None) -> None:
    one = talk(channel, ended_because="keluar", ended_at=ended, reader=Reader.CHILD, own_phone=False)
    assert asked(one, BOT) == Go()
    assert asked(one, BOT, written=NOON - LITTLE) == Never("left"), "what was said before"
    assert asked(one, BOT, written=NOON + LITTLE) == Never("left"), "a counselor closed the ticket"
    assert asked(one, PERSON) == Held("left")
    assert asked(one, PERSON, released=True) == Held("left")


def test_on_the_web_nothing_leaves_after_a_quick_exit() -> None:
    one = talk(Channel.WEB, ended_because="keluar")
    assert asked(one, BOT) == Never("left")
    assert asked(one, PERSON) == Held("left")


@CHANNELS
def test_while_a_counselor_has_the_floor_the_bot_says_nothing_but_the_neutral_greeting(channel: Channel) -> None:
    one = talk(channel, voice=Voice.COUNSELOR)
    assert asked(one, BOT) == Never("claimed")
    assert asked(one, PERSON) == Go()
    for flow in (RETURN, "perintah/hapus", "perintah/simpan"):
        assert asked(one.grown(position=Position(flow, "tanya")), BOT) == Go()


def test_where_no_address_is_left_a_persons_words_wait_and_the_bots_are_gone() -> None:
    one = talk(Channel.WEB)
    assert asked(one, BOT, addressed=False) == Never("closed")
    assert asked(one, PERSON, addressed=False) == Held("closed")


@CHANNELS
@GUARDED
def test_a_child_or_a_shared_phone_hears_nothing_after_ten_minutes(
    channel: Channel, guarded: dict[str, object]
) -> None:
    just, late = (talk(channel, silent=span).grown(**guarded) for span in (QUIET, QUIET + LITTLE))
    assert asked(just, BOT) == asked(just, PERSON) == Go()
    assert asked(late, BOT) == Never("late")
    assert asked(late, PERSON) == Held("unsafe")
    assert asked(late, PERSON, released=True) == Held("unsafe")


@GUARDED
def test_an_old_answer_of_the_bot_does_not_leave_when_they_are_back(guarded: dict[str, object]) -> None:
    back = talk().grown(**guarded)
    assert asked(back, BOT, written=NOON - QUIET - LITTLE) == Never("late")
    assert asked(back, BOT, written=NOON - QUIET) == Go()
    assert asked(back, PERSON, written=NOON - timedelta(days=2)) == Go()


def test_nobody_is_written_to_who_never_wrote() -> None:
    one = talk(last_in_at=None, own_phone=False)
    assert can_send(one, BOT, NOON, written=NOON, answers=True) == Never("late")
    assert can_send(one, BOT, NOON, written=NOON) == Held("unsafe")
    assert can_send(one, PERSON, NOON, written=NOON) == Held("unsafe")


@pytest.mark.parametrize("author", [BOT, PERSON])
def test_on_whatsapp_everything_waits_after_24_hours_and_only_there(author: Author) -> None:
    just, late = talk(Channel.WHATSAPP, silent=WINDOW), talk(Channel.WHATSAPP, silent=WINDOW + LITTLE)
    assert asked(just, author) == Go()
    assert asked(late, author) == Held("window")
    assert asked(late, author, released=True) == Held("window")
    for channel in (Channel.TELEGRAM, Channel.WEB):
        assert asked(talk(channel, silent=timedelta(days=3)), author) == Go()


@pytest.mark.parametrize("place", [Position(RETURN, "tanya"), Position("sambut", "halo"), None])
def test_until_lanjut_only_an_answer_leaves_wherever_the_talk_went(place: Position | None) -> None:
    locked = talk(position=place, locked=True)
    assert asked(locked, BOT) == Go(), "the greeting itself, a menu, a number"
    assert asked(locked, BOT, written=NOON - QUIET_OWN - LITTLE) == Held("locked")
    assert asked(locked, BOT, answers=False) == Held("locked")
    assert asked(locked, PERSON) == Held("locked")
    assert asked(locked, PERSON, released=True) == Held("locked")
    assert asked(locked.grown(variables={PRESENT: "ya"}), PERSON) == Held("locked")


def test_what_the_bot_says_unasked_follows_the_laws_of_a_counselors_words() -> None:
    """That a ticket was closed is no answer: it does not appear on a phone whose owner wants to open it alone."""
    alone = talk(reach=Reach.ON_RETURN, own_phone=False)
    assert asked(alone, BOT, answers=False) == Held("asked")
    assert asked(alone, BOT, answers=False, released=True) == Go()
    assert asked(talk(own_phone=False, silent=QUIET + LITTLE), BOT, answers=False) == Held("unsafe")
    assert asked(talk(ended_because="berhenti", locked=True), BOT, answers=False) == Held("locked")
    assert asked(talk(), BOT, answers=False) == Go()


def test_who_opens_the_answer_alone_gets_it_after_saying_go_on() -> None:
    one = talk(reach=Reach.ON_RETURN)
    assert asked(one, BOT) == Go()
    assert asked(one, PERSON) == Held("asked")
    assert asked(one, PERSON, released=True) == Go()
    assert asked(one.grown(variables={PRESENT: "ya"}), PERSON) == Go()


@pytest.mark.parametrize(
    ("hour", "verdict"),
    [(17, "later today"), (18, "go"), (20, "go"), (21, "tomorrow"), (23, "tomorrow"), (0, "later today")],
)
def test_who_named_hours_is_written_to_in_those_hours(hour: int, verdict: str) -> None:
    now = (NOON + timedelta(hours=hour - 12)).replace(minute=30)
    one = talk(reach=Reach.HOURS, reach_hours=(18, 21)).grown(last_in_at=now)
    start = NOON.replace(hour=10)  # 18.00 in East Kalimantan
    expected: dict[str, Verdict] = {
        "go": Go(),
        "later today": Later(start),
        "tomorrow": Later(start + timedelta(days=1)),
    }
    assert asked(one, PERSON, now=now) == expected[verdict]
    assert asked(one, BOT, now=now) == Go()
    if verdict != "go":
        assert asked(one.grown(reader=Reader.CHILD), PERSON, now=now) == Held("hours")
    assert asked(one, PERSON, now=now, released=True) == Go()


ASKED_FOR = {"kursus": "ya"}


def planned(one: Conversation, **more: object) -> Verdict:
    """For a message that was asked for in `kursus`, and is said just now."""
    facts = {"now": NOON, "written": NOON, **more}
    return asked(one, BOT, planned="kursus", answers=False, **facts)  # type: ignore[arg-type]  # moments and flags


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.WHATSAPP])
def test_what_was_asked_for_leaves_after_a_long_silence_while_it_stands(channel: Channel) -> None:
    one = talk(channel, silent=timedelta(hours=23), variables=ASKED_FOR)
    assert planned(one) == Go()
    assert planned(one.grown(variables={})) == Never("not asked")
    assert planned(one.grown(variables={"kursus": "tidak"})) == Never("not asked")
    assert planned(one.grown(variables={"pengingat": "ya"})) == Never("not asked")


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"reader": Reader.CHILD}, Never("not asked")),
        ({"reader": Reader.UNKNOWN}, Never("not asked")),
        ({"own_phone": False}, Never("not asked")),
        ({"reach": Reach.ON_RETURN}, Never("not asked")),
        ({"channel": Channel.WEB}, Never("not asked")),
        ({"ended_because": "keluar"}, Never("not asked")),
        ({"ended_at": NOON}, Never("not asked")),
        ({"ended_because": "blocked"}, Never("blocked")),
        ({"voice": Voice.COUNSELOR}, Never("claimed")),
        ({"locked": True}, Never("late")),
        ({"reach": Reach.HOURS, "reach_hours": (18, 21)}, Go()),
    ],
    ids=str,
)
def test_what_was_asked_for_leaves_for_a_parent_on_an_own_open_phone_only(
    changes: dict[str, object], verdict: Verdict
) -> None:
    assert planned(talk(silent=timedelta(hours=20), variables=ASKED_FOR).grown(**changes)) == verdict


def test_what_was_asked_for_does_not_leave_long_after_its_hour_or_without_an_address() -> None:
    one = talk(silent=timedelta(hours=20), variables=ASKED_FOR)
    assert planned(one, written=NOON - timedelta(hours=2)) == Go()
    assert planned(one, written=NOON - timedelta(hours=2) - LITTLE) == Never("late")
    assert planned(one, addressed=False) == Never("closed")


def test_what_was_asked_for_waits_on_whatsapp_like_everything_after_24_hours() -> None:
    assert planned(talk(Channel.WHATSAPP, silent=WINDOW + LITTLE, variables=ASKED_FOR)) == Held("window")


ENDS = st.sampled_from(["", "keluar", "blocked", "berhenti"])


@given(
    st.sampled_from(Channel),
    st.sampled_from(Author),
    st.sampled_from(Reader),
    st.sampled_from(Reach),
    st.sampled_from(Voice),
    ENDS,
    st.timedeltas(QUIET + LITTLE, timedelta(days=30)),
    st.booleans(),
    st.booleans(),
)
def test_nothing_at_all_leaves_for_a_guarded_phone_after_ten_minutes(
    channel: Channel,
    author: Author,
    reader: Reader,
    reach: Reach,
    voice: Voice,
    ended: str,
    silent: timedelta,
    released: bool,
    own: bool,
) -> None:
    own = own and reader is Reader.CHILD
    one = talk(channel, silent=silent, reader=reader, reach=reach, voice=voice, ended_because=ended, own_phone=own)
    one = one.grown(reach_hours=(0, 24), variables={PRESENT: "ya", "kursus": "ya"})
    for name in ("", "kursus"):
        assert isinstance(asked(one, author, released=released, planned=name), Held | Never)
