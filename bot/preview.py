"""`puspaga plan`: what a reload would do to the live conversations. Counts only; it changes nothing."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import app
from bot.clock import day_of
from bot.config import Config
from bot.engine.difference import Difference
from bot.engine.reading import fresh, tags
from bot.errors import Misuse
from bot.flow.plan import SAID, Fate, Outcome, Plan, plan
from bot.model.conversation import Voice
from bot.model.stand import Stand, Way
from bot.rules.retention import SILENT
from bot.seen import read_otherwise
from bot.storage import begun, opened

NOBODY = ("Tidak ada yang berubah bagi siapa pun.", "Nothing changes for anybody.")
PEOPLE = ("orang", "people")
AGAIN = ("lalu ditanya lagi", "and asked again")
BACK = ("jalan kembali", "the way back of")
WITH = {
    Voice.BOT: ("", ""),
    Voice.WAITING: ("menunggu konselor", "waiting for a counselor"),
    Voice.COUNSELOR: ("bersama konselor", "with a counselor"),
}
OTHERS = ("Dan {} obrolan lain yang melewati perubahan yang sama.", "And {} other talks that pass the same changes.")
IDLE = ("tidak berlaku, tempat itu masih ada", "means nothing, that place is still there")
ADD = ("tambahkan di bawah", "add below")


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen to whom, and the talks that would read otherwise."""

    plan: Plan
    talks: tuple[Difference, ...] = ()


async def preview(
    config: Config, now: datetime, folder: Path | None = None, *, before: Path | None = None, talks: bool = False
) -> Preview:
    """The flows of `folder`, or those of the settings, beside what the conversations remember. Where there are flows to
    compare with (those of `before`; else those of the settings, when `folder` has others), changed places are told
    where nobody stands too. Raises Broken with every problem of the files, Misuse for a folder that is not there, and
    for `talks` with nothing to compare with."""
    if talks and folder is None and before is None:
        raise Misuse("plan --talks compares two folders: name the edited one, or the one before with --from")
    new = app.showable(moved(config, folder), day_of(now))
    old = app.mind_of(moved(config, before)) if folder or before else None
    met = plan(new.book, await _stands(config, now), old.book if old else None)
    return Preview(met, tuple(read_otherwise(old, new)) if old and talks else ())


def moved(config: Config, folder: Path | None) -> Config:
    """With its flows in `folder`; its content too, where `folder` holds both."""
    if folder is None:
        return config
    if not folder.is_dir():
        raise Misuse(f"{folder} is not a folder")
    here = folder.resolve()
    if (here / "flows").is_dir() and (here / "content").is_dir():
        return replace(config, flows=str(here / "flows"), content=str(here / "content"))
    return replace(config, flows=str(here))


async def _stands(config: Config, now: datetime) -> list[Stand]:
    """Nobody stands anywhere before the first start."""
    if not await begun(config):
        return []
    async with opened(config, reading=True) as store:
        return await store.stands(now - SILENT)


# ---- as it is printed


def lines(whole: Preview, *, english: bool) -> Iterator[str]:
    """The places at which something changes, the worst first, and what it comes to; then each talk that reads
    otherwise, after an empty line."""
    said, found = int(english), whole.plan
    for one in found.changes:
        yield _line(one, said)
    if not found.changes:
        yield NOBODY[said]
    for line in found.idle:
        yield f"{line}: {IDLE[said]}"
    counts = {fate: found.people(fate) for fate in Fate}
    yield " · ".join(f"{SAID[fate][said]} {count}" for fate, count in counts.items() if count or fate in _ALWAYS)

    shown, others = fresh(whole.talks, english=english)
    for talk, chat in shown:
        yield ""
        yield f"{talk.flow}: {talk.name}  [{', '.join(tags(talk, english=english))}]"
        yield from (str(line) for line in chat)
    if others:
        yield ""
        yield OTHERS[said].format(others)


_ALWAYS = (Fate.KEPT, Fate.ASKED, Fate.MOVED, Fate.STRANDED)


def _line(one: Outcome, said: int) -> str:
    stand = one.stand
    back = f"{BACK[said]} " if stand.way is Way.BACK else ""
    floor = f", {WITH[stand.voice][said]}" if stand.voice is not Voice.BOT else ""
    way = f" → {one.to}" if one.to not in ("", f"{stand.flow}/{stand.state}") else ""
    again = f", {AGAIN[said]}" if one.again and one.fate is Fate.MOVED else ""
    add = f"; {ADD[said]} {one.add}" if one.add else ""
    who = f"{stand.flow}/{stand.state}  {back}{stand.people} {PEOPLE[said]}{floor}"
    return f"{who}  {SAID[one.fate][said]}{way}{again}{add}"


def row(whole: Preview) -> dict[str, Any]:
    """For `--format json`: what it comes to, every place at which something changes, and every talk that reads
    otherwise."""
    found = whole.plan
    return {
        **{fate.name.lower(): found.people(fate) for fate in Fate},
        "places": [_place(one) for one in found.changes],
        "idle": [asdict(one) for one in found.idle],
        "talks": [{**asdict(one), "changed": [change.value for change in one.changed]} for one in whole.talks],
    }


def _place(one: Outcome) -> dict[str, Any]:
    stand = one.stand
    return {
        "flow": stand.flow,
        "state": stand.state,
        "way": stand.way.value,
        "voice": stand.voice.value,
        "people": stand.people,
        "fate": one.fate.name.lower(),
        "to": one.to,
        "again": one.again,
        "add": {"path": one.add.path, "line": one.add.line, "text": one.add.text} if one.add else None,
    }
