"""The desk's part of the one table of routes. Server-rendered, phone first, and whole without JavaScript.

Laws
1. Every route says who may; who is not signed in is led to the login, who may not gets 403.
2. Words a counselor typed come back with every refusal, also when the session is over or the store is down.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.desk import entrance, flows, news, talks
from bot.desk.frame import BY_ITSELF, COOKIE, PART, SIGNED_IN, STRANGER, Desk, Files, Guarded, fields, may_open
from bot.errors import StoreDown
from bot.model.counselor import Counselor

__all__ = ["Desk", "routes"]

Page = Callable[[Desk, Request, Counselor], Awaitable[Response]]
Open = Callable[[Desk, Request], Awaitable[Response]]

COUNSELOR = "counselor"
WATCHES = "counselor or supervisor"
EDITS = "editor or supervisor"
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
        to("/desk", _home, "GET", who=f"{WATCHES} or editor"),
        to("/desk/stream", news.stream, "GET", who=WATCHES),
        to("/desk/tickets/{ticket}", talks.talk, "GET", who=COUNSELOR),
        to("/desk/tickets/{ticket}/claim", talks.claim, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/reply", talks.reply, "POST", who=COUNSELOR),
        to("/desk/tickets/{ticket}/close", talks.close, "POST", who=COUNSELOR),
        to("/desk/alur", flows.page, "GET", who=EDITS),
        to("/desk/alur/reload", flows.reload, "POST", who=EDITS),
        Files(),
    ]


async def _home(desk: Desk, request: Request, actor: Counselor) -> Response:
    """The queue, for who watches it; who edits the flows has nothing to see there."""
    if not may_open(WATCHES, actor):
        return RedirectResponse("/desk/alur", 303)
    return await talks.queue(desk, request, actor)


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
        form = (await fields(request)).get("formulir", "")
        return desk.message("Belum tersimpan", DOWN, status=503, draft=draft, ulang=form)


async def _ended(desk: Desk, request: Request) -> Response:
    if PART in request.query_params:
        return desk.page("hilang.html", status=401, pesan=ENDED, jalan=LOGIN)
    draft = await _typed(request)
    if draft:
        return desk.message("Belum terkirim", ENDED, status=401, draft=draft, jalan=LOGIN)
    return RedirectResponse("/desk/login", 303)


async def _typed(request: Request) -> str:
    """A reply that would be lost."""
    return (await fields(request)).get("teks", "").strip() if request.method == "POST" else ""
