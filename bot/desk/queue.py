"""The people who wait, as one counselor sees them: the own office's, and a neighbour's that waited long enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.clock import day_of
from bot.desk import access, alerts, presence, words
from bot.desk.frame import PART, Desk
from bot.desk.news import QUEUE
from bot.model.alert import Raised
from bot.model.counselor import Counselor
from bot.model.desk import Waiting
from bot.model.message import TicketId
from bot.model.offices import OFFICES, PROVINCE
from bot.rules.ladder import case_number
from bot.rules.queue_order import Ranked, Viewer, held, order, place_of, turn_of

GONE = "Tiket ini tidak lagi menunggu, atau bukan di antrean Anda."


@dataclass(frozen=True, slots=True)
class Row:
    """One who waits, as the queue shows it: never content."""

    id: str
    level: str
    shape: str
    tone: str
    person: str
    channel: str
    office: str
    waits: str
    order: str
    why: str
    left: str
    held: int
    unreached: tuple[str, ...]
    disputed: bool
    relief: bool
    holder: str
    until: str
    lapsed: bool
    mine: bool
    no: str
    note: str
    back: str
    promised: str
    number: str
    alerts: tuple[str, ...]
    unseen: bool


async def page(desk: Desk, request: Request, actor: Counselor) -> Response:
    now = desk.clock.now()
    open_now = await desk.store.queue()
    seen = {one.ticket.id: one for one in open_now if _stands_here(desk, actor, one, now)}
    viewer = Viewer(actor.office, actor.languages, desk.reach)
    ranked = order(map(place_of, seen.values()), now, viewer)
    duty = await presence.duty(desk, actor, open_now)
    raised = alerts.by_ticket(await desk.store.alerted())
    values: dict[str, Any] = {
        "baris": [
            _row(duty, seen[one.place.ticket.id], one, viewer, raised=raised.get(one.place.ticket.id, ()))
            for one in ranked
        ],
        "bebas": sum(not held(one.ticket, now) for one in seen.values()),
        "menerima": "counselor" in actor.roles,
        "lengkap": actor.may_meet_children,
        "titipan": [_held_out(one, now) for one in open_now if access.is_offered(actor, one, now)],
        "jaga": presence.shown(duty, now),
        "berakhir": [*desk.alerting.missing(), *endings(desk, actor)],
        "saya": actor,
    }
    if PART in request.query_params:
        return desk.part(request, "antrean_isi.html", **values)
    part, _ = desk.marked("antrean_isi.html", **values)
    return desk.page("antrean.html", orang=actor, kantor=OFFICES.get(actor.office, ""), bagian=part, **values)


async def look(desk: Desk, request: Request, actor: Counselor) -> Response:
    """Who was alerted looks at this ticket: its ladder stops until it is held and waits again, or its level rises."""
    now, ticket = desk.clock.now(), TicketId(request.path_params["ticket"])
    waiting = await desk.store.ticket(ticket)
    if waiting is None or not waiting.ticket.open or not _stands_here(desk, actor, waiting, now):
        return desk.message("Tidak bisa dibuka", GONE, status=404)
    await desk.store.see_alerts(ticket, actor.id, now)
    desk.bell.ring(QUEUE)
    return RedirectResponse("/desk", 303)


def _stands_here(desk: Desk, actor: Counselor, one: Waiting, now: datetime) -> bool:
    """Of a neighbour office only who still waits, or whose counselor needs another one; one's own talks always."""
    if not access.may_see(actor, one, now - one.ticket.opened_at, desk.reach):
        return access.may_read(actor, one, now)
    near = actor.office in (PROVINCE, one.ticket.office)
    return near or not held(one.ticket, now) or one.relief or one.ticket.claimed_by == actor.id


def endings(desk: Desk, actor: Counselor) -> list[str]:
    """Calendars that are missing, over or soon will be, for who sits in that office; the province is told of all."""
    found = desk.calendar.endings(day_of(desk.clock.now()))
    own = actor.office if actor.office in desk.roster.offices else PROVINCE
    return [words.ending(one) for one in found if actor.office == PROVINCE or one.office == own]


def _row(duty: presence.Duty, one: Waiting, ranked: Ranked, viewer: Viewer, *, raised: Sequence[Raised]) -> Row:
    desk, ticket, actor = duty.desk, one.ticket, duty.actor
    now = desk.clock.now()
    told = alerts.told(raised, ticket.level, desk.alerting.phone, now) if not held(ticket, now) else alerts.Told()
    claimed = ticket.owned
    offer = duty.offer(one, now)
    turn = turn_of(ranked.place, now, viewer)
    office = OFFICES.get(ticket.office, ticket.office)
    return Row(
        id=ticket.id,
        **words.level(ticket.level),
        person=words.person(one),
        channel=words.CHANNELS[one.channel],
        office=f"dari {office}, {turn}" if turn else office,
        waits=words.span(ticket.opened_at, now),
        order=", ".join(ranked.because),
        why=", ".join((*words.kinds(ticket), *words.reasons(ticket))),
        left=words.left(one),
        held=one.held,
        unreached=words.unreached(one),
        disputed=ticket.disputed,
        relief=one.relief and held(ticket, now),
        holder=(ticket.claimed_name or "konselor lain") if claimed else "",
        until=words.hour(ticket.lease_until, now),
        lapsed=claimed and not held(ticket, now),
        mine=access.may_read(actor, one, now),
        no=access.may_claim(actor, one) or ("" if offer.claim else words.not_offered(offer.withheld, ticket.level)),
        note=f"{words.NOT_OFFERED[offer.withheld]} {words.ONLY_YOU}" if offer.only else "",
        back="" if claimed else words.BACK.get(ticket.back, ""),
        promised=words.promised(ticket, now),
        number=case_number(ticket.id),
        alerts=told.lines,
        unseen=told.unseen and bool(told.lines),
    )


def _held_out(one: Waiting, now: datetime) -> dict[str, str]:
    """A talk that is held out to who looks: never content."""
    until = one.ticket.offer.until if one.ticket.offer else None
    told = {"id": one.ticket.id, "dari": one.ticket.claimed_name, "sampai": words.hour(until, now)}
    return {**told, "orang": words.person(one), **words.level(one.ticket.level)}
