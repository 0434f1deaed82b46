"""How well the ear hears, on messages that nothing was tuned on: the floor below which nothing may fall."""

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bot.bench.damage import DAMAGE, damaged
from bot.bench.figures import Figures
from bot.bench.heard import report
from bot.bench.messages import UNTOUCHED as MEASURED
from bot.model.message import Kind
from bot.screen.concepts import Concepts
from bot.screen.ear import Ear, load_rules
from bot.screen.normalise import words_of
from bot.screen.rules import SCORER, read_rules
from bot.screen.scene import Scene
from bot.screen.scorer import FINE, Scorer
from tests.ear.corpus import TUNED, UNTOUCHED, Message, read
from tests.ear.lessons import Lesson
from tests.ear.train import fingerprint, points_of, table_of

ROOT = Path(__file__).parents[2]
SCENE = Scene()
RULES = ROOT / "content" / "risk"
FLOOR = json.loads((Path(__file__).parent / "floor.json").read_text(encoding="utf-8"))
"""What was measured when the ear was last made, less a little."""


@cache
def ear() -> Ear:
    return load_rules(RULES)


@cache
def figures() -> Figures:
    return report(ear(), read(UNTOUCHED))


@pytest.mark.parametrize("level", ["imminent", "high"])
def test_danger_is_heard(level: str) -> None:
    assert figures()["heard"][level] >= FLOOR["heard"][level]


@pytest.mark.parametrize("level", ["none", "concern"])
def test_what_is_no_danger_is_left_alone(level: str) -> None:
    assert figures()["false"][level] <= FLOOR["false"][level]


def test_what_is_flagged_is_danger() -> None:
    assert figures()["precision"] >= FLOOR["precision"]


@pytest.mark.parametrize("kind", FLOOR["kinds"])
def test_each_kind_is_heard(kind: str) -> None:
    assert figures()["kinds"][kind] >= FLOOR["kinds"][kind]


def test_local_languages_are_heard() -> None:
    assert figures()["bjn+jv+su"] >= FLOOR["bjn+jv+su"]


@pytest.mark.parametrize("name", DAMAGE)
def test_words_spoiled_by_a_hurried_hand_are_heard(name: str) -> None:
    assert figures()["kept"][name] >= FLOOR["kept"][name]


def test_every_flag_has_a_rule_and_a_place() -> None:
    alarms = [(one.text, alarm) for one in read(UNTOUCHED) if (alarm := ear().hear(one.text, SCENE))]
    assert alarms
    for text, alarm in alarms:
        assert alarm.rule
        assert 0 <= alarm.span[0] < alarm.span[1] <= len(text)


def test_the_scorer_was_made_from_these_messages() -> None:
    made = json.loads((RULES / SCORER).read_text(encoding="utf-8"))["made_from"]
    assert made == fingerprint(read(TUNED)), "make it again: python -m tests.ear.train"


def test_the_scorer_was_made_with_every_concept() -> None:
    rules = read_rules(RULES)
    assert {name for told in rules.concepts.values() for name in told} == set(rules.table.concepts)


def test_the_same_messages_make_the_same_scorer() -> None:
    few = read(TUNED)[::40]
    one, other = table_of(few), table_of(few)
    assert [*one.weights] == [*other.weights]
    assert (one.high, one.seconds, one.concern, one.words) == (other.high, other.seconds, other.concern, other.words)
    assert one.concern <= one.high


def test_a_message_scores_in_the_service_what_it_scored_while_the_table_was_made() -> None:
    rules, some = read_rules(RULES), read(UNTOUCHED)[::20]
    table, concepts = rules.table, Concepts(rules.table.concepts, rules.concepts)
    said = [words_of(one.text, rules.lexicon).said for one in some]
    lessons = [Lesson(one, words) for one, words in zip(some, said, strict=True)]
    points = points_of(lessons, [one / FINE for one in table.rarities], concepts)
    weights = [*(one * table.unit for one in (*table.weights, *table.meanings)), table.bias]
    scorer = Scorer(replace(table, attention=None), rules.concepts)
    for words, point in zip(said, points, strict=True):
        made = sum(weights[at] * value for at, value in zip(point.at, point.value, strict=True))
        assert scorer.of(words) == pytest.approx(made)


@pytest.mark.parametrize("path", [TUNED, UNTOUCHED], ids=lambda path: path.stem)
def test_the_messages_are_whole(path: Path) -> None:
    messages = read(path)
    known = {"grief", *(kind.value for kind in Kind)}
    assert {one.level for one in messages} == {"none", "concern", "high", "imminent"}
    assert {one.kind for one in messages} <= known
    assert {one.speaker for one in messages} <= {"child", "teen", "parent", "other"}
    assert {one.language for one in messages} <= {"id", "bjn", "jv", "su", "bug", "en", "mix"}
    assert max(Counter(" ".join(one.text.lower().split()) for one in messages).values()) == 1
    assert len([one for one in messages if one.level == "none"]) >= len(messages) // 3


def test_no_message_to_measure_by_was_tuned_on() -> None:
    def plain(one: Message) -> str:
        return " ".join(one.text.lower().split())

    assert {plain(one) for one in read(TUNED)}.isdisjoint({plain(one) for one in read(UNTOUCHED)})
    assert (ROOT / MEASURED) == UNTOUCHED


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_the_same_every_time_and_leaves_short_words(name: str) -> None:
    text = "aku takut pulang ke rumah malam ini karena bapak marah"
    assert damaged(text, name) == damaged(text, name)
    assert damaged("aku di wc", name).replace(" ", "") == "akudiwc"
