"""Topics of content/topics: read from one file, found in a menu and by words, told for the age, believed when grave."""

from pathlib import Path

import pytest

from bot.engine.mind import Mind
from bot.engine.rehearsal import Rehearsal
from bot.flow.book import Ask, Topic
from bot.flow.library import load
from bot.flow.names import GRAVE_TOPIC, TOPIC
from bot.flow.paged import arrow_of, is_topic, typical
from bot.flow.topics import PAGE, PARTS, read_topic
from bot.model.conversation import Reader
from bot.model.message import Channel, Kind, Level
from bot.seen import WORKDAYS
from tests.engine.minds import mind, rehearsal
from tests.flow.shelf import A_TOPIC, topics, written
from tests.flow.shelf import TOPIC as WRITTEN

PRESSES = 4
"""Of the person, from the welcome to any topic (issue: at most four turns)."""
TOPICS = sorted(mind().book.topics)


def read(text: str) -> tuple[list[str], Topic | None]:
    source, topic, _ = read_topic("malam", "susah_tidur", "x.md", text.encode())
    return [one.code for one in source.problems], topic


def way_to(name: str) -> list[str]:
    """The keys that are pressed after the welcome."""
    flows = mind().book.flows
    todo: list[tuple[str, list[str]]] = [("sambut/halo", [])]
    seen: set[str] = set()
    while todo:
        place, keys = todo.pop(0)
        flow, _, state = place.rpartition("/")
        exit_ = flows[flow].states[state].exit
        if place in seen or not isinstance(exit_, Ask):
            continue
        seen.add(place)
        for one in exit_.choices:
            if is_topic(exit_, one):
                if one.key == name:
                    return [*keys, one.key]
            elif one.go in flows[flow].states:
                todo.append((f"{flow}/{one.go}", [*keys, one.key]))
            elif one.go in flows:
                todo.append((f"{one.go}/{flows[one.go].start}", [*keys, one.key]))
    return []


def test_a_topic_is_a_head_and_three_parts_for_every_age() -> None:
    young = "## 7-9, 10-12\nTiup lilin.\n## all\nTarik napas."
    wrong, topic = read(WRITTEN.replace("## all\nTarik napas pelan.", young))
    assert wrong == []
    assert topic is not None
    assert (topic.name, topic.folder, topic.reader, topic.ages, topic.grave) == (
        "susah_tidur", "malam", Reader.UNKNOWN, (), False,
    )  # fmt: skip
    assert [topic.told("now", band)("id") for band in ("7-9", "10-12", "13-15", "")] == [
        "Tiup lilin.", "Tiup lilin.", "Tarik napas.", "Tarik napas.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("# next\n## all\nCoba jam yang sama besok.\n", "", ["F170"]),
        ("# next\n", "# besok\n", ["F170", "F176"]),
        ("## all\nTarik", "## 7\nTarik", ["F170", "F174"]),
        ("ages: all", "ages: [7-9, 8]", ["F174"]),
        ("---\ntitle", "title", ["F170"]),
        ("for: anyone", "for: semua", ["F103"]),
    ],
)
def test_what_is_wrong_with_a_topic_is_told(old: str, new: str, codes: list[str]) -> None:
    assert old in WRITTEN
    wrong, topic = read(WRITTEN.replace(old, new, 1))
    assert sorted(set(wrong)) == codes
    assert topic is None


def test_a_page_offers_its_topics_before_what_the_file_names(tmp_path: Path) -> None:
    book = load(*written(tmp_path, topics()))
    ask = book.flows[TOPIC].states["awal"].exit
    assert isinstance(ask, Ask)
    assert [one.key for one in ask.choices] == ["susah_tidur", "cukup"]
    assert [arrow_of(ask, one) for one in ask.choices] == ["topics", "choice cukup"]
    assert [number for number, _ in typical(ask)] == [1, 2]


def test_a_topic_that_is_gone_leaves_the_question(tmp_path: Path) -> None:
    whole = load(*written(tmp_path / "a", topics()))
    talk = Rehearsal(Mind(whole, mind().ear, WORKDAYS), rehearsal().at)
    talk.user("begadang")
    assert [one.text.removesuffix(" Oke.") for one in talk.said] == ["Tarik napas pelan.", "Yang lain?"]
    gone = load(*written(tmp_path / "b", {**topics(), A_TOPIC: None}))
    talk.mind = Mind(gone, mind().ear, WORKDAYS)
    talk.user("zzz")
    assert talk.said[-1].text == "Yang lain?"


@pytest.mark.parametrize("name", TOPICS)
def test_every_topic_is_a_few_presses_away_and_helps_at_once(name: str) -> None:
    topic, keys = mind().book.topics[name], way_to(name)
    assert 0 < len(keys) <= PRESSES
    talk = rehearsal(Channel.WEB)
    talk.user("halo")
    for key in keys:
        assert talk.press(key), key
    now = talk.conversation
    assert now.position is not None
    assert now.position.flow == (GRAVE_TOPIC if topic.grave else TOPIC)
    told = "\n".join(one.text for one in talk.said)
    assert all(topic.told(part, "")("id") in told for part in ("now", "tip"))
    if topic.grave:
        assert now.level == (Level.HIGH if topic.reader is Reader.CHILD else Level.CONCERN)


def test_who_presses_a_button_of_danger_is_believed_with_its_sort() -> None:
    talk = rehearsal()
    talk.user("halo")
    for key in way_to("rasanya_berat_sekali"):
        assert talk.press(key)
    assert (talk.conversation.level, talk.conversation.kinds) == (Level.HIGH, frozenset((Kind.SELFHARM,)))
    assert talk.press("aman")
    said = "\n".join(one.text for one in talk.said)
    assert "119" in said
    assert "110" not in said, "self-harm does not lead with the police"


def test_no_page_is_longer_than_a_list_on_whatsapp() -> None:
    pages = [
        state.exit
        for flow in mind().book.flows.values()
        for state in flow.states.values()
        if isinstance(state.exit, Ask) and state.exit.topics
    ]
    assert pages
    assert all(len(one.choices) <= PAGE + 1 for one in pages)
    assert all(len(topic.parts) == len(PARTS) for topic in mind().book.topics.values())
