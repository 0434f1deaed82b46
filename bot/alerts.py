"""`alerts` of config.yaml: by which ways people at the offices are told that somebody waits. Never with content."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from bot.flow.schema import Strict
from bot.flow.source import Path
from bot.flow.values import Number, Words, YesNo
from bot.model.alert import Rung

_CHAT = re.compile(r"-?\d+$")
SUBMISSION = 587
"""The port of a mail server that takes mail of those who sign in (RFC 6409)."""


class SmtpIn(Strict):
    host: str = ""
    port: Annotated[Number, Field(ge=1, le=65_535)] = SUBMISSION
    user: str = ""
    password: str = ""
    password_file: str = ""
    sender: str = Field("", alias="from")
    to: Words = Field(default_factory=list)
    starttls: YesNo = True


class AlertsIn(Strict):
    telegram_chat: str = ""
    supervisor_chat: str = ""
    duty_phone: str = ""
    smtp: SmtpIn = Field(default_factory=lambda: SmtpIn.model_validate({}))


@dataclass(frozen=True, slots=True)
class Smtp:
    host: str
    port: int
    sender: str = field(repr=False)
    to: tuple[str, ...] = field(repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    starttls: bool = True


@dataclass(frozen=True, slots=True)
class Alerts:
    """Chats are numbers of Telegram, "" none. `duty_phone`: what the desk shows when somebody has to ring it."""

    telegram_chat: str = field(default="", repr=False)
    supervisor_chat: str = field(default="", repr=False)
    duty_phone: str = field(default="", repr=False)
    smtp: Smtp | None = None

    @property
    def any(self) -> bool:
        """Is anybody told at all?"""
        return bool(self.telegram_chat or self.supervisor_chat or self.smtp)

    @property
    def rungs(self) -> frozenset[Rung]:
        """The duty phone is a rung only where there is one."""
        return frozenset(Rung) if self.duty_phone else frozenset(Rung) - {Rung.DUTY}


def wrong(one: AlertsIn, token: bool) -> Iterator[tuple[Path, str]]:
    """Place and code of what does not fit together. `token`: may we write on Telegram?"""
    for key, chat in (("telegram_chat", one.telegram_chat), ("supervisor_chat", one.supervisor_chat)):
        if chat and not _CHAT.match(chat):
            yield ("alerts", key), "C128"
        elif chat and not token:
            yield ("alerts", key), "C129"
    smtp = one.smtp
    if smtp.model_fields_set and not (smtp.host and smtp.sender and smtp.to):
        yield ("alerts", "smtp"), "C133"


def settings(one: AlertsIn, password: str) -> Alerts:
    smtp = one.smtp
    mail = Smtp(smtp.host, smtp.port, smtp.sender, tuple(smtp.to), smtp.user, password, smtp.starttls)
    return Alerts(one.telegram_chat, one.supervisor_chat, one.duty_phone, mail if smtp.host else None)
