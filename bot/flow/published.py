"""The flow language as JSON Schema, so that an editor is told while typing what a place takes, and what is amiss.

A YAML editor reads `12` as a number and `true` as yes; for us both are text until a field says otherwise (source.py).
So wherever the loader takes a text, the schema takes any single value. It accepts all that the loader accepts; what a
model cannot say of itself (a state that is not there, a word that blames) stays with the checker.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.errors import Problem
from bot.flow.codes import problem
from bot.flow.hints import HINTS
from bot.flow.schema import FlowIn, VariablesIn

MARK = "# yaml-language-server: $schema="
"""How the first line of a file names its schema; YAML editors know it."""
FILES: Mapping[str, type[BaseModel]] = {"flow.schema.json": FlowIn, "variables.schema.json": VariablesIn}
"""The published files, under docs/."""
SINGLE = ["string", "number", "boolean", "null"]
"""What an editor may take a text for."""
LEFT_OUT = ("default", "title", "format")
BOUNDS = {"ge": "minimum", "le": "maximum"}
"""As pydantic tells bounds of a value that may be told in several ways."""
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest that the YAML editors know whole."""


def first_line(name: str) -> str:
    """The first line of the file `name` under flows/: `anak/cemas.yaml` goes up two folders."""
    schema = "variables.schema.json" if name == "variables.yaml" else "flow.schema.json"
    return f"{MARK}{'../' * (name.count('/') + 1)}docs/{schema}"


def unmarked(flows: Path) -> Iterable[Problem]:
    """The flow files whose first line does not name their schema."""
    for path in sorted(flows.rglob("*.yaml")):
        line = first_line(path.relative_to(flows).as_posix())
        with path.open("rb") as file:
            if file.readline().decode(errors="replace").rstrip() != line:
                yield problem((str(path), 1, 1), "F175", line=line)


def published(file: str) -> str:
    """The text of one of FILES."""
    schema = FILES[file].model_json_schema()
    parts = schema.pop("$defs", {})
    whole = _hinted(FILES[file].__name__, schema)
    named = {name: _hinted(name, part) for name, part in parts.items()}
    return json.dumps({"$schema": DRAFT, **whole, "definitions": named}, ensure_ascii=False, indent=1) + "\n"


def _hinted(model: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """One model, with what an editor sees of each of its keys."""
    shown = _loosened({name: part for name, part in schema.items() if name != "description"})
    for name, part in shown.get("properties", {}).items():
        hint, english = HINTS[model][name], part.pop("description", "")
        shown["properties"][name] = {"description": f"{hint}\n\n{english}" if english else hint, **part}
    return shown


def _loosened(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema that takes for a text whatever an editor may take it for; without what only pydantic needs."""
    out: dict[str, Any] = {}
    for name, part in schema.items():
        if name in LEFT_OUT:
            continue
        if name == "properties":
            out[name] = {key: _loosened(one) for key, one in part.items()}
        elif name == "$ref":
            out[name] = part.replace("#/$defs/", "#/definitions/")
        elif name == "type" and part == "string" and not {"enum", "const"} & set(schema):
            out[name] = "string" if "pattern" in schema else SINGLE
        elif name == "anyOf":
            ways = [_loosened(one) for one in part if one != {"type": "null"}]  # what is not there is left out
            out.update(ways[0] if len(ways) == 1 else {name: ways})
        elif name == "enum":
            out[name] = [*part, *({"true": True, "false": False}[one] for one in part if one in ("true", "false"))]
        elif isinstance(part, dict):
            out[name] = _loosened(part)
        elif isinstance(part, list):
            out[name] = [_loosened(one) if isinstance(one, dict) else one for one in part]
        else:
            out[BOUNDS.get(name, name)] = part
    if "enum" in out:
        out.pop("type", None)  # a word of it may be true, or empty
        out["enum"] += [None] if "" in out["enum"] else []
    return out
