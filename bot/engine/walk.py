"""One turn being made: a throwaway that walks arrows, gathers bubbles and effects, and becomes a Turn.

It is the light object that the shared `transitions` machines move: they read and write its attribute `state`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.engine import say
from bot.engine.mind import Mind
from bot.flow.book import (
    DISPUTE,
    MENU,
    PERSON,
    RESUME,
    RETURN,
    Ask,
    Branch,
    End,
    Flow,
    Handoff,
    State,
    Then,
)
from bot.model.conversation import (
    PRESENT,
    Conversation,
    Position,
    Reach,
    Reader,
    Reason,
    Ticket,
    TicketState,
    Voice,
)
from bot.model.message import Alarm, Author, Button, Kind, Level, Office, Outbound, TicketId
from bot.model.turn import Effect, Hop, KeepWords, Release, Turn, Unlink, Wait, Withdraw

MOST_HOPS = 30
"""Arrows in one turn; the checker proves that no circle is without a wait, this is the net."""
MOST_BUBBLES = 3
"""Bubbles in one turn (contract.md); more are joined, never dropped."""
OFFER_OPEN = timedelta(minutes=10)
"""At HIGH an offer of a person that stays unanswered this long opens the ticket (architecture.md, Tickets)."""

OFFERS = "aman/"
"""Flows in which an offer of a person stands."""

HOURS_OF_DAY = {"pagi": (8, 12), "siang": (12, 17), "malam": (18, 21)}
"""Local hours of the answers to "at which hours may an answer appear?"."""


class Lost(Exception):
    """A turn walked too many arrows or to a place that is not in the book."""


class Walk:
    """Mutable only while one turn is computed; never kept."""

    def __init__(self, mind: Mind, conversation: Conversation, at: datetime) -> None:
        self.mind = mind
        self.now = conversation
        self.at = at
        self.state = conversation.position.state if conversation.position else ""
        self.said: list[Outbound] = []
        self.effects: list[Effect] = []
        self.hops: list[Hop] = []
        self.alarm: Alarm | None = None
        self.number = conversation.turn + 1

    def change(self, **changes: object) -> None:
        self.now = self.now.grown(**changes)

    def turn(self) -> Turn:
        """The finished turn. `turn` counts it."""
        return Turn(
            conversation=self.now.grown(turn=self.number),
            says=_fit(self.said),
            effects=tuple(self.effects),
            hops=tuple(self.hops),
            alarm=self.alarm,
        )

    def say(self, *texts: str, author: Author = Author.BOT) -> None:
        self.said.extend(Outbound(text, author=author) for text in texts if text)

    def reply(self, key: str, **blanks: str) -> None:
        self.say(say.reply(self.mind, self.now, key, self.at, **blanks))

    # ---- walking

    def enter(self, target: str, because: str, arrow: str = "") -> None:
        """Walk to `target` and on until a state waits or ends. `arrow` is what leads there (turn.Hop)."""
        for _ in range(MOST_HOPS):
            flow, state = self._step(target, because, arrow)
            if state is None:
                return
            self.say(*say.bubbles(self.mind, self.now, state, self.at))
            match state.exit:
                case Then(branches):
                    (target, arrow), because = self._branch(branches), "then"
                case Ask() as ask:
                    self.open_wait(flow, state, ask)
                    return
                case Handoff() as handoff:
                    self.hand_off(handoff)
                    return
                case End(how):
                    self.end(how)
                    return
        raise Lost("too many arrows in one turn")

    def _step(self, target: str, because: str, arrow: str) -> tuple[Flow, State | None]:
        """Make the hop; for RESUME and DISPUTE the asked place is restored and None says: nothing more to do."""
        if target in (RESUME, DISPUTE):
            return self._resume(arrow, disputed=target == DISPUTE)
        flow, name = self.place(target)
        here = self.now.position
        source = f"{here.flow}/{here.state}" if here else ""
        if here and here.flow == flow.name and (event := flow.machine.events.get(f"{here.state}>{name}")):
            self.state = here.state
            event.trigger(self)
        self.state = name
        self.hops.append(Hop(source, f"{flow.name}/{name}", because, arrow))
        changes: dict[str, object] = {
            "position": Position(flow.name, name),
            "fingerprint": flow.states[name].fingerprint,
            "tries": 0,
        }
        if self.now.reader is Reader.UNKNOWN and flow.reader is Reader.CHILD:
            changes["reader"] = Reader.CHILD  # the careful guess; nobody is taken for a parent by their topic
        self.change(**changes)
        if flow.name == PERSON and not source.startswith(f"{PERSON}/"):
            self.open_ticket("asked")
        return flow, flow.states[name]

    def place(self, target: str) -> tuple[Flow, str]:
        """The flow and state a target names, seen from the present position."""
        flows, here = self.mind.book.flows, self.now.position
        if here and here.flow in flows and target in flows[here.flow].states:
            return flows[here.flow], target
        if target in flows:
            return flows[target], flows[target].start
        name, _, state = target.rpartition("/")
        if name in flows and state in flows[name].states:
            return flows[name], state
        raise Lost("a target is not in the book")

    def _branch(self, branches: tuple[Branch, ...]) -> tuple[str, str]:
        """The target of the first branch that fits, and its arrow."""
        known = {**self.now.variables, **say.builtin(self.mind, self.now, self.at)}
        for number, branch in enumerate(branches, start=1):
            if all(known.get(name, "") in values for name, values in branch.when.items()):
                return branch.go, f"then {number}"
        raise Lost("no branch fits")

    def _resume(self, arrow: str, *, disputed: bool) -> tuple[Flow, State | None]:
        place = self.now.resume
        if disputed and self.now.ticket and self.now.ticket.open:
            self.change(ticket=replace(self.now.ticket, disputed=True))
        if self.now.locked:
            return self._step(RETURN, "locked", arrow)
        if place is None or place.flow not in self.mind.book.flows:
            return self._step(MENU, "resume", arrow)
        flow = self.mind.book.flows[place.flow]
        if place.state not in flow.states:
            return self._step(flow.name, "resume", arrow)
        source = self.now.position
        self.hops.append(
            Hop(f"{source.flow}/{source.state}" if source else "", f"{place.flow}/{place.state}", "resume", arrow)
        )
        self.change(position=place, resume=None, fingerprint=flow.states[place.state].fingerprint, tries=0)
        self.state = place.state
        self.ask_again()
        return flow, None

    def open_ask(self) -> tuple[Flow, State, Ask] | None:
        """The question that is open, if one is."""
        here = self.now.position
        flow = self.mind.book.flows.get(here.flow) if here else None
        state = flow.states.get(here.state) if flow and here else None
        if flow and state and isinstance(state.exit, Ask):
            return flow, state, state.exit
        return None

    def exit_at(self, here: Position) -> object:
        """The exit of the state at a place; None when it is not in the book."""
        flow = self.mind.book.flows.get(here.flow)
        state = flow.states.get(here.state) if flow else None
        return state.exit if state else None

    def ended(self, here: Position) -> bool:
        return isinstance(self.exit_at(here), End)

    def ask_again(self) -> None:
        """The open question once more: the last bubble of its state, with its buttons."""
        here = self.now.position
        flow = self.mind.book.flows[here.flow] if here else None
        if flow is None or here is None:
            return
        state = flow.states[here.state]
        match state.exit:
            case Ask() as ask:
                self.say(*say.bubbles(self.mind, self.now, state, self.at)[-1:])
                self.open_wait(flow, state, ask)
            case Handoff() if self.now.ticket and self.now.ticket.open:
                self.change(voice=Voice.WAITING)
                self.reply("queue.kept")
            case Handoff():
                self.enter(MENU, "resume")
            case End():
                self.enter(MENU, "resume")
            case _:
                self.enter(here.state, "resume")

    def open_wait(self, flow: Flow, state: State, ask: Ask) -> None:
        """A question is open: a new number, buttons on the last bubble, the state's timer and the offer's. What was
        asked is remembered, so that an answer to it is never taken for one to what the file asks after an edit."""
        wait = self.now.wait + 1
        self.change(wait=wait, voice=Voice.BOT, fingerprint=state.fingerprint)
        if ask.choices and self.said:
            mark = state.fingerprint[:4]
            buttons = tuple(Button(f"{wait}.{one.key}.{mark}", one.label(self.now.language)) for one in ask.choices)
            self.said[-1] = replace(self.said[-1], buttons=buttons)
        if state.timeout:
            self.effects.append(Wait(wait, state.timeout.after))
        offered = flow.name.startswith(OFFERS)
        if offered and self.now.level >= Level.HIGH and not (self.now.ticket and self.now.ticket.open):
            self.effects.append(Wait(wait, OFFER_OPEN, kind="offer"))

    def end(self, how: str) -> None:
        """The talk rests, ends, or is left at once. A conversation that holds or held a ticket does not end here, for a
        counselor's words may be held in it: it is locked, and marked with how it was left until the contact's next
        word. Who leaves an offer at HIGH unanswered is waited for like one who falls silent there."""
        self.change(wait=self.now.wait + 1)
        if how != "rest" and self.offered():
            self.open_ticket("offer_unanswered")
        ticket = self.now.ticket if self.now.ticket and self.now.ticket.open else None
        if how == "keluar":
            self.effects += [Withdraw(), Unlink()]
        if ticket and ticket.state is not TicketState.CLAIMED:
            self.change(voice=Voice.WAITING)
        if how == "rest":
            self.change(resume=None, fingerprint="")
        elif self.now.ticket:
            self.lock()
            self.change(ended_because=how)
        else:
            self.effects.append(Unlink())
            self.change(ended_at=self.at, ended_because=how, resume=None)

    def offered(self) -> bool:
        """Is an offer of a person at HIGH open, and no ticket?"""
        place = self.now.position
        if place and place.flow.startswith("perintah/"):
            place = self.now.resume
        asked = place is not None and place.flow.startswith(OFFERS) and isinstance(self.exit_at(place), Ask)
        return asked and self.now.level >= Level.HIGH and not (self.now.ticket and self.now.ticket.open)

    # ---- people

    def hand_off(self, handoff: Handoff) -> None:
        """A person is due."""
        note = {name: self.now.variables[name] for name in handoff.note if name in self.now.variables}
        rule = "fault" if handoff.queue == "gangguan" else "asked"
        self.open_ticket(rule, handoff.queue, note)
        self.change(voice=Voice.WAITING, wait=self.now.wait + 1, honest_at=self.at)

    def open_ticket(self, rule: str, queue: str = "", note: dict[str, str] | None = None) -> None:
        """Open the one ticket, or add a reason to it. Its level is the conversation's."""
        reason = Reason(rule, self.now.level, self.number)
        ticket = self.now.ticket
        if ticket is None or not ticket.open:
            self.change(locked=False)  # a person is wanted in this visit; what was held before stays held
            ticket = Ticket(
                id=TicketId(f"{self.now.id}.{self.number}"),
                office=self.now.office,
                queue=queue or ("anak" if self.now.reader is Reader.CHILD else "keluarga"),
                level=self.now.level,
                kinds=self.now.kinds,
                opened_at=self.at,
            )
        reasons = ticket.reasons if reason in ticket.reasons else (*ticket.reasons, reason)
        self.change(
            ticket=replace(
                ticket,
                queue=queue or ticket.queue,
                level=max(ticket.level, self.now.level),
                kinds=ticket.kinds | self.now.kinds,
                reasons=reasons,
                note={**ticket.note, **(note or {})},
            )
        )

    def hear(self, alarm: Alarm) -> bool:
        """Merge what the ear heard. True when it interrupts: a higher level, or a new kind at HIGH or more."""
        before = self.now
        self.alarm = alarm
        self.change(level=max(before.level, alarm.level), kinds=before.kinds | alarm.kinds)
        ticket = self.now.ticket
        if alarm.level is Level.IMMINENT or (ticket and ticket.open):
            self.open_ticket(alarm.rule)
        fresh: frozenset[Kind] = alarm.kinds - before.kinds
        return alarm.level > before.level or (alarm.level >= Level.HIGH and bool(fresh))

    # ---- answers

    def save(self, name: str, value: str) -> None:
        """Keep an answer, and copy it to the conversation's own field where the variable says so."""
        variable = self.mind.book.variables.get(name)
        self.change(variables={**self.now.variables, name: value})
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
                self.change(office=Office("provinsi" if value == "mahulu" else value))

    def keep_words(self, words: str) -> None:
        self.effects.append(KeepWords(words))

    def release(self) -> None:
        """They came back and said go on: what was held may leave, and what follows in this visit too."""
        self.effects.append(Release())
        self.change(locked=False, variables={**self.now.variables, PRESENT: "ya"})

    def lock(self) -> None:
        """We no longer know who holds the phone."""
        known = {name: value for name, value in self.now.variables.items() if name != PRESENT}
        self.change(locked=True, variables=known)


def _fit(said: list[Outbound]) -> tuple[Outbound, ...]:
    """At most three bubbles: the first ones are joined, so that nothing is lost and the question stays last."""
    extra = len(said) - MOST_BUBBLES
    if extra <= 0:
        return tuple(said)
    first = replace(said[0], text="\n\n".join(one.text for one in said[: extra + 1]))
    return (first, *said[extra + 1 :])
