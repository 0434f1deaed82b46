"""The work behind the commands: values in, values out; the command line only parses and prints.

Beside a running server: what only reads opens the store query_only; what writes waits its turn (contract.md, Commands).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot import app
from bot.config import Config
from bot.config import load as load_config
from bot.desk import counselors
from bot.engine.coverage import Coverage, Trail
from bot.engine.explorer import Explored, Explorer
from bot.engine.mind import Mind
from bot.engine.play import play
from bot.errors import Broken, Misuse, Problem
from bot.fitting import fits
from bot.flow import library
from bot.flow.book import Book
from bot.flow.codes import docs, guide, problem
from bot.flow.published import unmarked
from bot.model.desk import Waiting
from bot.model.offices import OFFICES
from bot.ports import Clock
from bot.rules.queue_order import order, place_of
from bot.screen.ear import Ear, load_rules
from bot.screen.scene import Scene
from bot.screen.tried import untrue
from bot.seen import WORKDAYS, Seen
from bot.storage import begun, opened
from bot.vault.envelope import Vault
from bot.vault.ring import load_ring, new_ring

# ---- check


def problems(
    path: Path, environ: Mapping[str, str], only: Sequence[Path], trail: Trail, *, today: date | None = None
) -> list[Problem]:
    """Of settings, flows, content, the ear's rules and the examples; of the files under `only` when any are given.
    `trail` gathers what the examples walk; no approval later than `today` counts. Raises Misuse for a path that is not
    there."""
    for one in only:
        if not one.exists():
            raise Misuse(f"{one} is not there")
    return [one for one in sorted(_all_problems(path, environ, trail, today)) if _under(one.path, only)]


def _under(path: str, only: Sequence[Path]) -> bool:
    return not only or any(Path(path).resolve().is_relative_to(one.resolve()) for one in only)


def covered(trail: Trail, only: Sequence[Path]) -> Coverage | None:
    """What the examples of all flows walk of the arrows under `only`; None while a file is broken."""
    found = trail.coverage()
    if found is None:
        return None
    return Coverage(tuple(one for one in found.arrows if _under(one.mark[0], only)), found.times)


def uncovered(found: Coverage, least: int) -> Iterable[Problem]:
    """The arrows that no example walks: errors when less than `least` percent are walked, else told by the way."""
    severity = "error" if found.percent < least else "warning"
    for one in found.missing:
        yield replace(problem(one.mark, "F181", arrow=one, target=one.target), severity=severity)


def read_again(path: Path, environ: Mapping[str, str], files: Sequence[Path]) -> None:
    """Note in these translations that somebody has read them again beside their sources. Raises Misuse or Broken."""
    config = load_config(path, environ)
    for one in files:
        if not one.is_file():
            raise Misuse(f"{one} is not there")
        text = library.read_again(config.folder / config.flows, config.folder / config.content, one)
        one.write_text(text, encoding="utf-8")


def explored(path: Path, environ: Mapping[str, str], acts: int) -> Explored:
    """A walk over every arrow of the book; about so many acts, 0 for all. Raises Broken."""
    return Explorer(example_mind(load_config(path, environ)), fits, most=acts).explore()


def under(found: Iterable[Problem], only: Sequence[Path]) -> Iterable[Problem]:
    return (one for one in found if _under(one.path, only))


def row_of(one: Problem, *, english: bool) -> dict[str, Any]:
    """One problem for `--format json`; `docs` is its entry, `guide` the section that teaches what it guards, `talk`
    what shows it, line by line."""
    text, hint = (one.text, one.hint) if english else one.indonesian
    told = {"path": one.path, "line": one.line, "column": one.column, "code": one.code, "severity": one.severity}
    return {
        **told,
        "text": text,
        "hint": hint,
        "docs": docs(one.code),
        "guide": guide(one.code),
        "talk": list(one.talk),
    }


def lessons(found: Iterable[Problem]) -> list[str]:
    """Where the guide teaches what was told: a line for each section, with its codes."""
    told: dict[str, list[str]] = {}
    for code in sorted({one.code for one in found}):
        told.setdefault(guide(code), []).append(code)
    return [f"    → {section}  {' '.join(codes)}" for section, codes in told.items()]


def _all_problems(path: Path, environ: Mapping[str, str], trail: Trail, today: date | None) -> Iterable[Problem]:
    config: Config | None = None
    try:
        config = load_config(path, environ)
    except Broken as broken:
        yield from broken.problems
    flows, content = folders(path, config)
    book, found = library.read_all(flows, content, today)
    yield from found
    yield from unmarked(flows)
    try:
        ear = load_rules(content / "risk")
    except Broken as broken:
        yield from broken.problems
        return
    yield from untrue(ear)
    if book is None or any(one.severity == "error" for one in found):
        return
    if config:
        yield from app.unshowable(config, book)
    yield from _examples(Mind(book, ear, WORKDAYS), trail)


def folders(path: Path, config: Config | None) -> tuple[Path, Path]:
    """Flows and content; where the settings cannot be read, as they are by default."""
    if config is None:
        return path.parent / "flows", path.parent / "content"
    return config.folder / config.flows, config.folder / config.content


def example_mind(config: Config) -> Mind:
    """The book and the ear, in the week in which examples are told: what is said in it, the examples say too."""
    content = config.folder / config.content
    return Mind(library.load(config.folder / config.flows, content), load_rules(content / "risk"), WORKDAYS)


def _examples(mind: Mind, trail: Trail) -> Iterable[Problem]:
    """Lines of examples that do not come true. They are told at hours of their own, on plain working days."""
    trail.book = mind.book
    for flow in mind.book.flows.values():
        for talk in flow.examples:
            for wrong in play(mind, talk, flow.name, watch=trail.watch, outside=Seen(mind.book)):
                yield problem((wrong.path, wrong.line, wrong.column), "F180", name=talk.title, said=wrong.text)


# ---- screen


def ear_of(path: Path, environ: Mapping[str, str]) -> Ear:
    """The ear alone: neither keys nor database are needed."""
    config = load_config(path, environ)
    return load_rules(config.folder / config.content / "risk")


def book_of(path: Path, environ: Mapping[str, str]) -> Book:
    """The book alone: neither keys nor database are needed. Raises Broken."""
    config = load_config(path, environ)
    return library.load(config.folder / config.flows, config.folder / config.content)


def screened(ear: Ear, line: str) -> dict[str, Any]:
    """One line of JSON with `text`; other fields pass through. What is not such a line becomes an `error`."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "not JSON"}
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return {"error": "no text"}
    return heard(ear, row)


def heard(ear: Ear, row: Mapping[str, Any]) -> dict[str, Any]:
    """`row` with what the ear hears in its text, in the empty scene."""
    text = row["text"]
    found = ear.explain(text, Scene())
    return {
        **row,
        "level": found[0].level.name.lower() if found else "none",
        "kinds": sorted({kind.value for one in found for kind in one.kinds}),
        "because": [
            {"rule": one.rule, "span": list(one.span), "text": text[one.span[0] : one.span[1]]} for one in found
        ],
    }


# ---- queue


async def open_tickets(config: Config, clock: Clock) -> list[dict[str, Any]]:
    """In the order a counselor sees them; never content."""
    now = clock.now()
    async with opened(config, reading=True) as store:
        waiting = {one.ticket.id: one for one in await store.queue()}
    ranked = order(map(place_of, waiting.values()), now)
    return [_row(waiting[one.place.ticket.id], one.because, now) for one in ranked]


def _row(one: Waiting, because: tuple[str, ...], now: datetime) -> dict[str, Any]:
    ticket = one.ticket
    return {
        "id": ticket.id,
        "office": ticket.office,
        "level": ticket.level.name.lower(),
        "kinds": sorted(kind.value for kind in ticket.kinds),
        "waiting_s": int((now - ticket.opened_at).total_seconds()),
        "state": ticket.state.value,
        "disputed": ticket.disputed,
        "reasons": list(because),
    }


# ---- counselors


async def add_counselor(
    config: Config,
    clock: Clock,
    name: str,
    *,
    office: str,
    roles: frozenset[str],
    record: counselors.Record | None = None,
) -> str:
    """The one-time link, as an address. Raises Misuse for an unknown office or a name that is taken."""
    if office not in OFFICES:
        raise Misuse(f"no office {office!r}; offices: {', '.join(OFFICES)}")
    async with opened(config) as store:
        return _address(config, await counselors.add(store, clock, name, office=office, roles=roles, record=record))


async def reset_counselor(config: Config, clock: Clock, name: str) -> str:
    """A new link for somebody who lost theirs, or their telephone. Raises Misuse."""
    async with opened(config) as store:
        return _address(config, await counselors.reset(store, clock, name))


async def disable_counselor(config: Config, clock: Clock, name: str) -> None:
    """Who works here no longer: signed out now, and signs in no more. Raises Misuse."""
    async with opened(config) as store:
        await counselors.disable(store, clock, name)


async def list_counselors(config: Config) -> list[str]:
    async with opened(config, reading=True) as store:
        return await counselors.listing(store)


def _address(config: Config, path: str) -> str:
    server = config.server
    return f"{server.public_url or f'http://{server.host}:{server.port}'}{path}"


# ---- keys and schema


async def migrate(config: Config) -> None:
    """Opening migrates."""
    async with opened(config):
        pass


def new_keys(config: Config) -> str:
    """Make the ring. Raises Misuse when there is one: a ring is never overwritten."""
    path = config.folder / config.keys.file
    try:
        new_ring(path)
    except FileExistsError:
        raise Misuse("there is a key ring already; it is never overwritten") from None
    return f"{path}"


async def verify_keys(config: Config) -> str:
    """Prove that the ring opens what the database holds. Raises KeysMissing."""
    ring = load_ring(config.folder / config.keys.file)
    if await begun(config):
        async with opened(config, reading=True):
            pass
    return f"{len(Vault(ring).key_ids)} key(s), active {ring.active}"
