"""What is made of files is shared while they are the same."""

import gc
from pathlib import Path

import pytest

from bot.flow.kept import Kept, mark_of
from bot.flow.library import load
from bot.screen.ear import load_rules
from tests.flow.shelf import written

RULES = Path(__file__).parents[2] / "content" / "risk"


class Made:
    """Anything."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text("a", encoding="utf-8")
    return tmp_path


def test_it_is_made_once_of_the_same_files_and_anew_when_a_letter_a_name_or_the_place_changes(folder: Path) -> None:
    kept: Kept[Made] = Kept()
    made = [kept.get((folder,), Made)]
    assert kept.get((folder,), Made) is made[0]
    made.append(kept.get((folder,), Made, "another day"))
    (folder / "a.yaml").write_text("b", encoding="utf-8")
    made.append(kept.get((folder,), Made))
    (folder / "a.yaml").rename(folder / "b.yaml")
    made.append(kept.get((folder,), Made))
    other = folder / "same"
    other.mkdir()
    (other / "b.yaml").write_text("b", encoding="utf-8")
    assert mark_of((other,)) != mark_of((folder,))
    made.append(kept.get((other,), Made))
    assert len(set(map(id, made))) == len(made)


def test_what_nobody_uses_is_let_go(folder: Path) -> None:
    kept: Kept[Made] = Kept()
    times: list[int] = []

    def make() -> Made:
        times.append(1)
        return Made()

    kept.get((folder,), make)
    gc.collect()
    kept.get((folder,), make)
    assert len(times) == 2


def test_what_was_made_while_the_files_changed_is_not_kept(folder: Path) -> None:
    kept: Kept[Made] = Kept()

    def edited() -> Made:
        (folder / "a.yaml").write_text("b", encoding="utf-8")
        return Made()

    first = kept.get((folder,), edited)
    (folder / "a.yaml").write_text("a", encoding="utf-8")
    assert kept.get((folder,), Made) is not first


def test_a_book_that_is_in_use_is_not_read_again_until_its_files_change(tmp_path: Path) -> None:
    flows, content = written(tmp_path, {})
    book = load(flows, content)
    assert load(flows, content) is book
    variables = flows / "variables.yaml"
    variables.write_text(variables.read_text("utf-8") + "\n# a remark\n", encoding="utf-8")
    again = load(flows, content)
    assert again is not book
    assert again.flows.keys() == book.flows.keys()


def test_edited_flows_keep_the_ear(tmp_path: Path) -> None:
    ear = load_rules(RULES)
    assert load_rules(RULES) is ear
