"""Which of the choices of an open question was meant.

Laws
1. A number, a label in any language or a declared synonym names a choice; so does a small typo (one edit in words of
   five letters or more), and a short sentence that holds the name of exactly one.
2. A yes or no counts only where a choice takes it: one whose key is "ya" or "tidak", or one that names a word of yes or
   no itself.
3. What fits two choices, or is negated, is no answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.engine import numbers, yes_no
from bot.engine.answer import Answer
from bot.engine.remembered import Remembered
from bot.engine.spelling import TYPO_FROM, even, evened, near, plain, runs, spelled_out, written
from bot.engine.yes_no import Meant, meaning, signs_read
from bot.flow import assent
from bot.flow.book import Choice

LONGEST_ANSWER = 200
"""Letters of a message that are compared with choices; longer ones are stories, not answers."""
MOST_WORDS = 6
"""More words than this tell something; they do not choose."""
MOST_ASKS = 4_096
"""Questions of the book that are kept ready for comparing."""

_AROUND = yes_no.SMALL | {"yang", "yg", "pilih", "pilihan", "jawab", "jawabannya", "itu", "ini", "nya"}
"""Small words that are left away at both ends of an answer."""
_FILL = _AROUND | assent.YES | {
    "di", "ke", "sini", "orang", "siapa", "siapa-siapa", "dengan", "sama", "lagi", "mau", "ingin", "ok", "oke", "lihat",
    "melihat", "konselor", "apa-apa", "satupun", "kayaknya",
}  # fmt: skip
_NOT = assent.NO | assent.REFUSED | {"tanpa"}
_LEANS = frozenset({"di", "ke", "dari", "yang", "pas", "lewat", "dengan", "soal", "karena"})
"""Words that may stand between a no and what it denies: bukan yang di sekolah."""
_EMPTY = (" ada",)
"""A name that ends so ("gak ada") begins too many sentences to be read with anything beside it: by no guess is a screen
that may be watched read as safe."""
_OTHER = frozenset({"bukan", "bkn", "bukan itu"})
"""These say that something else is true; who is called so takes no other no."""
_THIN = frozenset({"salah", "sekarang", "bicara", "baru", "mulai", "lain", "jalan", "coba"})
"""Names that are also plain words of any sentence: beside them stand only small words ("aku salah apa" disputes
nothing)."""


@dataclass(frozen=True, slots=True)
class Names:
    """All that choices are called, ready for comparing.

    `exact` holds None for a name of two choices; `joined` is without spaces; `typed` by the number of words, with the
    letters of each; `inside` by the first word, the longest first; `meant` tells which choice takes a yes or a no;
    `around` are the small words that name no choice here."""

    keys: tuple[str, ...]
    exact: Mapping[str, Answer | None]
    joined: Mapping[str, str]
    typed: Mapping[int, Sequence[tuple[int, tuple[str, ...], str]]]
    inside: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    meant: Mapping[Meant, str]
    around: frozenset[str]


def choose(choices: Sequence[Choice], text: str) -> Answer | None:
    """Which of the choices was meant, or None."""
    if len(text) > LONGEST_ANSWER or not choices:
        return None
    names = index_of(choices) if isinstance(choices, tuple) else _index(choices)
    said = text if text.isdecimal() else plain(text)
    if said.isdecimal():
        return _numbered(names, int(said))
    if answer := names.exact.get(said):
        return answer
    words, flat = said.split(), evened(said)
    if len(words) <= numbers.MOST_WORDS and numbers.some(said, words, flat):
        number = numbers.picked(runs(said))
        if number is not None:
            return _numbered(names, number)
    return _loosely(names, said, words) or _by_yes_no(names, text, said) or _by_name(names, said, words)


def _numbered(names: Names, number: int) -> Answer | None:
    place = len(names.keys) if number == numbers.LAST else number
    return Answer(names.keys[place - 1], "number") if 1 <= place <= len(names.keys) else None


def _loosely(names: Names, said: str, words: Sequence[str]) -> Answer | None:
    """A whole name with small words around it, or in short spelling."""
    first, last = 0, len(words)
    while first < last and words[first] in names.around:
        first += 1
    while last > first and words[last - 1] in names.around:
        last -= 1
    core = " ".join(words[first:last])
    if core != said and (core.endswith(_EMPTY) or (core in assent.NO and not yes_no.DECLINES.isdisjoint(words))):
        return None
    exact, spelt = names.exact, spelled_out(core)
    return (
        exact.get(core)
        or exact.get(spelt)
        or exact.get(evened(spelt))
        or exact.get(core.removesuffix("nya").removesuffix("ku"))
        or (exact.get(spelled_out(said)) if core != said else None)
    )


def _by_yes_no(names: Names, text: str, said: str) -> Answer | None:
    if not names.meant:
        return None
    meant = meaning(said if text.isascii() else plain(signs_read(text)))
    key = names.meant.get(meant) if meant else None
    if not key:
        return None
    return Answer(key, "yes" if meant in (Meant.YES, Meant.AGREED) else "no")


def _by_name(names: Names, said: str, words: Sequence[str]) -> Answer | None:
    if key := names.joined.get(said.replace(" ", "")):
        return Answer(key, "typo")
    longest = len(said) + len(words)
    alike = names.typed.get(len(words), ())
    close = {key for length, called, key in alike if length <= longest and near(words, called)}
    if close:
        return Answer(close.pop(), "typo") if len(close) == 1 else None
    if len(words) > MOST_WORDS:
        return None
    spelt = spelled_out(said)
    answer = _by_contained(names, spelt.split())
    if answer is None and (flat := evened(spelt)) != spelt:
        answer = _by_contained(names, flat.split())
    return answer


def _by_contained(names: Names, words: Sequence[str]) -> Answer | None:
    """A short sentence that holds exactly one choice's name: "yang di sekolah kak". A yes or no inside a sentence is
    no answer ("aku mau pulang"); "bukan di sekolah, di rumah" is not at school."""
    if names.inside.keys().isdisjoint(words):
        return None
    held: list[tuple[int, tuple[str, ...], str]] = []
    rest: list[int] = []
    place = 0
    while place < len(words):
        fits = (
            one for one in names.inside.get(words[place], ()) if tuple(words[place : place + len(one[0])]) == one[0]
        )
        if one := next(fits, None):
            held.append((place, *one))
            place += len(one[0])
        else:
            rest.append(place)
            place += 1
    denied = _denied(words, rest, [place for place, _, _ in held])
    if denied is None:
        return None
    gone = {key for place, _, key in held if place in denied}
    left = {key for _, _, key in held} - gone
    if len(names.keys) == 2 and not yes_no.UNSURE.isdisjoint(words[place] for place in rest):
        return None
    small = all(words[place] in _FILL for place in rest)
    thin = any(name[0] in _NOT or name in {(word,) for word in _THIN} for _, name, _ in held)
    return Answer(left.pop(), "contained") if len(left) == 1 and (small or not thin) else None


def _denied(words: Sequence[str], rest: Sequence[int], held: Sequence[int]) -> set[int] | None:
    """The places of names that stand right behind a no; None when a no denies anything else."""
    denied = set()
    for place in rest:
        if words[place] in _NOT:
            behind = place + 1
            while behind in rest and words[behind] in _LEANS:
                behind += 1
            if behind not in held:
                return None
            denied.add(behind)
    return denied


# ---- the names, once for each question


def _index(choices: Sequence[Choice]) -> Names:
    called = [(choice.key, _labels(choice), tuple(map(written, choice.also))) for choice in choices]
    exact: dict[str, Answer | None] = {}
    for because, number in (("label", 1), ("synonym", 2)):
        for one in called:
            for name in one[number]:
                _add(exact, name, Answer(one[0], because))
    for name, answer in tuple(exact.items()):
        if answer:
            _add(exact, spelled_out(name), answer)
            _add(exact, even(name), answer)
    each = {(name, key) for key, labels, also in called for name in (*labels, *also) if name}
    inside: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, key in sorted({(spelled_out(name), key) for name, key in each}, key=lambda one: (-len(one[0]), one)):
        if not _answers(name) and not name.endswith(_EMPTY):
            inside.setdefault(name.split()[0], []).append((tuple(name.split()), key))
    typed: dict[int, list[tuple[int, tuple[str, ...], str]]] = {}
    for name, key in sorted(each):
        if len(name) >= TYPO_FROM:
            typed.setdefault(len(name.split()), []).append((len(name), tuple(name.split()), key))
    return Names(
        keys=tuple(choice.key for choice in choices),
        exact=exact,
        joined=_joined(each),
        typed=typed,
        inside=inside,
        meant=_takers(called),
        around=_AROUND - exact.keys(),
    )


def _labels(choice: Choice) -> tuple[str, ...]:
    return (*map(written, choice.label.by.values()), written(choice.key.replace("_", " ")))


def _add(exact: dict[str, Answer | None], name: str, answer: Answer) -> None:
    """A name of one choice; of two it names none, but a label comes before another's synonym."""
    known = exact.get(name)
    if name and name not in exact:
        exact[name] = answer
    elif known and known.value != answer.value and known.because == answer.because:
        exact[name] = None


def _answers(name: str) -> bool:
    """Is a name no more than one word of yes or no, and small words?"""
    return sum(word not in _AROUND for word in name.split()) == 1 and not assent.WORDS.isdisjoint(name.split())


def _joined(each: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Names of five letters or more without their spaces ("disekolah"); not those of two choices."""
    joined: dict[str, set[str]] = {}
    for name, key in each:
        if len(name) >= TYPO_FROM:
            joined.setdefault(name.replace(" ", ""), set()).add(key)
    return {name: min(keys) for name, keys in joined.items() if len(keys) == 1}


def _takers(called: Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> Mapping[Meant, str]:
    """Which choice takes which yes or no; none where two would. "Iya" is taken by "Mau" where nothing else takes it,
    "tidak" by "Jangan"; not the other way round."""
    takers: dict[Meant, set[str]] = {}
    for key, labels, also in called:
        names = [name for name in (*labels, *also) if _answers(name) and name not in _OTHER]
        meant = {one for name in names if (one := meaning(name))}
        meant |= {"ya": {Meant.YES, Meant.AGREED}, "tidak": {Meant.NO, Meant.REFUSED}}.get(key, set())
        for one in meant:
            takers.setdefault(one, set()).add(key)
    for given, asked in ((Meant.YES, Meant.AGREED), (Meant.NO, Meant.REFUSED)):
        takers.setdefault(given, takers.get(asked, set()))
    return {meant: min(keys) for meant, keys in takers.items() if len(keys) == 1}


index_of: Remembered[Sequence[Choice], Names] = Remembered(_index, MOST_ASKS)
