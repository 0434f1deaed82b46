"""The checker finds what was planted, and nothing where nothing is wrong."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.chaos.checker import check, doubles
from tests.chaos.facts import Arrived, Bubble, Claim, Facts, Line, Row, Talk

CHAT = "telegram:501"


def row(turn: int, n: int, *, author: str = "bot", state: str = "sent", attempts: int = 1, because: str = "") -> Row:
    name = f"c/{turn}/{n}"
    return Row(name, "c", turn, n, author, state, attempts, f"x{turn}{n}", because, True, False, f"text {name}")


def bubble(turn: int, n: int, at: int, chat: str = CHAT) -> Bubble:
    return Bubble(chat, f"x{turn}{n}", f"c/{turn}/{n}", at)


def line(turn: int, n: int, author: str, at: int) -> Line:
    return Line("c", turn, n, author, at, f"said {turn}" if n == 0 else f"text c/{turn}/{n}")


SOUND = Facts(
    acknowledged=frozenset(["telegram:1", "telegram:2"]),
    said={CHAT: ("said 1", "said 2")},
    replied={"c": ("text c/4/1",)},
    arrivals=(
        Arrived("telegram:1", "c", "Said", "done", 1_000),
        Arrived("telegram:2", "c", "Said", "done", 2_000),
        Arrived("desk:1", "c", "Claimed", "done", 10_000),
        Arrived("desk:2", "c", "Replied", "done", 11_000),
    ),
    talks=(Talk("c", CHAT, 0, 4, 4),),
    lines=(
        line(1, 0, "contact", 1_000),
        line(1, 1, "bot", 1_000),
        line(1, 2, "bot", 1_000),
        line(2, 0, "contact", 2_000),
        line(2, 1, "bot", 2_000),
        line(4, 1, "counselor", 11_000),
    ),
    rows=(row(1, 1), row(1, 2), row(2, 1, attempts=2), row(4, 1, author="counselor")),
    bubbles=(
        bubble(1, 1, 1_100),
        bubble(1, 2, 1_200),
        bubble(2, 1, 2_100),
        bubble(2, 1, 3_100),
        bubble(4, 1, 11_100),
    ),
    claims=(Claim("c", 3, 10_000, 90_000),),
)
"""Two words with three bubbles, one of them sent again with its attempts shown; then a counselor."""


def rows_with(facts: Facts, **changes: object) -> Facts:
    """The bubble of turn 2, changed."""
    rows = [replace(one, **changes) if one.turn == 2 else one for one in facts.rows]  # type: ignore[arg-type]  # by name
    return replace(facts, rows=tuple(rows))


def without(facts: Facts, turn: int) -> Facts:
    return replace(facts, bubbles=tuple(one for one in facts.bubbles if one.row != f"c/{turn}/1"))


def shortened(facts: Facts) -> Facts:
    """Turn 2 lost its answer, and the message of it."""
    lines = tuple(one for one in facts.lines if (one.turn, one.n) != (2, 1))
    return replace(without(facts, 2), rows=tuple(one for one in facts.rows if one.turn != 2), lines=lines)


PLANTED: dict[str, tuple[str, Callable[[Facts], Facts]]] = {
    "a lost turn": ("lost", lambda f: replace(f, acknowledged=f.acknowledged | {"telegram:3"})),
    "a turn made twice": ("twice", lambda f: replace(f, arrivals=(*f.arrivals, f.arrivals[0]))),
    "a parked arrival": (
        "parked",
        lambda f: replace(f, arrivals=(replace(f.arrivals[0], state="parked"), *f.arrivals[1:])),
    ),
    "a state without its arrival": ("half", lambda f: replace(f, talks=(Talk("c", CHAT, 0, 5, 4),))),
    "an arrival without its state": ("half", lambda f: replace(f, talks=(Talk("c", CHAT, 0, 4, 3),))),
    "a message without its way out": ("half", lambda f: replace(f, rows=f.rows[1:], bubbles=f.bubbles[1:])),
    "a way out without its message": ("half", lambda f: replace(f, lines=(*f.lines[:2], *f.lines[3:]))),
    "words that were not kept": ("half", lambda f: replace(f, lines=f.lines[1:])),
    "words in a wrong order": ("unordered words", lambda f: replace(f, said={CHAT: ("said 2", "said 1")})),
    "a word that stands twice": (
        "unordered words",
        lambda f: replace(f, lines=(*f.lines, replace(line(5, 0, "contact", 12_000), digest="said 2"))),
    ),
    "a counselor's reply that was kept and is gone": (
        "unordered replies of a counselor",
        lambda f: replace(f, replied={"c": ("text c/4/1", "text c/5/1")}),
    ),
    "a missing reply": ("missing", lambda f: without(f, 1)),
    "a reply the platform refused": ("missing", lambda f: without(rows_with(f, state="refused", because="400"), 2)),
    "a reply given up": ("missing", lambda f: without(rows_with(f, state="unknown", because="stopped in flight"), 2)),
    "a reply withdrawn for nothing": ("no reason", lambda f: without(rows_with(f, state="withdrawn"), 2)),
    "a reply withdrawn with nothing after it": (
        "no reason",
        lambda f: replace(without(rows_with(f, state="withdrawn", because="withdrawn"), 2), claims=()),
    ),
    "a reply that still waits": ("left lying", lambda f: without(rows_with(f, state="waiting", finished=False), 2)),
    "swapped replies": (
        "unordered replies",
        lambda f: replace(f, bubbles=(f.bubbles[1], f.bubbles[0], *f.bubbles[2:])),
    ),
    "an unexplained double": ("unexplained double", lambda f: rows_with(f, attempts=1)),
    "a counselor's words twice": ("unexplained double", lambda f: replace(f, bubbles=(*f.bubbles, f.bubbles[-1]))),
    "a bubble from nowhere": (
        "from nowhere",
        lambda f: replace(f, bubbles=(*f.bubbles, Bubble(CHAT, "y", "", 99_000))),
    ),
    "a bubble for somebody else": (
        "another's",
        lambda f: replace(f, bubbles=(bubble(1, 1, 1_100, "telegram:502"), *f.bubbles[1:])),
    ),
    "the bot after a claim": (
        "after a claim",
        lambda f: replace(f, bubbles=(*f.bubbles[:3], bubble(2, 1, 15_000), f.bubbles[4])),
    ),
    "a word nobody answered": ("unanswered", shortened),
}


def test_nothing_is_wrong_with_a_sound_talk_and_its_double_is_counted() -> None:
    assert check(SOUND) == []
    assert doubles(SOUND) == 1


@pytest.mark.parametrize("name", PLANTED)
def test_the_checker_finds(name: str) -> None:
    law, plant = PLANTED[name]
    found = check(plant(SOUND))
    assert law in {one.law for one in found}, found


def test_a_reply_withdrawn_with_a_reason_is_not_missed() -> None:
    assert check(without(rows_with(SOUND, state="withdrawn", because="claimed"), 2)) == []


def test_a_reply_may_be_withdrawn_for_a_claim_or_an_exit_after_it() -> None:
    withdrawn = without(rows_with(SOUND, state="withdrawn", because="withdrawn"), 2)
    assert check(withdrawn) == []
    *others, last = withdrawn.lines
    assert check(replace(withdrawn, claims=(), lines=(*others, replace(last, leaves=True)))) == []


def test_a_counselors_words_of_unknown_fate_may_have_come_or_not() -> None:
    rows = (*SOUND.rows[:3], row(4, 1, author="counselor", state="unknown", because="stopped in flight"))
    assert check(replace(SOUND, rows=rows)) == []
    assert check(replace(SOUND, rows=rows, bubbles=SOUND.bubbles[:-1])) == []


def test_who_floods_us_is_not_answered_each_time_also_across_two_talks() -> None:
    """Ten words in an earlier talk, an eleventh in the next."""
    lines = tuple(Line("b", turn, 0, "contact", 900 + turn, "x") for turn in range(1, 11))
    rows = tuple(replace(row(turn, 1), id=f"b/{turn}/1", talk="b", external="") for turn in range(1, 11))
    before = Facts(
        talks=(Talk("b", CHAT, -1, 10, 10),),
        arrivals=tuple(Arrived(f"telegram:0{turn}", "b", "Said", "done", 900 + turn) for turn in range(1, 11)),
        lines=(*lines, *(Line("b", turn, 1, "bot", 900 + turn, "y") for turn in range(1, 11))),
        rows=rows,
        bubbles=tuple(Bubble(CHAT, f"e{turn}", f"b/{turn}/1", 900 + turn) for turn in range(1, 11)),
    )
    after = shortened(SOUND)
    assert check(before) == []
    assert {one.law for one in check(after)} == {"unanswered"}
    both = Facts(
        talks=before.talks + after.talks,
        arrivals=before.arrivals + after.arrivals,
        lines=before.lines + after.lines,
        rows=before.rows + after.rows,
        bubbles=before.bubbles + after.bubbles,
    )
    assert check(both) == []


def test_a_word_found_late_may_stay_without_an_answer() -> None:
    assert check(replace(shortened(SOUND), late=frozenset(["telegram:2"]))) == []


def test_what_was_in_flight_when_the_counselor_came_may_arrive() -> None:
    assert check(replace(SOUND, bubbles=(*SOUND.bubbles[:3], bubble(2, 1, 11_000), SOUND.bubbles[4]))) == []


STORY = Facts(
    talks=(Talk("c", CHAT, 0, 4, 4),),
    arrivals=(
        Arrived("telegram:1", "c", "Said", "done", 1_000),
        Arrived("telegram:2", "c", "Said", "done", 2_000),
        Arrived("telegram:3", "c", "Said", "done", 3_000),
        Arrived("timer:c/1/silence", "c", "Silence", "done", 9_000),
    ),
    said={CHAT: ("said 1", "said 2", "said 3")},
    lines=(
        line(1, 0, "contact", 1_000),
        replace(line(1, 1, "bot", 1_000), gathers=True),
        line(2, 0, "contact", 2_000),
        line(3, 0, "contact", 3_000),
        line(4, 1, "bot", 9_000),
    ),
    rows=(row(1, 1), row(4, 1)),
    bubbles=(bubble(1, 1, 1_100), bubble(4, 1, 9_100)),
)
"""A question that gathers, and a story of two words that is answered when nothing more came."""


def test_the_words_of_a_story_are_answered_together() -> None:
    assert check(STORY) == []


def test_words_after_any_other_question_are_answered_each() -> None:
    lines = tuple(replace(one, gathers=False) for one in STORY.lines)
    assert [one.law for one in check(replace(STORY, lines=lines))] == ["unanswered"] * 2


def test_a_story_that_nothing_answers_is_unanswered() -> None:
    cut = replace(STORY, talks=(Talk("c", CHAT, 0, 3, 3),), arrivals=STORY.arrivals[:3], lines=STORY.lines[:4])
    assert [one.law for one in check(replace(cut, rows=cut.rows[:1], bubbles=cut.bubbles[:1]))] == ["unanswered"] * 2
