"""Every problem the readers know, in a file that has it, with its exact place."""

import ast
from pathlib import Path

import pytest

from bot.errors import Broken
from bot.flow import library
from bot.flow.known import QUEUES, REPLIES
from tests.flow.broken import BROKEN
from tests.flow.broken.example import MENU, Example
from tests.flow.shelf import FLOW, TIP, Files, main, other, written

ROOT = Path(__file__).parents[2]


def problems(folder: Path, changes: Files) -> list[str]:
    """As a person reads them, relative to the folder."""
    flows, content = written(folder, changes)
    found = [str(one) for one in library.problems(flows, content)]
    return [one.removeprefix(f"{folder.as_posix()}/") for one in found]


def test_the_whole_shelf_is_good(tmp_path: Path) -> None:
    assert problems(tmp_path, {}) == []


@pytest.mark.parametrize("one", BROKEN, ids=[f"{number}-{one.code}" for number, one in enumerate(BROKEN)])
def test_a_broken_file_is_named_with_its_place(tmp_path: Path, one: Example) -> None:
    found = problems(tmp_path, one.changes)
    assert any(line.startswith(one.expected) for line in found), "\n".join(found)
    assert one.code == one.expected.split()[1]
    assert {line.split()[1] for line in found} - {*one.beside, *beside(one)} == {one.code}, "\n".join(found)


def beside(one: Example) -> set[str]:
    """The shelf is in one language: where a folder of another stands, all that it lacks is told."""
    translated = any(name.startswith("content/en/") for name in one.changes)
    return {"F310"} - {one.code} if translated else set()


@pytest.mark.parametrize("queue", QUEUES)
def test_an_example_may_look_for_every_queue(tmp_path: Path, queue: str) -> None:
    assert problems(tmp_path, main("      - press: ya\n", f"      - then: {{ticket: {queue}}}\n")) == []


def test_a_broken_flow_stops_the_book_with_everything_that_is_wrong(tmp_path: Path) -> None:
    flows, content = written(
        tmp_path,
        {
            **main("go: lanjut", "go: lanjuut"),
            **other(MENU, "category: umum", "category: lain"),
            "content/tips/napas.md": TIP.replace("Tarik", "Anda tarik"),
        },
    )
    with pytest.raises(Broken) as broken:
        library.load(flows, content)
    assert {one.code for one in broken.value.problems} == {"F121", "F111", "F309"}
    assert list(broken.value.problems) == sorted(broken.value.problems)
    assert len(str(broken.value).splitlines()) == len(broken.value.problems)


@pytest.mark.parametrize("name", ["flows/variables.yaml", "content/categories.yaml", "content/directory.yaml"])
def test_a_broken_shared_file_is_told_once_and_not_by_all_that_lean_on_it(tmp_path: Path, name: str) -> None:
    assert [one.split()[1] for one in problems(tmp_path, {name: "a: [\n"})] == ["F001"]


def test_a_broken_flow_is_told_once_and_not_by_all_that_go_there(tmp_path: Path) -> None:
    changes: Files = {**main("go: lanjut", "go: perintah/menu/awal"), MENU: "flow: menu\n"}
    found = [one for one in problems(tmp_path, changes) if "F121" in one]
    assert found == []


def test_a_broken_tip_is_told_once_and_not_by_the_flow_that_says_it(tmp_path: Path) -> None:
    found = problems(tmp_path, {"content/tips/napas.md": "x"})
    assert [one.split()[1] for one in found] == ["F170"]


@pytest.mark.parametrize(
    ("tip", "code"), [(b"\xff", "F100"), (b"Tarik napas.", "F170"), (b"---\ntitle: X\n---\n", "F")]
)
def test_the_translation_of_a_broken_tip_is_left_alone(tmp_path: Path, tip: bytes, code: str) -> None:
    own: Files = {
        "content/tips/napas.md": tip,
        "content/en/tips/napas.yaml": "texts:\n  tips/napas/all/0: Breathe slowly.\n",
    }
    found = [line for line in problems(tmp_path, own) if " F310 " not in line]
    assert found
    assert all(line.startswith("content/tips/napas.md:") and f" {code}" in line for line in found), found


def test_the_head_of_a_tip_counts_its_lines_from_the_top_of_the_file(tmp_path: Path) -> None:
    found = problems(tmp_path, {"content/tips/napas.md": TIP.replace("source:", "sources:")})
    assert found[0] == "content/tips/napas.md:2:1 F101 'source' is missing here; add a line 'source: …'"
    assert found[1] == "content/tips/napas.md:4:1 F102 'sources' has no meaning here; did you mean 'source'?"


def test_a_long_chain_and_many_diamonds_are_checked_in_no_time(tmp_path: Path) -> None:
    states = "".join(
        f"  s{n}:\n    then:\n      - when: {{jawab: ya}}\n        go: s{n + 1}\n      - go: t{n}\n"
        f"  t{n}:\n    then: s{n + 1}\n"
        for n in range(600)
    )
    ask = "  tanya:\n    ask:\n      choices:\n        ya:\n          label: Mau\n          go: s0\n      save: jawab\n"
    head = "flow: main\ntitle: M\nfor: child\ncategory: umum\nstart: tanya\nstates:\n"
    text = f"{head}{ask}      give_up: serah\n{states}  s600:\n    end: true\n"
    assert problems(tmp_path, {"flows/main.yaml": text}) == []


def test_the_example_flow_is_what_its_lines_are_counted_from() -> None:
    assert FLOW.splitlines()[23] == "  lanjut:"


def test_every_reply_that_the_engine_says_is_asked_of_the_content() -> None:
    project = set(library.load(ROOT / "flows", ROOT / "content").replies)
    nodes = [
        node
        for path in [*(ROOT / "bot" / "engine").glob("*.py"), ROOT / "bot" / "app.py"]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    said = {
        one.value
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "reply"
        for one in node.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    assert said
    assert said <= set(REPLIES), "add it to bot/flow/known.py"
    assert words & project <= set(REPLIES), "add it to bot/flow/known.py"
    assert set(REPLIES) <= project
