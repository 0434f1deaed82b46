"""The supervisor's board: waits, loads, times and outcomes. No content, and no name of anybody who writes to us."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.desk import composer, presence, queue, words
from bot.desk.frame import PART, Desk
from bot.model.counselor import Counselor
from bot.model.desk import Waiting
from bot.model.message import Office
from bot.model.offices import OFFICES, PROVINCE
from bot.rules import board as rules
from bot.rules import presence as care
from bot.rules.presence import Colleague

AGES = ("0–5 mnt", "5–15 mnt", "15–60 mnt", "> 1 jam")
"""rules.BANDS, and older."""
WIDE, TALL, GAP = 300, 24, 8
"""Pixels of a chart and of each of its bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a table, and how long its bar is drawn."""

    name: str
    tone: str
    said: tuple[str, ...]
    length: int
    top: int


@dataclass(frozen=True, slots=True)
class OnDuty:
    name: str
    office: str
    since: str
    load: str
    state: str


async def page(desk: Desk, request: Request, actor: Counselor) -> Response:
    values = await _values(desk, actor)
    if PART in request.query_params:
        return desk.part(request, "papan_isi.html", **values)
    part, _ = desk.marked("papan_isi.html", **values)
    return desk.page("papan.html", orang=actor, kantor=OFFICES.get(actor.office, ""), bagian=part)


async def _values(desk: Desk, actor: Counselor) -> dict[str, Any]:
    now, offices = desk.clock.now(), _offices(actor)
    open_now = await desk.store.queue()
    mine = [one for one in open_now if one.ticket.office in offices]
    midnight = rules.day_begins(now)
    day = [one for one in await desk.store.handled(midnight) if one.office in offices]
    within = {office: desk.roster.within(office) for office in offices}
    waiting = rules.waits([one.ticket for one in mine], now)
    return {
        "umur": AGES,
        "menunggu": _bars([(words.level(one.level), one.counts, one.all) for one in waiting]),
        "bertugas": await _on_duty(desk, actor, open_now, offices),
        "tepat": _kept(rules.kept(day, within, now)),
        "hasil": _bars(
            [
                ({"level": words.OUTCOMES.get(code, code), "tone": "none"}, (count,), count)
                for code, count in rules.outcomes(day, midnight).items()
            ]
        ),
        "ganti": sum(one.relief for one in mine),
        "tulisan": await composer.counted(desk) if actor.office == PROVINCE else None,
        "berakhir": queue.endings(desk, actor),
        "lebar": WIDE,
        "tinggi": TALL,
    }


def _offices(actor: Counselor) -> frozenset[Office]:
    """Their own; the province has all."""
    return frozenset(Office(one) for one in OFFICES) if actor.office == PROVINCE else frozenset({actor.office})


def _bars(rows: Sequence[tuple[dict[str, str], tuple[int, ...], int]]) -> list[Bar]:
    most = max((size for _, _, size in rows), default=0)
    return [
        Bar(
            name=level["level"],
            tone=level["tone"],
            said=tuple(map(str, counts)),
            length=WIDE * size // most if most else 0,
            top=number * (TALL + GAP),
        )
        for number, (level, counts, size) in enumerate(rows)
    ]


def _kept(found: Sequence[rules.Kept]) -> list[Bar]:
    """As a share of all, not of the longest."""
    return [
        Bar(
            name=words.level(one.level)["level"],
            tone=one.level.name.lower(),
            said=(f"{one.kept} dari {one.all}",),
            length=WIDE * one.kept // one.all,
            top=number * (TALL + GAP),
        )
        for number, one in enumerate(found)
    ]


async def _on_duty(
    desk: Desk, actor: Counselor, open_now: Collection[Waiting], offices: Collection[Office]
) -> list[OnDuty]:
    now = desk.clock.now()
    seen = await presence.duty(desk, actor, open_now)
    names = {one.id: one.shown or one.name for one in await desk.store.counselors()}
    asked = {one.ticket.claimed_by for one in open_now if one.relief}
    here = [one for one in seen.colleagues.values() if one.shift.office in offices]
    return sorted(
        (
            OnDuty(
                name=names.get(one.shift.counselor, "?"),
                office=OFFICES.get(one.shift.office, one.shift.office),
                since=words.hour(one.shift.began_at, now),
                load=presence.carried(one),
                state=_state(one, now, relief=one.shift.counselor in asked),
            )
            for one in here
        ),
        key=lambda one: (one.office, one.name),
    )


def _state(one: Colleague, now: datetime, *, relief: bool) -> str:
    rest = care.rests_until(one.load, one.care, now)
    parts = [f"istirahat sejak {words.hour(one.shift.paused_at, now)}"] if one.shift.paused_at else []
    parts += [f"masa layu-layu sampai {words.hour(rest, now)}"] if rest else []
    parts += ["jatah berat terpakai"] if one.load.heavy_in_shift >= one.care.quota else []
    parts += ["minta diganti"] if relief else []
    return ", ".join(parts) or "siap"
