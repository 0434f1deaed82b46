"""Broken safety: F2xx. `talks` holds the shortest talk that is told of each, for tests/flow/test_proof.py."""

from tests.flow.broken.example import ROUTES, Example
from tests.flow.shelf import Files, other

SEGERA, TINGGI, DICEK = "flows/aman/segera.yaml", "flows/aman/tinggi.yaml", "flows/aman/dicek.yaml"
CONTROL = """\
  - kinds: [parent_control]
    line: Taruh anak di tempat yang aman, lalu menjauh sebentar.
    contacts: [darurat]
"""

_LAIN = """\
flow: lain
title: Lain
for: {reader}
category: umum
start: tanya
about: [lain]
states:
"""
_VARIABLES = """\
variables:
  jawab:
    privacy: none
  topik:
    privacy: none
  cerita:
    privacy: sensitive
  nama:
    privacy: direct
"""


def lain(states: str, reader: str = "child", **more: str) -> Files:
    """A flow of its own beside the shelf's, and variables of every class."""
    others = {f"flows/{name}.yaml": text for name, text in more.items()}
    return {"flows/lain.yaml": _LAIN.format(reader=reader) + states, "flows/variables.yaml": _VARIABLES, **others}


def asking(question: str, *, save: str = "cerita", consent: str = "yes", says: str = "Jaga diri ya.") -> str:
    """A question in free words, and what is said after it."""
    return f"""\
  tanya:
    consent: {consent}
    say: {question}
    ask:
      save: {save}
      go: pamit
  pamit:
    say: "{says}"
    end: true
"""


_CALLING = """\
  tanya:
    consent: yes
    say: Apa yang terjadi?
    ask:
      save: cerita
      go: panggil
  panggil:
    call:
      flow: bantu
      with: {topik: "{cerita}"}
    then: pamit
  pamit:
    say: Jaga diri ya.
    end: true
"""
_HELPING = """\
flow: bantu
title: Bantu
for: anyone
category: umum
start: awal
arguments: [topik]
states:
  awal:
    say: "Tadi: {topik}"
    end: true
"""
_NOTING = """\
  tanya:
    consent: yes
    say: Apa yang terjadi?
    ask:
      save: cerita
      go: orang
  orang:
    say: "{kini.baca}"
    handoff: {queue: anak, note: [cerita], back: pamit}
  pamit:
    end: true
"""
_STUCK = """\
  tanya:
    say: Mau lanjut?
    ask:
      choices:
        ya:
          label: Lanjut
          go: lagi
  lagi:
    say: Lagi?
    ask:
      choices:
        ya:
          label: Lagi
          go: tanya
"""
_SILENT = """\
  tanya:
    call: bantu
    then: pamit
  pamit:
    say: Jaga diri ya.
    end: true
"""
_WAITING = """\
flow: bantu
title: Bantu
for: parent
category: umum
start: awal
states:
  awal:
    say: Mau lanjut?
    ask:
      choices:
        ya:
          label: Lanjut
          go: selesai
    timeout: {after: 10m, go: selesai}
  selesai:
    say: Sampai nanti.
    end: true
"""
_WHO = {
    "flows/variables.yaml": _VARIABLES
    + "  umur:\n    privacy: indirect\n    sets: age_band\n  siapa:\n    privacy: none\n    sets: reader\n"
}
_PROFILE = """\
  tanya:
    say: Berapa umurmu?
    ask:
      save: umur
{reason}      choices:
        kecil:
          label: Kecil
          go: selesai
        besar:
          label: Besar
          go: selesai
  selesai:
    end: true
"""
_TWO = """\
  dua:
    end: true
"""
_BOTH = """\
  tanya:
    say: Berapa umurmu?
    ask:
      save: umur
      reason: Supaya pas.
      choices:
        kecil:
          label: Kecil
          go: lagi
        besar:
          label: Besar
          go: selesai
  selesai:
    end: true
  lagi:
    say: Siapa yang menulis?
    ask:
      save: siapa
      reason: Supaya pas.
      choices:
        anak:
          label: Anak
          go: selesai
        ortu:
          label: Orang tua
          go: dua
  dua:
    end: true
"""
_SMALL = "flows/lain.yaml:8:3"

EXAMPLES = (
    Example(
        "F200",
        {"flows/perintah/orang.yaml": None},
        "flows/aman/segera.yaml:7:3 F200 from 'aman/segera/awal' a person is more than two turns away",
    ),
    Example(
        "F201",
        other("flows/perintah/nomor.yaml", "Ini: {kini.nomor}.", "Ini nomornya."),
        "flows/perintah/nomor.yaml:8:3 F201 NOMOR does not give the numbers in 'perintah/nomor/awal'",
    ),
    Example(
        "F202",
        other("flows/perintah/keluar.yaml", "end: keluar", "end: berhenti"),
        "flows/perintah/keluar.yaml:8:3 F202 KELUAR does not close the talk in 'perintah/keluar/awal'",
    ),
    Example(
        "F220",
        other(SEGERA, "      - route: contacts\n", ""),
        "flows/aman/segera.yaml:7:3 F220 there is danger now, and 'aman/segera/awal' says no contact",
    ),
    Example(
        "F221",
        other(TINGGI, "      - route: contacts\n", ""),
        "flows/aman/tinggi.yaml:20:3 F221 there is danger today, and by the second turn, in 'aman/tinggi/bantuan'",
    ),
    Example(
        "F222",
        other(TINGGI, "      - Mau bicara dengan orang?\n", "      - contact: darurat\n" * 2),
        "flows/aman/tinggi.yaml:20:3 F222 more than two contacts at once in 'aman/tinggi/bantuan'",
    ),
    Example(
        "F223",
        other(ROUTES, CONTROL, ""),
        "flows/aman/dicek.yaml:7:3 F223 a parent about to lose control does not read a step first in 'aman/dicek/awal'",
    ),
    Example(
        "F224",
        other(ROUTES, "Pergi ke dekat orang dewasa.", "Itu berat."),
        "flows/aman/dicek.yaml:7:3 F224 who may harm themselves does not read first of somebody near",
    ),
    Example(
        "F225",
        other(DICEK, "        bukan:\n          label: Bukan begitu\n          go: bukan_begitu\n", ""),
        "flows/aman/dicek.yaml:7:3 F225 an alarm cannot be denied in 'aman/dicek/awal'",
    ),
    Example(
        "F230",
        other("flows/serah.yaml", "{kini.baca} ", ""),
        "flows/serah.yaml:7:3 F230 somebody waits for a person, and 'serah/awal' does not say when one reads",
    ),
    Example(
        "F210",
        lain(asking("Apa yang terjadi?", consent="no")),
        f"{_SMALL} F210 'cerita' is kept in 'lain/tanya' before the consent text was read",
    ),
    Example(
        "F211", lain(asking("Boleh tulis sedikit?", save="nama")), f"{_SMALL} F211 in 'lain/tanya' a child is asked"
    ),
    Example("F211", lain(asking("Di sekolah mana?")), f"{_SMALL} F211 in 'lain/tanya' a child is asked for a name"),
    Example(
        "F240",
        lain(asking("Apa yang terjadi?", says="Tadi: {cerita}")),
        "flows/lain.yaml:14:3 F240 'lain/pamit/say/0' shows what 'cerita' holds, which is personal",
    ),
    Example(
        "F240",
        lain(_CALLING, bantu=_HELPING),
        "flows/bantu.yaml:8:3 F240 'bantu/awal/say/0' shows what 'topik' holds, which is personal",
    ),
    Example(
        "F241",
        lain(_NOTING),
        "flows/lain.yaml:14:3 F241 the note of 'lain/orang' holds 'cerita', which is personal",
    ),
    Example(
        "F242",
        lain(asking("Apa yang terjadi?", save="jawab")),
        f"{_SMALL} F242 free words in 'lain/tanya' are kept in 'jawab' as if they were not personal",
    ),
    Example(
        "F270",
        {**lain(_PROFILE.format(reason="      reason: Supaya pas.\n")), **_WHO},
        f"{_SMALL} F270 'lain/tanya' asks for 'umur', and the answer changes nothing",
    ),
    Example(
        "F271",
        {**lain(_PROFILE.format(reason="").replace("selesai", "dua", 1) + _TWO), **_WHO},
        f"{_SMALL} F271 'lain/tanya' asks who or where somebody is, without a reason",
    ),
    Example(
        "F272",
        {**lain(_BOTH), **_WHO},
        "flows/lain.yaml:22:3 F272 'lain/lagi' is the second question about themselves before any help",
    ),
    Example("F250", lain(_STUCK), f"{_SMALL} F250 from 'lain/tanya' no way leads to an end or to a person"),
    Example(
        "F260",
        lain(_SILENT, bantu=_WAITING),
        "flows/bantu.yaml:14:5 F260 after a silence, 'bantu/selesai' speaks unasked",
    ),
)

TALKS: dict[str, tuple[str, ...]] = {
    "F200": ("user: (imminent)", "bot: (route: line)", "bot: (route: contacts)", "bot: {kini.baca} Bisa menulis lagi?"),
    "F201": ("user: NOMOR", "bot: Ini nomornya."),
    "F202": ("user: KELUAR", "bot: Oke."),
    "F220": (
        "(physical; unknown; kabupaten lain)",
        "user: (imminent)",
        "bot: (route: line)",
        "bot: {kini.baca} Bisa menulis lagi?",
    ),
    "F221": (
        "(physical; unknown; kabupaten lain)",
        "user: (high)",
        "bot: (route: line)",
        "bot: Ada yang bisa melihat layar ini?",
        "press: tidak_ada",
        "bot: Mau bicara dengan orang?",
    ),
    "F222": (
        "(physical; unknown; kabupaten lain)",
        "user: (high)",
        "bot: (route: line)",
        "bot: Ada yang bisa melihat layar ini?",
        "press: tidak_ada",
        "bot: (route: contacts)",
        "bot: 112",
        "bot: 112",
    ),
    "F223": (
        "(physical; unknown; kabupaten lain)",
        "user: (concern)",
        "bot: (route: line)",
        "bot: Mau cerita?",
    ),
    "F224": (
        "(physical; unknown; kabupaten lain)",
        "user: (concern)",
        "bot: (route: line)",
        "bot: Mau cerita?",
    ),
    "F225": ("user: (concern)", "bot: (route: line)", "bot: Mau cerita?"),
    "F230": ("user: ORANG", "bot: Nomor: {kini.nomor}."),
    "F210": ("user: lain", "bot: Apa yang terjadi?"),
    "F211": ("user: lain", "bot: Boleh tulis sedikit?"),
    "F240": ("user: lain", "bot: Apa yang terjadi?", "user: …", "bot: Tadi: {cerita}"),
    "F241": ("user: lain", "bot: Apa yang terjadi?", "user: …", "bot: {kini.baca}"),
    "F242": ("user: lain", "bot: Apa yang terjadi?"),
    "F250": ("user: lain", "bot: Mau lanjut?"),
    "F270": ("user: lain", "bot: Berapa umurmu?"),
    "F271": ("user: lain", "bot: Berapa umurmu?"),
    "F272": ("user: lain", "bot: Berapa umurmu?", "press: kecil", "bot: Siapa yang menulis?"),
    "F260": ("user: lain", "bot: Mau lanjut?", "after: 10m", "bot: Sampai nanti."),
}
