"""The pages of the web chat.

Laws
1. A page shows the talk of a living visit and nothing else; who comes later sees the neutral start. An open page
   forgets by itself: by its script also without network, and without script by loading again.
2. Post, redirect, get: no words in an address, none in what Back would send again.
3. What could not be stored is said so, and the words stay in the field.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from math import ceil
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.channels.web import wire
from bot.channels.web.stream import PING_S, Stream
from bot.channels.web.tries import Tries, source_of
from bot.errors import IntakeFull, StoreDown
from bot.model.conversation import QUIET
from bot.model.message import Arrival, Author, ConversationId, MessageId
from bot.model.visit import Bubble, Visit
from bot.ports import Bell, Clock, Intake, Store

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
STATIC = HERE / "static"
COOKIE = "obrolan"
PATH = "/chat"
WAITING = "/chat/tunggu"
ANSWER_S = 1.5
"""How long a redirect waits for the answer, so that the next page usually shows it."""
SETTLED_S = 0.15
"""Bubbles of one turn follow each other within this."""

_MEDIA = re.compile(r"/media/[\w.-]+")
OVER_S = 1
"""So much after its last moment a visit is surely over, and a page that reloads itself then is the neutral start."""


def environment() -> jinja2.Environment:
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals["label_of"] = wire.label_of
    pages.filters["parts"] = parts
    return pages


def parts(bubble: Bubble) -> tuple[str, str]:
    """The text of a bubble, and the address of the picture, sound or sheet of ours that the bot's last line names, or
    ""."""
    text, _, last = bubble.text.rpartition("\n")
    ours = bubble.author is Author.BOT and _MEDIA.fullmatch(last)
    return (text, last) if ours else (bubble.text, "")


def policy(exit_url: str) -> str:
    """The content policy. Chromium holds a form's redirects against form-action, so the way out is named."""
    way = urlsplit(exit_url)
    out = f" {way.scheme}://{way.netloc}" if way.netloc else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        f"form-action 'self'{out}; base-uri 'none'; frame-ancestors 'none'"
    )


class ChatPages:
    """One method a route. `new_token` makes secrets, `key` is a keyed hash (Vault.lookup), `secure` says that the
    service is reached by https."""

    def __init__(
        self,
        store: Store,
        intake: Intake,
        bell: Bell,
        clock: Clock,
        *,
        new_token: Callable[[], str],
        key: wire.Key,
        exit_url: str,
        secure: bool,
    ) -> None:
        self._store, self._intake, self._bell, self._clock = store, intake, bell, clock
        self._new_token, self._key, self._exit_url, self._secure = new_token, key, exit_url, secure
        self._tries = Tries()
        self._pages = environment()
        self._policy = policy(exit_url)

    async def start(self, request: Request) -> Response:  # noqa: ARG002  a route takes its request
        return RedirectResponse(PATH, 303)

    async def show(self, request: Request) -> Response:
        """The talk, or the neutral start."""
        note = "asing" if "lagi" in request.query_params else ""
        return await self._draw_page(request, note=note)

    async def wait(self, request: Request) -> Response:
        """The same without the field, for browsers without JavaScript: it reloads itself."""
        return await self._draw_page(request, waits=True)

    async def say(self, request: Request) -> Response:
        """A word or a press. 303 after the commit; 503 when it could not be stored."""
        form = wire.read_form(await _fields(request))
        try:
            await self._visit(request)
            token = request.cookies.get(COOKIE) or wire.first_token(form.name, self._key) or self._new_token()
            talk = await self._take(wire.arrival_of(token, form, self._clock.now(), self._key))
            if not form.scripted:
                await self._answer(token, talk)
        except (StoreDown, IntakeFull):
            log.warning("Refused a word of the web chat")
            return await self._draw_page(request, note="gagal", draft=form.text, status=503)
        return self._with_cookie(RedirectResponse(PATH if form.scripted else WAITING, 303), token)

    async def stream(self, request: Request) -> Response:
        """New bubbles while the page is open; without a living visit only the word that it is over."""
        last = request.headers.get("last-event-id") or request.query_params.get("after")
        events = Stream(self._store, self._bell, partial(self._visit, request), self._draw_bubble)
        return EventSourceResponse(
            events.events(MessageId(last) if last else None), ping=PING_S, headers={"Cache-Control": "no-store"}
        )

    async def leave(self, request: Request) -> Response:
        """Quick exit. The browser leaves at once whatever happens here; the visit is over in any case."""
        response = RedirectResponse(self._exit_url, 303)
        response.delete_cookie(COOKIE, path=PATH, secure=self._secure, httponly=True, samesite="lax")
        token = request.cookies.get(COOKIE)
        try:
            if token and await self._visit(request) is not None:
                await self._take(wire.left(token, self._clock.now(), self._key))
        except (StoreDown, IntakeFull):
            log.warning("Could not store that a visit was left")
        return response

    async def come_back(self, request: Request) -> Response:
        """The two words chosen at the handoff open the talk again, for a new cookie."""
        words, now = wire.read_words(await _fields(request)), self._clock.now()
        token = self._new_token()
        try:
            if not (words and await self._reopen(words, token, self._source(request), now)):
                return RedirectResponse(f"{PATH}?lagi", 303)
            talk = await self._take(wire.opened(token, now, self._key))
            await self._answer(token, talk)
        except (StoreDown, IntakeFull):
            log.warning("Could not reopen a talk")
            return await self._draw_page(request, note="gangguan", status=503)
        return self._with_cookie(RedirectResponse(PATH, 303), token)

    async def _reopen(self, words: str, token: str, source: bytes, now: datetime) -> bool:
        """False for wrong words, and for any words while too many were wrong. Raises StoreDown."""
        spent = self._tries.spend(source, now)
        if spent is None:
            return False
        try:
            opened = await self._store.relink(wire.words_address(words), wire.cookie_address(token), now) is not None
        except StoreDown:
            self._tries.give_back(spent)
            raise
        if opened:
            self._tries.give_back(spent)
        return opened

    def _source(self, request: Request) -> bytes:
        """Who tries, so that it can be counted and not be read."""
        return self._key("web try", source_of(request.client.host if request.client else ""))

    async def _visit(self, request: Request) -> Visit | None:
        """What the cookie opens, while somebody was here in the last ten minutes."""
        token = request.cookies.get(COOKIE)
        visit = await self._store.visit(wire.cookie_address(token)) if token else None
        if visit is None:
            return None
        before = self._clock.now() - QUIET
        if _here(visit) >= before:
            return visit
        await self._store.unlink_idle(before)
        return None

    async def _take(self, arrival: Arrival) -> ConversationId | None:
        return (await self._intake.take(arrival)).conversation

    async def _answer(self, token: str, talk: ConversationId | None) -> None:
        """Until the answer is there and nothing follows it, at most ANSWER_S."""
        if talk is None:
            return
        try:
            async with asyncio.timeout(ANSWER_S), self._bell.listen(talk) as ear:
                while not await self._answered(token):
                    await ear.wait(ANSWER_S)
                while await ear.wait(SETTLED_S):
                    pass
        except TimeoutError:
            return

    async def _answered(self, token: str) -> bool:
        visit = await self._store.visit(wire.cookie_address(token))
        bubbles = await self._store.bubbles(visit) if visit else []
        return bool(bubbles) and bubbles[-1].author is not Author.CONTACT

    async def _draw_page(
        self, request: Request, *, note: str = "", draft: str = "", status: int = 200, waits: bool = False
    ) -> Response:
        try:
            visit = await self._visit(request)
            bubbles = await self._store.bubbles(visit) if visit else []
        except StoreDown:
            visit, bubbles, status, note = None, [], 503, note or "gangguan"
        left = QUIET - (self._clock.now() - _here(visit)) if visit else QUIET
        html = self._pages.get_template("chat.html").render(
            bubbles=bubbles,
            quiet_s=ceil(QUIET.total_seconds()),
            left_s=ceil(left.total_seconds() + OVER_S),
            counselor=_counselor(visit),
            form_id=wire.new_form_id(self._new_token(), self._key),
            exit_url=self._exit_url,
            note=note,
            draft=draft,
            waits=waits,
        )
        return HTMLResponse(html, status, headers=self._headers())

    def _headers(self) -> Mapping[str, str]:
        return {"Content-Security-Policy": self._policy}

    def _draw_bubble(self, visit: Visit, bubble: Bubble) -> str:
        page = self._pages.get_template("bubble.html")
        form_id = wire.new_form_id(self._new_token(), self._key)
        return page.render(bubble=bubble, counselor=_counselor(visit), form_id=form_id)

    def _with_cookie(self, response: Response, token: str) -> Response:
        """Until the browser closes, for this page only."""
        response.set_cookie(COOKIE, token, path=PATH, secure=self._secure, httponly=True, samesite="lax")
        return response


async def _fields(request: Request) -> Mapping[str, object]:
    async with request.form(max_files=0, max_fields=10) as fields:
        return dict(fields)


def _here(visit: Visit) -> datetime:
    """When somebody was last here: their last word, or the way back."""
    return max(visit.linked_at, visit.conversation.last_in_at or visit.linked_at)


def _counselor(visit: Visit | None) -> str:
    """How the contact knows the person who answers."""
    ticket = visit.conversation.ticket if visit else None
    return (ticket.claimed_name if ticket else "") or "Konselor"
