"""What the documentation shows is true: every YAML fragment is read, and every command that is named exists.

A fragment that begins with a flow is a whole file: it stands beside the project's own flows, passes, and its examples
come true. The info string frames the others: `yaml langkah` (a whole file that is not finished yet: it is answered by
what it says first), `yaml dipanggil` (a whole file that other fragments call), `yaml state` (states of a flow),
`yaml variables`, `yaml talk FLOW` (examples of that flow), `yaml terjemahan FLOW` (its translation), `yaml seen FLOW`
(what stands in that flow word by word), `yaml telinga` (a file of content/risk: its rules are tried on their messages),
`yaml salah CODE` (states, or for R… a file of content/risk, that are told with exactly this code). All that are true
stand in one folder, which is read and played once.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

import pytest

from bot.commands import problems
from bot.engine.coverage import Coverage, Trail
from bot.errors import Problem
from bot.flow.schema import shaped
from bot.flow.source import read
from bot.screen.normalise import words_of
from bot.screen.rules import RiskIn, read_rules

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(yaml[^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:\./run|puspaga) ([a-z]+)((?: +--?[a-z-]+| +[^\s`|]+)*)")
OPTION = re.compile(r"(?<!\S)--[a-z-]+")
FRAME = """\
# yaml-language-server: $schema=../docs/flow.schema.json
flow: {name}
title: Kerangka
for: anyone
language: id
category: other.information
start: awal
about: [{name}]
states:
"""
PLAYED = """
examples:
  - name: sudah jalan
    talk:
      - user: {about}
      - bot: {say}
"""
UNTRANSLATED = "F310"
"""A flow of the guide has a translation or none; either is fine there."""


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


def stood(folder: Path, *files: tuple[str, str]) -> tuple[list[Problem], Coverage | None]:
    """Problems of the project with these files more, or these texts at their ends; and what the examples walked: None
    when they were not played."""
    for part in ("flows", "content"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "config.yaml", folder / "config.yaml")
    for name, text in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")
    trail = Trail()
    return list(problems(folder / "config.yaml", {}, [folder / name for name, _ in files], trail)), trail.coverage()


def framed(one: Fragment, number: int) -> tuple[str, str]:
    """The file that a fragment becomes, or is put at the end of."""
    kind, _, more = one.frame.partition(" ")
    letters = f"kerangka_{ascii_lowercase[number // 26]}{ascii_lowercase[number % 26]}"
    match kind:
        case "" | "langkah":
            name = re.search(r"^flow: (\S+)", one.text, re.MULTILINE)
            assert name, f"{one.where}: a fragment that is no whole flow says what it is: yaml state, yaml talk …"
            if not kind:
                return f"flows/anak/{name.group(1)}.yaml", one.text
            said = re.search(r"say:\s+(?:- )?(.*)", one.text)
            assert said, f"{one.where}: the first steps say something"
            text = re.sub(r"^about: .*", f"about: [{letters}]", one.text, flags=re.MULTILINE)
            return (
                f"flows/{letters}/{name.group(1)}.yaml",
                text + PLAYED.format(about=letters, say=said.group(1)),
            )
        case "dipanggil":
            name = re.search(r"^flow: (\S+)", one.text, re.MULTILINE)
            assert name, f"{one.where}: a flow that is called has a name"
            return f"flows/contoh/{name.group(1)}.yaml", one.text
        case "telinga":
            return f"content/risk/{letters}.yaml", one.text
        case "salah" if more.startswith("R"):
            return f"content/risk/{letters}.yaml", one.text
        case "state" | "salah":
            return f"flows/{letters}.yaml", FRAME.format(name=letters) + one.text
        case "variables":
            return "flows/variables.yaml", one.text.split("\n", 1)[1]
        case "talk":
            return f"flows/{more}.yaml", "\n" + one.text
        case "terjemahan":
            return f"content/en/flows/{more}.yaml", one.text
    raise AssertionError(f"{one.where}: {one.frame!r} is no frame")


TRUE = {
    one.where: framed(one, number)
    for number, one in enumerate(FOUND)
    if one.frame.partition(" ")[0] not in ("seen", "salah")
}
"""The file of each fragment that passes."""
WHOLE = [one.where for one in FOUND if not one.frame]
EAR = [one.where for one in FOUND if one.frame == "telinga"]


Together = tuple[Path, list[Problem], Coverage | None]
"""The folder, what is told of it, and what its examples walked."""


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Together:
    """All true fragments beside the project's own flows, read and played once."""
    folder = tmp_path_factory.mktemp("guide")
    return folder, *stood(folder, *TRUE.values())


def test_the_guide_has_one_whole_flow() -> None:
    whole = [one for one in FOUND if one.where.startswith("docs/flow-language.md") and not one.frame]
    assert len(whole) == 1


@pytest.mark.parametrize("where", TRUE)
def test_a_fragment_is_true(where: str, together: Together) -> None:
    folder, found, _ = together
    name, _ = TRUE[where]
    told = [str(one) for one in found if Path(one.path).resolve() == folder / name and one.code != UNTRANSLATED]
    assert told == []


def test_all_that_is_true_is_played_and_a_whole_flow_to_its_last_arrow(together: Together) -> None:
    _, found, played = together
    assert played is not None, [str(one) for one in found if one.severity == "error"]
    for name, _ in (TRUE[where] for where in WHOLE):
        assert played.of(name.removeprefix("flows/").removesuffix(".yaml")).percent == 100


def test_a_word_that_is_added_is_heard(together: Together) -> None:
    folder, _, _ = together
    rules = read_rules(folder / "content" / "risk")
    added = [shaped(read(where, TRUE[where][1]), RiskIn) for where in EAR]
    spelled = {way: says for one in added if one for way, says in one.spelling.items()}
    meant = [
        (name, word) for one in added if one for name, line in one.concepts.items() for word in " ".join(line).split()
    ]
    assert spelled
    assert meant
    for way, says in spelled.items():
        assert words_of(way, rules.lexicon).said == says.split()
    for name, word in meant:
        assert name in rules.table.concepts
        assert words_of(word, rules.lexicon).said == [word]
        assert name in rules.concepts[word]


def test_a_false_message_of_a_rule_in_a_fragment_is_found(tmp_path: Path) -> None:
    name, text = next(TRUE[where] for where in EAR if "catches:" in TRUE[where][1])
    found, _ = stood(tmp_path, (name, text.replace("catches:\n", "catches:\n      - selamat pagi\n")))
    assert [one.code for one in found if Path(one.path) == tmp_path / name] == ["R110"]


@pytest.mark.parametrize("one", [one for one in FOUND if one.frame.startswith("seen ")], ids=lambda one: one.where)
def test_what_is_shown_of_a_flow_stands_there(one: Fragment) -> None:
    assert one.text in (ROOT / "flows" / f"{one.frame.split()[1]}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("one", [one for one in FOUND if one.frame.startswith("salah ")], ids=lambda one: one.where)
def test_what_is_shown_as_wrong_is_told_with_its_code(one: Fragment, tmp_path: Path) -> None:
    found, _ = stood(tmp_path, framed(one, 0))
    assert [problem.code for problem in found if problem.severity == "error"] == [one.frame.split()[1]]


def test_a_false_example_in_a_fragment_is_found(tmp_path: Path) -> None:
    name, text = next(TRUE[where] for where in WHOLE)
    found, _ = stood(tmp_path, (name, text.replace("bot: tarik napas pelan", "bot: tarik napas cepat")))
    assert {problem.code for problem in found} - {UNTRANSLATED} == {"F180"}


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
