"""What was meant: an answer to the open question, or what a free first message already tells.

Laws
1. A number, a label in any language or a declared synonym names a choice; small typos too (one edit in words of
   five letters or more).
2. "ya" and "tidak" in their many spellings count only where a choice of that key was offered.
3. Every result carries its reason.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.engine.answer import Answer
from bot.engine.choices import LONGEST_ANSWER, choose
from bot.engine.spelling import TYPO_FROM, plain, written
from bot.flow.book import Book, Flow
from bot.model.conversation import Reader

__all__ = ["LONGEST_ANSWER", "TYPO_FROM", "Answer", "choose", "plain", "written"]

LAST_SHORT_YEAR = 3
"""SMP and SMA count 1–3 or 7–12; SD counts 1–6."""
SHORTEST_WORD = 3
"""Letters of a word that opens a talk again."""

NUMBERS = {
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
    "pertama": 1,
    "kedua": 2,
    "ketiga": 3,
    "keempat": 4,
    "siji": 1,
    "loro": 2,
    "telu": 3,
}

DISTRICTS = {
    "balikpapan": ("balikpapan", "bpp", "bppn"),
    "samarinda": ("samarinda", "smd", "smr"),
    "bontang": ("bontang",),
    "kukar": ("kukar", "kutai kartanegara", "tenggarong"),
    "kutim": ("kutim", "kutai timur", "sangatta", "sangata"),
    "kubar": ("kubar", "kutai barat", "sendawar"),
    "berau": ("berau", "tanjung redeb"),
    "paser": ("paser", "tanah grogot", "grogot"),
    "ppu": ("ppu", "penajam", "penajam paser utara"),
    "mahulu": ("mahulu", "mahakam ulu", "ujoh bilang"),
}

PARENT = (
    "anakku", "anakq", "anaku", "ankku", "anak2ku", "bayiku", "si kecil", "cucuku", "putraku", "putriku", "balitaku",
    "sebagai orang tua", "sebagai ibu", "sebagai ayah", "istriku", "suamiku", "suami saya", "istri saya", "suami aku",
    "istri aku",
)  # fmt: skip
_MINE = re.compile(
    r"\b(?:anak|bayi|cucu|putra|putri|balita)"
    r"(?: (?:perempuan|laki|lelaki|cowok|cewek|pertama|kedua|ketiga|bungsu|sulung"
    r"|tiri|angkat|remaja)| laki laki)?(?:ku| (?:saya|aku|sy|kami|gue))\b"
)
"""Somebody's own child."""
CHILD = (
    "bapakku", "bapak", "ayahku", "ayah", "ibuku", "mamaku", "mamakku", "papaku", "mama", "papa", "mamak", "abah",
    "ortuku", "ortu", "orang tuaku", "orang tua saya", "guruku", "temanku", "temen sekelas", "sekolahku", "di sekolah",
    "di kelas", "kakak kelas", "kakakku", "abangku", "adikku", "bapak tiri", "ibu tiri", "ayah tiri", "om", "pamanku",
    "aku kelas", "saya kelas", "umurku",
)  # fmt: skip
_OWN_AGE = re.compile(
    r"\b(?:aku|saya|gue|gw|sy)(?: (?:umur|usia|masih|baru|ini|hamil))* (\d{1,2}) (?:thn|th|tahun|taun)\b"
    r"|\b(?:umurku|(?:aku|saya|gue|gw|sy) (?:umur|usia)) (\d{1,2})\b"
)
"""How old the writer is, when they say it of themselves."""
_AM_CHILD = re.compile(r"\b(?:aku|saya|gue|gw|sy) anak\b")
ADULT = 18
_FIRST_PERSON = re.compile(r"\b(?:aku|ak|aq|gue|gw|gua|ku|[a-z]{2,}ku)\b")
"""Somebody who speaks of themselves the way friends do: more often a child than not."""

RELATIVES = frozenset({
    "bapak", "ayah", "papa", "abah", "ibu", "mama", "mamak", "bunda", "umi", "kakak", "adik", "abang", "nenek", "kakek",
    "om", "tante", "paman", "bibi", "anak", "teman", "guru",
})  # fmt: skip

BANDS = ((1, "0-1"), (3, "2-3"), (6, "4-6"), (9, "7-9"), (12, "10-12"), (15, "13-15"), (17, "16-17"))
_AGE = re.compile(r"\b(\d{1,2})(?:[.,]5)?\s*(thn|th|tahun|taun|bln|bulan)\b")
_AGE_WORD = re.compile(
    r"\b(satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas)\s*(?:setengah\s*)?(thn|th|tahun|taun|bln|bulan)\b"
)
_CLASS = re.compile(r"\bkelas\s*(\d{1,2})(?:\s*(sd|smp|sma|smk))?\b")
_UMUR = re.compile(r"\b(?:umur|usia|umurku|umurnya)\s*(\d{1,2})\b")
_ASKS_FOR_SOMEONE = re.compile(
    r"^(?:(?:aku|saya|mau|ingin|pengen|pgn|bisa|boleh|tolong) )*(?:bicara|ngomong|chat|ngobrol) (?:dengan|sama|dgn|sm) "
)


def _by_first_word(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    kept: dict[str, list[str]] = {}
    for name in names:
        kept.setdefault(name.split()[0], []).append(name)
    return kept


_PLACES = _by_first_word(name for names in DISTRICTS.values() for name in names)
_PARENT, _CHILD = _by_first_word(PARENT), _by_first_word(CHILD)


def two_words(text: str) -> str:
    """The two words of a way back as they are kept and looked up: plain, whatever a phone's keyboard put between or
    behind them. "" when they are not two different words of three letters or more, or one names a relative: those are
    tried first."""
    words = re.findall(r"[^\W_]+", plain(text[:LONGEST_ANSWER]))
    good = len(words) == len(set(words)) == 2 and all(len(word) >= SHORTEST_WORD for word in words)
    return " ".join(words) if good and not RELATIVES & set(words) else ""


def age_band(text: str) -> str:
    """The age band named in a text ("2 th", "kelas 3 SD", "umur 14"), or ""."""
    said = plain(text)
    if found := _AGE.search(said):
        years = int(found.group(1)) // 12 if found.group(2).startswith("b") else int(found.group(1))
        return band_of(years)
    if found := _AGE_WORD.search(said):
        years = NUMBERS[found.group(1)] // 12 if found.group(2).startswith("b") else NUMBERS[found.group(1)]
        return band_of(years)
    if found := _CLASS.search(said):
        year = int(found.group(1))
        before = {"smp": 12, "sma": 15, "smk": 15}.get(found.group(2) or "", 6) if year <= LAST_SHORT_YEAR else 6
        return band_of(year + before)
    if found := _UMUR.search(said):
        return band_of(int(found.group(1)))
    return ""


def band_of(years: int) -> str:
    """The band a number of years lies in; "18+" from 18."""
    return next((band for last, band in BANDS if years <= last), "18+")


def district(text: str) -> str:
    """The district named in a text, by its code, or ""."""
    said = plain(text)
    if not _holds(said, _PLACES):
        return ""
    padded = f" {said} "
    return next((code for code, names in DISTRICTS.items() if any(f" {name} " in padded for name in names)), "")


def _holds(said: str, names: Mapping[str, Sequence[str]]) -> bool:
    """Does a plain text hold one of these names as whole words? They are kept by their first word: most texts hold
    none of those."""
    padded = f" {said} "
    return any(f" {name} " in padded for word in names.keys() & said.split() for name in names[word])


def speaker(text: str) -> Reader:
    """Who seems to write: somebody with a child, a child, or UNKNOWN. Words of both, or of neither, are no answer."""
    said = plain(text)
    if own := _OWN_AGE.search(_MINE.sub(" ", said)):
        years = int(own.group(1) or own.group(2))
        if years < ADULT:
            return Reader.CHILD
    parent = _MINE.search(said) is not None or _holds(said, _PARENT)
    child = _holds(said, _CHILD) or _AM_CHILD.search(said) is not None
    if parent == child:
        return Reader.UNKNOWN
    return Reader.PARENT if parent else Reader.CHILD


def topic(book: Book, text: str, reader: Reader) -> Flow | None:
    """The flow whose `about` words fill most of the text, among those for this reader. Of somebody unknown who writes
    "aku" we do not guess that they are a parent: they are asked."""
    said = plain(text)
    padded = f" {said} "
    best: tuple[int, str] = (0, "")
    guarded = reader is Reader.UNKNOWN and _FIRST_PERSON.search(said) is not None
    for name, flow in sorted(book.flows.items()):
        if Reader.UNKNOWN not in (flow.reader, reader) and flow.reader is not reader:
            continue
        if guarded and flow.reader is Reader.PARENT:
            continue
        score = sum(len(word) for word in flow.about if f" {written(word)} " in padded)
        if score > best[0]:
            best = (score, name)
    return book.flows[best[1]] if best[0] else None


def command(book: Book, text: str) -> Flow | None:
    """The command a whole message is, or None. "/menu" is "menu"; "bicara dengan …" asks for a person."""
    said = plain(text[: LONGEST_ANSWER + 1])
    if said.startswith("/"):
        said = said[1:].split(" ")[0]
    if not said or len(said) > LONGEST_ANSWER:
        return None
    for flow in book.flows.values():
        if flow.words and said in map(written, flow.words):
            return flow
    if _ASKS_FOR_SOMEONE.match(said):
        return next((flow for flow in book.flows.values() if "orang" in flow.words), None)
    return None
