"""What the documentation shows is true: every YAML fragment is read, and every command that is named exists.

A fragment that begins with a flow is a whole file: it stands beside the project's own flows, passes, and its examples
come true. The info string frames the others: `yaml state` (states of a flow), `yaml variables`, `yaml talk FLOW`
(examples of that flow), `yaml seen FLOW` (what stands in that flow word by word), `yaml salah CODE` (states that are
told with exactly this code).
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands import problems
from bot.engine.coverage import Coverage, Trail
from bot.errors import Problem

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(yaml[^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:\./run|puspaga) ([a-z]+)((?: +--?[a-z-]+| +[^\s`|]+)*)")
OPTION = re.compile(r"(?<!\S)--[a-z-]+")
FRAME = """\
flow: kerangka
title: Kerangka
for: parent
language: id
category: other.information
start: awal
about: [kerangka uji]
states:
"""


@dataclass(frozen=True)
class Fragment:
    where: str
    frame: str
    text: str


def fragments() -> Iterator[Fragment]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in FENCE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield Fragment(
                f"{page.relative_to(ROOT)}:{line}", found.group(1).removeprefix("yaml").strip(), found.group(2)
            )


FOUND = list(fragments())


def told(folder: Path, name: str, text: str) -> tuple[list[Problem], Coverage | None]:
    """Problems of the project with one file more, or one more text at its end; and what the examples walked: None when
    they were not played."""
    for part in ("flows", "content"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "config.yaml", folder / "config.yaml")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")
    trail = Trail()
    return list(problems(folder / "config.yaml", {}, [path], trail)), trail.coverage()


def framed(one: Fragment) -> tuple[str, str]:
    """The file that a fragment becomes, or is put at the end of."""
    kind, _, more = one.frame.partition(" ")
    match kind:
        case "":
            name = re.search(r"^flow: (\S+)", one.text, re.MULTILINE)
            assert name, f"{one.where}: a fragment that is no whole flow says what it is: yaml state, yaml talk …"
            return f"flows/anak/{name.group(1)}.yaml", one.text
        case "state" | "salah":
            line = "# yaml-language-server: $schema=../docs/flow.schema.json\n"
            return "flows/kerangka.yaml", line + FRAME + one.text
        case "variables":
            return "flows/variables.yaml", one.text.split("\n", 1)[1]
        case "talk":
            return f"flows/{more}.yaml", "\n" + one.text
    raise AssertionError(f"{one.where}: {one.frame!r} is no frame")


def test_the_guide_has_one_whole_flow() -> None:
    whole = [one for one in FOUND if one.where.startswith("docs/flow-language.md") and not one.frame]
    assert len(whole) == 1


@pytest.mark.parametrize("one", FOUND, ids=[one.where for one in FOUND])
def test_a_fragment_is_true(one: Fragment, tmp_path: Path) -> None:
    if one.frame.startswith("seen "):
        flow = (ROOT / "flows" / f"{one.frame.split()[1]}.yaml").read_text(encoding="utf-8")
        assert one.text in flow
        return
    name, text = framed(one)
    found, played = told(tmp_path, name, text)
    if one.frame.startswith("salah "):
        assert [problem.code for problem in found if problem.severity == "error"] == [one.frame.split()[1]]
        return
    assert [str(problem) for problem in found] == []
    assert played is not None, "a book that is broken elsewhere hides what this fragment says"
    if not one.frame:
        assert played.of(name.removeprefix("flows/").removesuffix(".yaml")).percent == 100


def test_a_false_example_in_a_fragment_is_found(tmp_path: Path) -> None:
    one = next(one for one in FOUND if not one.frame)
    name, text = framed(one)
    found, _ = told(tmp_path, name, text.replace("bot: tarik napas pelan", "bot: tarik napas cepat"))
    assert {problem.code for problem in found} == {"F180"}


def test_every_command_and_option_that_is_named_exists(capsys: pytest.CaptureFixture[str]) -> None:
    from bot.cli import main

    helps: dict[str, str] = {}
    for page in PAGES:
        for command, rest in COMMAND.findall(page.read_text(encoding="utf-8")):
            if command in ("test", "in"):
                continue
            if command not in helps:
                with pytest.raises(SystemExit) as ended:
                    main([command, "--help"])
                assert ended.value.code == 0, f"{page.name}: no command {command!r}"
                helps[command] = capsys.readouterr().out
            for option in OPTION.findall(rest):
                assert option in helps[command], f"{page.name}: {command} has no {option}"
