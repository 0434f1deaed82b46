"""Safety over every path: each rule, broken in one way, is told with the shortest talk that breaks it."""

from pathlib import Path

import pytest

from bot.errors import Problem
from bot.flow import library
from bot.flow.proof import RULES, prove
from tests.flow.broken import safety
from tests.flow.broken.example import Example
from tests.flow.shelf import Files, written

ROOT = Path(__file__).parents[2]


def found(folder: Path, changes: Files) -> list[Problem]:
    return list(library.problems(*written(folder, changes)))


def test_the_projects_own_book_keeps_every_rule() -> None:
    book = library.load(ROOT / "flows", ROOT / "content")
    assert [str(one) for one in prove(book)] == []


@pytest.mark.parametrize(
    "one", safety.EXAMPLES, ids=[f"{number}-{one.code}" for number, one in enumerate(safety.EXAMPLES)]
)
def test_a_broken_rule_is_told_by_its_code_and_no_other(tmp_path: Path, one: Example) -> None:
    told = found(tmp_path, one.changes)
    assert {problem.code for problem in told} == {one.code}
    assert all(problem.talk for problem in told)


@pytest.mark.parametrize("code", sorted(safety.TALKS))
def test_a_broken_rule_is_told_with_the_shortest_talk_that_breaks_it(tmp_path: Path, code: str) -> None:
    example = next(one for one in safety.EXAMPLES if one.code == code)
    (problem, *_) = found(tmp_path, example.changes)
    assert problem.talk == safety.TALKS[code]


def test_what_is_given_on_by_a_call_is_told_from_where_it_was_asked(tmp_path: Path) -> None:
    example = next(one for one in safety.EXAMPLES if "bantu/awal/say" in one.expected)
    (problem,) = found(tmp_path, example.changes)
    asked = ("user: lain", "bot: Apa yang terjadi?", "user: …")
    assert problem.talk == (*asked, "bot: Tadi: {topik}", "bot: Jaga diri ya.")


def test_every_rule_has_its_broken_book_and_its_talk() -> None:
    assert set(safety.TALKS) == {one.code for one in safety.EXAMPLES}
    codes = {word for rule in RULES for word in (rule.__doc__ or "").replace(",", " ").replace(".", " ").split()}
    assert {one.code for one in safety.EXAMPLES} == {word for word in codes if word[:1] == "F" and word[1:].isdigit()}
