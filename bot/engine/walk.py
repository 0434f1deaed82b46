"""One turn being made: a throwaway that walks arrows, gathers bubbles and effects, and becomes a Turn.

It is the light object that the shared `transitions` machines move: they read and write its attribute `state`.
"""

from dataclasses import replace
from datetime import timedelta

from bot.engine import erasing, keeping, nearby, planning, say
from bot.engine.draft import Draft
from bot.engine.topic_words import Lead
from bot.flow.book import Ask, Branch, Call, End, Flow, Handoff, State, Then
from bot.flow.kinds import kinds_of
from bot.flow.names import (
    ADVICE,
    ADVISE,
    BACK,
    CHOSEN,
    COMMANDS,
    DANGER,
    DISPUTE,
    GRAVE,
    GRAVE_TOPIC,
    MENU,
    MOST_CALLS,
    PERSON,
    RESUME,
    RETURN,
    TIPS,
    TOPICAL,
    WELCOME,
)
from bot.flow.plan import successor
from bot.model.conversation import (
    Frame,
    Position,
    Reader,
    Voice,
    place_of,
)
from bot.model.message import Button, Level, Outbound
from bot.model.turn import Hop, Unlink, Wait, Withdraw

MOST_HOPS = 30
"""Arrows in one turn; the checker proves that no circle is without a wait, this is the net."""
OFFER_OPEN = timedelta(minutes=10)
"""At HIGH an offer of a person that stays unanswered this long opens the ticket (architecture.md, Tickets)."""

PAUSE = timedelta(seconds=6)
"""After each message of a gather, and after what came between (flow-language.md, the example)."""


class Lost(Exception):
    """A turn walked too many arrows or to a place that is not in the book."""


class Walk(Draft):
    """Arrows of the book, walked."""

    def enter(self, target: str, because: str, arrow: str = "") -> None:
        """Walk to `target` and on until a state waits or ends. `arrow` is what leads there (turn.Hop)."""
        silent = because == "silence"
        for _ in range(MOST_HOPS):
            flow, state = self._step(target, because, arrow)
            if state is None:
                return
            if known := self._known(state):
                (target, arrow), because = known, "known"
                continue
            if state.forget or state.planning or state.planned:
                self._arrange(flow, state)
            self.say(*say.bubbles(self.mind, self.now, state, self.at))
            if state.tip:
                self.save(CHOSEN, f"{TIPS}{state.tip}")
            exit_ = state.exit
            if isinstance(exit_, Ask):  # most are
                self.open_wait(flow, state, exit_)
                return
            match exit_:
                case Then(branches):
                    (target, arrow), because = self._branch(branches), "then"
                case Call() as call:
                    self._call(call)
                    target, arrow, because = call.flow, "call", "call"
                case End("rest") if not silent:
                    back = self._return()
                    if back is None:
                        self._rest()
                        return
                    (target, arrow), because = back, "return"
                case Handoff() as handoff:
                    self.hand_off(handoff)
                    return
                case End(how):
                    self.end(how)
                    return
        raise Lost("too many arrows in one turn")

    def _arrange(self, flow: Flow, state: State) -> None:
        """What a state forgets, what is asked for in it, and what comes with it."""
        self.forget(frozenset(state.forget))
        if state.planned:
            planning.came(self, state.planned)
        if state.planning:
            planning.plan(self, flow.name, state.planning)

    def pass_by(self, target: str, because: str, arrow: str) -> None:
        """Walk one arrow without a word: what is said there is said otherwise in this turn."""
        self._step(target, because, arrow)

    def place_of(self, lead: Lead) -> Position:
        """Where a lead begins; which topic it is, is kept from now on."""
        if lead.topic:
            self.save(CHOSEN, lead.topic)
        return place_of(lead.flow, self.mind.book.flows[lead.flow].start)

    def _step(self, target: str, because: str, arrow: str) -> tuple[Flow, State | None]:
        """Make the hop; for a reserved target the asked place is restored and None says: nothing more to do. Within a
        flow, and into a called one, the calls are kept; a jump elsewhere forgets them."""
        if target in (RESUME, DISPUTE):
            return self._resume(arrow, disputed=target == DISPUTE)
        if target == BACK:
            return self._back(arrow)
        flow, name = self.place(target)
        here = self.now.position
        inside = here is not None and here.flow == flow.name
        source = f"{here.flow}/{here.state}" if here else ""
        if here and inside and (event := flow.machine.events.get(f"{here.state}>{name}")):
            self.state = here.state
            event.trigger(self)
        self.state = name
        self.hops.append(Hop(source, f"{flow.name}/{name}", because, arrow))
        if self.now.gather and not flow.name.startswith(COMMANDS):
            self.fold()
        state = flow.states[name]
        calls = here.calls if here and (inside or because == "call") else ()
        place = Position(flow.name, name, calls) if calls else place_of(flow.name, name)
        self.change(position=place, fingerprint=state.fingerprint, tries=0)
        if flow.reader is Reader.CHILD and self.now.reader is Reader.UNKNOWN:
            self.change(reader=Reader.CHILD)  # the careful guess; nobody is taken for a parent by their topic
        if state.language:
            self.change(language=state.language)
        if flow.name.startswith(TOPICAL) and not inside and because != "call":
            self.open_topic(flow.name)
        if flow.name == WELCOME and self.now.locked and not inside:
            self.begin_anew()
        if flow.name == PERSON and not inside:
            self.open_ticket("asked")
        if flow.name == ADVISE and not inside:
            self.put(CHOSEN, self.now.variables.get(ADVICE))
        if flow.name in GRAVE and not inside:
            self._believe(flow, here)
        return flow, state

    def _believe(self, flow: Flow, before: Position | None) -> None:
        """Somebody came to a flow of danger: how grave it is says the flow; of a child's topic, that it may be a
        child's. Of what sort, the topic or the flow that led here."""
        topic, led = say.topic_of(self.mind, self.now), self.mind.book.flows.get(before.flow) if before else None
        if flow.name == GRAVE_TOPIC and topic:
            level = Level.HIGH if topic.reader is Reader.CHILD else GRAVE[flow.name]
            return self.believe(level, kinds_of(topic.category))
        return self.believe(GRAVE[flow.name], kinds_of(led.category) if led else frozenset())

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
        for number, branch in enumerate(branches, start=1):
            if not branch.when or self._fits(branch):
                return branch.go, f"then {number}"
        raise Lost("no branch fits")

    def _fits(self, branch: Branch) -> bool:
        return all(say.known(self.mind, self.now, name, self.at) in values for name, values in branch.when.items())

    def _known(self, state: State) -> tuple[str, str] | None:
        """Where an answer that is known already leads, when its question need not be asked. In a closed talk it is
        asked: who reads it now need not be who answered."""
        ask = state.exit
        if not isinstance(ask, Ask) or not ask.skip_known or ask.save not in self.now.variables or self.now.locked:
            return None
        value = self.now.variables[ask.save]
        fits = next(((one.go, f"choice {one.key}") for one in ask.choices if one.key == value), None)
        return fits or ((ask.go, "go") if ask.go else None)

    def _call(self, call: Call) -> None:
        """Give the arguments, and keep the way back with what they were before."""
        here = self.now.position
        if here is None or len(here.calls) >= MOST_CALLS:
            raise Lost("too many calls in one another")
        names = keeping.with_moments(self.mind.book.variables, call.given)
        kept = {name: self.now.variables.get(name) for name in names}
        given = {
            name: say.known(self.mind, self.now, value[1:-1], self.at) if value.startswith("{") else value
            for name, value in call.given.items()
        }
        self.change(position=replace(here, calls=(*here.calls, Frame(here.flow, here.state, kept))))
        for name, value in given.items():
            self.put(name, value or None)

    def _rest(self) -> None:
        """The talk rests, and never without a word: a called flow may end in none, and its caller may be gone."""
        self.end("rest")
        if not self.said:
            self.reply("going_on")

    def _return(self) -> tuple[str, str] | None:
        """Where a called flow goes back to, or the flow that called that one when it is not in the book any more; None
        when nobody called, or none of them is there."""
        here = self.now.position
        if here is None:
            return None
        for depth in range(len(here.calls) - 1, -1, -1):
            frame = here.calls[depth]
            self.put_back(frame.kept)
            place = successor(self.mind.book, Position(frame.flow, frame.state, here.calls[:depth]))
            call = self.exit_at(place) if place else None
            if isinstance(call, Call):
                self.change(position=place)
                return self._branch(call.branches)
        return None

    def _back(self, arrow: str) -> tuple[Flow, State | None]:
        """To the question before this one, as if it had not been answered."""
        past = self.now.past
        place = None
        while past:
            place = successor(self.mind.book, past[-1].position)
            if place and isinstance(self.exit_at(place), Ask):
                break
            past = past[:-1]  # no longer in the book
        if not past:
            self.change(past=())
            self.reply("first_question")
            return self._resume(arrow, disputed=False)
        last, rest = past[-1], past[:-1]
        self.put_back(last.undo)
        self.change(past=rest, resume=place, gather=None)
        return self._resume(arrow, disputed=False, back=True)

    def _resume(self, arrow: str, *, disputed: bool, back: bool = False) -> tuple[Flow, State | None]:
        place = self.now.resume
        if disputed and self.now.ticket and self.now.ticket.open:
            self.change(ticket=replace(self.now.ticket, disputed=True))
        if self.now.locked and not back and not erasing.wished(self.now.ticket):
            return self._step(RETURN, "locked", arrow)
        if place is None and self.now.position and self.now.position.flow.startswith(DANGER):
            place = self._own_question()
        if place is None and not self.now.locked and (name := planning.waiting(self)):
            return self._told_of(name, arrow)
        if place is None or place.flow not in self.mind.book.flows:
            return self._step(WELCOME if self.now.locked else MENU, "resume", arrow)
        flow = self.mind.book.flows[place.flow]
        if place.state not in flow.states:
            return self._step(flow.name, "resume", arrow)
        source = self.now.position
        self.hops.append(
            Hop(f"{source.flow}/{source.state}" if source else "", f"{place.flow}/{place.state}", "resume", arrow)
        )
        self.change(position=place, resume=None, fingerprint=flow.states[place.state].fingerprint, tries=0)
        self.state = place.state
        if disputed:
            self.reply("disputed")
        asked = any(one.position == place for one in self.now.past)
        unseen = source is not None and source.flow.startswith(DANGER) and not asked
        self.ask_again(whole=unseen)
        return flow, None

    def _told_of(self, name: str, arrow: str) -> tuple[Flow, None]:
        """There is no place to go back to, but a message that waited for their word."""
        here, late = self.now.position, self.now.pledges[name].late
        self.hops.append(Hop(f"{here.flow}/{here.state}" if here else "", late, "resume", arrow))
        planning.tell_of(self, name)
        return self.mind.book.flows[MENU], None

    def _own_question(self) -> Position | None:
        """The last of their own questions that an alarm interrupted, when a command came between."""
        own = (one.position for one in reversed(self.now.past) if not one.position.flow.startswith((DANGER, PERSON)))
        return next((place for one in own if (place := successor(self.mind.book, one))), None)

    def open_ask(self) -> tuple[Flow, State, Ask] | None:
        """The question that is open, if one is; looked for once at each place."""
        here = self.now.position
        if here is not self.open_at:
            flow = self.mind.book.flows.get(here.flow) if here else None
            state = flow.states.get(here.state) if flow and here else None
            self.open_at, self.open = here, None
            if flow and state and isinstance(state.exit, Ask):
                self.open = (flow, state, nearby.asked(self.mind.book, self.now, state.exit))
        return self.open

    def exit_at(self, here: Position) -> object:
        """The exit of the state at a place; None when it is not in the book."""
        flow = self.mind.book.flows.get(here.flow)
        state = flow.states.get(here.state) if flow else None
        return state.exit if state else None

    def ended(self, here: Position) -> bool:
        return isinstance(self.exit_at(here), End)

    def ask_again(self, *, whole: bool = False) -> None:
        """The open question once more: the last bubble of its state, or all of them, with its buttons."""
        here = self.now.position
        if here is None:
            return
        flow = self.mind.book.flows.get(here.flow)
        state = flow.states.get(here.state) if flow else None
        if flow is None or state is None:
            self.enter(flow.name if flow else MENU, "changed")
            return
        match state.exit:
            case Ask() as ask:
                self.say(*say.bubbles(self.mind, self.now, state, self.at)[0 if whole else -1 :])
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
        wait, ask = self.now.wait + 1, nearby.asked(self.mind.book, self.now, ask)
        self.change(wait=wait, voice=Voice.BOT, fingerprint=state.fingerprint)
        if ask.choices and self.said:
            known = ask.buttons.get(self.now.language) or ask.buttons["id"]
            last = self.said[-1]
            buttons = tuple([Button(f"{wait}{tail}", label) for tail, label in known])
            self.said[-1] = Outbound(last.text, buttons, last.author)
        if self.now.gather:
            self.effects.append(Wait(wait, PAUSE, starts="now"))
        elif state.timeout:
            self.effects.append(Wait(wait, state.timeout.after))
        offered = flow.name.startswith(DANGER)
        if offered and self.now.level >= Level.HIGH and not (self.now.ticket and self.now.ticket.open):
            self.effects.append(Wait(wait, OFFER_OPEN, kind="offer"))

    def end(self, how: str) -> None:
        """The talk rests, ends, or is left at once. A conversation that holds or held a ticket does not end here, for a
        counselor's words may be held in it: it is locked, and marked with how it was left until the contact's next
        word. Who leaves an offer at HIGH unanswered is waited for like one who falls silent there."""
        self.change(wait=self.now.wait + 1)
        if how != "rest":
            planning.end_all(self)
            if self.offered():
                self.open_ticket("offer_unanswered")
        ticket = self.now.ticket if self.now.ticket and self.now.ticket.open else None
        if how == "keluar":
            self.effects += [Withdraw(), Unlink()]
        if ticket and not ticket.owned:
            self.change(voice=Voice.WAITING)
        if how == "rest":
            self.change(resume=None, fingerprint="")
        elif how == erasing.WISH:
            erasing.wish(self)
        elif self.now.ticket:
            self.lock()
            self.change(ended_because=how)
        else:
            self.effects.append(Unlink())
            self.change(ended_at=self.at, ended_because=how, resume=None)
            self.leave()

    def offered(self) -> bool:
        """Is an offer of a person at HIGH open, and no ticket?"""
        place = self.now.position
        if place and place.flow.startswith(COMMANDS):
            place = self.now.resume
        asked = place is not None and place.flow.startswith(DANGER) and isinstance(self.exit_at(place), Ask)
        return asked and self.now.level >= Level.HIGH and not (self.now.ticket and self.now.ticket.open)

    # ---- people

    def hand_off(self, handoff: Handoff) -> None:
        """A person is due."""
        note = {name: self.now.variables[name] for name in handoff.note if name in self.now.variables}
        rule = "fault" if handoff.queue == "gangguan" else "asked"
        self.open_ticket(rule, handoff.queue, note)
        self.change(voice=Voice.WAITING, wait=self.now.wait + 1, honest_at=self.at)
