"""A file that is broken in one way, and what a person then reads."""

from dataclasses import dataclass

from bot.flow.overlays import mark_of
from tests.flow.shelf import Files, main

MENU = "flows/perintah/menu.yaml"
ROUTES = "content/aman/rute.yaml"
HELPER = "flows/bantu.yaml"
HELPED = """\
flow: bantu
title: Bantu
for: child
category: umum
start: awal
states:
  awal:
    end: true
"""
"""A flow that is called, and comes back at once."""
TALL = "\n".join(f"      - Kalimat {number}." for number in range(4))


@dataclass(frozen=True, slots=True)
class Example:
    """`changes` break the shelf; a line that begins with `expected` is then told, and no other code but `beside`."""

    code: str
    changes: Files
    expected: str
    beside: tuple[str, ...] = ()


def called(call: str, helper: str = HELPED, *, then: str = "diam") -> Files:
    """The state `pamit` calls another flow."""
    return {**main("    say: Jaga diri ya.\n    end: true", f"    {call}\n    then: {then}"), HELPER: helper}


def helped(old: str, new: str) -> str:
    """The called flow with one part changed."""
    assert old in HELPED
    return HELPED.replace(old, new, 1)


def translated(name: str, source: str, text: str) -> str:
    """A file of translations with one text."""
    return f"texts:\n  {name}: {text}\nof:\n  {name}: '{mark_of(source)}'\n"
