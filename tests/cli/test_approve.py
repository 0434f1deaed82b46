"""`puspaga approve`: somebody has read all texts of some files, and content/approvals.yaml says who and when."""

from pathlib import Path

import pytest

from bot.cli import GOOD, MISUSE, PROBLEM, main
from bot.clock import SystemClock, day_of
from bot.flow.library import load, problems
from bot.flow.written import Approval, Written
from tests.cli.small import NAPAS, build, for_families
from tests.flow.shelf import A_TOPIC, TALK

FLOW = "flows/main.yaml"
FILES = (NAPAS, A_TOPIC, FLOW, TALK, "content/replies/umum.yaml", "content/aman/rute.yaml", "content/media.yaml")
APPROVALS = Path("content/approvals.yaml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house to stand in, in which nobody has read anything."""
    build(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return tmp_path


def texts(name: str) -> list[Written]:
    return [one for one in load(Path("flows"), Path("content")).written if one.file == name]


def states(name: str) -> set[Approval]:
    return {one.approval for one in texts(name)}


def told() -> list[str]:
    return [one.code for one in problems(Path("flows"), Path("content"))]


def test_one_reviews_and_a_second_approves_with_name_and_day(capsys: pytest.CaptureFixture[str]) -> None:
    today = day_of(SystemClock().now())
    assert main(["approve", NAPAS, "--by", " Rani  Wulan "]) == GOOD
    assert capsys.readouterr().out == f"{NAPAS}  texts reviewed: 2\n"
    assert states(NAPAS) == {Approval.REVIEWED}
    assert main(["approve", NAPAS, "--by", "Budi", "--state", "approved"]) == GOOD
    assert capsys.readouterr().out == f"{NAPAS}  texts approved: 2\n"
    (one, *_) = texts(NAPAS)
    assert one.reviewed
    assert one.approved
    assert (one.reviewed.by, one.reviewed.on, one.approved.by, one.approved.on) == ("Rani Wulan", today, "Budi", today)
    assert states(FLOW) == {Approval.DRAFT}
    assert told() == []


def test_texts_of_every_sort_of_file_are_approved_together() -> None:
    assert main(["approve", *FILES, "--by", "Rani"]) == GOOD
    assert main(["approve", *FILES, "--by", "Budi", "--state", "approved"]) == GOOD
    assert [states(name) for name in FILES] == [{Approval.APPROVED}] * len(FILES)
    assert len(APPROVALS.read_text("utf-8").splitlines()) == 3 + sum(len(texts(name)) for name in FILES)


@pytest.mark.parametrize("name", ["Rani", "RANI", " rani "])
def test_who_reviewed_a_text_does_not_approve_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["approve", NAPAS, "--by", "Rani"])
    before = APPROVALS.read_bytes()
    capsys.readouterr()
    assert main(["approve", NAPAS, "--by", name, "--state", "approved"]) == MISUSE
    said = f"puspaga: {name.strip()} has reviewed 2 of these texts: a second person approves them\n"
    assert capsys.readouterr().err == said
    assert APPROVALS.read_bytes() == before


def test_who_approved_a_text_is_not_made_its_reviewer_by_reading_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    main(["approve", NAPAS, "--by", "Rani"])
    main(["approve", NAPAS, "--by", "Budi", "--state", "approved"])
    before = APPROVALS.read_bytes()
    capsys.readouterr()
    assert main(["approve", NAPAS, "--by", "Budi"]) == GOOD
    assert capsys.readouterr().out == f"{NAPAS}  texts reviewed: 0, approved before: 2\n"
    assert APPROVALS.read_bytes() == before


def test_what_nobody_reviewed_is_not_approved_and_then_nothing_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["approve", NAPAS, "--by", "Rani"])
    before = APPROVALS.read_bytes()
    capsys.readouterr()
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    assert main(["approve", NAPAS, FLOW, "--by", "Budi", "--state", "approved"]) == MISUSE
    count = len(texts(FLOW))
    said = f"puspaga: {count} teks belum ditinjau siapa pun, misalnya main/tanya/say/0: tinjau dulu\n"
    assert capsys.readouterr().err == said
    assert APPROVALS.read_bytes() == before


def test_a_text_that_is_changed_is_a_draft_again_and_its_neighbours_are_not() -> None:
    main(["approve", NAPAS, "--by", "Rani"])
    tip = Path(NAPAS)
    tip.write_text(tip.read_text("utf-8").replace("dua tiga", "dua, tiga"), "utf-8")
    assert [one.approval for one in texts(NAPAS)] == [Approval.REVIEWED, Approval.DRAFT]
    assert told() == ["F341"]
    assert main(["approve", NAPAS, "--by", "Budi"]) == GOOD
    assert states(NAPAS) == {Approval.REVIEWED}
    assert told() == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("content/tips/tidak_ada.md", "is not there"),
        ("config.yaml", "holds no text that families read"),
        ("content/media/a.svg", "holds no text that families read"),
        ("content/en/tips/napas.yaml", "is a translation: puspaga check --read"),
    ],
)
def test_what_holds_no_texts_of_families_is_misuse_in_one_line(
    name: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english = folder / "content/en/tips/napas.yaml"
    english.parent.mkdir(parents=True)
    english.write_text("texts:\n  tips/napas/all/0: Breathe slowly.\n", encoding="utf-8")
    assert main(["approve", NAPAS, name, "--by", "Rani"]) == MISUSE
    assert capsys.readouterr().err == f"puspaga: {name} {said}\n"
    assert not APPROVALS.exists()


def test_a_file_that_says_nothing_itself_is_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["approve", "flows/variables.yaml", NAPAS, "--by", "Rani"]) == GOOD
    assert capsys.readouterr().out.splitlines()[0] == "flows/variables.yaml  texts reviewed: 0"


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "Ra\x00ni"])
def test_a_name_is_the_name_of_somebody(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["approve", NAPAS, "--by", name]) == MISUSE
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not APPROVALS.exists()


def test_nothing_is_approved_while_a_file_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    APPROVALS.write_text("approvals:\n  tips/napas/all/0: yes\n", encoding="utf-8")
    assert main(["approve", NAPAS, "--by", "Rani"]) == PROBLEM
    assert capsys.readouterr().err.startswith("content/approvals.yaml:2:21 F105 ")
    assert APPROVALS.read_text("utf-8") == "approvals:\n  tips/napas/all/0: yes\n"


def test_families_are_served_when_every_text_is_approved_and_a_changed_one_is_named_by_its_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for_families(monkeypatch)
    assert main(["check"]) == PROBLEM
    files = [line.partition(":")[0] for line in capsys.readouterr().out.splitlines() if ":1:1 C132 " in line]
    assert set(FILES) < set(files)
    assert len(files) == len(set(files))
    assert main(["approve", *files, "--by", "Rani"]) == GOOD
    assert main(["approve", *files, "--by", "Budi", "--state", "approved"]) == GOOD
    assert main(["check"]) == GOOD
    flow = Path(FLOW)
    flow.write_text(flow.read_text("utf-8").replace("Jaga diri ya.", "Jaga diri."), "utf-8")
    capsys.readouterr()
    assert main(["check"]) == PROBLEM
    (line,) = [line for line in capsys.readouterr().out.splitlines() if ":1:1 C132 " in line]
    assert line == (
        f"{FLOW}:1:1 C132 1 of {len(texts(FLOW))} texts here are not approved (0 reviewed by one person); "
        f"two people read them: puspaga approve {FLOW} --by NAME, then --state approved"
    )
