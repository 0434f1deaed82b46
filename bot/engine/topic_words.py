"""The words of a book, made ready for finding topics: what each word, each two near one another and each phrase weighs
for every topic and flow that says what it is about.

Laws
1. A word weighs much where few have it and where it stands in several phrases; little in a phrase of many words, and
   where much is named: who names everything is found for anything.
2. They are made once for a book; a turn only looks them up.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple, TypeVar

from bot.engine.everyday import SAME, SMALL
from bot.engine.remembered import Remembered
from bot.engine.spelling import plain
from bot.engine.stems import exact, joined, meant, once, pieces
from bot.flow.book import Book
from bot.flow.known import BANDS
from bot.model.conversation import Reader

MOST_BOOKS = 4
"""Books whose words are kept ready: the one in use and those it replaced a moment ago."""
USUAL = 140
"""Topics of a book, at the least, when it is reckoned how rare a word is: in a book of three every word is rare."""
MOST_AMONG = 0.5
"""A word that stands in a larger part of all topics tells nothing by itself."""
UNHEARD = 0.7
"""How rare a word counts that no topic has, beside one that a single topic has: most of them are names, other languages
and ways to write that we do not know, and tell neither for a topic nor against it."""
CLOSE_FROM, SHORT_FROM = 6, 3
"""Letters of a word that may hold a typo, and of one whose vowels may be left out: shorter ones lie too near to
others."""
SHARED = 0.75
"""How much less a word counts in a phrase of many: one that is the whole phrase counts most."""
LONG = 0.9
"""How much of the length of what a topic says of itself is taken off."""
TOGETHER, REACH = 0.3, 2
"""How much two words near one another count, and how many places they may be apart."""
WHOLE, LONGEST = 0.3, 4
"""How much a phrase counts that is there as a whole, and the most words that such a phrase has."""
ITS_AGE, OTHER_AGE, GUARDED = 1.3, 0.65, 0.5
"""What the weight of a topic becomes for somebody of its ages, of others, and where its reader would be a guess."""
YOUNG = ("0-1", "2-3", "4-6", "7-9")
_VOWELS = re.compile("[aeiou]")


class Lead(NamedTuple):
    """Where words lead: a flow, and the topic that is talked about in it, if it is one of content/topics."""

    flow: str
    topic: str = ""

    @property
    def name(self) -> str:
        return self.topic or self.flow


class Entry(NamedTuple):
    """What may be found, for whom, how it is called and what is said of it."""

    lead: Lead
    reader: Reader
    ages: tuple[str, ...]
    names: tuple[str, ...]
    about: tuple[str, ...]


Stems = tuple[str, ...]
Part = TypeVar("Part", str, Stems)
"""A stem, or several."""
Weights = tuple[tuple[int, float], ...]
"""The number of an entry, and what a part weighs there."""
Suits = Mapping[tuple[Reader, Reader | None, str], tuple[float, ...]]
"""By who reads, whom it would be a guess to take them for, and the age: how far each entry suits."""


@dataclass(frozen=True, slots=True)
class Index:
    """`known`: the stems of a word as it is typed; `spelt`: what it says; `close`: the stems of a long one, also with a
    letter too few; `bare`: of its consonants. `alone`, `pairs`, `whole`: what a stem weighs, two near one another, and
    a phrase. `holds`: the stems of each entry; `called`: which are called so, or say so of themselves; `titled`: which
    have this plain title. `rare`: how rare a stem is; `unheard`: one that no entry has."""

    entries: tuple[Entry, ...]
    known: Mapping[str, Stems]
    spelt: Mapping[str, Stems]
    close: Mapping[str, Stems]
    bare: Mapping[str, Stems]
    alone: Mapping[str, Weights]
    pairs: Mapping[Stems, Weights]
    whole: Mapping[Stems, Weights]
    suits: Suits
    holds: tuple[frozenset[str], ...]
    called: Mapping[tuple[str, ...], tuple[int, ...]]
    titled: Mapping[str, tuple[int, ...]]
    rare: Mapping[str, float]
    unheard: float


def pairs(stems: Sequence[str]) -> Iterator[Stems]:
    """Two stems that stand near one another, in whatever order."""
    for apart in range(1, REACH + 1):
        for one, two in zip(stems, stems[apart:], strict=False):
            if one != two:
                yield (one, two) if one < two else (two, one)


def spelt(index: Index, said: str) -> Stems:
    """The words of a plain text that tell something, as they are spelled out."""
    known = index.spelt
    return tuple(once(word for raw in joined(said) for word in (known[raw] if raw in known else exact(raw))))


def read(index: Index, raw: str) -> Stems:
    """The stems of a typed word; of one that the book does not hold, with the vowels that were left out, or without its
    typo."""
    if (found := index.known.get(raw)) is not None:
        return found
    stems = tuple(meant(raw))
    if all(one in index.alone for one in stems):
        return stems
    if len(raw) >= SHORT_FROM and raw.isalpha() and not _VOWELS.search(raw):
        return index.bare.get(raw, stems)
    ways = (raw, *_less(raw)) if len(raw) >= CLOSE_FROM else ()
    return next((found for way in ways if (found := index.close.get(way))), stems)


def _less(word: str) -> Iterator[str]:
    """With one letter too few."""
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _index(book: Book) -> Index:
    entries = tuple(sorted(_entries(book), key=lambda one: one.lead))
    known = {raw: tuple(meant(raw)) for raw in (*SAME, *SMALL)}
    said = [[_heard(text, known) for text in (*one.about, *one.names)] for one in entries]
    spelt = {raw: exact(raw) for raw in known}
    phrases = [[_spelled(text, spelt) for text in (*one.about, *one.names)] for one in entries]
    alone = [_counted(map(dict.fromkeys, texts)) for texts in said]
    rare = _rare(alone)
    return Index(
        entries=entries,
        known={raw: stems for raw, stems in known.items() if not stems or not rare.keys().isdisjoint(stems)},
        spelt=spelt,
        close=_close(known),
        bare=_bare(known),
        alone=_weights(alone, rare),
        pairs=_weighed(_counted(dict.fromkeys(pairs(stems)) for stems in texts) for texts in said),
        whole=_phrases(phrases),
        suits=dict(_suits(entries)),
        holds=tuple(map(frozenset, alone)),
        called=_called(entries, phrases),
        titled=_titled(entries),
        rare=rare,
        unheard=UNHEARD * log(USUAL + 1),
    )


def _entries(book: Book) -> Iterator[Entry]:
    for name, flow in book.flows.items():
        if flow.about:
            yield Entry(Lead(name), flow.reader, (), (flow.title,), flow.about)
    for name, topic in book.topics.items():
        names = (topic.title, topic.label)
        yield Entry(Lead(topic.flow, name), topic.reader, topic.ages, names, topic.about)


def _heard(text: str, known: dict[str, Stems]) -> Stems:
    """The stems of a text of the book, whose words are known from then on."""
    words = pieces(plain(text))
    for raw in words:
        if raw not in known:
            known[raw] = tuple(meant(raw))
    return tuple(once(stem for raw in words for stem in known[raw]))


def _spelled(text: str, spelt: dict[str, Stems]) -> Stems:
    """The words of a text of the book, which are known from then on."""
    words = joined(plain(text))
    for raw in words:
        if raw not in spelt:
            spelt[raw] = exact(raw)
    return tuple(once(word for raw in words for word in spelt[raw]))


def _counted(phrases: Iterable[Collection[Part]]) -> dict[Part, float]:
    """How often each part stands in phrases; one that is all of its phrase counts most."""
    counts: dict[Part, float] = {}
    for parts in phrases:
        for part in parts:
            counts[part] = counts.get(part, 0.0) + len(parts) ** -SHARED
    return counts


def _rare(bags: Sequence[Mapping[Part, float]]) -> dict[Part, float]:
    """How rare each part is among the entries."""
    among = Counter(part for bag in bags for part in bag)
    every = max(len(bags), USUAL) + 1
    return {part: log(every / count) for part, count in among.items()}


def _weights(bags: Sequence[Mapping[Part, float]], rare: Mapping[Part, float], worth: float = 1) -> dict[Part, Weights]:
    """What each part weighs in each entry (law 1)."""
    sizes = [sum(bag.values()) for bag in bags]
    usual = sum(sizes) / len(sizes) if any(sizes) else 1
    least = -log(MOST_AMONG)
    weights: dict[Part, list[tuple[int, float]]] = {}
    for number, (bag, size) in enumerate(zip(bags, sizes, strict=True)):
        room = 1 - LONG + LONG * size / usual
        for part, times in bag.items():
            if rare[part] > least:
                weights.setdefault(part, []).append((number, worth * rare[part] * 2 * times / (times + room)))
    return {part: tuple(at) for part, at in weights.items()}


def _weighed(counted: Iterable[Mapping[Stems, float]]) -> dict[Stems, Weights]:
    """What each two weigh."""
    bags = list(counted)
    return _weights(bags, _rare(bags), TOGETHER)


def _phrases(said: Iterable[Sequence[Stems]]) -> dict[Stems, Weights]:
    """What a phrase weighs that is there as a whole."""
    bags = [{phrase: 1.0 for phrase in texts if 0 < len(phrase) <= LONGEST} for texts in said]
    rare = _rare(bags)
    weights: dict[Stems, list[tuple[int, float]]] = {}
    for number, bag in enumerate(bags):
        for phrase in bag:
            weights.setdefault(phrase, []).append((number, WHOLE * rare[phrase] * len(phrase) ** 0.5))
    return {phrase: tuple(at) for phrase, at in weights.items()}


def _called(entries: Sequence[Entry], phrases: Sequence[Sequence[Stems]]) -> Mapping[Stems, tuple[int, ...]]:
    """Which entries are called so, or say so of themselves without a word more."""
    found: dict[Stems, dict[int, bool]] = {}
    for number, (one, said) in enumerate(zip(entries, phrases, strict=True)):
        for place, (text, words) in enumerate(zip((*one.about, *one.names), said, strict=True)):
            name = place >= len(one.about)
            if words and (name or len(text.split()) == len(words)):
                named = found.setdefault(words, {})
                named[number] = name or named.get(number, False)
    return {
        words: tuple(number for number, name in named.items() if name or not any(named.values()))
        for words, named in found.items()
    }


def _titled(entries: Sequence[Entry]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, one in enumerate(entries):
        title = plain(one.names[0])
        found[title] = (*found.get(title, ()), number)
    return found


def _suits(entries: Sequence[Entry]) -> Iterator[tuple[tuple[Reader, Reader | None, str], tuple[float, ...]]]:
    for reader in Reader:
        for guess in (None, Reader.PARENT, Reader.CHILD):
            for band in ("", *BANDS):
                yield (reader, guess, band), tuple(_suit(one, reader, guess, band) for one in entries)


def _suit(entry: Entry, reader: Reader, guess: Reader | None, band: str) -> float:
    """How far an entry suits a reader: not at all one that is for others, or for children who read more words."""
    if entry.reader is not reader and Reader.UNKNOWN not in (entry.reader, reader):
        return 0.0
    if entry.reader is Reader.CHILD and entry.ages and band in YOUNG and band not in entry.ages:
        return 0.0
    suits = GUARDED if entry.reader is guess else 1.0
    if band and entry.ages:
        suits *= ITS_AGE if band in entry.ages else OTHER_AGE
    return suits


def _close(known: Mapping[str, Stems]) -> Mapping[str, Stems]:
    close: dict[str, Stems] = {}
    for word, stems in known.items():
        if len(word) >= CLOSE_FROM and stems:
            for less in (word, *_less(word)):
                close.setdefault(less, stems)
    return close


def _bare(known: Mapping[str, Stems]) -> Mapping[str, Stems]:
    """The stems of words by their consonants, where only one word has them."""
    found: dict[str, set[Stems]] = {}
    for word, stems in known.items():
        if stems:
            found.setdefault(_VOWELS.sub("", word), set()).add(stems)
    return {bare: stems for bare, (stems, *others) in found.items() if not others}


index_of: Remembered[Book, Index] = Remembered(_index, MOST_BOOKS)
