"""A small shelf of flows and content on which a test breaks one thing at a time."""

from collections.abc import Mapping
from pathlib import Path

from bot.flow.known import REPLIES
from tests.flow.rooms import rooms

FLOW = """\
flow: main
title: Main
for: child
category: umum
start: tanya

states:
  tanya:
    say: Mau cerita?
    ask:
      save: jawab
      choices:
        ya:
          label: Mau
          go: lanjut
        tidak:
          label: Tidak dulu
          also: [gak, nanti]
          go: pamit
      unclear: Aku belum paham.
      give_up: pamit
    timeout: {after: 10m, go: diam}

  lanjut:
    say:
      - tip: napas
      - Itu saja.
    then:
      - when: {jawab: ya}
        go: serah
      - go: pamit

  serah:
    handoff:
      queue: anak
      note: [jawab]
      back: pamit
    say: "{kini.baca}"
  pamit:
    say: Jaga diri ya.
    end: true

  diam:
    end: true

examples:
  - name: mau
    talk:
      - user: halo
      - press: ya
"""
"""The file flows/main.yaml. Its lines are counted in the tests."""

TIP = """\
---
title: Napas
for: anyone
source: lembar tips
---
## all
Tarik napas pelan.
"""

ROUTES = """\
routes:
  - kinds: [parent_control]
    line: Taruh anak di tempat yang aman, lalu menjauh sebentar.
    contacts: [darurat]
  - kinds: [selfharm]
    line: Makasih sudah bilang. Pergi ke dekat orang dewasa.
    contacts: [darurat]
  - line: Makasih sudah cerita.
    contacts: [darurat]
"""

CONTENT = {
    "categories.yaml": "categories:\n  umum: Umum\n",
    "directory.yaml": (
        "contacts:\n  darurat:\n    name: N\n    how: Telepon\n    number: '112'\n    confidence: H\n"
        "    source: S\n    seen: Des 2024\n    everyone: yes\n"
    ),
    "giveaway.yaml": "words: [dipukul, bapak]\n",
    "replies/umum.yaml": "replies:\n  unclear: Aku belum paham.\n",
    "replies/robot.yaml": "".join(["replies:\n", *(f"  {key}: Oke.\n" for key in REPLIES if key != "unclear")]),
    "aman/rute.yaml": ROUTES,
    "tips/napas.md": TIP,
}
VARIABLES = "variables:\n  jawab:\n    privacy: none\n"
TOPIC = """\
---
title: Susah tidur
label: Susah tidur
for: anyone
ages: all
category: umum
about: [begadang]
source: lembar tips
---
# now
## all
Tarik napas pelan.

# tip
## all
Redupkan lampu satu jam sebelumnya.

# next
## all
Coba jam yang sama besok.
"""
TALKED = """\
flow: topik
title: Topik
for: anyone
category: umum
start: awal
states:
  awal:
    say:
      - topic: now
      - Yang lain?
    ask:
      topics: {for: anyone, folder: malam}
      choices:
        cukup:
          label: Cukup
          go: pamit
      give_up: pamit
    timeout: {after: 10m, go: diam}
  pamit:
    say: Jaga diri ya.
    end: true
  diam:
    end: true
"""
A_TOPIC, TALK = "content/topics/malam/susah_tidur.md", "flows/topik.yaml"


Files = Mapping[str, str | bytes | None]
"""Files of the shelf that are written otherwise; None leaves one out."""


def files() -> dict[str, str]:
    """Every file of the shelf by its path under the folder."""
    return {
        "flows/main.yaml": FLOW,
        "flows/variables.yaml": VARIABLES,
        **rooms(),
        **{f"content/{name}": text for name, text in CONTENT.items()},
    }


def written(folder: Path, changes: Files | None = None) -> tuple[Path, Path]:
    """The shelf in `folder` with some files changed; None leaves one out. Gives flows and content."""
    for name, text in {**files(), **(changes or {})}.items():
        if text is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / "flows", folder / "content"


def topics(old: str = "", new: str = "") -> dict[str, str]:
    """A topic and the flow in which it is talked about, with one part of either changed."""
    both = {A_TOPIC: TOPIC, TALK: TALKED, "flows/variables.yaml": VARIABLES + "  topik:\n    privacy: indirect\n"}
    assert any(old in text for text in both.values())
    return {name: text.replace(old, new, 1) if old else text for name, text in both.items()}


def main(old: str, new: str) -> dict[str, str]:
    """flows/main.yaml with one part changed."""
    return other("flows/main.yaml", old, new)


def other(name: str, old: str, new: str) -> dict[str, str]:
    """Any file of the shelf with one part changed."""
    text = files()[name]
    assert old in text
    return {name: text.replace(old, new, 1)}
