"""What every rule of the proof works on: the book, its journeys, and what is said in a turn."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.flow.book import Ask, Book, Flow, SayItem, SayText, Text
from bot.flow.graph import Graph, Place
from bot.flow.journeys import Journeys, Node
from bot.flow.steps import Steps, Stop

PERSONAL = ("direct", "sensitive")
"""Classes of variables that nobody but the person and their counselor may see."""
CALENDAR, NUMBERS = "{kini.baca}", "{kini.nomor}"
_WORDS = re.compile(r"[\w'/-]+")


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that does not hold, at a place in a file. `talk`: the shortest that breaks it."""

    mark: tuple[str, int, int]
    code: str
    talk: tuple[str, ...] = ()
    blanks: Mapping[str, str] = field(default_factory=dict)


class Case:
    """A book that is judged. `content`: its folder, as problems name it."""

    def __init__(self, book: Book, content: str = "content") -> None:
        self.book = book
        self.content = content
        self.steps = Steps(book)
        self.graph: Graph = self.steps.graph
        self.ground = self.steps.ground
        self.journeys = Journeys(self.steps)

    @cached_property
    def waiting(self) -> Mapping[Place, Node]:
        """The nearest node of every place where an answer is waited for."""
        found: dict[Place, Node] = {}
        for node in self.journeys.waiting:
            found.setdefault(node.place, node)
        return found

    def ask(self, place: Place) -> Ask:
        """The question of a place; one without any answer where none is asked."""
        return self.graph.ask(place) or Ask()

    # ---- what is said

    def items(self, passed: Iterable[Place]) -> Iterator[SayItem]:
        for place in passed:
            yield from self.graph.state(place).say

    def texts(self, passed: Iterable[Place]) -> Iterator[Text]:
        yield from (one.text for one in self.items(passed) if isinstance(one, SayText))

    def says(self, passed: Iterable[Place], blank: str) -> bool:
        """Does one text at these places hold a blank, in every language and variant of it?"""
        return any(all(blank in one for one in readings(text)) for text in self.texts(passed))

    # ---- words that work anywhere

    def lost(self, place: Place, word: str) -> str:
        """The key of the choice that takes a command word for its answer at a place, or ""."""
        said = bare(word)
        for choice in self.ask(place).choices:
            names = {bare(one) for one in (*choice.label.by.values(), *choice.also, choice.key.replace("_", " "))}
            if any(f" {name} " in f" {said} " for name in names if name):
                return choice.key
        return ""

    def commands(self, wanted: str) -> tuple[Flow, ...]:
        """The command flow of this name, if the book has it."""
        return tuple(one for one in self.graph.commands if one.name == wanted)

    def talk(self, node: Node | None, stop: Stop | None = None, *lines: str) -> tuple[str, ...]:
        """The talk to a node; and one more turn, in which `lines` are done and a turn stops there."""
        more = [*lines, *self.journeys.said(stop.passed)] if stop else lines
        return self.journeys.talk(node, *more)


def readings(text: Text) -> Iterator[str]:
    """A text in every language and variant."""
    yield from text.by.values()
    for variant in text.variants:
        yield from variant.by.values()


def bare(text: str) -> str:
    """Lower case, one space between words, no punctuation."""
    return " ".join(_WORDS.findall(text.casefold()))
