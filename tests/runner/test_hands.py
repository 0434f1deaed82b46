"""A ticket's life on the real store, intake, sender and timers: what the search of the engine cannot see. The same
arrival twice, a restart in the middle, several at the same moment, and everything read back from the tables."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from bot.engine.floor import LEASE, OFFER
from bot.model.message import (
    Accepted,
    Arrival,
    ArrivalId,
    Blocked,
    Channel,
    Claimed,
    ConversationId,
    CounselorId,
    Declined,
    Inbound,
    Left,
    Noted,
    Offered,
    Office,
    Promised,
    Released,
    Replied,
    Returned,
)
from bot.store.rows import ms
from tests.runner.house import House, Phone, house

RANI, SARI = CounselorId("rani"), CounselorId("sari")
HOME, AWAY = Office("provinsi"), Office("berau")
SECRET = "catatan antar konselor"
PERSON = 7
STEPS = 14
SECOND_S = 1.0

Deed = Callable[[datetime, int], Inbound]
DEEDS: Mapping[str, Deed] = {
    "claim by A": lambda at, _: Claimed(at, RANI, "Kak Rani", HOME),
    "claim by B": lambda at, _: Claimed(at, SARI, "Kak Sari", AWAY),
    "reply by A": lambda at, number: Replied(at, RANI, f"Aku di sini {number}."),
    "reply by B": lambda at, number: Replied(at, SARI, f"Aku di sini {number}."),
    "note by A": lambda at, _: Noted(at, RANI, SECRET),
    "promise by A": lambda at, _: Promised(at, RANI, at + OFFER / 2),
    "hand over": lambda at, _: Offered(at, RANI, AWAY, (("siapa", SECRET),), SARI, "Kak Sari"),
    "hand over to an office": lambda at, _: Offered(at, RANI, AWAY, (("siapa", SECRET),)),
    "accept": lambda at, _: Accepted(at, SARI, "Kak Sari", AWAY),
    "refuse": lambda at, _: Declined(at, SARI, AWAY),
    "release": lambda at, _: Released(at, RANI),
    "shift end": lambda at, _: Released(at, SARI, "shift"),
    "close": lambda at, _: Returned(at, RANI, "selesai"),
    "quick exit": lambda at, _: Left(at),
    "block": lambda at, _: Blocked(at),
}
OFTEN = (
    "claim by A",
    "claim by B",
    "hand over",
    "accept",
    "reply by A",
    "promise by A",
    "message",
    "duplicate",
    "restart",
)
AROUND = ("message", "duplicate", "restart", "offer end", "lease end", "all at once")


@dataclass
class Life:
    """One child who waits, two counselors, and what was done so far."""

    house: House
    talk: ConversationId
    dice: random.Random
    path: list[str] = field(default_factory=list)
    last: Arrival | None = None
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def arrival(self, name: str) -> Arrival:
        at, number = self.house.clock.now(), next(self.numbers)
        if name == "message":
            return self.house.words(PERSON, f"aku masih di sini {number}")
        return Arrival(ArrivalId(f"desk:{number}"), Channel.TELEGRAM, DEEDS[name](at, number), conversation=self.talk)

    async def step(self) -> None:
        name = self.dice.choice((*OFTEN, *OFTEN, *DEEDS, *AROUND))
        self.path.append(name)
        match name:
            case "restart":
                await self.house.close()
                await self.house.open()
            case "offer end":
                await self.house.settle(seconds=OFFER.total_seconds() + SECOND_S)
            case "lease end":
                await self.house.settle(seconds=LEASE.total_seconds() + SECOND_S)
            case "all at once":
                some = [self.arrival(one) for one in self.dice.sample(sorted(DEEDS), 4)]
                self.path.append("+".join(type(one.inbound).__name__ for one in some))
                await asyncio.gather(*(self.house.intake.take(one) for one in some))
            case "duplicate":
                if self.last:  # what was refused is not stored: it may be taken by now
                    assert (await self.house.intake.take(self.last)).state == "duplicate", self.path
            case _:
                arrival = self.arrival(name)
                taken = await self.house.intake.take(arrival)
                self.last = arrival if taken.state == "done" else None
        await self.house.settle(seconds=SECOND_S)
        await self.check()

    async def check(self) -> None:
        """Read from the tables, as another process would."""
        select = self.house.select
        sql = "select t.conversation_id, t.state, t.claimed_by, t.lease_until, t.offered_until, c.voice from ticket t"
        tickets = await select(f"{sql} join conversation c on c.id = t.conversation_id where t.state <> 'closed'")
        running = await select("select kind, due_at from timer where kind like 'term:%'")
        timers = {str(kind): due for kind, due in running}
        owed = timers.pop("term:promise", None)
        assert len(tickets) <= 1, self.path
        for _, state, holder, lease, offer, voice in tickets:
            owned = state in ("claimed", "offered")
            assert (voice == "counselor", holder is not None) == (owned, owned), self.path
            due = {"term:lease": lease, "term:offer": offer}
            assert timers == {kind: at for kind, at in due.items() if at is not None}, self.path
        if not tickets:
            assert timers == {}, self.path
        queue = await self.house.queue()
        now = self.house.clock.now()
        promised = [one.ticket.promise.due for one in queue if one.ticket.promise and one.ticket.promise.due > now]
        assert [ms(due) for due in promised] == ([owed] if owed else []), self.path
        queued = {one.conversation for one in queue}
        assert queued == {talk for talk, *_ in tickets}, self.path

    def sent(self) -> None:
        """No message of ours left twice, and no counselor's words but from their own field."""
        (phone,) = self.house.phones
        assert [one for one, times in Counter(row.id for row in phone.rows).items() if times > 1] == [], self.path
        assert not any(SECRET in text for text in phone.texts(PERSON)), self.path
        human = Counter(text for text in phone.texts(PERSON) if text.startswith("Aku di sini"))
        assert all(times == 1 for times in human.values()), self.path


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_is_done_to_a_talk_it_has_one_voice_in_the_tables(tmp_path: Path, seed: int) -> None:
    async with house(Phone(), path=tmp_path / "hands.db") as one:
        for text in ("aku dipukul bapak tiap malam", "konselor", "boleh"):
            await one.says(PERSON, text)
            await one.settle(seconds=SECOND_S)
        life = Life(one, (await one.talk(PERSON)).id, random.Random(seed))
        for _ in range(STEPS):
            await life.step()
        life.sent()
        await one.settle(seconds=LEASE.total_seconds() + SECOND_S)
        await life.check()
        left = await one.select("select count(*) from ticket where state in ('claimed', 'offered')")
        assert left == [(0,)], life.path
