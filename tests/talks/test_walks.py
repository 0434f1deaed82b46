"""Five people walk across the flows on each channel, as they would really write; every bubble they read stands in a
file. A bubble that reads otherwise is a change that somebody reads aloud (`python -m tests.talks.record`)."""

import re
from functools import cache
from pathlib import Path

import pytest

from bot.engine.mind import Mind
from bot.engine.play import play
from bot.flow.source import read
from bot.flow.talk_schema import TalkIn
from bot.flow.talks import talks_of
from bot.seen import Seen
from tests.engine.minds import through_a_row
from tests.talks import record

WALKS = sorted(record.HERE.glob("*.yaml"))
CHANNELS = ("telegram", "whatsapp", "web")
PEOPLE = ("anak_9", "guru", "ibu_baru", "perempuan_malam", "remaja_hp_bersama")
FIRST_LETTERS, YOUNG, NUMBERS = 40, 20, "110"
"""What a lock screen shows; words that a child of nine reads at a time; but for the numbers they asked for."""


@cache
def mind() -> Mind:
    return record.mind()


def said(path: Path) -> list[list[str]]:
    """The bubbles of each turn."""
    turns: list[list[str]] = []
    for one in read(path.name, path.read_text("utf-8")).data["examples"][0]["talk"]:
        if isinstance(one, str) or not {"bot", "then"} & one.keys():
            turns.append([])
        elif "bot" in one:
            turns[-1].append(one["bot"])
    return turns


def told(path: Path) -> str:
    return " ".join(bubble for turn in said(path) for bubble in turn)


def words(*bubbles: str) -> list[str]:
    return re.findall(r"[\w-]+", " ".join(bubbles).casefold())


def test_five_people_walk_on_three_channels() -> None:
    assert [path.stem for path in WALKS] == sorted(f"{who}_{channel}" for who in PEOPLE for channel in CHANNELS)


@pytest.mark.parametrize("path", WALKS, ids=[path.stem for path in WALKS])
def test_a_walk_reads_as_it_did(path: Path) -> None:
    source = read(str(path), path.read_text("utf-8"))
    one = TalkIn.model_validate(source.data["examples"][0])
    for talk in talks_of([one], source):
        wrong = play(mind(), talk, "", keep=through_a_row, outside=Seen(mind().book))
        assert "\n".join(map(str, wrong)) == ""


@pytest.mark.parametrize("path", WALKS, ids=[path.stem for path in WALKS])
def test_no_turn_of_a_walk_is_long_or_empty_but_where_somebody_left(path: Path) -> None:
    turns = said(path)
    assert 12 <= len(turns) <= 20
    assert all(len(turn) <= 3 for turn in turns)
    assert sum(not turn for turn in turns) <= 2  # the clock moved, or they left: nobody is written to
    assert not any("belum paham" in bubble for turn in turns for bubble in turn)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_child_of_nine_reads_twenty_words_at_a_time_once_we_know(channel: str) -> None:
    turns = said(record.HERE / f"anak_9_{channel}.yaml")[1:-1]  # who comes back a day later need not be that child
    asked = ("bisa ditelepon", "orang tua atau sekolahmu")  # the numbers, and who reads: both were asked for
    assert max(len(words(*turn)) for turn in turns if not any(one in " ".join(turn) for one in asked)) <= YOUNG


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_of_them_learns_what_they_came_for(channel: str) -> None:
    read_by = {who: told(record.HERE / f"{who}_{channel}.yaml") for who in PEOPLE}
    assert "Konselor membaca lagi hari Rabu, jam 08.00" in read_by["perempuan_malam"]
    assert "rencana aman" in read_by["perempuan_malam"]
    assert "tidak perlu ditanya" in read_by["guru"]
    assert "UPTD PPA" in read_by["guru"]
    assert "salahmu" not in read_by["guru"]
    assert "Jangan bayar, jangan kirim lagi" in read_by["remaja_hp_bersama"]
    assert "Kami tidak menulis duluan ke HP ini" in read_by["remaja_hp_bersama"]
    assert "Taruh anak di tempat yang aman" in read_by["ibu_baru"]
    for who in ("anak_9", "guru", "ibu_baru"):
        assert "robot. " in read_by[who]
        assert NUMBERS in read_by[who]


@pytest.mark.parametrize("path", WALKS, ids=[path.stem for path in WALKS])
def test_a_chat_list_shows_nothing_of_a_walk(path: Path) -> None:
    giveaway = read("giveaway.yaml", (record.ROOT / "content" / "giveaway.yaml").read_text("utf-8")).data["words"]
    for turn in said(path):
        for bubble in turn[:1] if path.stem.endswith("whatsapp") else turn:
            shown = f" {' '.join(words(bubble[:FIRST_LETTERS]))} "
            assert [word for word in giveaway if f" {word} " in shown] == []
