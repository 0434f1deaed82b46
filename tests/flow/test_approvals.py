"""What people decided about texts: it holds for the words they read, and for no others."""

from datetime import date
from pathlib import Path

import pytest

from bot.flow.approvals import FILE, HEAD, decided, same, text_of
from bot.flow.book import Book
from bot.flow.library import load
from bot.flow.overlays import mark_of
from bot.flow.schema import ApprovalIn, ApprovalsIn, DecisionIn, shaped
from bot.flow.shelf import Shelf
from bot.flow.source import read
from bot.flow.written import Approval, Decision, Written
from tests.flow.broken.example import APPROVALS, approved
from tests.flow.shelf import FLOW, TALK, TIP, Files, topics, written

TEXT, SAID = "tips/napas/all/0", "Tarik napas pelan."
DAY = date(2026, 3, 3)


def shelf(folder: Path, changes: Files | None = None, today: date | None = None) -> tuple[Book, list[str]]:
    """The book, and the codes of what is told."""
    one = Shelf(*written(folder, changes), today)
    book = one.book()
    assert book
    return book, [problem.code for source in one.sources for problem in source.problems]


def of(book: Book, name: str = TEXT) -> Written:
    return next(one for one in book.written if one.id == name)


@pytest.mark.parametrize("text", [None, "", "# nobody yet\n", "approvals:\n", HEAD])
def test_while_nobody_has_read_anything_every_text_is_a_draft(tmp_path: Path, text: str | None) -> None:
    book, told = shelf(tmp_path, {APPROVALS: text})
    assert {one.approval for one in book.written} == {Approval.DRAFT}
    assert told == []


def test_every_sort_of_text_can_be_approved_once_each(tmp_path: Path) -> None:
    media = {"content/media.yaml": "media:\n  gambar:\n    file: a.svg\n    text: Satu gambar.\n"}
    changes: Files = {**topics(), **media, "content/media/a.svg": "<svg/>"}
    book, _ = shelf(tmp_path, changes)
    names = [one.id for one in book.written]
    assert len(names) == len(set(names))
    assert {
        "main/tanya/say/0",
        "main/tanya/choice/ya",
        "main/tanya/unclear",
        "tips/napas/all/0",
        "topics/susah_tidur/title",
        "topics/susah_tidur/label",
        "topics/susah_tidur/now/all",
        "media/gambar",
        "aman/rute/0",
        "unclear",
    } <= set(names)
    menu = [one.id for one in book.written if one.file.endswith(TALK)]
    assert "topik/awal/choice/cukup" in menu
    assert "topik/awal/choice/susah_tidur" not in menu, "its label stands in the file of the topic"


def test_a_text_is_read_by_whom_its_file_or_its_variant_is_for(tmp_path: Path) -> None:
    varied = "- text: Itu saja.\n        variants:\n          parent 4-6: Itu saja dulu."
    book, _ = shelf(tmp_path, {"flows/main.yaml": FLOW.replace("- Itu saja.", varied)})
    plain, other = of(book, "main/lanjut/say/1"), of(book, "main/lanjut/say/1@4-6 parent")
    assert (plain.reader, plain.ages, other.reader, other.ages) == ("child", frozenset(), "parent", frozenset({"4-6"}))
    assert of(book).source == "lembar tips"


def test_a_text_that_two_people_read_is_approved_with_who_and_when(tmp_path: Path) -> None:
    book, told = shelf(tmp_path, {APPROVALS: approved(TEXT, SAID)})
    one = of(book)
    assert one.approval is Approval.APPROVED
    assert (one.reviewed, one.last) == (Decision("Budi Santoso", date(2026, 3, 2)), Decision("Sari", DAY))
    assert told == []


def test_a_text_that_one_person_read_is_reviewed(tmp_path: Path) -> None:
    text = approved(TEXT, SAID).partition(", approved")[0] + "}\n"
    book, _ = shelf(tmp_path, {APPROVALS: text})
    assert of(book).approval is Approval.REVIEWED
    assert of(book).last == Decision("Budi Santoso", date(2026, 3, 2))


def test_a_text_whose_words_change_is_a_draft_again_and_a_line_end_is_no_change(tmp_path: Path) -> None:
    kept = {APPROVALS: approved(TEXT, SAID)}
    book, told = shelf(tmp_path / "a", {**kept, "content/tips/napas.md": TIP.replace("pelan.", "pelan sekali.")})
    assert (of(book).approval, told) == (Approval.DRAFT, ["F341"])
    book, told = shelf(tmp_path / "b", {**kept, "content/tips/napas.md": TIP.replace("napas pelan", "napas\npelan")})
    assert (of(book).approval, told) == (Approval.APPROVED, [])


def test_a_decision_of_a_day_that_has_not_come_is_told_and_does_not_count(tmp_path: Path) -> None:
    kept = {APPROVALS: approved(TEXT, SAID)}
    states = {}
    for day in (date(2026, 3, 1), date(2026, 3, 2), DAY, None):
        book, told = shelf(tmp_path / str(day), kept, day)
        states[day] = (of(book).approval, told)
    assert list(states.values()) == [
        (Approval.DRAFT, ["F342", "F342"]),
        (Approval.REVIEWED, ["F342"]),
        (Approval.APPROVED, []),
        (Approval.APPROVED, []),
    ]
    assert of(load(*written(tmp_path / "x", kept), date(2026, 3, 1))).approval is Approval.DRAFT


def test_where_a_file_of_texts_is_broken_its_approvals_are_left_alone(tmp_path: Path) -> None:
    changes: Files = {APPROVALS: approved(TEXT, SAID), "content/tips/napas.md": "x"}
    one = Shelf(*written(tmp_path, changes))
    assert one.book() is None
    assert [problem.code for source in one.sources for problem in source.problems] == ["F170"]


def test_what_is_written_is_read_the_same(tmp_path: Path) -> None:
    said = DecisionIn(by='Dr. "Ibu": {Sari}, M.Psi # 1 — é', on=DAY)
    other = DecisionIn(by="123", on=date(2026, 3, 4))
    kept = ApprovalsIn(
        approvals={
            "main/tanya/say/0@4-6 parent": ApprovalIn(mark="123456", reviewed=said, approved=other),
            "hari.0": ApprovalIn(mark="0e1234", reviewed=said),
            "0: #": ApprovalIn(mark="aaaaaa", reviewed=other),
        }
    )
    source = read(FILE, text_of(kept))
    assert source.problems == []
    assert shaped(source, ApprovalsIn) == kept
    assert text_of(kept).startswith(HEAD)
    assert len(text_of(kept).splitlines()) == len(HEAD.splitlines()) + 3


def test_names_that_differ_in_blanks_and_capitals_are_one_person() -> None:
    assert same("Budi  Santoso", " budi santoso ")
    assert not same("Budi", "Budi Santoso")


def test_a_decision_leaves_what_is_approved_and_the_lines_of_others() -> None:
    first, second = Decision("A", DAY), Decision("B", DAY)
    one = Written("a", "Satu.", "f", "say", "child")
    done = Written("b", "Dua.", "f", "say", "child", reviewed=first, approved=second)
    entry = ApprovalIn(mark=mark_of("Dua."), reviewed=DecisionIn(by="A", on=DAY), approved=DecisionIn(by="B", on=DAY))
    kept = ApprovalsIn(approvals={"b": entry, "gone": entry})
    after = decided(kept, [one, done], Approval.REVIEWED, Decision("C", DAY))
    assert after.approvals["b"] == after.approvals["gone"] == entry
    assert after.approvals["a"] == ApprovalIn(mark=mark_of("Satu."), reviewed=DecisionIn(by="C", on=DAY))
    assert decided(kept, [one], Approval.APPROVED, second) == kept, "nobody has reviewed it"
