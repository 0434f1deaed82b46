"""What the project's own rules hear, and what they leave alone."""

import time
from functools import cache
from pathlib import Path

import pytest

from bot.model.message import LONGEST_TEXT, Alarm, Kind, Level
from bot.screen.ear import Ear, load_rules
from bot.screen.rules import read_rules
from bot.screen.scene import Scene
from bot.screen.scorer import BLANK
from tests.screen.sentences import DANGER, NOTHING

RULES = Path(__file__).parents[2] / "content" / "risk"


@cache
def ear() -> Ear:
    return load_rules(RULES)


@cache
def by_rules() -> Ear:
    """Without the scorer."""
    return Ear(read_rules(RULES, BLANK))


def hear(text: str, *recent: str, speaker: str = "unknown") -> Alarm | None:
    return ear().hear(text, Scene(recent=recent, speaker=speaker))


def level(text: str, *recent: str) -> Level:
    alarm = hear(text, *recent)
    return alarm.level if alarm else Level.NONE


@pytest.mark.parametrize(("text", "expected", "kind"), DANGER, ids=[text for text, _, _ in DANGER])
def test_danger_is_heard(text: str, expected: Level, kind: str) -> None:
    alarm = by_rules().hear(text, Scene())
    assert alarm is not None
    assert alarm.level == expected
    assert Kind(kind) in alarm.kinds
    assert level(text) >= expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_sounds_like_danger_raises_nothing(text: str) -> None:
    assert ear().explain(text, Scene()) == []


def test_the_tables_are_large_enough_to_mean_something() -> None:
    assert len({text for text, _, _ in DANGER}) >= 120
    assert len(set(NOTHING)) >= 60
    assert {Kind(kind) for _, _, kind in DANGER} >= {Kind.SELFHARM, Kind.PHYSICAL, Kind.SEXUAL, Kind.PARENT_CONTROL}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("😭😭 aku dipukul bapak", "dipukul"),
        ("aku di\u200bpukul bapak", "di\u200bpukul"),
        ("aku dipuku\u0301l", "dipuku\u0301l"),
        ("aku di pukul!!", "di pukul"),
        ("👨‍👩‍👧 mending aku ga ada 😭", "mending aku ga ada"),
        ("hmm b u n d i r", "b u n d i r"),
        ("ayah MUKUUUL aku, udah ya dadah", "ayah MUKUUUL aku"),
        ("kata om suka pegang2 tp ktnya rahasia kok", "om suka pegang2"),
    ],
)
def test_the_span_is_where_it_stands_in_the_original(text: str, place: str) -> None:
    found = [text[one.span[0] : one.span[1]] for one in by_rules().explain(text, Scene())]
    assert place in found


def test_the_strongest_rule_names_the_alarm_and_the_kinds_are_joined() -> None:
    alarm = hear("aku dipukul terus, aku mau bunuh diri")
    assert alarm is not None
    assert (alarm.level, alarm.rule) == (Level.IMMINENT, "ingin_mati")
    assert {Kind.SELFHARM, Kind.PHYSICAL} <= alarm.kinds


def test_everything_that_fired_is_explained_the_strongest_first() -> None:
    found = ear().explain("nangis tiap malam, aku dipukul ayah, mau mati aja", Scene())
    assert [one.level for one in found] == sorted((one.level for one in found), reverse=True)
    assert found[0].rule == "bunuh_diri"
    assert {"dipukul", "putus_asa"} <= {one.rule for one in found}


@pytest.mark.parametrize("word", ["gak", "ga", "nggak", "tdk", "ndak", "kada", "ora", "belum", "bukan"])
def test_a_negation_right_before_silences(word: str) -> None:
    assert level(f"aku {word} dipukul") is Level.NONE


@pytest.mark.parametrize(
    "text",
    [
        "ga mau dipukul lagi",
        "aku gak tahan dipukul",
        "gak kuat dipukul",
        "bukan cuma dipukul",
        "enggak. dipukul aja",
        "enggak, aku dipukul",
        "tidak\ndipukul",
        "ga dipukul, ditampar",
        "aku ga pernah cerita kalau dipukul",
    ],
)
def test_a_negation_of_something_else_silences_nothing(text: str) -> None:
    assert level(text) is Level.HIGH


def test_a_denied_wish_to_die_stays_a_concern() -> None:
    assert level("ga pernah kepikiran bunuh diri") is Level.CONCERN
    assert level("aku tidak mau bunuh diri") is Level.CONCERN
    assert level("aku gak tahan, mau mati aja") is Level.IMMINENT


def test_a_denied_and_a_said_danger_is_said() -> None:
    assert level("dulu ga pernah dipukul, sekarang dipukul tiap hari") >= Level.HIGH


def test_an_excuse_hides_nothing_beside_it() -> None:
    assert level("mati lampu") is Level.NONE
    assert level("mati lampu terus aku mau bunuh diri") is Level.IMMINENT
    assert level("tugas kdrt, tapi ada kdrt di rumah") is Level.HIGH
    assert level("semua dipukul rata. aku dipukul ayah") is Level.HIGH


def test_a_sentence_cut_in_two_messages_is_heard() -> None:
    assert level("diri", "aku mau bunuh") is Level.IMMINENT
    assert hear("diri aja", "aku mau bunuh") == Alarm(
        Level.IMMINENT, frozenset([Kind.SELFHARM]), "bunuh_diri", (0, len("diri"))
    )


def test_what_was_said_before_raises_nothing_again() -> None:
    assert level("ok makasih", "aku dipukul ayah") is Level.NONE
    assert level("iya", "aku mau bunuh diri") is Level.NONE


def test_a_long_message_is_heard_on_its_own() -> None:
    assert level("diri " + "kata lain " * 10, "aku mau bunuh") is Level.NONE


def test_a_new_danger_is_not_hidden_by_a_weaker_half() -> None:
    assert level("dipukul", "aku takut pulang karena") is Level.HIGH


def test_a_cry_is_a_concern_alone_and_nothing_in_a_request() -> None:
    assert level("tolong") is Level.CONCERN
    assert level("tolong buatkan surat") is Level.NONE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anakku dipukul gurunya", Level.HIGH),
        ("anakku dicabuli tetangga", Level.IMMINENT),
        ("anakku bilang mau bunuh diri", Level.IMMINENT),
    ],
)
def test_a_parent_who_tells_of_their_child_is_heard_as_well(text: str, expected: Level) -> None:
    alarm = hear(text, speaker="parent")
    assert alarm is not None
    assert alarm.level is expected
    assert Kind.PARENT_CONTROL not in alarm.kinds


def test_the_same_text_is_heard_the_same_way_again() -> None:
    assert hear("aku dipukul ayah, mau kabur") == hear("aku dipukul ayah, mau kabur")


def test_danger_at_the_end_of_the_longest_text_is_heard_where_it_stands() -> None:
    filler = "kami main bola di lapangan sampai sore. " * 2_000
    text = filler[: LONGEST_TEXT - 20] + " aku mau bunuh diri"
    alarm = hear(text)
    assert alarm is not None
    assert text[slice(*alarm.span)] == "bunuh diri" or text[slice(*alarm.span)] == "mau bunuh diri"


ADVERSARIAL = {
    "negated": "tidak dipukul ",
    "almost": "aku mau aku ingin ",
    "excused": "bola ditendang bola, ",
    "one word": "a",
    "spaced": "d i ",
    "unseen": "a\u200b",
    "stars": "a*",
    "gaps": "suka pegang itu anu ",
    "split": "di ku ",
}


@pytest.mark.parametrize("name", sorted(ADVERSARIAL))
def test_twice_the_text_takes_about_twice_the_time(name: str) -> None:
    whole = (ADVERSARIAL[name] * LONGEST_TEXT)[:LONGEST_TEXT]
    half = whole[: LONGEST_TEXT // 2]

    def least(text: str) -> float:
        """The best of three: a busy machine only adds."""
        times = []
        for _ in range(3):
            start = time.process_time()
            ear().hear(text, Scene())
            times.append(time.process_time() - start)
        return min(times)

    assert least(whole) <= 3 * least(half) + 0.02
