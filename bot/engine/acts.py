"""What somebody may do at a place of a talk: every class of answer that a person has, in the words of an example.

1. An act is what one person does in one go: a press, two messages in the same second, silence.
2. An act that names a choice says which arrow it has to walk (`aim`), or that it may walk this one or none of the
   question's others (`near`): a typo may be too much, but it never chooses something else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.engine import nearby
from bot.engine.mind import Mind
from bot.engine.understand import plain
from bot.flow.book import Ask, Book, Choice, Flow, State
from bot.flow.names import LISTEN, OWN_WORDS
from bot.flow.paged import arrow_of, typical
from bot.model.conversation import Conversation, Voice
from bot.model.message import ELSEWHERE, Level

SENT = ("sticker", "photo", "voice", "location", "card")
"""What is sent in an example by one word."""
UNSAID = ("audio", "video", "document", "other")
"""Sorts of media that no example has a word for."""
LONGEST = 4_096
"""Letters of the longest message that a platform hands over (channel facts A3)."""
GIBBERISH = "zx qv"
ANSWERS = {
    "text": "sepeda biru",
    "two_words": "sepeda biru",
    "one_word": "sepeda",
    "age": "8 tahun",
    "district": "berau",
    "number": "7",
    "digits": "129",
    "date": "kemarin",
    "day": "lusa",
    "event": "1",
}
"""What answers a question without choices, by its kind."""
OTHER_ANSWERS = {"district": "mahulu"}
"""Another answer of a kind, after which a flow may go on otherwise: this district has no office."""
PERSON = "konselor"
ALARMS = {
    Level.CONCERN: "tolong",
    Level.HIGH: "aku dipukul bapak tiap malam",
    Level.IMMINENT: "aku mau bunuh diri malam ini",
}
"""Words in which the ear hears this much."""
TYPO_FROM = 5
"""A word this long may hold one typo (flow-language.md, answer understanding)."""
LONG = "25h"
"""A silence after which somebody else may hold the phone, whoever's it is."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line: `what` is user, press, after, the name of a sort of media, or a word of its own (`old press`, `again`,
    `left` …) for what no example can say."""

    what: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """`sort` is the class of answer."""

    sort: str
    steps: tuple[Step, ...]
    aim: str = ""
    near: str = ""
    once: int = 0  # 1: at a place, not in each of its shades; 2: at a state, whoever has the floor


def question(book: Book, conversation: Conversation) -> tuple[Flow, State, Ask] | None:
    """The open question, if one is."""
    here = conversation.position
    flow = book.flows.get(here.flow) if here else None
    state = flow.states.get(here.state) if flow and here else None
    here_now = conversation.voice is Voice.BOT and not conversation.ended_because
    if flow and state and isinstance(state.exit, Ask) and here_now:
        return flow, state, nearby.asked(book, conversation, state.exit)
    return None


def acts_at(mind: Mind, conversation: Conversation, shown: frozenset[str]) -> Iterator[Act]:
    """Everything that may happen here, in an order that never changes. `shown`: the keys of the open buttons."""
    here = question(mind.book, conversation)
    if here:
        flow, state, ask = here
        yield from _answers(f"{flow.name}/{state.name}", ask, conversation.language, shown)
    if conversation.position is None:
        yield from _first_words(mind.book)
    yield from (replace(one, once=one.once or 1) for one in _anything())
    yield from (replace(one, once=one.once or 1) for one in _commands(mind.book))
    yield from (Act("alarm", (Step("user", text),)) for text in ALARMS.values())
    yield Act("person", (Step("user", PERSON),))
    yield Act("silence", (Step("silence"),))
    yield from _later(conversation)
    yield Act("long silence", (Step("after", LONG), Step("user", "halo")), once=1)
    yield Act("long silence", (Step("after", LONG), Step("user", ALARMS[Level.IMMINENT])), once=1)
    for name in sorted(OWN_WORDS.keys() & conversation.variables.keys()):
        yield Act("own word", (Step("user", conversation.variables[name]),))
    yield from (replace(one, once=1) for one in _people(conversation))


def _answers(place: str, ask: Ask, language: str, shown: frozenset[str]) -> Iterator[Act]:
    tries = f"{place} give_up" if ask.give_up else ""
    for number, one in typical(ask):
        if one.key in shown:
            yield Act("button", (Step("press", one.key),), aim=f"{place} {arrow_of(ask, one)}")
        yield from _choosing(f"{place} {arrow_of(ask, one)}", one, number, language)
    if ask.choices:
        first = ask.choices[0]
        if first.key in shown:
            yield Act("twice at once", (Step("press", first.key), Step("again")), aim=f"{place} {arrow_of(ask, first)}")
        yield Act("out of range", (Step("user", str(len(ask.choices) + 1)),))
    else:
        yield Act("free text", (Step("user", ANSWERS[ask.kind]),), aim=f"{place} go")
        if other := OTHER_ANSWERS.get(ask.kind):
            yield Act("free text", (Step("user", other),), aim=f"{place} go")
        yield Act("free text", (Step("user", "2 tahun"), Step("user", "di berau")))
        yield Act("empty", (Step("user"),) * ask.tries, aim=tries)
        yield Act("yes", (Step("user", "ya"),))
    unclear = tries if ask.choices or ask.kind != "text" else f"{place} go"
    yield Act("gibberish", (Step("user", GIBBERISH), Step("after", "20s")) * ask.tries, aim=unclear)


def _choosing(arrow: str, one: Choice, number: int, language: str) -> Iterator[Act]:
    label = one.label(language)
    yield Act("number", (Step("user", str(number)),), aim=arrow)
    yield Act("label", (Step("user", label),), aim=arrow)
    for word in one.also[:1]:
        yield Act("synonym", (Step("user", word),), aim=arrow)
    if len(plain(label)) >= TYPO_FROM:
        yield Act("typo", (Step("user", _mistyped(label)),), near=arrow)
    for other, text in sorted(one.label.by.items()):
        if other != language and text != label:
            yield Act("other language", (Step("user", text),), near=arrow)


def _mistyped(label: str) -> str:
    """One letter in the middle left out."""
    middle = len(label) // 2
    while not label[middle].isalnum():
        middle -= 1
    return label[:middle] + label[middle + 1 :]


def _first_words(book: Book) -> Iterable[Act]:
    """Every topic as a first message, from whom it may come from."""
    abouts = {name: flow.about for name, flow in book.flows.items()}
    abouts |= {one.flow: one.about for one in reversed(list(book.topics.values()))}
    if LISTEN in book.flows:
        yield Act("first word", (Step("user", "mau curhat"),), near=f"{LISTEN} about")
    for name, about in abouts.items():
        for who in ("", "anakku ", "temanku ", "aku umur 8 ", "aku umur 14 ", "anakku 2 th "):
            for word in about[:1]:
                near = f"{name} about"
                yield Act("first word", (Step("user", f"{who}{word}"),), near=near)


def _anything() -> Iterable[Act]:
    """What nobody asked for."""
    for what in (*SENT, *UNSAID):
        yield Act(what, (Step(what),))
    yield from (Act("location", (Step("location", near),), once=2) for near in ("berau", ELSEWHERE))
    yield Act("edit", (Step("edit", "halo"),))
    yield Act("old button", (Step("old press"),))
    yield Act("old button", (Step("old press", "0.ya.0000"),))
    yield Act("out of range", (Step("user", "99"),))
    yield Act("out of range", (Step("user", "0"),))
    yield Act("empty", (Step("user", ""),))
    yield Act("empty", (Step("user", " \n "),))
    yield Act("empty", (Step("user", "…!"),))
    yield Act("longest", (Step("user", "kata " * (LONGEST // 5)),), once=2)
    yield Act("longest", (Step("user", "a" * LONGEST),), once=2)
    yield Act("gibberish", (Step("user", GIBBERISH),))
    yield Act("yes", (Step("user", "ya"),))
    yield Act("two at once", (Step("user", "halo"), Step("user", "1")))
    yield Act("two at once", (Step("sticker"), Step("user", GIBBERISH)))


def _commands(book: Book) -> Iterable[Act]:
    for name, flow in book.flows.items():
        for word in flow.words[:1]:
            yield Act("command", (Step("user", word),), near=f"{name} words")


def _later(conversation: Conversation) -> Iterable[Act]:
    """What they asked for comes in its time, or too late; while somebody is due a person closes the talk first."""
    if not conversation.pledges or conversation.voice is Voice.COUNSELOR:
        return
    held = conversation.ticket is not None and conversation.ticket.open
    first = (Step("claim"), Step("close")) if held else ()
    yield Act("planned", (*first, Step("planned")))
    yield Act("planned late", (*first, Step("overdue"), Step("user", "halo"), Step("user", "lanjut")))


def _people(conversation: Conversation) -> Iterable[Act]:
    """What a counselor does while somebody waits, and leaving at once."""
    if conversation.ticket and conversation.ticket.open:
        if conversation.voice is not Voice.COUNSELOR:
            yield Act("claim", (Step("claim"),))
        else:
            yield Act("reply", (Step("reply", "Halo, bagaimana sekarang?"),))
            yield Act("close", (Step("close"),))
    yield Act("left", (Step("left"), Step("user", "halo")))
    yield Act("fault", (Step("fault", GIBBERISH),))
    yield Act("open", (Step("open"),))
