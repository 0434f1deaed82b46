"""The turn being made: what has changed so far, what is said, what the runner is asked to do.

Laws
1. It lives while one turn is computed and is never kept.
2. A level only rises; of a ticket only the reasons grow (law 8 of the house).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.engine import keeping, planning, say
from bot.engine.about import about
from bot.engine.answer import Answer
from bot.engine.mind import Mind
from bot.flow.book import Ask, Flow, State
from bot.flow.known import QUEUES
from bot.flow.names import CHOSEN
from bot.model.conversation import BEFORE, PRESENT, Conversation, Position, Reach, Reader, Reason, Ticket
from bot.model.message import Alarm, Author, Kind, Level, Outbound, TicketId
from bot.model.offices import PROVINCE, office_of
from bot.model.turn import Count, Effect, Hop, KeepWords, Release, Turn

MOST_BUBBLES = 3
"""Bubbles in one turn (contract.md); more are joined, never dropped."""
HOURS_OF_DAY = {"pagi": (8, 12), "siang": (12, 17), "malam": (18, 21)}
"""Local hours of the answers to "at which hours may an answer appear?"."""


class Draft:
    """Of one conversation, at one moment. `state` is what the shared `transitions` machines read and write."""

    def __init__(self, mind: Mind, conversation: Conversation, at: datetime) -> None:
        self.mind = mind
        self.now = self.start = conversation
        self._own: Conversation | None = None  # a copy that only this draft knows, and may change in place
        self.at = at
        self.state = conversation.position.state if conversation.position else ""
        self.said: list[Outbound] = []
        self.effects: list[Effect] = []
        self.hops: list[Hop] = []
        self.alarm: Alarm | None = None
        self.story = ""  # the present text with those that came right before it
        self.number = conversation.turn + 1
        self.changed = False  # the question at the position is not the one that was asked (landing.py)
        self.asked: State | None = None  # that one, while it is still known
        self.meant: tuple[Ask, Answer | None] | None = None  # the choice that the text names at this question
        self.open: tuple[Flow, State, Ask] | None = None  # the question that is open
        self.open_at: Position | None = None  # where that was looked for

    def change(self, **changes: object) -> None:
        """The talk as it is from now on. Copied once in a turn; who needs it as it was before says `hold`."""
        if self.now is self._own:
            self._own.grow(changes)
        else:
            self.now = self._own = self.now.grown(**changes)

    def hold(self) -> Conversation:
        """The talk as it is now, which no later change touches."""
        self._own = None
        return self.now

    def turn(self, *, answers: bool = False) -> Turn:
        """The finished turn. `turn` counts it."""
        if self.now.pledges:
            planning.tidy(self)
        self.change(turn=self.number)
        return Turn(
            answers=answers,
            conversation=self.hold(),
            says=_fit(self.said),
            effects=tuple(self.effects),
            hops=tuple(self.hops),
            alarm=self.alarm,
        )

    def say(self, *texts: str, author: Author = Author.BOT) -> None:
        self.said += [Outbound(text, (), author) for text in texts if text]

    def reply(self, key: str, **blanks: str) -> None:
        self.say(say.reply(self.mind, self.now, key, self.at, **blanks))

    # ---- people

    def open_ticket(self, rule: str, queue: str = "", note: dict[str, str] | None = None) -> None:
        """Open the one ticket, or add a reason to it. Its level is the conversation's."""
        now = self.now
        reason = Reason(rule, now.level, self.number)
        ticket = now.ticket
        if ticket is None or not ticket.open:
            opened = Ticket(
                id=TicketId(f"{now.id}.{self.number}"),
                office=now.office,
                queue=queue or ("anak" if now.reader is Reader.CHILD else "keluarga"),
                level=now.level,
                kinds=now.kinds,
                opened_at=self.at,
                reasons=(reason,),
                note=note or {},
                category=about(self.mind.book, now),
            )
            # a person is wanted in this visit; what was held before stays held
            return self.change(locked=False, ticket=opened)
        return self.change(
            ticket=replace(
                ticket,
                queue=_nearer(ticket.queue, queue),
                level=max(ticket.level, now.level),
                kinds=ticket.kinds | now.kinds,
                reasons=ticket.reasons if reason in ticket.reasons else (*ticket.reasons, reason),
                note={**ticket.note, **(note or {})},
            )
        )

    def believe(self, level: Level, kinds: frozenset[Kind]) -> None:
        """Who says that it is so grave is believed: at the highest a ticket is open. `kinds`: of what sort it is, by
        what they pressed; that the ear knows better is not forgotten."""
        self.change(level=max(level, self.now.level), kinds=self.now.kinds | kinds)
        ticket = self.now.ticket
        if level is Level.IMMINENT and not (ticket and ticket.open and ticket.level is level):
            self.open_ticket("emergency")

    def hear(self, alarm: Alarm) -> bool:
        """Merge what the ear heard. True when it interrupts: a higher level, or a new kind at HIGH or more."""
        before = self.hold()
        self.alarm = alarm
        self.change(level=max(before.level, alarm.level), kinds=before.kinds | alarm.kinds)
        ticket = self.now.ticket
        if alarm.level is Level.IMMINENT or (ticket and ticket.open):
            self.open_ticket(alarm.rule)
        fresh: frozenset[Kind] = alarm.kinds - before.kinds
        return alarm.level > before.level or (alarm.level >= Level.HIGH and bool(fresh))

    # ---- answers

    def put(self, name: str, value: str | None) -> None:
        """Give a variable a value, or take it away with what it set."""
        if value is not None:
            self.save(name, value)
            return
        self.change(variables=keeping.dropped(self.now.variables, name))
        variable = self.mind.book.variables.get(name)
        match variable.sets if variable else "":
            case "reader":
                self.change(reader=Reader.UNKNOWN)
            case "age_band":
                self.change(age_band="")
            case "office":
                self.change(office=PROVINCE)
            case "own_phone":
                self.change(own_phone=False)
            case "reach" | "reach_hours":
                pass  # who asked to be written to with care is, also when their answer is no longer known

    def put_back(self, values: Mapping[str, str | None]) -> None:
        """As they were, each with when it was told; what its span is over of stays away."""
        for name, value in values.items():
            self.put(name, value)
        self.forget_old()

    def forget_old(self) -> None:
        """What has been kept for as long as it may be falls away."""
        for name in keeping.over(self.mind.book.variables, self.now.variables, self.at):
            self.put(name, None)

    def fold(self) -> None:
        """What was gathered so far is kept as the answer it would have been."""
        held = self.now.gather
        if held is None:
            return
        self.change(gather=None)
        if held.save:
            self.save(held.save, "\n".join(held.texts))

    def save(self, name: str, value: str) -> None:
        """Keep an answer, and copy it to the conversation's own field where the variable says so."""
        if name == CHOSEN and value in self.mind.book.topics and value != self.now.variables.get(CHOSEN):
            self.open_topic(value)
        known = self.mind.book.variables
        variable = known.get(name)
        self.change(variables=keeping.saved(known, self.now.variables, name, value, self.at))
        match variable.sets if variable else "":
            case "reach":
                self.change(reach={"boleh": Reach.YES, "jam": Reach.HOURS}.get(value, Reach.ON_RETURN))
            case "reach_hours":
                self.change(reach_hours=HOURS_OF_DAY.get(value))
            case "own_phone":
                self.change(own_phone=value == "ya")
            case "reader" if value in set(Reader):
                self.change(reader=Reader(value))
            case "age_band":
                self.change(age_band=value)
            case "office":
                self.change(office=office_of(value))

    def count(self, name: str, answer: str) -> None:
        """What is counted is, once a visit: who answers again has answered otherwise."""
        variable, before = self.mind.book.variables.get(name), self.now.variables.get(name, "")
        if variable and variable.counted and answer != before:
            self.effects.append(Count(name, answer, before))

    def open_topic(self, name: str) -> None:
        """A topic, or a flow that is one, is counted when somebody comes to it, by the month only."""
        self.effects.append(Count(CHOSEN, name, monthly=True))

    def learn(self, sets: str, value: str) -> None:
        """What was told unasked, in the variable that sets this field of the talk."""
        name = next((one.name for one in self.mind.book.variables.values() if one.sets == sets), "")
        if name:
            self.save(name, value)

    def keep_words(self, words: str) -> None:
        self.effects.append(KeepWords(words))

    def release(self) -> None:
        """They came back and said go on: what was held may leave, and what follows in this visit too."""
        self.effects.append(Release())
        self.change(locked=False, variables={**self.now.variables, PRESENT: "ya"})
        self._who_again()

    def begin_anew(self) -> None:
        """Whoever holds the phone of a closed talk wants no more of it. Who wrote there is neither shown to them nor
        forgotten for them: nobody is named until they say who they are."""
        first = self.now.variables.get(BEFORE) or f"{self.now.reader} {self.now.age_band}"
        self._name(Reader.UNKNOWN, "")
        self.change(variables={**self.now.variables, BEFORE: first})

    def _who_again(self) -> None:
        """Who goes on after somebody had begun anew: who was named before, where nobody else was since; else nobody."""
        before = self.now.variables.get(BEFORE)
        if before is None:
            return
        reader, _, age = before.partition(" ")
        self.change(variables={name: value for name, value in self.now.variables.items() if name != BEFORE})
        if not self._named() and self.now.reader is Reader.UNKNOWN:
            self._name(Reader(reader), age)
        elif self.now.reader != reader:
            self._name(Reader.UNKNOWN, "")

    def _named(self) -> frozenset[str]:
        """The variables in which somebody said who they are."""
        sets = {one.name for one in self.mind.book.variables.values() if one.sets in ("reader", "age_band")}
        return frozenset(sets & self.now.variables.keys())

    def _name(self, reader: Reader, age: str) -> None:
        """Who writes, as nobody told it in an answer."""
        for name in self._named():
            self.put(name, None)
        self.change(reader=reader, age_band=age)

    def lock(self) -> None:
        """We no longer know who holds the phone: nothing they write is read together with what was written before."""
        self.fold()
        known = {name: value for name, value in self.now.variables.items() if name != PRESENT}
        self.change(locked=True, variables=known, past=(), recent=())
        self.leave()

    def leave(self) -> None:
        """What was told for this visit falls away."""
        self.drop("visit")

    def drop(self, occasion: str) -> None:
        """What was told for a visit, or for the ticket, falls away."""
        self.forget(keeping.kept_for(self.mind.book.variables, occasion))

    def forget(self, gone: frozenset[str]) -> None:
        """These variables fall away, also from every way back to them."""
        for name in sorted(gone & self.now.variables.keys()):
            self.put(name, None)
        past = tuple(
            replace(one, undo={name: value for name, value in one.undo.items() if name not in gone})
            for one in self.now.past
        )
        self.change(
            position=keeping.without(self.now.position, gone),
            resume=keeping.without(self.now.resume, gone),
            past=past,
        )


def _fit(said: list[Outbound]) -> tuple[Outbound, ...]:
    """At most three bubbles: the first ones are joined, so that nothing is lost and the question stays last."""
    extra = len(said) - MOST_BUBBLES
    if extra <= 0:
        return tuple(said)
    first = said[0]._replace(text="\n\n".join(one.text for one in said[: extra + 1]))
    return (first, *said[extra + 1 :])


def _nearer(queue: str, other: str) -> str:
    """The queue of a ticket that is asked into another: it moves only to an earlier one of QUEUES. A child's stays a
    child's, whatever is written on that phone later."""
    known = [one for one in QUEUES if one in (queue, other)]
    return known[0] if known else queue
