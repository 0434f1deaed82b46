"""Flow books that nobody wrote: hypothesis draws flows in the language and puts them among the project's own."""

import shutil
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.engine.minds import ROOT

WORDS = (
    "apel", "batu", "cangkir", "daun", "ember", "gelas", "hujan", "jeruk", "kertas", "lampu", "meja", "nanas", "obor",
    "pagar", "rumput", "sepeda", "tikar", "ular", "wajan", "yoyo",
)  # fmt: skip
READERS = ("child", "parent", "anyone")
VARIABLE = "hasil{number}"
FLOWS = 3
"""Flows in one drawn book."""
END = "akhir"


@st.composite
def flow(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """One flow: a chain of states in which each leads on, and any question may lead anywhere."""
    states = [f"s{place}" for place in range(draw(st.integers(1, 5)))]
    return {
        "flow": f"uji{number}",
        "title": "Uji",
        "for": draw(st.sampled_from(READERS)),
        "category": "other.information",
        "start": states[0],
        "about": [f"uji{number}"],
        "states": {
            **{name: draw(state(number, place, [*states, END])) for place, name in enumerate(states)},
            END: {"say": "Terima kasih sudah menulis.", "end": "true"},
        },
    }


@st.composite
def state(draw: st.DrawFn, number: int, place: int, states: list[str]) -> dict[str, Any]:
    """`states[place + 1]` is always reached from here, so that none is an island."""
    onward = states[place + 1]
    anywhere = st.sampled_from([*states, "serah", "tempat_tadi", "satu_mundur", "sambut", "perintah/menu"])
    say = [f"Kata {WORDS[(place * 3 + one) % len(WORDS)]}." for one in range(draw(st.integers(1, 2)))]
    match draw(st.sampled_from(["choices", "choices", "text", "age", "then", "call", "handoff"])):
        case "choices":
            keys = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6, unique=True))
            goes = [onward, *(draw(anywhere) for _ in keys[1:])]
            choices = {key: {"label": key.title(), "go": go} for key, go in zip(keys, goes, strict=True)}
            ask = {"save": VARIABLE.format(number=number), "choices": choices, "tries": f"{draw(st.integers(1, 3))}"}
            return {"say": say, "ask": ask, **_timeout(draw)}
        case "text":
            ask = {"save": "cerita", "go": onward, "gather": draw(st.sampled_from(["yes", "no"]))}
            return {"consent": "yes", "say": say, "ask": ask, **_timeout(draw)}
        case "age":
            ask = {"as": "age", "save": VARIABLE.format(number=number), "go": onward}
            return {"say": say, "ask": ask, **_timeout(draw)}
        case "then":
            fits = {"kini.kanal": draw(st.sampled_from(["web", "telegram", "whatsapp"]))}
            return {"say": say[:1], "then": [{"when": fits, "go": onward}, {"go": END}]}
        case "call" if number + 1 < FLOWS:
            return {"call": f"uji{number + 1}", "then": onward}
        case "handoff":
            return {"say": "Sudah diteruskan. {kini.baca}", "handoff": {"queue": "keluarga", "back": onward}}
    return {"say": say, "ask": {"choices": {"oke": {"label": "Oke sip", "go": onward}}}, **_timeout(draw)}


def _timeout(draw: st.DrawFn) -> dict[str, Any]:
    return draw(st.sampled_from([{}, {"timeout": {"after": "10m", "go": "sambut/diam"}}]))


@st.composite
def flows(draw: st.DrawFn) -> tuple[str, ...]:
    """The files uji/uji0.yaml …, as text."""
    drawn = [draw(flow(number)) for number in range(FLOWS)]
    return tuple(yaml.safe_dump(one, allow_unicode=True, sort_keys=False) for one in drawn)


def shelved(folder: Path, texts: tuple[str, ...]) -> tuple[Path, Path]:
    """The project's flows and content with these among them. Gives both folders."""
    shutil.copytree(ROOT / "flows", folder / "flows")
    shutil.copytree(ROOT / "content", folder / "content")
    more = "".join(f"  {VARIABLE.format(number=number)}:\n    privacy: none\n" for number in range(FLOWS))
    with (folder / "flows" / "variables.yaml").open("a", encoding="utf-8") as variables:
        variables.write(more)
    for number, text in enumerate(texts):
        (folder / "flows" / f"uji{number}.yaml").write_text(text, encoding="utf-8")
    return folder / "flows", folder / "content"
