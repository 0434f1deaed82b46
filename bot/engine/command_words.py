"""The command that a whole message is: with no more than small words behind it ("menu", "/menu", "menu dong kak"). Only
a wish for a person or the numbers may be a sentence ("mau bicara dengan konselor"), and a question about the service
(questions.py).

The words of a book are made ready once; a turn looks them up.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.engine.choices import LONGEST_ANSWER
from bot.engine.questions import question_in
from bot.engine.remembered import Remembered
from bot.engine.spelling import found, plain, written
from bot.flow.book import Ask, Book, Flow

MOST_BOOKS = 4
"""Books whose words are kept ready: the one in use and those it replaced a moment ago."""
PERSON_WORD = "orang"
WISHED = frozenset([PERSON_WORD, "nomor"])
"""Who is called so may be asked for: "minta nomor darurat"."""

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


class Index(NamedTuple):
    """The command words of a book, each whole; the wish for a person among them, and all that may be wished for; and
    what stands on a button, or may be written instead of pressing it."""

    commands: Mapping[str, Flow]
    person: Flow | None
    wishes: tuple[Flow, ...]
    buttons: frozenset[str]


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
    if flow := index.commands.get(question_in(text)):
        return flow
    begins = words[0] in _WISH or words[0] in _TALKS
    return _with_small_words(index, words) if begins or words[-1] in _SMALL else None


def means_something(book: Book, word: str) -> bool:
    """Is it written here to say something else: a command, or an answer to some question?"""
    index = index_of(book)
    return written(word) in index.commands or written(word) in index.buttons


def asks(book: Book, text: str) -> bool:
    """Is a whole message a question about the service that a command answers? Then it is no answer to anything."""
    return index_of(book).commands.get(question_in(text)) is not None


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
    return flow if flow in index.wishes else None


def _index(book: Book) -> Index:
    commands: dict[str, Flow] = {}
    for flow in book.flows.values():
        for word in flow.words:
            commands.setdefault(written(word), flow)
    person = next((flow for flow in book.flows.values() if PERSON_WORD in flow.words), None)
    wishes = tuple(flow for flow in book.flows.values() if not WISHED.isdisjoint(flow.words))
    return Index(commands, person, wishes, frozenset(_on_buttons(book)))


def _on_buttons(book: Book) -> Iterator[str]:
    asks = (state.exit for flow in book.flows.values() for state in flow.states.values())
    for choice in (one for ask in asks if isinstance(ask, Ask) for one in ask.choices):
        yield from map(written, (*choice.label.by.values(), *choice.also, choice.key.replace("_", " ")))


index_of: Remembered[Book, Index] = Remembered(_index, MOST_BOOKS)
