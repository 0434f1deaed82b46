"""Yes and no as they are written in Indonesian with its slang, Banjar and Kutai, Javanese and English.

Laws
1. A yes or no is said in words of yes and no, and small words beside them. One other word makes it a sentence, and a
   yes inside a sentence is no yes: "aku mau pulang", "gak bisa tidur".
2. "Ya" and "tidak" are not "mau" and "jangan": who is asked whether somebody sees the screen and writes "ok", or "gak
   mau", has not answered. So each is heard as one of four meanings, and a choice says which it takes.
3. A no of a no is no answer ("bukan gak mau"), but for "gak nolak" and "tidak keberatan", which agree.
   Not to know ("gatau", "mungkin") is neither.

The Banjar and Javanese words are common ones; those that stand in the NusaX texts are sure, of Kutai only endik and its
like are known here. Bugis and Dayak have none: nobody has confirmed any yet.
"""

import re
from collections.abc import Mapping
from enum import Enum

from bot.engine.spelling import found
from bot.flow.assent import AGREED, NO, REFUSED, YES

MOST_WORDS = 7
"""More words than this are a sentence, whatever they are."""


class Meant(Enum):
    """What one word says."""

    YES = "yes"  # ya
    AGREED = "agreed"  # mau, boleh, ok
    NO = "no"  # tidak
    REFUSED = "refused"  # jangan, nanti, gak mau
    SMALL = "small"  # kak, deh, aja
    ADDED = "added"  # only behind a no: usah, perlu, jadi
    OBJECTS = "objects"  # nolak, keberatan; behind a no it agrees
    UNSURE = "unsure"  # entah, mungkin


SMALL = frozenset({
    "kak", "kaka", "kakak", "ka", "kk", "bang", "bg", "abang", "mas", "mbak", "mba", "min", "admin", "bu", "pak",
    "dok", "sis", "bro", "gan", "deh", "dh", "dech", "dong", "donk", "sih", "kok", "lah", "lho", "loh", "nih", "ni",
    "tuh", "aja", "aj", "ae", "saja", "sja", "doang", "dulu", "dl", "dlu", "banget", "bgt", "bngt", "sekali", "sangat",
    "ah", "eh", "oh", "hehe", "hehehe", "haha", "wkwk", "makasih", "mksh", "makasi", "thx", "thanks", "thank", "you",
    "maaf", "sorry", "aku", "ak", "aq", "saya", "sy", "sya", "gue", "gw", "gua", "ulun", "unda", "kula", "kulo", "i",
    "i'm", "i'd", "pang", "ai", "gin", "haja", "ja", "wae", "mawon", "banar", "please", "pls", "thing", "gapapa",
    "gpp", "kan", "sek", "sik", "well", "memang", "emang", "mmg", "rather", "tolong", "tlg", "banyak", "yaelah", "dah",
    "mimin", "bos", "bestie", "cuy", "atuh", "mah", "beneran", "serius", "gaes", "guys",
})  # fmt: skip
ADDED = frozenset({
    "ada", "siapa-siapa", "usah", "usa", "sah", "jadi", "minat", "berminat", "tertarik", "sempat", "pernah", "begitu",
    "gitu", "lagi", "now", "yet", "really", "today", "need", "way", "interested", "sekarang", "skrg", "wayahini",
    "saiki", "cukup", "berhasil", "mempan", "ngaruh", "terlalu", "repot", "repot-repot",
})  # fmt: skip
OBJECTS = frozenset({"nolak", "menolak", "keberatan"})
UNSURE = frozenset({
    "tahu", "tau", "tw", "gatau", "gatahu", "gaktau", "gaktahu", "gtau", "gtw", "gktau", "gatw", "ngerti", "ngarti",
    "paham", "know", "idk", "dunno", "entah", "entahlah", "embuh", "mbuh", "mungkin", "mgkn", "barangkali", "maybe",
    "perhaps", "terserah", "bingung", "ragu", "hmm", "hm", "atau", "or",
})  # fmt: skip

_MEANT: Mapping[str, Meant] = {
    word: meant
    for meant, words in (
        (Meant.SMALL, SMALL),
        (Meant.ADDED, ADDED),
        (Meant.OBJECTS, OBJECTS),
        (Meant.UNSURE, UNSURE),
        (Meant.REFUSED, REFUSED),
        (Meant.NO, NO),
        (Meant.AGREED, AGREED),
        (Meant.YES, YES),
    )
    for word in words
}
_CERTAIN = frozenset({"sure", "yakin", "tentu", "pasti", "pastinya", "jelas"})
"""Behind a no these are doubt: belum tentu, gak yakin."""
_TRUE = frozenset({"betul", "btl", "bener", "benar", "bnr", "bujur", "leres", "correct", "right", "true"})
"""Behind a no these are a no: tidak benar."""
_BEHIND = frozenset({"ya", "y", "yo", "yes"})
"""Behind a no these are small words: gak dulu ya."""
_OPENERS = frozenset({
    "ya", "y", "yaa", "yo", "ok", "oke", "okay", "okey", "okeh", "yaudah", "tentu", "pasti", "jelas", "siap", "sip",
    "absolutely", "definitely",
})  # fmt: skip
"""Before a no these are no yes: oke gak usah, ya enggak lah."""
DECLINES = frozenset({"dulu", "dl", "dlu", "deh", "ah", "makasih", "mksh", "makasi", "thx", "thanks", "thank", "sek"})
"""Behind a no these make it a refusal: gak dulu, no thanks."""
_PERHAPS = frozenset({"mungkin", "mgkn"})
"""Doubt, but behind a no a stronger no: gak mungkin."""
_TURNS = frozenset({"bukan", "bkn", "bukannya", "jangan", "jgn"})
"""A no of these before another no is a no of a no."""

_PHRASES = {
    "he eh": "heeh", "he e": "heeh", "ho oh": "hooh", "hi ih": "hiih", "i ih": "iih", "terima kasih": "makasih",
    "trima kasih": "makasih", "matur nuwun": "makasih", "of course not": "no", "of course": "sure", "why not": "sure",
    "go ahead": "sure", "ya udah": "yaudah", "ya sudah": "yaudah", "ya udh": "yaudah", "yo wis": "yaudah",
    "yo wes": "yaudah", "ya wis": "yaudah", "ya wes": "yaudah", "yaa udah": "yaudah", "yaa sudah": "yaudah",
    "ya dah": "yaudah", "lain kali": "nanti", "lain waktu": "nanti", "siapa siapa": "siapa-siapa",
    "sama sekali": "banget", "udah gak": "gak", "udah ga": "ga", "udah nggak": "gak", "sudah tidak": "tidak",
    "lain hari": "nanti", "let's go": "sure", "lets go": "sure", "y udah": "yaudah", "kalo begitu": "deh",
    "kalau begitu": "deh", "kalo gitu": "deh", "kalau gitu": "deh", "pake banget": "banget",
    "untuk sekarang": "sekarang", "buat sekarang": "sekarang", "kapan kapan": "nanti", "never mind": "nvm",
}  # fmt: skip
_NO_MATTER = r"(?:tidak|tdk|gak|ga|nggak|ngga|enggak|gk|ora|kada) ?(?:apa[- ]apa|apa2|apa|papa|po-po|popo)"
_PHRASE = re.compile(rf"\b(?:{'|'.join(map(re.escape, _PHRASES))}|({_NO_MATTER}))(?!\S)")

_BEGINS = frozenset(phrase.split()[0] for phrase in _PHRASES)

_SIGNS = str.maketrans({
    **dict.fromkeys("👍👌✅☑✔🆗💯🙆", " oke "),
    **dict.fromkeys("👎❌✖🚫🙅", " tidak "),
    "🤷": " entah ",
})  # fmt: skip


def signs_read(text: str) -> str:
    """A text with its thumbs and ticks as words."""
    return text if text.isascii() else text.translate(_SIGNS)


def meaning(said: str) -> Meant | None:
    """What a plain text says in words of yes and no alone: YES, AGREED, NO, REFUSED, or None."""
    words = said.split(" ", MOST_WORDS + 2)
    if words[0] not in _BEGINS and found(words[0], _MEANT) is None:
        return None
    if len(words) > 1:
        words = _PHRASE.sub(lambda one: "gapapa" if one.group(1) else _PHRASES[one.group()], said).split()
    if len(words) > MOST_WORDS:
        return None
    meant: Meant | None = None
    before: list[str] = []
    for word in words:
        one = found(word, _MEANT)
        if one is Meant.SMALL:
            meant = Meant.REFUSED if meant is Meant.NO and word in DECLINES else meant
            continue
        if word in _PERHAPS and meant is Meant.NO:
            meant = Meant.REFUSED
            continue
        if one is None or one is Meant.UNSURE or (meant := _joined(meant, one, word, before)) is None:
            return None
        before.append(word)
    return meant


def _joined(meant: Meant | None, one: Meant, word: str, before: list[str]) -> Meant | None:
    """What the words mean with one more; None where they are no answer any more."""
    refuses = meant in (Meant.NO, Meant.REFUSED)
    match one:
        case Meant.YES | Meant.AGREED if refuses:
            if word in _BEHIND or word in _TRUE:
                return meant
            return Meant.REFUSED if one is Meant.AGREED and word not in _CERTAIN else None
        case Meant.YES | Meant.AGREED:
            return Meant.YES if Meant.YES in (meant, one) else Meant.AGREED
        case Meant.NO | Meant.REFUSED if refuses:
            return None if before[-1] in _TURNS and word != before[-1] else meant
        case Meant.NO | Meant.REFUSED:
            return one if all(earlier in _OPENERS for earlier in before) else None
        case Meant.ADDED:
            return Meant.REFUSED if refuses else None
        case _ if meant is None:
            return Meant.REFUSED
    return Meant.AGREED if refuses else None
