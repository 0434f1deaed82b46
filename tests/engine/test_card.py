"""What may be handed on of a talk: advice under its title, and nothing that tells of who hands it on."""

from dataclasses import replace
from functools import cache

import pytest
import yaml

from bot.engine import say
from bot.flow.book import Topic
from bot.flow.check_words import HIDDEN, telling
from bot.flow.names import CHOSEN, TIPS
from bot.model.conversation import Conversation, Reader
from tests.engine.minds import ROOT, mind, rehearsal

TOPICS = sorted(mind().book.topics.values(), key=lambda one: one.name)
KEPT = [one for one in TOPICS if one.grave and one.reader is not Reader.PARENT]
GIVEN = [one for one in TOPICS if one not in KEPT]


def talk(about: str, **changes: object) -> Conversation:
    one = rehearsal().conversation
    return replace(one, variables={CHOSEN: about}, **changes)  # type: ignore[arg-type]  # names of fields


def card(about: str, **changes: object) -> str:
    return say.card(mind(), talk(about, **changes), rehearsal().at)


@cache
def giveaway() -> frozenset[str]:
    return frozenset(yaml.load((ROOT / "content" / "giveaway.yaml").read_text("utf-8"), yaml.BaseLoader)["words"])


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_card_tells_on_a_lock_screen_what_it_is_about(language: str) -> None:
    names = [one.name for one in GIVEN] + [f"{TIPS}{name}" for name in mind().book.tips]
    cards = {name: card(name, language=language) for name in names}
    assert all(cards.values())
    assert {name: words for name, text in cards.items() if (words := telling(text, giveaway()))} == {}


def test_the_first_line_of_a_card_fills_what_a_lock_screen_shows() -> None:
    assert all(len(text) >= HIDDEN for text in mind().book.replies["card_first"].by.values())


@pytest.mark.parametrize("topic", KEPT, ids=lambda one: one.name)
def test_what_tells_of_danger_is_a_card_for_parents_alone(topic: Topic) -> None:
    assert card(topic.name) == ""
    assert say.known(mind(), talk(topic.name), "kini.kartu", rehearsal().at) == "tidak ada"


def test_parents_may_hand_on_what_tells_of_danger() -> None:
    grave = [one for one in GIVEN if one.grave]
    assert grave
    assert all(one.title in card(one.name) for one in grave)


def test_a_closed_talk_has_no_card_and_one_about_nothing_neither() -> None:
    for about, changes in (("susah_makan", {"locked": True}), (f"{TIPS}tantrum", {"locked": True}), ("", {})):
        assert card(about, **changes) == ""
    assert card("lama_sekali") == card(f"{TIPS}lama_sekali") == ""


def test_a_card_has_the_advice_for_the_age_that_was_told() -> None:
    assert card("hakku_minta_bantuan", age_band="7-9") != card("hakku_minta_bantuan")
    assert "Kamu berhak aman" in card("hakku_minta_bantuan", age_band="7-9")
