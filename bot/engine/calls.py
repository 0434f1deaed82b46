"""A message that only asks to be heard: "mau curhat", "kak boleh cerita?". Nothing in it says yet what it is about."""

import re

from bot.engine.choices import LONGEST_ANSWER
from bot.engine.spelling import plain
from bot.engine.stems import pieces, spelled

_ASKS = frozenset(["cerita", "bicara", "tanya", "sharing", "dengar", "dengarkan", "dengarin", "dengerin", "didengar"])
"""What they want to do, or want of us."""
_AROUND = frozenset("""
aku kami halo hai hallo hi p permisi assalamualaikum assalamu alaikum selamat pagi siang sore malam kakak kak min
admin bang mas mbak mau boleh bisa minta tolong dong ya nih sih deh saja aja dulu sedikit dikit sebentar bentar sesuatu
di sini ke sama lagi butuh teman tempat buat untuk apakah ada yang hal
""".split())  # fmt: skip  # noqa: SIM905  reads better
"""What may stand about it. Not "jangan", and nobody of the family: "kata mama jangan cerita" tells very much."""
_GREETED = frozenset(["bu", "pak", "ibu", "bapak", "bunda", "om", "tante"])
"""Whom they greet; only as it stands here, for "mama" is no greeting."""


_US = frozenset(["kak", "kk", "ka", "kaka", "min", "admin", "kak kak", "kakk"])
"""Words that only call for somebody to listen."""
_BEGINS = re.compile(
    r"(?:(?:halo|hai|malam|pagi|siang|sore|kak|min|bu|pak|saya|sy|aku|ak|aq|gue|gw|ulun) )*"
    r"(?:mau|ingin|pengen|pengin|boleh|bisa|numpang|handak) (?:cerita|curhat|sharing)\b"
)
"""Somebody begins: "mau cerita ttg suami"."""


def greets(text: str) -> bool:
    """Is a whole message a greeting and no more: "malam kak"?"""
    words = pieces(plain(text)) if len(text) <= LONGEST_ANSWER else []
    return bool(words) and all(raw in _GREETED or set(spelled(raw)) <= _AROUND for raw in words)


def call_about(text: str) -> bool:
    """Does a message begin with the wish to tell, with a word about what? Of that nothing certain is known."""
    said = " ".join(word for raw in pieces(plain(text[:LONGEST_ANSWER])) for word in spelled(raw))
    return _BEGINS.match(said) is not None


def call(text: str) -> bool:
    """Is a whole message no more than that, whatever greeting stands before it? A greeting alone is none."""
    if len(text) > LONGEST_ANSWER:
        return False
    asked = plain(text) in _US
    for raw in pieces(plain(text)):
        for word in spelled(raw):
            if word in _ASKS:
                asked = True
            elif word not in _AROUND and raw not in _GREETED:
                return False
    return asked
