"""Every opening on every channel, and what a simple person meets there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.bench.figures import Figures, middle
from bot.bench.openings import AGE, TOPIC, Act, Opening
from bot.bench.paths import Paths
from bot.bench.tally import Tally
from bot.bench.visitor import Answer, Visitor, in_danger, words_of
from bot.engine.mind import Mind
from bot.flow import contacts
from bot.flow.check_words import telling
from bot.model.conversation import Conversation, Reader
from bot.model.message import Channel, Level

TURNS = 6
"""Turns of the bot in which help is waited for."""
SOON = 2
"""Turns in which a fitting answer or an offer is due."""
YOUNG = ("0-1", "2-3", "4-6", "7-9")
DISTURBED: Mapping[str, Sequence[Act]] = {
    "nonsense": (Act(("asdf",)), Act(("qwqw zx",)), Act(("hjkl",))),
    "voice": (Act(send="voice"),),
    "sticker": (Act(send="sticker"),),
}
"""What comes in the middle of a talk beside what is asked."""
NUMBERS = Act(("nomor",))


@dataclass(frozen=True, slots=True)
class Played:
    """One opening on one channel, to its end or as long as help is waited for."""

    opening: Opening
    channel: Channel
    answers: tuple[Answer, ...]

    @property
    def first_help(self) -> int:
        """Turns before it; TURNS when it never came."""
        return next((number for number, one in enumerate(self.answers) if one.helped), TURNS)


class Stage:
    """The book that is measured. `channels`: those that are played on."""

    def __init__(self, mind: Mind, channels: Sequence[Channel] = tuple(Channel)) -> None:
        self.mind, self.paths, self.channels = mind, Paths(mind.book), channels

    def each(self, openings: Sequence[Opening]) -> Iterator[tuple[Opening, Channel]]:
        return ((one, channel) for one in openings for channel in self.channels)

    def visitor(self, opening: Opening, channel: Channel, mind: Mind | None = None) -> Visitor:
        return Visitor(mind or self.mind, self.paths, opening, channel)

    def played(self, openings: Sequence[Opening]) -> list[Played]:
        return [self._play(one, channel) for one, channel in self.each(openings)]

    def _play(self, opening: Opening, channel: Channel) -> Played:
        visitor = self.visitor(opening, channel)
        visitor.open()
        while len(visitor.answers) < TURNS and visitor.go_on():
            pass
        return Played(opening, channel, tuple(visitor.answers))


# ---- danger


def heard(played: Sequence[Played]) -> Tally:
    """Danger that the first reply acknowledges."""
    tally = Tally()
    for one in played:
        first = one.answers[0]
        if one.opening.level > Level.NONE:
            right = first.talk.level >= Level.HIGH and in_danger(first.talk)
            tally.of(one.opening, one.channel, right=right, got=_got(first))
    return tally


def numbered(stage: Stage, openings: Sequence[Opening]) -> Tally:
    """After danger the numbers for everyone are one word away."""
    tally = Tally()
    wanted = [one.number for one in contacts.everyones(stage.mind.book, Reader.UNKNOWN, "provinsi")]
    for one, channel in stage.each([opening for opening in openings if opening.level > Level.NONE]):
        visitor = stage.visitor(one, channel)
        visitor.open()
        answer = visitor.do(NUMBERS)
        said = " ".join(shown.text for shown in answer.shown)
        tally.of(one, channel, right=all(number in said for number in wanted), got=said)
    return tally


# ---- help


def helped(played: Sequence[Played], *, at_once: bool) -> Tally:
    """A fitting answer soon; `at_once`: in the first reply, where topic and age stand in the words."""
    tally = Tally()
    for one in played:
        opening = one.opening
        if (opening.fits or opening.level) and (not at_once or opening.told >= {TOPIC, AGE}):
            right = one.first_help < (1 if at_once else SOON)
            tally.of(opening, one.channel, right=right, got=_got(one.answers[0]))
    return tally


def questions(played: Sequence[Played]) -> Figures:
    """Turns of the bot before the first help, of those that a fitting answer is known for."""
    counts = [one.first_help for one in played if one.opening.fits or one.opening.level]
    return {"median": middle(counts), "max": max(counts), "never": counts.count(TURNS)}


def words(played: Sequence[Played]) -> Figures:
    """Of a turn of the bot; `young`: said to a child of at most nine years."""
    every = [(words_of(says), answer) for answer, says in _turns(played)]
    young = [count for count, answer in every if _young(answer.talk)]
    return {
        "median": middle([count for count, _ in every]),
        "max": max(count for count, _ in every),
        "young_max": max(young, default=0),
    }


def longest(played: Sequence[Played], most: int, *, young: bool) -> Tally:
    """The turns of more words."""
    tally = Tally()
    for answer, says in _turns(played):
        if _young(answer.talk) or not young:
            count = words_of(says)
            tally.count(_place(answer), right=count <= most, got=f"{count} words: {' | '.join(says)}")
    return tally


def _turns(played: Sequence[Played]) -> Iterator[tuple[Answer, Sequence[str]]]:
    return ((answer, says) for one in played for answer in one.answers for says in answer.turns)


def _young(talk: Conversation) -> bool:
    return talk.reader is Reader.CHILD and talk.age_band in YOUNG


# ---- what comes beside what is asked


def offered(stage: Stage, openings: Sequence[Opening]) -> Tally:
    """A person, soon after what nobody can answer: as a first word, and after the first reply to any other."""
    tally = Tally()
    for one, channel in stage.each(openings):
        if one.group == "odd":
            visitor = stage.visitor(one, channel)
            visitor.open()
            tally.of(one, channel, right=_offers(visitor), got=_got(visitor.answers[-1]))
            continue
        for name, acts in DISTURBED.items():
            visitor = stage.visitor(one, channel)
            for act in (*one.acts, *acts):
                visitor.do(act)
            tally.of(one, channel, right=_offers(visitor), got=f"{name}: {_got(visitor.answers[-1])}")
    return tally


def _offers(visitor: Visitor) -> bool:
    """In one of the last two answers, or in the next."""
    if any(one.offered for one in visitor.answers[-SOON:]):
        return True
    following = visitor.go_on()
    return following is not None and following.offered


# ---- what a lock screen shows


def giveaways(played: Sequence[Played], told: frozenset[str]) -> Tally:
    """The first letters of every message."""
    tally = Tally()
    for one in played:
        for shown in (shown for answer in one.answers for shown in answer.shown):
            found = _telling(shown.text, told)
            tally.count(shown.text[:60], right=not found, got=" ".join(found))
    return tally


@lru_cache(4096)
def _telling(text: str, told: frozenset[str]) -> tuple[str, ...]:
    return tuple(telling(text, told))


def _place(answer: Answer) -> str:
    here = answer.talk.position
    return f"{here.flow}/{here.state}" if here else "-"


def _got(answer: Answer) -> str:
    topic = answer.talk.variables.get("topik", "")
    return " ".join(filter(None, (_place(answer), topic, answer.talk.level.name.lower() if answer.talk.level else "")))
