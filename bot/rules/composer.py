"""Which parts of a counselor's draft need a second look before it goes to a family. Pure.

Laws
1. A number, a link or a name elsewhere passes only when the directory shows it to this reader, or it is our own.
2. What could lead a child out of this talk stops the draft: a strange number or link, a handle, a meeting, a picture, a
   secret. What only reads badly is shown once, and may be sent after that.
3. An everyday spelling is read as what it says; the marks stand in the text as it was typed.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.flow.forbidden import DIAGNOSES, PHRASES
from bot.rules.composer_words import HARMLESS, PATTERNS, SPELLED_DIGITS, SPELLINGS

REASONS = {
    "number": "Nomor ini tidak ada di daftar yang boleh dilihat di obrolan ini. Pilih dari Kartu kontak.",
    "link": "Tautan ini tidak ada di daftar yang boleh dilihat di obrolan ini. Pilih dari Kartu kontak.",
    "handle": "Mengajak ke akun atau aplikasi lain. Obrolan tetap di sini, supaya ada yang ikut menjaga.",
    "meet": "Mengajak bertemu. Bertemu hanya di kantor atau layanan; tulis tempat itu.",
    "picture": "Meminta gambar, video, atau kamera. Di sini cukup kata-kata.",
    "secret": "Meminta menyimpan rahasia. Ia boleh cerita kepada siapa pun yang ia percaya.",
    "promise": "Menjanjikan kerahasiaan. Kita tidak bisa menjanjikannya kalau ada yang dalam bahaya.",
    "asks": "Menanyakan identitas, alamat, atau akun. Tanyakan hanya kalau perlu untuk menolongnya sekarang.",
    "blame": "Bisa terbaca menyalahkan. Coba mulai dari yang ia rasakan.",
    "penalty": "Bisa terbaca mengancam dengan hukuman.",
    "diagnosis": "Nama diagnosis. Tulis yang terlihat atau terasa saja.",
}
"""What each kind of finding says to the counselor."""
NAMES = {
    "number": "nomor di luar daftar",
    "link": "tautan di luar daftar",
    "handle": "akun atau aplikasi lain",
    "meet": "ajakan bertemu",
    "picture": "minta gambar atau kamera",
    "secret": "minta merahasiakan",
    "promise": "janji kerahasiaan",
    "asks": "menanyakan identitas",
    "blame": "menyalahkan",
    "penalty": "ancaman hukuman",
    "diagnosis": "nama diagnosis",
}
"""What each is called where they are counted."""
STOPS = frozenset(("number", "link", "handle", "meet", "picture", "secret"))
SHORTEST_PHONE = 7
"""Digits of what is taken for a number without a word before it."""
SPELLED = 6
"""Digits in words, in a row, that are a number."""

_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u0300-\u036f"
_SPACED = r"(?<![^\W_])[^\W\d_](?:[ .\-*_][^\W\d_](?![^\W_])){2,}"
_PARTS = re.compile(rf"({_SPACED}|[^\W_](?:[^\W_]|[{_UNSEEN}*'’])*)|[.,!?;:\n]+")
_DROPPED = re.compile(rf"[{_UNSEEN}*'’ .\-_]")
_TWICE = re.compile(r"([^\W\d_])\1+")
_LOOKS = str.maketrans("013457аеорсхуктмі", "oieastaeopcxyktmi")
"""Digits and Cyrillic letters that are read as others."""
_ZERO = re.compile(r"(?<![^\W\d_])[oO](?=[\d\s-]*\d)")
_PHONE = re.compile(r"(?<![\w@/])\+?\(?\d(?:[\s().\-/_]{0,3}\d)+")
_CALL = re.compile(
    r"\b(?:telepon|telpon|telp|tlp|hubungi|call|nomor|nomer|kontak|sms|wa)\W+(?:ke\W+|di\W+)?(\d{3,6})\b"
)
_DATE = re.compile(r"\d{1,6}/\d{4}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|\d{4}-\d{1,2}-\d{1,2}")
_HOURS = re.compile(r"\d{1,2}[.:]\d{2}\s?[-–]\s?\d{1,2}[.:]\d{2}")
_MONEY = re.compile(r"[1-79]\d{0,2}(?:\.\d{3})+")
_HANDLE = re.compile(r"(?<!\w)@\w[\w.]+|[\w.+-]+@[\w-]+\.[\w.-]+")
_ENDS = "com|id|net|org|me|co|io|link|ly|app|gg|xyz|info|site|online|web|tv|page|club|my|sg|be"
_LINK = re.compile(
    rf"https?://\S+|www\.\S+|(?<![\w@.])(?:[\w-]+\.)+(?:{_ENDS})\b(?:/\S*)?|[\w-]+\s+(?:titik|dot)\s+(?:{_ENDS})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` and `end` in the draft, in code points; `code` is one of REASONS."""

    start: int
    end: int
    code: str

    @property
    def why(self) -> str:
        return REASONS[self.code]

    @property
    def stops(self) -> bool:
        return self.code in STOPS


def findings(draft: str, known: Collection[str] = ()) -> tuple[Finding, ...]:
    """In the order of the text. `known`: numbers and addresses that this reader may be shown."""
    numbers, hosts = {_digits(one) for one in known if _digits(one)}, {_host(one) for one in known if "." in one}
    found = [*_addresses(draft, hosts), *_numbers(draft, numbers), *_phrases(draft)]
    kept: list[Finding] = []
    for one in sorted(set(found), key=lambda one: (one.start, -one.end)):
        if not any(other.start <= one.start and one.end <= other.end for other in kept if other.code == one.code):
            kept.append(one)
    return tuple(kept)


def marked(draft: str, found: Collection[Finding]) -> list[tuple[str, bool]]:
    """The draft in pieces, each with whether it is marked."""
    pieces, at = [], 0
    for one in sorted(found, key=lambda one: one.start):
        start = max(one.start, at)
        if start < one.end:
            pieces += [(draft[at:start], False), (draft[start : one.end], True)]
            at = one.end
    return [piece for piece in (*pieces, (draft[at:], False)) if piece[0]]


# ---- numbers, links, handles


def _addresses(draft: str, hosts: Collection[str]) -> Iterator[Finding]:
    for one in _LINK.finditer(draft):
        if _host(one.group()) not in hosts:
            yield Finding(one.start(), one.end(), "link")
    for one in _HANDLE.finditer(draft):
        yield Finding(one.start(), one.end(), "handle")


def _numbers(draft: str, numbers: Collection[str]) -> Iterator[Finding]:
    plain = _ZERO.sub("0", draft)
    for one in _PHONE.finditer(plain):
        text = one.group()
        if _DATE.fullmatch(text) or _HOURS.fullmatch(text) or _MONEY.fullmatch(text):
            continue
        if len(_digits(text)) >= SHORTEST_PHONE and _digits(text) not in numbers:
            yield Finding(one.start(), one.end(), "number")
    for one in _CALL.finditer(plain.lower()):
        if one.group(1) not in numbers:
            yield Finding(*one.span(1), "number")
    for run in re.finditer(rf"(?:\b(?:{'|'.join(SPELLED_DIGITS)}|\d)\b[\s,.-]*){{{SPELLED},}}", plain.lower()):
        if re.search(r"[a-z]", run.group()):
            yield Finding(run.start(), run.start() + len(run.group().rstrip(" ,.-\n")), "number")


def _digits(number: str) -> str:
    """A number as it is compared: +62 is 0."""
    digits = "".join(one for one in number if one.isdigit())
    return f"0{digits[2:]}" if digits.startswith("62") and len(digits) >= SHORTEST_PHONE else digits


def _host(address: str) -> str:
    bare = re.sub(r"\s+(?:titik|dot)\s+", ".", address.lower())
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", bare).partition("/")[0].rstrip(".,!?:;)")


# ---- turns of phrase


class _Folded:
    """A draft as it is read: `text` has one space between two words; `span` leads back into the draft."""

    def __init__(self, draft: str) -> None:
        words: list[str] = []
        spans: list[tuple[int, int]] = []
        for one in _PARTS.finditer(_small(draft)):
            for word in _fold(one.group(1)).split() if one.group(1) else [","]:
                if words and word == words[-1]:
                    spans[-1] = (spans[-1][0], one.end())
                    continue
                words.append(word)
                spans.append(one.span())
        self.text = " ".join(words)
        self._starts = [0]
        for word in words:
            self._starts.append(self._starts[-1] + len(word) + 1)
        self._spans = spans

    def span(self, start: int, end: int) -> tuple[int, int]:
        inside = [
            place
            for at, after, place in zip(self._starts, self._starts[1:], self._spans, strict=False)
            if at < end and after - 1 > start
        ]
        return inside[0][0], inside[-1][1]


def _phrases(draft: str) -> Iterator[Finding]:
    folded = _Folded(draft)
    meant = {code: [one.span() for way in ways for one in way.finditer(folded.text)] for code, ways in _MEANT.items()}
    for code, pattern in _FOUND:
        for one in pattern.finditer(folded.text):
            if not any(start <= one.start() and one.end() <= end for start, end in meant.get(code, ())):
                yield Finding(*folded.span(*one.span()), code)


def _fold(word: str) -> str:
    """What a word says, however it is spelled."""
    bare = _DROPPED.sub("", word)
    if not bare.isdigit():
        bare = re.sub(r"(?<=[^\W\d_]{2})2(?=\D*$)", "", bare).translate(_LOOKS)
    bare = SPELLINGS.get(bare, bare)
    short = _TWICE.sub(r"\1", bare)
    return SPELLINGS.get(short, short)


def _small(text: str) -> str:
    """Small letters, each in the place of its own."""
    return "".join(small if len(small := one.lower()) == 1 else one for one in text)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


_DIAGNOSES = "|".join(
    re.escape(" ".join(_fold(word) for word in phrase.split())) + r"(?:mu|nya)?" for phrase in PHRASES[DIAGNOSES]
)
_FOUND = [(code, _whole(pattern)) for code, pattern in (*PATTERNS, ("diagnosis", _DIAGNOSES))]
_MEANT = {code: [_whole(way) for way in ways] for code, ways in HARMLESS.items()}
