"""The one table of routes, and what every request passes before it.

Laws
1. A body over 1 MiB is refused before anything looks at it, also when it comes in pieces without a length.
2. Nothing another site made a browser post gets in.
3. What goes wrong inside says nothing outside, and is logged without a word of what was asked.
4. Every route says beside itself who may use it.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.pages import STATIC, ChatPages
from bot.errors import IntakeFull, StoreDown

log = logging.getLogger(__name__)

LARGEST_BODY = 1_048_576
"""Bytes (contract.md, HTTP)."""
MOST_DRAINED = 16 * LARGEST_BODY
"""A too large body is read and dropped up to here, so that its sender can still read the answer."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # nothing to any other site; with no-referrer our own forms' Origin is `null`
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""On every answer that does not bring its own."""
ANYONE = "anyone"

Handler = Callable[[Request], Awaitable[Response]]
Unready = Callable[[], Awaitable[Sequence[str]]]
"""Why the service cannot work now; empty when it can."""
Warned = Callable[[], Sequence[str]]
"""What somebody should see to soon, in codes; it changes nothing about whether we are ready."""


class Door(Route):
    """A route with who may use it: `anyone`, `telegram`, `twilio`, `balancer`, or what the desk names."""

    def __init__(self, path: str, endpoint: Handler, method: str, *, who: str) -> None:
        super().__init__(path, endpoint, methods=[method])
        self.who = who


class Files(Mount):
    """Style and script, pictures and sheets to print; nothing in there is about anybody. A sheet wears the headers of
    every answer: its style stands in a file beside it, and nothing else is fetched or run."""

    def __init__(self, path: str, folder: Path) -> None:
        super().__init__(path, StaticFiles(directory=folder))
        self.who = ANYONE


def build(
    *,
    chat: ChatPages | None,
    desk: Iterable[BaseRoute] = (),
    telegram: Handler | None = None,
    whatsapp: Mapping[str, Handler] | None = None,
    unready: Unready,
    warned: Warned | None = None,
    media: Path | None = None,
) -> Starlette:
    """The whole of HTTP. `chat` is None when the web chat is off; `whatsapp` maps `inbound`, `fallback` and `status`
    to their handlers; `media` is the folder of pictures, sounds and sheets; what is not given answers 404."""
    routes: list[BaseRoute] = [*_chat(chat)] if chat else []
    routes += desk
    if telegram:
        routes.append(Door("/telegram/webhook", telegram, "POST", who="telegram"))
    for name, handler in (whatsapp or {}).items():
        routes.append(Door(f"/whatsapp/{name}", handler, "POST", who="twilio"))
    if media is not None and media.is_dir():
        routes.append(Files("/media", media))
    routes += _health(unready, warned or tuple)
    return Starlette(routes=routes, middleware=[Middleware(one) for one in (Edge, BodyLimit, Dressed, OwnSite)])


def _chat(chat: ChatPages) -> list[BaseRoute]:
    return [
        Door("/", chat.start, "GET", who=ANYONE),
        Door("/chat", chat.show, "GET", who=ANYONE),
        Door("/chat", chat.say, "POST", who=ANYONE),
        Door("/chat/tunggu", chat.wait, "GET", who=ANYONE),
        Door("/chat/stream", chat.stream, "GET", who=ANYONE),
        Door("/chat/exit", chat.leave, "POST", who=ANYONE),
        Door("/chat/kembali", chat.come_back, "POST", who=ANYONE),
        Files("/chat/static", STATIC),
    ]


def _health(unready: Unready, warned: Warned) -> list[BaseRoute]:
    async def healthz(request: Request) -> Response:  # noqa: ARG001  a route takes its request
        return PlainTextResponse("ok")

    async def readyz(request: Request) -> Response:  # noqa: ARG001  a route takes its request
        reasons = list(await unready())
        answer: dict[str, object] = {"ready": not reasons, "because": reasons}
        if soon := list(warned()):
            answer["warnings"] = soon
        return JSONResponse(answer, 503 if reasons else 200)

    return [Door("/healthz", healthz, "GET", who=ANYONE), Door("/readyz", readyz, "GET", who="balancer")]


def permissions(routes: Iterable[BaseRoute]) -> dict[str, str]:
    """`METHOD path` → who may, for every route; a route that does not say is named with an empty string."""
    table = {}
    for route in routes:
        methods = sorted(getattr(route, "methods", None) or {"GET"})
        for method in methods:
            who: Any = getattr(route, "who", "") or getattr(getattr(route, "endpoint", None), "who", "")
            table[f"{method} {getattr(route, 'path', '?')}"] = str(who)
    return table


class Edge:
    """The last place: whatever was raised becomes an answer without detail."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            log.info("Lost a caller before their request was whole")
        except Exception as error:  # noqa: BLE001  the ASGI edge (architecture.md, convention 8)
            busy = isinstance(error, StoreDown | IntakeFull)
            log.error("Failed a request", extra={"error": type(error).__name__, **_where(scope, error)})
            if not started:
                words = "Sedang ada gangguan. Coba lagi nanti." if busy else "Ada yang salah di sini, bukan padamu."
                await PlainTextResponse(words, 503 if busy else 500, headers=HEADERS)(scope, receive, send)


def _where(scope: Scope, error: Exception) -> dict[str, object]:
    """The place in our code; never an address, which may hold a token, nor the error's words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return {"place": place, "route": getattr(scope.get("endpoint"), "__qualname__", "")}


class BodyLimit:
    """A body with a length is judged by it; one that comes in pieces is read first, at most the limit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        length = headers.get("content-length")
        if length is None and "transfer-encoding" not in headers:
            await self.app(scope, receive, send)
            return
        if length is None:
            body = await _read(receive, LARGEST_BODY)
            if body is not None:
                await self.app(scope, _again(body, receive), send)
                return
        elif length.isdecimal() and int(length) <= LARGEST_BODY:
            await self.app(scope, receive, send)
            return
        else:
            await _read(receive, 0)
        await PlainTextResponse("", 413, headers={**HEADERS, "Connection": "close"})(scope, receive, send)


async def _read(receive: Receive, limit: int) -> bytes | None:
    """The body, or None when it is larger than `limit` bytes; what is too much is dropped, and read only to
    MOST_DRAINED. Raises ClientDisconnect for half a body."""
    body = bytearray()
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        piece = message.get("body", b"")
        size += len(piece)
        if size <= limit:
            body += piece
        if not message.get("more_body", False) or size > MOST_DRAINED:
            return bytes(body) if size <= limit else None


def _again(body: bytes, receive: Receive) -> Receive:
    """`receive`, with the body that was read already in front."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return messages.pop() if messages else await receive()

    return replayed


class Dressed:
    """The headers that every answer wears."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, dressed)


class OwnSite:
    """Another site's posts are refused. New browsers say which site made them ask; old ones, and any over plain HTTP,
    name at least the origin, which must be the host that was asked (so a proxy has to pass Host on as it came). The
    webhooks' callers say neither, and are known by their secret or signature."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS and not _own(Headers(scope=scope)):
            await PlainTextResponse("", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _own(headers: Headers) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in OWN_SITES
    if origin is None:
        return True
    named = _bare(origin.partition("://")[2])
    return bool(named) and named == _bare(headers.get("host", ""))


def _bare(host: str) -> str:
    """Without the port that goes without saying."""
    return host.lower().removesuffix(":80").removesuffix(":443")
