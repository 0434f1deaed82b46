"""config.yaml and the environment become one frozen Config; or all problems at once, as file:line:column.

The environment wins: PUSPAGA__SECTION__KEY, lists and maps as JSON. A secret never stands in config.yaml.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bot.errors import Broken, Problem
from bot.flow.schema import Number, Strict, Words, YesNo, shaped
from bot.flow.source import Source, read

PREFIX = "PUSPAGA__"
DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
OFFICES = ("provinsi", "balikpapan", "samarinda", "bontang", "kukar", "kutim", "kubar", "berau", "paser", "ppu")
SECRETS = (
    ("telegram", "token"),
    ("telegram", "webhook_secret"),
    ("whatsapp", "auth_token"),
    ("server", "metrics_token"),
)
NOT_YET = {
    ("alerts",),
    ("retention",),
    ("server", "metrics_token"),
    ("whatsapp", "templates"),
    ("whatsapp", "content_url"),
}
"""Keys of the contract that have no code behind them yet: refused, so that nobody relies on them."""
_PERIOD = re.compile(r"^(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})$")


def periods(value: Any) -> tuple[tuple[time, time], ...]:
    """`08.00-11.30, 13.30-16.00`."""
    found = []
    for part in str(value).split(","):
        one = _PERIOD.match(part.strip())
        if not one:
            raise ValueError("hours are written 08.00-16.00, several with a comma")
        numbers = [int(number) for number in one.groups()]
        first, last = time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
        if first >= last:
            raise ValueError("the first hour comes before the last")
        found.append((first, last))
    return tuple(found)


def day(value: Any) -> date:
    return date.fromisoformat(str(value))


class ServerIn(Strict):
    host: str = "127.0.0.1"
    port: Annotated[Number, Field(ge=0, le=65_535)] = 8080
    public_url: str = ""


class ServiceIn(Strict):
    audience: Literal["trial", "families"] = "trial"
    testers: Words = Field(default_factory=list)
    children: Literal["safety", "full"] = "safety"
    legal_basis: dict[Literal["document", "date", "signer"], str] = Field(default_factory=dict)


class StorageIn(Strict):
    url: str = "sqlite:///var/puspaga.db"


class TelegramIn(Strict):
    token: str = ""
    token_file: str = ""
    api_url: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: str = ""


class WhatsAppIn(Strict):
    account_sid: str = ""
    auth_token: str = ""
    auth_token_file: str = ""
    sender: str = Field("", alias="from")
    api_url: str = "https://api.twilio.com"


class WebchatIn(Strict):
    enabled: YesNo = True
    exit_url: str = "https://www.google.com/"


class OfficeIn(Strict):
    week: dict[Literal[DAYS], Annotated[tuple[tuple[time, time], ...], BeforeValidator(periods)]]  # type: ignore[valid-type]  # the days are a constant
    closed: list[Annotated[date, BeforeValidator(day)]] = Field(default_factory=list)
    open_until: Annotated[date, BeforeValidator(day)] | None = None


class KeysIn(Strict):
    file: str = "var/keys.json"


class AgencyIn(Strict):
    name: str = "DKP3A Kaltim"


class ConfigIn(Strict):
    server: ServerIn = ServerIn()
    service: ServiceIn = ServiceIn()
    storage: StorageIn = StorageIn()
    telegram: TelegramIn = TelegramIn()
    whatsapp: WhatsAppIn = Field(default_factory=lambda: WhatsAppIn.model_validate({}))
    webchat: WebchatIn = WebchatIn()
    flows: str = "flows"
    content: str = "content"
    offices: dict[Literal[OFFICES], OfficeIn] = Field(default_factory=dict)  # type: ignore[valid-type]  # the offices are a constant
    keys: KeysIn = KeysIn()
    agency: AgencyIn = AgencyIn()


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    public_url: str


@dataclass(frozen=True, slots=True)
class Service:
    audience: str
    testers: tuple[str, ...]
    children: str


@dataclass(frozen=True, slots=True)
class Storage:
    url: str


@dataclass(frozen=True, slots=True)
class Telegram:
    token: str = field(repr=False)
    api_url: str = ""
    mode: str = "polling"
    webhook_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WhatsApp:
    account_sid: str
    auth_token: str = field(repr=False)
    sender: str = field(default="", repr=False)
    api_url: str = ""


@dataclass(frozen=True, slots=True)
class Webchat:
    enabled: bool
    exit_url: str


@dataclass(frozen=True, slots=True)
class OfficeWeek:
    """`week` by weekday, Monday first: periods of local time."""

    week: tuple[tuple[tuple[time, time], ...], ...]
    closed: tuple[date, ...]
    open_until: date | None


@dataclass(frozen=True, slots=True)
class Keys:
    file: str


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the service is told. `folder` is where config.yaml stands; paths are relative to it."""

    folder: Path
    server: Server
    service: Service
    storage: Storage
    telegram: Telegram
    whatsapp: WhatsApp
    webchat: Webchat
    flows: str
    content: str
    offices: Mapping[str, OfficeWeek]
    keys: Keys
    agency: str


def load(path: Path, environ: Mapping[str, str]) -> Config:
    """Read, override, check. Raises Broken with every problem."""
    source = _read(path)
    _secrets(source)
    _not_yet(source)
    _override(source, environ)
    shaped_in = shaped(source, ConfigIn) if isinstance(source.data, dict) else None
    if shaped_in is None or source.problems:
        raise Broken(sorted(source.problems))
    _rules(source, shaped_in, path.parent)
    if source.problems:
        raise Broken(sorted(source.problems))
    return _config(path.parent.resolve(), shaped_in)


def _read(path: Path) -> Source:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Broken([Problem(str(path), 1, 1, "C100", "the settings file cannot be read")]) from None
    source = read(str(path), text)
    if source.data is not None and not isinstance(source.data, dict):
        source.problem((), "C101", "the settings are a map of sections")
        source.data = None
    return source


def _secrets(source: Source) -> None:
    for section, key in SECRETS:
        if (
            isinstance(source.data, dict)
            and isinstance(source.data.get(section), dict)
            and source.data[section].get(key)
        ):
            hint = f"use {PREFIX}{section.upper()}__{key.upper()} or a *_file"
            source.problem((section, key), "C110", f"{section}.{key} is a secret and may not stand here", hint)


def _not_yet(source: Source) -> None:
    for place in sorted(NOT_YET):
        here: Any = source.data
        for key in place:
            here = here.get(key) if isinstance(here, dict) else None
        if here is not None:
            source.problem(place, "C111", f"{'.'.join(place)} is not available in this version")


def _override(source: Source, environ: Mapping[str, str]) -> None:
    """PUSPAGA__SERVER__PORT=8081. Names without a section (flows, content) have one part."""
    if not isinstance(source.data, dict):
        return
    for name, value in sorted(environ.items()):
        if not name.startswith(PREFIX):
            continue
        parts = [part.lower() for part in name.removeprefix(PREFIX).split("__")]
        here = source.data
        for part in parts[:-1]:
            nested = here.get(part)
            here[part] = nested if isinstance(nested, dict) else {}
            here = here[part]
        here[parts[-1]] = _value(value)


def _value(text: str) -> Any:
    """JSON lists and maps; everything else stays the text it is."""
    if text[:1] in "[{":
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _rules(source: Source, one: ConfigIn, folder: Path) -> None:
    """What has to fit together."""
    if one.storage.url.startswith("postgresql://"):
        source.problem(("storage", "url"), "C120", "PostgreSQL is not available in this version", "use sqlite:///…")
    elif not one.storage.url.startswith("sqlite:///"):
        source.problem(("storage", "url"), "C120", "storage.url begins with sqlite:///")
    if one.whatsapp.account_sid and not one.server.public_url:
        source.problem(("whatsapp",), "C121", "whatsapp needs server.public_url: signatures are computed over it")
    if one.whatsapp.account_sid and not (one.whatsapp.auth_token or one.whatsapp.auth_token_file):
        source.problem(("whatsapp",), "C122", "whatsapp needs its auth_token", f"set {PREFIX}WHATSAPP__AUTH_TOKEN")
    if one.telegram.mode == "webhook" and not (one.telegram.webhook_secret and one.server.public_url):
        source.problem(("telegram", "mode"), "C123", "webhook mode needs telegram.webhook_secret and server.public_url")
    for section, name in (("telegram", one.telegram.token_file), ("whatsapp", one.whatsapp.auth_token_file)):
        if name and not (folder / name).is_file():
            source.problem((section,), "C124", f"the secret file of {section} cannot be read")
    if one.service.audience == "families":
        _families(source, one)


def _families(source: Source, one: ConfigIn) -> None:
    where = ("service", "audience")
    if set(one.service.legal_basis) != {"document", "date", "signer"}:
        hint = "record service.legal_basis: document, date, signer"
        source.problem(where, "C130", "the legal basis for children's data is not recorded", hint)
    if "provinsi" not in one.offices or one.offices["provinsi"].open_until is None:
        source.problem(where, "C131", "a roster is missing: give offices.provinsi.open_until, the last day it covers")


def _secret(value: str, file: str, folder: Path) -> str:
    return value or ((folder / file).read_text(encoding="utf-8").strip() if file else "")


def _config(folder: Path, one: ConfigIn) -> Config:
    telegram, whatsapp = one.telegram, one.whatsapp
    return Config(
        folder=folder,
        server=Server(one.server.host, one.server.port, one.server.public_url.rstrip("/")),
        service=Service(one.service.audience, tuple(one.service.testers), one.service.children),
        storage=Storage(one.storage.url),
        telegram=Telegram(
            _secret(telegram.token, telegram.token_file, folder),
            telegram.api_url.rstrip("/"),
            telegram.mode,
            telegram.webhook_secret,
        ),
        whatsapp=WhatsApp(
            whatsapp.account_sid,
            _secret(whatsapp.auth_token, whatsapp.auth_token_file, folder),
            whatsapp.sender,
            whatsapp.api_url.rstrip("/"),
        ),
        webchat=Webchat(one.webchat.enabled, one.webchat.exit_url),
        flows=one.flows,
        content=one.content,
        offices={
            name: OfficeWeek(tuple(office.week.get(day, ()) for day in DAYS), tuple(office.closed), office.open_until)
            for name, office in one.offices.items()
        },
        keys=Keys(one.keys.file),
        agency=one.agency.name,
    )
