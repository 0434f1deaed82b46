"""What a change of the flows does to the people in them, on a small shelf of flows."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from bot.flow.book import Book
from bot.flow.library import load
from bot.flow.plan import Fate, Outcome, outcome, plan, successor
from bot.model.conversation import Position, Voice
from bot.model.stand import Stand, Way
from tests.flow.shelf import FLOW, main, written


@pytest.fixture
def before(tmp_path: Path) -> Book:
    return book(tmp_path / "before")


def book(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Book:
    return load(*written(folder, dict(changes or {})))


def asked(book: Book, state: str = "tanya", flow: str = "main", people: int = 3, voice: Voice = Voice.BOT) -> Stand:
    """People who were asked this question as it stands in `book`."""
    return Stand(flow, state, book.flows[flow].states[state].fingerprint, voice, people=people)


def fate(after: Book, stand: Stand) -> tuple[str, str]:
    one = outcome(after, stand)
    return one.fate.value, one.to


def changed(outcomes: Iterable[Outcome]) -> dict[str, str]:
    return {f"{one.stand.flow}/{one.stand.state}": one.fate.value for one in outcomes}


def test_a_question_that_did_not_change_is_kept_whatever_changed_elsewhere(tmp_path: Path, before: Book) -> None:
    after = book(tmp_path / "after", main("say: Jaga diri ya.", "say: Baik, jaga diri ya."))
    assert fate(after, asked(before)) == ("kept", "main/tanya")
    assert before.flows["main"].fingerprint != after.flows["main"].fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("say: Mau cerita?", "say: Mau cerita sekarang?"),
        ("label: Tidak dulu", "label: Nanti saja"),
        ("        ya:\n          label: Mau", "        mau:\n          label: Mau"),
        ("save: jawab\n", "save: lain\n"),
    ],
)
def test_a_question_that_reads_or_keeps_something_else_is_asked_again(
    tmp_path: Path, before: Book, old: str, new: str
) -> None:
    variables = "variables:\n  jawab:\n    privacy: none\n  lain:\n    privacy: none\n"
    flow = FLOW.replace(old, new, 1).replace("- press: ya", "- press: '1'")
    if "mau:" in new:
        flow = flow.replace("{jawab: ya}", "{jawab: mau}")
    if "lain" in new:
        flow = flow.replace("jawab", "lain")
    after = book(tmp_path / "after", {"flows/main.yaml": flow, "flows/variables.yaml": variables})
    one = outcome(after, asked(before))
    assert (one.fate, one.again) == (Fate.ASKED, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("unclear: Aku belum paham.", "unclear: Aku kurang paham."),
        ("          go: pamit", "          go: lanjut"),
        ("give_up: pamit", "give_up: serah"),
        ("also: [gak, nanti]", "also: [gak]"),
        ("after: 10m", "after: 20m"),
    ],
)
def test_what_nobody_has_read_yet_and_where_an_answer_leads_may_change_unnoticed(
    tmp_path: Path, before: Book, old: str, new: str
) -> None:
    after = book(tmp_path / "after", main(old, new))
    assert after.flows["main"].fingerprint != before.flows["main"].fingerprint
    assert fate(after, asked(before)) == ("kept", "main/tanya")


def test_who_waits_for_a_person_or_rests_is_asked_nothing(tmp_path: Path, before: Book) -> None:
    after = book(tmp_path / "after", main("say: Mau cerita?", "say: Mau cerita sekarang?"))
    for voice in (Voice.WAITING, Voice.COUNSELOR):
        assert fate(after, asked(before, voice=voice)) == ("kept", "main/tanya")
    assert fate(after, Stand("main", "hilang", "")) == ("kept", "")


def test_a_state_that_says_what_it_was_takes_over_who_stood_there(tmp_path: Path, before: Book) -> None:
    renamed = FLOW.replace("start: tanya", "start: awal").replace("  tanya:\n", "  awal:\n    was: tanya\n", 1)
    after = book(tmp_path / "after", {"flows/main.yaml": renamed})
    one = outcome(after, asked(before))
    assert (one.fate, one.to, one.again) == (Fate.MOVED, "main/awal", False), "the same question by another name"
    other = renamed.replace("say: Mau cerita?", "say: Mau cerita sekarang?")
    one = outcome(book(tmp_path / "other", {"flows/main.yaml": other}), asked(before))
    assert (one.fate, one.to, one.again) == (Fate.MOVED, "main/awal", True)


def test_a_flow_that_says_what_it_was_takes_over_all_its_states(tmp_path: Path, before: Book) -> None:
    moved = FLOW.replace("flow: main", "flow: utama\nwas: main", 1)
    after = book(tmp_path / "after", {"flows/main.yaml": None, "flows/anak/utama.yaml": moved})
    assert fate(after, asked(before)) == ("moved", "anak/utama/tanya")
    renamed = moved.replace("start: tanya", "start: awal").replace("  tanya:\n", "  awal:\n    was: tanya\n", 1)
    after = book(tmp_path / "both", {"flows/main.yaml": None, "flows/anak/utama.yaml": renamed})
    assert fate(after, asked(before)) == ("moved", "anak/utama/awal"), "the flow's old name, the state's old name"


def test_a_state_may_come_from_another_flow(tmp_path: Path, before: Book) -> None:
    room = "flow: sambut\ntitle: T\nfor: anyone\ncategory: umum\nstart: awal\nstates:\n  awal:\n    was: main/tanya\n"
    after = book(tmp_path, {"flows/main.yaml": None, "flows/sambut.yaml": room + "    end: true\n"})
    assert successor(after, Position("main", "tanya")) == Position("sambut", "awal")
    assert successor(after, Position("main", "lanjut")) is None


def test_what_is_in_the_book_is_itself_whatever_else_claims_its_name(tmp_path: Path, before: Book) -> None:
    after = book(tmp_path / "after", main("  diam:\n", "  diam:\n    was: tanya\n"))
    assert fate(after, asked(before)) == ("kept", "main/tanya")


def test_old_names_that_are_in_the_book_still_are_told_since_nobody_moves_by_them(tmp_path: Path) -> None:
    flow = FLOW.replace("flow: main", "flow: main\nwas: [sambut, dulu]").replace(
        "  diam:\n", "  diam:\n    was: [tanya, main/pamit, hening, lain/tanya]\n"
    )
    after = book(tmp_path, {"flows/main.yaml": flow})
    told = [str(one).rpartition("/")[2] for one in plan(after, []).idle]
    assert told == ["main.yaml:1 was: sambut", "main.yaml:44 was: tanya", "pamit"]


def test_who_stands_where_nothing_is_left_is_stranded_with_the_line_that_saves_them(
    tmp_path: Path, before: Book
) -> None:
    renamed = FLOW.replace("start: tanya", "start: awal").replace("  tanya:\n", "  awal:\n", 1)
    after = book(tmp_path / "after", {"flows/main.yaml": renamed})
    found = plan(after, [asked(before, people=7)])
    assert found.stranded == 7
    (one,) = found.changes
    assert one.fate is Fate.STRANDED
    assert one.add
    assert str(one.add).endswith("flows/main.yaml:8 was: tanya"), "the state that asks the very same"


def test_a_flow_that_is_gone_strands_with_the_line_at_the_top_of_its_heir(tmp_path: Path, before: Book) -> None:
    moved = FLOW.replace("flow: main", "flow: utama", 1)
    after = book(tmp_path / "after", {"flows/main.yaml": None, "flows/anak/utama.yaml": moved})
    found = plan(after, [asked(before)])
    assert found.stranded == 3
    assert str(found.changes[0].add).endswith("flows/anak/utama.yaml:1 was: main")


def test_a_way_back_that_is_gone_leads_to_the_start_of_its_flow_or_to_the_menu_and_strands_nobody(
    tmp_path: Path, before: Book
) -> None:
    ways = [Stand("main", "serah", way=Way.BACK), Stand("main", "tanya", way=Way.BACK)]
    assert changed(plan(before, ways).outcomes) == {"main/serah": "kept", "main/tanya": "kept"}
    gone = FLOW.replace("start: tanya", "start: awal").replace("  tanya:\n", "  awal:\n", 1)
    after = plan(book(tmp_path / "after", {"flows/main.yaml": gone}), ways)
    assert changed(after.outcomes) == {"main/serah": "kept", "main/tanya": "start"}
    assert after.stranded == 0
    nothing = plan(book(tmp_path / "nothing", {"flows/main.yaml": None}), ways)
    assert changed(nothing.outcomes) == {"main/serah": "menu", "main/tanya": "menu"}


def test_changed_places_at_which_nobody_stands_are_told_and_strand_nobody(tmp_path: Path, before: Book) -> None:
    gone = FLOW.replace("  serah:\n", "  orang:\n", 1).replace("go: serah", "go: orang")
    gone = gone.replace("say: Mau cerita?", "say: Mau cerita sekarang?")
    found = plan(book(tmp_path / "after", {"flows/main.yaml": gone}), [asked(before, people=2)], before)
    assert changed(found.changes) == {"main/serah": "stranded", "main/tanya": "asked again"}
    assert [one.stand.people for one in found.changes] == [0, 2]
    assert found.stranded == 0
    assert (found.people(Fate.ASKED), found.people(Fate.KEPT)) == (2, 0)
