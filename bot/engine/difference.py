"""What reads otherwise when the flows change: the same talks with both books, and where they part.

The talks are the examples of the files, told without what they expect; and for a changed place that no such talk comes
to, a walk that begins there and takes each of its arrows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import zip_longest

from bot.engine.advance import advance
from bot.engine.mind import Mind
from bot.engine.outside import Outside, Plain
from bot.engine.play import EXPECTED, play
from bot.engine.rehearsal import Rehearsal
from bot.engine.walk import Walk
from bot.flow.arrows import walked
from bot.flow.book import Ask, Book, Flow, State, Talk, TalkLine
from bot.flow.plan import successor
from bot.model.conversation import Conversation, Position
from bot.model.message import Channel, ContactId, ConversationId, Inbound, Press, Said, Silence
from bot.model.turn import Turn

AT = datetime.fromisoformat(Talk("", ()).at)
ANSWERS = {
    "age": "8 tahun",
    "district": "berau",
    "number": "7",
    "digits": "129",
    "date": "kemarin",
    "day": "lusa",
    "event": "1",
}
"""What answers a question without choices, by its kind; else two plain words."""
TWO_WORDS = "sepeda biru"
GIBBERISH = "zx qv"
PAUSE = timedelta(seconds=6)
"""After which what was written is one answer (gathering.py)."""


class Change(StrEnum):
    """In what two tellings of a talk differ."""

    TEXTS = "texts"
    BUTTONS = "buttons"
    ROUTING = "routing"
    HANDOFF = "handoff"
    LEVEL = "level"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message that somebody saw; `who` is a name in a talk of several."""

    who: str
    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was done, and what came of it. `what` is a word of an example, or `at`: the walk begins there. `done`: it
    could be done; `ticket` is the queue of an open one."""

    who: str
    what: str
    value: str
    done: bool
    said: tuple[Bubble, ...]
    state: str
    level: str
    ticket: str
    voice: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One talk, as it reads before and after."""

    flow: str
    name: str
    changed: tuple[Change, ...]
    before: tuple[Exchange, ...]
    after: tuple[Exchange, ...]


Out = Callable[[Book], Outside]


def differences(old: Mind, new: Mind, outside: Out = lambda _: Plain()) -> list[Difference]:
    """Every talk that reads otherwise: the examples in the order of the files, then the walks."""
    moved = _Moved(new.book)
    seen: set[str] = set()
    found = [one for flow, talk in _talks(old.book, new.book) if (one := _example(old, new, talk, flow, outside, seen))]
    return [*found, *_walks(old, new, moved, seen)]


# ---- the examples


def _talks(old: Book, new: Book) -> list[tuple[str, Talk]]:
    """Every example by its title, as the new file tells it where both do; those of changed files first."""
    told = {(flow.name, talk.title or talk.name): talk for flow in new.flows.values() for talk in flow.examples}
    gone = {(flow.name, talk.title or talk.name): talk for flow in old.flows.values() for talk in flow.examples}
    every = [(flow, talk) for (flow, _), talk in {**gone, **told}.items()]
    return sorted(every, key=lambda one: _mark(old, one[0]) == _mark(new, one[0]))


def _mark(book: Book, flow: str) -> str:
    return book.flows[flow].fingerprint if flow in book.flows else ""


def _example(old: Mind, new: Mind, talk: Talk, flow: str, outside: Out, seen: set[str]) -> Difference | None:
    before, _ = _told(old, talk, flow, outside, _Moved(new.book))
    after, way = _told(new, talk, flow, outside, _Moved(new.book))
    if before == after:
        return None
    seen |= way
    return Difference(flow, talk.title or talk.name, changes(before, after), before, after)


def _told(mind: Mind, talk: Talk, flow: str, outside: Out, moved: "_Moved") -> tuple[tuple[Exchange, ...], set[str]]:
    """A talk told by one book; and the arrows and places it came by."""
    found: list[Exchange] = []
    way: set[str] = set()

    def watch(turn: Turn) -> None:
        way.update(one for hop in turn.hops for one in (walked(hop), hop.target) if one)

    def after(line: TalkLine, people: Mapping[str, Rehearsal], *, done: bool) -> None:
        if line.what in EXPECTED:
            return
        now = people[line.who].conversation
        said = tuple(Bubble(name, one.text, one.labels) for name, side in people.items() for one in side.said)
        found.append(_exchange(now, moved, (line.who, line.what, _value(line)), said, done=done))

    play(mind, talk, flow, watch=watch, outside=outside(mind.book), after=after)
    return tuple(found), way


def _value(line: TalkLine) -> str:
    """A span in seconds; several messages in a row with a stroke between."""
    if isinstance(line.value, timedelta):
        return str(line.value.total_seconds())
    return " / ".join(line.texts) if line.what == "user" else str(line.value or "")


def _exchange(
    now: Conversation, moved: "_Moved", did: tuple[str, str, str], said: tuple[Bubble, ...], *, done: bool
) -> Exchange:
    ticket = now.ticket.queue if now.ticket and now.ticket.open else ""
    level, voice = now.level.name.lower(), now.voice.value
    return Exchange(*did, done, said, moved.name(now.position), level, ticket, voice)


@dataclass(frozen=True, slots=True)
class _Moved:
    """Places by the names they have in the new book, so that a new name alone is no difference."""

    book: Book

    def name(self, place: Position | None) -> str:
        if place is None:
            return ""
        found = successor(self.book, place) or place
        return f"{found.flow}/{found.state}"


# ---- walks


def _walks(old: Mind, new: Mind, moved: _Moved, seen: set[str]) -> Iterator[Difference]:
    """From each changed place, and along each of its arrows, as far as no example has shown it."""
    earlier = {moved.name(Position(flow.name, one.name)): (flow.name, one) for flow, one in _states(old.book)}
    later = {f"{flow.name}/{one.name}": (flow.name, one) for flow, one in _states(new.book)}
    for place in [*later, *(one for one in earlier if one not in later)]:
        was, now = earlier.get(place), later.get(place)
        if was and now and _same(was[1], now[1]):
            continue
        flow = place.rpartition("/")[0]
        steps = [("", ""), *((name, f"{place} {name}") for name in _arrows(was, now))]
        for name, arrow in steps:
            if (arrow or place) in seen:
                continue
            before, after = (_walk(mind, moved, one, name) for mind, one in ((old, was), (new, now)))
            if before[-1:] != after[-1:]:
                yield Difference(flow, (arrow or place).removeprefix(f"{flow}/"), changes(before, after), before, after)


def _states(book: Book) -> Iterator[tuple[Flow, State]]:
    return ((flow, state) for flow in book.flows.values() for state in flow.states.values())


def _same(was: State, now: State) -> bool:
    """As far as a talk can show; where the arrows lead is shown by walking them."""
    waits = was.timeout == now.timeout and was.planning == now.planning
    return was.fingerprint == now.fingerprint and was.exit == now.exit and waits


def _arrows(*states: tuple[str, State] | None) -> list[str]:
    """What can be done at a place, by the names of its arrows."""
    found: dict[str, None] = {}
    for _, state in (one for one in states if one):
        if isinstance(ask := state.exit, Ask):
            found |= dict.fromkeys(f"choice {one.key}" for one in ask.choices)
            found |= dict.fromkeys([*(["go"] if ask.go else []), *(["give_up"] if ask.give_up else [])])
        found |= dict.fromkeys(["timeout"] if state.timeout else [])
    return list(found)


def _walk(mind: Mind, moved: _Moved, place: tuple[str, State] | None, arrow: str) -> tuple[Exchange, ...]:
    """Somebody new is brought to a place, and takes one of its arrows; nothing where the place is not."""
    if place is None:
        return ()
    flow, state = place
    nobody = Conversation(ConversationId("latihan"), ContactId("latihan"), Channel.TELEGRAM, opened_at=AT)
    walk = Walk(mind, nobody.grown(last_in_at=AT), AT)
    walk.enter(f"{flow}/{state.name}", "walk")
    turn = walk.turn()
    here = moved.name(Position(flow, state.name))
    found = [_exchange(turn.conversation, moved, ("", "at", here), _bubbles(turn), done=True)]
    for what, value, inbound in _acts(state, turn, arrow):
        done = inbound is not None
        if inbound is not None:
            turn = advance(mind, turn.conversation, _now(inbound, turn.conversation))
            if turn.conversation.gather:
                wait = turn.conversation.wait
                turn = advance(mind, turn.conversation, Silence(AT + PAUSE, wait))
        found.append(_exchange(turn.conversation, moved, ("", what, value), _bubbles(turn) if done else (), done=done))
    return tuple(found)


def _acts(state: State, turn: Turn, arrow: str) -> Iterator[tuple[str, str, Inbound | None]]:
    """What somebody does to take an arrow."""
    ask = state.exit
    name, _, key = arrow.partition(" ")
    match name:
        case "choice":
            buttons = turn.says[-1].buttons if turn.says else ()
            data = next((one.data for one in buttons if one.data.split(".")[1] == key), None)
            yield "press", key, Press(AT, data) if data else None
        case "go" if isinstance(ask, Ask):
            text = ANSWERS.get(ask.kind, TWO_WORDS)
            yield "user", text, Said(AT, text) if ask.go else None
        case "give_up" if isinstance(ask, Ask):
            for _ in range(ask.tries):
                yield "user", GIBBERISH, Said(AT, GIBBERISH)
        case "timeout":
            spent = state.timeout.after if state.timeout else timedelta()
            yield "after", str(spent.total_seconds()), Silence(AT + spent, 0) if state.timeout else None


def _now(inbound: Inbound, now: Conversation) -> Inbound:
    return replace(inbound, wait=now.wait) if isinstance(inbound, Silence) else inbound


def _bubbles(turn: Turn) -> tuple[Bubble, ...]:
    return tuple(Bubble("", one.text, tuple(button.label for button in one.buttons)) for one in turn.says)


# ---- in what they differ


def changes(before: Iterable[Exchange], after: Iterable[Exchange]) -> tuple[Change, ...]:
    """All that differs between two tellings, in the order of Change."""
    found: set[Change] = set()
    for old, new in zip_longest(before, after):
        if old is None or new is None:
            found.add(Change.ROUTING)
            continue
        if bool(old.said) != bool(new.said):
            found.add(Change.SILENCE)
        elif [one.text for one in old.said] != [one.text for one in new.said]:
            found.add(Change.TEXTS)
        if [one.labels for one in old.said if one.labels] != [one.labels for one in new.said if one.labels]:
            found.add(Change.BUTTONS)
        if (old.state, old.done) != (new.state, new.done):
            found.add(Change.ROUTING)
        if (old.ticket, old.voice) != (new.ticket, new.voice):
            found.add(Change.HANDOFF)
        if old.level != new.level:
            found.add(Change.LEVEL)
    return tuple(one for one in Change if one in found)
