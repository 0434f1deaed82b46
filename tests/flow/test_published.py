"""The published schemas: as the loader reads, told while an editor types."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.flow.published import FILES, first_line, published, unmarked
from tests.flow.shelf import FLOW, VARIABLES, written

ROOT = Path(__file__).parents[2]
TYPES: dict[str, Any] = {"object": dict, "array": list, "string": str, "integer": int, "number": int | float}
TYPES |= {"null": type(None), "boolean": bool}
KNOWN = {"type", "properties", "required", "additionalProperties", "anyOf", "enum", "const", "items", "$ref", "pattern"}
KNOWN |= {"minimum", "maximum", "minProperties", "maxProperties", "description", "$schema", "definitions"}


class Words(yaml.SafeLoader):
    """YAML as its editors read it (1.2): `no` is a word, `12` a number, `true` is yes, and a day is a word."""


Words.yaml_implicit_resolvers = {
    letter: [(tag, rule) for tag, rule in rules if tag.rsplit(":", 1)[-1] in ("int", "null")]
    for letter, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def is_a(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def wrongs(value: Any, schema: dict[str, Any], parts: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a value, by the words that these schemas use."""
    assert set(schema) <= KNOWN
    if "$ref" in schema:
        yield from wrongs(value, parts[schema["$ref"].rsplit("/", 1)[-1]], parts)
        return
    names = schema.get("type", [])
    if names and not any(is_a(value, name) for name in ([names] if isinstance(names, str) else names)):
        yield f"{value!r} is no {names}"
    if "enum" in schema and not any(same(value, one) for one in schema["enum"]):
        yield f"{value!r} is none of {schema['enum']}"
    if "const" in schema and not same(value, schema["const"]):
        yield f"{value!r} is not {schema['const']!r}"
    if "anyOf" in schema and all(any(wrongs(value, one, parts)) for one in schema["anyOf"]):
        yield f"{value!r} is nothing that stands here"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{value!r} is not {schema['pattern']}"
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{value!r} is out of bounds"
    if isinstance(value, list):
        for one in value:
            yield from wrongs(one, schema.get("items", {}), parts)
    if isinstance(value, dict):
        yield from wrong_keys(value, schema, parts)


def wrong_keys(value: dict[Any, Any], schema: dict[str, Any], parts: dict[str, Any]) -> Iterator[str]:
    yield from (f"{name} is missing" for name in schema.get("required", ()) if name not in value)
    if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", len(value)):
        yield f"{len(value)} keys"
    others = schema.get("additionalProperties", True)
    for name, one in value.items():
        if name in schema.get("properties", {}):
            yield from wrongs(one, schema["properties"][name], parts)
        elif others is False:
            yield f"{name} has no meaning here"
        elif isinstance(others, dict):
            yield from wrongs(one, others, parts)


def told(text: str, file: str = "flow.schema.json") -> list[str]:
    schema = json.loads((ROOT / "docs" / file).read_text("utf-8"))
    return list(wrongs(yaml.load(text, Words), schema, schema["definitions"]))


def test_the_published_schemas_are_as_the_models_say() -> None:
    for file in FILES:
        text = (ROOT / "docs" / file).read_text("utf-8")
        assert text == published(file), f"docs/{file} is old: run python -m tests.flow.paper"


def test_every_flow_of_the_project_and_the_variables_hold_to_their_schema() -> None:
    flows = sorted((ROOT / "flows").rglob("*.yaml"))
    assert len(flows) > 20
    for path in flows:
        file = "variables.schema.json" if path.name == "variables.yaml" else "flow.schema.json"
        assert told(path.read_text("utf-8"), file) == [], path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("say: Mau cerita?", "say: [Mau, Sekarang]"),
        ("say: Mau cerita?", "say: {text: Mau}"),
        ("label: Mau", "label: 12"),
        ("label: Mau", "label: true"),
        ("also: [gak, nanti]", "also: gak"),
        ("save: jawab", "save: jawab\n      skip_known: ya\n      tries: 3\n      as: age"),
        ("save: jawab", "save: jawab\n      gather: false"),
        ("go: diam}", "go: diam}\n    language: id"),
        ("handoff:", "call: {flow: main, with: {jawab: 1}}\n    handoff:"),
        ("handoff:", "call: main\n    then: pamit\n    handoff:"),
        ("- user: halo", "- user: [halo, tes]\n      - sticker\n      - voice:\n      - as: A\n      - not: x"),
        ("- user: halo", "- then: {level: none, sent: 2, jawab: ya}"),
    ],
)
def test_whatever_the_loader_takes_the_schema_takes(old: str, new: str) -> None:
    assert old in FLOW
    assert told(FLOW.replace(old, new, 1)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Main", "titel: Main"),
        ("title: Main\n", ""),
        ("for: child", "for: kid"),
        ("title: Main", "title: [Main]"),
        ("label: Mau\n", "lable: Mau\n"),
        ("after: 10m", "after: 10 menit"),
        ("after: 10m", "after: 10"),
        ("save: jawab", "skip_known: maybe"),
        ("save: jawab", "tries: 0"),
        ("save: jawab", "as: colour"),
        ("- tip: napas", "- tips: napas"),
        ("- go: pamit", "- pamit"),
        ("queue: anak", "queues: anak"),
        ("end: true", "end: yes"),
        ("- press: ya", "- pres: ya"),
        ("- press: ya", "- press: ya\n        bot: x"),
        ("- press: ya", "- stiker"),
        ("states:", "states: []\nstate:"),
    ],
)
def test_a_usual_mistake_is_told_while_typing(old: str, new: str) -> None:
    assert old in FLOW
    assert told(FLOW.replace(old, new, 1)) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [("privacy:", "private:"), ("none", "low"), ("variables:", "variable:"), ("none", "none\n    keep: 3 hari")],
)
def test_a_mistake_in_the_variables_is_told_while_typing(old: str, new: str) -> None:
    assert told(VARIABLES, "variables.schema.json") == []
    assert told(VARIABLES.replace(old, new, 1), "variables.schema.json") != []


def test_every_flow_names_its_schema_in_the_first_line() -> None:
    assert list(unmarked(ROOT / "flows")) == []
    for path in (ROOT / "flows").rglob("*.yaml"):
        assert (path.parent / path.read_text("utf-8").splitlines()[0].partition("$schema=")[2]).resolve().is_file()


def test_a_flow_that_names_no_schema_or_another_is_told_as_a_warning(tmp_path: Path) -> None:
    marked = {"flows/main.yaml": f"{first_line('main.yaml')}\n{FLOW}"}
    wrong = {"flows/variables.yaml": f"{first_line('main.yaml')}\n{VARIABLES}"}
    flows, _ = written(tmp_path, marked | wrong)
    found = {Path(one.path).relative_to(flows).as_posix(): one for one in unmarked(flows)}
    assert "main.yaml" not in found
    assert "aman/segera.yaml" in found
    one = found["variables.yaml"]
    assert (one.line, one.column, one.code, one.severity) == (1, 1, "F175", "warning")
    assert one.text == "the first line is not '# yaml-language-server: $schema=../docs/variables.schema.json'"
