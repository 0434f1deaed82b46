"""What was meant: an answer to the open question, or what a free first message already tells.

Laws
1. A number, a label in any language or a declared synonym names a choice; small typos too (one edit in words of
   five letters or more).
2. "ya" and "tidak" in their many spellings count only where a choice of that key was offered.
3. Every result carries its reason.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.flow.book import Book, Choice, Flow
from bot.model.conversation import Reader

LONGEST_ANSWER = 200
"""Letters of a message that are compared with choices; longer ones are stories, not answers."""
MOST_WORDS_OF_YES = 3
"""More words than this are a sentence, not a yes or no."""
MOST_WORDS_OF_CHOICE = 6
"""More words than this tell something; they do not choose."""
LONGEST_LOOK = 4_000
"""Letters of a message in which a topic, an age or a district is looked for."""
MOST_WRITTEN = 4_096
"""Words of the book whose plain form is kept."""
LAST_SHORT_YEAR = 3
"""SMP and SMA count 1–3 or 7–12; SD counts 1–6."""
SHORTEST_WORD = 3
"""Letters of a word that opens a talk again."""
TYPO_FROM = 5
"""A word this long may hold one typo (flow-language.md, answer understanding)."""

YES = frozenset({
    "ya", "iya", "y", "yoi", "yup", "yes", "yap", "yaa", "iyaa", "ok", "oke", "okay", "okey", "mau", "boleh", "bole",
    "he'eh", "heeh", "heem", "inggih", "nggih", "iyo", "iyoh", "ayo", "ayuk", "bisa", "siap", "betul", "bener", "benar",
    "sip",
})  # fmt: skip
NO = frozenset({
    "tidak", "tdk", "gak", "ga", "nggak", "ngga", "enggak", "engga", "gk", "g", "no", "ndak", "nda", "kada", "kadada",
    "ora", "mboten", "jangan", "jgn", "belum", "blm", "nanti", "ogah", "gamau", "gakmau",
})  # fmt: skip

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
_PUNCTUATION = re.compile(r"[^\w\s'/-]+")
_ASKS_FOR_SOMEONE = re.compile(
    r"^(?:(?:aku|saya|mau|ingin|pengen|pgn|bisa|boleh|tolong) )*(?:bicara|ngomong|chat|ngobrol) (?:dengan|sama|dgn|sm) "
)
_NUMBER = re.compile(r"^(?:nomor|nomer|no|pilih|pilihan|yang)?\s*(\d{1,2})$")


def _by_first_word(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    kept: dict[str, list[str]] = {}
    for name in names:
        kept.setdefault(name.split()[0], []).append(name)
    return kept


_PLACES = _by_first_word(name for names in DISTRICTS.values() for name in names)
_PARENT, _CHILD = _by_first_word(PARENT), _by_first_word(CHILD)


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice key or a value, and why: number, label, synonym, yes, no, typo, button."""

    value: str
    because: str


def plain(text: str) -> str:
    """Lower case, one space between words, no punctuation but apostrophe, slash and hyphen."""
    text = text[:LONGEST_LOOK]
    folded = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()
    return " ".join(_PUNCTUATION.sub(" ", folded).split())


@lru_cache(maxsize=MOST_WRITTEN)
def written(text: str) -> str:
    """As `plain`, for what stands in the book: the same few words in every turn. Never for what people write."""
    return plain(text)


def two_words(text: str) -> str:
    """The two words of a way back as they are kept and looked up: plain, whatever a phone's keyboard put between or
    behind them. "" when they are not two different words of three letters or more, or one names a relative: those are
    tried first."""
    words = re.findall(r"[^\W_]+", plain(text[:LONGEST_ANSWER]))
    good = len(words) == len(set(words)) == 2 and all(len(word) >= SHORTEST_WORD for word in words)
    return " ".join(words) if good and not RELATIVES & set(words) else ""


def choose(choices: Sequence[Choice], text: str) -> Answer | None:
    """Which of the choices was meant, or None."""
    said = plain(text[: LONGEST_ANSWER + 1])
    if not said or len(text) > LONGEST_ANSWER:
        return None
    return (
        _by_number(choices, said)
        or _by_label(choices, said)
        or _by_yes_no(choices, said)
        or _by_typo(choices, said)
        or _by_contained(choices, said)
    )


def _by_number(choices: Sequence[Choice], said: str) -> Answer | None:
    found = _NUMBER.match(said)
    number = int(found.group(1)) if found else NUMBERS.get(said, 0)
    if 1 <= number <= len(choices):
        return Answer(choices[number - 1].key, "number")
    return None


def _names(choice: Choice) -> Iterable[str]:
    yield from (written(label) for label in choice.label.by.values())
    yield from (written(word) for word in choice.also)


def _by_label(choices: Sequence[Choice], said: str) -> Answer | None:
    for choice in choices:
        labels = (written(label) for label in choice.label.by.values())
        if said in labels or said == written(choice.key.replace("_", " ")):
            return Answer(choice.key, "label")
        if said in (written(word) for word in choice.also):
            return Answer(choice.key, "synonym")
    return None


def _by_yes_no(choices: Sequence[Choice], said: str) -> Answer | None:
    keys = {choice.key for choice in choices}
    words = said.split()
    if not words or len(words) > MOST_WORDS_OF_YES:
        return None
    if words[0] in NO and "tidak" in keys:
        return Answer("tidak", "no")
    if words[0] in YES and "ya" in keys and not any(word in NO for word in words):
        return Answer("ya", "yes")
    return None


def _by_typo(choices: Sequence[Choice], said: str) -> Answer | None:
    near = [
        choice.key
        for choice in choices
        if any(_one_edit(said, name) for name in _names(choice) if len(name) >= TYPO_FROM)
    ]
    return Answer(near[0], "typo") if len(near) == 1 else None


def _by_contained(choices: Sequence[Choice], said: str) -> Answer | None:
    """A short sentence that holds exactly one choice's name: "yang di sekolah kak". A yes or no inside a sentence is
    no answer ("aku mau pulang")."""
    if len(said.split()) > MOST_WORDS_OF_CHOICE:
        return None
    padded = f" {said} "
    near = [
        choice.key
        for choice in choices
        if any(name and name not in YES | NO and f" {name} " in padded for name in _names(choice))
    ]
    negated = any(word in NO for word in said.split())
    return Answer(near[0], "synonym") if len(near) == 1 and not negated else None


def _one_edit(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1 or len(a) < TYPO_FROM - 1:
        return False
    if len(a) == len(b):
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        swapped = (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and a[differ[0]] == b[differ[1]]
            and a[differ[1]] == b[differ[0]]
        )
        return len(differ) == 1 or swapped
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


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
