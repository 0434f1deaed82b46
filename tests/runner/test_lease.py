"""Work that one process does at a time: begun under a lease, ended before it can be another's, never written late."""

import asyncio
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import LeaseLost
from bot.ports import Lease
from bot.rules.leases import Terms
from bot.runner.lease import Holder
from bot.vault.envelope import Vault
from bot.vault.ring import new_ring
from tests.runner.worker import MANY, TERMS, opened
from tests.store.telling import new_vault
from tests.web.fakes import LooseStore, until

ROOT = Path(__file__).parents[2]
SOON = Terms(span=timedelta(seconds=0.3), every=timedelta(seconds=0.05), ask=timedelta(seconds=0.02))
STEADY = Terms(span=timedelta(seconds=2), every=timedelta(seconds=0.05), ask=timedelta(seconds=0.02))
"""Is not lost by a process that stands still for a second."""
SLACK_S = 1.0
"""For a machine that is busy with something else."""


class AskedStore(LooseStore):
    """Counts how often each holder asked; a test can take it down."""

    def __init__(self, path: Path, vault: Vault) -> None:
        super().__init__(path, vault)
        self.asked: Counter[str] = Counter()

    async def hold(self, name: str, holder: str, span: timedelta) -> Lease | None:
        self.asked[holder] += 1
        return await super().hold(name, holder, span)

    async def is_asked(self, holder: str, times: int) -> None:
        wanted = self.asked[holder] + times
        await until(lambda: self.asked[holder] >= wanted)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[AskedStore]:
    one = AskedStore(tmp_path / "test.db", new_vault())
    await one.open()
    yield one
    await one.close()


@dataclass
class Work:
    """Knows under which leases it ran, and how it ended."""

    begun: list[Lease] = field(default_factory=list)
    ended: list[Lease] = field(default_factory=list)
    raises: Exception | None = None

    async def __call__(self, lease: Lease) -> None:
        self.begun.append(lease)
        try:
            if self.raises:
                raise self.raises
            await asyncio.Event().wait()
        finally:
            self.ended.append(lease)


@asynccontextmanager
async def holding(
    store: AskedStore, name: str, work: Callable[[Lease], Awaitable[None]], terms: Terms = SOON
) -> AsyncIterator[None]:
    task = asyncio.create_task(Holder(store, "work", name, terms).run(work))  # type: ignore[arg-type]  # called as a function is
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_second_one_begins_when_the_first_has_stopped_in_order(store: AskedStore) -> None:
    first, second = Work(), Work()
    async with holding(store, "b", second, STEADY):
        async with holding(store, "a", first, STEADY):
            await until(lambda: first.begun or second.begun)
            one, other = (first, second) if first.begun else (second, first)
            asks = 3 * STEADY.span // (2 * STEADY.ask)
            await store.is_asked("b" if one is first else "a", asks)
            assert not other.begun
            assert not one.ended, "it was renewed"
        await until(lambda: second.begun)
        assert not first.begun or second.begun == [Lease("work", 2)]


async def test_work_ends_in_time_when_the_lease_cannot_be_renewed_and_begins_again(store: AskedStore) -> None:
    work = Work()
    async with holding(store, "a", work):
        await until(lambda: work.begun)
        store.down = True
        down_at = time.monotonic()
        await until(lambda: work.ended)
        assert time.monotonic() - down_at < SOON.span.total_seconds() + SLACK_S
        store.down = False
        await until(lambda: len(work.begun) == 2)


async def test_a_short_failure_of_the_store_ends_no_work(store: AskedStore) -> None:
    work = Work()
    async with holding(store, "a", work):
        await until(lambda: work.begun)
        for _ in range(4):
            store.down = True
            await store.is_asked("a", 2)
            store.down = False
            await store.is_asked("a", 2)
        assert not work.ended


async def test_work_that_is_told_of_its_loss_begins_again_under_the_lease_of_the_day(store: AskedStore) -> None:
    work = Work(raises=LeaseLost("work"))
    async with holding(store, "a", work):
        await until(lambda: work.begun)
        work.raises = None
        await until(lambda: len(work.begun) > len(work.ended))


async def test_work_that_fails_is_heard_of_and_leaves_the_lease_to_others(store: AskedStore) -> None:
    with pytest.raises(LookupError):
        await Holder(store, "work", "a", SOON).run(Work(raises=LookupError("planted")))
    assert await store.hold("work", "b", timedelta(minutes=1)) == Lease("work", 2)


# ---- real processes


@dataclass
class Process:
    """A running worker, and what it has said."""

    running: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)

    async def listen(self) -> None:
        assert self.running.stdout
        async for line in self.running.stdout:
            self.said.append(line.decode().strip())

    def has(self, *words: object) -> bool:
        return " ".join(map(str, words)) in self.said


@dataclass
class Place:
    """One database, and the ring that opens it."""

    database: str
    ring: Path

    async def epoch(self) -> int:
        """Of whoever wrote last."""
        store = opened(self.database, self.ring)
        await store.open()
        try:
            return await store.offset() // MANY
        finally:
            await store.close()

    @asynccontextmanager
    async def worker(self, name: str) -> AsyncIterator[Process]:
        command = [sys.executable, "-m", "tests.runner.worker", self.database, str(self.ring), name]
        one = Process(await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE))
        listening = asyncio.create_task(one.listen())
        try:
            await until(lambda: one.has("ready"), 20)
            yield one
        finally:
            with suppress(ProcessLookupError):
                one.running.kill()
            await one.running.wait()
            await listening


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    ring = tmp_path / "keys.json"
    new_ring(ring)
    if request.param == "postgres":
        return Place(request.getfixturevalue("database"), ring)
    return Place(str(tmp_path / "test.db"), ring)


async def test_who_was_killed_is_followed_by_another_within_the_span(place: Place) -> None:
    async with place.worker("a") as first:
        await until(lambda: first.has("wrote", 1))
        async with place.worker("b") as second:
            first.running.kill()
            killed_at = time.monotonic()
            await until(lambda: second.has("wrote", 2))
            assert time.monotonic() - killed_at < (TERMS.span + TERMS.ask).total_seconds() + SLACK_S
            assert not second.has("wrote", 1)


async def test_who_was_paused_wakes_to_write_nothing(place: Place) -> None:
    async with place.worker("a") as first:
        await until(lambda: first.has("wrote", 1))
        async with place.worker("b") as second:
            first.running.send_signal(signal.SIGUSR1)
            await until(lambda: second.has("wrote", 2))
            written = len(first.said)
            first.running.send_signal(signal.SIGCONT)
            await until(lambda: first.has("refused", 1))
            assert "wrote 1" not in first.said[written:]
            assert await place.epoch() == 2
        await until(lambda: first.has("wrote", 3))
        assert await place.epoch() == 3
