"""One act of a talk, tried over the real engine, and what is wrong with what came of it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.engine import laws
from bot.engine.acts import SENT, Act, Step, question
from bot.engine.advance import advance
from bot.engine.fault import UNEXPECTED, fault
from bot.engine.mind import Mind
from bot.engine.walk import Lost
from bot.flow.arrows import walked
from bot.flow.codes import Both
from bot.flow.codes.code import filled
from bot.flow.values import span
from bot.model.conversation import Conversation, Voice
from bot.model.message import (
    FROM_CONTACT,
    Button,
    Card,
    Claimed,
    ConversationId,
    CounselorId,
    Edited,
    Inbound,
    Left,
    Location,
    Media,
    Opened,
    Planned,
    Press,
    Replied,
    Returned,
    Said,
    Silence,
    Waited,
)
from bot.model.turn import Plan, Turn, Unplan, Wait

BREATH = timedelta(seconds=40)
"""Between two acts: long enough that every gather is over, short enough that no question is."""
COUNSELOR = CounselorId("konselor")

LONGEST_LINE = 200
"""Letters of a line that is shown whole."""

Fits = Callable[[Turn, Inbound], Both | None]
"""What of a turn its channel would not show whole; None when it shows all (bot/fitting.py)."""
Answer = Callable[[Mind, Conversation, Inbound], Turn]
Timers = tuple[tuple[datetime, Wait], ...]
OVERDUE = timedelta(hours=3)
"""How late a planned message enters after an outage: later than it may still be said."""


@dataclass(slots=True)
class Node:
    """A talk so far; `turns` are what its last act led to, step by step."""

    conversation: Conversation
    at: datetime
    timers: Timers = ()
    plans: tuple[Plan, ...] = ()
    buttons: tuple[Button, ...] = ()
    old: str = ""  # what stands on a button of a question before
    before: "Node | None" = None
    act: Act | None = None
    turns: tuple[tuple[Step, Turn | None], ...] = ()
    fresh: bool = False  # the act walked an arrow that nobody had walked before

    @property
    def shown(self) -> frozenset[str]:
        """The keys of the buttons of the open question."""
        wait = str(self.conversation.wait)
        parts = (one.data.split(".") for one in self.buttons)
        return frozenset(part[1] for part in parts if part[0] == wait)

    def talk(self) -> tuple[str, ...]:
        """As an example of a flow file, line by line."""
        nodes: list[Node] = []
        here: Node | None = self
        while here and here.act:
            nodes.append(here)
            here = here.before
        lines = [line for node in reversed(nodes) for step, turn in node.turns for line in _lines(step, turn)]
        head = ["  - name: ditemukan penjelajah", f"    channel: {self.conversation.channel.value}", "    talk:"]
        return (*head, *(f"      {line}" for line in lines))


def _lines(step: Step, turn: Turn | None) -> Iterable[str]:
    if len(step.value) > LONGEST_LINE:
        yield f"# {step.what}: {len(step.value)} letters, {step.value[:20]}…"
    elif step.what in ("user", "press", "after", "edit", "open", "claim", "reply", "close", *SENT):
        yield f"- {step.what}: {json.dumps(step.value, ensure_ascii=False)}"
    elif step.what != "timer":
        yield f"# {step.what} {step.value}".rstrip()
    for one in turn.says if turn else ():
        yield f"- bot: {json.dumps(' '.join(one.text.split()), ensure_ascii=False)}"


class Trial:
    """Mutable while one act is done. `wrong`: which laws a turn broke, at the place it led to; `missed`: what else than
    the arrow that was named was walked."""

    def __init__(self, mind: Mind, node: Node, fits: Fits, engine: Answer = advance) -> None:
        self.mind, self.fits, self.engine, self.before = mind, fits, engine, node
        self.now, self.at = node.conversation, node.at
        self.timers, self.plans, self.buttons, self.old = node.timers, node.plans, node.buttons, node.old
        self.turns: list[tuple[Step, Turn | None]] = []
        self.wrong: list[Both] = []
        self.missed: list[Both] = []
        self.arrows: list[str] = []
        self._owed = False
        self._last: Inbound | None = None

    def node(self, act: Act, *, fresh: bool = False) -> Node:
        """The talk after the act."""
        known = (self.timers, self.plans, self.buttons, self.old)
        return Node(self.now, self.at, *known, self.before, act, tuple(self.turns), fresh)

    def do(self, act: Act) -> None:
        try:
            for step in act.steps:
                self._step(step)
            self._pass(BREATH)
            if act.sort == "person" and not self._due():
                self._step(act.steps[-1])  # a person is at most two turns away
        except (*UNEXPECTED, Lost) as error:
            self.turns.append((act.steps[-1], None))
            self._break(laws.RAISED, error=type(error).__name__)
            return
        if self._owed:
            self._break(laws.UNANSWERED)
        self._judge(act)

    def _judge(self, act: Act) -> None:
        """Did it walk what it named, and nothing else?"""
        if any(one.endswith(" alarm") for one in self.arrows):
            return  # danger comes before every answer
        if act.aim and act.aim not in self.arrows:
            self.missed.append(filled(laws.MISSED, {"aim": act.aim, "arrows": self.arrows or "–"}))
        named = act.near or act.aim
        place = named.partition(" ")[0]
        others = [one for one in self.arrows if one.startswith(f"{place} choice ") and one != named]
        if " choice " in named and others:
            self.missed.append(filled(laws.OTHER, {"arrows": others, "named": named}))
        if act.sort == "old button" and (taken := [one for one in self.arrows if " choice " in one]):
            self._break(laws.AGAIN, arrows=taken)
        if act.sort == "person" and not self._due():
            self._break(laws.NOBODY)

    def _break(self, law: Both, **blanks: object) -> None:
        self.wrong.append(filled(law, blanks))

    def _due(self) -> bool:
        return self.now.ticket is not None and self.now.ticket.open

    # ---- doing

    def _step(self, step: Step) -> None:
        match step.what:
            case "after":
                self.turns.append((step, None))
                self._pass(span(step.value))
            case "silence":
                for due, _ in sorted(self.timers, key=lambda one: one[0]):
                    self.turns.append((Step("after", f"{int((due - self.at).total_seconds())}s"), None))
                    self._pass(due - self.at)
            case "planned" | "overdue":
                for plan in self.plans:
                    self.turns.append((Step("after", f"{int((plan.at - self.at).total_seconds())}s"), None))
                    self._pass(plan.at - self.at, late=OVERDUE if step.what == "overdue" else timedelta())
            case "press":
                if data := self._shown(step.value):
                    self._take(step, Press(self.at, data))
                else:
                    self._break(laws.HIDDEN, keys=step.value)
            case "fault":
                self._take(step, Said(self.at, step.value), fault)
            case _:
                self._take(step, self._inbound(step))

    def _shown(self, key: str) -> str:
        return next((one.data for one in self.buttons if one.data.split(".")[1] == key), "")

    def _inbound(self, step: Step) -> Inbound:
        match step.what:
            case "user":
                return Said(self.at, step.value)
            case "again" if self._last:
                return self._last
            case "old press":
                return Press(self.at, step.value or self.old or "x")
            case "location":
                return Location(self.at, step.value)
            case "card":
                return Card(self.at)
            case "edit":
                return Edited(self.at, step.value)
            case "left":
                return Left(self.at)
            case "open":
                return Opened(self.at)
            case "claim":
                return Claimed(self.at, COUNSELOR, "Konselor", self.now.office)
            case "reply":
                return Replied(self.at, COUNSELOR, step.value)
            case "close":
                return Returned(self.at, COUNSELOR, "selesai")
        return Media(self.at, step.what)

    def _pass(self, time: timedelta, *, late: timedelta = timedelta()) -> None:
        """Time passes; timers that run out on the way enter, and then what was planned, so much after its hour."""
        until = self.at + time
        while due := sorted((at, one.kind, one) for at, one in self.timers if at <= until):
            at, kind, one = due[0]
            self.timers = tuple(kept for kept in self.timers if kept != (at, one))
            self.at = at
            self._take(Step("timer"), Waited(at, one.wait) if kind == "offer" else Silence(at, one.wait))
        self.at = until
        for plan in [one for one in self.plans if one.at <= until]:
            self.plans = tuple(one for one in self.plans if one != plan)
            self.at = max(until, plan.at + late)
            self._take(Step("timer"), Planned(self.at, plan.name, plan.number))

    def _take(self, step: Step, inbound: Inbound, answer: Answer | None = None) -> None:
        mine = isinstance(inbound, FROM_CONTACT)
        if mine and self.now.ended_at:
            self.now = Conversation(ConversationId("latihan2"), self.now.contact, self.now.channel, opened_at=self.at)
            self.timers, self.plans = (), ()
        before = self.now
        turn = (answer or self.engine)(self.mind, before, inbound)
        self.now, self._last = turn.conversation, inbound
        self.turns.append((step, turn))
        self.arrows += [name for hop in turn.hops if (name := walked(hop))]
        kept = () if self.now.wait != before.wait else self.timers
        self.timers = (*kept, *((self.at + one.after, one) for one in turn.effects if isinstance(one, Wait)))
        self._follow_plans(turn)
        if shown := next((one.buttons for one in reversed(turn.says) if one.buttons), None):
            self.old = self.buttons[0].data if self.buttons else self.old
            self.buttons = shown
        self._laws(before, turn, inbound, mine=mine)

    def _follow_plans(self, turn: Turn) -> None:
        for effect in turn.effects:
            if isinstance(effect, Plan | Unplan):
                kept = tuple(one for one in self.plans if one.name != effect.name)
                self.plans = (*kept, effect) if isinstance(effect, Plan) else kept

    # ---- judging

    def _laws(self, before: Conversation, turn: Turn, inbound: Inbound, *, mine: bool) -> None:
        self.wrong += laws.broken(self.mind, before, turn, inbound)
        if turn.says and (large := self.fits(turn, inbound)):
            self.wrong.append(large)
        if mine and turn.says and (hidden := self._hidden(before)):
            self._break(laws.HIDDEN, keys=hidden)
        if turn.says:
            self._owed = False
        elif mine and before.voice is not Voice.COUNSELOR:
            self._owed = True

    def _hidden(self, before: Conversation) -> str:
        """The choices of a question that was opened and cannot be pressed."""
        here = question(self.mind.book, self.now)
        if here is None or self.now.wait == before.wait:
            return ""
        shown = self.node(Act("", ())).shown
        return ", ".join(one.key for one in here[2].choices if one.key not in shown)
