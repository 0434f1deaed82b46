"""Twilio's Messages API and its webhooks for WhatsApp, as the documentation and real payloads have them.

A message in is one signed POST; it is tried again only as the fragment of the webhook's URL says (`#rc=5&rp=all`), by
default once and only when nobody could be connected to. What became of a message out is told to its StatusCallback.
"""

import asyncio
import base64
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

from bot.ports import Clock
from tests.peers.server import PATIENCE_S, Fault, Peer, answer
from tests.web.fakes import MovingClock, until

API = "2010-04-01"
LONGEST_BODY = 1600
WINDOW = timedelta(hours=24)
PHONE = re.compile(r"whatsapp:\+\d{5,15}")
SCOPED = re.compile(r"whatsapp:[A-Z]{2}(\.ENT)?\.[A-Za-z0-9]{1,128}")
CALLBACK = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?/\S*")
"""No underscore in the host."""

Json = dict[str, Any]


class ApiError(Exception):
    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text

    @property
    def body(self) -> Json:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.text, "more_info": more, "status": self.status}


def refusal(status: int, code: int) -> Fault:
    """The next call is refused with this code of Twilio's dictionary."""
    return answer(status, ApiError(status, code, "refused by the test").body, **{"content-type": "application/json"})


def too_many(seconds: int) -> Fault:
    """429: not carried out."""
    body = ApiError(429, 20429, "Too Many Requests").body
    return answer(429, body, **{"content-type": "application/json", "Retry-After": str(seconds)})


@dataclass
class Sent:
    """A message of ours as Twilio keeps it."""

    sid: str
    to: str
    body: str
    callback: str
    at: datetime
    states: list[str] = field(default_factory=lambda: ["queued"])
    error: int | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A message for us as Twilio keeps it, however its webhook fared."""

    sid: str
    sender: str
    body: str
    media: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Retry:
    """What the fragment of a webhook's URL asks for."""

    most: int = 1
    after: frozenset[str] = frozenset(["ct"])

    @classmethod
    def of(cls, url: str) -> "Retry":
        asked = parse_qs(url.partition("#")[2])
        after = frozenset(asked["rp"][0].split(",")) if "rp" in asked else cls().after
        return cls(int(asked["rc"][0]) if "rc" in asked else cls().most, after)

    def wanted(self, status: int) -> bool:
        """After an answer with `status`; 0 means that nobody could be connected to."""
        kind = "ct" if status == 0 else f"{status // 100}xx"
        return kind in ("ct", "4xx", "5xx") and bool(self.after & {kind, "all"})


class TwilioPeer(Peer):
    """`person("+628…")` is somebody with WhatsApp. `webhook` and `fallback` are set at the number; `back_off` lies
    between two tries; `mute`: what became of our messages is told to nobody."""

    def __init__(self, account_sid: str, auth_token: str, sender: str, clock: Clock | None = None) -> None:
        messages = f"/{API}/Accounts/{{account}}/Messages.json"
        super().__init__(
            [Route(messages, self._create, methods=["POST"]), Route(messages, self._list, methods=["GET"])]
        )
        self.account_sid, self.sender = account_sid, sender
        self._token, self._signer = auth_token, RequestValidator(auth_token)
        self.clock: Clock = clock or MovingClock()
        self.webhook = self.fallback = ""
        self.back_off = 0.01
        self.delivered: list[int] = []  # status codes of webhooks, 0 for none
        self.answers: list[str] = []  # what the last tries were answered with: content type and body
        self.sent: list[Sent] = []
        self.received: dict[str, Received] = {}
        self.mute = False
        self.people: dict[str, Person] = {}
        self._number = 0
        self._reports: set[asyncio.Task[None]] = set()

    def person(self, phone: str) -> "Person":
        return self.people.setdefault(phone, Person(self, phone))

    def next_sid(self, kind: str = "SM") -> str:
        self._number += 1
        return f"{kind}{self._number:032x}"

    async def down(self) -> None:
        for task in self._reports:
            task.cancel()
        for task in list(self._reports):
            with suppress(asyncio.CancelledError):
                await task
        await super().down()

    # ---- webhooks

    def sign(self, url: str, fields: Mapping[str, str]) -> str:
        """Twilio's own signature, over the URL as it was configured, without the fragment."""
        return str(self._signer.compute_signature(url.partition("#")[0], dict(fields)))

    async def call(self, url: str, fields: Mapping[str, str], *, signature: str | None = None) -> int:
        """One webhook with its retries; returns the last status, 0 for none."""
        retry, status = Retry.of(url), 0
        headers = {
            "X-Twilio-Signature": self.sign(url, fields) if signature is None else signature,
            "I-Twilio-Idempotency-Token": fields["MessageSid"],
        }
        async with httpx.AsyncClient(timeout=15) as http:
            for tried in range(1 + retry.most):
                if tried:
                    await asyncio.sleep(self.back_off)
                status = await self._post(http, url, fields, headers)
                if 200 <= status < 300 or not retry.wanted(status):
                    return status
        return status

    async def _post(
        self, http: httpx.AsyncClient, url: str, fields: Mapping[str, str], headers: Mapping[str, str]
    ) -> int:
        try:
            got = await http.post(self.resolve(url), data=dict(fields), headers=dict(headers))
        except httpx.HTTPError:
            self.delivered.append(0)
            return 0
        self.delivered.append(got.status_code)
        self.answers.append(f"{got.headers.get('content-type', '')} {got.text}")
        return got.status_code

    async def inbound(self, fields: Mapping[str, str]) -> int:
        """A message for us: the webhook, then the fallback."""
        sid, at = fields["MessageSid"], self.clock.now()
        self.received.setdefault(sid, Received(sid, fields["From"], fields["Body"], fields["NumMedia"], at))
        status = await self.call(self.webhook, fields)
        if not 200 <= status < 300 and self.fallback:
            status = await self.call(self.fallback, {**fields, "ErrorCode": "11200", "ErrorUrl": self.webhook})
        return status

    # ---- the API

    def _check(self, request: Request) -> None:
        expected = base64.b64encode(f"{self.account_sid}:{self._token}".encode()).decode()
        given = request.headers.get("authorization", "")
        if given != f"Basic {expected}" or request.path_params["account"] != self.account_sid:
            raise ApiError(401, 20003, "Authenticate")

    async def _create(self, request: Request) -> Response:
        try:
            self._check(request)
            form = {name: str(value) for name, value in (await request.form()).items()}
            self._validate(form)
        except ApiError as error:
            return JSONResponse(error.body, error.status)
        one = Sent(self.next_sid(), form["To"], form["Body"], form.get("StatusCallback", ""), self.clock.now())
        self.sent.append(one)
        task = asyncio.create_task(self._carry(one))
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)
        return JSONResponse(self._shown(one), 201)

    def _validate(self, form: Mapping[str, str]) -> None:
        to = form.get("To", "")
        if not to:
            raise ApiError(400, 21604, "A 'To' phone number is required.")
        if not (PHONE.fullmatch(to) or SCOPED.fullmatch(to)):
            raise ApiError(400, 21211, "The 'To' number is not a valid phone number.")
        if form.get("From") != self.sender:
            raise ApiError(400, 63007, "Twilio could not find a Channel with the specified From address")
        if not form.get("Body", "").strip():
            raise ApiError(400, 21619, "A text message body or media urls must be specified.")
        if len(form["Body"]) > LONGEST_BODY:
            raise ApiError(400, 21617, "The concatenated message body exceeds the 1600 character limit")
        if "StatusCallback" in form and not CALLBACK.fullmatch(form["StatusCallback"]):
            raise ApiError(400, 21609, "The StatusCallback URL is not a valid URL.")
        reader = self._reader(to)
        if reader and reader.stopped:
            raise ApiError(400, 21610, "Attempt to send to unsubscribed recipient")

    def _reader(self, to: str) -> "Person | None":
        return next((one for one in self.people.values() if to in (one.address, one.scoped)), None)

    async def _list(self, request: Request) -> Response:
        try:
            self._check(request)
        except ApiError as error:
            return JSONResponse(error.body, error.status)
        asked = request.query_params
        day, to, sender = asked.get("DateSent>", ""), asked.get("To"), asked.get("From")
        both: list[Sent | Received] = [*self.sent, *self.received.values()]
        shown = [self._shown(one) for one in sorted(both, key=lambda one: one.at, reverse=True) if _day(one.at) >= day]
        found = [one for one in shown if to in (None, one["to"]) and sender in (None, one["from"])]
        page, size = int(asked.get("Page", "0")), int(asked.get("PageSize", "50"))
        more = f"{request.url.path}?{urlencode({**asked, 'Page': page + 1})}" if found[(page + 1) * size :] else None
        shut = {"page": page, "page_size": size, "next_page_uri": more}
        return JSONResponse({"messages": found[page * size : (page + 1) * size], **shut})

    def _shown(self, one: Sent | Received) -> Json:
        date = format_datetime(one.at.astimezone(UTC))
        where = f"/{API}/Accounts/{self.account_sid}/Messages/{one.sid}"
        plain = {"sid": one.sid, "account_sid": self.account_sid, "api_version": API, "body": one.body}
        if isinstance(one, Sent):
            about: Json = {"to": one.to, "from": self.sender, "status": one.states[-1], "direction": "outbound-api"}
            about |= {"error_code": one.error, "num_media": "0", "date_sent": None}
        else:
            about = {"to": self.sender, "from": one.sender, "status": "received", "direction": "inbound"}
            about |= {"error_code": None, "num_media": one.media, "date_sent": date}
        counts = {"num_segments": "1", "price": None, "price_unit": None, "error_message": None}
        dates = {"date_created": date, "date_updated": date}
        return {**plain, **about, **counts, **dates, "messaging_service_sid": None, "uri": f"{where}.json"}

    async def _carry(self, one: Sent) -> None:
        """What WhatsApp makes of a message, told to its StatusCallback: never the first `queued`."""
        reader = self._reader(one.to)
        if reader is None:
            await self._report(one, "failed", 63003)
        elif self.clock.now() - reader.last_said > WINDOW:
            await self._report(one, "failed", 63016)
        elif reader.blocked:
            await self._report(one, "failed", 63014)
        else:
            reader.messages.append(one.body)
            await self._report(one, "sent")
            await self._report(one, "delivered")

    async def _report(self, one: Sent, status: str, error: int | None = None) -> None:
        one.states.append(status)
        one.error = error
        if not one.callback or self.mute:
            return
        fields = {"MessageSid": one.sid, "SmsSid": one.sid, "MessageStatus": status, "SmsStatus": status}
        fields |= {"To": one.to, "From": self.sender, "AccountSid": self.account_sid, "ApiVersion": API}
        fields |= {"ChannelPrefix": "whatsapp", "ChannelToAddress": "+628XXXXXXXX"}
        fields |= {"ErrorCode": str(error)} if error else {}
        await self.call(one.callback, fields)


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()


class Person:
    """Somebody who writes to our WhatsApp number. Every verb returns the last status of the webhook."""

    def __init__(self, peer: TwilioPeer, phone: str) -> None:
        self._peer = peer
        self.address = f"whatsapp:{phone}"
        self.scoped = f"whatsapp:ID.{int(phone.lstrip('+')) * 7}"
        self.hidden = False  # since June 2026 a person may hide their number
        self.stopped = False  # sent STOP
        self.blocked = False
        self.messages: list[str] = []
        self.last_said = datetime.min.replace(tzinfo=UTC)
        self._since = 0

    def form(self, **fields: str) -> dict[str, str]:
        """The webhook of one message."""
        sid = self._peer.next_sid()
        names = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "AccountSid": self._peer.account_sid}
        sender = {"From": self.scoped} if self.hidden else {"From": self.address, "WaId": self.address[10:]}
        sender |= {"To": self._peer.sender, "ExternalUserId": self.scoped, "ProfileName": "Orang"}
        about = {"Body": "", "MessageType": "text", "NumMedia": "0", "NumSegments": "1", "ReferralNumMedia": "0"}
        return {**names, **sender, **about, "SmsStatus": "received", "ApiVersion": API, **fields}

    async def sends(self, **fields: str) -> int:
        return await self.sends_form(self.form(**fields))

    async def sends_form(self, form: Mapping[str, str]) -> int:
        """This very webhook: the same one twice is a redelivery."""
        self._since = len(self.messages)
        self.last_said = self._peer.clock.now()
        return await self._peer.inbound(form)

    async def says(self, text: str) -> int:
        return await self.sends(Body=text)

    async def presses(self, payload: str, title: str) -> int:
        """A quick reply: the id and the title of its button."""
        return await self.sends(Body=title, ButtonText=title, ButtonPayload=payload, MessageType="interactive")

    async def sticker(self) -> int:
        return await self._media("sticker", "image/webp")

    async def voice(self) -> int:
        return await self._media("audio", "audio/ogg")

    async def _media(self, kind: str, content: str) -> int:
        url = f"{self._peer.url}/{API}/Accounts/{self._peer.account_sid}/Messages/x/Media/{self._peer.next_sid('ME')}"
        return await self.sends(MessageType=kind, NumMedia="1", MediaUrl0=url, MediaContentType0=content)

    def reads(self) -> list[str]:
        """Every message of ours, in order."""
        return list(self.messages)

    async def hears(self, part: str) -> str:
        """The first message with `part` that came after their last word; waits for it."""

        def found() -> str:
            return next((one for one in self.messages[self._since :] if part in one), "")

        with suppress(TimeoutError):
            await until(found, PATIENCE_S)
        assert found(), f"nothing with {part!r} in {self.messages[self._since :]}"
        return found()
