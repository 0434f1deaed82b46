"""The registry of problems: what is told has its entry, its section and its broken example, and nothing else has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from bot.flow.codes import ALL, Both, docs, guide, problem
from bot.flow.codes.guide import GUIDE, OF, SECTIONS, anchor
from tests.config.test_config import BROKEN as SETTINGS
from tests.flow.broken import BROKEN
from tests.flow.paper import PAGE, page
from tests.screen.test_rules import BROKEN as EAR

BOT = Path(__file__).parents[2] / "bot"
HERE = Path(__file__).parents[2] / "tests"
CODE = re.compile(r"[FCR]\d{3}")
ELSEWHERE = {
    "C100": "tests/config/test_config.py",
    "C102": "tests/config/test_config.py",
    "C132": "tests/cli/test_commands.py",
    "F175": "tests/flow/test_published.py",
    "F342": "tests/flow/test_approvals.py",
    "F155": "tests/content/test_events.py",
    "F180": "tests/cli/test_commands.py",
    "F181": "tests/cli/test_cover.py",
    "F189": "tests/cli/test_cover.py",
    "R100": "tests/screen/test_rules.py",
    "R101": "tests/screen/test_rules.py",
    "R104": "tests/screen/test_rules.py",
    "R108": "tests/screen/test_rules.py",
    "R109": "tests/screen/test_rules.py",
    "R110": "tests/screen/test_rules.py",
    "R111": "tests/screen/test_rules.py",
    "R112": "tests/screen/test_rules.py",
}
"""Codes whose example is a whole folder, or another command: a test of its own reads it."""


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(BOT.rglob("*.py")):
        if BOT / "flow" / "codes" not in path.parents:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def raised() -> set[str]:
    """Every code that stands in the code as a word of its own."""
    return {
        node.value
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def test_every_code_that_is_raised_is_registered_and_every_registered_one_is_raised() -> None:
    assert raised() == set(ALL)


def test_no_problem_is_made_but_by_the_registry() -> None:
    made = [
        f"{path.relative_to(BOT.parent)}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem"
    ]
    assert made == []


def test_every_code_has_a_broken_example() -> None:
    shown = {one.code for one in BROKEN} | {expected.split()[1] for _, expected in (*SETTINGS, *EAR)}
    told = {code for code, name in ELSEWHERE.items() if code in (HERE.parent / name).read_text(encoding="utf-8")}
    assert set(ALL) - shown - told == set()
    assert told == set(ELSEWHERE)


def test_every_code_has_its_section_and_the_page_is_as_the_registry_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(), "docs/problems.md is old: run python -m tests.flow.paper"
    for code in ALL:
        assert text.count(f"\n### {code}\n") == 1
        assert docs(code) == f"docs/problems.md#{code.lower()}"


def test_every_code_names_a_heading_of_the_guide_and_no_other_code_is_named() -> None:
    text = (BOT.parent / GUIDE).read_text(encoding="utf-8")
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^##+ (.+)$", outside, re.MULTILINE)
    assert set(OF) == set(ALL)
    assert sum(len(codes.split()) for codes in SECTIONS.values()) == len(ALL), "a code is named twice"
    assert [heading for heading in SECTIONS if headings.count(heading) != 1] == []
    assert len({anchor(heading) for heading in headings}) == len(headings)
    assert guide("F127") == "docs/flow-language.md#tip-nomor-gambar"


def test_every_link_of_the_guide_leads_to_something() -> None:
    text = (BOT.parent / GUIDE).read_text(encoding="utf-8")
    for name, _, part in (target.partition("#") for target in re.findall(r"\]\(([^)]+)\)", text)):
        page = BOT.parent / "docs" / name
        assert page.is_file(), name
        assert not part or f"\n### {part.upper()}\n" in page.read_text(encoding="utf-8"), part


@pytest.mark.parametrize("code", sorted(ALL))
def test_a_code_says_the_same_in_both_languages_with_the_same_blanks(code: str) -> None:
    one = ALL[code]
    for said in (one.text, one.fix):
        assert said.indonesian
        assert said.english
        assert blanks(said.indonesian) == blanks(said.english)
        assert not said.english.endswith((".", ";"))
        assert not said.indonesian.endswith((".", ";"))
    assert one.text.indonesian != one.text.english
    assert blanks(one.fix.english) <= blanks(one.text.english) | {"variable", "file"}
    assert one.severity in ("error", "warning")


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_a_problem_is_told_in_both_languages_from_the_same_facts() -> None:
    one = problem(("f.yaml", 3, 5), "F115", word="lagi", name="perintah/ulang")
    assert one.told(english=True) == (
        "f.yaml:3:5 F115 'lagi' is already a command of 'perintah/ulang'; choose another word"
    )
    assert one.told(english=False) == "f.yaml:3:5 F115 'lagi' sudah menjadi perintah 'perintah/ulang'; pilih kata lain"
    assert str(one) == one.told(english=True)


def test_what_was_probably_meant_is_told_instead_of_the_fix() -> None:
    one = problem(("f.yaml", 1, 1), "F127", name="nafas", near="napas")
    assert one.hint == "did you mean 'napas'?"
    assert one.indonesian == ("tidak ada tip 'nafas'", "mungkin maksudnya 'napas'?")


def test_a_blank_may_differ_by_language_and_a_list_is_read_with_commas() -> None:
    one = problem(("f.yaml", 1, 1), "F109", limit=Both("paling banyak", "at most"), number=9)
    assert (one.text, one.indonesian[0]) == ("this is at most 9", "angka ini paling banyak 9")
    assert problem(("f.yaml", 1, 1), "F103", known=["a", "b"]).text == "one of a, b is expected here"


def test_what_stands_in_a_file_is_no_template() -> None:
    assert problem(("f.yaml", 1, 1), "F113", name="{key} {0}").text == "there is no state '{key} {0}' to start with"
