"""What the scorer is made of: each message as it is, once more with its words damaged, and every few of them within a
story, beside a harmless message of the same language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.bench.damage import DAMAGE, damaged
from bot.screen.attention import LONGEST
from bot.screen.lexicon import Lexicon
from bot.screen.normalise import words_of
from tests.ear.corpus import Message

SPOILED = 0.5
"""What a message counts that is damaged or stands within a story, beside what it counts as it is."""
TOLD = 4
"""Every so many messages one is told within a story."""
BEFORE_AND_AFTER = 3


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message, its words as the ear reads them, and how much it counts."""

    message: Message
    words: Sequence[str]
    share: float = 1.0


def lessons(messages: Sequence[Message], lexicon: Lexicon) -> list[Lesson]:
    """In the order of the messages, those as they are first; no story has more words than are heard together."""
    spoiled = (one._replace(text=text) for one, text in zip(messages, _spoiled(messages), strict=True))
    stories = [Lesson(one, words_of(one.text, lexicon).said, SPOILED) for one in _told(messages)]
    return [
        *(Lesson(one, words_of(one.text, lexicon).said) for one in messages),
        *(Lesson(one, words_of(one.text, lexicon).said, SPOILED) for one in spoiled),
        *(one for one in stories if len(one.words) <= LONGEST),
    ]


def _spoiled(messages: Sequence[Message]) -> Iterator[str]:
    """Each message with one sort of damage, in turn."""
    for number, one in enumerate(messages):
        yield damaged(one.text, [*DAMAGE][number % len(DAMAGE)])


def _told(messages: Sequence[Message]) -> Iterator[Message]:
    """Some messages with harmless ones before, after, or on both sides."""
    harmless: dict[str, list[str]] = {}
    for one in messages:
        if one.level == "none":
            harmless.setdefault(one.language, []).append(one.text)
    for number in range(0, len(messages), TOLD):
        one = messages[number]
        others = harmless.get(one.language)
        if others:
            before, after = (others[number * step % len(others)] for step in (7, 13))
            sides = number // TOLD % BEFORE_AND_AFTER
            yield one._replace(text=". ".join([*[before] * (sides != 1), one.text, *[after] * (sides != 0)]))
