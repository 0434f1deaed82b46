"""A file that is broken in one way, and what a person then reads."""

from dataclasses import dataclass

from bot.flow.overlays import mark_of
from tests.flow.shelf import VARIABLES, Files, main

MENU = "flows/perintah/menu.yaml"
ROUTES = "content/aman/rute.yaml"
APPROVALS = "content/approvals.yaml"
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


ASKED_FOR = """\
flow: ingat
title: Ingat
for: parent
category: umum
start: awal
about: [ingatkan]
states:
  awal:
    plan: {for: mau, at: 19, go: nanti}
    then: akhir
  nanti:
    say: Halo lagi.
    end: true
  akhir:
    say: Baik.
    end: true
"""
"""A flow in which a message is asked for."""


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


def approved(name: str, read: str, by: str = "Sari") -> str:
    """A file of approvals with one text, as it was read."""
    said = f"reviewed: {{by: Budi Santoso, on: 2026-03-02}}, approved: {{by: {by}, on: 2026-03-03}}"
    return f"approvals:\n  {name}: {{mark: '{mark_of(read)}', {said}}}\n"


def asked_for(old: str = "", new: str = "") -> Files:
    """A flow in which a message is asked for, with one part changed."""
    assert old in ASKED_FOR
    mine = "  mau:\n    privacy: none\n    sets: planned\n"
    return {"flows/ingat.yaml": ASKED_FOR.replace(old, new, 1), "flows/variables.yaml": VARIABLES + mine}


def translated(name: str, source: str, text: str) -> str:
    """A file of translations with one text."""
    return f"texts:\n  {name}: {text}\nof:\n  {name}: '{mark_of(source)}'\n"
