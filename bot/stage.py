"""A talk with the flows in the terminal. Needs neither keys nor database; the clock moves when it is told to.

What is shown is what the channel would show: its own wire draws it (bot/seen.py). Beside it stands what an editor wants
to know after each turn. A variable of class direct or sensitive is only said to be kept.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import TextIO

from bot.clock import LOCAL
from bot.engine.facts import UNITS, span_of, span_text
from bot.engine.mind import Mind
from bot.engine.outside import Shown, key_of
from bot.engine.play import inbound_of
from bot.engine.rehearsal import Rehearsal
from bot.flow.append import Entry, inline, scalar
from bot.model.conversation import Conversation, Reader
from bot.model.message import Channel, storable
from bot.saving import Examples
from bot.seen import Seen
from bot.words import CHAT

AFTER, PRESS, HELP = "/after", "/press", "/help"
MEDIA = {"/sticker": "sticker", "/voice": "voice", "/photo": "photo", "/location": "location"}
COMMANDS = (AFTER, PRESS, *MEDIA, HELP)
START = "/start"
"""What Telegram itself sends for a first word."""
_COMMAND = re.compile(r"/[a-zA-Z]+")
OPEN = ("none", "indirect")
"""Classes of variables whose value may stand on a screen."""
LONGEST_NAME = 40
LONGEST = timedelta(days=366)
"""Of one step of the clock; nothing of ours lasts longer."""


@dataclass(slots=True)
class Did:
    """One line of the talk as an example tells it, and those that tell what was seen then."""

    line: str
    saw: list[str]


class Stage:
    """One person's side of a talk that begins at `at`. `spoken`: 0 for Indonesian, 1 for English (bot/words.py)."""

    def __init__(
        self, mind: Mind, at: datetime, *, reader: Reader, language: str, channel: Channel, spoken: int = 0
    ) -> None:
        self._mind, self._spoken = mind, spoken
        self._at = at.astimezone(LOCAL).replace(second=0, microsecond=0)
        self._reader, self._language = reader, language
        self._talk = Rehearsal(mind, self._at, channel=channel, outside=Seen(mind.book))
        self._talk.begin(reader, language, {})
        self._did: list[Did] = []
        self._first = ""

    def run(self, lines: TextIO, out: TextIO) -> None:
        """Until the input ends."""
        waiting = lines.isatty()
        if waiting:
            out.write(f"{self._say('hello')}\n")
        while True:
            if waiting:
                out.write("> ")
                out.flush()
            line = lines.readline()
            if not line:
                return
            for told in self.take(line.rstrip("\r\n")):
                out.write(f"{told}\n")
            out.flush()

    def take(self, line: str) -> Iterable[str]:
        """What is seen after one line of the person, or what was wrong with it."""
        line = storable(line)
        word, _, rest = line.partition(" ")
        if word == HELP:
            return [f"{name}  {self._say(name)}" for name in COMMANDS]
        if word not in COMMANDS and (near := get_close_matches(word, COMMANDS, 1, 0.8)):
            return [self._say("near").format(near=near[0])]
        if word not in (*COMMANDS, START) and _COMMAND.fullmatch(word):
            return [self._say("unknown").format(word=word, known=" ".join(COMMANDS))]
        before = self._talk.conversation
        if wrong := self._do(word, rest.strip(), line):
            return [wrong]
        return [*self._seen(), self._where(before)]

    def _do(self, word: str, rest: str, line: str) -> str:
        """Why it could not be done, or ""."""
        match word:
            case "/after":
                return self._after(rest)
            case "/press":
                return self._press(rest)
            case _ if word in MEDIA:
                what = MEDIA[word]
                self._talk.send(inbound_of(what, rest, self._talk.at))
                self._wrote(f"{what}: {scalar(rest)}" if rest else what)
            case _:
                self._talk.user(line)
                self._first = self._first or line
                self._wrote(f"user: {scalar(line)}")
        return ""

    def _after(self, rest: str) -> str:
        try:
            span = span_of(rest)
        except (ValueError, OverflowError):
            span = LONGEST + UNITS["s"]
        if span > LONGEST:
            return self._say("span")
        self._talk.after(span)
        self._wrote(f"after: {span_text(span)}")
        return ""

    def _press(self, rest: str) -> str:
        buttons = self._talk.buttons
        if rest.isdecimal() and 1 <= int(rest) <= len(buttons):
            rest = key_of(buttons[int(rest) - 1])
        if not self._talk.press(rest):
            shown = ", ".join(key_of(button) for button in buttons) or "-"
            return self._say("no_button").format(shown=shown)
        self._wrote(f"press: {scalar(rest)}")
        return ""

    # ---- what is seen

    def _seen(self) -> Iterable[str]:
        if not self._talk.said:
            yield f"  {self._say('nothing')}"
        for one in self._talk.said:
            yield from _drawn(one)

    def _where(self, old: Conversation) -> str:
        """Position, level, ticket, timers, and what is new among the variables."""
        now, before = self._talk.conversation, old.variables
        here = now.position
        parts = [f"{here.flow}/{here.state}" if here else "-"]
        if now.level:
            parts.append(" ".join([now.level.name.lower(), *sorted(kind.value for kind in now.kinds)]))
        if _queue(now) != "none":
            parts.append(self._say("ticket").format(queue=_queue(now), voice=now.voice.value))
        parts += [f"{wait.kind} {span_text(due - self._talk.at)}" for due, wait in self._talk.timers]
        parts += [self._variable(name, now) for name, value in now.variables.items() if before.get(name) != value]
        parts += [f"{name} –" for name in before if name not in now.variables]
        parts += [self._say("ended")] if now.ended_at else []
        parts += [self._say("new")] if now.id != old.id else []
        return f"  — {' · '.join(parts)}"

    def _variable(self, name: str, now: Conversation) -> str:
        known = self._mind.book.variables.get(name)
        shown = known is None or known.privacy in OPEN
        return f"{name} = {now.variables[name]}" if shown else f"{name} {self._say('kept')}"

    def _say(self, key: str) -> str:
        return CHAT[key][self._spoken]

    # ---- what is kept of it

    def _wrote(self, line: str) -> None:
        self._did.append(Did(line, [f"bot: {scalar(text)}" for text in _saw(self._talk)] or ["then: {sent: 0}"]))

    def _first_words(self) -> str:
        return " ".join(self._first.split())[:LONGEST_NAME].strip() or "obrolan"

    def keep(self, examples: Examples, lines: TextIO, out: TextIO) -> str:
        """Write the talk down; the name is asked of whoever sits there. What came of it, in one line."""
        if not self._did:
            return self._say("empty")
        name = self._first_words()
        if lines.isatty():
            out.write(f"\n{self._say('example').format(name=name)}")
            out.flush()
            name = storable(lines.readline()).strip() or name
        kept = examples.add(self.example(examples.flow, name))
        return self._say("saved").format(path=examples.path, name=kept)

    def example(self, flow: str, name: str) -> Entry:
        """The talk as an example of `flow`."""
        now = self._talk.conversation
        here = now.position
        facts = {"level": now.level.name.lower(), "ticket": _queue(now)}
        if here:
            facts = {"state": here.state if here.flow == flow else f"{here.flow}/{here.state}", **facts}
        then = ", ".join(f"{key}: {inline(value)}" for key, value in facts.items())
        lines = [line for did in self._did for line in (did.line, *did.saw)]
        return Entry(name, dict(self._head()), [*lines, f"then: {{{then}}}"])

    def _head(self) -> Iterable[tuple[str, str]]:
        if self._talk.conversation.channel is not Channel.TELEGRAM:
            yield "channel", self._talk.conversation.channel.value
        yield "at", self._at.isoformat(timespec="minutes")
        if self._reader is not Reader.UNKNOWN:
            yield "as", self._reader.value
        if self._language != "id":
            yield "language", self._language


def _drawn(one: Shown) -> Iterable[str]:
    """One message, and its buttons below it."""
    yield from (f"  {line}".rstrip() for line in one.text.splitlines())
    yield from (f"    [ {label} ]" for label in one.labels)


def _saw(talk: Rehearsal) -> list[str]:
    """The bubbles one by one, on a channel that joins them too; as they were shown where one was cut."""
    shown = "\0".join(_flat(one.text) for one in talk.said)
    bubbles = [_flat(one.text) for one in talk.bubbles]
    whole = talk.said and all(bubble in shown for bubble in bubbles)
    return bubbles if whole else [_flat(one.text) for one in talk.said]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _queue(now: Conversation) -> str:
    return now.ticket.queue if now.ticket and now.ticket.open else "none"
