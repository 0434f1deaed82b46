"""The offices: one Puspaga of a district each, and the province for every other."""

from bot.model.message import Office

OFFICES = {
    "provinsi": "Provinsi",
    "balikpapan": "Balikpapan",
    "samarinda": "Samarinda",
    "bontang": "Bontang",
    "kukar": "Kutai Kartanegara",
    "kutim": "Kutai Timur",
    "kubar": "Kutai Barat",
    "berau": "Berau",
    "paser": "Paser",
    "ppu": "Penajam Paser Utara",
}
"""Their codes, and what colleagues call them; what families read is content/replies."""
PROVINCE = Office("provinsi")


def office_of(district: str) -> Office:
    """The office that serves a district: its own; the province where there is none (mahulu), or nobody knows."""
    return Office(district) if district in OFFICES else PROVINCE
