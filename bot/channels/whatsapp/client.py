"""Sending on WhatsApp: the twilio client over our own transport, its errors in our words (channel facts B5–B8).

The only module that touches twilio's untyped REST client. Its own asynchronous transport ignores its time-out and
garbles JSON; ours is httpx, as on Telegram, so that "never sent" and "maybe sent" are told apart by one set of errors.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from bot.channels.whatsapp.wire import GONE, LONGEST, Listed, render
from bot.config import WhatsApp
from bot.errors import Busy, ChannelError, Later, Refused, Unknown
from bot.model.message import Address, Channel
from bot.ports import OutboxRow

log = logging.getLogger(__name__)

TIMEOUT_S = 10.0
SOON = timedelta(seconds=1)
BUSY = timedelta(seconds=5)
"""A refusal for speed that names no time."""
LONGEST_WAIT_S = 3600
REPAIR = timedelta(seconds=60)
"""Keys, account or sender are wrong: nothing but a person can repair that."""
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""After these Twilio cannot have seen the request."""
SLOW_DOWN = frozenset([20429, 21611, 63018])
OURS_TO_REPAIR = frozenset([20003, 63001, 63002, 63007, 63008])
UNAUTHORISED = (401, 403, 404)
RETRIES = "#rc=5&rp=all"
"""How often Twilio repeats a delivery report, and after what; by default only when it cannot connect (B2)."""
ODD = (AttributeError, KeyError, TypeError, ValueError)
"""What the client raises when it is told 201 with a body that is not Twilio's."""
LEAKY = ("httpx", "httpcore", "twilio", "twilio.http")
NEWEST = 50
"""Messages to one person that are looked through: far more than we write in the minutes that an open fate lasts."""
PAGE = 1_000
"""Messages in one answer, Twilio's most."""
SKEW = timedelta(seconds=30)
"""How far Twilio's clock may be behind ours."""
INBOUND = "inbound"
NOT_HERE = frozenset(["failed", "undelivered", "canceled"])
"""States of a message that did not arrive."""


class Transport(AsyncHttpClient):  # type: ignore[misc]  # twilio has no types
    """What the twilio client sends through."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        super().__init__(logging.getLogger("twilio.http"), True, TIMEOUT_S)
        self._http = http

    async def request(  # type: ignore[override,unused-ignore]  # the shape is twilio's
        self,
        method: str,
        uri: str,
        params: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  the shape is twilio's
        allow_redirects: bool = False,
    ) -> Any:
        """Raises Busy for 429 here, because twilio's exception forgets the Retry-After header; httpx errors pass."""
        plain = (headers or {}).get("Content-Type") != "application/json"
        answer = await self._http.request(
            method.upper(),
            uri,
            params=params,
            data=data if plain else None,
            json=None if plain else data,
            headers=headers,
            auth=auth,
            timeout=timeout or self.timeout,
            follow_redirects=allow_redirects,
        )
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise Busy("429", _wait(answer.headers.get("Retry-After", "")))
        return Response(answer.status_code, answer.text, answer.headers)


def _wait(header: str) -> timedelta:
    return timedelta(seconds=min(int(header), LONGEST_WAIT_S)) if header.isdecimal() else BUSY


class WhatsAppAdapter:
    """See ports.ChannelAdapter."""

    channel = Channel.WHATSAPP
    joins = True
    longest = LONGEST

    def __init__(self, config: WhatsApp, *, public_url: str, timeout_s: float = TIMEOUT_S) -> None:
        for name in LEAKY:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._from, self._public = config.sender, public_url
        self._http = httpx.AsyncClient(timeout=timeout_s)
        transport = Transport(self._http)
        transport.timeout = timeout_s
        self._client = Client(config.account_sid, config.auth_token, http_client=transport)
        self._client.edge = self._client.region = None  # both rewrite the host, and both come from the environment
        if config.api_url:
            self._client.api.base_url = config.api_url

    async def send(self, to: Address, row: OutboxRow) -> str:
        """Returns the MessageSid. Raises Refused, Later or Unknown."""
        report = f"{self._public}/whatsapp/status?out={quote(row.id, safe='')}{RETRIES}"
        with _asked():
            sent = await self._client.messages.create_async(
                to=to.value, from_=self._from, body=render(row), status_callback=report
            )
        if not isinstance(sent.sid, str):
            raise Unknown("answer")
        return sent.sid

    async def find(self, to: Address, row: OutboxRow) -> tuple[str, ...]:
        """See ports.Finder. There is no other sign by which a message of ours is known than its text (B7)."""
        with _asked():
            listed = await self._client.messages.list_async(to=to.value, from_=self._from, limit=NEWEST)
            words, since = render(row).split(), row.created_at - SKEW  # line ends may travel as others
            return tuple(
                one.sid
                for one in listed
                if one.body.split() == words and one.date_created >= since and one.status not in NOT_HERE
            )

    async def received(self, since: datetime) -> list[Listed]:
        """What was sent to us since the day of `since`, in no order. Raises Refused, Later or Unknown."""
        day = str(since.date())  # Twilio filters by days
        with _asked():
            listed = await self._client.messages.list_async(to=self._from, date_sent_after=day, page_size=PAGE)
            return [
                Listed(str(one.sid), one.date_sent, str(one.from_), one.body or "", str(one.num_media))
                for one in listed
                if one.direction == INBOUND and one.date_sent is not None
            ]

    async def close(self) -> None:
        await self._http.aclose()


@contextmanager
def _asked() -> Iterator[None]:
    """What went wrong while Twilio was asked, in our words."""
    try:
        yield
    except TwilioException as error:
        raise meaning(error) from None
    except NOT_SENT:
        raise Later("offline", SOON) from None
    except httpx.HTTPError as error:
        raise Unknown(type(error).__name__) from None
    except ODD:
        raise Unknown("answer") from None


def meaning(error: TwilioException) -> ChannelError:
    """What a refused send means for its row. The codes are data of Twilio's dictionary (channel facts B7); a code we
    do not know is a plain refusal, shown at the desk."""
    if not isinstance(error, TwilioRestException | TwilioServiceException):
        return Unknown(type(error).__name__)
    status = _number(error.status, httpx.codes.INTERNAL_SERVER_ERROR)
    code = _number(error.code, status)
    if code in SLOW_DOWN:
        return Busy(str(code), BUSY)
    if str(code) in GONE:
        return Refused(str(code), unreachable=True)
    if code in OURS_TO_REPAIR or (code == status and status in UNAUTHORISED):
        log.error("Was refused by Twilio", extra={"channel": Channel.WHATSAPP.value, "code": code})
        return Later(str(code), REPAIR)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Unknown(str(code))
    return Refused(str(code))


def _number(value: object, otherwise: int) -> int:
    """Status and code as the body of the answer has them, which may be anything."""
    text = str(value)
    return int(text) if text.isdecimal() else otherwise
