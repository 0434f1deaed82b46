"""The turns of one batch, chained in memory: each is computed on the state the one before left.

Laws
1. A turn that raises parks its arrival, opens a ticket and answers honestly.
2. A conversation that is over gets no word more: the next word opens a new one, with a key of its own.
3. A message from a flood is kept and screened; its turn changes nothing else.
4. Who left after writing what was found late is not answered (rules.late).
5. Nothing is remembered of a batch that was not written.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model.conversation import Conversation
from bot.model.message import FROM_CONTACT, Address, Arrival, ArrivalId, ContactId, ConversationId, Inbound, Said
from bot.model.turn import KeepWords, Turn
from bot.ports import Batch, Done, Found
from bot.rules import flood, late
from bot.rules.retention import is_over
from bot.runner.rows import rows_of

log = logging.getLogger(__name__)

MOST_FLOWS = 10_000
"""Contacts whose recent moments are remembered against floods, before those who went quiet are forgotten."""

Advance = Callable[[Conversation, Inbound], Turn]


class Floods:
    """The recent moments of those who write now."""

    def __init__(self, most: int = MOST_FLOWS) -> None:
        self._flows: dict[ContactId, flood.Flow] = {}
        self._most = self._room = most

    def of(self, contact: ContactId) -> flood.Flow:
        return self._flows.get(contact, flood.Flow())

    def keep(self, flows: Mapping[ContactId, flood.Flow], now: datetime) -> None:
        """Only who went quiet is forgotten, however many there are."""
        self._flows.update(flows)
        if len(self._flows) > self._room:
            self._flows = {who: one for who, one in self._flows.items() if not one.stale(now)}
            self._room = max(self._most, 2 * len(self._flows))

    def __len__(self) -> int:
        return len(self._flows)


@dataclass(slots=True)
class Chain:
    """What one batch has led to so far."""

    talks: dict[ConversationId, Conversation] = field(default_factory=dict)
    latest: dict[ContactId, ConversationId] = field(default_factory=dict)
    new: dict[Address, ContactId] = field(default_factory=dict)
    flows: dict[ContactId, flood.Flow] = field(default_factory=dict)
    done: dict[ArrivalId, Done] = field(default_factory=dict)

    def before(self, arrival: Arrival, found: Found, contact: ContactId) -> Conversation | None:
        """The conversation an arrival meets: the one it names, else the contact's latest."""
        known = found.conversation.id if found.conversation else None
        name = known if arrival.conversation is not None else self.latest.get(contact, known)
        return self.talks.get(name, found.conversation) if name else None

    def add(self, arrival: Arrival, one: Done) -> None:
        self.done[arrival.id] = one
        now = one.turn.conversation
        if one.turn.refused:
            return
        self.talks[now.id] = now.grown(version=now.version + 1)
        if arrival.conversation is None:
            self.latest[now.contact] = now.id


class Turns:
    """`advance` answers, `fault` stands in when it raises, `resting` tells an end state."""

    def __init__(
        self,
        *,
        advance: Advance,
        fault: Advance,
        resting: Callable[[Conversation], bool],
        new_id: Callable[[], str],
    ) -> None:
        self._advance, self._fault, self._resting, self._new_id = advance, fault, resting, new_id
        self.floods = Floods()

    async def compute(self, batch: Batch, arrivals: Sequence[Arrival]) -> Chain:
        """In their order; versions of one conversation without a gap."""
        found = await batch.find(arrivals)
        chain = Chain(flows={one.contact: one.flow for one in found.values() if one.contact and one.flow})
        for arrival in arrivals:
            who = self._who(found[arrival.id], chain.new)
            before = chain.before(arrival, found[arrival.id], who)
            if before is None and arrival.conversation is not None:
                log.warning(
                    "Dropped an arrival for a talk that is gone", extra={"kind": type(arrival.inbound).__name__}
                )
                continue
            link = tuple(one for one in found[arrival.id].unknown if one not in chain.new)
            chain.new.update(dict.fromkeys(link, who))
            left = late.left_since(arrival.inbound, before)
            due = replace(arrival, inbound=late.in_order(arrival.inbound, before))
            talk = self._talk(due, before, who)
            if left:
                talk = replace(talk, locked=True, ended_because=left)
            chain.add(due, await self._done(batch, chain, due, talk, link, answered=not left))
        return chain

    def keep(self, chain: Chain) -> None:
        """The batch was written: remember who wrote."""
        if chain.flows:
            self.floods.keep(chain.flows, max(flow.came[-1] for flow in chain.flows.values()))

    def _who(self, found: Found, new: Mapping[Address, ContactId]) -> ContactId:
        if found.contact is not None:
            return found.contact
        made = next((new[one] for one in found.unknown if one in new), None)
        return made or ContactId(self._new_id())

    def _talk(self, arrival: Arrival, before: Conversation | None, who: ContactId) -> Conversation:
        """The conversation this arrival belongs to."""
        at = arrival.inbound.at
        if before is not None:
            over = is_over(before, at, resting=self._resting(before))
            if not over or not isinstance(arrival.inbound, FROM_CONTACT):
                return before
        language = before.language if before else "id"
        name = ConversationId(self._new_id())
        return Conversation(name, who, arrival.channel, opened_at=at, language=language)

    async def _done(
        self,
        batch: Batch,
        chain: Chain,
        arrival: Arrival,
        before: Conversation,
        link: tuple[Address, ...],
        *,
        answered: bool,
    ) -> Done:
        turn, because = self._turn(before, arrival.inbound)
        if await _words_taken(batch, turn) and isinstance(arrival.inbound, Said):
            turn, because = self._turn(before, replace(arrival.inbound, taken=True))
        turn = self._within_flood(chain, before, arrival.inbound, turn)
        if not answered:
            turn = flood.unanswered(before, turn)
        rows = rows_of(turn, arrival.inbound)
        return Done(arrival, turn, rows, link, "parked" if because else "done", because)

    def _turn(self, before: Conversation, inbound: Inbound) -> tuple[Turn, str]:
        """The turn, and what was raised if something was."""
        try:
            return self._advance(before, inbound), ""
        except Exception as error:
            because = type(error).__name__
            log.exception("Parked an arrival", extra={"error": because, "conversation": before.id})
            return self._fault(before, inbound), because

    def _within_flood(self, chain: Chain, before: Conversation, inbound: Inbound, turn: Turn) -> Turn:
        if not isinstance(inbound, FROM_CONTACT):
            return turn
        who = before.contact
        flow = chain.flows.get(who, self.floods.of(who)).heard(inbound.at)
        if flow.slows(inbound.at) and flood.may_go_unanswered(inbound, turn):
            turn = flood.unanswered(before, turn)
        chain.flows[who] = flow.said(inbound.at) if turn.says else flow
        return turn


async def _words_taken(batch: Batch, turn: Turn) -> bool:
    """Do the two words that this turn would keep open somebody else's talk?"""
    words = [one.words for one in turn.effects if isinstance(one, KeepWords)]
    return bool(words) and await batch.words_taken(words[-1], turn.conversation.contact)
