"""Coming in and going out: the sign-in, the enrolment behind a one-time link, the sign-out."""

import segno
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.frame import COOKIE, Desk, fields
from bot.desk.session import SHORTEST_PASSWORD, Enrolment, Seat
from bot.desk.throttle import KNOWN_FOR
from bot.model.audit import Audited
from bot.model.counselor import Counselor
from bot.vault.passwords import enrolment_uri

NO_MATCH = (
    "Nama, kata sandi, atau kode belum cocok. Setelah lima kali, tunggu satu menit. Tiap kode hanya sekali pakai."
)
NO_LINK = "Tautan ini sudah dipakai, atau sudah lewat 24 jam. Mintalah tautan baru kepada koordinator."
ENROLMENT = ("shown", "password", "again", "code", "secret", "profession", "kha_trained_on", "checked_on")


def seated(desk: Desk, seat: Seat) -> Response:
    """Signed in: to the queue, with the session's cookie and the one by which this browser is known again."""
    answer = RedirectResponse("/desk", 303)
    answer.set_cookie(COOKIE, seat.token, path="/desk", httponly=True, samesite="lax", secure=desk.secure)
    answer.set_cookie(
        seat.cookie,
        seat.known,
        max_age=int(KNOWN_FOR.total_seconds()),
        path="/desk",
        httponly=True,
        samesite="lax",
        secure=desk.secure,
    )
    return answer


async def login_form(desk: Desk, request: Request) -> Response:
    if await desk.door.session(request.cookies.get(COOKIE, "")):
        return RedirectResponse("/desk", 303)
    return desk.page("masuk.html", salah="", nama="")


async def login(desk: Desk, request: Request) -> Response:
    form = await fields(request)
    name = form.get("nama", "").strip()
    seat = await desk.door.sign_in(name, form.get("sandi", ""), form.get("kode", ""), cookies=request.cookies)
    if seat is None:
        return desk.page("masuk.html", status=403, salah=NO_MATCH, nama=name)
    return seated(desk, seat)


async def enrol_form(desk: Desk, request: Request) -> Response:
    counselor = await desk.store.invited(request.path_params["link"], desk.clock.now())
    if counselor is None:
        return _no_link(desk)
    known = {
        "shown": counselor.shown,
        "profession": counselor.profession,
        "kha_trained_on": str(counselor.kha_trained_on or ""),
        "checked_on": str(counselor.checked_on or ""),
    }
    return _enrol_page(desk, counselor, desk.door.secret(), known)


async def enrol(desk: Desk, request: Request) -> Response:
    form = await fields(request)
    link = request.path_params["link"]
    counselor = await desk.store.invited(link, desk.clock.now())
    if counselor is None:
        return _no_link(desk)
    done = await desk.door.enrol(link, Enrolment(**{name: form.get(name, "").strip() for name in ENROLMENT}))
    if isinstance(done, Seat):
        return seated(desk, done)
    secret = form.get("secret", "")
    return _enrol_page(desk, counselor, secret if desk.door.is_secret(secret) else desk.door.secret(), form, done)


def _no_link(desk: Desk) -> Response:
    way = ("/desk/login", "Ke halaman masuk")
    return desk.message("Tautan tidak berlaku", NO_LINK, status=404, jalan=way)


def _enrol_page(desk: Desk, one: Counselor, secret: str, form: dict[str, str], wrong: str = "") -> Response:
    """What was typed stays, except the passwords."""
    uri = enrolment_uri(secret, one.name)
    return desk.page(
        "daftar.html",
        status=422 if wrong else 200,
        orang=one,
        rahasia=secret,
        alamat=uri,
        kode_qr=segno.make(uri).svg_data_uri(scale=4, border=4, light="#fff"),
        salah=wrong,
        isi={name: form.get(name, "") for name in ("shown", "profession", "kha_trained_on", "checked_on")},
        pendek=SHORTEST_PASSWORD,
    )


async def lock(desk: Desk, request: Request, actor: Counselor) -> Response:
    """Every browser of this counselor is signed out at once, this one too: a telephone was taken, or somebody comes."""
    await desk.store.close_sessions(actor.id)
    await desk.store.audit(Audited(desk.clock.now(), actor.id, "lock"))
    return await logout(desk, request, actor)


async def logout(desk: Desk, request: Request, actor: Counselor) -> Response:  # noqa: ARG001  any who is signed in
    await desk.store.close_session(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/desk/login", 303)
    answer.delete_cookie(COOKIE, path="/desk", secure=desk.secure, httponly=True, samesite="lax")
    return answer
