"""Walks every arrow of the book with every class of answer, on every channel, over the real engine.

What holds after every act of every talk it tries:
1. Whatever a contact sends is answered, but while a counselor has the floor; a timer says nothing to a child or on a
   phone not called one's own.
2. At most three bubbles a turn, each within the limits of the channel.
3. The level never falls, and an open ticket is never lost, but by a person.
4. A button, a number, a label and a declared synonym walk the arrow that they name; nothing chooses another one.
5. A person is at most two turns away, and nobody is stuck: what is not understood ends at `give_up`.

Talks are tried breadth first, so that what breaks is shown by the shortest talk that breaks it. Two talks that stand at
the same place with the same knowledge are one shade; of the shades of a place only the first few are walked on from.
Same book, same walk: there is no dice and no clock.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.engine import say
from bot.engine.acts import Act, acts_at
from bot.engine.advance import advance
from bot.engine.mind import Hearing, Mind
from bot.engine.trial import Answer, Fits, Node, Trial
from bot.errors import Problem
from bot.flow.book import Ask, Book, Call, State, Then
from bot.flow.codes import Both, problem
from bot.flow.names import OWN_WORDS, WELCOME
from bot.model.conversation import Conversation, Position, Reader
from bot.model.message import Alarm, Channel, ContactId, ConversationId, Level
from bot.screen.scene import Scene

BEGIN = datetime.fromisoformat("2026-11-24T10:00+08:00")
"""A Tuesday in office hours."""
NIGHT = datetime.fromisoformat("2026-11-24T22:00+08:00")
HOURS = "kini.jam"
SHADES: Mapping[Channel, int] = {Channel.TELEGRAM: 2, Channel.WHATSAPP: 1, Channel.WEB: 1}
"""Shades of a place that are walked on from, beside those that a new arrow led to."""
FINEST = Channel.TELEGRAM
MOST_FINDINGS = 50
"""A broken law breaks at a hundred places; nobody reads more than this."""

Place = tuple[object, ...]


@dataclass(slots=True)
class Explored:
    """`findings` carry the shortest talk that breaks a law; `pairs` are arrow × class × channel."""

    findings: list[Problem] = field(default_factory=list)
    pairs: set[tuple[str, str, Channel]] = field(default_factory=set)
    sorts: set[str] = field(default_factory=set)
    acts: int = 0
    turns: int = 0
    shades: int = 0

    @property
    def arrows(self) -> set[str]:
        return {arrow for arrow, _, _ in self.pairs}

    def figures(self) -> dict[str, int]:
        channels = len({channel for _, _, channel in self.pairs})
        sizes = {"arrows": len(self.arrows), "classes": len(self.sorts), "channels": channels}
        return {**sizes, "pairs": len(self.pairs), "acts": self.acts, "turns": self.turns}

    def line(self) -> str:
        """`230 arrows, 37 classes …`, what was walked."""
        return ", ".join(f"{number} {name}" for name, number in self.figures().items())


class Kept:
    """An ear that hears the same words in the same scene only once: a walk says everything many times."""

    def __init__(self, ear: Hearing) -> None:
        self._ear = ear
        self._heard: dict[tuple[str, Scene], Alarm | None] = {}

    def hear(self, text: str, scene: Scene) -> Alarm | None:
        if (text, scene) not in self._heard:
            self._heard[text, scene] = self._ear.hear(text, scene)
        return self._heard[text, scene]


class Explorer:
    """One walk over a book. `shades`: how much is walked on each channel; `most`: about so many acts, 0 for all."""

    def __init__(
        self, mind: Mind, fits: Fits, *, shades: Mapping[Channel, int] = SHADES, most: int = 0, engine: Answer = advance
    ) -> None:
        self.mind = replace(mind, ear=Kept(mind.ear), events=mind.book.samples)
        self.fits, self.engine = fits, engine
        self.found = Explored()
        self._shades, self._most = shades, most
        self._seen: set[Place] = set()
        self._walked: Counter[Place] = Counter()
        self._arrows: set[tuple[str, Channel, Reader | None]] = set()
        self._todo: deque[Node] = deque()
        self._broken: set[Place] = set()
        self._names = named_in(mind.book)
        self._languages = languages(mind.book)
        self._marks = {str(one): one.mark for flow in mind.book.flows.values() for one in flow.arrows}

    def explore(self) -> Explored:
        for channel in self._shades:
            for language in self._languages:
                for hour in (BEGIN, NIGHT) if HOURS in self._names else (BEGIN,):
                    self._add(Node(_blank(channel, language, hour), hour, fresh=True))
        while self._todo and (not self._most or self.found.acts < self._most):
            node = self._todo.popleft()
            place = self._place(node.conversation)
            state = place[:2]
            if node.fresh or self._walked[place] < self._shades[node.conversation.channel]:
                begin = node.act is None
                self._walk_on(node, 2 if begin else 2 - bool(self._walked[place]) - bool(self._walked[state]))
            self._walked.update((place, state))
        return self.found

    def _walk_on(self, node: Node, most: int) -> None:
        for act in acts_at(self.mind, node.conversation, node.shown):
            if act.once > most:
                continue
            trial = Trial(self.mind, node, self.fits, self.engine)
            trial.do(act)
            fresh = self._count(act, trial)
            for said in trial.wrong:
                self._report(act, trial, said, _mark(self.mind.book, trial.now))
            for said in trial.missed:
                self._report(act, trial, said, self._marks[act.near or act.aim])
            if trial.now.ended_at is None:
                self._add(trial.node(act, fresh=fresh))

    def _count(self, act: Act, trial: Trial) -> bool:
        """Was an arrow walked that nobody (on Telegram: no such reader) walked on this channel before? Then the talk is
        walked on, whatever its shade."""
        found, channel = self.found, trial.now.channel
        found.acts += 1
        found.turns += len(trial.turns)
        found.sorts.add(act.sort)
        reader = trial.now.reader if channel is not Channel.WEB else None
        walked = {(arrow, channel, reader) for arrow in trial.arrows}
        fresh = not walked <= self._arrows
        self._arrows |= walked
        found.pairs.update((arrow, act.sort, channel) for arrow in trial.arrows if arrow in self._marks)
        return fresh

    def _add(self, node: Node) -> None:
        shade = self._shade(node.conversation, node.at)
        if shade not in self._seen:
            self._seen.add(shade)
            self._todo.append(node)
            self.found.shades += 1

    def _place(self, now: Conversation) -> Place:
        """Where a talk stands, who has the floor and whether it is shut; on Telegram also whether there is danger or
        somebody is due, on the web also in which language."""
        fine: Place = ()
        if now.channel is FINEST:
            fine = (now.level >= Level.HIGH or (now.ticket is not None and now.ticket.open),)
        if now.channel is Channel.WEB and len(self._languages) > 1:
            fine = (now.language,)
        return (now.channel, _named(now.position), now.voice, now.locked, *fine)

    def _shade(self, now: Conversation, at: datetime) -> Place:
        """What may make a difference to what comes next; everything that only grows is left out."""
        known = (say.known(self.mind, now, name, at) for name in self._names)
        ticket = now.ticket and (now.ticket.state, now.ticket.queue, now.ticket.introduced, now.ticket.disputed)
        about = (now.reader, now.age_band, now.language, now.own_phone, now.reach)
        way = (_named(now.resume), now.level, now.kinds, min(now.tries, 2), now.ended_because)
        asked_for = tuple((one.go, one.at is None) for one in now.pledges.values())
        return (*self._place(now), *way, asked_for, ticket, about, *known)

    def _report(self, act: Act, trial: Trial, said: Both, mark: tuple[str, int, int]) -> None:
        """The first of its sort at a place of a file: the others are longer ways to the same."""
        same = (act.sort, said, mark)
        if same in self._broken or len(self.found.findings) == MOST_FINDINGS:
            return
        self._broken.add(same)
        one = problem(mark, "F189", channel=trial.now.channel.value, sort=act.sort, said=said)
        self.found.findings.append(replace(one, talk=trial.node(act).talk()))


def _named(place: Position | None) -> Place:
    """A place in the book, with the calls that led to it."""
    return (place.flow, place.state, *((one.flow, one.state) for one in place.calls)) if place else ()


def named_in(book: Book) -> tuple[str, ...]:
    """What anything branches on, and the variables that keep somebody's own words."""
    names: set[str] = set()
    for state in _states(book):
        if isinstance(state.exit, Then | Call):
            names.update(name for branch in state.exit.branches for name in branch.when)
        if isinstance(state.exit, Ask) and state.exit.skip_known:
            names.add(state.exit.save)
    return tuple(sorted(names | (OWN_WORDS.keys() & book.variables.keys())))


def languages(book: Book) -> tuple[str, ...]:
    """In which the book speaks, Indonesian first."""
    others = {language for text in book.replies.values() for language in text.by} - {"id"}
    return ("id", *sorted(others))


def _states(book: Book) -> Iterable[State]:
    return (state for flow in book.flows.values() for state in flow.states.values())


def _blank(channel: Channel, language: str, at: datetime) -> Conversation:
    names = ConversationId("latihan"), ContactId("latihan")
    return Conversation(*names, channel, opened_at=at, language=language)


def _mark(book: Book, now: Conversation) -> tuple[str, int, int]:
    """Of the state that a talk stands in; of the welcome before its first word."""
    here = now.position
    flow = book.flows[here.flow if here else WELCOME]
    state = flow.states[here.state if here else flow.start]
    return state.path, state.line, 1
