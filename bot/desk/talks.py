"""The people who wait, and the talk of the one a counselor holds.

Laws
1. Every change goes through the intake, which decides under the conversation's lock.
2. A form that was sent twice is one arrival; the same form with other words is another.
3. Words a counselor typed are never lost by an error: every answer brings them back.
"""

import hmac
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.config import OFFICES
from bot.desk import access, words
from bot.desk.frame import PART, Desk, fields
from bot.errors import IntakeFull, StoreDown
from bot.model.conversation import TicketState
from bot.model.counselor import Counselor
from bot.model.desk import Waiting
from bot.model.message import Arrival, ArrivalId, Claimed, Inbound, Level, Replied, Returned, TicketId
from bot.rules.queue_order import NAMES, Place, Ranked, held, order

LONGEST_REPLY = 1_400
"""Letters; with the introduction it stays one WhatsApp message (1600)."""
LONGEST_FORM_ID = 64
GONE = "Obrolan ini tidak sedang Anda pegang, atau sudah tidak ada. Yang menunggu ada di antrean."
TAKEN = "Sudah diambil konselor lain."
CLOSED = "Obrolan ini sudah ditutup."
ERASED = "Obrolan ini sudah dihapus, seperti yang ia minta. Isinya tidak ada lagi."
NOT_STORED = "Belum tersimpan. Coba kirim lagi."
NOT_DONE = "Ada yang salah di sisi kami. Jawaban belum dikirim; coba kirim lagi."


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
    holder: str
    until: str
    lapsed: bool
    mine: bool
    no: str


async def queue(desk: Desk, request: Request, actor: Counselor) -> Response:
    now = desk.clock.now()
    seen = {one.ticket.id: one for one in await desk.store.queue() if access.may_see(actor, one)}
    ranked = order((Place(one.ticket, one.reader) for one in seen.values()), now)
    values: dict[str, Any] = {
        "baris": [_row(desk, actor, seen[one.place.ticket.id], one) for one in ranked],
        "bebas": sum(not held(one.ticket, now) for one in seen.values()),
        "menerima": "counselor" in actor.roles,
        "lengkap": actor.may_meet_children,
    }
    if PART in request.query_params:
        return desk.part(request, "antrean_isi.html", **values)
    part, _ = desk.marked("antrean_isi.html", **values)
    return desk.page("antrean.html", orang=actor, kantor=OFFICES.get(actor.office, ""), bagian=part, **values)


def _row(desk: Desk, actor: Counselor, one: Waiting, ranked: Ranked) -> Row:
    now, ticket = desk.clock.now(), one.ticket
    claimed = ticket.state is TicketState.CLAIMED
    return Row(
        id=ticket.id,
        **_level(ticket.level),
        person=words.person(one),
        channel=words.CHANNELS[one.channel],
        office=OFFICES.get(ticket.office, ticket.office),
        waits=words.span(ticket.opened_at, now),
        order=", ".join(ranked.because),
        why=", ".join((*words.kinds(ticket), *words.reasons(ticket))),
        left=words.left(one),
        held=one.held,
        unreached=words.unreached(one),
        disputed=ticket.disputed,
        holder=(ticket.claimed_name or "konselor lain") if claimed else "",
        until=words.hour(ticket.lease_until, now),
        lapsed=claimed and not held(ticket, now),
        mine=access.may_read(actor, one, now),
        no=access.may_claim(actor, one),
    )


def _level(level: Level) -> dict[str, str]:
    return {"level": NAMES[level].capitalize(), "shape": words.SHAPES[level], "tone": level.name.lower()}


async def talk(desk: Desk, request: Request, actor: Counselor) -> Response:
    if PART not in request.query_params:
        return await _talk_page(desk, request, actor)
    values = await _talk(desk, request, actor, purpose="follow")
    if values is None:
        told = await _why_gone(desk, request, actor)
        return desk.page("hilang.html", status=404, pesan=told, jalan=("/desk", "Ke antrean"))
    return desk.part(request, "obrolan_isi.html", **values)


async def _talk(desk: Desk, request: Request, actor: Counselor, *, purpose: str) -> dict[str, Any] | None:
    """What the changing part shows; None when it is not theirs to read. Writes the read-audit row."""
    now, ticket = desk.clock.now(), TicketId(request.path_params["ticket"])
    opened = await access.access_conversation(desk.store, actor, ticket, purpose=purpose, now=now)
    if opened is None:
        return None
    waiting = opened.waiting
    return {
        "tiket": waiting.ticket,
        **{f"tiket_{name}": value for name, value in _level(waiting.ticket.level).items()},
        "siapa": words.person(waiting),
        "saluran": words.CHANNELS[waiting.channel],
        "kantor": OFFICES.get(waiting.ticket.office, ""),
        "jenis": words.kinds(waiting.ticket),
        "alasan": words.reasons(waiting.ticket),
        "catatan": words.note(waiting.ticket),
        "dihapus": words.wished(waiting.ticket),
        "jangkauan": words.reach(waiting.ticket),
        "sampai": words.hour(waiting.ticket.lease_until, now),
        "terakhir": words.hour(waiting.last_in_at, now),
        "pergi": words.left(waiting),
        "ditahan": waiting.held,
        "hilang": words.unreached(waiting),
        "jendela": words.window(waiting, now),
        "baris": words.lines_of(opened.lines, now),
    }


async def _talk_page(
    desk: Desk,
    request: Request,
    actor: Counselor,
    *,
    wrong: str = "",
    draft: str = "",
    form: str = "",
    status: int = 200,
) -> Response:
    values = await _talk(desk, request, actor, purpose="counsel")
    if values is None:
        return _gone(desk, wrong or await _why_gone(desk, request, actor), draft)
    part, _ = desk.marked("obrolan_isi.html", **values)
    return desk.page(
        "obrolan.html",
        status=status,
        orang=actor,
        bagian=part,
        tiket=values["tiket"],
        hasil=words.OUTCOMES,
        salah=wrong,
        isi=draft,
        formulir=form or desk.new_token(),
        panjang=LONGEST_REPLY,
    )


def _gone(desk: Desk, text: str = GONE, draft: str = "") -> Response:
    return desk.message("Tidak bisa dibuka", text, status=404, draft=draft)


async def _known(desk: Desk, request: Request, actor: Counselor) -> Waiting | None:
    """The ticket, when this counselor may know of it."""
    waiting = await desk.store.ticket(TicketId(request.path_params["ticket"]))
    if waiting is None or not (access.may_see(actor, waiting) or waiting.ticket.claimed_by == actor.id):
        return None
    return waiting


async def _why_gone(desk: Desk, request: Request, actor: Counselor) -> str:
    """Who may know of a ticket is told that its talk was erased."""
    waiting = await _known(desk, request, actor)
    return ERASED if waiting and waiting.erased else GONE


def _name(ticket: str, form: str, words: str) -> ArrivalId:
    """One arrival for one form with these words. The form's random id is the key and is kept nowhere, so that the
    name says nothing about the words."""
    digest = hmac.new(form[:LONGEST_FORM_ID].encode(), words.encode(), "sha256").hexdigest()
    return ArrivalId(f"desk:{ticket}:{digest[:32]}")


async def _submit(desk: Desk, waiting: Waiting, name: ArrivalId, inbound: Inbound) -> str:
    """Through the intake; a code of what was wrong, or ""."""
    arrival = Arrival(name, waiting.channel, inbound, conversation=waiting.conversation)
    try:
        receipt = await desk.intake.take(arrival)
    except (StoreDown, IntakeFull):
        return "not_stored"
    return receipt.because if receipt.state == "refused" else "parked" if receipt.state == "parked" else ""


async def claim(desk: Desk, request: Request, actor: Counselor) -> Response:
    waiting = await _known(desk, request, actor)
    if waiting is None:
        return _gone(desk)
    now, ticket = desk.clock.now(), waiting.ticket
    wrong = access.may_claim(actor, waiting)
    if wrong:
        return desk.message("Tidak bisa diambil", wrong, status=403)
    if not access.may_read(actor, waiting, now):
        name = ArrivalId(f"desk:{ticket.id}:{desk.new_token()}")
        match await _submit(desk, waiting, name, Claimed(now, actor.id, actor.shown, actor.office)):
            case "taken":
                return desk.message("Tidak bisa diambil", TAKEN, status=409)
            case "closed":
                return desk.message("Tidak bisa diambil", CLOSED, status=409)
            case "not_stored" | "parked":
                return desk.message("Belum diambil", "Belum tersimpan. Coba ambil lagi.", status=503)
    return RedirectResponse(f"/desk/tickets/{ticket.id}#akhir", 303)


async def reply(desk: Desk, request: Request, actor: Counselor) -> Response:
    form = await fields(request)
    text, waiting = form.get("teks", "").strip(), await _known(desk, request, actor)
    if waiting is None or waiting.erased:
        return _gone(desk, ERASED if waiting else GONE, text)
    if not text or len(text) > LONGEST_REPLY:
        long = f"Terlalu panjang: {len(text)} huruf, paling banyak {LONGEST_REPLY}. Kirim dalam dua bagian."
        wrong = long if text else "Tulis jawabannya dulu."
        return await _talk_page(desk, request, actor, wrong=wrong, draft=text, status=422)
    given = form.get("formulir", "") or desk.new_token()
    name = _name(waiting.ticket.id, given, f"reply\n{text}")
    wrong = await _submit(desk, waiting, name, Replied(desk.clock.now(), actor.id, text))
    if wrong:
        return await _refused(desk, request, actor, wrong, draft=text, form=given)
    return RedirectResponse(f"/desk/tickets/{waiting.ticket.id}#akhir", 303)


async def close(desk: Desk, request: Request, actor: Counselor) -> Response:
    form = await fields(request)
    outcome, waiting = form.get("hasil", ""), await _known(desk, request, actor)
    if waiting is None:
        return _gone(desk)
    if outcome not in words.OUTCOMES:
        return await _talk_page(desk, request, actor, wrong="Pilih dulu hasilnya, lalu tutup.", status=422)
    name = _name(waiting.ticket.id, form.get("formulir", "") or desk.new_token(), f"close\n{outcome}")
    wrong = await _submit(desk, waiting, name, Returned(desk.clock.now(), actor.id, outcome))
    if wrong:
        return await _refused(desk, request, actor, wrong)
    return RedirectResponse("/desk", 303)


async def _refused(
    desk: Desk, request: Request, actor: Counselor, wrong: str, *, draft: str = "", form: str = ""
) -> Response:
    """A reply or a close was not taken: why, and the words back."""
    if wrong == "not_stored":
        return desk.message("Belum tersimpan", NOT_STORED, status=503, draft=draft, ulang=form)
    if wrong == "parked":
        return await _talk_page(desk, request, actor, wrong=NOT_DONE, draft=draft, status=409)
    waiting = await desk.store.ticket(TicketId(request.path_params["ticket"]))
    was_mine = waiting is not None and waiting.ticket.claimed_by == actor.id
    return _gone(desk, CLOSED if wrong == "closed" and was_mine else GONE, draft)
