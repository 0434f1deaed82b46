"""What the two fake platforms share: a server on 127.0.0.1 that can be down, and whose next answers can be spoilt."""

import asyncio
import json
import socket
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState

PATIENCE_S = 8.0
"""How long a person of a test waits for a bubble."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call instead of its answer. `accepts`: the call is carried out all the same."""

    kind: str  # drop, hang or answer
    accepts: bool = False
    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


DROP = Fault("drop")
"""The connection ends before the call was looked at."""
DROP_ACCEPTED = Fault("drop", accepts=True)
"""Carried out, but the answer never comes."""
HANG = Fault("hang")
"""No answer until the caller hangs up."""
BAD_GATEWAY = Fault("answer", status=502, body="<html>502 Bad Gateway</html>", headers={"content-type": "text/html"})


def answer(status: int, body: object = "", **headers: str) -> Fault:
    """This answer, instead of carrying out the call."""
    return Fault("answer", status=status, body=body if isinstance(body, str) else json.dumps(body), headers=headers)


class Peer:
    """`async with` opens it. `url` stays the same when it goes `down` and comes `up`."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._app = Starlette(routes=routes)
        self._spoilt: dict[str, deque[Fault]] = {}
        self._port = 0
        self.is_up = False
        self._ways: dict[str, Callable[[], str]] = {}
        self.calls: list[str] = []  # the last part of every path called

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        await self.up()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.down()

    async def up(self) -> None:
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(self, log_config=None, access_log=False, lifespan="off", ws="none")
        config.load()
        self._state = ServerState()
        protocol: Any = config.http_protocol_class
        protocol = partial(protocol, config=config, server_state=self._state, app_state={})
        self._server = await asyncio.get_running_loop().create_server(protocol, sock=listening)
        self.is_up = True

    async def down(self) -> None:
        """Cut every connection and close the socket: nobody can connect."""
        self.is_up = False
        self._server.close()
        for one in list(self._state.connections):
            one.transport.abort()
        self.wake()
        if self._state.tasks:
            await asyncio.wait(self._state.tasks, timeout=PATIENCE_S)
        await self._server.wait_closed()

    def wake(self) -> None:
        """End what waits inside the server."""

    def spoil(self, call: str, *faults: Fault) -> None:
        """The next calls of `call` (the last part of the path) get these, one each."""
        self._spoilt.setdefault(call, deque()).extend(faults)

    def way(self, public_url: str, real: Callable[[], str]) -> None:
        """Where the address `public_url` really leads; asked anew for every call, as a host name is."""
        self._ways[public_url] = real

    def resolve(self, url: str) -> str:
        """The real address of a webhook, without its fragment."""
        plain = url.partition("#")[0]
        for public, real in self._ways.items():
            if plain.startswith(public):
                return real() + plain.removeprefix(public)
        return plain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        call = scope["path"].rpartition("/")[2]
        self.calls.append(call)
        faults = self._spoilt.get(call)
        fault = faults.popleft() if faults else None
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind == "answer":
            await Response(fault.body, fault.status, dict(fault.headers))(scope, receive, send)
        else:
            if fault.accepts:
                await self._app(scope, receive, _nowhere)
            if fault.kind == "drop":
                _transport(send).abort()
            while (await receive())["type"] != "http.disconnect":
                pass


async def _nowhere(message: Message) -> None:
    """An answer that nobody gets."""


def _transport(send: Any) -> asyncio.Transport:
    """The socket under an answer: `send` is a method of uvicorn's request."""
    found = send.__self__.transport
    assert isinstance(found, asyncio.Transport)
    return found
