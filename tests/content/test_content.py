"""What families read, as the book holds it: numbers with a source, no hard words, nothing telling on a lock screen."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.flow.book import Ask, Book, SayText, Text
from bot.flow.check_words import HIDDEN, LONGEST_BUBBLE, forbidden_in
from bot.flow.forbidden import CHILDREN
from bot.flow.library import load, problems

ROOT = Path(__file__).parents[2]
FLOWS, CONTENT = ROOT / "flows", ROOT / "content"
NUMBER = re.compile(r"(?<!\d)(?:11[02-9]|129|0\d{2,}[\d-]{5,}|1500[\d-]+)(?![\d])")
DEAD = ("500-454", "0821-2575-1234", "0821-3677-2273")
"""Closed lines that are still copied on the web (content facts 1.1)."""


@cache
def book() -> Book:
    return load(FLOWS, CONTENT)


def raw(name: str) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, dict[str, object]]] = yaml.load((CONTENT / name).read_text("utf-8"), yaml.BaseLoader)
    return next(iter(found.values()))


def texts() -> Iterator[Text]:
    for flow in book().flows.values():
        for state in flow.states.values():
            yield from (item.text for item in state.say if isinstance(item, SayText))
            if isinstance(state.exit, Ask):
                yield from (choice.label for choice in state.exit.choices)
                yield from (one for one in (state.exit.unclear,) if one)
    yield from book().replies.values()
    yield from (route.line for route in book().routes)
    yield from (one for tip in book().tips.values() for part in tip.parts.values() for one in part)


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def holds(text: str, phrase: str) -> bool:
    return f" {' '.join(words(phrase))} " in f" {' '.join(words(text))} "


def test_the_checker_finds_no_problem() -> None:
    assert [str(one) for one in problems(FLOWS, CONTENT)] == []


@pytest.mark.parametrize("contact", sorted(raw("directory.yaml")))
def test_a_contact_says_where_it_was_seen_and_claims_no_check(contact: str) -> None:
    entry = raw("directory.yaml")[contact]
    assert entry["source"]
    assert entry["seen"]
    assert entry["confidence"]
    assert not {key for key in entry if key.startswith("verified")}
    assert entry["number"] not in DEAD


def test_112_is_shown_only_where_it_is_known_to_answer() -> None:
    assert set(book().directory["darurat112"].districts) == {"balikpapan", "samarinda", "bontang", "kutim"}


def test_only_national_numbers_are_shown_to_everyone() -> None:
    shown = {contact.number for contact in book().directory.values() if contact.everyone}
    assert shown == {"110", "112", "119", "129"}


def test_every_number_in_a_text_stands_in_the_directory() -> None:
    known = {contact.number for contact in book().directory.values()}
    found = {number for text in texts() for said in text.by.values() for number in NUMBER.findall(said)}
    assert found <= known
    assert NUMBER.findall("telepon 119 atau 0811-5833-121, bukan 2024") == ["119", "0811-5833-121"]


def test_no_text_holds_a_forbidden_word() -> None:
    found = [(text.id, phrase) for text in texts() for code, phrase in forbidden_in(text("id")) if code not in CHILDREN]
    assert found == []


def test_no_bubble_shows_a_giveaway_word_on_a_lock_screen() -> None:
    giveaway = yaml.load((CONTENT / "giveaway.yaml").read_text("utf-8"), yaml.BaseLoader)["words"]
    assert len(giveaway) >= 80
    lines = [(route.line.id, route.line("id")) for route in book().routes]
    lines += [(f"{tip.name}", one("id")) for tip in book().tips.values() for part in tip.parts.values() for one in part]
    assert [(name, word) for name, said in lines for word in giveaway if holds(said[:HIDDEN], word)] == []


def test_no_bubble_is_longer_than_a_small_screen() -> None:
    assert [text.id for text in texts() if len(text("id")) > LONGEST_BUBBLE] == []


def test_every_tip_has_a_source_and_a_part_for_all_ages() -> None:
    assert [name for name, tip in book().tips.items() if not tip.source or "all" not in tip.parts] == []


def test_every_route_names_known_contacts_and_the_last_fits_everyone() -> None:
    assert {one for route in book().routes for one in route.contacts} <= set(book().directory)
    last = book().routes[-1]
    assert not (last.kinds)
    assert not (last.readers)
    assert not (last.levels)


def test_every_route_holds_a_number_that_anyone_in_any_district_may_see() -> None:
    anywhere = {name for name, one in book().directory.items() if one.everyone and not one.districts}
    assert [route.line("id") for route in book().routes if not anywhere & set(route.contacts)] == []


def test_self_harm_never_names_the_police() -> None:
    named = [route.contacts for route in book().routes if "selfharm" in route.kinds]
    assert named
    assert all("polisi110" not in contacts for contacts in named)


def test_a_text_with_numbers_names_no_contact_in_its_first_letters() -> None:
    giveaway = yaml.load((CONTENT / "giveaway.yaml").read_text("utf-8"), yaml.BaseLoader)["words"]
    shown = [one for one in book().directory.values() if one.everyone]
    numbers = " · ".join(f"{one.number} {one.name}" for one in shown)
    said = [text("id").replace("{kini.baca}", "x" * HIDDEN).replace("{kini.nomor}", numbers) for text in texts()]
    assert [line for line in said if numbers in line for word in giveaway if holds(line[:HIDDEN], word)] == []
    assert len(book().replies["contacts_first"]("id")) >= HIDDEN


ALONE = ("perintah/", "bersama/", "aman/orang", "pilih/siapa", "anak/satu_nomor", "ortu/pengingat")
"""Flows that are words of a command, parts of others, or ask nothing."""


@pytest.mark.parametrize("name", [one for one in book().flows if not one.startswith(ALONE)])
def test_every_flow_shows_silence_danger_a_sticker_and_another_channel(name: str) -> None:
    talks = book().flows[name].examples
    lines = [line for talk in talks for line in talk.lines]
    levels = {str(line.value.get("level")) for line in lines if line.what == "then" and isinstance(line.value, dict)}
    assert {"after", "sticker"} <= {line.what for line in lines}
    assert levels & {"high", "imminent"}
    assert {talk.channel for talk in talks} - {"telegram"}
