"""The people who wait, and the talk of the one a counselor holds.

Laws
1. Every change goes through the intake, which decides under the conversation's lock.
2. A form that was sent twice is one arrival; the same form with other words is another.
3. Words a counselor typed are never lost by an error: every answer brings them back.
4. A draft that could lead somebody out of this talk is not sent (bot/rules/composer.py).
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk import access, composer, lines, presence, words
from bot.desk.closing import Chosen, suggested
from bot.desk.frame import PART, Desk, fields
from bot.engine.floor import LEASE, RENEW
from bot.errors import IntakeFull, StoreDown
from bot.model.audit import Audited
from bot.model.counselor import Counselor
from bot.model.desk import Waiting
from bot.model.message import Arrival, ArrivalId, Claimed, Inbound, Replied, Returned, TicketId, Worked
from bot.model.offices import OFFICES
from bot.rules.composer import Finding
from bot.rules.queue_order import held

LONGEST_REPLY = 1_400
"""Letters; with the introduction it stays one WhatsApp message (1600)."""
LONGEST_FORM_ID = 64
GONE = "Obrolan ini tidak sedang Anda pegang, atau sudah tidak ada. Yang menunggu ada di antrean."
TAKEN = "Sudah diambil konselor lain, jadi ia sudah ada yang menemani. Terima kasih sudah sigap."
CLOSED = "Obrolan ini sudah ditutup."
ERASED = "Obrolan ini sudah dihapus, seperti yang ia minta. Isinya tidak ada lagi."
NOT_STORED = "Belum tersimpan. Coba kirim lagi."
NOT_DONE = "Ada yang salah di sisi kami. Jawaban belum dikirim; coba kirim lagi."


async def talk(desk: Desk, request: Request, actor: Counselor) -> Response:
    if PART not in request.query_params:
        await works(desk, request, actor)
        return await talk_page(desk, request, actor)
    opened = await _opened(desk, request, actor, purpose="follow")
    if opened is None:
        return await _lost(desk, request, actor)
    return desk.part(request, "obrolan_isi.html", **await _shown(desk, opened))


async def _lost(desk: Desk, request: Request, actor: Counselor) -> Response:
    """The page that followed a talk learns that it is theirs no more, and why; whoever may takes it again, with the
    draft that stands on the page."""
    waiting = await known(desk, request, actor)
    told = _why(actor, waiting)
    free = waiting is not None and waiting.ticket.open and not held(waiting.ticket, desk.clock.now())
    again = waiting.ticket.id if waiting and free and told != GONE and not access.may_claim(actor, waiting) else ""
    return desk.page("hilang.html", status=404, pesan=told, jalan=("/desk", "Ke antrean"), lagi=again)


async def _opened(desk: Desk, request: Request, actor: Counselor, *, purpose: str) -> access.Talk | None:
    """None when it is not theirs to read. Writes the read-audit row."""
    ticket = TicketId(request.path_params["ticket"])
    return await access.access_conversation(desk.store, actor, ticket, purpose=purpose, now=desk.clock.now())


async def _shown(desk: Desk, opened: access.Talk) -> dict[str, Any]:
    """What the changing part shows."""
    now, waiting = desk.clock.now(), opened.waiting
    return {
        "tiket": waiting.ticket,
        **{f"tiket_{name}": value for name, value in words.level(waiting.ticket.level).items()},
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
        "ganti": waiting.relief,
        "baris": lines.lines_of(opened.lines, now),
        **await _notes(desk, opened, now),
    }


async def _notes(desk: Desk, opened: access.Talk, now: datetime) -> dict[str, Any]:
    """What counselors wrote to each other, and whether the talk is held out."""
    offer, names = opened.waiting.ticket.offer, {}
    if opened.notes:
        names = {one.id: one.shown for one in await desk.store.counselors()}
    return {
        "catatan_kami": words.notes_of(opened.notes, names, now),
        "titip": words.held_out(offer, now) if offer else "",
        "janji": words.promised(opened.waiting.ticket, now),
        "ditolak": not offer and opened.waiting.ticket.back == "declined",
    }


async def talk_page(
    desk: Desk,
    request: Request,
    actor: Counselor,
    *,
    wrong: str = "",
    draft: str = "",
    form: str = "",
    found: Sequence[Finding] = (),
    chosen: Chosen | None = None,
    status: int = 200,
) -> Response:
    """`found`: why the draft was not sent."""
    opened = await _opened(desk, request, actor, purpose="counsel")
    if opened is None:
        return gone(desk, wrong or await why_gone(desk, request, actor), draft)
    part, _ = desk.marked("obrolan_isi.html", **await _shown(desk, opened))
    return desk.page(
        "obrolan.html",
        status=status,
        orang=actor,
        bagian=part,
        tiket=opened.waiting.ticket,
        hasil=words.OUTCOMES,
        kelompok=desk.codes.groups(),
        pilihan=chosen or suggested(opened.waiting.ticket, desk.codes),
        janjian=words.promises(desk.clock.now()),
        salah=wrong,
        isi=draft,
        formulir=form or desk.new_token(),
        panjang=LONGEST_REPLY,
        **composer.seen(draft, found),
        **composer.lock(desk, actor, opened.waiting, draft),
        **composer.taps(desk, actor, opened.waiting, opened.lines),
    )


def gone(desk: Desk, text: str = GONE, draft: str = "") -> Response:
    return desk.message("Tidak bisa dibuka", text, status=404, draft=draft)


async def known(desk: Desk, request: Request, actor: Counselor) -> Waiting | None:
    """The ticket, when this counselor may know of it."""
    waiting = await desk.store.ticket(TicketId(request.path_params["ticket"]))
    if waiting is None:
        return None
    ticket, now = waiting.ticket, desk.clock.now()
    theirs = actor.id in (ticket.claimed_by, ticket.was_with) or access.is_offered(actor, waiting, now)
    return waiting if theirs or access.may_see(actor, waiting, now - ticket.opened_at, desk.reach) else None


async def why_gone(desk: Desk, request: Request, actor: Counselor) -> str:
    """Who may know of a ticket is told that its talk was erased; who held it, why they do not any more."""
    return _why(actor, await known(desk, request, actor))


def _why(actor: Counselor, waiting: Waiting | None) -> str:
    if waiting is None:
        return GONE
    if waiting.erased:
        return ERASED
    lost = waiting.ticket.was_with == actor.id and waiting.ticket.claimed_by != actor.id and waiting.ticket.open
    return words.NOT_MINE.get(waiting.ticket.back, GONE) if lost else GONE


def name_of(ticket: str, form: str, words: str) -> ArrivalId:
    """One arrival for one form with these words. The form's random id is the key and is kept nowhere, so that the
    name says nothing about the words."""
    digest = hmac.new(form[:LONGEST_FORM_ID].encode(), words.encode(), "sha256").hexdigest()
    return ArrivalId(f"desk:{ticket}:{digest[:32]}")


async def submit(desk: Desk, waiting: Waiting, name: ArrivalId, inbound: Inbound) -> str:
    """Through the intake; a code of what was wrong, or ""."""
    arrival = Arrival(name, waiting.channel, inbound, conversation=waiting.conversation)
    try:
        receipt = await desk.intake.take(arrival)
    except (StoreDown, IntakeFull):
        return "not_stored"
    return receipt.because if receipt.state == "refused" else "parked" if receipt.state == "parked" else ""


async def act(desk: Desk, waiting: Waiting, inbound: Inbound) -> str:
    """What is done by a button: each press is an arrival of its own."""
    return await submit(desk, waiting, ArrivalId(f"desk:{waiting.ticket.id}:{desk.new_token()}"), inbound)


async def works(desk: Desk, request: Request, actor: Counselor) -> None:
    """Who holds the talk is there: their time begins anew, at most once in RENEW."""
    waiting, now = await desk.store.ticket(TicketId(request.path_params["ticket"])), desk.clock.now()
    if waiting is None or not access.may_read(actor, waiting, now):
        return
    until = waiting.ticket.lease_until
    if until is None or until - now <= LEASE - RENEW:
        await act(desk, waiting, Worked(now, actor.id))


async def here(desk: Desk, request: Request, actor: Counselor) -> Response:
    """The page says that its counselor is writing; what they write stays with them."""
    await works(desk, request, actor)
    return Response(status_code=204)


async def claim(desk: Desk, request: Request, actor: Counselor) -> Response:
    """`teks`: a draft of who held the talk before and takes it again."""
    waiting, draft = await known(desk, request, actor), (await fields(request)).get("teks", "")
    if waiting is None:
        return gone(desk, draft=draft)
    now, ticket = desk.clock.now(), waiting.ticket
    wrong = access.may_claim(actor, waiting)
    if wrong:
        await desk.store.audit(Audited(now, actor.id, "claim_refused", waiting.conversation, ticket.id))
        return desk.message("Tidak bisa diambil", wrong, status=403, draft=draft)
    if not access.may_read(actor, waiting, now):
        if withheld := await presence.refusal(desk, actor, waiting):
            return desk.message("Tidak ditawarkan sekarang", withheld, status=409, draft=draft)
        match await act(desk, waiting, Claimed(now, actor.id, actor.shown, actor.office)):
            case "taken":
                return desk.message("Tidak bisa diambil", TAKEN, status=409, draft=draft)
            case "closed":
                return desk.message("Tidak bisa diambil", CLOSED, status=409, draft=draft)
            case "not_stored" | "parked":
                return desk.message("Belum diambil", "Belum tersimpan. Coba ambil lagi.", status=503, draft=draft)
        await presence.arrive(desk, actor)
    if draft:
        return await talk_page(desk, request, actor, draft=draft)
    return RedirectResponse(f"/desk/tickets/{ticket.id}#akhir", 303)


async def reply(desk: Desk, request: Request, actor: Counselor) -> Response:
    form = await fields(request)
    text, waiting = form.get("teks", "").strip(), await known(desk, request, actor)
    if waiting is None or waiting.erased:
        return gone(desk, ERASED if waiting else GONE, text)
    if tap := form.get("sisip", ""):
        draft = composer.put(desk, actor, waiting, draft=text, tap=tap)
        return await talk_page(desk, request, actor, draft=draft, form=form.get("formulir", ""))
    if not text or len(text) > LONGEST_REPLY:
        long = f"Terlalu panjang: {len(text)} huruf, paling banyak {LONGEST_REPLY}. Kirim dalam dua bagian."
        wrong = long if text else "Tulis jawabannya dulu."
        return await talk_page(desk, request, actor, wrong=wrong, draft=text, status=422)
    given = form.get("formulir", "") or desk.new_token()
    found = composer.look(desk, waiting, text)
    if composer.stays(found, form.get("yakin", "")):
        if access.may_read(actor, waiting, desk.clock.now()):
            await composer.count(desk, waiting, found)
        return await talk_page(desk, request, actor, draft=text, form=given, found=found, status=422)
    name = name_of(waiting.ticket.id, given, f"reply\n{text}")
    wrong = await submit(desk, waiting, name, Replied(desk.clock.now(), actor.id, text))
    if wrong:
        return await refused(desk, request, actor, wrong, draft=text, form=given)
    return RedirectResponse(f"/desk/tickets/{waiting.ticket.id}#akhir", 303)


async def close(desk: Desk, request: Request, actor: Counselor) -> Response:
    """`teks`: a reply that stood on the page unsent."""
    form, waiting = await fields(request), await known(desk, request, actor)
    draft, given = form.get("teks", "").strip(), form.get("formulir", "") or desk.new_token()
    chosen, codes = Chosen(form.get("hasil", ""), form.get("kategori", "")), desk.codes
    if waiting is None:
        return gone(desk, draft=draft)
    if wrong := chosen.wrong(words.OUTCOMES, codes):
        return await talk_page(desk, request, actor, wrong=wrong, draft=draft, chosen=chosen, status=422)
    name = name_of(waiting.ticket.id, given, f"close\n{chosen.outcome}\n{chosen.category}")
    inbound = Returned(desk.clock.now(), actor.id, chosen.outcome, chosen.category, codes.version)
    if wrong := await submit(desk, waiting, name, inbound):
        return await refused(desk, request, actor, wrong, draft=draft)
    return RedirectResponse("/desk", 303)


async def refused(
    desk: Desk, request: Request, actor: Counselor, wrong: str, *, draft: str = "", form: str = ""
) -> Response:
    """A reply or a close was not taken: why, and the words back."""
    if wrong == "not_stored":
        return desk.message("Belum tersimpan", NOT_STORED, status=503, draft=draft, ulang=form)
    if wrong == "parked":
        return await talk_page(desk, request, actor, wrong=NOT_DONE, draft=draft, status=409)
    waiting = await desk.store.ticket(TicketId(request.path_params["ticket"]))
    was_mine = waiting is not None and waiting.ticket.claimed_by == actor.id
    return gone(desk, CLOSED if wrong == "closed" and was_mine else await why_gone(desk, request, actor), draft)
