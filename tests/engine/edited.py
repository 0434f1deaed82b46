"""The project's flows as an editor may leave them behind: every question reworded, every state renamed."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bot.engine.mind import Mind
from bot.flow.book import Book
from bot.flow.library import load
from tests.engine import minds
from tests.engine.minds import ROOT

Edit = Callable[[str, dict[str, Any]], None]
"""Of one flow, by its name: plain YAML, changed in place."""
TARGETS = ("go", "give_up", "back", "then", "start", "late")


def nothing(name: str, flow: dict[str, Any]) -> None:
    """As it is."""


def reworded(name: str, flow: dict[str, Any]) -> None:
    """Every text and every label reads a little different."""
    for state in flow["states"].values():
        says = state.get("say", [])
        state["say"] = [_louder(one) for one in (says if isinstance(says, list) else [says])]
        for choice in state.get("ask", {}).get("choices", {}).values():
            choice["label"] = _louder(choice["label"])


def _louder(text: Any) -> Any:
    if isinstance(text, dict):
        return {**text, "text": text["text"] + "!"} if "text" in text else text
    return text + "!"


def renamed(name: str, flow: dict[str, Any]) -> None:
    """Every state has another name, and says which it was."""
    for state in flow["states"].values():
        state["was"] = ""
    without_a_word(name, flow)
    for key, state in flow["states"].items():
        state["was"] = key.removesuffix(NEW)


def without_a_word(name: str, flow: dict[str, Any]) -> None:
    """Every state has another name, and nobody says which it was."""
    own = set(flow["states"])
    flow["states"] = {f"{key}{NEW}": _aimed(state, own) for key, state in flow["states"].items()}
    flow["start"] += NEW


NEW = "_baru"


def _aimed(part: Any, own: set[str]) -> Any:
    """Every target in a part of a flow follows the new names: in this flow, and in any other."""
    if isinstance(part, list):
        return [_aimed(one, own) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _aimed(one, own) for key, one in part.items()}
    for key in TARGETS:
        if isinstance(target := found.get(key), str) and (target in own or target in _places()):
            found[key] = f"{target}{NEW}"
    return found


@cache
def _plain() -> dict[str, dict[str, Any]]:
    folder = ROOT / "flows"
    files = sorted(one for one in folder.rglob("*.yaml") if one.stem != "variables")
    return {one.relative_to(folder).with_suffix("").as_posix(): _read(one) for one in files}


@cache
def _places() -> frozenset[str]:
    return frozenset(f"{name}/{state}" for name, flow in _plain().items() for state in flow["states"])


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    return found


@cache
def book(edit: Edit) -> Book:
    """Written, and read again as any book is; without its examples, which tell of what was."""
    with TemporaryDirectory() as folder:
        flows = Path(folder) / "flows"
        for path in sorted((ROOT / "flows").rglob("*.yaml")):
            name = path.relative_to(ROOT / "flows").with_suffix("").as_posix()
            one = _read(path)
            if name != "variables":
                one.pop("examples", None)
                edit(name, one)
            (flows / path.relative_to(ROOT / "flows")).parent.mkdir(parents=True, exist_ok=True)
            text = yaml.safe_dump(one, sort_keys=False, allow_unicode=True)
            (flows / path.relative_to(ROOT / "flows")).write_text(text, encoding="utf-8")
        return load(flows, _content(Path(folder)))


def _content(folder: Path) -> Path:
    """The project's content without its translations, which are named by the names of states."""
    content = folder / "content"
    content.mkdir()
    for one in sorted((ROOT / "content").iterdir()):
        if len(one.name) > 2:
            (content / one.name).symlink_to(one)
    return content


@cache
def mind(edit: Edit) -> Mind:
    return replace(minds.mind(), book=book(edit))
