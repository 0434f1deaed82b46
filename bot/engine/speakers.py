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
    "anakku", "anakq", "anaku", "ankku", "bocahku", "lareku", "arekku", "budakku", "bujangku", "gadisku",
    "anak2ku", "anak-anakku", "bayiku", "si kecil", "cucuku", "putraku",
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


_OWN = re.compile(rf"\b(?:{_ME[3:-1]}|my|(?!buku|suku|kaku|pelaku)\w{{2,}}ku)\b")
"""Words of somebody who tells of themselves; without one, "ayah ibunya" and "di sekolah" may be those of a child who is
told of."""
_OTHERS = re.compile(
    rf"\b(?:murid|siswa|siswi|anak didik|peserta didik|santri|keponakan|ponakan|anak (?:tetangga|murid|orang))"
    rf"(?: ?ku| {_ME}|nya)?\b|\b{_ME} (?:ini )?(?:seorang |adalah )?(?:guru|gurunya|wali kelas|kader|pengajar)\b"
)
"""A child of somebody else, as a teacher, a neighbour or an aunt tells of it."""
_GREETED = frozenset({"bapak", "bpk", "pak", "ibu", "om", "kakak"})
_OFFSPRING = frozenset({"anak", "ank", "bayi", "cucu", "putra", "putri", "balita", "anak2", "anak-anak"})
_ELDERS = frozenset(
    {
        f"{one}{end}"
        for one in ("ibu", "ibuk", "ayah", "bapak", "mama", "papa", "bunda", "ortu", "tua")
        for end in ("", "nya")
    }
) | {"wali", "nenek", "kakek", "single", "istri", "suami"}
_THEIR_ELDERS = frozenset(f"{one}nya" for one in ("ibu", "ayah", "bapak", "mama", "mamak", "papa", "bunda", "ortu"))
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


def of_another(text: str) -> bool:
    """Does somebody grown up tell of a child that is not their own? "Aku murid" is a child who speaks of themselves."""
    said = plain(text)
    found = _match(_OTHERS, said)
    answer = speaker_of(said, list(ages(text))) if found else None
    return bool(found) and not (answer and _match(_AM_CHILD, said))


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
    if parent:
        return am or _held(said, words, _CHILD)
    if am or _OFFSPRING.isdisjoint(words) or _OWN.search(said):
        return am or _held(said, words, _CHILD) or _held(said, words, _PLACES)
    return "" if not _THEIR_ELDERS.isdisjoint(words) else _held(said, words, _CHILD)


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
