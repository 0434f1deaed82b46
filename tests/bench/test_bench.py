"""The benchmarks run, in a setting too small to mean anything: what they print, and that they leave nothing behind.
How fast they are is asserted nowhere: a busy machine is no mistake of the house."""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot import app, storage
from bot.bench import database, growth, peers, people, table
from bot.bench.common_words import EXCEPTIONS
from bot.bench.fill import Filler
from bot.bench.house import ANSWERS, FLOW, Contact, at_work, furnished
from bot.bench.messages import UNTOUCHED
from bot.bench.openings import OPENINGS
from bot.bench.talkers import Talkers, served
from bot.bench.tally import Tally
from bot.cli import GOOD, MISUSE, main
from bot.clock import SystemClock
from bot.config import load as load_config
from bot.engine.mind import Mind
from bot.engine.play import play
from bot.errors import HouseError
from bot.flow.library import load
from bot.model.conversation import Conversation, Position
from bot.ports import Store
from bot.screen.ear import load_rules
from bot.seen import WORKDAYS
from tests.postgres import DURABLE, FAST, binaries, running
from tests.scenes.house import ROOT, furnish


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A furnished folder to stand in, with a place of its own for what is temporary."""
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path


def measured(capsys: pytest.CaptureFixture[str], what: str, *more: str) -> Any:
    assert main(["bench", what, "--json", "--small", *more]) == GOOD
    return json.loads(capsys.readouterr().out)[what]


def test_turns_are_told_beside_the_limit_of_the_same_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(capsys, "turns")
    assert {sort: one["turns"] > 50 for sort, one in found["advance"].items()} == dict.fromkeys(
        ("press", "number", "words"), True
    )
    sqlite = found["sqlite"]
    for figures in (sqlite, sqlite["in_flight_16"], sqlite["in_flight_1"]):
        assert min(figures["per_s"], figures["limit_per_s"], figures["ratio_to_limit"]) > 0
    assert set(sqlite["us_per_turn"]) == {"ear", "engine", "seal", "store", "rest"}
    assert sum(sqlite["us_per_turn"].values()) > 0
    assert list((folder / "tmp").iterdir()) == []
    assert not (folder / "var").exists()


def test_turns_on_postgresql_are_told_beside_its_limit_and_for_two_processes_beside_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(binaries(), DURABLE) as server:
        told = measured(capsys, "turns", "--postgres", server.url, "--processes", "2")["postgres"]
    for figures in (told, told["in_flight_16"], told["in_flight_1"]):
        assert min(figures["per_s"], figures["limit_per_s"], figures["ratio_to_limit"]) > 0
    two = told["processes_2"]
    assert min(two["one_per_s"], two["per_s"], two["ratio_to_one"]) > 0
    assert (two["conflicts"], two["deadlocks"]) == (0, 0)
    assert list((folder / "tmp").iterdir()) == []


def test_a_postgresql_that_may_lose_what_it_wrote_is_not_measured(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(binaries(), FAST) as server:
        assert main(["bench", "turns", "--small", "--postgres", server.url]) == MISUSE
    assert "fsync off" in capsys.readouterr().err


async def test_a_postgresql_of_our_own_is_durable_and_leaves_nothing_behind() -> None:
    async with database.own(binaries()) as url:
        place = Path(url.partition("host=")[2])
        async with database.database(url) as ours:
            db = await asyncpg.connect(ours)
            shown = [await db.fetchval(f"show {name}") for name in DURABLE]
            await db.close()
        assert _there(place)
    assert shown == ["on", "on", "on"]
    assert not _there(place)


def _there(place: Path) -> bool:
    return place.exists()


def test_the_ear_is_told_for_short_texts_and_for_a_long_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    screen = measured(capsys, "screen")
    assert screen["per_s"] > 0
    assert 0 < screen["p50_us"] <= screen["p95_us"] <= screen["p99_us"]
    assert screen["long"]["letters"] == 65_536
    assert screen["long"]["p50_ms"] > screen["p50_us"] / 1000


@pytest.mark.parametrize(("text", "timed"), [("aku takut pulang ke rumah " * 5, 1), ("aku takut pulang", 0)])
def test_hard_messages_of_about_120_letters_are_timed_at_first_and_again(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, timed: int
) -> None:
    kept = folder / UNTOUCHED
    kept.parent.mkdir(parents=True)
    kept.write_text(f"level,kind,speaker,language,text\nhigh,physical,child,id,{text.strip()}\n", encoding="utf-8")
    screen = measured(capsys, "screen")
    assert screen["untouched"]["messages"] == 1
    hard = screen["hard"]
    assert hard.get("texts", 0) == timed
    for when in ("first", "again") if timed else ():
        assert 0 < hard[when]["p50_us"] <= hard[when]["p99_us"]


def test_people_read_the_figures_one_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "screen", "--small"]) == GOOD
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "screen"
    assert told[1].startswith("  per_s: ")
    assert "  long" in told


def test_the_talk_that_is_measured_walks_ten_states_and_comes_round() -> None:
    with furnished(load_config(ROOT / "config.yaml", {})) as house:
        book = load(house.folder / "flows", house.folder / "content")
        mind = Mind(book, load_rules(house.folder / "content" / "risk"), WORKDAYS)
        flow = book.flows[FLOW]
        assert [wrong for talk in flow.examples for wrong in play(mind, talk, FLOW)] == []
    assert len(flow.states) - len(["diam"]) == len(ANSWERS) == 10


def test_every_peer_is_measured_beside_ours_or_told_how_to_bring_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = measured(capsys, "peers")
    rows = {one["name"]: one for one in found["rows"]}
    assert set(rows) | set(found["missing"]) == {"ours", *(peer.name for peer in peers.PEERS)}
    assert set(rows) & set(found["missing"]) == set()
    for one in rows.values():
        assert min(one["per_s"], one["ours_to_it"]) > 0
        assert one["survives"]
    assert list((folder / "tmp").iterdir()) == []


def test_without_their_environment_peers_are_named_with_what_brings_them(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "FOLDER", folder)
    monkeypatch.setenv("PATH", str(folder))
    found = measured(capsys, "peers")
    assert [one["name"] for one in found["rows"]] == ["ours"]
    assert found["missing"]["python-telegram-bot, memory"] == "run benchmarks/peers/setup"
    assert found["missing"]["grammy, better-sqlite3"] == "install node and run benchmarks/peers/setup"


async def test_a_peer_walks_the_measured_talk_and_every_answer_is_compared_with_it(folder: Path) -> None:
    with furnished(load_config(folder / "config.yaml", {})) as house:
        told = peers.told(app.mind_of(house), contacts=3)
    assert [one["name"] for one in told["states"]][:3] == ["mulai", "umur", "tempat"]
    path = folder / "talk.json"
    path.write_text(json.dumps(told))
    for peer in peers.PEERS[:2]:
        async with peers.playing(peer, path, Path(sys.executable)) as player:
            assert await peers.round_of(peer, player, 12 * 3) > 0


async def test_a_peer_that_answers_wrongly_ends_the_measurement(folder: Path) -> None:
    with furnished(load_config(folder / "config.yaml", {})) as house:
        told = peers.told(app.mind_of(house), contacts=3)
    path = folder / "talk.json"
    states = [{**one, "otherwise": 0, "choices": []} for one in told["states"]]
    path.write_text(json.dumps({**told, "states": states}))
    async with peers.playing(peers.PEERS[0], path, Path(sys.executable)) as player:
        assert await peers.round_of(peers.PEERS[0], player, 3) > 0
        with pytest.raises(HouseError, match="3 wrong answers of 3"):
            await peers.round_of(peers.PEERS[0], player, 3)


def test_no_address_of_a_registry_stands_in_the_peers_locks() -> None:
    for name in ("requirements.lock.txt", "package-lock.json"):
        assert "://" not in (peers.FOLDER / name).read_text()


def test_webhooks_are_timed_at_half_of_what_the_running_server_answers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = measured(capsys, "http")
    for channel in ("telegram", "whatsapp"):
        one = found[channel]
        assert one["max_per_s"] > one["at_per_s"] > 0
        assert 0 < one["p50_ms"] <= one["p95_ms"] <= one["p99_ms"]
    assert list((folder / "tmp").iterdir()) == []


def test_growing_is_told_by_turn_by_row_by_start_and_by_memory(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = measured(capsys, "growth")
    assert found["messages"] >= growth.SMALL.messages
    for one in found["turn"].values():
        assert min(one["small_us"], one["grown_us"], one["ratio"]) > 0
    bytes_of = found["bytes"]
    assert bytes_of["beyond_sealed"] == bytes_of["of_arrival_and_replies"] - bytes_of["of_that_sealed"] > 0
    assert bytes_of["of_conversation"] > 0
    assert min(found["start_s"].values()) > 0
    assert min(found["memory_mb"].values()) > 0
    assert list((folder / "tmp").iterdir()) == []


async def test_a_talk_that_was_made_opens_and_goes_on_like_one_that_was_walked(folder: Path) -> None:
    with furnished(load_config(folder / "config.yaml", {})) as house:
        mind = app.mind_of(house)
        await Filler(house, talks=70, turns=3).fill(mind)
        async with at_work(house, mind, SystemClock()) as intake:
            await served(intake, Talkers(range(64, 70), done=3).next(6), in_flight=6)
        async with storage.opened(house) as store:
            talks = [await _last_talk(store, number) for number in (3, 64, 69)]
    assert [talk.turn for talk in talks] == [3, 4, 4]
    assert [talk.position for talk in talks] == [Position(FLOW, "tempat"), *[Position(FLOW, "lama")] * 2]


async def _last_talk(store: Store, number: int) -> Conversation:
    """The talk that this contact's next word would go on with."""
    arrival = Contact(number).says(99, SystemClock().now())
    async with store.batch() as batch:
        await batch.alone([arrival])
        found = (await batch.find([arrival]))[arrival.id].conversation
    assert found
    return found


def test_the_table_sets_every_figure_beside_what_is_asked_and_says_what_was_not_measured(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "ORDER", ("turns", "peers"))
    monkeypatch.setattr(database, "DEBIAN", folder)
    monkeypatch.setattr(peers, "FOLDER", folder)
    monkeypatch.setenv("PATH", str(folder))
    assert main(["bench", "--json", "--small"]) == GOOD
    told = json.loads(capsys.readouterr().out)
    rows = {one["what"]: one for one in told["table"]}
    assert list(rows) == [one.what for one in table.ASKED]
    first, *others = rows.values()
    assert first["measured"] == told["figures"]["turns"]["sqlite"]["ratio_to_limit"]
    assert first["met"] in ("aim", "at least", "no")
    assert {one["measured"] for one in others} == {None}
    assert "PostgreSQL is absent" in others[0]["met"]
    assert others[1]["met"] == "not measured: install redis-server and run benchmarks/peers/setup"
    shown = table.lines(told)
    assert len(shown) == 1 + len(rows)
    assert shown[0].split() == ["measured", "at", "least", "aim", "met"]


@pytest.mark.parametrize(
    ("value", "lower", "met"),
    [(3, False, "aim"), (2.5, False, "at least"), (1.9, False, "no"), (1, True, "aim"), (4, True, "no")],
)
def test_a_figure_meets_its_aim_at_least_or_not(value: float, lower: bool, met: str) -> None:
    one = table.Asked("something", ("here",), lambda found: found["here"], least=2, aim=1 if lower else 3, lower=lower)
    assert one.row({"here": value}, {})["met"] == met
    assert one.row({}, {"here": "it rains"})["met"] == "not measured: it rains"


def test_what_people_meet_is_told_as_a_table_and_where_it_falls_short(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / OPENINGS.parent, folder / OPENINGS.parent)
    found = measured(capsys, "people", "--misses")
    assert found["plays"] == 3 * found["openings"] > 0
    rows = {one["what"]: one for one in found["table"]}
    assert list(rows) == [one.what for one in people.ASKED]
    assert {one["met"] for one in rows.values()} <= {"yes", "no", "not measured"}
    assert {one["measured"] is None for one in rows.values() if one["met"] == "not measured"} <= {True}
    for miss in found["misses"]["helped"]:
        assert miss["line"] > 0
        assert miss["channels"]
        assert miss["what"]


def test_without_openings_people_are_not_measured(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "people", "--small"]) == MISUSE
    assert "openings.yaml is not there" in capsys.readouterr().err


def test_a_wrong_file_of_openings_is_told_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / OPENINGS
    path.parent.mkdir(parents=True)
    path.write_text("parents:\n  - say: halo\n    wer: parent\nchildren: []\ndanger: []\nodd: []\n", encoding="utf-8")
    (folder / EXCEPTIONS).touch()
    assert main(["bench", "people", "--small"]) != GOOD
    assert "openings.yaml:3" in capsys.readouterr().err


def test_a_share_is_rounded_down_and_its_misses_are_told_once_for_all_channels() -> None:
    tally = Tally()
    for channel in ("telegram", "web"):
        tally.count("halo", right=False, got="sambut/halo", line=7, channel=channel)
    for _ in range(2999):
        tally.count("p", right=True)
    assert (tally.percent, tally.wrong) == (99.9, 2)
    assert [one.row() for one in tally.misses] == [
        {"line": 7, "channels": "telegram web", "what": "halo", "got": "sambut/halo"}
    ]
    with pytest.raises(LookupError):
        assert Tally().percent
