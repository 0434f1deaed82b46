"""A talk played against the engine, with a clock of its own: the examples of the flow files, and `puspaga chat`.

Between any two turns the conversation passes through `keep`, which tests use to write it to a row and read it back,
so that no turn can lean on a live object.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.engine.advance import advance
from bot.engine.gathering import PAUSE
from bot.engine.mind import Mind
from bot.flow.book import Talk, TalkLine
from bot.model.conversation import Conversation
from bot.model.message import (
    FROM_CONTACT,
    Button,
    Channel,
    ContactId,
    ConversationId,
    Inbound,
    Media,
    Outbound,
    Press,
    Said,
    Silence,
    Waited,
)
from bot.model.turn import Turn, Wait

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "j": "hours"}
_SPAN = re.compile(r"^\s*(\d+)\s*([smhdj])\s*$")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A line of a talk that did not come true."""

    path: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.text}"


def span_of(text: str) -> timedelta:
    """`25h`, `10m`, `3d` as a timedelta. Raises ValueError."""
    found = _SPAN.match(text)
    if not found:
        raise ValueError(f"not a span of time: {text!r}")
    return timedelta(**{UNITS[found.group(2)]: int(found.group(1))})


class Rehearsal:
    """One contact's side of a talk. `said` gathers every bubble of the last step."""

    def __init__(
        self,
        mind: Mind,
        at: datetime,
        *,
        channel: Channel = Channel.TELEGRAM,
        keep: Callable[[Conversation], Conversation] = lambda conversation: conversation,
        watch: Callable[[Turn], object] = lambda _: None,
    ) -> None:
        self.mind = mind
        self.at = at
        self.keep = keep
        self.watch = watch
        self.conversation = Conversation(ConversationId("latihan"), ContactId("latihan"), channel, opened_at=at)
        self.timers: list[tuple[datetime, Wait]] = []
        self.said: list[Outbound] = []
        self.buttons: tuple[Button, ...] = ()
        self.turns: list[Turn] = []

    def take(self, inbound: Inbound) -> Turn:
        """One turn, kept and read back."""
        if isinstance(inbound, FROM_CONTACT):
            self.timers.clear()
            if self.conversation.ended_at:
                self._fresh()
        turn = advance(self.mind, self.conversation, inbound)
        self.conversation = self.keep(turn.conversation)
        self.timers += [(self.at + one.after, one) for one in turn.effects if isinstance(one, Wait)]
        self.said += turn.says
        self.buttons = next((one.buttons for one in reversed(turn.says) if one.buttons), self.buttons)
        self.turns.append(turn)
        self.watch(turn)
        return turn

    def user(self, *texts: str) -> None:
        """One message, or several in a row; what is gathered then goes on as after a pause."""
        self.said = []
        for text in texts:
            self.take(Said(self.at, text))
        if self.conversation.gather:
            said = self.said
            self.after(PAUSE)
            self.said = said + self.said

    def send(self, inbound: Inbound) -> None:
        self.said = []
        self.take(inbound)

    def press(self, wanted: str) -> bool:
        """Press the button with this key or label; False when none is shown."""
        for button in self.buttons:
            if wanted in (button.data.split(".")[1], button.label):
                self.said = []
                self.take(Press(self.at, button.data))
                return True
        return False

    def after(self, span: timedelta) -> None:
        """Let time pass; timers that run out on the way enter as Silence or Waited."""
        self.said = []
        until = self.at + span
        while due := sorted((at, one.kind, one) for at, one in self.timers if at <= until):
            at, kind, one = due[0]
            self.timers.remove((at, one))
            self.at = at
            self.take(Silence(at, one.wait) if kind == "silence" else Waited(at, one.wait))
        self.at = until

    def _fresh(self) -> None:
        old = self.conversation
        number = len(self.turns)
        self.conversation = Conversation(
            ConversationId(f"latihan{number}"), old.contact, old.channel, opened_at=self.at
        )


def play(
    mind: Mind,
    talk: Talk,
    flow: str,
    *,
    keep: Callable[[Conversation], Conversation] = lambda conversation: conversation,
    watch: Callable[[Turn], object] = lambda _: None,
) -> list[Mismatch]:
    """Play one example of a flow; every line that did not come true, with its place. `watch` is told every turn."""
    one = Rehearsal(mind, datetime.fromisoformat(talk.at), channel=Channel(talk.channel), keep=keep, watch=watch)
    wrong: list[Mismatch] = []
    heard = 0
    for line in talk.lines:
        if line.what in ("user", "press", "after", "sticker"):
            heard = 0
            fault = _do(one, line)
        elif line.what == "bot":
            fault, heard = _heard(one, line, heard)
        else:
            fault = _compare(one, line.value, flow)
        if fault:
            wrong.append(Mismatch(*line.mark, fault))
    return wrong


def _do(one: Rehearsal, line: TalkLine) -> str:
    match line.what:
        case "user":
            one.user(str(line.value))
        case "sticker":
            one.send(Media(one.at, "sticker"))
        case "press":
            if not one.press(str(line.value)):
                shown = ", ".join(button.data.split(".")[1] for button in one.buttons) or "none"
                return f"no button {line.value!r}; shown: {shown}"
        case "after":
            one.after(span_of(str(line.value)))
    return ""


def _heard(one: Rehearsal, line: TalkLine, heard: int) -> tuple[str, int]:
    wanted = _SPACE.sub(" ", str(line.value)).strip()
    for number, bubble in enumerate(one.said[heard:], start=heard):
        if wanted in _SPACE.sub(" ", bubble.text):
            return "", number + 1
    said = " | ".join(bubble.text for bubble in one.said) or "nothing"
    return f"the bot did not say {wanted!r} but: {said}", heard


def _compare(one: Rehearsal, wanted: Mapping[str, str], flow: str) -> str:
    faults = []
    for key, value in wanted.items():
        found = _fact(one, key, flow)
        if str(value) not in found:
            faults.append(f"{key} is {found[0]!r}, not {value!r}")
    return "; ".join(faults)


def _fact(one: Rehearsal, key: str, flow: str) -> tuple[str, ...]:
    """What is true now, in every way an example may write it."""
    now = one.conversation
    match key:
        case "state":
            here = now.position
            full = f"{here.flow}/{here.state}" if here else "none"
            return (full, here.state) if here and here.flow == flow else (full,)
        case "level" | "risk":
            return (now.level.name.lower(),)
        case "ticket":
            return (now.ticket.queue,) if now.ticket and now.ticket.open else ("none", "tidak")
        case "disputed":
            return ("yes", "ya") if now.ticket and now.ticket.disputed else ("no", "tidak")
        case "sent":
            return (str(len(one.said)),)
        case "reader":
            return (now.reader.value,)
        case "voice":
            return (now.voice.value,)
        case "ended":
            return ("yes", "ya") if now.ended_at else ("no", "tidak")
    return (now.variables.get(key, "none"),)
