"""A storm: processes that are killed again and again while people talk, until nothing moves any more.

Everything random comes from the seed: who says what, who is killed when, which service a request goes to. The machine
adds its own timing: the same seed gives a storm of the same kind, not the same storm.
"""

import asyncio
import signal
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from random import Random
from time import monotonic

from bot.clock import SystemClock
from bot.store.rows import ms
from tests.chaos.browsers import Desk, Family, browser
from tests.chaos.checker import Wrong, check, doubles
from tests.chaos.database import Database
from tests.chaos.facts import Facts
from tests.chaos.people import Stage
from tests.chaos.place import Place
from tests.chaos.process import Process
from tests.chaos.reading import Select, facts_of, platforms

ON_THE_WEB = 4
SETTLED_S = 150.0
"""Until the last reply has left; WhatsApp takes one in 6 s from each chat."""
LOOK_S = 0.25
WEIGHTS = {"service": 6, "telegram": 2, "twilio": 2, "postgres": 4}
"""Who is killed how often."""
LOST = ("lost", "half", "missing")
"""Laws of the checker that say that something is gone."""
TWO_AT_ONCE, BEFORE_IT_IS_BACK = 0.25, 0.12
OPEN = "select count(*) as open from outbox where finished = 0 and not (state = 'waiting' and because = 'hours')"


@dataclass
class Storm:
    """What one came to. `wrong` is empty when every law held."""

    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    facts: Facts = field(default_factory=Facts)
    wrong: list[Wrong] = field(default_factory=list)
    given_up: int = 0
    found: int = 0
    raged_s: float = 0
    settled_s: float = 0

    @property
    def figures(self) -> Counter[str]:
        """Counts; those of several storms can be added."""
        counts = {
            "kills": self.kills.total(),
            **dict(sorted(self.kills.items())),
            "seconds": round(self.raged_s),
            "until all was still": round(self.settled_s),
            "acknowledged": len(self.facts.acknowledged),
            "given up by Twilio": self.given_up,
            "found in its list": self.found,
            "arrivals": len(self.facts.arrivals),
            "turns": sum(one.turn for one in self.facts.talks),
            "claims": len(self.facts.claims),
            **{f"rows {name}": count for name, count in sorted(Counter(one.state for one in self.facts.rows).items())},
            "bubbles": len(self.facts.bubbles),
            "doubled": doubles(self.facts),
            "lost": sum(one.law in LOST for one in self.wrong),
            "wrong": len(self.wrong),
        }
        return Counter(counts)

    def __str__(self) -> str:
        return f"seed {self.seed}: {shown(self.figures)}"


def shown(figures: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in figures.items())


class Run:
    """One storm over a place. `select` reads its database; `databases` are killed like the others."""

    def __init__(self, place: Place, kills: int, select: Select, databases: tuple[Database, ...] = ()) -> None:
        self.storm = Storm(place.seed)
        self._place, self._most, self._select = place, kills, select
        self._stage, self._dice = Stage(), Random(f"{place.seed} kills")
        self._all: list[Process | Database] = [*place.services, *place.platforms, *databases]

    async def run(self) -> Storm:
        place, self._began = self._place, monotonic()
        async with AsyncExitStack() as stack:
            for one in (*place.platforms, place.services[0]):
                await self._starts(one, stack)
            http = [browser(place.urls, Random(f"{place.seed} way {n}")) for n in range(ON_THE_WEB + 1)]
            for one_http in http:
                await stack.enter_async_context(one_http)
            desk = Desk(http[0], place.folder, self._stage, Random(f"{place.seed} desk"))
            await desk.opens(await place.first_path())
            for one in place.services[1:]:  # each start makes a new first link while nobody is enrolled
                await self._starts(one, stack)
            families = [Family(one, self._stage, Random(f"{place.seed} family {n}")) for n, one in enumerate(http[1:])]
            await self._rages(desk, families)
            await self._calms()
            await self._reads(desk, families)
        return self.storm

    async def _starts(self, one: Process, stack: AsyncExitStack) -> None:
        stack.push_async_callback(one.killed)
        await self._place.begins(one, self._dice, faults=False)
        assert await one.ready(), f"{one.name} did not start"

    async def _rages(self, desk: Desk, families: list[Family]) -> None:
        async with asyncio.TaskGroup() as group:
            people = [group.create_task(desk.works()), *(group.create_task(one.talks()) for one in families)]
            while self.storm.kills.total() < self._most - len(self._place.services):
                await self._stage.pause(self._dice.uniform(0.05, 0.6))
                await self._blow()
            for platform in self._place.platforms:
                platform.sends(signal.SIGUSR1)
            self._stage.end()
            while (await asyncio.wait(people, timeout=LOOK_S))[1]:
                await self._revives()

    async def _calms(self) -> None:
        """What people wrote comes, or is given up; the last lives start after that, so that they find what was given
        up, and are left alone until nothing waits on either side."""
        rest, began = Stage(), monotonic()
        self.storm.raged_s = began - self._began
        while platforms(self._place.folder).pending and monotonic() - began < SETTLED_S:
            await rest.pause(LOOK_S)
            await self._revives()
        for service in self._place.services:
            await self._killed(service)
        self._compared_at = ms(SystemClock().now()) or 0
        for service in self._place.services:
            await self._lives(service, faults=False)
        while await self._moves() and monotonic() - began < SETTLED_S:  # the checker says what was left lying
            await rest.pause(LOOK_S)
        self.storm.settled_s = monotonic() - began

    async def _revives(self) -> None:
        """A service may still end at its point."""
        for service in self._place.services:
            if service.dead:
                await self._killed(service)
                await self._lives(service, faults=False)

    async def _blow(self) -> None:
        """One is killed, at times two at once, at times again before it is back."""
        count = Counter(one.name for one in self._all)
        weights = [WEIGHTS[one.name] / count[one.name] for one in self._all]
        drawn = self._dice.choices(self._all, weights, k=2 if self._dice.random() < TWO_AT_ONCE else 1)
        struck = sorted(dict.fromkeys(drawn), key=lambda one: isinstance(one, Process))  # no service without a database
        for one in struck:
            await self._killed(one)
        await self._stage.pause(self._dice.uniform(0.0, 0.4))
        if self._dice.random() < BEFORE_IT_IS_BACK:
            await self._place.begins(struck[0], self._dice)
            await self._stage.pause(self._dice.uniform(0.1, 0.8))
            await self._killed(struck[0], "while it started")
        for one in struck:
            await self._lives(one)

    async def _killed(self, one: Process | Database, how: str = "") -> None:
        died = one.dead and isinstance(one, Process)
        await one.killed()
        self.storm.kills["at a point" if died else how or one.name] += 1

    async def _lives(self, one: Process | Database, *, faults: bool = True) -> None:
        """The next life, until it is ready; one that reached its point before that is followed by one without."""
        await self._place.begins(one, self._dice, faults=faults)
        while not await one.ready():
            await self._killed(one)
            await self._place.begins(one, self._dice, faults=False)

    async def _moves(self) -> bool:
        """Is something in Twilio's list that we do not have, or a reply on its way?"""
        findable = replace(platforms(self._place.folder), compared_at=self._compared_at).findable
        stored = {row["id"] for row in await self._select("select id from arrival where channel = 'whatsapp'")}
        return not findable <= stored or (await self._select(OPEN))[0]["open"] > 0

    async def _reads(self, desk: Desk, families: list[Family]) -> None:
        """The services stop as an operator stops them, and both sides are compared."""
        for one in families:
            await one.looks()
        for service in self._place.services:
            assert await service.stopped() == 0
        seen = replace(
            platforms(self._place.folder),
            spoken=[word for one in families for word in one.spoken],
            shown={one.token: one.shown for one in families if one.spoken},
            compared_at=self._compared_at,
            replied={talk: tuple(texts) for talk, texts in desk.replied.items()},
        )
        self.storm.given_up, self.storm.found = len(seen.given_up), len(seen.findable)
        self.storm.facts = await facts_of(self._place.folder, self._select, seen)
        self.storm.wrong = check(self.storm.facts)
        if seen.pending:
            self.storm.wrong.append(Wrong("never acknowledged", f"{seen.pending} that people wrote"))
