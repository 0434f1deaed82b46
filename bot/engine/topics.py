"""Where words lead: the flow that a first message is about, and the command that a whole message is.

Laws
1. A topic is the flow whose `about` words fill most of the text, among those for this reader. Of somebody unknown who
   writes "aku" we do not guess that they are a parent: they are asked.
2. A command is a whole message, with no more than small words behind it: "menu", "/menu", "menu dong kak". Only a wish
   for a person may be a sentence ("mau bicara dengan konselor").
3. The words of a book are made ready once; a turn looks them up.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.engine.choices import LONGEST_ANSWER
from bot.engine.remembered import Remembered
from bot.engine.spelling import evened, found, misspelt, plain, written
from bot.flow.book import Book, Flow
from bot.model.conversation import Reader

MOST_BOOKS = 4
"""Books whose words are kept ready: the one in use and those it replaced a moment ago."""
CLOSE_FROM = 7
"""Letters of a topic's word that may hold a typo: shorter ones lie too near to others."""
PERSON_WORD = "orang"

_SMALL = frozenset({
    "kak", "kakak", "kaka", "ka", "kk", "bang", "mas", "mbak", "min", "bu", "pak", "deh", "dong", "donk", "ya", "yaa",
    "aja", "saja", "dulu", "please", "pls", "lah", "nih", "sih", "wae", "haja", "makasih",
})  # fmt: skip
_WISH = frozenset({
    "aku", "saya", "sy", "ulun", "mau", "ingin", "pengen", "pgn", "minta", "butuh", "perlu", "panggil", "panggilkan",
    "tolong", "sama", "ke", "dengan", "dgn", "hubungi", "sambungkan", "handak", "bisa", "boleh",
})  # fmt: skip
_ASKS_FOR_SOMEONE = re.compile(
    r"^(?:(?:aku|saya|mau|ingin|pengen|pgn|bisa|boleh|tolong) )*(?:bicara|ngomong|chat|ngobrol) (?:dengan|sama|dgn|sm) "
)
_TALKS = frozenset({"bicara", "ngomong", "chat", "ngobrol"})
_FIRST_PERSON = re.compile(r"\b(?:aku|ak|aq|gue|gw|gua|ku|[a-z]{2,}ku)\b")
"""Somebody who speaks of themselves the way friends do: more often a child than not."""


@dataclass(frozen=True, slots=True)
class About:
    """One phrase of a flow's `about`, its weight (letters) and the flow's name."""

    phrase: str
    weight: int
    flow: str


@dataclass(frozen=True, slots=True)
class Index:
    """The words of a book: commands whole, topics by their first word, and by every one-edit spelling of
    a long one."""

    commands: Mapping[str, Flow]
    person: Flow | None
    abouts: Mapping[str, Sequence[About]]
    close: Mapping[str, Sequence[About]]


def topic_in(book: Book, text: str, reader: Reader) -> tuple[Flow, str] | None:
    """The flow a text is about, with the words that say so."""
    return topic_of(book, plain(text), reader)


def topic_of(book: Book, said: str, reader: Reader) -> tuple[Flow, str] | None:
    """The same, of a plain text."""
    index, words = index_of(book), said.split()
    held = _held(index, f" {said} ", set(words)) or _misspelt(index, said, words)
    if not held:
        return None
    guarded = reader is Reader.UNKNOWN and _FIRST_PERSON.search(said) is not None
    scores: dict[str, int] = {}
    for one in held:
        if _fits(book.flows[one.flow].reader, reader, guarded=guarded):
            scores[one.flow] = scores.get(one.flow, 0) + one.weight
    if not scores:
        return None
    best = min(scores, key=lambda name: (-scores[name], name))
    return book.flows[best], max(
        (one.phrase for one in held if one.flow == best), key=lambda phrase: (len(phrase), phrase)
    )


def _fits(flow: Reader, reader: Reader, *, guarded: bool) -> bool:
    return (flow is reader or Reader.UNKNOWN in (flow, reader)) and not (guarded and flow is Reader.PARENT)


def _held(index: Index, padded: str, words: set[str]) -> list[About]:
    firsts = index.abouts.keys() & words
    return [one for word in firsts for one in index.abouts[word] if f" {one.phrase} " in padded]


def _misspelt(index: Index, said: str, words: Sequence[str]) -> list[About]:
    """Topics named with one edit in a long word, with "di" apart ("di ejek"), twice by a 2 ("ngamuk2"), or with
    stretched letters ("tantruuum")."""
    held = [one for word in index.close.keys() & set(words) for one in index.close[word]]
    ways = {f" {said}".replace(" di ", " di"), said.replace("2", ""), evened(said)} - {said}
    for way in ways:
        held += [one for word in index.abouts.keys() & way.split() for one in index.abouts[word] if one.phrase == word]
    return held


def command_in(book: Book, text: str) -> Flow | None:
    """The command a whole message is, or None."""
    if len(text) > LONGEST_ANSWER:
        return None
    said = plain(text)
    if said.startswith("/"):
        said = said[1:].split(" ")[0]
    if not said:
        return None
    index = index_of(book)
    if flow := index.commands.get(said):
        return flow
    words = said.split()
    if len(words) == 1:
        return found(said, index.commands)
    begins = words[0] in _WISH or words[0] in _TALKS
    return _with_small_words(index, words) if begins or words[-1] in _SMALL else None


def _with_small_words(index: Index, words: list[str]) -> Flow | None:
    if not _TALKS.isdisjoint(words) and _ASKS_FOR_SOMEONE.match(" ".join(words)):
        return index.person
    last = len(words)
    while last > 1 and words[last - 1] in _SMALL:
        last -= 1
    if flow := index.commands.get(" ".join(words[:last])):
        return flow
    first = 0
    while first < last - 1 and words[first] in _WISH:
        first += 1
    flow = index.commands.get(" ".join(words[first:last]))
    return flow if flow is index.person else None


def _index(book: Book) -> Index:
    commands: dict[str, Flow] = {}
    abouts: dict[str, list[About]] = {}
    close: dict[str, list[About]] = {}
    for name, flow in book.flows.items():
        for word in flow.words:
            commands.setdefault(written(word), flow)
        for phrase in dict.fromkeys(map(written, flow.about)):
            one = About(phrase, len(phrase), name)
            abouts.setdefault(phrase.split()[0], []).append(one)
            if len(phrase) >= CLOSE_FROM and " " not in phrase:
                for way in set(misspelt(phrase)):
                    close.setdefault(way, []).append(one)
    person = next((flow for flow in book.flows.values() if PERSON_WORD in flow.words), None)
    return Index(commands, person, abouts, close)


index_of: Remembered[Book, Index] = Remembered(_index, MOST_BOOKS)
