"""A Telegram Bot API as the real one behaves, from the sources of its server.

The queue: updates have rising numbers and stay until an offset beyond them, or a 2xx of the webhook, acknowledges them.
A press lives 150 s. Polling and webhook exclude each other; of two pollers the older one is sent away.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.peers.person import Bubble, Json, Person
from tests.peers.server import Fault, Peer, answer

LONGEST_TEXT = 4096
LONGEST_DATA = 64
ANSWER_WITHIN_S = 15.0
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
FIRST_UPDATE = 700_000_001


class ApiError(Exception):
    def __init__(self, code: int, text: str, **parameters: object) -> None:
        super().__init__(text)
        self.code, self.text, self.parameters = code, text, parameters


def flood(seconds: int) -> Fault:
    """429: not carried out."""
    text = f"Too Many Requests: retry after {seconds}"
    body = {"ok": False, "error_code": 429, "description": text, "parameters": {"retry_after": seconds}}
    return answer(429, body)


@dataclass(frozen=True, slots=True)
class Update:
    """One update in the queue. `until`: when the server forgets it, by the clock of the loop."""

    number: int
    lane: int
    body: Json
    until: float


@dataclass
class Hook:
    url: str
    secret: str
    last_error: str = ""


@dataclass
class Poll:
    """A long poll that waits. `ended`: by whom."""

    ended: str = ""


class TelegramPeer(Peer):
    """`person(501)` is somebody with a phone. `longest_wait`: of a long poll, in seconds; `back_off`: between two tries
    of the webhook, the last one again and again."""

    def __init__(self, token: str) -> None:
        super().__init__([Route("/{bot}/{method}", self._called, methods=["GET", "POST"])])
        self._token = token
        self.longest_wait = 5.0
        self.back_off: tuple[float, ...] = (0.0, 2.0, 4.0, 8.0, 60.0)
        self.answer_within = ANSWER_WITHIN_S
        self.people: dict[int, Person] = {}
        self.queue: list[Update] = []
        self.log: dict[int, Json] = {}  # every update there ever was
        self.hook: Hook | None = None
        self.delivered: list[int] = []  # status codes of the webhook, 0 for none
        self._last = FIRST_UPDATE - 1
        self._presses: dict[str, float] = {}
        self._news = asyncio.Event()
        self._poll: Poll | None = None
        self._lanes: dict[int, asyncio.Task[None]] = {}

    def person(self, number: int) -> Person:
        return self.people.setdefault(number, Person(self, number))

    # ---- the queue

    def put(self, lane: int, lives: float = 86_400.0, **body: object) -> int:
        """A new update; returns its number."""
        self._last += 1
        until_ = asyncio.get_running_loop().time() + lives
        self.log[self._last] = {"update_id": self._last, **body}
        self.queue.append(Update(self._last, lane, self.log[self._last], until_))
        self.wake()
        if self.hook:
            self._deliver(lane)
        return self._last

    def again(self, number: int) -> None:
        """The same update once more, as after an acknowledgement that got lost."""
        self.queue.insert(0, Update(number, -1, self.log[number], float("inf")))
        self.wake()
        if self.hook:
            self._deliver(-1)

    def wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _forget_old(self) -> None:
        now = asyncio.get_running_loop().time()
        self.queue = [one for one in self.queue if one.until > now]

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop_delivering()
        await super().__aexit__(kind, error, trace)

    # ---- the webhook: one lane a chat, one update of a lane in flight

    def _deliver(self, lane: int) -> None:
        if lane not in self._lanes or self._lanes[lane].done():
            self._lanes[lane] = asyncio.create_task(self._lane(lane))

    async def _stop_delivering(self) -> None:
        for task in self._lanes.values():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._lanes.clear()

    async def _lane(self, lane: int) -> None:
        tries = 0
        async with httpx.AsyncClient(timeout=60) as http:
            while self.hook and (update := self._first(lane)):
                status = await self._post(http, self.hook, update)
                self.delivered.append(status)
                if 200 <= status < 300:
                    self.queue.remove(update)
                    tries = 0
                    continue
                await asyncio.sleep(self.back_off[min(tries, len(self.back_off) - 1)])
                tries += 1

    def _first(self, lane: int) -> Update | None:
        self._forget_old()
        return next((one for one in self.queue if one.lane == lane), None)

    async def _post(self, http: httpx.AsyncClient, hook: Hook, update: Update) -> int:
        headers = {"Content-Type": "application/json"}
        headers |= {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            got = await http.post(self.resolve(hook.url), content=json.dumps(update.body), headers=headers)
        except httpx.HTTPError as error:
            hook.last_error = type(error).__name__
            return 0
        if not got.is_success:
            hook.last_error = f"Wrong response from the webhook: {got.status_code}"
        return got.status_code

    # ---- the methods

    async def _called(self, request: Request) -> Response:
        try:
            if request.path_params["bot"] != f"bot{self._token}":
                raise ApiError(401, "Unauthorized")
            method = getattr(self, f"do_{request.path_params['method'].casefold()}", None)
            if method is None:
                raise ApiError(404, "Not Found")
            work: Callable[[Json], Awaitable[object]] = method
            return _json({"ok": True, "result": await work(await _fields(request))})
        except ApiError as error:
            body: Json = {"ok": False, "error_code": error.code, "description": error.text}
            if error.parameters:
                body["parameters"] = error.parameters
            return _json(body, error.code)

    async def do_getme(self, _: Json) -> object:
        return {"id": 1, "is_bot": True, "first_name": "Puspaga", "username": "puspaga_test_bot"}

    async def do_setwebhook(self, fields: Json) -> object:
        url, secret = str(fields.get("url", "")), str(fields.get("secret_token", ""))
        if url and not url.startswith("https://"):
            raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not SECRET.fullmatch(secret):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        return await self._switch(Hook(url, secret) if url else None, fields)

    async def do_deletewebhook(self, fields: Json) -> object:
        return await self._switch(None, fields)

    async def _switch(self, hook: Hook | None, fields: Json) -> bool:
        await self._stop_delivering()
        if hook:
            self._end_poll("setWebhook request")
        if fields.get("drop_pending_updates"):
            self.queue.clear()
        self.hook = hook
        for lane in {one.lane for one in self.queue} if hook else ():
            self._deliver(lane)
        return True

    async def do_getwebhookinfo(self, _: Json) -> object:
        self._forget_old()
        known = {"url": self.hook.url if self.hook else "", "has_custom_certificate": False}
        more = {"last_error_message": self.hook.last_error} if self.hook and self.hook.last_error else {}
        return {**known, "pending_update_count": len(self.queue), **more}

    async def do_getupdates(self, fields: Json) -> object:
        if self.hook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
                "webhook first",
            )
        self._end_poll("other getUpdates request; make sure that only one bot instance is running")
        mine = self._poll = Poll()
        self._acknowledge(int(fields.get("offset", 0)))
        limit = min(max(int(fields.get("limit", 100)), 1), 100)
        wait = min(float(fields.get("timeout", 0)), 50.0, self.longest_wait)
        deadline = asyncio.get_running_loop().time() + wait
        while not self.queue and (left := deadline - asyncio.get_running_loop().time()) > 0:
            news = self._news
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), left)
            if mine.ended or not self.is_up:
                break
        if mine.ended:
            raise ApiError(409, f"Conflict: terminated by {mine.ended}")
        self._poll = None
        self._forget_old()
        return [one.body for one in self.queue[:limit]]

    def _end_poll(self, why: str) -> None:
        if self._poll:
            self._poll.ended = why
            self.wake()

    def _acknowledge(self, offset: int) -> None:
        """Below the offset all is deleted; a negative one keeps the last so many; one far ahead counts as none."""
        self._forget_old()
        if offset < 0:
            self.queue = self.queue[offset:]
        elif offset <= self._last + 10:
            self.queue = [one for one in self.queue if one.number >= offset]

    async def do_sendmessage(self, fields: Json) -> object:
        who = self._reader(fields)
        text = str(fields.get("text", ""))
        if not text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if len(text) > LONGEST_TEXT:
            raise ApiError(400, "Bad Request: message is too long")
        markup = fields.get("reply_markup") or {}
        bubble = Bubble(who.next_number(), text, _keyboard(markup))
        who.bubbles.append(bubble)
        return who.message(bubble)

    async def do_editmessagereplymarkup(self, fields: Json) -> object:
        who = self._reader(fields)
        number = int(fields.get("message_id", 0))
        bubble = next((one for one in who.bubbles if one.number == number), None)
        if bubble is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        keyboard = _keyboard(fields.get("reply_markup") or {})
        if keyboard == bubble.keyboard:
            raise ApiError(400, "Bad Request: message is not modified: specified new message content and reply markup")
        bubble.keyboard = keyboard
        return who.message(bubble)

    async def do_answercallbackquery(self, fields: Json) -> object:
        pressed = self._presses.pop(str(fields.get("callback_query_id", "")), None)
        if pressed is None or asyncio.get_running_loop().time() - pressed > self.answer_within:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        return True

    def _reader(self, fields: Json) -> Person:
        chat = str(fields.get("chat_id", ""))
        who = self.people.get(int(chat)) if re.fullmatch(r"-?\d+", chat) else None
        if who is None or not who.numbers:
            raise ApiError(400, "Bad Request: chat not found")
        if who.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return who

    def pressed(self) -> str:
        """The name of a new press, whose mark turns until it is answered."""
        name = f"press-{self._last + 1}"
        self._presses[name] = asyncio.get_running_loop().time()
        return name

    @property
    def unanswered(self) -> int:
        """Presses whose mark still turns."""
        return len(self._presses)


def _json(body: Json, status: int = 200) -> Response:
    """In ASCII, so that every letter a client could send can be told."""
    return Response(json.dumps(body), status, media_type="application/json")


async def _fields(request: Request) -> Json:
    """Query, form or JSON; values that look like JSON are."""
    if request.headers.get("content-type", "").startswith("application/json"):
        found = await request.json()
        return found if isinstance(found, dict) else {}
    fields: Json = {**request.query_params, **await request.form()}
    for name in ("reply_markup", "allowed_updates", "drop_pending_updates"):
        if name in fields:
            fields[name] = json.loads(fields[name])
    return fields


def _keyboard(markup: Json) -> list[list[Json]]:
    rows = [list(row) for row in markup.get("inline_keyboard", [])]
    for button in (one for row in rows for one in row):
        data = str(button.get("callback_data", "")).encode()
        if not button.get("text"):
            raise ApiError(400, "Bad Request: can't parse inline keyboard button: Text is empty")
        if not 1 <= len(data) <= LONGEST_DATA:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    if rows and max(len(row) for row in rows) > 8:
        raise ApiError(400, "Bad Request: too many buttons in a row")
    return rows
