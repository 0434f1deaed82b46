"""Which section of the editor's guide teaches what a code guards, by the words of its heading."""

import re
from collections.abc import Mapping

GUIDE = "docs/flow-language.md"
SECTIONS: Mapping[str, str] = {
    "Cara menulis": "F001 F002 F003 F004 F005 F006 F007 F008 F100 F101 F102 F103 F104 F105 F106 F107 F108 F109 F164 "
    "F175 F190",
    "Kepala alur": "F110 F111 F113 F114 F345",
    "Keadaan": "F119 F120 F129 F130 F132 F250",
    "Ke mana": "F121 F140 F141 F142 F143 F144",
    "Yang dikatakan": "F126 F133 F160 F161 F163 F301 F302 F303 F304 F305 F306 F307 F308 F309 F320",
    "Varian": "F146",
    "Tip, nomor, gambar": "F116 F117 F118 F127 F128 F135 F149 F170 F171 F174 F176 F177 F178",
    "Kegiatan": "F155 F193",
    "Bertanya": "F122 F123 F125 F147 F403",
    "Bertanya tentang orangnya": "F211 F270 F271 F272 F321",
    "Diam": "F150 F260",
    "Pesan yang diminta": "F151 F152 F153 F154",
    "Variabel": "F131 F179 F210 F240 F241 F242",
    "Memanggil alur lain": "F136 F137 F138 F139 F145 F148",
    "Menyerahkan ke orang": "F134 F200 F230",
    "Bahaya": "F201 F202 F220 F221 F222 F223 F224 F225",
    "Perintah": "F112 F115 F330 F331",
    "Bahasa lain": "F172 F173 F310 F311 F312",
    "Persetujuan": "C132 F340 F341 F342 F343 F344",
    "Contoh": "F180 F181 F182 F183 F184 F185 F186 F187 F188 F189 F191 F192",
    "Batas": "F124 F401 F402 F410",
    "Pengaturan dan telinga": "C100 C101 C102 C110 C111 C112 C120 C121 C122 C123 C124 C125 C126 C127 C128 C129 C130 "
    "C131 C133 C140 C141 C142 C143 C144 R100 R101 R102 R103 R104 R105 R106 R107 R108 R109 R110 R111 R112",
}
"""Heading → codes."""
OF: Mapping[str, str] = {code: heading for heading, codes in SECTIONS.items() for code in codes.split()}
"""Code → heading."""


def guide(code: str) -> str:
    """Where the guide teaches it: file and anchor."""
    return f"{GUIDE}#{anchor(OF[code])}"


def anchor(heading: str) -> str:
    """A heading as links to it are written: small letters, a hyphen for each space, no other signs."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
