"""Several short messages are one answer; a gather ends by a pause, by its length, by danger."""

from datetime import timedelta

from bot.engine.gathering import LONGEST, MOST
from bot.engine.rehearsal import Rehearsal
from bot.engine.walk import PAUSE
from bot.model.conversation import Voice
from bot.model.message import Media, Press, Said, Silence
from bot.model.turn import Wait
from tests.engine.minds import rehearsal, through_a_row


def telling() -> Rehearsal:
    """A child who was asked to tell."""
    one = rehearsal(keep=through_a_row)
    one.user("aku diejek")
    one.press("lain")
    return one


def state(one: Rehearsal) -> str:
    here = one.conversation.position
    return f"{here.flow}/{here.state}" if here else ""


def say(one: Rehearsal, text: str) -> int:
    """One message, and how many bubbles answered it at once."""
    return len(one.take(Said(one.at, text)).says)


def test_short_messages_become_one_answer_after_a_pause() -> None:
    one = telling()
    assert [say(one, text) for text in ("jadi gini", "kemarin di jalan", "mereka ketawa")] == [0, 0, 0]
    turn = one.take(Silence(one.at + PAUSE, one.conversation.wait))
    assert turn.answers
    assert turn.says
    assert one.conversation.variables["cerita"] == "jadi gini\nkemarin di jalan\nmereka ketawa"
    assert (state(one), one.conversation.gather) == ("anak/perundungan/tips", None)


def test_each_message_gives_some_seconds_more_but_not_for_ever() -> None:
    one = telling()
    spans = []
    start = one.at
    for second in (0, 5, 10, 15, 20, 25, 28):
        turn = one.take(Said(start + timedelta(seconds=second), "dan"))
        spans += [(effect.after, effect.starts) for effect in turn.effects if isinstance(effect, Wait)]
    assert spans == [*[(PAUSE, "now")] * 5, (timedelta(seconds=5), "now"), (timedelta(seconds=2), "now")]
    assert one.take(Said(start + LONGEST, "habis")).says


def test_the_tenth_message_ends_it() -> None:
    one = telling()
    assert [bool(say(one, "lalu")) for _ in range(MOST)] == [False] * (MOST - 1) + [True]


def test_a_pause_that_was_overtaken_ends_nothing() -> None:
    one = telling()
    say(one, "jadi gini")
    old = one.conversation.wait
    say(one, "eh")
    turn = one.take(Silence(one.at + PAUSE, old))
    assert (turn.says, state(one)) == ((), "anak/perundungan/cerita")


def test_danger_ends_a_gather_at_once_and_loses_nothing() -> None:
    one = telling()
    say(one, "jadi gini")
    assert say(one, "aku dipukul bapak tiap malam")
    assert state(one) == "aman/tinggi/percaya"
    assert one.conversation.variables["cerita"] == "jadi gini"
    assert one.conversation.gather is None


def test_a_command_in_between_loses_nothing_and_the_gather_goes_on() -> None:
    one = telling()
    say(one, "jadi gini")
    assert say(one, "nomor")
    say(one, "mereka ketawa")
    one.take(Silence(one.at + PAUSE, one.conversation.wait))
    assert one.conversation.variables["cerita"] == "jadi gini\nmereka ketawa"


def test_a_sticker_in_between_is_answered_and_the_gather_goes_on() -> None:
    one = telling()
    say(one, "jadi gini")
    turn = one.take(Media(one.at, "sticker"))
    assert turn.says
    assert [effect.starts for effect in turn.effects if isinstance(effect, Wait)] == ["now"]
    one.take(Silence(one.at + PAUSE, one.conversation.wait))
    assert state(one) == "anak/perundungan/tips"


def test_who_leaves_in_between_has_told_it_all_the_same() -> None:
    one = telling()
    say(one, "jadi gini")
    say(one, "menu")
    one.press("cemas")
    assert one.conversation.variables["cerita"] == "jadi gini"


def test_a_press_on_an_old_button_is_answered_and_ends_nothing() -> None:
    one = telling()
    say(one, "jadi gini")
    assert one.take(Press(one.at, "1.sekolah.abcd")).says
    assert one.conversation.gather is not None


def test_while_somebody_waits_for_a_counselor_nothing_is_gathered() -> None:
    one = rehearsal()
    one.user("konselor")
    one.press("boleh")
    assert one.conversation.voice is Voice.WAITING
    assert say(one, "jadi gini")
    assert one.conversation.gather is None
