"""Broken safety: F2xx. `talks` holds the shortest talk that is told of each, for tests/flow/test_proof.py."""

from tests.flow.broken.example import ROUTES, Example
from tests.flow.shelf import other

SEGERA, TINGGI, DICEK = "flows/aman/segera.yaml", "flows/aman/tinggi.yaml", "flows/aman/dicek.yaml"
CONTROL = """\
  - kinds: [parent_control]
    line: Taruh anak di tempat yang aman, lalu menjauh sebentar.
    contacts: [darurat]
"""

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
)

TALKS: dict[str, tuple[str, ...]] = {
    "F200": ("user: (imminent)", "bot: (route: line)", "bot: (route: contacts)", "bot: {kini.baca} Bisa menulis lagi?"),
    "F201": ("user: NOMOR", "bot: Ini nomornya."),
    "F202": ("user: KELUAR", "bot: Oke."),
    "F220": (
        "(imminent: physical; unknown; kabupaten lain)",
        "user: (imminent)",
        "bot: (route: line)",
        "bot: {kini.baca} Bisa menulis lagi?",
    ),
    "F221": (
        "(high: physical; unknown; kabupaten lain)",
        "user: (high)",
        "bot: (route: line)",
        "bot: Ada yang bisa melihat layar ini?",
        "press: tidak_ada",
        "bot: Mau bicara dengan orang?",
    ),
}
