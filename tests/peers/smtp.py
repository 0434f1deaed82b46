"""A mail server on a socket of its own: as much of RFC 5321 as one message needs."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Self

DROP = ""
"""Hang up instead of an answer."""


@dataclass
class SmtpPeer:
    """`faults`: by verb, what is answered instead, once each. `tls`: offers STARTTLS with it. `auth`: offers to sign
    in."""

    tls: ssl.SSLContext | None = None
    auth: bool = False
    faults: dict[str, list[str]] = field(default_factory=dict)
    got: list[Message] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    secured: bool = False

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, ssl.SSLError):
                await self._answer(writer, self._fault("CONNECT") or "220 here")
                while line := await reader.readline():
                    verb = line.split()[0].decode().upper()
                    self.verbs.append(verb)
                    if not await self._step(verb, reader, writer):
                        break
        finally:
            writer.close()
            with suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()

    async def _step(self, verb: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether the line stays open."""
        fault = self._fault(verb)
        if fault == DROP:
            return False
        if fault:
            await self._answer(writer, fault)
            return True
        match verb:
            case "EHLO":
                offers = ["STARTTLS"] if self.tls and not self.secured else []
                offers += ["AUTH PLAIN"] if self.auth else []
                lines = ["here", *offers]
                await self._answer(writer, "\r\n".join(f"250{'-' if one != lines[-1] else ' '}{one}" for one in lines))
            case "STARTTLS":
                await self._answer(writer, "220 go on")
                assert self.tls
                await writer.start_tls(self.tls)
                self.secured = True
            case "AUTH":
                await self._answer(writer, "235 signed in")
            case "DATA":
                await self._answer(writer, "354 go on")
                body = await reader.readuntil(b"\r\n.\r\n")
                fault = self._fault("END")
                if fault == DROP:
                    self.got.append(message_from_bytes(body[:-3]))
                    return False
                if not fault:
                    self.got.append(message_from_bytes(body[:-3]))
                await self._answer(writer, fault or "250 taken")
            case "QUIT":
                await self._answer(writer, "221 bye")
                return False
            case _:
                await self._answer(writer, "250 good")
        return True

    def _fault(self, verb: str) -> str | None:
        return self.faults[verb].pop(0) if self.faults.get(verb) else None

    async def _answer(self, writer: asyncio.StreamWriter, line: str) -> None:
        writer.write(line.encode() + b"\r\n")
        await writer.drain()
