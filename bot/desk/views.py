"""The desk's part of the one table of routes. Server-rendered, phone first, and whole without JavaScript.

Laws
1. Every route says who may; who is not signed in is led to the login, who may not gets 403.
2. Words a counselor typed come back with every refusal, also when the session is over or the store is down.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.desk import board, entrance, flows, handover, news, presence, queue, talks, trail
from bot.desk.frame import BY_ITSELF, COOKIE, PART, SIGNED_IN, STRANGER, Desk, Files, Guarded, fields, may_open
from bot.errors import StoreDown
from bot.model.counselor import Counselor

__all__ = ["Desk", "routes"]

Page = Callable[[Desk, Request, Counselor], Awaitable[Response]]
Open = Callable[[Desk, Request], Awaitable[Response]]

COUNSELOR = "counselor"
WATCHES = "counselor or supervisor"
SUPERVISES = "supervisor"
EDITS = "editor or supervisor"
AUDITS = "auditor"
ENDED = "Sesi ini sudah berakhir. Masuk lagi untuk melanjutkan."
DOWN = "Sedang ada gangguan di sisi kami. Coba lagi sebentar."
NOT_ALLOWED = "Peran Anda tidak membuka halaman ini."
LOGIN = ("/desk/login", "Masuk lagi")


def routes(desk: Desk) -> list[BaseRoute]:
    def to(path: str, page: Page, method: str, *, who: str) -> Guarded:
        async def endpoint(request: Request) -> Response:
            return await _guarded(desk, request, page, who)

        return Guarded(path, endpoint, method, who=who)

    def door(path: str, page: Open, method: str) -> Guarded:
        async def endpoint(request: Request) -> Response:
            return await page(desk, request)

        return Guarded(path, endpoint, method, who=STRANGER)

    return [
        door("/desk/login", entrance.login_form, "GET"),
        door("/desk/login", entrance.login, "POST"),
        door("/desk/enrol/{link}", entrance.enrol_form, "GET"),
        door("/desk/enrol/{link}", entrance.enrol, "POST"),
        to("/desk/logout", entrance.logout, "POST", who=SIGNED_IN),
        to("/desk/kunci", entrance.lock, "POST", who=SIGNED_IN),
        to("/desk", _home, "GET", who=f"{WATCHES} or editor or auditor"),
        to("/desk/stream", news.stream, "GET", who=WATCHES),
        to("/desk/tickets/{ticket}", talks.talk, "GET", who=COUNSELOR),
        to("/desk/tickets/{ticket}/claim", talks.claim, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/reply", talks.reply, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/close", talks.close, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/here", talks.here, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/release", handover.release, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/hand-over", handover.form, "GET", who=COUNSELOR),
        to("/desk/tickets/{ticket}/hand-over", handover.offer, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/note", handover.note_form, "GET", who=COUNSELOR),
        to("/desk/tickets/{ticket}/note", handover.note, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/promise", handover.promise, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/recall", handover.recall, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/offer", handover.shown, "GET", who=COUNSELOR),
        to("/desk/tickets/{ticket}/accept", handover.accept, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/decline", handover.decline, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/lihat", queue.look, "POST", who=WATCHES),
        to("/desk/tickets/{ticket}/ganti", presence.relief, "POST", who=COUNSELOR),
        to("/desk/jaga", presence.change, "POST", who=COUNSELOR),
        to("/desk/jaga/saya", presence.about_me, "POST", who=COUNSELOR),
        to("/desk/papan", board.page, "GET", who=SUPERVISES),
        to("/desk/jejak", trail.page, "GET", who=AUDITS),
        to("/desk/alur", flows.page, "GET", who=EDITS),
        to("/desk/alur/reload", flows.reload, "POST", who=EDITS),
        Files(),
    ]


async def _home(desk: Desk, request: Request, actor: Counselor) -> Response:
    """The queue, for who watches it; who edits the flows or audits has nothing to see there."""
    if not may_open(WATCHES, actor):
        if not may_open(EDITS, actor):
            return RedirectResponse("/desk/jejak", 303)
        return RedirectResponse("/desk/alur", 303)
    return await queue.page(desk, request, actor)


async def _guarded(desk: Desk, request: Request, page: Page, who: str) -> Response:
    by_itself = any(name in request.query_params for name in BY_ITSELF)
    try:
        session = await desk.door.session(request.cookies.get(COOKIE, ""), by_itself=by_itself)
        if session is None:
            return await _ended(desk, request)
        if not may_open(who, session.counselor):
            return desk.message("Tidak diizinkan", NOT_ALLOWED, status=403, orang=session.counselor, jalan=None)
        return await page(desk, request, session.counselor)
    except StoreDown:
        draft = await _typed(request)
        if not draft:
            raise  # the edge answers, and logs it
        given = await fields(request)
        again = given.get("formulir", "") if given.get("teks") else ""  # a note is copied by hand
        return desk.message("Belum tersimpan", DOWN, status=503, draft=draft, ulang=again)


async def _ended(desk: Desk, request: Request) -> Response:
    if PART in request.query_params:
        return desk.page("hilang.html", status=401, pesan=ENDED, jalan=LOGIN)
    draft = await _typed(request)
    if draft:
        return desk.message("Belum terkirim", ENDED, status=401, draft=draft, jalan=LOGIN)
    return RedirectResponse("/desk/login", 303)


async def _typed(request: Request) -> str:
    """A reply or a note that would be lost."""
    given = await fields(request) if request.method == "POST" else {}
    note = {name: given.get(name, "").strip() for name in handover.PARTS}
    return (given.get("teks") or given.get("catatan", "")).strip() or handover.told(note)
