"""One person's side of a talk with the engine, on a clock of its own: what the examples of the flow files are played
on, and `puspaga chat`.

Laws
1. Between any two turns the conversation passes through `keep`, which tests use to write it to a row and read it back,
   so that no turn can lean on a live object.
2. What the person sees, and whether, is decided by `outside`: by the channel's own wire and by what decides in front of
   the sender.
3. Time passes only when it is told to; what runs out on the way enters in its order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.engine import understand
from bot.engine.advance import advance
from bot.engine.fault import fault
from bot.engine.mind import Mind
from bot.engine.outside import NEVER, Outside, Plain, Shown, key_of
from bot.engine.walk import Walk
from bot.model.conversation import Conversation, Reader
from bot.model.message import (
    FROM_CONTACT,
    Author,
    Button,
    Channel,
    Claimed,
    ContactId,
    ConversationId,
    CounselorId,
    Inbound,
    Lapsed,
    Left,
    Opened,
    Outbound,
    Planned,
    Press,
    Replied,
    Returned,
    Said,
    Silence,
    Waited,
)
from bot.model.turn import KeepWords, Plan, Release, Term, Turn, Unlink, Unplan, Unterm, Wait, Withdraw

ENTERS: Mapping[str, Callable[[datetime, int], Inbound]] = {"offer": Waited, "silence": Silence}
"""What a timer that ran out enters as, by its kind; of several at one moment in this order (runner/timers.py)."""
Answer = Callable[[Mind, Conversation, Inbound], Turn]
"""What answers an inbound: the engine, or what stands in for it when it raised."""
ENDS_A_WAIT = (*FROM_CONTACT, Claimed, Returned, Left)
COUNSELOR = CounselorId("konselor")


@dataclass(slots=True)
class Parcel:
    """A message that has not left yet. `starts`: timers that wait for it."""

    talk: ConversationId
    shown: Shown
    starts: tuple[Wait, ...] = ()
    released: bool = False


class Rehearsal:
    """`said` gathers every message that reached the person in the last step, `bubbles` every bubble that was meant for
    them; `buttons` are those shown last, `visible` whether they still are."""

    def __init__(
        self,
        mind: Mind,
        at: datetime,
        *,
        channel: Channel = Channel.TELEGRAM,
        keep: Callable[[Conversation], Conversation] = lambda conversation: conversation,
        watch: Callable[[Turn], object] = lambda _: None,
        outside: Outside | None = None,
        name: str = "latihan",
    ) -> None:
        self.mind, self.at, self.keep, self.watch = mind, at, keep, watch
        self.outside = outside or Plain()
        self.said: list[Shown] = []
        self.bubbles: list[Outbound] = []
        self.turns: list[Turn] = []
        self._name = name
        self._talks: dict[ConversationId, Conversation] = {}
        self._timers: dict[tuple[ConversationId, str], tuple[datetime, Wait]] = {}
        self._plans: dict[tuple[ConversationId, str], Plan] = {}
        self._terms: dict[tuple[ConversationId, str], Term] = {}
        self._parcels: list[Parcel] = []
        self._linked: datetime | None = at
        self._words: dict[str, ContactId] = {}
        self._pressable: Shown = Shown("")
        self._visible = False
        self.conversation = Conversation(ConversationId(name), ContactId(name), channel, opened_at=at)

    @property
    def conversation(self) -> Conversation:
        """The one that the person is in."""
        return self._talks[self._here]

    @conversation.setter
    def conversation(self, one: Conversation) -> None:
        self._here = one.id
        self._talks[one.id] = one

    @property
    def buttons(self) -> tuple[Button, ...]:
        return self._pressable.buttons

    @property
    def visible(self) -> tuple[Button, ...]:
        """The buttons that answer the question on the screen."""
        return self.buttons if self._visible else ()

    @property
    def timers(self) -> list[tuple[datetime, Wait]]:
        """Those of the open question, by when they run out."""
        now = self.conversation
        running = (found for (talk, _), found in self._timers.items() if talk == now.id and found[1].wait == now.wait)
        return sorted(running, key=lambda one: (one[0], one[1].kind))

    def begin(self, reader: Reader, language: str, given: Mapping[str, str]) -> None:
        """What is known of the person before their first word."""
        walk = Walk(self.mind, self.conversation.grown(reader=reader, language=language), self.at)
        for name, value in given.items():
            walk.save(name, value)
        self.conversation = walk.now

    # ---- what the person does

    def hush(self) -> None:
        """A new step begins: what was said before was said."""
        self.said, self.bubbles = [], []

    def user(self, *texts: str) -> None:
        """One message, or several in a row; then a pause, after which they are one answer."""
        self.hush()
        for text in texts:
            self.take(Said(self.at, text))
        self._settle()

    def send(self, inbound: Inbound) -> None:
        self.hush()
        self.take(inbound)

    def press(self, wanted: str) -> bool:
        """Press the button with this key or label, or answer with its number where there are none to press; False when
        it was not shown."""
        for number, button in enumerate(self.buttons, start=1):
            if wanted in (key_of(button), button.label):
                self.send(Said(self.at, str(number)) if self._pressable.typed else Press(self.at, button.data))
                return True
        return False

    def fail(self, text: str) -> None:
        """One message, and something breaks on our side while it is answered."""
        self.hush()
        self.take(Said(self.at, text), fault)

    def come_back(self, words: str) -> bool:
        """By their two words, or those kept last; False when nothing was kept under them."""
        kept = understand.two_words(words) if words else next(reversed(self._words), "")
        contact = self._words.get(kept)
        if contact is None:
            return False
        self._here = next(talk.id for talk in reversed(self._talks.values()) if talk.contact == contact)
        self._linked = self.at
        self.send(Opened(self.at))
        return True

    # ---- what a counselor does

    def claim(self, shown: str) -> str:
        """Why it was refused, or ""."""
        talk = self._at_the_desk()
        office = talk.ticket.office if talk.ticket else talk.office
        return self._desk(talk, Claimed(self.at, COUNSELOR, shown, office))

    def reply(self, text: str) -> str:
        return self._desk(self._at_the_desk(), Replied(self.at, COUNSELOR, text))

    def close(self, outcome: str) -> str:
        return self._desk(self._at_the_desk(), Returned(self.at, COUNSELOR, outcome))

    def _at_the_desk(self) -> Conversation:
        """The talk whose ticket is open; who left by the web chat may be in another."""
        held = (one for one in reversed(self._talks.values()) if one.ticket and one.ticket.open)
        return next(held, self.conversation)

    def _desk(self, talk: Conversation, inbound: Inbound) -> str:
        self.hush()
        return self._turn(talk, inbound).refused

    # ---- time

    def after(self, span: timedelta) -> None:
        """Let time pass; timers that run out on the way enter as Silence, Waited, Planned or Lapsed."""
        self.hush()
        self._pass(self.at + span)

    def until(self, moment: datetime) -> None:
        """Time passes for somebody to whom nothing was done."""
        self._pass(max(moment, self.at))

    def _settle(self) -> None:
        """Until nothing more is gathered."""
        while self.conversation.gather and self.timers:
            self._pass(self.timers[0][0])

    def _pass(self, until: datetime) -> None:
        while (due := self._next_due()) is not None and due <= until:
            self.at = max(self.at, due)
            self._deliver()
            self._run_out()
        self.at = until

    def _next_due(self) -> datetime | None:
        """When something happens by itself."""
        timers = [due for due, _ in self._timers.values()] + [one.at for one in self._plans.values()]
        timers += [one.at for one in self._terms.values()]
        return min([*timers, *(due for one in self._parcels if (due := self._leaves(one)))], default=None)

    def _run_out(self) -> None:
        order = list(ENTERS)
        due = [key for key, (at, _) in self._timers.items() if at <= self.at]
        for talk, kind in sorted(due, key=lambda key: order.index(key[1])):
            if found := self._timers.pop((talk, kind), None):
                self._turn(self._talks[talk], ENTERS[kind](self.at, found[1].wait))
        for talk, name in [key for key, one in self._plans.items() if one.at <= self.at]:
            plan = self._plans.pop((talk, name))
            self._turn(self._talks[talk], Planned(self.at, name, plan.number))
        for talk, what in [key for key, one in self._terms.items() if one.at <= self.at]:
            term = self._terms.pop((talk, what), None)
            if term and term.at <= self.at:
                self._turn(self._talks[talk], Lapsed(self.at, what, term.number))

    # ---- turns

    def take(self, inbound: Inbound, answer: Answer = advance) -> Turn:
        """One turn, kept and read back."""
        if isinstance(inbound, FROM_CONTACT):
            self._arrive(inbound)
        return self._turn(self.conversation, inbound, answer)

    def _arrive(self, inbound: Inbound) -> None:
        """Which conversation a word meets: the one that was, a new one, or on the web a stranger's."""
        now, number = self.conversation, len(self.turns)
        fresh = ConversationId(f"{self._name}{number}")
        if not self._addressed() and not isinstance(inbound, Opened):
            self.conversation = Conversation(fresh, ContactId(fresh), now.channel, opened_at=self.at)
            self._linked, self._visible, self._pressable = self.at, False, Shown("")
        elif self.outside.over(now, self.at):
            self.conversation = Conversation(fresh, now.contact, now.channel, opened_at=self.at, language=now.language)

    def _addressed(self) -> bool:
        """Does anything that is said now reach the person?"""
        return not self.outside.visit_over(self.conversation, self._linked, self.at)

    def _turn(self, talk: Conversation, inbound: Inbound, answer: Answer = advance) -> Turn:
        turn = answer(self.mind, talk, inbound)
        if not turn.refused:
            self._talks[talk.id] = self.keep(turn.conversation)
            self._follow(turn, inbound)
        self.turns.append(turn)
        self.watch(turn)
        return turn

    def _follow(self, turn: Turn, inbound: Inbound) -> None:
        """What the runner would do after a turn."""
        now = turn.conversation
        if isinstance(inbound, ENDS_A_WAIT):
            self._timers = {
                key: one for key, one in self._timers.items() if key[0] != now.id or one[1].wait >= now.wait
            }
        for effect in turn.effects:
            self._do(now, effect)
        rows = self.outside.shown(turn, inbound)
        waits = [one for one in turn.effects if isinstance(one, Wait)]
        later = tuple(one for one in waits if rows and one.starts == "sent")
        self._start(now.id, [one for one in waits if one not in later])
        parcels = [Parcel(now.id, one) for one in rows]
        if parcels:
            parcels[-1].starts = later
        self._parcels += parcels
        if now.id == self._here:
            self.bubbles += turn.says
        self._deliver()

    def _do(self, now: Conversation, effect: object) -> None:
        match effect:
            case Withdraw():
                self._parcels = [
                    one for one in self._parcels if one.talk != now.id or one.shown.author is not Author.BOT
                ]
            case Release():
                for one in self._parcels:
                    one.released = one.released or one.talk == now.id
            case Unlink() if now.id == self._here:
                self._linked = None
            case Plan(name):
                self._plans[now.id, name] = effect
            case Unplan(name):
                self._plans.pop((now.id, name), None)
            case Term(what):
                self._terms[now.id, what] = effect
            case Unterm(what):
                self._terms.pop((now.id, what), None)
            case KeepWords(words):
                self._words = {
                    **{one: who for one, who in self._words.items() if who != now.contact},
                    words: now.contact,
                }

    def _start(self, talk: ConversationId, waits: Sequence[Wait]) -> None:
        for one in waits:
            self._timers[talk, one.kind] = (self.at + one.after, one)

    def _leaves(self, one: Parcel) -> datetime | None:
        addressed = one.talk == self._here and self._addressed()
        return self.outside.leaves(
            self._talks[one.talk], one.shown, self.at, released=one.released, addressed=addressed
        )

    def _deliver(self) -> None:
        """What may leave now reaches the person; what may never leave is gone."""
        staying: list[Parcel] = []
        for one in self._parcels:
            due = self._leaves(one)
            if due is None or self.at < due < NEVER:
                staying.append(one)
            elif due < NEVER:
                self._show(one)
        self._parcels = staying

    def _show(self, one: Parcel) -> None:
        self._start(one.talk, one.starts)
        self.said.append(one.shown)
        self._visible = bool(one.shown.buttons)
        if one.shown.buttons:
            self._pressable = one.shown
