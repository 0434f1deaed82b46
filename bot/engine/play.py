"""One example of a flow, played against the engine: its people, on one clock."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.engine.facts import faults
from bot.engine.faults import NOTHING, fault, joined
from bot.engine.mind import Mind
from bot.engine.outside import Outside, key_of
from bot.engine.rehearsal import Rehearsal
from bot.flow.book import Talk, TalkLine
from bot.flow.codes.code import Both
from bot.model.conversation import Conversation, Reader
from bot.model.message import Card, Channel, Edited, Inbound, Location, Media
from bot.model.turn import Turn

EXPECTED = ("bot", "not", "buttons", "then")
"""Lines that say what is true; all others do something."""
NONE = "none"
COUNSELOR = "Kak Rani"
CLOSED = "selesai"
BETWEEN = "\x00"
"""Between two messages, so that no sentence is found that begins in one and ends in the next."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A line of a talk that did not come true."""

    path: str
    line: int
    column: int
    text: Both

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.text.english}"


class After(Protocol):
    """Told what became of each line: the sides of all people then, and whether it could be done or was true."""

    def __call__(self, line: TalkLine, people: Mapping[str, Rehearsal], *, done: bool) -> None: ...


def nothing(line: TalkLine, people: Mapping[str, Rehearsal], *, done: bool) -> None:
    """Nobody listens."""


def play(
    mind: Mind,
    talk: Talk,
    flow: str,
    *,
    keep: Callable[[Conversation], Conversation] = lambda conversation: conversation,
    watch: Callable[[Turn], object] = lambda _: None,
    outside: Outside | None = None,
    after: After = nothing,
) -> list[Mismatch]:
    """Play one example of a flow; every line that did not come true, with its place. `watch` is told every turn."""
    mind = replace(mind, events=mind.book.samples)
    people: dict[str, Rehearsal] = {}
    for person in talk.people:
        one = Rehearsal(
            mind,
            datetime.fromisoformat(talk.at),
            channel=Channel(person.channel),
            keep=keep,
            watch=watch,
            outside=outside,
            name=person.name or "latihan",
        )
        one.begin(Reader(person.reader), person.language, person.given)
        people[person.name] = one
    return _Playing(people, flow, after).through(talk.lines)


class _Playing:
    """Where a talk has come to. `_heard`: how far into what was said the last `bot` line was found."""

    def __init__(self, people: dict[str, Rehearsal], flow: str, after: After) -> None:
        self._people, self._flow, self._after = people, flow, after
        self._heard: dict[str, int] = {}

    def through(self, lines: Sequence[TalkLine]) -> list[Mismatch]:
        wrong = []
        for line in lines:
            one = self._people[line.who]
            missed = self._expect(one, line) if line.what in EXPECTED else self._step(one, line)
            self._after(line, self._people, done=missed is None)
            if missed:
                wrong.append(Mismatch(*line.mark, missed))
        return wrong

    def _step(self, one: Rehearsal, line: TalkLine) -> Both | None:
        """Something happens; what anybody heard before was before."""
        self._heard.clear()
        now = max(other.at for other in self._people.values())
        for other in self._people.values():
            other.until(now)
            other.hush()
            if line.what == "after":
                other.after(line.value)
        return None if line.what == "after" else _do(one, line)

    def _expect(self, one: Rehearsal, line: TalkLine) -> Both | None:
        match line.what:
            case "then":
                return joined(list(faults(one, line.value, self._flow)))
            case "buttons":
                return _buttons(one, line.value)
        said, wanted = BETWEEN.join(_plain(shown.text) for shown in one.said), _plain(str(line.value))
        told = " | ".join(shown.text for shown in one.said) or NOTHING
        if line.what == "not":
            return fault("not", wanted=wanted, said=told) if wanted in said else None
        found = said.find(wanted, self._heard.get(line.who, 0))
        if found < 0:
            return fault("bot", wanted=wanted, said=told)
        self._heard[line.who] = found + len(wanted)
        return None


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _buttons(one: Rehearsal, wanted: list[str]) -> Both | None:
    """Exactly these, in this order: all by their labels, or all by their keys."""
    said = [] if wanted == [NONE] else wanted
    labels, keys = [button.label for button in one.visible], [key_of(button) for button in one.visible]
    return None if said in (labels, keys) else fault("buttons", found=labels or [NONE], wanted=said or [NONE])


def _do(one: Rehearsal, line: TalkLine) -> Both | None:
    """Why it could not be done."""
    text = str(line.value)
    match line.what:
        case "press":
            shown = [key_of(button) for button in one.buttons] or [NONE]
            return None if one.press(text) else fault("press", wanted=text, found=shown)
        case "open":
            return None if one.come_back(text) else fault("open")
        case "claim":
            return _refused(one.claim(text or COUNSELOR))
        case "reply":
            return _refused(one.reply(text))
        case "close":
            return _refused(one.close(text or CLOSED))
        case "fault":
            one.fail(text)
        case "user":
            one.user(*line.texts)
        case _:
            one.send(inbound_of(line.what, text, one.at))
    return None


def inbound_of(what: str, text: str, at: datetime) -> Inbound:
    """What a person sent, by the word an example has for it."""
    match what:
        case "location":
            return Location(at, text)
        case "card":
            return Card(at)
        case "edit":
            return Edited(at, text)
    return Media(at, what, text)


def _refused(because: str) -> Both | None:
    return fault("desk", because=because) if because else None
