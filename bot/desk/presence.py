"""At the desk or not: check in and out, breaks, how much one carries, and asking for somebody else to go on.

Laws
1. Presence is what a counselor said, never what a browser does.
2. Claiming checks in; nobody is kept from a claim because a button was forgotten.
3. What the queue does not offer is refused here too, with the same words (rules/presence.py decides both).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk import access, words
from bot.desk.frame import Desk, fields
from bot.desk.news import QUEUE
from bot.model.counselor import Counselor
from bot.model.desk import Waiting
from bot.model.duty import Shift
from bot.model.message import CounselorId, TicketId
from bot.rules import presence as rules
from bot.rules.presence import HEAVY, LONGEST, Colleague, Offer

NOT_YOURS = "Obrolan ini tidak sedang Anda pegang. Yang menunggu ada di antrean."
UNCLEAR = "Pilihan ini tidak dikenal. Kembali ke antrean, lalu pilih lagi."


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty, seen by one of them. `records`: who they are, read only where it matters who else can help."""

    desk: Desk
    actor: Counselor
    colleagues: Mapping[CounselorId, Colleague]
    records: Mapping[CounselorId, Counselor]

    @property
    def me(self) -> Colleague | None:
        return self.colleagues.get(self.actor.id)

    def offer(self, one: Waiting, now: datetime) -> Offer:
        """Who held it last may always go on with it."""
        if one.ticket.was_with == self.actor.id:
            return Offer()
        return rules.offer(self.me, self._others(one, now), one.ticket, now)

    def _others(self, one: Waiting, now: datetime) -> list[Colleague]:
        """Colleagues on duty who may see this ticket and may claim it."""
        waited = now - one.ticket.opened_at
        return [
            self.colleagues[name]
            for name, record in self.records.items()
            if name != self.actor.id
            and name in self.colleagues
            and access.may_see(record, one, waited, self.desk.reach)
            and not access.may_claim(record, one)
        ]


async def duty(desk: Desk, actor: Counselor, open_now: Collection[Waiting]) -> Duty:
    """`open_now`: the whole queue, whatever of it this one sees."""
    now = desk.clock.now()
    shifts = await desk.store.on_duty(now)
    since = min((one.began_at for one in shifts), default=now)
    done = await desk.store.finished([one.counselor for one in shifts], since, HEAVY)
    tickets = [one.ticket for one in open_now]
    found = rules.colleagues(shifts, tickets, done, desk.roster.care, now)
    records = {one.id: one for one in await desk.store.counselors() if one.id in found} if actor.id in found else {}
    return Duty(desk, actor, found, records)


async def refusal(desk: Desk, actor: Counselor, waiting: Waiting) -> str:
    """Why the queue does not let this one claim it now, or ""."""
    seen = await duty(desk, actor, await desk.store.queue())
    offer = seen.offer(waiting, desk.clock.now())
    return "" if offer.claim else words.not_offered(offer.withheld, waiting.ticket.level)


@dataclass(frozen=True, slots=True)
class Shown:
    """One's own presence in words; `since` is "" before the check-in."""

    since: str = ""
    load: str = ""
    capacity: int = 0
    paused: str = ""
    rest: str = ""


def shown(seen: Duty, now: datetime) -> Shown:
    me = seen.me
    if me is None or not rules.on(me.shift, now):
        return Shown()
    rest = rules.rests_until(me.load, me.care, now)
    return Shown(
        since=words.hour(me.shift.began_at, now),
        load=carried(me),
        capacity=me.shift.capacity,
        paused=words.hour(me.shift.paused_at, now),
        rest=words.hour(rest, now),
    )


def carried(one: Colleague) -> str:
    """What somebody holds, the heavy ones apart because they count double."""
    load = one.load
    parts = [f"{load.heavy} berat"] if load.heavy else []
    parts += [f"{load.light} ringan"] if load.light else []
    return f"{' dan '.join(parts) or 'belum memegang obrolan'}, {load.weight} dari {one.shift.capacity}"


async def arrive(desk: Desk, actor: Counselor) -> Shift:
    """The shift that runs, begun now if none does."""
    now = desk.clock.now()
    care = desk.roster.care(actor.office)
    return await desk.store.begin_shift(Shift(actor.id, actor.office, now, now + LONGEST, care.capacity))


async def change(desk: Desk, request: Request, actor: Counselor) -> Response:
    """In, out, break, back, or so many talks at once."""
    asked, now = (await fields(request)).get("jaga", ""), desk.clock.now()
    match asked:
        case "selesai":
            await desk.store.end_shift(actor.id, now)
        case "masuk":
            await arrive(desk, actor)
        case "istirahat" | "kembali":
            shift = await arrive(desk, actor)
            await desk.store.change_shift(replace(shift, paused_at=now if asked == "istirahat" else None))
        case "1" | "2" | "3":
            await desk.store.change_shift(replace(await arrive(desk, actor), capacity=int(asked)))
        case _:
            return desk.message("Belum berubah", UNCLEAR, status=422)
    return _done(desk)


async def about_me(desk: Desk, request: Request, actor: Counselor) -> Response:
    """The languages in which they can help: they order the queue and hide nothing."""
    form = await fields(request)
    known = await desk.store.counselor(actor.name)
    if known is not None:
        languages = frozenset({"id", "en"} if form.get("inggris") else {"id"})
        await desk.store.save_counselor(replace(known, languages=languages))
    return _done(desk)


async def relief(desk: Desk, request: Request, actor: Counselor) -> Response:
    """Whoever holds a talk asks for somebody else to go on with it, or no longer does."""
    wants, now = (await fields(request)).get("ganti", ""), desk.clock.now()
    waiting = await desk.store.ticket(TicketId(request.path_params["ticket"]))
    if waiting is None or not access.may_read(actor, waiting, now):
        return desk.message("Tidak bisa dibuka", NOT_YOURS, status=404)
    if wants == "ya":
        await desk.store.ask_relief(waiting.ticket.id, actor.id, now)
    else:
        await desk.store.drop_relief(waiting.ticket.id)
    desk.bell.ring(waiting.conversation)
    return _done(desk, f"/desk/tickets/{waiting.ticket.id}#akhir")


def _done(desk: Desk, to: str = "/desk") -> Response:
    desk.bell.ring(QUEUE)
    return RedirectResponse(to, 303)
