"""Who writes: somebody with a child, or a child. Nobody is guessed to be a parent who did not say so.

Laws
1. Their own age or school year makes a child; somebody grown up is none, whatever else they tell.
2. Words of both, or of neither, are no answer. Only a place ("di sekolah") is where a parent's child may be too.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.engine.ages import OF, Age, ages
from bot.engine.answer import Answer
from bot.engine.spelling import plain
from bot.model.conversation import Reader

PARENT = (
    "anakku", "anakq", "anaku", "ankku", "anak2ku", "anak-anakku", "bayiku", "si kecil", "cucuku", "putraku",
    "putriku", "balitaku", "sebagai orang tua", "sebagai ibu", "sebagai ayah", "sebagai orangtua", "istriku",
    "suamiku", "suami saya", "istri saya", "suami aku", "istri aku", "suami sy", "istri sy", "punya anak",
    "ibu rumah tangga", "my son", "my daughter", "my child", "my kid", "my kids", "my children", "my baby",
    "my toddler",
)  # fmt: skip
CHILD = (
    "bapakku", "bapaku", "bapak", "ayahku", "ayah", "ibuku", "mamaku", "mamakku", "papaku", "mama", "papa", "mamak",
    "mamah", "papah", "abah", "bokap", "nyokap", "ortuku", "ortu", "orang tuaku", "orang tua saya", "guruku",
    "temanku", "temenku", "sekolahku", "kakakku", "abangku", "adikku", "bapak tiri", "ibu tiri", "ayah tiri", "om",
    "pamanku", "aku kelas", "saya kelas", "umurku", "abahku", "uma", "umaku", "emak", "emakku", "tiriku",
    "wali kelasku", "adekku", "temen2ku", "teman-temanku", "my dad", "my mom", "my teacher",
)  # fmt: skip
PLACES = ("sekelasku", "temen sekelas", "teman sekelas", "di sekolah", "di kelas", "kakak kelas", "kaka kelas")
"""Where a child is, whoever writes of it."""
_ADDRESS = re.compile(
    r"\b(?:bapak|bpk|pak)[ /](?:dan )?(?:ibu|bu)\b|\b(?:pagi|siang|sore|malam|halo|hai) (?:bapak|ibu|om|kakak)\b"
)
"""Whom they greet, not whom they tell of."""
_ME = r"(?:saya|aku|ak|aq|sy|sya|kami|gue|gw|gua|ulun|unda|kula|kulo)"
_MINE = re.compile(
    r"\b(?:anak|ank|bayi|cucu|putra|putri|balita|anak2|anak-anak)"
    rf"(?: (?:{'|'.join(sorted(OF))}|laki-laki|laki2)| laki laki| ke[- ]?\d)?(?: ?ku| {_ME})\b"
)
"""Somebody's own child."""
_THEIRS = re.compile(rf"(?<!\baku )(?<!\bsaya )(?<!\bsy )(?<!\bak )(?<!\baq ){_MINE.pattern}")
"""The same, but "aku anak bungsu, aku takut" is a child who speaks of themselves."""
_AM_PARENT = re.compile(
    rf"\b{_ME} (?:ini )?(?:seorang |adalah )?(?:ibu|ayah|bapak|mama|papa|bunda|orang tua|ortu|wali|nenek|kakek)"
    r"(?= (?:dari|tunggal|muda|baru|\d+|satu|dua|tiga|empat|lima|anak)\b)|"
    rf"\b{_ME} (?:ini )?(?:seorang |adalah |cuma )(?:ibu|ayah|bapak|mama|papa|bunda|orang tua|single)\b"
    rf"|\b{_ME} (?:ini )?(?:ibu|ayah|bapak|mama|papa|bunda|orang tua)nya\b|\b{_ME} (?:ini )?wali murid\b"
    rf"|\b{_ME} single (?:parent|mom|dad)\b|\b{_ME} (?:dan|sama|sm) (?:istri|suami)\b"
    r"|\b(?:ibu|ibuk|mama|bunda|ayah|bapak|papa) dari (?:\w+ )?anak\b"
)
_AM_CHILD = re.compile(
    rf"\b{_ME} (?:masih |baru |seorang |sekolah |duduk |di |sekarang )*"
    r"(?:anak(?! saya| aku| sy)|kelas|kls|smp|smpn|sma|sman|smk|smkn|mts|sd|siswa|siswi|pelajar|murid)\b"
)


_GREETED = frozenset({"bapak", "bpk", "pak", "ibu", "om", "kakak"})
_OFFSPRING = frozenset({"anak", "ank", "bayi", "cucu", "putra", "putri", "balita", "anak2", "anak-anak"})
_ELDERS = frozenset(
    {
        f"{one}{end}"
        for one in ("ibu", "ibuk", "ayah", "bapak", "mama", "papa", "bunda", "ortu", "tua")
        for end in ("", "nya")
    }
) | {"wali", "nenek", "kakek", "single", "istri", "suami"}
_PUPILS = frozenset({
    "anak", "kelas", "kls", "smp", "smpn", "sma", "sman", "smk", "smkn", "mts", "sd", "siswa", "siswi", "pelajar",
    "murid",
})  # fmt: skip
"""A text without one of these needs no closer look for a pattern that holds them."""


def _by_first_word(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    kept: dict[str, list[str]] = {}
    for name in names:
        kept.setdefault(name.split()[0], []).append(name)
    return kept


_PARENT, _CHILD, _PLACES = map(_by_first_word, (PARENT, CHILD, PLACES))


def speaker_in(text: str) -> Answer | None:
    """Who writes, with the words that tell it: "parent", "child", or None."""
    return speaker_of(plain(text), list(ages(text)))


def speaker_of(said: str, told: Sequence[Age]) -> Answer | None:
    """The same, of a plain text and all the ages it tells."""
    own = [age for age in told if age.whose == "own"]
    if young := next((age for age in own if age.band != "18+"), None):
        return Answer(Reader.CHILD.value, young.because)
    said = said.replace(" ku ", "ku ")
    words = said.split()
    if not _GREETED.isdisjoint(words):
        said = _ADDRESS.sub(" ", said)
    parent = _parent(said, words)
    child = _child(said, words, parent)
    if bool(parent) == bool(child) or (child and own):
        return None
    return Answer(Reader.PARENT.value, parent) if parent else Answer(Reader.CHILD.value, child)


def _parent(said: str, words: Sequence[str]) -> str:
    mine = _match(_MINE, said) if not _OFFSPRING.isdisjoint(words) else ""
    am = _match(_AM_PARENT, said) if not mine and not _ELDERS.isdisjoint(words) else ""
    return mine or am or _held(said, words, _PARENT)


def _child(said: str, words: Sequence[str], parent: str) -> str:
    """What tells that a child writes; where a parent is told too, not what belongs to their own child."""
    if parent:
        said = _AM_PARENT.sub(" - ", _THEIRS.sub(" - ", said))
        words = said.split()
    am = _match(_AM_CHILD, said) if not _PUPILS.isdisjoint(words) else ""
    return am or _held(said, words, _CHILD) or ("" if parent else _held(said, words, _PLACES))


def _match(pattern: re.Pattern[str], said: str) -> str:
    found = pattern.search(said)
    return found.group() if found else ""


def _held(said: str, words: Sequence[str], names: Mapping[str, Sequence[str]]) -> str:
    """The first name a plain text holds as whole words, or "". They are kept by their first word: most texts hold
    none."""
    if names.keys().isdisjoint(words):
        return ""
    padded = f" {said} "
    return next((name for word in words for name in names.get(word, ()) if f" {name} " in padded), "")
