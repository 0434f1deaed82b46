"""The flows of the shelf that the engine enters by name: small, and good enough to keep every safety rule."""

_HEAD = """\
flow: {name}
title: T
for: anyone
category: umum
start: awal
"""

_SAMBUT = """\
states:
  awal:
    say: Halo.
    ask:
      choices:
        orang:
          label: Orang
          go: serah
        nanti:
          label: Nanti
          go: selesai
      give_up: serah
  selesai:
    end: true
"""
_SERAH = """\
states:
  awal:
    say: "{kini.baca} Nomor: {kini.nomor}."
    handoff: {queue: keluarga, back: selesai}
  selesai:
    end: true
"""
_SEGERA = """\
states:
  awal:
    say:
      - route: line
      - route: contacts
      - "{kini.baca} Bisa menulis lagi?"
    ask:
      choices:
        bisa:
          label: Bisa
          go: selesai
        bukan:
          label: Bukan begitu
          go: bukan_begitu
      give_up: serah
  selesai:
    end: true
"""
_TINGGI = """\
states:
  awal:
    say:
      - route: line
      - Ada yang bisa melihat layar ini?
    ask:
      choices:
        tidak_ada:
          label: Tidak ada
          go: bantuan
        bukan:
          label: Bukan begitu
          go: bukan_begitu
      give_up: serah
  bantuan:
    say:
      - route: contacts
      - Mau bicara dengan orang?
    ask:
      choices:
        mau:
          label: Mau
          go: serah
        nanti:
          label: Nanti
          go: selesai
      give_up: serah
  selesai:
    end: true
"""
_DICEK = """\
states:
  awal:
    say:
      - route: line
      - Mau cerita?
    ask:
      choices:
        mau:
          label: Mau
          go: serah
        bukan:
          label: Bukan begitu
          go: bukan_begitu
      give_up: serah
"""
_FAULT = """\
states:
  awal:
    say: "Maaf. {kini.baca}"
    handoff: {queue: gangguan, back: selesai}
  selesai:
    end: true
"""
_REST = """\
states:
  awal:
    end: true
"""

ROOMS = {
    "sambut": _SAMBUT,
    "serah": _SERAH,
    "aman/segera": _SEGERA,
    "aman/tinggi": _TINGGI,
    "aman/dicek": _DICEK,
    "aman/orang": _FAULT,
    "perintah/menu": _REST,
    "perintah/lanjut": _REST,
    "perintah/orang": "words: [orang]\nstates:\n  awal:\n    then: serah\n",
    "perintah/nomor": 'words: [nomor]\nstates:\n  awal:\n    say: "Ini: {kini.nomor}."\n    then: tempat_tadi\n',
    "perintah/keluar": "words: [keluar]\nstates:\n  awal:\n    say: Oke.\n    end: keluar\n",
}


def rooms() -> dict[str, str]:
    """Their files, by their paths under flows/."""
    return {f"flows/{name}.yaml": _HEAD.format(name=name) + text for name, text in ROOMS.items()}
