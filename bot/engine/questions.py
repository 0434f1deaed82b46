"""Questions about the service itself that people ask in the middle of anything, in many words: who will know, whether
this is a robot, which number to call, what a phone that is shared shows. Each is told by its words alone, and only
where the whole message is no more.

Laws
1. The ear and an exact command come first; what is told here is no answer to the open question.
2. A word that tells of anything else ("mama gak tau aku dipukul") makes it no such question.
"""

from collections.abc import Set

from bot.engine.choices import LONGEST_ANSWER
from bot.engine.spelling import SHORT, plain

WHO, ROBOT, NUMBERS, PHONE = "siapa yang tahu", "ini robot apa orang", "nomor", "hp bersama"
"""A word of the command that answers: so a book says itself which flow that is (flows/perintah)."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOT = _words("ga tidak kah nda ndak kada ora belum")
_SMALL = _words("""
ini itu chat obrolan pesan tulisan cerita ceritaku ya kak kakak kok kan sih nih dong deh bu pak min halo apa
apakah bakal akan bisa boleh nanti sekarang kalau klo kl terus lalu disini di sini yang aku saya sy ku nya lagi
jadi juga pada tolong aja saja hp bareng bersama dipakai dipake pakai berdua
""")
_PEOPLE = _words("""
mama mamaku mamah mamak ibu ibuku ayah ayahku bapak bapakku papa papaku abah ortu ortuku orang tua tuaku
orangtua suami suamiku istri istriku guru guruku sekolah sekolahku keluarga pasangan pacar pacarku teman temanku
kakakku nenek lain rumah siapa
""")
_KNOWS = _words(
    "tau tahu baca membaca lihat liat bilang bilangin kasih dikasih dikasi cerita ngadu lapor kabari ke sama"
)
_SEEN = _words("ketahuan ketauan rahasia dirahasiakan dirahasiain kebaca dibaca dibacain dibacakan kamu km")
_SHARED = _words("bareng bersama berdua bertiga gantian dipakai dipake pakai punya sama")
_KNOWN = _words("ketahuan ketauan rahasia dirahasiakan dirahasiain kebaca dibaca")
_TELLS = _words("tau tahu baca membaca lihat liat bilang bilangin ngadu kabari dikasih dikasi")
_PERHAPS = frozenset(["siapa tau", "siapa tahu"])
"""Everyday words for "perhaps"."""

_ROBOTS = _words("robot bot ai mesin chatgpt otomatis")
_REAL = _words("orang manusia")
_SURE = _words("beneran asli sungguhan bener benar betulan")
_ABOUT_US = _words(
    "kamu km siapa atau bukan jawab balas yang ngomong bicara sama dengan are you a is this an real person"
)

_NUMBER = _words("nomor nomer nmr telepon kontak hotline")
_WISH = _words("minta butuh perlu mau kasih kirim cari ada berapa tau tahu pengen ingin punya dulu aja saja")
_OF = _words(
    "darurat bantuan penting polisi ambulans sapa uptd ppa puspaga yang bisa ditelepon dihubungi hubungi hp wa"
)
_BY_NUMBER = frozenset({"nomor", "nomer", "nmr", "hotline"})
_PLACES = _words("samarinda balikpapan bontang kukar kutim kubar berau paser ppu mahulu")


def question_in(text: str) -> str:
    """WHO, ROBOT, NUMBERS or PHONE where a whole message asks that; else ""."""
    if len(text) > LONGEST_ANSWER:
        return ""
    words = [SHORT.get(word, word) for word in plain(text).split()]
    held = frozenset(words)
    if not words:
        return ""
    if held & _ROBOTS and held <= _SMALL | _ROBOTS | _REAL | _SURE | _ABOUT_US | _NOT:
        return ROBOT
    if held & _REAL and held & (_SURE | {"ini", "kamu"}) and held <= _SMALL | _REAL | _SURE | _ABOUT_US | _NOT:
        return ROBOT if "?" in text or held & _SURE else ""
    if held & _BY_NUMBER and len(words) > 1 and held <= _SMALL | _NUMBER | _WISH | _OF | _PLACES | _NOT:
        return NUMBERS
    if "hp" in held and held & _SHARED and held <= _SMALL | _SHARED | _PEOPLE | {"mamak", "adik", "adikku", "kakak"}:
        return PHONE if not _asks_who(text, words, held) else WHO
    return WHO if _asks_who(text, words, held) else ""


def _asks_who(text: str, words: list[str], held: Set[str]) -> bool:
    """Will anybody know? Asked with a no behind it ("mama tau ga"), a question mark or "siapa"; or told not to tell."""
    if not held <= _SMALL | _PEOPLE | _KNOWS | _SEEN | _NOT | {"jangan"} or " ".join(words) in _PERHAPS:
        return False
    told = bool(held & _TELLS and held & _PEOPLE)
    if "jangan" in held:
        return told
    ending = next((word for word in reversed(words) if word not in _SMALL), "")
    asked = "?" in text or ending in _NOT or "siapa" in held or bool(_NOT & held and held & _KNOWN)
    return asked and (told or bool(held & _KNOWN))
