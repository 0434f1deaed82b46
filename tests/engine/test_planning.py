"""Messages that an adult asked for: who is promised one, when it comes, what takes it back, and who never hears any."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import LOCAL
from bot.engine.advance import advance
from bot.engine.fault import fault
from bot.engine.outside import Shown
from bot.engine.planning import PATIENCE
from bot.engine.rehearsal import Rehearsal
from bot.engine.understand import plain
from bot.engine.walk import Walk
from bot.flow.book import SayText
from bot.flow.check_words import HIDDEN
from bot.model.conversation import Conversation, Pledge, Reader, Voice
from bot.model.message import Blocked, Channel, Left, Planned, Press, Said
from bot.model.turn import Plan, Turn, Unplan
from bot.seen import Seen
from tests.engine.minds import mind, rehearsal, through_a_row

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OWN = {"hp_sendiri": "ya"}
SAID = ("pesan pertama", "pesan kedua", "pesan ketiga", "pesan keempat", "pesan terakhir")
"""What tells the five days apart."""


def person(
    channel: Channel = Channel.TELEGRAM, reader: Reader = Reader.PARENT, given: Mapping[str, str] = OWN
) -> Rehearsal:
    """Somebody on the real wires, with all that decides in front of the sender; every talk goes through a row."""
    one = rehearsal(channel, keep=through_a_row)
    one.outside = Seen(mind().book)
    one.begin(reader, "id", given)
    return one


def signed_up(channel: Channel = Channel.TELEGRAM, hour: str = "siang") -> Rehearsal:
    one = person(channel)
    one.user("kursus")
    one.press("ya")
    one.press(hour)
    assert one.conversation.pledges["kursus"].at
    return one


def lessons(shown: Iterable[Shown]) -> list[str]:
    return [day for one in shown for day in SAID if day in one.text]


def effects(one: Rehearsal) -> list[object]:
    return [effect for effect in one.turns[-1].effects if isinstance(effect, Plan | Unplan)]


# ---- when


@pytest.mark.parametrize(
    ("now", "hour", "day"),
    [
        ("10:00", "siang", 24),
        ("10:00", "pagi", 25),
        ("08:00", "pagi", 25),
        ("07:59", "pagi", 24),
        ("23:30", "malam", 25),
    ],
)
def test_it_comes_at_the_next_such_hour(now: str, hour: str, day: int) -> None:
    one = person()
    one.until(datetime.fromisoformat(f"2026-11-24T{now}+08:00"))
    one.at = datetime.fromisoformat(f"2026-11-24T{now}+08:00")
    one.user("kursus")
    one.press("ya")
    one.press(hour)
    at = one.conversation.pledges["kursus"].at
    hours = {"pagi": 8, "siang": 12, "malam": 19}
    assert at
    assert at.astimezone(LOCAL) == datetime(2026, 11, day, hours[hour], tzinfo=LOCAL)
    assert effects(one) == [Plan("kursus", one.conversation.turn, at)]


def test_what_was_read_in_the_talk_today_is_followed_tomorrow() -> None:
    one = person(given={**OWN, "kursus": "ya", "jam_kursus": "siang"})
    one.user("kursus")
    one.press("h1")
    one.press("mau")
    at = one.conversation.pledges["kursus"].at
    assert at
    assert at.astimezone(LOCAL) == datetime(2026, 11, 25, 12, tzinfo=LOCAL)


def test_a_reminder_comes_the_evening_before_and_not_when_that_is_over() -> None:
    for said, day in (("jumat", 26), ("lusa", 25)):
        one = reminded(said)
        at = one.conversation.pledges["pengingat"].at
        assert at
        assert at.astimezone(LOCAL) == datetime(2026, 11, day, 19, tzinfo=LOCAL)
    late = reminded("besok", timedelta(hours=10))
    assert late.conversation.pledges == {}
    assert late.conversation.variables["pengingat"] == "tidak"


def reminded(day: str, later: timedelta = timedelta(), channel: Channel = Channel.TELEGRAM) -> Rehearsal:
    one = person(channel, given={**OWN, "wilayah": "berau"})
    one.at += later
    one.user("janji")
    one.press("ke_kantor")
    one.press("anak")
    one.user(day)
    one.press("10")
    one.user("melati")
    one.press("ya")
    return one


# ---- to whom


@pytest.mark.parametrize(
    ("channel", "reader", "given"),
    [
        (Channel.TELEGRAM, Reader.CHILD, OWN),
        (Channel.TELEGRAM, Reader.UNKNOWN, OWN),
        (Channel.TELEGRAM, Reader.PARENT, {}),
        (Channel.TELEGRAM, Reader.PARENT, {"hp_sendiri": "tidak"}),
        (Channel.WEB, Reader.PARENT, OWN),
        (Channel.TELEGRAM, Reader.PARENT, {**OWN, "jangkauan": "jangan"}),
    ],
    ids=["a child", "unknown", "unknown phone", "shared phone", "web page", "answers are opened by themselves"],
)
def test_nobody_else_is_promised_one_even_by_a_flow_that_tries(
    channel: Channel, reader: Reader, given: Mapping[str, str]
) -> None:
    one = person(channel, reader, {**given, "kursus": "ya", "jam_kursus": "siang"})
    before = advance(mind(), one.conversation, Said(one.at, "halo")).conversation
    turn = entered(before, "ortu/kursus/rencana1", one.at)
    assert turn.conversation.pledges == {}
    assert turn.conversation.variables.get("kursus") != "ya"
    assert not any(isinstance(effect, Plan) for effect in turn.effects)
    one.conversation = turn.conversation
    one.after(timedelta(days=30))
    assert one.said == []


def entered(before: Conversation, place: str, at: datetime) -> Turn:
    walk = Walk(mind(), before, at)
    walk.enter(place, "test")
    return walk.turn()


CHANGES = {
    "a child writes now": {"reader": Reader.CHILD},
    "nobody knows who writes": {"reader": Reader.UNKNOWN},
    "the phone is shared": {"own_phone": False},
    "they asked no more": {"variables": {"kursus": "tidak"}},
    "the talk ended": {"ended_at": datetime.fromisoformat("2026-11-24T11:00+08:00")},
    "they left": {"ended_because": "berhenti"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_is_not_said_once_it_is_no_longer_wanted_or_safe(change: Mapping[str, object]) -> None:
    one = signed_up()
    pledge = one.conversation.pledges["kursus"]
    assert pledge.at
    before = one.conversation.grown(**change)
    turn = advance(mind(), before, Planned(pledge.at, "kursus", pledge.number))
    assert turn.says == ()
    assert turn.conversation.pledges == {}


@given(
    st.sampled_from(Channel),
    st.sampled_from([Reader.CHILD, Reader.UNKNOWN, Reader.PARENT]),
    st.booleans(),
    st.lists(st.sampled_from(["ya", "halo", "kursus", "lanjut", "1", "menu", "siang", "mau", "tick"]), max_size=14),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_child_or_an_unknown_phone_hears_nothing_unasked_whatever_they_do(
    channel: Channel, reader: Reader, own: bool, words: list[str]
) -> None:
    """Whatever was planned before and whatever they write: after it thirty days pass without a message."""
    one = person(channel, reader, {"hp_sendiri": "ya" if own else "tidak", "kursus": "ya", "jam_kursus": "siang"})
    if reader is Reader.PARENT and own:
        one.begin(Reader.CHILD, "id", {"hp_sendiri": "ya", "kursus": "ya", "jam_kursus": "siang"})
    far = one.at + DAY
    one.conversation = one.conversation.grown(pledges={"kursus": Pledge(0, far, "ortu/kursus/hari1", "")})
    for word in words:
        if word == "tick":
            one.after(HOUR)
        else:
            one.user(word)
        one.take(Planned(one.at, "kursus", 0))
        guarded = one.conversation.reader is not Reader.PARENT or not one.conversation.own_phone
        assert not guarded or one.turns[-1].says == ()
    if one.conversation.reader is not Reader.PARENT or not one.conversation.own_phone:
        one.after(timedelta(days=30))
        assert one.said == []


# ---- how often


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40), st.sampled_from(["pagi", "siang", "malam"]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_at_most_one_comes_in_a_day_and_none_after_one_that_was_not_answered(hours: list[int], hour: str) -> None:
    one = signed_up(hour=hour)
    came: list[tuple[datetime, str]] = []
    answered = True
    for span in hours:
        before = len(one.turns)
        one.after(span * HOUR)
        for turn in one.turns[before:]:
            if turn.planned:
                assert answered, "the one before was not answered"
                answered = False
                came.append((one.conversation.spoke["kursus"], turn.says[0].text))
        if span % 3:
            one.user("lanjut")
            one.user("mau")
            answered = one.conversation.pledges != {} or answered
    days = [at.astimezone(LOCAL).date() for at, _ in came]
    assert len(days) == len(set(days))


def test_thirty_days_of_silence_bring_one_message_and_no_more() -> None:
    one = signed_up()
    one.after(timedelta(days=30))
    assert lessons(one.said) == ["pesan pertama"]


def test_a_plan_that_was_replaced_says_nothing() -> None:
    one = signed_up()
    old = one.conversation.pledges["kursus"]
    one.user("kursus")
    one.press("ganti")
    one.press("malam")
    new = one.conversation.pledges["kursus"]
    assert old.at
    assert new.number > old.number
    turn = advance(mind(), one.conversation, Planned(old.at, "kursus", old.number))
    assert turn == Turn(one.conversation)


# ---- in its time only, and never into something


def due(one: Rehearsal, late: timedelta = timedelta()) -> Turn:
    pledge = one.conversation.pledges["kursus"]
    assert pledge.at
    return advance(mind(), one.conversation, Planned(pledge.at + late, "kursus", pledge.number))


def test_it_is_said_where_the_talk_is_quiet() -> None:
    turn = due(signed_up())
    assert turn.planned == "kursus"
    assert "pesan pertama" in turn.says[0].text
    assert turn.conversation.pledges == {}


@pytest.mark.parametrize("late", [PATIENCE, PATIENCE + timedelta(seconds=1), 3 * DAY])
def test_after_an_outage_it_is_said_within_two_hours_or_waits_for_their_word(late: timedelta) -> None:
    turn = due(signed_up(), late)
    assert bool(turn.says) == (late <= PATIENCE)
    assert [one.at for one in turn.conversation.pledges.values()] == ([] if turn.says else [None])


def test_somebody_who_just_wrote_is_not_interrupted_and_told_where_the_talk_rests() -> None:
    one = signed_up()
    one.after(HOUR + 55 * timedelta(minutes=1))
    one.user("anakku tantrum")
    one.after(timedelta(minutes=6))
    assert one.said == []
    assert one.conversation.pledges["kursus"].at is None
    one.press("lain")
    assert "belum sempat dikirim" not in one.said[-1].text
    one.press("tidak")
    assert any("belum sempat dikirim" in shown.text for shown in one.said)
    assert one.conversation.pledges == {}


def test_it_waits_while_a_person_is_due_and_while_a_counselor_has_the_floor() -> None:
    one = signed_up()
    one.user("konselor")
    one.press("boleh")
    one.claim("Kak Rani")
    for _ in range(9):
        one.after(timedelta(minutes=20))
        assert one.said == []
        one.reply("Saya masih di sini.")
    assert one.conversation.voice is Voice.COUNSELOR
    one.close("selesai")
    assert lessons(one.said) == []
    assert one.conversation.pledges["kursus"].at is None
    one.user("makasih")
    assert "belum sempat dikirim" in one.said[-2].text
    assert one.conversation.pledges == {}


def test_where_danger_was_heard_nothing_planned_is_said_any_more() -> None:
    one = signed_up()
    one.user("suami saya mukul saya tadi malam")
    one.after(timedelta(days=30))
    assert lessons(one.said) == []
    assert one.conversation.pledges == {}


def test_on_whatsapp_it_waits_after_a_day_without_a_word_and_says_so() -> None:
    one = reminded("jumat", channel=Channel.WHATSAPP)
    one.press("boleh")
    one.claim("Kak Rani")
    one.close("selesai")
    one.after(timedelta(hours=58))
    assert one.said == []
    one.user("halo")
    assert [shown.text for shown in one.said if "pengingat" in shown.text] == [], "who holds the phone is not told"
    one.press("lanjut")
    assert any("belum bisa dikirim" in shown.text for shown in one.said)


def test_a_reminder_that_waited_too_long_is_of_no_use() -> None:
    one = reminded("jumat", channel=Channel.WHATSAPP)
    one.press("boleh")
    one.claim("Kak Rani")
    one.close("selesai")
    one.after(timedelta(days=5))
    one.user("halo")
    one.press("lanjut")
    assert not any("belum bisa dikirim" in shown.text for shown in one.said)
    assert one.conversation.pledges == {}


# ---- a visit of its own


def test_after_a_long_silence_nothing_of_before_is_on_the_way_back_from_it() -> None:
    one = person(given={**OWN, "kursus": "ya", "jam_kursus": "siang"})
    one.user("kursus")
    one.press("h1")
    one.press("mau")
    one.user("anakku susah makan")
    one.after(timedelta(hours=26))
    assert lessons(one.said) == ["pesan kedua"]
    assert (one.conversation.past, one.conversation.resume, one.conversation.recent) == ((), None, ())
    one.user("mau")
    assert not one.conversation.locked, "an answer to it needs no other word first"
    one.user("kembali")
    one.user("kembali")
    assert not any("makan" in shown.text for shown in one.said)


def test_who_answers_long_after_it_is_greeted_neutrally() -> None:
    one = signed_up()
    one.after(timedelta(hours=20))
    one.user("halo")
    assert one.conversation.locked
    assert lessons(one.said) == []


def test_a_question_that_stood_open_is_open_again_after_a_message_that_asks_nothing() -> None:
    one = reminded("lusa")
    one.press("boleh")
    one.claim("Kak Rani")
    one.close("selesai")
    one.after(timedelta(hours=32))
    one.user("halo")
    one.press("lanjut")
    one.user("anakku tantrum")
    asked = one.conversation
    one.after(timedelta(minutes=61))
    assert any("sudah direncanakan" in shown.text for shown in one.said)
    assert (one.conversation.position, one.conversation.wait) == (asked.position, asked.wait)


# ---- taking it back


def test_words_and_ways_out_take_it_back() -> None:
    for word in ("berhenti kursus", "berhenti", "keluar", "hapus"):
        one = signed_up()
        one.user(word)
        one.press("ya")
        assert one.conversation.pledges == {}, word
        assert any(effect == Unplan("kursus") for turn in one.turns for effect in turn.effects), word
        one.after(timedelta(days=30))
        assert lessons(one.said) == [], word


@pytest.mark.parametrize("inbound", [Left, Blocked], ids=lambda one: one.__name__)
def test_a_quick_exit_or_a_block_takes_it_back(inbound: type[Left] | type[Blocked]) -> None:
    one = signed_up()
    one.take(inbound(one.at))
    assert effects(one) == [Unplan("kursus")]
    assert one.conversation.pledges == {}
    one.after(timedelta(days=30))
    assert one.said == []


def test_with_a_ticket_open_a_way_out_takes_it_back_too() -> None:
    one = signed_up()
    one.user("konselor")
    one.press("boleh")
    one.user("berhenti")
    assert one.conversation.pledges == {}


def test_one_question_back_does_not_bring_the_wish_back() -> None:
    one = signed_up()
    one.user("berhenti kursus")
    one.user("kembali")
    assert one.conversation.variables.get("kursus") != "ya"
    assert one.conversation.pledges == {}


def test_what_cannot_be_said_because_of_a_fault_is_gone_and_keeps_no_talk_alive() -> None:
    one = signed_up()
    pledge = one.conversation.pledges["kursus"]
    assert pledge.at
    turn = fault(mind(), one.conversation, Planned(pledge.at, "kursus", pledge.number))
    assert turn.conversation.pledges == {}
    assert turn.says == ()


def test_a_message_whose_place_is_gone_from_the_book_is_not_said() -> None:
    one = signed_up()
    gone = replace(one.conversation.pledges["kursus"], go="ortu/kursus/hari9")
    one.conversation = one.conversation.grown(pledges={"kursus": gone})
    turn = due(one)
    assert turn.says == ()
    assert turn.conversation.pledges == {}


def test_an_old_button_of_yesterdays_message_is_recognised() -> None:
    one = signed_up()
    one.after(3 * HOUR)
    old = one.buttons[0].data
    one.press("mau")
    one.after(timedelta(hours=24))
    one.send(Press(one.at, old))
    assert "sudah lewat" in one.said[0].text


# ---- what a lock screen shows


def test_the_first_letters_of_every_day_and_of_the_reminder_tell_nothing() -> None:
    topic = ("pukul", "marah", "disiplin", "anak", "kursus", "janji", "puspaga", "konselor", "kantor")
    states = [state for flow in mind().book.flows.values() for state in flow.states.values() if state.planned]
    assert len(states) == 6
    for state in states:
        first = next(item.text("id") for item in state.say if isinstance(item, SayText))
        seen = first.replace("{jam_janji}", "10")[:HIDDEN]
        assert {*topic} & {*plain(seen).split()} == set(), state.name
