"""What Twilio tells us: inbound messages and delivery reports (channel facts B2, B3, B6).

Laws
1. The signature is checked before anything is done with a request, over the public address and the raw path and query:
   Host and forwarding headers are whatever the caller wrote.
2. What is stored, or could not be read but is kept, is answered 200 with an empty TwiML; messages leave by REST only.
3. A store that is down or an intake that is full is answered 503; whoever configured `#rc=5&rp=all` is asked again.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import Response
from twilio.request_validator import RequestValidator

from bot.channels.letters import Unreadable
from bot.channels.whatsapp.wire import read, read_blocked, read_report, read_status
from bot.errors import IntakeFull, StoreDown
from bot.model.message import Channel, storable
from bot.model.report import Report
from bot.ports import Clock, Intake

log = logging.getLogger(__name__)

HEADER = "x-twilio-signature"
MOST_FIELDS = 1_000
"""Twilio sends some thirty."""

Handler = Callable[[Request], Awaitable[Response]]
Reported = Callable[[Report], Awaitable[None]]
"""Returns when a report is stored. Raises StoreDown or IntakeFull."""
Form = ImmutableMultiDict[str, str]


def whatsapp_routes(
    intake: Intake, report: Reported, auth_token: str, public_url: str, clock: Clock
) -> Mapping[str, Handler]:
    """The endpoints of POST /whatsapp/NAME: `inbound`, `fallback` (the same, for Twilio's second try) and `status`."""
    hooks = Hooks(intake, report, RequestValidator(auth_token), public_url, clock)
    return {"inbound": hooks.inbound, "fallback": hooks.inbound, "status": hooks.status}


@dataclass(frozen=True, slots=True)
class Hooks:
    intake: Intake
    report: Reported
    validator: RequestValidator
    public_url: str
    clock: Clock

    async def inbound(self, request: Request) -> Response:
        form = await self._signed(request)
        return Response(status_code=403) if form is None else await self._answered(self._keep(form))

    async def status(self, request: Request) -> Response:
        form = await self._signed(request)
        if form is None:
            return Response(status_code=403)
        return await self._answered(self._report(form, request.query_params.get("out", "")))

    async def _signed(self, request: Request) -> Form | None:
        """The form, when Twilio signed it; None when not."""
        signature = request.headers.get(HEADER)
        if not signature:
            log.warning("Refused a webhook without signature")
            return None
        form = _form(await request.body())
        if form is None or not self.validator.validate(_address(self.public_url, request), form, signature):
            log.warning("Refused a webhook with a wrong signature")
            return None
        return form

    async def _keep(self, form: Form) -> None:
        at = self.clock.now()
        try:
            arrival = read(form, at)
        except Unreadable as error:
            log.warning("Parked a webhook", extra={"because": str(error)})
            name = storable(form.get("MessageSid", ""))[:64] or f"unread-{at.isoformat()}"
            await self.intake.park(Channel.WHATSAPP, name, storable(repr(form.multi_items())))
            return
        await self.intake.take(arrival)

    async def _report(self, form: Form, out: str) -> None:
        at = self.clock.now()
        if (report := read_report(form, out, at)) is not None:
            await self.report(report)
        arrival = read_status(form, out, at)
        if arrival is not None:
            log.warning("Was told that a message did not arrive", extra={"code": form.get("ErrorCode", "")[:16]})
            gone = read_blocked(arrival)
            await self.intake.take_all([arrival, *([gone] if gone else [])])

    async def _answered(self, work: Awaitable[None]) -> Response:
        try:
            await work
        except (StoreDown, IntakeFull) as error:
            log.warning("Could not take a webhook", extra={"error": type(error).__name__})
            return Response(status_code=503)
        return Response("<Response/>", media_type="text/xml")


def _form(body: bytes) -> Form | None:
    """Every field, blank ones too: they are part of what was signed. None when it is no form."""
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    return ImmutableMultiDict(fields)


def _address(public_url: str, request: Request) -> str:
    """What Twilio called, as Twilio knows it."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    query = request.scope["query_string"].decode("latin-1")
    return f"{public_url}{raw.decode('latin-1')}" + (f"?{query}" if query else "")
