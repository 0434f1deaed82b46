"""What somebody looking over a shoulder reads: the labels of topics and buttons, where a child or an unknown reader may
be shown them, and what stands in the first letters of a bubble that names its topic."""

import re
from functools import cache
from pathlib import Path

import pytest

from bot.engine.mind import Mind
from bot.flow.book import Ask
from bot.flow.check_words import telling
from bot.flow.known import BANDS
from bot.flow.source import read
from bot.model.conversation import Reader
from tests.talks import record

FIRST_LETTERS = 40
MEANT = {
    "Ini darurat": "the word that calls for help at once, and a command",
    "Ayah": "whom the child chose to tell",
    "Ibu": "whom the child chose to tell",
    "Guru BK": "whom the child chose to tell",
    "Tentang diri sendiri": "not about harm: for whom a visit is asked",
}
"""Buttons that hold such a word on purpose, and why."""
PARENTS = ("ortu/", "pilih/ortu")


@cache
def mind() -> Mind:
    return record.mind()


@cache
def giveaway() -> tuple[str, ...]:
    words = read("giveaway.yaml", Path(record.ROOT / "content" / "giveaway.yaml").read_text("utf-8")).data["words"]
    return tuple(" ".join(one.casefold().split()) for one in words)


def gives_away(text: str) -> list[str]:
    """Those of the words that stand anywhere in a text."""
    said = f" {' '.join(re.findall(r'[^ .,:;!?()“”]+', text.casefold()))} "
    return [word for word in giveaway() if f" {word} " in said]


def test_no_label_of_a_topic_for_a_child_or_anyone_tells_what_it_is_about() -> None:
    topics = mind().book.topics.values()
    assert [one.label for one in topics if one.reader is not Reader.PARENT and gives_away(one.label)] == []


def test_no_title_that_may_be_offered_to_a_child_or_anyone_tells_what_it_is_about() -> None:
    flows = [one for one in mind().book.flows.values() if one.about and one.reader is not Reader.PARENT]
    assert flows
    assert [one.title for one in flows if gives_away(one.title)] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_button_for_a_child_or_anyone_tells_but_those_that_mean_to(language: str) -> None:
    asks = [
        (f"{flow.name}/{state.name}", state.exit)
        for flow in mind().book.flows.values()
        for state in flow.states.values()
        if isinstance(state.exit, Ask) and not flow.name.startswith(PARENTS)
    ]
    found = [
        (where, one.label(language))
        for where, ask in asks
        for one in ask.choices
        if one.label("id") not in MEANT and gives_away(one.label(language))
    ]
    assert found == []


@pytest.mark.parametrize("band", BANDS)
def test_what_was_understood_stands_behind_the_letters_of_a_lock_screen_or_tells_nothing(band: str) -> None:
    shown = [
        f"{one.told('now', band)('id')} (Topik: {one.label})"[:FIRST_LETTERS] for one in mind().book.topics.values()
    ]
    assert [one for one in shown if telling(one, giveaway())] == []
