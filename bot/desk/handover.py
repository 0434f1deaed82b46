"""A talk goes from one counselor to another: back to the queue, or held out with a note that is accepted or refused.

Laws
1. The talk stays with who holds it out until another has accepted; the intake decides, under the conversation's lock.
2. Who is offered a talk reads the note and the level. What was said they read once they have accepted.
3. Words of the note come back with every refusal. Nothing of it is ever said to a contact.
4. A child's talk is not held out to who may not have it; that is said in the list, kindly, beside their name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk import access, presence, words
from bot.desk.frame import Desk, fields
from bot.desk.talks import CLOSED, GONE, act, gone, known, name_of, refused, submit, talk_page, why_gone
from bot.engine import promises
from bot.model.counselor import Counselor
from bot.model.desk import Waiting
from bot.model.message import (
    Accepted,
    Declined,
    Noted,
    Offered,
    Office,
    Promised,
    Recalled,
    Released,
    TicketId,
)
from bot.model.offices import OFFICES

LONGEST_PART = 600
"""Letters of each part of a note: what a colleague reads in the minute before they decide."""
LONGEST_NOTE = 2_000
NOT_STORED = "Belum tersimpan. Coba kirim lagi."
PARTS = ("siapa", "risiko", "dilakukan", "janji", "aman")
NEEDED = ("siapa", "risiko", "dilakukan", "aman")
"""Who promised nothing leaves that part empty."""
HINTS = {
    "siapa": "Siapa dia, tentang apa",
    "risiko": "Apa bahayanya, apa yang Anda lihat",
    "dilakukan": "Apa yang sudah dibicarakan dan dikerjakan",
    "janji": "Apa yang dijanjikan, kapan. Kosongkan bila tidak ada",
    "aman": "Kapan dan bagaimana aman membalas",
}
TO_COLLEAGUE, TO_OFFICE = "orang:", "kantor:"
NO_RECORDS = "datanya belum lengkap untuk obrolan anak"
NOT_OFFERED = "Titipan ini sudah tidak menunggu Anda: sudah diterima, dibatalkan, atau waktunya habis."


@dataclass(frozen=True, slots=True)
class Choice:
    """To whom a talk may be held out. `no`: why not, in words; "" when it may."""

    code: str
    name: str
    no: str = ""


async def form(desk: Desk, request: Request, actor: Counselor) -> Response:
    waiting = await _mine(desk, request, actor)
    if waiting is None:
        return gone(desk, await why_gone(desk, request, actor))
    return await _form(desk, actor, waiting, _known_parts(waiting))


async def _form(
    desk: Desk, actor: Counselor, waiting: Waiting, parts: Mapping[str, str], *, wrong: str = "", to: str = ""
) -> Response:
    people, offices = choices(actor, waiting, await desk.store.counselors())
    return desk.page(
        "serah.html",
        status=422 if wrong else 200,
        orang=actor,
        tiket=waiting.ticket,
        rekan=people,
        kantor=offices,
        bagian=[(name, words.PARTS[name], HINTS[name], parts.get(name, ""), name in NEEDED) for name in PARTS],
        pilihan=to,
        salah=wrong,
        formulir=desk.new_token(),
        panjang=LONGEST_PART,
    )


def choices(actor: Counselor, waiting: Waiting, everyone: Sequence[Counselor]) -> tuple[list[Choice], list[Choice]]:
    """Colleagues, those of the own office first, and offices where somebody may have the talk."""
    there = [
        one
        for one in everyone
        if one.id != actor.id and one.password and one.disabled_at is None and "counselor" in one.roles
    ]
    there.sort(key=lambda one: (one.office != actor.office, one.office, one.shown.casefold(), one.id))
    people = [
        Choice(
            f"{TO_COLLEAGUE}{one.id}",
            f"{one.shown}, {OFFICES.get(one.office, one.office)}",
            NO_RECORDS if access.may_claim(one, waiting) else "",
        )
        for one in there
    ]
    able = {one.office for one in there if not access.may_claim(one, waiting)}
    offices = [Choice(f"{TO_OFFICE}{code}", name) for code, name in OFFICES.items() if code in able]
    return people, offices


async def offer(desk: Desk, request: Request, actor: Counselor) -> Response:
    given = await fields(request)
    parts = {name: given.get(name, "").strip() for name in PARTS}
    waiting = await _mine(desk, request, actor)
    if waiting is None:
        return gone(desk, await why_gone(desk, request, actor), told(parts))
    everyone, to = await desk.store.counselors(), given.get("kepada", "")
    people, offices = choices(actor, waiting, everyone)
    wrong = _wrong(parts, to, [*people, *offices])
    if wrong:
        return await _form(desk, actor, waiting, parts, wrong=wrong, to=to)
    colleague = next((one for one in everyone if to == f"{TO_COLLEAGUE}{one.id}"), None)
    inbound = Offered(
        desk.clock.now(),
        actor.id,
        colleague.office if colleague else Office(to.removeprefix(TO_OFFICE)),
        tuple(parts.items()),
        colleague.id if colleague else None,
        colleague.shown if colleague else "",
    )
    name = name_of(waiting.ticket.id, given.get("formulir", "") or desk.new_token(), f"offer\n{to}\n{told(parts)}")
    wrong = await submit(desk, waiting, name, inbound)
    if wrong in ("not_stored", "parked"):
        return await _form(desk, actor, waiting, parts, wrong=NOT_STORED, to=to)
    if wrong and wrong != "offered":
        return await refused(desk, request, actor, wrong, draft=told(parts))
    return RedirectResponse(f"/desk/tickets/{waiting.ticket.id}#akhir", 303)


def _wrong(parts: Mapping[str, str], to: str, may: Sequence[Choice]) -> str:
    found = next((one for one in may if one.code == to), None)
    if found is None:
        return "Pilih dulu kepada siapa."
    if found.no:
        return f"Belum bisa diserahkan kepada {found.name}: {found.no}. Pilih rekan atau kantor lain."
    missing = [words.PARTS[name] for name in NEEDED if not parts[name]]
    if missing:
        return f"Isi dulu: {', '.join(missing)}."
    long = [words.PARTS[name] for name in PARTS if len(parts[name]) > LONGEST_PART]
    return f"Terlalu panjang, paling banyak {LONGEST_PART} huruf: {', '.join(long)}." if long else ""


def told(parts: Mapping[str, str]) -> str:
    """A note as one text, to be given back."""
    return "\n".join(f"{words.PARTS[name]}: {text}" for name, text in parts.items() if text)


def _known_parts(waiting: Waiting) -> dict[str, str]:
    """What the page knows already, to be corrected."""
    ticket = waiting.ticket
    heard = ", ".join((words.level(ticket.level)["level"], *words.kinds(ticket)))
    reach = dict(words.note(ticket)).get(words.NOTE["jangkauan"], "")
    return {"siapa": words.person(waiting), "risiko": heard, "aman": reach}


async def shown(desk: Desk, request: Request, actor: Counselor) -> Response:
    """The note and the level, for who is offered the talk."""
    now, ticket = desk.clock.now(), TicketId(request.path_params["ticket"])
    opened = await access.access_offer(desk.store, actor, ticket, now=now)
    if opened is None:
        return gone(desk, NOT_OFFERED)
    waiting, note = opened
    level = words.level(waiting.ticket.level)
    return desk.page(
        "titipan.html",
        orang=actor,
        tiket=waiting.ticket,
        siapa=words.person(waiting),
        saluran=words.CHANNELS[waiting.channel],
        kantor=OFFICES.get(waiting.ticket.office, ""),
        jenis=words.kinds(waiting.ticket),
        catatan=words.note_of(note, waiting.ticket.claimed_name, now),
        sampai=words.hour(waiting.ticket.offer.until if waiting.ticket.offer else None, now),
        tiket_shape=level["shape"],
        tiket_level=level["level"],
        tiket_tone=level["tone"],
    )


async def note_form(desk: Desk, request: Request, actor: Counselor) -> Response:
    """A page of its own, in another colour and without any way to send: nobody writes here to a contact by mistake."""
    waiting = await _mine(desk, request, actor)
    if waiting is None:
        return gone(desk, await why_gone(desk, request, actor))
    return _note_form(desk, actor, waiting)


def _note_form(desk: Desk, actor: Counselor, waiting: Waiting, *, wrong: str = "", text: str = "") -> Response:
    values = {"orang": actor, "tiket": waiting.ticket, "salah": wrong, "isi": text, "panjang": LONGEST_NOTE}
    return desk.page("catat.html", status=422 if wrong else 200, formulir=desk.new_token(), **values)


async def note(desk: Desk, request: Request, actor: Counselor) -> Response:
    given = await fields(request)
    text, waiting = given.get("catatan", "").strip(), await _mine(desk, request, actor)
    if waiting is None:
        return gone(desk, await why_gone(desk, request, actor), text)
    if not text or len(text) > LONGEST_NOTE:
        wrong = f"Terlalu panjang, paling banyak {LONGEST_NOTE} huruf." if text else "Tulis catatannya dulu."
        return _note_form(desk, actor, waiting, wrong=wrong, text=text)
    name = name_of(waiting.ticket.id, given.get("formulir", "") or desk.new_token(), f"note\n{text}")
    wrong = await submit(desk, waiting, name, Noted(desk.clock.now(), actor.id, text))
    if wrong in ("not_stored", "parked"):
        return _note_form(desk, actor, waiting, wrong=NOT_STORED, text=text)
    if wrong:
        return await refused(desk, request, actor, wrong, draft=text)
    return RedirectResponse(f"/desk/tickets/{waiting.ticket.id}#akhir", 303)


async def promise(desk: Desk, request: Request, actor: Counselor) -> Response:
    """In one tap: said to the contact in the counselor's voice, and noted with its hour."""
    given, now = await fields(request), desk.clock.now()
    waiting = await _mine(desk, request, actor)
    if waiting is None:
        return gone(desk, await why_gone(desk, request, actor))
    due = words.promised_at(given.get("kapan", ""))
    if due is None or not now < due <= now + promises.FARTHEST:
        return await talk_page(desk, request, actor, wrong="Pilih dulu jamnya.", status=422)
    name = name_of(waiting.ticket.id, given.get("formulir", "") or desk.new_token(), f"promise\n{given['kapan']}")
    wrong = await submit(desk, waiting, name, Promised(now, actor.id, due))
    if wrong in ("not_stored", "parked"):
        return await talk_page(desk, request, actor, wrong=NOT_STORED, status=503)
    if wrong:
        return await refused(desk, request, actor, wrong)
    return RedirectResponse(f"/desk/tickets/{waiting.ticket.id}#akhir", 303)


async def accept(desk: Desk, request: Request, actor: Counselor) -> Response:
    waiting = await known(desk, request, actor)
    if waiting is None:
        return gone(desk, NOT_OFFERED)
    if waiting.ticket.claimed_by != actor.id:
        if not access.is_offered(actor, waiting, desk.clock.now()):
            return gone(desk, NOT_OFFERED)
        wrong = await act(desk, waiting, Accepted(desk.clock.now(), actor.id, actor.shown, actor.office))
        if wrong:
            return _not_done(desk, wrong, NOT_OFFERED)
        await presence.arrive(desk, actor)
    return RedirectResponse(f"/desk/tickets/{waiting.ticket.id}#akhir", 303)


async def decline(desk: Desk, request: Request, actor: Counselor) -> Response:
    waiting = await known(desk, request, actor)
    if waiting is None or not access.is_offered(actor, waiting, desk.clock.now()):
        return gone(desk, NOT_OFFERED)
    wrong = await act(desk, waiting, Declined(desk.clock.now(), actor.id, actor.office))
    return _not_done(desk, wrong, NOT_OFFERED) if wrong else RedirectResponse("/desk", 303)


async def recall(desk: Desk, request: Request, actor: Counselor) -> Response:
    waiting = await _mine(desk, request, actor)
    if waiting is None:
        return gone(desk, await why_gone(desk, request, actor))
    wrong = await act(desk, waiting, Recalled(desk.clock.now(), actor.id))
    if wrong and wrong != "not_offered":
        return _not_done(desk, wrong, GONE)
    return RedirectResponse(f"/desk/tickets/{waiting.ticket.id}#akhir", 303)


async def release(desk: Desk, request: Request, actor: Counselor) -> Response:
    """In one tap."""
    waiting = await known(desk, request, actor)
    if waiting is None:
        return gone(desk)
    if waiting.ticket.claimed_by == actor.id:
        wrong = await act(desk, waiting, Released(desk.clock.now(), actor.id))
        if wrong:
            return _not_done(desk, wrong, GONE)
    return RedirectResponse("/desk", 303)


async def _mine(desk: Desk, request: Request, actor: Counselor) -> Waiting | None:
    waiting = await known(desk, request, actor)
    return waiting if waiting and access.may_read(actor, waiting, desk.clock.now()) else None


def _not_done(desk: Desk, wrong: str, text: str) -> Response:
    if wrong in ("not_stored", "parked"):
        return desk.message("Belum tersimpan", "Belum tersimpan. Coba lagi.", status=503)
    return desk.message("Tidak bisa", CLOSED if wrong == "closed" else text, status=409)
