"""The ten districts of East Kalimantan, with their nicknames, towns and how they are misspelt.

Laws
1. A name counts as whole words. Only long names may hold a typo: "pasar" is no Paser, "kabar" no Kubar.
2. "Kutai" alone is three districts, so it is none; two districts are one where the text says in which they live.

The towns are seats and kecamatan whose name stands in one district only and is no word of daily talk.
"""

import re
from collections.abc import Iterator

from bot.engine.answer import Answer
from bot.engine.spelling import even, evened, misspelt, plain

TYPO_FROM = 8
"""Letters of a name that may hold a typo; shorter ones lie too near to other words (Bontang, bintang)."""

DISTRICTS = {
    "balikpapan": ("balikpapan", "bpp", "bppn", "bpn", "balik papan", "bpapan", "sepinggan"),
    "samarinda": (
        "samarinda", "smd", "smr", "smrd", "smdr", "smrnda", "palaran", "samarinda ulu", "samarinda seberang",
        "sungai kunjang", "loa janan ilir",
    ),
    "bontang": ("bontang", "bontank", "botang", "loktuan", "bontang kuala"),
    "kukar": (
        "kukar", "kuker", "kutai kartanegara", "kutai kertanegara", "kutai kartanagara", "tenggarong",
        "tengarong", "samboja", "sanga sanga", "sanga-sanga", "sanga2", "muara badak", "muara jawa", "loa kulu",
        "loa janan", "kota bangun", "muara kaman", "muara muntai", "marangkayu", "marang kayu", "kembang janggut",
        "tenggarong seberang", "anggana",
    ),
    "kutim": (
        "kutim", "kutai timur", "sangatta", "sangata", "sanggata", "sengata", "bengalon", "muara wahau",
        "sangkulirang",
        "kaliorang", "muara bengkal", "muara ancalong", "rantau pulung", "kongbeng", "teluk pandan",
    ),
    "kubar": (
        "kubar", "kutai barat", "sendawar", "barong tongkok", "linggang bigung", "long iram", "muara lawa", "melak",
        "muara pahu", "penyinggahan", "bentian besar",
    ),
    "berau": (
        "berau", "brau", "beraw", "tanjung redeb", "tj redeb", "tanjung redep", "derawan", "maratua", "talisayan",
        "sambaliung", "gunung tabur", "biduk-biduk", "biduk biduk",
    ),
    "paser": (
        "paser", "kabupaten pasir", "kab pasir", "tanah grogot", "tana grogot", "grogot", "tanah paser", "long ikis",
        "kuaro", "batu sopang", "muara komam", "long kali", "batu engau", "pasir belengkong", "paser belengkong",
    ),
    "ppu": ("ppu", "penajam", "panajam", "penajem", "penajam paser utara", "penajam paser", "sepaku", "babulu"),
    "mahulu": (
        "mahulu", "mahakam ulu", "mahakam hulu", "ujoh bilang", "long bagun", "long apari", "long pahangai",
        "long hubung",
    ),
}  # fmt: skip
_CALLED = {name: code for code, names in DISTRICTS.items() for name in names}
_MISSPELT = {
    way: code
    for name, code in _CALLED.items()
    if len(name) >= TYPO_FROM and " " not in name
    for way in misspelt(name)
    if way not in _CALLED
}
_EVENED = {even(name): code for name, code in _CALLED.items() if " " not in name}
_VOWELS = str.maketrans("", "", "aeiou")
_BONES = {name.translate(_VOWELS): _CALLED[name] for name in ("balikpapan", "samarinda", "tenggarong")}
"""Without their vowels, as they are often written; other names would be other words then (Sendawar, sandiwara)."""
_MOST = max(len(name.split()) for name in _CALLED)
_FIRST = frozenset(name.split()[0] for name in _CALLED)
_ANY = _FIRST | _MISSPELT.keys() | _EVENED.keys()
"""A text that holds none of these words names no district."""
_LIVES = re.compile(
    r"(?:\b(?:tinggal|tnggal|tggl|domisili|menetap|rumah(?:ku|nya)?|posisi|pindah ke|live in)(?: \w+)?(?: (?:di|d|ke))?"
    r"|\b(?:aku|saya|sy|kami|sekarang|skrg)(?: \w+)? (?:di|d|nang|ning))(?: (?:kota|kab|kabupaten|daerah))?$"
)
_DENIED = re.compile(r"\b(?:bukan|bkn|kada|dudu)(?: (?:di|dari|orang|kota|kab))*$")
_FROM = re.compile(r"\b(?:dari|asal|pindah dari|ex)$")


def place_in(text: str) -> Answer | None:
    """The district a text names, by its code, or None."""
    return place_of(plain(text))


def place_of(said: str) -> Answer | None:
    """The same, of a plain text."""
    words = said.split()
    if (
        _ANY.isdisjoint(words)
        and _BONES.keys().isdisjoint(said.translate(_VOWELS).split())
        and _ANY.isdisjoint(evened(said).split())
    ):
        return None
    told: dict[str, list[tuple[str, str]]] = {}
    for start, name, code in _names([word.strip("/") for word in words]):
        before = " ".join(words[max(0, start - 4) : start])
        if not _DENIED.search(before):
            told.setdefault(code, []).append((before, name))
    if len(told) > 1:
        told = {code: found for code, found in told.items() if any(_LIVES.search(before) for before, _ in found)} or {
            code: found for code, found in told.items() if not all(_FROM.search(before) for before, _ in found)
        }
    if len(told) != 1:
        return None
    code, found = next(iter(told.items()))
    return Answer(code, f"place {found[0][1]}")


def _names(words: list[str]) -> Iterator[tuple[int, str, str]]:
    """Every name of a district, the longest first: where it begins, how it is written, whose it is."""
    place = 0
    while place < len(words):
        name = _name_at(words, place)
        if name:
            yield place, *name[:2]
        place += name[2] if name else 1


def _name_at(words: list[str], place: int) -> tuple[str, str, int] | None:
    word = words[place]
    if word in _FIRST:
        for length in range(min(_MOST, len(words) - place), 0, -1):
            name = " ".join(words[place : place + length])
            if name in _CALLED:
                return name, _CALLED[name], length
    code = _MISSPELT.get(word) or _EVENED.get(even(word)) or _BONES.get(word.translate(_VOWELS))
    return (word, code, 1) if code else None
