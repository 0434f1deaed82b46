"""What was meant: an answer to the open question, or what a free first message already tells. The door to its room:
each kind of answer has a module of its own.

Laws
1. What is not clear is None: what fits two meanings, or is denied, or stands in a sentence about something else.
2. Every result carries its reason.
3. Nothing that people write is remembered here; only the words of the book are made ready once.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.engine import numbers, yes_no
from bot.engine.ages import age_answered, age_in, age_of, ages_of, band_of
from bot.engine.answer import Answer
from bot.engine.calls import call, call_about, greets
from bot.engine.choices import LONGEST_ANSWER, choose
from bot.engine.command_words import asks, command_in, means_something
from bot.engine.courtesy import THANKS, thanked
from bot.engine.dates import coming, when
from bot.engine.places import DISTRICTS, place_in, place_of
from bot.engine.speakers import of_another, speaker_in, speaker_of
from bot.engine.spelling import TYPO_FROM, plain, written
from bot.engine.topic_words import Lead, index_of
from bot.engine.topics import Found, likely_in, near_in, ranked, topic_in, topic_of
from bot.flow import assent
from bot.flow.book import Book, Flow
from bot.model.conversation import Reader

__all__ = [
    "DISTRICTS",
    "LONGEST_ANSWER",
    "SHORTEST_WORD",
    "THANKS",
    "TYPO_FROM",
    "Answer",
    "Found",
    "Lead",
    "Told",
    "age_band",
    "asks",
    "band_of",
    "call",
    "call_about",
    "choose",
    "command",
    "district",
    "greets",
    "index_of",
    "likely",
    "means_something",
    "near",
    "of_another",
    "one_word",
    "plain",
    "ranked",
    "speaker",
    "thanked",
    "told",
    "told_of",
    "topic",
    "topic_in",
    "two_words",
    "value",
    "written",
]  # fmt: skip

SHORTEST_WORD = 3
"""Letters of a word that opens a talk again."""
RELATIVES = frozenset({
    "bapak", "ayah", "papa", "abah", "ibu", "mama", "mamak", "bunda", "umi", "kakak", "adik", "abang", "nenek", "kakek",
    "om", "tante", "paman", "bibi", "anak", "teman", "guru",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What one free text tells; "" and UNKNOWN where it tells nothing. `topic` names a topic or flow; `because` has one
    reason for each thing told."""

    reader: Reader = Reader.UNKNOWN
    age_band: str = ""
    district: str = ""
    topic: str = ""
    because: tuple[str, ...] = ()


def told(book: Book, text: str, reader: Reader, at: datetime | None = None) -> Told:
    """All that a first message, or several joined by lines, already answers. `reader` is who is known to write; `at` is
    needed for a year of birth."""
    profile = told_of(text, reader, at)
    about = topic_of(book, plain(text), profile.reader, profile.age_band)
    if about is None:
        return profile
    words = ", ".join(about.words)
    return replace(profile, topic=about.lead.name, because=(*profile.because, f"topic: {words}"))


def told_of(text: str, reader: Reader, at: datetime | None = None) -> Told:
    """The same but for the topic: who writes, the age and the district, for every text that may tell them by the
    way."""
    said = plain(text)
    all_ages = list(ages_of(text, said, at))
    writer = speaker_of(said, all_ages) if reader is Reader.UNKNOWN else None
    who = Reader(writer.value) if writer else reader
    age, place = age_of(all_ages, who), place_of(said)
    because = (
        writer and f"speaker: {writer.because}",
        age and f"age: {age.because}",
        place and f"district: {place.because}",
    )
    return Told(
        reader=who,
        age_band=age.band if age else "",
        district=place.value if place else "",
        because=tuple(one for one in because if one),
    )


def value(kind: str, text: str, at: datetime) -> Answer | None:
    """The answer to a question without choices: what is saved, and why; None when the text is no such answer.

    Kinds: text, two_words, one_word, age (a band), district (a code), number ("3" or "2-3"), digits ("129"), date (ISO,
    no more exact than it was told), day (one to come)."""
    match kind:
        case "two_words":
            return _taken(two_words(text), "two words")
        case "one_word":
            return _taken(one_word(text), "one word")
        case "age":
            age = age_answered(text, at)
            return Answer(age.band, f"age {age.because}") if age else None
        case "district":
            return place_in(text)
        case "number":
            return numbers.number(text)
        case "digits":
            return numbers.dialled(text)
        case "date" | "day":
            day = when(text, at) if kind == "date" else coming(text, at)
            return Answer(day.iso, f"{day.precision} {day.because}") if day else None
    return _taken(text.strip(), "text")


def _taken(words: str, because: str) -> Answer | None:
    return Answer(words, because) if words else None


def two_words(text: str) -> str:
    """The two words of a way back as they are kept and looked up: plain, whatever a phone's keyboard put between or
    behind them. "" when they are not two different words of three letters or more, or one names a relative: those are
    tried first."""
    words = re.findall(r"[^\W_]+", plain(text[:LONGEST_ANSWER]))
    good = len(words) == len(set(words)) == 2 and all(len(word) >= SHORTEST_WORD for word in words)
    return " ".join(words) if good and not RELATIVES & set(words) else ""


def one_word(text: str) -> str:
    """One ordinary word of three letters or more, as it is compared later; "" for a relative, for a number, and for a
    word that is said by chance (yes, no, and small words)."""
    said = plain(text[:LONGEST_ANSWER])
    by_chance = said in assent.WORDS or said in yes_no.SMALL or said in numbers.WORDS
    good = said.isalpha() and len(said) >= SHORTEST_WORD and said not in RELATIVES
    return said if good and not by_chance else ""


def age_band(text: str) -> str:
    """The age band of whom a text is about ("2 th", "kelas 3 SD", "umur 14"), or ""."""
    age = age_in(text)
    return age.band if age else ""


def district(text: str) -> str:
    """The district named in a text, by its code, or ""."""
    place = place_in(text)
    return place.value if place else ""


def speaker(text: str) -> Reader:
    """Who seems to write: somebody with a child, a child, or UNKNOWN."""
    found = speaker_in(text)
    return Reader(found.value) if found else Reader.UNKNOWN


def topic(book: Book, text: str, reader: Reader, age_band: str = "") -> Lead | None:
    """What a text is certainly about, among flows and topics for this reader."""
    found = topic_in(book, text, reader, age_band)
    return found.lead if found else None


def near(book: Book, text: str, reader: Reader, age_band: str = "") -> list[Lead]:
    """The few that a text may be about, best first."""
    return [one.lead for one in near_in(book, text, reader, age_band)]


def likely(book: Book, text: str, reader: Reader, age_band: str = "") -> tuple[list[Lead], bool]:
    """The same, and is the first likely enough to be told at once?"""
    found, told = likely_in(book, text, reader, age_band)
    return [one.lead for one in found], told


def command(book: Book, text: str) -> Flow | None:
    """The command a whole message is, or None. "/menu" is "menu"; "bicara dengan …" asks for a person."""
    return command_in(book, text)
